/* Two proportions compared: what the worked examples do not show. Score limits put back into the
 * published form of their equations, conditional limits into plain sums, empty cells, exchanged
 * groups, large counts in time. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "stats/catalogue.h"
#include "stats/conditional.h"
#include "stats/distribution.h"
#include "stats/score.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

/* Awkward tables: empty cells in every place, uneven and large groups. */
static const struct two_groups tables[] = {
    {9, 13, 4, 14},         {0, 16, 15, 72},
    {5, 56, 0, 29},         {16, 16, 15, 72},
    {5, 56, 29, 29},        {1, 1, 1, 1000000},
    {1, 2, 999999, 1e6},    {3, 40, 1, 7},
    {44, 724, 31, 1398},    {250000, 1e6, 240000, 1e6},
    {7, 1e9, 12, 33333333},
};
static const size_t n_tables = sizeof tables / sizeof tables[0];

static void run(const struct measure *m, const struct two_groups *g, double level, double *out) {
    double in[MEASURE_ARGS] = {g->x1, g->n1, g->x0, g->n0, level};
    struct err e = {0};
    if (!measure_cell(m, in, out, &e))
        fail_msg("%s: %s", m->name, e.message);
}

static enum err_id error_of(const struct measure *m, double x1, double n1, double x0, double n0) {
    double in[MEASURE_ARGS] = {x1, n1, x0, n0, 0.95}, out[MEASURE_RESULTS];
    struct err e = {0};
    return measure_cell(m, in, out, &e) ? ERR_NONE : e.id;
}

static bool compares_groups(const struct measure *m) {
    return strncmp(m->name, "risk", 4) == 0 || strncmp(m->name, "oddsratio", 9) == 0 ||
           strncmp(m->name, "table2x2", 8) == 0;
}

/* --- questions without an answer ------------------------------------------------------------- */

static void test_refuses(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        if (!compares_groups(m))
            continue;
        assert_int_equal(error_of(m, 3, 2, 1, 5), ERR_ARG_RANGE);
        assert_int_equal(error_of(m, 1, 2, 6, 5), ERR_ARG_RANGE);
        assert_int_equal(error_of(m, 0.5, 2, 1, 5), ERR_ARG_RANGE);
        assert_int_equal(error_of(m, 0, 0, 1, 5), ERR_UNDEFINED);
        assert_int_equal(error_of(m, 1, 5, 0, 0), ERR_UNDEFINED);
    }
}

static void test_no_events(void **state) {
    (void)state;
    static const struct measure *const silent[] = {&riskratio_ci_katz_log,
                                                   &riskratio_ci_inverse_sinh,
                                                   &oddsratio_ci_woolf_log,
                                                   &oddsratio_ci_inverse_sinh,
                                                   &oddsratio_ci_independence_smoothed_logit,
                                                   &table2x2_test_pearson,
                                                   &table2x2_test_yates,
                                                   &table2x2_test_likelihood_ratio,
                                                   &table2x2_test_z_unpooled,
                                                   &table2x2_test_boschloo_two_sided};
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
        assert_int_equal(error_of(silent[i], 0, 7, 0, 12), ERR_UNDEFINED);
    assert_int_equal(error_of(&table2x2_test_pearson, 7, 7, 12, 12), ERR_UNDEFINED);
    assert_int_equal(error_of(&oddsratio_ci_woolf_log, 7, 7, 12, 12), ERR_UNDEFINED);
    double out[3];
    run(&table2x2_test_fisher_minlike, &(struct two_groups){0, 7, 0, 12}, 0, out);
    near(out[0], 1, 0);
    run(&table2x2_test_fisher_midp_fisher_irwin, &(struct two_groups){0, 7, 0, 12}, 0, out);
    near(out[0], 0.5, 0);
    run(&riskratio_ci_katz_log, &(struct two_groups){0, 7, 3, 12}, 0.95, out);
    assert_true(out[0] == 0 && isnan(out[1]) && isnan(out[2]));
}

static void test_sizes(void **state) {
    (void)state;
    assert_int_equal(error_of(&oddsratio_ci_exact_conditional, 5e11, 1e12, 5e11, 1e12),
                     ERR_ARG_RANGE);
    assert_int_equal(error_of(&table2x2_test_boschloo_groups_fixed, 5, 60000, 5, 40001),
                     ERR_ARG_RANGE);
    /* no odds ratio has a mid-P value of 0.9 */
    double in[5] = {5, 10, 5, 10, 0.1}, out[3];
    struct err e = {0};
    assert_false(measure_cell(&oddsratio_ci_baptista_pike_midp, in, out, &e));
    assert_int_equal(e.id, ERR_UNDEFINED);
}

/* --- exchanged groups ------------------------------------------------------------------------ */

static void check_exchange(const struct measure *m, const struct two_groups *g) {
    struct two_groups swapped = two_groups_swapped(g);
    double a[MEASURE_RESULTS], b[MEASURE_RESULTS];
    run(m, g, 0.95, a);
    run(m, &swapped, 0.95, b);
    bool difference = strncmp(m->name, "riskdiff", 8) == 0;
    for (int k = 0; k < 3; k++) {
        int other = k == 0 ? 0 : 3 - k;
        if (isnan(a[k]) || isnan(b[other]))
            assert_true(isnan(a[k]) && isnan(b[other]));
        else if (difference)
            assert_true(fabs(a[k] + b[other]) < 1e-13);
        else
            near(a[k], 1 / b[other], 1e-9);
    }
}

static void test_exchange(void **state) {
    (void)state;
    for (size_t i = 0; measures[i] != NULL; i++) {
        const struct measure *m = measures[i];
        if (strncmp(m->name, "risk", 4) != 0 && strncmp(m->name, "oddsratio", 9) != 0)
            continue;
        if (m == &riskratio_ci_small_sample_adjusted_jewell)
            continue; /* corrects one group only */
        for (size_t k = 0; k < n_tables; k++)
            check_exchange(m, &tables[k]);
    }
}

/* --- score limits ---------------------------------------------------------------------------- */

/* Miettinen and Nurminen's (1985) closed form for p0 under a difference, their appendix 1. */
static double difference_statistic(const struct two_groups *g, double d) {
    double n = g->n1 + g->n0, c = g->x1 + g->x0;
    double l3 = n, l2 = (g->n1 + 2 * g->n0) * d - n - c;
    double l1 = (g->n0 * d - n - 2 * g->x0) * d + c, l0 = g->x0 * d * (1 - d);
    double q = pow(l2 / (3 * l3), 3) - l1 * l2 / (6 * l3 * l3) + l0 / (2 * l3);
    double u = l2 / (3 * l3), p = copysign(sqrt(fmax(u * u - l1 / (3 * l3), 0)), q);
    double a = (3.14159265358979323846 + acos(fmin(fmax(q / (p * p * p), -1), 1))) / 3;
    double p0 = fmin(fmax(2 * p * cos(a) - u, 0), 1), p1 = fmin(fmax(p0 + d, 0), 1);
    double gap = g->x1 / g->n1 - g->x0 / g->n0 - d;
    return gap * gap / (p1 * (1 - p1) / g->n1 + p0 * (1 - p0) / g->n0);
}

/* The same for a ratio: a quadratic. */
static double ratio_statistic(const struct two_groups *g, double r) {
    double a = (g->n1 + g->n0) * r, b = g->n1 * r + g->x1 + g->n0 + g->x0 * r;
    double c = g->x1 + g->x0, p0 = 2 * c / (b + sqrt(b * b - 4 * a * c)), p1 = r * p0;
    double gap = g->x1 / g->n1 - r * (g->x0 / g->n0);
    return gap * gap / (p1 * (1 - p1) / g->n1 + r * r * p0 * (1 - p0) / g->n0);
}

/* The same for an odds ratio; of non-events when those are fewer, since p0 near 1 cancels. */
static double odds_statistic(const struct two_groups *g, double r) {
    if (2 * g->x0 > g->n0)
        return odds_statistic(&(struct two_groups){g->n1 - g->x1, g->n1, g->n0 - g->x0, g->n0},
                              1 / r);
    double c = g->x1 + g->x0, a = g->n0 * (r - 1), b = g->n1 * r + g->n0 - c * (r - 1);
    double p0 = 2 * c / (b + sqrt(b * b + 4 * a * c)), p1 = p0 * r / (1 + p0 * (r - 1));
    double gap = g->x1 - g->n1 * p1;
    return gap * gap * (1 / (g->n1 * p1 * (1 - p1)) + 1 / (g->n0 * p0 * (1 - p0)));
}

static void test_score_put_back(void **state) {
    (void)state;
    double limits[2], chisq = score_chisq(0.99);
    struct err e = {0};
    near(chisq, 6.6348966010212, 1e-12);
    for (size_t i = 0; i < n_tables; i++) {
        const struct two_groups *g = &tables[i];
        bool uneven = fmax(g->n1, g->n0) > 1e5; /* where the cubic's cosine keeps few digits */
        assert_true(score_difference(g, chisq, limits, &e));
        for (int k = 0; k < 2; k++)
            near(difference_statistic(g, limits[k]), chisq, uneven ? 1e-2 : 1e-9);
        assert_true(score_ratio(g, chisq, limits, &e));
        for (int k = 0; k < 2; k++) {
            if (limits[k] > 0 && isfinite(limits[k]))
                near(ratio_statistic(g, limits[k]), chisq, 1e-8);
        }
        assert_true(score_odds(g, chisq, 0, limits, &e));
        for (int k = 0; k < 2; k++) {
            if (limits[k] > 0 && isfinite(limits[k]))
                near(odds_statistic(g, limits[k]), chisq, 1e-8);
        }
    }
}

static void test_score_ends(void **state) {
    (void)state;
    double out[3];
    const struct two_groups none = {0, 10, 0, 20}, all = {10, 10, 20, 20}, apart = {10, 10, 0, 20};
    run(&riskratio_ci_koopman_score, &none, 0.95, out);
    assert_true(isnan(out[0]) && out[1] == 0 && out[2] == INFINITY);
    run(&oddsratio_ci_score_uncorrected, &all, 0.95, out);
    assert_true(isnan(out[0]) && out[1] == 0 && out[2] == INFINITY);
    run(&riskdiff_ci_mee_score_uncorrected, &apart, 0.95, out);
    assert_true(out[0] == 1 && out[2] == 1);
    /* everybody has the event: p0 = 1 and p1 = n1/(n1 + z^2) at the lower limit */
    run(&riskratio_ci_koopman_score, &all, 0.95, out);
    near(out[1], 10 / (10 + score_chisq(0.95)), 1e-14);
    near(out[2], (20 + score_chisq(0.95)) / 20, 1e-14);
    /* nobody has: Wilson's limit for 0 of 20 */
    run(&riskdiff_ci_mee_score_uncorrected, &none, 0.95, out);
    near(out[1], -score_chisq(0.95) / (20 + score_chisq(0.95)), 1e-12);
}

/* --- closed forms at empty cells ------------------------------------------------------------- */

static void test_inverse_sinh_limit(void **state) {
    (void)state;
    double out[3], z2 = score_chisq(0.95);
    run(&oddsratio_ci_inverse_sinh, &(struct two_groups){0, 16, 15, 72}, 0.95, out);
    assert_true(out[1] == 0);
    near(out[2], z2 * 57 / (16 * 15), 1e-14);
    run(&oddsratio_ci_inverse_sinh, &(struct two_groups){5, 5, 0, 29}, 0.95, out);
    assert_true(isnan(out[1]) && out[2] == INFINITY);
    run(&riskratio_ci_inverse_sinh, &(struct two_groups){5, 56, 0, 29}, 0.95, out);
    near(out[1], 5 / 56.0 * 29 / z2, 1e-14);
}

static void test_mover_empty(void **state) {
    (void)state;
    double a[3], b[3];
    run(&oddsratio_ci_mover_r_wilson, &(struct two_groups){5, 56, 29, 29}, 0.95, a);
    run(&oddsratio_ci_mover_r_wilson, &(struct two_groups){0, 29, 51, 56}, 0.95, b);
    assert_true(a[1] == 0 && b[1] == 0 && isfinite(a[2]));
    near(a[2], b[2], 1e-14);
    run(&riskratio_ci_mover_r_wilson, &(struct two_groups){5, 56, 0, 29}, 0.95, a);
    assert_true(a[1] > 0 && a[2] == INFINITY);
    run(&oddsratio_ci_mover_r_wilson, &(struct two_groups){0, 16, 7, 7}, 0.95, a);
    assert_true(a[0] == 0 && a[1] == 0 && isnan(a[2]));
}

/* --- conditional limits ---------------------------------------------------------------------- */

/* P(X >= x) at odds ratio theta, by a plain sum over all tables. */
static double plain_upper_tail(const struct two_groups *g, double theta) {
    double m = g->x1 + g->x0, tail = 0, all = 0;
    for (double k = fmax(0, m - g->n0); k <= fmin(g->n1, m); k++) {
        double w = hypergeometric_density(k, g->n1, g->n0, m) * pow(theta, k - g->x1);
        all += w;
        tail += k >= g->x1 ? w : 0;
    }
    return tail / all;
}

static void test_exact_put_back(void **state) {
    (void)state;
    for (size_t i = 0; i < 9; i++) { /* the small ones */
        struct two_groups swapped = two_groups_swapped(&tables[i]);
        double out[3];
        run(&oddsratio_ci_exact_conditional, &tables[i], 0.9, out);
        if (out[1] > 0)
            near(plain_upper_tail(&tables[i], out[1]), 0.05, 1e-9);
        if (isfinite(out[2]))
            near(plain_upper_tail(&swapped, 1 / out[2]), 0.05, 1e-9);
        assert_true(out[1] <= out[0] && out[0] <= out[2]);
    }
}

static void test_split(void **state) {
    (void)state;
    struct conditional c;
    struct err e = {0};
    assert_true(conditional_begin(&c, &(struct two_groups){3, 4, 1, 4}, &e));
    /* weights 1, 16, 36, 16, 1 times theta^k = 2^k: 1, 32, 144, 128, 16 of 321 */
    struct conditional_parts p = conditional_split(&c, 1, 2);
    near(p.far, 33 / 321.0, 1e-14);
    near(p.between, 144 / 321.0, 1e-14);
    near(p.at, 128 / 321.0, 1e-14);
    near(p.above, 16 / 321.0, 1e-14);
    near(p.excess, (32 + 2 * 144 + 3 * 128 + 4 * 16) / 321.0 - 3, 1e-13);
}

/* The jump that Baptista and Pike's lower limit stops at: where x1 = 22 and x1 = 3 are equally
 * likely, independent of the level over a range of levels. */
static void test_pike_jump(void **state) {
    (void)state;
    double a[3], b[3];
    const struct two_groups g = {22, 23, 291, 13254};
    run(&oddsratio_ci_baptista_pike_exact, &g, 0.95, a);
    run(&oddsratio_ci_baptista_pike_midp, &g, 0.95, b);
    near(a[1], 162.505555, 1e-8);
    near(b[1], a[1], 1e-15);
    near(a[2], 19952.24, 1e-6);
    near(b[2], 10184.32, 1e-6);
}

/* --- tests ----------------------------------------------------------------------------------- */

static void test_fisher_sum(void **state) {
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        const struct two_groups *g = &tables[i];
        double m = g->x1 + g->x0, p = 0, out[1];
        double observed = hypergeometric_density(g->x1, g->n1, g->n0, m);
        for (double k = fmax(0, m - g->n0); k <= fmin(g->n1, m); k++) {
            double f = hypergeometric_density(k, g->n1, g->n0, m);
            p += f <= observed * (1 + 1e-7) ? f : 0;
        }
        run(&table2x2_test_fisher_minlike, g, 0, out);
        near(out[0], p, 1e-12);
    }
}

/* A billion people in each group: G from 60 decimal digits. */
static void test_billions(void **state) {
    (void)state;
    const struct two_groups g = {5e8, 1e9, 500030000, 1e9};
    double out[3];
    near(two_groups_cross(&(struct two_groups){999999999, 1e9, 1e9, 1000000001}), -1, 0);
    clock_t begin = clock();
    run(&table2x2_test_likelihood_ratio, &g, 0, out);
    near(out[1], 1.80000000189000003, 1e-13);
    run(&table2x2_test_pearson, &g, 0, out);
    near(out[0], 1.8 / (1 - 9e-10), 1e-13); /* 2 N d^2/(1 - d^2), d = 3e-5 */
    run(&table2x2_test_fisher_minlike, &(struct two_groups){1e9, 1e9, 4, 5}, 0, out);
    near(out[0], 5 / 1000000005.0, 1e-9);
    run(&oddsratio_ci_exact_conditional, &g, 0.95, out);
    near(out[1], 0.9997047350909, 1e-11);
    assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 1);
}

static double fisher_less(double x1, double n1, double x0, double n0) {
    double p = 0;
    for (double k = fmax(0, x1 + x0 - n0); k <= x1; k++)
        p += hypergeometric_density(k, n1, n0, x1 + x0);
    return p;
}

/* Every table at every hundredth of a per cent. */
static double plain_boschloo_less(const struct two_groups *g) {
    double largest = 0, limit = fisher_less(g->x1, g->n1, g->x0, g->n0) * (1 + 1e-9);
    for (double p = 0.0001; p < 1; p += 0.0001) {
        double size = 0;
        for (double i = 0; i <= g->n1; i++) {
            for (double j = 0; j <= g->n0; j++) {
                if (fisher_less(i, g->n1, j, g->n0) <= limit)
                    size += binomial_density(i, g->n1, p) * binomial_density(j, g->n0, p);
            }
        }
        largest = fmax(largest, size);
    }
    return largest;
}

static void test_boschloo(void **state) {
    (void)state;
    double out[1];
    /* one of one against none of one: P(1, 0) = p(1 - p) is at most 1/4 */
    run(&table2x2_test_boschloo_groups_fixed, &(struct two_groups){1, 1, 0, 1}, 0, out);
    near(out[0], 0.5, 1e-9);
    /* by outcome: exchanging rows and columns changes which totals are fixed */
    double by_event[1], by_group[1];
    run(&table2x2_test_boschloo_two_sided, &(struct two_groups){3, 14, 60, 92}, 0, by_event);
    run(&table2x2_test_boschloo_groups_fixed, &(struct two_groups){3, 63, 11, 43}, 0, by_group);
    near(by_event[0], by_group[0], 0);
    const struct two_groups g = {3, 14, 7, 11};
    run(&table2x2_test_boschloo_groups_fixed, &g, 0, out);
    near(out[0], 2 * plain_boschloo_less(&g), 1e-5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_no_events),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_exchange),
        cmocka_unit_test(test_score_put_back),
        cmocka_unit_test(test_score_ends),
        cmocka_unit_test(test_inverse_sinh_limit),
        cmocka_unit_test(test_mover_empty),
        cmocka_unit_test(test_exact_put_back),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_pike_jump),
        cmocka_unit_test(test_fisher_sum),
        cmocka_unit_test(test_billions),
        cmocka_unit_test(test_boschloo),
    };
    return cmocka_run_group_tests_name("two groups", tests, NULL, NULL);
}
