#include "report/forest.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "report/axis.h"
#include "report/facts.h"
#include "report/forest_data.h"
#include "report/svg.h"

/* The layout, in user units (pixels at 100%). */
enum {
    margin = 16,
    total_width = 760,  /* at least */
    least_plot = 260,   /* width of the axis, at least */
    most_label = 240,   /* labels wider than this are broken */
    most_numbers = 220, /* so are the numbers beside the squares */
    most_lines = 3,
    gap = 20,
    gutter = 24, /* between labels and axis: room for rows that have no place on it */
    text_size = 14,
    small_size = 12,
    title_size = 17,
    line_height = 18,
    row_padding = 10,
    half_mark = 5, /* half the side of a square */
    least_hint = 60
};
static const double title_bold = 1.12; /* DejaVu Sans Bold is about so much wider than Book */

struct plot {
    struct forest_data d;
    struct axis axis;
    double left, right; /* of the axis */
    double width, label_width, numbers_width;
    double y;           /* down to where the picture is drawn */
    double top, bottom; /* of the rows */
    bool missing;       /* some row has no estimate */
};

/* Can x be placed on the axis? */
static bool has_place(const struct plot *p, double x) {
    return isfinite(x) && (!p->axis.logarithmic || x > 0);
}

static void widen(double x, double *low, double *high) {
    *low = fmin(*low, x);
    *high = fmax(*high, x);
}

/* The part of the scale that holds the reference, every estimate, and the limits as far as they do
 * not squash the estimates: a limit more than four times (on a linear axis: the width of all
 * estimates) beyond them ends in an arrow. */
static void set_axis(struct plot *p) {
    const struct forest *f = &p->d.part->forest;
    p->axis.logarithmic = f->logarithmic && f->reference > 0;
    double low = f->reference, high = f->reference;
    for (size_t i = 0; i < p->d.n; i++) {
        if (has_place(p, forest_limit(p->d.value, i)))
            widen(p->d.value->value[i], &low, &high);
    }
    const double reach = 4;
    double spread = fmax(high - low, fabs(f->reference) + 1);
    double least = p->axis.logarithmic ? low / reach : low - spread;
    double most = p->axis.logarithmic ? high * reach : high + spread;
    for (size_t i = 0; i < p->d.n; i++) {
        double lower = forest_limit(p->d.lower, i), upper = forest_limit(p->d.upper, i);
        if (!isnan(lower))
            low = fmin(low, fmax(lower, least));
        if (!isnan(upper))
            high = fmax(high, fmin(upper, most));
    }
    if (!(high > low)) {
        low = least;
        high = most;
    }
    p->axis = axis_make(low, high, p->axis.logarithmic);
}

/* Horizontal place of x, kept within the axis; *beyond is -1, 0 or 1. */
static double place(const struct plot *p, double x, int *beyond) {
    double share = x > p->axis.low ? (x < p->axis.high ? axis_share(&p->axis, x) : 1) : 0;
    *beyond = x < p->axis.low ? -1 : x > p->axis.high ? 1 : 0;
    return p->left + share * (p->right - p->left);
}

static void row_text(const struct plot *p, size_t row, struct buf *label, struct buf *numbers) {
    forest_put_label(&p->d, row, label);
    forest_put_numbers(&p->d, row, numbers);
}

/* Widths of the two text columns, from their texts; what is left over is the axis. */
static void set_columns(struct plot *p) {
    struct buf heading = {0};
    forest_put_number_heading(&p->d, &heading);
    double label = svg_text_width(fact_heading(&p->d.label->field), text_size), numbers = 110;
    numbers = fmax(numbers, fmin(150, svg_text_width(heading.text, text_size)));
    buf_free(&heading);
    for (size_t i = 0; i < p->d.n; i++) {
        struct buf left = {0}, right = {0};
        row_text(p, i, &left, &right);
        label = fmax(label, svg_text_width(left.text, text_size));
        numbers = fmax(numbers, svg_text_width(right.text, text_size));
        p->missing |= format_mark(p->d.value, i) != MARK_OK;
        buf_free(&left);
        buf_free(&right);
    }
    p->label_width = fmin(label, most_label);
    p->numbers_width = fmin(numbers, most_numbers);
    p->left = margin + p->label_width + gap + (p->missing ? gutter : 0);
    double least = p->left + least_plot + gap + p->numbers_width + margin;
    p->width = fmax(total_width, ceil(least));
    p->right = p->width - margin - p->numbers_width - gap;
}

/* Draws text broken to a width, its first baseline at y; returns the number of lines. */
static size_t paragraph(struct buf *out, double x, double y, double size, double width, size_t most,
                        double height, const char *attributes, const char *text) {
    struct buf lines = {0};
    size_t n = svg_wrap(&lines, text, size, width, most);
    char *line = lines.text;
    for (size_t i = 0; i < n && !lines.failed; i++) {
        char *end = strchr(line, '\n');
        *end = '\0';
        svg_text(out, (struct svg_point){x, y + (double)i * height}, SVG_START, attributes, line);
        line = end + 1;
    }
    out->failed |= lines.failed;
    buf_free(&lines);
    return n;
}

static size_t count_lines(const char *text, double size, double width, size_t most) {
    struct buf lines = {0};
    size_t n = svg_wrap(&lines, text, size, width, most);
    buf_free(&lines);
    return n;
}

static void draw_title(struct plot *p, struct buf *out) {
    double width = (p->width - 2 * margin) / title_bold;
    p->y = margin + title_size;
    size_t n = paragraph(out, margin, p->y, title_size, width, most_lines, title_size + 5,
                         "font-size=\"17\" font-weight=\"bold\"", forest_title(&p->d));
    p->y += (double)(n > 0 ? n - 1 : 0) * (title_size + 5) + 14;
}

static void draw_headings(struct plot *p, struct buf *out) {
    struct buf heading = {0};
    const char *label = fact_heading(&p->d.label->field), *style = "font-weight=\"bold\"";
    forest_put_number_heading(&p->d, &heading);
    double label_room = p->label_width / title_bold, room = p->numbers_width / title_bold;
    size_t n = count_lines(label, text_size, label_room, most_lines);
    size_t m = count_lines(heading.text, text_size, room, most_lines);
    size_t most = n > m ? n : m;
    double last = p->y + (double)most * line_height;
    paragraph(out, margin, last - (double)(n - (n > 0)) * line_height, text_size, label_room,
              most_lines, line_height, style, label);
    paragraph(out, p->right + gap, last - (double)(m - (m > 0)) * line_height, text_size, room,
              most_lines, line_height, style, heading.text);
    buf_free(&heading);
    p->y = p->top = last + 8;
    svg_line(out, (struct svg_point){margin, p->y}, (struct svg_point){p->width - margin, p->y},
             "stroke=\"" SVG_INK "\"");
}

static size_t row_lines(const struct plot *p, const char *label, const char *numbers) {
    size_t n = count_lines(label, text_size, p->label_width, most_lines);
    size_t m = count_lines(numbers, text_size, p->numbers_width, most_lines);
    return n > m ? n : m > 0 ? m : 1;
}

static double row_height(size_t lines) {
    return (double)lines * line_height + row_padding;
}

/* Where the rows end; the grid is drawn before them, so that it lies below. */
static double rows_end(const struct plot *p) {
    double y = p->top;
    for (size_t i = 0; i < p->d.n; i++) {
        struct buf label = {0}, numbers = {0};
        row_text(p, i, &label, &numbers);
        y += row_height(row_lines(p, label.text, numbers.text));
        buf_free(&label);
        buf_free(&numbers);
    }
    return y;
}

static void draw_grid(const struct plot *p, struct buf *out) {
    int beyond;
    double y = p->bottom;
    for (size_t i = 0; i < p->axis.n; i++) {
        char text[NUM_TEXT_SIZE];
        double x = place(p, p->axis.tick[i], &beyond);
        num_text12(p->axis.tick[i], text);
        svg_line(out, (struct svg_point){x, p->top}, (struct svg_point){x, y},
                 "stroke=\"#e6e6e6\"");
        svg_line(out, (struct svg_point){x, y}, (struct svg_point){x, y + 5},
                 "stroke=\"" SVG_INK "\"");
        svg_text(out, (struct svg_point){x, y + 20}, SVG_MIDDLE, "", text);
    }
    svg_line(out, (struct svg_point){p->left, y}, (struct svg_point){p->right, y},
             "stroke=\"" SVG_INK "\"");
    double x = place(p, p->d.part->forest.reference, &beyond);
    svg_line(out, (struct svg_point){x, p->top}, (struct svg_point){x, y},
             "stroke=\"" SVG_GREY "\" stroke-width=\"1.5\" stroke-dasharray=\"5 4\"");
}

/* An arrow head at the end of the axis, pointing outwards. */
static void draw_arrow(const struct plot *p, struct buf *out, int beyond, double y) {
    double tip = (beyond < 0 ? p->left : p->right) + 3 * beyond, back = tip - 9 * beyond;
    struct svg_point head[] = {{tip, y}, {back, y - 5}, {back, y + 5}};
    svg_polygon(out, head, 3, "fill=\"" SVG_BLUE "\"");
}

static void draw_limits(const struct plot *p, struct buf *out, size_t row, double y) {
    double lower = forest_limit(p->d.lower, row), upper = forest_limit(p->d.upper, row);
    double value = p->d.value->value[row];
    if (isnan(lower) && isnan(upper))
        return;
    int before, after;
    double x1 = place(p, isnan(lower) ? value : lower, &before);
    double x2 = place(p, isnan(upper) ? value : upper, &after);
    svg_line(out, (struct svg_point){x1, y}, (struct svg_point){x2, y},
             "stroke=\"" SVG_BLUE "\" stroke-width=\"2\"");
    if (before != 0)
        draw_arrow(p, out, before, y);
    if (after != 0)
        draw_arrow(p, out, after, y);
}

static void draw_square(struct buf *out, double x, double y, const char *attributes) {
    svg_rect(out, (struct svg_point){x - half_mark, y - half_mark}, 2 * half_mark, 2 * half_mark,
             attributes);
}

static void draw_diamond(struct buf *out, double x, double y) {
    const double half = 7;
    struct svg_point corner[] = {{x, y - half}, {x + half, y}, {x, y + half}, {x - half, y}};
    svg_polygon(out, corner, 4, "fill=\"" SVG_BLUE "\"");
}

static void draw_estimate(const struct plot *p, struct buf *out, size_t row, double y) {
    int beyond;
    double x = place(p, p->d.value->value[row], &beyond);
    if (forest_is_reference(&p->d, row))
        draw_diamond(out, x, y);
    else if (beyond != 0)
        draw_arrow(p, out, beyond, y);
    else
        draw_square(out, x, y, "fill=\"" SVG_BLUE "\"");
}

/* Hollow: a bar over the bounds, or a square beside the axis where there are none. */
static void draw_missing(const struct plot *p, struct buf *out, size_t row, double y) {
    const char *hollow = "fill=\"#fff\" stroke=\"" SVG_BLUE "\" stroke-width=\"1.5\"";
    double lo, hi;
    column_bounds(p->d.value, row, &lo, &hi);
    if (isnan(lo) || isnan(hi)) {
        draw_square(out, p->left - gutter + half_mark, y, hollow);
        return;
    }
    int before, after;
    double x1 = place(p, lo, &before), x2 = place(p, hi, &after);
    svg_rect(out, (struct svg_point){x1, y - half_mark}, fmax(x2 - x1, 2), 2 * half_mark, hollow);
}

static void draw_row(struct plot *p, struct buf *out, size_t row) {
    struct buf label = {0}, numbers = {0}, tooltip = {0};
    row_text(p, row, &label, &numbers);
    if (label.n > 0)
        buf_addf(&tooltip, "%s: ", label.text);
    buf_add(&tooltip, numbers.text, numbers.n);
    double height = row_height(row_lines(p, label.text, numbers.text));
    double first = p->y + row_padding / 2.0 + text_size, middle = p->y + height / 2;
    svg_group_open(out, tooltip.text);
    paragraph(out, margin, first, text_size, p->label_width, most_lines, line_height, "",
              label.text);
    if (format_mark(p->d.value, row) == MARK_OK) {
        draw_limits(p, out, row, middle);
        draw_estimate(p, out, row, middle);
    } else {
        draw_missing(p, out, row, middle);
    }
    paragraph(out, p->right + gap, first, text_size, p->numbers_width, most_lines, line_height, "",
              numbers.text);
    svg_group_close(out);
    p->y += height;
    out->failed |= label.failed || numbers.failed || tooltip.failed;
    buf_free(&label);
    buf_free(&numbers);
    buf_free(&tooltip);
}

/* "lower than White" and "higher than White" at the sides of the dashed line, where there is room
 * for the words; a plain "lower" and "higher" where there is only room for those. */
static void draw_hint(const struct plot *p, struct buf *out, bool higher) {
    int beyond;
    double x = place(p, p->d.part->forest.reference, &beyond);
    double room = (higher ? p->right - x : x - p->left) + (higher ? 0 : gap / 2.0) - 8;
    const char *arrow = higher ? "higher" : "lower";
    struct buf text = {0};
    if (p->d.comparator != NULL)
        buf_addf(&text, "%s%s than %s%s", higher ? "" : "← ", arrow, p->d.comparator,
                 higher ? " →" : "");
    if (text.n == 0 || svg_text_width(text.text, small_size) > room) {
        buf_free(&text);
        buf_addf(&text, "%s%s%s", higher ? "" : "← ", arrow, higher ? " →" : "");
    }
    if (room >= least_hint)
        svg_text(out, (struct svg_point){higher ? x + 8 : x - 8, p->y},
                 higher ? SVG_START : SVG_END, "font-size=\"12\" fill=\"" SVG_GREY "\"", text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static void draw_axis_title(struct plot *p, struct buf *out) {
    p->y = p->bottom + 38;
    draw_hint(p, out, false);
    draw_hint(p, out, true);
    p->y += 22;
    double width = p->right - p->left;
    const char *title = forest_axis_title(&p->d);
    double used = fmin(svg_text_width(title, text_size), width);
    size_t n = paragraph(out, p->left + (width - used) / 2, p->y, text_size, width, most_lines,
                         line_height, "", title);
    p->y += (double)(n > 0 ? n - 1 : 0) * line_height + 10;
}

static void draw_small(struct plot *p, struct buf *out, const char *text) {
    const double height = 16;
    p->y += height;
    size_t n = paragraph(out, margin, p->y, small_size, p->width - 2 * margin, 6, height,
                         "font-size=\"12\" fill=\"" SVG_GREY "\"", text);
    p->y += (double)(n > 0 ? n - 1 : 0) * height;
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
    p->y += margin;
}

static void draw(struct plot *p, struct buf *out) {
    draw_title(p, out);
    draw_headings(p, out);
    p->bottom = rows_end(p);
    draw_grid(p, out);
    for (size_t i = 0; i < p->d.n; i++)
        draw_row(p, out, i);
    draw_axis_title(p, out);
    draw_notes(p, out);
}

bool forest_svg(const struct part *part, const char *id_prefix, struct buf *out, struct err *e) {
    struct plot p = {0};
    if (!forest_data(part, &p.d, e))
        return false;
    set_axis(&p);
    set_columns(&p);
    struct buf picture = {0}, summary = {0};
    draw(&p, &picture); /* first: the height is known only at the end */
    forest_put_summary(&p.d, &summary);
    svg_open(out, id_prefix, p.width, p.y, forest_title(&p.d), summary.text);
    buf_add(out, picture.text, picture.n);
    svg_close(out);
    out->failed |= picture.failed || summary.failed;
    buf_free(&picture);
    buf_free(&summary);
    return !out->failed || fail(e, ERR_NOMEM, "out of memory");
}
