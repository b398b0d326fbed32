/* Finding where a function crosses zero, and proving it. */
#ifndef FOISTAT_STATS_SOLVE_H
#define FOISTAT_STATS_SOLVE_H

#include <stdbool.h>

#include "base/err.h"

/* A continuous function of x; 'data' is the caller's. Must not return NaN between the ends. */
typedef double solve_fn(double x, const void *data);

/* The x in [low, high] where f crosses zero, to the last bits of a double (Brent's method, from
 * GSL). f(low) and f(high) must differ in sign, or one be 0. The answer is put back: f must change
 * sign (or vanish) between the doubles next to it, else ERR_UNSETTLED. 'what' names the quantity.
 */
bool solve_between(solve_fn *f, const void *data, double low, double high, const char *what,
                   double *x, struct err *e);

/* The same for a monotone f on (low, infinity): the bracket is widened from 'start' by doubling.
 * *x becomes INFINITY when f keeps its sign up to 1e300. */
bool solve_above(solve_fn *f, const void *data, double low, double start, const char *what,
                 double *x, struct err *e);

#endif
