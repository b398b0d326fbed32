/* What can be said of a number when the counts behind it are known only as intervals: suppressed
 * ("1 to 5"), rounded to the nearest 5 or 10, or with cases of unknown group that may belong
 * anywhere.
 *
 * Every range here is exact: both ends are attained by counts that fit, and nothing outside them
 * is. Points without a value (0/0) are left out of a range. A range is no confidence interval:
 * chance comes on top. Manski CF. Partial Identification of Probability Distributions. Springer
 * 2003. */
#ifndef FOISTAT_STATS_BOUNDS_H
#define FOISTAT_STATS_BOUNDS_H

#include <stddef.h>

#include "base/err.h"

struct interval {
    double low, high;
};

/* in[0] and in[1] as an interval; ERR_ARG_RANGE with both names when they are the wrong way round.
 */
bool interval_read(const double *in, const char *low_name, const char *high_name,
                   struct interval *i, struct err *e);

/* x + anything from 0 to 'unknown', at most 'most'. */
struct interval interval_widen(struct interval x, double unknown, double most);

/* Range of x/y and of x - y, x and y free in their intervals. For the ratio both are 0 or more; it
 * may be infinite. ERR_UNDEFINED when every point is 0/0. */
bool interval_ratio(struct interval x, struct interval y, struct interval *range, struct err *e);
struct interval interval_difference(struct interval x, struct interval y);

/* Range of the odds ratio (x1/(n1 - x1))/(x0/(n0 - x0)); x within 0..n. */
bool interval_odds_ratio(struct interval x1, double n1, struct interval x0, double n0,
                         struct interval *range, struct err *e);

/* Intervals that also have a total known as an interval. */
struct summed {
    const double *low, *high;
    size_t n;
    struct interval total;
};

/* Is there a choice that adds up to a total in the interval? ERR_ARG_RANGE says why not. */
bool summed_fits(const struct summed *s, struct err *e);

/* What the total leaves of interval k: T - (the others) for some T and some others. */
struct interval summed_cell(const struct summed *s, size_t k);

/* Range of the sum of weight[i] x[i], weights 0 or more. 'order' is room for n numbers. */
struct interval summed_weighted(const struct summed *s, const double *weight, size_t *order);

/* Lowest and highest rank that item k of n can have, 1 being the largest; equal values share the
 * better rank. 'low' and 'high' are the ends of the intervals sorted upwards. */
struct interval rank_range(const double *sorted_low, const double *sorted_high, size_t n,
                           struct interval item);

#endif
