/* Intervals for the ratio of two rates, (count1/exposure1) / (count0/exposure0).
 *
 * Given the total number of events, count1 is binomial with share p, and the ratio is
 * p/(1 - p) times exposure0/exposure1: the exact, mid-P and score intervals are those of p, turned
 * into a ratio. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/proportion.h"
#include "stats/two_groups.h"
#include "stats/two_rates.h"

#define RATIO ESTIMATE("rate ratio; infinite when only the comparison group has no events")
#define POISSON                                                                                    \
    "Events are independent Poisson counts, so one person with many events makes the interval "    \
    "too narrow. "

static bool read_any(const double *in, struct two_rates *r, struct err *e) {
    return two_rates_read(in, r, e) && two_rates_any(r, e);
}

static bool exact_conditional(const double *in, double *out, struct err *e) {
    struct two_rates r;
    if (!read_any(in, &r, e))
        return false;
    out[0] = two_rates_ratio(&r);
    return two_rates_limits(&r, proportion_exact_limits, in[4], out + 1, e);
}

const struct measure rateratio_ci_exact_conditional = {
    .name = "rateratio.ci.exact_conditional",
    .brief = "Ratio of two rates with exact conditional limits.",
    .formula = "limits p/(1 - p) exposure0/exposure1, p the Clopper-Pearson limits of "
               "count1 of count1 + count0",
    .assumes = POISSON
    "Covers the truth at least as often as the level says, at any size; the recommended default "
    "for small counts, where it can differ in verdict from the log-normal interval. count1 = 0: "
    "lower 0; count0 = 0: estimate and upper infinite; both 0: undefined.",
    .cite = "Przyborowski J, Wilenski H. Biometrika 1940;31:313-323. Clopper CJ, Pearson ES. "
            "Biometrika 1934;26:404-413.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {RATIO, LOWER, UPPER},
    .examples =
        {{"count1=110 exposure1=4457 count0=381 exposure0=18905",
          "estimate=1.224621 lower=0.981352 upper=1.517822", 5e-7,
          "children looked after in Leicester at 31 March 2023, Mixed to White, over school-census "
          "pupils; R 4.2.2 qbeta"},
         {"count1=6 exposure1=51 count0=1 exposure0=54",
          "estimate=6.3529411764705888 lower=0.77076190075846474 upper=292.21997594702611", 1e-8,
          "R 4.2.2 poisson.test"}},
    .shape = PER_CELL,
    .cell = exact_conditional,
};

/* At level 0 both limits are the value that leaves half the probability on either side. */
static bool midp_conditional(const double *in, double *out, struct err *e) {
    struct two_rates r;
    double median[2];
    if (!read_any(in, &r, e) || !two_rates_limits(&r, proportion_midp_limits, 0, median, e) ||
        !two_rates_limits(&r, proportion_midp_limits, in[4], out + 1, e))
        return false;
    out[0] = median[0];
    return true;
}

const struct measure rateratio_ci_midp_conditional = {
    .name = "rateratio.ci.midp_conditional",
    .brief = "Ratio of two rates, median unbiased, with mid-P conditional limits.",
    .formula = "p solves P(X > x) + P(X = x)/2 = alpha/2 (lower), 1/2 (estimate), 1 - alpha/2 "
               "(upper), X binomial in count1 + count0; limits p/(1 - p) exposure0/exposure1",
    .assumes = POISSON
    "Narrower than the exact interval and close to the level on average, not guaranteed to reach "
    "it. The estimate is not the crude ratio: it is the ratio at which count1 is the median. "
    "count1 = 0: estimate and lower 0; count0 = 0: estimate and upper infinite; both 0: undefined.",
    .cite = "Berry G, Armitage P. The Statistician 1995;44:417-423. Rothman KJ, Greenland S, Lash "
            "TL. Modern Epidemiology, 3rd ed. 2008, ch. 14.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {RESULT("estimate_median_unbiased", RESULT_ESTIMATE, "median-unbiased rate ratio"),
                LOWER, UPPER},
    .examples = {{"count1=41 exposure1=28010 count0=15 exposure0=19017",
                  "estimate_median_unbiased=1.8429670585 lower=1.04107524343 upper=3.44942276045",
                  1e-9, "R 4.2.2, uniroot on pbinom and dbinom, tolerance 1e-15"}},
    .shape = PER_CELL,
    .cell = midp_conditional,
};

/* Wilson limits of the share as odds. With w = z sqrt(z^2 + 4xy/n), the odds are
 * (2x + z^2 -+ w)/(2y + z^2 +- w); the difference in numerator or denominator loses digits, and is
 * replaced by its product with the sum: (2x + z^2)^2 - w^2 = 4x^2 (1 + z^2/n). */
static bool score(const double *in, double *out, struct err *e) {
    struct two_rates r;
    if (!read_any(in, &r, e))
        return false;
    double x = r.count1, y = r.count0, n = x + y, z = normal_z(in[4]),
           scale = r.exposure0 / r.exposure1;
    double w = z * sqrt(z * z + 4 * x * (y / n));
    double sums = (2 * x + z * z + w) * (2 * y + z * z + w), k = 4 * (1 + z * z / n);
    out[0] = two_rates_ratio(&r);
    out[1] = scale * (k * x * x / sums);
    out[2] = scale * (sums / (k * y * y));
    return true;
}

const struct measure rateratio_ci_score = {
    .name = "rateratio.ci.score",
    .brief = "Ratio of two rates with score limits.",
    .formula = "limits p/(1 - p) exposure0/exposure1, p the Wilson limits of count1 of "
               "count1 + count0",
    .assumes = POISSON
    "Close to the level on average from small counts up, not guaranteed to reach it. count1 = 0: "
    "lower 0; count0 = 0: estimate and upper infinite; both 0: undefined.",
    .cite = "Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Graham PL, Mengersen K, Morton AP. "
            "Stat Med 2003;22:2071-2083.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {RATIO, LOWER, UPPER},
    .examples = {{"count1=30 exposure1=40 count0=7 exposure0=30",
                  "estimate=3.214285714286 lower=1.442681319581 upper=7.161410155404", 1e-7,
                  "ratesci 1.1.0.9000 scoreci(distrib = 'poi', contrast = 'RR', skew = FALSE)"},
                 {"count1=0 exposure1=100 count0=5 exposure0=100",
                  "estimate=0 lower=0 upper=0.768291764139", 1e-7,
                  "ratesci 1.1.0.9000 scoreci(distrib = 'poi', contrast = 'RR', skew = FALSE)"}},
    .shape = PER_CELL,
    .cell = score,
};

/* Log-normal limits; none when a count is 0. */
static void crude_limits(const struct two_rates *r, double conf_level, double limits[2]) {
    limits[0] = limits[1] = NAN;
    if (r->count1 > 0 && r->count0 > 0)
        log_limits(two_rates_ratio(r), normal_z(conf_level), sqrt(1 / r->count1 + 1 / r->count0),
                   limits);
}

static bool wald_log(const double *in, double *out, struct err *e) {
    struct two_rates r;
    if (!read_any(in, &r, e))
        return false;
    out[0] = two_rates_ratio(&r);
    crude_limits(&r, in[4], out + 1);
    return true;
}

const struct measure rateratio_ci_wald_log = {
    .name = "rateratio.ci.wald_log",
    .brief = "Ratio of two rates with log-normal limits.",
    .formula = "ratio exp(-+ z sqrt(1/count1 + 1/count0))",
    .assumes = POISSON
    "Both counts large, 10 or more: with fewer it is too narrow, and can call a difference where "
    "the exact interval does not. The limits are not defined when a count is 0; then use "
    "rateratio.ci.exact_conditional.",
    .cite = "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. 2008, ch. 14.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {RATIO, LOWER, UPPER},
    .examples = {{"count1=41 exposure1=28010 count0=15 exposure0=19017",
                  "estimate=1.8557586576222778 lower=1.0272259976476374 upper=3.3525633144278695",
                  1e-10, "epitools 0.5.10.1 rateratio.wald"}},
    .shape = PER_CELL,
    .cell = wald_log,
};

static bool wald_log_plus_half(const double *in, double *out, struct err *e) {
    struct two_rates r;
    if (!two_rates_read(in, &r, e))
        return false;
    r.count1 += 0.5;
    r.count0 += 0.5;
    crude_limits(&r, in[4], out);
    return true;
}

const struct measure rateratio_ci_wald_log_plus_half = {
    .name = "rateratio.ci.wald_log_plus_half",
    .brief = "Log-normal limits for the ratio of two rates, with half an event added to each.",
    .formula = "ratio exp(-+ z sqrt(1/x + 1/y)), ratio and limits from x = count1 + 1/2, "
               "y = count0 + 1/2",
    .assumes = POISSON
    "Defined at 0 events, but the half event decides the answer there; the limits are those of "
    "the ratio of the enlarged counts, and need not hold the crude ratio.",
    .cite = "Li HQ, Tang ML, Wong WK. Comput Stat 2014;29:869-889.",
    .compare = "the method 'log-linear with half' of Li, Tang and Wong (2014), as statsmodels has "
               "it; rateratio.ci.score or .exact_conditional need no added events",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {LOWER, UPPER},
    .examples = {{"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7 conf_level=0.9",
                  "lower=1.4523 upper=3.0154", 3.5e-5,
                  "Li, Tang and Wong 2014; printed in statsmodels test_rates_poisson.py"}},
    .shape = PER_CELL,
    .cell = wald_log_plus_half,
};

/* Li, Tang and Wong (2014) with Donner and Zou (2012): with estimates p and limits l, u of each
 * rate, lower = (p1 p0 - s)/(u0 (2 p0 - u0)), s^2 = (p1 p0)^2 - l1 (2 p1 - l1) u0 (2 p0 - u0).
 * 2 p0 - u0 may be 0 or negative; multiplied out with the conjugate, that factor cancels. */
static double mover_bound(double p1, double limit1, double p0, double limit0) {
    double g1 = limit1 * (2 * p1 - limit1), g0 = limit0 * (2 * p0 - limit0);
    return g1 / (p1 * p0 + sqrt(p1 * p0 * p1 * p0 - g1 * g0));
}

static bool mover_jeffreys(const double *in, double *out, struct err *e) {
    struct two_rates r;
    struct jeffreys x, y;
    if (!two_rates_read(in, &r, e) || !two_rates_jeffreys(&r, in[4], &x, &y, e))
        return false;
    double scale = r.exposure0 / r.exposure1;
    out[0] = scale * mover_bound(x.median, x.limits[0], y.median, y.limits[1]);
    out[1] = scale / mover_bound(y.median, y.limits[0], x.median, x.limits[1]);
    return true;
}

const struct measure rateratio_ci_mover_jeffreys = {
    .name = "rateratio.ci.mover_jeffreys",
    .brief = "Limits for the ratio of two rates, recovered from the Jeffreys limits of each.",
    .formula = "square-and-add on the ratio, from the median and the equal-tailed limits of "
               "Gamma(count + 1/2)/exposure in each group",
    .assumes = POISSON
    "Good from small counts up. The Jeffreys limits are not set to 0 at 0 events, so the lower "
    "limit is above 0 when count1 = 0 and the upper finite when count0 = 0; the interval is built "
    "around the ratio of the medians and need not hold the crude ratio then.",
    .cite = "Li HQ, Tang ML, Wong WK. Comput Stat 2014;29:869-889. Donner A, Zou GY. Stat "
            "Methods Med Res 2012;21:347-359.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {LOWER, UPPER},
    .examples = {{"count1=41 exposure1=28010 count0=15 exposure0=19017",
                  "lower=1.0447725932535863 upper=3.4093347987539562", 1e-6,
                  "ratesci 1.1.0.9000 moverci(distrib = 'poi', type = 'jeff', contrast = 'RR')"},
                 {"count1=0 exposure1=100 count0=0 exposure0=100",
                  "lower=0.0019638035132272485 upper=509.21591353945257", 1e-6,
                  "ratesci 1.1.0.9000 moverci(distrib = 'poi', type = 'jeff', contrast = 'RR')"}},
    .shape = PER_CELL,
    .cell = mover_jeffreys,
};
