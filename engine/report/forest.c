#include "report/forest.h"

#include <math.h>
#include <string.h>

#include "report/facts.h"
#include "report/forest_plot.h"

/* The layout, in user units (pixels at 100%). */
enum {
    margin = 16,
    total_width = 760,  /* at least */
    narrow_width = 350, /* stacked: fits a phone */
    least_plot = 260,   /* width of the axis, at least */
    most_label = 240,   /* labels wider than this are broken */
    most_numbers = 220, /* so are the numbers beside the squares */
    gap = 20,
    row_padding = 10,
    strip = 24, /* stacked: height of the marks under a row's text */
};

/* How a kind of text is set. DejaVu Sans Bold is about 1.12 times as wide as Book. */
struct type {
    double size, height, boldness;
    size_t most;  /* lines */
    double align; /* where a shorter text stands beside a taller one: 0.5 middle, 1 bottom */
    const char *attributes;
};
static const struct type body = {14, 18, 1, 3, 0.5, ""};
static const struct type strong = {14, 18, 1.12, 3, 1, "font-weight=\"bold\""};
static const struct type heading = {17, 22, 1.12, 4, 0.5, "font-size=\"17\" font-weight=\"bold\""};
static const struct type small = {12, 16, 1, 8, 0.5, "font-size=\"12\" fill=\"" SVG_GREY "\""};

/* Draws text broken to a width, its first baseline at y; returns the number of lines. */
static size_t paragraph(struct buf *out, struct svg_point at, enum svg_anchor anchor,
                        struct type type, double width, const char *text) {
    struct buf lines = {0};
    size_t n = svg_wrap(&lines, text, type.size, width / type.boldness, type.most);
    char *line = lines.text;
    for (size_t i = 0; i < n && !lines.failed; i++) {
        char *end = strchr(line, '\n');
        *end = '\0';
        svg_text(out, (struct svg_point){at.x, at.y + (double)i * type.height}, anchor,
                 type.attributes, line);
        line = end + 1;
    }
    out->failed |= lines.failed;
    buf_free(&lines);
    return n;
}

static size_t count_lines(const char *text, struct type type, double width) {
    struct buf lines = {0};
    size_t n = svg_wrap(&lines, text, type.size, width / type.boldness, type.most);
    buf_free(&lines);
    return n;
}

/* Height of all lines but the first. */
static double further(size_t lines, struct type type) {
    return lines > 1 ? (double)(lines - 1) * type.height : 0;
}

static void row_text(const struct plot *p, size_t row, struct buf *label, struct buf *numbers) {
    forest_put_label(&p->d, row, label);
    forest_put_numbers(&p->d, row, numbers);
}

/* The widest label and the widest numbers. */
static void measure_rows(struct plot *p) {
    for (size_t i = 0; i < p->d.n; i++) {
        struct buf label = {0}, numbers = {0};
        row_text(p, i, &label, &numbers);
        p->label_width = fmax(p->label_width, svg_text_width(label.text, body.size));
        p->numbers_width = fmax(p->numbers_width, svg_text_width(numbers.text, body.size));
        p->missing |= format_mark(p->d.value, i) != MARK_OK;
        buf_free(&label);
        buf_free(&numbers);
    }
}

/* Two columns of text; what they leave is the axis. */
static void set_beside(struct plot *p) {
    const double least_numbers = 120;
    p->edge = margin;
    p->label_width = fmin(p->label_width, most_label);
    p->numbers_width = fmin(fmax(p->numbers_width, least_numbers), most_numbers);
    p->left = margin + p->label_width + gap + (p->missing ? forest_gutter : 0);
    p->width = fmax(total_width, ceil(p->left + least_plot + gap + p->numbers_width + margin));
    p->right = p->width - margin - p->numbers_width - gap;
}

static void set_stacked(struct plot *p) {
    p->edge = 1;
    p->width = narrow_width;
    p->label_width = p->numbers_width = narrow_width - 2 * p->edge;
    p->left = p->edge + (p->missing ? forest_gutter : gap);
    p->right = p->width - p->edge - gap;
}

static void set_columns(struct plot *p) {
    p->label_width = svg_text_width(fact_heading(&p->d.label->field), body.size) * strong.boldness;
    measure_rows(p);
    if (p->stacked)
        set_stacked(p);
    else
        set_beside(p);
}

static void draw_title(struct plot *p, struct buf *out) {
    p->y = p->edge + heading.size;
    size_t n = paragraph(out, (struct svg_point){p->edge, p->y}, SVG_START, heading,
                         p->width - 2 * p->edge, forest_title(&p->d));
    p->y += further(n, heading) + 14;
}

/* Stacked: do label and numbers fit on one line? */
static bool share_line(const struct plot *p, struct type type, const char *label,
                       const char *numbers) {
    double used = svg_text_width(label, type.size) + svg_text_width(numbers, type.size);
    return p->stacked && used * type.boldness + gap <= p->width - 2 * p->edge;
}

/* Height of a row's text. */
static double text_height(const struct plot *p, struct type type, const char *label,
                          const char *numbers) {
    size_t n = count_lines(label, type, p->label_width);
    size_t m = count_lines(numbers, type, p->numbers_width);
    size_t most = n > m ? n : m;
    if (p->stacked && !share_line(p, type, label, numbers))
        most = n + m;
    return (double)(most > 0 ? most : 1) * type.height;
}

/* Label and numbers side by side from p->y on, each centred in the height; or stacked. */
static void draw_pair(const struct plot *p, struct buf *out, struct type type, const char *label,
                      const char *numbers) {
    double height = text_height(p, type, label, numbers), first = p->y + type.size;
    size_t n = count_lines(label, type, p->label_width);
    size_t m = count_lines(numbers, type, p->numbers_width);
    struct svg_point left = {p->edge, first}, right = {p->right + gap, first};
    enum svg_anchor anchor = SVG_START;
    if (!p->stacked) {
        left.y += (height - (double)n * type.height) * type.align;
        right.y += (height - (double)m * type.height) * type.align;
    } else if (share_line(p, type, label, numbers)) {
        right.x = p->width - p->edge;
        anchor = SVG_END;
    } else {
        right = (struct svg_point){p->edge, first + (double)n * type.height};
    }
    paragraph(out, left, SVG_START, type, p->label_width, label);
    paragraph(out, right, anchor, type, p->numbers_width, numbers);
}

static void draw_headings(struct plot *p, struct buf *out) {
    struct buf numbers = {0};
    const char *label = fact_heading(&p->d.label->field);
    forest_put_number_heading(&p->d, &numbers);
    draw_pair(p, out, strong, label, numbers.text);
    p->y += text_height(p, strong, label, numbers.text) + 6;
    svg_line(out, (struct svg_point){p->edge, p->y}, (struct svg_point){p->width - p->edge, p->y},
             "stroke=\"" SVG_INK "\"");
    p->top = p->y;
    out->failed |= numbers.failed;
    buf_free(&numbers);
}

static double row_height(const struct plot *p, const char *label, const char *numbers) {
    return text_height(p, body, label, numbers) + row_padding + (p->stacked ? strip : 0);
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
    if (label.n > 0)
        buf_addf(&tooltip, "%s: ", label.text);
    buf_add(&tooltip, numbers.text, numbers.n);
    double end = p->y + row_height(p, label.text, numbers.text), middle = (p->y + end) / 2;
    svg_group_open(out, tooltip.text);
    p->y += row_padding / 2.0;
    draw_pair(p, out, body, label.text, numbers.text);
    if (p->stacked) {
        forest_draw_verticals(p, out, end - strip, end);
        middle = end - strip / 2.0;
    }
    forest_draw_marks(p, out, row, middle);
    svg_group_close(out);
    p->y = end;
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
    double x = forest_place(p, p->d.part->forest.reference, &beyond);
    double room = (higher ? p->width - p->edge - x : x - p->edge) - away;
    const char *before = higher ? "higher" : "← lower", *after = higher ? " →" : "";
    struct buf text = {0};
    buf_addf(&text, "%s%s%s%s", before, p->d.comparator != NULL ? " than " : "",
             p->d.comparator != NULL ? p->d.comparator : "", after);
    if (svg_text_width(text.text, small.size) > room) {
        buf_free(&text);
        buf_addf(&text, "%s%s", before, after);
    }
    if (svg_text_width(text.text, small.size) <= room)
        svg_text(out, (struct svg_point){higher ? x + away : x - away, p->y},
                 higher ? SVG_START : SVG_END, small.attributes, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_axis_title(struct plot *p, struct buf *out) {
    p->y = p->bottom + 38;
    if (!isnan(p->d.part->forest.reference)) {
        draw_hint(p, out, false);
        draw_hint(p, out, true);
        p->y += 22;
    }
    const double overhang = p->stacked ? 0 : 90;
    struct svg_point middle = {(p->left + p->right) / 2, p->y};
    size_t n = paragraph(out, middle, SVG_MIDDLE, body, p->right - p->left + 2 * overhang,
                         forest_axis_title(&p->d));
    p->y += further(n, body) + 10;
}

static void draw_small(struct plot *p, struct buf *out, const char *text) {
    p->y += small.height;
    size_t n = paragraph(out, (struct svg_point){p->edge, p->y}, SVG_START, small,
                         p->width - 2 * p->edge, text);
    p->y += further(n, small);
}

/* The legend of the marks that the rows carry, and where the figures come from. */
static void draw_notes(struct plot *p, struct buf *out) {
    bool present[MARK_COUNT] = {false};
    for (size_t i = 0; i < p->d.n; i++)
        present[format_mark(p->d.value, i)] = true;
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        struct buf text = {0};
        if (present[m]) {
            buf_addf(&text, "Hollow, %s: %s", mark_symbol((enum mark)m),
                     mark_meaning((enum mark)m));
            draw_small(p, out, text.text);
        }
        buf_free(&text);
    }
    for (size_t i = 0; i < p->d.part->table.n_sources; i++) {
        struct buf text = {0};
        buf_puts(&text, "Source: ");
        fact_source(&p->d.part->table.source[i], &text);
        draw_small(p, out, text.text);
        buf_free(&text);
    }
    p->y += p->edge + 2;
}

static void draw(struct plot *p, struct buf *out) {
    draw_title(p, out);
    draw_headings(p, out);
    p->bottom = rows_end(p);
    if (!p->stacked)
        forest_draw_verticals(p, out, p->top, p->bottom);
    for (size_t i = 0; i < p->d.n; i++)
        draw_row(p, out, i);
    forest_draw_axis(p, out);
    draw_axis_title(p, out);
    draw_notes(p, out);
}

static bool picture(const struct part *part, const char *id_prefix, bool stacked, struct buf *out,
                    struct err *e) {
    struct plot p = {.stacked = stacked};
    if (!forest_data(part, &p.d, e))
        return false;
    forest_set_axis(&p);
    set_columns(&p);
    struct buf shapes = {0}, summary = {0};
    draw(&p, &shapes); /* first: the height is known only at the end */
    forest_put_summary(&p.d, &summary);
    svg_open(out, id_prefix, p.width, p.y, forest_title(&p.d), summary.text);
    buf_add(out, shapes.text, shapes.n);
    svg_close(out);
    out->failed |= shapes.failed || summary.failed;
    buf_free(&shapes);
    buf_free(&summary);
    return !out->failed || fail(e, ERR_NOMEM, "out of memory");
}

bool forest_svg(const struct part *p, const char *id_prefix, struct buf *out, struct err *e) {
    return picture(p, id_prefix, false, out, e);
}

bool forest_svg_narrow(const struct part *p, const char *id_prefix, struct buf *out,
                       struct err *e) {
    return picture(p, id_prefix, true, out, e);
}
