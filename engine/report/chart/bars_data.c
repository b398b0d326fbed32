#include "report/chart/bars_data.h"

#include "report/chart/chart_parts.h"

bool bars_data(const struct part *p, const struct part *whole, struct bars_data *d, struct err *e) {
    *d = (struct bars_data){.part = p};
    return crossed_find(p, whole, BARS_MOST_SERIES, &d->rows, e) && figures_find(p, &d->figures, e);
}

void bars_free(struct bars_data *d) {
    crossed_free(&d->rows);
}

bool bars_has_no_place(const struct bars_data *d, size_t row) {
    return !chart_known(d->figures.value, row) && !chart_bounded(d->figures.value, row);
}
