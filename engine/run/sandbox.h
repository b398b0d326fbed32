/* What the kernel took from a worker: a script's process, or another that reads what strangers
 * wrote. docs/explanation/sandbox.md says what each part is for. */
#ifndef FOISTAT_RUN_SANDBOX_H
#define FOISTAT_RUN_SANDBOX_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* What is in force. A part is either in force or there is a reason why not; never both. */
struct sandbox_facts {
    int landlock;              /* version (ABI) of the rules of Landlock in force; 0: none are */
    bool filter;               /* the filter of system calls (seccomp) is in force */
    char landlock_refused[80]; /* "the kernel has no Landlock"; "" when in force or not reached */
    char filter_refused[80];
};

/* What is wanted. */
struct sandbox_way {
    bool weak;               /* go on without what the kernel refuses */
    size_t threads;          /* that share the work; 0 or 1: none are started */
    bool connected;          /* talk over the sockets that are open, to a database */
    int link;                /* the descriptor for questions to the parent */
    volatile int *forbidden; /* memory that outlives the process */
};

/* Neither paths nor, as far as this kernel can, TCP ports, signals to others and abstract sockets
 * are within reach afterwards; files that are open stay so. False when the kernel refuses; then
 * f->landlock_refused says why. */
bool landlock_enter(struct sandbox_facts *f);

/* From here on only the few system calls pass, in all threads, that computing needs, and questions
 * over the descriptor w->link; any other ends the process with SIGSYS. Those that intruders are
 * after leave their number in *w->forbidden first. Where there are threads they may wait for each
 * other (futex), and that is all that is added. Who is connected may send and receive on what is
 * open; its driver's questions for files and new connections are answered with a refusal. False
 * when the kernel refuses; then f->filter_refused says why. */
bool filter_enter(struct sandbox_facts *f, const struct sandbox_way *w);

/* The name of a system call's number, "openat", in 'name'; "" when it has none. */
void filter_call_name(int number, char name[32]);

/* All of the above, in order, when everything else that needs a right is done; between the two the
 * threads start. False with ERR_SANDBOX when the kernel refuses a part and 'weak' does not allow to
 * go on without. */
bool sandbox_enter(struct sandbox_facts *f, const struct sandbox_way *w, struct err *e);

/* Appends what is missing and why, "Landlock (...), the filter of system calls (...)"; nothing when
 * all is in force. */
void sandbox_lacks(const struct sandbox_facts *f, struct buf *out);

#endif
