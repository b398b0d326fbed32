/* Intervals for one rate in closed form: x events (count) over an exposure e. z = the normal
 * quantile of (1 - conf_level)/2. The kernels work in events; rate_interval divides. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/poisson.h"
#include "stats/rate.h"

static bool byar_phe(const double *in, double *out, struct err *e) {
    return rate_interval(poisson_byar_limits, in, out, e);
}

const struct measure rate_ci_byar_phe = {
    .name = "rate.ci.byar_phe",
    .brief = "Rate with Byar's limits.",
    .formula =
        "lower = x(1 - 1/(9x) - z/(3 sqrt x))^3 / e, upper = (x + 1)(1 - 1/(9(x + 1)) + z/(3 "
        "sqrt(x + 1)))^3 / e",
    .assumes = "Independent events (Poisson). Very close to the exact limits from 10 events up. No "
               "lower limit for 0 events, nor where it would be negative (1 event at 99.8%).",
    .cite = "Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. II. IARC 1987, p. "
            "69.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=65 exposure=1", "lower=50.163187710459454 upper=82.849138545939837", 1e-7,
                  "PHEindicatormethods 2.1.0, testdata_Byars_Wilson.xlsx row 1"},
                 {"count=1 exposure=100 conf_level=0.998",
                  "estimate=0.01 lower=NaN upper=0.093621802179083613", 1e-10,
                  "PHEindicatormethods 2.1.1, run in R 4.2.2"}},
    .shape = PER_CELL,
    .cell = byar_phe,
};

static bool rothman_limits(double count, double conf_level, double limits[2], struct err *e) {
    (void)e;
    double z = normal_z(conf_level);
    limits[0] = poisson_byar(count + 0.5, -z);
    limits[1] = poisson_byar(count + 0.5, z);
    return true;
}

static bool byar_rothman_half(const double *in, double *out, struct err *e) {
    return rate_interval(rothman_limits, in, out, e);
}

const struct measure rate_ci_byar_rothman_half = {
    .name = "rate.ci.byar_rothman_half",
    .brief = "Rate with Byar's limits in Rothman's form: x + 1/2 in both.",
    .formula = "m(1 - 1/(9m) -+ z/(3 sqrt m))^3 / e, m = x + 1/2",
    .assumes = "Independent events (Poisson). Close to the mid-P limits. For 0 events lower is a "
               "small number that can be below 0.",
    .cite = "Rothman KJ, Boice JD. Epidemiologic Analysis with a Programmable Calculator. NIH "
            "1979.",
    .compare =
        "kept to reproduce epitools' pois.byar, epiR and DescTools, which call it Byar's. "
        "It differs from Byar's own form (rate.ci.byar_phe), and a limit below 0 is no rate.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=65 exposure=100", "lower=0.50602466806484159 upper=0.82288625023346229",
                  1e-10, "R epitools 0.5.10.1 pois.byar"},
                 {"count=0 exposure=100",
                  "lower=-1.5611287295404372e-05 "
                  "upper=0.024639362099673708",
                  1e-10, "R epitools 0.5.10.1 pois.byar"}},
    .shape = PER_CELL,
    .cell = byar_rothman_half,
};

/* Exact below 10 events, where Byar's approximation is weakest. */
static bool phe_limits(double count, double conf_level, double limits[2], struct err *e) {
    return count < 10 ? poisson_exact_limits(count, conf_level, limits, e)
                      : poisson_byar_limits(count, conf_level, limits, e);
}

static bool phe_rate(const double *in, double *out, struct err *e) {
    double multiplier = in[2];
    const double levels[] = {0.95, 0.998, in[3]};
    for (int i = 0; i < 3; i++) {
        double rate[3];
        if (!rate_interval(phe_limits, (double[]){in[0], in[1], levels[i]}, rate, e))
            return false;
        out[0] = rate[0] * multiplier;
        out[1 + 2 * i] = rate[1] * multiplier;
        out[2 + 2 * i] = rate[2] * multiplier;
    }
    return true;
}

const struct measure rate_ci_phe_rate_exact_below_10_byar_otherwise = {
    .name = "rate.ci.phe_rate_exact_below_10_byar_otherwise",
    .brief = "Rate per 'multiplier' with limits at 95%, 99.8% and conf_level: exact below 10 "
             "events, Byar's from 10 up.",
    .formula = "multiplier times rate.ci.garwood_exact if x < 10, else times rate.ci.byar_phe",
    .assumes = "Independent events (Poisson). The published rule of English public health "
               "profiles; 95% and 99.8% are their warning and action limits.",
    .cite = "Public Health England. Technical Guide: Confidence Intervals. 2018. Breslow NE, Day "
            "NE. Statistical Methods in Cancer Research, vol. II. IARC 1987, p. 69.",
    .args = {COUNT_OVER_EXPOSURE,
             ARG_PRESET("multiplier", ARG_POSITIVE, "the rate is per this much exposure", 100000),
             CONF_LEVEL},
    .results = {RESULT("value", RESULT_ESTIMATE, "the rate, events per multiplier of exposure"),
                RESULT("lower_95", RESULT_LOWER, "lower 95% limit"),
                RESULT("upper_95", RESULT_UPPER, "upper 95% limit"),
                RESULT("lower_998", RESULT_LOWER, "lower 99.8% limit"),
                RESULT("upper_998", RESULT_UPPER, "upper 99.8% limit"), LOWER, UPPER},
    .examples = {{"count=222 exposure=3215",
                  "value=6905.1321928460338 lower_95=6026.5748776526743 "
                  "upper_95=7875.7293708718507 lower_998=5560.7376952598534 "
                  "upper_998=8461.0466817334109",
                  1e-7, "PHEindicatormethods 2.1.0, testdata_Rate.xlsx row 15"},
                 {"count=5 exposure=100 multiplier=100",
                  "value=5 lower_95=1.62348639011842 upper_95=11.668332079322669 "
                  "lower_998=0.739371731917839 upper_998=16.454745203680105",
                  1e-7, "PHEindicatormethods 2.1.0, testdata_Rate.xlsx row 2"},
                 {"count=10 exposure=100 multiplier=1 conf_level=0.9",
                  "value=0.1 lower=0.054235248009763294 upper=0.16958166192476351", 1e-9,
                  "PHEindicatormethods 2.1.1, run in R 4.2.2"}},
    .shape = PER_CELL,
    .cell = phe_rate,
};

/* The two roots have the product x^2, which gives the lower one without cancellation. */
static bool score_limits(double count, double conf_level, double limits[2], struct err *e) {
    (void)e;
    double z = normal_z(conf_level);
    limits[1] = count + z * z / 2 + z * sqrt(count + z * z / 4);
    limits[0] = count == 0 ? 0 : count * (count / limits[1]);
    return true;
}

static bool score_rao(const double *in, double *out, struct err *e) {
    return rate_interval(score_limits, in, out, e);
}

const struct measure rate_ci_score_rao = {
    .name = "rate.ci.score_rao",
    .brief = "Rate with score limits.",
    .formula = "(x + z^2/2 -+ z sqrt(x + z^2/4)) / e",
    .assumes = "Independent events (Poisson). Covers conf_level on average, from very few events "
               "up. Lower is 0 for 0 events.",
    .cite = "Swift MB. Communications in Statistics: Theory and Methods 2009;38:748-759.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=1045 exposure=5000", "lower=0.1967065851244266 upper=0.22206170663971225",
                  1e-8, "statsmodels 0.15.0.dev0 confint_poisson"},
                 {"count=0 exposure=100", "lower=0 upper=0.038414588206941269", 1e-8,
                  "statsmodels 0.15.0.dev0 confint_poisson"}},
    .shape = PER_CELL,
    .cell = score_rao,
};

static bool wald_limits(double count, double conf_level, double limits[2], struct err *e) {
    (void)e;
    double half = normal_z(conf_level) * sqrt(count);
    limits[0] = count - half;
    limits[1] = count + half;
    return true;
}

static bool wald(const double *in, double *out, struct err *e) {
    return rate_interval(wald_limits, in, out, e);
}

const struct measure rate_ci_wald = {
    .name = "rate.ci.wald",
    .brief = "Rate with Wald (simple normal) limits, which may be below 0.",
    .formula = "(x -+ z sqrt x) / e",
    .assumes = "A normal count, which few events do not give. No width for 0 events; covers less "
               "than conf_level says below about 100 events.",
    .cite = "Swift MB. Communications in Statistics: Theory and Methods 2009;38:748-759.",
    .compare = "kept to reproduce epitools' pois.approx and spreadsheets. For 0 events it claims "
               "certainty; use rate.ci.garwood_exact or rate.ci.byar_phe.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=1 exposure=0.5", "lower=-1.9199279690801072 upper=5.9199279690801072",
                  1e-10, "R epitools 0.5.10.1 pois.approx"},
                 {"count=20 exposure=100", "lower=0.11234774594234187 upper=0.28765225405765815",
                  1e-10, "R epitools 0.5.10.1 pois.approx"}},
    .shape = PER_CELL,
    .cell = wald,
};

static bool truncated_limits(double count, double conf_level, double limits[2], struct err *e) {
    wald_limits(count, conf_level, limits, e);
    limits[0] = fmax(limits[0], 0);
    return true;
}

static bool wald_truncated(const double *in, double *out, struct err *e) {
    return rate_interval(truncated_limits, in, out, e);
}

const struct measure rate_ci_wald_truncated_at_zero = {
    .name = "rate.ci.wald_truncated_at_zero",
    .brief = "Rate with Wald (simple normal) limits, cut off at 0.",
    .formula = "max(0, x - z sqrt x) / e, (x + z sqrt x) / e",
    .assumes = "As rate.ci.wald, with a lower limit of 0 where that would be negative.",
    .cite = "Swift MB. Communications in Statistics: Theory and Methods 2009;38:748-759.",
    .compare = "kept to reproduce statsmodels' confint_poisson(method='wald'). For 0 events it "
               "claims certainty; use rate.ci.garwood_exact or rate.ci.byar_phe.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=15 exposure=400", "lower=0.018522730321775094 upper=0.056477269678224903",
                  1e-8, "statsmodels 0.15.0.dev0 confint_poisson"},
                 {"count=0 exposure=100", "lower=0 upper=0", 1e-8,
                  "statsmodels 0.15.0.dev0 confint_poisson"}},
    .shape = PER_CELL,
    .cell = wald_truncated,
};

/* Squares of a root scale: below 0 the root would turn back, so it stops there. */
static bool anscombe_limits(double count, double conf_level, double limits[2], struct err *e) {
    (void)e;
    double root = sqrt(count + 0.375), half = normal_z(conf_level) / 2;
    double low = fmax(root - half, 0), high = root + half;
    limits[0] = fmax(low * low - 0.375, 0);
    limits[1] = high * high - 0.375;
    return true;
}

static bool anscombe_sqrt(const double *in, double *out, struct err *e) {
    return rate_interval(anscombe_limits, in, out, e);
}

const struct measure rate_ci_anscombe_sqrt = {
    .name = "rate.ci.anscombe_sqrt",
    .brief = "Rate with limits from Anscombe's square root.",
    .formula = "max(0, (sqrt(x + 3/8) -+ z/2)^2 - 3/8) / e",
    .assumes = "Independent events (Poisson). The upper limit is too low for few events. Lower is "
               "0 for 0 events and where the formula goes below it.",
    .cite = "Anscombe FJ. Biometrika 1948;35:246-254. Swift MB. Communications in Statistics: "
            "Theory and Methods 2009;38:748-759.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=15 exposure=400", "lower=0.020687890565030665 upper=0.059113932960837001",
                  1e-8, "statsmodels 0.15.0.dev0 confint_poisson"},
                 {"count=0 exposure=100", "lower=0 upper=0.021605926242623596", 1e-8,
                  "statsmodels 0.15.0.dev0 confint_poisson"}},
    .shape = PER_CELL,
    .cell = anscombe_sqrt,
};

static bool vandenbroucke_limits(double count, double conf_level, double limits[2], struct err *e) {
    (void)e;
    double z = normal_z(conf_level), root = sqrt(count + (z * z + 2) / 12);
    double low = count == 0 ? 0 : fmax(root - z / 2, 0), high = root + z / 2;
    limits[0] = low * low;
    limits[1] = high * high;
    return true;
}

static bool vandenbroucke_sqrt(const double *in, double *out, struct err *e) {
    return rate_interval(vandenbroucke_limits, in, out, e);
}

const struct measure rate_ci_vandenbroucke_sqrt = {
    .name = "rate.ci.vandenbroucke_sqrt",
    .brief = "Rate with limits from Vandenbroucke's square root, modified.",
    .formula = "(sqrt(x + (z^2 + 2)/12) -+ z/2)^2 / e",
    .assumes = "Independent events (Poisson). Good from few events up. Lower is 0 for 0 events and "
               "where the root would be negative (its square would come out above 0).",
    .cite = "Vandenbroucke JP. American Journal of Epidemiology 1982;115:303-304. Swift MB. "
            "Communications in Statistics: Theory and Methods 2009;38:748-759.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=1 exposure=100",
                  "lower=0.00057291902416162558 "
                  "upper=0.048370139780465893",
                  1e-8, "statsmodels 0.15.0.dev0 confint_poisson"},
                 {"count=65 exposure=100", "lower=0.50586358499078965 upper=0.82307947381383784",
                  1e-8, "statsmodels 0.15.0.dev0 confint_poisson"}},
    .shape = PER_CELL,
    .cell = vandenbroucke_sqrt,
};
