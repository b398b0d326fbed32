/* Intervals for the difference of two proportions (risk difference): p1 - p0, p = x/n. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/score.h"
#include "stats/two_groups.h"

#define SAMPLE_DIFFERENCE ESTIMATE("the risk difference x1/n1 - x0/n0, -1 to 1")

/* {d - half, d + half}, cut to -1 .. 1. */
static void cut_limits(double d, double half, double limits[2]) {
    limits[0] = fmax(-1, d - half);
    limits[1] = fmin(1, d + half);
}

/* Variance of x/n. */
static double variance(double x, double n) {
    return x / n * ((n - x) / n) / n;
}

static bool wald(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    out[0] = risk_difference(&g);
    cut_limits(out[0], normal_z(in[4]) * sqrt(variance(g.x1, g.n1) + variance(g.x0, g.n0)),
               out + 1);
    return true;
}

const struct measure riskdiff_ci_wald = {
    .name = "riskdiff.ci.wald",
    .brief = "Risk difference with Wald limits.",
    .formula = "d -+ z sqrt(p1(1 - p1)/n1 + p0(1 - p0)/n0), cut to -1 .. 1",
    .assumes = "Independent cases, large groups, proportions away from 0 and 1. The interval has "
               "no width when each group has all or no events: use riskdiff.ci.newcombe10 or "
               "riskdiff.ci.miettinen_nurminen there.",
    .cite = "Fagerland MW, Lydersen S, Laake P. Statistical Analysis of Contingency Tables. "
            "Chapman & Hall/CRC 2017, chapter 4.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_DIFFERENCE, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "estimate=0.1765 lower=0.0292 upper=0.3238", 2e-3,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = wald,
};

static bool wald_cc(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    out[0] = risk_difference(&g);
    double half = normal_z(in[4]) * sqrt(variance(g.x1, g.n1) + variance(g.x0, g.n0));
    cut_limits(out[0], half + (1 / g.n1 + 1 / g.n0) / 2, out + 1);
    return true;
}

const struct measure riskdiff_ci_wald_cc = {
    .name = "riskdiff.ci.wald_cc",
    .brief = "Risk difference with continuity-corrected Wald limits.",
    .formula = "the Wald limits moved outwards by (1/n1 + 1/n0)/2, cut to -1 .. 1",
    .assumes = "Independent cases. Wide in small groups, and still poor at proportions near 0 and "
               "1; use riskdiff.ci.newcombe10 or riskdiff.ci.miettinen_nurminen.",
    .cite = "Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions, 3rd ed. "
            "Wiley 2003.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_DIFFERENCE, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "upper=0.3532", 2e-4,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"},
                 {"x1=56 n1=70 x0=48 n0=80", "lower=0.044112042006 upper=0.355887957993", 1e-9,
                  "R contingencytables 3.0.0 Wald_CI_CC_2x2"}},
    .shape = PER_CELL,
    .cell = wald_cc,
};

static bool agresti_caffo(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    struct two_groups more = {g.x1 + 1, g.n1 + 2, g.x0 + 1, g.n0 + 2};
    out[0] = risk_difference(&more);
    double half = normal_z(in[4]) * sqrt(variance(more.x1, more.n1) + variance(more.x0, more.n0));
    cut_limits(out[0], half, out + 1);
    return true;
}

const struct measure riskdiff_ci_agresti_caffo = {
    .name = "riskdiff.ci.agresti_caffo",
    .brief = "Risk difference with Wald limits after adding one event and one non-event to each "
             "group.",
    .formula = "the Wald limits of x + 1 events among n + 2 people in each group, cut to -1 .. 1",
    .assumes = "Independent cases. Good at 95% from about 10 people a group; the estimate is the "
               "adjusted difference, nearer to 0 than the sample's.",
    .cite = "Agresti A, Caffo B. Am Stat 2000;54:280-288.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ESTIMATE("the adjusted risk difference, -1 to 1"), LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=0.0116 upper=0.3217", 5e-3,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"},
                 {"x1=56 n1=70 x0=48 n0=80", "lower=0.052452926638 upper=0.335758455475", 1e-9,
                  "R contingencytables 3.0.0; statsmodels 0.13.5 method='agresti-caffo'"}},
    .shape = PER_CELL,
    .cell = agresti_caffo,
};

static bool newcombe10(const double *in, double *out, struct err *e) {
    struct two_groups g;
    double l1[2], l0[2];
    if (!two_groups(in, &g, e))
        return false;
    double p1 = g.x1 / g.n1, p0 = g.x0 / g.n0;
    wilson_limits(g.x1, g.n1, normal_z(in[4]), l1);
    wilson_limits(g.x0, g.n0, normal_z(in[4]), l0);
    out[0] = risk_difference(&g);
    out[1] = fmax(-1, out[0] - hypot(p1 - l1[0], l0[1] - p0));
    out[2] = fmin(1, out[0] + hypot(l1[1] - p1, p0 - l0[0]));
    return true;
}

const struct measure riskdiff_ci_newcombe10 = {
    .name = "riskdiff.ci.newcombe10",
    .brief = "Risk difference with Newcombe's hybrid score limits.",
    .formula = "d - sqrt((p1 - l1)^2 + (u0 - p0)^2), d + sqrt((u1 - p1)^2 + (p0 - l0)^2), l and u "
               "the Wilson limits",
    .assumes = "Independent cases. Good from small samples up, also at x = 0 and x = n; in closed "
               "form. Method 10 of the paper.",
    .cite = "Newcombe RG. Stat Med 1998;17:873-890.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_DIFFERENCE, LOWER, UPPER},
    .examples = {{"x1=56 n1=70 x0=48 n0=80", "lower=0.052431472402 upper=0.333872654036", 1e-9,
                  "R contingencytables 3.0.0; statsmodels 0.13.5 method='newcomb'"},
                 {"x1=7 n1=34 x0=1 n0=34", "lower=0.0189 upper=0.3404", 2e-3,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = newcombe10,
};

static bool miettinen_nurminen(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    out[0] = risk_difference(&g);
    return score_difference(&g, score_chisq_corrected(&g, in[4]), out + 1, e);
}

const struct measure riskdiff_ci_miettinen_nurminen = {
    .name = "riskdiff.ci.miettinen_nurminen",
    .brief = "Risk difference with Miettinen and Nurminen's score limits.",
    .formula = "the differences D with (p1 - p0 - D)^2 = z^2 (P1(1 - P1)/n1 + P0(1 - P0)/n0) N/(N "
               "- 1), P1 = P0 + D the most likely proportions under D, N = n1 + n0",
    .assumes = "Independent cases. Good from small samples up, also at x = 0 and x = n, where it "
               "keeps its width; the recommended default.",
    .cite = "Miettinen O, Nurminen M. Stat Med 1985;4:213-226.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_DIFFERENCE, LOWER, UPPER},
    .examples = {{"x1=0 n1=16 x0=15 n0=72", "lower=-0.3164 upper=-0.0056", 5e-3,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"},
                 {"x1=56 n1=70 x0=48 n0=80", "lower=0.0528297132 upper=0.3381729400", 1e-8,
                  "R ratesci 1.1.0 scoreci(contrast='RD', skew=FALSE, bcf=TRUE)"}},
    .shape = PER_CELL,
    .cell = miettinen_nurminen,
};

static bool mee(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    out[0] = risk_difference(&g);
    return score_difference(&g, score_chisq(in[4]), out + 1, e);
}

const struct measure riskdiff_ci_mee_score_uncorrected = {
    .name = "riskdiff.ci.mee_score_uncorrected",
    .brief = "Risk difference with Mee's score limits.",
    .formula = "Miettinen and Nurminen's limits without the factor N/(N - 1)",
    .assumes = "Independent cases. Good from small samples up, also at x = 0 and x = n; a little "
               "narrower than riskdiff.ci.miettinen_nurminen.",
    .cite = "Mee RW. Biometrics 1984;40:1175-1176. Newcombe RG. Stat Med 1998;17:873-890 (method "
            "5).",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_DIFFERENCE, LOWER, UPPER},
    .examples = {{"x1=56 n1=70 x0=48 n0=80", "lower=0.053333849295 upper=0.337729463742", 1e-8,
                  "R ratesci 1.1.0 scoreci(contrast='RD', skew=FALSE, bcf=FALSE)"},
                 {"x1=7 n1=34 x0=1 n0=34", "lower=0.0284 upper=0.3439", 2e-3,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = mee,
};
