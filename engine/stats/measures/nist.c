/* Problems of the NIST Statistical Reference Datasets with certified answers: how many digits do
 * the sums and the least squares of this engine keep? They also fit polynomials to other data. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/least_squares.h"

/* Far more than NIST's 1,001, and an answer in an instant. */
static const double most_values = 1e7;

static bool numacc4(const struct series *in, double *const *out, struct err *e) {
    double n = in[1].at[0], repeats = in[3].at[0], made = 1 + (double)in[2].n * repeats;
    if (n != made)
        return fail(e, ERR_ARG_LENGTH, "'n' is %.17g, but first and pattern make %.17g values", n,
                    made);
    if (n > most_values)
        return fail(e, ERR_ARG_RANGE, "'n' must be at most %.0f", most_values);
    struct sum total = {0};
    sum_add(&total, in[0].at[0]);
    for (double k = 0; k < repeats; k++) {
        for (size_t i = 0; i < in[2].n; i++)
            sum_add(&total, in[2].at[i]);
    }
    *out[0] = sum_value(&total) / n;
    return true;
}

const struct measure nist_strd_numacc4 = {
    .name = "nist.strd.numacc4",
    .brief = "Mean of a value and a pattern repeated: NIST's NumAcc4 and its like.",
    .formula = "(first + pattern_repeats times the sum of pattern)/n, added one by one",
    .assumes = "n = 1 + pattern_repeats times the length of pattern. Compensated (Neumaier) sums "
               "keep the digits that plain sums lose.",
    .cite = "NIST Statistical Reference Datasets, Univariate Summary Statistics: NumAcc4. Simon "
            "SD, Lesage JP. Computational Statistics & Data Analysis 1989;7:197-209.",
    .args = {ARG("first", ARG_REAL, "the first value"), ARG("n", ARG_COUNT, "number of values"),
             ARG_LIST("pattern", ARG_REAL, "the values that follow, in turn"),
             ARG("pattern_repeats", ARG_COUNT, "how often they follow")},
    .results = {RESULT("mean", RESULT_ESTIMATE, "arithmetic mean")},
    .examples = {{"first=10000000.2 n=1001 pattern=10000000.1,10000000.3 pattern_repeats=500",
                  "mean=10000000.2", 1e-15, "NIST StRD NumAcc4, certified"}},
    .shape = PER_COLUMN,
    .column = numacc4,
};

enum { most_degree = 5 };

struct polynomial {
    double b[most_degree + 1], se[most_degree + 1], r2;
};

/* Standard errors and R^2 from the residuals of a solved fit; NaN where there are none to speak of.
 */
static bool judge(struct least_squares *s, const double *design, const struct series *y, size_t p,
                  struct polynomial *fit, struct err *e) {
    struct sum rss = {0}, tss = {0};
    double mean = sum_of(y->at, y->n) / (double)y->n;
    for (size_t i = 0; i < y->n; i++) {
        struct sum rest = {0};
        sum_add(&rest, y->at[i]);
        for (size_t j = 0; j < p; j++)
            sum_add(&rest, -design[i * p + j] * fit->b[j]);
        sum_add(&rss, sum_value(&rest) * sum_value(&rest));
        sum_add(&tss, (y->at[i] - mean) * (y->at[i] - mean));
    }
    if (!least_squares_variances(s, fit->se, e))
        return false;
    double df = (double)y->n - (double)p;
    for (size_t j = 0; j < p; j++)
        fit->se[j] = df > 0 ? sqrt(fit->se[j] * (sum_value(&rss) / df)) : NAN;
    fit->r2 = sum_value(&tss) > 0 ? 1 - sum_value(&rss) / sum_value(&tss) : NAN;
    return true;
}

static bool fit_polynomial(const struct series *x, const struct series *y, size_t p,
                           struct polynomial *fit, struct err *e) {
    struct least_squares *s = least_squares_new(x->n, p, e);
    if (s == NULL)
        return false;
    double *design = calloc(x->n * p, sizeof *design);
    bool done = design != NULL || fail(e, ERR_NOMEM, "no memory for %zu rows", x->n);
    for (size_t i = 0; done && i < x->n; i++) {
        for (size_t j = 0; j < p; j++)
            design[i * p + j] = j == 0 ? 1 : design[i * p + j - 1] * x->at[i];
    }
    done = done && least_squares_take(s, design, NULL, e) &&
           least_squares_solve(s, y->at, NULL, fit->b, e) && judge(s, design, y, p, fit, e);
    free(design);
    least_squares_free(s);
    return done;
}

#define X_Y                                                                                        \
    ARG_LIST("x", ARG_REAL, "the variable whose powers are fitted"),                               \
        ARG_LIST("y", ARG_REAL, "the variable to be explained")
#define COEFFICIENT(n, t) RESULT(n, RESULT_ESTIMATE, "coefficient of " t)
#define COEFFICIENT_SE(n, t) RESULT(n, RESULT_STATISTIC, "standard error of " t)

static bool quadratic(const struct series *in, double *const *out, struct err *e) {
    struct polynomial fit;
    if (!fit_polynomial(&in[0], &in[1], 3, &fit, e))
        return false;
    for (size_t j = 0; j < 3; j++) {
        *out[j] = fit.b[j];
        *out[3 + j] = fit.se[j];
    }
    *out[6] = fit.r2;
    return true;
}

const struct measure nist_strd_pontius_quadratic_ols = {
    .name = "nist.strd.pontius_quadratic_ols",
    .brief = "Least squares of y on 1, x, x^2, with standard errors: NIST's Pontius and its like.",
    .formula = "b minimises the sum of (y - b0 - b1 x - b2 x^2)^2; se = sqrt(rss/(n - 3) diag((X'X)"
               "^-1)); r2 = 1 - rss/tss",
    .assumes = "Equal, independent errors. At least three different x; standard errors with four "
               "rows or more. Householder QR of scaled columns, improved once.",
    .cite = "NIST Statistical Reference Datasets, Linear Regression: Pontius. Golub GH, Van Loan "
            "CF. Matrix Computations. 3rd ed. Johns Hopkins 1996, ch. 5.",
    .args = {X_Y},
    .results = {COEFFICIENT("b0", "1"), COEFFICIENT("b1", "x"), COEFFICIENT("b2", "x^2"),
                COEFFICIENT_SE("se_b0", "b0"), COEFFICIENT_SE("se_b1", "b1"),
                COEFFICIENT_SE("se_b2", "b2"),
                RESULT("r2", RESULT_STATISTIC, "share of the variance of y that is explained")},
    .examples = {{"x=1,2,3,4,5,6.5 y=2.1,3.9,9.2,15.8,26.1,41",
                  "b0=0.540650121392 b1=0.0946650481072 b2=0.954455534574 se_b0=1.54956183249 "
                  "se_b1=0.944567466869 se_b2=0.123204392174 r2=0.997652840419",
                  1e-10, "R 4.2.2, lm(y ~ x + I(x^2))"},
                 {"x=150000,300000,450000,600000,750000,900000,1050000,1200000,1350000,1500000,"
                  "1650000,1800000,1950000,2100000,2250000,2400000,2550000,2700000,2850000,3000000,"
                  "150000,300000,450000,600000,750000,900000,1050000,1200000,1350000,1500000,"
                  "1650000,1800000,1950000,2100000,2250000,2400000,2550000,2700000,2850000,3000000 "
                  "y=0.11019,0.21956,0.32949,0.43899,0.54803,0.65694,0.76562,0.87487,0.98292,"
                  "1.09146,1.20001,1.30822,1.41599,1.52399,1.63194,1.73947,1.84646,1.95392,"
                  "2.06128,2.16844,0.11052,0.22018,0.32939,0.43886,0.54798,0.65739,0.76596,"
                  "0.87474,0.983,1.0915,1.20004,1.30818,1.41613,1.52408,1.63159,1.73965,"
                  "1.84696,1.95445,2.06177,2.16829",
                  "b0=0.00067356578947368401 b1=7.32059160401003e-07 b2=-3.16081871345029e-15 "
                  "se_b0=0.00010793861203307701 se_b1=1.57817399981659e-10 "
                  "se_b2=4.8665284999203598e-17 r2=0.99999990017853702",
                  1e-10, "NIST StRD Pontius, certified"}},
    .shape = PER_COLUMN,
    .column = quadratic,
};

static bool quintic(const struct series *in, double *const *out, struct err *e) {
    struct polynomial fit;
    if (!fit_polynomial(&in[0], &in[1], 6, &fit, e))
        return false;
    for (size_t j = 0; j < 6; j++)
        *out[j] = fit.b[j];
    return true;
}

const struct measure nist_strd_wampler1_quintic_ols = {
    .name = "nist.strd.wampler1_quintic_ols",
    .brief = "Least squares of y on 1, x, ..., x^5: NIST's Wampler1 and its like.",
    .formula = "b minimises the sum of (y - b0 - b1 x - ... - b5 x^5)^2",
    .assumes = "At least six different x, not far from each other compared with their spread: "
               "powers of year numbers are refused as dependent (subtract a year first). "
               "Householder QR of scaled columns, improved once.",
    .cite = "NIST Statistical Reference Datasets, Linear Regression: Wampler1. Wampler RH. Journal "
            "of the American Statistical Association 1970;65:549-565.",
    .args = {X_Y},
    .results = {COEFFICIENT("b0", "1"), COEFFICIENT("b1", "x"), COEFFICIENT("b2", "x^2"),
                COEFFICIENT("b3", "x^3"), COEFFICIENT("b4", "x^4"), COEFFICIENT("b5", "x^5")},
    .examples =
        {{"x=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20 "
          "y=1,6,63,364,1365,3906,9331,19608,37449,66430,111111,177156,271453,402234,579195,"
          "813616,1118481,1508598,2000719,2613660,3368421",
          "b0=1 b1=1 b2=1 b3=1 b4=1 b5=1", 1e-8, "NIST StRD Wampler1, certified"}},
    .shape = PER_COLUMN,
    .column = quintic,
};
