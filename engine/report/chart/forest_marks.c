#include "report/chart/chart_parts.h"
#include "report/chart/forest_plot.h"
#include "report/chart/range.h"

#include <math.h>

enum { half_mark = 5, half_diamond = 7 }; /* half the side of a square; half a diamond */

/* The part of the scale that holds the reference (without one: 1 or 0), every estimate or its
 * bounds, and the limits as far as they do not squash the estimates: a limit more than four times
 * (on a linear axis: the width of all estimates) beyond them ends in an arrow. */
struct axis forest_axis(const struct forest_data *d) {
    const struct drawing *f = &d->part->drawing;
    double base = !isnan(f->reference) ? f->reference : f->logarithmic ? 1 : 0;
    bool logarithmic = f->logarithmic && base > 0;
    struct range r = {base, base, logarithmic};
    for (size_t i = 0; i < d->n; i++)
        range_widen_by_cell(&r, d->value, i);
    const double reach = 4;
    double spread = fmax(r.high - r.low, fabs(base) + 1);
    double least = logarithmic ? r.low / reach : r.low - spread;
    double most = logarithmic ? r.high * reach : r.high + spread;
    for (size_t i = 0; i < d->n; i++) {
        double lower = chart_limit(d->lower, i), upper = chart_limit(d->upper, i);
        if (!isnan(lower))
            r.low = fmin(r.low, fmax(lower, least));
        if (!isnan(upper))
            r.high = fmax(r.high, fmin(upper, most));
    }
    return r.high > r.low ? axis_make(r.low, r.high, logarithmic)
                          : axis_make(least, most, logarithmic);
}

void forest_draw_verticals(const struct plot *p, struct buf *out, double y, double end) {
    int beyond;
    ruler_grid_across(&p->ruler, out, y, end);
    if (isnan(p->d.part->drawing.reference))
        return;
    double x = ruler_place(&p->ruler, p->d.part->drawing.reference, &beyond);
    svg_line(out, (struct svg_point){x, y}, (struct svg_point){x, end},
             "stroke=\"" SVG_GREY "\" stroke-width=\"1.5\" stroke-dasharray=\"5 4\"");
}

static void draw_arrow(const struct plot *p, struct buf *out, int beyond, double y) {
    ruler_arrow(&p->ruler, out, beyond, y, 5, "fill=\"" SVG_BLUE "\"");
}

static void draw_limits(const struct plot *p, struct buf *out, size_t row, double y) {
    double lower = chart_limit(p->d.lower, row), upper = chart_limit(p->d.upper, row);
    double value = p->d.value->value[row];
    if (isnan(lower) && isnan(upper))
        return;
    int before, after;
    double x1 = ruler_place(&p->ruler, isnan(lower) ? value : lower, &before);
    double x2 = ruler_place(&p->ruler, isnan(upper) ? value : upper, &after);
    svg_line(out, (struct svg_point){x1, y}, (struct svg_point){x2, y},
             "stroke=\"" SVG_BLUE "\" stroke-width=\"2\"");
    if (before != 0)
        draw_arrow(p, out, before, y);
    if (after != 0)
        draw_arrow(p, out, after, y);
}

static void draw_estimate(const struct plot *p, struct buf *out, size_t row, double y) {
    int beyond;
    double x = ruler_place(&p->ruler, p->d.value->value[row], &beyond);
    if (forest_is_reference(&p->d, row))
        chart_diamond(out, (struct svg_point){x, y}, half_diamond, "fill=\"" SVG_BLUE "\"");
    else if (beyond != 0)
        draw_arrow(p, out, beyond, y);
    else
        chart_square(out, (struct svg_point){x, y}, half_mark, "fill=\"" SVG_BLUE "\"");
}

/* Hollow: a bar over the bounds, with an arrow where they go beyond the axis; a square beside the
 * axis where there are none. */
static void draw_missing(const struct plot *p, struct buf *out, size_t row, double y) {
    const char *hollow = "fill=\"#fff\" stroke=\"" SVG_BLUE "\" stroke-width=\"1.5\"";
    double lo, hi;
    column_bounds(p->d.value, row, &lo, &hi);
    if (isnan(lo) || isnan(hi)) {
        double x = p->ruler.from - forest_gutter + half_mark;
        chart_square(out, (struct svg_point){x, y}, half_mark, hollow);
        return;
    }
    int before, after;
    double x1 = ruler_place(&p->ruler, lo, &before), x2 = ruler_place(&p->ruler, hi, &after);
    svg_rect(out, (struct svg_point){x1, y - half_mark}, fmax(x2 - x1, 2), 2 * half_mark, hollow);
    if (before != 0)
        draw_arrow(p, out, before, y);
    if (after > 0)
        draw_arrow(p, out, after, y);
}

void forest_draw_marks(const struct plot *p, struct buf *out, size_t row, double y) {
    if (format_mark(p->d.value, row) != MARK_OK) {
        draw_missing(p, out, row, y);
        return;
    }
    draw_limits(p, out, row, y);
    draw_estimate(p, out, row, y);
}
