/* Attributable fractions and risks: how much of the events would be gone if the group of interest
 * had the comparison group's rate. All compare group 1, the group of interest ("the exposed"), with
 * group 0, and the whole population with group 0. They say what would be gone if the comparison
 * group differed in nothing else; whether it does is not in the figures. */
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/proportion.h"
#include "stats/two_groups.h"
#include "stats/two_rates.h"

#define FRACTION_ASSUMES                                                                           \
    "A fraction of what happened only if nothing but the exposure makes the groups differ. "       \
    "Negative when the group of interest has the lower rate: use the ratio then. "
#define ROTHMAN                                                                                    \
    "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. Lippincott Williams & "        \
    "Wilkins 2008, ch. 4."
#define EPIR_RATE "R epiR 2.0.57 epi.2by2, method = \"cohort.time\""
#define EPIR_RISK "R epiR 2.0.57 epi.2by2, method = \"cohort.count\""
#define RATES "count1=41 exposure1=28010 count0=15 exposure0=19017"
#define RISKS "x1=28 n1=99 x0=23 n0=182"

/* (R - 1)/R; minus infinity at R = 0. */
static double fraction(double ratio) {
    return 1 - 1 / ratio;
}

static bool exposed_rate(const double *in, double *out, struct err *e) {
    struct two_rates r;
    double ratio[2];
    if (!two_rates_read(in, &r, e) || !two_rates_any(&r, e) ||
        !two_rates_limits(&r, proportion_exact_limits, in[4], ratio, e))
        return false;
    out[0] = fraction(two_rates_ratio(&r));
    out[1] = fraction(ratio[0]);
    out[2] = fraction(ratio[1]);
    return true;
}

const struct measure attributable_fraction_exposed_rate = {
    .name = "attributable_fraction_exposed.rate",
    .brief = "Share of the exposed group's events beyond the comparison group's rate, with exact "
             "limits.",
    .formula = "(R - 1)/R, R the rate ratio; limits from those of rateratio.ci.exact_conditional",
    .assumes = FRACTION_ASSUMES "Independent events (Poisson). No events among the exposed: minus "
                                "infinity; in the comparison group: 1; in both: not defined.",
    .cite = ROTHMAN " Przyborowski J, Wilenski H. Biometrika 1940;31:313-323.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {ESTIMATE("share of the exposed group's events"), LOWER, UPPER},
    .examples = {{RATES,
                  "estimate=0.46113682622865038 lower=0.0056519367265883812 "
                  "upper=0.7229379896899315",
                  1e-8, EPIR_RATE}},
    .shape = PER_CELL,
    .cell = exposed_rate,
};

static bool any_risk(const double *in, struct two_groups *g, struct err *e) {
    return two_groups(in, g, e) &&
           (g->x1 + g->x0 > 0 || undefined(e, "both groups have no events"));
}

/* 1/x - 1/n without cancellation. */
static double log_variance(double x, double n) {
    return (n - x) / x / n;
}

static bool exposed_risk(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!any_risk(in, &g, e))
        return false;
    double ratio = risk_ratio(&g);
    out[0] = fraction(ratio);
    out[1] = out[2] = NAN;
    if (g.x1 == 0 || g.x0 == 0)
        return true;
    double factor =
        exp(normal_z(in[4]) * sqrt(log_variance(g.x1, g.n1) + log_variance(g.x0, g.n0)));
    out[1] = fraction(ratio / factor);
    out[2] = fraction(ratio * factor);
    return true;
}

const struct measure attributable_fraction_exposed_risk = {
    .name = "attributable_fraction_exposed.risk",
    .brief = "Share of the exposed group's events beyond the comparison group's risk, with Wald "
             "limits.",
    .formula = "(R - 1)/R, R the risk ratio; limits from R exp(-+ z s), s^2 = 1/x1 - 1/n1 + 1/x0 - "
               "1/n0 (riskratio.ci.katz_log)",
    .assumes = FRACTION_ASSUMES "Not few events: the limits are not defined without events in "
                                "either group.",
    .cite = ROTHMAN " Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469-474.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ESTIMATE("share of the exposed group's events"), LOWER, UPPER},
    .examples = {{RISKS,
                  "estimate=0.55317896389324961 lower=0.26752389439468299 "
                  "upper=0.72743269469176697",
                  1e-8, EPIR_RISK}},
    .shape = PER_CELL,
    .cell = exposed_risk,
};

/* Given all events, the comparison group's are binomial with a share q of them, and 1 - PAF = q
 * (T1 + T0)/T0: the limits of q carry over. In terms of the rate ratio R: q = T0/(T0 + R T1). */
static bool population_rate(const double *in, double *out, struct err *e) {
    struct two_rates r;
    double share[2], of_time;
    if (!two_rates_read(in, &r, e) || !two_rates_any(&r, e) ||
        !proportion_exact_limits(r.count0, r.count1 + r.count0, in[4], share, e))
        return false;
    of_time = r.exposure0 / (r.exposure1 + r.exposure0);
    out[0] = 1 - r.count0 / (r.count1 + r.count0) / of_time;
    out[1] = 1 - share[1] / of_time;
    out[2] = 1 - share[0] / of_time;
    return true;
}

const struct measure population_attributable_fraction_rate = {
    .name = "population_attributable_fraction.rate",
    .brief = "Share of all events beyond the comparison group's rate, with exact limits.",
    .formula = "1 - I0/I, I0 the comparison group's rate and I that of both groups together; "
               "limits from the exact (Clopper-Pearson) ones of count0/(count1 + count0)",
    .assumes = FRACTION_ASSUMES "Independent events (Poisson); the exposed have their share of the "
                                "person-time. The limits are exact because, given all events, "
                                "those of the comparison group are binomial.",
    .cite = ROTHMAN " Przyborowski J, Wilenski H. Biometrika 1940;31:313-323.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {ESTIMATE("share of all events"), LOWER, UPPER},
    .examples = {{"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7",
                  "estimate=0.35071053686303177", 1e-8, EPIR_RATE},
                 {"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7",
                  "lower=0.14186780233356355 upper=0.53751287996748043", 1e-9,
                  "R 4.2.2 binom.test"}},
    .shape = PER_CELL,
    .cell = population_rate,
};

/* Of all people the exposed with events, without, the others with, without: a, b, c, d. */
static bool jewell(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!any_risk(in, &g, e))
        return false;
    double all = g.n1 + g.n0, rest = g.x0 / g.n0 / ((g.x1 + g.x0) / all); /* 1 - PAF */
    out[0] = two_groups_cross(&g) / g.n0 / (g.x1 + g.x0);
    out[1] = out[2] = NAN;
    if (g.x0 == 0)
        return true;
    double variance = (g.n1 - g.x1 + out[0] * (g.x1 + g.n0 - g.x0)) / all / g.x0;
    /* 1 - (1 - PAF) exp(+-h), without cancellation near 0 */
    double half = normal_z(in[4]) * sqrt(fmax(variance, 0));
    out[1] = out[0] - rest * expm1(half);
    out[2] = out[0] - rest * expm1(-half);
    return true;
}

const struct measure population_attributable_fraction_risk_jewell = {
    .name = "population_attributable_fraction.risk_jewell",
    .brief = "Share of all events beyond the comparison group's risk, with Jewell's limits.",
    .formula = "PAF = 1 - p0/p, p0 the comparison group's risk and p that of both together; limits "
               "1 - (1 - PAF) exp(+- z s), s^2 = (b + PAF (a + d))/(N c) with a, b the exposed "
               "with and without events, c, d the others, N = a + b + c + d",
    .assumes = FRACTION_ASSUMES "One sample of the whole population, so that the share of exposed "
                                "is part of what was found. Not few events in the comparison "
                                "group: no limits without any.",
    .cite = "Jewell NP. Statistics for Epidemiology. Chapman & Hall/CRC 2004, p. 84-85.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ESTIMATE("share of all events"), LOWER, UPPER},
    .examples = {{RISKS,
                  "estimate=0.30370609782374486 lower=0.08275439481293656 "
                  "upper=0.47143361007550333",
                  1e-8, EPIR_RISK}},
    .shape = PER_CELL,
    .cell = jewell,
};

/* What the exposed add to the rate or risk of all. */
#define ADDED_ASSUMES                                                                              \
    "An effect of the exposure only if nothing else makes the groups differ. Normal "              \
    "approximation "                                                                               \
    "(Wald): not few events. "

static void put_wald(double estimate, double half, double *out) {
    out[0] = estimate;
    out[1] = estimate - half;
    out[2] = estimate + half;
}

static bool added_rate(const double *in, double *out, struct err *e) {
    struct two_rates r;
    if (!two_rates_read(in, &r, e))
        return false;
    double count = r.count1 + r.count0, time = r.exposure1 + r.exposure0;
    double variance = count / time / time + r.count0 / r.exposure0 / r.exposure0;
    /* I - I0 = (I1 - I0) T1/T */
    double difference = r.count1 / r.exposure1 - r.count0 / r.exposure0;
    put_wald(difference * (r.exposure1 / time), normal_z(in[4]) * sqrt(variance), out);
    return true;
}

const struct measure population_attributable_rate = {
    .name = "population_attributable_rate",
    .brief = "What the exposed add to the rate of all, with Wald limits.",
    .formula = "I - I0 -+ z sqrt(count/T^2 + count0/T0^2), I, count and T of both groups together, "
               "I0, count0 and T0 of the comparison group",
    .assumes = ADDED_ASSUMES "The limits take the rate of all and that of the comparison group as "
                             "independent, which they are not: they are wider than need be.",
    .cite = ROTHMAN,
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {ESTIMATE("rate of all less that of the comparison group, events per unit of "
                         "exposure"),
                LOWER, UPPER},
    .examples = {{"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7",
                  "estimate=0.00029837491390817387 lower=3.3860960972840071e-05 "
                  "upper=0.00056288886684350767",
                  1e-8, EPIR_RATE}},
    .shape = PER_CELL,
    .cell = added_rate,
};

/* (p1 - p0) n1/N */
static double added(const struct two_groups *g) {
    return risk_difference(g) * (g->n1 / (g->n1 + g->n0));
}

static bool added_risk_wald(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    double all = g.n1 + g.n0, p = (g.x1 + g.x0) / all, p0 = g.x0 / g.n0;
    double variance = p * (1 - p) / all + p0 * (1 - p0) / g.n0;
    put_wald(added(&g), normal_z(in[4]) * sqrt(variance), out);
    return true;
}

const struct measure population_attributable_risk_wald = {
    .name = "population_attributable_risk.wald",
    .brief = "What the exposed add to the risk of all, with Wald limits.",
    .formula = "p - p0 -+ z sqrt(p (1 - p)/N + p0 (1 - p0)/n0), p of both groups together",
    .assumes = ADDED_ASSUMES "The limits take the risk of all and that of the comparison group as "
                             "independent, which they are not.",
    .cite = ROTHMAN,
    .compare = "the PAR of R epiR; population_attributable_risk.pirikahu_delta takes account of "
               "what the two risks have in common, and is narrower",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ESTIMATE("risk of all less that of the comparison group"), LOWER, UPPER},
    .examples = {{RISKS,
                  "estimate=0.055121035548081815 lower=-0.01091767826447905 "
                  "upper=0.12115974936064268",
                  1e-8, EPIR_RISK}},
    .shape = PER_CELL,
    .cell = added_risk_wald,
};

/* The delta method over the four shares of all people: with slopes s of the estimate, the variance
 * is (mean of s^2 - (mean of s)^2)/N, the mean taken over people. */
static double delta_variance(const struct two_groups *g) {
    double all = g->n1 + g->n0, p0 = g->x0 / g->n0;
    double scale = all / g->n0; /* one over the share of the comparison group */
    double share[4] = {g->x1 / all, (g->n1 - g->x1) / all, g->x0 / all, (g->n0 - g->x0) / all};
    double slope[4] = {1, 0, 1 - (1 - p0) * scale, p0 * scale};
    double mean = 0, variance = 0;
    for (int i = 0; i < 4; i++)
        mean += slope[i] * share[i];
    for (int i = 0; i < 4; i++)
        variance += share[i] * (slope[i] - mean) * (slope[i] - mean);
    return variance / all;
}

static bool added_risk_delta(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    put_wald(added(&g), normal_z(in[4]) * sqrt(delta_variance(&g)), out);
    return true;
}

const struct measure population_attributable_risk_pirikahu_delta = {
    .name = "population_attributable_risk.pirikahu_delta",
    .brief = "What the exposed add to the risk of all, with the delta limits of Pirikahu and "
             "others.",
    .formula = "p - p0 -+ z s, p = P(event), p0 = P(event | not exposed); s by the delta method "
               "from the multinomial shares of the four cells",
    .assumes = ADDED_ASSUMES "One sample of the whole population, so that the share of exposed is "
                             "part of what was found.",
    .cite = "Pirikahu S, Jones G, Hazelton ML, Heuer C. Statistics in Medicine 2016;35:3117-3130.",
    .args = {TWO_GROUPS, CONF_LEVEL},
    .results = {ESTIMATE("risk of all less that of the comparison group"), LOWER, UPPER},
    .examples = {{RISKS,
                  "estimate=0.055121035548081815 lower=0.0184803992750356 "
                  "upper=0.09176167182112803",
                  1e-8, EPIR_RISK}},
    .shape = PER_CELL,
    .cell = added_risk_delta,
};
