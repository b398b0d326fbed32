#include "run/side.h"

#include <signal.h>

bool side_start(struct side *s, void *(*body)(void *data), void *data) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    s->started = pthread_create(&s->thread, NULL, body, data) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return s->started;
}

void side_join(struct side *s) {
    if (s->started)
        pthread_join(s->thread, NULL);
    s->started = false;
}
