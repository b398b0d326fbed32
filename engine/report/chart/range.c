#include "report/chart/range.h"

void range_widen(struct range *r, double x) {
    if (!isfinite(x) || (r->logarithmic && !(x > 0)))
        return;
    r->low = fmin(r->low, x);
    r->high = fmax(r->high, x);
}

void range_widen_by_cell(struct range *r, const struct column *c, size_t row) {
    double lo, hi;
    column_bounds(c, row, &lo, &hi);
    range_widen(r, lo);
    range_widen(r, hi);
}
