/* Charts as Vega-Lite: the same doubles as the table, hidden cells with their bounds or in words,
 * text that stays text. What Vega-Lite itself says of it is in tests/vega.sh. */
#include <stdlib.h>

#include <jansson.h>

#include "report/chart/vega.h"
#include "report/chart/vega_kind.h"

#include "unit/tables.h"

struct row {
    const char *label, *year;
    double value, lo, hi; /* NaN: hidden, between these if they are known */
};

static struct part *add(struct document *d, enum part_kind kind, size_t n, const struct row *r) {
    static const char *const names[] = {"a \"name\"", "b.c[0]", "value", "lower", "upper"};
    struct err e = {0};
    struct part *p = document_add(d, kind, &e);
    assert_non_null(p);
    assert_true(table_new(&p->table, "t", n, 5, &e));
    p->title = "Cases";
    struct table *t = &p->table;
    struct column *label = add_labels(t, 0, names[0], NULL);
    struct column *year = add_labels(t, 1, names[1], NULL);
    struct column *value = add_numbers(t, 2, names[2], NULL, 1);
    struct column *lower = add_numbers(t, 3, names[3], NULL, 1);
    struct column *upper = add_numbers(t, 4, names[4], NULL, 1);
    lower->field.conf_level = upper->field.conf_level = 0.95;
    for (size_t i = 0; i < n; i++) {
        set_label(t, label, i, r[i].label);
        set_label(t, year, i, r[i].year);
        set_number(t, value, i, r[i].value, r[i].lo, r[i].hi);
        set_number(t, lower, i, r[i].value / 3, NAN, NAN);
        set_number(t, upper, i, r[i].value * 3, NAN, NAN);
    }
    p->drawing.reference = NAN;
    p->drawing.column[kind == PART_TREND ? ROLE_BY : ROLE_LABEL] = names[kind == PART_TREND];
    p->drawing.column[ROLE_VALUE] = names[2];
    p->drawing.column[ROLE_LOWER] = names[3];
    p->drawing.column[ROLE_UPPER] = names[4];
    return p;
}

static json_t *draw(const struct part *p, enum theme theme) {
    struct buf out = {0};
    struct err e = {0};
    json_error_t error;
    if (!vega_chart(p, theme, &out, &e))
        fail_msg("%s", e.message);
    for (const char *c = out.text; *c != '\0'; c++)
        assert_true((unsigned char)*c >= 0x20 || *c == '\n');
    json_t *root = json_loads(out.text, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        fail_msg("line %d: %s", error.line, error.text);
    buf_free(&out);
    return root;
}

static const json_t *at(const json_t *root, const char *one, const char *two) {
    const json_t *found = json_object_get(root, one);
    return two != NULL ? json_object_get(found, two) : found;
}

static const json_t *row_of(const json_t *root, size_t i) {
    return json_array_get(at(root, "data", "values"), i);
}

static double number_of(const json_t *row, const char *key) {
    const json_t *x = json_object_get(row, key);
    assert_non_null(x);
    return json_is_number(x) ? json_number_value(x) : NAN;
}

static const char *text_of(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

static const struct row some[] = {{"North", "2019", 2.0 / 3, NAN, NAN},
                                  {"South", "2020", NAN, 1, 4},
                                  {"East", "2021", NAN, NAN, NAN},
                                  {"West", "2023", INFINITY, NAN, NAN},
                                  {"Mid", "2024", NAN, 5, INFINITY}};

static void test_numbers_are_the_table_s(void **state) {
    (void)state;
    struct document d = {0};
    json_t *root = draw(add(&d, PART_FOREST, 5, some), THEME_OKABE_ITO);
    assert_string_equal(text_of(root, "$schema"),
                        "https://vega.github.io/schema/vega-lite/v6.json");
    assert_string_equal(text_of(at(root, "title", NULL), "text"), "Cases");
    assert_int_equal(json_array_size(at(root, "data", "values")), 5);
    assert_string_equal(text_of(row_of(root, 0), "label"), "North");
    assert_true(fabs(number_of(row_of(root, 0), "value") - 2.0 / 3) < 1e-12);
    assert_true(fabs(number_of(row_of(root, 0), "upper") - 2) < 1e-11);
    assert_null(json_object_get(row_of(root, 0), "mark"));
    assert_true(isnan(number_of(row_of(root, 3), "value")));
    assert_string_equal(text_of(row_of(root, 3), "value_is"), "Inf");
    json_decref(root);
    document_free(&d);
}

static void test_hidden_cells_are_bars_or_words(void **state) {
    (void)state;
    struct document d = {0};
    json_t *root = draw(add(&d, PART_FOREST, 5, some), THEME_OKABE_ITO);
    assert_true(isnan(number_of(row_of(root, 1), "value")));
    assert_string_equal(text_of(row_of(root, 1), "mark"), "suppressed");
    assert_true(number_of(row_of(root, 1), "least") == 1 &&
                number_of(row_of(root, 1), "most") == 4);
    assert_string_equal(text_of(row_of(root, 2), "mark"), "suppressed");
    assert_null(json_object_get(row_of(root, 2), "least"));
    assert_true(number_of(row_of(root, 4), "least") == 5);
    assert_string_equal(text_of(row_of(root, 4), "most_is"), "Inf");
    const char *said = text_of(root, "description");
    assert_non_null(strstr(said, " Not drawn: East ([c]); West (\u221e)."));
    /* the last layer is that of the bars, hollow */
    const json_t *layers = at(root, "layer", NULL);
    const json_t *last = json_array_get(layers, json_array_size(layers) - 1);
    assert_string_equal(text_of(at(last, "mark", NULL), "type"), "bar");
    assert_true(json_is_false(json_object_get(at(last, "mark", NULL), "filled")));
    json_decref(root);
    document_free(&d);
}

/* Years without a row keep their place, and a line joins only what the picture joins. */
static void test_trends_join_what_the_picture_joins(void **state) {
    (void)state;
    static const struct row years[] = {{"", "2019", 1, NAN, NAN},
                                       {"", "2020", 2, NAN, NAN},
                                       {"", "2022", 3, NAN, NAN},
                                       {"", "2023", 4, NAN, NAN}};
    static const struct series_break broken = {"b.c[0]", "2023", "a new form"};
    struct document d = {0};
    struct part *p = add(&d, PART_TREND, 4, years);
    p->table.series_break = &broken;
    p->table.n_breaks = 1;
    json_t *root = draw(p, THEME_OKABE_ITO);
    double segment[4];
    for (size_t i = 0; i < 4; i++)
        segment[i] = number_of(row_of(root, i), "segment");
    assert_true(segment[0] == segment[1] && segment[1] != segment[2] && segment[2] != segment[3]);
    assert_true(json_is_false(json_object_get(row_of(root, 0), "alone")));
    assert_true(json_is_true(json_object_get(row_of(root, 2), "alone")));
    const json_t *layer = json_array_get(at(root, "layer", NULL), 1);
    const json_t *x = json_object_get(json_object_get(layer, "encoding"), "x");
    assert_int_equal(json_array_size(json_object_get(json_object_get(x, "scale"), "domain")), 5);
    assert_non_null(strstr(text_of(root, "description"),
                           " Lines are not joined at a break at 2023: a new form."));
    json_decref(root);
    document_free(&d);
}

static void test_log_axes_hold_only_what_is_above_0(void **state) {
    (void)state;
    static const struct row ratios[] = {{"A", "1", 2, NAN, NAN}, {"B", "2", NAN, 0, 0.5}};
    struct document d = {0};
    struct part *p = add(&d, PART_FOREST, 2, ratios);
    p->drawing.logarithmic = true;
    p->drawing.reference = 1;
    json_t *root = draw(p, THEME_OKABE_ITO);
    const json_t *layer = json_array_get(at(root, "layer", NULL), 0);
    const json_t *x = json_object_get(json_object_get(layer, "encoding"), "x");
    const json_t *scale = json_object_get(x, "scale");
    assert_true(json_number_value(json_object_get(x, "datum")) == 1);
    assert_string_equal(text_of(scale, "type"), "log");
    assert_true(json_number_value(json_array_get(json_object_get(scale, "domain"), 0)) > 0);
    assert_true(json_is_true(json_object_get(scale, "clamp")));
    json_decref(root);
    document_free(&d);
}

/* Neither colours nor what turns text around comes out of a label; nor does a label leave JSON. */
static void test_labels_stay_text(void **state) {
    (void)state;
    static const struct row hostile[] = {{"\x01\x02\"}],\"x\":", "1", 1, NAN, NAN},
                                         {"\u202Etxt.exe", "2", 2, NAN, NAN}};
    struct document d = {0};
    json_t *root = draw(add(&d, PART_FOREST, 2, hostile), THEME_GOV);
    assert_string_equal(text_of(row_of(root, 0), "label"), "\uFFFD\uFFFD\"}],\"x\":");
    assert_string_equal(text_of(row_of(root, 1), "label"), "\uFFFDtxt.exe");
    assert_string_equal(text_of(at(root, "config", "mark"), "color"), "#12436D");
    json_decref(root);
    document_free(&d);
}

/* A kind that is placed by what its charts need not have would have no place for its rows. */
static void test_every_kind_has_its_places(void **state) {
    (void)state;
    for (int kind = 0; kind < PART_KINDS; kind++) {
        struct part p = {.kind = (enum part_kind)kind};
        if (chart_of(&p) != NULL && !part_kind_needs(p.kind, vega_kind_of(&p)->place))
            fail_msg("%s: its row in vega_kind.c", part_kind_name(p.kind));
    }
}

static void test_no_rows(void **state) {
    (void)state;
    struct document d = {0};
    json_decref(draw(add(&d, PART_FOREST, 0, some), THEME_OKABE_ITO));
    json_decref(draw(add(&d, PART_TREND, 0, some), THEME_OKABE_ITO));
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_are_the_table_s),
        cmocka_unit_test(test_hidden_cells_are_bars_or_words),
        cmocka_unit_test(test_trends_join_what_the_picture_joins),
        cmocka_unit_test(test_log_axes_hold_only_what_is_above_0),
        cmocka_unit_test(test_labels_stay_text),
        cmocka_unit_test(test_every_kind_has_its_places),
        cmocka_unit_test(test_no_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
