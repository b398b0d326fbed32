#include "report/chart/trend.h"

#include <math.h>

#include "report/chart/chart_parts.h"
#include "report/chart/trend_plot.h"

/* The layout, in user units (pixels at 100%). */
enum {
    wide_height = 340,
    phone_height = 260,
    panel_height = 130,
    most_name = 180, /* names wider than this are broken */
    most_phone_name = 84,
    strip = 15 /* height of the marks under the axis, for each series with some */
};

static void set_strips(struct trend_plot *p) {
    p->bottom = p->up.from;
    for (size_t k = 0; k < p->d.n_series; k++) {
        p->strip[k] = p->bottom + strip / 2.0 + 1;
        p->bottom += trend_needs_strip(&p->d, k) ? strip : 0;
    }
    p->bottom += p->bottom > p->up.from ? 3 : 0;
}

static void set_rulers(struct trend_plot *p) {
    const double tick = 12, above = 12, numbers = 14;
    p->up.to = p->sheet->y + above + (p->d.n_breaks > 0 ? numbers : 0);
    p->up.from = p->up.to + p->height;
    p->left = p->sheet->edge + ruler_width(&p->up, type_body.size) + tick;
    p->label_width = trend_names_width(p, p->narrow ? most_phone_name : most_name);
    p->right = p->sheet->width - p->sheet->edge - p->label_width;
    p->inset = fmax(p->narrow ? 10 : 18, trend_years_width(p) / 2 - p->label_width);
    set_strips(p);
    p->sheet->y = p->bottom;
}

static void draw_up_title(struct trend_plot *p, struct buf *out) {
    struct buf text = {0};
    chart_put_heading(p->d.figures.value, &text);
    sheet_up_title(p->sheet, out, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_across_title(struct trend_plot *p, struct buf *out) {
    struct buf text = {0};
    chart_put_heading(p->d.by, &text);
    sheet_across_title(p->sheet, out, p->left, p->right, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_area(const struct trend_plot *p, struct buf *out) {
    ruler_grid_up(&p->up, out, p->left, p->right);
    trend_draw_breaks(p, out);
    for (size_t k = p->d.n_series; k > 0; k--) /* the first on top */
        trend_draw_series(p, out, k - 1);
    ruler_up(&p->up, out, p->left);
    trend_draw_years(p, out);
    trend_draw_names(p, out);
}

static void draw_breaks(struct trend_plot *p, struct buf *out) {
    for (size_t i = 0; i < p->d.n_breaks; i++) {
        struct buf text = {0};
        buf_addf(&text, "%zu: ", p->d.at_break[i].number);
        trend_put_break(&p->d.at_break[i], &text);
        buf_puts(&text, ".");
        sheet_small(p->sheet, out, text.text);
        out->failed |= text.failed;
        buf_free(&text);
    }
}

static void draw_gaps(struct trend_plot *p, struct buf *out) {
    for (size_t k = 0; k < p->d.n_series; k++) {
        struct buf text = {0};
        trend_put_gaps(&p->d, k, &text);
        if (text.n > 0) {
            buf_puts(&text, ": the line is not joined.");
            sheet_small(p->sheet, out, text.text);
        }
        out->failed |= text.failed;
        buf_free(&text);
    }
}

/* What hollow bars and hollow marks are, where there are some. */
static void draw_hollow(struct trend_plot *p, struct buf *out) {
    bool bars = false, arrows = false, marks = false;
    for (size_t i = 0; i < p->d.n; i++) {
        bars |= chart_bounded(p->d.figures.value, p->d.point[i].row);
        arrows |= chart_open_ended(p->d.figures.value, p->d.point[i].row);
        marks |= trend_in_strip(&p->d, i);
    }
    if (bars)
        sheet_small(p->sheet, out, "Hollow bar: the figure is hidden and lies within the bar.");
    if (arrows)
        sheet_small(p->sheet, out, "Arrow: how far the bar goes is not known.");
    if (marks)
        sheet_small(p->sheet, out, "Hollow mark below 0: there is no figure, nor bounds for it.");
}

static void draw(struct trend_plot *p, struct buf *out) {
    sheet_title(p->sheet, out);
    draw_up_title(p, out);
    set_rulers(p);
    draw_area(p, out);
    draw_across_title(p, out);
    draw_breaks(p, out);
    draw_gaps(p, out);
    draw_hollow(p, out);
    sheet_marks(p->sheet, out, p->d.figures.value);
    sheet_sources(p->sheet, out, &p->d.part->table);
}

/* A panel's axis is that of the whole. */
static bool set_axis(struct trend_plot *p, const struct part *whole, struct err *e) {
    struct figures all = p->d.figures;
    bool found = whole == NULL || figures_find(whole, &all, e);
    if (found)
        p->up.axis = figures_axis(&all);
    return found;
}

static bool picture(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                    struct buf *out, struct err *e) {
    struct trend_plot p = {.sheet = sheet, .narrow = v->size != CHART_PAGE};
    p.height = sheet_area(sheet, v->whole != NULL ? panel_height
                                 : p.narrow       ? phone_height
                                                  : wide_height);
    bool done = trend_data(part, v->whole, &p.d, e) && set_axis(&p, v->whole, e);
    if (done)
        draw(&p, out);
    trend_free(&p.d);
    return done;
}

static void put_words(const struct trend_data *d, struct chart_words *w) {
    trend_put_title(d, &w->title);
    trend_put_summary(d, &w->summary);
    trend_put_reading(d, &w->reading);
    if (d->series != NULL)
        buf_addf(&w->label_heading, "%s, ", fact_heading(&d->series->field));
    buf_puts(&w->label_heading, fact_heading(&d->by->field));
    trend_put_number_heading(d, &w->number_heading);
    w->value = d->figures.value;
}

static bool words(const struct part *p, struct chart_words *w, struct err *e) {
    struct trend_data d;
    bool done = trend_data(p, NULL, &d, e);
    if (done)
        put_words(&d, w);
    trend_free(&d);
    return done;
}

static bool rows(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct trend_data d;
    bool done = trend_data(p, NULL, &d, e);
    for (size_t i = 0; done && i < d.n; i++) {
        struct buf label = {0}, numbers = {0};
        trend_put_label(&d, i, &label);
        trend_put_numbers(&d, i, &numbers);
        chart_take(take, to, &label, &numbers);
    }
    trend_free(&d);
    return done;
}

const struct chart trend_chart = {picture, words, rows, NULL, 3};
