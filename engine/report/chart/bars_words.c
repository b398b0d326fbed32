#include <math.h>

#include "report/chart/bars_data.h"
#include "report/chart/chart_parts.h"

void bars_put_title(const struct bars_data *d, struct buf *out) {
    if (chart_has_text(d->part->title))
        buf_puts(out, d->part->title);
    else
        chart_put_heading(d->figures.value, out);
}

/* The category with the largest (sign 1) or smallest (-1) known figure of a series; n_by: none. */
static size_t extreme(const struct bars_data *d, size_t series, double sign) {
    size_t best = d->rows.n_by;
    double most = -INFINITY;
    for (size_t i = 0; i < d->rows.n_by; i++) {
        size_t row = crossed_row(&d->rows, i, series);
        if (row == CROSSED_NONE || !chart_known(d->figures.value, row))
            continue;
        if (best == d->rows.n_by || sign * d->figures.value->value[row] > most) {
            best = i;
            most = sign * d->figures.value->value[row];
        }
    }
    return best;
}

static void put_bar(const struct bars_data *d, size_t category, size_t series, struct buf *out) {
    buf_addf(out, "%s ", d->rows.category[category]);
    figures_put(&d->figures, crossed_row(&d->rows, category, series), out);
}

/* A figure that is hidden may be higher, or lower, than those that are known. */
static bool all_known(const struct bars_data *d, size_t series) {
    for (size_t i = 0; i < d->rows.n_by; i++) {
        size_t row = crossed_row(&d->rows, i, series);
        if (row != CROSSED_NONE && !chart_known(d->figures.value, row))
            return false;
    }
    return true;
}

/* "Leicester: highest Mixed 91.2 (...), lowest Asian 20.1 (...)" */
static void put_series(const struct bars_data *d, size_t series, struct buf *out) {
    size_t high = extreme(d, series, 1), low = extreme(d, series, -1);
    const char *known = all_known(d, series) ? "" : "known ";
    if (d->rows.series != NULL)
        buf_addf(out, "%s: ", d->rows.name[series]);
    if (high == d->rows.n_by) {
        buf_puts(out, "no figure");
        return;
    }
    if (high != low)
        buf_addf(out, "highest %s", known);
    put_bar(d, high, series, out);
    if (high == low)
        return;
    buf_addf(out, ", lowest %s", known);
    put_bar(d, low, series, out);
}

static void put_count(struct buf *out, size_t n, const char *one, const char *many) {
    if (n == 0)
        return;
    buf_puts(out, "; ");
    chart_put_size(out, n);
    buf_puts(out, n == 1 ? one : many);
}

static void put_hidden(const struct bars_data *d, struct buf *out) {
    size_t bounded = 0, none = 0;
    for (size_t row = 0; row < d->figures.value->n; row++) {
        bounded += chart_bounded(d->figures.value, row);
        none += bars_has_no_place(d, row);
    }
    put_count(out, bounded, " figure is known between bounds only",
              " figures are known between bounds only");
    put_count(out, none, " bar has no figure", " bars have no figure");
    put_count(out, crossed_missing(&d->rows), " bar has no row", " bars have no row");
}

void bars_put_summary(const struct bars_data *d, struct buf *out) {
    chart_put_heading(d->figures.value, out);
    buf_puts(out, d->rows.n_by == 0 ? ": no rows" : d->rows.series != NULL ? ". " : ": ");
    for (size_t k = 0; d->rows.n_by > 0 && k < d->rows.n_series; k++) {
        buf_puts(out, k > 0 ? "; " : "");
        put_series(d, k, out);
    }
    put_hidden(d, out);
    buf_puts(out, ".");
}

void bars_put_reading(const struct bars_data *d, struct buf *out) {
    buf_puts(out, "Length of a bar, from 0: ");
    chart_put_heading(d->figures.value, out);
    buf_puts(out, ".");
    if (d->figures.lower != NULL && d->figures.upper != NULL) {
        buf_puts(out, " The line at the end of a bar is its ");
        figures_put_interval(&d->figures, out);
        buf_puts(out,
                 "; an arrow means that it goes on beyond the chart. Two figures can differ by "
                 "more than chance although their intervals overlap: a ratio with its "
                 "interval says so.");
    }
}
