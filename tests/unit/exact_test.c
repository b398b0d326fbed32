/* Sums that do not depend on the order of their terms. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/exact.h"

enum { n_terms = 1000 };

static uint64_t state = 1;

static uint64_t chance(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x9E3779B97F4A7C15u;
}

/* A term of any size that is taken: 53 bits times a power of two, of either sign, or a decimal. */
static double term(void) {
    double x = (double)(chance() >> 11);
    if (chance() % 2 == 0)
        return (x - 0x1p52) / 100;
    x = ldexp(x, (int)(chance() % 120) - 119);
    return chance() % 2 == 0 ? x : -x;
}

static bool same(const struct exact *a, const struct exact *b) {
    return a->whole == b->whole && a->part == b->part;
}

static void test_order_and_threads(void **unused) {
    (void)unused;
    double x[n_terms];
    for (int round = 0; round < 50; round++) {
        struct exact forth = {0}, back = {0}, halves[2] = {{0}};
        for (size_t i = 0; i < n_terms; i++)
            x[i] = term();
        for (size_t i = 0; i < n_terms; i++) {
            assert_true(exact_add(&forth, x[i]));
            assert_true(exact_add(&back, x[n_terms - 1 - i]));
            assert_true(exact_add(&halves[chance() % 2], x[i]));
        }
        exact_join(&halves[0], &halves[1]);
        assert_true(same(&forth, &back));
        assert_true(same(&forth, &halves[0]));
        for (size_t i = 0; i < n_terms; i++)
            assert_true(exact_add(&forth, -x[i]));
        assert_true(forth.whole == 0 && forth.part == 0);
    }
}

static void test_once_and_times(void **unused) {
    (void)unused;
    for (int round = 0; round < 20000; round++) {
        struct exact one = {0}, seven = {0}, times = {0};
        double x = term();
        assert_true(exact_add(&one, x));
        assert_true(exact_add_times(&times, x, 1));
        assert_true(same(&one, &times));
        assert_true(exact_value(&one) == x);
        for (int i = 0; i < 6; i++)
            assert_true(exact_add(&one, x));
        assert_true(exact_add_times(&seven, x, 7));
        assert_true(same(&one, &seven));
    }
}

static void test_values(void **unused) {
    (void)unused;
    struct exact s = {0};
    for (int i = 0; i < 10; i++)
        exact_add(&s, 0.1);
    assert_true(exact_value(&s) ==
                1); /* ten doubles nearest to 0.1 are nearer to 1 than to another */
    exact_add(&s, 0x1p61);
    exact_add(&s, -0x1p61);
    assert_true(exact_value(&s) == 1);
    exact_add_whole(&s, -3);
    assert_true(exact_value(&s) == -2);
}

static void test_refused(void **unused) {
    (void)unused;
    struct exact s = {0}, none = {0};
    assert_false(exact_add(&s, NAN));
    assert_false(exact_add(&s, INFINITY));
    assert_false(exact_add(&s, -INFINITY));
    assert_false(exact_add(&s, 0x1p62));
    assert_false(exact_add(&s, 0x1p-1000));
    assert_true(same(&s, &none));
    assert_true(exact_add(&s, 0) && exact_add(&s, -0.0));
    assert_true(same(&s, &none));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_and_threads), cmocka_unit_test(test_once_and_times),
        cmocka_unit_test(test_values), cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
