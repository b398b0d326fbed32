#include <math.h>
#include <string.h>

#include "report/chart/chart_parts.h"
#include "report/chart/composition_data.h"
#include "report/facts.h"

static bool has_percent(const struct composition_data *d) {
    return d->value->field.unit != NULL && strcmp(d->value->field.unit, "%") == 0;
}

void composition_put_share(const struct composition_data *d, size_t row, struct buf *out) {
    format_cell(out, d->value_format, d->value, row);
    if (chart_known(d->value, row) && has_percent(d))
        buf_puts(out, "%");
}

/* "45.3% (1,234 of 2,580)" */
void composition_put_numbers(const struct composition_data *d, size_t row, struct buf *out) {
    composition_put_share(d, row, out);
    if (d->amount == NULL || d->whole == NULL)
        return;
    buf_puts(out, " (");
    format_cell(out, d->amount_format, d->amount, row);
    buf_puts(out, " of ");
    format_cell(out, d->whole_format, d->whole, row);
    buf_puts(out, ")");
}

/* Any row of the category: the whole is the same in all. */
static size_t row_of(const struct composition_data *d, size_t category) {
    size_t row = CROSSED_NONE;
    for (size_t k = 0; row == CROSSED_NONE && k < d->rows.n_series; k++)
        row = crossed_row(&d->rows, category, k);
    return row;
}

void composition_put_whole(const struct composition_data *d, size_t category, struct buf *out) {
    size_t row = row_of(d, category);
    if (d->whole == NULL || row == CROSSED_NONE)
        return;
    buf_puts(out, chart_known(d->whole, row) ? "n = " : "n ");
    format_cell(out, d->whole_format, d->whole, row);
}

void composition_put_title(const struct composition_data *d, struct buf *out) {
    if (chart_has_text(d->part->title))
        buf_puts(out, d->part->title);
    else
        chart_put_heading(d->value, out);
}

void composition_put_number_heading(const struct composition_data *d, struct buf *out) {
    chart_put_heading(d->value, out);
    if (d->amount != NULL && d->whole != NULL)
        buf_addf(out, " (%s of %s)", fact_heading(&d->amount->field),
                 fact_heading(&d->whole->field));
}

void composition_put_absent(const struct composition_data *d, struct buf *out) {
    const struct labels *unknown = &d->rows.series->field.unknown;
    for (size_t k = 0; k < d->rows.n_series; k++) {
        if (composition_is_unknown(d, k))
            return;
    }
    for (size_t i = 0; i < unknown->n; i++)
        buf_addf(out, "%s%s", i > 0 ? ", " : "", unknown->label[i]);
}

/* The part with the largest known share; CROSSED_NONE when there is none. */
static size_t largest(const struct composition_data *d, size_t category) {
    size_t best = CROSSED_NONE;
    double most = -1;
    for (size_t i = 0; i < d->rows.n_series; i++) {
        size_t row = crossed_row(&d->rows, category, d->order[i]);
        if (row == CROSSED_NONE || !chart_known(d->value, row) || d->value->value[row] <= most)
            continue;
        best = d->order[i];
        most = d->value->value[row];
    }
    return best;
}

static void put_part(const struct composition_data *d, size_t category, size_t series,
                     struct buf *out) {
    buf_addf(out, "%s ", d->rows.name[series]);
    composition_put_share(d, crossed_row(&d->rows, category, series), out);
}

static void put_all_parts(const struct composition_data *d, size_t category, struct buf *out) {
    size_t n = 0;
    for (size_t i = 0; i < d->rows.n_series; i++) {
        if (crossed_row(&d->rows, category, d->order[i]) == CROSSED_NONE)
            continue;
        buf_puts(out, n++ > 0 ? ", " : "");
        put_part(d, category, d->order[i], out);
    }
}

/* May a hidden part be larger than those that are known? */
static bool has_hidden(const struct composition_data *d, size_t category) {
    for (size_t k = 0; k < d->rows.n_series; k++) {
        size_t row = crossed_row(&d->rows, category, k);
        if (row != CROSSED_NONE && !chart_known(d->value, row))
            return true;
    }
    return false;
}

static void put_largest(const struct composition_data *d, size_t category, struct buf *out) {
    size_t series = largest(d, category);
    if (series == CROSSED_NONE) {
        buf_puts(out, "no share");
        return;
    }
    buf_puts(out, has_hidden(d, category) ? "largest known " : "largest ");
    put_part(d, category, series, out);
}

/* "Leicester: White 45.3%, Asian 31.0% (n = 2,580)" */
static void put_bar(const struct composition_data *d, size_t category, bool all, struct buf *out) {
    struct buf whole = {0};
    buf_addf(out, "%s: ", d->rows.category[category]);
    if (all)
        put_all_parts(d, category, out);
    else
        put_largest(d, category, out);
    composition_put_whole(d, category, &whole);
    if (whole.n > 0)
        buf_addf(out, " (%s)", whole.text);
    out->failed |= whole.failed;
    buf_free(&whole);
}

static size_t count_hidden(const struct composition_data *d) {
    size_t n = 0;
    for (size_t row = 0; row < d->value->n; row++)
        n += !chart_known(d->value, row);
    return n;
}

void composition_put_summary(const struct composition_data *d, struct buf *out) {
    enum { few_parts = 24, few_bars = 12 };
    size_t n = d->rows.n_by, shown = n < few_bars ? n : few_bars;
    bool all = n * d->rows.n_series <= few_parts;
    chart_put_heading(d->value, out);
    buf_puts(out, n == 0 ? ": no rows" : ". ");
    for (size_t i = 0; i < shown; i++) {
        buf_puts(out, i > 0 ? "; " : "");
        put_bar(d, i, all, out);
    }
    if (shown < n) {
        buf_puts(out, "; and ");
        chart_put_size(out, n - shown);
        buf_puts(out, n - shown == 1 ? " more" : " more bars");
    }
    size_t hidden = count_hidden(d);
    if (hidden > 0) {
        buf_puts(out, "; ");
        chart_put_size(out, hidden);
        buf_puts(out,
                 hidden == 1 ? " share is not known exactly" : " shares are not known exactly");
    }
    buf_puts(out, ".");
}

void composition_put_reading(const struct composition_data *d, struct buf *out) {
    bool unknown = false;
    for (size_t k = 0; k < d->rows.n_series; k++)
        unknown |= composition_is_unknown(d, k);
    buf_puts(out, "Each bar is a whole, 100%, split into its parts");
    if (d->whole != NULL)
        buf_addf(out, "; n: %s", fact_heading(&d->whole->field));
    buf_puts(out, ".");
    if (unknown)
        buf_puts(out, " Those whose group is not known are part of the whole (cross-hatched, "
                      "last): each other share would be larger without them.");
    if (count_hidden(d) > 0)
        buf_puts(out, " Where shares are not known each part is drawn at the least that it is; "
                      "the lanes in what is left, with dashed outlines, say how much more of it "
                      "each part may be.");
}
