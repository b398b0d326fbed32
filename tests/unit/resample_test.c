/* Resampling: the same seed gives the same bytes, limits behave as limits do, and what cannot be
 * resampled is refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"
#include "stats/random.h"
#include "stats/resample.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

static const double failures[] = {3, 5, 7, 18, 43, 85, 91, 98, 100, 130, 230, 487};
enum { n_failures = sizeof failures / sizeof failures[0] };

/* A call of a row with a list x, replicates, seed and level; out has 5 values. */
static bool run(const struct measure *m, const double *x, size_t n, double replicates, double seed,
                double level, double out[5], struct err *e) {
    struct call c;
    struct answer a;
    call_begin(&c, m);
    bool done = call_list(&c, "x", x, n, e) && call_number(&c, "replicates", replicates, e) &&
                call_number(&c, "seed", seed, e) && call_number(&c, "conf_level", level, e) &&
                call_run(&c, &a, e);
    for (int i = 0; i < 5; i++)
        out[i] = done ? a.value[i] : NAN;
    call_end(&c);
    return done;
}

static void sure(const struct measure *m, const double *x, size_t n, double replicates, double seed,
                 double level, double out[5]) {
    struct err e = {0};
    if (!run(m, x, n, replicates, seed, level, out, &e))
        fail_msg("%s", e.message);
}

static void test_same_seed_same_bytes(void **state) {
    (void)state;
    const struct measure *rows[] = {&bootstrap_ci_percentile, &bootstrap_ci_bca};
    for (int i = 0; i < 2; i++) {
        double a[5], b[5], c[5];
        sure(rows[i], failures, n_failures, 4999, 4294967295.0, 0.95, a);
        sure(rows[i], failures, n_failures, 4999, 4294967295.0, 0.95, b);
        sure(rows[i], failures, n_failures, 4999, 17, 0.95, c);
        assert_memory_equal(a, b, sizeof a);
        assert_true(a[1] != c[1]);
    }
}

/* The first draws for a seed, from a Mersenne Twister written after its paper, so that a change of
 * generator does not pass unseen. */
static void test_stream(void **state) {
    (void)state;
    struct err e = {0};
    struct random_source *r = random_new(20110327, &e);
    assert_non_null(r);
    static const size_t first[] = {220866, 935711, 680515, 561797, 841050, 757603};
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
        assert_int_equal(random_below(r, 1000003), first[i]);
    random_free(r);
}

/* Every number is as likely: chi-square with 9 degrees of freedom, 0.1% at 27.9. */
static void test_below_is_even(void **state) {
    (void)state;
    struct err e = {0};
    double count[10] = {0}, chisq = 0;
    struct random_source *r = random_new(5, &e);
    for (int i = 0; i < 1000000; i++)
        count[random_below(r, 10)]++;
    random_free(r);
    for (int i = 0; i < 10; i++)
        chisq += (count[i] - 1e5) * (count[i] - 1e5) / 1e5;
    assert_true(chisq < 27.9);
}

/* Of three quarters of 2^32 numbers, each third is as likely: without drawing again, the numbers
 * that 3 divides would come twice as often. */
static void test_below_draws_again(void **state) {
    (void)state;
    struct err e = {0};
    double thirds[3] = {0};
    struct random_source *r = random_new(5, &e);
    for (int i = 0; i < 300000; i++)
        thirds[random_below(r, 3221225472u) % 3]++;
    random_free(r);
    for (int i = 0; i < 3; i++)
        assert_true(fabs(thirds[i] - 1e5) < 4 * sqrt(300000 * 2.0 / 9));
}

static void test_wider_with_level(void **state) {
    (void)state;
    const struct measure *rows[] = {&bootstrap_ci_percentile, &bootstrap_ci_bca};
    for (int i = 0; i < 2; i++) {
        double narrow[5], wide[5];
        sure(rows[i], failures, n_failures, 9999, 1, 0.8, narrow);
        sure(rows[i], failures, n_failures, 9999, 1, 0.99, wide);
        assert_true(wide[1] < narrow[1] && narrow[1] < narrow[0] && narrow[0] < narrow[2] &&
                    narrow[2] < wide[2]);
    }
}

/* Multiplying all values by 2^k multiplies the answer, to the last bit. */
static void test_scale(void **state) {
    (void)state;
    double scaled[n_failures], a[5], b[5];
    for (int i = 0; i < n_failures; i++)
        scaled[i] = failures[i] * 1024;
    sure(&bootstrap_ci_bca, failures, n_failures, 999, 1, 0.95, a);
    sure(&bootstrap_ci_bca, scaled, n_failures, 999, 1, 0.95, b);
    for (int i = 0; i < 4; i++)
        assert_true(b[i] == a[i] * 1024);
}

/* A proportion: the bootstrap distribution is binomial, so that its standard deviation is known. */
static void test_proportion(void **state) {
    (void)state;
    double x[40] = {0}, out[5];
    for (int i = 0; i < 12; i++)
        x[i * 3] = 1;
    sure(&bootstrap_ci_percentile, x, 40, 199999, 1, 0.95, out);
    assert_true(out[0] == 0.3 && out[4] == 199999);
    assert_true(fabs(out[3] - sqrt(0.3 * 0.7 / 40)) < 3 * out[3] / sqrt(2 * 199999.0));
    assert_true(fabs(out[1] - 0.175) < 0.026 && fabs(out[2] - 0.45) < 0.026);
}

static void test_equal_units(void **state) {
    (void)state;
    static const double same[] = {7, 7, 7, 7};
    double out[5];
    sure(&bootstrap_ci_bca, same, 4, 99, 1, 0.95, out);
    assert_true(out[0] == 7 && out[1] == 7 && out[2] == 7 && out[3] == 0);
    sure(&bootstrap_ci_percentile, same, 1, 99, 1, 0.95, out);
    assert_true(out[1] == 7 && out[2] == 7);
}

static void refused(double replicates, double seed) {
    double out[5];
    struct err e = {0};
    assert_false(run(&bootstrap_ci_bca, failures, n_failures, replicates, seed, 0.95, out, &e));
    assert_int_equal(e.id, ERR_ARG_RANGE);
}

static void test_refusals(void **state) {
    (void)state;
    refused(18, 1);
    refused(1000000, 1);
    refused(99, 0);
    refused(99, 4294967296.0);
}

static bool run_ratio(const double *y1, size_t n, double *used, struct err *e) {
    static const double x[] = {1, 0, 2, 0};
    struct call c;
    struct answer a;
    call_begin(&c, &bootstrap_ratio_percentile);
    bool done = call_list(&c, "x1", x, 4, e) && call_list(&c, "y1", y1, n, e) &&
                call_list(&c, "x0", x, 4, e) && call_run(&c, &a, e);
    *used = done ? a.value[4] : NAN;
    call_end(&c);
    return done;
}

/* Replicates of 0/0 are left out, and the answer says how many are not. */
static void test_undefined_replicates(void **state) {
    (void)state;
    static const double y[] = {3, 0, 5, 0}, one = 1, two[] = {1, 2};
    double used;
    struct err e = {0};
    assert_true(run_ratio(y, 4, &used, &e));
    assert_true(used < 9999 && used > 8500);
    assert_true(run_ratio(&one, 1, &used, &e));
    assert_false(run_ratio(two, 2, &used, &e));
    assert_int_equal(e.id, ERR_ARG_LENGTH);
}

/* What was drawn from which seed is on record, in the order of first use; of many, the first. */
static void test_seeds_are_on_record(void **state) {
    (void)state;
    const struct measure *m = &bootstrap_ci_percentile;
    double out[5];
    size_t n;
    random_forget();
    assert_ptr_equal(random_uses(&n), random_uses(&n));
    assert_int_equal(n, 0);
    sure(m, failures, n_failures, 99, 42, 0.95, out);
    sure(m, failures, n_failures, 19, 7, 0.8, out);
    sure(m, failures, n_failures, 99, 42, 0.95, out);
    const struct seed_use *use = random_uses(&n);
    assert_int_equal(n, 2);
    assert_true(use[0].seed == 42 && use[0].draws == 2 * 99 * n_failures);
    assert_true(use[1].seed == 7 && use[1].draws == 19 * n_failures);
    for (int seed = 1; seed <= SEED_USES + 5; seed++)
        sure(m, failures, n_failures, 19, seed, 0.8, out);
    use = random_uses(&n);
    assert_int_equal(n, SEED_USES);
    assert_true(use[1].draws == 2 * 19 * n_failures && use[SEED_USES - 1].seed == SEED_USES);
    random_forget();
    random_uses(&n);
    assert_int_equal(n, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_seed_same_bytes),
        cmocka_unit_test(test_stream),
        cmocka_unit_test(test_seeds_are_on_record),
        cmocka_unit_test(test_below_is_even),
        cmocka_unit_test(test_below_draws_again),
        cmocka_unit_test(test_wider_with_level),
        cmocka_unit_test(test_scale),
        cmocka_unit_test(test_proportion),
        cmocka_unit_test(test_equal_units),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_undefined_replicates),
    };
    return cmocka_run_group_tests_name("resample", tests, NULL, NULL);
}
