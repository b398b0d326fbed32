/* Two rates, what their worked examples do not show: intervals and tests that belong together
 * agree, exchanging the groups turns the answer over, and questions without an answer say why. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

/* Inputs: count1, exposure1, count0, exposure0, and a level, a null ratio or a count of unknown. */

static void refuse(const struct measure *m, const double *in, enum err_id id, const char *says) {
    double out[MEASURE_RESULTS];
    struct err e = {0};
    if (measure_cell(m, in, out, &e))
        fail_msg("%s gives an answer: %g", m->name, out[0]);
    if (e.id != id)
        fail_msg("%s: error %d, expected %d: \"%s\"", m->name, (int)e.id, (int)id, e.message);
    if (strstr(e.message, says) == NULL)
        fail_msg("%s: \"%s\" does not say \"%s\"", m->name, e.message, says);
}

static const double counts[] = {0, 1, 2, 5, 17, 100, 2385, 10798, 1e6, 1e9};
static const double exposures[] = {0.7, 12, 54308.7};
enum { n_counts = sizeof counts / sizeof counts[0], n_exposures = 3 };

/* Calls f for every pair of groups but two without events. */
static void over_pairs(void (*f)(const double *in)) {
    for (int i = 0; i < n_counts * n_counts; i++) {
        for (int k = 0; k < n_exposures * n_exposures; k++) {
            double in[5] = {counts[i / n_counts], exposures[k / n_exposures], counts[i % n_counts],
                            exposures[k % n_exposures], 0.95};
            if (in[0] + in[2] > 0)
                f(in);
        }
    }
}

/* --- exchanging the groups ------------------------------------------------------------------- */

static void exchanged_ratio(const double *in) {
    static const struct measure *const two_sided[] = {
        &rateratio_ci_exact_conditional, &rateratio_ci_midp_conditional, &rateratio_ci_score};
    for (size_t i = 0; i < sizeof two_sided / sizeof two_sided[0]; i++) {
        double a[3], b[3], other[5] = {in[2], in[3], in[0], in[1], in[4]};
        compute(two_sided[i], in, a);
        compute(two_sided[i], other, b);
        near(a[0], 1 / b[0], 1e-10);
        near(a[1], 1 / b[2], 1e-10);
        near(a[2], 1 / b[1], 1e-10);
    }
}

static void exchanged_difference(const double *in) {
    double a[3], b[3], other[5] = {in[2], in[3], in[0], in[1], in[4]};
    compute(&ratediff_ci_score, in, a);
    compute(&ratediff_ci_score, other, b);
    near(a[0], -b[0], 0);
    near(a[1], -b[2], 1e-10);
    near(a[2], -b[1], 1e-10);
}

static void test_exchanged(void **state) {
    (void)state;
    over_pairs(exchanged_ratio);
    over_pairs(exchanged_difference);
}

/* --- a limit, tested as the null hypothesis, has the p-value of its level ----------------------
 */

static void limits_of(const struct measure *interval, const struct measure *test, const double *in,
                      int p_value, double expected_lower, double expected_upper) {
    double limits[3], out[2], null[5] = {in[0], in[1], in[2], in[3], 0};
    compute(interval, in, limits);
    for (int side = 1; side <= 2; side++) {
        null[4] = limits[side];
        if (limits[side] == 0 || isinf(limits[side]))
            continue;
        compute(test, null, out);
        near(out[p_value], side == 1 ? expected_lower : expected_upper, 1e-7);
    }
}

static void put_back(const double *in) {
    limits_of(&rateratio_ci_exact_conditional, &rateratio_test_exact_conditional_central, in, 0,
              0.05, 0.05);
    limits_of(&rateratio_ci_midp_conditional, &rateratio_test_midp, in, 0, 0.05, 0.05);
    limits_of(&rateratio_ci_score, &rateratio_test_score_z, in, 1, 0.025, 0.975);
    if (in[0] > 0 && in[2] > 0)
        limits_of(&rateratio_ci_wald_log, &rateratio_test_wald_log_z, in, 1, 0.025, 0.975);
}

static void test_put_back(void **state) {
    (void)state;
    over_pairs(put_back);
}

static double score_p(const double *in, double null_difference, const char *alternative) {
    static const char *const names[] = {"count1", "exposure1", "count0", "exposure0"};
    struct call c;
    struct answer a;
    struct err e = {0};
    call_begin(&c, &ratediff_test_score_z);
    for (int i = 0; i < 4; i++)
        assert_true(call_number(&c, names[i], in[i], &e));
    assert_true(call_number(&c, "null_difference", null_difference, &e));
    assert_true(call_text(&c, "alternative", alternative, &e));
    assert_true(call_run(&c, &a, &e));
    double p = a.value[1];
    call_end(&c);
    return p;
}

static void put_difference_back(const double *in) {
    double limits[3];
    compute(&ratediff_ci_score, in, limits);
    near(score_p(in, limits[1], "greater"), 0.025, 1e-6);
    near(score_p(in, limits[2], "less"), 0.025, 1e-6);
}

static void test_difference_put_back(void **state) {
    (void)state;
    over_pairs(put_difference_back);
}

/* --- no answer, and why ---------------------------------------------------------------------- */

/* Two counts, two exposures, and at most one argument more. (A group of nobody has a parity count:
 * none.) */
static bool has_two_rates(const struct measure *m) {
    return m->shape == PER_CELL && measure_n_args(m) <= 5 &&
           measure_arg_index(m, "exposure0") == 3 && m != &disproportion_parity_count;
}

static void test_no_answer(void **state) {
    (void)state;
    size_t n = 0;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        if (!has_two_rates(m))
            continue;
        n++;
        double last =
            strcmp(m->args[4].name != NULL ? m->args[4].name : "", "unknown") == 0 ? 3 : 0.9;
        refuse(m, (double[]){4, 0, 3, 10, last}, ERR_UNDEFINED, "'exposure1' is 0");
        refuse(m, (double[]){4, 9, 3, 0, last}, ERR_UNDEFINED, "'exposure0' is 0");
        refuse(m, (double[]){4, 1e-60, 3, 1e60, last}, ERR_UNDEFINED, "too far apart");
        refuse(m, (double[]){9007199254740992, 1, 1e9, 1, last}, ERR_ARG_RANGE, "2^53");
    }
    assert_true(n >= 20);
}

static void test_no_events(void **state) {
    (void)state;
    const double in[] = {0, 10, 0, 12, 0.95};
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (strncmp(measures[i]->name, "rateratio.", 10) != 0 ||
            strstr(measures[i]->name, "mover") != NULL ||
            strstr(measures[i]->name, "half") != NULL || !has_two_rates(measures[i]))
            continue;
        refuse(measures[i], in, ERR_UNDEFINED, "no events");
    }
    refuse(&disproportion_unknown_bounds, (double[]){0, 10, 0, 12, 0}, ERR_UNDEFINED, "no events");
    refuse(&rateratio_test_wald_log_z, (double[]){0, 10, 3, 12, 1}, ERR_UNDEFINED, "logarithm");
    refuse(&rateratio_test_score_z, (double[]){1, 1e-60, 3, 1e30, 1e-300}, ERR_UNDEFINED,
           "no chance");
}

/* One group without events: the estimate stands, limits that need a logarithm do not. */
static void test_half_an_answer(void **state) {
    (void)state;
    double out[3];
    compute(&rateratio_ci_wald_log, (double[]){0, 10, 5, 12, 0.95}, out);
    near(out[0], 0, 0);
    assert_true(isnan(out[1]) && isnan(out[2]));
    compute(&disproportion_excess_count, (double[]){0, 10, 6, 12, 0.95}, out);
    near(out[0], -5, 1e-15);
    assert_true(isnan(out[1]) && isnan(out[2]));
    compute(&disproportion_excess_count, (double[]){7, 10, 0, 12, 0.95}, out);
    near(out[0], 7, 0);
    near(out[2], 7, 0);
    compute(&disproportion_unknown_bounds, (double[]){0, 10, 0, 12, 5}, out);
    assert_true(isnan(out[0]) && out[1] == 0 && isinf(out[2]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchanged),           cmocka_unit_test(test_put_back),
        cmocka_unit_test(test_difference_put_back), cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_no_events),           cmocka_unit_test(test_half_an_answer),
    };
    return cmocka_run_group_tests_name("two rates", tests, NULL, NULL);
}
