/* The columns of a table as people see them.
 *
 * Two limits beside each other, as of an estimate in front of them, become one column:
 * "148.9 to 160.9" under "95% limits". The CSV and the JSON keep the two columns. */
#ifndef FOISTAT_REPORT_SHOWN_H
#define FOISTAT_REPORT_SHOWN_H

#include "report/facts.h"
#include "report/format.h"

struct shown {
    const struct table *table;
    const struct column *column; /* of limits: the lower one */
    struct number_format format;
    const struct column *upper; /* NULL unless the column shows limits */
    struct number_format upper_format;
};

/* The columns to show, at most t->n_columns of them, in order; *n says how many. The caller frees
 * them. NULL when memory runs out. */
struct shown *shown_columns(const struct table *t, size_t *n);

/* The heading; the unit where the heading does not hold it, else NULL. Limits beside
 * their estimate have its unit. */
void shown_heading(const struct shown *s, struct buf *out);
const char *shown_unit(const struct shown *s);

/* The text of a cell, unescaped. Limits that are both missing for one reason show its symbol once.
 */
void shown_cell(const struct shown *s, size_t row, struct buf *out);

/* What the cell is; of limits, what the lower one is. */
enum mark shown_mark(const struct shown *s, size_t row);

bool shown_is_number(const struct shown *s);

#endif
