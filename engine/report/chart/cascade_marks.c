#include <math.h>

#include "report/chart/cascade_plot.h"
#include "report/chart/chart_parts.h"

static const double half_bar = 4.5, half_arrow = 4.5;

/* Around 1: every figure or its bounds, and the limits as far as they do not squash them; those
 * more than twice as far out end in an arrow. Both panes have one scale. */
struct axis cascade_axis(const struct cascade_data *d) {
    const double reach = 2;
    struct range r = {1, 1, .logarithmic = true};
    for (size_t k = 0; k < d->panes; k++)
        figures_widen(&d->pane[k], &r);
    const struct range most = {r.low / reach, r.high * reach, .logarithmic = true};
    for (size_t k = 0; k < d->panes; k++)
        figures_widen_by_limits(&d->pane[k], most, &r);
    if (!(r.high > r.low))
        r = most;
    return axis_make(r.low, r.high, true);
}

static void draw_interval(const struct cascade_pane *pane, const struct figures *f, struct buf *out,
                          size_t row, size_t k, double y) {
    struct pen pen = pen_of(k);
    if (!figures_have_limits(f, row))
        return;
    int before, after;
    double x1 = ruler_place(&pane->ruler, f->lower->value[row], &before);
    double x2 = ruler_place(&pane->ruler, f->upper->value[row], &after);
    svg_line(out, (struct svg_point){x1, y}, (struct svg_point){x2, y}, pen.whisker);
    if (before != 0)
        ruler_arrow(&pane->ruler, out, before, y, half_arrow, pen.solid);
    if (after != 0)
        ruler_arrow(&pane->ruler, out, after, y, half_arrow, pen.solid);
}

static void draw_bar(const struct cascade_pane *pane, const struct figures *f, struct buf *out,
                     size_t row, size_t k, double y) {
    struct pen pen = pen_of(k);
    int before, after;
    double lo, hi;
    column_bounds(f->value, row, &lo, &hi);
    double x1 = ruler_place(&pane->ruler, lo, &before);
    double x2 = ruler_place(&pane->ruler, hi, &after);
    svg_rect(out, (struct svg_point){x1, y - half_bar}, fmax(x2 - x1, 2), 2 * half_bar, pen.hollow);
    if (before != 0)
        ruler_arrow(&pane->ruler, out, before, y, half_arrow, pen.hollow);
    if (after > 0)
        ruler_arrow(&pane->ruler, out, after, y, half_arrow, pen.hollow);
}

/* The figure as text, beside the axis: with its limits where there is one pane only. */
static void draw_number(const struct cascade_plot *p, const struct cascade_pane *pane,
                        struct buf *out, size_t row, double y) {
    const struct figures *f = &p->d.pane[pane->number];
    struct buf text = {0};
    if (format_mark(f->value, row) != MARK_OK)
        buf_puts(&text, mark_symbol(format_mark(f->value, row)));
    else if (p->d.panes == 1 && !p->narrow)
        figures_put(f, row, &text);
    else
        format_cell(&text, f->value_format, f->value, row);
    svg_text(out, (struct svg_point){pane->numbers, y + 4.3}, SVG_START, "font-size=\"12\"",
             text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

bool cascade_place(const struct cascade_plot *p, const struct cascade_pane *pane, size_t row,
                   double *x) {
    const struct column *value = p->d.pane[pane->number].value;
    int beyond;
    if (!chart_known(value, row))
        return false;
    *x = ruler_place(&pane->ruler, value->value[row], &beyond);
    return beyond == 0;
}

void cascade_draw_figure(const struct cascade_plot *p, struct buf *out,
                         const struct cascade_pane *pane, size_t row, size_t k, double y) {
    const double outside = 9; /* of the axis */
    const struct figures *f = &p->d.pane[pane->number];
    double x;
    draw_number(p, pane, out, row, y);
    draw_interval(pane, f, out, row, k, y);
    if (cascade_place(p, pane, row, &x))
        pen_mark(out, k, (struct svg_point){x, y}, false);
    else if (chart_known(f->value, row))
        ruler_arrow(&pane->ruler, out, f->value->value[row] < 1 ? -1 : 1, y, half_arrow,
                    pen_of(k).solid);
    else if (chart_bounded(f->value, row))
        draw_bar(pane, f, out, row, k, y);
    else
        pen_mark(out, k, (struct svg_point){pane->ruler.from - outside, y}, true);
}

void cascade_draw_verticals(const struct cascade_pane *pane, struct buf *out, double y,
                            double end) {
    int beyond;
    ruler_grid_across(&pane->ruler, out, y, end);
    double x = ruler_place(&pane->ruler, 1, &beyond);
    svg_line(out, (struct svg_point){x, y}, (struct svg_point){x, end},
             "stroke=\"" SVG_INK "\" stroke-width=\"1.4\" stroke-dasharray=\"5 4\"");
}
