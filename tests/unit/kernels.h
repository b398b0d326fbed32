/* What the tests of the measures share. Included last, because cmocka makes a macro of the name
 * fail. */
#ifndef FOISTAT_TESTS_KERNELS_H
#define FOISTAT_TESTS_KERNELS_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/measure.h"

#include <cmocka.h>

/* Are they equal, or within a relative tolerance? */
static inline void near(double got, double want, double tolerance) {
    if (!(got == want || fabs(got - want) <= tolerance * fabs(want)))
        fail_msg("got %.17g, expected %.17g within %g", got, want, tolerance);
}

/* A whole number from 0 to n - 1. A small generator of our own, so that the draws are the same
 * everywhere. */
static inline uint64_t draw(uint64_t *seed, uint64_t n) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (*seed >> 33) % n;
}

/* One set of values through a measure that must take them. */
static inline void compute(const struct measure *m, const double *in, double *out) {
    struct err e = {0};
    if (!measure_cell(m, in, out, &e))
        fail_msg("%s: %s", m->name, e.message);
}

#endif
