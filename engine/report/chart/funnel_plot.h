/* A funnel plot while it is drawn; private to funnel*.c. */
#ifndef FOISTAT_REPORT_FUNNEL_PLOT_H
#define FOISTAT_REPORT_FUNNEL_PLOT_H

#include "report/chart/crowd.h"
#include "report/chart/funnel_data.h"
#include "report/chart/ruler.h"
#include "report/chart/sheet.h"

/* How names are set: with a white rim, so that they can be read across lines. */
enum { funnel_name_size = 12 };
#define FUNNEL_NAME                                                                                \
    "font-size=\"12\" stroke=\"#fff\" stroke-width=\"3\" stroke-linejoin=\"round\" "               \
    "paint-order=\"stroke\""

struct funnel_plot {
    struct funnel_data d;
    struct sheet *sheet;
    struct ruler across, up;
    double height;      /* of the area */
    struct crowd crowd; /* what is taken between the rulers */
    bool narrow;        /* for a phone */
    size_t named;       /* places beyond the limits whose names found room */
};

/* The axes that cover the figures: rates upwards, sizes across. */
struct axis funnel_axis_up(const struct funnel_data *d);
struct axis funnel_axis_across(const struct funnel_data *d);

/* Where a place stands; a hidden one at the middle of its bounds. */
struct svg_point funnel_point(const struct funnel_plot *p, size_t row);

/* The line of the target and the limits along the axis; and samples of them. */
void funnel_draw_lines(struct funnel_plot *p, struct buf *out);
void funnel_draw_line_sample(struct buf *out, bool spread, int pair, struct svg_point from,
                             double length);
void funnel_draw_target_sample(struct buf *out, struct svg_point from, double length);

/* The points, those beyond the limits last and so on top. */
void funnel_draw_points(struct funnel_plot *p, struct buf *out);

/* The mark of such a place, and half its height. */
void funnel_draw_mark(const struct funnel_plot *p, struct buf *out, enum funnel_place place,
                      struct svg_point at);
double funnel_half_mark(const struct funnel_plot *p, enum funnel_place place);

/* The names of places beyond the limits. */
void funnel_draw_names(struct funnel_plot *p, struct buf *out);

/* The marks and the lines that occur, and what they mean. */
void funnel_draw_legend(struct funnel_plot *p, struct buf *out);

#endif
