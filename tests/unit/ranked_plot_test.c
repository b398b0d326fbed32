/* Ranked dot plots: every place is named and has its mark, those without a figure have no place in
 * the order, no text lies on another, and no text or number from a stranger does harm. */
#include "report/chart/ranked.h"

#include "unit/charts.h"

/* --- building --------------------------------------------------------------------------------- */

/* A place with limits 'half' to either side, and half of them if it is 0; NaN: it is hidden, with
 * these bounds if there are any. */
struct place {
    const char *label;
    double value, half, lo, hi;
};

/* area, rate, lower, upper, rank, best, worst */
static void fill(struct table *t, size_t n, const struct place *p) {
    struct err e = {0};
    assert_true(table_new(t, "places", n, 7, &e));
    struct column *area = add_labels(t, 0, "area", "Area");
    struct column *rate = add_numbers(t, 1, "rate", "Rate", 1);
    struct column *lower = add_numbers(t, 2, "lower", NULL, 1);
    struct column *upper = add_numbers(t, 3, "upper", NULL, 1);
    struct column *rank = add_numbers(t, 4, "rank", "Rank", 0);
    struct column *best = add_numbers(t, 5, "best", NULL, 0);
    struct column *worst = add_numbers(t, 6, "worst", NULL, 0);
    rate->field.unit = "per 10,000 children";
    lower->field.conf_level = upper->field.conf_level = best->field.conf_level = 0.95;
    for (size_t i = 0; i < n; i++) {
        double half = p[i].half > 0 ? p[i].half : NAN;
        double r = isnan(p[i].value) ? NAN : (double)i + 1;
        set_label(t, area, i, p[i].label);
        set_number(t, rate, i, p[i].value, p[i].lo, p[i].hi);
        set_marked(t, lower, i, p[i].value - half, MARK_NOT_AVAILABLE, NAN, NAN);
        set_marked(t, upper, i, p[i].value + half, MARK_NOT_AVAILABLE, NAN, NAN);
        set_number(t, rank, i, r, NAN, NAN);
        set_number(t, best, i, r - 1, NAN, NAN);
        set_number(t, worst, i, r + 2, NAN, NAN);
    }
}

static struct part *add(struct document *d, size_t n, const struct place *p) {
    static const char *const highlight[] = {"Leeds"};
    struct part *part = add_chart(d, PART_RANKED, "Cases, every area");
    fill(&part->table, n, p);
    part->drawing = (struct drawing){.column[ROLE_LABEL] = "area",
                                     .column[ROLE_VALUE] = "rate",
                                     .column[ROLE_LOWER] = "lower",
                                     .column[ROLE_UPPER] = "upper",
                                     .column[ROLE_RANK] = "rank",
                                     .column[ROLE_BEST] = "best",
                                     .column[ROLE_WORST] = "worst",
                                     .reference = 50,
                                     .reference_name = "England",
                                     .highlight = {1, highlight}};
    return part;
}

static const struct place seven[] = {{"North", 90, 10, 0, 0},     {"Leeds", 60, 10, 0, 0},
                                     {"East", 52, 10, 0, 0},      {"Alone", 51, 0, 0, 0},
                                     {"South", 30, 10, 0, 0},     {"Hidden", NAN, 0, 5, 20},
                                     {"Closed", NAN, 0, NAN, NAN}};

/* --- what is shown ---------------------------------------------------------------------------- */

static void test_every_place_has_its_mark(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add(&d, 7, seven);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        assert_has(&out, "<desc id=\"t-1-desc\">Rate per 10,000 children: 5 of 7 rows have a "
                         "figure, from North 90.0 to South 30.0; 1 above England (50.0), 2 not "
                         "distinguishable from it, 1 below, 1 without an interval; "
                         "Leeds: 60.0 (50.0 to 70.0), not "
                         "distinguishable from England; rank 2 (1 to 4).</desc>");
        assert_has(&out, "<g><title>North: 90.0 (80.0 to 100.0), above England; rank 1 (0 to "
                         "3)</title>");
        assert_has(&out, "<g><title>South: 30.0 (20.0 to 40.0), below England; rank 5 (4 to "
                         "7)</title>");
        assert_has(&out, "<g><title>Alone: 51.0; rank 4 (3 to 6)</title>");
        assert_has(&out, "<g><title>Hidden: between 5.0 and 20.0 [c]</title>");
        assert_has(&out, "<g><title>Closed: [c]</title>");
        /* Triangles, dots and a diamond, each once more in the legend; and a hollow one outside. */
        assert_int_equal(occurrences(&out, "<polygon"), 6);
        assert_int_equal(occurrences(&out, "<circle"), 4);
        assert_int_equal(occurrences(&out, "stroke-dasharray=\"5 4\""), 3);
        static const char *const texts[] = {">England: 50.0</text>",
                                            ">Leeds 60.0</text>",
                                            ">Hidden [c]</text>",
                                            ">Closed [c]</text>",
                                            ">Not in the order, without a figure (2)</text>",
                                            ">above England (1)</text>",
                                            ">not distinguishable from England (2)</text>",
                                            ">no interval to compare (1)</text>"};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            assert_has(&out, texts[i]);
        assert_int_equal(boxes_apart("seven places", out.text) > 15, 1);
        buf_free(&out);
    }
    document_free(&d);
}

/* Where a text stands. */
static struct box box_named(const struct boxes *b, const char *text) {
    for (size_t i = 0; i < b->n; i++) {
        if (strcmp(b->item[i].text, text) == 0)
            return b->item[i].box;
    }
    fail_msg("no text \"%s\"", text);
    return (struct box){0};
}

static void test_without_a_figure_is_below_all_others(void **state) {
    (void)state;
    static const struct place four[] = {{"Closed", NAN, 0, NAN, NAN},
                                        {"Hidden", NAN, 0, 60, 80},
                                        {"High", 90, 5, 0, 0},
                                        {"Low", -10, 5, 0, 0}};
    struct document d = {0};
    struct buf out = draw(add(&d, 4, four), false);
    struct boxes b = boxes_of_svg(out.text, out.text + out.n);
    double strip = box_named(&b, "Not in the order, without a figure (2)").top;
    assert_true(box_named(&b, "High").top < box_named(&b, "Low").top);
    assert_true(box_named(&b, "Low").top < strip);
    assert_true(box_named(&b, "Closed [c]").top > strip);
    assert_true(box_named(&b, "Hidden [c]").top > box_named(&b, "Closed [c]").top);
    /* The hollow mark stands left of the axis, the bar over the bounds. */
    const char *axis = strstr(out.text, "stroke=\"#e3e3e3\"");
    const char *mark = strstr(strstr(out.text, "<g><title>Closed"), "cx=\"");
    const char *bar = strstr(strstr(out.text, "<g><title>Hidden"), "<rect");
    assert_non_null(axis);
    double outside = strtod(mark + 4, NULL);
    assert_true(number_of(bar, "x", NAN) > outside && number_of(bar, "width", NAN) > 20);
    boxes_free(&b);
    buf_free(&out);
    document_free(&d);
}

static void test_a_line_without_a_name_and_none(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add(&d, 7, seven);
    p->drawing.reference_name = NULL;
    struct buf out = draw(p, false);
    assert_has(&out, ">above 50.0 (1)</text>");
    assert_has(&out, "; 1 above 50.0, 2 not distinguishable from it, 1 below, 1 without "
                     "an interval;");
    buf_free(&out);
    p->drawing.reference = NAN;
    out = draw(p, false);
    assert_lacks(&out, "above");
    assert_lacks(&out, "stroke-dasharray");
    buf_free(&out);
    p->drawing.column[ROLE_LOWER] = p->drawing.column[ROLE_UPPER] = NULL;
    p->drawing.column[ROLE_RANK] = NULL;
    p->drawing.reference = 50;
    out = draw(p, false);
    assert_has(&out, ">no interval to compare (5)</text>");
    assert_lacks(&out, " below"); /* nothing was compared */
    assert_has(&out, "<g><title>North: 90.0</title>");
    buf_free(&out);
    document_free(&d);
}

/* 152 places, some of them hidden, with every fault that a name may have. */
static void fill_152(struct place p[152], char label[152][40]) {
    for (size_t i = 0; i < 152; i++) {
        authority_name(i, label[i]);
        double value = i % 38 == 37 ? NAN : 190 - 1.2 * (double)i;
        p[i] = (struct place){label[i], value, 3 + (double)(i * 7 % 40), i % 2 == 0 ? 20 : NAN,
                              i % 2 == 0 ? 60 : NAN};
    }
}

static void test_no_text_of_152_authorities_lies_on_another(void **state) {
    (void)state;
    struct place p[152];
    char label[152][40];
    struct document d = {0};
    fill_152(p, label);
    struct part *part = add(&d, 152, p);
    const char *const highlight[] = {label[3], label[31], label[37]};
    part->drawing.highlight = (struct labels){3, highlight};
    part->drawing.reference_name = "The mean of the authorities that have a figure";
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(part, narrow == 1);
        assert_true(boxes_apart("152 authorities", out.text) > 152 + 10);
        double height = number_of(strstr(out.text, "<svg "), "height", NAN);
        double width = number_of(strstr(out.text, "<svg "), "width", NAN);
        assert_true(width == (narrow == 1 ? 350 : 760) && height < (narrow == 1 ? 2400 : 1200));
        for (size_t i = 0; i < 152; i++) { /* its number is never cut off */
            char start[10];
            snprintf(start, sizeof start, ">%.3s", label[i]);
            assert_has(&out, start);
        }
        buf_free(&out);
    }
    document_free(&d);
}

/* --- panels ----------------------------------------------------------------------------------- */

static void test_panels_have_one_axis(void **state) {
    (void)state;
    struct document d = {0};
    add(&d, 7, seven);
    add(&d, 2, seven + 1);
    const struct part *p = &d.part[0], *few = &d.part[1];
    struct buf alone = draw_panel(few, NULL), panel = draw_panel(few, p);
    assert_has(&panel, ">100</text>"); /* North's limit is not in the panel, but on its axis */
    assert_lacks(&alone, ">100</text>");
    buf_free(&alone);
    buf_free(&panel);
    document_free(&d);
}

/* --- every form, strangers -------------------------------------------------------------------- */

static void test_every_form_has_it(void **state) {
    (void)state;
    struct document d = {.title = "T"};
    add(&d, 7, seven);
    struct buf out = write_with(report_html, &d);
    assert_has(&out, "the largest figure at the top");
    assert_has(&out, "about 1 in 20 intervals would still lie apart from it");
    assert_has(&out, "Ranks are uncertain: ");
    assert_has(&out, "Places without a figure are below the others and have no rank.");
    buf_free(&out);
    out = write_with(report_markdown, &d);
    assert_has(&out, "| Area | Rate per 10,000 children (95%\u00a0interval) |\n|:--|--:|\n"
                     "| North | 90.0 (80.0 to 100.0), above England |");
    assert_has(&out, "| Hidden | between 5.0 and 20.0 \\[c\\] |\n| Closed | \\[c\\] |");
    buf_free(&out);
    out = write_with(report_text, &d);
    assert_has(&out, "South   30.0 (20.0 to 40.0), below England\n");
    buf_free(&out);
    out = write_with(report_json, &d);
    assert_has(&out, "\"kind\": \"ranked\"");
    assert_has(&out, "\"reference_name\": \"England\"");
    assert_has(&out, "\"Leeds\"");
    buf_free(&out);
    document_free(&d);
}

static void test_hostile_labels_are_harmless(void **state) {
    (void)state;
    const struct place p[] = {{hostile_script, 40, 5, 0, 0},
                              {hostile_attribute, 41, 5, 0, 0},
                              {hostile_bytes, 42, 5, 0, 0},
                              {endless(), NAN, 0, NAN, NAN}};
    struct document d = {.title = "T"};
    struct part *part = add(&d, 4, p);
    const char *const highlight[] = {p[0].label, p[3].label};
    part->title = part->drawing.reference_name = p[1].label;
    part->drawing.highlight = (struct labels){2, highlight};
    assert_harmless(&d);
    document_free(&d);
}

static struct part *add_seven(struct document *d) {
    return add(d, 7, seven);
}

static void spoil(struct part *p, size_t k, const double x[3]) {
    p->table.column[1].value[k % 5] = x[0];
    p->table.column[2].value[k % 3] = x[1];
    p->table.column[3].value[k % 2] = x[2];
    p->drawing.reference = k % 3 == 0 ? x[1] : 50;
}

static void test_any_numbers_make_a_picture(void **state) {
    (void)state;
    assert_draws_any_numbers(add_seven, spoil);
}

static void test_one_place_and_none(void **state) {
    (void)state;
    for (size_t n = 0; n < 2; n++) {
        struct document d = {0};
        struct buf out = draw(add(&d, n, seven), false);
        assert_has(&out, n == 0 ? "0 of 0 rows have a figure" : "1 of 1 row has a figure: ");
        buf_free(&out);
        document_free(&d);
    }
}

static void test_the_same_bytes_each_time(void **state) {
    (void)state;
    struct place p[152];
    char label[152][40];
    struct document d = {0};
    fill_152(p, label);
    assert_same_bytes(add(&d, 152, p));
    document_free(&d);
}

static void test_it_needs_its_columns(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add(&d, 7, seven);
    refuse_column(p, ROLE_LABEL, NULL, ERR_COLUMN);
    refuse_column(p, ROLE_VALUE, "area", ERR_COLUMN_TYPE);
    refuse_column(p, ROLE_UPPER, "highest", ERR_COLUMN);
    refuse_column(p, ROLE_WORST, "area", ERR_COLUMN_TYPE);
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_place_has_its_mark),
        cmocka_unit_test(test_without_a_figure_is_below_all_others),
        cmocka_unit_test(test_a_line_without_a_name_and_none),
        cmocka_unit_test(test_no_text_of_152_authorities_lies_on_another),
        cmocka_unit_test(test_panels_have_one_axis),
        cmocka_unit_test(test_every_form_has_it),
        cmocka_unit_test(test_hostile_labels_are_harmless),
        cmocka_unit_test(test_any_numbers_make_a_picture),
        cmocka_unit_test(test_one_place_and_none),
        cmocka_unit_test(test_the_same_bytes_each_time),
        cmocka_unit_test(test_it_needs_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
