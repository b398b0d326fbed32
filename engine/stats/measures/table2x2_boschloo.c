/* Boschloo's test of a two by two table: Fisher's one-sided p-value as a statistic, and the largest
 * probability of a value as small over all common proportions. */
#include <math.h>
#include <stdlib.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/two_groups.h"

/* Fisher's p-value is asked of n1 + n0 tables and the search over the proportion takes a time in
 * proportion to n1 + n0: about a second at this size. */
static const double most_people = 100000;
/* Fisher p-values this close count as equal: far above their rounding errors (4e-13). */
static const double tie = 1e-10;
/* Weights below this share of the largest are left out. */
static const double negligible = 1e-20;
/* Search steps in standard deviations of the estimated proportion; the size cannot turn faster. */
static const double step_sd = 0.2;

/* The tables as extreme as the observed one: with i events in group 1, those with at least from[i]
 * in group 0 (n0 + 1: none). */
struct region {
    double n1, n0;
    double *from;
    double *weight; /* room for n0 + 2 tail probabilities */
};

/* Fisher's P(X1 <= i) with j events in group 0 falls as j grows and rises with i, so the border of
 * the region is walked once. */
static void walk_border(struct region *r, double x1, double x0) {
    double limit = hypergeometric_probability(x1, r->n1, r->n0, x1 + x0, TAIL_LOWER) * (1 + tie);
    double j = 0;
    for (double i = 0; i <= r->n1; i++) {
        while (j <= r->n0 && hypergeometric_probability(i, r->n1, r->n0, i + j, TAIL_LOWER) > limit)
            j++;
        r->from[(size_t)i] = j;
    }
}

/* Binomial weights relative to the one at the mode, walked out to where they stop mattering. */
struct binomial {
    double n, odds, mode, low, high, total;
};

static double weight_up(const struct binomial *b, double k) {
    return b->odds * (b->n - k) / (k + 1);
}

static struct binomial binomial_begin(double n, double p) {
    struct binomial b = {n, p / (1 - p), fmin(floor((n + 1) * p), n), 0, 0, 1};
    double w = 1;
    for (b.high = b.mode; b.high < n && w > negligible; b.high++)
        b.total += w *= weight_up(&b, b.high);
    w = 1;
    for (b.low = b.mode; b.low > 0 && w > negligible; b.low--)
        b.total += w /= weight_up(&b, b.low - 1);
    return b;
}

/* r->weight[j - b.low] = P(Y >= j) for j in b.low .. b.high. */
static void fill_tails(struct region *r, const struct binomial *b) {
    size_t last = (size_t)(b->high - b->low), mode = (size_t)(b->mode - b->low);
    double *w = r->weight;
    w[mode] = 1 / b->total;
    for (size_t j = mode; j < last; j++)
        w[j + 1] = w[j] * weight_up(b, b->low + (double)j);
    for (size_t j = mode; j > 0; j--)
        w[j - 1] = w[j] / weight_up(b, b->low + (double)j - 1);
    for (size_t j = last; j > 0; j--)
        w[j - 1] += w[j];
}

static double tail_from(const struct region *r, const struct binomial *b, double j) {
    if (j <= b->low)
        return 1;
    return j > b->high ? 0 : r->weight[(size_t)(j - b->low)];
}

/* Probability of the region when both groups have the proportion p = sin^2(angle/2). */
static double size_at(struct region *r, double angle) {
    double p = sin(angle / 2) * sin(angle / 2);
    struct binomial one = binomial_begin(r->n1, p), other = binomial_begin(r->n0, p);
    fill_tails(r, &other);
    double sum = tail_from(r, &other, r->from[(size_t)one.mode]), w = 1;
    for (double i = one.mode; i < one.high; i++)
        sum += (w *= weight_up(&one, i)) * tail_from(r, &other, r->from[(size_t)i + 1]);
    w = 1;
    for (double i = one.mode; i > one.low; i--)
        sum += (w /= weight_up(&one, i - 1)) * tail_from(r, &other, r->from[(size_t)i - 1]);
    return sum / one.total;
}

/* Golden section search for the largest size between two angles. */
static double refine(struct region *r, double low, double high) {
    const double golden = 0.6180339887498949;
    double a = high - golden * (high - low), b = low + golden * (high - low);
    double at_a = size_at(r, a), at_b = size_at(r, b);
    for (int step = 0; step < 30; step++) { /* 0.618^30 = 5e-7 of a step: p to 1e-12 */
        if (at_a > at_b) {
            high = b;
            b = a;
            at_b = at_a;
            at_a = size_at(r, a = high - golden * (high - low));
        } else {
            low = a;
            a = b;
            at_a = at_b;
            at_b = size_at(r, b = low + golden * (high - low));
        }
    }
    return fmax(at_a, at_b);
}

/* The angles put the standard deviation of a proportion at 1/sqrt(n1 + n0) everywhere. */
static double largest_size(struct region *r) {
    const double pi = 3.14159265358979323846;
    double steps = fmax(64, ceil(pi * sqrt(r->n1 + r->n0) / step_sd)), step = pi / steps;
    double best = 0, best_angle = step;
    for (double k = 1; k < steps; k++) {
        double size = size_at(r, k * step);
        if (size > best) {
            best = size;
            best_angle = k * step;
        }
    }
    return fmax(best, refine(r, best_angle - step, best_angle + step));
}

/* One-sided p-value against a smaller proportion in group 1. */
static bool boschloo_less(const struct two_groups *g, double *p, struct err *e) {
    struct region r = {g->n1, g->n0, malloc(((size_t)g->n1 + 1) * sizeof(double)),
                       malloc(((size_t)g->n0 + 2) * sizeof(double))};
    bool room = r.from != NULL && r.weight != NULL;
    if (room) {
        walk_border(&r, g->x1, g->x0);
        *p = largest_size(&r);
    }
    free(r.from);
    free(r.weight);
    return room || fail(e, ERR_NOMEM, "no memory for Boschloo's test");
}

/* Twice the smaller one-sided p-value for two samples of fixed sizes. */
static bool boschloo(const struct two_groups *g, double *p, struct err *e) {
    double less, greater;
    if (g->n1 + g->n0 > most_people) {
        fail(e, ERR_ARG_RANGE, "Boschloo's test is too slow for more than 100,000 people in all");
        return err_hint(e, "table2x2.test.fisher_minlike takes any size");
    }
    struct two_groups swapped = two_groups_swapped(g);
    if (!boschloo_less(g, &less, e) || !boschloo_less(&swapped, &greater, e))
        return false;
    *p = fmin(2 * fmin(less, greater), 1);
    return true;
}

static bool boschloo_groups_fixed(const double *in, double *out, struct err *e) {
    struct two_groups g;
    return two_groups(in, &g, e) && boschloo(&g, &out[0], e);
}

const struct measure table2x2_test_boschloo_groups_fixed = {
    .name = "table2x2.test.boschloo_groups_fixed",
    .brief = "Boschloo's exact unconditional test of two groups, two-sided by doubling.",
    .formula = "2 min over the sides of max over p of P(tables whose one-sided Fisher p-value is "
               "at most the observed one | both proportions are p), n1 and n0 fixed",
    .assumes = "Independent cases; the sizes of the two groups are fixed, the number of events is "
               "not. Never rejects too often, and at least as often as Fisher's test with its "
               "smaller tail doubled. Up to 100,000 people in all (about a second).",
    .cite = "Boschloo RD. Stat Neerl 1970;24:1-9.",
    .args = {TWO_GROUPS},
    .results = {P_VALUE},
    .examples = {{"x1=7 n1=8 x0=11 n0=28", "p_value=0.017887925646", 1e-9,
                  "scipy 1.10.1 stats.boschloo_exact, whose samples are the columns"}},
    .shape = PER_CELL,
    .cell = boschloo_groups_fixed,
};

/* Events and non-events as the two samples, being in group 1 as the outcome. */
static bool boschloo_two_sided(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    double others1 = g.n1 - g.x1, others0 = g.n0 - g.x0;
    struct two_groups by_event = {g.x1, g.x1 + g.x0, others1, others1 + others0};
    if (by_event.n1 == 0 || by_event.n0 == 0)
        return undefined(e, "%s has the event, so there is nothing to compare",
                         by_event.n1 == 0 ? "nobody" : "everybody");
    return boschloo(&by_event, &out[0], e);
}

const struct measure table2x2_test_boschloo_two_sided = {
    .name = "table2x2.test.boschloo_two_sided",
    .brief = "Boschloo's test with the numbers of events and non-events fixed, as scipy gives for "
             "groups in rows.",
    .formula = "table2x2.test.boschloo_groups_fixed of the table with rows and columns exchanged: "
               "x1 of x1 + x0 events against n1 - x1 of the others",
    .assumes = "Independent cases, sampled by outcome: so many events, so many non-events, as in a "
               "case-control study. Not defined when nobody or everybody has the event. Up to "
               "100,000 people in all (about a second).",
    .cite = "Boschloo RD. Stat Neerl 1970;24:1-9.",
    .compare = "scipy 1.10.1 boschloo_exact([[x1, n1 - x1], [x0, n0 - x0]]), which takes columns, "
               "not rows, as samples of fixed size. For two groups of fixed size use "
               "table2x2.test.boschloo_groups_fixed.",
    .args = {TWO_GROUPS},
    .results = {P_VALUE},
    .examples = {{"x1=7 n1=18 x0=1 n0=18", "p_value=0.017887925646", 1e-9,
                  "scipy 1.10.1 stats.boschloo_exact(n=64)"}},
    .shape = PER_CELL,
    .cell = boschloo_two_sided,
};
