/* Lists of groups: adjusted p-values against closed testing by brute force, and the references that
 * disproportionality may take. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

/* --- adjusted p-values ----------------------------------------------------------------------- */

static void adjusted(const struct measure *m, const double *p, size_t n, double *out) {
    struct call c;
    struct answer a;
    struct err e = {0};
    call_begin(&c, m);
    assert_true(call_list(&c, "p", p, n, &e));
    assert_true(call_run(&c, &a, &e));
    assert_int_equal(a.n, n);
    memcpy(out, a.value, n * sizeof *out);
    call_end(&c);
}

/* The p-value of Simes' test of the hypotheses in a set: min over ranks of size p/rank. */
static double simes(const double *p, size_t n, unsigned set) {
    double best = 1;
    size_t size = (size_t)__builtin_popcount(set);
    for (size_t i = 0; i < n; i++) {
        size_t rank = 0;
        for (size_t k = 0; k < n; k++)
            rank += (set >> k & 1) && p[k] <= p[i];
        if (set >> i & 1)
            best = fmin(best, (double)size * p[i] / (double)rank);
    }
    return best;
}

static double bonferroni(const double *p, size_t n, unsigned set) {
    double least = 1;
    for (size_t i = 0; i < n; i++)
        least = set >> i & 1 ? fmin(least, p[i]) : least;
    return fmin(1, least * (double)__builtin_popcount(set));
}

/* Closed testing: the largest p-value among all sets that hold hypothesis i. */
static double closed(double (*test)(const double *, size_t, unsigned), const double *p, size_t n,
                     size_t i) {
    double worst = 0;
    for (unsigned set = 1; set < 1u << n; set++)
        worst = set >> i & 1 ? fmax(worst, test(p, n, set)) : worst;
    return worst;
}

/* Values with ties, zeros and ones. */
static void draw_p_values(double *p, size_t n, uint64_t *seed) {
    static const double special[] = {0, 1e-300, 0.01, 0.04, 0.04, 0.5, 1};
    for (size_t i = 0; i < n; i++) {
        uint64_t r = draw(seed, UINT32_MAX);
        p[i] = r % 3 == 0 ? special[r / 3 % 7] : pow((double)(r % 100000) / 1e5, 2);
    }
}

static void test_closed_testing(void **state) {
    (void)state;
    uint64_t seed = 1432;
    for (int round = 0; round < 300; round++) {
        double p[7], hommel[7], holm[7];
        size_t n = 1 + (size_t)round % 7;
        draw_p_values(p, n, &seed);
        adjusted(&padjust_hommel, p, n, hommel);
        adjusted(&padjust_holm, p, n, holm);
        for (size_t i = 0; i < n; i++) {
            near(hommel[i], closed(simes, p, n, i), 1e-13);
            near(holm[i], closed(bonferroni, p, n, i), 1e-13);
        }
    }
}

/* From the most to the least cautious; each keeps the order of the p-values. */
static void test_order_of_methods(void **state) {
    (void)state;
    static const struct measure *const chain[] = {&padjust_bonferroni, &padjust_holm,
                                                  &padjust_hochberg, &padjust_hommel, &padjust_BH};
    uint64_t seed = 2385;
    for (int round = 0; round < 200; round++) {
        double p[40], before[40], now[40];
        draw_p_values(p, 40, &seed);
        for (size_t m = 0; m < sizeof chain / sizeof chain[0]; m++) {
            adjusted(chain[m], p, 40, now);
            for (size_t i = 0; i < 40; i++) {
                assert_true(now[i] >= p[i] * (1 - 1e-15) && now[i] <= 1);
                assert_true(m == 0 || now[i] <= before[i] * (1 + 1e-15));
                for (size_t k = 0; k < i; k++)
                    assert_true(p[k] < p[i] ? now[k] <= now[i] : p[k] > p[i] || now[k] == now[i]);
            }
            memcpy(before, now, sizeof now);
        }
    }
}

/* A long list stays quick: the method of the paper takes the square of its length. */
static void test_long_list(void **state) {
    (void)state;
    enum { n = 100000 };
    static double p[n], out[n];
    for (size_t i = 0; i < n; i++)
        p[i] = (double)(i + 1) / n;
    adjusted(&padjust_hommel, p, n, out);
    near(out[0], 1, 1e-9);
    near(out[n - 1], 1, 1e-9);
}

/* --- disproportionality ---------------------------------------------------------------------- */

struct groups {
    size_t n;
    const double *success, *people;
};

static bool compare(const struct measure *m, const struct groups *g, const char *reference,
                    double *out, struct err *e) {
    struct call c;
    struct answer a;
    call_begin(&c, m);
    assert_true(call_list(&c, "success", g->success, g->n, e));
    assert_true(call_list(&c, "n", g->people, g->n, e));
    assert_true(reference == NULL || call_text(&c, "reference", reference, e));
    bool done = call_run(&c, &a, e);
    if (done)
        memcpy(out, a.value, a.n * sizeof *out);
    if (done && a.note != NULL)
        snprintf(e->message, sizeof e->message, "%s", a.note);
    call_end(&c);
    return done;
}

static void test_references(void **state) {
    (void)state;
    const struct groups g = {3, (double[]){30, 10, 0}, (double[]){100, 20, 0}};
    struct err e = {0};
    double out[9];
    assert_true(compare(&disproportion_rate_ratio_to_reference, &g, "B", out, &e));
    near(out[0], 0.6, 1e-15);
    near(out[1], 1, 0);
    assert_true(isnan(out[2])); /* nobody is in the third group */
    assert_true(compare(&disproportion_rate_ratio_to_reference, &g, "2", out, &e));
    near(out[0], 0.6, 1e-15);
    assert_true(compare(&disproportion_rate_ratio_to_reference, &g, "hpg", out, &e));
    near(out[0], 0.6, 1e-15);
    assert_true(compare(&disproportion_rate_ratio_to_reference, &g, "all but current", out, &e));
    near(out[1], 0.5 / 0.3, 1e-15);
    assert_true(compare(&disproportion_percentage_point_gap, &g, "overall", out, &e));
    near(out[0], 40.0 / 120, 1e-15);
    assert_true(isnan(out[5]) && isnan(out[8]));
}

static void test_wrong_reference(void **state) {
    (void)state;
    const struct groups g = {3, (double[]){30, 10, 5}, (double[]){100, 20, 10}};
    static const char *const wrong[] = {"D", "a", "0", "4", "1.5", "white", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct err e = {0};
        double out[9];
        assert_false(compare(&disproportion_rate_ratio_to_reference, &g, wrong[i], out, &e));
        assert_int_equal(e.id, ERR_ARG_RANGE);
        assert_non_null(strstr(e.hint, "A to C"));
    }
}

static void no_answer(const struct measure *m, const struct groups *g, const char *reference,
                      const char *why) {
    struct err e = {0};
    double out[9];
    assert_true(compare(m, g, reference, out, &e));
    assert_true(isnan(out[0]));
    if (strstr(e.message, why) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", e.message, why);
}

static void test_no_answer(void **state) {
    (void)state;
    const struct groups nobody = {2, (double[]){0, 0}, (double[]){0, 0}};
    const struct groups no_events = {2, (double[]){0, 0}, (double[]){7, 5}};
    const struct groups too_many = {2, (double[]){8, 1}, (double[]){7, 5}};
    no_answer(&disproportion_proportionality_index, &nobody, NULL, "nobody");
    no_answer(&disproportion_proportionality_index, &no_events, NULL, "no group has any events");
    no_answer(&disproportion_rate_ratio_to_reference, &no_events, "overall", "any events");
    struct err e = {0};
    double out[9];
    assert_false(compare(&disproportion_proportionality_index, &too_many, NULL, out, &e));
    assert_int_equal(e.id, ERR_ARG_RANGE);
}

static void index_error(const double in[4], enum err_id id) {
    struct err e = {0};
    double out[1];
    assert_false(measure_cell(&disproportion_index, in, out, &e));
    assert_int_equal(e.id, id);
}

static void test_index(void **state) {
    (void)state;
    index_error((double[]){5, 4, 10, 20}, ERR_ARG_RANGE);
    index_error((double[]){3, 4, 30, 20}, ERR_ARG_RANGE);
    index_error((double[]){0, 0, 10, 20}, ERR_UNDEFINED);
    index_error((double[]){0, 4, 0, 20}, ERR_UNDEFINED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed_testing),  cmocka_unit_test(test_order_of_methods),
        cmocka_unit_test(test_long_list),       cmocka_unit_test(test_references),
        cmocka_unit_test(test_wrong_reference), cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_index),
    };
    return cmocka_run_group_tests_name("groups", tests, NULL, NULL);
}
