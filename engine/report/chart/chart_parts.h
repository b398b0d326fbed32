/* What the kinds of charts share: how they read a cell, the words around it, the shapes of marks.
 */
#ifndef FOISTAT_REPORT_CHART_PARTS_H
#define FOISTAT_REPORT_CHART_PARTS_H

#include "data/document.h"
#include "report/chart/svg.h"
#include "report/facts.h"
#include "report/format.h"

bool chart_has_text(const char *text); /* neither NULL nor empty */

/* The column that plays a role in a chart, and how its cells are shown; NULL where the part names
 * none. False with ERR_COLUMN or ERR_COLUMN_TYPE when the table does not have it, or the kind of
 * chart needs it and none is named. 'f' may be NULL. */
bool chart_column(const struct part *p, enum drawing_role role, const struct column **c,
                  struct number_format *f, struct err *e);

/* A finite number without a mark. */
bool chart_known(const struct column *c, size_t row);

/* Hidden, and one bound known at least. */
bool chart_bounded(const struct column *c, size_t row);

/* The same, and one of them not known: its end is infinite, and a bar over the bounds has an arrow
 * there. */
bool chart_open_ended(const struct column *c, size_t row);

/* A limit of a row: NaN when there is none. 'c' may be NULL. */
double chart_limit(const struct column *c, size_t row);

/* "2,132"; and a column's heading with its unit: "Rate per 10,000 children". */
void chart_put_size(struct buf *out, size_t n);
void chart_put_heading(const struct column *c, struct buf *out);

/* Calls take(to, label, numbers) for a row of the chart, and frees both texts. */
void chart_take(fact_taker *take, void *to, struct buf *label, struct buf *numbers);

/* Marks around a point, 'half' high and wide to each side. */
void chart_square(struct buf *out, struct svg_point at, double half, const char *attributes);
void chart_diamond(struct buf *out, struct svg_point at, double half, const char *attributes);
void chart_triangle(struct buf *out, struct svg_point at, double half, bool up,
                    const char *attributes);

#endif
