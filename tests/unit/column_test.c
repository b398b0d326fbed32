/* Dictionaries, columns with marks and bounds, and the parts of a table that every operation uses.
 */
#include <math.h>

#include "data/table.h"

#include "inputs.h"

static struct span span_of(const char *text) {
    return (struct span){text, strlen(text)};
}

static void test_dictionary_order(void **state) {
    (void)state;
    struct arena a = {0};
    struct dictionary d = {0};
    char text[40];
    assert_int_equal(dictionary_find(&d, span_of("White")), -1);
    for (int32_t i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "label %d", i * 7919 % 5000);
        assert_int_equal(dictionary_add(&d, &a, span_of(text)), i);
    }
    assert_int_equal(d.n, 5000);
    for (int32_t i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "label %d", i * 7919 % 5000);
        assert_int_equal(dictionary_find(&d, span_of(text)), i);
        assert_int_equal(dictionary_add(&d, &a, span_of(text)), i);
        assert_string_equal(d.text[i], text);
    }
    assert_int_equal(dictionary_find(&d, span_of("label")), -1);
    assert_int_equal(dictionary_add(&d, &a, span_of("")), 5000);
    assert_int_equal(dictionary_find(&d, (struct span){"label 17 and more", 8}),
                     dictionary_find(&d, span_of("label 17")));
    arena_free(&a);
}

static void test_marks_have_words(void **state) {
    (void)state;
    for (int i = 0; i < MARK_COUNT; i++) {
        enum mark m;
        assert_true(mark_find(mark_name((enum mark)i), &m));
        assert_int_equal(m, i);
        assert_true(strlen(mark_meaning((enum mark)i)) > 0);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(mark_symbol((enum mark)k), mark_symbol((enum mark)i));
    }
    enum mark m;
    assert_false(mark_find("supressed", &m));
    assert_string_equal(mark_symbol(MARK_SUPPRESSED), "[c]");
    assert_string_equal(mark_symbol(MARK_OK), "");
}

static void test_number_cells(void **state) {
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct column c;
    double lo, hi;
    assert_true(column_numbers(&c, &a, &(struct field){.name = "cases"}, 4, &e));
    assert_true(isnan(c.value[3]) && c.mark == NULL && c.lo == NULL);
    c.value[0] = 12;
    c.value[1] = 13;
    assert_true(column_set_mark(&c, &a, 1, MARK_BLANK, NAN, NAN, &e));
    assert_null(c.lo); /* no bounds are known yet */
    assert_true(column_set_mark(&c, &a, 2, MARK_SUPPRESSED, 1, 4, &e));
    assert_true(isnan(c.value[1]) && isnan(c.value[2]));
    column_bounds(&c, 0, &lo, &hi);
    assert_true(lo == 12 && hi == 12);
    column_bounds(&c, 1, &lo, &hi);
    assert_true(isnan(lo) && isnan(hi));
    column_bounds(&c, 2, &lo, &hi);
    assert_true(lo == 1 && hi == 4);
    assert_true(c.lo[0] == 12 && c.hi[0] == 12);
    size_t counts[MARK_COUNT];
    column_count_marks(&c, counts);
    assert_int_equal(counts[MARK_OK], 2);
    assert_int_equal(counts[MARK_BLANK], 1);
    assert_int_equal(counts[MARK_SUPPRESSED], 1);
    assert_true(column_set_mark(&c, &a, 2, MARK_REFUSED, NAN, NAN, &e)); /* bounds go again */
    column_bounds(&c, 2, &lo, &hi);
    assert_true(isnan(lo) && isnan(hi));
    arena_free(&a);
}

/* What a column's number is written as, which is this one in full. */
static void assert_written(struct field f, double x, const char *text) {
    char out[NUM_TEXT_SIZE];
    field_number(&f, x, out);
    assert_string_equal(out, text);
}

static void test_digits_of_results(void **state) {
    (void)state;
    const struct field data = {.name = "cases"}, count = {.measure = "core.count", .count = true};
    const struct field limit = {.name = "upper", .measure = "funnel.limits_overdispersed"};
    const struct field p = {.name = "p_value", .measure = "trend.quasipoisson"};
    assert_written(data, 3375199777625362, "3375199777625362");
    assert_written(count, 3375199777625362, "3375199777625362");
    assert_written(limit, 3375199777625362, "3.37519977763e+15"); /* whole, but only by accident */
    assert_written(limit, 4575, "4575");
    assert_written(limit, -0.0, "0");
    assert_written(p, 0.0405944235373521, "0.0405944235374");
    assert_written(p, 1.02089037170345e-69, "1.0208904e-69");
    assert_written(data, 1.02089037170345e-69, "1.0208903717e-69");
}

static void test_label_cells(void **state) {
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct column c;
    double lo, hi;
    assert_true(column_labels(&c, &a, &(struct field){.name = "group"}, 2, &e));
    assert_null(column_label(&c, 0));
    c.code[0] = dictionary_add(c.dictionary, &a, span_of("White"));
    c.code[1] = 0;
    assert_string_equal(column_label(&c, 1), "White");
    assert_true(column_set_mark(&c, &a, 1, MARK_UNKNOWN, 1, 2, &e));
    assert_null(column_label(&c, 1));
    assert_int_equal(column_mark(&c, 1), MARK_UNKNOWN);
    column_bounds(&c, 0, &lo, &hi);
    assert_true(isnan(lo) && isnan(hi) && c.lo == NULL);
    arena_free(&a);
}

static void relabel(const char *const *label, const struct field *field, struct arena *a,
                    struct column *to, struct err *e) {
    static const char *const order[] = {"Other", "White", NULL};
    struct column c;
    assert_true(column_labels(&c, a, field, 4, e));
    c.code[0] = dictionary_add(c.dictionary, a, span_of("Irish"));
    c.code[1] = dictionary_add(c.dictionary, a, span_of("Arab"));
    c.code[2] = dictionary_add(c.dictionary, a, span_of("British"));
    assert_int_equal(dictionary_add(c.dictionary, a, span_of("of no row")), 3);
    assert_true(column_set_mark(&c, a, 3, MARK_REFUSED, NAN, NAN, e));
    struct field five = {.name = "five", .totals = "Total"};
    bool done = column_relabel(to, a, &five, &c, label, order, 2, e);
    assert_int_equal(done, e->id == ERR_NONE);
}

static void test_relabelled(void **state) {
    (void)state;
    static const struct field group = {.name = "group"};
    struct arena a = {0};
    struct err e = {0};
    struct column to;
    relabel((const char *const[]){"White", "Other", "White", NULL}, &group, &a, &to, &e);
    assert_string_equal(column_label(&to, 0), "White");
    assert_string_equal(column_label(&to, 1), "Other");
    assert_int_equal(to.code[2], 1); /* in the order that was given, not that of the rows */
    assert_int_equal(to.dictionary->n, 2);
    assert_null(column_label(&to, 3));
    assert_int_equal(column_mark(&to, 3), MARK_REFUSED);
    assert_int_equal(column_mark(&to, 2), MARK_OK);
    assert_string_equal(to.field.name, "five");
    assert_string_equal(to.field.totals, "Total");
    relabel((const char *const[]){"White", NULL, "White", NULL}, &group, &a, &to, &e);
    assert_int_equal(e.id, ERR_LABEL);
    assert_string_equal(e.message, "\"Arab\" of column \"group\" has no new label");
    e = (struct err){0};
    relabel((const char *const[]){"White", "Arab", "White", NULL}, &group, &a, &to, &e);
    assert_int_equal(e.id, ERR_LABEL); /* not among the labels of 'order' */
    arena_free(&a);
}

/* What is said of single labels goes with them. */
static void test_relabelled_times(void **state) {
    (void)state;
    static const char *const arab[] = {"Arab"}, *const both[] = {"of no row", "Irish", "British"};
    static const char *const covers[] = {"a day", "a week", "a month"};
    static const char *const apart[] = {"White", "Other", "White", NULL};
    struct field stocks = {.name = "group", .stock = {1, arab}, .flow = {3, both}};
    struct field parts = {.name = "year", .part = {3, both}, .part_covers = {3, covers}};
    struct arena a = {0};
    struct err e = {0};
    struct column to;
    relabel(apart, &stocks, &a, &to, &e);
    assert_int_equal(to.field.stock.n, 1);
    assert_string_equal(to.field.stock.label[0], "Other");
    assert_int_equal(to.field.flow.n, 2);
    assert_string_equal(to.field.flow.label[1], "White");
    relabel((const char *const[]){"White", "White", "Other", NULL}, &stocks, &a, &to, &e);
    assert_int_equal(e.id, ERR_SYSTEMS);
    assert_string_equal(e.message, "'Irish' and 'Arab' of column 'group' count at different times: "
                                   "both would be 'White'");
    e = (struct err){0};
    relabel((const char *const[]){"Other", "White", "Other", NULL}, &parts, &a, &to, &e);
    assert_int_equal(e.id, ERR_SYSTEMS); /* two parts of a year are not one */
    e = (struct err){0};
    relabel((const char *const[]){"Other", NULL, "White", NULL}, &parts, &a, &to, &e);
    assert_int_equal(e.id, ERR_LABEL);
    assert_string_equal(field_part(&to.field, "White"), "a month");
    assert_int_equal(to.field.part_covers.n, 2);
    arena_free(&a);
}

/* A table with a label column "group" and a number column "cases". */
static void make_table(struct table *t) {
    struct err e = {0};
    struct arena a = {0};
    struct column group, cases;
    assert_true(table_new(t, "help", 2, 2, &e));
    assert_true(column_labels(&group, &a, &(struct field){.name = "group"}, 2, &e));
    assert_true(
        column_numbers(&cases, &a, &(struct field){.name = "cases", .unit = "cases"}, 2, &e));
    group.code[0] = dictionary_add(group.dictionary, &a, span_of("White"));
    group.code[1] = dictionary_add(group.dictionary, &a, span_of("Asian"));
    cases.value[0] = 415;
    assert_true(column_set_mark(&cases, &a, 1, MARK_SUPPRESSED, 1, 4, &e));
    assert_true(table_put(t, 0, &group, &e));
    assert_true(table_put(t, 1, &cases, &e));
    arena_free(&a); /* the table holds copies */
}

static void test_table_copies(void **state) {
    (void)state;
    struct table t;
    struct err e = {0};
    double lo, hi;
    make_table(&t);
    struct column *group = table_need_labels(&t, "group", &e);
    struct column *cases = table_need_numbers(&t, "cases", &e);
    assert_string_equal(column_label(group, 1), "Asian");
    assert_int_equal(dictionary_find(group->dictionary, span_of("Asian")), 1);
    assert_string_equal(cases->field.unit, "cases");
    column_bounds(cases, 1, &lo, &hi);
    assert_true(cases->value[0] == 415 && lo == 1 && hi == 4);
    struct column longer = {.field = {.name = "cases"}, .n = 3};
    assert_false(table_put(&t, 1, &longer, &e));
    assert_int_equal(e.id, ERR_ARG_LENGTH);
    table_free(&t);
    table_free(&t);
    assert_null(t.column);
}

static void test_columns_are_needed(void **state) {
    (void)state;
    struct table t;
    struct err e = {0}, wrong = {0}, other = {0};
    make_table(&t);
    assert_null(table_column(&t, "case"));
    assert_null(table_need(&t, "case", &e));
    assert_int_equal(e.id, ERR_COLUMN);
    assert_string_equal(e.message, "no column \"case\"; there are: group, cases");
    assert_string_equal(e.hint, "did you mean \"cases\"?");
    assert_null(table_need_numbers(&t, "group", &wrong));
    assert_int_equal(wrong.id, ERR_COLUMN_TYPE);
    assert_null(table_need_labels(&t, "cases", &other));
    assert_string_equal(other.message, "column \"cases\" holds numbers; labels are needed here");
    table_free(&t);
}

static void test_wide_table_lists_some(void **state) {
    (void)state;
    struct table t;
    struct err e = {0};
    assert_true(table_new(&t, NULL, 0, 400, &e));
    for (size_t i = 0; i < 400; i++)
        t.column[i].field.name = "a column with a name of forty characters";
    assert_null(table_need(&t, "x", &e));
    assert_int_equal(e.id, ERR_COLUMN);
    table_free(&t);
}

static void test_inheritance(void **state) {
    (void)state;
    struct table from, to;
    struct err e = {0};
    struct source source = {.dataset = "help", .body = "Leicester City Council", .published = true};
    struct check check = {.code = "C103", .state = CHECK_FAILED, .text = "negative"};
    make_table(&from);
    assert_true(table_new(&to, "out", 0, 0, &e));
    from.n_sources = from.n_checks = 1;
    from.source = &source;
    from.check = &check;
    assert_true(table_add_note(&from, "Includes adults.", &e));
    assert_true(table_add_note(&to, "First.", &e));
    assert_true(table_inherit(&to, &from, &e));
    assert_true(table_inherit(&to, &from, &e)); /* the same again adds nothing */
    source.body = "Department for Education";
    check.text = "another";
    assert_true(table_inherit(&to, &from, &e));
    table_free(&from);
    assert_int_equal(to.n_sources, 2);
    assert_string_equal(to.source[1].body, "Department for Education");
    assert_string_equal(to.source[0].body, "Leicester City Council");
    assert_true(to.source[0].published);
    assert_int_equal(to.n_checks, 2);
    assert_string_equal(to.check[1].text, "another");
    assert_int_equal(to.check[0].state, CHECK_FAILED);
    assert_int_equal(to.n_notes, 2);
    assert_string_equal(to.note[1].text, "Includes adults.");
    table_free(&to);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dictionary_order),      cmocka_unit_test(test_marks_have_words),
        cmocka_unit_test(test_number_cells),          cmocka_unit_test(test_digits_of_results),
        cmocka_unit_test(test_label_cells),           cmocka_unit_test(test_table_copies),
        cmocka_unit_test(test_columns_are_needed),    cmocka_unit_test(test_inheritance),
        cmocka_unit_test(test_wide_table_lists_some), cmocka_unit_test(test_relabelled),
        cmocka_unit_test(test_relabelled_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
