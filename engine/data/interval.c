#include "data/interval.h"

#include <math.h>

#include "base/num.h"

static bool is_never_negative(const struct column *c) {
    return c->field.count || c->field.role == ROLE_COUNT || c->field.role == ROLE_POPULATION;
}

static double least_of_all(const struct column *c) {
    return is_never_negative(c) ? 0 : -INFINITY;
}

bool interval_says(const struct column *c, struct interval x) {
    return x.lo > least_of_all(c) || x.hi < INFINITY;
}

struct interval interval_of(const struct column *c, size_t row) {
    struct interval x;
    column_bounds(c, row, &x.lo, &x.hi);
    if (column_mark(c, row) == MARK_OK)
        return x;
    x.lo = fmax(x.lo, least_of_all(c)); /* of NaN and a number fmax takes the number */
    if (isnan(x.hi))
        x.hi = INFINITY;
    return x;
}

static void put_number(struct buf *out, double x) {
    char fixed[NUM_FIXED_SIZE], text[NUM_TEXT_SIZE];
    if (x == floor(x) && fabs(x) <= NUM_LARGEST_COUNT)
        buf_add(out, fixed, num_fixed(x, 0, true, fixed));
    else
        buf_add(out, text, num_text12(x, text));
}

void interval_put(struct buf *out, struct interval x) {
    if (x.lo == x.hi) {
        put_number(out, x.lo);
    } else if (isinf(x.hi)) {
        buf_puts(out, "at least ");
        put_number(out, x.lo);
    } else if (isinf(x.lo)) {
        buf_puts(out, "at most ");
        put_number(out, x.hi);
    } else {
        put_number(out, x.lo);
        buf_puts(out, " to ");
        put_number(out, x.hi);
    }
}
