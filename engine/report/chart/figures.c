#include "report/chart/figures.h"

#include <math.h>

#include "report/chart/chart_parts.h"

bool figures_find(const struct part *p, struct figures *f, struct err *e) {
    *f = (struct figures){0};
    return chart_column(p, ROLE_VALUE, &f->value, &f->value_format, e) &&
           chart_column(p, ROLE_LOWER, &f->lower, &f->lower_format, e) &&
           chart_column(p, ROLE_UPPER, &f->upper, &f->upper_format, e);
}

bool figures_have_limits(const struct figures *f, size_t row) {
    return chart_known(f->value, row) && f->lower != NULL && f->upper != NULL &&
           chart_known(f->lower, row) && chart_known(f->upper, row);
}

void figures_widen(const struct figures *f, struct range *r) {
    for (size_t row = 0; row < f->value->n; row++)
        range_widen_by_cell(r, f->value, row);
}

void figures_widen_by_limits(const struct figures *f, struct range most, struct range *r) {
    for (size_t row = 0; row < f->value->n; row++) {
        if (!figures_have_limits(f, row))
            continue;
        range_widen(r, fmax(f->lower->value[row], most.low));
        range_widen(r, fmin(f->upper->value[row], most.high));
    }
}

struct axis figures_axis(const struct figures *f) {
    struct range r = {0};
    figures_widen(f, &r);
    double reach = (r.high - r.low) / 2, least = r.low - reach, most = r.high + reach;
    for (size_t row = 0; row < f->value->n; row++) {
        if (!figures_have_limits(f, row))
            continue;
        range_widen(&r, fmin(most, f->upper->value[row]));
        range_widen(&r, r.low < 0 ? fmax(least, f->lower->value[row]) : r.low);
    }
    if (!(r.high > r.low))
        r.high = r.low + 1;
    return axis_make(r.low, r.high, false);
}

/* Limits to be named: one of them may have no end, and is not drawn then. */
static bool have_named_limits(const struct figures *f, size_t row) {
    return format_mark(f->value, row) == MARK_OK && !isnan(chart_limit(f->lower, row)) &&
           !isnan(chart_limit(f->upper, row));
}

void figures_put(const struct figures *f, size_t row, struct buf *out) {
    format_cell(out, f->value_format, f->value, row);
    if (!have_named_limits(f, row))
        return;
    buf_puts(out, " (");
    format_cell(out, f->lower_format, f->lower, row);
    buf_puts(out, " to ");
    format_cell(out, f->upper_format, f->upper, row);
    buf_puts(out, ")");
}

void figures_put_interval(const struct figures *f, struct buf *out) {
    double level = fmax(fmax(f->lower->field.conf_level, f->upper->field.conf_level),
                        f->value->field.conf_level);
    if (level > 0) {
        format_level(out, level);
        buf_puts(out, "\u00a0"); /* keeps it in one piece when the heading is broken */
    }
    buf_puts(out, "interval");
}

void figures_put_heading(const struct figures *f, struct buf *out) {
    chart_put_heading(f->value, out);
    if (f->lower == NULL || f->upper == NULL)
        return;
    buf_puts(out, " (");
    figures_put_interval(f, out);
    buf_puts(out, ")");
}
