/* Bar charts: bars begin at 0, hidden figures are hollow and never at 0, missing rows are said, no
 * text lies on another, and no text or number from a stranger does harm. */
#include "unit/crossed.h"

static struct part *add(struct document *d, size_t n, const struct figure *f) {
    struct part *p = add_chart(d, PART_BARS, "Cases, by group");
    fill(&p->table, n, f, "lower", "upper");
    p->table.column[2].field.unit = "per 10,000 children";
    for (size_t i = 0; i < n; i++) {
        set_number(&p->table, &p->table.column[3], i, f[i].value - 5, NAN, NAN);
        set_number(&p->table, &p->table.column[4], i, f[i].value + 5, NAN, NAN);
    }
    p->table.column[3].field.conf_level = p->table.column[4].field.conf_level = 0.95;
    p->drawing = (struct drawing){.column[ROLE_BY] = "group",
                                  .column[ROLE_SERIES] = "area",
                                  .column[ROLE_VALUE] = "value",
                                  .column[ROLE_LOWER] = "lower",
                                  .column[ROLE_UPPER] = "upper"};
    return p;
}

static const struct figure four[] = {{"White", "North", 40, 0, 0},
                                     {"White", "South", 20, 0, 0},
                                     {"Black", "South", 80, 0, 0},
                                     {"Black", "North", 30, 0, 0}};

/* --- bars ------------------------------------------------------------------------------------- */

static void test_bars_begin_at_zero(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add(&d, 4, four);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        struct box one = rect_of(marks_of(&out, "White, North: 40.0 (35.0 to 45.0)"), "t-1-fill-0");
        struct box two = rect_of(marks_of(&out, "Black, South: 80.0 (75.0 to 85.0)"), "t-1-fill-1");
        assert_true(fabs(one.left - two.left) < 0.02);
        assert_true(fabs(two.width - 2 * one.width) < 0.02);
        struct box next =
            rect_of(marks_of(&out, "White, South: 20.0 (15.0 to 25.0)"), "t-1-fill-1");
        assert_true(next.top >= one.top + one.height); /* in the order of the series */
        assert_has(&out, "Rate per 10,000 children. North: highest White 40.0 (35.0 to 45.0), "
                         "lowest Black 30.0 (25.0 to 35.0); South: highest Black 80.0 (75.0 to "
                         "85.0), lowest White 20.0 (15.0 to 25.0).</desc>");
        buf_free(&out);
    }
    document_free(&d);
}

static void test_bars_below_zero_go_the_other_way(void **state) {
    (void)state;
    static const struct figure below[] = {{"White", "North", 40, 0, 0},
                                          {"Black", "North", -20, 0, 0}};
    struct document d = {0};
    struct buf out = draw(add(&d, 2, below), false);
    struct box up = rect_of(marks_of(&out, "White, North: 40.0 (35.0 to 45.0)"), "t-1-fill-0");
    struct box down = rect_of(marks_of(&out, "Black, North: -20.0 (-25.0 to -15.0)"), "t-1-fill-0");
    assert_true(fabs(down.left + down.width - up.left) < 0.02);
    assert_true(fabs(up.width - 2 * down.width) < 0.02);
    buf_free(&out);
    document_free(&d);
}

static void test_a_limit_without_an_end_is_named(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add(&d, 1, four);
    p->table.column[4].value[0] = INFINITY; /* upper */
    struct buf out = draw(p, false);
    assert_has(&out, "<g><title>White, North: 40.0 (35.0 to ∞)</title>");
    assert_lacks(&out, "inf");
    buf_free(&out);
    document_free(&d);
}

static void test_one_series_needs_no_name(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add(&d, 2, &four[1]);
    p->drawing.column[ROLE_SERIES] = NULL;
    struct buf out = draw(p, false);
    marks_of(&out, "White: 20.0 (15.0 to 25.0)");
    assert_lacks(&out, ">South</text>");
    assert_has(&out, "Rate per 10,000 children: highest Black 80.0");
    buf_free(&out);
    document_free(&d);
}

/* Each series is named once: behind its first bar, or in a key where that has no room. */
static void test_series_are_named(void **state) {
    (void)state;
    static const struct figure full[] = {
        {"White", "The north of the county and its towns", 80, 0, 0}, {"White", "South", 20, 0, 0}};
    struct document d = {0};
    struct buf out = draw(add(&d, 4, four), false);
    assert_int_equal(occurrences(&out, "font-weight=\"bold\">North</text>"), 1);
    assert_int_equal(occurrences(&out, ">South</text>"), 1);
    assert_int_equal(occurrences(&out, "\"url(#t-1-fill-1)\""), 2);
    buf_free(&out);
    out = draw(add(&d, 2, full), true);
    assert_has(&out, "font-size=\"12\">The north of the county and its towns</text>");
    assert_int_equal(occurrences(&out, ">South</text>"), 1);
    assert_int_equal(occurrences(&out, "\"url(#t-1-fill-1)\""), 2); /* a sample, and the bar */
    buf_free(&out);
    document_free(&d);
}

/* --- hidden figures --------------------------------------------------------------------------- */

static const struct figure hidden[] = {{"White", "North", 50, 0, 0},
                                       {"White", "South", NAN, 10, 30},
                                       {"Black", "North", NAN, NAN, NAN}};

/* A hidden figure may be the highest or the lowest of all. */
static void test_extremes_are_those_of_known_figures(void **state) {
    (void)state;
    static const struct figure three[] = {
        {"White", "North", 50, 0, 0}, {"Black", "North", 20, 0, 0}, {"Mixed", "North", NAN, 1, 4}};
    struct document d = {0};
    struct buf out = draw(add(&d, 3, three), false);
    assert_has(&out, "North: highest known White 50.0 (45.0 to 55.0), lowest known Black 20.0");
    buf_free(&out);
    document_free(&d);
}

static void test_hidden_figures_are_hollow_and_never_zero(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add(&d, 3, hidden);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        struct box known =
            rect_of(marks_of(&out, "White, North: 50.0 (45.0 to 55.0)"), "t-1-fill-0");
        const char *group = marks_of(&out, "White, South: between 10.0 and 30.0 [c]");
        struct box bounds = rect_of(group, "t-1-hidden-1");
        assert_true(fabs(bounds.width - 0.4 * known.width) < 0.02);
        assert_true(fabs(bounds.left - known.left - 0.2 * known.width) < 0.02);
        struct box none = rect_of(marks_of(&out, "Black, North: [c]"), "t-1-hidden-0");
        assert_true(none.left + none.width < known.left); /* before the axis: not a figure of 0 */
        assert_has(&out, ">no row</text>");
        assert_has(&out, "; 1 figure is known between bounds only; 1 bar has no figure; 1 bar has "
                         "no row.</desc>");
        assert_has(&out, "Hollow, [c]: ");
        buf_free(&out);
    }
    document_free(&d);
}

static void test_a_bound_without_its_other_end_has_an_arrow(void **state) {
    (void)state;
    static const struct figure open[] = {{"White", "North", 50, 0, 0},
                                         {"Black", "North", NAN, 20, INFINITY}};
    struct document d = {0};
    struct buf out = draw(add(&d, 2, open), false);
    struct box known = rect_of(marks_of(&out, "White, North: 50.0 (45.0 to 55.0)"), "t-1-fill-0");
    const char *group = marks_of(&out, "Black, North: at least 20.0 [c]");
    struct box bar = rect_of(group, "t-1-hidden-0");
    assert_true(fabs(bar.left - known.left - 0.4 * known.width) < 0.02);
    assert_true(bar.left + bar.width >= known.left + known.width);
    assert_true(strstr(group, "<polygon") < strstr(group, "</g>"));
    assert_has(&out, ">Arrow: how far the bar goes is not known.</text>");
    buf_free(&out);
    document_free(&d);
}

/* A limit far out does not squash the bars: it ends in an arrow. */
static void test_far_limits_end_in_arrows(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add(&d, 4, four);
    struct buf out = draw(p, false);
    assert_lacks(&out, "<polygon");
    buf_free(&out);
    p->table.column[4].value[0] = 1e6;
    out = draw(p, false);
    assert_int_equal(occurrences(&out, "<polygon"), 1);
    struct box two = rect_of(marks_of(&out, "Black, South: 80.0 (75.0 to 85.0)"), "t-1-fill-1");
    assert_true(two.width > 150);
    buf_free(&out);
    document_free(&d);
}

static void test_none_and_nothing_known(void **state) {
    (void)state;
    static const struct figure all[] = {{"White", "North", NAN, NAN, NAN},
                                        {"Black", "North", NAN, NAN, NAN}};
    struct document d = {0};
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(add(&d, 0, four), narrow == 1);
        assert_has(&out, "Rate per 10,000 children: no rows.</desc>");
        buf_free(&out);
        out = draw(add(&d, 2, all), narrow == 1);
        assert_has(&out, "North: no figure; 2 bars have no figure.</desc>");
        buf_free(&out);
    }
    document_free(&d);
}

/* --- texts ------------------------------------------------------------------------------------ */

static void test_texts_do_not_collide(void **state) {
    (void)state;
    enum { places = 40, areas = 4, n = places * areas };
    static const char *const area[areas] = {"Yorkshire and The Humber", "East of England", "London",
                                            "A region with a name longer than others have"};
    char name[places][40];
    struct figure f[n];
    struct document d = {0};
    for (size_t i = 0; i < n; i++) {
        authority_name(i / areas, name[i / areas]);
        f[i] = (struct figure){name[i / areas], area[i % areas], (double)(i * 37 % 101), 1, 4};
        f[i].value = i % 13 == 5 ? NAN : f[i].value;
        f[i].lo = f[i].hi = i % 26 == 5 ? NAN : f[i].hi;
    }
    const struct part *p = add(&d, n, f);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        assert_true(boxes_apart("40 places", out.text) > n);
        assert_int_equal(occurrences(&out, "<g><title>"), n);
        buf_free(&out);
    }
    document_free(&d);
}

static void test_hostile_labels_are_harmless(void **state) {
    (void)state;
    assert_takes_hostile(add);
}

static struct part *add_four(struct document *d) {
    return add(d, 4, four);
}

static void spoil(struct part *p, size_t k, const double x[3]) {
    p->table.column[2].value[k % 4] = x[0];
    p->table.column[3].value[k % 3] = x[1];
    p->table.column[4].value[k % 2] = x[2];
}

static void test_any_numbers_make_a_picture(void **state) {
    (void)state;
    assert_draws_any_numbers(add_four, spoil);
}

static void test_the_same_bytes_each_time(void **state) {
    (void)state;
    struct document d = {0};
    assert_same_bytes(add(&d, 3, hidden));
    document_free(&d);
}

/* --- panels, refusals ------------------------------------------------------------------------- */

/* Fills are defined once, and a bar is as long in each panel. */
static void test_panels_share_scale_and_fills(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add(&d, 4, four);
    p->drawing.column[ROLE_PANEL] = "group";
    p->drawing.column[ROLE_BY] = "area";
    p->drawing.column[ROLE_SERIES] = NULL;
    struct buf out = draw(p, false);
    struct box one = rect_of(marks_of(&out, "White, North: 40.0 (35.0 to 45.0)"), "t-1-fill-0");
    struct box two = rect_of(marks_of(&out, "Black, South: 80.0 (75.0 to 85.0)"), "t-1-fill-0");
    assert_true(fabs(two.width - 2 * one.width) < 0.02);
    assert_int_equal(occurrences(&out, "<pattern id=\"t-1-fill-0\""), 1);
    boxes_apart("panels", out.text);
    buf_free(&out);
    p->drawing.column[ROLE_BY] = "group"; /* one category a panel, named like it */
    p->drawing.column[ROLE_SERIES] = "area";
    out = draw(p, false);
    assert_int_equal(occurrences(&out, "<pattern id=\"t-1-fill-1\""), 1);
    assert_int_equal(occurrences(&out, ">South</text>"), 1); /* in the key below the panels */
    buf_free(&out);
    document_free(&d);
}

static void test_what_it_refuses(void **state) {
    (void)state;
    static const struct figure twice[] = {{"White", "North", 1, 0, 0}, {"White", "North", 2, 0, 0}};
    static const struct figure five[] = {{"White", "A", 1, 0, 0},
                                         {"White", "B", 1, 0, 0},
                                         {"White", "C", 1, 0, 0},
                                         {"White", "D", 1, 0, 0},
                                         {"White", "E", 1, 0, 0}};
    struct document d = {0};
    struct err e = {0};
    refuse(add(&d, 2, twice), ERR_ARG_RANGE);
    refuse(add(&d, 5, five), ERR_ARG_RANGE);
    struct part *p = add(&d, 4, four);
    refuse_column(p, ROLE_BY, "value", ERR_COLUMN_TYPE);
    refuse_column(p, ROLE_BY, "nowhere", ERR_COLUMN);
    refuse_column(p, ROLE_BY, NULL, ERR_COLUMN);
    assert_true(column_set_mark(&p->table.column[1], &p->table.arena, 2, MARK_BLANK, NAN, NAN, &e));
    p->table.column[1].code[2] = -1;
    refuse(p, ERR_ARG_RANGE);
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bars_begin_at_zero),
        cmocka_unit_test(test_bars_below_zero_go_the_other_way),
        cmocka_unit_test(test_a_limit_without_an_end_is_named),
        cmocka_unit_test(test_one_series_needs_no_name),
        cmocka_unit_test(test_series_are_named),
        cmocka_unit_test(test_extremes_are_those_of_known_figures),
        cmocka_unit_test(test_hidden_figures_are_hollow_and_never_zero),
        cmocka_unit_test(test_a_bound_without_its_other_end_has_an_arrow),
        cmocka_unit_test(test_far_limits_end_in_arrows),
        cmocka_unit_test(test_none_and_nothing_known),
        cmocka_unit_test(test_texts_do_not_collide),
        cmocka_unit_test(test_hostile_labels_are_harmless),
        cmocka_unit_test(test_any_numbers_make_a_picture),
        cmocka_unit_test(test_the_same_bytes_each_time),
        cmocka_unit_test(test_panels_share_scale_and_fills),
        cmocka_unit_test(test_what_it_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
