/* Composition charts: a bar is a whole, what is not known stays in it, hidden parts are drawn as no
 * more than what is known of them, and no text or number from a stranger does harm. */
#include "unit/crossed.h"

static const char *const not_known[] = {"Refused"};

/* Shares with counts of a hundred times as many, of 10,000. */
static struct part *add(struct document *d, size_t n, const struct figure *f) {
    struct part *p = add_chart(d, PART_COMPOSITION, "Children, by area");
    fill(&p->table, n, f, "children", "all");
    struct column *c = p->table.column;
    c[1].field.unknown = (struct labels){1, not_known};
    c[2].field.title = "Percentage";
    c[2].field.unit = "%";
    c[3].field.decimals = c[4].field.decimals = 0;
    for (size_t i = 0; i < n; i++) {
        set_number(&p->table, &c[3], i, 100 * f[i].value, 100 * f[i].lo, 100 * f[i].hi);
        set_number(&p->table, &c[4], i, 10000, NAN, NAN);
    }
    p->drawing = (struct drawing){.column[ROLE_BY] = "group",
                                  .column[ROLE_SERIES] = "area",
                                  .column[ROLE_VALUE] = "value",
                                  .column[ROLE_AMOUNT] = "children",
                                  .column[ROLE_WHOLE] = "all"};
    return p;
}

static const struct figure two[] = {{"North", "Refused", 10, 0, 0}, {"North", "Girls", 60, 0, 0},
                                    {"North", "Boys", 30, 0, 0},    {"South", "Boys", 50, 0, 0},
                                    {"South", "Girls", 25, 0, 0},   {"South", "Refused", 25, 0, 0}};

/* --- whole bars ------------------------------------------------------------------------------- */

static void test_parts_fill_the_bar(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add(&d, 6, two);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        struct box girls =
            rect_of(marks_of(&out, "North, Girls: 60.0% (6,000 of 10,000)"), "t-1-fill-0");
        struct box boys =
            rect_of(marks_of(&out, "North, Boys: 30.0% (3,000 of 10,000)"), "t-1-fill-1");
        struct box rest =
            rect_of(marks_of(&out, "North, Refused: 10.0% (1,000 of 10,000)"), "t-1-fill-8");
        assert_true(fabs(girls.width - 2 * boys.width) < 0.04);
        assert_true(fabs(boys.width - 3 * rest.width) < 0.04);
        assert_true(fabs(girls.left + girls.width - boys.left) < 0.02);
        assert_true(fabs(boys.left + boys.width - rest.left) < 0.02); /* the unknown stand last */
        assert_int_equal(occurrences(&out, ">n = 10,000</text>"), 2);
        assert_has(&out, ">Girls 60.0%</text>");
        assert_lacks(&out, "stroke-dasharray");
        assert_lacks(&out, "Blank");
        assert_has(&out, "Percentage. North: Girls 60.0%, Boys 30.0%, Refused 10.0% (n = 10,000); "
                         "South: Girls 25.0%, Boys 50.0%, Refused 25.0% (n = 10,000).</desc>");
        buf_free(&out);
    }
    document_free(&d);
}

static void test_what_is_in_no_part_is_blank(void **state) {
    (void)state;
    static const struct figure less[] = {{"North", "Girls", 50, 0, 0}, {"North", "Boys", 20, 0, 0}};
    struct document d = {0};
    struct buf out = draw(add(&d, 2, less), false);
    assert_has(&out, ">Blank: in none of these parts.</text>");
    assert_has(&out, ">Left out: those whose group is not known (Refused).</text>");
    struct box girls =
        rect_of(marks_of(&out, "North, Girls: 50.0% (5,000 of 10,000)"), "t-1-fill-0");
    struct box boys = rect_of(marks_of(&out, "North, Boys: 20.0% (2,000 of 10,000)"), "t-1-fill-1");
    assert_true(fabs(girls.width - 2.5 * boys.width) < 0.04);
    buf_free(&out);
    document_free(&d);
}

/* --- hidden parts ----------------------------------------------------------------------------- */

static const struct figure hidden[] = {
    {"North", "Girls", 70, 0, 0}, {"North", "Boys", NAN, 5, 20}, {"North", "Refused", NAN, 10, 25}};

/* Each at its least; what is left has a lane for each, as long as it may be. */
static void test_hidden_parts_have_lanes(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add(&d, 3, hidden), false);
    struct box girls =
        rect_of(marks_of(&out, "North, Girls: 70.0% (7,000 of 10,000)"), "t-1-fill-0");
    const char *group = marks_of(&out, "North, Boys: between 5.0 and 20.0 [c] (between 500 and "
                                       "2,000 [c] of 10,000)");
    struct box boys = rect_of(group, "t-1-fill-1"), lane = rect_of(group, "t-1-hidden-1");
    group = marks_of(&out, "North, Refused: between 10.0 and 25.0 [c] (between 1,000 and 2,500 [c] "
                           "of 10,000)");
    struct box rest = rect_of(group, "t-1-fill-8"), other = rect_of(group, "t-1-hidden-8");
    double percent = girls.width / 70;
    assert_true(isnan(
        rect_of(marks_of(&out, "North, Girls: 70.0% (7,000 of 10,000)"), "t-1-hidden-0").width));
    assert_true(fabs(boys.width - 5 * percent) < 0.03);
    assert_true(fabs(rest.width - 10 * percent) < 0.03);
    assert_true(fabs(lane.width - 15 * percent) < 0.03); /* 20 less 5, of the 15 that are left */
    assert_true(fabs(other.width - 15 * percent) < 0.03);
    assert_true(fabs(lane.left - (girls.left + 85 * percent)) < 0.03);
    assert_true(fabs(lane.height - girls.height / 2) < 0.02);
    assert_true(fabs(other.top - lane.top - lane.height) < 0.02);
    assert_has(&out, ">Dashed lanes: ");
    assert_has(&out, "; 2 shares are not known exactly.</desc>");
    assert_lacks(&out, "Blank");
    buf_free(&out);
    document_free(&d);
}

/* Hidden without bounds: all that is left may be its own; a whole of nobody has no lanes. */
static void test_unbounded_and_undefined(void **state) {
    (void)state;
    static const struct figure open[] = {{"North", "Girls", 60, 0, 0},
                                         {"North", "Boys", NAN, NAN, NAN}};
    struct document d = {0};
    struct err e = {0};
    struct part *p = add(&d, 2, open);
    struct buf out = draw(p, false);
    struct box girls =
        rect_of(marks_of(&out, "North, Girls: 60.0% (6,000 of 10,000)"), "t-1-fill-0");
    const char *group = marks_of(&out, "North, Boys: [c] ([c] of 10,000)");
    assert_true(isnan(rect_of(group, "t-1-fill-1").width));
    assert_true(fabs(rect_of(group, "t-1-hidden-1").width - girls.width * 2 / 3) < 0.02);
    buf_free(&out);
    for (size_t i = 0; i < 2; i++) {
        assert_true(
            column_set_mark(&p->table.column[2], &p->table.arena, i, MARK_UNDEFINED, NAN, NAN, &e));
        p->table.column[4].value[i] = 0;
    }
    out = draw(p, false);
    assert_int_equal(occurrences(&out, "url(#t-1-hidden"), 0);
    assert_has(&out, ">n = 0</text>");
    assert_lacks(&out, "Blank");
    buf_free(&out);
    document_free(&d);
}

static void test_missing_rows_are_said(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add(&d, 5, two), false);
    assert_has(&out, ">A part without a row is not in its bar; that is not 0.</text>");
    buf_free(&out);
    out = draw(add(&d, 0, two), false);
    assert_has(&out, "Percentage: no rows.</desc>");
    buf_free(&out);
    document_free(&d);
}

/* --- texts ------------------------------------------------------------------------------------ */

static void test_texts_do_not_collide(void **state) {
    (void)state;
    enum { places = 30, parts = 8, n = places * parts };
    static const char *const part[parts] = {
        "White",
        "Mixed or multiple",
        "Asian or Asian British",
        "Black",
        "Traveller",
        "Other",
        "A part with a name that is longer than a line of a phone has room for",
        "Refused"};
    char name[places][40];
    struct figure f[n];
    struct document d = {0};
    for (size_t i = 0; i < n; i++) {
        authority_name(i / parts, name[i / parts]);
        f[i] = (struct figure){name[i / parts], part[i % parts], 12.5, 2, 12};
        f[i].value = i % 13 == 5 ? NAN : f[i].value;
    }
    struct part *p = add(&d, n, f);
    assert_true(column_set_mark(&p->table.column[4], &p->table.arena, 0, MARK_SUPPRESSED, 9000,
                                11000, &(struct err){0}));
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        assert_true(boxes_apart("30 places", out.text) > places);
        assert_int_equal(occurrences(&out, "<g><title>"), n);
        assert_has(&out, "; and 18 more bars; ");
        buf_free(&out);
    }
    document_free(&d);
}

/* Eight parts and the unknown: each has a fill of its own. */
static void test_fills_are_told_apart(void **state) {
    (void)state;
    static const struct figure all[] = {{"N", "A", 10, 0, 0}, {"N", "B", 10, 0, 0},
                                        {"N", "C", 10, 0, 0}, {"N", "D", 10, 0, 0},
                                        {"N", "E", 10, 0, 0}, {"N", "F", 10, 0, 0},
                                        {"N", "G", 10, 0, 0}, {"N", "Refused", 30, 0, 0}};
    struct document d = {0};
    struct buf out = draw(add(&d, 8, all), false);
    char seen[16][400];
    size_t n = 0;
    for (const char *at = out.text; (at = strstr(at, "<pattern id=\"t-1-fill-")) != NULL; at++) {
        const char *tile = strchr(at, '>') + 1;
        snprintf(seen[n], sizeof seen[n], "%.*s", (int)(strstr(tile, "</pattern>") - tile), tile);
        for (size_t i = 0; i < n; i++)
            assert_string_not_equal(seen[i], seen[n]);
        n++;
    }
    assert_int_equal(n, 8);
    buf_free(&out);
    document_free(&d);
}

static void test_hostile_labels_are_harmless(void **state) {
    (void)state;
    assert_takes_hostile(add);
}

static struct part *add_two(struct document *d) {
    return add(d, 6, two);
}

static void spoil(struct part *p, size_t k, const double x[3]) {
    p->table.column[2].value[k % 6] = x[0];
    p->table.column[2].value[k % 5] = x[1];
}

static void test_any_numbers_make_a_picture(void **state) {
    (void)state;
    assert_draws_any_numbers(add_two, spoil);
}

static void test_the_same_bytes_each_time(void **state) {
    (void)state;
    struct document d = {0};
    assert_same_bytes(add(&d, 3, hidden));
    document_free(&d);
}

/* --- panels, refusals ------------------------------------------------------------------------- */

/* A part has the fill that it has in the whole, which is defined once. */
static void test_panels_share_fills(void **state) {
    (void)state;
    static const struct figure apart[] = {{"North", "Girls", 100, 0, 0},
                                          {"South", "Boys", 100, 0, 0}};
    struct document d = {0};
    struct part *p = add(&d, 2, apart);
    p->drawing.column[ROLE_PANEL] = "group";
    struct buf out = draw(p, false);
    const char *group = marks_of(&out, "South, South, Boys: 100.0% (10,000 of 10,000)");
    assert_true(rect_of(group, "t-1-fill-1").width > 100);
    assert_int_equal(occurrences(&out, "<pattern id=\"t-1-fill-1\""), 1);
    boxes_apart("panels", out.text);
    buf_free(&out);
    document_free(&d);
}

static void test_what_it_refuses(void **state) {
    (void)state;
    static const struct figure twice[] = {{"N", "Girls", 1, 0, 0}, {"N", "Girls", 2, 0, 0}};
    static const struct figure nine[] = {
        {"N", "A", 1, 0, 0}, {"N", "B", 1, 0, 0}, {"N", "C", 1, 0, 0},
        {"N", "D", 1, 0, 0}, {"N", "E", 1, 0, 0}, {"N", "F", 1, 0, 0},
        {"N", "G", 1, 0, 0}, {"N", "H", 1, 0, 0}, {"N", "Refused", 1, 0, 0}};
    struct document d = {0};
    refuse(add(&d, 2, twice), ERR_ARG_RANGE);
    refuse(add(&d, 9, nine), ERR_ARG_RANGE);
    const struct part *p = add(&d, 6, two);
    refuse_column(p, ROLE_SERIES, NULL, ERR_COLUMN);
    refuse_column(p, ROLE_SERIES, "value", ERR_COLUMN_TYPE);
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_fill_the_bar),
        cmocka_unit_test(test_what_is_in_no_part_is_blank),
        cmocka_unit_test(test_hidden_parts_have_lanes),
        cmocka_unit_test(test_unbounded_and_undefined),
        cmocka_unit_test(test_missing_rows_are_said),
        cmocka_unit_test(test_texts_do_not_collide),
        cmocka_unit_test(test_fills_are_told_apart),
        cmocka_unit_test(test_hostile_labels_are_harmless),
        cmocka_unit_test(test_any_numbers_make_a_picture),
        cmocka_unit_test(test_the_same_bytes_each_time),
        cmocka_unit_test(test_panels_share_fills),
        cmocka_unit_test(test_what_it_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
