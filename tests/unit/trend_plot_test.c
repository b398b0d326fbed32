/* Trend charts: nothing is joined across a break, a gap or a hidden figure, hidden figures are
 * never at 0, names collide with nothing, and no text or number from a stranger does harm. */
#include "report/chart/trend.h"

#include "unit/charts.h"

/* --- building --------------------------------------------------------------------------------- */

/* A figure with limits 5 to either side; NaN: it is hidden, with these bounds if there are any. */
struct figure {
    const char *place, *year;
    double value, lo, hi;
};

static void fill(struct table *t, size_t n, const struct figure *f) {
    struct err e = {0};
    assert_true(table_new(t, "figures", n, 5, &e));
    struct column *place = add_labels(t, 0, "place", "Place");
    struct column *year = add_labels(t, 1, "year", "Year");
    struct column *rate = add_numbers(t, 2, "rate", "Rate", 1);
    struct column *lower = add_numbers(t, 3, "lower", NULL, 1);
    struct column *upper = add_numbers(t, 4, "upper", NULL, 1);
    rate->field.unit = "per 10,000 children";
    lower->field.conf_level = upper->field.conf_level = 0.95;
    for (size_t i = 0; i < n; i++) {
        set_label(t, place, i, f[i].place);
        set_label(t, year, i, f[i].year);
        set_number(t, rate, i, f[i].value, f[i].lo, f[i].hi);
        set_number(t, lower, i, f[i].value - 5, NAN, NAN);
        set_number(t, upper, i, f[i].value + 5, NAN, NAN);
    }
}

static struct part *add(struct document *d, size_t n, const struct figure *f) {
    struct part *p = add_chart(d, PART_TREND, "Cases, by year");
    fill(&p->table, n, f);
    p->drawing = (struct drawing){.column[ROLE_BY] = "year",
                                  .column[ROLE_VALUE] = "rate",
                                  .column[ROLE_LOWER] = "lower",
                                  .column[ROLE_UPPER] = "upper",
                                  .column[ROLE_SERIES] = "place"};
    return p;
}

static void add_breaks(struct part *p, size_t n, const struct series_break *b) {
    p->table.series_break = b;
    p->table.n_breaks = n;
}

/* How many points the stroked line number 'k' has; 0 when there is none. */
static size_t points_of_line(const struct buf *b, size_t k) {
    const char *at = b->text;
    while ((at = strstr(at, "<polyline points=\"")) != NULL) {
        const char *end = strstr(at, "/>");
        bool line = strstr(at, "fill=\"none\"") != NULL && strstr(at, "fill=\"none\"") < end;
        if (line && k-- == 0) {
            size_t n = 0;
            for (; *at != '>'; at++)
                n += *at == ',';
            return n;
        }
        at = end;
    }
    return 0;
}

/* --- lines ------------------------------------------------------------------------------------ */

static const struct figure six[] = {{"North", "2017/18", 40, 0, 0}, {"North", "2019/20", 50, 0, 0},
                                    {"North", "2018/19", 45, 0, 0}, {"North", "2020/21", 55, 0, 0},
                                    {"North", "2021/22", 60, 0, 0}, {"North", "2022/23", 65, 0, 0}};
static const struct series_break two_breaks[] = {
    {"year", "2021/22", "The form changed."},
    {"other", "2019/20", "Not of these years."},
    {"year", "2017/18", "Before the first year."},
    {"year", "2019/20", "The census came"},
};

static void test_years_in_order_are_one_line(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add(&d, 6, six), false);
    assert_int_equal(points_of_line(&out, 0), 6);
    assert_int_equal(points_of_line(&out, 1), 0);
    assert_has(&out, "Rate per 10,000 children: North 40.0 in 2017/18, 65.0 in 2022/23.</desc>");
    assert_has(&out, "<g><title>North, 2019/20: 50.0 (45.0 to 55.0)</title>");
    assert_lacks(&out, "break");
    buf_free(&out);
    document_free(&d);
}

static void test_a_break_is_drawn_stated_and_never_crossed(void **state) {
    (void)state;
    struct document d = {.title = "T"};
    struct part *p = add(&d, 6, six);
    add_breaks(p, 4, two_breaks);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(points_of_line(&out, k), 2);
        assert_int_equal(points_of_line(&out, 3), 0);
        assert_int_equal(occurrences(&out, "stroke-dasharray=\"4 4\""), 2);
        assert_has(&out, "; break at 2019/20: The census came; break at 2021/22: The form "
                         "changed.</desc>");
        assert_has(&out, ">1: break at 2019/20: The census came.</text>");
        assert_has(&out, ">2: break at 2021/22: The form changed.</text>");
        assert_lacks(&out, "Not of these years");
        assert_lacks(&out, "Before the first year");
        buf_free(&out);
    }
    struct buf text = write_with(report_markdown, &d); /* who sees no picture reads why */
    assert_has(&text,
               " There is a break at 2019/20: The census came. There is a break at 2021/22: The "
               "form changed. A line is interrupted");
    buf_free(&text);
    document_free(&d);
}

static void test_two_reasons_at_one_year_are_one_line(void **state) {
    (void)state;
    static const struct series_break both[] = {{"year", "2020/21", "One."},
                                               {"year", "2020/21", "Other."}};
    struct document d = {0};
    struct part *p = add(&d, 6, six);
    add_breaks(p, 2, both);
    struct buf out = draw(p, false);
    assert_int_equal(occurrences(&out, "stroke-dasharray=\"4 4\""), 1);
    assert_has(&out, ">1: break at 2020/21: One.</text>");
    assert_has(&out, ">1: break at 2020/21: Other.</text>");
    buf_free(&out);
    document_free(&d);
}

static void test_a_missing_year_interrupts(void **state) {
    (void)state;
    static const struct figure gap[] = {{"North", "2018", 40, 0, 0},
                                        {"North", "2019", 50, 0, 0},
                                        {"North", "2021", 45, 0, 0},
                                        {"South", "2020", 9, 0, 0}};
    struct document d = {0};
    struct buf out = draw(add(&d, 4, gap), false);
    assert_int_equal(points_of_line(&out, 0), 2);
    assert_int_equal(points_of_line(&out, 1), 0);
    assert_has(&out, ">No row of North between 2019 and 2021: the line is not joined.</text>");
    assert_has(&out, ">2020</text>"); /* a year of South's */
    buf_free(&out);
    document_free(&d);
}

/* --- hidden figures --------------------------------------------------------------------------- */

static const struct figure hidden[] = {{"North", "2018", 40, 0, 0},
                                       {"North", "2019", NAN, 10, 30},
                                       {"North", "2020", NAN, NAN, NAN},
                                       {"North", "2021", 45, 0, 0}};

static void test_hidden_figures_have_bars_or_a_strip(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add(&d, 4, hidden), false);
    assert_int_equal(points_of_line(&out, 0), 0);
    const char *bar = strstr(out.text, "<g><title>North, 2019: between 10.0 and 30.0 [c]</title>");
    const char *none = strstr(out.text, "<g><title>North, 2020: [c]</title>\n<circle");
    assert_non_null(bar);
    assert_non_null(none);
    /* 0 is at the foot of the axis, 50 at its head: the bar spans 20 of 50. */
    const char *axis = strstr(out.text, "</g>\n<path d=\"M");
    while (axis != NULL && strstr(axis + 1, "</g>\n<path d=\"M") != NULL)
        axis = strstr(axis + 1, "</g>\n<path d=\"M");
    double foot = number_after(axis, ","), head = number_after(axis, "V");
    assert_true(fabs(number_after(bar, "height=\"") - 0.4 * (foot - head)) < 0.02);
    assert_true(number_after(none, "cy=\"") > foot); /* under the axis: not a figure of 0 */
    assert_has(&out, "(2 of 4 years without a figure).</desc>");
    assert_has(&out, "Hollow, [c]: ");
    buf_free(&out);
    document_free(&d);
}

/* A bar that has one end only goes on to that of the axis, where an arrow is. */
static void test_open_ends_have_arrows(void **state) {
    (void)state;
    static const struct figure open[] = {{"North", "2018", 50, 0, 0},
                                         {"North", "2019", NAN, 10, INFINITY},
                                         {"North", "2020", NAN, -INFINITY, 20}};
    struct document d = {0};
    struct buf out = draw(add(&d, 3, open), false);
    const char *up = strstr(out.text, "<g><title>North, 2019: at least 10.0 [c]</title>\n<rect");
    const char *down = strstr(out.text, "<g><title>North, 2020: at most 20.0 [c]</title>\n<rect");
    assert_non_null(up);
    assert_non_null(down);
    /* From 10 to the head of the axis, which is 60, and from its foot to 20. */
    double height = number_after(up, "height=\"");
    assert_true(fabs(number_after(down, "height=\"") - 20 / 50.0 * height) < 0.02);
    assert_int_equal(occurrences(&out, "<polygon"), 2);
    assert_has(&out, ">Arrow: how far the bar goes is not known.</text>");
    assert_lacks(&out, "Hollow mark below 0");
    assert_lacks(&out, "inf");
    buf_free(&out);
    document_free(&d);
}

static void test_figures_alone_stand_beside_each_other(void **state) {
    (void)state;
    static const struct figure two[] = {{"North", "2018", 40, 0, 0}, {"South", "2018", 40, 0, 0}};
    struct document d = {0};
    struct buf out = draw(add(&d, 2, two), true);
    const char *north = strstr(out.text, "<g><title>North"),
               *south = strstr(out.text, "<g><title>South");
    assert_true(number_after(south, "x1=\"") - number_after(north, "x1=\"") >= 8);
    buf_free(&out);
    document_free(&d);
}

static void test_one_point_and_none(void **state) {
    (void)state;
    static const struct figure all[] = {{"North", "2018", NAN, NAN, NAN},
                                        {"North", "2019", NAN, NAN, NAN}};
    struct document d = {0};
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(add(&d, 1, six), narrow == 1);
        assert_has(&out, ": North 40.0 in 2017/18.</desc>");
        assert_int_equal(points_of_line(&out, 0), 0);
        assert_lacks(&out, "fill-opacity");
        buf_free(&out);
        out = draw(add(&d, 2, all), narrow == 1);
        assert_has(&out, ": North (2 of 2 years without a figure).</desc>");
        buf_free(&out);
        out = draw(add(&d, 0, six), narrow == 1);
        assert_has(&out, ": no rows.</desc>");
        buf_free(&out);
    }
    document_free(&d);
}

/* --- names ------------------------------------------------------------------------------------ */

static void test_names_do_not_collide(void **state) {
    (void)state;
    static const struct figure same[] = {
        {"North East", "2018", 40, 0, 0},      {"North West", "2018", 40, 0, 0},
        {"East of England", "2018", 40, 0, 0}, {"Yorkshire and The Humber", "2018", 40.5, 0, 0},
        {"North East", "2019", 1, 0, 0},       {"North West", "2019", 1, 0, 0},
        {"East of England", "2019", 1, 0, 0},  {"Yorkshire and The Humber", "2019", 1, 0, 0}};
    struct document d = {0};
    const struct part *p = add(&d, 8, same);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        double before[16], height = number_after(out.text, "height=\"");
        size_t n = 0;
        for (const char *at = out.text; (at = strstr(at, " font-size=\"13\">")) != NULL; at++) {
            const char *text = at;
            while (strncmp(text, "<text", 5) != 0)
                text--;
            double y = number_after(text, "y=\"");
            assert_true(y > 0 && y < height);
            for (size_t i = 0; i < n; i++)
                assert_true(fabs(y - before[i]) >= 13);
            assert_true(n < 16);
            before[n++] = y;
        }
        assert_true(n >= 4);
        buf_free(&out);
    }
    document_free(&d);
}

/* --- every form, strangers -------------------------------------------------------------------- */

static void test_every_form_states_the_break(void **state) {
    (void)state;
    struct document d = {.title = "T"};
    add_breaks(add(&d, 6, six), 4, two_breaks);
    for (size_t w = 0; w < n_writers; w++) {
        struct buf out = write_with(writers[w], &d);
        assert_has(&out, "The form");
        assert_has(&out, "The census");
        buf_free(&out);
    }
    document_free(&d);
}

static void test_hostile_labels_are_harmless(void **state) {
    (void)state;
    const struct figure f[] = {{hostile_script, "2018", 40, 0, 0},
                               {hostile_attribute, "2018", 41, 0, 0},
                               {hostile_bytes, "2018", 42, 0, 0},
                               {endless(), "2018", NAN, NAN, NAN}};
    const struct series_break b = {"year", "2018", "</title><script>alert(2)</script>"};
    struct document d = {.title = "T"};
    struct part *p = add(&d, 4, f);
    p->title = f[1].place;
    add_breaks(p, 1, &b);
    p->table.column[1].code[0] = p->table.column[1].code[1]; /* all of one year */
    assert_harmless(&d);
    document_free(&d);
}

static struct part *add_six(struct document *d) {
    return add(d, 6, six);
}

static void spoil(struct part *p, size_t k, const double x[3]) {
    p->table.column[2].value[k % 6] = x[0];
    p->table.column[3].value[k % 5] = x[1];
    p->table.column[4].value[k % 4] = x[2];
}

static void test_any_numbers_make_a_picture(void **state) {
    (void)state;
    assert_draws_any_numbers(add_six, spoil);
}

static void test_the_same_bytes_each_time(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add(&d, 6, six);
    add_breaks(p, 4, two_breaks);
    assert_same_bytes(p);
    document_free(&d);
}

static void test_it_needs_its_columns(void **state) {
    (void)state;
    static const struct figure five[] = {{"A", "2018", 1, 0, 0},
                                         {"B", "2018", 1, 0, 0},
                                         {"C", "2018", 1, 0, 0},
                                         {"D", "2018", 1, 0, 0},
                                         {"E", "2018", 1, 0, 0}},
                               none = {"A", "ever", 1, 0, 0};
    struct document d = {0};
    refuse(add(&d, 5, five), ERR_ARG_RANGE);
    refuse(add(&d, 1, &none), ERR_ARG_RANGE);
    const struct part *p = add(&d, 6, six);
    refuse_column(p, ROLE_BY, "rate", ERR_COLUMN_TYPE);
    refuse_column(p, ROLE_VALUE, NULL, ERR_COLUMN);
    refuse_column(p, ROLE_SERIES, "area", ERR_COLUMN);
    refuse_column(p, ROLE_UPPER, "highest", ERR_COLUMN);
    document_free(&d);
}

/* --- small multiples -------------------------------------------------------------------------- */

static const struct figure areas[] = {
    {"North", "2018", 10, 0, 0},  {"North", "2019", 20, 0, 0},     {"South", "2018", 300, 0, 0},
    {"South", "2019", NAN, 1, 4}, {"East", "2018", NAN, NAN, NAN}, {"East", "2020", 30, 0, 0},
};
enum { n_areas = sizeof areas / sizeof *areas };

static struct part *add_panels(struct document *d, size_t n, const struct figure *f) {
    struct part *p = add(d, n, f);
    p->drawing.column[ROLE_SERIES] = NULL;
    p->drawing.column[ROLE_PANEL] = "place";
    return p;
}

static void test_panels_share_one_scale(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add_panels(&d, n_areas, areas);
    struct buf out = draw(p, false);
    assert_int_equal(occurrences(&out, "<g transform="), 1 + 3); /* the grid and its panels */
    assert_int_equal(occurrences(&out, ">300</text>"), 3);       /* though North has 20 at most */
    assert_int_equal(occurrences(&out, ">2020</text>"), 3);      /* though only East has it */
    assert_int_equal(occurrences(&out, ">Rate per 10,000 children</text>"), 1);
    assert_int_equal(occurrences(&out, ">Cases, by year</text>"), 1);
    assert_has(&out, "<title>North, 2018: 10.0 (5.0 to 15.0)</title>");
    assert_has(&out, "<title>South, 2019: between 1.0 and 4.0 [c]</title>");
    assert_has(&out, "3 panels on one scale. North: ");
    buf_free(&out);
    document_free(&d);
}

/* What a panel has to say stands below all of them, once, with its name unless it is of all. */
static void test_panels_say_things_once(void **state) {
    (void)state;
    static const struct series_break breaks[] = {{"year", "2019", "Counted anew."}};
    struct document d = {0};
    struct part *p = add_panels(&d, n_areas, areas);
    add_breaks(p, 1, breaks);
    struct buf out = draw(p, false);
    assert_int_equal(occurrences(&out, ">1: break at 2019: Counted anew.</text>"), 1);
    assert_int_equal(occurrences(&out, ">Across: Year.</text>"), 1);
    assert_has(&out, ">South: Hollow bar: the figure is hidden and lies within the bar.</text>");
    assert_has(&out, ">East: Hollow mark below 0: there is no figure, nor bounds for it.</text>");
    assert_has(&out, ">South, East: Hollow, [c]: ");
    assert_has(&out, ">East: No row between 2018 and 2020: the line is not joined.</text>");
    buf_free(&out);
    document_free(&d);
}

/* Side by side on a page, below one another on a phone. */
static void test_panels_find_room(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add_panels(&d, n_areas, areas);
    struct buf page = draw(p, false), narrow = draw(p, true);
    assert_int_equal(occurrences(&page, "translate(16,0)"), 1);
    assert_int_equal(occurrences(&page, ",0)\">"), 3);
    assert_int_equal(occurrences(&narrow, "translate(1,"), 3);
    buf_free(&page);
    buf_free(&narrow);
    document_free(&d);
}

/* The frames of a row stand in line, whatever room the titles take. */
static void test_panels_stand_in_line(void **state) {
    (void)state;
    static const struct figure f[] = {{"A", "2018", 10, 0, 0},
                                      {"A council with a very long name indeed", "2018", 10, 0, 0}};
    struct document d = {0};
    struct part *p = add_panels(&d, 2, f);
    struct buf out = draw(p, false);
    const char *first = strstr(out.text, "<circle"), *second = strstr(first + 1, "<circle");
    assert_non_null(second);
    assert_true(number_after(first, " cy=\"") == number_after(second, " cy=\""));
    buf_free(&out);
    document_free(&d);
}

/* Many panels that say the same are counted, not named. */
static void test_panels_that_are_many_are_counted(void **state) {
    (void)state;
    static const struct figure f[] = {{"A", "2018", NAN, 1, 4},
                                      {"B", "2018", NAN, 1, 4},
                                      {"C", "2018", NAN, 1, 4},
                                      {"D", "2018", NAN, 1, 4},
                                      {"E", "2018", 10, 0, 0}};
    struct document d = {0};
    struct part *p = add_panels(&d, 5, f);
    struct buf out = draw(p, false);
    assert_has(&out, ">In 4 of 5 panels: Hollow bar: the figure is hidden");
    buf_free(&out);
    document_free(&d);
}

/* Series keep their colour and their mark in every panel, also where one lacks the first. */
static void test_panels_tell_series_apart_alike(void **state) {
    (void)state;
    static const struct figure f[] = {
        {"Boys", "2018", 10, 0, 0}, {"Girls", "2018", 20, 0, 0}, {"Girls", "2019", 30, 0, 0}};
    struct document d = {0};
    struct part *p = add(&d, 3, f);
    p->drawing.column[ROLE_PANEL] = "year";
    struct buf out = draw(p, false);
    const char *later = strstr(out.text, "<title>2019, Girls");
    assert_non_null(later);
    assert_null(strstr(later, SVG_BLUE)); /* that of the boys */
    assert_int_equal(occurrences(&out, ">Boys</text>"), 1);
    assert_int_equal(occurrences(&out, ">Girls</text>"), 2);
    buf_free(&out);
    document_free(&d);
}

static void test_panels_that_cannot_be_are_refused(void **state) {
    (void)state;
    enum { many = 61 };
    struct figure f[many];
    char names[many][8];
    for (size_t i = 0; i < many; i++) {
        snprintf(names[i], sizeof names[i], "%zu", i);
        f[i] = (struct figure){names[i], "2018", 10, 0, 0};
    }
    struct document d = {0};
    refuse(add_panels(&d, many, f), ERR_ARG_RANGE);
    const struct part *p = add_panels(&d, n_areas, areas);
    refuse_column(p, ROLE_PANEL, "area", ERR_COLUMN);
    refuse_column(p, ROLE_PANEL, "rate", ERR_COLUMN_TYPE);
    document_free(&d);
}

/* The rows and the words in the other forms say which panel they are of. */
static void test_panels_in_words(void **state) {
    (void)state;
    struct document d = {.title = "T"};
    add_panels(&d, n_areas, areas);
    struct buf out = write_with(report_markdown, &d);
    assert_has(&out, "| Place, Year |");
    assert_has(&out, "| North, 2018 | 10.0 (5.0 to 15.0) |");
    assert_has(&out, "All panels have the same scale.");
    buf_free(&out);
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_years_in_order_are_one_line),
        cmocka_unit_test(test_a_break_is_drawn_stated_and_never_crossed),
        cmocka_unit_test(test_two_reasons_at_one_year_are_one_line),
        cmocka_unit_test(test_a_missing_year_interrupts),
        cmocka_unit_test(test_hidden_figures_have_bars_or_a_strip),
        cmocka_unit_test(test_open_ends_have_arrows),
        cmocka_unit_test(test_figures_alone_stand_beside_each_other),
        cmocka_unit_test(test_one_point_and_none),
        cmocka_unit_test(test_names_do_not_collide),
        cmocka_unit_test(test_every_form_states_the_break),
        cmocka_unit_test(test_hostile_labels_are_harmless),
        cmocka_unit_test(test_any_numbers_make_a_picture),
        cmocka_unit_test(test_the_same_bytes_each_time),
        cmocka_unit_test(test_it_needs_its_columns),
        cmocka_unit_test(test_panels_share_one_scale),
        cmocka_unit_test(test_panels_say_things_once),
        cmocka_unit_test(test_panels_find_room),
        cmocka_unit_test(test_panels_stand_in_line),
        cmocka_unit_test(test_panels_that_are_many_are_counted),
        cmocka_unit_test(test_panels_tell_series_apart_alike),
        cmocka_unit_test(test_panels_that_cannot_be_are_refused),
        cmocka_unit_test(test_panels_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
