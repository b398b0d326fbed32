/* Is the effect the same in all strata? Tests of the homogeneity of odds ratios, risk ratios and
 * risk differences. a, b are the events and non-events of group 1, c, d those of group 0. */
#include <math.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/measures/strata_examples.h"
#include "stats/strata.h"

#define Q_RESULTS                                                                                  \
    { RESULT("Q", RESULT_STATISTIC, "the statistic"), STRATA_DF, P_VALUE }
#define THREE_CENTRES "x1=21,11,8 n1=464,165,69 x0=26,25,11 n0=453,174,70"
#define FAGERLAND                                                                                  \
    "Fagerland MW, Lydersen S, Laake P. Statistical Analysis of Contingency Tables. Chapman & "    \
    "Hall/CRC 2017, chapter 10."

/* --- against the expectation under one odds ratio -------------------------------------------- */

/* The events expected among n of n + others, m events in all, under the odds ratio: a root of
 * A(others - m + A) = ratio (n - A)(m - A), in the form that does not cancel. */
static double expected_events(double n, double others, double m, double ratio) {
    double b = others - m + ratio * (n + m);
    double root = sqrt(fmax(b * b + 4 * (1 - ratio) * ratio * n * m, 0));
    double a = b > 0 ? 2 * ratio * n * m / (b + root) : (root - b) / (2 * (1 - ratio));
    return fmin(fmax(a, fmax(0, m - others)), fmin(n, m));
}

/* Each of the four expected counts from its own equation, so that the small ones keep their digits;
 * the distance is taken where it is most exact, at the smallest. */
static struct hypergeometric_moments around_expected(const struct two_groups *g, double ratio) {
    double m = g->x1 + g->x0, others = (g->n1 - g->x1) + (g->n0 - g->x0);
    double observed[] = {g->x1, g->x0, g->n1 - g->x1, g->n0 - g->x0};
    double expected[] = {expected_events(g->n1, g->n0, m, ratio),
                         expected_events(g->n0, g->n1, m, 1 / ratio),
                         expected_events(g->n1, g->n0, others, 1 / ratio),
                         expected_events(g->n0, g->n1, others, ratio)};
    double precision = 0;
    int least = 0;
    for (int i = 0; i < 4; i++) {
        precision += 1 / expected[i];
        least = expected[i] < expected[least] ? i : least;
    }
    double excess = observed[least] - expected[least];
    return (struct hypergeometric_moments){least == 0 || least == 3 ? excess : -excess,
                                           1 / precision};
}

/* Of x1 under the odds ratio 'ratio'. */
typedef struct hypergeometric_moments moments_fn(const struct two_groups *g, double ratio);

/* Over the strata that inform. */
struct homogeneity {
    struct sum chisq; /* excess^2/variance */
    struct sum excess, variance;
    double strata;
};

static struct homogeneity homogeneity(const struct strata *s, moments_fn *moments, double ratio) {
    struct homogeneity h = {0};
    for (size_t i = 0; i < s->n; i++) {
        if (!stratum_informs(s, i))
            continue;
        struct two_groups g = stratum(s, i);
        struct hypergeometric_moments m = moments(&g, ratio);
        sum_add(&h.chisq, m.excess * (m.excess / m.variance));
        sum_add(&h.excess, m.excess);
        sum_add(&h.variance, m.variance);
        h.strata++;
    }
    return h;
}

/* (sum of the excesses)^2/(sum of the variances): what the common effect itself may be off by. */
static double common_excess(const struct homogeneity *h) {
    double excess = sum_value(&h->excess);
    return h->strata > 0 ? excess * (excess / sum_value(&h->variance)) : 0;
}

static bool breslow_day(const struct series *in, double *const *out, bool tarone, struct err *e) {
    struct strata s;
    if (!strata_begin(&s, in, e))
        return false;
    double ratio = mantel_haenszel(&s).odds_ratio;
    if (isnan(ratio) || ratio == 0 || isinf(ratio))
        return undefined(e, "the common odds ratio is 0, infinite or undefined, so no stratum can "
                            "differ from it");
    struct homogeneity h = homogeneity(&s, around_expected, ratio);
    double less = tarone ? common_excess(&h) : 0;
    return homogeneity_answer(sum_value(&h.chisq) - less, h.strata, out, e);
}

static bool breslow_day_unadjusted(const struct series *in, double *const *out, struct err *e) {
    return breslow_day(in, out, false, e);
}

static bool tarone_adjusted(const struct series *in, double *const *out, struct err *e) {
    return breslow_day(in, out, true, e);
}

const struct measure mh_homogeneity_breslow_day_unadjusted = {
    .name = "mh.homogeneity.breslow_day_unadjusted",
    .brief = "Breslow-Day test that the odds ratio is the same in all strata.",
    .formula = "sum((x1 - A)^2/V), A the x1 that fits the Mantel-Haenszel odds ratio and the "
               "margins, V = 1/(1/A + 1/(n1 - A) + 1/(m - A) + 1/(n0 - m + A)), m = x1 + x0",
    .assumes = "Independent cases, every fitted count about 5 or more." HOMOGENEITY_WEAK
               "Slightly too large, as the Mantel-Haenszel estimate is not the most likely one; "
               "mh.homogeneity.tarone_adjusted corrects that. Strata without events or without "
               "non-events are left out.",
    .cite = "Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. I. IARC 1980, "
            "p. 142.",
    .args = {STRATA},
    .results = HOMOGENEITY_RESULTS,
    .examples = {{ADMISSIONS, "chisq=18.825513705236514 df=5 p_value=0.002071390349917576", 1e-6,
                  "R metafor 3.8.1 rma.mh, UCBAdmissions"}},
    .shape = PER_COLUMN,
    .column = breslow_day_unadjusted,
};

const struct measure mh_homogeneity_tarone_adjusted = {
    .name = "mh.homogeneity.tarone_adjusted",
    .brief = "Breslow-Day test with Tarone's correction.",
    .formula = "the Breslow-Day statistic less (sum(x1 - A))^2/sum V",
    .assumes = "As mh.homogeneity.breslow_day_unadjusted, and to be preferred to it.",
    .cite = "Tarone RE. Biometrika 1985;72:91-95.",
    .args = {STRATA},
    .results = HOMOGENEITY_RESULTS,
    .examples = {{DOLL_HILL, "chisq=5.1746459273404533 df=1 p_value=0.022918841957976072", 1e-6,
                  "R metafor 3.8.1 rma.mh; " DOLL_HILL_SOURCE},
                 {"x1=20,15,3,12,1 n1=34,27,5,15,1 x0=10,3,3,7,3 n0=34,18,5,12,5",
                  "chisq=1.8436 p_value=0.7645", 6.6e-5,
                  "DescTools BreslowDayTest, printed in statsmodels' TestStratified2"}},
    .shape = PER_COLUMN,
    .column = tarone_adjusted,
};

static struct hypergeometric_moments without_effect(const struct two_groups *g, double ratio) {
    (void)ratio;
    return stratum_moments(g);
}

static bool peto(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    if (!strata_begin(&s, in, e))
        return false;
    struct homogeneity h = homogeneity(&s, without_effect, 1);
    sum_add(&h.chisq, -common_excess(&h));
    return homogeneity_answer(sum_value(&h.chisq), h.strata, out, e);
}

const struct measure mh_homogeneity_peto = {
    .name = "mh.homogeneity.peto",
    .brief = "Peto's test that the odds ratio is the same in all strata.",
    .formula = "sum(D^2/V) - (sum D)^2/sum V, D = x1 less its expectation given the margins, V its "
               "variance given them",
    .assumes = "Independent cases, odds ratios not far from 1 and groups of similar size: it tests "
               "the spread of one-step estimates around 1." HOMOGENEITY_WEAK
               "Strata without events or without non-events are left out.",
    .cite = "Yusuf S, Peto R, Lewis J, Collins R, Sleight P. Prog Cardiovasc Dis "
            "1985;27:335-371. " FAGERLAND,
    .args = {STRATA},
    .results = HOMOGENEITY_RESULTS,
    .examples = {{DOLL_HILL, "chisq=2.822 p_value=0.09297", 1.8e-4, DOLL_HILL_SOURCE}},
    .shape = PER_COLUMN,
    .column = peto,
};

/* --- spread of the strata's own estimates ---------------------------------------------------- */

/* A stratum's estimate, on a log scale for ratios, and its variance. */
struct estimate {
    double value, variance;
};

static struct estimate log_odds_ratio(const struct two_groups *g) {
    double b = g->n1 - g->x1, d = g->n0 - g->x0;
    return (struct estimate){log(g->x1 / b * (d / g->x0)), 1 / g->x1 + 1 / b + 1 / g->x0 + 1 / d};
}

static struct estimate log_risk_ratio(const struct two_groups *g) {
    double b = g->n1 - g->x1, d = g->n0 - g->x0;
    return (struct estimate){log(g->x1 / g->n1 * (g->n0 / g->x0)),
                             b / g->n1 / g->x1 + d / g->n0 / g->x0};
}

static struct estimate difference(const struct two_groups *g) {
    double b = g->n1 - g->x1, d = g->n0 - g->x0;
    return (struct estimate){risk_difference(g), g->x1 / g->n1 * (b / g->n1) / g->n1 +
                                                     g->x0 / g->n0 * (d / g->n0) / g->n0};
}

typedef struct estimate estimate_fn(const struct two_groups *g);

static bool has_zero(const struct two_groups *g) {
    return g->x1 == 0 || g->x1 == g->n1 || g->x0 == 0 || g->x0 == g->n0;
}

/* metafor's rule: half a case more in each cell of a stratum that has an empty one. */
static struct two_groups half_added(const struct two_groups *g) {
    double more = has_zero(g) ? 0.5 : 0;
    return (struct two_groups){g->x1 + more, g->n1 + 2 * more, g->x0 + more, g->n0 + 2 * more};
}

/* The sum of squared distances from 'common' over their variances. */
static bool spread(const struct strata *s, estimate_fn *estimate, double common, double *const *out,
                   struct err *e) {
    struct sum q = {0};
    double strata = 0;
    if (!isfinite(common))
        return undefined(e, "the common estimate is 0, infinite or undefined");
    for (size_t i = 0; i < s->n; i++) {
        if (!stratum_informs(s, i))
            continue;
        struct two_groups g = stratum(s, i), filled = half_added(&g);
        struct estimate one = estimate(&filled);
        sum_add(&q, (one.value - common) * (one.value - common) / one.variance);
        strata++;
    }
    return homogeneity_answer(sum_value(&q), strata, out, e);
}

static bool q_odds_ratio(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    return strata_begin(&s, in, e) &&
           spread(&s, log_odds_ratio, log(mantel_haenszel(&s).odds_ratio), out, e);
}

static bool q_risk_ratio(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    return strata_begin(&s, in, e) &&
           spread(&s, log_risk_ratio, log(mantel_haenszel(&s).risk_ratio), out, e);
}

static bool q_risk_difference(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    return strata_begin(&s, in, e) && spread(&s, difference, mantel_haenszel(&s).risk_diff, out, e);
}

#define Q_ASSUMES                                                                                  \
    "Independent cases in large strata." HOMOGENEITY_WEAK                                          \
    "Where a stratum has an empty cell, half a case is added to each of its cells; strata "        \
    "without events or without non-events are left out."
#define Q_CITE                                                                                     \
    "Cochran WG. Biometrics 1954;10:101-129. Viechtbauer W. J Stat Softw 2010;36(3):1-48 (the "    \
    "rule for empty cells)."

const struct measure mh_homogeneity_inverse_variance_Q_OR = {
    .name = "mh.homogeneity.inverse_variance_Q.OR",
    .brief = "Cochran's Q: do the log odds ratios of the strata differ?",
    .formula = "Q = sum((log OR_i - log OR_MH)^2/v_i), v = 1/a + 1/b + 1/c + 1/d, ~ chi-square",
    .assumes = Q_ASSUMES,
    .cite = Q_CITE,
    .args = {STRATA},
    .results = Q_RESULTS,
    .examples = {{THREE_CENTRES, "Q=1.6101887787532572 df=2 p_value=0.44704572820024002", 1e-8,
                  "R metafor 3.8.1 rma.mh(measure='OR')"}},
    .shape = PER_COLUMN,
    .column = q_odds_ratio,
};

const struct measure mh_homogeneity_inverse_variance_Q_RR = {
    .name = "mh.homogeneity.inverse_variance_Q.RR",
    .brief = "Cochran's Q: do the log risk ratios of the strata differ?",
    .formula = "Q = sum((log RR_i - log RR_MH)^2/v_i), v = 1/a - 1/n1 + 1/c - 1/n0, ~ chi-square",
    .assumes = Q_ASSUMES,
    .cite = Q_CITE,
    .args = {STRATA},
    .results = Q_RESULTS,
    .examples = {{THREE_CENTRES, "Q=1.4959787514923164 df=2 p_value=0.47331725982574285", 1e-8,
                  "R metafor 3.8.1 rma.mh(measure='RR')"}},
    .shape = PER_COLUMN,
    .column = q_risk_ratio,
};

const struct measure mh_homogeneity_inverse_variance_Q_RD = {
    .name = "mh.homogeneity.inverse_variance_Q.RD",
    .brief = "Cochran's Q: do the risk differences of the strata differ?",
    .formula = "Q = sum((RD_i - RD_MH)^2/v_i), v = p1 q1/n1 + p0 q0/n0, ~ chi-square",
    .assumes = Q_ASSUMES,
    .cite = Q_CITE,
    .args = {STRATA},
    .results = Q_RESULTS,
    .examples = {{THREE_CENTRES, "Q=3.639744398263161 df=2 p_value=0.16204645928880113", 1e-8,
                  "R metafor 3.8.1 rma.mh(measure='RD')"}},
    .shape = PER_COLUMN,
    .column = q_risk_difference,
};

/* As the book has it: nothing is added, so every stratum needs some variance. */
static bool cochran_q(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    struct sum q = {0};
    double strata = 0;
    if (!strata_begin(&s, in, e))
        return false;
    double common = mantel_haenszel(&s).risk_diff;
    for (size_t i = 0; i < s.n; i++) {
        if (!stratum_filled(&s, i))
            continue;
        struct two_groups g = stratum(&s, i);
        struct estimate one = difference(&g);
        if (one.variance == 0)
            return undefined(e,
                             "in stratum %zu each group has all or no events, so its difference "
                             "has no variance",
                             i + 1);
        sum_add(&q, (one.value - common) * (one.value - common) / one.variance);
        strata++;
    }
    return homogeneity_answer(sum_value(&q), strata, out, e);
}

const struct measure mh_homogeneity_cochran_Q_mh_weights = {
    .name = "mh.homogeneity.cochran_Q_mh_weights",
    .brief = "Cochran's Q of the risk differences around the Mantel-Haenszel difference.",
    .formula = "Q = sum((RD_i - RD_MH)^2/v_i), v = p1 q1/n1 + p0 q0/n0, ~ chi-square",
    .assumes = "Independent cases in large strata." HOMOGENEITY_WEAK
               "Nothing is added to empty cells: not defined when a stratum has no variance; "
               "mh.homogeneity.inverse_variance_Q.RD is. " EMPTY_STRATA,
    .cite = FAGERLAND,
    .args = {STRATA},
    .results = Q_RESULTS,
    .examples = {{DOLL_HILL, "Q=6.591 p_value=0.010251", 8e-5, DOLL_HILL_SOURCE}},
    .shape = PER_COLUMN,
    .column = cochran_q,
};

/* Is any cell of any stratum empty? */
static bool any_zero(const struct strata *s) {
    for (size_t i = 0; i < s->n; i++) {
        struct two_groups g = stratum(s, i);
        if (stratum_filled(s, i) && has_zero(&g))
            return true;
    }
    return false;
}

static bool woolf(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    struct sum weights = {0}, weighted = {0}, chisq = {0};
    double strata = 0;
    if (!strata_begin(&s, in, e))
        return false;
    s.shift = any_zero(&s) ? 0.5 : 0;
    for (int pass = 0; pass < 2; pass++) {
        double mean = pass > 0 ? sum_value(&weighted) / sum_value(&weights) : 0;
        for (size_t i = 0; i < s.n; i++) {
            if (!stratum_filled(&s, i))
                continue;
            struct two_groups g = stratum(&s, i);
            struct estimate one = log_odds_ratio(&g);
            sum_add(&weights, pass > 0 ? 0 : 1 / one.variance);
            sum_add(&weighted, pass > 0 ? 0 : one.value / one.variance);
            sum_add(&chisq, pass > 0 ? (one.value - mean) * (one.value - mean) / one.variance : 0);
            strata += pass;
        }
    }
    return homogeneity_answer(sum_value(&chisq), strata, out, e);
}

const struct measure mh_homogeneity_woolf = {
    .name = "mh.homogeneity.woolf",
    .brief = "Woolf's test that the odds ratio is the same in all strata.",
    .formula = "sum(w (log OR_i - mean)^2), w = 1/(1/a + 1/b + 1/c + 1/d), the mean weighted by w, "
               "~ chi-square",
    .assumes = "Independent cases, no small cell." HOMOGENEITY_WEAK
               "Where any cell of any stratum is 0, half a case is added to every cell of all of "
               "them, as in R's vcd. " EMPTY_STRATA,
    .cite = "Woolf B. Ann Hum Genet 1955;19:251-253.",
    .args = {STRATA},
    .results = HOMOGENEITY_RESULTS,
    .examples = {{THREE_CENTRES, "chisq=1.6087355030731765 df=2 p_value=0.44737068659181234", 1e-8,
                  "R vcd 1.4.11 woolf_test"}},
    .shape = PER_COLUMN,
    .column = woolf,
};
