#include "stats/bounds.h"

#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/measure.h"

bool interval_read(const double *in, const char *low_name, const char *high_name,
                   struct interval *i, struct err *e) {
    *i = (struct interval){in[0], in[1]};
    if (in[0] <= in[1])
        return true;
    fail(e, ERR_ARG_RANGE, "'%s' is %.15g, more than '%s', which is %.15g", low_name, in[0],
         high_name, in[1]);
    return err_hint(e, "give a number that is known as both its ends");
}

struct interval interval_widen(struct interval x, double unknown, double most) {
    return (struct interval){fmin(x.low, most), fmin(x.high + unknown, most)};
}

bool interval_ratio(struct interval x, struct interval y, struct interval *range, struct err *e) {
    if (x.high == 0 && y.high == 0)
        return undefined(e, "nothing over nothing: both are 0 whatever the intervals hide");
    range->low = y.high > 0 ? x.low / y.high : INFINITY;
    range->high = y.low > 0 ? x.high / y.low : x.high > 0 ? INFINITY : 0;
    return true;
}

struct interval interval_difference(struct interval x, struct interval y) {
    return (struct interval){x.low - y.high, x.high - y.low};
}

/* NaN where it is 0/0. */
static double odds_ratio_at(double x1, double n1, double x0, double n0) {
    return (x1 / (n1 - x1)) * ((n0 - x0) / x0);
}

/* The odds ratio grows with x1 and falls with x0, so its ends are at two corners. A corner can be
 * 0/0 only where one of the counts is known; then the nearest other count decides. */
bool interval_odds_ratio(struct interval x1, double n1, struct interval x0, double n0,
                         struct interval *range, struct err *e) {
    double low = odds_ratio_at(x1.low, n1, x0.high, n0);
    double high = odds_ratio_at(x1.high, n1, x0.low, n0);
    if (isnan(low))
        low = odds_ratio_at(fmin(x1.low + 1, x1.high), n1, fmax(x0.high - 1, x0.low), n0);
    if (isnan(high))
        high = odds_ratio_at(fmax(x1.high - 1, x1.low), n1, fmin(x0.low + 1, x0.high), n0);
    *range = (struct interval){low, high};
    return !isnan(low) ||
           undefined(e,
                     "every table that fits has no events, or nothing but events, in both groups");
}

static double sum_low(const struct summed *s) {
    return sum_of(s->low, s->n);
}

static double sum_high(const struct summed *s) {
    return sum_of(s->high, s->n);
}

bool summed_fits(const struct summed *s, struct err *e) {
    for (size_t i = 0; i < s->n; i++) {
        if (s->low[i] > s->high[i])
            return fail(e, ERR_ARG_RANGE,
                        "interval %zu of %zu is the wrong way round: %.15g to %.15g", i + 1, s->n,
                        s->low[i], s->high[i]);
    }
    if (sum_low(s) > s->total.high || sum_high(s) < s->total.low)
        return fail(
            e, ERR_ARG_RANGE,
            "the parts add up to %.15g to %.15g, which leaves out a total of %.15g to %.15g",
            sum_low(s), sum_high(s), s->total.low, s->total.high);
    return true;
}

struct interval summed_cell(const struct summed *s, size_t k) {
    double others_low = sum_low(s) - s->low[k], others_high = sum_high(s) - s->high[k];
    return (struct interval){fmax(s->low[k], s->total.low - others_high),
                             fmin(s->high[k], s->total.high - others_low)};
}

static int by_weight(const void *a, const void *b, void *data) {
    const double *weight = data;
    double x = weight[*(const size_t *)a], y = weight[*(const size_t *)b];
    return (x > y) - (x < y);
}

/* What 'amount' more events add to the weighted sum, above the low ends: as many as fit into the
 * parts in the order given, or backwards. */
static double placed(const struct summed *s, const double *weight, const size_t *order,
                     double amount, bool backwards) {
    struct sum added = {0};
    for (size_t i = 0; i < s->n && amount > 0; i++) {
        size_t k = order[backwards ? s->n - 1 - i : i];
        double step = fmin(amount, s->high[k] - s->low[k]);
        sum_add(&added, step * weight[k]);
        amount -= step;
    }
    return sum_value(&added);
}

static double weighted(const double *x, const double *weight, size_t n) {
    struct sum total = {0};
    for (size_t i = 0; i < n; i++)
        sum_add(&total, x[i] * weight[i]);
    return sum_value(&total);
}

struct interval summed_weighted(const struct summed *s, const double *weight, size_t *order) {
    for (size_t i = 0; i < s->n; i++)
        order[i] = i;
    qsort_r(order, s->n, sizeof *order, by_weight, (void *)weight);
    double least = weighted(s->low, weight, s->n);
    double lacking = s->total.low - sum_low(s), room = s->total.high - sum_low(s);
    return (struct interval){least + placed(s, weight, order, lacking, false),
                             least + placed(s, weight, order, room, true)};
}

/* How many of the n sorted values are more than x. */
static size_t more_than(const double *sorted, size_t n, double x) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] > x)
            high = middle;
        else
            low = middle + 1;
    }
    return n - low;
}

struct interval rank_range(const double *sorted_low, const double *sorted_high, size_t n,
                           struct interval item) {
    size_t certainly = more_than(sorted_low, n, item.high);
    size_t possibly = more_than(sorted_high, n, item.low);
    bool itself = item.high > item.low; /* counted among those that can be above its low end */
    return (struct interval){1 + (double)certainly, 1 + (double)(possibly - itself)};
}
