/* Exact Poisson limits for columns of counts, many times faster than a quantile a row.
 *
 * At a given level (limit - count)/sqrt(count) is a smooth function of 1/sqrt(count). For the usual
 * levels it is interpolated (Chebyshev, from exact limits at the nodes) for counts from 64 to 10^5;
 * smaller counts stand in a table. Both are made once a thread, when a level is first asked for,
 * and the interpolation is compared with exact limits between its nodes before it is used. The
 * answer depends on count and level alone, never on what was asked before. */
#ifndef FOISTAT_STATS_POISSON_CURVE_H
#define FOISTAT_STATS_POISSON_CURVE_H

#include <stdbool.h>

/* An exact limit of 'count' events by its definition (poisson.c). */
typedef bool poisson_exact_fn(double count, double conf_level, double limits[2]);

/* Sets limits (lower, upper, in events) within a relative 1e-13 of the exact ones. False, with the
 * limits untouched, when the level is not 0.9, 0.95, 0.99 or 0.998, the count is no whole number in
 * 1 .. 10^5, or the curve did not pass its check: then compute them. */
bool poisson_curve_limits(double count, double conf_level, poisson_exact_fn *exact,
                          double limits[2]);

#endif
