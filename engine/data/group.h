/* Grouping: cells as ranks, and rows with equal cells as groups, always in the order of the
 * dictionaries (numbers: ascending), never of a hash. Everything lives in the scratch arena. */
#ifndef FOISTAT_DATA_GROUP_H
#define FOISTAT_DATA_GROUP_H

#include "data/table.h"

/* One column's cells as ranks. Labels rank by their code and numbers by size; ranks from 'plain'
 * on are marked cells, one rank a mark. Some ranks may have no row. */
struct key {
    const struct column *column;
    size_t n, plain, ranks;
    size_t *rank;         /* rank[row] */
    const double *number; /* of a number column: the value of each rank below 'plain' */
};
bool key_make(const struct column *c, struct arena *scratch, struct key *k, struct err *e);

/* Adds what a rank, or a cell, stands for: the label, the number, or the mark's symbol ("[c]"). */
void cell_text(const struct column *c, size_t row, struct buf *out);
void key_text(const struct key *k, size_t rank, struct buf *out);

/* The rows in ascending order of rank (rank[row] < ranks); rows of one rank keep the order they
 * have in 'before' (NULL: 0, 1, 2, ...). NULL when memory runs out. */
size_t *rank_order(const size_t *rank, size_t ranks, size_t n, const size_t *before,
                   struct arena *scratch);

struct grouping {
    size_t n; /* groups, numbered in order; none when there are no rows and something in 'by' */
    size_t *group; /* group[row] */
    size_t *first; /* first[group]: its first row */
    size_t *order; /* the rows, group after group */
};
/* Groups the rows by the columns named in 'by'; with n_by = 0 all rows are one group. Marked cells
 * are equal when their marks are. */
bool group_rows(const struct table *t, const char *const *by, size_t n_by, struct arena *scratch,
                struct grouping *g, struct err *e);

/* Adds the name of the group that holds 'row', for people: "White (EHA, opened)". */
void group_name(const struct table *t, const char *const *by, size_t n_by, size_t row,
                struct buf *out);

/* The rows of the group that begins at order[start] are order[start] .. order[the result - 1]. */
size_t group_end(const struct grouping *g, size_t start, size_t n_rows);

#endif
