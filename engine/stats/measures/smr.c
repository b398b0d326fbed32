/* Observed events against expected ones: the standardised mortality (or morbidity) ratio O/E. E
 * comes from reference rates and is taken as known. z = the normal quantile of (1 - conf_level)/2.
 */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/poisson.h"
#include "stats/rate.h"

#define OBSERVED_AND_EXPECTED                                                                      \
    ARG("observed", ARG_COUNT, "events observed"),                                                 \
        ARG("expected", ARG_EXPOSURE, "events expected from the reference rates")
#define UNUSED_LEVEL                                                                               \
    ARG_PRESET("conf_level", ARG_LEVEL, "accepted as in the intervals; changes nothing", 0.95)
#define SMR RESULT("smr", RESULT_ESTIMATE, "observed / expected")
#define Z RESULT("z", RESULT_STATISTIC, "standard normal")
#define CHISQ RESULT("chisq", RESULT_STATISTIC, "chi-square, 1 degree of freedom")

static bool some_expected(double expected, struct err *e) {
    return expected > 0 || undefined(e, "nothing to compare with: expected is 0");
}

/* The ratio is a rate per expected event. */
static bool interval(count_limits_fn *limits, const double *in, double *out, struct err *e) {
    return some_expected(in[1], e) && rate_interval(limits, in, out, e);
}

static bool exact(const double *in, double *out, struct err *e) {
    return interval(poisson_exact_limits, in, out, e);
}

const struct measure smr_ci_exact = {
    .name = "smr.ci.exact",
    .brief = "Observed/expected ratio with exact limits.",
    .formula = "Garwood's limits for the observed count, divided by expected",
    .assumes = "Independent events (Poisson), expected known. Covers at least conf_level. 0 "
               "observed: lower 0.",
    .cite = "Garwood F. Biometrika 1936;28:437-442. Ulm K. American Journal of Epidemiology "
            "1990;131:373-375.",
    .args = {OBSERVED_AND_EXPECTED, CONF_LEVEL},
    .results = {SMR, LOWER, UPPER},
    .examples = {{"observed=10 expected=10",
                  "smr=1 lower=0.47953886961324343 upper=1.8390356042017779", 1e-9,
                  "R 4.2.2 poisson.test"}},
    .shape = PER_CELL,
    .cell = exact,
};

static bool byar_phe(const double *in, double *out, struct err *e) {
    return interval(poisson_byar_limits, in, out, e);
}

const struct measure smr_ci_byar_phe = {
    .name = "smr.ci.byar_phe",
    .brief = "Observed/expected ratio with Byar's limits.",
    .formula =
        "lower = O(1 - 1/(9O) - z/(3 sqrt O))^3 / E, upper = (O + 1)(1 - 1/(9(O + 1)) + z/(3 "
        "sqrt(O + 1)))^3 / E",
    .assumes = "Independent events (Poisson), expected known. Very close to exact from 10 events "
               "up. No lower limit for 0 observed, nor where it would be negative.",
    .cite = "Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. II. IARC 1987, p. "
            "69.",
    .args = {OBSERVED_AND_EXPECTED, CONF_LEVEL},
    .results = {SMR, LOWER, UPPER},
    .examples = {{"observed=35 expected=20.4",
                  "smr=1.715686274509804 lower=1.194863258476772 upper=2.3861769263485288", 1e-9,
                  "R epiR 2.0.57 epi.smr"}},
    .shape = PER_CELL,
    .cell = byar_phe,
};

/* No logarithm of 0: the limits are then not defined, the ratio is. */
static bool log_limits(double count, double conf_level, double limits[2], struct err *e) {
    (void)e;
    double factor = count > 0 ? exp(normal_z(conf_level) / sqrt(count)) : NAN;
    limits[0] = count / factor;
    limits[1] = count * factor;
    return true;
}

static bool log_wald(const double *in, double *out, struct err *e) {
    return interval(log_limits, in, out, e);
}

const struct measure smr_ci_log_wald = {
    .name = "smr.ci.log_wald",
    .brief = "Observed/expected ratio with Wald limits on the log scale.",
    .formula = "O/E exp(-+ z / sqrt O)",
    .assumes = "Independent events (Poisson), expected known, not very few observed. No limits for "
               "0 observed.",
    .cite = "Rothman KJ, Greenland S. Modern Epidemiology, 2nd ed. Lippincott-Raven 1998, p. 234.",
    .args = {OBSERVED_AND_EXPECTED, CONF_LEVEL},
    .results = {SMR, LOWER, UPPER},
    .examples = {{"observed=35 expected=20.4", "lower=1.2318520646531121 upper=2.3895559190950726",
                  1e-9, "R epiR 2.0.57 epi.smr"}},
    .shape = PER_CELL,
    .cell = log_wald,
};

/* Below 0 the root would turn back, so it stops there. */
static bool root_limits(double count, double conf_level, double limits[2], struct err *e) {
    (void)e;
    double half = normal_z(conf_level) / 2;
    double low = fmax(sqrt(count) - half, 0), high = sqrt(count) + half;
    limits[0] = low * low;
    limits[1] = high * high;
    return true;
}

static bool vandenbroucke(const double *in, double *out, struct err *e) {
    return interval(root_limits, in, out, e);
}

const struct measure smr_ci_vandenbroucke = {
    .name = "smr.ci.vandenbroucke",
    .brief = "Observed/expected ratio with Vandenbroucke's square root limits.",
    .formula = "(sqrt O -+ z/2)^2 / E",
    .assumes = "Independent events (Poisson), expected known. A shortcut: both limits are somewhat "
               "low for few events. Lower is 0 where the root would be negative.",
    .cite = "Vandenbroucke JP. American Journal of Epidemiology 1982;115:303-304.",
    .args = {OBSERVED_AND_EXPECTED, CONF_LEVEL},
    .results = {SMR, LOWER, UPPER},
    .examples = {{"observed=1 expected=2.7",
                  "lower=0.00014841504943602469 upper=1.4519735887828089", 1e-9,
                  "R epiR 2.0.57 epi.smr"}},
    .shape = PER_CELL,
    .cell = vandenbroucke,
};

static bool midp(const double *in, double *out, struct err *e) {
    if (!interval(poisson_midp_limits, in, out, e))
        return false;
    out[3] = poisson_midp_value(in[0], in[1]);
    return true;
}

const struct measure smr_ci_midp = {
    .name = "smr.ci.midp",
    .brief = "Observed/expected ratio with mid-P limits, and the mid-P value for a ratio of 1.",
    .formula = "P(X > O | lower E) + P(X = O | lower E)/2 = (1 - conf_level)/2, and the mirror for "
               "upper; p-value: twice the smaller such tail at mean E",
    .assumes = "Independent events (Poisson), expected known. Covers conf_level on average; "
               "narrower than exact. 0 observed: lower 0, upper -ln(1 - conf_level)/E.",
    .cite = "Rothman KJ, Boice JD. Epidemiologic Analysis with a Programmable Calculator. NIH "
            "1979. Cohen GR, Yang SY. Statistics in Medicine 1994;13:2189-2210.",
    .args = {OBSERVED_AND_EXPECTED, CONF_LEVEL},
    .results = {SMR, LOWER, UPPER, P_VALUE},
    .examples = {{"observed=3 expected=1.2",
                  "lower=0.63591257634318366 upper=6.8037243372353409 p_value=0.154281869401453",
                  1e-3, "R epiR 2.0.57 epi.smr, which solves to about 1e-3"}},
    .shape = PER_CELL,
    .cell = midp,
};

static bool byar_z(const double *in, double *out, struct err *e) {
    double observed = in[0], expected = in[1];
    if (!some_expected(expected, e))
        return false;
    double m = observed < expected ? observed + 1 : observed;
    out[0] = sqrt(9 * m) * (1 - 1 / (9 * m) - cbrt(expected / m));
    out[1] = 2 * normal_probability(fabs(out[0]), TAIL_UPPER);
    return true;
}

const struct measure smr_test_byar_z = {
    .name = "smr.test.byar_z",
    .brief = "Test of observed against expected by Byar's approximation.",
    .formula = "z = sqrt(9m) (1 - 1/(9m) - (E/m)^(1/3)), m = O + 1 if O < E, else O",
    .assumes = "Independent events (Poisson), expected known. Close to the exact test, from few "
               "events up.",
    .cite = "Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. II. IARC 1987, p. "
            "69.",
    .args = {OBSERVED_AND_EXPECTED, UNUSED_LEVEL},
    .results = {Z, P_VALUE},
    .examples = {{"observed=35 expected=20.4", "z=2.8663967986874548", 1e-9,
                  "R epiR 2.0.57 epi.smr"},
                 {"observed=10 expected=10", "z=-0.1054092553389456 p_value=0.91605107228189675",
                  1e-9, "R epiR 2.0.57 epi.smr"}},
    .shape = PER_CELL,
    .cell = byar_z,
};

static bool chisq(const double *in, double *out, struct err *e) {
    double observed = in[0], expected = in[1];
    if (!some_expected(expected, e))
        return false;
    out[0] = (observed - expected) * ((observed - expected) / expected);
    out[1] = isinf(out[0]) ? 0 : chisq_probability(out[0], 1, TAIL_UPPER);
    return true;
}

const struct measure smr_test_chisq = {
    .name = "smr.test.chisq",
    .brief = "Chi-square test of observed against expected.",
    .formula = "chisq = (O - E)^2 / E",
    .assumes = "Independent events (Poisson), expected known and 5 or more.",
    .cite = "Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. II. IARC 1987, p. "
            "68.",
    .args = {OBSERVED_AND_EXPECTED, UNUSED_LEVEL},
    .results = {CHISQ, P_VALUE},
    .examples = {{"observed=35 expected=20.4",
                  "chisq=10.449019607843141 p_value=0.0012271457014998433", 1e-9,
                  "R epiR 2.0.57 epi.smr"}},
    .shape = PER_CELL,
    .cell = chisq,
};
