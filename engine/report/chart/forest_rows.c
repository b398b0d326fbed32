/* The text of a forest plot's rows, beside the marks or above them. */
#include <math.h>

#include "report/chart/forest_plot.h"
#include "report/facts.h"

enum {
    least_plot = 260, /* width of the axis, at least */
    gap = 20,
    row_padding = 10,
    strip = 24 /* stacked: height of the marks under a row's text */
};

/* Texts wider than this are broken. */
static const double most_width[FOREST_TEXTS] = {240, 180, 220};

static void take_row(const struct plot *p, size_t row, struct forest_row *r) {
    *r = (struct forest_row){0};
    forest_put_label(&p->d, row, &r->text[FOREST_LABEL]);
    forest_put_counts(&p->d, row, &r->text[FOREST_COUNTS]);
    forest_put_numbers(&p->d, row, &r->text[FOREST_NUMBERS]);
}

static void take_headings(const struct plot *p, struct forest_row *r) {
    *r = (struct forest_row){0};
    buf_puts(&r->text[FOREST_LABEL], fact_heading(&p->d.label->field));
    forest_put_counts_heading(&p->d, &r->text[FOREST_COUNTS]);
    forest_put_number_heading(&p->d, &r->text[FOREST_NUMBERS]);
}

static void free_row(struct forest_row *r, struct buf *out) {
    for (size_t k = 0; k < FOREST_TEXTS; k++) {
        out->failed |= r->text[k].failed;
        buf_free(&r->text[k]);
    }
}

static const char *text_of(const struct forest_row *r, size_t k) {
    return r->text[k].n > 0 ? r->text[k].text : "";
}

static double heading_width(const struct forest_row *r, size_t k) {
    return svg_text_width(text_of(r, k), type_strong.size) * type_strong.boldness;
}

/* The widest of each kind. */
static void measure_rows(struct plot *p) {
    struct buf failed = {0};
    struct forest_row r;
    take_headings(p, &r);
    p->width[FOREST_LABEL] = heading_width(&r, FOREST_LABEL);
    p->width[FOREST_COUNTS] = heading_width(&r, FOREST_COUNTS) / 2; /* on two lines or three */
    free_row(&r, &failed);
    for (size_t i = 0; i < p->d.n; i++) {
        take_row(p, i, &r);
        for (size_t k = 0; k < FOREST_TEXTS; k++)
            p->width[k] = fmax(p->width[k], svg_text_width(text_of(&r, k), type_body.size));
        free_row(&r, &failed);
    }
}

/* Columns of text; what they leave is the axis. */
static void set_beside(struct plot *p) {
    const double least_numbers = 120;
    bool counts = p->d.count != NULL;
    p->width[FOREST_NUMBERS] = fmax(p->width[FOREST_NUMBERS], least_numbers);
    for (size_t k = 0; k < FOREST_TEXTS; k++)
        p->width[k] = fmin(p->width[k], most_width[k]);
    p->counts_end =
        p->sheet->edge + p->width[FOREST_LABEL] + (counts ? gap + p->width[FOREST_COUNTS] : 0);
    p->ruler.from = p->counts_end + gap + (p->missing ? forest_gutter : 0);
    p->sheet->width = fmax(p->sheet->width, ceil(p->ruler.from + least_plot + gap +
                                                 p->width[FOREST_NUMBERS] + p->sheet->edge));
    p->ruler.to = p->sheet->width - p->sheet->edge - p->width[FOREST_NUMBERS] - gap;
}

static void set_stacked(struct plot *p) {
    for (size_t k = 0; k < FOREST_TEXTS; k++)
        p->width[k] = p->sheet->width - 2 * p->sheet->edge;
    double low = fmax(gap, ruler_overhang_low(&p->ruler, type_body.size));
    double high = fmax(gap, ruler_overhang(&p->ruler, type_body.size));
    p->ruler.from = p->sheet->edge + (p->missing ? fmax(forest_gutter, low) : low);
    p->ruler.to = p->sheet->width - p->sheet->edge - high;
}

void forest_set_columns(struct plot *p) {
    measure_rows(p);
    if (p->stacked)
        set_stacked(p);
    else
        set_beside(p);
}

/* Stacked: do label and numbers fit on one line? */
static bool share_line(const struct plot *p, struct type type, const struct forest_row *r) {
    double used = svg_text_width(text_of(r, FOREST_LABEL), type.size) +
                  svg_text_width(text_of(r, FOREST_NUMBERS), type.size);
    return p->stacked && used * type.boldness + gap <= p->sheet->width - 2 * p->sheet->edge;
}

static size_t lines_of(const struct plot *p, struct type type, const struct forest_row *r,
                       size_t k) {
    return sheet_lines(text_of(r, k), type, p->width[k]);
}

/* Height of a row's text. */
static double text_height(const struct plot *p, struct type type, const struct forest_row *r) {
    size_t n = lines_of(p, type, r, FOREST_LABEL), m = lines_of(p, type, r, FOREST_NUMBERS);
    size_t counts = lines_of(p, type, r, FOREST_COUNTS), most = n > m ? n : m;
    if (p->stacked)
        most = (share_line(p, type, r) ? most : n + m) + counts;
    else if (counts > most)
        most = counts;
    return (double)(most > 0 ? most : 1) * type.height;
}

/* Side by side, each centred in the height of the row. */
static void draw_beside(const struct plot *p, struct buf *out, struct type type,
                        const struct forest_row *r) {
    static const enum svg_anchor anchor[FOREST_TEXTS] = {SVG_START, SVG_END, SVG_START};
    const double x[FOREST_TEXTS] = {p->sheet->edge, p->counts_end, p->ruler.to + gap};
    double height = text_height(p, type, r);
    for (size_t k = 0; k < FOREST_TEXTS; k++) {
        double blank = height - (double)lines_of(p, type, r, k) * type.height;
        struct svg_point at = {x[k], p->sheet->y + type.size + blank * type.align};
        sheet_paragraph(out, at, anchor[k], type, p->width[k], text_of(r, k));
    }
}

/* Label and numbers on one line or below each other, the counts under them. */
static void draw_stacked(const struct plot *p, struct buf *out, struct type type,
                         const struct forest_row *r) {
    double left = p->sheet->edge, right = p->sheet->width - left;
    struct svg_point at = {left, p->sheet->y + type.size};
    size_t n =
        sheet_paragraph(out, at, SVG_START, type, p->width[FOREST_LABEL], text_of(r, FOREST_LABEL));
    if (share_line(p, type, r)) {
        at.x = right;
        sheet_paragraph(out, at, SVG_END, type, p->width[FOREST_NUMBERS],
                        text_of(r, FOREST_NUMBERS));
        at = (struct svg_point){left, at.y + (double)(n > 0 ? n : 1) * type.height};
    } else {
        at.y += (double)n * type.height;
        n = sheet_paragraph(out, at, SVG_START, type, p->width[FOREST_NUMBERS],
                            text_of(r, FOREST_NUMBERS));
        at.y += (double)n * type.height;
    }
    sheet_paragraph(out, at, SVG_START, type, p->width[FOREST_COUNTS], text_of(r, FOREST_COUNTS));
}

static void draw_texts(const struct plot *p, struct buf *out, struct type type,
                       const struct forest_row *r) {
    if (p->stacked)
        draw_stacked(p, out, type, r);
    else
        draw_beside(p, out, type, r);
}

void forest_draw_headings(struct plot *p, struct buf *out) {
    struct forest_row r;
    take_headings(p, &r);
    draw_texts(p, out, type_strong, &r);
    p->sheet->y += text_height(p, type_strong, &r) + 6;
    svg_line(out, (struct svg_point){p->sheet->edge, p->sheet->y},
             (struct svg_point){p->sheet->width - p->sheet->edge, p->sheet->y},
             "stroke=\"" SVG_INK "\"");
    p->top = p->sheet->y;
    free_row(&r, out);
}

static double row_height(const struct plot *p, const struct forest_row *r) {
    return text_height(p, type_body, r) + row_padding + (p->stacked ? strip : 0);
}

double forest_rows_end(const struct plot *p, struct buf *out) {
    double y = p->top;
    for (size_t i = 0; i < p->d.n; i++) {
        struct forest_row r;
        take_row(p, i, &r);
        y += row_height(p, &r);
        free_row(&r, out);
    }
    return y;
}

static void put_tooltip(const struct plot *p, const struct forest_row *r, struct buf *out) {
    sheet_put_panel(p->sheet, out);
    if (r->text[FOREST_LABEL].n > 0)
        buf_addf(out, "%s: ", text_of(r, FOREST_LABEL));
    buf_puts(out, text_of(r, FOREST_NUMBERS));
}

void forest_draw_row(struct plot *p, struct buf *out, size_t row) {
    struct forest_row r;
    struct buf tooltip = {0};
    take_row(p, row, &r);
    put_tooltip(p, &r, &tooltip);
    double end = p->sheet->y + row_height(p, &r);
    double middle = (p->sheet->y + end) / 2;
    svg_group_open(out, tooltip.text);
    p->sheet->y += row_padding / 2.0;
    draw_texts(p, out, type_body, &r);
    if (p->stacked) {
        forest_draw_verticals(p, out, end - strip, end);
        middle = end - strip / 2.0;
    }
    forest_draw_marks(p, out, row, middle);
    svg_group_close(out);
    p->sheet->y = end;
    out->failed |= tooltip.failed;
    buf_free(&tooltip);
    free_row(&r, out);
}
