/* Correlation of two lists of measurements. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/midranks.h"

#define TWO_LISTS                                                                                  \
    ARG_LIST("x", ARG_REAL, "one value for each case"),                                            \
        ARG_LIST("y", ARG_REAL, "the other value for each case")

/* Half, so that a difference of two values of the size of DBL_MAX stays finite. */
static double half_mean(const double *x, size_t n) {
    struct sum s = {0};
    for (size_t i = 0; i < n; i++)
        sum_add(&s, x[i] / 2 / (double)n);
    return sum_value(&s);
}

/* The largest distance from the mean: what the distances are scaled by. */
static double widest(const double *x, size_t n, double mean) {
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(x[i] / 2 - mean));
    return most;
}

static bool varies(const double *x, size_t n) {
    for (size_t i = 1; i < n; i++) {
        if (x[i] != x[0])
            return true;
    }
    return false;
}

static bool product_moment(const double *x, const double *y, size_t n, double *r, struct err *e) {
    struct sum xx = {0}, yy = {0}, xy = {0};
    if (!varies(x, n) || !varies(y, n))
        return undefined(e, "all values of '%s' are the same", varies(x, n) ? "y" : "x");
    double x_mean = half_mean(x, n), y_mean = half_mean(y, n);
    double x_scale = widest(x, n, x_mean), y_scale = widest(y, n, y_mean);
    for (size_t i = 0; i < n; i++) {
        double dx = (x[i] / 2 - x_mean) / x_scale, dy = (y[i] / 2 - y_mean) / y_scale;
        sum_add(&xx, dx * dx);
        sum_add(&yy, dy * dy);
        sum_add(&xy, dx * dy);
    }
    *r = fmax(-1, fmin(1, sum_value(&xy) / sqrt(sum_value(&xx)) / sqrt(sum_value(&yy))));
    return true;
}

static bool pearson(const struct series *in, double *const *out, struct err *e) {
    size_t n = in[0].n;
    double r;
    if (n < 3)
        return undefined(e, "a correlation needs three cases or more, got %zu", n);
    if (!product_moment(in[0].at, in[1].at, n, &r, e))
        return false;
    double df = (double)n - 2, half = normal_z(in[2].at[0]) / sqrt((double)n - 3);
    *out[0] = r;
    *out[1] = n > 3 ? tanh(atanh(r) - half) : NAN;
    *out[2] = n > 3 ? tanh(atanh(r) + half) : NAN;
    *out[3] = fabs(r) == 1
                  ? 0
                  : 2 * t_probability(fabs(r) * sqrt(df / ((1 - r) * (1 + r))), df, TAIL_UPPER);
    return true;
}

const struct measure correlation_pearson = {
    .name = "correlation.pearson",
    .brief = "Pearson's correlation with Fisher's limits and the t test of none.",
    .formula = "r = sum((x - mx)(y - my))/sqrt(sum((x - mx)^2) sum((y - my)^2)); tanh(atanh r -+ "
               "z/sqrt(n - 3)); t = r sqrt((n - 2)/(1 - r^2)) on n - 2 df",
    .assumes =
        "Independent cases; limits and test assume that both are jointly normal, and r finds "
        "straight lines only. Needs three cases, for limits four. Correlations of areas say "
        "nothing about the people in them.",
    .cite = "Fisher RA. Metron 1921;1:3-32. Altman DG, Gardner MJ. BMJ 1988;296:1238-1242.",
    .args = {TWO_LISTS, CONF_LEVEL},
    .results = {RESULT("r", RESULT_ESTIMATE, "the correlation, -1 to 1"), LOWER, UPPER, P_VALUE},
    .examples = {{"x=1,2,3,4,5,6,7 y=2,1,4,3,7,5,6",
                  "r=0.82142857142857129 lower=0.17925405051483032 upper=0.97275595134319681 "
                  "p_value=0.023448808345691546",
                  1e-8, "R 4.2.2 cor.test"}},
    .shape = PER_COLUMN,
    .column = pearson,
};

static bool spearman(const struct series *in, double *const *out, struct err *e) {
    size_t n = in[0].n;
    if (n < 2)
        return undefined(e, "a correlation needs two cases or more");
    double *ranks = calloc(2 * n, sizeof *ranks);
    bool good = ranks != NULL && midranks(in[0].at, n, ranks) && midranks(in[1].at, n, ranks + n);
    if (!good)
        fail(e, ERR_NOMEM, "no memory for %zu ranks", n);
    good = good && product_moment(ranks, ranks + n, n, out[0], e);
    free(ranks);
    return good;
}

const struct measure correlation_spearman = {
    .name = "correlation.spearman",
    .brief = "Spearman's rank correlation.",
    .formula = "Pearson's correlation of the ranks; ties share the mean of their ranks",
    .assumes = "Independent cases; finds any relation that only rises or only falls.",
    .cite = "Spearman C. Am J Psychol 1904;15:72-101.",
    .args = {TWO_LISTS},
    .results = {RESULT("rho", RESULT_ESTIMATE, "the rank correlation, -1 to 1")},
    .examples = {{"x=12,15,9,20,22,31 y=30,22,25,19,28,40", "rho=0.31428571428571433", 1e-10,
                  "R 4.2.2 cor.test(method='spearman')"}},
    .shape = PER_COLUMN,
    .column = spearman,
};
