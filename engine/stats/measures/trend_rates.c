/* Trend of rates over time or along a score: log-linear Poisson regression. x0 is the origin of x,
 * mu a fitted count. */
#include <math.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/glm_line.h"

#define RATIO_LIMITS                                                                               \
    RESULT("lower", RESULT_LOWER, "lower limit of annual_rate_ratio"),                             \
        RESULT("upper", RESULT_UPPER, "upper limit of annual_rate_ratio")

static double origin_of(const char *name, const struct series *x) {
    struct sum total = {0};
    double least = x->at[0];
    for (size_t i = 0; i < x->n; i++) {
        least = fmin(least, x->at[i]);
        sum_add(&total, x->at[i] / (double)x->n);
    }
    return name[0] == 'z' ? 0 : name[1] == 'i' ? least : sum_value(&total);
}

static bool loglinear(const struct series *in, double *const *out, struct err *e) {
    struct glm_line line;
    if (!glm_line_of(&line, GLM_POISSON, in, e))
        return false;
    double z = normal_z(in[4].at[0]);
    *out[0] = glm_line_at(&line, origin_of(in[3].text, &in[2]));
    *out[1] = line.slope;
    *out[2] = line.slope_se;
    *out[3] = line.slope / line.slope_se;
    *out[4] = 2 * normal_probability(fabs(*out[3]), TAIL_UPPER);
    *out[5] = exp(line.slope);
    *out[6] = line.fit.deviance;
    *out[7] = exp(line.slope - z * line.slope_se);
    *out[8] = exp(line.slope + z * line.slope_se);
    glm_line_end(&line);
    return true;
}

const struct measure trend_poisson_loglinear = {
    .name = "trend.poisson_loglinear",
    .brief = "Log-linear trend of rates: ratio for one more year, with Wald test and limits.",
    .formula = "log(mu) = intercept + slope (x - x0) + log(exposure), by maximum likelihood; "
               "annual_rate_ratio = exp(slope), limits exp(slope -+ z slope_se)",
    .assumes = "Independent Poisson counts and a constant ratio from one x to the next. A deviance "
               "well above rows - 2 says that it does not fit, or that counts vary more than "
               "Poisson counts: see trend.quasipoisson. Rows with neither exposure nor events are "
               "left out. Not defined without events, with one x only, or where all events have "
               "one x at the edge.",
    .cite = "McCullagh P, Nelder JA. Generalized Linear Models. 2nd ed. Chapman & Hall 1989, "
            "ch. 6.",
    .args = {COUNT_EXPOSURE_X,
             ARG_WORD("x_origin", "min(x)|mean(x)|zero", "min(x)",
                      "the x at which the intercept is the log rate"),
             CONF_LEVEL},
    .results = {RESULT("intercept", RESULT_STATISTIC, "log of the rate at x_origin"),
                RESULT("slope", RESULT_STATISTIC, "change of the log rate for one more x"),
                RESULT("slope_se", RESULT_STATISTIC, "standard error of the slope"),
                RESULT("slope_z", RESULT_STATISTIC, "slope over its standard error"),
                RESULT("slope_p", RESULT_P_VALUE, "two-sided Wald p-value of no trend"),
                RESULT("annual_rate_ratio", RESULT_ESTIMATE, "ratio of the rates for one more x"),
                RESULT("deviance", RESULT_STATISTIC, "residual deviance, on rows - 2 df"),
                RATIO_LIMITS},
    .examples = {{"count=210,228,251,240,266 exposure=31000,31200,31350,31500,31800 "
                  "x=2019,2020,2021,2022,2023",
                  "intercept=-4.9715174783124638 slope=0.045857775097930847 "
                  "slope_se=0.020484318857357034 slope_z=2.2386770786601393 "
                  "slope_p=0.02517693498184248 annual_rate_ratio=1.0469255014909478 "
                  "deviance=1.256700473207673",
                  1e-8, "R 4.2.2, glm(poisson)"}},
    .shape = PER_COLUMN,
    .column = loglinear,
};

/* Deviances of nested models add up (both fit the total and, the larger, the slope), so their
 * difference is the deviance of one fit from the other: no two large numbers are subtracted. */
static bool likelihood_ratio(const struct series *in, double *const *out, struct err *e) {
    struct glm_line line;
    if (!glm_line_of(&line, GLM_POISSON, in, e))
        return false;
    double log_rate = log(sum_of(line.model.count, line.model.n) / sum_of(in[1].at, in[1].n));
    struct sum total = {0};
    for (size_t i = 0; i < line.model.n; i++)
        sum_add(&total,
                glm_poisson_deviance(line.fit.mean[i], exp(log_rate + line.model.offset[i])));
    *out[0] = fmax(sum_value(&total), 0);
    *out[1] = chisq_probability(*out[0], 1, TAIL_UPPER);
    glm_line_end(&line);
    return true;
}

const struct measure trend_poisson_lrt = {
    .name = "trend.poisson_lrt",
    .brief = "Likelihood ratio test of a log-linear trend of rates.",
    .formula = "lr_chisq = deviance with one rate - deviance with a log-linear trend, chi-square "
               "with 1 df",
    .assumes = "As trend.poisson_loglinear; better than its Wald test with few events.",
    .cite = "McCullagh P, Nelder JA. Generalized Linear Models. 2nd ed. Chapman & Hall 1989, "
            "ch. 6.",
    .args = {COUNT_EXPOSURE_X},
    .results = {RESULT("lr_chisq", RESULT_STATISTIC, "twice the gain of the log likelihood"),
                RESULT("p_value", RESULT_P_VALUE, "p-value of no trend")},
    .examples = {{"count=0,2,1,4 exposure=120,118,121,130 x=1,2,3,4",
                  "lr_chisq=3.3290886659571091 p_value=0.068064579073345385", 1e-8,
                  "R 4.2.2, anova of glm(poisson), test = LRT"}},
    .shape = PER_COLUMN,
    .column = likelihood_ratio,
};

/* A dispersion below this is rounding: the counts lie on the fitted curve. */
static const double no_dispersion = 1e-20;

static bool overdispersed(const struct glm_line *line, double conf_level, double *const *out,
                          struct err *e) {
    double df = (double)line->model.n - 2, t;
    if (df < 1)
        return undefined(e, "two rows leave nothing to judge the dispersion by");
    double dispersion = line->fit.pearson / df;
    if (dispersion < no_dispersion)
        return undefined(e, "the counts lie on the fitted curve: there is no dispersion");
    if (!t_quantile((1 - conf_level) / 2, df, TAIL_UPPER, &t, e))
        return false;
    *out[0] = dispersion;
    *out[1] = line->slope_se * sqrt(dispersion);
    *out[2] = line->slope / *out[1];
    *out[3] = 2 * t_probability(fabs(*out[2]), df, TAIL_UPPER);
    *out[4] = exp(line->slope);
    *out[5] = exp(line->slope - t * *out[1]);
    *out[6] = exp(line->slope + t * *out[1]);
    return true;
}

static bool quasipoisson(const struct series *in, double *const *out, struct err *e) {
    struct glm_line line;
    if (!glm_line_of(&line, GLM_POISSON, in, e))
        return false;
    bool done = overdispersed(&line, in[3].at[0], out, e);
    glm_line_end(&line);
    return done;
}

const struct measure trend_quasipoisson = {
    .name = "trend.quasipoisson",
    .brief = "Log-linear trend of rates whose counts vary more (or less) than Poisson counts.",
    .formula = "slope as trend.poisson_loglinear; dispersion = Pearson's chi-square/(rows - 2), "
               "slope_se = Poisson slope_se sqrt(dispersion), t with rows - 2 df",
    .assumes = "Variance proportional to the mean, the same factor everywhere. Uncertain with few "
               "rows; a dispersion below 1 narrows the limits. Not defined with fewer than three "
               "rows, nor where the counts lie on the curve.",
    .cite =
        "Wedderburn RWM. Biometrika 1974;61:439-447. McCullagh P, Nelder JA. Generalized Linear "
        "Models. 2nd ed. Chapman & Hall 1989, sections 4.5, 6.2.",
    .args = {COUNT_EXPOSURE_X, CONF_LEVEL},
    .results = {RESULT("dispersion", RESULT_STATISTIC, "variance over mean; Poisson counts: 1"),
                RESULT("slope_se", RESULT_STATISTIC, "standard error of the slope"),
                RESULT("slope_t", RESULT_STATISTIC, "slope over its standard error"),
                RESULT("slope_p", RESULT_P_VALUE, "two-sided p-value of no trend"),
                RESULT("annual_rate_ratio", RESULT_ESTIMATE, "ratio of the rates for one more x"),
                RATIO_LIMITS},
    .examples = {{"count=0,2,1,4 exposure=120,118,121,130 x=1,2,3,4",
                  "dispersion=1.0938663630425876 slope_se=0.42660344260203664 "
                  "slope_t=1.5854701091540588 slope_p=0.25373861588263408",
                  1e-8, "R 4.2.2, glm(quasipoisson)"}},
    .shape = PER_COLUMN,
    .column = quasipoisson,
};
