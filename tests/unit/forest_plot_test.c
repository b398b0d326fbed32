/* Forest plots: intervals without an end go to an arrow, hidden rows stay where they may lie, and
 * no text or number from a stranger does harm. */
#include "report/chart/forest.h"

#include "unit/ratios.h"

/* Without a title, to know where the rows are. */
static struct part *add(struct document *d, size_t n, const char *const *label, const double *ratio,
                        const double *lower, const double *upper) {
    struct part *p = add_ratios(d, PART_FOREST, n, label, ratio, lower, upper, -1);
    p->title = NULL;
    return p;
}

static const char *const four[] = {"White", "Asian", "Mixed", "Other"};
static const double ratios[] = {1, 2, 0.5, 0.75}, lowers[] = {NAN, 1.5, 0.2, 0.7},
                    uppers[] = {NAN, 2.5, 1.25, 0.8};

static struct part *add_four(struct document *d) {
    return add(d, 4, four, ratios, lowers, uppers);
}

static void test_it_says_what_it_shows(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add_four(&d), false);
    assert_has(&out, "role=\"img\" aria-labelledby=\"t-1-title t-1-desc\"");
    assert_has(&out, "highest Asian 2.000 (1.500 to 2.500), lowest Mixed 0.500 (0.200 to 1.250); "
                     "2 of 3 intervals leave out 1.</desc>");
    assert_has(&out, "<g><title>Mixed: 0.500 (0.200 to 1.250)</title>");
    assert_has(&out, ">← lower than White</text>");
    buf_free(&out);
    document_free(&d);
}

static void test_a_hidden_ratio_may_lie_beyond_the_others(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add_four(&d);
    p->table.column[1].value[3] = NAN;
    struct buf out = draw(p, false);
    assert_has(&out, "highest known Asian 2.000 (1.500 to 2.500), lowest known Mixed 0.500");
    buf_free(&out);
    document_free(&d);
}

static void test_limits_without_an_end(void **state) {
    (void)state;
    const char *label[] = {"Endless", "Zero", "None"};
    double ratio[] = {3, 0, INFINITY}, lower[] = {1, 0, 2};
    double upper[] = {INFINITY, 1.5, INFINITY};
    struct document d = {0};
    struct buf out = draw(add(&d, 3, label, ratio, lower, upper), false);
    assert_has(&out, "3.000 (1.000 to ∞)");
    assert_has(&out, "∞ (2.000 to ∞)");
    /* one square; arrows: right for Endless, left twice for Zero, right twice for None */
    assert_int_equal(occurrences(&out, "width=\"10\" height=\"10\""), 1);
    assert_int_equal(occurrences(&out, "<polygon"), 5);
    buf_free(&out);
    document_free(&d);
}

static void test_nothing_to_show(void **state) {
    (void)state;
    const char *label[] = {"A"};
    double none = NAN, one = 1;
    struct document d = {0};
    struct buf out = draw(add(&d, 1, label, &none, &none, &none), false);
    assert_has(&out, "no row has a figure to compare");
    assert_has(&out, "width=\"10\" height=\"10\" fill=\"#fff\" stroke=\"#0072B2\"");
    buf_free(&out);
    struct part *linear = add(&d, 0, label, &none, &none, &none);
    linear->drawing.logarithmic = false;
    linear->drawing.reference = 0;
    out = draw(linear, false);
    buf_free(&out);
    out = draw(add(&d, 1, label, &one, &one, &one), false); /* no width, at the reference */
    buf_free(&out);
    document_free(&d);
}

/* A hidden row whose ratio lies between lo and hi, below one of 4. */
static struct buf draw_hidden(double lo, double hi) {
    const char *label[] = {"White", "East", "South"};
    double ratio[] = {1, 4, NAN}, none[] = {NAN, NAN, NAN};
    struct document d = {0};
    struct part *p = add(&d, 3, label, ratio, none, none);
    set_number(&p->table, &p->table.column[1], 2, NAN, lo, hi);
    p->drawing.column[ROLE_LOWER] = p->drawing.column[ROLE_UPPER] = NULL;
    struct buf out = draw(p, false);
    document_free(&d);
    return out;
}

/* The axis reaches to where a hidden figure may lie: its bar is never drawn at the edge. */
static void test_what_is_hidden_has_its_place(void **state) {
    (void)state;
    struct buf out = draw_hidden(0.125, 0.5);
    assert_has(&out, ">0.125</text>");
    assert_has(&out, "<path d=\"M108.09,71V"); /* the lines of 0.125 and 0.5 */
    assert_has(&out, "M273.08,71V");
    assert_has(&out, "<rect x=\"108.09\" y=\"136\" width=\"164.98\" height=\"10\" fill=\"#fff\"");
    assert_int_equal(occurrences(&out, "<polygon"), 1); /* the diamond of White */
    assert_has(&out, "East 4.000; 1 row is known between bounds only.</desc>");
    buf_free(&out);
    out = draw_hidden(0.125, INFINITY); /* to the end of the axis, with an arrow there */
    assert_has(&out, "<g><title>South: at least 0.125 [c]</title>");
    assert_int_equal(occurrences(&out, "<polygon"), 2);
    assert_lacks(&out, "inf");
    buf_free(&out);
    out = draw_hidden(0, 0.5); /* 0 has no place on a log axis: an arrow */
    assert_has(&out, ">0.5</text>");
    assert_int_equal(occurrences(&out, "<polygon"), 2);
    buf_free(&out);
    out = draw_hidden(0.5, INFINITY);
    assert_int_equal(occurrences(&out, "<polygon"), 2);
    buf_free(&out);
}

/* --- strangers -------------------------------------------------------------------------------- */

static void test_hostile_labels_are_harmless(void **state) {
    (void)state;
    const char *label[] = {hostile_script, hostile_attribute, hostile_bytes, endless()};
    struct document d = {.title = "T"};
    add(&d, 4, label, ratios, lowers, uppers)->title = hostile_attribute;
    assert_harmless(&d);
    document_free(&d);
}

static void spoil(struct part *p, size_t k, const double x[3]) {
    p->table.column[1].value[k % 4] = x[0];
    p->table.column[2].value[1 + k % 3] = x[1];
    p->table.column[3].value[1 + k % 2] = x[2];
    p->drawing.logarithmic = k % 3 != 0;
    p->drawing.reference = k % 5 == 0 ? x[0] : 1;
}

static void test_any_numbers_make_a_picture(void **state) {
    (void)state;
    assert_draws_any_numbers(add_four, spoil);
}

static void test_the_same_bytes_each_time(void **state) {
    (void)state;
    struct document d = {0};
    assert_same_bytes(add_four(&d));
    document_free(&d);
}

static void test_it_needs_its_columns(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add_four(&d);
    refuse_column(p, ROLE_VALUE, "ratios", ERR_COLUMN);
    refuse_column(p, ROLE_VALUE, "group", ERR_COLUMN_TYPE);
    refuse_column(p, ROLE_LABEL, NULL, ERR_COLUMN);
    refuse_column(p, ROLE_UPPER, "uper", ERR_COLUMN);
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_says_what_it_shows),
        cmocka_unit_test(test_a_hidden_ratio_may_lie_beyond_the_others),
        cmocka_unit_test(test_limits_without_an_end),
        cmocka_unit_test(test_nothing_to_show),
        cmocka_unit_test(test_what_is_hidden_has_its_place),
        cmocka_unit_test(test_hostile_labels_are_harmless),
        cmocka_unit_test(test_any_numbers_make_a_picture),
        cmocka_unit_test(test_the_same_bytes_each_time),
        cmocka_unit_test(test_it_needs_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
