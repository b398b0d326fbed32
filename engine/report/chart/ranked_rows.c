#include <math.h>
#include <stdio.h>

#include "report/chart/chart_parts.h"
#include "report/chart/legend.h"
#include "report/chart/ranked_plot.h"

#define ALIKE "#767676" /* 4.5:1 on white */
#define HOLLOW "fill=\"#fff\" stroke=\"" SVG_INK "\" stroke-width=\"1.2\""
#define REFERENCE "stroke=\"" SVG_INK "\" stroke-width=\"1.4\" stroke-dasharray=\"5 4\""
#define BAND "fill=\"#e9e9e9\""

static const double bold = 1.12; /* times as wide */

/* How the rows of a side are drawn. */
static const struct style {
    const char *fill, *line;
} styles[RANKED_SIDES] = {
    [RANKED_ABOVE] = {"fill=\"" SVG_VERMILION "\"", "stroke=\"" SVG_VERMILION "\""},
    [RANKED_ALIKE] = {"fill=\"" ALIKE "\"", "stroke=\"" ALIKE "\""},
    [RANKED_BELOW] = {"fill=\"" SVG_BLUE "\"", "stroke=\"" SVG_BLUE "\""},
    [RANKED_UNJUDGED] = {"fill=\"" SVG_INK "\"", "stroke=\"" SVG_INK "\""},
    [RANKED_BOUNDED] = {HOLLOW, HOLLOW},
    [RANKED_MISSING] = {HOLLOW, HOLLOW},
};

static void draw_mark(const struct ranked_plot *p, struct buf *out, enum ranked_side side,
                      struct svg_point at) {
    double half = p->size.mark;
    const char *fill = styles[side].fill;
    switch (side) {
    case RANKED_ABOVE:
    case RANKED_BELOW:
        chart_triangle(out, at, half * 1.15, side == RANKED_ABOVE, fill);
        break;
    case RANKED_UNJUDGED:
        chart_diamond(out, at, half * 1.15, fill);
        break;
    case RANKED_BOUNDED:
        svg_rect(out, (struct svg_point){at.x - 3 * half, at.y - half * 0.8}, 6 * half, half * 1.6,
                 fill);
        break;
    default:
        svg_circle(out, at, half * 0.9, fill);
        break;
    }
}

static void draw_interval(const struct ranked_plot *p, struct buf *out, size_t row,
                          const struct ruler *r, double y) {
    const struct figures *f = &p->d.figures;
    const char *line = styles[ranked_side(&p->d, row)].line;
    if (!figures_have_limits(f, row))
        return;
    int before, after;
    double x1 = ruler_place(r, f->lower->value[row], &before);
    double x2 = ruler_place(r, f->upper->value[row], &after);
    svg_line(out, (struct svg_point){x1, y}, (struct svg_point){x2, y}, line);
    for (int end = 0; end < 2; end++) {
        if ((end == 0 ? before : after) != 0)
            ruler_arrow(r, out, end == 0 ? before : after, y, p->size.mark * 0.8,
                        styles[ranked_side(&p->d, row)].fill);
    }
}

/* Over the bounds of what is hidden. */
static void draw_bar(const struct ranked_plot *p, struct buf *out, size_t row,
                     const struct ruler *r, double y) {
    double lo, hi, half = p->size.mark * 0.8;
    int before, after;
    column_bounds(p->d.figures.value, row, &lo, &hi);
    double x1 = ruler_place(r, lo, &before), x2 = ruler_place(r, hi, &after);
    svg_rect(out, (struct svg_point){x1, y - half}, fmax(x2 - x1, 2), 2 * half, HOLLOW);
    if (before != 0)
        ruler_arrow(r, out, before, y, half, HOLLOW);
    if (after > 0)
        ruler_arrow(r, out, after, y, half, HOLLOW);
}

static void draw_figure(const struct ranked_plot *p, struct buf *out, size_t row,
                        const struct ruler *r, double y) {
    enum ranked_side side = ranked_side(&p->d, row);
    int beyond;
    if (side == RANKED_BOUNDED) {
        draw_bar(p, out, row, r, y);
    } else if (side == RANKED_MISSING) {
        draw_mark(p, out, side, (struct svg_point){r->from - p->gutter / 2, y});
    } else {
        draw_interval(p, out, row, r, y);
        double x = ruler_place(r, p->d.figures.value->value[row], &beyond);
        draw_mark(p, out, side, (struct svg_point){x, y});
    }
}

/* What stands behind a name: the figure of a row that stands out, and of one without a figure the
 * symbol that says why. */
static void put_behind(const struct ranked_plot *p, size_t row, struct buf *out) {
    const struct figures *f = &p->d.figures;
    if (!ranked_is_placed(&p->d, row)) {
        buf_addf(out, " %s", mark_symbol(format_mark(f->value, row)));
    } else if (ranked_is_highlighted(&p->d, row)) {
        buf_puts(out, " ");
        format_cell(out, f->value_format, f->value, row);
    }
}

/* The name with what stands behind it; cut, so that both are no wider than 'room'. */
static void put_name(const struct ranked_plot *p, size_t row, double room, struct buf *out) {
    struct buf name = {0}, behind = {0}, line = {0};
    double stretch = ranked_is_highlighted(&p->d, row) ? bold : 1;
    ranked_put_label(&p->d, row, &name);
    put_behind(p, row, &behind);
    room = room / stretch - svg_text_width(behind.text, p->size.type);
    if (svg_wrap(&line, name.text, p->size.type, room, 1) > 0 && !line.failed)
        buf_add(out, line.text, line.n - 1); /* without the line end */
    buf_add(out, behind.text, behind.n);
    out->failed |= name.failed || behind.failed || line.failed;
    buf_free(&name);
    buf_free(&behind);
    buf_free(&line);
}

double ranked_label_width(const struct ranked_plot *p, size_t row) {
    struct buf name = {0};
    put_name(p, row, p->size.most_label, &name);
    double width = svg_text_width(name.text, p->size.type);
    buf_free(&name);
    return ranked_is_highlighted(&p->d, row) ? width * bold : width;
}

static void draw_name(const struct ranked_plot *p, struct buf *out, size_t row, double right,
                      double y) {
    const double drop = 0.36; /* from the middle of a small letter to its foot */
    char attributes[60];
    struct buf name = {0};
    put_name(p, row, p->label_width, &name);
    snprintf(attributes, sizeof attributes, "font-size=\"%d\"%s", p->size.type,
             ranked_is_highlighted(&p->d, row) ? " font-weight=\"bold\"" : "");
    if (name.n > 0)
        svg_text(out, (struct svg_point){right, y + p->size.type * drop}, SVG_END, attributes,
                 name.text);
    out->failed |= name.failed;
    buf_free(&name);
}

void ranked_draw_row(const struct ranked_plot *p, struct buf *out, size_t row, size_t column,
                     double y) {
    double left = ranked_left(p, column);
    struct buf tooltip = {0};
    sheet_put_panel(p->sheet, &tooltip);
    ranked_put_tooltip(&p->d, row, &tooltip);
    svg_group_open(out, tooltip.text);
    if (ranked_is_highlighted(&p->d, row))
        svg_rect(out, (struct svg_point){left, y - p->size.row / 2}, p->width, p->size.row, BAND);
    draw_name(p, out, row, left + p->label_width, y);
    draw_figure(p, out, row, &p->ruler[column], y);
    svg_group_close(out);
    out->failed |= tooltip.failed;
    buf_free(&tooltip);
}

void ranked_draw_verticals(const struct ranked_plot *p, struct buf *out, size_t column, double y,
                           double end) {
    const struct ruler *r = &p->ruler[column];
    int beyond;
    ruler_grid_across(r, out, y, end);
    if (!ranked_has_reference(&p->d))
        return;
    double x = ruler_place(r, p->d.part->drawing.reference, &beyond);
    svg_line(out, (struct svg_point){x, y}, (struct svg_point){x, end}, REFERENCE);
}

/* --- the legend ------------------------------------------------------------------------------- */

static void put_side(const struct ranked_plot *p, struct legend *l, enum ranked_side side) {
    struct buf text = {0};
    if (p->d.count[side] == 0 || (side == RANKED_UNJUDGED && !ranked_has_reference(&p->d)))
        return;
    ranked_put_side(&p->d, side, &text);
    buf_addf(&text, " (%zu)", p->d.count[side]);
    struct svg_point at = legend_middle(legend_entry(l, text.text));
    if (side < RANKED_UNJUDGED)
        svg_line(l->out, (struct svg_point){at.x - 12, at.y}, (struct svg_point){at.x + 12, at.y},
                 styles[side].line);
    draw_mark(p, l->out, side, at);
    l->out->failed |= text.failed;
    buf_free(&text);
}

static void put_reference(const struct ranked_plot *p, struct legend *l) {
    struct buf text = {0};
    if (!ranked_has_reference(&p->d))
        return;
    ranked_put_reference(&p->d, &text);
    struct svg_point from = legend_entry(l, text.text);
    svg_line(l->out, from, (struct svg_point){from.x + legend_sample, from.y}, REFERENCE);
    l->out->failed |= text.failed;
    buf_free(&text);
}

void ranked_draw_legend(const struct ranked_plot *p, struct buf *out) {
    struct legend l = legend_begin(p->sheet, out);
    for (int side = 0; side < RANKED_MISSING; side++) /* the strip says what that is */
        put_side(p, &l, (enum ranked_side)side);
    put_reference(p, &l);
    legend_end(&l);
}
