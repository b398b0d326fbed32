/* Times of runs in milliseconds: the least and the median. */
#ifndef FOISTAT_BENCH_TIMES_H
#define FOISTAT_BENCH_TIMES_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct times {
    size_t room, n;
    double *ms;
    int begun;
};

static inline double times_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static inline struct times times_of(size_t runs) {
    struct times t = {.room = runs, .ms = calloc(runs + 1, sizeof(double))};
    if (t.ms == NULL)
        exit(1);
    return t;
}

/* The first does not count: it warms the caches. */
static inline void times_add(struct times *t, double ms) {
    if (t->begun && t->n < t->room)
        t->ms[t->n++] = ms;
    t->begun = 1;
}

static inline int times_order(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* "least median". */
static inline void times_print(struct times *t) {
    qsort(t->ms, t->n, sizeof *t->ms, times_order);
    double median = t->n % 2 ? t->ms[t->n / 2] : (t->ms[t->n / 2 - 1] + t->ms[t->n / 2]) / 2;
    printf("%.2f %.2f\n", t->ms[0], median);
    free(t->ms);
}

#endif
