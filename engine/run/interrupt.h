/* Interrupts (SIGINT, SIGTERM, SIGHUP), held back while a worker runs: it is ended first, then this
 * process ends as by default. Those that this process ignores stay ignored. */
#ifndef FOISTAT_RUN_INTERRUPT_H
#define FOISTAT_RUN_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

struct interrupts {
    int fd; /* readable once one came, for poll(); -1: nothing is held back */
    sigset_t held, before;
};

/* May be nested. */
void interrupts_hold(struct interrupts *i);

/* In a child of this process, which has signals as it would have without. */
void interrupts_forget(const struct interrupts *i);

/* Lets go. Where one came and none is held back from further out this process ends now, and says
 * 'words' on stderr first. */
void interrupts_release(struct interrupts *i, const char *words);

#endif
