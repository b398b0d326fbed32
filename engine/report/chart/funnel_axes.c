#include "report/chart/funnel_plot.h"

#include <math.h>

#include "report/chart/range.h"

/* All that the places show, and the target. */
static struct range shown_values(const struct funnel_data *d) {
    struct range r = RANGE_EMPTY;
    range_widen(&r, d->part->drawing.reference);
    for (size_t i = 0; i < d->n; i++) {
        if (funnel_place(d, i) != FUNNEL_MISSING)
            range_widen_by_cell(&r, d->value, i);
    }
    return r;
}

/* The largest place that is judged: its limits are the narrowest. d->n when there is none. */
static size_t largest(const struct funnel_data *d) {
    size_t best = d->n;
    for (size_t i = 0; i < d->n; i++) {
        if (funnel_place(d, i) < FUNNEL_UNJUDGED &&
            (best == d->n || d->x->value[i] > d->x->value[best]))
            best = i;
    }
    return best;
}

/* The limits at the places too, as far as they do not squash the points: those of the largest place
 * no further out than the points reach from one end to the other, and others a quarter of that. */
static void widen_by_limits(const struct funnel_data *d, struct range *r) {
    const struct range points = *r;
    double reach = r->high > r->low ? r->high - r->low : fabs(r->high) + 1;
    size_t narrowest = largest(d);
    for (size_t i = 0; i < d->n; i++) {
        double most = i == narrowest ? reach : reach / 4;
        for (size_t k = 0; k < FUNNEL_LIMITS; k++) {
            if (format_mark(d->limit[k], i) == MARK_OK)
                range_widen(
                    r, fmin(fmax(d->limit[k]->value[i], points.low - most), points.high + most));
        }
    }
}

struct axis funnel_axis_up(const struct funnel_data *d) {
    struct range r = shown_values(d);
    if (!(r.low <= r.high))
        r = (struct range){.high = 1};
    double least = r.low;
    widen_by_limits(d, &r);
    if (least >= 0 && r.low < r.high / 2)
        r.low = 0; /* a rate is none below 0; where that is near it is shown */
    if (!(r.high > r.low))
        r.high = r.low + 1;
    return axis_make(r.low, r.high, false);
}

/* By the square root of the size, as the precision of a rate grows. */
struct axis funnel_axis_across(const struct funnel_data *d) {
    double high = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (funnel_place(d, i) != FUNNEL_MISSING)
            high = fmax(high, d->x->value[i]);
    }
    return axis_make_rooted(high > 0 ? high : 1);
}

struct svg_point funnel_point(const struct funnel_plot *p, size_t row) {
    double lo, hi;
    int beyond;
    column_bounds(p->d.value, row, &lo, &hi);
    double middle = (ruler_place(&p->up, lo, &beyond) + ruler_place(&p->up, hi, &beyond)) / 2;
    return (struct svg_point){ruler_place(&p->across, p->d.x->value[row], &beyond), middle};
}
