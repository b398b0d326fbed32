#include "data/total.h"

#include <math.h>

#include "data/interval.h"

static void bound_add(struct bound *b, double x, uint64_t times) {
    if (!exact_add_times(&b->exact, x, times))
        sum_add(&b->others, isinf(x) ? x : x * (double)times);
}

static double bound_value(const struct bound *b) {
    return exact_value(&b->exact) + sum_value(&b->others);
}

/* Which of two marks stands for both: what is hidden before all others, and last what is blank. */
static bool outweighs(enum mark m, enum mark other) {
    if (other == MARK_OK || m == MARK_SUPPRESSED)
        return true;
    return other != MARK_SUPPRESSED && m != MARK_BLANK && (other == MARK_BLANK || m < other);
}

void total_add(struct total *total, const struct column *c, size_t row, uint64_t times) {
    enum mark m = column_mark(c, row);
    struct interval x = interval_of(c, row);
    bound_add(&total->lo, m == MARK_UNDEFINED ? -INFINITY : x.lo, times);
    bound_add(&total->hi, m == MARK_UNDEFINED ? INFINITY : x.hi, times);
    double least, most;
    column_bounds(c, row, &least, &most);
    total->no_least = total->no_least || least == -INFINITY;
    if (m != MARK_OK && !(x.lo == x.hi) && outweighs(m, total->mark))
        total->mark = m;
}

void total_add_exact(struct total *total, const struct exact *sum) {
    exact_join(&total->lo.exact, sum);
    exact_join(&total->hi.exact, sum);
}

/* Bounds where they say anything: a count may be known to be at least so many, and no more. */
static bool mark_total(struct table *out, struct column *c, size_t row, enum mark m,
                       struct interval x, struct err *e) {
    bool says = interval_says(c, x);
    return column_set_mark(c, &out->arena, row, m, says ? x.lo : NAN, says ? x.hi : NAN, e);
}

bool total_store(struct table *out, struct column *c, size_t row, const struct total *total,
                 struct err *e) {
    double lo = bound_value(&total->lo), hi = bound_value(&total->hi);
    if (total->mark != MARK_OK && total->no_least && lo == 0) /* still "at most" */
        return column_set_mark(c, &out->arena, row, total->mark, NAN, hi, e);
    if (total->mark != MARK_OK)
        return mark_total(out, c, row, total->mark, (struct interval){lo, hi}, e);
    if (c->field.count && fabs(lo) > NUM_LARGEST_COUNT)
        return fail(e, ERR_COUNT, "the sum of \"%s\" exceeds 2^53 and would not be exact",
                    c->field.name);
    if (isnan(lo)) /* infinities of both signs */
        return column_set_mark(c, &out->arena, row, MARK_UNDEFINED, NAN, NAN, e);
    c->value[row] = lo;
    if (c->lo != NULL)
        c->lo[row] = c->hi[row] = lo;
    return true;
}
