/* What the table operations share: making columns from chosen rows of others. */
#ifndef FOISTAT_DATA_TAKE_H
#define FOISTAT_DATA_TAKE_H

#include <stdint.h>

#include "data/table.h"

/* In a list of rows: there is no row; the cell becomes not_available. */
#define TAKE_NONE SIZE_MAX

/* Makes column i of 'out' with the field and the dictionary of 'like', all cells empty. */
bool take_shape(struct table *out, size_t i, const struct column *like, struct err *e);

/* Copies the cell in row 'from_row' of 'from' (TAKE_NONE: none) to row 'row' of 'to', a column of
 * 'out' of the same type. Labels keep their code, or become code[code] where 'code' is given. */
bool take_cell(struct table *out, struct column *to, size_t row, const struct column *from,
               size_t from_row, const int32_t *code, struct err *e);

/* A cell of a column of numbers that is known. */
void take_number(struct column *to, size_t row, double x);

/* Makes column i of 'out' from the given rows (out->n_rows of them) of 'from'. */
bool take_column(struct table *out, size_t i, const struct column *from, const size_t *row,
                 struct err *e);

/* The same of a column by which rows are grouped, with a row of each group: marked cells of one
 * group may have different bounds, and are left none. */
bool take_key(struct table *out, size_t i, const struct column *from, const size_t *row,
              struct err *e);

/* Makes 'out' from n rows of t: all columns, sources, checks and notes. */
bool take_rows(const struct table *t, const size_t *row, size_t n, struct table *out,
               struct err *e);

/* Which of the rows out->repeat[at] .. [at + n - 1] stand in their file more than once: those of
 * 'from' that they were made from, row[i] (NULL: the same ones). */
bool take_repeats(struct table *out, const struct table *from, const size_t *row, size_t n,
                  size_t at, struct err *e);

/* Ends an operation: refuses two columns of one name and counts the undefined rows. */
bool take_finish(struct table *out, struct err *e);

#endif
