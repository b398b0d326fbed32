#include "scan/turns.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

struct turns {
    pthread_mutex_t lock;
    pthread_cond_t passed;
    _Atomic size_t turn; /* of the part whose turn it is */
    size_t next;         /* part that nobody has */
    _Atomic size_t failed;
    bool ended;
};

struct turns *turns_new(void) {
    struct turns *t = calloc(1, sizeof *t);
    if (t == NULL)
        return NULL;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->passed, NULL);
    t->failed = SIZE_MAX;
    return t;
}

void turns_free(struct turns *t) {
    if (t == NULL)
        return;
    pthread_cond_destroy(&t->passed);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

bool turns_take(struct turns *t, bool (*take)(void *data, size_t number), void *data,
                size_t *number) {
    pthread_mutex_lock(&t->lock);
    *number = t->next;
    bool taken = !t->ended && t->failed == SIZE_MAX && take(data, *number);
    t->ended = t->ended || !taken;
    t->next += taken;
    pthread_mutex_unlock(&t->lock);
    return taken;
}

bool turns_wait(struct turns *t, size_t number) {
    enum { looks = 4000 }; /* a turn is shorter than a sleep */
    for (int i = 0; i < looks && t->turn < number && t->failed >= number; i++)
        continue;
    if (t->turn == number && t->failed >= number)
        return true;
    pthread_mutex_lock(&t->lock);
    while (t->turn < number && t->failed >= number)
        pthread_cond_wait(&t->passed, &t->lock);
    pthread_mutex_unlock(&t->lock);
    return t->failed >= number;
}

void turns_pass(struct turns *t) {
    pthread_mutex_lock(&t->lock);
    t->turn++;
    pthread_cond_broadcast(&t->passed);
    pthread_mutex_unlock(&t->lock);
}

void turns_fail(struct turns *t, size_t number) {
    pthread_mutex_lock(&t->lock);
    if (number < t->failed)
        t->failed = number;
    pthread_cond_broadcast(&t->passed);
    pthread_mutex_unlock(&t->lock);
}
