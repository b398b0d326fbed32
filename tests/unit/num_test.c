/* Numbers with a fixed number of decimals: rounded once, from the exact value of the double. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"

#include <cmocka.h>

/* printf rounds the exact binary value; the tests run in the C locale. */
static void assert_rounds(double x) {
    for (int decimals = 0; decimals <= 12; decimals++) {
        char got[NUM_FIXED_SIZE], wanted[NUM_FIXED_SIZE];
        snprintf(wanted, sizeof wanted, "%.*f", decimals, x);
        bool zero = strspn(wanted, "-0.") == strlen(wanted);
        size_t n = num_fixed(x, decimals, false, got);
        assert_string_equal(got, wanted + (zero && wanted[0] == '-'));
        assert_int_equal(n, strlen(got));
    }
}

static void assert_neighbours(double x) {
    double around[] = {x, nextafter(x, INFINITY), nextafter(x, -INFINITY), x + 1e-7, x - 1e-7};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        assert_rounds(around[i]);
        assert_rounds(-around[i]);
    }
}

static void ties_and_their_neighbours(void **state) {
    (void)state;
    static const double x[] = {0,          0.5,
                               1.5,        2.5,
                               0.125,      0.375,
                               1.005,      2.675,
                               0.045,      0.0005,
                               1e-7,       5e-7,
                               1e-13,      0.1,
                               0.3,        0.7,
                               9.995,      99.5,
                               999.95,     999999.5,
                               99999999.5, 999999999.5,
                               1e9,        123456789.125,
                               1e15 + 0.5, 9007199254740992,
                               0.77497,    5e-324};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        assert_neighbours(x[i]);
    for (int i = 0; i < 100000; i++) /* every half of the fifth decimal below 1 */
        assert_rounds((i + 0.5) / 100000);
}

/* Any mantissa, sizes from 1e-9 to 1e17; the same in every run. */
static void any_number(void **state) {
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        double share = (double)(seed >> 11) / 9007199254740992.0;
        assert_rounds(share * pow(10, (double)(i % 27) - 9));
    }
}

static void groups_of_three(void **state) {
    (void)state;
    static const struct {
        double x;
        int decimals;
        const char *text;
    } cases[] = {{999, 0, "999"},
                 {1000, 0, "1,000"},
                 {-1234567.891, 2, "-1,234,567.89"},
                 {999999.96, 1, "1,000,000.0"},
                 {-0.004, 2, "0.00"},
                 {NAN, 1, "NaN"},
                 {-INFINITY, 1, "-Inf"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[NUM_FIXED_SIZE];
        num_fixed(cases[i].x, cases[i].decimals, true, got);
        assert_string_equal(got, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_and_their_neighbours),
        cmocka_unit_test(any_number),
        cmocka_unit_test(groups_of_three),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
