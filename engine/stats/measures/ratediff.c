/* Difference of two rates, count1/exposure1 - count0/exposure0: intervals and tests. */
#include <math.h>
#include <string.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/solve.h"
#include "stats/two_rates.h"

#define DIFFERENCE ESTIMATE("rate difference, events per unit of exposure")
#define POISSON                                                                                    \
    "Events are independent Poisson counts. Multiply by 10,000 for a difference per 10,000. "

static double difference(const struct two_rates *r) {
    return r->count1 / r->exposure1 - r->count0 / r->exposure0;
}

/* Of the difference, each rate taken at its own estimate. */
static double wald_error(const struct two_rates *r) {
    return hypot(sqrt(r->count1) / r->exposure1, sqrt(r->count0) / r->exposure0);
}

static bool wald(const double *in, double *out, struct err *e) {
    struct two_rates r;
    if (!two_rates_read(in, &r, e))
        return false;
    double half = normal_z(in[4]) * wald_error(&r);
    out[0] = difference(&r);
    out[1] = out[0] - half;
    out[2] = out[0] + half;
    return true;
}

const struct measure ratediff_ci_wald = {
    .name = "ratediff.ci.wald",
    .brief = "Difference of two rates with Wald limits.",
    .formula = "d -+ z sqrt(count1/exposure1^2 + count0/exposure0^2)",
    .assumes = POISSON
    "Both counts large, 10 or more: a group without events adds nothing to the width, and two "
    "such groups give an interval of no width. Use ratediff.ci.score for small counts.",
    .cite = "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. 2008, ch. 14.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {DIFFERENCE, LOWER, UPPER},
    .examples = {{"count1=120 exposure1=5400 count0=900 exposure0=61000",
                  "estimate=0.0074681238615664849 lower=0.00337696168632696 "
                  "upper=0.01155928603680601",
                  1e-9, "epiR 2.0.57 epi.2by2(method = 'cohort.time')"}},
    .shape = PER_CELL,
    .cell = wald,
};

/* Score limits (Miettinen and Nurminen 1985, Poisson form): the d for which
 * (dhat - d)^2 = z^2 V(d), V(d) = r1/t1 + r0/t0 at the rates most likely given r1 - r0 = d.
 *
 * With exposures as fractions f1, f0 of their total, those rates are r1 = x/(f1 + m) and
 * r0 = y/(f0 - m) for a multiplier m, which also gives dhat - d = m V. So m solves m^2 V(m) = z^2,
 * that is m^2 (x f0 (f0 - m) + y f1 (f1 + m)) = z^2 f1 f0 (f1 + m)(f0 - m), and the lower limit
 * lies z^2/m below dhat. The left side less the right grows from below 0 at m = 0 to above 0 at m =
 * f0. The upper limit is the lower one of the exchanged groups. */
struct score {
    double x, f1, y, f0, z2;
};

static double score_gap(double m, const void *data) {
    const struct score *s = data;
    return m * m * (s->x * s->f0 * (s->f0 - m) + s->y * s->f1 * (s->f1 + m)) -
           s->z2 * s->f1 * s->f0 * (s->f1 + m) * (s->f0 - m);
}

/* Without events in the comparison group f0 - m is a factor of both sides: what is left is a
 * quadratic, and m stays at f0 (where the comparison rate is free) when its root lies beyond. */
static double multiplier_without_y(const struct score *s) {
    double root = s->f1 * (s->z2 + sqrt(s->z2 * (s->z2 + 4 * s->x))) / (2 * s->x);
    return s->x > 0 ? fmin(root, s->f0) : s->f0;
}

static bool score_distance(double x, double t1, double y, double t0, double z, double *distance,
                           struct err *e) {
    struct score s = {x, 1 / (1 + t0 / t1), y, 1 / (1 + t1 / t0), z * z};
    double m = multiplier_without_y(&s);
    if (y > 0 &&
        !solve_between(score_gap, &s, 0, s.f0, "score limit of the rate difference", &m, e))
        return false;
    *distance = s.z2 / m / (t1 + t0);
    return true;
}

static bool score_limits(const double *in, double *out, struct err *e) {
    struct two_rates r;
    double below, above, z = normal_z(in[4]);
    if (!two_rates_read(in, &r, e) ||
        !score_distance(r.count1, r.exposure1, r.count0, r.exposure0, z, &below, e) ||
        !score_distance(r.count0, r.exposure0, r.count1, r.exposure1, z, &above, e))
        return false;
    out[0] = difference(&r);
    out[1] = out[0] - below;
    out[2] = out[0] + above;
    return true;
}

const struct measure ratediff_ci_score = {
    .name = "ratediff.ci.score",
    .brief = "Difference of two rates with score limits.",
    .formula = "the d with (dhat - d)^2 = z^2 (r1/exposure1 + r0/exposure0), r1 and r0 the most "
               "likely rates with r1 - r0 = d",
    .assumes = POISSON
    "Close to the level on average from small counts up, also when a group has no events; the "
    "recommended default.",
    .cite = "Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Laud PJ. Pharm Stat "
            "2017;16:334-348.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {DIFFERENCE, LOWER, UPPER},
    .examples = {{"count1=30 exposure1=40 count0=7 exposure0=30",
                  "estimate=0.516666666667 lower=0.192687028849 upper=0.864943357871", 1e-9,
                  "ratesci 1.1.0.9000 scoreci(distrib = 'poi', contrast = 'RD', skew = FALSE)"},
                 {"count1=0 exposure1=100 count0=0 exposure0=100",
                  "lower=-0.038414588207 upper=0.038414588207", 1e-9,
                  "ratesci 1.1.0.9000 scoreci(distrib = 'poi', contrast = 'RD', skew = FALSE)"}},
    .shape = PER_CELL,
    .cell = score_limits,
};

static bool mover_jeffreys(const double *in, double *out, struct err *e) {
    struct two_rates r;
    struct jeffreys x, y;
    if (!two_rates_read(in, &r, e) || !two_rates_jeffreys(&r, in[4], &x, &y, e))
        return false;
    double t1 = r.exposure1, t0 = r.exposure0, middle = x.median / t1 - y.median / t0;
    out[0] = middle - hypot((x.median - x.limits[0]) / t1, (y.limits[1] - y.median) / t0);
    out[1] = middle + hypot((x.limits[1] - x.median) / t1, (y.median - y.limits[0]) / t0);
    return true;
}

const struct measure ratediff_ci_mover_jeffreys = {
    .name = "ratediff.ci.mover_jeffreys",
    .brief = "Limits for the difference of two rates, recovered from the Jeffreys limits of each.",
    .formula = "d - sqrt((r1 - l1)^2 + (u0 - r0)^2), d + sqrt((u1 - r1)^2 + (r0 - l0)^2), from the "
               "median r and the equal-tailed limits l, u of Gamma(count + 1/2)/exposure",
    .assumes = POISSON
    "Good from small counts up. The interval is built around the difference of the medians, not "
    "of the crude rates.",
    .cite = "Li HQ, Tang ML, Poon WY, Tang NS. Commun Stat Simul Comput 2011;40:1478-1493. Donner "
            "A, Zou GY. Stat Methods Med Res 2012;21:347-359.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {LOWER, UPPER},
    .examples = {{"count1=6 exposure1=51 count0=1 exposure0=54",
                  "lower=0.0023983531874048059 upper=0.22221874766573149", 1e-6,
                  "ratesci 1.1.0.9000 moverci(distrib = 'poi', type = 'jeff', contrast = 'RD')"}},
    .shape = PER_CELL,
    .cell = mover_jeffreys,
};

#define TEST_ARGS                                                                                  \
    TWO_RATES, ARG_PRESET("null_difference", ARG_REAL, "rate difference to test against", 0),      \
        ARG_WORD("alternative", "greater|less", "greater",                                         \
                 "'greater': the difference is above null_difference; 'less': below")
#define TEST_RESULTS                                                                               \
    RESULT("z", RESULT_STATISTIC, "standard normal statistic"),                                    \
        RESULT("p_one_sided", RESULT_P_VALUE, "one-sided p-value, for the alternative given")

/* The standard error that a test divides by. */
typedef double error_fn(const struct two_rates *r, double null_difference);

static bool z_test(const struct series *in, error_fn *standard_error, double *const *out,
                   struct err *e) {
    double value[4];
    struct two_rates r;
    for (size_t i = 0; i < 4; i++)
        value[i] = in[i].at[0];
    if (!two_rates_read(value, &r, e))
        return false;
    double null = in[4].at[0], error = standard_error(&r, null);
    if (!(error > 0))
        return undefined(e, "both groups have no events");
    double z = (difference(&r) - null) / error;
    out[0][0] = z;
    out[1][0] = normal_probability(z, strcmp(in[5].text, "less") == 0 ? TAIL_LOWER : TAIL_UPPER);
    return true;
}

static double free_error(const struct two_rates *r, double null_difference) {
    (void)null_difference;
    return wald_error(r);
}

static bool wald_z(const struct series *in, double *const *out, struct err *e) {
    return z_test(in, free_error, out, e);
}

const struct measure ratediff_test_wald_z = {
    .name = "ratediff.test.wald_z",
    .brief = "One-sided Wald test of a rate difference.",
    .formula = "z = (d - null_difference)/sqrt(count1/exposure1^2 + count0/exposure0^2)",
    .assumes = POISSON "Large counts in both groups. Undefined when neither group has events.",
    .cite = "Ng HKT, Gu K, Tang ML. Comput Stat Data Anal 2007;51:3085-3099.",
    .compare = "the Wald statistic of Ng et al. (2007), statsmodels method 'wald'; "
               "ratediff.test.score_z keeps its level better",
    .args = {TEST_ARGS},
    .results = {TEST_RESULTS},
    .examples = {{"count1=41 exposure1=28010 count0=15 exposure0=19017",
                  "z=2.2047 p_one_sided=0.0137", 3.7e-3,
                  "Ng et al. 2007; printed in statsmodels test_rates_poisson.py"}},
    .shape = PER_COLUMN,
    .column = wald_z,
};

/* With the rates most likely under the null difference d. In events per total exposure, R0 is the
 * positive root of R0^2 + (d - n) R0 - y d = 0, and R1 = R0 + d; of its two forms the one without
 * cancellation is taken. */
static double null_error(const struct two_rates *r, double null_difference) {
    double t1 = r->exposure1, t0 = r->exposure0, y = r->count0;
    double d = null_difference * (t1 + t0), b = d - (r->count1 + y);
    double root = sqrt(fmax(0, b * b + 4 * y * d));
    double rate0 = b > 0 ? 2 * y * d / (b + root) : (root - b) / 2;
    double rate1 = fmax(0, rate0 + d);
    return sqrt((rate1 / t1 + rate0 / t0) / (t1 + t0));
}

static bool score_z(const struct series *in, double *const *out, struct err *e) {
    return z_test(in, null_error, out, e);
}

const struct measure ratediff_test_score_z = {
    .name = "ratediff.test.score_z",
    .brief = "One-sided score test of a rate difference.",
    .formula = "z = (d - null_difference)/sqrt(r1/exposure1 + r0/exposure0), r1 and r0 the most "
               "likely rates with r1 - r0 = null_difference",
    .assumes = POISSON "Ten or more events in all. Agrees with ratediff.ci.score. Undefined when "
                       "neither group has events and null_difference is 0.",
    .cite = "Ng HKT, Gu K, Tang ML. Comput Stat Data Anal 2007;51:3085-3099. Miettinen O, Nurminen "
            "M. Stat Med 1985;4:213-226.",
    .args = {TEST_ARGS},
    .results = {TEST_RESULTS},
    .examples = {{"count1=41 exposure1=28010 count0=15 exposure0=19017",
                  "z=2.0818 p_one_sided=0.0187", 2.7e-3,
                  "Ng et al. 2007; printed in statsmodels test_rates_poisson.py"}},
    .shape = PER_COLUMN,
    .column = score_z,
};
