#include <math.h>

#include "report/chart/chart_parts.h"
#include "report/chart/ranked_data.h"
#include "report/facts.h"

void ranked_put_label(const struct ranked_data *d, size_t row, struct buf *out) {
    format_cell(out, d->label_format, d->label, row);
}

void ranked_put_title(const struct ranked_data *d, struct buf *out) {
    if (chart_has_text(d->part->title))
        buf_puts(out, d->part->title);
    else
        chart_put_heading(d->figures.value, out);
}

static void put_line(const struct ranked_data *d, struct buf *out) {
    format_number(out, d->figures.value_format, d->part->drawing.reference);
}

/* "England"; the number where it has no name. */
static void put_reference_name(const struct ranked_data *d, struct buf *out) {
    const char *name = d->part->drawing.reference_name;
    if (chart_has_text(name))
        buf_puts(out, name);
    else
        put_line(d, out);
}

void ranked_put_reference(const struct ranked_data *d, struct buf *out) {
    const char *name = d->part->drawing.reference_name;
    if (chart_has_text(name))
        buf_addf(out, "%s: ", name);
    put_line(d, out);
}

void ranked_put_side(const struct ranked_data *d, enum ranked_side side, struct buf *out) {
    static const char *const words[RANKED_SIDES] = {
        [RANKED_ABOVE] = "above ",
        [RANKED_ALIKE] = "not distinguishable from ",
        [RANKED_BELOW] = "below ",
        [RANKED_UNJUDGED] = "no interval to compare",
        [RANKED_BOUNDED] = "hollow bar: hidden, and between these bounds",
        [RANKED_MISSING] = "no figure",
    };
    buf_puts(out, words[side]);
    if (side < RANKED_UNJUDGED)
        put_reference_name(d, out);
}

void ranked_put_numbers(const struct ranked_data *d, size_t row, struct buf *out) {
    enum ranked_side side = ranked_side(d, row);
    figures_put(&d->figures, row, out);
    if (side >= RANKED_UNJUDGED)
        return;
    buf_puts(out, ", ");
    ranked_put_side(d, side, out);
}

static bool has_ranks(const struct ranked_data *d) {
    return d->rank != NULL && d->best != NULL && d->worst != NULL;
}

/* "rank 70 (54 to 89)" */
static void put_rank(const struct ranked_data *d, size_t row, struct buf *out) {
    buf_puts(out, "rank ");
    format_cell(out, d->rank_format, d->rank, row);
    buf_puts(out, " (");
    format_cell(out, d->rank_format, d->best, row);
    buf_puts(out, " to ");
    format_cell(out, d->rank_format, d->worst, row);
    buf_puts(out, ")");
}

static bool is_ranked(const struct ranked_data *d, size_t row) {
    return has_ranks(d) && chart_known(d->rank, row) && chart_known(d->best, row) &&
           chart_known(d->worst, row);
}

void ranked_put_tooltip(const struct ranked_data *d, size_t row, struct buf *out) {
    ranked_put_label(d, row, out);
    buf_puts(out, ": ");
    ranked_put_numbers(d, row, out);
    if (!is_ranked(d, row))
        return;
    buf_puts(out, "; ");
    put_rank(d, row, out);
}

/* The first or the last row that has a figure; n when none has. */
static size_t end_row(const struct ranked_data *d, bool last) {
    for (size_t i = 0; i < d->n; i++) {
        size_t row = last ? d->n - 1 - i : i;
        if (ranked_is_placed(d, row))
            return row;
    }
    return d->n;
}

static void put_end(const struct ranked_data *d, size_t row, struct buf *out) {
    ranked_put_label(d, row, out);
    buf_puts(out, " ");
    format_cell(out, d->figures.value_format, d->figures.value, row);
}

/* "; 60 above England (71.2), 36 not distinguishable from it, 55 below, 2 without an interval" */
static void put_sides(const struct ranked_data *d, struct buf *out) {
    if (!ranked_has_reference(d) || d->count[RANKED_UNJUDGED] == ranked_placed(d))
        return;
    buf_puts(out, "; ");
    chart_put_size(out, d->count[RANKED_ABOVE]);
    buf_puts(out, " above ");
    put_reference_name(d, out);
    if (chart_has_text(d->part->drawing.reference_name)) {
        buf_puts(out, " (");
        put_line(d, out);
        buf_puts(out, ")");
    }
    buf_puts(out, ", ");
    chart_put_size(out, d->count[RANKED_ALIKE]);
    buf_puts(out, " not distinguishable from it, ");
    chart_put_size(out, d->count[RANKED_BELOW]);
    buf_puts(out, " below");
    if (d->count[RANKED_UNJUDGED] == 0)
        return;
    buf_puts(out, ", ");
    chart_put_size(out, d->count[RANKED_UNJUDGED]);
    buf_puts(out, " without an interval");
}

static void put_highlighted(const struct ranked_data *d, struct buf *out) {
    for (size_t i = 0; i < d->n; i++) {
        if (!ranked_is_highlighted(d, i))
            continue;
        buf_puts(out, "; ");
        ranked_put_tooltip(d, i, out);
    }
}

void ranked_put_summary(const struct ranked_data *d, struct buf *out) {
    size_t first = end_row(d, false), last = end_row(d, true);
    chart_put_heading(d->figures.value, out);
    buf_puts(out, ": ");
    chart_put_size(out, ranked_placed(d));
    buf_puts(out, " of ");
    chart_put_size(out, d->n);
    buf_puts(out, d->n == 1 ? " row" : " rows");
    buf_puts(out, ranked_placed(d) == 1 ? " has a figure" : " have a figure");
    if (first < d->n) {
        buf_puts(out, first < last ? ", from " : ": ");
        put_end(d, first, out);
    }
    if (first < last) {
        buf_puts(out, " to ");
        put_end(d, last, out);
    }
    put_sides(d, out);
    put_highlighted(d, out);
    buf_puts(out, ".");
}

static bool has_intervals(const struct ranked_data *d) {
    return d->figures.lower != NULL && d->figures.upper != NULL;
}

/* What lies apart from the line, and how many would by chance. */
static void put_apart(const struct ranked_data *d, struct buf *out) {
    double level = has_intervals(d) ? d->figures.lower->field.conf_level : 0;
    if (!ranked_has_reference(d) || !has_intervals(d))
        return;
    buf_puts(out, "Triangles are places whose interval lies apart from the dashed line; of the "
                  "others these figures alone do not say on which side they are. ");
    if (level <= 0)
        return;
    buf_puts(out, "If no place truly differed from the line, about 1 in ");
    chart_put_size(out, (size_t)round(1 / (1 - level)));
    buf_puts(out, " intervals would still lie apart from it. ");
}

static void put_ranks(const struct ranked_data *d, struct buf *out) {
    buf_puts(out, "Ranks are uncertain: places whose intervals overlap may well stand in another "
                  "order, and places in the middle far from where they are drawn. ");
    if (!has_ranks(d))
        return;
    buf_puts(out, "The ranks that chance allows a place are in brackets behind its rank");
    if (d->best->field.conf_level > 0) {
        buf_puts(out, " (");
        format_level(out, d->best->field.conf_level);
        buf_puts(out, ")");
    }
    buf_puts(out, ", in the tooltip of its mark. ");
}

void ranked_put_reading(const struct ranked_data *d, struct buf *out) {
    size_t first = end_row(d, false), last = end_row(d, true);
    const double *value = d->figures.value->value;
    bool rising = first < d->n && value[first] < value[last];
    buf_addf(out, "Each row is a place, the %s figure at the top. ",
             rising ? "smallest" : "largest");
    if (has_intervals(d)) {
        buf_puts(out, "The line through a mark is its ");
        figures_put_interval(&d->figures, out);
        buf_puts(out, "; an arrow means that it goes on beyond the chart. ");
    }
    put_apart(d, out);
    put_ranks(d, out);
    if (ranked_placed(d) < d->n)
        buf_puts(out, "Places without a figure are below the others and have no rank. ");
    buf_puts(out, "Why a place stands where it does, the chart does not say.");
}
