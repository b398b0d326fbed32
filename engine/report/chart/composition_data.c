#include "report/chart/composition_data.h"

#include <math.h>

#include "report/chart/chart_parts.h"
#include "report/chart/hatch.h"

static bool find_columns(const struct part *p, struct composition_data *d, struct err *e) {
    return chart_column(p, ROLE_VALUE, &d->value, &d->value_format, e) &&
           chart_column(p, ROLE_AMOUNT, &d->amount, &d->amount_format, e) &&
           chart_column(p, ROLE_WHOLE, &d->whole, &d->whole_format, e);
}

bool composition_is_unknown(const struct composition_data *d, size_t series) {
    return labels_have(&d->rows.series->field.unknown, d->rows.name[series]);
}

/* The parts in their order, and what fills them. */
static void set_order(struct composition_data *d) {
    size_t n = 0;
    for (size_t k = 0; k < d->rows.n_series; k++) {
        if (composition_is_unknown(d, k))
            continue;
        d->hatch[k] = HATCH_FIRST + n;
        d->order[n++] = k;
    }
    for (size_t k = 0; k < d->rows.n_series; k++) {
        if (!composition_is_unknown(d, k))
            continue;
        d->hatch[k] = HATCH_UNKNOWN;
        d->order[n++] = k;
    }
}

bool composition_data(const struct part *p, const struct part *whole, struct composition_data *d,
                      struct err *e) {
    *d = (struct composition_data){.part = p};
    bool found =
        crossed_find(p, whole, COMPOSITION_MOST_PARTS, &d->rows, e) && find_columns(p, d, e);
    if (found)
        set_order(d);
    return found;
}

void composition_free(struct composition_data *d) {
    crossed_free(&d->rows);
}

void composition_range(const struct composition_data *d, size_t row, double *least, double *most) {
    double lo = 0, hi = 0;
    if (format_mark(d->value, row) == MARK_OK)
        lo = hi = d->value->value[row];
    else if (format_mark(d->value, row) != MARK_UNDEFINED)
        column_bounds(d->value, row, &lo, &hi);
    *least = lo > 0 ? fmin(lo, 100) : 0; /* also where nothing is known */
    *most = hi < 100 ? fmax(hi, *least) : 100;
}

struct composition_bar composition_bar(const struct composition_data *d, size_t category) {
    struct composition_bar bar = {0};
    for (size_t k = 0; k < d->rows.n_series; k++) {
        size_t row = crossed_row(&d->rows, category, k);
        double least, most;
        if (row == CROSSED_NONE)
            continue;
        composition_range(d, row, &least, &most);
        bar.known += least;
        bar.end += most;
        bar.open += most > least;
        bar.defined |= format_mark(d->value, row) != MARK_UNDEFINED;
    }
    bar.known = fmin(bar.known, 100);
    bar.end = fmin(bar.end, 100);
    return bar;
}
