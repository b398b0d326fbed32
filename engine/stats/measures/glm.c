/* Models of counts along one covariate, and of one ratio over strata: Poisson and logistic
 * regression, fitted as in glm.h. mu is a fitted count, e an exposure. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/glm_line.h"

#define INTERCEPT(t) RESULT("intercept", RESULT_ESTIMATE, t)
#define DEVIANCE RESULT("deviance", RESULT_STATISTIC, "residual deviance")
#define PEARSON                                                                                    \
    RESULT("pearson_chisq", RESULT_STATISTIC, "Pearson's chi-square of the fit, on rows - 2 df")

static double two_sided(double z) {
    return 2 * normal_probability(fabs(z), TAIL_UPPER);
}

/* The log of a count's probability is that at its own mean, less half its deviance. */
static double poisson_log_likelihood(const struct glm_line *line) {
    struct sum total = {0};
    for (size_t i = 0; i < line->model.n; i++) {
        double y = line->model.count[i];
        sum_add(&total, log(poisson_density(y, y)));
        sum_add(&total, -glm_poisson_deviance(y, line->fit.mean[i]) / 2);
    }
    return sum_value(&total);
}

static bool poisson(const struct series *in, double *const *out, struct err *e) {
    struct glm_line line;
    if (!glm_line_of(&line, GLM_POISSON, in, e))
        return false;
    *out[0] = glm_line_at(&line, 0);
    *out[1] = line.slope;
    *out[2] = line.slope_se;
    *out[3] = line.fit.deviance;
    *out[4] = 2 * (double)line.model.p - 2 * poisson_log_likelihood(&line);
    *out[5] = line.fit.pearson;
    glm_line_end(&line);
    return true;
}

const struct measure glm_poisson = {
    .name = "glm.poisson",
    .brief = "Poisson regression of counts on one covariate, with exposures.",
    .formula = "log(mu) = intercept + slope x + log(exposure), by maximum likelihood; "
               "exp(slope) is the ratio of the rates for one more x",
    .assumes = "Independent Poisson counts; a pearson_chisq well above rows - 2 says that they "
               "vary more than that (see trend.quasipoisson, glm.negbin2). Rows with neither "
               "exposure nor events are left out. Not defined without events, with one x only, "
               "or where the slope is infinite because all events have one x at the edge.",
    .cite = "McCullagh P, Nelder JA. Generalized Linear Models. 2nd ed. Chapman & Hall 1989, "
            "ch. 6.",
    .args = {COUNT_EXPOSURE_X},
    .results = {INTERCEPT("log of the rate at x = 0"),
                RESULT("slope", RESULT_ESTIMATE, "change of the log rate for one more x"),
                RESULT("slope_se", RESULT_STATISTIC, "standard error of the slope"), DEVIANCE,
                RESULT("aic", RESULT_STATISTIC, "Akaike's criterion, -2 log likelihood + 4"),
                PEARSON},
    .examples = {{"count=45,80,22,110,61,38,150,12,70,52 "
                  "exposure=1500,2100,900,3100,1800,1700,3900,600,2200,2000 "
                  "x=0,1,0,1,0,0,1,0,1,1",
                  "intercept=-3.597773905591644 slope=0.23781948246353843 "
                  "slope_se=0.088218363692555826 deviance=13.827617200778834 "
                  "aic=75.67291897980175 pearson_chisq=13.429712225315225",
                  1e-11, "R 4.2.2, glm(poisson) with epsilon = 1e-16"}},
    .shape = PER_COLUMN,
    .column = poisson,
};

static bool logistic(const struct series *in, double *const *out, struct err *e) {
    struct glm_line line;
    if (!glm_line_of(&line, GLM_BINOMIAL, in, e))
        return false;
    *out[0] = glm_line_at(&line, 0);
    *out[1] = line.slope;
    *out[2] = line.slope_se;
    *out[3] = two_sided(line.slope / line.slope_se);
    *out[4] = line.fit.deviance;
    glm_line_end(&line);
    return true;
}

const struct measure glm_logistic_trend = {
    .name = "glm.logistic.trend",
    .brief = "Logistic regression of proportions on a score, with Wald test of the slope.",
    .formula = "logit(p) = intercept + slope score, by maximum likelihood; exp(slope) is the odds "
               "ratio for one more score; p from the normal slope/slope_se",
    .assumes = "Independent cases; log odds linear in the score. Groups with n = 0 are left out. "
               "Not defined without events, when everyone had the event, with one score only, or "
               "where a cut of the score separates the events from the rest (the slope is then "
               "infinite, and programs that print a large number there have not settled).",
    .cite = "McCullagh P, Nelder JA. Generalized Linear Models. 2nd ed. Chapman & Hall 1989, "
            "ch. 4. Albert A, Anderson JA. Biometrika 1984;71:1-10 (separation).",
    .args = {ARG_LIST("x", ARG_COUNT, "events in each group"),
             ARG_LIST("n", ARG_COUNT, "people or cases at risk in each group"),
             ARG_LIST("scores", ARG_REAL, "score of each group: a dose, a year, 1, 2, 3")},
    .results = {INTERCEPT("log odds at score 0"),
                RESULT("slope", RESULT_ESTIMATE, "change of the log odds for one more score"),
                RESULT("slope_se", RESULT_STATISTIC, "standard error of the slope"),
                RESULT("slope_p", RESULT_P_VALUE, "two-sided Wald p-value of no trend"), DEVIANCE},
    .examples = {{"x=48,38,5,1,1 n=17114,14502,793,127,38 scores=0,0.5,1.5,4,7",
                  "intercept=-5.9604610612061846 slope=0.31656039276776982 "
                  "slope_se=0.12544689756268801 slope_p=0.011620584636335212 "
                  "deviance=1.9487210194260745",
                  1e-11, "R 4.2.2, glm(binomial)"}},
    .shape = PER_COLUMN,
    .column = logistic,
};

/* The arrays of a stratified model: ones, events of interest, all events, log exposure ratio. */
struct strata {
    double *ones, *events, *all, *offset;
    size_t n;
    double events1, events0;
};

static bool fill_strata(const struct series *in, struct strata *s, struct err *e) {
    for (size_t i = 0; i < in[0].n; i++) {
        double y1 = in[0].at[i], e1 = in[1].at[i], y0 = in[2].at[i], e0 = in[3].at[i];
        if ((y1 > 0 && e1 == 0) || (y0 > 0 && e0 == 0))
            return undefined(e, "stratum %zu has events and no exposure", i + 1);
        if (e1 == 0 || e0 == 0 || y1 + y0 == 0)
            continue;
        s->ones[s->n] = 1;
        s->events[s->n] = y1;
        s->all[s->n] = y1 + y0;
        s->offset[s->n++] = log(e1) - log(e0);
        s->events1 += y1;
        s->events0 += y0;
    }
    if (s->events1 + s->events0 == 0)
        return undefined(e, "no stratum has events and both groups");
    if (s->events1 == 0 || s->events0 == 0)
        return undefined(e, "the log rate ratio is infinite: one group has no events in the strata "
                            "that have both groups");
    return true;
}

static void report_ratio(const struct glm_fit *f, double conf_level, double *const *out) {
    double log_ratio = f->coefficient[0], se = sqrt(f->variance[0]), z = normal_z(conf_level);
    *out[0] = exp(log_ratio);
    *out[1] = se;
    *out[2] = log_ratio / se;
    *out[3] = two_sided(*out[2]);
    *out[4] = f->deviance;
    *out[5] = f->pearson;
    *out[6] = exp(log_ratio - z * se);
    *out[7] = exp(log_ratio + z * se);
}

/* Given the events of a stratum, those of the group of interest are binomial with odds
 * ratio e1/e0: a logistic regression through the origin. It has the likelihood of the Poisson model
 * with a term for each stratum, whose other terms fit the strata's totals exactly; so ratio,
 * standard error, deviance and Pearson's chi-square are the same, with one coefficient to find. */
static bool stratified(const struct series *in, double *const *out, struct err *e) {
    size_t n = in[0].n;
    double *room = calloc(4 * n, sizeof *room);
    if (room == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu strata", n);
    struct strata s = {room, room + n, room + 2 * n, room + 3 * n, 0, 0, 0};
    struct glm_fit f = {0};
    bool done = fill_strata(in, &s, e);
    const struct glm model = {.family = GLM_BINOMIAL,
                              .n = s.n,
                              .p = 1,
                              .x = s.ones,
                              .count = s.events,
                              .trials = s.all,
                              .offset = s.offset};
    done = done && glm_fit(&model, &f, e);
    if (done)
        report_ratio(&f, in[4].at[0], out);
    glm_fit_free(&f);
    free(room);
    return done;
}

const struct measure glm_poisson_stratified_rate_ratio = {
    .name = "glm.poisson.stratified_rate_ratio",
    .brief = "Common rate ratio over strata by Poisson regression, with Wald test and limits.",
    .formula = "log(mu) = stratum + log_ratio exposed + log(exposure), by maximum likelihood; "
               "limits exp(log_ratio -+ z log_se)",
    .assumes = "Independent Poisson counts and one rate ratio in all strata: look at deviance "
               "against strata - 1 degrees of freedom first. Strata without events, or with one "
               "group only, say nothing about the ratio and are left out. Not defined where one "
               "group has no events at all. With many thin strata prefer mh.rateratio.",
    .cite = "Breslow NE, Day NE. Statistical Methods in Cancer Research II. IARC 1987, ch. 4.",
    .args = {ARG_LIST("count1", ARG_COUNT, "events in the group of interest, by stratum"),
             ARG_LIST("exposure1", ARG_EXPOSURE, "its population or person-time, by stratum"),
             ARG_LIST("count0", ARG_COUNT, "events in the comparison group, by stratum"),
             ARG_LIST("exposure0", ARG_EXPOSURE, "its population or person-time, by stratum"),
             CONF_LEVEL},
    .results = {RESULT("rate_ratio", RESULT_ESTIMATE, "common ratio of the rates"),
                RESULT("log_se", RESULT_STATISTIC, "standard error of its logarithm"),
                RESULT("z", RESULT_STATISTIC, "logarithm over standard error"), P_VALUE, DEVIANCE,
                RESULT("pearson_chisq", RESULT_STATISTIC,
                       "Pearson's chi-square of one ratio for all strata, on strata - 1 df"),
                LOWER, UPPER},
    .examples = {{"count1=14,76 exposure1=1516,949 count0=10,121 exposure0=1701,2245",
                  "rate_ratio=1.4950964622472047 log_se=0.13785044848507366 "
                  "z=2.9175873740225171 p_value=0.0035275080440976036 "
                  "deviance=0.016079083397154581 pearson_chisq=0.016043363011453329",
                  1e-7, "R 4.2.2, glm(poisson) of count on stratum, exposed and log exposure"}},
    .shape = PER_COLUMN,
    .column = stratified,
};
