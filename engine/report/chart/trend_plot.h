/* A trend chart while it is drawn; private to trend*.c. */
#ifndef FOISTAT_REPORT_TREND_PLOT_H
#define FOISTAT_REPORT_TREND_PLOT_H

#include "report/chart/ruler.h"
#include "report/chart/sheet.h"
#include "report/chart/trend_data.h"

struct trend_plot {
    struct trend_data d;
    struct sheet *sheet;
    struct ruler up;
    double height;      /* of the area */
    double left, right; /* of the area; the years stand a little further in */
    double
        strip[TREND_MOST_SERIES]; /* height of the series' marks without a place; under up.from */
    double bottom;                /* of the strip */
    double label_width;           /* of the names behind the lines; 0: none */
    double inset;                 /* of the first and the last year within the area */
    bool narrow;                  /* for a phone */
};

/* Where a year stands; half a year between two. */
double trend_x(const struct trend_plot *p, double year);
struct svg_point trend_place(const struct trend_plot *p, size_t i);

/* Width of the widest label of a year. */
double trend_years_width(const struct trend_plot *p);

/* The line under the strip with the years below it, as many as have room. */
void trend_draw_years(const struct trend_plot *p, struct buf *out);

/* A dashed line for each year with a break, its number above. */
void trend_draw_breaks(const struct trend_plot *p, struct buf *out);

/* Bands, lines and points of a series. */
void trend_draw_series(const struct trend_plot *p, struct buf *out, size_t series);

/* Has the series figures without a place on the axis? */
bool trend_needs_strip(const struct trend_data *d, size_t series);

/* The room that the names behind the lines take; and they, none upon another. */
double trend_names_width(const struct trend_plot *p, double most);
void trend_draw_names(const struct trend_plot *p, struct buf *out);

#endif
