/* What the rows of the distribution functions share. */
#ifndef FOISTAT_STATS_MEASURES_DISTRIBUTIONS_H
#define FOISTAT_STATS_MEASURES_DISTRIBUTIONS_H

#include "stats/catalogue.h"
#include "stats/distribution.h"

/* The choices stand in the order of enum tail, so that the number a kernel sees is the tail. */
#define TAIL                                                                                       \
    ARG_WORD("tail", "lower|upper", "lower", "which probability: lower, X <= x, or upper, X > x")
#define PROBABILITY_OF_TAIL ARG("p", ARG_PROBABILITY, "probability of the tail")

#define VALUE(t)                                                                                   \
    { RESULT("value", RESULT_STATISTIC, t) }
#define DENSITY VALUE("density at x")
#define MASS VALUE("probability of exactly k")
#define TAIL_PROBABILITY VALUE("probability of the tail")
#define QUANTILE VALUE("the x whose tail has probability p")
#define COUNT_QUANTILE                                                                             \
    VALUE("lower: the least k with P(X <= k) >= p; upper: the least k with P(X > k) <= p")

#define MPFR "256-bit arithmetic (MPFR): series, continued fractions, Newton's method"

/* Kernels of two and three numbers before the tail, from the functions of stats/distribution.h. */
#define KERNELS_1(family)                                                                          \
    static bool family##_at(const double *in, double *out, struct err *e) {                        \
        (void)e;                                                                                   \
        out[0] = family##_density(in[0], in[1]);                                                   \
        return true;                                                                               \
    }                                                                                              \
    static bool family##_below(const double *in, double *out, struct err *e) {                     \
        (void)e;                                                                                   \
        out[0] = family##_probability(in[0], in[1], (enum tail)in[2]);                             \
        return true;                                                                               \
    }                                                                                              \
    static bool family##_point(const double *in, double *out, struct err *e) {                     \
        return family##_quantile(in[0], in[1], (enum tail)in[2], out, e);                          \
    }

#define KERNELS_2(family)                                                                          \
    static bool family##_at(const double *in, double *out, struct err *e) {                        \
        (void)e;                                                                                   \
        out[0] = family##_density(in[0], in[1], in[2]);                                            \
        return true;                                                                               \
    }                                                                                              \
    static bool family##_below(const double *in, double *out, struct err *e) {                     \
        (void)e;                                                                                   \
        out[0] = family##_probability(in[0], in[1], in[2], (enum tail)in[3]);                      \
        return true;                                                                               \
    }                                                                                              \
    static bool family##_point(const double *in, double *out, struct err *e) {                     \
        return family##_quantile(in[0], in[1], in[2], (enum tail)in[3], out, e);                   \
    }

#endif
