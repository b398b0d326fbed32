/* Totals and hidden cells: the narrowest bounds, against every way of filling the cells. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/sums.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

static uint64_t state = 20240607;

/* A whole number from 0 to below n. */
static size_t draw(size_t n) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33) % n;
}

/* A known count, or one between two bounds. */
static struct interval draw_cell(void) {
    double lo = (double)draw(5);
    return (struct interval){lo, draw(3) == 0 ? lo : lo + (double)draw(5)};
}

enum { most_cells = 9 };

/* Every assignment of whole numbers within 'cell' that satisfies all rules, cell by cell. */
struct search {
    const struct sums *sums;
    size_t n;
    const struct interval *cell;
    double x[most_cells];
    struct interval found[most_cells]; /* least and greatest over all that fit */
    bool any;
};

static bool fits(const struct search *s) {
    for (size_t i = 0; i < s->sums->n; i++) {
        const struct sum_rule *r = &s->sums->rule[i];
        double sum = 0;
        for (size_t k = 0; k < r->n; k++)
            sum += s->x[r->part[k]];
        if (sum < s->x[r->total] || sum > s->x[r->total])
            return false;
    }
    return true;
}

static void try_all(struct search *s, size_t at) {
    if (at == s->n) {
        for (size_t i = 0; fits(s) && i < s->n; i++) {
            s->found[i].lo = s->any ? fmin(s->found[i].lo, s->x[i]) : s->x[i];
            s->found[i].hi = s->any ? fmax(s->found[i].hi, s->x[i]) : s->x[i];
            if (i + 1 == s->n)
                s->any = true;
        }
        return;
    }
    for (s->x[at] = s->cell[at].lo; s->x[at] <= s->cell[at].hi; s->x[at]++)
        try_all(s, at + 1);
}

/* Narrows the n cells and compares with every filling. Where 'exact', the bounds must be those that
 * occur; else they must hold them. Counts how often nothing fits. */
static void compare(const struct sums *sums, const struct interval *cell, size_t n, bool exact,
                    size_t *impossible) {
    struct interval narrow[most_cells];
    struct search s = {.sums = sums, .n = n, .cell = cell};
    const struct sum_rule *bad;
    for (size_t i = 0; i < n; i++)
        narrow[i] = cell[i];
    try_all(&s, 0);
    bool possible = sums_narrow(sums, narrow, &bad);
    *impossible += !s.any;
    if (exact)
        assert_int_equal(possible, s.any);
    assert_true(possible || !s.any);
    for (size_t i = 0; s.any && i < n; i++) {
        if (narrow[i].lo > s.found[i].lo || narrow[i].hi < s.found[i].hi ||
            (exact && (narrow[i].lo < s.found[i].lo || narrow[i].hi > s.found[i].hi)))
            fail_msg("cell %zu: %g to %g, and %g to %g occur", i, narrow[i].lo, narrow[i].hi,
                     s.found[i].lo, s.found[i].hi);
        assert_true(narrow[i].lo >= cell[i].lo && narrow[i].hi <= cell[i].hi);
    }
}

/* One total: the bounds are the narrowest there are. */
static void test_one_total_is_exact(void **test_state) {
    (void)test_state;
    size_t impossible = 0, n_cases = 3000;
    for (size_t i = 0; i < n_cases; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct sums sums = {.arena = &a};
        struct interval cell[most_cells];
        size_t n = 2 + draw(4), part[] = {0, 1, 2, 3, 4, 5};
        cell[n - 1].lo = (double)draw(9) - 3;
        for (size_t k = 0; k + 1 < n; k++) {
            cell[k] = draw_cell();
            cell[n - 1].lo += cell[k].lo;
        }
        cell[n - 1].lo = fmax(cell[n - 1].lo, 0);
        cell[n - 1].hi = cell[n - 1].lo + (double)draw(4);
        assert_true(sums_add(&sums, n - 1, part, n - 1, &e));
        compare(&sums, cell, n, true, &impossible);
        arena_free(&a);
    }
    assert_true(impossible > n_cases / 20 && impossible < n_cases / 2);
}

/* Two rows by two columns with all totals: what fits is never cut off. */
static void test_two_ways_hold(void **test_state) {
    (void)test_state;
    static const struct {
        size_t total, part[2];
    } rules[] = {{2, {0, 1}}, {5, {3, 4}}, {8, {6, 7}}, {6, {0, 3}}, {7, {1, 4}}, {8, {2, 5}}};
    size_t impossible = 0;
    for (size_t i = 0; i < 60; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct sums sums = {.arena = &a};
        double truth[4] = {(double)draw(4), (double)draw(4), (double)draw(4), (double)draw(4)};
        double value[9] = {truth[0],
                           truth[1],
                           truth[0] + truth[1],
                           truth[2],
                           truth[3],
                           truth[2] + truth[3],
                           truth[0] + truth[2],
                           truth[1] + truth[3],
                           truth[0] + truth[1] + truth[2] + truth[3]};
        struct interval cell[9];
        for (size_t k = 0; k < 9; k++) {
            bool hidden = draw(2) == 0;
            cell[k] = (struct interval){value[k] - (hidden ? fmin(value[k], (double)draw(3)) : 0),
                                        value[k] + (hidden ? (double)draw(3) : 0)};
        }
        for (size_t k = 0; k < 6; k++)
            assert_true(sums_add(&sums, rules[k].total, rules[k].part, 2, &e));
        compare(&sums, cell, 9, false, &impossible);
        arena_free(&a);
    }
    assert_int_equal(impossible, 0);
}

static void narrow_one(struct interval *cell, size_t n, const struct interval *wanted) {
    struct arena a = {0};
    struct err e = {0};
    struct sums sums = {.arena = &a};
    const struct sum_rule *bad;
    size_t part[] = {0, 1, 2, 3, 4, 5};
    assert_true(sums_add(&sums, n - 1, part, n - 1, &e));
    assert_true(sums_narrow(&sums, cell, &bad));
    for (size_t i = 0; i < n; i++) {
        assert_true(cell[i].lo >= wanted[i].lo && cell[i].lo <= wanted[i].lo);
        assert_true(cell[i].hi >= wanted[i].hi && cell[i].hi <= wanted[i].hi);
    }
    arena_free(&a);
}

/* Cells of which nothing is known: one of them can be narrowed at both ends, two at the upper one.
 */
static void test_without_bounds(void **test_state) {
    (void)test_state;
    struct interval one[] = {{10, 10}, {0, INFINITY}, {13, 13}};
    narrow_one(one, 3, (struct interval[]){{10, 10}, {3, 3}, {13, 13}});
    struct interval two[] = {{10, 10}, {0, INFINITY}, {1, INFINITY}, {13, 13}};
    narrow_one(two, 4, (struct interval[]){{10, 10}, {0, 2}, {1, 3}, {13, 13}});
    struct interval three[] = {{0, INFINITY}, {2, 4}, {1, INFINITY}, {9, 9}};
    narrow_one(three, 4, (struct interval[]){{0, 6}, {2, 4}, {1, 7}, {9, 9}});
    struct interval total[] = {{3, 5}, {2, 2}, {0, INFINITY}};
    narrow_one(total, 3, (struct interval[]){{3, 5}, {2, 2}, {5, 7}});
    struct interval open[] = {{3, 5}, {0, INFINITY}, {0, INFINITY}};
    narrow_one(open, 3, (struct interval[]){{3, 5}, {0, INFINITY}, {3, INFINITY}});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_total_is_exact),
        cmocka_unit_test(test_two_ways_hold),
        cmocka_unit_test(test_without_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
