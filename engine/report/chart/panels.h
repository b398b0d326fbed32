/* Small multiples: one chart for each label of a column, side by side and all on one scale. */
#ifndef FOISTAT_REPORT_PANELS_H
#define FOISTAT_REPORT_PANELS_H

#include "report/chart/chart.h"

enum { PANELS_MOST = 60 };

/* The panels of a part that has a column of them, in the order of their first rows. */
struct panels {
    struct part *part; /* each with its own rows; its title is its label */
    size_t n;
};

/* ERR_COLUMN or ERR_COLUMN_TYPE without such a column, ERR_ARG_RANGE for a row without a label
 * there and for more than PANELS_MOST labels; nothing is left to free then. */
bool panels_make(const struct part *p, struct panels *out, struct err *e);
void panels_free(struct panels *p);

/* Draws them on the sheet, as many across as the chart says on a page, one on a phone. */
bool panels_draw(const struct part *p, const struct chart_view *v, struct sheet *s, struct buf *out,
                 struct err *e);

#endif
