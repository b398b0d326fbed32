/* One proportion, one rate, observed against expected: what their worked examples do not show. The
 * ends, symmetry, limits put back, large counts in time, and questions without an answer. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/poisson.h"
#include "stats/poisson_curve.h"
#include "stats/proportion.h"
#include "stats/search.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

static bool in_family(const struct measure *m, const char *prefix) {
    return m->shape == PER_CELL && strncmp(m->name, prefix, strlen(prefix)) == 0;
}

/* --- search ---------------------------------------------------------------------------------- */

static int looks;

static bool at_least(double k, const void *data) {
    looks++;
    return k >= *(const double *)data;
}

static void test_search(void **state) {
    (void)state;
    for (double first = -1; first <= 12; first++)
        near(search_first(at_least, &first, 0, 10), fmin(fmax(first, 0), 11), 0);
    double first = 123456789;
    looks = 0;
    near(search_first(at_least, &first, 0, 1e9), first, 0);
    assert_true(looks <= 31);
    near(search_first(at_least, &first, 5, 4), 5, 0); /* nothing to look at */
}

/* --- questions without an answer ------------------------------------------------------------- */

static enum err_id error_of(const struct measure *m, const double *in) {
    double out[MEASURE_RESULTS];
    struct err e = {0};
    assert_false(measure_cell(m, in, out, &e));
    return e.id;
}

/* x, n and what follows: a level, a probability or a multiplier, then a level. */
static void test_proportion_refuses(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (!in_family(measures[i], "prop."))
            continue;
        assert_int_equal(error_of(measures[i], (double[]){0, 0, 0.5, 0.95}), ERR_UNDEFINED);
        assert_int_equal(error_of(measures[i], (double[]){4, 3, 0.5, 0.95}), ERR_ARG_RANGE);
    }
}

static void test_nothing_to_divide_by(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (in_family(measures[i], "rate.ci.") || in_family(measures[i], "smr."))
            assert_int_equal(error_of(measures[i], (double[]){3, 0, 0.5, 0.95}), ERR_UNDEFINED);
    }
    assert_int_equal(error_of(&prop_test_score, (double[]){1, 3, 0}), ERR_UNDEFINED);
    assert_int_equal(error_of(&prop_test_score_yates, (double[]){1, 3, 1}), ERR_UNDEFINED);
}

/* --- ends and symmetry ----------------------------------------------------------------------- */

static const struct measure *const bounded[] = {
    &prop_ci_wilson, &prop_ci_wilson_cc, &prop_ci_clopper_pearson,       &prop_ci_midp,
    &prop_ci_blaker, &prop_ci_arcsine,   &prop_ci_jeffreys_bcd_boundary, &prop_ci_likelihood_ratio,
};
enum { n_bounded = sizeof bounded / sizeof *bounded };

static const double sizes[] = {1, 2, 7, 724, 12345, 1e6, 1e9};
enum { n_sizes = sizeof sizes / sizeof *sizes };

/* x of n and n - x of n mirror each other; the limits lie in 0..1 around x/n, and grow with x. */
static void check_mirror(const struct measure *m, double x, double n) {
    double low[3], high[3], next[3];
    compute(m, (double[]){x, n, 0.95}, low);
    compute(m, (double[]){n - x, n, 0.95}, high);
    assert_true(0 <= low[1] && low[1] <= low[0] && low[0] <= low[2] && low[2] <= 1);
    assert_true(fabs(low[1] - (1 - high[2])) <= 1e-11 && fabs(low[2] - (1 - high[1])) <= 1e-11);
    assert_true((x == 0) == (low[1] == 0));
    compute(m, (double[]){fmin(x + 1, n), n, 0.95}, next);
    assert_true(x == n || (low[1] < next[1] && low[2] < next[2]) || next[2] == 1);
}

static void test_mirror(void **state) {
    (void)state;
    for (size_t i = 0; i < n_bounded; i++) {
        for (size_t k = 0; k < n_sizes; k++) {
            double n = sizes[k], xs[] = {0, 1, floor(n / 3), n - 1, n};
            for (size_t j = 0; j < 5; j++)
                check_mirror(bounded[i], xs[j], n);
        }
    }
}

/* A lower limit of NaN, and everything else still there. */
static void test_byar_without_lower(void **state) {
    (void)state;
    double out[3];
    compute(&rate_ci_byar_phe, (double[]){0, 100, 0.95}, out);
    assert_true(out[0] == 0 && isnan(out[1]));
    near(out[2] * 100, pow(1 - 1 / 9.0 + normal_z(0.95) / 3, 3), 1e-14);
    compute(&smr_ci_byar_phe, (double[]){1, 2, 0.998}, out);
    assert_true(out[0] == 0.5 && isnan(out[1]) && out[2] > 0.5);
    compute(&smr_ci_log_wald, (double[]){0, 2, 0.95}, out);
    assert_true(out[0] == 0 && isnan(out[1]) && isnan(out[2]));
}

/* Where a square root scale would turn back below 0, the lower limit is 0. */
static void test_roots_stop_at_zero(void **state) {
    (void)state;
    double out[3];
    const struct measure *const roots[] = {&rate_ci_vandenbroucke_sqrt, &rate_ci_anscombe_sqrt,
                                           &smr_ci_vandenbroucke};
    for (size_t i = 0; i < 3; i++) {
        for (double count = 0; count < 2; count++) {
            compute(roots[i], (double[]){count, 10, 0.998}, out);
            assert_true(out[1] == 0 && out[2] > out[0]);
        }
    }
    compute(&prop_ci_arcsine, (double[]){1, 20, 0.9999}, out);
    assert_true(out[1] == 0);
}

/* --- limits put back ------------------------------------------------------------------------- */

static void test_midp_put_back(void **state) {
    (void)state;
    for (size_t k = 1; k < n_sizes; k++) {
        double n = sizes[k], x = ceil(n / 7), limits[2];
        struct err e = {0};
        assert_true(proportion_midp_limits(x, n, 0.95, limits, &e));
        near(binomial_probability(x, n, limits[0], TAIL_UPPER) +
                 binomial_density(x, n, limits[0]) / 2,
             0.025, 1e-9);
        near(binomial_probability(x - 1, n, limits[1], TAIL_LOWER) +
                 binomial_density(x, n, limits[1]) / 2,
             0.025, 1e-9);
        assert_true(poisson_midp_limits(n, 0.95, limits, &e));
        near(poisson_probability(n, limits[0], TAIL_UPPER) + poisson_density(n, limits[0]) / 2,
             0.025, 1e-9);
        near(poisson_probability(n - 1, limits[1], TAIL_LOWER) + poisson_density(n, limits[1]) / 2,
             0.025, 1e-9);
        near(poisson_midp_value(n, limits[0]), 0.05, 1e-9);
        near(poisson_midp_value(n, limits[1]), 0.05, 1e-9);
    }
}

/* Blaker's acceptability as he defines it: the near tail and the largest far tail inside it. */
static double acceptability(double x, double n, double p) {
    double below = binomial_probability(x, n, p, TAIL_LOWER);
    double above = binomial_probability(x - 1, n, p, TAIL_UPPER);
    enum tail far = below < above ? TAIL_UPPER : TAIL_LOWER;
    double near_side = fmin(below, above), largest = 0;
    for (double k = -1; k <= n; k++) {
        double tail = binomial_probability(k, n, p, far);
        if (tail <= near_side)
            largest = fmax(largest, tail);
    }
    return fmin(1, near_side + largest);
}

/* Just inside the limits p is accepted; outside them nowhere up to the exact limits. */
static void test_blaker_definition(void **state) {
    (void)state;
    for (double n = 1; n < 40; n += 3) {
        for (double x = 0; x <= n; x += 2) {
            double limits[2], exact[2];
            struct err e = {0};
            assert_true(proportion_blaker_limits(x, n, 0.95, limits, &e));
            assert_true(proportion_exact_limits(x, n, 0.95, exact, &e));
            assert_true(exact[0] <= limits[0] && limits[1] <= exact[1]);
            assert_true(acceptability(x, n, limits[0] + 1e-9) >= 0.05 - 1e-7);
            assert_true(acceptability(x, n, limits[1] - 1e-9) >= 0.05 - 1e-7);
            for (double part = 0.1; part < 1; part += 0.1) {
                double low = exact[0] + part * (limits[0] - exact[0]) - 1e-12;
                double high = exact[1] + part * (limits[1] - exact[1]) + 1e-12;
                assert_true(low <= 0 || acceptability(x, n, low) < 0.05);
                assert_true(high >= 1 || acceptability(x, n, high) < 0.05);
            }
        }
    }
}

/* --- tests ----------------------------------------------------------------------------------- */

/* With p0 = 0 or 1, or nothing expected, one count is certain. */
static void test_certain_counts(void **state) {
    (void)state;
    const struct measure *const exact[] = {&prop_test_exact_minlike_two_sided, &prop_test_midp};
    double p[2];
    for (size_t i = 0; i < 2; i++) {
        compute(exact[i], (double[]){0, 9, 0}, p);
        assert_true(p[0] == 1);
        compute(exact[i], (double[]){9, 9, 1}, p);
        assert_true(p[0] == 1);
        compute(exact[i], (double[]){1, 9, 0}, p);
        assert_true(p[0] == 0);
    }
    compute(&prop_test_likelihood_ratio, (double[]){1, 9, 0}, p);
    assert_true(p[0] == INFINITY && p[1] == 0);
    compute(&prop_test_likelihood_ratio, (double[]){9, 9, 1}, p);
    assert_true(p[0] == 0 && p[1] == 1);
    compute(&rate_test_exact_minlike_two_sided, (double[]){0, 0}, p);
    assert_true(p[0] == 1);
    compute(&rate_test_exact_minlike_two_sided, (double[]){2, 0}, p);
    assert_true(p[0] == 0);
    compute(&rate_test_exact_central_two_sided, (double[]){2, 0}, p);
    assert_true(p[0] == 0);
}

/* The sum over every count, by hand. */
static void test_minlike_by_sum(void **state) {
    (void)state;
    for (double mean = 0.3; mean < 40; mean = mean * 1.7 + 0.1) {
        for (double count = 0; count < 60; count += 3) {
            double here = poisson_density(count, mean), sum = 0, p[1];
            for (double k = 0; k < 400; k++) {
                double d = poisson_density(k, mean);
                sum += d <= here * (1 + 1e-7) ? d : 0;
            }
            compute(&rate_test_exact_minlike_two_sided, (double[]){count, mean}, p);
            near(p[0], sum, 1e-9);
        }
    }
}

/* Counts for which a Poisson tail has no whole number any more: an error, soon, and no number. */
static void test_beyond_whole_numbers(void **state) {
    (void)state;
    double in[] = {9007199254740000, 9007199254740900};
    assert_int_equal(error_of(&rate_test_exact_minlike_two_sided, in), ERR_UNSETTLED);
}

/* Every measure here on a billion, a hundred times: no sum over terms would be this fast. */
static void test_in_time(void **state) {
    (void)state;
    double out[MEASURE_RESULTS];
    clock_t start = clock();
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        for (int again = 0; again < 100; again++) {
            if (in_family(m, "prop.test."))
                compute(m, (double[]){499990000, 1e9, 0.5}, out);
            else if (in_family(m, "prop."))
                compute(m, (double[]){123456789, 1e9, 0.95, 0.95}, out);
            else if (in_family(m, "rate.") || in_family(m, "smr."))
                compute(m, (double[]){999990000, 1e9, 0.95, 0.95}, out);
        }
    }
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 1);
}

/* --- exact limits of columns ------------------------------------------------------------------ */

static void test_curve_is_exact(void **state) {
    (void)state;
    const double levels[] = {0.9, 0.95, 0.99, 0.998};
    for (size_t l = 0; l < sizeof levels / sizeof *levels; l++) {
        for (double k = 1; k <= 2e5; k = k < 600 ? k + 1 : floor(k * 1.01)) {
            double quick[2], exact[2];
            struct err e = {0};
            assert_true(poisson_exact_limits(k, levels[l], quick, &e));
            assert_true(poisson_exact_quantiles(k, levels[l], exact, &e));
            for (int side = 0; side < 2; side++) {
                if (!(fabs(quick[side] - exact[side]) <= 1e-14 * exact[side]))
                    fail_msg("%g events at %g: %.17g, exactly %.17g", k, levels[l], quick[side],
                             exact[side]);
            }
        }
    }
}

static bool never_asked(double count, double conf_level, double limits[2]) {
    fail_msg("asked for %g events at %g", count, conf_level);
    return limits == NULL;
}

/* What the curve leaves to the quantiles. */
static void test_curve_knows_its_range(void **state) {
    (void)state;
    double limits[2] = {-1, -1};
    assert_false(poisson_curve_limits(0, 0.95, never_asked, limits));
    assert_false(poisson_curve_limits(2.5, 0.95, never_asked, limits));
    assert_false(poisson_curve_limits(100001, 0.95, never_asked, limits));
    assert_false(poisson_curve_limits(NAN, 0.95, never_asked, limits));
    assert_false(poisson_curve_limits(10, 0.951, never_asked, limits));
    assert_true(limits[0] == -1 && limits[1] == -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_search),
        cmocka_unit_test(test_proportion_refuses),
        cmocka_unit_test(test_nothing_to_divide_by),
        cmocka_unit_test(test_mirror),
        cmocka_unit_test(test_byar_without_lower),
        cmocka_unit_test(test_roots_stop_at_zero),
        cmocka_unit_test(test_midp_put_back),
        cmocka_unit_test(test_blaker_definition),
        cmocka_unit_test(test_certain_counts),
        cmocka_unit_test(test_minlike_by_sum),
        cmocka_unit_test(test_beyond_whole_numbers),
        cmocka_unit_test(test_curve_is_exact),
        cmocka_unit_test(test_curve_knows_its_range),
        cmocka_unit_test(test_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
