/* Rows of a chart by two labels: a category, and a series within it. */
#ifndef FOISTAT_REPORT_CROSSED_H
#define FOISTAT_REPORT_CROSSED_H

#include "data/document.h"

enum { CROSSED_MOST_SERIES = 8 };
#define CROSSED_NONE ((size_t)-1) /* no such row */

struct crossed {
    const struct column *by, *series; /* series may be NULL: then there is one, called "" */
    struct arena arena;
    size_t n_by, n_series;
    const char **category;                 /* in the order in which their first rows stand */
    const char *name[CROSSED_MOST_SERIES]; /* likewise */
    size_t *row;
};

/* Of a chart that stands alone ('whole' NULL), or of a panel: its series are those of the whole,
 * which may have more. False with ERR_COLUMN or ERR_COLUMN_TYPE when the columns are not there,
 * ERR_ARG_RANGE when a row has no label, two rows have the same ones, or there are more than 'most'
 * series. crossed_free, also then. */
bool crossed_find(const struct part *p, const struct part *whole, size_t most, struct crossed *c,
                  struct err *e);
void crossed_free(struct crossed *c);

/* The row of a category and a series, or CROSSED_NONE. */
size_t crossed_row(const struct crossed *c, size_t category, size_t series);

/* "White, Leicester"; and "Group, Area", the same of the columns. */
void crossed_put_label(const struct crossed *c, size_t category, size_t series, struct buf *out);
void crossed_put_heading(const struct crossed *c, struct buf *out);

/* How many of the rows that there could be are not there. */
size_t crossed_missing(const struct crossed *c);

#endif
