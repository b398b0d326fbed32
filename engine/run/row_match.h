/* Which rows of two tables are the same row: those that are called the same. */
#ifndef FOISTAT_RUN_ROW_MATCH_H
#define FOISTAT_RUN_ROW_MATCH_H

#include <stdint.h>

#include "run/results.h"

/* Of each row of a table its name, "England, 2013" or "row 3", and its row in the other table, or
 * SIZE_MAX. */
struct row_side {
    const char **name;
    size_t *partner;
};

/* Rows are known by their labels in the fewest columns, from the left, that tell the rows of both
 * tables apart as well as all would; rows with equal labels by their order, rows without labels by
 * their number. Everything lives in 'a'. ERR_NOMEM. */
bool row_match(struct arena *a, const struct result_table *t, const struct result_table *u,
               struct row_side *of_t, struct row_side *of_u, struct err *e);

/* Do the rows that both tables have stand in the same order? */
bool row_match_ordered(const struct row_side *s, size_t n);

#endif
