/* The door to the distribution functions: the calls that GSL 2.7.1 answers wrongly or never, closed
 * forms, the ends of every range, and arguments that must be refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "stats/distribution.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

/* A quantile that must be there. */
static double sure(bool done, const double *x, const struct err *e) {
    if (!done)
        fail_msg("%s", e->message);
    return *x;
}

static double gamma_at(double p, double shape, enum tail tail) {
    double x = NAN;
    struct err e = {0};
    return sure(gamma_quantile(p, shape, tail, &x, &e), &x, &e);
}

static double chisq_at(double p, double nu, enum tail tail) {
    double x = NAN;
    struct err e = {0};
    return sure(chisq_quantile(p, nu, tail, &x, &e), &x, &e);
}

static double beta_at(double p, double a, double b, enum tail tail) {
    double x = NAN;
    struct err e = {0};
    return sure(beta_quantile(p, a, b, tail, &x, &e), &x, &e);
}

static double t_at(double p, double nu, enum tail tail) {
    double x = NAN;
    struct err e = {0};
    return sure(t_quantile(p, nu, tail, &x, &e), &x, &e);
}

static double f_at(double p, double df1, double df2, enum tail tail) {
    double x = NAN;
    struct err e = {0};
    return sure(f_quantile(p, df1, df2, tail, &x, &e), &x, &e);
}

/* --- GSL was wrong here ---------------------------------------------------------------------- */

/* Upper 95% limits of a count: gsl_cdf_gamma_Qinv gave up to 50% less, without an error. */
static void test_gamma_upper(void **state) {
    (void)state;
    static const double cases[][3] = {
        {1159, 1227.69601, 5e-9}, {10798, 11003.62, 5e-7}, {50000, 50440.21, 1e-7},
        {200000, 200878.5, 3e-7}, {500000, 501388, 1e-6},  {1000000, 1001961.9, 5e-8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        near(gamma_at(0.025, cases[i][0] + 1, TAIL_UPPER), cases[i][1], cases[i][2]);
    near(gamma_at(0.05, 1000001, TAIL_UPPER), 1001646.4227676168, 1e-13); /* 256-bit MPFR */
    near(gamma_at(0.001, 1000001, TAIL_UPPER), 1003094.0839149702, 1e-13);
    near(2 * gamma_at(0.025, 10799, TAIL_UPPER), chisq_at(0.025, 21598, TAIL_UPPER), 0);
}

/* Far tails, as a correction for many tests asks for them: Qinv was up to 18% off. */
static void test_gamma_far_tails(void **state) {
    (void)state;
    near(gamma_at(1e-20, 150, TAIL_UPPER), 293.18, 2e-5);
    near(gamma_at(1e-50, 0.25, TAIL_UPPER), 110.31, 5e-5);
    near(gamma_at(1e-100, 150, TAIL_UPPER), 578.17, 1e-5);
    near(gamma_at(1e-300, 1, TAIL_UPPER), 300 * log(10), 1e-14);
}

/* Lower limits: gsl_cdf_gamma_Pinv aborted the process at these counts. Put back, they are right.
 */
static void test_gamma_lower(void **state) {
    (void)state;
    static const double cases[][2] = {
        {1736, 0.025}, {2424, 0.005}, {3024, 0.001}, {3297, 0.0005}, {50000, 0.025}, {5e5, 0.9999},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double k = cases[i][0], p = cases[i][1], x = gamma_at(p, k, TAIL_LOWER);
        near(poisson_probability(k - 1, x, TAIL_UPPER), p, 1e-10);
        near(x, k, 0.2);
    }
}

/* Small shapes: Pinv gave NaN or infinity. To first order P(X <= x) = x^a / Gamma(a + 1). */
static void test_gamma_small_shapes(void **state) {
    (void)state;
    near(gamma_at(0.1, 0.1, TAIL_LOWER), pow(0.1 * tgamma(1.1), 10), 1e-9);
    near(gamma_at(0.025, 0.05, TAIL_LOWER), pow(0.025 * tgamma(1.05), 20), 1e-12);
    assert_true(chisq_at(0.025, 0.002, TAIL_LOWER) == 0); /* 1e-1602 */
}

/* Clopper-Pearson limits: beta_Pinv gave NaN, aborted, or was off in the fourth digit. */
static void test_beta(void **state) {
    (void)state;
    near(beta_at(0.025, 3, 258, TAIL_UPPER), 0.0275094647749559, 1e-13);
    near(beta_at(0.025, 2.5e7, 7.5e7 + 1, TAIL_LOWER), 0.249915133, 2e-9);
    static const double cases[][3] = {
        {1, 231, 0.005}, {3, 246, 0.001},   {4, 220, 0.0005}, {5, 310, 0.05},
        {5, 999, 0.001}, {1e6, 2e6, 0.025}, {1, 1e9, 0.025},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double x = cases[i][0], n = cases[i][1], p = cases[i][2];
        double upper = beta_at(p, x + 1, n - x, TAIL_UPPER);
        near(binomial_probability(x, n, upper, TAIL_LOWER), p, 1e-9);
        near(beta_at(p, n - x, x + 1, TAIL_LOWER), 1 - upper, 1e-13);
    }
}

/* Here the search of betainv.c never ended. */
static void test_beta_ends(void **state) {
    (void)state;
    assert_true(beta_at(0.025, 0, 31, TAIL_LOWER) == 0);
    assert_true(beta_at(0.025, 31, 0, TAIL_UPPER) == 1);
    assert_true(beta_at(0.975, 1, 0, TAIL_LOWER) == 1);
    near(beta_at(0.025, 1, 30, TAIL_UPPER), 1 - pow(0.025, 1 / 30.0), 1e-14);
    near(beta_at(0.025, 30, 1, TAIL_LOWER), pow(0.025, 1 / 30.0), 1e-14);
}

/* Tails at sizes where GSL lost half of the digits, or all. From 256-bit MPFR where not closed. */
static void test_large_tails(void **state) {
    (void)state;
    near(poisson_probability(999841886, 1e9, TAIL_LOWER), 2.8648155878919526e-07, 1e-10);
    near(poisson_probability(1000063246, 1e9, TAIL_UPPER), 0.02274936913036903, 1e-10);
    near(poisson_probability(100000000, 1e8, TAIL_UPPER), 0.4999734038480072, 1e-10);
    near(poisson_probability(5e9, 1e9, TAIL_LOWER), 1, 0);
    near(binomial_probability(0, 1e8, 1e-6, TAIL_LOWER), exp(1e8 * log1p(-1e-6)), 1e-11);
    near(poisson_probability(3, 0, TAIL_LOWER), 1, 0);
    near(hypergeometric_probability(0, 1, 5e9, 1e9, TAIL_LOWER), 4000000001.0 / 5000000001, 1e-12);
}

/* Student's t with 1 degree of freedom is the Cauchy distribution: -1/tan(pi p). With 2:
 * (1 - 2p) sqrt(2/(4p(1 - p))). */
static void test_t(void **state) {
    (void)state;
    near(t_at(1e-10, 1, TAIL_LOWER), -1 / (acos(-1) * 1e-10), 1e-14);
    near(t_at(1e-20, 1, TAIL_LOWER), -1 / (acos(-1) * 1e-20), 1e-14);
    near(t_at(0.025, 2, TAIL_UPPER), 0.95 * sqrt(2 / (4 * 0.975 * 0.025)), 1e-13);
    assert_true(isfinite(t_at(1e-100, 1000, TAIL_LOWER)));
    near(t_probability(t_at(1e-20, 0.1, TAIL_LOWER), 0.1, TAIL_LOWER), 1e-20, 1e-9);
}

/* --- closed forms ---------------------------------------------------------------------------- */

/* With df1 = 2: P(F > x) = (1 + 2x/df2)^(-df2/2). libRmath's own qf misses these at small p. */
static void test_f(void **state) {
    (void)state;
    static const double ps[] = {1e-300, 1e-10, 0.025, 0.5, 0.999};
    static const double dfs[] = {1, 5, 100, 1e6};
    for (size_t i = 0; i < 5; i++) {
        for (size_t k = 0; k < 4; k++) {
            double p = ps[i], d = dfs[k], want = d / 2 * expm1(-2 / d * log1p(-p));
            near(f_at(p, 2, d, TAIL_LOWER), want, 1e-11);
            near(f_at(p, d, 2, TAIL_UPPER), 1 / want, 1e-11);
            near(f_probability(want, 2, d, TAIL_LOWER), p, 1e-10);
            near(f_probability(want, 2, d, TAIL_UPPER), 1 - p, 1e-10);
        }
    }
    near(f_at(1e-10, 1, 1, TAIL_LOWER), 2.4674011002723397e-20, 1e-13); /* 256-bit MPFR */
    near(f_at(0.05, 1, 10, TAIL_UPPER), pow(t_at(0.025, 10, TAIL_UPPER), 2), 1e-12);
}

static void test_normal(void **state) {
    (void)state;
    near(normal_z(0.95), 1.959963984540054, 1e-15);
    near(normal_z(0.998), 3.090232306167813, 1e-14);
    near(normal_probability(-1.959963984540054, TAIL_LOWER), 0.025, 1e-14);
    near(normal_probability(normal_quantile(1e-300, TAIL_UPPER), TAIL_UPPER), 1e-300, 1e-11);
    near(normal_density(0), 1 / sqrt(2 * acos(-1)), 1e-15);
}

/* ln Gamma vanishes at 1 and 2, where libRmath's loses its digits. */
static void test_log_gamma(void **state) {
    (void)state;
    const double euler = 0.57721566490153286, step = ldexp(1, -27);
    near(log_gamma(1 + step), -euler * step + acos(-1) * acos(-1) / 12 * step * step, 1e-14);
    near(log_gamma(2 + step), (1 - euler) * step, 1e-8);
    near(log_gamma(11), log(3628800), 1e-15);
    assert_true(log_gamma(1) == 0 && log_gamma(2) == 0);
    assert_true(isnan(log_gamma(0)));
}

/* P(X <= k | m) of a Poisson count is P(Gamma(k + 1) > m); binomial and beta alike. */
static void test_identities(void **state) {
    (void)state;
    for (double k = 0; k < 2e6; k = 3 * k + 1) {
        double m = k + 0.7 * sqrt(k) + 0.3, n = 2 * k + 7, prob = 0.4;
        near(poisson_probability(k, m, TAIL_LOWER), gamma_probability(m, k + 1, TAIL_UPPER), 1e-12);
        near(gamma_probability(m, k + 1, TAIL_LOWER),
             chisq_probability(2 * m, 2 * k + 2, TAIL_LOWER), 1e-15);
        near(binomial_probability(k, n, prob, TAIL_UPPER),
             beta_probability(prob, k + 1, n - k, TAIL_LOWER), 1e-10);
        near(binomial_probability(k, n, prob, TAIL_LOWER),
             binomial_probability(n - k - 1, n, 1 - prob, TAIL_UPPER), 1e-10);
    }
    near(poisson_density(3, 2), exp(-2) * 8 / 6, 1e-15);
    near(binomial_density(3, 5, 0.5), 10 / 32.0, 1e-15);
    near(hypergeometric_density(1, 2, 3, 2), 0.6, 1e-15);
    near(gamma_density(2, 3), 2 * exp(-2), 1e-15);
    near(chisq_density(2, 2), exp(-1) / 2, 1e-15);
    near(beta_density(0.25, 2, 1), 0.5, 1e-15);
    near(t_density(0, 1), 1 / acos(-1), 1e-14);
    near(f_density(1, 2, 2), 0.25, 1e-14);
}

/* --- quantiles put back ---------------------------------------------------------------------- */

static const double levels[] = {1e-100, 1e-10, 0.001, 0.025, 0.3};
static const double shapes[] = {0.5, 1, 2.385, 44, 10798.5, 1e6, 1e9};

static void test_gamma_put_back(void **state) {
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        for (size_t k = 0; k < 7; k++) {
            double p = levels[i], a = shapes[k];
            double low = gamma_at(p, a, TAIL_LOWER), high = gamma_at(p, a, TAIL_UPPER);
            near(gamma_probability(low, a, TAIL_LOWER), p, 1e-9);
            near(gamma_probability(high, a, TAIL_UPPER), p, 1e-9);
            assert_true(low < high);
            assert_true(i == 0 || gamma_at(levels[i - 1], a, TAIL_LOWER) < low);
            assert_true(k == 0 || gamma_at(p, shapes[k - 1], TAIL_LOWER) < low);
        }
    }
}

static void test_beta_put_back(void **state) {
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        for (size_t k = 0; k < 7; k++) {
            double p = levels[i], a = shapes[k], b = shapes[6 - k];
            double low = beta_at(p, fmin(a, b), fmax(a, b), TAIL_LOWER);
            near(beta_probability(low, fmin(a, b), fmax(a, b), TAIL_LOWER), p, 1e-9);
            assert_true(low > 0 && low < 1);
        }
    }
}

/* libRmath answers 1.3e-253 where the truth is 2e-1561, nearer to 0 than any double; beyond the
 * largest double the answer is infinite. */
static void test_beyond_any_double(void **state) {
    (void)state;
    assert_true(beta_at(0.025, 0.001, 0.01, TAIL_LOWER) == 0);
    assert_true(beta_at(0.025, 0.01, 0.001, TAIL_UPPER) == 1);
    assert_true(beta_at(0.5, 1e-6, 3, TAIL_LOWER) == 0 && beta_at(0.5, 3, 1e-6, TAIL_LOWER) == 1);
    assert_true(t_at(0.05, 1e-6, TAIL_LOWER) == -INFINITY &&
                t_at(0.95, 1e-6, TAIL_UPPER) == -INFINITY);
    assert_true(t_at(0.05, 1e-6, TAIL_UPPER) == INFINITY &&
                t_at(0.95, 1e-6, TAIL_LOWER) == INFINITY);
    assert_true(f_at(0.5, 1, 1e-6, TAIL_LOWER) == INFINITY);
}

/* libRmath's quantile of t gives p back to 8 digits here, that of beta is NaN. */
static void test_far_tails(void **state) {
    (void)state;
    near(t_at(1e-300, 3, TAIL_LOWER), -1.0331108360446529e+100, 1e-13);
    near(beta_at(1e-300, 0.5, 500000, TAIL_UPPER), 0.0013729299861887956, 1e-12);
}

/* --- ends of ranges -------------------------------------------------------------------------- */

static void test_ends(void **state) {
    (void)state;
    assert_true(gamma_at(0, 3, TAIL_LOWER) == 0 && gamma_at(0, 3, TAIL_UPPER) == INFINITY);
    assert_true(gamma_at(1, 3, TAIL_UPPER) == 0 && gamma_at(1, 3, TAIL_LOWER) == INFINITY);
    assert_true(gamma_at(0.5, 0, TAIL_LOWER) == 0 && chisq_at(0.5, 0, TAIL_UPPER) == 0);
    assert_true(chisq_at(0, 4, TAIL_UPPER) == INFINITY);
    assert_true(beta_at(0, 2, 3, TAIL_LOWER) == 0 && beta_at(1, 2, 3, TAIL_LOWER) == 1);
    assert_true(beta_at(0, 2, 3, TAIL_UPPER) == 1 && beta_at(1, 2, 3, TAIL_UPPER) == 0);
    assert_true(t_at(0, 5, TAIL_LOWER) == -INFINITY && t_at(0, 5, TAIL_UPPER) == INFINITY);
    assert_true(f_at(0, 2, 3, TAIL_LOWER) == 0 && f_at(0, 2, 3, TAIL_UPPER) == INFINITY);
    assert_true(normal_quantile(0, TAIL_LOWER) == -INFINITY);
    assert_true(normal_quantile(0, TAIL_UPPER) == INFINITY);
    assert_true(f_probability(0, 2, 3, TAIL_LOWER) == 0);
    assert_true(f_probability(-1, 2, 3, TAIL_UPPER) == 1);
    assert_true(f_probability(INFINITY, 2, 3, TAIL_LOWER) == 1);
    assert_true(poisson_probability(-1, 4, TAIL_LOWER) == 0);
    assert_true(poisson_probability(-1, 4, TAIL_UPPER) == 1);
    assert_true(binomial_probability(-1, 4, 0.5, TAIL_UPPER) == 1);
    assert_true(binomial_probability(4, 4, 0.5, TAIL_UPPER) == 0);
    assert_true(binomial_density(0, 9, 0) == 1 && binomial_density(9, 9, 1) == 1);
    assert_true(hypergeometric_probability(-1, 4, 4, 3, TAIL_LOWER) == 0);
}

/* --- refused --------------------------------------------------------------------------------- */

typedef bool quantile_fn(double p, double a, double b, enum tail tail, double *x, struct err *e);

static bool gamma_pair(double p, double a, double b, enum tail tail, double *x, struct err *e) {
    return gamma_quantile(p, a + b - 3, tail, x, e);
}

static bool chisq_pair(double p, double a, double b, enum tail tail, double *x, struct err *e) {
    return chisq_quantile(p, a + b - 3, tail, x, e);
}

static bool t_pair(double p, double a, double b, enum tail tail, double *x, struct err *e) {
    return t_quantile(p, a + b - 3, tail, x, e);
}

static void refused(quantile_fn *q, double p, double a, double b) {
    double x;
    struct err e = {0};
    assert_false(q(p, a, b, TAIL_LOWER, &x, &e));
    assert_int_equal(e.id, ERR_ARG_RANGE);
}

/* In GSL each of these hung, or came back as a number. */
static void test_quantiles_refuse(void **state) {
    (void)state;
    quantile_fn *const all[] = {gamma_pair, chisq_pair, t_pair, beta_quantile, f_quantile};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        refused(all[i], NAN, 3, 4);
        refused(all[i], 0.5, NAN, 4);
        refused(all[i], 0.5, 3, NAN);
        refused(all[i], -0.1, 3, 4);
        refused(all[i], 1.1, 3, 4);
        refused(all[i], 0.5, -9, 4);
    }
    refused(gamma_pair, 0.5, INFINITY, 4);
    refused(beta_quantile, 0.5, INFINITY, 4);
    refused(beta_quantile, 0.5, 0, 0);
    refused(f_quantile, 0.5, 0, 4);
    refused(t_pair, 0.5, 1, 2); /* 0 degrees of freedom */
    assert_true(isnan(normal_quantile(NAN, TAIL_LOWER)));
    assert_true(isnan(normal_quantile(1.5, TAIL_LOWER)));
}

/* libRmath floors or prints: a count that is not whole has no probability. */
static void test_probabilities_refuse(void **state) {
    (void)state;
    const enum tail t = TAIL_LOWER;
    const double bad[] = {1.5, NAN, INFINITY, 9.1e15};
    for (size_t i = 0; i < 4; i++) {
        assert_true(isnan(poisson_probability(bad[i], 4, t)));
        assert_true(isnan(poisson_density(bad[i], 4)));
        assert_true(isnan(binomial_probability(bad[i], 10, 0.2, t)));
        assert_true(isnan(binomial_probability(1, bad[i], 0.2, t)));
        assert_true(isnan(binomial_density(bad[i], 10, 0.2)));
        assert_true(isnan(binomial_density(1, bad[i], 0.2)));
        assert_true(isnan(hypergeometric_probability(bad[i], 4, 4, 4, t)));
        assert_true(isnan(hypergeometric_probability(1, bad[i], 4, 4, t)));
        assert_true(isnan(hypergeometric_probability(1, 4, bad[i], 4, t)));
        assert_true(isnan(hypergeometric_density(1, 4, 4, bad[i])));
    }
    assert_true(isnan(poisson_probability(1, NAN, t)) && isnan(poisson_probability(1, -1, t)));
    assert_true(isnan(binomial_probability(1, 2, NAN, t)));
    assert_true(isnan(binomial_probability(1, 2, 1.1, t)));
    assert_true(isnan(gamma_probability(NAN, 2, t)) && isnan(gamma_probability(1, -2, t)));
    assert_true(isnan(chisq_probability(NAN, 2, t)) && isnan(beta_probability(NAN, 2, 3, t)));
    assert_true(isnan(t_probability(NAN, 2, t)) && isnan(f_probability(NAN, 2, 3, t)));
    assert_true(isnan(f_probability(1, 0, 3, t)) && isnan(normal_probability(NAN, t)));
}

/* --- time ------------------------------------------------------------------------------------ */

/* phyper loops t times for k = n1 - 1: 17 ms and 3 s, and for k = t - n2. P(all n1 marked are
 * drawn) is the product of (t - i)/(n1 + n2 - i). */
static void test_hypergeometric_in_time(void **state) {
    (void)state;
    static const double cases[][3] = {{100, 12e6, 6e6}, {100, 2e9, 1e9}, {8, 3e9, 2e9}};
    for (size_t c = 0; c < 3; c++) {
        double n1 = cases[c][0], n2 = cases[c][1], t = cases[c][2], all = 1;
        for (double i = 0; i < n1; i++)
            all *= (t - i) / (n1 + n2 - i);
        clock_t start = clock();
        near(hypergeometric_probability(n1 - 1, n1, n2, t, TAIL_UPPER), all, 1e-10);
        near(hypergeometric_probability(n1 - 1, n1, n2, t, TAIL_LOWER), 1 - all, 1e-12);
        assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 0.005);
    }
    /* all but 5 of 1e9 are marked, all but one are drawn: one of the 5 is left with P = 5/(1e9 + 5)
     */
    clock_t start = clock();
    near(hypergeometric_density(1e9, 1e9, 5, 1e9 + 4), 5 / 1000000005.0, 1e-14);
    near(hypergeometric_probability(1e9 - 1, 1e9, 5, 1e9 + 4, TAIL_UPPER), 5 / 1000000005.0, 1e-14);
    near(hypergeometric_probability(5e8 - 1, 1e9, 1, 5e8, TAIL_LOWER), 5e8 / 1000000001.0, 1e-10);
    near(hypergeometric_probability(5e8 - 1, 1e9, 1, 5e8, TAIL_UPPER), 500000001 / 1000000001.0,
         1e-10);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 0.005);
    near(hypergeometric_probability(2, 3, 3, 5, TAIL_LOWER), 0.5, 1e-14);
    near(hypergeometric_probability(2, 3, 3, 5, TAIL_UPPER), 0.5, 1e-14);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gamma_upper),
        cmocka_unit_test(test_gamma_far_tails),
        cmocka_unit_test(test_gamma_lower),
        cmocka_unit_test(test_gamma_small_shapes),
        cmocka_unit_test(test_beta),
        cmocka_unit_test(test_beta_ends),
        cmocka_unit_test(test_large_tails),
        cmocka_unit_test(test_t),
        cmocka_unit_test(test_f),
        cmocka_unit_test(test_normal),
        cmocka_unit_test(test_log_gamma),
        cmocka_unit_test(test_identities),
        cmocka_unit_test(test_gamma_put_back),
        cmocka_unit_test(test_beta_put_back),
        cmocka_unit_test(test_beyond_any_double),
        cmocka_unit_test(test_far_tails),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_quantiles_refuse),
        cmocka_unit_test(test_probabilities_refuse),
        cmocka_unit_test(test_hypergeometric_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
