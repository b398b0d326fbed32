/* Intervals for the odds ratio (x1/(n1 - x1))/(x0/(n0 - x0)) in closed form, and score intervals.
 */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/score.h"
#include "stats/two_groups.h"

#define SAMPLE_ODDS_RATIO ESTIMATE("the odds ratio x1(n0 - x0)/(x0(n1 - x1)), 0 or more")
#define ADJUSTED_ODDS_RATIO ESTIMATE("the adjusted odds ratio, above 0")

/* The four cells: events and non-events of group 1, then of group 0. */
struct cells {
    double a, b, c, d;
};

static struct cells cells_of(const struct two_groups *g) {
    return (struct cells){g->x1, g->n1 - g->x1, g->x0, g->n0 - g->x0};
}

static double log_variance(const struct cells *t) {
    return 1 / t->a + 1 / t->b + 1 / t->c + 1 / t->d;
}

/* Woolf's limits for a table of any positive numbers. */
static void woolf(const struct cells *t, double conf_level, double *out) {
    out[0] = t->a / t->b * (t->d / t->c);
    log_limits(out[0], normal_z(conf_level), sqrt(log_variance(t)), out + 1);
}

static bool has_zero(const struct cells *t) {
    return t->a == 0 || t->b == 0 || t->c == 0 || t->d == 0;
}

/* A ratio of odds needs some events and some non-events. */
static bool odds_exist(const struct two_groups *g, struct err *e) {
    if (g->x1 + g->x0 == 0)
        return undefined(e, "neither group has an event, so the odds ratio is 0/0");
    if (g->x1 == g->n1 && g->x0 == g->n0)
        return undefined(e, "everybody has the event, so the odds ratio is 0/0");
    return true;
}

static bool woolf_log(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e) || !odds_exist(&g, e))
        return false;
    struct cells t = cells_of(&g);
    out[0] = odds_ratio(&g);
    out[1] = out[2] = NAN;
    if (!has_zero(&t))
        woolf(&t, in[4], out);
    return true;
}

const struct measure oddsratio_ci_woolf_log = {
    .name = "oddsratio.ci.woolf_log",
    .brief = "Odds ratio with Woolf's log-normal limits.",
    .formula = "OR exp(-+ z sqrt(1/a + 1/b + 1/c + 1/d)), a, c the events and b, d the non-events "
               "of the two groups",
    .assumes = "Independent cases, no small cell. The limits are not defined when a cell is 0; use "
               "oddsratio.ci.miettinen_nurminen_score there.",
    .cite = "Woolf B. Ann Hum Genet 1955;19:251-253.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=6 n1=10 x0=6 n0=20", "estimate=3.5 lower=0.716635359126 upper=17.09376999612",
                  1e-10,
                  "R epitools 0.5.10.1 oddsratio.wald; scipy 1.10.1 odds_ratio(kind=sample)"}},
    .shape = PER_CELL,
    .cell = woolf_log,
};

static bool gart_adjusted(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    struct cells t = cells_of(&g);
    woolf(&(struct cells){t.a + 0.5, t.b + 0.5, t.c + 0.5, t.d + 0.5}, in[4], out);
    return true;
}

const struct measure oddsratio_ci_gart_adjusted_logit = {
    .name = "oddsratio.ci.gart_adjusted_logit",
    .brief = "Odds ratio with Woolf's limits after adding half a case to each cell.",
    .formula = "Woolf's limits of a + 0.5, b + 0.5, c + 0.5, d + 0.5",
    .assumes = "Independent cases. Defined when cells are 0; the estimate is the adjusted odds "
               "ratio, nearer to 1 than the sample's.",
    .cite = "Gart JJ. J R Stat Soc B 1966;28:164-179. Haldane JBS. Ann Hum Genet 1956;20:309-311.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ADJUSTED_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=7 n1=34 x0=1 n0=34", "lower=0.982796051308 upper=37.74859850560", 1e-9,
                  "statsmodels 0.13.5 method='logit-adjusted'; R contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = gart_adjusted,
};

/* Agresti A. Biometrics 1999;55:597-602: two cases more in all, spread as independence would. */
static bool independence_smoothed(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e) || !odds_exist(&g, e))
        return false;
    struct cells t = cells_of(&g);
    double n = g.n1 + g.n0, more1 = 2 * g.n1 / n, more0 = 2 * g.n0 / n;
    double events = (t.a + t.c) / n, others = (t.b + t.d) / n;
    woolf(&(struct cells){t.a + more1 * events, t.b + more1 * others, t.c + more0 * events,
                          t.d + more0 * others},
          in[4], out);
    return true;
}

const struct measure oddsratio_ci_independence_smoothed_logit = {
    .name = "oddsratio.ci.independence_smoothed_logit",
    .brief = "Odds ratio with Woolf's limits after adding two cases, spread as independence would.",
    .formula = "Woolf's limits of cells to each of which 2 (row total)(column total)/N^2 is added",
    .assumes = "Independent cases. Defined when one group has no events; not when nobody or "
               "everybody in both has them. The estimate is the smoothed odds ratio.",
    .cite = "Agresti A. Biometrics 1999;55:597-602.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ADJUSTED_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=9 n1=13 x0=4 n0=14", "lower=1.0206 upper=23.7777", 5e-5,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = independence_smoothed,
};

/* With one empty cell, exp(2 asinh(y)) tends to 4 y^2, and 4 y^2 times the odds ratio is a product
 * in which the empty cell cancels, leaving z^2 in its place. With two, nothing is left. */
static void inverse_sinh_empty(const struct cells *t, double z, double *out) {
    bool low = t->a == 0 || t->d == 0, high = t->b == 0 || t->c == 0;
    double a = t->a == 0 ? z * z : t->a, b = t->b == 0 ? z * z : t->b;
    double c = t->c == 0 ? z * z : t->c, d = t->d == 0 ? z * z : t->d;
    bool two = (t->a == 0 && t->d == 0) || (t->b == 0 && t->c == 0);
    double limit = two ? NAN : a / b * (d / c);
    out[1] = low ? 0 : limit;
    out[2] = high ? INFINITY : limit;
}

static bool inverse_sinh(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e) || !odds_exist(&g, e))
        return false;
    struct cells t = cells_of(&g);
    double z = normal_z(in[4]);
    out[0] = odds_ratio(&g);
    if (has_zero(&t))
        inverse_sinh_empty(&t, z, out);
    else
        log_limits(out[0], 2, asinh(z * sqrt(log_variance(&t)) / 2), out + 1);
    return true;
}

const struct measure oddsratio_ci_inverse_sinh = {
    .name = "oddsratio.ci.inverse_sinh",
    .brief = "Odds ratio with inverse hyperbolic sine limits.",
    .formula = "OR exp(-+ 2 asinh((z/2) sqrt(1/a + 1/b + 1/c + 1/d)))",
    .assumes = "Independent cases. A little narrower than Woolf's limits. With one cell of 0 the "
               "limits are those that the formula tends to; with two opposite ones the limit that "
               "would be finite is not defined.",
    .cite = "Newcombe RG. Am Stat 2001;55:200-202.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=9 n1=13 x0=4 n0=14", "lower=1.2472 upper=25.3686", 5e-5,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = inverse_sinh,
};

/* The limits of odds are the odds of the Wilson limits. When everybody in the comparison group has
 * the event its odds are infinite, and the same ratio is formed from non-events. */
static double mover_upper(const struct two_groups *g, double z) {
    if (g->x0 == 0 || g->x1 == g->n1)
        return INFINITY;
    if (g->x0 == g->n0 && g->x1 == 0)
        return NAN;
    if (g->x0 == g->n0) {
        struct two_groups others = {0, g->n0, g->n1 - g->x1, g->n1};
        return mover_upper(&others, z);
    }
    double l1[2], l0[2], q1 = g->x1 / (g->n1 - g->x1), q0 = g->x0 / (g->n0 - g->x0);
    wilson_limits(g->x1, g->n1, z, l1);
    wilson_limits(g->x0, g->n0, z, l0);
    return mover_ratio_upper(q1, l1[1] / (1 - l1[1]) - q1, q0, q0 - l0[0] / (1 - l0[0]));
}

static bool mover_r_wilson(const double *in, double *out, struct err *e) {
    struct two_groups g, swapped;
    if (!two_groups(in, &g, e))
        return false;
    swapped = two_groups_swapped(&g);
    out[0] = odds_ratio(&g);
    out[1] = 1 / mover_upper(&swapped, normal_z(in[4]));
    out[2] = mover_upper(&g, normal_z(in[4]));
    return true;
}

const struct measure oddsratio_ci_mover_r_wilson = {
    .name = "oddsratio.ci.mover_r_wilson",
    .brief = "Odds ratio with limits recovered from the Wilson limits of each proportion.",
    .formula =
        "(q1 q0 -+ sqrt((q1 q0)^2 - l1 u0 (2 q1 - l1)(2 q0 - u0)))/(u0(2 q0 - u0)), q = p/(1 "
        "- p), l and u the odds of the Wilson limits (u1, l0 for the upper limit)",
    .assumes = "Independent cases. In closed form; 0 or infinity where a cell is 0. The limit "
               "that would be finite is not defined when two opposite cells are 0. The "
               "contingencytables package puts the limits of the proportions, not of the odds, "
               "into the formula and so prints others (1.0433 to 20.5670 for 9/13 against 4/14).",
    .cite = "Donner A, Zou GY. Stat Methods Med Res 2012;21:347-359. Fagerland MW, Newcombe RG. "
            "Stat Med 2013;32:2823-2836.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=24 n1=73 x0=53 n0=65", "lower=0.050 upper=0.242", 1e-2,
                  "Fagerland & Newcombe 2013, printed in ratesci 1.1.0 tests"}},
    .shape = PER_CELL,
    .cell = mover_r_wilson,
};

static bool miettinen_nurminen(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    out[0] = odds_ratio(&g);
    return score_odds(&g, score_chisq_corrected(&g, in[4]), 0, out + 1, e);
}

const struct measure oddsratio_ci_miettinen_nurminen_score = {
    .name = "oddsratio.ci.miettinen_nurminen_score",
    .brief = "Odds ratio with Miettinen and Nurminen's score limits.",
    .formula = "AD/(BC) of the tables with the observed margins and (a - A)^2 (1/A + 1/B + 1/C + "
               "1/D) = z^2 N/(N - 1)",
    .assumes = "Independent cases. Good from small samples up; 0 or infinity where cells of 0 set "
               "no limit. The recommended default.",
    .cite = "Miettinen O, Nurminen M. Stat Med 1985;4:213-226.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=9 n1=13 x0=4 n0=14", "lower=1.0934 upper=28.9419", 5e-5,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"},
                 {"x1=10 n1=10 x0=0 n0=20", "lower=50.78305112839 upper=Inf", 1e-5,
                  "R ratesci 1.1.0 scoreci(contrast='OR', skew=FALSE, or_bias=FALSE, bcf=TRUE)"}},
    .shape = PER_CELL,
    .cell = miettinen_nurminen,
};

static bool uncorrected(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    out[0] = odds_ratio(&g);
    return score_odds(&g, score_chisq(in[4]), 0, out + 1, e);
}

const struct measure oddsratio_ci_score_uncorrected = {
    .name = "oddsratio.ci.score_uncorrected",
    .brief = "Odds ratio with score limits (Cornfield's without his continuity correction).",
    .formula = "Miettinen and Nurminen's limits without the factor N/(N - 1)",
    .assumes = "Independent cases. Good from small samples up; 0 or infinity where cells of 0 set "
               "no limit.",
    .cite = "Gart JJ, Thomas DG. J R Stat Soc B 1972;34:441-447. Cornfield J. Proc 3rd Berkeley "
            "Symp 1956;4:135-148.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=28 n1=51 x0=71 n0=230", "lower=1.476 upper=5.035", 4e-4,
                  "Gart & Thomas 1982, printed in ratesci 1.1.0 tests"}},
    .shape = PER_CELL,
    .cell = uncorrected,
};

static bool cornfield_cc(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    out[0] = odds_ratio(&g);
    return score_odds(&g, score_chisq(in[4]), 0.5, out + 1, e);
}

const struct measure oddsratio_ci_cornfield_score_cc = {
    .name = "oddsratio.ci.cornfield_score_cc",
    .brief = "Odds ratio with Cornfield's continuity-corrected score limits.",
    .formula = "AD/(BC) of the tables with the observed margins and (|a - A| - 1/2)^2 (1/A + 1/B + "
               "1/C + 1/D) = z^2",
    .assumes = "Independent cases. Close to the exact conditional limits, and as wide.",
    .cite = "Cornfield J. Proc 3rd Berkeley Symp 1956;4:135-148. Gart JJ. Biometrika "
            "1985;72:673-677.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {SAMPLE_ODDS_RATIO, LOWER, UPPER},
    .examples = {{"x1=28 n1=99 x0=23 n0=182", "lower=1.41 upper=5.30", 4e-3,
                  "Gart 1985, example 1 (Cornfield), printed in ratesci 1.1.0 tests"}},
    .shape = PER_CELL,
    .cell = cornfield_cc,
};
