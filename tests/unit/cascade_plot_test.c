/* Cascade charts: every stage and group has its mark, only cumulative figures are joined, a hidden one
 * is never at 1 or at 0, no text lies on another, and no text or number from a stranger does harm. */
#include <locale.h>
#include <math.h>

#include "report/cascade.h"
#include "report/html.h"
#include "report/inert.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/text.h"

#include "unit/boxes.h"

#include <cmocka.h> /* last: it makes a macro of the name fail */

/* --- building --------------------------------------------------------------------------------- */

/* A group at a stage: its ratio with limits at 4/5 and 5/4 of it, and the cumulative one. NaN: it is
 * hidden, with these bounds if there are any; a ratio of -1: nothing comes before. */
struct figure {
    const char *stage, *group, *feeder;
    double ratio, cumulative, lo, hi;
};

static struct column *numbers(struct table *t, size_t k, const char *name, const char *title) {
    struct err e = {0};
    struct field f = {.name = name, .title = title, .type = COLUMN_NUMBER, .decimals = 2};
    assert_true(column_numbers(&t->column[k], &t->arena, &f, t->n_rows, &e));
    return &t->column[k];
}

static struct column *labels(struct table *t, size_t k, const char *name, const char *title) {
    struct err e = {0};
    struct field f = {.name = name, .title = title, .type = COLUMN_LABEL, .decimals = -1};
    assert_true(column_labels(&t->column[k], &t->arena, &f, t->n_rows, &e));
    return &t->column[k];
}

static void name(struct table *t, struct column *c, size_t row, const char *text) {
    c->code[row] = dictionary_add(c->dictionary, &t->arena, (struct span){text, strlen(text)});
}

static void set(struct table *t, struct column *c, size_t row, double x, double lo, double hi) {
    struct err e = {0};
    c->value[row] = x == -1 ? NAN : x;
    if (isnan(x) || x == -1)
        assert_true(column_set_mark(c, &t->arena, row,
                                    x == -1 ? MARK_NOT_APPLICABLE : MARK_SUPPRESSED, lo, hi, &e));
}

/* stage, group, feeder, ratio, lower, upper, cumulative, its limits, unknown */
static void fill(struct table *t, size_t n, const struct figure *f) {
    static const char *const limits[] = {"lower", "upper", "c_lower", "c_upper"};
    struct err e = {0};
    assert_true(table_new(t, "figures", n, 10, &e));
    struct column *stage = labels(t, 0, "stage", "Stage"), *group = labels(t, 1, "group", "Group");
    struct column *feeder = labels(t, 2, "feeder", "Divided by");
    struct column *ratio = numbers(t, 3, "ratio", "Relative rate index");
    struct column *both = numbers(t, 6, "cumulative", "Cumulative ratio");
    struct column *unknown = numbers(t, 9, "unknown", "Group not known");
    ratio->field.comparator = "White";
    both->field.denominator = "Referred";
    for (size_t i = 0; i < n; i++) {
        name(t, stage, i, f[i].stage);
        name(t, group, i, f[i].group);
        name(t, feeder, i, f[i].feeder);
        set(t, ratio, i, f[i].ratio, f[i].lo, f[i].hi);
        set(t, both, i, f[i].cumulative, f[i].lo, f[i].hi);
        set(t, unknown, i, 10 + (double)i, NAN, NAN);
    }
    for (size_t k = 0; k < 4; k++) {
        size_t at = k < 2 ? 4 + k : 5 + k;
        struct column *c = numbers(t, at, limits[k], NULL);
        c->field.conf_level = 0.95;
        for (size_t i = 0; i < n; i++) {
            double x = k < 2 ? f[i].ratio : f[i].cumulative;
            set(t, c, i, x <= 0 ? NAN : x * (k % 2 == 0 ? 0.8 : 1.25), NAN, NAN);
        }
    }
}

static struct part *add(struct document *d, size_t n, const struct figure *f) {
    struct err e = {0};
    struct part *p = document_add(d, PART_CASCADE, &e);
    assert_non_null(p);
    p->title = "From referral to plan";
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

static struct buf draw(const struct part *p, bool narrow) {
    struct buf out = {0};
    struct err e = {0};
    struct chart_view v = {.size = narrow ? CHART_PHONE : CHART_PAGE, .id_prefix = "c-1"};
    if (!chart_svg(p, &v, &out, &e))
        fail_msg("%s", e.message);
    assert_null(strstr(out.text, "nan"));
    assert_null(strstr(out.text, "NaN"));
    assert_null(strstr(out.text, "inf\""));
    return out;
}

static void assert_has(const struct buf *b, const char *wanted) {
    if (strstr(b->text, wanted) == NULL)
        fail_msg("no \"%s\" in:\n%s", wanted, b->text);
}

static void assert_lacks(const struct buf *b, const char *unwanted) {
    if (strstr(b->text, unwanted) != NULL)
        fail_msg("\"%s\" in:\n%s", unwanted, b->text);
}

static size_t occurrences(const struct buf *b, const char *of) {
    size_t n = 0;
    for (const char *at = b->text; (at = strstr(at, of)) != NULL; at += strlen(of))
        n++;
    return n;
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
        assert_has(&out, "Relative rate index to White: Black 1.40 at Assessed, 2.00 at Plan "
                         "(cumulative to the last 2.80); Asian 0.80 at Assessed, between 0.25 and "
                         "0.50 [c] at Plan (cumulative to the last between 0.25 and 0.50 [c]).</desc>");
        assert_has(&out, "<g><title>Plan, Black: 2.00 (1.60 to 2.50); cumulative 2.80 (2.24 to "
                         "3.50); divided by Assessed</title>");
        assert_has(&out, "<g><title>Plan, Asian: between 0.25 and 0.50 [c]; cumulative between 0.25 "
                         "and 0.50 [c]; divided by Assessed</title>");
        assert_int_equal(occurrences(&out, "<g><title>"), 4); /* neither White nor the first stage */
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
    static const struct figure ratios[] = {{"A", "Black", "x", 0.5, 1, 0, 0},
                                           {"B", "Black", "x", 1, 1, 0, 0},
                                           {"C", "Black", "x", 2, 1, 0, 0},
                                           {"D", "Black", "x", 0, 1, 0, 0},
                                           {"E", "Black", "x", NAN, 1, NAN, NAN},
                                           {"F", "Black", "x", NAN, 1, 0.5, 2}};
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
        x[i] = i == 3   ? 0
               : i == 5 ? middle_of(at, "<rect", "x", number_of(strstr(at, "<rect"), "width", 0) / 2)
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
    static const char *const feeders[] = {"the children of the whole of the population aged 10 to 17",
                                          "x"};
    struct figure f[stages * groups];
    char stage[stages][80], group[groups][60];
    for (size_t i = 0; i < stages * groups; i++) {
        size_t s = i / groups, g = i % groups;
        snprintf(stage[s], sizeof stage[s], "Decision number %u of the authority and the court",
                 (unsigned)s);
        snprintf(group[g], sizeof group[g], g == 0 ? "White" : "Group %u with a long name of its own",
                 (unsigned)g);
        f[i] = (struct figure){stage[s], group[g], feeders[s % 2],
                               s == 0 ? -1 : i % 7 == 0 ? NAN : 0.3 + (double)(i * 13 % 29) / 7,
                               s == 0 ? -1 : i % 5 == 0 ? NAN : 0.3 + (double)(i * 11 % 23) / 7,
                               i % 2 == 0 ? 0.2 : NAN, i % 2 == 0 ? 9 : NAN};
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
    struct part *p = add(&d, nine, three), part = *p;
    struct err e = {0};
    struct buf alone = {0}, panel = {0};
    struct sheet s = sheet_new(true, "T"), other = sheet_new(true, "T");
    struct chart_view one = {.size = CHART_PHONE}, of_many = {.size = CHART_PHONE, .whole = p};
    struct table few = {0};
    fill(&few, 3, three + 3);
    part.table = few;
    assert_true(chart_of(p)->draw(&part, &one, &s, &alone, &e));
    assert_true(chart_of(p)->draw(&part, &of_many, &other, &panel, &e));
    assert_has(&panel, ">4</text>"); /* 2.8 is not in the panel, but on its axis */
    assert_lacks(&alone, ">4</text>");
    buf_free(&alone);
    buf_free(&panel);
    table_free(&few);
    document_free(&d);
}

/* --- every form, strangers -------------------------------------------------------------------- */

typedef bool writer(const struct document *, const struct report_info *, struct buf *,
                    struct err *);

static struct buf write_with(writer *w, const struct document *d) {
    struct buf out = {0};
    struct err e = {0};
    if (!w(d, &(struct report_info){.engine_version = "0", .script_name = "s.lua"}, &out, &e))
        fail_msg("%s", e.message);
    return out;
}

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

#define BIDI "\xE2\x80\xAE" /* U+202E, right-to-left override */

static void test_hostile_labels_are_harmless(void **state) {
    (void)state;
    char endless[4000];
    memset(endless, 'W', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    const struct figure f[] = {
        {"<script>alert(1)</script>", endless, "</text><script>x", 2, 2, 0, 0},
        {endless, "\" onload=\"x' ]]> &amp;", "y", 2, 2, 0, 0},
        {"\x1b[31m " BIDI "txt \xff\xc0\x80", "z", endless, NAN, NAN, NAN, NAN}};
    static writer *const writers[] = {report_html, report_markdown, report_text, report_json};
    struct document d = {.title = "T"};
    struct part *p = add(&d, 3, f);
    p->title = f[1].group;
    p->table.column[3].field.comparator = "</text><script>alert(2)</script>";
    for (size_t w = 0; w < 4; w++) {
        struct buf out = write_with(writers[w], &d);
        size_t bad;
        struct err e = {0};
        assert_true(utf8_valid(out.text, out.n, &bad));
        assert_lacks(&out, "\x1b");
        assert_lacks(&out, BIDI);
        if (writers[w] == report_html) {
            assert_lacks(&out, "\" onload");
            if (!inert_page(out.text, out.n, "report.html", &e))
                fail_msg("%s", e.message);
        }
        if (writers[w] == report_html || writers[w] == report_json)
            assert_lacks(&out, "<script");
        buf_free(&out);
    }
    document_free(&d);
}

static void test_any_numbers_make_a_picture(void **state) {
    (void)state;
    static const double awkward[] = {-INFINITY, -1.7e308, -1,   -0.0,  0,       5e-324,
                                     1e-200,    0.3,      1e15, 1e300, 1.7e308, INFINITY};
    enum { n_awkward = sizeof awkward / sizeof *awkward };
    for (size_t k = 0; k < n_awkward * n_awkward; k++) {
        struct document d = {0};
        struct part *p = add(&d, nine, three);
        p->table.column[3].value[3 + k % 5] = awkward[k % n_awkward];
        p->table.column[4].value[3 + k % 3] = awkward[k / n_awkward];
        p->table.column[8].value[4 + k % 2] = awkward[(k + k / n_awkward) % n_awkward];
        struct buf out = draw(p, k % 2 == 1);
        buf_free(&out);
        document_free(&d);
    }
    struct document d = {0};
    struct buf out = draw(add(&d, 0, three), false);
    assert_has(&out, ": no groups to compare.</desc>");
    buf_free(&out);
    document_free(&d);
}

static void test_the_same_bytes_each_time(void **state) {
    (void)state;
    struct document d = {0};
    const struct part *p = add(&d, nine, three);
    struct buf one = draw(p, false);
    setlocale(LC_ALL, "de_DE.UTF-8");
    struct buf other = draw(p, false);
    setlocale(LC_ALL, "C");
    assert_int_equal(one.n, other.n);
    assert_memory_equal(one.text, other.text, one.n);
    buf_free(&one);
    buf_free(&other);
    document_free(&d);
}

static void refuse(const struct part *p, enum err_id id) {
    struct buf out = {0};
    struct err e = {0};
    assert_false(
        chart_svg(p, &(struct chart_view){.size = CHART_PAGE, .id_prefix = "c"}, &out, &e));
    assert_int_equal(e.id, id);
    buf_free(&out);
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
    struct part *p = add(&d, nine, three);
    const struct drawing good = p->drawing;
    p->drawing.column[ROLE_BY] = "ratio";
    refuse(p, ERR_COLUMN_TYPE);
    p->drawing = good;
    p->drawing.column[ROLE_VALUE] = NULL;
    refuse(p, ERR_COLUMN);
    p->drawing = good;
    p->drawing.column[ROLE_FEEDER] = "before";
    refuse(p, ERR_COLUMN);
    p->drawing = good;
    p->drawing.column[ROLE_CUMULATIVE_UPPER] = "group";
    refuse(p, ERR_COLUMN_TYPE);
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
        cmocka_unit_test(test_the_same_bytes_each_time),
        cmocka_unit_test(test_it_needs_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
