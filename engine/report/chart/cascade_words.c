#include <string.h>

#include "report/chart/cascade_data.h"
#include "report/chart/chart_parts.h"
#include "report/facts.h"

void cascade_put_label(const struct cascade_data *d, size_t stage, size_t k, struct buf *out) {
    crossed_put_label(&d->crossed, stage, d->group[k], out);
}

void cascade_put_numbers(const struct cascade_data *d, size_t row, struct buf *out) {
    figures_put(&d->pane[0], row, out);
    if (d->panes == 1)
        return;
    buf_puts(out, "; cumulative ");
    figures_put(&d->pane[1], row, out);
}

void cascade_put_number_heading(const struct cascade_data *d, struct buf *out) {
    figures_put_heading(&d->pane[0], out);
    if (d->panes > 1)
        buf_puts(out, ", and cumulative");
}

/* A row of the stage, of any group, that says what it is divided by; CROSSED_NONE when none does.
 */
static size_t stage_row(const struct cascade_data *d, size_t stage, const struct column *c) {
    for (size_t k = 0; c != NULL && k < d->crossed.n_series; k++) {
        size_t row = crossed_row(&d->crossed, stage, k);
        if (row != CROSSED_NONE && format_mark(c, row) != MARK_NOT_APPLICABLE &&
            format_mark(c, row) != MARK_BLANK)
            return row;
    }
    return CROSSED_NONE;
}

void cascade_put_basis(const struct cascade_data *d, size_t stage, struct buf *out) {
    size_t feeder = stage_row(d, stage, d->feeder), unknown = stage_row(d, stage, d->unknown);
    size_t before = out->n;
    if (!cascade_applies(d, stage))
        buf_puts(out, "the first stage");
    else if (feeder != CROSSED_NONE) {
        buf_puts(out, "divided by ");
        format_cell(out, d->feeder_format, d->feeder, feeder);
    }
    if (unknown == CROSSED_NONE)
        return;
    buf_puts(out, out->n > before ? "; group not known: " : "group not known: ");
    format_cell(out, d->unknown_format, d->unknown, unknown);
    buf_puts(out, format_mark(d->unknown, unknown) == MARK_OK ? "%" : "");
}

void cascade_put_tooltip(const struct cascade_data *d, size_t stage, size_t k, struct buf *out) {
    size_t row = cascade_row(d, stage, k), feeder = stage_row(d, stage, d->feeder);
    cascade_put_label(d, stage, k, out);
    buf_puts(out, ": ");
    cascade_put_numbers(d, row, out);
    if (feeder == CROSSED_NONE)
        return;
    buf_puts(out, "; divided by ");
    format_cell(out, d->feeder_format, d->feeder, feeder);
}

static void put_base(const struct cascade_data *d, struct buf *out) {
    const char *base = d->pane[1].value->field.denominator;
    buf_puts(out, chart_has_text(base) ? base : "the first stage");
}

void cascade_put_pane(const struct cascade_data *d, size_t pane, struct buf *out) {
    buf_puts(out, pane == 0 ? "At each stage" : "Cumulative, of ");
    if (pane > 0)
        put_base(d, out);
}

static void put_measure(const struct cascade_data *d, struct buf *out) {
    chart_put_heading(d->pane[0].value, out);
    if (d->reference != NULL)
        buf_addf(out, " to %s", d->reference);
}

void cascade_put_axis(const struct cascade_data *d, struct buf *out) {
    put_measure(d, out);
    buf_puts(out, " (log scale)");
}

void cascade_put_title(const struct cascade_data *d, struct buf *out) {
    if (chart_has_text(d->part->title))
        buf_puts(out, d->part->title);
    else
        put_measure(d, out);
}

/* "Black 1.400 at Assessed, 2.000 at Plan (2.800 cumulative)" */
static void put_group(const struct cascade_data *d, size_t k, struct buf *out) {
    size_t found = 0, last = CROSSED_NONE;
    buf_puts(out, d->crossed.name[d->group[k]]);
    for (size_t stage = 0; stage < d->crossed.n_by; stage++) {
        size_t row = cascade_row(d, stage, k);
        if (row == CROSSED_NONE || !cascade_applies(d, stage))
            continue;
        buf_puts(out, found++ > 0 ? ", " : " ");
        format_cell(out, d->pane[0].value_format, d->pane[0].value, row);
        buf_addf(out, " at %s", d->crossed.category[stage]);
        last = row;
    }
    if (found == 0)
        buf_puts(out, " has no figure");
    if (last == CROSSED_NONE || d->panes == 1)
        return;
    buf_puts(out, " (cumulative to the last ");
    format_cell(out, d->pane[1].value_format, d->pane[1].value, last);
    buf_puts(out, ")");
}

void cascade_put_summary(const struct cascade_data *d, struct buf *out) {
    put_measure(d, out);
    buf_puts(out, d->n_groups == 0 ? ": no groups to compare" : ": ");
    for (size_t k = 0; k < d->n_groups; k++) {
        buf_puts(out, k > 0 ? "; " : "");
        put_group(d, k, out);
    }
    buf_puts(out, ".");
}

void cascade_put_reading(const struct cascade_data *d, struct buf *out) {
    const char *reference = d->reference != NULL ? d->reference : "the reference group";
    buf_puts(out, "Stages from top to bottom. A mark is a group's ");
    buf_puts(out, fact_heading(&d->pane[0].value->field));
    buf_addf(out,
             ": its share or rate of those under \"divided by\", in multiples of that of %s, which "
             "is the dashed line. ",
             reference);
    if (d->pane[0].lower != NULL && d->pane[0].upper != NULL) {
        buf_puts(out, "The line through a mark is its ");
        figures_put_interval(&d->pane[0], out);
        buf_puts(out, "; where it crosses the dashed line, these figures alone do not show a "
                      "difference. ");
    }
    buf_puts(out, "Equal distances are equal ratios. The figures of each stage are of different "
                  "people, so they are not joined. ");
    if (d->panes > 1) {
        buf_puts(out, "Cumulative figures are of ");
        put_base(d, out);
        buf_puts(out, ": all that has arisen up to a stage. ");
    }
    if (d->unknown != NULL)
        buf_puts(out, "Where the share whose group is not known differs between stages, so can the "
                      "ratios, without any change in what is decided. ");
    buf_puts(out, "Why groups differ, the chart does not say.");
}
