/* Exact inference about an odds ratio common to all strata, given the margins of each: the total of
 * the x1 is then a sum of independent (noncentral) hypergeometric counts.
 *
 * Its distribution is the product of the strata's polynomials in the odds ratio. It is multiplied
 * out once, at an odds ratio near the estimate, as weights relative to the largest; at any other
 * odds ratio the weights are tilted: log w(s) + s log(ratio). Weights below 1e-290 of the largest
 * are dropped, which is 36 standard deviations away: no limit at a level that differs from 1 in
 * doubles lies beyond 9. */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/conditional.h"
#include "stats/distribution.h"
#include "stats/search.h"
#include "stats/strata.h"

static const double negligible = 1e-290;
/* Multiplications for one distribution: one or two seconds. */
static const double most_work = 1e9;
static const double most_terms = 2e7;
/* As in R: a total counts as no more likely than the observed one within this factor. */
static const double tie = 1 + 1e-7;

/* Weights of the totals low, low + 1, ..; the largest is about 1. */
struct weights {
    double low;
    size_t n;
    double *at;
};

/* --- one stratum ------------------------------------------------------------------------------ */

struct ratio_of_terms {
    const struct conditional *c;
    double odds_ratio;
};

/* weight(k + 1)/weight(k); falls with k. */
static double next_over_this(const struct ratio_of_terms *r, double k) {
    const struct conditional *c = r->c;
    return r->odds_ratio * ((c->g.n1 - k) / (k + 1)) * ((c->m - k) / (c->g.n0 - c->m + k + 1));
}

static bool falls(double k, const void *data) {
    return next_over_this(data, k) < 1;
}

/* How many weights on one side of the mode are not negligible. */
static double reach(const struct ratio_of_terms *r, double mode, double end, double step) {
    double k = mode;
    for (double w = 1; k != end && w > negligible && fabs(k - mode) < most_terms; k += step)
        w *= step > 0 ? next_over_this(r, k) : 1 / next_over_this(r, k - 1);
    return fabs(k - mode);
}

static bool too_large(struct err *e) {
    fail(e, ERR_ARG_RANGE, "these strata are too large to multiply out their distributions");
    return err_hint(e, "mh.oddsratio.rbg_ci takes counts of any size, and agrees where they are "
                       "large");
}

static bool stratum_weights(const struct conditional *c, double odds_ratio, struct weights *w,
                            struct err *e) {
    struct ratio_of_terms r = {c, odds_ratio};
    double mode = fmin(search_first(falls, &r, c->low, c->high - 1), c->high);
    double down = reach(&r, mode, c->low, -1), up = reach(&r, mode, c->high, 1);
    if (down + up >= most_terms)
        return too_large(e);
    size_t n = (size_t)(down + up) + 1, at = (size_t)down;
    *w = (struct weights){mode - down, n, calloc(n, sizeof(double))};
    if (w->at == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu terms", n);
    w->at[at] = 1;
    for (size_t i = at; i > 0; i--)
        w->at[i - 1] = w->at[i] / next_over_this(&r, w->low + (double)(i - 1));
    for (size_t i = at; i + 1 < n; i++)
        w->at[i + 1] = w->at[i] * next_over_this(&r, w->low + (double)i);
    return true;
}

/* --- all strata ------------------------------------------------------------------------------- */

/* Drops negligible weights at both ends and makes the largest 1. */
static void trim(struct weights *w) {
    double largest = 0;
    for (size_t i = 0; i < w->n; i++)
        largest = fmax(largest, w->at[i]);
    size_t from = 0, to = w->n;
    while (w->at[from] <= negligible * largest)
        from++;
    while (w->at[to - 1] <= negligible * largest)
        to--;
    for (size_t i = from; i < to; i++)
        w->at[i - from] = w->at[i] / largest;
    w->low += (double)from;
    w->n = to - from;
}

/* *all becomes the distribution of the sum; 'work' counts multiplications. */
static bool multiply(struct weights *all, const struct weights *one, double *work, struct err *e) {
    *work += (double)all->n * (double)one->n;
    if (*work > most_work)
        return too_large(e);
    size_t n = all->n + one->n - 1;
    double *product = calloc(n, sizeof(double));
    if (product == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu terms", n);
    for (size_t i = 0; i < one->n; i++) {
        for (size_t k = 0; k < all->n; k++)
            product[i + k] += one->at[i] * all->at[k];
    }
    free(all->at);
    *all = (struct weights){all->low + one->low, n, product};
    trim(all);
    return true;
}

/* The strata that inform, each as a conditional table. */
struct tables {
    size_t n;
    struct conditional *at;
    double observed, low, high; /* the total of the x1, and its possible values */
    double tail;                /* for limits */
};

static bool total_weights(const struct tables *t, double odds_ratio, struct weights *all,
                          struct err *e) {
    *all = (struct weights){0, 1, calloc(1, sizeof(double))};
    if (all->at == NULL)
        return fail(e, ERR_NOMEM, "no memory for the distribution");
    all->at[0] = 1;
    double work = 0;
    bool good = true;
    for (size_t i = 0; good && i < t->n; i++) {
        struct weights one = {0};
        good = stratum_weights(&t->at[i], odds_ratio, &one, e) && multiply(all, &one, &work, e);
        free(one.at);
    }
    if (!good)
        free(all->at);
    return good;
}

/* --- estimate and limits ---------------------------------------------------------------------- */

/* Expected total at the odds ratio less the observed one. */
static double mean_excess(double odds_ratio, const void *data) {
    const struct tables *t = data;
    struct sum excess = {0};
    for (size_t i = 0; i < t->n; i++)
        sum_add(&excess, conditional_split(&t->at[i], -1, odds_ratio).excess);
    return sum_value(&excess);
}

/* When the total is as small as it can be, every stratum is, too: P(X <= total) is a product. */
static double lowest_gap(double odds_ratio, const void *data) {
    const struct tables *t = data;
    struct sum logs = {0};
    for (size_t i = 0; i < t->n; i++)
        sum_add(&logs, log(fmax(conditional_split(&t->at[i], -1, odds_ratio).at, DBL_MIN)));
    return log(t->tail) - sum_value(&logs);
}

static double highest_gap(double odds_ratio, const void *data) {
    return -lowest_gap(odds_ratio, data);
}

struct tilt {
    const struct weights *w; /* logs of the weights at the odds ratio 'at' */
    double at, observed, tail;
    bool upper; /* the tail above the observed total, else the one below; both include it */
};

/* Rises with the odds ratio: the tail above less 'tail', or 'tail' less the one below. */
static double tail_gap(double odds_ratio, const void *data) {
    const struct tilt *t = data;
    double slope = log(odds_ratio / t->at), largest = -INFINITY, all = 0, part = 0;
    for (size_t i = 0; i < t->w->n; i++)
        largest = fmax(largest, t->w->at[i] + slope * (double)i);
    for (size_t i = 0; i < t->w->n; i++) {
        double s = t->w->low + (double)i, weight = exp(t->w->at[i] + slope * (double)i - largest);
        all += weight;
        part += (t->upper ? s >= t->observed : s <= t->observed) ? weight : 0;
    }
    return t->upper ? part / all - t->tail : t->tail - part / all;
}

/* Limits when the estimate is inside; w are the weights at the estimate. */
static bool tilted_limits(const struct tables *t, double estimate, struct weights *w,
                          double limits[2], struct err *e) {
    for (size_t i = 0; i < w->n; i++)
        w->at[i] = w->at[i] > 0 ? log(w->at[i]) : -INFINITY;
    struct tilt low = {w, estimate, t->observed, t->tail, true};
    struct tilt high = {w, estimate, t->observed, t->tail, false};
    return conditional_solve(tail_gap, &low, estimate, "lower limit", &limits[0], e) &&
           conditional_solve(tail_gap, &high, estimate, "upper limit", &limits[1], e);
}

static bool inside_limits(const struct tables *t, double start, double *estimate, double limits[2],
                          struct err *e) {
    struct weights w;
    if (!conditional_solve(mean_excess, t, start, "the common odds ratio", estimate, e) ||
        !total_weights(t, *estimate, &w, e))
        return false;
    bool good = tilted_limits(t, *estimate, &w, limits, e);
    free(w.at);
    return good;
}

static bool estimate_and_limits(const struct tables *t, double start, double *estimate,
                                double limits[2], struct err *e) {
    limits[0] = 0;
    limits[1] = INFINITY;
    if (t->observed > t->low && t->observed < t->high)
        return inside_limits(t, start, estimate, limits, e);
    bool lowest = t->observed == t->low;
    *estimate = lowest ? 0 : INFINITY;
    return lowest ? conditional_solve(lowest_gap, t, 1, "upper limit", &limits[1], e)
                  : conditional_solve(highest_gap, t, 1, "lower limit", &limits[0], e);
}

/* --- p-value ---------------------------------------------------------------------------------- */

/* All totals that are no more likely than the observed one, at an odds ratio of 1. */
static bool minlike_p(const struct tables *t, double *p, struct err *e) {
    struct weights w;
    if (!total_weights(t, 1, &w, e))
        return false;
    double at = t->observed - w.low;
    double own = at >= 0 && at < (double)w.n ? w.at[(size_t)at] : 0;
    struct sum all = {0}, part = {0};
    for (size_t i = 0; i < w.n; i++) {
        sum_add(&all, w.at[i]);
        sum_add(&part, w.at[i] <= own * tie ? w.at[i] : 0);
    }
    *p = fmin(sum_value(&part) / sum_value(&all), 1);
    free(w.at);
    return true;
}

/* --- the measure ------------------------------------------------------------------------------ */

static bool gather(const struct strata *s, struct tables *t, struct err *e) {
    t->at = calloc(s->n, sizeof *t->at);
    if (t->at == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu strata", s->n);
    for (size_t i = 0; i < s->n; i++) {
        if (!stratum_informs(s, i))
            continue;
        struct two_groups g = stratum(s, i);
        if (!conditional_begin(&t->at[t->n], &g, e))
            return false;
        t->observed += g.x1;
        t->low += t->at[t->n].low;
        t->high += t->at[t->n].high;
        t->n++;
    }
    if (t->high > NUM_LARGEST_COUNT)
        return too_large(e);
    return t->n > 0 || undefined(e, "no stratum has both events and non-events, so the margins "
                                    "leave only one table");
}

static bool exact(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    struct tables t = {.tail = (1 - in[4].at[0]) / 2};
    double limits[2];
    if (!strata_begin(&s, in, e))
        return false;
    double ratio = mantel_haenszel(&s).odds_ratio;
    double start = ratio > 0 && isfinite(ratio) ? ratio : 1;
    bool good = gather(&s, &t, e) && minlike_p(&t, out[3], e) &&
                estimate_and_limits(&t, start, out[0], limits, e);
    if (good) {
        *out[1] = limits[0];
        *out[2] = limits[1];
    }
    free(t.at);
    return good;
}

const struct measure mh_oddsratio_exact_conditional = {
    .name = "mh.oddsratio.exact_conditional",
    .brief = "Odds ratio common to all strata, most likely given the margins, with exact limits "
             "and test.",
    .formula = "given all margins P(sum x1 = s) is proportional to c(s) OR^s, c the product of the "
               "strata's hypergeometric polynomials; limits: P(>= s | lower) = P(<= s | upper) = "
               "(1 - conf_level)/2; p: all totals no more likely than the observed at OR = 1",
    .assumes =
        "Independent cases, one odds ratio in all strata. Exact whatever the counts, so "
        "limits cover at least conf_level. When every stratum has as few events in the "
        "group of interest as its margins allow the estimate and lower limit are 0, when "
        "as many, estimate and upper limit are infinite. Strata too large to multiply out (beyond "
        "about 10^5 "
        "cases in each of some eight strata) are refused: the asymptotic limits serve there.",
    .cite = "Mehta CR, Patel NR, Gray R. JASA 1985;80:969-973. Agresti A. Categorical Data "
            "Analysis, 2nd ed. Wiley 2002, p. 255.",
    .args = {STRATA, CONF_LEVEL},
    .results = {ESTIMATE("the most likely odds ratio given the margins"), LOWER, UPPER, P_VALUE},
    .examples = {{"x1=21,11,8 n1=464,165,69 x0=26,25,11 n0=453,174,70",
                  "estimate=0.62717653122487282 lower=0.40316064069952978 "
                  "upper=0.96644874681366533 p_value=0.029544024638151457",
                  1e-3, "R 4.2.2 mantelhaen.test(exact=TRUE), which stops at 4 digits"}},
    .shape = PER_COLUMN,
    .column = exact,
};
