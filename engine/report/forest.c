#include "report/forest.h"

#include <math.h>
#include <string.h>

#include "report/facts.h"
#include "report/forest_plot.h"

/* The layout, in user units (pixels at 100%). */
enum {
    least_plot = 260,   /* width of the axis, at least */
    most_label = 240,   /* labels wider than this are broken */
    most_numbers = 220, /* so are the numbers beside the squares */
    gap = 20,
    row_padding = 10,
    strip = 24, /* stacked: height of the marks under a row's text */
};

static void row_text(const struct plot *p, size_t row, struct buf *label, struct buf *numbers) {
    forest_put_label(&p->d, row, label);
    forest_put_numbers(&p->d, row, numbers);
}

/* The widest label and the widest numbers. */
static void measure_rows(struct plot *p) {
    for (size_t i = 0; i < p->d.n; i++) {
        struct buf label = {0}, numbers = {0};
        row_text(p, i, &label, &numbers);
        p->label_width = fmax(p->label_width, svg_text_width(label.text, type_body.size));
        p->numbers_width = fmax(p->numbers_width, svg_text_width(numbers.text, type_body.size));
        buf_free(&label);
        buf_free(&numbers);
    }
}

/* Two columns of text; what they leave is the axis. */
static void set_beside(struct plot *p) {
    const double least_numbers = 120;
    p->label_width = fmin(p->label_width, most_label);
    p->numbers_width = fmin(fmax(p->numbers_width, least_numbers), most_numbers);
    p->ruler.from = p->sheet->edge + p->label_width + gap + (p->missing ? forest_gutter : 0);
    p->sheet->width = fmax(p->sheet->width, ceil(p->ruler.from + least_plot + gap +
                                                 p->numbers_width + p->sheet->edge));
    p->ruler.to = p->sheet->width - p->sheet->edge - p->numbers_width - gap;
}

static void set_stacked(struct plot *p) {
    p->label_width = p->numbers_width = p->sheet->width - 2 * p->sheet->edge;
    double low = fmax(gap, ruler_overhang_low(&p->ruler, type_body.size));
    double high = fmax(gap, ruler_overhang(&p->ruler, type_body.size));
    p->ruler.from = p->sheet->edge + (p->missing ? fmax(forest_gutter, low) : low);
    p->ruler.to = p->sheet->width - p->sheet->edge - high;
}

static void set_columns(struct plot *p) {
    p->label_width =
        svg_text_width(fact_heading(&p->d.label->field), type_body.size) * type_strong.boldness;
    measure_rows(p);
    if (p->stacked)
        set_stacked(p);
    else
        set_beside(p);
}

/* Stacked: do label and numbers fit on one line? */
static bool share_line(const struct plot *p, struct type type, const char *label,
                       const char *numbers) {
    double used = svg_text_width(label, type.size) + svg_text_width(numbers, type.size);
    return p->stacked && used * type.boldness + gap <= p->sheet->width - 2 * p->sheet->edge;
}

/* Height of a row's text. */
static double text_height(const struct plot *p, struct type type, const char *label,
                          const char *numbers) {
    size_t n = sheet_lines(label, type, p->label_width);
    size_t m = sheet_lines(numbers, type, p->numbers_width);
    size_t most = n > m ? n : m;
    if (p->stacked && !share_line(p, type, label, numbers))
        most = n + m;
    return (double)(most > 0 ? most : 1) * type.height;
}

/* Label and numbers side by side from p->sheet->y on, each centred in the height; or stacked. */
static void draw_pair(const struct plot *p, struct buf *out, struct type type, const char *label,
                      const char *numbers) {
    double height = text_height(p, type, label, numbers), first = p->sheet->y + type.size;
    size_t n = sheet_lines(label, type, p->label_width);
    size_t m = sheet_lines(numbers, type, p->numbers_width);
    struct svg_point left = {p->sheet->edge, first}, right = {p->ruler.to + gap, first};
    enum svg_anchor anchor = SVG_START;
    if (!p->stacked) {
        left.y += (height - (double)n * type.height) * type.align;
        right.y += (height - (double)m * type.height) * type.align;
    } else if (share_line(p, type, label, numbers)) {
        right.x = p->sheet->width - p->sheet->edge;
        anchor = SVG_END;
    } else {
        right = (struct svg_point){p->sheet->edge, first + (double)n * type.height};
    }
    sheet_paragraph(out, left, SVG_START, type, p->label_width, label);
    sheet_paragraph(out, right, anchor, type, p->numbers_width, numbers);
}

static void draw_headings(struct plot *p, struct buf *out) {
    struct buf numbers = {0};
    const char *label = fact_heading(&p->d.label->field);
    forest_put_number_heading(&p->d, &numbers);
    draw_pair(p, out, type_strong, label, numbers.text);
    p->sheet->y += text_height(p, type_strong, label, numbers.text) + 6;
    svg_line(out, (struct svg_point){p->sheet->edge, p->sheet->y},
             (struct svg_point){p->sheet->width - p->sheet->edge, p->sheet->y},
             "stroke=\"" SVG_INK "\"");
    p->top = p->sheet->y;
    out->failed |= numbers.failed;
    buf_free(&numbers);
}

static double row_height(const struct plot *p, const char *label, const char *numbers) {
    return text_height(p, type_body, label, numbers) + row_padding + (p->stacked ? strip : 0);
}

/* Where the rows end: the lines behind them are drawn first. */
static double rows_end(const struct plot *p) {
    double y = p->top;
    for (size_t i = 0; i < p->d.n; i++) {
        struct buf label = {0}, numbers = {0};
        row_text(p, i, &label, &numbers);
        y += row_height(p, label.text, numbers.text);
        buf_free(&label);
        buf_free(&numbers);
    }
    return y;
}

static void draw_row(struct plot *p, struct buf *out, size_t row) {
    struct buf label = {0}, numbers = {0}, tooltip = {0};
    row_text(p, row, &label, &numbers);
    sheet_put_panel(p->sheet, &tooltip);
    if (label.n > 0)
        buf_addf(&tooltip, "%s: ", label.text);
    buf_add(&tooltip, numbers.text, numbers.n);
    double end = p->sheet->y + row_height(p, label.text, numbers.text);
    double middle = (p->sheet->y + end) / 2;
    svg_group_open(out, tooltip.text);
    p->sheet->y += row_padding / 2.0;
    draw_pair(p, out, type_body, label.text, numbers.text);
    if (p->stacked) {
        forest_draw_verticals(p, out, end - strip, end);
        middle = end - strip / 2.0;
    }
    forest_draw_marks(p, out, row, middle);
    svg_group_close(out);
    p->sheet->y = end;
    out->failed |= label.failed || numbers.failed || tooltip.failed;
    buf_free(&label);
    buf_free(&numbers);
    buf_free(&tooltip);
}

/* "lower than White" and "higher than White" at the sides of the dashed line, where there is room
 * for the words; a plain "lower" and "higher" where there is only room for those. */
static void draw_hint(const struct plot *p, struct buf *out, bool higher) {
    const double away = 8;
    int beyond;
    double x = ruler_place(&p->ruler, p->d.part->drawing.reference, &beyond);
    double room = (higher ? p->sheet->width - p->sheet->edge - x : x - p->sheet->edge) - away;
    const char *before = higher ? "higher" : "← lower", *after = higher ? " →" : "";
    struct buf text = {0};
    buf_addf(&text, "%s%s%s%s", before, p->d.comparator != NULL ? " than " : "",
             p->d.comparator != NULL ? p->d.comparator : "", after);
    if (svg_text_width(text.text, type_small.size) > room) {
        buf_free(&text);
        buf_addf(&text, "%s%s", before, after);
    }
    if (svg_text_width(text.text, type_small.size) <= room)
        svg_text(out, (struct svg_point){higher ? x + away : x - away, p->sheet->y},
                 higher ? SVG_START : SVG_END, type_small.attributes, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_axis_title(struct plot *p, struct buf *out) {
    p->sheet->y = p->bottom + 38;
    if (!isnan(p->d.part->drawing.reference)) {
        draw_hint(p, out, false);
        draw_hint(p, out, true);
        p->sheet->y += 22;
    }
    const double overhang = p->stacked ? 0 : 90;
    double room = p->ruler.to - p->ruler.from + 2 * overhang;
    struct svg_point middle = {(p->ruler.from + p->ruler.to) / 2, p->sheet->y};
    size_t n = sheet_paragraph(out, middle, SVG_MIDDLE, type_body, room, forest_axis_title(&p->d));
    p->sheet->y += sheet_further(n, type_body) + 10;
}

static void draw(struct plot *p, struct buf *out) {
    sheet_title(p->sheet, out);
    draw_headings(p, out);
    p->bottom = rows_end(p);
    if (!p->stacked)
        forest_draw_verticals(p, out, p->top, p->bottom);
    for (size_t i = 0; i < p->d.n; i++)
        draw_row(p, out, i);
    ruler_across(&p->ruler, out, p->bottom);
    draw_axis_title(p, out);
    sheet_marks(p->sheet, out, p->d.value);
    sheet_sources(p->sheet, out, &p->d.part->table);
}

/* A panel's axis is that of the whole, and so is the room beside it. */
static bool set_axis(struct plot *p, const struct part *whole, struct err *e) {
    struct forest_data d = p->d;
    if (whole != NULL && !forest_data(whole, &d, e))
        return false;
    p->ruler.axis = forest_axis(&d);
    for (size_t i = 0; i < d.n; i++)
        p->missing |= format_mark(d.value, i) != MARK_OK;
    return true;
}

static bool picture(const struct part *part, const struct chart_view *v, struct sheet *sheet,
                    struct buf *out, struct err *e) {
    struct plot p = {.sheet = sheet, .stacked = v->size != CHART_PAGE};
    if (!forest_data(part, &p.d, e) || !set_axis(&p, v->whole, e))
        return false;
    set_columns(&p);
    draw(&p, out);
    return true;
}

static bool words(const struct part *p, struct chart_words *w, struct err *e) {
    struct forest_data d;
    if (!forest_data(p, &d, e))
        return false;
    buf_puts(&w->title, forest_title(&d));
    forest_put_summary(&d, &w->summary);
    forest_put_reading(&d, &w->reading);
    buf_puts(&w->label_heading, fact_heading(&d.label->field));
    forest_put_number_heading(&d, &w->number_heading);
    w->value = d.value;
    return true;
}

static bool rows(const struct part *p, fact_taker *take, void *to, struct err *e) {
    struct forest_data d;
    if (!forest_data(p, &d, e))
        return false;
    for (size_t row = 0; row < d.n; row++) {
        struct buf label = {0}, numbers = {0};
        forest_put_label(&d, row, &label);
        forest_put_numbers(&d, row, &numbers);
        take(to, label.n > 0 ? label.text : "", numbers.n > 0 ? numbers.text : "");
        buf_free(&label);
        buf_free(&numbers);
    }
    return true;
}

const struct chart forest_chart = {picture, words, rows, NULL, 2};
