/* What the axis of a chart has to cover, before it is rounded to ticks. */
#ifndef FOISTAT_REPORT_RANGE_H
#define FOISTAT_REPORT_RANGE_H

#include <math.h>

#include "data/column.h"

/* Empty while low is above high. */
struct range {
    double low, high;
    bool logarithmic; /* what is not above 0 has no place */
};

#define RANGE_EMPTY ((struct range){.low = INFINITY, .high = -INFINITY})

/* Makes the range reach to x, where x has a place on an axis: it is finite. */
void range_widen(struct range *r, double x);

/* The same to the figure of a row, or to what is known of it where it is hidden. */
void range_widen_by_cell(struct range *r, const struct column *c, size_t row);

#endif
