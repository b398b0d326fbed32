#include "report/chart/chart_parts.h"

#include <math.h>

#include "base/num.h"
#include "report/facts.h"

bool chart_has_text(const char *text) {
    return text != NULL && text[0] != '\0';
}

/* The names of rows may be years. */
static const struct column *find(const struct table *t, enum drawing_role role, const char *name,
                                 struct err *e) {
    if (role == ROLE_LABEL)
        return table_need(t, name, e);
    return drawing_role_is_label(role) ? table_need_labels(t, name, e)
                                       : table_need_numbers(t, name, e);
}

bool chart_column(const struct part *p, enum drawing_role role, const struct column **c,
                  struct number_format *f, struct err *e) {
    const char *name = p->drawing.column[role];
    *c = NULL;
    if (!drawing_has(&p->drawing, role) && !part_kind_needs(p->kind, role))
        return true;
    *c = find(&p->table, role, name != NULL ? name : "", e);
    if (*c != NULL && f != NULL)
        *f = format_of(*c);
    return *c != NULL;
}

bool chart_known(const struct column *c, size_t row) {
    return format_mark(c, row) == MARK_OK && isfinite(c->value[row]);
}

bool chart_bounded(const struct column *c, size_t row) {
    double lo, hi;
    if (format_mark(c, row) == MARK_OK)
        return false;
    column_bounds(c, row, &lo, &hi);
    return isfinite(lo) || isfinite(hi);
}

bool chart_open_ended(const struct column *c, size_t row) {
    double lo, hi;
    column_bounds(c, row, &lo, &hi);
    return chart_bounded(c, row) && (isinf(lo) || isinf(hi));
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

void chart_take(fact_taker *take, void *to, struct buf *label, struct buf *numbers) {
    take(to, label->n > 0 ? label->text : "", numbers->n > 0 ? numbers->text : "");
    buf_free(label);
    buf_free(numbers);
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
