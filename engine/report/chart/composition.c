#include "report/chart/composition.h"

#include <math.h>

#include "report/chart/chart_parts.h"
#include "report/chart/composition_plot.h"
#include "report/chart/hatch_key.h"

/* The layout, in user units (pixels at 100%). */
enum {
    most_label = 200, /* categories wider than this are broken */
    most_whole = 130, /* and so is what they are a whole of */
    gap = 8,
    thick = 26, /* of a bar */
    block_padding = 12,
};
static const struct type type_whole = {13, 16, 1, 3, 0.5, "font-size=\"13\""};

/* --- layout ----------------------------------------------------------------------------------- */

static double labels_width(const struct composition_plot *p) {
    double widest = 0;
    for (size_t i = 0; i < p->d.rows.n_by; i++)
        widest = fmax(widest, svg_text_width(p->d.rows.category[i], type_body.size));
    return fmin(ceil(widest) + 1, most_label);
}

static double wholes_width(const struct composition_plot *p) {
    double widest = 0;
    for (size_t i = 0; i < p->d.rows.n_by; i++) {
        struct buf text = {0};
        composition_put_whole(&p->d, i, &text);
        widest = fmax(widest, svg_text_width(text.text, type_whole.size));
        buf_free(&text);
    }
    return fmin(ceil(widest) + 1, most_whole);
}

static void set_columns(struct composition_plot *p) {
    struct sheet *s = p->sheet;
    double inner = s->width - 2 * s->edge;
    p->thickness = thick;
    p->ruler.axis = axis_make(0, 100, false);
    p->label_width = p->stacked ? inner : labels_width(p);
    p->whole_width = p->stacked ? inner : wholes_width(p);
    p->ruler.from = s->edge + (p->stacked ? ruler_overhang_low(&p->ruler, type_body.size)
                                          : p->label_width + gap);
    p->ruler.to = s->width - s->edge -
                  (p->stacked ? ruler_overhang(&p->ruler, type_body.size)
                              : fmax(p->whole_width + gap, 2 * gap));
}

static double text_height(const char *text, struct type type, double width) {
    size_t lines = sheet_lines(text, type, width);
    return (double)(lines > 0 ? lines : 1) * type.height;
}

/* Stacked: do the category and its whole fit on one line? */
static bool share_line(const struct composition_plot *p, const char *label, const char *whole) {
    return svg_text_width(label, type_body.size) + 2 * gap +
               svg_text_width(whole, type_whole.size) <=
           p->sheet->width - 2 * p->sheet->edge;
}

static double label_height(const struct composition_plot *p, size_t category) {
    struct buf whole = {0};
    const char *label = p->d.rows.category[category];
    composition_put_whole(&p->d, category, &whole);
    double one = text_height(label, type_body, p->label_width);
    double other = whole.n > 0 ? text_height(whole.text, type_whole, p->whole_width) : 0;
    bool beside = !p->stacked || whole.n == 0 || share_line(p, label, whole.text);
    buf_free(&whole);
    return beside ? fmax(one, other) : one + other;
}

static double block_height(const struct composition_plot *p, size_t category) {
    double label = label_height(p, category);
    return block_padding + (p->stacked ? label + 2 + p->thickness : fmax(label, p->thickness));
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* On a page: left and right of the bar, centred in the block. */
static void draw_beside(const struct composition_plot *p, struct buf *out, const char *label,
                        const char *whole, double middle) {
    double left = p->sheet->edge + p->label_width;
    double up = text_height(label, type_body, p->label_width) / 2;
    sheet_paragraph(out, (struct svg_point){left, middle - up + type_body.size}, SVG_END, type_body,
                    p->label_width, label);
    up = text_height(whole, type_whole, p->whole_width) / 2;
    sheet_paragraph(out, (struct svg_point){p->ruler.to + gap, middle - up + type_whole.size - 1},
                    SVG_START, type_whole, p->whole_width, whole);
}

/* On a phone: above it, on one line where they fit. */
static void draw_above(const struct composition_plot *p, struct buf *out, const char *label,
                       const char *whole, double top) {
    double y = top + type_body.size;
    size_t n = sheet_paragraph(out, (struct svg_point){p->sheet->edge, y}, SVG_START, type_body,
                               p->label_width, label);
    if (share_line(p, label, whole))
        svg_text(out, (struct svg_point){p->sheet->width - p->sheet->edge, y}, SVG_END,
                 type_whole.attributes, whole);
    else
        sheet_paragraph(out, (struct svg_point){p->sheet->edge, y + (double)n * type_body.height},
                        SVG_START, type_whole, p->whole_width, whole);
}

static void draw_block(struct composition_plot *p, struct buf *out, size_t category) {
    double height = block_height(p, category), top = p->sheet->y + block_padding / 2.0;
    struct buf text = {0};
    composition_put_whole(&p->d, category, &text);
    const char *label = p->d.rows.category[category], *whole = text.n > 0 ? text.text : "";
    double bar = p->stacked ? p->sheet->y + height - block_padding / 2.0 - p->thickness
                            : p->sheet->y + (height - p->thickness) / 2;
    if (p->stacked)
        draw_above(p, out, label, whole, top);
    else
        draw_beside(p, out, label, whole, p->sheet->y + height / 2);
    composition_draw_bar(p, out, category, bar);
    p->sheet->y += height;
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_across_title(struct composition_plot *p, struct buf *out) {
    struct buf text = {0};
    chart_put_heading(p->d.value, &text);
    sheet_across_title(p->sheet, out, p->ruler.from, p->ruler.to, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_notes(struct composition_plot *p, struct buf *out) {
    bool open = false, blank = false;
    struct buf absent = {0};
    for (size_t i = 0; i < p->d.rows.n_by; i++) {
        struct composition_bar bar = composition_bar(&p->d, i);
        open |= bar.open > 0;
        blank |= bar.defined && bar.end < 99; /* less is what rounded shares leave */
    }
    if (open)
        sheet_small(p->sheet, out,
                    "Dashed lanes: not determined; each is how much more its part may be.");
    if (blank)
        sheet_small(p->sheet, out, "Blank: in none of these parts.");
    if (crossed_missing(&p->d.rows) > 0)
        sheet_small(p->sheet, out, "A part without a row is not in its bar; that is not 0.");
    composition_put_absent(&p->d, &absent);
    if (absent.n > 0) {
        struct buf text = {0};
        buf_addf(&text, "Left out: those whose group is not known (%s).", absent.text);
        sheet_small(p->sheet, out, text.text);
        out->failed |= text.failed;
        buf_free(&text);
    }
    out->failed |= absent.failed;
    buf_free(&absent);
}

/* Defines the fills of the parts, and says what they mean. */
static void draw_key(const struct composition_data *d, const char *id_prefix, struct sheet *s,
                     struct buf *out) {
    const char *name[COMPOSITION_MOST_PARTS];
    size_t hatch[COMPOSITION_MOST_PARTS];
    for (size_t i = 0; i < d->rows.n_series; i++) {
        name[i] = d->rows.name[d->order[i]];
        hatch[i] = d->hatch[d->order[i]];
    }
    struct hatch_key key = {name, hatch, d->rows.n_series, true};
    hatch_key_draw(&key, id_prefix, s, out);
}

static void draw(struct composition_plot *p, struct buf *out) {
    sheet_title(p->sheet, out);
    if (p->sheet->panel == NULL)
        draw_key(&p->d, p->id_prefix, p->sheet, out);
    set_columns(p);
    for (size_t i = 0; i < p->d.rows.n_by; i++)
        draw_block(p, out, i);
    ruler_across(&p->ruler, out, p->sheet->y);
    draw_across_title(p, out);
    draw_notes(p, out);
    sheet_marks(p->sheet, out, p->d.amount != NULL ? p->d.amount : p->d.value);
    sheet_sources(p->sheet, out, &p->d.part->table);
}

static bool picture(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                    struct buf *out, struct err *e) {
    struct composition_plot p = {
        .sheet = sheet, .id_prefix = v->id_prefix, .stacked = v->size != CHART_PAGE};
    bool done = composition_data(part, v->whole, &p.d, e);
    if (done)
        draw(&p, out);
    composition_free(&p.d);
    return done;
}

/* --- words ------------------------------------------------------------------------------------ */

static void put_words(const struct composition_data *d, struct chart_words *w) {
    composition_put_title(d, &w->title);
    composition_put_summary(d, &w->summary);
    composition_put_reading(d, &w->reading);
    crossed_put_heading(&d->rows, &w->label_heading);
    composition_put_number_heading(d, &w->number_heading);
    w->value = d->value;
}

static bool words(const struct part *p, struct chart_words *w, struct err *e) {
    struct composition_data d;
    bool done = composition_data(p, NULL, &d, e);
    if (done)
        put_words(&d, w);
    composition_free(&d);
    return done;
}

static void take_part(const struct composition_data *d, size_t category, size_t series,
                      fact_taker *take, void *to) {
    struct buf label = {0}, numbers = {0};
    size_t row = crossed_row(&d->rows, category, series);
    if (row == CROSSED_NONE)
        return;
    crossed_put_label(&d->rows, category, series, &label);
    composition_put_numbers(d, row, &numbers);
    chart_take(take, to, &label, &numbers);
}

static bool rows(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct composition_data d;
    bool done = composition_data(p, NULL, &d, e);
    for (size_t i = 0; done && i < d.rows.n_by; i++) {
        for (size_t k = 0; k < d.rows.n_series; k++)
            take_part(&d, i, d.order[k], take, to);
    }
    composition_free(&d);
    return done;
}

/* The fills of all panels, and what they mean. */
static bool legend(const struct part *p, const struct chart_view *v, struct sheet *s,
                   struct buf *out, struct err *e) {
    struct composition_data d;
    bool done = composition_data(p, NULL, &d, e);
    if (done)
        draw_key(&d, v->id_prefix, s, out);
    composition_free(&d);
    return done;
}

const struct chart composition_chart = {picture, words, rows, legend, 2};
