/* Rows that must not be put together: stocks and flows, different units, parts of years and whole
 * years. Sums and comparisons over several rows ask before they compute. */
#ifndef FOISTAT_DATA_MIXING_H
#define FOISTAT_DATA_MIXING_H

#include "data/table.h"

/* How rows differ in a column that keeps them apart, naming two of them; empty when they go
 * together: "\"active\" of column \"status\" counts a stock, \"opened\" a flow". And what to write
 * in a script instead. */
struct mixing {
    struct buf why, hint;
};
void mixing_stock_flow(const struct column *c, const size_t *row, size_t n, struct mixing *m);
void mixing_part_years(const struct column *c, const size_t *row, size_t n, struct mixing *m);
void mixing_units(const struct column *c, const size_t *row, size_t n, struct mixing *m);

/* Ends it: frees m and returns true when it is empty, else fails with 'id', "WHAT: WHY". */
bool mixing_end(struct mixing *m, enum err_id id, const char *what, struct err *e);

/* May the rows be compared that have equal cells in the n columns of 'series'? ERR_COMPARE says
 * which two may not. */
bool mixing_check(const struct table *t, const char *const *series, size_t n, struct err *e);

#endif
