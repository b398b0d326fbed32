/* The same people asked, or seen, twice: pairs that have the event both times, only the first, only
 * the second, neither. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/solve.h"
#include "stats/two_groups.h"

#define PAIRS                                                                                      \
    ARG("both", ARG_COUNT, "pairs with the event in both"),                                        \
        ARG("first_only", ARG_COUNT, "pairs with the event in the first only"),                    \
        ARG("second_only", ARG_COUNT, "pairs with the event in the second only"),                  \
        ARG("neither", ARG_COUNT, "pairs without the event")
#define DIFFERENCE                                                                                 \
    { ESTIMATE("p1 - p2: the proportion in the first less that in the second"), LOWER, UPPER }

struct pairs {
    double both, first, second, neither, n;
};

static bool pairs_of(const double *in, struct pairs *t, struct err *e) {
    *t = (struct pairs){in[0], in[1], in[2], in[3], in[0] + in[1] + in[2] + in[3]};
    return t->n > 0 || undefined(e, "there are no pairs");
}

static bool mcnemar(const double *in, double *out, struct err *e) {
    struct pairs t;
    if (!pairs_of(in, &t, e))
        return false;
    double differ = t.first + t.second, excess = t.first - t.second;
    if (differ == 0)
        return undefined(e, "no pair differs, so there is nothing to test");
    out[0] = excess * (excess / differ);
    out[1] = chisq_probability(out[0], 1, TAIL_UPPER);
    return true;
}

const struct measure paired_test_mcnemar = {
    .name = "paired.test.mcnemar",
    .brief = "McNemar's test that the proportion is the same in both of a pair.",
    .formula = "(first_only - second_only)^2/(first_only + second_only) ~ chi-square, 1 df",
    .assumes = "Independent pairs, of which about 10 or more differ. No continuity correction. "
               "Pairs that agree do not matter; not defined when none differs.",
    .cite = "McNemar Q. Psychometrika 1947;12:153-157.",
    .args = {PAIRS},
    .results = {RESULT("chisq", RESULT_STATISTIC, "the statistic, chi-square with 1 df"), P_VALUE},
    .examples = {{"both=20 first_only=12 second_only=2 neither=16",
                  "chisq=7.1428571428571432 p_value=0.0075263151664578922", 1e-9,
                  "R 4.2.2 mcnemar.test(correct=FALSE)"}},
    .shape = PER_CELL,
    .cell = mcnemar,
};

/* --- Tango's score limits --------------------------------------------------------------------- */

struct tango {
    struct pairs t;
    double z;
    bool top; /* x is 1 - d, not 1 + d: near either end d itself would lose the digits */
};

/* The most likely share of the rarer kind of differing pair, 'few' of them seen and 'many' of the
 * other, when the difference is 1 - gap, 0 <= gap <= 1. The root of Tango's quadratic in the form
 * that does not cancel. */
static double rarer_share(double n, double few, double many, double gap) {
    double linear = 2 * (n - many) - (2 * n - many + few) * gap;
    double product = few * (1 - gap) * gap;
    double root = sqrt(linear * linear + 8 * n * product);
    return linear > 0 ? 2 * product / (linear + root) : (root - linear) / (4 * n);
}

/* The most likely share of pairs that do not differ, of which 'same' were seen. */
static double same_share(const struct pairs *t, double above, double below) {
    double same = t->both + t->neither, b = t->first * below + t->second * above + 2 * same;
    double product = same * above * below;
    return product > 0 ? 2 * product / (b + sqrt(fmax(b * b - 4 * t->n * product, 0))) : 0;
}

/* Above 0 below the limit, below 0 above it: the score less z times its standard error, both under
 * the difference d; 'above' is 1 + d, 'below' 1 - d. */
static double tango_gap(double x, const void *data) {
    const struct tango *p = data;
    const struct pairs *t = &p->t;
    double above = p->top ? 2 - x : x, below = p->top ? x : 2 - x;
    double score = p->top ? t->n * x - ((t->n - t->first) + t->second)
                          : ((t->n - t->second) + t->first) - t->n * x;
    double rare = p->top ? rarer_share(t->n, t->second, t->first, x)
                         : rarer_share(t->n, t->first, t->second, x);
    double other = rare + fmax(1 - x, 0), same = same_share(t, above, below);
    return score - p->z * sqrt(t->n * ((rare + other) * same + 4 * rare * other));
}

/* Where the statistic is 0/0 at the estimate the equation can be solved by hand. */
static bool tango_closed(const struct pairs *t, double z, double *limit) {
    if (t->second == t->n)
        *limit = -1;
    else if (t->first == t->n)
        *limit = (t->n - z * z) / (t->n + z * z);
    else if (t->first + t->second == 0)
        *limit = -z * z / (t->n + z * z);
    else
        return false;
    return true;
}

/* Between -1 and the estimate; which half it lies in, the sign at 0 says. */
static bool tango_lower(const struct pairs *t, double z, double *limit, struct err *e) {
    struct tango p = {*t, z, t->first > t->second};
    double end = ((t->n - t->second) + t->first) / t->n, x = 0;
    if (tango_closed(t, z, limit))
        return true;
    p.top = p.top && tango_gap(1, &p) > 0;
    bool found = p.top ? solve_between(tango_gap, &p, ((t->n - t->first) + t->second) / t->n, 1,
                                       "Tango's limit", &x, e)
                       : solve_between(tango_gap, &p, 0, fmin(end, 1), "Tango's limit", &x, e);
    *limit = p.top ? 1 - x : x - 1;
    return found;
}

static struct pairs exchanged(const struct pairs *t) {
    return (struct pairs){t->both, t->second, t->first, t->neither, t->n};
}

/* The upper limit is the lower one of the pairs exchanged, with its sign changed. */
static bool tango_score(const double *in, double *out, struct err *e) {
    struct pairs t;
    if (!pairs_of(in, &t, e))
        return false;
    struct pairs other = exchanged(&t);
    double z = normal_z(in[4]), upper;
    out[0] = (t.first - t.second) / t.n;
    if (!tango_lower(&t, z, &out[1], e) || !tango_lower(&other, z, &upper, e))
        return false;
    out[2] = -upper;
    return true;
}

const struct measure paired_riskdiff_ci_tango_score = {
    .name = "paired_riskdiff.ci.tango_score",
    .brief = "Difference of two paired proportions with Tango's score limits.",
    .formula = "the d at which (b - c - n d)/sqrt(n (2q + d(1 - d))) = -+z, b first_only, c "
               "second_only, q = (sqrt(B^2 - 8nC) - B)/(4n) the most likely share of second_only, "
               "B = (2n - b + c)d - b - c, C = -c d(1 - d)",
    .assumes = "Independent pairs. Good in small samples, also when few or no pairs differ; stays "
               "within -1 to 1. The recommended interval.",
    .cite = "Tango T. Stat Med 1998;17:891-908.",
    .args = {PAIRS, CONF_LEVEL},
    .results = DIFFERENCE,
    .examples = {{"both=4 first_only=9 second_only=3 neither=16", "lower=-0.027 upper=0.390",
                  1.9e-2, "Tango 1998, Table VII, to three decimals"},
                 {"both=20 first_only=12 second_only=2 neither=16",
                  "lower=0.0611124062 upper=0.3447087483", 1e-8, "R ratesci 1.1.0.9000"}},
    .shape = PER_CELL,
    .cell = tango_score,
};

/* --- Newcombe's limits ------------------------------------------------------------------------ */

/* The correlation of the two, with 'correction' taken off ad - bc where that is positive, but not
 * below 0; 0 when there is none. */
static double correlation(const struct pairs *t, double correction) {
    double first = t->both + t->first, second = t->both + t->second;
    double shift = t->both * t->neither - t->first * t->second;
    if (first == 0 || second == 0 || first == t->n || second == t->n)
        return 0;
    if (shift > 0)
        shift = fmax(shift - correction, 0);
    return shift / sqrt(first * (t->n - first)) / sqrt(second * (t->n - second));
}

/* Square and add: p1 and p2 with Wilson limits, their distances put together as the sides of a
 * triangle. */
static double together(double a, double b, double phi) {
    return sqrt(fmax(a * a + b * b - 2 * phi * a * b, 0));
}

static bool newcombe(const double *in, double *out, bool corrected, struct err *e) {
    struct pairs t;
    if (!pairs_of(in, &t, e))
        return false;
    double first = t.both + t.first, second = t.both + t.second, z = normal_z(in[4]);
    double p1 = first / t.n, p2 = second / t.n, of1[2], of2[2];
    wilson_limits(first, t.n, z, of1);
    wilson_limits(second, t.n, z, of2);
    double phi = correlation(&t, corrected ? t.n / 2 : 0);
    out[0] = (t.first - t.second) / t.n;
    out[1] = out[0] - together(p1 - of1[0], of2[1] - p2, phi);
    out[2] = out[0] + together(of1[1] - p1, p2 - of2[0], phi);
    return true;
}

static bool newcombe8(const double *in, double *out, struct err *e) {
    return newcombe(in, out, false, e);
}

static bool newcombe10(const double *in, double *out, struct err *e) {
    return newcombe(in, out, true, e);
}

#define NEWCOMBE "Newcombe RG. Stat Med 1998;17:2635-2650, method "

const struct measure paired_riskdiff_ci_newcombe8 = {
    .name = "paired_riskdiff.ci.newcombe8",
    .brief = "Difference of two paired proportions from Wilson limits of each and their "
             "correlation.",
    .formula = "lower = d - sqrt((p1 - l1)^2 + (u2 - p2)^2 - 2 phi (p1 - l1)(u2 - p2)), upper "
               "likewise; phi the correlation of the two",
    .assumes = "Independent pairs. Simple and good in moderate samples; "
               "paired_riskdiff.ci.newcombe10_corrected covers better in small ones.",
    .cite = NEWCOMBE "8.",
    .args = {PAIRS, CONF_LEVEL},
    .results = DIFFERENCE,
    .examples = {{"both=20 first_only=12 second_only=2 neither=16", "lower=0.0618 upper=0.3242",
                  8.2e-4, "Newcombe 1998, Table II"}},
    .shape = PER_CELL,
    .cell = newcombe8,
};

const struct measure paired_riskdiff_ci_newcombe10_corrected = {
    .name = "paired_riskdiff.ci.newcombe10_corrected",
    .brief = "Newcombe's difference of two paired proportions with a corrected correlation.",
    .formula = "paired_riskdiff.ci.newcombe8 with n/2 taken off the numerator of phi where that is "
               "positive, but not below 0",
    .assumes = "Independent pairs. Good in small samples; paired_riskdiff.ci.tango_score is as "
               "good and somewhat shorter.",
    .cite = NEWCOMBE "10.",
    .args = {PAIRS, CONF_LEVEL},
    .results = DIFFERENCE,
    .examples = {{"both=53 first_only=16 second_only=8 neither=9", "lower=-0.020104 upper=0.203916",
                  5e-5, "R ratesci 1.1.0.9000 moverpairci(type='wilson', corc=TRUE)"}},
    .shape = PER_CELL,
    .cell = newcombe10,
};
