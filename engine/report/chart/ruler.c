#include "report/chart/ruler.h"

#include <math.h>

#include "base/num.h"

enum { type_size = 14, gap = 6 }; /* of the numbers; between two of them */
#define GRID "stroke=\"#e3e3e3\""
#define LINE "stroke=\"" SVG_INK "\""

double ruler_place(const struct ruler *r, double x, int *beyond) {
    double share = x > r->axis.low ? (x < r->axis.high ? axis_share(&r->axis, x) : 1) : 0;
    *beyond = x < r->axis.low ? -1 : x > r->axis.high ? 1 : 0;
    return r->from + share * (r->to - r->from);
}

double ruler_at(const struct ruler *r, double x) {
    return r->from + axis_share(&r->axis, x) * (r->to - r->from);
}

static double tick_place(const struct ruler *r, size_t i) {
    int beyond;
    return ruler_place(r, r->axis.tick[i], &beyond);
}

/* Whole numbers are read more easily with separators: "100,000". */
static void tick_text(const struct ruler *r, size_t i, char text[NUM_FIXED_SIZE]) {
    const double most_digits = 1e15;
    double x = r->axis.tick[i];
    if (x == floor(x) && fabs(x) < most_digits)
        num_fixed(x, 0, true, text);
    else
        num_text12(x, text);
}

void ruler_arrow(const struct ruler *r, struct buf *out, int beyond, double y, double half,
                 const char *attributes) {
    double tip = (beyond < 0 ? r->from : r->to) + 3 * beyond, back = tip - 1.8 * half * beyond;
    struct svg_point head[] = {{tip, y}, {back, y - half}, {back, y + half}};
    svg_polygon(out, head, 3, attributes);
}

static double half_width(const struct ruler *r, size_t tick, double size) {
    char text[NUM_FIXED_SIZE];
    tick_text(r, tick, text);
    return svg_text_width(text, size) / 2;
}

/* Has each 'step'th tick room for its number? */
static bool has_room(const struct ruler *r, size_t step) {
    double end = -INFINITY;
    for (size_t i = 0; i < r->axis.n; i += step) {
        double x = tick_place(r, i), half = half_width(r, i, type_size);
        if (x - half < end + gap)
            return false;
        end = x + half;
    }
    return true;
}

/* Every how many ticks a number stands: numbers in equal steps, "0 200 400", are read as such. */
static size_t step_across(const struct ruler *r) {
    size_t step = 1;
    while (!r->axis.logarithmic && !r->axis.rooted && !has_room(r, step))
        step++;
    return step;
}

/* Numbers below the line at y; one that has no room behind the one before is left out. */
static void numbers_across(const struct ruler *r, struct buf *out, double y) {
    double end = -INFINITY;
    for (size_t i = 0, step = step_across(r); i < r->axis.n; i += step) {
        char text[NUM_FIXED_SIZE];
        double x = tick_place(r, i);
        tick_text(r, i, text);
        double half = svg_text_width(text, type_size) / 2;
        if (x - half < end + gap)
            continue;
        svg_text(out, (struct svg_point){x, y + 20}, SVG_MIDDLE, "", text);
        end = x + half;
    }
}

void ruler_across(const struct ruler *r, struct buf *out, double y) {
    const double tick = 5;
    svg_rules_open(out);
    svg_rule_across(out, (struct svg_point){r->from, y}, r->to);
    for (size_t i = 0; i < r->axis.n; i++)
        svg_rule_up(out, (struct svg_point){tick_place(r, i), y}, y + tick);
    svg_rules_close(out, LINE);
    numbers_across(r, out, y);
}

/* The tick above tick i that has room for its number; the lowest one always has. */
static size_t tick_above(const struct ruler *r, size_t i) {
    const double least = 1.5 * type_size;
    double y = tick_place(r, i++);
    while (i < r->axis.n && y - tick_place(r, i) < least)
        i++;
    return i;
}

void ruler_up(const struct ruler *r, struct buf *out, double x) {
    const double tick = 5;
    svg_rules_open(out);
    svg_rule_up(out, (struct svg_point){x, r->from}, r->to);
    for (size_t i = 0; i < r->axis.n; i = tick_above(r, i))
        svg_rule_across(out, (struct svg_point){x - tick, tick_place(r, i)}, x);
    svg_rules_close(out, LINE);
    for (size_t i = 0; i < r->axis.n; i = tick_above(r, i)) {
        char text[NUM_FIXED_SIZE];
        tick_text(r, i, text);
        svg_text(out, (struct svg_point){x - 8, tick_place(r, i) + 5}, SVG_END, "", text);
    }
}

void ruler_grid_across(const struct ruler *r, struct buf *out, double y, double end) {
    svg_rules_open(out);
    for (size_t i = 0; i < r->axis.n; i++)
        svg_rule_up(out, (struct svg_point){tick_place(r, i), y}, end);
    svg_rules_close(out, GRID);
}

void ruler_grid_up(const struct ruler *r, struct buf *out, double x, double end) {
    svg_rules_open(out);
    for (size_t i = 0; i < r->axis.n; i = tick_above(r, i))
        svg_rule_across(out, (struct svg_point){x, tick_place(r, i)}, end);
    svg_rules_close(out, GRID);
}

double ruler_width(const struct ruler *r, double size) {
    double widest = 0;
    for (size_t i = 0; i < r->axis.n; i++) {
        char text[NUM_FIXED_SIZE];
        tick_text(r, i, text);
        widest = fmax(widest, svg_text_width(text, size));
    }
    return widest;
}

double ruler_overhang_low(const struct ruler *r, double size) {
    return half_width(r, 0, size);
}

double ruler_overhang(const struct ruler *r, double size) {
    return half_width(r, r->axis.n - 1, size);
}
