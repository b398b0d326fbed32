/* Charts in their sizes: a slide is 16:9, filled and in large type; page and phone are as they
 * were. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/chart/chart.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

/* A part of that kind with n rows: a label, a year and a rate with its limits. */
static struct part *add(struct document *d, enum part_kind kind, size_t n) {
    static const char *const names[] = {"label", "by", "value", "lower", "upper"};
    struct err e = {0};
    struct part *p = document_add(d, kind, &e);
    assert_non_null(p);
    assert_true(table_new(&p->table, "t", n, 5, &e));
    p->title = "Rates of all areas";
    for (size_t k = 0; k < 5; k++) {
        struct column *c = &p->table.column[k];
        struct field f = {.name = names[k], .decimals = 1, .conf_level = k > 2 ? 0.95 : 0};
        f.type = k < 2 ? COLUMN_LABEL : COLUMN_NUMBER;
        assert_true((k < 2 ? column_labels : column_numbers)(c, &p->table.arena, &f, n, &e));
        for (size_t i = 0; i < n; i++) {
            char text[20];
            snprintf(text, sizeof text, k == 0 ? "Area %zu" : "%zu", i + (k == 0 ? 1 : 2001));
            if (k < 2)
                c->code[i] = dictionary_add(c->dictionary, &p->table.arena,
                                            (struct span){text, strlen(text)});
            else
                c->value[i] = 10 + (double)(i % 7) + (k == 3 ? -2 : k == 4 ? 2 : 0);
        }
    }
    p->drawing.reference = NAN;
    for (size_t k = 0; k < 5; k++)
        p->drawing.column[k] = NULL;
    p->drawing.column[kind == PART_TREND ? ROLE_BY : ROLE_LABEL] =
        kind == PART_TREND ? "by" : "label";
    p->drawing.column[ROLE_VALUE] = "value";
    p->drawing.column[ROLE_LOWER] = "lower";
    p->drawing.column[ROLE_UPPER] = "upper";
    return p;
}

static struct buf draw(const struct part *p, enum chart_size size) {
    struct buf out = {0};
    struct err e = {0};
    if (!chart_svg(p, &(struct chart_view){.size = size, .id_prefix = "c"}, &out, &e))
        fail_msg("%s", e.message);
    return out;
}

struct box {
    double left, top, width, height;
};

static struct box box_of(const struct buf *svg) {
    struct box b;
    assert_int_equal(sscanf(strstr(svg->text, "viewBox=\"") + strlen("viewBox=\""),
                            "%lf %lf %lf %lf", &b.left, &b.top, &b.width, &b.height),
                     4);
    return b;
}

/* The lowest and the uppermost text. */
static struct box texts_of(const struct buf *svg) {
    struct box b = {INFINITY, INFINITY, 0, -INFINITY};
    for (const char *at = svg->text; (at = strstr(at, "<text x=\"")) != NULL; at++) {
        double x, y;
        assert_int_equal(sscanf(at, "<text x=\"%lf\" y=\"%lf\"", &x, &y), 2);
        b.left = fmin(b.left, x);
        b.top = fmin(b.top, y);
        b.height = fmax(b.height, y);
    }
    return b;
}

static void assert_slide(const struct buf *svg, double most_width) {
    struct box frame = box_of(svg), texts = texts_of(svg);
    assert_non_null(strstr(svg->text, "width=\"1280\" height=\"720\""));
    if (fabs(frame.width / frame.height - 16.0 / 9) > 0.001)
        fail_msg("%g by %g", frame.width, frame.height);
    assert_true(frame.width <= most_width);
    assert_true(texts.top > frame.top && texts.height < frame.top + frame.height);
    assert_true(texts.left > frame.left);
    /* the ground is white to the edges */
    char ground[100];
    snprintf(ground, sizeof ground, "<rect x=\"%g\" y=\"%g\" width=\"%g\"", frame.left, frame.top,
             frame.width);
    assert_non_null(strstr(svg->text, ground));
}

/* 20 pixels high at 1280 is the type of a page at 1280 / 20 * 14. */
static const double large_type = 1280.0 / 20 * 14;

static void test_a_trend_fills_its_slide(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add(&d, PART_TREND, 8), CHART_SLIDE);
    struct box frame = box_of(&out), texts = texts_of(&out);
    assert_slide(&out, large_type);
    assert_true(texts.height - texts.top > 0.8 * frame.height);
    buf_free(&out);
    document_free(&d);
}

static void test_a_forest_of_few_rows_is_in_large_type(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add(&d, PART_FOREST, 5), CHART_SLIDE);
    assert_slide(&out, large_type);
    buf_free(&out);
    document_free(&d);
}

/* As many rows as there are: it becomes smaller, and keeps its shape and its middle. */
static void test_many_rows_are_all_on_the_slide(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add(&d, PART_FOREST, 152), CHART_SLIDE);
    struct box frame = box_of(&out);
    assert_slide(&out, INFINITY);
    assert_non_null(strstr(out.text, ">Area 152</text>"));
    assert_true(fabs(frame.left + frame.width / 2 - 1280.0 / 2) < 1);
    buf_free(&out);
    document_free(&d);
}

static void test_no_row_and_the_same_bytes(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *empty = add(&d, PART_FOREST, 0);
    struct buf one = draw(empty, CHART_SLIDE), two = draw(empty, CHART_SLIDE);
    assert_string_equal(one.text, two.text);
    assert_slide(&one, INFINITY);
    buf_free(&one);
    buf_free(&two);
    document_free(&d);
}

static void test_page_and_phone_are_as_large_as_drawn(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add(&d, PART_TREND, 8);
    struct buf page = draw(p, CHART_PAGE), phone = draw(p, CHART_PHONE);
    assert_true(box_of(&page).left == 0 && box_of(&page).top == 0 && box_of(&page).width == 760);
    assert_non_null(strstr(page.text, " width=\"760\""));
    assert_true(box_of(&phone).width == 350);
    buf_free(&page);
    buf_free(&phone);
    document_free(&d);
}

static void test_sizes_are_found_by_name(void **state) {
    (void)state;
    for (int i = 0; i < CHART_SIZES; i++) {
        enum chart_size s = CHART_PAGE;
        struct err e = {0};
        assert_true(chart_size_find(chart_size_name((enum chart_size)i), &s, &e));
        assert_int_equal(s, i);
    }
    enum chart_size s = CHART_PHONE;
    struct err e = {0};
    assert_false(chart_size_find("slides", &s, &e));
    assert_int_equal(s, CHART_PHONE);
    assert_int_equal(e.id, ERR_USAGE);
    assert_string_equal(e.hint, "did you mean 'slide'?");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_trend_fills_its_slide),
        cmocka_unit_test(test_a_forest_of_few_rows_is_in_large_type),
        cmocka_unit_test(test_many_rows_are_all_on_the_slide),
        cmocka_unit_test(test_no_row_and_the_same_bytes),
        cmocka_unit_test(test_page_and_phone_are_as_large_as_drawn),
        cmocka_unit_test(test_sizes_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
