/* Intervals for the ratio of two proportions (risk ratio, relative risk): p1/p0, p = x/n. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/score.h"
#include "stats/two_groups.h"

#define SAMPLE_RATIO ESTIMATE("the risk ratio (x1/n1)/(x0/n0), 0 or more")

/* 0/0: no method here says anything without an adjustment. */
static bool ratio_exists(const struct two_groups *g, struct err *e) {
    if (g->x1 == 0 && g->x0 == 0)
        return undefined(e, "neither group has an event, so the risk ratio is 0/0");
    return true;
}

/* The standard error of the logarithm of the sample's ratio; both groups have events. */
static double log_ratio_error(const struct two_groups *g) {
    return sqrt((g->n1 - g->x1) / g->n1 / g->x1 + (g->n0 - g->x0) / g->n0 / g->x0);
}

/* out: a ratio and its log-normal limits, which are not defined when a group has no events. */
static void put_log_normal(const struct two_groups *g, double ratio, double conf_level,
                           double *out) {
    out[0] = ratio;
    out[1] = out[2] = NAN;
    if (g->x1 > 0 && g->x0 > 0)
        log_limits(ratio, normal_z(conf_level), log_ratio_error(g), out + 1);
}

/* Katz D et al. Biometrics 1978;34:469-474. */
static bool katz_log(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e) || !ratio_exists(&g, e))
        return false;
    put_log_normal(&g, risk_ratio(&g), in[4], out);
    return true;
}

const struct measure riskratio_ci_katz_log = {
    .name = "riskratio.ci.katz_log",
    .brief = "Risk ratio with log-normal (Wald) limits.",
    .formula = "RR exp(-+ z sqrt(1/x1 - 1/n1 + 1/x0 - 1/n0)), RR = (x1/n1)/(x0/n0)",
    .assumes = "Independent cases, both groups with 20 events or so. The limits are not defined "
               "when a group has no events, and collapse on the estimate when everybody has the "
               "event; use riskratio.ci.miettinen_nurminen there.",
    .cite = "Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469-474.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_RATIO, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "estimate=7.0000 lower=0.9096 upper=53.8695", 6e-5,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = katz_log,
};

/* Walter SD. Biometrika 1975;62:371-374: half an event and half a person more in each group. */
static bool adjusted_log(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    double x1 = g.x1 + 0.5, n1 = g.n1 + 0.5, x0 = g.x0 + 0.5, n0 = g.n0 + 0.5;
    out[0] = x1 * n0 / (n1 * x0);
    double se = sqrt((g.n1 - g.x1) / n1 / x1 + (g.n0 - g.x0) / n0 / x0);
    log_limits(out[0], normal_z(in[4]), se, out + 1);
    return true;
}

const struct measure riskratio_ci_adjusted_log_walter = {
    .name = "riskratio.ci.adjusted_log_walter",
    .brief = "Risk ratio with log-normal limits after adding half an event to each group.",
    .formula = "log-normal limits from x + 0.5 events among n + 0.5 people in each group",
    .assumes = "Independent cases. Defined when a group has no events; the estimate is the "
               "adjusted ratio, nearer to 1 than the sample's. The limits collapse on 1 when "
               "everybody in both groups has the event.",
    .cite = "Walter SD. Biometrika 1975;62:371-374. Pettigrew HM, Gart JJ, Thomas DG. Biometrika "
            "1986;73:425-435.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ESTIMATE("the adjusted risk ratio, above 0"), LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=0.9241 upper=27.0523", 6e-5,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"}},
    .shape = PER_CELL,
    .cell = adjusted_log,
};

/* Jewell 2004: one more in both numbers of the comparison group makes the ratio less biased. */
static bool small_sample(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    put_log_normal(&g, g.x1 * (g.n0 + 1) / (g.n1 * (g.x0 + 1)), in[4], out);
    return true;
}

const struct measure riskratio_ci_small_sample_adjusted_jewell = {
    .name = "riskratio.ci.small_sample_adjusted_jewell",
    .brief = "Risk ratio corrected for small-sample bias, with the unadjusted standard error.",
    .formula = "RR' exp(-+ z sqrt(1/x1 - 1/n1 + 1/x0 - 1/n0)), RR' = (x1/n1)/((x0 + 1)/(n0 + 1))",
    .assumes = "Independent cases. The limits are not defined when a group has no events.",
    .cite = "Jewell NP. Statistics for Epidemiology. Chapman & Hall/CRC 2004.",
    .compare = "epitools riskratio.small: the estimate is corrected and its standard error is not, "
               "so the limits do not belong to the estimate. Use "
               "riskratio.ci.miettinen_nurminen.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ESTIMATE("the corrected risk ratio, 0 or more"), LOWER, UPPER},
    .examples = {{"x1=6 n1=10 x0=6 n0=20", "estimate=1.8 lower=0.777695844974 upper=4.166153157351",
                  1e-10, "R epitools 0.5.10.1 riskratio.small"}},
    .shape = PER_CELL,
    .cell = small_sample,
};

static bool koopman(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    out[0] = risk_ratio(&g);
    return score_ratio(&g, score_chisq(in[4]), out + 1, e);
}

const struct measure riskratio_ci_koopman_score = {
    .name = "riskratio.ci.koopman_score",
    .brief = "Risk ratio with Koopman's score limits.",
    .formula = "the ratios r with (p1 - r p0)^2 = z^2 (P1(1 - P1)/n1 + r^2 P0(1 - P0)/n0), P1 = r "
               "P0 the most likely proportions under r",
    .assumes = "Independent cases. Good from small samples up, and at x = 0 and x = n: no events "
               "in group 1 give a lower limit of 0, none in group 0 an infinite upper limit, none "
               "in either the limits 0 and infinity.",
    .cite = "Koopman PAR. Biometrics 1984;40:513-517. Nam J. Biometrics 1995;51:282-290.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_RATIO, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=1.2209 upper=42.5757", 5e-5,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"},
                 {"x1=5 n1=56 x0=0 n0=29", "lower=0.7256888836 upper=Inf", 1e-6,
                  "R ratesci 1.1.0 scoreci(contrast='RR', skew=FALSE, bcf=FALSE)"}},
    .shape = PER_CELL,
    .cell = koopman,
};

static bool miettinen_nurminen(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    out[0] = risk_ratio(&g);
    return score_ratio(&g, score_chisq_corrected(&g, in[4]), out + 1, e);
}

const struct measure riskratio_ci_miettinen_nurminen = {
    .name = "riskratio.ci.miettinen_nurminen",
    .brief = "Risk ratio with Miettinen and Nurminen's score limits.",
    .formula = "Koopman's limits with the variance times N/(N - 1), N = n1 + n0",
    .assumes = "Independent cases. Good from small samples up, and at x = 0 and x = n (limits 0 "
               "or infinity where the data set none); the recommended default.",
    .cite = "Miettinen O, Nurminen M. Stat Med 1985;4:213-226.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_RATIO, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=1.2086 upper=43.0330", 5e-5,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"},
                 {"x1=0 n1=16 x0=15 n0=72", "lower=0 upper=0.971450732505", 1e-6,
                  "R ratesci 1.1.0 scoreci(contrast='RR', skew=FALSE, bcf=TRUE)"}},
    .shape = PER_CELL,
    .cell = miettinen_nurminen,
};

static double mover_upper(const struct two_groups *g, double z) {
    double l1[2], l0[2], p1 = g->x1 / g->n1, p0 = g->x0 / g->n0;
    wilson_limits(g->x1, g->n1, z, l1);
    wilson_limits(g->x0, g->n0, z, l0);
    return mover_ratio_upper(p1, l1[1] - p1, p0, p0 - l0[0]);
}

static bool mover_r_wilson(const double *in, double *out, struct err *e) {
    struct two_groups g, swapped;
    if (!two_groups(in, &g, e))
        return false;
    swapped = two_groups_swapped(&g);
    out[0] = risk_ratio(&g);
    out[1] = 1 / mover_upper(&swapped, normal_z(in[4]));
    out[2] = mover_upper(&g, normal_z(in[4]));
    return true;
}

const struct measure riskratio_ci_mover_r_wilson = {
    .name = "riskratio.ci.mover_r_wilson",
    .brief = "Risk ratio with limits recovered from the Wilson limits of each proportion.",
    .formula = "(p1 p0 -+ sqrt((p1 p0)^2 - l1 u0 (2 p1 - l1)(2 p0 - u0)))/(u0(2 p0 - u0)), l and u "
               "the Wilson limits (u1, l0 for the upper limit)",
    .assumes = "Independent cases. In closed form and close to the score limits; 0 or infinity "
               "where a group has no events.",
    .cite = "Donner A, Zou GY. Stat Methods Med Res 2012;21:347-359. Fagerland MW, Newcombe RG. "
            "Stat Med 2013;32:2823-2836.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_RATIO, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=1.1537 upper=41.9763", 5e-5,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"},
                 {"x1=7 n1=18 x0=1 n0=18", "lower=1.277 upper=40.751", 4e-4,
                  "Fagerland & Newcombe 2013, printed in ratesci 1.1.0 tests"}},
    .shape = PER_CELL,
    .cell = mover_r_wilson,
};

/* exp(2 asinh(y)), y = z se/2, is 4 y^2 when the variance is infinite, so a group without events
 * still leaves one limit: its 1/x cancels the x in the ratio. */
static bool inverse_sinh(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e) || !ratio_exists(&g, e))
        return false;
    double z = normal_z(in[4]);
    out[0] = risk_ratio(&g);
    if (g.x1 == 0 || g.x0 == 0) {
        out[1] = g.x1 == 0 ? 0 : g.x1 * g.n0 / (z * z * g.n1);
        out[2] = g.x1 == 0 ? z * z * g.n0 / (g.n1 * g.x0) : INFINITY;
        return true;
    }
    log_limits(out[0], 2, asinh(z * log_ratio_error(&g) / 2), out + 1);
    return true;
}

const struct measure riskratio_ci_inverse_sinh = {
    .name = "riskratio.ci.inverse_sinh",
    .brief = "Risk ratio with inverse hyperbolic sine limits.",
    .formula = "RR exp(-+ 2 asinh((z/2) sqrt(1/x1 - 1/n1 + 1/x0 - 1/n0)))",
    .assumes = "Independent cases. A little narrower than Katz's limits. When one group has no "
               "events, its limits are those that the formula tends to; not defined when neither "
               "has.",
    .cite = "Newcombe RG. Am Stat 2001;55:200-202. Fagerland MW, Newcombe RG. Stat Med "
            "2013;32:2823-2836.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_RATIO, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=1.1671 upper=41.9827", 5e-5,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = inverse_sinh,
};

/* The variance of the logarithm of one proportion, x and the non-events y already adjusted. */
static double price_bonett_variance(double x, double y) {
    return 1 / (x + x * x / y);
}

static bool price_bonett(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    double x1 = g.x1 + 0.25, x0 = g.x0 + 0.25;
    out[0] = x1 * (g.n0 + 1.75) / ((g.n1 + 1.75) * x0);
    double variance =
        price_bonett_variance(x1, g.n1 - g.x1 + 1.5) + price_bonett_variance(x0, g.n0 - g.x0 + 1.5);
    log_limits(out[0], normal_z(in[4]), sqrt(variance), out + 1);
    return true;
}

const struct measure riskratio_ci_price_bonett_approx_bayes = {
    .name = "riskratio.ci.price_bonett_approx_bayes",
    .brief = "Risk ratio with Price and Bonett's approximate Bayes limits.",
    .formula = "R exp(-+ z sqrt(v1 + v0)), R = ((x1 + a - 1)/(n1 + a + b - 2))/(the same of group "
               "0), 1/v = x + a - 1 + (x + a - 1)^2/(n - x + b - 1), a = 1.25, b = 2.5",
    .assumes = "Independent cases. Defined when a group has no events; the estimate is the "
               "adjusted ratio, nearer to 1 than the sample's.",
    .cite = "Price RM, Bonett DG. Stat Med 2008;27:5497-5508 (with a = 1.25, b = 2.5).",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ESTIMATE("the adjusted risk ratio, above 0"), LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=0.9205 upper=36.5449", 6e-5,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = price_bonett,
};
