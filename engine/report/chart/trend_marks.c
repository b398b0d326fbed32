#include <math.h>

#include "report/chart/chart_parts.h"
#include "report/chart/pens.h"
#include "report/chart/trend_plot.h"

static const double half_bar = 4;

static double height_of(const struct trend_plot *p, double x) {
    int beyond;
    return ruler_place(&p->up, x, &beyond);
}

/* Figures that stand alone stand beside those of other series, not upon them. */
static double across_of(const struct trend_plot *p, size_t i) {
    const struct trend_point *at = &p->d.point[i];
    double beside = (double)at->series - (double)(p->d.n_series - 1) / 2;
    bool alone = trend_alone(&p->d, i) && !trend_in_strip(&p->d, i);
    double step = trend_x(p, p->d.first + 1) - trend_x(p, p->d.first);
    double apart = step > 0 ? fmin(2 * half_bar + 1, step / TREND_MOST_SERIES) : 2 * half_bar + 1;
    return trend_x(p, at->year) + (alone ? beside * apart : 0);
}

struct svg_point trend_place(const struct trend_plot *p, size_t i) {
    const struct trend_point *at = &p->d.point[i];
    double x = across_of(p, i);
    if (!chart_known(p->d.figures.value, at->row))
        return (struct svg_point){x, p->strip[at->series]};
    return (struct svg_point){x, height_of(p, p->d.figures.value->value[at->row])};
}

static struct svg_point limit_place(const struct trend_plot *p, const struct column *c, size_t i) {
    return (struct svg_point){across_of(p, i), height_of(p, c->value[p->d.point[i].row])};
}

/* Points from..to are joined and have limits: one band around them. */
static void draw_band(const struct trend_plot *p, struct buf *out, size_t from, size_t to,
                      const struct pen *pen) {
    svg_polyline_open(out, limit_place(p, p->d.figures.upper, from));
    for (size_t i = from + 1; i <= to; i++)
        svg_polyline_add(out, limit_place(p, p->d.figures.upper, i));
    for (size_t i = to + 1; i > from; i--)
        svg_polyline_add(out, limit_place(p, p->d.figures.lower, i - 1));
    svg_polyline_fill(out, pen->band);
}

/* The stretches of a series in which each point is joined to the next and has limits. */
static void draw_bands(const struct trend_plot *p, struct buf *out, size_t from, size_t end,
                       const struct pen *pen) {
    for (size_t i = from; i < end; i++) {
        size_t to = i;
        while (trend_has_limits(&p->d, to) && trend_joined(&p->d, to) &&
               trend_has_limits(&p->d, to + 1))
            to++;
        if (to > i)
            draw_band(p, out, i, to, pen);
        i = to;
    }
}

static void draw_lines(const struct trend_plot *p, struct buf *out, size_t from, size_t end,
                       const struct pen *pen) {
    for (size_t i = from; i < end; i++) {
        if (!trend_joined(&p->d, i))
            continue;
        svg_polyline_open(out, trend_place(p, i));
        for (; trend_joined(&p->d, i); i++)
            svg_polyline_add(out, trend_place(p, i + 1));
        svg_polyline_close(out, pen->line);
    }
}

/* The limits of a point that no band goes through. */
static void draw_whisker(const struct trend_plot *p, struct buf *out, size_t i) {
    const double half = 4;
    bool before = i > 0 && trend_joined(&p->d, i - 1) && trend_has_limits(&p->d, i - 1);
    bool after = trend_joined(&p->d, i) && trend_has_limits(&p->d, i + 1);
    if (!trend_has_limits(&p->d, i) || before || after)
        return;
    struct svg_point end[] = {limit_place(p, p->d.figures.lower, i),
                              limit_place(p, p->d.figures.upper, i)};
    struct pen pen = pen_of(p->d.point[i].series);
    svg_line(out, end[0], end[1], pen.whisker);
    for (size_t k = 0; k < 2; k++)
        svg_line(out, (struct svg_point){end[k].x - half, end[k].y},
                 (struct svg_point){end[k].x + half, end[k].y}, pen.whisker);
}

/* Over the bounds of a hidden figure; an arrow where there is none. */
static void draw_bar(const struct trend_plot *p, struct buf *out, size_t i, const struct pen *pen) {
    const struct trend_point *at = &p->d.point[i];
    double lo, hi;
    column_bounds(p->d.figures.value, at->row, &lo, &hi);
    double x = across_of(p, i), top = height_of(p, hi), bottom = height_of(p, lo);
    svg_rect(out, (struct svg_point){x - half_bar, top}, 2 * half_bar, fmax(bottom - top, 2),
             pen->hollow);
    if (isinf(hi))
        chart_triangle(out, (struct svg_point){x, top}, pen_half, true, pen->solid);
    if (isinf(lo))
        chart_triangle(out, (struct svg_point){x, bottom}, pen_half, false, pen->solid);
}

static void draw_point(const struct trend_plot *p, struct buf *out, size_t i,
                       const struct pen *pen) {
    const struct trend_point *at = &p->d.point[i];
    struct buf tooltip = {0};
    sheet_put_panel(p->sheet, &tooltip);
    trend_put_label(&p->d, i, &tooltip);
    buf_puts(&tooltip, ": ");
    trend_put_numbers(&p->d, i, &tooltip);
    svg_group_open(out, tooltip.text);
    draw_whisker(p, out, i);
    if (chart_bounded(p->d.figures.value, at->row))
        draw_bar(p, out, i, pen);
    else
        pen_mark(out, at->series, trend_place(p, i), !chart_known(p->d.figures.value, at->row));
    svg_group_close(out);
    out->failed |= tooltip.failed;
    buf_free(&tooltip);
}

void trend_draw_series(const struct trend_plot *p, struct buf *out, size_t series) {
    struct pen pen = pen_of(series);
    size_t from = p->d.start[series], end = p->d.start[series + 1];
    draw_bands(p, out, from, end, &pen);
    draw_lines(p, out, from, end, &pen);
    for (size_t i = from; i < end; i++)
        draw_point(p, out, i, &pen);
}

bool trend_needs_strip(const struct trend_data *d, size_t series) {
    for (size_t i = d->start[series]; i < d->start[series + 1]; i++) {
        if (trend_in_strip(d, i))
            return true;
    }
    return false;
}
