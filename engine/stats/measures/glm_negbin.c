/* Negative binomial regression: counts whose variance is mu + mu^2/theta. */
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/glm_line.h"
#include "stats/gsl.h"
#include "stats/solve.h"

/* Beyond this multiple of the largest count the model cannot be told from a Poisson model. */
static const double poisson_theta = 1e8;

/* From here on the asymptotic series of the digamma function have all digits of a double with the
 * terms below. */
static const double series_from = 20;

/* digamma(z) - log z + 1/(2z), and its derivative trigamma(z) - 1/z - 1/(2z^2): what is left after
 * the terms whose differences are taken exactly. Abramowitz & Stegun 6.3.18, 6.4.12. */
static double digamma_rest(double z) {
    double v = 1 / (z * z);
    if (z < series_from)
        return gsl_sf_psi(z) - log(z) + 1 / (2 * z);
    return -v * (1.0 / 12 - v * (1.0 / 120 - v * (1.0 / 252 - v * (1.0 / 240 - v / 132))));
}

static double trigamma_rest(double z) {
    double v = 1 / (z * z);
    if (z < series_from)
        return gsl_sf_psi_n(1, z) - 1 / z - v / 2;
    return v / z * (1.0 / 6 - v * (1.0 / 30 - v * (1.0 / 42 - v * (1.0 / 30 - v * 5 / 66))));
}

/* Derivative of a count's log likelihood by theta:
 * digamma(theta + y) - digamma(theta) + log(theta/(theta + mu)) + 1 - (theta + y)/(theta + mu),
 * with the parts that cancel for large theta taken together. */
static double theta_score(double y, double mean, double theta) {
    double t = (y - mean) / (theta + mean);
    double smooth = y / (2 * theta * (theta + y));
    double bend = fabs(t) < 0.5 ? gsl_sf_log_1plusx_mx(t) : log((theta + y) / (theta + mean)) - t;
    return smooth + (digamma_rest(theta + y) - digamma_rest(theta)) + bend;
}

/* Minus the derivative of that. */
static double theta_information(double y, double mean, double theta) {
    double t = (y - mean) / (theta + mean), both = theta * (theta + y);
    double smooth = y * (2 * theta + y) / (2 * both * both);
    return smooth - (trigamma_rest(theta + y) - trigamma_rest(theta)) - t * t / (theta + y);
}

struct profile {
    struct glm_line *line;
    struct err *e;
    bool failed;
};

/* theta times the score of theta, where the coefficients are fitted to it, at u = log theta: the
 * slope of the profile likelihood along u. 0 when a fit failed, which 'failed' tells. */
static double profile_slope(double u, const void *data) {
    struct profile *p = (struct profile *)data;
    double theta = exp(u);
    if (p->failed || !glm_line_fit(p->line, theta, p->e)) {
        p->failed = true;
        return 0;
    }
    struct sum total = {0};
    for (size_t i = 0; i < p->line->model.n; i++)
        sum_add(&total, theta * theta_score(p->line->model.count[i], p->line->fit.mean[i], theta));
    return sum_value(&total);
}

/* Do the counts spread more than Poisson counts about the Poisson fit? If not, the likelihood rises
 * to its Poisson limit. */
static bool overdispersed(const struct glm_line *line) {
    struct sum extra = {0};
    for (size_t i = 0; i < line->model.n; i++) {
        double above = line->model.count[i] - line->fit.mean[i];
        sum_add(&extra, above * above);
        sum_add(&extra, -line->model.count[i]);
    }
    return sum_value(&extra) > 0;
}

static double largest_mean(const struct glm_line *line) {
    double most = 0;
    for (size_t i = 0; i < line->model.n; i++)
        most = fmax(most, line->fit.mean[i]);
    return most;
}

/* Sets *theta to its maximum likelihood value, infinite for the Poisson limit; the line is fitted
 * to it at the end. */
static bool find_theta(struct glm_line *line, double *theta, struct err *e) {
    struct profile p = {line, e, false};
    *theta = INFINITY;
    if (!glm_line_fit(line, 0, e))
        return false;
    if (!overdispersed(line))
        return true;
    double highest = log(poisson_theta) + log(fmax(largest_mean(line), 1)), low = 0, high = 0, u;
    line->model.family = GLM_NEGBIN;
    while (low > -highest && profile_slope(low, &p) < 0)
        low -= 2;
    while (high < highest && profile_slope(high, &p) > 0)
        high += 2;
    if (p.failed)
        return false;
    if (high >= highest) {
        line->model.family = GLM_POISSON;
        return glm_line_fit(line, 0, e);
    }
    bool found = solve_between(profile_slope, &p, low, high, "theta", &u, e);
    if (!found || p.failed)
        return false;
    *theta = exp(u);
    return glm_line_fit(line, *theta, e);
}

static double standard_error(const struct glm_line *line, double theta) {
    struct sum total = {0};
    for (size_t i = 0; i < line->model.n; i++)
        sum_add(&total, theta_information(line->model.count[i], line->fit.mean[i], theta));
    return sum_value(&total) > 0 ? 1 / sqrt(sum_value(&total)) : NAN;
}

/* log of a count's probability. */
static double log_probability(double y, double mean, double theta) {
    double shared = y == 0 ? 0 : y * log(mean) - gsl_sf_lngamma(y + 1);
    if (isinf(theta))
        return shared - mean;
    double waiting = y == 0 ? 0 : gsl_sf_lnpoch(theta, y) - y * log(theta + mean);
    return shared + waiting - theta * log1p(mean / theta);
}

static bool negbin(const struct series *in, double *const *out, struct err *e) {
    struct glm_line line;
    double theta;
    bool done = glm_line_begin(&line, GLM_POISSON, &in[0], &in[1], &in[2], e) &&
                find_theta(&line, &theta, e);
    if (done) {
        gsl_calls_begin();
        struct sum likelihood = {0};
        for (size_t i = 0; i < line.model.n; i++)
            sum_add(&likelihood, log_probability(line.model.count[i], line.fit.mean[i], theta));
        *out[0] = glm_line_at(&line, 0);
        *out[1] = line.slope;
        *out[2] = line.slope_se;
        *out[3] = theta;
        *out[4] = isinf(theta) ? NAN : standard_error(&line, theta);
        *out[5] = 2 * sum_value(&likelihood);
        done = gsl_calls_end("the likelihood of theta", e);
    }
    glm_line_end(&line);
    return done;
}

const struct measure glm_negbin2 = {
    .name = "glm.negbin2",
    .brief = "Negative binomial (NB2) regression of counts on one covariate, with exposures.",
    .formula = "log(mu) = intercept + slope x + log(exposure), variance mu + mu^2/theta; all three "
               "by maximum likelihood",
    .assumes = "Independent counts whose Poisson means vary by a gamma factor with shape theta. "
               "Standard errors take theta as known, from the expected information of the "
               "coefficients and the observed information of theta. Where the counts vary no more "
               "than Poisson counts theta is infinite, theta_se not defined and the rest that of "
               "glm.poisson. Not defined where glm.poisson is not. theta from few rows is "
               "uncertain.",
    .cite = "Lawless JF. Canadian Journal of Statistics 1987;15:209-225. Venables WN, Ripley BD. "
            "Modern Applied Statistics with S. 4th ed. Springer 2002, section 7.4.",
    .args = {COUNT_EXPOSURE_X},
    .results = {RESULT("intercept", RESULT_ESTIMATE, "log of the rate at x = 0"),
                RESULT("slope", RESULT_ESTIMATE, "change of the log rate for one more x"),
                RESULT("slope_se", RESULT_STATISTIC, "standard error of the slope"),
                RESULT("theta", RESULT_ESTIMATE, "mu^2 over the variance beyond Poisson's"),
                RESULT("theta_se", RESULT_STATISTIC, "standard error of theta"),
                RESULT("twologlik", RESULT_STATISTIC, "twice the log likelihood")},
    .examples = {{"count=12,30,7,55,21,18,90,4,33,26,15,62 "
                  "exposure=1500,2100,900,3100,1800,1700,3900,600,2200,2000,1600,2500 "
                  "x=0,1,0,1,0,0,1,0,1,1,0,1",
                  "intercept=-4.664947838449268 slope=0.66565007102937923 "
                  "slope_se=0.15725785954456367 theta=43.216011547440338 "
                  "theta_se=38.941614377995272 twologlik=-74.963314923029486",
                  1e-5, "R 4.2.2, MASS 7.3-58.2, glm.nb (settles to about 6 digits)"}},
    .shape = PER_COLUMN,
    .column = negbin,
};

static bool trend(const struct series *in, double *const *out, struct err *e) {
    struct glm_line line;
    double theta, z = normal_z(in[3].at[0]);
    bool done = glm_line_begin(&line, GLM_POISSON, &in[0], &in[1], &in[2], e) &&
                find_theta(&line, &theta, e);
    if (done) {
        *out[0] = theta;
        *out[1] = line.slope_se;
        *out[2] = line.slope / line.slope_se;
        *out[3] = 2 * normal_probability(fabs(*out[2]), TAIL_UPPER);
        *out[4] = exp(line.slope);
        *out[5] = exp(line.slope - z * line.slope_se);
        *out[6] = exp(line.slope + z * line.slope_se);
    }
    glm_line_end(&line);
    return done;
}

const struct measure trend_negative_binomial = {
    .name = "trend.negative_binomial",
    .brief = "Log-linear trend of rates whose counts vary more than Poisson counts, the more the "
             "larger they are.",
    .formula = "slope, its standard error and theta as glm.negbin2; annual_rate_ratio = "
               "exp(slope), limits exp(slope -+ z slope_se)",
    .assumes = "As glm.negbin2: variance mu + mu^2/theta. theta from few rows is uncertain, and "
               "the limits take it as known, so they are too narrow with few years: "
               "trend.quasipoisson allows for that. Where the counts vary no more than Poisson "
               "counts theta is infinite and the rest that of trend.poisson_loglinear.",
    .cite = "Lawless JF. Canadian Journal of Statistics 1987;15:209-225. Venables WN, Ripley BD. "
            "Modern Applied Statistics with S. 4th ed. Springer 2002, section 7.4.",
    .args = {COUNT_EXPOSURE_X, CONF_LEVEL},
    .results = {RESULT("theta", RESULT_STATISTIC, "mu^2 over the variance beyond Poisson's"),
                RESULT("slope_se", RESULT_STATISTIC, "standard error of the slope"),
                RESULT("slope_z", RESULT_STATISTIC, "slope over its standard error"),
                RESULT("slope_p", RESULT_P_VALUE, "two-sided Wald p-value of no trend"),
                RESULT("annual_rate_ratio", RESULT_ESTIMATE, "ratio of the rates for one more x"),
                RESULT("lower", RESULT_LOWER, "lower limit of annual_rate_ratio"),
                RESULT("upper", RESULT_UPPER, "upper limit of annual_rate_ratio")},
    .examples = {{"count=120,98,160,131,152,205,160,240 "
                  "exposure=10100,10150,10200,10240,10300,10380,10400,10500 "
                  "x=2013,2014,2015,2016,2017,2018,2019,2020",
                  "theta=69.177340162653621 slope_se=0.022436993260997382 "
                  "slope_z=4.120201297838106 slope_p=3.7854153086008348e-05 "
                  "annual_rate_ratio=1.0968527348496984 lower=1.0496630732332921 "
                  "upper=1.1461639002326527",
                  1e-5, "R 4.2.2, MASS 7.3-58.2, glm.nb (settles to about 6 digits)"}},
    .shape = PER_COLUMN,
    .column = trend,
};
