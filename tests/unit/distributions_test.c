/* The distribution functions by name: every figure of tests/reference/distribution.csv, computed in
 * 256-bit arithmetic (MPFR: series, continued fractions, Newton's method), and what holds between
 * density, probability and quantile.
 *
 *   method,inputs,expected,tolerance
 *
 * method: what follows "distribution.".  inputs: words as `foistat calc` takes them.  tolerance:
 * rel:t passes within t |expected|, with no floor: an expected 0 must be 0. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

static const char *const path = "tests/reference/distribution.csv";

/* Sets "name=value name=value" and runs the call. */
static bool run_words(struct call *c, char *words, struct answer *a, struct err *e) {
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        if (!call_word(c, word, e))
            return false;
    }
    return call_run(c, a, e);
}

/* One line of the file, which has been cut into its four cells. */
static bool check_line(char *cell[4], size_t line) {
    char name[80], words[200];
    struct call c = {0};
    struct answer a = {0};
    struct err e = {0};
    snprintf(name, sizeof name, "distribution.%s", cell[0]);
    snprintf(words, sizeof words, "%s", cell[1]);
    double want = strtod(cell[2], NULL), room = strtod(cell[3] + 4, NULL) * fabs(want);
    const struct measure *m = measure_need(name, &e);
    bool done = m != NULL;
    if (done) {
        call_begin(&c, m);
        done = run_words(&c, words, &a, &e);
    }
    bool good = done && a.n == 1 && fabs(a.value[0] - want) <= room;
    if (!good)
        print_error("%s:%zu: %s %s: expected %s, got %.17g %s\n", path, line, name, cell[1],
                    cell[2], done ? a.value[0] : NAN, e.message);
    call_end(&c);
    return good;
}

static void test_reference(void **state) {
    (void)state;
    char line[400];
    size_t n = 0, passed = 0;
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    for (; fgets(line, sizeof line, f) != NULL; n++) {
        char *cell[4], *rest;
        for (int i = 0; i < 4; i++)
            cell[i] = strtok_r(i == 0 ? line : NULL, ",\n", &rest);
        assert_non_null(cell[3]);
        passed += check_line(cell, n + 2);
    }
    fclose(f);
    assert_int_equal(n, 8061);
    assert_int_equal(passed, n);
}

/* The quantile is the first k that has p below it: one less has not enough. */
static void first_of(double p, double k, double at, double below) {
    if (!(at >= p * (1 - 1e-13)) || (k > 0 && !(below < p)))
        fail_msg("k=%.17g: %.17g and %.17g around %.17g", k, at, below, p);
}

static void test_count_quantiles(void **state) {
    (void)state;
    static const double means[] = {0, 1e-9, 0.3, 3.5, 1000, 1e9}, p[] = {1e-12, 0.025, 0.5, 0.999};
    struct err e = {0};
    double k;
    for (size_t i = 0; i < 24; i++) {
        double mean = means[i % 6], at = p[i / 6], n = 1e9, prob = mean / 1e9;
        assert_true(poisson_quantile(at, mean, TAIL_LOWER, &k, &e));
        first_of(at, k, poisson_probability(k, mean, TAIL_LOWER),
                 poisson_probability(k - 1, mean, TAIL_LOWER));
        assert_true(binomial_quantile(at, n, prob, TAIL_LOWER, &k, &e));
        first_of(at, k, binomial_probability(k, n, prob, TAIL_LOWER),
                 binomial_probability(k - 1, n, prob, TAIL_LOWER));
        assert_true(hypergeometric_quantile(at, 2000, 3000, 17, TAIL_LOWER, &k, &e));
        first_of(at, k, hypergeometric_probability(k, 2000, 3000, 17, TAIL_LOWER),
                 hypergeometric_probability(k - 1, 2000, 3000, 17, TAIL_LOWER));
    }
}

/* Both tails of the same question: p above is 1 - p below. */
static void test_count_quantile_tails(void **state) {
    (void)state;
    struct err e = {0};
    double low, high;
    for (double p = 0.0625; p < 1; p += 0.0625) {
        assert_true(poisson_quantile(p, 12.75, TAIL_LOWER, &low, &e));
        assert_true(poisson_quantile(1 - p, 12.75, TAIL_UPPER, &high, &e));
        assert_true(low == high);
        assert_true(binomial_quantile(p, 4, 0.5, TAIL_LOWER, &low, &e));
        assert_true(binomial_quantile(1 - p, 4, 0.5, TAIL_UPPER, &high, &e));
        assert_true(low == high);
    }
}

static void test_count_quantile_ends(void **state) {
    (void)state;
    struct err e = {0};
    double k = -1;
    assert_true(poisson_quantile(0, 5, TAIL_LOWER, &k, &e) && k == 0);
    assert_true(poisson_quantile(1, 5, TAIL_LOWER, &k, &e) && k == INFINITY);
    assert_true(poisson_quantile(1, 0, TAIL_LOWER, &k, &e) && k == 0);
    assert_true(binomial_quantile(1, 7, 0.2, TAIL_LOWER, &k, &e) && k == 7);
    assert_true(binomial_quantile(0, 7, 0.2, TAIL_UPPER, &k, &e) && k == 7);
    assert_true(binomial_quantile(1, 7, 0, TAIL_LOWER, &k, &e) && k == 0);
    assert_true(binomial_quantile(0.3, 7, 1, TAIL_LOWER, &k, &e) && k == 7);
    assert_true(hypergeometric_quantile(0, 5, 3, 6, TAIL_LOWER, &k, &e) && k == 3);
    assert_true(hypergeometric_quantile(1, 5, 3, 6, TAIL_LOWER, &k, &e) && k == 5);
    assert_false(poisson_quantile(0.5, 1e300, TAIL_LOWER, &k, &e));
    e = (struct err){0};
    assert_false(hypergeometric_quantile(0.5, 5, 3, 9, TAIL_LOWER, &k, &e));
    e = (struct err){0};
    assert_false(binomial_quantile(NAN, 5, 0.3, TAIL_LOWER, &k, &e));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reference),
        cmocka_unit_test(test_count_quantiles),
        cmocka_unit_test(test_count_quantile_tails),
        cmocka_unit_test(test_count_quantile_ends),
    };
    return cmocka_run_group_tests_name("distributions", tests, NULL, NULL);
}
