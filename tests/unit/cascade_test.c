/* Cascades: what must hold for any nested counts, and what must be refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "stats/call.h"
#include "stats/catalogue.h"

#include "unit/kernels.h" /* last: cmocka makes a macro of the name fail */

enum { most = 6 };

struct made_up {
    size_t n;
    double group[most], reference[most], group_base, reference_base;
};

/* Nested counts from a base that is small as often as it is large. */
static void stages_of(double base, double *count, size_t n, uint64_t *seed) {
    for (size_t i = 0; i < n; i++)
        count[i] = base = (double)draw(seed, (uint64_t)base + 1);
}

static struct made_up make_up(uint64_t *seed) {
    static const double bases[] = {1, 3, 40, 1000, 98765, 1e9};
    struct made_up m = {.n = 1 + draw(seed, most),
                        .group_base = bases[draw(seed, 6)],
                        .reference_base = bases[draw(seed, 6)]};
    stages_of(m.group_base, m.group, m.n, seed);
    stages_of(m.reference_base, m.reference, m.n, seed);
    return m;
}

static bool run(struct call *c, const struct made_up *m, const char *limits, struct answer *a,
                struct err *e) {
    call_begin(c, &cascade_stages);
    return call_list(c, "group", m->group, m->n, e) &&
           call_list(c, "reference", m->reference, m->n, e) &&
           call_number(c, "group_base", m->group_base, e) &&
           call_number(c, "reference_base", m->reference_base, e) &&
           call_text(c, "limits", limits, e) && call_run(c, a, e);
}

/* Result r at stage i. */
static double at(const struct answer *a, size_t r, size_t i) {
    return a->value[r * a->length[0] + i];
}

enum { PROPORTION, REFERENCE_PROPORTION, RATIO, RATIO_LOWER, RATIO_UPPER, CUMULATIVE };

static void check_product(const struct made_up *m, const struct answer *a) {
    double product = 1, whole = 1, reference = 1;
    for (size_t i = 0; i < m->n; i++) {
        product *= at(a, RATIO, i);
        whole *= at(a, PROPORTION, i);
        reference *= at(a, REFERENCE_PROPORTION, i);
        if (isfinite(product))
            near(product, at(a, CUMULATIVE, i), 1e-13);
        if (isfinite(whole))
            near(whole, m->group[i] / m->group_base, 1e-13);
        if (isfinite(reference))
            near(reference, m->reference[i] / m->reference_base, 1e-13);
    }
}

static void check_limits(const struct made_up *m, const struct answer *a, size_t first) {
    for (size_t i = 0; i < m->n; i++) {
        double low = at(a, first + 1, i), high = at(a, first + 2, i), ratio = at(a, first, i);
        assert_false(low > high);
        assert_false(low > ratio * (1 + 1e-12) || high < ratio * (1 - 1e-12));
        assert_false(low < 0);
    }
}

static void test_product_is_cumulative(void **state) {
    (void)state;
    uint64_t seed = 20110327;
    for (int k = 0; k < 3000; k++) {
        struct made_up m = make_up(&seed);
        struct call c;
        struct answer a;
        struct err e = {0};
        if (!run(&c, &m, k % 2 ? "rate" : "risk", &a, &e))
            fail_msg("%s", e.message);
        check_product(&m, &a);
        check_limits(&m, &a, RATIO);
        check_limits(&m, &a, CUMULATIVE);
        call_end(&c);
    }
}

/* Exchanging the groups turns every ratio over, limits included. */
static void test_exchanged_groups(void **state) {
    (void)state;
    struct made_up m = {3, {800, 90, 12}, {700, 400, 30}, 5000, 1e6}, other = m;
    memcpy(other.group, m.reference, sizeof m.group);
    memcpy(other.reference, m.group, sizeof m.group);
    other.group_base = m.reference_base;
    other.reference_base = m.group_base;
    struct call c, d;
    struct answer a, b;
    struct err e = {0};
    assert_true(run(&c, &m, "risk", &a, &e) && run(&d, &other, "risk", &b, &e));
    for (size_t i = 0; i < 3; i++) {
        near(at(&a, RATIO, i), 1 / at(&b, RATIO, i), 1e-13);
        assert_true(fabs(at(&a, RATIO_LOWER, i) * at(&b, RATIO_UPPER, i) - 1) < 1e-9);
    }
    call_end(&c);
    call_end(&d);
}

static void refused(struct made_up m, const char *words) {
    struct call c;
    struct answer a;
    struct err e = {0};
    assert_false(run(&c, &m, "risk", &a, &e));
    assert_int_equal(e.id, ERR_ARG_RANGE);
    assert_non_null(strstr(e.message, words));
    call_end(&c);
}

static void test_not_nested(void **state) {
    (void)state;
    refused((struct made_up){2, {50, 51}, {40, 20}, 100, 100}, "stage 2 of 'group' counts 51");
    refused((struct made_up){2, {50, 20}, {101, 20}, 100, 100}, "stage 1 of 'reference'");
    refused((struct made_up){1, {1}, {0}, 0, 100}, "do not nest");
}

static void test_nobody(void **state) {
    (void)state;
    struct made_up m = {2, {0, 0}, {40, 20}, 100, 100};
    struct call c;
    struct answer a;
    struct err e = {0};
    assert_true(run(&c, &m, "risk", &a, &e));
    assert_true(at(&a, RATIO, 0) == 0 && at(&a, RATIO_LOWER, 0) == 0);
    assert_true(isnan(at(&a, RATIO, 1)) && isnan(at(&a, RATIO_UPPER, 1)));
    assert_true(at(&a, CUMULATIVE, 1) == 0);
    assert_non_null(a.note);
    call_end(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_product_is_cumulative),
        cmocka_unit_test(test_exchanged_groups),
        cmocka_unit_test(test_not_nested),
        cmocka_unit_test(test_nobody),
    };
    return cmocka_run_group_tests_name("cascade", tests, NULL, NULL);
}
