#include "report/chart/cascade_data.h"

#include <string.h>

#include "report/chart/chart_parts.h"

static bool find_cumulative(const struct part *p, struct cascade_data *d, struct err *e) {
    struct figures *f = &d->pane[1];
    d->panes = drawing_has(&p->drawing, ROLE_CUMULATIVE) ? 2 : 1;
    return chart_column(p, ROLE_CUMULATIVE, &f->value, &f->value_format, e) &&
           chart_column(p, ROLE_CUMULATIVE_LOWER, &f->lower, &f->lower_format, e) &&
           chart_column(p, ROLE_CUMULATIVE_UPPER, &f->upper, &f->upper_format, e);
}

static bool find_groups(struct cascade_data *d, struct err *e) {
    const char *comparator = d->pane[0].value->field.comparator;
    d->reference = chart_has_text(comparator) ? comparator : NULL;
    for (size_t k = 0; k < d->crossed.n_series; k++) {
        if (d->reference != NULL && strcmp(d->crossed.name[k], d->reference) == 0)
            continue;
        if (d->n_groups == PENS)
            return fail(e, ERR_ARG_RANGE, "a cascade chart draws at most %d groups", PENS);
        d->group[d->n_groups++] = k;
    }
    return true;
}

bool cascade_data(const struct part *p, const struct part *whole, struct cascade_data *d,
                  struct err *e) {
    *d = (struct cascade_data){.part = p};
    return figures_find(p, &d->pane[0], e) && find_cumulative(p, d, e) &&
           chart_column(p, ROLE_FEEDER, &d->feeder, &d->feeder_format, e) &&
           chart_column(p, ROLE_UNKNOWN, &d->unknown, &d->unknown_format, e) &&
           crossed_find(p, whole, PENS + 1, &d->crossed, e) && find_groups(d, e);
}

void cascade_free(struct cascade_data *d) {
    crossed_free(&d->crossed);
}

size_t cascade_row(const struct cascade_data *d, size_t stage, size_t k) {
    return crossed_row(&d->crossed, stage, d->group[k]);
}

bool cascade_applies(const struct cascade_data *d, size_t stage) {
    for (size_t k = 0; k < d->n_groups; k++) {
        size_t row = cascade_row(d, stage, k);
        for (size_t pane = 0; row != CROSSED_NONE && pane < d->panes; pane++) {
            if (format_mark(d->pane[pane].value, row) != MARK_NOT_APPLICABLE)
                return true;
        }
    }
    return false;
}
