#include <math.h>
#include <string.h>

#include "report/chart/chart_parts.h"
#include "report/chart/trend_data.h"
#include "report/facts.h"

void trend_put_year(const struct trend_data *d, size_t i, struct buf *out) {
    format_cell(out, d->by_format, d->by, d->point[i].row);
}

void trend_put_label(const struct trend_data *d, size_t i, struct buf *out) {
    if (d->series != NULL)
        buf_addf(out, "%s, ", d->name[d->point[i].series]);
    trend_put_year(d, i, out);
}

void trend_put_numbers(const struct trend_data *d, size_t i, struct buf *out) {
    figures_put(&d->figures, d->point[i].row, out);
}

void trend_put_title(const struct trend_data *d, struct buf *out) {
    if (chart_has_text(d->part->title))
        buf_puts(out, d->part->title);
    else
        chart_put_heading(d->figures.value, out);
}

void trend_put_number_heading(const struct trend_data *d, struct buf *out) {
    figures_put_heading(&d->figures, out);
}

void trend_put_break(const struct trend_break *b, struct buf *out) {
    size_t n = strlen(b->given->why);
    buf_addf(out, "break at %s: ", b->given->from);
    buf_add(out, b->given->why, n > 0 && b->given->why[n - 1] == '.' ? n - 1 : n);
}

void trend_put_gaps(const struct trend_data *d, size_t series, struct buf *out) {
    size_t end = d->start[series + 1], found = 0;
    for (size_t i = d->start[series]; i + 1 < end; i++) {
        if (d->point[i + 1].year - d->point[i].year <= 1)
            continue;
        buf_puts(out, found++ > 0 ? ", between " : "No row ");
        if (found == 1 && d->series != NULL)
            buf_addf(out, "of %s ", d->name[series]);
        buf_puts(out, found == 1 ? "between " : "");
        trend_put_year(d, i, out);
        buf_puts(out, " and ");
        trend_put_year(d, i + 1, out);
    }
}

static void put_value(const struct trend_data *d, size_t i, struct buf *out) {
    format_cell(out, d->figures.value_format, d->figures.value, d->point[i].row);
    buf_puts(out, " in ");
    trend_put_year(d, i, out);
}

/* "North 310.2 in 2018, 250.1 in 2025 (1 of 8 years without a figure)" */
static void put_series(const struct trend_data *d, size_t series, struct buf *out) {
    size_t first = d->start[series], end = d->start[series + 1];
    size_t known = 0, earliest = end, latest = end;
    for (size_t i = first; i < end; i++) {
        if (!chart_known(d->figures.value, d->point[i].row))
            continue;
        earliest = known++ == 0 ? i : earliest;
        latest = i;
    }
    if (d->series != NULL)
        buf_addf(out, "%s ", d->name[series]);
    if (known > 0)
        put_value(d, earliest, out);
    if (known > 1) {
        buf_puts(out, ", ");
        put_value(d, latest, out);
    }
    if (known == end - first)
        return;
    buf_puts(out, known > 0 ? " (" : "(");
    chart_put_size(out, end - first - known);
    buf_puts(out, " of ");
    chart_put_size(out, end - first);
    buf_puts(out, end - first == 1 ? " year without a figure)" : " years without a figure)");
}

void trend_put_summary(const struct trend_data *d, struct buf *out) {
    chart_put_heading(d->figures.value, out);
    buf_puts(out, d->n == 0 ? ": no rows" : ": ");
    for (size_t k = 0; k < d->n_series; k++) {
        if (d->start[k] == d->start[k + 1])
            continue;
        buf_puts(out, d->start[k] > 0 ? "; " : "");
        put_series(d, k, out);
    }
    for (size_t i = 0; i < d->n_breaks; i++) {
        buf_puts(out, "; ");
        trend_put_break(&d->at_break[i], out);
    }
    buf_puts(out, ".");
}

void trend_put_reading(const struct trend_data *d, struct buf *out) {
    buf_puts(out, "Across: ");
    chart_put_heading(d->by, out);
    buf_puts(out, ". Up: ");
    chart_put_heading(d->figures.value, out);
    buf_puts(out, ". ");
    if (d->figures.lower != NULL && d->figures.upper != NULL) {
        buf_puts(out, "The band around a line is the ");
        figures_put_interval(&d->figures, out);
        buf_puts(out, ", that of a year that stands alone a bar; what ends at the edge goes on "
                      "beyond the chart. ");
    }
    for (size_t i = 0; i < d->n_breaks; i++) {
        buf_puts(out, "There is a ");
        trend_put_break(&d->at_break[i], out);
        buf_puts(out, ". ");
    }
    buf_puts(out, "A line is interrupted where the series breaks (dashed line), where a year is "
                  "missing and where a figure is hidden: the figures on either side are not "
                  "joined. Why a figure moves, the chart does not say.");
}
