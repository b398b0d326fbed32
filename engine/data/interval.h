/* What a cell can be, from its mark and its bounds. */
#ifndef FOISTAT_DATA_INTERVAL_H
#define FOISTAT_DATA_INTERVAL_H

#include "data/column.h"

struct interval {
    double lo, hi; /* infinite where there is no bound */
};

/* The value twice, the bounds, or anything that the column allows: a count or a population is never
 * below 0. */
struct interval interval_of(const struct column *c, size_t row);

/* Does it say more than what any cell of the column can be? */
bool interval_says(const struct column *c, struct interval x);

/* Adds "7", "3 to 9", "at least 3", "at most 9". */
void interval_put(struct buf *out, struct interval x);

#endif
