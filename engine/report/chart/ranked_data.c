#include "report/chart/ranked_data.h"

#include <math.h>

#include "report/chart/chart_parts.h"

bool ranked_data(const struct part *p, struct ranked_data *d, struct err *e) {
    *d = (struct ranked_data){.part = p, .n = p->table.n_rows};
    if (!figures_find(p, &d->figures, e) ||
        !chart_column(p, ROLE_LABEL, &d->label, &d->label_format, e) ||
        !chart_column(p, ROLE_RANK, &d->rank, &d->rank_format, e) ||
        !chart_column(p, ROLE_BEST, &d->best, NULL, e) ||
        !chart_column(p, ROLE_WORST, &d->worst, NULL, e))
        return false;
    for (size_t i = 0; i < d->n; i++)
        d->count[ranked_side(d, i)]++;
    return true;
}

bool ranked_has_reference(const struct ranked_data *d) {
    return isfinite(d->part->drawing.reference);
}

enum ranked_side ranked_side(const struct ranked_data *d, size_t row) {
    const struct figures *f = &d->figures;
    double reference = d->part->drawing.reference;
    if (!chart_known(f->value, row))
        return chart_bounded(f->value, row) ? RANKED_BOUNDED : RANKED_MISSING;
    double lower = chart_limit(f->lower, row), upper = chart_limit(f->upper, row);
    return lower > reference                          ? RANKED_ABOVE
           : upper < reference                        ? RANKED_BELOW
           : lower <= reference && upper >= reference ? RANKED_ALIKE
                                                      : RANKED_UNJUDGED;
}

bool ranked_is_placed(const struct ranked_data *d, size_t row) {
    return chart_known(d->figures.value, row);
}

size_t ranked_placed(const struct ranked_data *d) {
    return d->n - d->count[RANKED_BOUNDED] - d->count[RANKED_MISSING];
}

bool ranked_is_highlighted(const struct ranked_data *d, size_t row) {
    const char *label = d->label->field.type == COLUMN_LABEL ? column_label(d->label, row) : NULL;
    return label != NULL && labels_have(&d->part->drawing.highlight, label);
}
