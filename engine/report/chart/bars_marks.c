#include <math.h>

#include "report/chart/bars_plot.h"
#include "report/chart/chart_parts.h"
#include "report/chart/hatch.h"

static const struct type type_figure = {13, 16, 1, 1, 0.5, "font-size=\"13\""};
static const struct type type_name = {12, 16,  1.12,
                                      1,  0.5, "font-size=\"12\" font-weight=\"bold\""};
enum { away = 6, half_cap = 4, half_mark = 5 }; /* of the figure from its bar, ... */
#define CASING "stroke=\"#fff\" stroke-width=\"3.5\""
#define WHISKER "stroke=\"" SVG_INK "\" stroke-width=\"1.5\""

static double x_of(const struct bars_plot *p, double value, int *beyond) {
    return ruler_place(&p->ruler, value, beyond);
}

double bars_figures_width(const struct bars_data *d) {
    double widest = 0;
    for (size_t row = 0; row < d->figures.value->n; row++) {
        struct buf text = {0};
        if (!chart_known(d->figures.value, row))
            continue;
        format_cell(&text, d->figures.value_format, d->figures.value, row);
        widest = fmax(widest, svg_text_width(text.text, type_figure.size));
        buf_free(&text);
    }
    return ceil(widest);
}

/* To the right of the bar and its limits, or of the axis where there is no place for it. */
static double end_of(const struct bars_plot *p, size_t row) {
    double lo, hi;
    int beyond;
    column_bounds(p->d.figures.value, row, &lo, &hi);
    if (bars_has_no_place(&p->d, row))
        return p->ruler.from;
    double end = fmax(x_of(p, hi, &beyond), x_of(p, 0, &beyond));
    return figures_have_limits(&p->d.figures, row)
               ? fmax(end, x_of(p, p->d.figures.upper->value[row], &beyond))
               : end;
}

/* What stands beside a bar, as far as it has room: the figure, else its symbol, else nothing. */
static void put_figure(const struct bars_plot *p, size_t row, struct buf *out) {
    double room = p->sheet->width - p->sheet->edge - end_of(p, row) - away;
    format_cell(out, p->d.figures.value_format, p->d.figures.value, row);
    if (out->n == 0 || svg_text_width(out->text, type_figure.size) <= room)
        return;
    buf_free(out);
    buf_puts(out, mark_symbol(format_mark(p->d.figures.value, row)));
}

static void draw_figure(const struct bars_plot *p, struct buf *out, size_t row, double y) {
    struct buf text = {0};
    put_figure(p, row, &text);
    if (text.n > 0)
        svg_text(out, (struct svg_point){end_of(p, row) + away, y + 4.5}, SVG_START,
                 type_figure.attributes, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

/* Where the name of a series stands behind the figure of its first bar; its baseline at height y.
 */
static double name_place(const struct bars_plot *p, size_t series) {
    struct buf text = {0};
    size_t row = crossed_row(&p->d.rows, 0, series);
    if (row == CROSSED_NONE)
        return INFINITY;
    put_figure(p, row, &text);
    double x = end_of(p, row) + away + 2 * away;
    x += text.n > 0 ? svg_text_width(text.text, type_figure.size) : 0;
    buf_free(&text);
    return x;
}

bool bars_can_be_named(const struct bars_plot *p) {
    for (size_t k = 0; p->d.rows.n_by > 0 && k < p->d.rows.n_series; k++) {
        double width = svg_text_width(p->d.rows.name[k], type_name.size) * type_name.boldness;
        if (name_place(p, k) + width > p->sheet->width - p->sheet->edge)
            return false;
    }
    return true;
}

void bars_draw_name(const struct bars_plot *p, struct buf *out, size_t series, double y) {
    svg_text(out, (struct svg_point){name_place(p, series), y + 4.5}, SVG_START,
             type_name.attributes, p->d.rows.name[series]);
}

/* A head that points to the right (1) or to the left (-1): it goes on. */
static void draw_arrow(struct buf *out, double x, double y, int direction) {
    struct svg_point head[] = {{x + 3 * direction, y},
                               {x - 5 * direction, y - half_cap},
                               {x - 5 * direction, y + half_cap}};
    svg_polygon(out, head, 3, "fill=\"" SVG_INK "\"");
}

static void draw_cap(struct buf *out, double x, double y, int beyond) {
    struct svg_point top = {x, y - half_cap}, bottom = {x, y + half_cap};
    if (beyond != 0)
        draw_arrow(out, x, y, beyond);
    else
        svg_line(out, top, bottom, WHISKER);
}

/* From limit to limit, on a white line so that it is seen on the bar too. */
static void draw_whisker(const struct bars_plot *p, struct buf *out, size_t row, double y) {
    int before, after;
    double from = x_of(p, p->d.figures.lower->value[row], &before);
    double to = x_of(p, p->d.figures.upper->value[row], &after);
    svg_line(out, (struct svg_point){from, y}, (struct svg_point){to, y}, CASING);
    svg_line(out, (struct svg_point){from, y}, (struct svg_point){to, y}, WHISKER);
    draw_cap(out, from, y, before);
    draw_cap(out, to, y, after);
}

/* A bar between two values. */
static void draw_bar(const struct bars_plot *p, struct buf *out, double from, double to,
                     size_t series, double y, bool hollow) {
    int beyond;
    double x1 = x_of(p, from, &beyond), x2 = x_of(p, to, &beyond), least = hollow ? 2 : 0;
    hatch_rect(out, (struct svg_point){fmin(x1, x2), y - p->thickness / 2},
               fmax(fabs(x2 - x1), least), p->thickness, p->id_prefix, series, hollow);
}

static void draw_known(const struct bars_plot *p, struct buf *out, size_t row, size_t series,
                       double y) {
    draw_bar(p, out, 0, p->d.figures.value->value[row], series, y, false);
    if (figures_have_limits(&p->d.figures, row))
        draw_whisker(p, out, row, y);
}

/* Over the bounds, with an arrow where there is none. */
static void draw_bounds(const struct bars_plot *p, struct buf *out, size_t row, size_t series,
                        double y) {
    double lo, hi;
    column_bounds(p->d.figures.value, row, &lo, &hi);
    draw_bar(p, out, lo, hi, series, y, true);
    if (isinf(hi))
        draw_arrow(out, p->ruler.to, y, 1);
    if (isinf(lo))
        draw_arrow(out, p->ruler.from, y, -1);
}

/* Hollow: over the bounds; a square before the axis where there are none. */
static void draw_hidden(const struct bars_plot *p, struct buf *out, size_t row, size_t series,
                        double y) {
    struct svg_point corner = {p->ruler.from - bars_gutter, y - half_mark};
    if (bars_has_no_place(&p->d, row))
        hatch_rect(out, corner, 2 * half_mark, 2 * half_mark, p->id_prefix, series, true);
    else
        draw_bounds(p, out, row, series, y);
}

static void draw_missing(const struct bars_plot *p, struct buf *out, double y) {
    svg_text(out, (struct svg_point){p->ruler.from + away, y + 4}, SVG_START, type_small.attributes,
             "no row");
}

void bars_draw(const struct bars_plot *p, struct buf *out, size_t category, size_t series,
               double y) {
    size_t row = crossed_row(&p->d.rows, category, series);
    struct buf tooltip = {0};
    if (row == CROSSED_NONE) {
        draw_missing(p, out, y);
        return;
    }
    sheet_put_panel(p->sheet, &tooltip);
    crossed_put_label(&p->d.rows, category, series, &tooltip);
    buf_puts(&tooltip, ": ");
    figures_put(&p->d.figures, row, &tooltip);
    svg_group_open(out, tooltip.text);
    if (chart_known(p->d.figures.value, row))
        draw_known(p, out, row, series, y);
    else
        draw_hidden(p, out, row, series, y);
    draw_figure(p, out, row, y);
    svg_group_close(out);
    out->failed |= tooltip.failed;
    buf_free(&tooltip);
}
