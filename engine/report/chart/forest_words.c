#include "report/chart/forest_data.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "report/chart/chart_parts.h"
#include "report/facts.h"

static double level_of(const struct column *c) {
    return c != NULL ? c->field.conf_level : 0;
}

bool forest_data(const struct part *p, struct forest_data *d, struct err *e) {
    *d = (struct forest_data){.part = p, .n = p->table.n_rows};
    if (!chart_column(p, ROLE_LABEL, &d->label, &d->label_format, e) ||
        !chart_column(p, ROLE_VALUE, &d->value, &d->value_format, e) ||
        !chart_column(p, ROLE_LOWER, &d->lower, &d->lower_format, e) ||
        !chart_column(p, ROLE_UPPER, &d->upper, &d->upper_format, e) ||
        !chart_column(p, ROLE_EVENTS, &d->count, &d->count_format, e) ||
        !chart_column(p, ROLE_AT_RISK, &d->population, &d->population_format, e))
        return false;
    d->conf_level = fmax(fmax(level_of(d->lower), level_of(d->upper)), level_of(d->value));
    d->comparator = chart_has_text(d->value->field.comparator) ? d->value->field.comparator : NULL;
    return true;
}

static bool is_named_as_comparator(const struct forest_data *d, size_t row) {
    if (d->label->field.type != COLUMN_LABEL)
        return false;
    const char *label = column_label(d->label, row);
    return label != NULL && strcmp(label, d->comparator) == 0;
}

/* Limits that do not apply: the row is compared with itself, as the first year of each area is. */
static bool has_no_limits(const struct forest_data *d, size_t row) {
    return d->lower != NULL && d->upper != NULL &&
           format_mark(d->lower, row) == MARK_NOT_APPLICABLE &&
           format_mark(d->upper, row) == MARK_NOT_APPLICABLE;
}

bool forest_is_reference(const struct forest_data *d, size_t row) {
    return d->comparator != NULL && d->value->value[row] == d->part->drawing.reference &&
           (is_named_as_comparator(d, row) || has_no_limits(d, row));
}

void forest_put_label(const struct forest_data *d, size_t row, struct buf *out) {
    format_cell(out, d->label_format, d->label, row);
}

void forest_put_numbers(const struct forest_data *d, size_t row, struct buf *out) {
    format_cell(out, d->value_format, d->value, row);
    if (format_mark(d->value, row) != MARK_OK)
        return;
    if (forest_is_reference(d, row)) {
        buf_puts(out, " (reference)");
    } else if (d->lower != NULL && d->upper != NULL) {
        buf_puts(out, " (");
        format_cell(out, d->lower_format, d->lower, row);
        buf_puts(out, " to ");
        format_cell(out, d->upper_format, d->upper, row);
        buf_puts(out, ")");
    }
}

void forest_put_counts(const struct forest_data *d, size_t row, struct buf *out) {
    if (d->count == NULL)
        return;
    format_cell(out, d->count_format, d->count, row);
    if (d->population == NULL)
        return;
    buf_puts(out, " / ");
    format_cell(out, d->population_format, d->population, row);
}

void forest_put_counts_heading(const struct forest_data *d, struct buf *out) {
    if (d->count == NULL)
        return;
    buf_puts(out, fact_heading(&d->count->field));
    if (d->population != NULL)
        buf_addf(out, " / %s", fact_heading(&d->population->field));
}

void forest_put_number_heading(const struct forest_data *d, struct buf *out) {
    buf_puts(out, fact_heading(&d->value->field));
    if (d->lower == NULL || d->upper == NULL)
        return;
    buf_puts(out, " (");
    if (d->conf_level > 0) {
        format_level(out, d->conf_level);
        buf_puts(out, "\u00a0"); /* keeps the bracket in one piece when the heading is broken */
    }
    buf_puts(out, "interval)");
}

const char *forest_axis_title(const struct forest_data *d) {
    const char *axis = d->part->drawing.axis;
    return chart_has_text(axis) ? axis : fact_heading(&d->value->field);
}

const char *forest_title(const struct forest_data *d) {
    return chart_has_text(d->part->title) ? d->part->title : forest_axis_title(d);
}

static bool is_compared(const struct forest_data *d, size_t row) {
    return format_mark(d->value, row) == MARK_OK && !forest_is_reference(d, row);
}

/* The compared row with the largest (sign 1) or smallest (-1) value; n when there is none. */
static size_t extreme(const struct forest_data *d, double sign) {
    size_t best = d->n;
    for (size_t i = 0; i < d->n; i++) {
        if (is_compared(d, i) &&
            (best == d->n || sign * d->value->value[i] > sign * d->value->value[best]))
            best = i;
    }
    return best;
}

static void put_row(const struct forest_data *d, size_t row, struct buf *out) {
    forest_put_label(d, row, out);
    buf_puts(out, " ");
    forest_put_numbers(d, row, out);
}

/* How many intervals leave the reference out, and how many there are. */
static size_t count_apart(const struct forest_data *d, size_t *intervals) {
    size_t apart = 0;
    double reference = d->part->drawing.reference;
    *intervals = 0;
    for (size_t i = 0; i < d->n; i++) {
        double lower = chart_limit(d->lower, i), upper = chart_limit(d->upper, i);
        if (!is_compared(d, i) || isnan(lower) || isnan(upper))
            continue;
        ++*intervals;
        apart += lower > reference || upper < reference;
    }
    return apart;
}

static void put_intervals(const struct forest_data *d, struct buf *out) {
    size_t intervals, apart = count_apart(d, &intervals);
    if (intervals == 0 || isnan(d->part->drawing.reference))
        return;
    char reference[NUM_TEXT_SIZE];
    num_text12(d->part->drawing.reference, reference);
    buf_puts(out, "; ");
    chart_put_size(out, apart);
    buf_puts(out, " of ");
    chart_put_size(out, intervals);
    buf_puts(out, intervals == 1 ? " interval" : " intervals");
    buf_puts(out, apart == 1 || intervals == 1 ? " leaves out " : " leave out ");
    buf_puts(out, reference);
}

static bool is_bounded(const struct forest_data *d, size_t row) {
    double lo, hi;
    column_bounds(d->value, row, &lo, &hi);
    return !isnan(lo) || !isnan(hi);
}

static void put_rows(struct buf *out, size_t n, const char *one, const char *many) {
    if (n == 0)
        return;
    buf_puts(out, "; ");
    chart_put_size(out, n);
    buf_puts(out, n == 1 ? one : many);
}

/* Rows without a figure: those that are known between bounds, and the others. */
static size_t count_hidden(const struct forest_data *d, size_t *bounded) {
    size_t missing = 0;
    *bounded = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (format_mark(d->value, i) == MARK_OK)
            continue;
        if (is_bounded(d, i))
            ++*bounded;
        else
            missing++;
    }
    return missing;
}

static void put_missing(const struct forest_data *d, struct buf *out) {
    size_t bounded, missing = count_hidden(d, &bounded);
    put_rows(out, bounded, " row is known between bounds only",
             " rows are known between bounds only");
    put_rows(out, missing, " row has no figure", " rows have no figure");
}

/* "highest Mixed 1.46 (...), lowest Asian 0.85 (...)": of the known, where a hidden one may lie
 * beyond them. */
static void put_extremes(const struct forest_data *d, size_t high, size_t low, struct buf *out) {
    size_t bounded, hidden = count_hidden(d, &bounded) + bounded;
    const char *known = hidden > 0 ? "known " : "";
    buf_addf(out, ": highest %s", known);
    put_row(d, high, out);
    buf_addf(out, ", lowest %s", known);
    put_row(d, low, out);
}

void forest_put_summary(const struct forest_data *d, struct buf *out) {
    buf_puts(out, forest_axis_title(d));
    size_t high = extreme(d, 1), low = extreme(d, -1);
    if (high == d->n)
        buf_puts(out, ": no row has a figure to compare");
    else if (high == low) {
        buf_puts(out, ": ");
        put_row(d, high, out);
    } else {
        put_extremes(d, high, low, out);
    }
    put_intervals(d, out);
    put_missing(d, out);
    buf_puts(out, ".");
}

/* What it means where an interval crosses the dashed line; nothing when there is none. */
static void put_crossing(const struct forest_data *d, struct buf *out) {
    char reference[NUM_TEXT_SIZE];
    if (isnan(d->part->drawing.reference))
        return;
    num_text12(d->part->drawing.reference, reference);
    buf_addf(out,
             " Where a line crosses the dashed line at %s, these figures alone do not show a "
             "difference",
             reference);
    if (d->comparator != NULL)
        buf_addf(out, " from %s", d->comparator);
    buf_puts(out, ".");
}

void forest_put_reading(const struct forest_data *d, struct buf *out) {
    buf_addf(out, "Squares: %s.", fact_heading(&d->value->field));
    if (d->lower != NULL && d->upper != NULL) {
        buf_puts(out, " Lines: ");
        if (d->conf_level > 0)
            format_level(out, d->conf_level);
        buf_addf(out, "%sinterval; an arrow means that it goes on beyond the chart.",
                 d->conf_level > 0 ? " " : "");
        put_crossing(d, out);
    }
    if (d->part->drawing.logarithmic)
        buf_puts(out, " Equal distances are equal ratios: half and double lie equally far from 1.");
}
