/* Estimates over strata other than Mantel and Haenszel's: weighted by the inverse of the variance,
 * Peto's, and score limits of a common risk ratio. */
#include <math.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/conditional.h"
#include "stats/distribution.h"
#include "stats/measures/strata_examples.h"
#include "stats/strata.h"

/* --- weighted mean of the log odds ratios ----------------------------------------------------- */

static bool woolf(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    struct sum weights = {0}, weighted = {0};
    if (!strata_begin(&s, in, e))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        struct two_groups g = stratum(&s, i);
        double b = g.n1 - g.x1, d = g.n0 - g.x0;
        if (g.x1 == 0 || b == 0 || g.x0 == 0 || d == 0)
            continue;
        double weight = 1 / (1 / g.x1 + 1 / b + 1 / g.x0 + 1 / d);
        sum_add(&weights, weight);
        sum_add(&weighted, weight * log(g.x1 / b * (d / g.x0)));
    }
    double precision = sum_value(&weights);
    if (precision == 0)
        return undefined(e, "every stratum has an empty cell, so none has a finite variance");
    put_ratio(exp(sum_value(&weighted) / precision), 1 / sqrt(precision), in[4].at[0], out);
    return true;
}

const struct measure stratified_oddsratio_woolf_inverse_variance = {
    .name = "stratified.oddsratio.woolf_inverse_variance",
    .brief = "Odds ratio common to all strata, weighted by the inverse of the variance (Woolf).",
    .formula = "exp(sum(w log OR_i)/sum w -+ z/sqrt(sum w)), w = 1/(1/a + 1/b + 1/c + 1/d)",
    .assumes = "Independent cases, one odds ratio in all strata, no small cell. A stratum with an "
               "empty cell has an infinite variance, so no weight: with sparse strata prefer "
               "mh.oddsratio.rbg_ci, which uses them.",
    .cite = "Woolf B. Ann Hum Genet 1955;19:251-253.",
    .args = {STRATA, CONF_LEVEL},
    .results = {ESTIMATE("the odds ratio common to all strata"), LOWER, UPPER},
    .examples = {{DOLL_HILL, "estimate=3.5563 lower=1.8365 upper=6.8866", 2.8e-5,
                  DOLL_HILL_SOURCE}},
    .shape = PER_COLUMN,
    .column = woolf,
};

/* --- Peto ------------------------------------------------------------------------------------- */

static bool peto(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    if (!strata_begin(&s, in, e))
        return false;
    struct hypergeometric_moments m = strata_moments(&s);
    if (m.variance == 0)
        return undefined(e, "no stratum has both events and non-events");
    put_ratio(exp(m.excess / m.variance), 1 / sqrt(m.variance), in[4].at[0], out);
    return true;
}

const struct measure stratified_oddsratio_peto = {
    .name = "stratified.oddsratio.peto",
    .brief = "Peto's one-step odds ratio common to all strata.",
    .formula = "exp(sum D/sum V -+ z/sqrt(sum V)), D = x1 less its expectation given the margins, "
               "V its variance given them",
    .assumes = "Independent cases, one odds ratio in all strata, not far from 1, groups of similar "
               "size. Good for rare events; far from 1 or with uneven groups it is biased towards "
               "1. Strata without events or without non-events are left out.",
    .cite = "Yusuf S, Peto R, Lewis J, Collins R, Sleight P. Prog Cardiovasc Dis "
            "1985;27:335-371.",
    .args = {STRATA, CONF_LEVEL},
    .results = {ESTIMATE("the odds ratio common to all strata"), LOWER, UPPER},
    .examples = {{DOLL_HILL, "estimate=3.7120", 1.4e-5, DOLL_HILL_SOURCE}},
    .shape = PER_COLUMN,
    .column = peto,
};

/* --- score limits of the risk ratio ----------------------------------------------------------- */

/* The score of one stratum and its information, both for the log ratio, at the proportions that are
 * most likely under the ratio: the root of the published quadratic, its discriminant written as two
 * squares so that nothing cancels. Both groups give the same score, with the sign changed; the one
 * that subtracts the smaller numbers loses fewer digits. */
static void stratum_score(const struct two_groups *g, double ratio, double *score, double *info) {
    double first = ratio * (g->n1 + g->x0), second = g->n0 + g->x1, events = g->x1 + g->x0;
    double without = sqrt(g->n1 - g->x1) * sqrt(g->n0 - g->x0);
    double b = first + second, root = hypot(first - second, 2 * sqrt(ratio) * without);
    double p0 = fmin(2 * events / (b + root), 1), p1 = fmin(ratio * p0, 1);
    double q1 = 1 - p1, q0 = 1 - p0, fitted1 = g->n1 * p1, fitted0 = g->n0 * p0;
    bool by_first = (g->x1 + fitted1) * q0 < (g->x0 + fitted0) * q1;
    *score = by_first ? (g->x1 - fitted1) / q1 : q0 > 0 ? (fitted0 - g->x0) / q0 : 0;
    double spread = q1 * fitted0 + q0 * fitted1;
    *info = spread > 0 ? fitted1 * (fitted0 / spread) : fitted1 > 0 ? INFINITY : 0;
}

struct score_problem {
    const struct strata *s;
    double z;
};

/* Rises with the ratio: z less the score statistic. */
static double score_gap(double ratio, const void *data) {
    const struct score_problem *p = data;
    double score = 0, info = 0;
    for (size_t i = 0; i < p->s->n; i++) {
        if (!stratum_filled(p->s, i))
            continue;
        struct two_groups g = stratum(p->s, i);
        double one, its_info;
        stratum_score(&g, ratio, &one, &its_info);
        if (isinf(its_info))
            return p->z; /* everybody has the event, and the ratio is 1: it fits perfectly */
        score += one;
        info += its_info;
    }
    return p->z - score / sqrt(info);
}

static bool score_limits(const struct strata *s, const struct mantel_haenszel *m, double z,
                         double *const *out, struct err *e) {
    const char *what = "a score limit of the risk ratio";
    struct score_problem low = {s, z}, high = {s, -z}, middle = {s, 0};
    double start = m->x1n0 > 0 && m->x0n1 > 0 ? m->risk_ratio : 1;
    *out[0] = m->risk_ratio;
    *out[1] = 0;
    *out[2] = INFINITY;
    if (m->x1n0 > 0 && m->x0n1 > 0 &&
        !conditional_solve(score_gap, &middle, start, "the common risk ratio", out[0], e))
        return false;
    if (m->x1n0 > 0 && !conditional_solve(score_gap, &low, start, what, out[1], e))
        return false;
    return m->x0n1 == 0 || conditional_solve(score_gap, &high, start, what, out[2], e);
}

static bool risk_ratio_score(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    if (!strata_begin(&s, in, e))
        return false;
    struct mantel_haenszel m = mantel_haenszel(&s);
    return score_limits(&s, &m, normal_z(in[4].at[0]), out, e);
}

const struct measure stratified_riskratio_score_inverse_variance = {
    .name = "stratified.riskratio.score_inverse_variance",
    .brief = "Risk ratio common to all strata with Gart and Nam's score limits.",
    .formula = "the ratios at which sum(U)/sqrt(sum(1/V)) = -+z, U = (x1 - n1 p1)/q1, V = q1/(n1 "
               "p1) + q0/(n0 p0), p1 = ratio p0 the most likely proportions of the stratum; the "
               "estimate is where the sum is 0",
    .assumes = "Independent cases, one risk ratio in all strata. Good in sparse strata and with no "
               "events in one group: no events in the group of interest give 0 and a finite upper "
               "limit, none in the comparison group an infinite one. With one stratum it is "
               "riskratio.ci.koopman_score. No correction for skewness. " EMPTY_STRATA,
    .cite = "Gart JJ, Nam J. Biometrics 1988;44:323-338.",
    .args = {STRATA, CONF_LEVEL},
    .results = {ESTIMATE("the most likely risk ratio common to all strata"), LOWER, UPPER},
    .examples = {{"x1=4,2,4,1 n1=16,16,18,15 x0=5,3,10,3 n0=79,87,90,82", "lower=1.35 upper=5.03",
                  3.7e-3, "Gart & Nam 1988, printed in R ratesci 1.1.0.9000 tests/testthat"}},
    .shape = PER_COLUMN,
    .column = risk_ratio_score,
};
