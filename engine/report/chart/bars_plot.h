/* A bar chart while it is drawn; private to bars*.c. */
#ifndef FOISTAT_REPORT_BARS_PLOT_H
#define FOISTAT_REPORT_BARS_PLOT_H

#include "report/chart/bars_data.h"
#include "report/chart/ruler.h"
#include "report/chart/sheet.h"

enum { bars_gutter = 22 }; /* left of the axis: room for bars that have no place on it */

struct bars_plot {
    struct bars_data d;
    struct sheet *sheet;
    const char *id_prefix;
    struct ruler ruler; /* across, from left to right */
    bool stacked;       /* for narrow screens: categories above their bars, not beside them */
    double label_width; /* of the categories */
    double thickness;   /* of a bar */
    bool named; /* the series are named behind their first bars; else a key says what they are */
};

/* The bar of a category and a series, its middle at height y, with its limits and its figure. */
void bars_draw(const struct bars_plot *p, struct buf *out, size_t category, size_t series,
               double y);

/* Have the names of the series room behind the bars of the first category? And one of them. */
bool bars_can_be_named(const struct bars_plot *p);
void bars_draw_name(const struct bars_plot *p, struct buf *out, size_t series, double y);

/* Width of the widest figure beside the bars that must have room. */
double bars_figures_width(const struct bars_data *d);

#endif
