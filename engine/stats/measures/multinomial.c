/* Simultaneous limits for the shares of several categories: with confidence conf_level all of them
 * hold at once. */
#include <math.h>

#include "base/num.h"
#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/proportion.h"
#include "stats/search.h"

#define COUNTS ARG_LIST("counts", ARG_COUNT, "cases in each category; each case is in one")
#define SHARES                                                                                     \
    { RESULT("estimate", RESULT_ESTIMATE, "the category's share of all cases"), LOWER, UPPER }
#define SEVEN "counts=56,72,73,59,62,87,58"

static bool total_of(const struct series *counts, double *n, struct err *e) {
    *n = sum_of(counts->at, counts->n);
    if (counts->n < 2)
        return undefined(e, "one category has all cases, whatever the sample");
    return *n > 0 || undefined(e, "there are no cases");
}

static bool goodman(const struct series *in, double *const *out, struct err *e) {
    double n, limits[2];
    if (!total_of(&in[0], &n, e))
        return false;
    double z = normal_quantile((1 - in[1].at[0]) / 2 / (double)in[0].n, TAIL_UPPER);
    for (size_t i = 0; i < in[0].n; i++) {
        out[0][i] = in[0].at[i] / n;
        proportion_wilson_limits(in[0].at[i], n, z, limits);
        out[1][i] = limits[0];
        out[2][i] = limits[1];
    }
    return true;
}

const struct measure multinomial_ci_goodman = {
    .name = "multinomial.ci.goodman",
    .brief = "Shares of categories with Goodman's simultaneous limits.",
    .formula = "Wilson limits of each share, z the normal quantile of (1 - conf_level)/(2k) for k "
               "categories",
    .assumes = "Independent cases, each in exactly one category. Covers at least about conf_level "
               "whatever the shares; somewhat wide with many categories.",
    .cite = "Goodman LA. Technometrics 1965;7:247-254.",
    .args = {COUNTS, CONF_LEVEL},
    .results = SHARES,
    .examples = {{SEVEN, "lower_1=0.085 upper_1=0.166 lower_3=0.116 upper_3=0.207", 6e-3,
                  "Sison & Glaz 1995, example 1, to three decimals"}},
    .shape = COLUMN_TO_COLUMN,
    .column = goodman,
};

/* --- Sison and Glaz --------------------------------------------------------------------------- */

/* Moments of a Poisson count kept between low <= mean and high >= mean, and the chance that it lies
 * there. */
struct truncated {
    double chance;
    double shift;                   /* of its mean from the untruncated one */
    double variance, third, fourth; /* central moments */
};

/* Moments about the untruncated mean follow from each other by E[(X - m) g(X)] = m E[g(X + 1) -
 * g(X)] and what is cut off at the ends: with X of the size of a billion nothing cancels. */
static struct truncated truncate(double mean, double low, double high) {
    if (mean == 0)
        return (struct truncated){.chance = 1};
    double chance = 1 - poisson_probability(low - 1, mean, TAIL_LOWER) -
                    poisson_probability(high, mean, TAIL_UPPER);
    double left = low > 0 ? mean * (poisson_density(low - 1, mean) / chance) : 0;
    double right = mean * (poisson_density(high, mean) / chance);
    double a = low - mean, b = high + 1 - mean;
    double m1 = left - right;
    double m2 = mean + a * left - b * right;
    double m3 = mean * (2 * m1 + 1) + a * a * left - b * b * right;
    double m4 = mean * (3 * m2 + 3 * m1 + 1) + a * a * a * left - b * b * b * right;
    return (struct truncated){chance, m1, m2 - m1 * m1, m3 - 3 * m1 * m2 + 2 * m1 * m1 * m1,
                              m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 * m1 * m1 * m1};
}

/* Density of the sum of the truncated counts at its total, by Edgeworth's expansion, with or
 * without its last term; 'apart' is how far the total lies above the sum of the means. */
static double edgeworth(double apart, double variance, double third, double excess, bool last) {
    double x = apart / sqrt(variance), x2 = x * x;
    double skew = third / pow(variance, 1.5), kurtosis = excess / (variance * variance);
    double h3 = x * (x2 - 3), h4 = x2 * (x2 - 6) + 3, h6 = x2 * (x2 * (x2 - 15) + 45) - 15;
    double f = 1 + skew * h3 / 6 + kurtosis * h4 / 24 + (last ? skew * skew * h6 / 72 : 0);
    return normal_density(x) * f / sqrt(variance);
}

struct coverage {
    const struct series *counts;
    double n, conf_level;
    bool last_term;
};

/* The chance that every count lies within c of what was seen. */
static double covered(const struct coverage *p, double c) {
    struct sum logs = {0}, apart = {0}, variance = {0}, third = {0}, excess = {0};
    for (size_t i = 0; i < p->counts->n; i++) {
        double x = p->counts->at[i];
        struct truncated t = truncate(x, fmax(x - c, 0), fmin(x + c, p->n));
        sum_add(&logs, log(t.chance));
        sum_add(&apart, -t.shift);
        sum_add(&variance, t.variance);
        sum_add(&third, t.third);
        sum_add(&excess, t.fourth - 3 * t.variance * t.variance);
    }
    double density = edgeworth(sum_value(&apart), sum_value(&variance), sum_value(&third),
                               sum_value(&excess), p->last_term);
    return exp(sum_value(&logs)) * fmax(density, 0) / poisson_density(p->n, p->n);
}

static bool covers(double c, const void *data) {
    const struct coverage *p = data;
    return covered(p, c) > p->conf_level;
}

/* Half-widths looked at one by one: with few cases the expansion rises above the level and falls
 * below it again, and halving would miss the first that covers. */
static const double one_by_one = 64;

/* The first half-width from 1 up that covers, as in R's MultinomialCI; above n when none does. */
static double first_half_width(const struct coverage *p) {
    double few = fmin(one_by_one, p->n), c = 1;
    while (c <= few && !covers(c, p))
        c++;
    return c <= few ? c : search_first(covers, p, c, p->n);
}

/* The half-width in cases: c below, c + 2 gamma above. The coverage of c = 0 is taken as 0, as in
 * R's MultinomialCI; where even c = n covers too little by the expansion, limits are 0 and 1. */
static void half_width(const struct coverage *p, double *below, double *above) {
    double first = first_half_width(p), c = first - 1;
    *below = c;
    *above = c;
    if (first > p->n)
        return;
    double at = c > 0 ? covered(p, c) : 0, next = covered(p, first);
    *above = c + 2 * ((p->conf_level - at) / (next - at));
}

static bool sison_glaz_limits(const struct series *in, double *const *out, bool last_term,
                              struct err *e) {
    struct coverage p = {&in[0], 0, in[1].at[0], last_term};
    double below, above;
    if (!total_of(&in[0], &p.n, e))
        return false;
    if (p.n > NUM_LARGEST_COUNT) {
        fail(e, ERR_ARG_RANGE, "'counts' together are more than 2^53");
        return err_hint(e, "multinomial.ci.goodman takes totals of any size");
    }
    half_width(&p, &below, &above);
    for (size_t i = 0; i < in[0].n; i++) {
        out[0][i] = in[0].at[i] / p.n;
        out[1][i] = fmax((in[0].at[i] - below) / p.n, 0);
        out[2][i] = fmin((in[0].at[i] + above) / p.n, 1);
    }
    return true;
}

static bool sison_glaz(const struct series *in, double *const *out, struct err *e) {
    return sison_glaz_limits(in, out, false, e);
}

static bool sison_glaz_paper(const struct series *in, double *const *out, struct err *e) {
    return sison_glaz_limits(in, out, true, e);
}

#define SISON_GLAZ_ASSUMES                                                                         \
    "Independent cases, each in exactly one category. Best with seven or more categories of "      \
    "similar size; the same width for all, so too wide for rare categories. With few cases, or "   \
    "most of them in one category, the expansion fails and the limits hold far less often than "   \
    "stated: multinomial.ci.goodman is better there. Limits are cut off at 0 and 1. "              \
    "At most 2^53 cases."
#define SISON_GLAZ_FORMULA                                                                         \
    "p - c/n to p + (c + 2 gamma)/n, c + 1 the first whole number for which the chance that all "  \
    "counts lie within it exceeds conf_level, gamma by interpolation between the two; the chance " \
    "from truncated Poisson counts and Edgeworth's expansion"

const struct measure multinomial_ci_sison_glaz_paper = {
    .name = "multinomial.ci.sison_glaz_paper",
    .brief = "Shares of categories with Sison and Glaz's simultaneous limits, as published.",
    .formula = SISON_GLAZ_FORMULA,
    .assumes = SISON_GLAZ_ASSUMES,
    .cite = "Sison CP, Glaz J. JASA 1995;90:366-369.",
    .args = {COUNTS, CONF_LEVEL},
    .results = SHARES,
    .examples = {{SEVEN,
                  "lower_1=0.079229122056 upper_1=0.164357478822 lower_4=0.085653104925 "
                  "upper_4=0.170781461691",
                  2e-5, "exact chances of c = 19 and c = 20, by convolution in Python"}},
    .shape = COLUMN_TO_COLUMN,
    .column = sison_glaz_paper,
};

const struct measure multinomial_ci_sison_glaz = {
    .name = "multinomial.ci.sison_glaz",
    .brief = "Shares of categories with Sison and Glaz's simultaneous limits, as in R.",
    .formula = SISON_GLAZ_FORMULA " without its term in the square of the skewness",
    .assumes = SISON_GLAZ_ASSUMES,
    .cite = "Sison CP, Glaz J. JASA 1995;90:366-369. May WL, Johnson WD. J Stat Softw "
            "2000;5(6):1-24.",
    .compare = "kept to reproduce R's MultinomialCI, which leaves out the last term of the "
               "published expansion: chances are then off in the third or fourth digit and upper "
               "limits in about the fourth. multinomial.ci.sison_glaz_paper has the term.",
    .args = {COUNTS, CONF_LEVEL},
    .results = SHARES,
    .examples = {{SEVEN, "upper_3=0.2007386 lower_4=0.0856531 upper_4=0.1707601", 2e-6,
                  "R MultinomialCI, printed in statsmodels' results_multinomial_proportions.py"}},
    .shape = COLUMN_TO_COLUMN,
    .column = sison_glaz,
};
