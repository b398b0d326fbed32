#include "base/sum.h"

#include <math.h>

void sum_add(struct sum *s, double x) {
    double t = s->total + x;
    if (fabs(s->total) >= fabs(x))
        s->carry += (s->total - t) + x;
    else
        s->carry += (x - t) + s->total;
    s->total = t;
}

double sum_value(const struct sum *s) {
    double value = s->total + s->carry;
    return isfinite(value) ? value : s->total; /* an infinite term makes the carry NaN */
}

double sum_of(const double *x, size_t n) {
    struct sum s = {0};
    for (size_t i = 0; i < n; i++)
        sum_add(&s, x[i]);
    return sum_value(&s);
}
