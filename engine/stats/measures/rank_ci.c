/* Intervals for ranks: league tables with their uncertainty. Simultaneous limits of the values
 * make simultaneous limits of the ranks: an item is behind another for certain only when its whole
 * interval is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/poisson.h"
#include "stats/rank_intervals.h"

#define KLEIN                                                                                      \
    "Klein M, Wright T, Wieczorek J. A joint confidence region for an overall ranking of "         \
    "populations. J R Stat Soc C 2020;69:589-606."
#define RANKS                                                                                      \
    RESULT("rank", RESULT_ESTIMATE, "rank of the estimate; equal estimates share the better"),     \
        RESULT("best", RESULT_LOWER, "the best rank in the interval; 1 is first"),                 \
        RESULT("worst", RESULT_UPPER, "the worst rank in the interval")
#define JOINT                                                                                      \
    "With conf_level all true ranks lie in their intervals at once. Wide where values are close: " \
    "that is the message. Equal true values share any of their ranks. "
#define TOGETHER                                                                                   \
    ARG_WORD("together", "independent|bonferroni", "independent",                                  \
             "how the level is kept for all items at once: independent: each at "                  \
             "conf_level^(1/items); bonferroni: each at 1 - (1 - conf_level)/items")

/* The tail that each of n two-sided intervals leaves on either side, so that all hold together. */
static double each_tail(double conf_level, size_t n, const char *together) {
    double items = (double)n;
    bool independent = strcmp(together, "independent") == 0;
    return (independent ? -expm1(log(conf_level) / items) : (1 - conf_level) / items) / 2;
}

/* Ranks of estimates and of the intervals in limits[0..n) and limits[n..2n). */
static bool put_ranks(const double *estimate, const double *limits, size_t n, const char *first,
                      double *const *out, struct err *e) {
    return ranks_of_intervals(estimate, estimate, n, first, out[0], out[0], e) &&
           ranks_of_intervals(limits, limits + n, n, first, out[1], out[2], e);
}

static bool normal(const struct series *in, double *const *out, struct err *e) {
    const double *estimate = in[0].at, *error = in[1].at;
    size_t n = in[0].n;
    double z = normal_quantile(each_tail(in[4].at[0], n, in[3].text), TAIL_UPPER);
    double *limits = calloc(2 * n, sizeof *limits);
    if (limits == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu intervals", n);
    for (size_t i = 0; i < n; i++) {
        limits[i] = estimate[i] - z * error[i];
        limits[n + i] = estimate[i] + z * error[i];
    }
    bool done = put_ranks(estimate, limits, n, in[2].text, out, e);
    free(limits);
    return done;
}

const struct measure rank_ci_normal = {
    .name = "rank.ci.normal",
    .brief = "Rank of each estimate with joint confidence limits, from standard errors.",
    .formula = "simultaneous intervals estimate -+ z se; best = 1 + the items wholly ahead, worst "
               "= 1 + the items not wholly behind",
    .assumes = JOINT "Normal estimates with known standard errors; together=independent asks for "
                     "independent estimates, bonferroni for nothing.",
    .cite = KLEIN,
    .args = {ARG_LIST("estimate", ARG_REAL, "estimate of each item"),
             ARG_LIST("se", ARG_EXPOSURE, "its standard error"), RANK_FIRST, TOGETHER, CONF_LEVEL},
    .results = {RANKS},
    .examples = {{"estimate=10,7,6.5,1 se=1,0.2,0.4,0.5",
                  "rank_1=1 best_1=1 worst_1=1 rank_2=2 best_2=2 worst_2=3 rank_3=3 best_3=2 "
                  "worst_3=3 rank_4=4 best_4=4 worst_4=4",
                  0,
                  "by hand: z = 2.4909, intervals 7.51-12.49, 6.50-7.50, 5.50-7.50, -0.25-2.25"}},
    .shape = COLUMN_TO_COLUMN,
    .column = normal,
};

/* Exact limits of rate i into limits[0] and limits[n], its rate into estimate[0]. */
static bool rate_limits(double count, double exposure, double conf_level, size_t n,
                        double *estimate, double *limits, struct err *e) {
    double exact[2];
    if (exposure == 0)
        return undefined(e, "no rate without people at risk: an exposure is 0");
    if (!poisson_exact_limits(count, conf_level, exact, e))
        return false;
    *estimate = count / exposure;
    limits[0] = exact[0] / exposure;
    limits[n] = exact[1] / exposure;
    return true;
}

static bool rates(const struct series *in, double *const *out, struct err *e) {
    size_t n = in[0].n;
    double level = 1 - 2 * each_tail(in[4].at[0], n, in[3].text);
    double *estimate = calloc(3 * n, sizeof *estimate);
    if (estimate == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu intervals", n);
    double *limits = estimate + n;
    bool done = true;
    for (size_t i = 0; i < n && done; i++)
        done = rate_limits(in[0].at[i], in[1].at[i], level, n, &estimate[i], &limits[i], e);
    done = done && put_ranks(estimate, limits, n, in[2].text, out, e);
    free(estimate);
    return done;
}

const struct measure rank_ci_rates = {
    .name = "rank.ci.rates",
    .brief = "Rank of each rate with joint confidence limits, from exact Poisson limits.",
    .formula = "simultaneous exact limits of count/exposure; best = 1 + the items wholly ahead, "
               "worst = 1 + the items not wholly behind",
    .assumes = JOINT "Events independent of each other. Right also for small and zero counts; the "
                     "exact limits hold at least the level.",
    .cite = KLEIN " Garwood F. Biometrika 1936;28:437-442.",
    .args = {ARG_LIST("count", ARG_COUNT, "events of each item"),
             ARG_LIST("exposure", ARG_EXPOSURE, "people at risk, or person-time, of each item"),
             RANK_FIRST, TOGETHER, CONF_LEVEL},
    .results = {RANKS},
    .examples = {{"count=381,110,69,44,18 exposure=18905,4457,27906,5680,1618",
                  "rank_1=2 best_1=1 worst_1=3 rank_2=1 best_2=1 worst_2=3 rank_3=5 best_3=5 "
                  "worst_3=5 rank_4=4 best_4=3 worst_4=4 rank_5=3 best_5=1 worst_5=4",
                  0,
                  "children looked after in Leicester at 31 March 2023 over school-census pupils: "
                  "White, Mixed, Asian, Black, Other; limits by qgamma in R 4.2.2"}},
    .shape = COLUMN_TO_COLUMN,
    .column = rates,
};
