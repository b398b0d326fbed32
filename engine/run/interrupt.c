#include "run/interrupt.h"

#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "run/open.h"

static const int interrupting[] = {SIGINT, SIGTERM, SIGHUP};
enum { n_interrupting = sizeof interrupting / sizeof *interrupting };

void interrupts_hold(struct interrupts *i) {
    sigemptyset(&i->held);
    for (int k = 0; k < n_interrupting; k++) {
        struct sigaction now;
        if (sigaction(interrupting[k], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
            sigaddset(&i->held, interrupting[k]);
    }
    i->fd = signalfd(-1, &i->held, SFD_CLOEXEC | SFD_NONBLOCK);
    if (i->fd < 0)
        sigemptyset(&i->held);
    sigprocmask(SIG_BLOCK, &i->held, &i->before);
}

void interrupts_forget(const struct interrupts *i) {
    sigprocmask(SIG_SETMASK, &i->before, NULL);
}

/* Will one end this process as soon as it is let go? */
static bool ends(const struct interrupts *i) {
    sigset_t waiting;
    bool ended = false;
    sigpending(&waiting);
    for (int k = 0; k < n_interrupting; k++)
        ended |= sigismember(&i->held, interrupting[k]) == 1 &&
                 sigismember(&i->before, interrupting[k]) == 0 &&
                 sigismember(&waiting, interrupting[k]) == 1;
    return ended;
}

void interrupts_release(struct interrupts *i, const char *words) {
    if (i->fd >= 0)
        close(i->fd);
    i->fd = -1;
    if (ends(i))
        write_whole(STDERR_FILENO, words, strlen(words));
    sigprocmask(SIG_SETMASK, &i->before, NULL);
}
