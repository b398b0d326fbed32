/* A thread beside the one that watches workers: there bytes are hashed, or passed on, that nobody
 * interprets. Signals are not for it, and it asks for no memory, so that a worker may be forked at
 * any time. */
#ifndef FOISTAT_RUN_SIDE_H
#define FOISTAT_RUN_SIDE_H

#include <pthread.h>
#include <stdbool.h>

struct side {
    pthread_t thread;
    bool started;
};

/* False where the system refuses another thread: then the caller does the work itself. */
bool side_start(struct side *s, void *(*body)(void *data), void *data);

/* Waits for its end; nothing where none was started. */
void side_join(struct side *s);

#endif
