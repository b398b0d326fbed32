/* Intervals for one rate from the Poisson and gamma distributions: x events (count) over an
 * exposure e. alpha = 1 - conf_level. The limits are in events; rate_interval divides. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/poisson.h"
#include "stats/rate.h"

static bool garwood_exact(const double *in, double *out, struct err *e) {
    return rate_interval(poisson_exact_limits, in, out, e);
}

const struct measure rate_ci_garwood_exact = {
    .name = "rate.ci.garwood_exact",
    .brief = "Rate with exact (Garwood) limits.",
    .formula = "lower = chisq(alpha/2; 2x) / 2e, upper = chisq(1 - alpha/2; 2x + 2) / 2e",
    .assumes = "Independent events (Poisson). Covers at least conf_level. 0 events: lower 0, upper "
               "-ln(alpha/2)/e.",
    .cite = "Garwood F. Biometrika 1936;28:437-442. Ulm K. American Journal of Epidemiology "
            "1990;131:373-375.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=9 exposure=100",
                  "estimate=0.09 lower=0.041153730973783331 upper=0.1708480345141917", 1e-9,
                  "R 4.2.2 poisson.test and statsmodels 0.15.0.dev0"},
                 {"count=0 exposure=1000000", "estimate=0 lower=0 upper=3.6888794541139354e-06",
                  1e-9, "R 4.2.2 poisson.test"},
                 {"count=10798 exposure=1", "upper=11003.62", 5e-7, "R 4.2.2 poisson.test"}},
    .shape = PER_CELL,
    .cell = garwood_exact,
};

static bool midp_exact(const double *in, double *out, struct err *e) {
    return rate_interval(poisson_midp_limits, in, out, e);
}

const struct measure rate_ci_midp_exact = {
    .name = "rate.ci.midp_exact",
    .brief = "Rate with mid-P exact limits.",
    .formula = "P(X > x | lower e) + P(X = x | lower e)/2 = alpha/2, and the mirror for upper",
    .assumes = "Independent events (Poisson). Covers conf_level on average; narrower than the "
               "exact limits. 0 events: lower 0, upper -ln(alpha)/e.",
    .cite = "Cohen GR, Yang SY. Statistics in Medicine 1994;13:2189-2210.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=15 exposure=400", "lower=0.021790136579097424 upper=0.060462409670292955",
                  1e-7, "R ratesci 1.1.0.9000"},
                 {"count=0 exposure=100", "lower=0 upper=0.029957322735541816", 1e-7,
                  "R ratesci 1.1.0.9000"}},
    .shape = PER_CELL,
    .cell = midp_exact,
};

static bool jeffreys_no_boundary(const double *in, double *out, struct err *e) {
    return rate_interval(poisson_jeffreys_limits, in, out, e);
}

const struct measure rate_ci_jeffreys_gamma_no_boundary = {
    .name = "rate.ci.jeffreys_gamma_no_boundary",
    .brief = "Rate with Jeffreys limits, unchanged for 0 events.",
    .formula = "Gamma(alpha/2; x + 1/2) / e, Gamma(1 - alpha/2; x + 1/2) / e",
    .assumes = "Jeffreys' prior for a Poisson mean. For 0 events the lower limit lies above the "
               "estimate 0; rate.ci.jeffreys_zero_boundary mends that.",
    .cite = "Brown LD, Cai TT, DasGupta A. Statistica Sinica 2003;13:19-49.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=65 exposure=100", "lower=0.50604895535296912 upper=0.82287319574191242",
                  1e-8, "statsmodels 0.15.0.dev0 confint_poisson"},
                 {"count=1 exposure=100", "lower=0.0010789764131194893 upper=0.046742018022480736",
                  1e-8, "statsmodels 0.15.0.dev0 confint_poisson"}},
    .shape = PER_CELL,
    .cell = jeffreys_no_boundary,
};

static bool boundary_limits(double count, double conf_level, double limits[2], struct err *e) {
    if (!poisson_jeffreys_limits(count, conf_level, limits, e))
        return false;
    if (count == 0)
        limits[0] = 0;
    return true;
}

static bool jeffreys_zero_boundary(const double *in, double *out, struct err *e) {
    return rate_interval(boundary_limits, in, out, e);
}

const struct measure rate_ci_jeffreys_zero_boundary = {
    .name = "rate.ci.jeffreys_zero_boundary",
    .brief = "Rate with Jeffreys limits, lower 0 for 0 events.",
    .formula = "as rate.ci.jeffreys_gamma_no_boundary; lower = 0 if x = 0",
    .assumes = "Jeffreys' prior for a Poisson mean. Covers conf_level on average.",
    .cite = "Brown LD, Cai TT, DasGupta A. Statistica Sinica 2003;13:19-49.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=100 exposure=12345.6",
                  "lower=0.0066270585543419455 upper=0.0098073752381571261", 1e-7,
                  "R ratesci 1.1.0.9000"}},
    .shape = PER_CELL,
    .cell = jeffreys_zero_boundary,
};

static bool daly_limits(double count, double conf_level, double limits[2], struct err *e) {
    if (count > 0)
        return poisson_exact_limits(count, conf_level, limits, e);
    limits[0] = 0;
    limits[1] = -log(1 - conf_level);
    return true;
}

static bool daly_gamma(const double *in, double *out, struct err *e) {
    return rate_interval(daly_limits, in, out, e);
}

const struct measure rate_ci_daly_gamma_onesided_at_zero = {
    .name = "rate.ci.daly_gamma_onesided_at_zero",
    .brief = "Rate with exact limits, one-sided for 0 events.",
    .formula = "as rate.ci.garwood_exact; upper = -ln(alpha)/e if x = 0",
    .assumes = "Independent events (Poisson). For 0 events all of alpha goes into the upper tail.",
    .cite = "Daly L. American Journal of Epidemiology 1992;135:783-790.",
    .compare = "kept to reproduce epitools' pois.daly. A row with no events gets a narrower "
               "interval by another rule than its neighbours; use rate.ci.garwood_exact.",
    .args = {COUNT_OVER_EXPOSURE, CONF_LEVEL},
    .results = {RATE_RESULTS},
    .examples = {{"count=3 exposure=400", "lower=0.0015466803072390039 upper=0.021918182674355809",
                  1e-9, "R epitools 0.5.10.1 pois.daly"}},
    .shape = PER_CELL,
    .cell = daly_gamma,
};
