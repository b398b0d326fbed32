/* Ranges under interval inputs against brute force: every table that fits is tried, and the ends of
 * the range must be the least and the greatest value found. Then what holds for any intervals. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "stats/bounds.h"
#include "stats/catalogue.h"
#include "stats/rank_intervals.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

static uint64_t seed;

static int start(void **state) {
    (void)state;
    seed = 1851;
    return 0;
}

static double drawn(uint64_t n) {
    return (double)draw(&seed, n);
}

/* The least and greatest of what was found; 0/0 is passed over. */
struct found {
    double low, high;
    size_t n;
};

static void found_begin(struct found *f) {
    *f = (struct found){INFINITY, -INFINITY, 0};
}

static void found_add(struct found *f, double x) {
    if (isnan(x))
        return;
    f->low = fmin(f->low, x);
    f->high = fmax(f->high, x);
    f->n++;
}

static bool close_to(double got, double want) {
    return got == want || fabs(got - want) <= 1e-13 * fmax(fabs(want), 1e-3);
}

/* Two counts known as intervals and some unknown events, as the rows take them. */
struct tables {
    double low1, high1, size1, low0, high0, size0, unknown;
};

static struct tables make_tables(void) {
    struct tables t;
    t.low1 = drawn(5);
    t.high1 = t.low1 + drawn(4);
    t.low0 = drawn(5);
    t.high0 = t.low0 + drawn(4);
    t.size1 = fmax(t.low1, 1) + drawn(6);
    t.size0 = fmax(t.low0, 1) + drawn(6);
    t.unknown = drawn(3) * drawn(3);
    return t;
}

typedef double value_fn(double x1, double n1, double x0, double n0);

static double rateratio(double x1, double n1, double x0, double n0) {
    return (x1 / n1) / (x0 / n0);
}

static double ratediff(double x1, double n1, double x0, double n0) {
    return 10000 * (x1 / n1 - x0 / n0);
}

static double riskdiff(double x1, double n1, double x0, double n0) {
    return x1 / n1 - x0 / n0;
}

static double oddsratio(double x1, double n1, double x0, double n0) {
    return (x1 * (n0 - x0)) / ((n1 - x1) * x0);
}

/* The group's size is that of the group, the other's that of everybody. */
static double disproportion_index_of(double x1, double n1, double x0, double n0) {
    return x1 / (x1 + x0) / (n1 / (n1 + n0));
}

/* Tries every allocation of the unknown to the two groups or neither. */
static void try_all(const struct tables *t, value_fn *value, bool people, struct found *f) {
    found_begin(f);
    for (double x1 = t->low1; x1 <= t->high1; x1++)
        for (double x0 = t->low0; x0 <= t->high0; x0++)
            for (double u1 = 0; u1 <= t->unknown; u1++)
                for (double u0 = 0; u1 + u0 <= t->unknown; u0++) {
                    bool fits = !people || (x1 + u1 <= t->size1 && x0 + u0 <= t->size0);
                    if (fits)
                        found_add(f, value(x1 + u1, t->size1, x0 + u0, t->size0));
                }
}

static void same_range(const struct measure *m, const double *in, const struct found *f) {
    double out[4] = {NAN, NAN, NAN, NAN};
    struct err e = {0};
    bool done = m->cell(in, out, &e);
    if (f->n == 0 ? done || e.id != ERR_UNDEFINED
                  : !done || !close_to(out[0], f->low) || !close_to(out[1], f->high))
        fail_msg("%s %g %g %g %g %g %g %g: %.17g to %.17g, found %.17g to %.17g (%zu) %s", m->name,
                 in[0], in[1], in[2], in[3], in[4], in[5], in[6], out[0], out[1], f->low, f->high,
                 f->n, e.message);
}

static void test_two_groups(void **state) {
    (void)state;
    static const struct {
        const struct measure *row;
        value_fn *value;
        bool people;
    } cases[] = {{&bounds_rateratio, rateratio, false},
                 {&bounds_ratediff, ratediff, false},
                 {&bounds_riskratio, rateratio, true},
                 {&bounds_riskdiff, riskdiff, true},
                 {&bounds_oddsratio, oddsratio, true}};
    for (int k = 0; k < 4000; k++) {
        struct tables t = make_tables();
        const double in[] = {t.low1, t.high1, t.size1, t.low0, t.high0, t.size0, t.unknown, 10000};
        struct found f;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            try_all(&t, cases[i].value, cases[i].people, &f);
            same_range(cases[i].row, in, &f);
        }
    }
}

static void test_index(void **state) {
    (void)state;
    for (int k = 0; k < 4000; k++) {
        struct tables t = make_tables();
        const double in[] = {t.low1,  t.high1,           t.low0,   t.high0,
                             t.size1, t.size1 + t.size0, t.unknown};
        struct found f;
        try_all(&t, disproportion_index_of, false, &f);
        same_range(&bounds_index, in, &f);
    }
}

static void test_proportion(void **state) {
    (void)state;
    for (int k = 0; k < 4000; k++) {
        double xl = drawn(5), xh = xl + drawn(5), nl = drawn(7), nh = fmax(nl, xl) + drawn(4);
        struct found f;
        found_begin(&f);
        for (double n = fmax(nl, 1); n <= nh; n++)
            for (double x = xl; x <= xh && x <= n; x++)
                found_add(&f, x / n);
        same_range(&bounds_proportion, (double[]){xl, xh, nl, nh, 0, 0, 0}, &f);
    }
}

/* --- lists with a total ------------------------------------------------------------------------
 */

enum { parts = 3 };

struct listed {
    double low[parts], high[parts], weight[parts];
    struct interval total;
};

static struct listed make_list(void) {
    struct listed l;
    double low = 0, high = 0;
    for (int i = 0; i < parts; i++) {
        low += l.low[i] = drawn(4);
        high += l.high[i] = l.low[i] + drawn(5);
        l.weight[i] = drawn(6) / 4;
    }
    l.total.low = low - 1 + drawn((uint64_t)(high - low) + 4);
    l.total.high = fmax(l.total.low, low) + drawn(4);
    return l;
}

/* Every choice that adds up, into the ranges of the weighted sum and of each part. */
static void try_lists(const struct listed *l, struct found *sum, struct found *part) {
    found_begin(sum);
    for (int i = 0; i < parts; i++)
        found_begin(&part[i]);
    double x[parts];
    for (x[0] = l->low[0]; x[0] <= l->high[0]; x[0]++)
        for (x[1] = l->low[1]; x[1] <= l->high[1]; x[1]++)
            for (x[2] = l->low[2]; x[2] <= l->high[2]; x[2]++) {
                double total = x[0] + x[1] + x[2];
                if (total < l->total.low || total > l->total.high)
                    continue;
                found_add(sum, x[0] * l->weight[0] + x[1] * l->weight[1] + x[2] * l->weight[2]);
                for (int i = 0; i < parts; i++)
                    found_add(&part[i], x[i]);
            }
}

static void test_lists_with_total(void **state) {
    (void)state;
    size_t fitting = 0;
    for (int k = 0; k < 6000; k++) {
        struct listed l = make_list();
        struct summed s = {l.low, l.high, parts, l.total};
        struct found sum, part[parts];
        struct err e = {0};
        try_lists(&l, &sum, part);
        assert_true(summed_fits(&s, &e) == (sum.n > 0));
        if (sum.n == 0)
            continue;
        fitting++;
        size_t order[parts];
        struct interval range = summed_weighted(&s, l.weight, order);
        assert_true(close_to(range.low, sum.low) && close_to(range.high, sum.high));
        for (size_t i = 0; i < parts; i++) {
            struct interval cell = summed_cell(&s, i);
            assert_true(cell.low == part[i].low && cell.high == part[i].high);
        }
    }
    assert_true(fitting > 3000);
}

/* --- ranks --------------------------------------------------------------------------------------
 */

static double rank_of(const double *x, size_t k, bool smallest) {
    double rank = 1;
    for (size_t i = 0; i < 4; i++)
        rank += smallest ? x[i] < x[k] : x[i] > x[k];
    return rank;
}

static void try_ranks(const double *low, const double *high, bool smallest, struct found *f) {
    double x[4];
    for (int k = 0; k < 4; k++)
        found_begin(&f[k]);
    for (x[0] = low[0]; x[0] <= high[0]; x[0]++)
        for (x[1] = low[1]; x[1] <= high[1]; x[1]++)
            for (x[2] = low[2]; x[2] <= high[2]; x[2]++)
                for (x[3] = low[3]; x[3] <= high[3]; x[3]++)
                    for (size_t k = 0; k < 4; k++)
                        found_add(&f[k], rank_of(x, k, smallest));
}

static void test_ranks(void **state) {
    (void)state;
    for (int k = 0; k < 2000; k++) {
        double low[4], high[4], best[4], worst[4];
        for (int i = 0; i < 4; i++)
            high[i] = (low[i] = drawn(6)) + drawn(4);
        bool smallest = k % 2 == 1;
        struct found f[4];
        struct err e = {0};
        try_ranks(low, high, smallest, f);
        assert_true(
            ranks_of_intervals(low, high, 4, smallest ? "smallest" : "largest", best, worst, &e));
        for (int i = 0; i < 4; i++)
            assert_true(best[i] == f[i].low && worst[i] == f[i].high);
    }
}

/* --- properties ---------------------------------------------------------------------------------
 */

/* Knowing less never narrows a range, and known counts leave one value. */
static void test_wider_and_narrower(void **state) {
    (void)state;
    for (int k = 0; k < 3000; k++) {
        double a = drawn(2000) + 1, n = a + drawn(100000), c = drawn(2000) + 1,
               m = c + drawn(100000);
        double slack = drawn(9), known[3], wide[3];
        struct err e = {0};
        assert_true(bounds_rateratio.cell((double[]){a, a, n, c, c, m, 0}, known, &e));
        assert_true(known[0] == known[1]);
        const double in[] = {fmax(a - slack, 0), a + slack, n,        fmax(c - slack, 0),
                             c + slack,          m,         drawn(20)};
        assert_true(bounds_rateratio.cell(in, wide, &e));
        assert_true(wide[0] <= known[0] && wide[1] >= known[1]);
    }
}

static void refused(const struct measure *m, const double *in, enum err_id id) {
    double out[4];
    struct err e = {0};
    assert_false(m->cell(in, out, &e));
    assert_int_equal(e.id, id);
}

static void test_refusals(void **state) {
    (void)state;
    refused(&bounds_rateratio, (double[]){5, 4, 10, 1, 1, 10, 0}, ERR_ARG_RANGE);
    refused(&bounds_riskratio, (double[]){11, 12, 10, 1, 1, 10, 0}, ERR_ARG_RANGE);
    refused(&bounds_riskratio, (double[]){0, 0, 0, 1, 1, 10, 0}, ERR_UNDEFINED);
    refused(&bounds_ratio, (double[]){0, 0, 0, 0}, ERR_UNDEFINED);
    refused(&bounds_proportion, (double[]){3, 4, 1, 2}, ERR_ARG_RANGE);
    refused(&bounds_index, (double[]){0, 0, 0, 0, 5, 10, 0}, ERR_UNDEFINED);
    refused(&bounds_oddsratio, (double[]){0, 0, 5, 0, 0, 5, 0}, ERR_UNDEFINED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_two_groups, start),
        cmocka_unit_test_setup(test_index, start),
        cmocka_unit_test_setup(test_proportion, start),
        cmocka_unit_test_setup(test_lists_with_total, start),
        cmocka_unit_test_setup(test_ranks, start),
        cmocka_unit_test_setup(test_wider_and_narrower, start),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests_name("bounds", tests, NULL, NULL);
}
