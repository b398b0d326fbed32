#include "report/chart/bars.h"

#include <math.h>

#include "report/chart/bars_plot.h"
#include "report/chart/chart_parts.h"
#include "report/chart/hatch.h"
#include "report/chart/hatch_key.h"

/* The layout, in user units (pixels at 100%). */
enum {
    most_label = 240, /* categories wider than this are broken */
    gap = 8,
    thick = 18, /* of a bar that is alone in its category; */
    thin = 14,  /* of one that is not, and */
    between = 3,
    block_padding = 12,
};

/* A mark before the axis needs its room. */
static bool needs_gutter(const struct bars_data *d) {
    bool needs = false;
    for (size_t row = 0; row < d->figures.value->n; row++)
        needs |= bars_has_no_place(d, row);
    return needs;
}

static double labels_width(const struct bars_plot *p) {
    double widest = 0;
    for (size_t i = 0; i < p->d.rows.n_by; i++)
        widest = fmax(widest, svg_text_width(p->d.rows.category[i], type_body.size));
    return fmin(ceil(widest) + 1, most_label);
}

/* 'd' is what the axis covers: of a panel the whole's figures. */
static void set_columns(struct bars_plot *p, const struct bars_data *d) {
    const double beside = 8;
    struct sheet *s = p->sheet;
    p->label_width = p->stacked ? s->width - 2 * s->edge : labels_width(p);
    p->ruler.axis = figures_axis(&d->figures);
    p->ruler.from = s->edge + (p->stacked ? 0 : p->label_width + gap);
    p->ruler.from += needs_gutter(d) ? bars_gutter : 0;
    p->ruler.from += p->stacked ? ruler_overhang_low(&p->ruler, type_body.size) : 0;
    double room = fmax(bars_figures_width(d) + beside, ruler_overhang(&p->ruler, type_body.size));
    p->ruler.to = s->width - s->edge - room;
    p->thickness = d->rows.n_series > 1 ? thin : thick;
}

static double bars_height(const struct bars_plot *p) {
    double n = (double)p->d.rows.n_series;
    return n * p->thickness + (n - 1) * between;
}

static double label_height(const struct bars_plot *p, size_t category) {
    size_t lines = sheet_lines(p->d.rows.category[category], type_body, p->label_width);
    return (double)(lines > 0 ? lines : 1) * type_body.height;
}

static double block_height(const struct bars_plot *p, size_t category) {
    double label = label_height(p, category), bars = bars_height(p);
    return block_padding + (p->stacked ? label + 2 + bars : fmax(label, bars));
}

static void draw_label(const struct bars_plot *p, struct buf *out, size_t category, double top) {
    double right = p->sheet->edge + p->label_width, y = top + type_body.size;
    struct svg_point at = {p->stacked ? p->sheet->edge : right, y};
    sheet_paragraph(out, at, p->stacked ? SVG_START : SVG_END, type_body, p->label_width,
                    p->d.rows.category[category]);
}

/* The lines behind the bars. */
static void draw_verticals(const struct bars_plot *p, struct buf *out, double top, double bottom) {
    int beyond;
    double x = ruler_place(&p->ruler, 0, &beyond);
    ruler_grid_across(&p->ruler, out, top, bottom);
    svg_line(out, (struct svg_point){x, top}, (struct svg_point){x, bottom},
             "stroke=\"" SVG_INK "\"");
}

/* A category's bars from height 'top' on. */
static void draw_bars(const struct bars_plot *p, struct buf *out, size_t category, double top) {
    for (size_t k = 0; k < p->d.rows.n_series; k++) {
        double y = top + p->thickness / 2 + (double)k * (p->thickness + between);
        bars_draw(p, out, category, k, y);
        if (p->named && category == 0)
            bars_draw_name(p, out, k, y);
    }
}

/* A category's name, and its bars beside or below it. */
static void draw_block(struct bars_plot *p, struct buf *out, size_t category) {
    double height = block_height(p, category), label = label_height(p, category);
    double inner = height - block_padding, top = p->sheet->y + block_padding / 2.0;
    double bar = p->stacked ? top + label + 2 : top + (inner - bars_height(p)) / 2;
    draw_label(p, out, category, p->stacked ? top : top + (inner - label) / 2);
    if (p->stacked)
        draw_verticals(p, out, bar - 2, bar + bars_height(p) + 2);
    draw_bars(p, out, category, bar);
    p->sheet->y += height;
}

static void draw_blocks(struct bars_plot *p, struct buf *out) {
    double top = p->sheet->y, bottom = top;
    for (size_t i = 0; i < p->d.rows.n_by; i++)
        bottom += block_height(p, i);
    if (!p->stacked)
        draw_verticals(p, out, top, bottom);
    for (size_t i = 0; i < p->d.rows.n_by; i++)
        draw_block(p, out, i);
    ruler_across(&p->ruler, out, bottom);
}

static void draw_across_title(struct bars_plot *p, struct buf *out) {
    struct buf text = {0};
    const double overhang = p->stacked ? 0 : 90;
    figures_put_heading(&p->d.figures, &text);
    sheet_across_title(p->sheet, out, p->ruler.from - overhang, p->ruler.to, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

/* What hollow bars, hollow marks and gaps are, where there are some. */
static void draw_hollow(struct bars_plot *p, struct buf *out) {
    bool bars = false, arrows = false;
    for (size_t row = 0; row < p->d.figures.value->n; row++) {
        bars |= chart_bounded(p->d.figures.value, row);
        arrows |= chart_open_ended(p->d.figures.value, row);
    }
    if (bars)
        sheet_small(p->sheet, out, "Hollow bar: the figure is hidden and lies within the bar.");
    if (arrows)
        sheet_small(p->sheet, out, "Arrow: how far the bar goes is not known.");
    if (needs_gutter(&p->d))
        sheet_small(p->sheet, out,
                    "Hollow mark before the axis: there is no figure, nor bounds for it.");
    if (crossed_missing(&p->d.rows) > 0)
        sheet_small(p->sheet, out, "No row: the table has none; that is not 0.");
}

static struct hatch_key key_of(const struct bars_data *d, size_t *hatch) {
    for (size_t k = 0; k < d->rows.n_series; k++)
        hatch[k] = k;
    return (struct hatch_key){d->rows.name, hatch, d->rows.n_series, d->rows.series != NULL};
}

static void draw_key(struct bars_plot *p, struct buf *out) {
    size_t hatch[BARS_MOST_SERIES];
    struct hatch_key key = key_of(&p->d, hatch);
    if (p->sheet->panel != NULL)
        return;
    p->named = key.shown && bars_can_be_named(p);
    key.shown &= !p->named;
    hatch_key_draw(&key, p->id_prefix, p->sheet, out);
}

static void draw(struct bars_plot *p, struct buf *out) {
    sheet_title(p->sheet, out);
    draw_key(p, out);
    draw_blocks(p, out);
    draw_across_title(p, out);
    draw_hollow(p, out);
    sheet_marks(p->sheet, out, p->d.figures.value);
    sheet_sources(p->sheet, out, &p->d.part->table);
}

/* A panel's axis is that of the whole. */
static bool set_layout(struct bars_plot *p, const struct part *whole, struct err *e) {
    struct bars_data d;
    if (whole == NULL) {
        set_columns(p, &p->d);
        return true;
    }
    bool done = figures_find(whole, &d.figures, e);
    d.rows = p->d.rows;
    if (done)
        set_columns(p, &d);
    return done;
}

static bool picture(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                    struct buf *out, struct err *e) {
    struct bars_plot p = {
        .sheet = sheet, .id_prefix = v->id_prefix, .stacked = v->size != CHART_PAGE};
    bool done = bars_data(part, v->whole, &p.d, e) && set_layout(&p, v->whole, e);
    if (done)
        draw(&p, out);
    bars_free(&p.d);
    return done;
}

static void put_words(const struct bars_data *d, struct chart_words *w) {
    bars_put_title(d, &w->title);
    bars_put_summary(d, &w->summary);
    bars_put_reading(d, &w->reading);
    crossed_put_heading(&d->rows, &w->label_heading);
    figures_put_heading(&d->figures, &w->number_heading);
    w->value = d->figures.value;
}

static bool words(const struct part *p, struct chart_words *w, struct err *e) {
    struct bars_data d;
    bool done = bars_data(p, NULL, &d, e);
    if (done)
        put_words(&d, w);
    bars_free(&d);
    return done;
}

/* A bar of the category i: its words. */
static void take_bar(const struct bars_data *d, size_t i, size_t series, fact_taker *take,
                     void *to) {
    struct buf label = {0}, numbers = {0};
    size_t row = crossed_row(&d->rows, i, series);
    if (row == CROSSED_NONE)
        return;
    crossed_put_label(&d->rows, i, series, &label);
    figures_put(&d->figures, row, &numbers);
    chart_take(take, to, &label, &numbers);
}

static bool rows(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct bars_data d;
    bool done = bars_data(p, NULL, &d, e);
    for (size_t i = 0; done && i < d.rows.n_by; i++) {
        for (size_t k = 0; k < d.rows.n_series; k++)
            take_bar(&d, i, k, take, to);
    }
    bars_free(&d);
    return done;
}

/* The fills of all panels, and what they mean. */
static bool legend(const struct part *p, const struct chart_view *v, struct sheet *s,
                   struct buf *out, struct err *e) {
    struct bars_data d;
    size_t hatch[BARS_MOST_SERIES];
    bool done = bars_data(p, NULL, &d, e);
    if (done) {
        struct hatch_key key = key_of(&d, hatch);
        hatch_key_draw(&key, v->id_prefix, s, out);
    }
    bars_free(&d);
    return done;
}

const struct chart bars_chart = {picture, words, rows, legend, 2};
