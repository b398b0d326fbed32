#include "scan/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>

/* What each thread has of its own lies there too, or no thread starts. Only what is touched takes
 * memory. */
enum { stack_size = 1024 * 1024 };

/* A thread, which takes part in each round once. */
struct helper {
    pthread_t thread;
    size_t number; /* in pool_run, from 1 */
    unsigned long seen;
};

static struct {
    size_t helpers, ready; /* threads of the runs; threads that are past their beginning */
    bool has_aside, ending;
    struct helper helper[POOL_MOST];

    void (*body)(void *data, size_t i);
    void *data;
    unsigned long round; /* counts the runs, so that no thread takes part in one twice */
    size_t working;

    void (*aside_body)(void *data); /* NULL: it is idle */
    void *aside_data;
    struct helper aside;
} pool;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER, idle = PTHREAD_COND_INITIALIZER;

size_t pool_processors(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int n = CPU_COUNT(&set);
    return n < 1 ? 1 : n > POOL_MOST ? POOL_MOST : (size_t)n;
}

size_t pool_size(void) {
    return pool.helpers + 1;
}

size_t pool_address_space(size_t n) {
    const size_t guard_and_rounding = 64 * 1024;
    return n > 1 ? n * (stack_size + guard_and_rounding) : 0;
}

static void say_ready(void) {
    pool.ready++;
    pthread_cond_broadcast(&idle);
}

/* The lock is held but for the body. */
static void *help(void *data) {
    struct helper *me = data;
    pthread_mutex_lock(&lock);
    say_ready();
    for (;;) {
        while (pool.round == me->seen && !pool.ending)
            pthread_cond_wait(&work, &lock);
        if (pool.ending)
            break;
        me->seen = pool.round;
        pthread_mutex_unlock(&lock);
        pool.body(pool.data, me->number);
        pthread_mutex_lock(&lock);
        if (--pool.working == 0)
            pthread_cond_broadcast(&idle);
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *stand_aside(void *data) {
    (void)data;
    pthread_mutex_lock(&lock);
    say_ready();
    for (;;) {
        while (pool.aside_body == NULL && !pool.ending)
            pthread_cond_wait(&work, &lock);
        if (pool.ending)
            break;
        pthread_mutex_unlock(&lock);
        pool.aside_body(pool.aside_data);
        pthread_mutex_lock(&lock);
        pool.aside_body = NULL;
        pthread_cond_broadcast(&idle);
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

/* Signals are for the thread that runs the program; but those that a thread's own doing raises
 * must find their handler there (SIGSYS: the filter of system calls names what was tried). */
static void signals_to_block(sigset_t *set) {
    static const int own[] = {SIGSYS, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
    sigfillset(set);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        sigdelset(set, own[i]);
}

static bool start(struct helper *h, const pthread_attr_t *a, void *(*body)(void *)) {
    return pthread_create(&h->thread, a, body, h) == 0;
}

static void start_all(size_t n, const pthread_attr_t *a) {
    while (pool.helpers + 1 < n) {
        struct helper *h = &pool.helper[pool.helpers];
        *h = (struct helper){.number = pool.helpers + 1, .seen = pool.round};
        if (!start(h, a, help))
            break;
        pool.helpers++;
    }
    pool.has_aside = start(&pool.aside, a, stand_aside);
}

/* What the system library does as a thread begins is then done. */
static void wait_until_ready(void) {
    pthread_mutex_lock(&lock);
    while (pool.ready < pool.helpers + pool.has_aside)
        pthread_cond_wait(&idle, &lock);
    pthread_mutex_unlock(&lock);
}

void pool_start(size_t n) {
    pthread_attr_t a;
    sigset_t block, before;
    if (n < 2 || pool.helpers > 0 || pool.has_aside || pthread_attr_init(&a) != 0)
        return;
    pthread_attr_setstacksize(&a, stack_size);
    signals_to_block(&block);
    pthread_sigmask(SIG_BLOCK, &block, &before);
    start_all(n < POOL_MOST ? n : POOL_MOST, &a);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&a);
    wait_until_ready();
}

void pool_run(void (*body)(void *data, size_t i), void *data) {
    pthread_mutex_lock(&lock);
    pool.body = body;
    pool.data = data;
    pool.working = pool.helpers;
    pool.round++;
    pthread_cond_broadcast(&work);
    pthread_mutex_unlock(&lock);
    body(data, 0);
    pthread_mutex_lock(&lock);
    while (pool.working > 0)
        pthread_cond_wait(&idle, &lock);
    pthread_mutex_unlock(&lock);
}

bool pool_aside(void (*body)(void *data), void *data) {
    pthread_mutex_lock(&lock);
    bool free = pool.has_aside && pool.aside_body == NULL;
    if (free) {
        pool.aside_body = body;
        pool.aside_data = data;
        pthread_cond_broadcast(&work);
    }
    pthread_mutex_unlock(&lock);
    return free;
}

void pool_join(void) {
    pthread_mutex_lock(&lock);
    while (pool.aside_body != NULL)
        pthread_cond_wait(&idle, &lock);
    pthread_mutex_unlock(&lock);
}

void pool_end(void) {
    pthread_mutex_lock(&lock);
    pool.ending = true;
    pthread_cond_broadcast(&work);
    pthread_mutex_unlock(&lock);
    for (size_t i = 0; i < pool.helpers; i++)
        pthread_join(pool.helper[i].thread, NULL);
    if (pool.has_aside)
        pthread_join(pool.aside.thread, NULL);
    pool.helpers = pool.ready = 0;
    pool.has_aside = pool.ending = false;
}
