/* Strata, tables of any size, pairs, trends, permutations: what the worked examples do not show.
 * Exact answers against plain enumeration, one stratum against the measures of two groups,
 * exchanged groups, scaling, empty strata and cells, questions without an answer, and sizes that
 * are refused in time. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "stats/call.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

/* Runs "name=value name=value" and copies the values; returns the error, ERR_UNDEFINED where the
 * answer is a note. */
static enum err_id run(const struct measure *m, const char *words, double *out) {
    char line[2000], *rest = line;
    struct call c;
    struct answer a = {0};
    struct err e = {0};
    snprintf(line, sizeof line, "%s", words);
    call_begin(&c, m);
    bool good = true;
    for (char *word; good && (word = strtok_r(rest, " ", &rest)) != NULL;)
        good = call_word(&c, word, &e);
    good = good && call_run(&c, &a, &e);
    bool none = good;
    for (size_t i = 0; good && i < a.n && i < 64; i++) {
        out[i] = a.value[i];
        none = none && isnan(a.value[i]);
    }
    call_end(&c);
    return none ? ERR_UNDEFINED : e.id;
}

static void get(const struct measure *m, const char *words, double *out) {
    enum err_id id = run(m, words, out);
    if (id != ERR_NONE && id != ERR_UNDEFINED)
        fail_msg("%s %s: error %d", m->name, words, (int)id);
}

static bool starts(const struct measure *m, const char *family) {
    return strncmp(m->name, family, strlen(family)) == 0;
}

/* --- one stratum is two groups ---------------------------------------------------------------- */

static void test_one_stratum(void **state) {
    (void)state;
    static const char *const tables[] = {"x1=9 n1=13 x0=4 n0=14", "x1=0 n1=16 x0=15 n0=72",
                                         "x1=5 n1=56 x0=0 n0=29", "x1=16 n1=16 x0=15 n0=72",
                                         "x1=44 n1=724 x0=31 n0=1398"};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        double many[8], one[8];
        get(&mh_oddsratio_exact_conditional, tables[i], many);
        get(&oddsratio_ci_exact_conditional, tables[i], one);
        near(many[0], one[0], 1e-9);
        near(many[1], one[1], 1e-9);
        near(many[2], one[2], 1e-9);
        get(&table2x2_test_fisher_minlike, tables[i], one);
        near(many[3], one[0], 1e-9);
        get(&stratified_riskratio_score_inverse_variance, tables[i], many);
        get(&riskratio_ci_koopman_score, tables[i], one);
        near(many[0], one[0], 1e-9);
        near(many[1], one[1], 1e-9);
        near(many[2], one[2], 1e-9);
        get(&mh_riskdiff_wald_fagerland, tables[i], many);
        get(&riskdiff_ci_wald, tables[i], one);
        near(many[1], one[1], 1e-12);
        near(many[2], one[2], 1e-12);
    }
}

/* Two strata in one direction, written with the groups in either order. */
static const char there[] = "x1=4,2,4,1 n1=16,16,18,15 x0=5,3,10,3 n0=79,87,90,82";
static const char back[] = "x0=4,2,4,1 n0=16,16,18,15 x1=5,3,10,3 n1=79,87,90,82";

static void test_exchanged(void **state) {
    (void)state;
    static const struct measure *const ratios[] = {&mh_oddsratio_rbg_ci,
                                                   &mh_oddsratio_exact_conditional,
                                                   &mh_riskratio_greenland_robins,
                                                   &stratified_oddsratio_peto,
                                                   &stratified_oddsratio_woolf_inverse_variance,
                                                   &stratified_riskratio_score_inverse_variance};
    for (size_t i = 0; i < sizeof ratios / sizeof ratios[0]; i++) {
        double a[8], b[8];
        get(ratios[i], there, a);
        get(ratios[i], back, b);
        near(a[0], 1 / b[0], 1e-9);
        near(a[1], 1 / b[2], 1e-9);
        near(a[2], 1 / b[1], 1e-9);
    }
    static const struct measure *const same[] = {&mh_test_cmh_no_cc,
                                                 &mh_test_cmh_cc,
                                                 &mh_homogeneity_breslow_day_unadjusted,
                                                 &mh_homogeneity_tarone_adjusted,
                                                 &mh_homogeneity_peto,
                                                 &mh_homogeneity_woolf,
                                                 &mh_homogeneity_cochran_Q_mh_weights,
                                                 &mh_homogeneity_inverse_variance_Q_OR,
                                                 &mh_homogeneity_inverse_variance_Q_RR,
                                                 &mh_homogeneity_inverse_variance_Q_RD};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        double a[8], b[8];
        get(same[i], there, a);
        get(same[i], back, b);
        near(a[0], b[0], 1e-9);
    }
}

/* A stratum without anybody in one group says nothing, whatever stands in the other. */
static void test_empty_strata(void **state) {
    (void)state;
    static const char more[] = "x1=4,2,0,4,1,3 n1=16,16,0,18,15,7 x0=5,3,6,10,3,0 "
                               "n0=79,87,9,90,82,0";
    size_t seen = 0;
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (measure_arg_index(measures[i], "x1") < 0 ||
            !(starts(measures[i], "mh.") || starts(measures[i], "stratified.")))
            continue;
        double a[8], b[8];
        get(measures[i], there, a);
        get(measures[i], more, b);
        for (size_t k = 0; k < measure_n_results(measures[i]); k++)
            near(a[k], b[k], 1e-12);
        assert_int_equal(run(measures[i], "x1=1,0 n1=5,0 x0=0,2 n0=0,4", a), ERR_UNDEFINED);
        assert_int_equal(run(measures[i], "x1=1,6 n1=5,5 x0=0,2 n0=3,4", a), ERR_ARG_RANGE);
        seen++;
    }
    assert_true(seen >= 18);
}

static void test_rates(void **state) {
    (void)state;
    double a[8], b[8];
    static const char years[] = "count1=10,121 exposure1=1701,2245 count0=14,76 exposure0=1516,949";
    static const char days[] = "count1=10,121,3 exposure1=170100,224500,0 count0=14,76,4 "
                               "exposure0=151600,94900,100";
    get(&mh_rateratio, years, a);
    get(&mh_rateratio, days, b);
    for (size_t k = 0; k < 3; k++)
        near(b[k], a[k], 1e-12);
    get(&mh_ratediff, years, a);
    get(&mh_ratediff, days, b);
    for (size_t k = 0; k < 3; k++)
        near(b[k] * 100, a[k], 1e-12);
    assert_int_equal(run(&mh_rateratio, "count1=0 exposure1=5 count0=0 exposure0=6", a),
                     ERR_UNDEFINED);
    assert_int_equal(run(&mh_ratediff, "count1=1 exposure1=0 count0=2 exposure0=6", a),
                     ERR_UNDEFINED);
    get(&mh_rateratio, "count1=3 exposure1=5 count0=0 exposure0=6", a);
    assert_true(isinf(a[0]) && isnan(a[1]) && isnan(a[2]));
}

/* --- the exact odds ratio against enumeration ------------------------------------------------- */

struct stratum {
    int x1, n1, x0, n0;
};

/* Weights of the totals of up to 60 at the odds ratio, by plain sums over every stratum. */
static void plain_weights(const struct stratum *s, size_t n, double ratio, double *w) {
    double sums[64] = {1};
    for (size_t i = 0; i < n; i++) {
        double next[64] = {0};
        int m = s[i].x1 + s[i].x0;
        for (int k = 0; k <= s[i].n1 && k <= m; k++) {
            double c = m - k <= s[i].n0 ? exp(log_gamma(s[i].n1 + 1) - log_gamma(k + 1) -
                                              log_gamma(s[i].n1 - k + 1) + log_gamma(s[i].n0 + 1) -
                                              log_gamma(m - k + 1) - log_gamma(s[i].n0 - m + k + 1))
                                        : 0;
            for (int t = 0; t + k < 64; t++)
                next[t + k] += sums[t] * c * pow(ratio, k);
        }
        memcpy(sums, next, sizeof sums);
    }
    memcpy(w, sums, sizeof sums);
}

static double plain_tail(const struct stratum *s, size_t n, double ratio, int from, int to) {
    double w[64], all = 0, part = 0;
    plain_weights(s, n, ratio, w);
    for (int t = 0; t < 64; t++) {
        all += w[t];
        part += t >= from && t <= to ? w[t] : 0;
    }
    return part / all;
}

static void test_exact_enumeration(void **state) {
    (void)state;
    static const struct stratum s[] = {{4, 9, 2, 12}, {3, 5, 6, 9}, {0, 4, 2, 7}, {5, 6, 3, 8}};
    double got[8], w[64], all = 0, p = 0, mean = 0;
    int x = 12;
    get(&mh_oddsratio_exact_conditional,
        "x1=4,3,0,5 n1=9,5,4,6 x0=2,6,2,3 n0=12,9,7,8 conf_level=0.9", got);
    near(plain_tail(s, 4, got[1], x, 63), 0.05, 1e-9);
    near(plain_tail(s, 4, got[2], 0, x), 0.05, 1e-9);
    plain_weights(s, 4, got[0], w);
    for (int t = 0; t < 64; t++) {
        all += w[t];
        mean += t * w[t];
    }
    near(mean / all, x, 1e-9);
    plain_weights(s, 4, 1, w);
    all = 0;
    for (int t = 0; t < 64; t++) {
        all += w[t];
        p += w[t] <= w[x] * (1 + 1e-7) ? w[t] : 0;
    }
    near(got[3], p / all, 1e-9);
}

static void test_exact_ends(void **state) {
    (void)state;
    static const struct stratum s[] = {{0, 9, 2, 12}, {0, 5, 6, 9}};
    double got[8];
    get(&mh_oddsratio_exact_conditional, "x1=0,0 n1=9,5 x0=2,6 n0=12,9", got);
    assert_true(got[0] == 0 && got[1] == 0);
    near(plain_tail(s, 2, got[2], 0, 0), 0.025, 1e-9);
    get(&mh_oddsratio_exact_conditional, "x1=2,6 n1=12,9 x0=0,0 n0=9,5", got + 4);
    assert_true(isinf(got[4]) && isinf(got[6]));
    near(got[5], 1 / got[2], 1e-9);
    assert_int_equal(run(&mh_oddsratio_exact_conditional, "x1=0,5 n1=9,5 x0=0,9 n0=12,9", got),
                     ERR_UNDEFINED);
}

/* Large strata come close to the asymptotic limits; still larger ones are refused. */
static void test_exact_large(void **state) {
    (void)state;
    double exact[8], close[8];
    static const char large[] = "x1=30123,20456 n1=90000,50000 x0=35000,19000 n0=110000,51000";
    get(&mh_oddsratio_exact_conditional, large, exact);
    get(&mh_oddsratio_rbg_ci, large, close);
    for (size_t k = 0; k < 3; k++)
        near(exact[k], close[k], 2e-4);
    assert_int_equal(run(&mh_oddsratio_exact_conditional,
                         "x1=3e8,2e8,1e8 n1=9e8,5e8,4e8 x0=3e8,2e8,1e8 n0=9e8,6e8,5e8", exact),
                     ERR_ARG_RANGE);
}

static void test_homogeneity(void **state) {
    (void)state;
    double got[8];
    static const struct measure *const tests[] = {&mh_homogeneity_breslow_day_unadjusted,
                                                  &mh_homogeneity_tarone_adjusted,
                                                  &mh_homogeneity_peto,
                                                  &mh_homogeneity_woolf,
                                                  &mh_homogeneity_inverse_variance_Q_OR,
                                                  &mh_homogeneity_inverse_variance_Q_RR,
                                                  &mh_homogeneity_inverse_variance_Q_RD,
                                                  &mh_homogeneity_cochran_Q_mh_weights};
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        get(tests[i], "x1=6,6 n1=10,10 x0=3,3 n0=12,12", got); /* two strata that agree */
        assert_true(fabs(got[0]) < 1e-12 && got[1] == 1 && fabs(got[2] - 1) < 1e-5);
        assert_int_equal(run(tests[i], "x1=6 n1=10 x0=3 n0=12", got), ERR_UNDEFINED);
    }
    /* Events and non-events exchanged, few among many or nearly all: one and the same. */
    static const char *const rare = "x1=1,0,5 n1=1e9,2e9,3e8 x0=0,3,1 n0=2e9,1e9,4e8";
    static const char *const usual = "x1=999999999,2e9,299999995 n1=1e9,2e9,3e8 "
                                     "x0=2e9,999999997,399999999 n0=2e9,1e9,4e8";
    static const char *const swapped = "x0=999999999,2e9,299999995 n0=1e9,2e9,3e8 "
                                       "x1=2e9,999999997,399999999 n1=2e9,1e9,4e8";
    for (size_t i = 0; i < 2; i++) {
        double other[8];
        get(tests[i], rare, got);
        get(tests[i], usual, other);
        near(other[0], got[0], 1e-10);
        get(tests[i], swapped, other);
        near(other[0], got[0], 1e-10);
    }
    /* Expected counts far from the middle keep their digits: chi-square here is 2 x 0.5 by hand:
     * two strata with one event each, in different groups of equal size. */
    /* Rates: the same whoever is first and whatever the unit of exposure; rare events are the same
     * as the Breslow-Day test of odds. */
    get(&mh_homogeneity_rateratio,
        "count1=5,12,31 exposure1=640,910,1500 count0=120,180,0 exposure0=38000,40200,52100", got);
    double other[3];
    get(&mh_homogeneity_rateratio,
        "count0=5,12,31 exposure0=64,91,150 count1=120,180,0 exposure1=3800,4020,5210", other);
    near(got[0], other[0], 1e-12);
    assert_true(got[1] == 2 && got[0] > 50);
    get(&mh_homogeneity_breslow_day_unadjusted,
        "x1=5,12,31 n1=640e8,910e8,1500e8 x0=120,180,0 n0=38000e8,40200e8,52100e8", other);
    near(got[0], other[0], 1e-7);
    get(&mh_homogeneity_rateratio, "count1=2,4,0 exposure1=10,20,7 count0=3,6,0 exposure0=30,60,9",
        got);
    assert_true(got[0] < 1e-25 && got[1] == 1 && got[2] > 0.999999);
    assert_int_equal(
        run(&mh_homogeneity_rateratio, "count1=2,4 exposure1=10,0 count0=3,6 exposure0=30,60", got),
        ERR_UNDEFINED);
    assert_int_equal(run(&mh_homogeneity_rateratio,
                         "count1=2,4 exposure1=10,20 count0=0,0 exposure0=30,60", got),
                     ERR_UNDEFINED);
    get(&mh_homogeneity_breslow_day_unadjusted, "x1=1,0 n1=1e9,1e9 x0=0,1 n0=1e9,1e9", got);
    near(got[0], 2, 1e-8);
}

/* --- tables of rows and columns --------------------------------------------------------------- */

static double table_log_probability(const int *x, const int *row, const int *column, int rows,
                                    int columns) {
    double log_p = 0;
    int n = 0;
    for (int i = 0; i < rows; i++) {
        log_p += log_gamma(row[i] + 1);
        n += row[i];
    }
    for (int j = 0; j < columns; j++)
        log_p += log_gamma(column[j] + 1);
    for (int i = 0; i < rows * columns; i++)
        log_p -= log_gamma(x[i] + 1);
    return log_p - log_gamma(n + 1);
}

struct plain {
    int rows, columns, row[4], column[4];
    double observed, p;
};

/* Every table with the margins, cell by cell. */
static void every_table(struct plain *t, int *x, int at, int *row_left, int *column_left) {
    int i = at / t->columns, j = at % t->columns;
    if (at == t->rows * t->columns) {
        double log_p = table_log_probability(x, t->row, t->column, t->rows, t->columns);
        t->p += log_p <= t->observed + 1e-7 ? exp(log_p) : 0;
        return;
    }
    for (int k = 0; k <= row_left[i] && k <= column_left[j]; k++) {
        if ((j == t->columns - 1 && k != row_left[i]) || (i == t->rows - 1 && k != column_left[j]))
            continue;
        x[at] = k;
        row_left[i] -= k;
        column_left[j] -= k;
        every_table(t, x, at + 1, row_left, column_left);
        row_left[i] += k;
        column_left[j] += k;
    }
}

static double plain_exact(const int *cell, int rows, int columns) {
    struct plain t = {.rows = rows, .columns = columns};
    int x[16], row_left[4], column_left[4];
    for (int i = 0; i < rows * columns; i++) {
        t.row[i / columns] += cell[i];
        t.column[i % columns] += cell[i];
    }
    memcpy(row_left, t.row, sizeof row_left);
    memcpy(column_left, t.column, sizeof column_left);
    t.observed = table_log_probability(cell, t.row, t.column, rows, columns);
    every_table(&t, x, 0, row_left, column_left);
    return t.p;
}

static void test_tables_enumerated(void **state) {
    (void)state;
    uint64_t seed = 7;
    for (int trial = 0; trial < 60; trial++) {
        int rows = 2 + (int)draw(&seed, 2), columns = 2 + (int)draw(&seed, 3), cell[16];
        char words[200];
        size_t at = (size_t)snprintf(words, sizeof words, "table=");
        for (int i = 0; i < rows * columns; i++) {
            cell[i] = (int)draw(&seed, i == 0 ? 9 : 3) + (i == rows * columns - 1);
            at += (size_t)snprintf(words + at, sizeof words - at, "%d%s", cell[i],
                                   i % columns < columns - 1 ? ","
                                   : i < rows * columns - 1  ? ";"
                                                             : "");
        }
        double got[8];
        if (run(&tableRxC_test_fisher_freeman_halton, words, got) == ERR_NONE)
            near(got[0], plain_exact(cell, rows, columns), 1e-10);
    }
}

static void test_tables_turned(void **state) {
    (void)state;
    static const char *const same[] = {"table=1,3,10,6;2,3,10,7;1,6,14,12",
                                       "table=1,2,1;3,3,6;10,10,14;6,7,12",
                                       "table=1,0,3,10,6;2,0,3,10,7;0,0,0,0,0;1,0,6,14,12"};
    static const struct measure *const tests[] = {&tableRxC_test_pearson,
                                                  &tableRxC_test_likelihood_ratio,
                                                  &tableRxC_test_fisher_freeman_halton};
    for (size_t i = 0; i < 3; i++) {
        double first[8], other[8];
        get(tests[i], same[0], first);
        for (size_t k = 1; k < 3; k++) {
            get(tests[i], same[k], other);
            for (size_t r = 0; r < measure_n_results(tests[i]); r++)
                near(other[r], first[r], 1e-11);
        }
        assert_int_equal(run(tests[i], "table=1,2;0,0", first), ERR_UNDEFINED);
        assert_int_equal(run(tests[i], "table=0,0;0,0", first), ERR_UNDEFINED);
        assert_int_equal(run(tests[i], "table=1,2,3", first), ERR_UNDEFINED);
    }
}

/* Two rows are two groups; nearly equal large counts do not cancel. */
static void test_tables_two_by_two(void **state) {
    (void)state;
    double table[8], groups[8];
    static const char as_table[] = "table=9,4;3,10", as_groups[] = "x1=9 n1=13 x0=3 n0=13";
    get(&tableRxC_test_pearson, as_table, table);
    get(&table2x2_test_pearson, as_groups, groups);
    near(table[0], groups[0], 1e-12);
    get(&tableRxC_test_likelihood_ratio, as_table, table);
    get(&table2x2_test_likelihood_ratio, as_groups, groups);
    near(table[0], groups[1], 1e-12);
    get(&tableRxC_test_fisher_freeman_halton, as_table, table);
    get(&table2x2_test_fisher_minlike, as_groups, groups);
    near(table[0], groups[0], 1e-12);
    get(&tableRxC_adjusted_residual_cell_1_1, as_table, table);
    get(&table2x2_test_pearson, as_groups, groups);
    near(table[0] * table[0], groups[0], 1e-12);
    get(&tableRxC_test_pearson, "table=1000000001,1000000000;1000000000,1000000001", table);
    near(table[0], 4 / 4000000002.0, 1e-9);
    get(&tableRxC_test_pearson, "table=1000000007,1000000009;1000000021,1000000033", table);
    double cross = 10000000042.0; /* ad - bc */
    near(table[0],
         4000000070.0 * (cross / 2000000016.0) * (cross / 2000000054.0) / 2000000028.0 /
             2000000042.0,
         1e-13);
    get(&tableRxC_test_likelihood_ratio, "table=1000000001,1000000000;1000000000,1000000001",
        table);
    near(table[0], 4 / 4000000002.0, 1e-9);
}

static void test_tables_refused(void **state) {
    (void)state;
    double got[8];
    clock_t start = clock();
    assert_int_equal(run(&tableRxC_test_fisher_freeman_halton,
                         "table=68,20,15,5;119,84,54,29;26,17,14,14;7,94,10,16", got),
                     ERR_ARG_RANGE);
    assert_int_equal(run(&tableRxC_test_fisher_freeman_halton, "table=1e9,2,3;4,5,6", got),
                     ERR_ARG_RANGE);
    assert_true((clock() - start) / CLOCKS_PER_SEC < 60);
    assert_int_equal(
        run(&tableRxC_linear_by_linear, "table=1,2;3,4 row_scores=1,2,3 col_scores=1,2", got),
        ERR_ARG_LENGTH);
    assert_int_equal(
        run(&tableRxC_linear_by_linear, "table=1,2;3,4 row_scores=1,1 col_scores=1,2", got),
        ERR_UNDEFINED);
    assert_int_equal(run(&tableRxC_adjusted_residual, "table=1,2;3,4 row=3 column=1", got),
                     ERR_ARG_RANGE);
    assert_int_equal(run(&tableRxC_adjusted_residual, "table=1,2;3,4 row=1 column=0", got),
                     ERR_ARG_RANGE);
    assert_int_equal(run(&tableRxC_adjusted_residual, "table=1,2,0;3,4,0 row=1 column=3", got),
                     ERR_UNDEFINED);
}

/* --- trends ----------------------------------------------------------------------------------- */

static void test_trends(void **state) {
    (void)state;
    static const char years[] =
        "x=8,10,11,22,6 n=61,58,111,124,135 scores=2019,2020,2021,2022,2023";
    static const char ranks[] = "x=8,10,11,22,6 n=61,58,111,124,135 scores=1,2,3,4,5";
    double a[8], b[8];
    static const struct measure *const tests[] = {
        &trend_cochran_armitage, &trend_cochran_armitage_z_abs, &trend_mantel_haenszel_signed,
        &trend_cochran_armitage_linear_slope};
    for (size_t i = 0; i < 4; i++) {
        get(tests[i], years, a);
        get(tests[i], ranks, b);
        for (size_t k = 0; k < measure_n_results(tests[i]); k++)
            near(a[k], b[k], 1e-10);
        assert_int_equal(run(tests[i], "x=1,2 n=4,5 scores=3,3", a), ERR_UNDEFINED);
        assert_int_equal(run(tests[i], "x=0,0 n=0,0 scores=1,3", a), ERR_UNDEFINED);
        assert_int_equal(run(tests[i], "x=5,2 n=4,5 scores=1,3", a), ERR_ARG_RANGE);
    }
    assert_int_equal(run(&trend_cochran_armitage, "x=0,0 n=4,5 scores=1,3", a), ERR_UNDEFINED);
    /* Mantel's linear-by-linear z^2 is (N - 1)/N of Armitage's. */
    get(&trend_cochran_armitage, ranks, a);
    get(&tableRxC_linear_by_linear,
        "table=8,53;10,48;11,100;22,102;6,129 row_scores=1,2,3,4,5 col_scores=1,0", b);
    near(b[3] * b[3], a[0] * 488 / 489, 1e-12);
}

/* --- several proportions ---------------------------------------------------------------------- */

static void test_proportions(void **state) {
    (void)state;
    double a[64], b[64];
    get(&proportions_test_k_sample, "x=9,3 n=13,13", a);
    get(&table2x2_test_pearson, "x1=9 n1=13 x0=3 n0=13", b);
    near(a[0], b[0], 1e-12);
    get(&proportions_test_k_sample, "x=9,0,3 n=13,0,13", b);
    assert_true(a[0] == b[0] && a[1] == 1 && b[1] == 1);
    assert_int_equal(run(&proportions_test_k_sample, "x=0,0 n=3,4", a), ERR_UNDEFINED);
    assert_int_equal(run(&proportions_test_given_probabilities, "x=1 n=4 p0=0", a), ERR_UNDEFINED);
    get(&proportions_test_given_probabilities, "x=0,2 n=4,5 p0=0,0.5", a);
    assert_true(a[1] == 1);
    /* a pair without an answer does not count in the adjustment of the others */
    get(&proportions_pairwise_chisq_no_cc, "x=0,0,5,9 n=10,12,10,10 adjust=bonferroni", a);
    get(&proportions_pairwise_chisq_no_cc, "x=0,0,5,9 n=10,12,10,10 adjust=none", b);
    assert_true(isnan(a[0]) && isnan(b[0]));
    for (size_t k = 1; k < 6; k++)
        near(a[k], fmin(5 * b[k], 1), 1e-12);
    assert_int_equal(run(&proportions_pairwise_chisq_no_cc, "x=1 n=2", a), ERR_UNDEFINED);
    assert_int_equal(run(&proportions_pairwise_chisq_no_cc, "x=3,0 n=5,0", a), ERR_UNDEFINED);
}

static void test_multinomial(void **state) {
    (void)state;
    static const struct measure *const both[] = {
        &multinomial_ci_goodman, &multinomial_ci_sison_glaz, &multinomial_ci_sison_glaz_paper};
    static const char *const samples[] = {"counts=1,0", "counts=0,7,0", "counts=3,4,5,0,11,2",
                                          "counts=1e9,999999999,5e8,3", "counts=1,1,1,1,1,1,1,1"};
    for (size_t i = 0; i < 3; i++) {
        for (size_t s = 0; s < sizeof samples / sizeof samples[0]; s++) {
            double a[64];
            size_t k = 1;
            get(both[i], samples[s], a);
            for (const char *c = samples[s]; *c != '\0'; c++)
                k += *c == ',';
            for (size_t j = 0; j < k; j++)
                assert_true(a[k + j] >= 0 && a[k + j] <= a[j] && a[j] <= a[2 * k + j] &&
                            a[2 * k + j] <= 1);
        }
        double none[8];
        assert_int_equal(run(both[i], "counts=5", none), ERR_UNDEFINED);
        assert_int_equal(run(both[i], "counts=0,0", none), ERR_UNDEFINED);
    }
}

/* Beyond 2^53 not every whole number is there to be looked at: the search would never end. */
static void test_multinomial_total(void **state) {
    (void)state;
    double a[64];
    get(&multinomial_ci_sison_glaz, "counts=4503599627370496,4503599627370495,1", a);
    assert_true(a[3] > 0.49 && a[6] < 0.51);
    const char *more = "counts=9007199254740222,9007199254740708,9007199254740624,9007199254740477,"
                       "9007199254740183,1,9007199254740074,9007199254740583";
    assert_int_equal(run(&multinomial_ci_sison_glaz, more, a), ERR_ARG_RANGE);
    assert_int_equal(run(&multinomial_ci_sison_glaz_paper, more, a), ERR_ARG_RANGE);
    assert_int_equal(run(&multinomial_ci_goodman, more, a), ERR_NONE);
}

/* --- pairs ------------------------------------------------------------------------------------ */

/* Tango's statistic at d, with his own formula for the share of second_only. */
static double tango_z(double b, double c, double n, double d) {
    double linear = (2 * n - b + c) * d - b - c;
    double q = (sqrt(linear * linear + 8 * n * c * d * (1 - d)) - linear) / (4 * n);
    return (b - c - n * d) / sqrt(n * (2 * q + d * (1 - d)));
}

static void test_tango(void **state) {
    (void)state;
    static const double pairs[][4] = {{20, 12, 2, 16}, {0, 0, 0, 7},   {1, 12, 0, 3},
                                      {0, 5, 5, 0},    {3, 1, 9, 2},   {9, 0, 0, 0},
                                      {0, 1, 30, 0},   {40, 900, 7, 9}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const double *t = pairs[i];
        double in[5] = {t[0], t[1], t[2], t[3], 0.95}, got[3], other[3];
        double swapped[5] = {t[0], t[2], t[1], t[3], 0.95}, n = t[0] + t[1] + t[2] + t[3];
        struct err e = {0};
        assert_true(measure_cell(&paired_riskdiff_ci_tango_score, in, got, &e));
        assert_true(measure_cell(&paired_riskdiff_ci_tango_score, swapped, other, &e));
        near(tango_z(t[1], t[2], n, got[1]), normal_z(0.95), 1e-7);
        near(tango_z(t[1], t[2], n, got[2]), -normal_z(0.95), 1e-7);
        assert_true(got[1] == -other[2] && got[2] == -other[1]);
        assert_true(got[1] > -1 && got[2] < 1 && got[1] < got[0] && got[0] < got[2]);
    }
    double all[5] = {0, 8, 0, 0, 0.95}, got[3];
    struct err e = {0};
    assert_true(measure_cell(&paired_riskdiff_ci_tango_score, all, got, &e));
    assert_true(got[0] == 1 && got[2] == 1);
    near(tango_z(8, 0, 8, got[1]), normal_z(0.95), 1e-7);
    all[1] = 2; /* so few that the limit changes sides */
    assert_true(measure_cell(&paired_riskdiff_ci_tango_score, all, got, &e));
    near(tango_z(2, 0, 2, got[1]), normal_z(0.95), 1e-7);
}

/* Near -1 and 1 no digit is lost: with c of the pairs against and one for, the limit's distance
 * from -1 falls as 1/n. */
static void test_tango_large(void **state) {
    (void)state;
    double distance = 0;
    for (double n = 1e3; n <= 1e9; n *= 1e3) {
        double in[5] = {0, 1, n, 0, 0.95}, got[3];
        struct err e = {0};
        assert_true(measure_cell(&paired_riskdiff_ci_tango_score, in, got, &e));
        if (distance > 0)
            near((1 + got[2]) * n, distance, 0.02);
        distance = (1 + got[2]) * n;
    }
}

static void test_pairs_refused(void **state) {
    (void)state;
    double got[4];
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (starts(measures[i], "paired"))
            assert_int_equal(run(measures[i], "both=0 first_only=0 second_only=0 neither=0", got),
                             ERR_UNDEFINED);
    }
    assert_int_equal(run(&paired_test_mcnemar, "both=5 first_only=0 second_only=0 neither=2", got),
                     ERR_UNDEFINED);
}

/* --- permutations and ranks ------------------------------------------------------------------- */

/* Both ways of counting give one answer: whole numbers counted, the same ones with a tail of digits
 * listed. */
static void test_permutations(void **state) {
    (void)state;
    double whole[2], listed[2], moved[2];
    get(&permutation_two_sample_mean_exact,
        "a=12,15,9,20,3,8,14,25,31,2,7 b=30,22,25,19,28,40,11,13,5,33,21", whole);
    get(&permutation_two_sample_mean_exact,
        "a=12.00000001,15.00000001,9.00000001,20.00000001,3.00000001,8.00000001,14.00000001,"
        "25.00000001,31.00000001,2.00000001,7.00000001 "
        "b=30.00000001,22.00000001,25.00000001,19.00000001,28.00000001,40.00000001,11.00000001,"
        "13.00000001,5.00000001,33.00000001,21.00000001",
        listed);
    near(listed[0], whole[0], 1e-12);
    get(&permutation_two_sample_mean_exact,
        "b=-12,-15,-9,-20,-3,-8,-14,-25,-31,-2,-7 a=-30,-22,-25,-19,-28,-40,-11,-13,-5,-33,-21",
        moved);
    near(moved[0], whole[0], 1e-12);
    /* 0/1 values: the test of a two by two table by distance, here symmetric, so Fisher's */
    double fisher[2];
    get(&permutation_two_sample_mean_exact, "a=1,1,1,1,1,0,0 b=0,0,0,0,1,0,1", whole);
    get(&table2x2_test_fisher_minlike, "x1=5 n1=7 x0=2 n0=7", fisher);
    near(whole[0], fisher[0], 1e-12);
}

static void test_ranks(void **state) {
    (void)state;
    double a[2], b[2];
    get(&wilcoxon_rank_sum_exact, "a=1,2,2,3 b=2,3,3,4,5", a);
    near(a[1], 2.0 * 10 / 126, 1e-12); /* 10 of the 126 divisions reach this far */
    get(&wilcoxon_rank_sum_exact, "b=1,2,2,3 a=2,3,3,4,5", b);
    near(a[0] + b[0], 20, 1e-12);
    near(a[1], b[1], 1e-12);
    get(&wilcoxon_rank_sum_exact, "a=3,3 b=3,3,3", a);
    assert_true(a[0] == 3 && a[1] == 1);
}

static void test_correlation(void **state) {
    (void)state;
    double a[4], b[4];
    get(&correlation_pearson, "x=1,2,3,4,5,6,7 y=2,1,4,3,7,5,6", a);
    get(&correlation_pearson, "x=1e300,2e300,3e300,4e300,5e300,6e300,7e300 y=2,1,4,3,7,5,6", b);
    for (size_t k = 0; k < 4; k++)
        near(b[k], a[k], 1e-12);
    get(&correlation_pearson, "x=1000000001,1000000002,1000000003 y=3,2,1", a);
    near(a[0], -1, 1e-15);
    assert_true(isnan(a[1]) && isnan(a[2]) && a[3] < 1e-6);
    assert_int_equal(run(&correlation_pearson, "x=1,1,1 y=1,2,3", a), ERR_UNDEFINED);
    assert_int_equal(run(&correlation_pearson, "x=1,2 y=1,2", a), ERR_UNDEFINED);
    assert_int_equal(run(&correlation_spearman, "x=1,1 y=1,2", a), ERR_UNDEFINED);
    get(&correlation_spearman, "x=1,10,100,1000 y=2,3,5,8", a);
    near(a[0], 1, 1e-15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_stratum),
        cmocka_unit_test(test_exchanged),
        cmocka_unit_test(test_empty_strata),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_exact_enumeration),
        cmocka_unit_test(test_exact_ends),
        cmocka_unit_test(test_exact_large),
        cmocka_unit_test(test_homogeneity),
        cmocka_unit_test(test_tables_enumerated),
        cmocka_unit_test(test_tables_turned),
        cmocka_unit_test(test_tables_two_by_two),
        cmocka_unit_test(test_tables_refused),
        cmocka_unit_test(test_trends),
        cmocka_unit_test(test_proportions),
        cmocka_unit_test(test_multinomial),
        cmocka_unit_test(test_multinomial_total),
        cmocka_unit_test(test_tango),
        cmocka_unit_test(test_tango_large),
        cmocka_unit_test(test_pairs_refused),
        cmocka_unit_test(test_permutations),
        cmocka_unit_test(test_ranks),
        cmocka_unit_test(test_correlation),
    };
    return cmocka_run_group_tests_name("strata", tests, NULL, NULL);
}
