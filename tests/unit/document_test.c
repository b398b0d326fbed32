/* Documents: parts with names of their own, inputs, and checks that are listed once. */
#include "data/document.h"

#include "inputs.h"

static void test_parts_are_named(void **state) {
    (void)state;
    struct document d = {0};
    struct err e = {0};
    static const enum part_kind kinds[] = {PART_TABLE, PART_TEXT, PART_TABLE, PART_FOREST};
    for (size_t i = 0; i < 4; i++) {
        struct part *p = document_add(&d, kinds[i], &e);
        assert_non_null(p);
        assert_int_equal(p->kind, kinds[i]);
        p->title = "kept";
    }
    for (size_t i = 0; i < 40; i++) /* the array grows, and what is in it stays */
        assert_non_null(document_add(&d, PART_HEADING, &e));
    assert_string_equal(d.part[0].name, "table-1");
    assert_string_equal(d.part[1].name, "text-1");
    assert_string_equal(d.part[2].name, "table-2");
    assert_string_equal(d.part[3].name, "forest-1");
    assert_string_equal(d.part[3].title, "kept");
    assert_string_equal(d.part[43].name, "heading-40");
    assert_int_equal(d.n_parts, 44);
    document_free(&d);
    document_free(&d);
    assert_null(d.part);
}

static void test_tables_are_freed(void **state) {
    (void)state;
    struct document d = {0};
    struct err e = {0};
    struct part *p = document_add(&d, PART_TABLE, &e);
    assert_true(table_new(&p->table, "t", 3, 2, &e));
    document_free(&d); /* the leak checker would tell */
}

static void test_inputs(void **state) {
    (void)state;
    struct document d = {0};
    struct err e = {0};
    for (size_t i = 0; i < 20; i++) {
        struct input *input = document_add_input(&d, &e);
        assert_non_null(input);
        input->rows = i;
    }
    assert_int_equal(d.n_inputs, 20);
    assert_int_equal(d.input[3].rows, 3);
    document_free(&d);
}

static void test_checks_once(void **state) {
    (void)state;
    struct document d = {0};
    struct err e = {0};
    char text[40];
    for (size_t i = 0; i < 30; i++) {
        snprintf(text, sizeof text, "finding %zu", i % 15);
        struct check c = {.code = "C101", .state = CHECK_FAILED, .text = text};
        assert_true(document_add_check(&d, &c, &e));
    }
    assert_int_equal(d.n_checks, 15);
    assert_string_equal(d.check[14].text, "finding 14");
    assert_int_equal(d.check[14].state, CHECK_FAILED);
    /* The same sentence about another table is another finding. */
    struct check same = {.code = "C101", .text = "finding 1", .dataset = "beds", .rows = 7};
    assert_true(document_add_check(&d, &same, &e) && document_add_check(&d, &same, &e));
    assert_int_equal(d.n_checks, 16);
    assert_string_equal(d.check[15].dataset, "beds");
    assert_int_equal(d.check[15].rows, 7);
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_are_named),
        cmocka_unit_test(test_tables_are_freed),
        cmocka_unit_test(test_inputs),
        cmocka_unit_test(test_checks_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
