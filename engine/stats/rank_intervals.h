/* Ranks of items that are known as intervals: suppressed or rounded values, or estimates with
 * confidence limits. */
#ifndef FOISTAT_STATS_RANK_INTERVALS_H
#define FOISTAT_STATS_RANK_INTERVALS_H

#include "stats/measure.h"

#define RANK_FIRST ARG_WORD("first", "largest|smallest", "largest", "which value has rank 1")

/* The best and the worst rank of each of n items between low[i] and high[i]: 1 + the items wholly
 * ahead of it, and 1 + the items not wholly behind it. 'first' is "largest" or "smallest". */
bool ranks_of_intervals(const double *low, const double *high, size_t n, const char *first,
                        double *best, double *worst, struct err *e);

#endif
