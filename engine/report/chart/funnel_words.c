#include "report/chart/funnel_data.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "report/chart/chart_parts.h"
#include "report/facts.h"

const enum drawing_role funnel_chance[FUNNEL_LIMITS] = {
    ROLE_CHANCE_LOWER, ROLE_CHANCE_UPPER, ROLE_CHANCE_OUTER_LOWER, ROLE_CHANCE_OUTER_UPPER};
const enum drawing_role funnel_spread[FUNNEL_LIMITS] = {
    ROLE_SPREAD_LOWER, ROLE_SPREAD_UPPER, ROLE_SPREAD_OUTER_LOWER, ROLE_SPREAD_OUTER_UPPER};

/* All of the spread's limits are there, or none. */
static bool find_limits(struct funnel_data *d, struct err *e) {
    const struct part *p = d->part;
    d->spread = drawing_has(&p->drawing, ROLE_SPREAD_LOWER);
    for (size_t i = 0; i < FUNNEL_LIMITS; i++) {
        enum drawing_role role = d->spread ? funnel_spread[i] : funnel_chance[i];
        if (!chart_column(p, role, &d->limit[i], &d->limit_format, e))
            return false;
        if (d->limit[i] == NULL)
            return fail(e, ERR_COLUMN, "a funnel plot draws all limits of the spread, or none");
    }
    return true;
}

static bool curve_has(const struct part *p, enum drawing_role role, struct err *e) {
    const char *name = p->drawing.column[role];
    return table_need_numbers(&p->curve, name != NULL ? name : "", e) != NULL;
}

/* The curve is there as a whole or not at all. */
static bool check_curve(const struct funnel_data *d, struct err *e) {
    if (d->part->curve.n_columns == 0)
        return true;
    for (size_t i = 0; i < FUNNEL_LIMITS; i++) {
        if (!curve_has(d->part, funnel_chance[i], e) ||
            (d->spread && !curve_has(d->part, funnel_spread[i], e)))
            return false;
    }
    return curve_has(d->part, ROLE_X, e);
}

bool funnel_data(const struct part *p, struct funnel_data *d, struct err *e) {
    *d = (struct funnel_data){.part = p, .n = p->table.n_rows};
    if (!chart_column(p, ROLE_LABEL, &d->label, &d->label_format, e) ||
        !chart_column(p, ROLE_VALUE, &d->value, &d->value_format, e) ||
        !chart_column(p, ROLE_X, &d->x, &d->x_format, e) ||
        !chart_column(p, ROLE_POSITION, &d->position, &d->position_format, e) ||
        !find_limits(d, e) || !check_curve(d, e))
        return false;
    for (size_t i = 0; i < d->n; i++) {
        d->count[funnel_place(d, i)]++;
        d->open_ended |= chart_open_ended(d->value, i);
    }
    return true;
}

enum funnel_place funnel_place(const struct funnel_data *d, size_t row) {
    if (!chart_known(d->x, row))
        return FUNNEL_MISSING;
    if (!chart_known(d->value, row))
        return chart_bounded(d->value, row) ? FUNNEL_BOUNDED : FUNNEL_MISSING;
    double x = d->value->value[row];
    for (size_t i = 0; i < FUNNEL_LIMITS; i++) {
        if (format_mark(d->limit[i], row) != MARK_OK)
            return FUNNEL_UNJUDGED;
    }
    return x > d->limit[3]->value[row]   ? FUNNEL_FAR_ABOVE
           : x < d->limit[2]->value[row] ? FUNNEL_FAR_BELOW
           : x > d->limit[1]->value[row] ? FUNNEL_ABOVE
           : x < d->limit[0]->value[row] ? FUNNEL_BELOW
                                         : FUNNEL_INSIDE;
}

bool funnel_is_beyond(enum funnel_place p) {
    return p <= FUNNEL_FAR_ABOVE && p != FUNNEL_INSIDE;
}

void funnel_put_level(const struct funnel_data *d, int pair, struct buf *out) {
    double level = d->limit[2 * pair]->field.conf_level;
    if (level > 0)
        format_level(out, level);
    else
        buf_puts(out, pair == 0 ? "inner" : "outer");
}

void funnel_put_title(const struct funnel_data *d, struct buf *out) {
    if (chart_has_text(d->part->title))
        buf_puts(out, d->part->title);
    else
        chart_put_heading(d->value, out);
}

void funnel_put_label(const struct funnel_data *d, size_t row, struct buf *out) {
    format_cell(out, d->label_format, d->label, row);
}

static bool has_words(const struct funnel_data *d, size_t row) {
    return d->position != NULL && format_mark(d->position, row) == MARK_OK;
}

/* "189.4, above 99.8%"; of a hidden rate its bounds, which say why themselves; else the reason. */
void funnel_put_numbers(const struct funnel_data *d, size_t row, struct buf *out) {
    bool known = chart_known(d->value, row), bounded = chart_bounded(d->value, row);
    if (known || bounded || !has_words(d, row))
        format_cell(out, d->value_format, d->value, row);
    if (bounded || !has_words(d, row))
        return;
    buf_puts(out, known ? ", " : "");
    format_cell(out, d->position_format, d->position, row);
}

void funnel_put_tooltip(const struct funnel_data *d, size_t row, struct buf *out) {
    funnel_put_label(d, row, out);
    buf_puts(out, ": ");
    funnel_put_numbers(d, row, out);
    buf_addf(out, "; %s ", fact_heading(&d->x->field));
    format_cell(out, d->x_format, d->x, row);
    if (funnel_place(d, row) >= FUNNEL_UNJUDGED)
        return;
    buf_puts(out, "; ");
    funnel_put_level(d, 1, out);
    buf_puts(out, " limits ");
    format_cell(out, d->limit_format, d->limit[2], row);
    buf_puts(out, " to ");
    format_cell(out, d->limit_format, d->limit[3], row);
}

void funnel_put_legend(const struct funnel_data *d, enum funnel_place p, struct buf *out) {
    static const char *const other[FUNNEL_PLACES] = {
        [FUNNEL_INSIDE] = "within the limits",
        [FUNNEL_UNJUDGED] = "not judged",
        [FUNNEL_BOUNDED] = "hollow bar: hidden, and between these bounds",
    };
    if (other[p] != NULL) {
        buf_puts(out, other[p]);
        buf_puts(out, p == FUNNEL_BOUNDED && d->open_ended ? "; an arrow: none is known" : "");
        return;
    }
    buf_puts(out, p > FUNNEL_INSIDE ? "above the " : "below the ");
    funnel_put_level(d, p == FUNNEL_FAR_ABOVE || p == FUNNEL_FAR_BELOW, out);
    buf_puts(out, " limits");
}

void funnel_put_line(const struct funnel_data *d, bool spread, int pair, struct buf *out) {
    funnel_put_level(d, pair, out);
    buf_puts(out, spread ? " limits with the usual spread" : " limits of chance");
}

/* The row furthest above (sign 1) or below (-1) among those that lie in 'p'; n when there is none.
 */
static size_t extreme(const struct funnel_data *d, enum funnel_place p, double sign) {
    size_t best = d->n;
    for (size_t i = 0; i < d->n; i++) {
        if (funnel_place(d, i) == p &&
            (best == d->n || sign * d->value->value[i] > sign * d->value->value[best]))
            best = i;
    }
    return best;
}

/* "2 lie above the 99.8% limits (highest Blackpool 189.4)" */
static void put_beyond(const struct funnel_data *d, bool above, struct buf *out) {
    enum funnel_place p = above ? FUNNEL_FAR_ABOVE : FUNNEL_FAR_BELOW;
    size_t n = d->count[p], row = extreme(d, p, above ? 1 : -1);
    chart_put_size(out, n);
    buf_puts(out, n == 1 ? " lies " : " lie ");
    funnel_put_legend(d, p, out);
    if (row == d->n)
        return;
    buf_puts(out, above ? " (highest " : " (lowest ");
    funnel_put_label(d, row, out);
    buf_puts(out, " ");
    format_cell(out, d->value_format, d->value, row);
    buf_puts(out, ")");
}

static size_t known_rows(const struct funnel_data *d) {
    return d->n - d->count[FUNNEL_BOUNDED] - d->count[FUNNEL_MISSING];
}

void funnel_put_summary(const struct funnel_data *d, struct buf *out) {
    chart_put_heading(d->value, out);
    buf_puts(out, ": ");
    chart_put_size(out, known_rows(d));
    buf_puts(out, " of ");
    chart_put_size(out, d->n);
    buf_puts(out, d->n == 1 ? " row has a figure; " : " rows have a figure; ");
    put_beyond(d, true, out);
    buf_puts(out, ", ");
    put_beyond(d, false, out);
    buf_puts(out, ", and ");
    chart_put_size(out, d->count[FUNNEL_ABOVE] + d->count[FUNNEL_BELOW]);
    buf_puts(out, " more beyond the ");
    funnel_put_level(d, 0, out);
    buf_puts(out, d->spread ? " limits, which allow for the usual spread." : " limits.");
}

/* "1 in 500 beyond the 99.8% limits" */
static void put_odds(const struct funnel_data *d, int pair, struct buf *out) {
    double level = d->limit[2 * pair]->field.conf_level;
    if (level > 0) {
        buf_puts(out, "1 in ");
        chart_put_size(out, (size_t)round(1 / (1 - level)));
    } else {
        buf_puts(out, "few");
    }
    buf_puts(out, " beyond the ");
    funnel_put_level(d, pair, out);
    buf_puts(out, pair == 0 ? " limits of chance" : " limits");
}

static void put_note(void *to, const char *term, const char *text) {
    struct buf *out = to;
    (void)term;
    buf_addf(out, "%s ", text);
}

void funnel_put_reading(const struct funnel_data *d, struct buf *out) {
    buf_puts(out, "Each mark is a row. Up: ");
    chart_put_heading(d->value, out);
    buf_puts(out, ". Across: ");
    chart_put_heading(d->x, out);
    buf_puts(out, ", on a square root scale: the smaller a place, the further chance moves it. ");
    if (d->spread)
        buf_puts(out, "The limits with the usual spread also allow for how much places usually "
                      "differ; what lies beyond them is unusual even so. ");
    size_t before = out->n;
    fact_notes(d->part, put_note, out);
    if (out->n == before) {
        buf_puts(out, "If chance were all, there would be at most about ");
        put_odds(d, 0, out);
        buf_puts(out, " and ");
        put_odds(d, 1, out);
        buf_puts(out, ". ");
    }
    buf_puts(out, "Why a place lies where it does, the chart does not say.");
}
