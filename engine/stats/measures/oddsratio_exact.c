/* Conditional intervals for the odds ratio: given all margins of the table. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/conditional.h"
#include "stats/distribution.h"
#include "stats/solve.h"

#define SAMPLE_ODDS_RATIO ESTIMATE("the odds ratio x1(n0 - x0)/(x0(n1 - x1)), 0 or more")
#define GIVEN_MARGINS                                                                              \
    "Independent cases. Correct in samples of any size; the work grows with the square root of "   \
    "the smallest margin, and margins above 1e11 are refused. "

/* One limit of a conditional method for the table as given; see conditional_lower. */
typedef bool lower_fn(const struct conditional *c, double share, double alpha, double *limit,
                      struct err *e);

static bool begin(const double *in, struct conditional *c, struct err *e) {
    struct two_groups g;
    return two_groups(in, &g, e) && conditional_begin(c, &g, e);
}

/* Lower limit of the table, and upper limit as one over that of the table with groups exchanged. */
static bool both_limits(lower_fn *lower, const struct conditional *c, double share, double alpha,
                        double limits[2], struct err *e) {
    struct two_groups swapped = two_groups_swapped(&c->g);
    struct conditional other;
    if (!conditional_begin(&other, &swapped, e) || !lower(c, share, alpha, &limits[0], e) ||
        !lower(&other, share, alpha, &limits[1], e))
        return false;
    limits[1] = limits[1] > 0 ? 1 / limits[1] : INFINITY;
    return true;
}

static bool central_lower(const struct conditional *c, double share, double alpha, double *limit,
                          struct err *e) {
    return conditional_lower(c, share, alpha / 2, limit, e);
}

static bool exact_conditional(const double *in, double *out, struct err *e) {
    struct conditional c;
    return begin(in, &c, e) && conditional_estimate(&c, &out[0], e) &&
           both_limits(central_lower, &c, 1, 1 - in[4], out + 1, e);
}

const struct measure oddsratio_ci_exact_conditional = {
    .name = "oddsratio.ci.exact_conditional",
    .brief = "Conditional maximum likelihood odds ratio with exact limits.",
    .formula = "the odds ratios at which P(X >= x1) and P(X <= x1) are (1 - conf_level)/2, X "
               "noncentral hypergeometric given the margins; the estimate where E(X) = x1",
    .assumes = GIVEN_MARGINS "Never covers less often than stated, so it is wide; 0 and infinity "
                             "where a cell of 0 sets no limit. The estimate is not defined when "
                             "nobody or everybody has the event. R's fisher.test stops at about "
                             "four digits.",
    .cite = "Cornfield J. Proc 3rd Berkeley Symp 1956;4:135-148. Gart JJ. Rev Int Stat Inst "
            "1971;39:148-169.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {RESULT("estimate_cmle", RESULT_ESTIMATE,
                       "the conditional maximum likelihood odds ratio, 0 or more"),
                LOWER, UPPER},
    .examples = {{"x1=3 n1=4 x0=1 n0=4",
                  "estimate_cmle=6.408319658199 lower=0.211735595446 upper=626.2435305888", 1e-8,
                  "scipy 1.10.1 stats.contingency.odds_ratio(kind='conditional')"}},
    .shape = PER_CELL,
    .cell = exact_conditional,
};

/* The median unbiased estimate: the odds ratio at which the mid-P tail is one half. */
static bool median_unbiased(const struct conditional *c, double *theta, struct err *e) {
    if (c->g.x1 == c->high) {
        *theta = c->low == c->high ? NAN : INFINITY;
        return true;
    }
    return conditional_lower(c, 0.5, 0.5, theta, e);
}

static bool midp_conditional(const double *in, double *out, struct err *e) {
    struct conditional c;
    return begin(in, &c, e) && median_unbiased(&c, &out[0], e) &&
           both_limits(central_lower, &c, 0.5, 1 - in[4], out + 1, e);
}

const struct measure oddsratio_ci_midp_conditional = {
    .name = "oddsratio.ci.midp_conditional",
    .brief = "Median unbiased odds ratio with mid-P limits.",
    .formula = "the odds ratios at which P(X > x1) + P(X = x1)/2 is (1 - conf_level)/2, 1/2 (the "
               "estimate) and (1 + conf_level)/2, X noncentral hypergeometric given the margins",
    .assumes = GIVEN_MARGINS "Covers as often as stated on average, not always; narrower than the "
                             "exact limits. 0 and infinity where a cell of 0 sets no limit.",
    .cite = "Berry G, Armitage P. The Statistician 1995;44:417-423. Rothman KJ, Greenland S, Lash "
            "TL. Modern Epidemiology, 3rd ed. Lippincott 2008.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {RESULT("estimate_median_unbiased", RESULT_ESTIMATE,
                       "the median unbiased odds ratio, 0 or more"),
                LOWER, UPPER},
    .examples = {{"x1=24 n1=73 x0=53 n0=65",
                  "estimate_median_unbiased=0.11388 lower=0.04939 upper=0.24618", 2e-3,
                  "R epitools 0.5.10.1 or.midp (its root finder stops at about three digits)"}},
    .shape = PER_CELL,
    .cell = midp_conditional,
};

static bool midp_limits(const double *in, double *out, struct err *e) {
    struct conditional c;
    if (!begin(in, &c, e))
        return false;
    out[0] = odds_ratio(&c.g);
    return both_limits(central_lower, &c, 0.5, 1 - in[4], out + 1, e);
}

const struct measure oddsratio_ci_cornfield_midp = {
    .name = "oddsratio.ci.cornfield_midp",
    .brief = "Sample odds ratio with Cornfield's mid-P limits.",
    .formula = "the odds ratios at which P(X > x1) + P(X = x1)/2 and P(X < x1) + P(X = x1)/2 are "
               "(1 - conf_level)/2, X noncentral hypergeometric given the margins",
    .assumes = GIVEN_MARGINS "The limits of oddsratio.ci.midp_conditional with the sample's odds "
                             "ratio.",
    .cite = "Cornfield J. Proc 3rd Berkeley Symp 1956;4:135-148. Fagerland MW, Lydersen S, Laake "
            "P. Stat Methods Med Res 2015;24:224-254.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=3 n1=4 x0=1 n0=4", "lower=0.3101 upper=308.5568", 2e-4,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = midp_limits,
};

const struct measure oddsratio_ci_cornfield_exact_conditional = {
    .name = "oddsratio.ci.cornfield_exact_conditional",
    .brief = "What one package prints as Cornfield's exact limits: they are his mid-P limits.",
    .formula = "as oddsratio.ci.cornfield_midp",
    .assumes = GIVEN_MARGINS "Despite the name these limits are not exact: they do not hold the "
                             "stated level in every sample.",
    .cite = "Fagerland MW, Lydersen S, Laake P. Statistical Analysis of Contingency Tables. "
            "Chapman & Hall/CRC 2017, chapter 4.",
    .compare = "R contingencytables 3.0.0 Cornfield_exact_conditional_CI_2x2, which for 9/13 "
               "against 4/14 prints 1.0226 to 31.5025, the mid-P limits; the exact ones are "
               "0.8472 to 40.4374. For those use oddsratio.ci.exact_conditional, for mid-P limits "
               "oddsratio.ci.cornfield_midp.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=9 n1=13 x0=4 n0=14", "lower=1.0226 upper=31.5025", 5e-5,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"}},
    .shape = PER_CELL,
    .cell = midp_limits,
};

/* Baptista and Pike: the odds ratios whose two-sided p-value, the probability of all tables no more
 * likely than the observed one, is at least alpha.
 *
 * Below the observed x1 a table k is no more likely than it from the odds ratio t(k) upwards, where
 * the two are equally likely; t increases with k. Between neighbouring t the p-value has no peak (a
 * sum over an interval of an exponential family has one mode), so its largest values are at the
 * t(k). Those increase with k: by trial, in all of 387,200 tables of up to 60 people in a group.
 * The lower limit is the first odds ratio that reaches alpha: a t(k), or a point just before it. */
struct pike {
    const struct conditional *c;
    double share, alpha;
    double far; /* tables up to this one count as no more likely */
};

/* log weight of x1 less that of k < x1, at an odds ratio of 1. By ratios where they are few, since
 * differences of log gammas keep fewer digits. */
static double log_weight_gain(const struct conditional *c, double k) {
    double n1 = c->g.n1, m = c->m, rest = c->g.n0 - m, x = c->g.x1, gain = 0;
    if (x - k > 512)
        return log_gamma(k + 1) - log_gamma(x + 1) + log_gamma(n1 - k + 1) - log_gamma(n1 - x + 1) +
               log_gamma(m - k + 1) - log_gamma(m - x + 1) + log_gamma(rest + k + 1) -
               log_gamma(rest + x + 1);
    for (double j = k; j < x; j++)
        gain += log((n1 - j) / (j + 1) * ((m - j) / (rest + j + 1)));
    return gain;
}

/* t(k). */
static double equally_likely(const struct conditional *c, double k) {
    return exp(-log_weight_gain(c, k) / (c->g.x1 - k));
}

static double pike_excess(double theta, const void *data) {
    const struct pike *p = data;
    struct conditional_parts parts = conditional_split(p->c, p->far, theta);
    return parts.far + p->share * parts.at + parts.above - p->alpha;
}

/* The p-value less alpha at t(k), with k counted. */
static double pike_peak(const struct pike *p, double k) {
    struct pike at = {p->c, p->share, p->alpha, k};
    return pike_excess(equally_likely(p->c, k), &at);
}

/* The first k in low .. x1 - 1 whose peak reaches alpha; x1 when none does. */
static double first_peak(const struct pike *p) {
    double below = p->c->low - 1, reached = p->c->g.x1;
    while (reached - below > 1) {
        double k = floor(below + (reached - below) / 2);
        if (pike_peak(p, k) >= 0)
            reached = k;
        else
            below = k;
    }
    return reached;
}

static bool pike_lower(const struct conditional *c, double share, double alpha, double *limit,
                       struct err *e) {
    struct pike p = {c, share, alpha, c->low - 1};
    *limit = 0;
    if (c->g.x1 == c->low)
        return true;
    double k = first_peak(&p);
    if (k == c->g.x1)
        return undefined(e, "no odds ratio has a mid-P value above %.6g", alpha);
    *limit = equally_likely(c, k);
    p.far = k - 1;
    if (pike_excess(*limit, &p) <= 0)
        return true;
    if (k == c->low)
        return conditional_solve(pike_excess, &p, *limit, "a Baptista-Pike limit", limit, e);
    return solve_between(pike_excess, &p, equally_likely(c, k - 1), *limit, "a Baptista-Pike limit",
                         limit, e);
}

static bool pike_limits(const double *in, double share, double *out, struct err *e) {
    struct conditional c;
    if (!begin(in, &c, e))
        return false;
    out[0] = odds_ratio(&c.g);
    return both_limits(pike_lower, &c, share, 1 - in[4], out + 1, e);
}

static bool baptista_pike_exact(const double *in, double *out, struct err *e) {
    return pike_limits(in, 1, out, e);
}

const struct measure oddsratio_ci_baptista_pike_exact = {
    .name = "oddsratio.ci.baptista_pike_exact",
    .brief = "Sample odds ratio with Baptista and Pike's exact limits.",
    .formula = "the smallest and largest odds ratio at which the probability of all tables with "
               "these margins that are no more likely than the observed one is 1 - conf_level",
    .assumes = GIVEN_MARGINS "Never covers less often than stated, and narrower than "
                             "oddsratio.ci.exact_conditional; agrees with Fisher's two-sided test. "
                             "0 and infinity where a cell of 0 sets no limit. The set of odds "
                             "ratios can have gaps; its ends are returned.",
    .cite = "Baptista J, Pike MC. Appl Stat 1977;26:214-220.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=1.00 upper=195", 5e-3,
                  "Fagerland, Lydersen & Laake 2015, table; printed in statsmodels tests"}},
    .shape = PER_CELL,
    .cell = baptista_pike_exact,
};

static bool baptista_pike_midp(const double *in, double *out, struct err *e) {
    return pike_limits(in, 0.5, out, e);
}

const struct measure oddsratio_ci_baptista_pike_midp = {
    .name = "oddsratio.ci.baptista_pike_midp",
    .brief = "Sample odds ratio with Baptista and Pike's mid-P limits.",
    .formula = "Baptista and Pike's limits with half the probability of the observed table",
    .assumes = GIVEN_MARGINS "Covers as often as stated on average, not always. 0 and infinity "
                             "where a cell of 0 sets no limit. Not defined when conf_level is so "
                             "low that no odds ratio has a mid-P value of 1 - conf_level.",
    .cite = "Baptista J, Pike MC. Appl Stat 1977;26:214-220. Fagerland MW, Lydersen S, Laake P. "
            "Stat Methods Med Res 2015;24:224-254.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=1.33 upper=99", 5e-3,
                  "Fagerland, Lydersen & Laake 2015, table; printed in statsmodels tests"}},
    .shape = PER_CELL,
    .cell = baptista_pike_midp,
};
