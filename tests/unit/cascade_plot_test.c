/* Cascade charts: every stage and group has its mark, only cumulative figures are joined, a hidden
 * one is never at 1 or at 0, no text lies on another, and no text or number from a stranger does
 * harm. */
#include "report/chart/cascade.h"

#include "unit/charts.h"

/* --- building --------------------------------------------------------------------------------- */

/* A group at a stage: its ratio with limits at 4/5 and 5/4 of it, and the cumulative one. NaN: it
 * is hidden, with these bounds if there are any; a ratio of -1: nothing comes before. */
struct figure {
    const char *stage, *group, *feeder;
    double ratio, cumulative, lo, hi;
};

static void set(struct table *t, struct column *c, size_t row, double x, double lo, double hi) {
    set_marked(t, c, row, x == -1 ? NAN : x, x == -1 ? MARK_NOT_APPLICABLE : MARK_SUPPRESSED, lo,
               hi);
}

/* stage, group, feeder, ratio, lower, upper, cumulative, its limits, unknown */
static void fill(struct table *t, size_t n, const struct figure *f) {
    static const char *const limits[] = {"lower", "upper", "c_lower", "c_upper"};
    struct err e = {0};
    assert_true(table_new(t, "figures", n, 10, &e));
    struct column *stage = add_labels(t, 0, "stage", "Stage");
    struct column *group = add_labels(t, 1, "group", "Group");
    struct column *feeder = add_labels(t, 2, "feeder", "Divided by");
    struct column *ratio = add_numbers(t, 3, "ratio", "Relative rate index", 2);
    struct column *both = add_numbers(t, 6, "cumulative", "Cumulative ratio", 2);
    struct column *unknown = add_numbers(t, 9, "unknown", "Group not known", 2);
    ratio->field.comparator = "White";
    both->field.denominator = "Referred";
    for (size_t i = 0; i < n; i++) {
        set_label(t, stage, i, f[i].stage);
        set_label(t, group, i, f[i].group);
        set_label(t, feeder, i, f[i].feeder);
        set(t, ratio, i, f[i].ratio, f[i].lo, f[i].hi);
        set(t, both, i, f[i].cumulative, f[i].lo, f[i].hi);
        set(t, unknown, i, 10 + (double)i, NAN, NAN);
    }
    for (size_t k = 0; k < 4; k++) {
        size_t at = k < 2 ? 4 + k : 5 + k;
        struct column *c = add_numbers(t, at, limits[k], NULL, 2);
        c->field.conf_level = 0.95;
        for (size_t i = 0; i < n; i++) {
            double x = k < 2 ? f[i].ratio : f[i].cumulative;
            set(t, c, i, x <= 0 ? NAN : x * (k % 2 == 0 ? 0.8 : 1.25), NAN, NAN);
        }
    }
}

static struct part *add(struct document *d, size_t n, const struct figure *f) {
    struct part *p = add_chart(d, PART_CASCADE, "From referral to plan");
    fill(&p->table, n, f);
    p->drawing = (struct drawing){.column[ROLE_BY] = "stage",
                                  .column[ROLE_SERIES] = "group",
                                  .column[ROLE_VALUE] = "ratio",
                                  .column[ROLE_LOWER] = "lower",
                                  .column[ROLE_UPPER] = "upper",
                                  .column[ROLE_CUMULATIVE] = "cumulative",
                                  .column[ROLE_CUMULATIVE_LOWER] = "c_lower",
                                  .column[ROLE_CUMULATIVE_UPPER] = "c_upper",
                                  .column[ROLE_FEEDER] = "feeder",
                                  .column[ROLE_UNKNOWN] = "unknown",
                                  .reference = 1,
                                  .logarithmic = true};
    return p;
}

enum { nine = 9 };
static const struct figure three[nine] = {{"Referred", "White", "nothing", -1, -1, NAN, NAN},
                                          {"Referred", "Black", "nothing", -1, -1, NAN, NAN},
                                          {"Referred", "Asian", "nothing", -1, -1, NAN, NAN},
                                          {"Assessed", "White", "Referred", 1, 1, 0, 0},
                                          {"Assessed", "Black", "Referred", 1.4, 1.4, 0, 0},
                                          {"Assessed", "Asian", "Referred", 0.8, 0.8, 0, 0},
                                          {"Plan", "White", "Assessed", 1, 1, 0, 0},
                                          {"Plan", "Black", "Assessed", 2, 2.8, 0, 0},
                                          {"Plan", "Asian", "Assessed", NAN, NAN, 0.25, 0.5}};

/* --- what is shown ---------------------------------------------------------------------------- */

static void test_every_stage_and_group_has_its_mark(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add(&d, nine, three);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        assert_has(&out,
                   "Relative rate index to White: Black 1.40 at Assessed, 2.00 at Plan "
                   "(cumulative to the last 2.80); Asian 0.80 at Assessed, between 0.25 and "
                   "0.50 [c] at Plan (cumulative to the last between 0.25 and 0.50 [c]).</desc>");
        assert_has(&out, "<g><title>Plan, Black: 2.00 (1.60 to 2.50); cumulative 2.80 (2.24 to "
                         "3.50); divided by Assessed</title>");
        assert_has(&out,
                   "<g><title>Plan, Asian: between 0.25 and 0.50 [c]; cumulative between 0.25 "
                   "and 0.50 [c]; divided by Assessed</title>");
        assert_int_equal(occurrences(&out, "<g><title>"),
                         4); /* neither White nor the first stage */
        static const char *const texts[] = {">At each stage</text>",
                                            ">Cumulative, of Referred</text>",
                                            ">White = 1</text>",
                                            ">Assessed</text>",
                                            ">2.80</text>",
                                            ">[c]</text>",
                                            ">Relative rate index to White (log scale)</text>"};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            assert_has(&out, texts[i]);
        assert_lacks(&out, "Hollow, [z]");
        assert_has(&out, "Hollow, [c]: ");
        assert_true(boxes_apart("three stages", out.text) > 20);
        buf_free(&out);
    }
    struct buf out = draw(p, true);
    assert_has(&out, ">the first stage; group not known: 10.00%</text>");
    assert_has(&out, ">divided by Referred; group not known: 13.00%</text>");
    buf_free(&out);
    document_free(&d);
}

/* Black's cumulative ratio is joined, Asian's hidden one is not, and no ratio of single stages. */
static void test_only_cumulative_figures_are_joined(void **state) {
    (void)state;
    struct document d = {0};
    struct part *p = add(&d, nine, three);
    struct buf out = draw(p, false);
    assert_int_equal(occurrences(&out, "stroke-width=\"2\""), 1);
    assert_has(&out, "stroke=\"#0072B2\" stroke-width=\"2\" stroke-dasharray=\"none\"");
    buf_free(&out);
    p->drawing.column[ROLE_CUMULATIVE] = p->drawing.column[ROLE_CUMULATIVE_LOWER] = NULL;
    p->drawing.column[ROLE_CUMULATIVE_UPPER] = NULL;
    out = draw(p, false);
    assert_int_equal(occurrences(&out, "stroke-width=\"2\""), 0);
    assert_lacks(&out, "umulative");
    assert_has(&out, ">2.00 (1.60 to 2.50)</text>");
    buf_free(&out);
    document_free(&d);
}

/* The middle of the first such mark behind 'at'. */
static double middle_of(const char *at, const char *shape, const char *attribute, double more) {
    const char *found = strstr(at, shape);
    assert_non_null(found);
    return number_of(found, attribute, NAN) + more;
}

static void test_equal_ratios_are_equal_distances(void **state) {
    (void)state;
    static const struct figure ratios[] = {
        {"A", "Black", "x", 0.5, 1, 0, 0},     {"B", "Black", "x", 1, 1, 0, 0},
        {"C", "Black", "x", 2, 1, 0, 0},       {"D", "Black", "x", 0, 1, 0, 0},
        {"E", "Black", "x", NAN, 1, NAN, NAN}, {"F", "Black", "x", NAN, 1, 0.5, 2}};
    struct document d = {0};
    struct part *p = add(&d, 6, ratios);
    p->drawing.column[ROLE_CUMULATIVE] = NULL;
    p->drawing.column[ROLE_CUMULATIVE_LOWER] = p->drawing.column[ROLE_CUMULATIVE_UPPER] = NULL;
    struct buf out = draw(p, false);
    double x[6];
    static const char *const names[] = {"A", "B", "C", "D", "E", "F"};
    for (size_t i = 0; i < 6; i++) {
        char start[30];
        snprintf(start, sizeof start, "<g><title>%s, Black", names[i]);
        const char *at = strstr(out.text, start);
        assert_non_null(at);
        x[i] = i == 3 ? 0
               : i == 5
                   ? middle_of(at, "<rect", "x", number_of(strstr(at, "<rect"), "width", 0) / 2)
                   : middle_of(at, "<circle", "cx", 0);
        if (i == 3) /* 0 has no place on a log axis: an arrow at its low end */
            assert_true(strstr(at, "<polygon") < strstr(at, "</g>"));
    }
    assert_true(fabs((x[1] - x[0]) - (x[2] - x[1])) < 0.02);
    assert_true(fabs(x[5] - x[1]) < 0.02);
    assert_true(x[4] < x[0]); /* outside the axis */
    buf_free(&out);
    document_free(&d);
}

static void test_no_text_lies_on_another(void **state) {
    (void)state;
    enum { stages = 6, groups = 5 };
    static const char *const feeders[] = {
        "the children of the whole of the population aged 10 to 17", "x"};
    struct figure f[stages * groups];
    char stage[stages][80], group[groups][60];
    for (size_t i = 0; i < stages * groups; i++) {
        size_t s = i / groups, g = i % groups;
        snprintf(stage[s], sizeof stage[s], "Decision number %u of the authority and the court",
                 (unsigned)s);
        snprintf(group[g], sizeof group[g],
                 g == 0 ? "White" : "Group %u with a long name of its own", (unsigned)g);
        f[i] = (struct figure){stage[s],
                               group[g],
                               feeders[s % 2],
                               s == 0       ? -1
                               : i % 7 == 0 ? NAN
                                            : 0.3 + (double)(i * 13 % 29) / 7,
                               s == 0       ? -1
                               : i % 5 == 0 ? NAN
                                            : 0.3 + (double)(i * 11 % 23) / 7,
                               i % 2 == 0 ? 0.2 : NAN,
                               i % 2 == 0 ? 9 : NAN};
    }
    struct document d = {0};
    struct part *p = add(&d, stages * groups, f);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        assert_true(boxes_apart("six stages", out.text) > 60);
        buf_free(&out);
    }
    document_free(&d);
}

/* --- panels ----------------------------------------------------------------------------------- */

static void test_panels_have_one_axis(void **state) {
    (void)state;
    struct document d = {0};
    add(&d, nine, three);
    add(&d, 3, three + 3);
    const struct part *p = &d.part[0], *few = &d.part[1];
    struct buf alone = draw_panel(few, NULL), panel = draw_panel(few, p);
    assert_has(&panel, ">4</text>"); /* 2.8 is not in the panel, but on its axis */
    assert_lacks(&alone, ">4</text>");
    buf_free(&alone);
    buf_free(&panel);
    document_free(&d);
}

/* --- every form, strangers -------------------------------------------------------------------- */

static void test_every_form_has_it(void **state) {
    (void)state;
    struct document d = {.title = "T"};
    add(&d, nine, three);
    struct buf out = write_with(report_html, &d);
    assert_has(&out, "in multiples of that of White, which is the dashed line");
    assert_has(&out, "so they are not joined");
    assert_has(&out, "Where the share whose group is not known differs between stages");
    buf_free(&out);
    out = write_with(report_markdown, &d);
    assert_has(&out, "| Stage, Group | Relative rate index (95%\u00a0interval), and cumulative |");
    assert_has(&out, "| Plan, Black | 2.00 (1.60 to 2.50); cumulative 2.80 (2.24 to 3.50) |");
    assert_lacks(&out, "| Referred, Black |");
    buf_free(&out);
    out = write_with(report_text, &d);
    assert_has(&out, "Assessed, Black  1.40 (1.12 to 1.75); cumulative 1.40 (1.12 to 1.75)\n");
    buf_free(&out);
    out = write_with(report_json, &d);
    assert_has(&out, "\"kind\": \"cascade\"");
    assert_has(&out, "\"cumulative_upper\": \"c_upper\"");
    buf_free(&out);
    document_free(&d);
}

static void test_hostile_labels_are_harmless(void **state) {
    (void)state;
    const struct figure f[] = {{hostile_script, endless(), "</text><script>x", 2, 2, 0, 0},
                               {endless(), hostile_attribute, "y", 2, 2, 0, 0},
                               {hostile_bytes, "z", endless(), NAN, NAN, NAN, NAN}};
    struct document d = {.title = "T"};
    struct part *p = add(&d, 3, f);
    p->title = f[1].group;
    p->table.column[3].field.comparator = "</text><script>alert(2)</script>";
    assert_harmless(&d);
    document_free(&d);
}

static struct part *add_three(struct document *d) {
    return add(d, nine, three);
}

static void spoil(struct part *p, size_t k, const double x[3]) {
    p->table.column[3].value[3 + k % 5] = x[0];
    p->table.column[4].value[3 + k % 3] = x[1];
    p->table.column[8].value[4 + k % 2] = x[2];
}

static void test_any_numbers_make_a_picture(void **state) {
    (void)state;
    assert_draws_any_numbers(add_three, spoil);
}

static void test_no_rows_make_a_picture(void **state) {
    (void)state;
    struct document d = {0};
    struct buf out = draw(add(&d, 0, three), false);
    assert_has(&out, ": no groups to compare.</desc>");
    buf_free(&out);
    document_free(&d);
}

static void test_the_same_bytes_each_time(void **state) {
    (void)state;
    struct document d = {0};
    assert_same_bytes(add(&d, nine, three));
    document_free(&d);
}

static void test_it_needs_its_columns(void **state) {
    (void)state;
    static const struct figure five[] = {{"A", "1", "x", 1, 1, 0, 0},
                                         {"A", "2", "x", 1, 1, 0, 0},
                                         {"A", "3", "x", 1, 1, 0, 0},
                                         {"A", "4", "x", 1, 1, 0, 0},
                                         {"A", "5", "x", 1, 1, 0, 0}},
                               twice[] = {{"A", "1", "x", 1, 1, 0, 0}, {"A", "1", "x", 1, 1, 0, 0}};
    struct document d = {0};
    refuse(add(&d, 5, five), ERR_ARG_RANGE);
    refuse(add(&d, 2, twice), ERR_ARG_RANGE);
    const struct part *p = add(&d, nine, three);
    refuse_column(p, ROLE_BY, "ratio", ERR_COLUMN_TYPE);
    refuse_column(p, ROLE_VALUE, NULL, ERR_COLUMN);
    refuse_column(p, ROLE_FEEDER, "before", ERR_COLUMN);
    refuse_column(p, ROLE_CUMULATIVE_UPPER, "group", ERR_COLUMN_TYPE);
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_stage_and_group_has_its_mark),
        cmocka_unit_test(test_only_cumulative_figures_are_joined),
        cmocka_unit_test(test_equal_ratios_are_equal_distances),
        cmocka_unit_test(test_no_text_lies_on_another),
        cmocka_unit_test(test_panels_have_one_axis),
        cmocka_unit_test(test_every_form_has_it),
        cmocka_unit_test(test_hostile_labels_are_harmless),
        cmocka_unit_test(test_any_numbers_make_a_picture),
        cmocka_unit_test(test_no_rows_make_a_picture),
        cmocka_unit_test(test_the_same_bytes_each_time),
        cmocka_unit_test(test_it_needs_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
