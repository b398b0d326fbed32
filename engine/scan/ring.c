#include "scan/ring.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "scan/pool.h"

enum { buffers = 4, buffer_size = 256 * 1024 };

struct ring {
    ring_maker *make;
    void *data;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t filled, emptied; /* buffers so far; each is at its number modulo 'buffers' */
    size_t taken;           /* bytes of the one that is being emptied */
    bool aside;             /* a thread fills them */
    bool ended, unwanted;
    struct err e; /* behind the last of the bytes */
    size_t n[buffers];
    char bytes[buffers][buffer_size];
};

/* Waits for a buffer that may be filled; false when no more are wanted. */
static bool wait_for_room(struct ring *r) {
    pthread_mutex_lock(&r->lock);
    while (r->filled - r->emptied == buffers && !r->unwanted)
        pthread_cond_wait(&r->changed, &r->lock);
    bool wanted = !r->unwanted;
    pthread_mutex_unlock(&r->lock);
    return wanted;
}

/* Only one thread changes 'filled' and 'ended'. */
static void fill_one(struct ring *r) {
    size_t n = 0;
    bool done = r->make(r->data, r->bytes[r->filled % buffers], buffer_size, &n, &r->e);
    pthread_mutex_lock(&r->lock);
    r->n[r->filled % buffers] = n;
    r->filled += n > 0;
    r->ended = !done || n < buffer_size;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

static void fill(void *data) {
    struct ring *r = data;
    while (!r->ended && wait_for_room(r))
        fill_one(r);
}

struct ring *ring_start(ring_maker *make, void *data) {
    struct ring *r = calloc(1, sizeof *r);
    if (r == NULL)
        return NULL;
    r->make = make;
    r->data = data;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    r->aside = pool_aside(fill, r);
    return r;
}

/* Waits for a buffer that may be emptied; false at the end. */
static bool wait_for_bytes(struct ring *r) {
    if (!r->aside && r->filled == r->emptied && !r->ended)
        fill_one(r);
    pthread_mutex_lock(&r->lock);
    while (r->filled == r->emptied && !r->ended)
        pthread_cond_wait(&r->changed, &r->lock);
    bool more = r->filled > r->emptied;
    pthread_mutex_unlock(&r->lock);
    return more;
}

static void give_back(struct ring *r) {
    pthread_mutex_lock(&r->lock);
    r->emptied++;
    r->taken = 0;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

bool ring_read(struct ring *r, char *to, size_t room, size_t *n, struct err *e) {
    *n = 0;
    while (*n < room && wait_for_bytes(r)) {
        size_t i = r->emptied % buffers, left = r->n[i] - r->taken;
        size_t now = left < room - *n ? left : room - *n;
        memcpy(to + *n, r->bytes[i] + r->taken, now);
        *n += now;
        r->taken += now;
        if (r->taken == r->n[i])
            give_back(r);
    }
    if (*n == room || r->e.id == ERR_NONE)
        return true;
    *e = r->e;
    return false;
}

void ring_stop(struct ring *r) {
    if (r == NULL)
        return;
    pthread_mutex_lock(&r->lock);
    r->unwanted = true;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
    if (r->aside)
        pool_join();
    pthread_cond_destroy(&r->changed);
    pthread_mutex_destroy(&r->lock);
    free(r);
}
