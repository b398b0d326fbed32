/* Mantel-Haenszel estimates and tests over strata of people: one comparison, made within each
 * stratum and put together. a, b are the events and non-events of group 1, c, d those of group 0,
 * N = a + b + c + d; sums run over the strata. */
#include <math.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/measures/strata_examples.h"
#include "stats/strata.h"

#define ONE_EFFECT                                                                                 \
    "Independent cases; the effect is the same in all strata (mh.homogeneity tests that). Good "   \
    "for few large strata and for many small ones. " EMPTY_STRATA
#define MANTEL_HAENSZEL "Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-748."
#define LIDOCAINE "x1=2,4,6,7,7,11 n1=39,44,107,103,110,154 x0=1,4,4,5,3,4 n0=43,44,110,100,106,146"

/* No limits at 0 and at infinity. */
static bool put_common(double ratio, double log_variance, double conf_level, double *const *out) {
    put_ratio(ratio, ratio > 0 && isfinite(ratio) ? sqrt(log_variance) : NAN, conf_level, out);
    return true;
}

/* Robins, Breslow and Greenland's variance of the log odds ratio. */
static double rbg_variance(const struct strata *s, const struct mantel_haenszel *m) {
    struct sum pr = {0}, mixed = {0}, qs = {0};
    for (size_t i = 0; i < s->n; i++) {
        if (!stratum_filled(s, i))
            continue;
        struct two_groups g = stratum(s, i);
        double n = g.n1 + g.n0, b = g.n1 - g.x1, d = g.n0 - g.x0;
        double p = (g.x1 + d) / n, q = (b + g.x0) / n, r = g.x1 * d / n, t = b * g.x0 / n;
        sum_add(&pr, p * r);
        sum_add(&mixed, p * t + q * r);
        sum_add(&qs, q * t);
    }
    return (sum_value(&pr) / m->ad / m->ad + sum_value(&mixed) / m->ad / m->bc +
            sum_value(&qs) / m->bc / m->bc) /
           2;
}

static bool rbg(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    if (!strata_begin(&s, in, e))
        return false;
    struct mantel_haenszel m = mantel_haenszel(&s);
    if (m.ad == 0 && m.bc == 0)
        return undefined(e, "no stratum has both events and non-events, so the odds ratio is 0/0");
    return put_common(m.odds_ratio, rbg_variance(&s, &m), in[4].at[0], out);
}

const struct measure mh_oddsratio_rbg_ci = {
    .name = "mh.oddsratio.rbg_ci",
    .brief = "Mantel-Haenszel odds ratio with Robins-Breslow-Greenland limits.",
    .formula =
        "OR = sum(ad/N)/sum(bc/N), OR exp(-+ z sqrt(sum PR/2R^2 + sum(PS + QR)/2RS + sum "
        "QS/2S^2)), P = (a + d)/N, Q = 1 - P, R = ad/N, S = bc/N; R, S below the line summed",
    .assumes = ONE_EFFECT " Limits are not defined when the estimate is 0 or infinite; "
                          "mh.oddsratio.exact_conditional has them there.",
    .cite = MANTEL_HAENSZEL " Robins J, Breslow N, Greenland S. Biometrics 1986;42:311-323.",
    .args = {STRATA, CONF_LEVEL},
    .results = {ESTIMATE("the odds ratio common to all strata"), LOWER, UPPER},
    .examples = {{ADMISSIONS,
                  "estimate=0.90469682825862308 lower=0.77190736175935049 "
                  "upper=1.0603297644366556",
                  1e-9, "R 4.2.2 mantelhaen.test, UCBAdmissions; R metafor 3.8.1"}},
    .shape = PER_COLUMN,
    .column = rbg,
};

/* Greenland and Robins's variance of the log risk ratio, times both sums. */
static double greenland_robins_top(const struct strata *s) {
    struct sum top = {0};
    for (size_t i = 0; i < s->n; i++) {
        if (!stratum_filled(s, i))
            continue;
        struct two_groups g = stratum(s, i);
        double n = g.n1 + g.n0;
        sum_add(&top, g.n1 / n * (g.n0 / n) * (g.x1 + g.x0) - g.x1 * (g.x0 / n));
    }
    return fmax(sum_value(&top), 0);
}

static bool risk_ratio_mh(const struct series *in, double *const *out, struct err *e) {
    struct strata s;
    if (!strata_begin(&s, in, e))
        return false;
    struct mantel_haenszel m = mantel_haenszel(&s);
    if (m.x1n0 == 0 && m.x0n1 == 0)
        return undefined(e, "no stratum with people in both groups has an event: the ratio is 0/0");
    double variance = greenland_robins_top(&s) / m.x1n0 / m.x0n1;
    return put_common(m.risk_ratio, variance, in[4].at[0], out);
}

const struct measure mh_riskratio_greenland_robins = {
    .name = "mh.riskratio.greenland_robins",
    .brief = "Mantel-Haenszel risk ratio with Greenland-Robins limits.",
    .formula = "RR = R/S, R = sum(x1 n0/N), S = sum(x0 n1/N), RR exp(-+ z sqrt(sum(n1 n0 (x1 + "
               "x0)/N^2 - x1 x0/N)/(RS)))",
    .assumes = ONE_EFFECT " Limits are not defined when the estimate is 0 or infinite.",
    .cite = MANTEL_HAENSZEL " Greenland S, Robins JM. Biometrics 1985;41:55-68.",
    .args = {STRATA, CONF_LEVEL},
    .results = {ESTIMATE("the risk ratio common to all strata"), LOWER, UPPER},
    .examples = {{ADMISSIONS,
                  "estimate=0.94490502259592901 lower=0.86645223268300386 "
                  "upper=1.0304613088274717",
                  1e-8, "R metafor 3.8.1 rma.mh(measure='RR', add=0)"}},
    .shape = PER_COLUMN,
    .column = risk_ratio_mh,
};

/* Sato's variance of the risk difference, times the square of sum(n1 n0/N). */
static double sato_top(const struct strata *s, double difference) {
    struct sum tilt = {0}, level = {0};
    for (size_t i = 0; i < s->n; i++) {
        if (!stratum_filled(s, i))
            continue;
        struct two_groups g = stratum(s, i);
        double n = g.n1 + g.n0, share1 = g.n1 / n, share0 = g.n0 / n;
        sum_add(&tilt, g.x0 * share1 * share1 - g.x1 * share0 * share0 +
                           share1 * share0 * (g.n0 - g.n1) / 2);
        sum_add(&level, (g.x1 * (g.n0 - g.x0) / n + g.x0 * (g.n1 - g.x1) / n) / 2);
    }
    return difference * sum_value(&tilt) + sum_value(&level);
}

/* The sum of squared weights times the binomial variances, weights n1 n0/N. */
static double wald_top(const struct strata *s, double difference) {
    (void)difference;
    struct sum top = {0};
    for (size_t i = 0; i < s->n; i++) {
        if (!stratum_filled(s, i))
            continue;
        struct two_groups g = stratum(s, i);
        double n = g.n1 + g.n0, p1 = g.x1 / g.n1, p0 = g.x0 / g.n0;
        double of1 = p1 * ((g.n1 - g.x1) / g.n1) * g.n1, of0 = p0 * ((g.n0 - g.x0) / g.n0) * g.n0;
        sum_add(&top, g.n0 / n * (g.n0 / n) * of1 + g.n1 / n * (g.n1 / n) * of0);
    }
    return sum_value(&top);
}

static bool risk_difference_mh(const struct series *in, double *const *out,
                               double (*top)(const struct strata *, double), struct err *e) {
    struct strata s;
    if (!strata_begin(&s, in, e))
        return false;
    struct mantel_haenszel m = mantel_haenszel(&s);
    double half = normal_z(in[4].at[0]) * sqrt(fmax(top(&s, m.risk_diff), 0)) / m.n1n0;
    *out[0] = m.risk_diff;
    *out[1] = m.risk_diff - half;
    *out[2] = m.risk_diff + half;
    return true;
}

static bool risk_difference_sato(const struct series *in, double *const *out, struct err *e) {
    return risk_difference_mh(in, out, sato_top, e);
}

static bool risk_difference_wald(const struct series *in, double *const *out, struct err *e) {
    return risk_difference_mh(in, out, wald_top, e);
}

#define MH_DIFFERENCE                                                                              \
    { ESTIMATE("the risk difference p1 - p0 common to all strata"), LOWER, UPPER }

const struct measure mh_riskdiff_greenland_robins_sato = {
    .name = "mh.riskdiff.greenland_robins_sato",
    .brief = "Mantel-Haenszel risk difference with Sato's limits.",
    .formula = "RD = sum((x1 n0 - x0 n1)/N)/W, W = sum(n1 n0/N); variance (RD P + Q)/W^2, P = "
               "sum(x0 (n1/N)^2 - x1 (n0/N)^2 + n1 n0 (n0 - n1)/(2N^2)), Q = sum((ad + bc)/(2N))",
    .assumes = ONE_EFFECT " Normal limits, which may leave -1 to 1.",
    .cite = "Greenland S, Robins JM. Biometrics 1985;41:55-68. Sato T. Biometrics "
            "1989;45:1323-1324.",
    .args = {STRATA, CONF_LEVEL},
    .results = MH_DIFFERENCE,
    .examples = {{LIDOCAINE,
                  "estimate=0.028083265157202046 lower=0.0019483948919766687 "
                  "upper=0.054218135422427427",
                  1e-8, "R metafor 3.8.1 rma.mh(measure='RD', add=0)"}},
    .shape = PER_COLUMN,
    .column = risk_difference_sato,
};

const struct measure mh_riskdiff_wald_fagerland = {
    .name = "mh.riskdiff.wald_fagerland",
    .brief = "Mantel-Haenszel risk difference with Wald limits.",
    .formula = "sum(w (p1 - p0))/sum w -+ z sqrt(sum(w^2 (p1 q1/n1 + p0 q0/n0)))/sum w, w = n1 "
               "n0/N",
    .assumes = "Independent cases in large strata; unlike Sato's limits it needs no common "
               "difference, but many small strata, and strata without events, make it too narrow. "
               "Limits may leave -1 to 1. " EMPTY_STRATA,
    .cite = "Fagerland MW, Lydersen S, Laake P. Statistical Analysis of Contingency Tables. "
            "Chapman & Hall/CRC 2017, chapter 10.",
    .args = {STRATA, CONF_LEVEL},
    .results = MH_DIFFERENCE,
    .examples = {{DOLL_HILL, "estimate=0.3294 lower=0.2281 upper=0.4307", 2.2e-4,
                  "smoking and lung cancer, Doll & Hill 1950, in Fagerland, Lydersen & Laake 2017, "
                  "ch. 10"}},
    .shape = PER_COLUMN,
    .column = risk_difference_wald,
};

/* The statistic, with 'correction' taken off the sum of the excesses, but never beyond 0. */
static bool cmh(const struct series *in, double *const *out, double correction, struct err *e) {
    struct strata s;
    if (!strata_begin(&s, in, e))
        return false;
    struct hypergeometric_moments m = strata_moments(&s);
    if (m.variance == 0)
        return undefined(e, "no stratum has both events and non-events, so there is no variance");
    double distance = fmax(fabs(m.excess) - correction, 0);
    *out[0] = distance * (distance / m.variance);
    *out[1] = chisq_probability(*out[0], 1, TAIL_UPPER);
    return true;
}

static bool cmh_no_cc(const struct series *in, double *const *out, struct err *e) {
    return cmh(in, out, 0, e);
}

static bool cmh_cc(const struct series *in, double *const *out, struct err *e) {
    return cmh(in, out, 0.5, e);
}

#define CMH_RESULTS                                                                                \
    { RESULT("chisq", RESULT_STATISTIC, "the statistic, chi-square with 1 df"), P_VALUE }
#define CMH_CITE MANTEL_HAENSZEL " Cochran WG. Biometrics 1954;10:417-451."

const struct measure mh_test_cmh_no_cc = {
    .name = "mh.test.cmh_no_cc",
    .brief = "Cochran-Mantel-Haenszel test of no effect in any stratum.",
    .formula = "(sum(x1 - n1 m/N))^2/sum(n1 n0 m (N - m)/(N^2 (N - 1))), m = x1 + x0, ~ "
               "chi-square, 1 df",
    .assumes = "Independent cases. Good with many small strata; strong when the effect goes the "
               "same way in all strata, weak when it does not. " EMPTY_STRATA,
    .cite = CMH_CITE,
    .args = {STRATA},
    .results = CMH_RESULTS,
    .examples = {{LIDOCAINE, "chisq=4.3753416322216427 p_value=0.036462520394121137", 1e-9,
                  "R 4.2.2 mantelhaen.test(correct=FALSE)"}},
    .shape = PER_COLUMN,
    .column = cmh_no_cc,
};

const struct measure mh_test_cmh_cc = {
    .name = "mh.test.cmh_cc",
    .brief = "Cochran-Mantel-Haenszel test with continuity correction.",
    .formula = "mh.test.cmh_no_cc with |sum(x1 - n1 m/N)| less 1/2, but not below 0",
    .assumes = "As mh.test.cmh_no_cc; close to the exact conditional test, and as conservative. A "
               "sum of less than 1/2 gives p = 1 (R's mantelhaen.test leaves the correction out "
               "there, so its p falls as the sum does).",
    .cite = CMH_CITE,
    .args = {STRATA},
    .results = CMH_RESULTS,
    .examples = {{"x1=313,207,205,278,138,351 n1=825,560,325,417,191,373 x0=19,8,391,244,299,317 "
                  "n0=108,25,593,375,393,341",
                  "chisq=1.3368 p_value=0.2476", 2.1e-4,
                  "R mantelhaen.test of UCBAdmissions, printed in statsmodels' TestStratified3"}},
    .shape = PER_COLUMN,
    .column = cmh_cc,
};
