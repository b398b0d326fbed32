/* The sum of cells, some of them marked: a number where all are known, else a mark with the bounds
 * that those of its parts leave. */
#ifndef FOISTAT_DATA_TOTAL_H
#define FOISTAT_DATA_TOTAL_H

#include "base/exact.h"
#include "base/sum.h"
#include "data/table.h"

/* Terms are added exactly, in any order; those that 'exact' refuses stand beside it. */
struct bound {
    struct exact exact;
    struct sum others;
};

/* A total under way: bounds of everything met so far, and the mark that stands for what is hidden.
 * {0} is that of no cells. */
struct total {
    struct bound lo, hi;
    bool no_least; /* a part is known from above only */
    enum mark mark;
};

/* Adds a cell of the column, so many times. A cell whose bounds meet is known, whatever its mark:
 * an implied zero hides nothing. A count of which nothing is known is 0 or more; what is undefined
 * is no number at all. */
void total_add(struct total *total, const struct column *c, size_t row, uint64_t times);
/* Adds what was added up already. */
void total_add_exact(struct total *total, const struct exact *sum);

/* Makes the total the cell of a column of 'out', which has the field of the parts. ERR_COUNT where
 * it exceeds 2^53 and is a count. */
bool total_store(struct table *out, struct column *c, size_t row, const struct total *total,
                 struct err *e);

#endif
