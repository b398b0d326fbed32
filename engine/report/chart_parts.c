#include "report/chart_parts.h"

#include <math.h>

#include "base/num.h"
#include "report/facts.h"

bool chart_has_text(const char *text) {
    return text != NULL && text[0] != '\0';
}

bool chart_known(const struct column *c, size_t row) {
    return format_mark(c, row) == MARK_OK && isfinite(c->value[row]);
}

bool chart_bounded(const struct column *c, size_t row) {
    double lo, hi;
    if (format_mark(c, row) == MARK_OK)
        return false;
    column_bounds(c, row, &lo, &hi);
    return isfinite(lo) && isfinite(hi);
}

double chart_limit(const struct column *c, size_t row) {
    return c != NULL && format_mark(c, row) == MARK_OK ? c->value[row] : NAN;
}

void chart_put_size(struct buf *out, size_t n) {
    char text[NUM_FIXED_SIZE];
    num_fixed((double)n, 0, true, text);
    buf_puts(out, text);
}

void chart_put_heading(const struct column *c, struct buf *out) {
    const char *unit = fact_unit(&c->field);
    buf_addf(out, "%s%s%s", fact_heading(&c->field), unit != NULL ? " " : "",
             unit != NULL ? unit : "");
}

void chart_square(struct buf *out, struct svg_point at, double half, const char *attributes) {
    svg_rect(out, (struct svg_point){at.x - half, at.y - half}, 2 * half, 2 * half, attributes);
}

void chart_diamond(struct buf *out, struct svg_point at, double half, const char *attributes) {
    struct svg_point corner[] = {
        {at.x, at.y - half}, {at.x + half, at.y}, {at.x, at.y + half}, {at.x - half, at.y}};
    svg_polygon(out, corner, 4, attributes);
}

void chart_triangle(struct buf *out, struct svg_point at, double half, bool up,
                    const char *attributes) {
    double tip = up ? -half : half;
    struct svg_point corner[] = {
        {at.x, at.y + tip}, {at.x + half, at.y - tip}, {at.x - half, at.y - tip}};
    svg_polygon(out, corner, 3, attributes);
}
