#include "report/chart/ranked.h"

#include <math.h>
#include <stdlib.h>

#include "report/chart/chart_parts.h"
#include "report/chart/ranked_plot.h"

/* The layout, in user units (pixels at 100%). */
enum { between = 20, many = 50, line_room = 16 };

/* 152 rows in two columns of 11.5 fill a sheet of A4 when a page is as wide as its text. */
static const struct ranked_size roomy = {17, 13, 4.6, 240}, dense = {11.5, 10, 2.8, 166},
                                phone = {13.5, 11, 3.2, 184};

double ranked_left(const struct ranked_plot *p, size_t column) {
    return p->sheet->edge + (double)column * (p->width + between);
}

/* --- the axis --------------------------------------------------------------------------------- */

/* The figures or their bounds, the reference, and the limits as far as they do not squash them: by
 * a fifth of what those reach over; further ones end in an arrow. */
struct axis ranked_axis(const struct ranked_data *d) {
    const struct figures *f = &d->figures;
    struct range r = RANGE_EMPTY;
    range_widen(&r, d->part->drawing.reference);
    figures_widen(f, &r);
    if (!(r.low <= r.high))
        r = (struct range){.high = 1};
    const double least = r.low,
                 beyond = r.high > r.low ? (r.high - r.low) / 5 : fabs(r.high) / 2 + 1;
    figures_widen_by_limits(f, (struct range){.low = r.low - beyond, .high = r.high + beyond}, &r);
    if (least >= 0 && r.low < r.high / 2)
        r.low = 0; /* a rate is none below 0; where that is near it is shown */
    if (!(r.high > r.low))
        r.high = r.low + 1;
    return axis_make(r.low, r.high, false);
}

/* --- the layout ------------------------------------------------------------------------------- */

/* The widest name; together with the axis it fills the column. */
static void set_labels(struct ranked_plot *p) {
    const double least_axis = 0.45; /* of a column */
    for (size_t i = 0; i < p->d.n; i++)
        p->label_width = fmax(p->label_width, ceil(ranked_label_width(p, i)) + 1);
    p->label_width = fmin(p->label_width, p->size.most_label);
    p->label_width = fmin(p->label_width, p->width * (1 - least_axis));
}

static void set_size(struct ranked_plot *p, const struct chart_view *v) {
    bool crowded = p->d.n > many, page = v->size == CHART_PAGE;
    p->columns = crowded && page ? 2 : 1;
    p->size = crowded && page ? dense : crowded || v->whole != NULL ? phone : roomy;
}

static void set_columns(struct ranked_plot *p) {
    p->width = p->sheet->width - 2 * p->sheet->edge - (double)(p->columns - 1) * between;
    p->width /= (double)p->columns;
    p->gutter = p->d.count[RANKED_MISSING] > 0 ? 4 * p->size.mark + 4 : 2 * p->size.mark;
    set_labels(p);
    for (size_t k = 0; k < p->columns; k++) {
        struct ruler *r = &p->ruler[k];
        r->axis = p->axis;
        r->from = ranked_left(p, k) + p->label_width + p->gutter;
        double blank = k + 1 < p->columns ? between - 4 : p->sheet->edge;
        double overhang = ruler_overhang(r, type_body.size);
        r->to = ranked_left(p, k) + p->width - fmax(overhang - blank, 2 * p->size.mark);
    }
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* The name of the line, above it where it stands, kept within the column. */
static void draw_reference_name(const struct ranked_plot *p, struct buf *out, size_t column,
                                double y) {
    struct buf text = {0}, line = {0};
    int beyond;
    ranked_put_reference(&p->d, &text);
    if (svg_wrap(&line, text.text, type_small.size, p->width, 1) > 0 && !line.failed) {
        line.text[line.n - 1] = '\0';
        double half = svg_text_width(line.text, type_small.size) / 2;
        double x = ruler_place(&p->ruler[column], p->d.part->drawing.reference, &beyond);
        double left = ranked_left(p, column);
        x = fmax(fmin(x, left + p->width - half), left + half);
        svg_text(out, (struct svg_point){x, y}, SVG_MIDDLE, "font-size=\"12\"", line.text);
    }
    out->failed |= text.failed || line.failed;
    buf_free(&text);
    buf_free(&line);
}

/* Rows side by side in the columns, the first ones in the first; returns how high the first is. */
static double draw_columns(struct ranked_plot *p, struct buf *out, const size_t *row, size_t n,
                           bool verticals) {
    size_t most = n == 0 ? 1 : (n - 1) / p->columns + 1;
    double height = n == 0 ? 0 : (double)most * p->size.row;
    for (size_t k = 0; verticals && k < p->columns; k++)
        ranked_draw_verticals(p, out, k, p->sheet->y, p->sheet->y + height);
    for (size_t i = 0; i < n; i++)
        ranked_draw_row(p, out, row[i], i / most,
                        p->sheet->y + ((double)(i % most) + 0.5) * p->size.row);
    return height;
}

/* The rows with a figure, or those without. */
static size_t list_rows(const struct ranked_plot *p, bool placed, size_t *row) {
    size_t n = 0;
    for (size_t i = 0; i < p->d.n; i++) {
        if (ranked_is_placed(&p->d, i) == placed)
            row[n++] = i;
    }
    return n;
}

static void draw_strip(struct ranked_plot *p, struct buf *out, const size_t *row, size_t n) {
    const double above = 10, below = 4;
    struct buf text = {0};
    if (n == 0)
        return;
    buf_puts(&text, "Not in the order, without a figure (");
    chart_put_size(&text, n);
    buf_puts(&text, ")");
    sheet_small(p->sheet, out, text.text);
    p->sheet->y += above;
    p->sheet->y += draw_columns(p, out, row, n, p->d.count[RANKED_BOUNDED] > 0) + below;
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_rows(struct ranked_plot *p, struct buf *out, size_t *row) {
    const double numbers = 26;
    if (ranked_has_reference(&p->d)) {
        p->sheet->y += line_room;
        for (size_t k = 0; k < p->columns; k++)
            draw_reference_name(p, out, k, p->sheet->y - 5);
    }
    p->sheet->y += draw_columns(p, out, row, list_rows(p, true, row), true);
    for (size_t k = 0; k < p->columns; k++)
        ruler_across(&p->ruler[k], out, p->sheet->y);
    p->sheet->y += numbers;
    draw_strip(p, out, row, list_rows(p, false, row));
}

/* What the axis measures, above the rows. */
static void draw_heading(struct ranked_plot *p, struct buf *out) {
    struct buf text = {0};
    figures_put_heading(&p->d.figures, &text);
    sheet_up_title(p->sheet, out, text.text);
    p->sheet->y += 6;
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw(struct ranked_plot *p, struct buf *out) {
    size_t *row = calloc(p->d.n + 1, sizeof *row);
    if (row == NULL) {
        out->failed = true;
        return;
    }
    sheet_title(p->sheet, out);
    draw_heading(p, out);
    draw_rows(p, out, row);
    if (p->sheet->panel == NULL)
        ranked_draw_legend(p, out);
    sheet_marks(p->sheet, out, p->d.figures.value);
    sheet_sources(p->sheet, out, &p->d.part->table);
    free(row);
}

/* Laid out for all the rows that there are: a panel is like the others. */
static bool lay_out(struct ranked_plot *p, const struct part *all, const struct chart_view *v,
                    struct err *e) {
    if (!ranked_data(all, &p->d, e))
        return false;
    p->axis = ranked_axis(&p->d);
    set_size(p, v);
    set_columns(p);
    return true;
}

static bool picture(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                    struct buf *out, struct err *e) {
    struct ranked_plot p = {.sheet = sheet};
    if (!lay_out(&p, v->whole != NULL ? v->whole : part, v, e) || !ranked_data(part, &p.d, e))
        return false;
    draw(&p, out);
    return true;
}

static bool legend(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                   struct buf *out, struct err *e) {
    struct ranked_plot p = {.sheet = sheet};
    if (!lay_out(&p, part, v, e))
        return false;
    ranked_draw_legend(&p, out);
    return true;
}

static bool words(const struct part *p, struct chart_words *w, struct err *e) {
    struct ranked_data d;
    if (!ranked_data(p, &d, e))
        return false;
    ranked_put_title(&d, &w->title);
    ranked_put_summary(&d, &w->summary);
    ranked_put_reading(&d, &w->reading);
    buf_puts(&w->label_heading, fact_heading(&d.label->field));
    figures_put_heading(&d.figures, &w->number_heading);
    w->value = d.figures.value;
    return true;
}

static bool rows(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct ranked_data d;
    if (!ranked_data(p, &d, e))
        return false;
    for (size_t row = 0; row < d.n; row++) {
        struct buf label = {0}, numbers = {0};
        ranked_put_label(&d, row, &label);
        ranked_put_numbers(&d, row, &numbers);
        chart_take(take, to, &label, &numbers);
    }
    return true;
}

const struct chart ranked_chart = {picture, words, rows, legend, 2};
