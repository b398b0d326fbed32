/* Reports: one number reads the same everywhere, missing cells stay visible, and no text from the
 * data does harm. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The buffer is compiled in here, with an allocator that can be told to fail: once, or from then
 * on. */
static size_t allocations_left = SIZE_MAX, refused;
static bool fails_once;

static void *failing_realloc(void *p, size_t n) {
    if (allocations_left == SIZE_MAX)
        return realloc(p, n);
    if (allocations_left > 0) {
        allocations_left--;
        return realloc(p, n);
    }
    refused++;
    allocations_left = fails_once ? SIZE_MAX : 0;
    return NULL;
}

#define realloc failing_realloc
#include "base/str.c"
#undef realloc

#include <jansson.h>
#include <nettle/base64.h>

#include "base/num.h"
#include "data/document.h"
#include "report/chart/axis.h"
#include "report/chart/ruler.h"
#include "report/chart/svg.h"
#include "report/escape.h"
#include "report/format.h"
#include "report/prose.h"
#include "report/wrap.h"

#include "unit/ratios.h"

/* The places of the writers. */
enum { html = 0, markdown = 1, text = 2, json = 3 };

/* --- numbers ---------------------------------------------------------------------------------- */

static struct field number_field(const char *name, const char *title) {
    return (struct field){.name = name, .title = title, .type = COLUMN_NUMBER, .decimals = -1};
}

static void assert_shows(struct field f, double x, const char *wanted) {
    struct column c = {.field = f, .n = 1, .value = &x};
    struct buf out = {0};
    format_cell(&out, format_of(&c), &c, 0);
    assert_string_equal(out.text, wanted);
    buf_free(&out);
}

static void test_decimals_follow_the_kind_of_number(void **state) {
    (void)state;
    struct field plain = number_field("x", "X"), count = plain, rate = plain, share = plain;
    struct field ratio = plain, p = number_field("p_value", "p"), year = plain, fixed = plain;
    struct field plain_year = number_field("year", ""), in_year = number_field("cases_in_year", "");
    count.count = true;
    rate.measure = share.measure = ratio.measure = "some.measure";
    rate.unit = "per 10,000 people";
    share.unit = "%";
    year.role = ROLE_PERIOD;
    fixed.decimals = 2;
    assert_shows(count, 1234567, "1,234,567");
    assert_shows(plain, 4575, "4,575");
    assert_shows(plain, 12.5, "12.5");
    assert_shows(plain, 12.3, "12.3");
    assert_shows(plain, 1 / 3.0, "0.333");
    assert_shows(rate, 1234.56, "1,234.6");
    assert_shows(share, 15.825, "15.8");
    assert_shows(ratio, 1.15657, "1.157");
    assert_shows(year, 2017, "2017");
    assert_shows(plain_year, 2017, "2017");
    assert_shows(in_year, 4310, "4,310");
    assert_shows(fixed, 0.001, "0.00");
    assert_shows(p, 0.5, "0.500");
    assert_shows(p, 0.04563, "0.0456");
    assert_shows(p, 0.00123, "0.00123");
    assert_shows(p, 0.0009999, "<0.001");
}

static void test_a_small_number_is_not_shown_as_zero(void **state) {
    (void)state;
    struct field rate = number_field("rate", "Rate");
    rate.measure = "m";
    rate.unit = "per 10,000 people";
    assert_shows(rate, 0, "0.0");
    assert_shows(rate, 0.05, "0.050");
    assert_shows(rate, 0.06, "0.1");
    assert_shows(rate, -0.004, "-0.0040");
    assert_shows(rate, 1e-15, "1e-15");
    assert_shows(rate, INFINITY, "∞");
    assert_shows(rate, -INFINITY, "-∞");
    assert_shows(rate, NAN, "[undefined]");
}

static void assert_bounds(double lo, double hi, const char *wanted) {
    struct err e = {0};
    struct arena a = {0};
    struct column c = {0};
    struct field f = number_field("n", "N");
    f.count = true;
    struct buf out = {0};
    assert_true(column_numbers(&c, &a, &f, 1, &e));
    assert_true(column_set_mark(&c, &a, 0, MARK_SUPPRESSED, lo, hi, &e));
    format_cell(&out, format_of(&c), &c, 0);
    assert_string_equal(out.text, wanted);
    buf_free(&out);
    arena_free(&a);
}

static void test_bounds_are_words(void **state) {
    (void)state;
    assert_bounds(1, 4, "between 1 and 4 [c]");
    assert_bounds(0, 0, "must be 0 [c]");
    assert_bounds(1000, INFINITY, "at least 1,000 [c]");
    assert_bounds(NAN, 9, "at most 9 [c]");
    assert_bounds(-INFINITY, 9, "at most 9 [c]");
    assert_bounds(-4.2, -3.9, "about -4 [c]");         /* shown as one number, and not one */
    assert_bounds(0.3, 0.1 + 0.2, "must be 0.30 [c]"); /* one number, but for the last bit */
    assert_bounds(NAN, NAN, "[c]");
}

/* Katz limits of 124/827 against 415/2580 (R: exp(log(rr) - qnorm(0.975) * se)): the lower limit
 * is 0.77497..., which is 0.7750 with four decimals and 0.77 with two. */
static void test_one_double_reads_the_same_everywhere(void **state) {
    (void)state;
    double ratio = (124 / 827.0) / (415 / 2580.0);
    double se = sqrt(1 / 124.0 - 1 / 827.0 + 1 / 415.0 - 1 / 2580.0), z = 1.959963984540054;
    double lower = ratio * exp(-z * se), upper = ratio * exp(z * se);
    assert_true(lower > 0.77495 && lower < 0.775);
    const char *label[] = {"Not yet obtained"};
    struct document d = {.title = "T"};
    add_ratios(&d, PART_TABLE, 1, label, &ratio, &lower, &upper, 2);
    add_ratios(&d, PART_FOREST, 1, label, &ratio, &lower, &upper, 2);
    for (int w = html; w <= text; w++) {
        struct buf out = write_with(writers[w], &d);
        assert_has(&out, "0.93 (0.77 to 1.12)");
        assert_lacks(&out, "(0.78");
        assert_lacks(&out, " 0.78 ");
        buf_free(&out);
    }
    struct buf table = write_with(report_html, &d), results = write_with(report_json, &d);
    assert_has(&table, "<td class=\"number\">0.77</td>");
    char digits[NUM_TEXT_SIZE];
    num_text12(lower, digits);
    assert_int_equal(strncmp(digits, "0.77497", 7), 0);
    assert_has(&results, digits);
    buf_free(&table);
    buf_free(&results);
    document_free(&d);
}

/* --- missing cells ---------------------------------------------------------------------------- */

static void test_missing_cells_stay_visible(void **state) {
    (void)state;
    struct err e = {0};
    const char *label[] = {"White", "Asian", "Mixed"};
    double ratio[] = {1, NAN, NAN}, limit[] = {NAN, NAN, NAN};
    struct document d = {.title = "T"};
    add_ratios(&d, PART_TABLE, 3, label, ratio, limit, limit, -1);
    add_ratios(&d, PART_FOREST, 3, label, ratio, limit, limit, -1);
    for (size_t i = 0; i < d.n_parts; i++) {
        struct table *t = &d.part[i].table;
        assert_true(column_set_mark(&t->column[1], &t->arena, 1, MARK_SUPPRESSED, 0.5, 2, &e));
    }
    struct buf out = write_with(report_html, &d);
    assert_has(&out, "<td class=\"number marked bounds\">between 0.500 and 2.000 [c]</td>");
    assert_has(&out, "<td class=\"number marked\">[refused]</td>");
    assert_has(&out, "<li>[c] Hidden to protect people");
    assert_has(&out, "<li>[refused] ");
    assert_has(&out, "Hollow, [c]: ");
    assert_has(&out, "; 1 row is known between bounds only; 1 row has no figure.");
    assert_has(&out, "1.000 (reference)");
    assert_lacks(&out, "[blank]");
    assert_lacks(&out, "NaN");
    assert_lacks(&out, ">nan");
    buf_free(&out);
    out = write_with(report_json, &d);
    assert_has(&out, "\"values\": [1, null, null]");
    assert_has(&out, "\"marks\": [null, \"suppressed\", \"refused\"]");
    assert_has(&out, "\"lo\": [1, 0.5, null]");
    assert_has(&out, "\"hi\": [1, 2, null]");
    buf_free(&out);
    document_free(&d);
}

static void test_a_table_without_marks_has_no_legend(void **state) {
    (void)state;
    const char *label[] = {"A"};
    double x = 1;
    struct document d = {.title = "T"};
    add_ratios(&d, PART_TABLE, 1, label, &x, &x, &x, -1);
    struct buf out = write_with(report_html, &d);
    assert_lacks(&out, "<li>[");
    assert_has(&out, "<li>Rate ratio, Lower, Upper: measure riskratio.ci.katz_log; compared with "
                     "White; 95% interval; divided by all cases.</li>");
    assert_has(&out, "<dt>Measures used</dt><dd>riskratio.ci.katz_log</dd>");
    buf_free(&out);
    out = write_with(report_json, &d);
    assert_lacks(&out, "\"marks\": [");
    buf_free(&out);
    document_free(&d);
}

/* --- limits beside their estimate ------------------------------------------------------------- */

static struct part *add_rates(struct document *d, const double *lower, const double *upper) {
    struct err e = {0};
    const char *label[] = {"White", "Asian", "Mixed"};
    double rate[] = {154.82, -42.13, NAN};
    struct part *p = add_ratios(d, PART_TABLE, 3, label, rate, lower, upper, 1);
    struct column *c = p->table.column;
    c[1].field.name = "rate";
    c[1].field.title = "Rate";
    c[1].field.unit = "per 10,000 people";
    c[1].field.meaning = "Rate: with exact limits.";
    c[2].field.name = "rate_lower";
    c[3].field.name = "rate_upper";
    assert_true(column_set_mark(&c[2], &p->table.arena, 1, MARK_SUPPRESSED, NAN, NAN, &e));
    return p;
}

/* --- notes ------------------------------------------------------------------------------------ */

static void add_groups(struct document *d, enum part_kind kind, const char *first,
                       const char *second, const char *value) {
    const char *label[] = {first, second};
    double x[] = {1, 2}, none[] = {NAN, NAN};
    struct part *p = add_ratios(d, kind, 2, label, x, none, none, -1);
    p->table.column[0].field.name = p->drawing.column[ROLE_LABEL] = "year";
    p->table.column[1].field.name = p->drawing.column[ROLE_VALUE] = value;
}

/* Where each note stands. */
static const struct {
    const char *text;
    size_t part; /* the table it stands below; 0: none */
} placed[] = {{"All of it.", 1},          {"Of 2021.", 2},         {"Break at 2020.", 2},
              {"Of the rate.", 3},        {"Background.", 0},      {"Of a table not shown.", 0},
              {"Of the chart alone.", 0}, {"Of hidden rates.", 3}, {"Of what nobody has.", 0}};

/* A chart and three tables, each with all notes. */
static void add_notes(struct document *d) {
    static const char *const rate[] = {"rate"}, *const year[] = {"year"}, *const y2021[] = {"2021"};
    static const char *const hidden[] = {"suppressed"}, *const not_held[] = {"not_held"};
    static const struct note notes[] = {
        {.text = "All of it."},
        {.text = "Of the rate.", .columns = {1, rate}},
        {.text = "Of 2021.", .where = "year", .labels = {1, y2021}},
        {.text = "Break at 2020.", .columns = {1, year}, .where = "year", .from = "2020"},
        {.text = "Of hidden rates.", .columns = {1, rate}, .marks = {1, hidden}},
        {.text = "Of what nobody has.", .marks = {1, not_held}},
        {.text = "Background.", .general = true},
    };
    static const char *of_input[] = {
        "All of it.",  "Of the rate.",          "Of 2021.",         "Break at 2020.",
        "Background.", "Of a table not shown.", "Of hidden rates.", "Of what nobody has."};
    struct err e = {0};
    add_groups(d, PART_FOREST, "2018", "2021", "rate");
    add_groups(d, PART_TABLE, "2018", "2019", "cases");
    add_groups(d, PART_TABLE, "2018", "2021", "cases");
    add_groups(d, PART_TABLE, "2018", "2021", "rate");
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
            assert_true(table_add(&d->part[k].table, &notes[i], &e));
    }
    assert_true(table_add_note(&d->part[0].table, "Of the chart alone.", &e));
    struct table *last = &d->part[3].table;
    assert_true(column_set_mark(&last->column[1], &last->arena, 1, MARK_SUPPRESSED, 1, 4, &e));
    struct input *in = document_add_input(d, &e);
    in->name = "beds";
    in->note = of_input;
    in->n_notes = 8;
}

/* The end of a table, which names its file. */
static const char *end_of_table(const struct buf *out, size_t table) {
    char place[40];
    snprintf(place, sizeof place, "tables/table-%zu.csv", table);
    return strstr(out->text, place);
}

/* Where each of the notes stands: below which table, or among the notes on the data. */
static void test_notes_stand_where_they_belong(void **state) {
    (void)state;
    struct document d = {.title = "T"};
    add_notes(&d);
    struct buf out = write_with(report_markdown, &d);
    const char *end = strstr(out.text, "## Notes on the data");
    assert_non_null(end);
    for (size_t i = 0; i < sizeof placed / sizeof *placed; i++) {
        assert_int_equal(occurrences(&out, placed[i].text), 1);
        const char *at = strstr(out.text, placed[i].text);
        if (placed[i].part == 0)
            assert_true(at > end);
        else /* between the ends of the table before it and of its own */
            assert_true(at < end_of_table(&out, placed[i].part));
        if (placed[i].part > 1)
            assert_true(at > end_of_table(&out, placed[i].part - 1));
    }
    assert_has(&out, "* beds: Background.\n* beds: Of a table not shown.\n* beds: Of what nobody "
                     "has.\n* This analysis: Of the chart alone.\n");
    buf_free(&out);
    document_free(&d);
}

static void test_notes_stand_once_in_every_form(void **state) {
    (void)state;
    struct document d = {.title = "T"};
    add_notes(&d);
    for (int w = 0; w < json; w++) { /* in every form that people read: each once */
        struct buf out = write_with(writers[w], &d);
        for (size_t i = 0; i < sizeof placed / sizeof *placed; i++)
            assert_int_equal(occurrences(&out, placed[i].text), 1);
        assert_has(&out, "Notes on the data");
        buf_free(&out);
    }
    struct buf out = write_with(report_json, &d);
    assert_has(&out,
               "\"notes\": [\"All of it.\", \"Of the rate.\", \"Of 2021.\", \"Break at 2020.\", "
               "\"Background.\", \"Of a table not shown.\", \"Of hidden rates.\", "
               "\"Of what nobody has.\"]");
    buf_free(&out);
    document_free(&d);
}

/* A break is stated once: where what follows from it is told with its reason, that is enough. */
static void test_a_break_is_stated_once(void **state) {
    (void)state;
    struct document d = {.title = "T"};
    struct err e = {0};
    const struct note b = {
        .text = "Break: from 2020 (Year): Counted anew.", .where = "year", .from = "2020"};
    add_groups(&d, PART_TABLE, "2018", "2021", "rate");
    struct table *t = &d.part[0].table;
    assert_true(table_add(t, &b, &e));
    struct buf out = write_with(report_text, &d);
    assert_has(&out, "Note: Break: from 2020");
    buf_free(&out);
    assert_true(table_add_note(t, "The series breaks at 2020: Counted anew. Not compared.", &e));
    out = write_with(report_text, &d);
    assert_lacks(&out, "Break: from 2020");
    assert_int_equal(occurrences(&out, "Counted anew."), 1);
    buf_free(&out);
    document_free(&d);
}

/* --- limits ----------------------------------------------------------------------------------- */

static void test_limits_stand_in_one_column(void **state) {
    (void)state;
    double lower[] = {148.94, NAN, NAN}, upper[] = {160.88, -38.6, NAN};
    struct document d = {.title = "T"};
    struct part *p = add_rates(&d, lower, upper);
    struct buf out = write_with(report_html, &d);
    assert_has(&out, "<th scope=\"col\" class=\"number\">95% limits</th></tr>");
    assert_has(&out, "<td class=\"number\">148.9 to 160.9</td>");
    assert_has(&out, "<td class=\"number marked bounds\">[c] to -38.6</td>");
    assert_has(&out, "<td class=\"number marked\">[refused]</td></tr>");
    assert_has(&out, "<li>Rate, 95% limits: with exact limits (riskratio.ci.katz_log); compared "
                     "with White; divided by all cases.</li>");
    buf_free(&out);
    out = write_with(report_markdown, &d);
    assert_has(&out, "| Group | Rate (per 10,000 people) | 95% limits |\n|:--|--:|--:|\n");
    assert_has(&out, "| White | 154.8 | 148.9 to 160.9 |\n");
    buf_free(&out);
    out = write_with(report_text, &d);
    assert_has(&out, "\n       Rate (per\n"
                     "          10,000\n"
                     "Group    people)      95% limits\n"
                     "-----  ---------  --------------\n"
                     "White      154.8  148.9 to 160.9\n"
                     "Asian      -42.1    [c] to -38.6\n"
                     "Mixed  [refused]       [refused]\n");
    buf_free(&out);
    out = write_with(report_json, &d);
    assert_has(&out, "\"rate_lower\"");
    assert_has(&out, "\"rate_upper\"");
    buf_free(&out);
    p->table.column[3].field.conf_level = 0.9; /* limits of two levels are two columns */
    out = write_with(report_html, &d);
    assert_lacks(&out, "95% limits");
    buf_free(&out);
    document_free(&d);
}

static void test_paragraphs_are_broken_at_spaces(void **state) {
    (void)state;
    struct buf out = {0};
    wrap_paragraph(&out, "  ", "one two three fourteenlettersandmore \xC3\xA9\xC3\xA9 end", 13);
    assert_string_equal(text_of(&out), "  one two\n    three\n    fourteenlettersandmore\n"
                                       "    \xC3\xA9\xC3\xA9 end\n");
    buf_free(&out);
    wrap_paragraph(&out, "  ", "", 10);
    assert_string_equal(text_of(&out), "  \n");
    buf_free(&out);
}

/* --- hostile text ----------------------------------------------------------------------------- */

static const char hostile[] = "<script>alert(1)</script> \" onload=\"x' | `c` [a](javascript:b) "
                              "\x1b[31m " BIDI "txt \xff\xc0\x80 ]]> &amp; \n# x";

static struct document hostile_document(void) {
    struct err e = {0};
    struct document d = {.title = hostile, .subtitle = hostile, .headline = hostile};
    const char *label[] = {hostile, hostile};
    double x[] = {2, NAN};
    add_ratios(&d, PART_TABLE, 2, label, x, x, x, -1);
    add_ratios(&d, PART_FOREST, 2, label, x, x, x, -1)->drawing.axis = hostile;
    static const enum part_kind kinds[] = {PART_HEADING, PART_TEXT, PART_CANNOT,
                                           PART_CAUTION, PART_NOTE, PART_CHECKS};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct part *p = document_add(&d, kinds[i], &e);
        p->title = p->text = hostile;
    }
    for (size_t i = 0; i < 2; i++) {
        struct table *t = &d.part[i].table;
        t->column[1].field.title = t->column[1].field.unit = t->column[1].field.measure = hostile;
        t->column[1].field.comparator = t->column[1].field.denominator = hostile;
        assert_true(table_add_note(t, hostile, &e));
    }
    static const char *const repair[] = {hostile};
    struct input *in = document_add_input(&d, &e);
    *in = (struct input){
        .name = hostile, .path = hostile, .n_repairs = 1, .source = {.title = hostile}};
    in->repair = (const char **)(uintptr_t)repair;
    struct check c = {.code = hostile, .state = CHECK_FAILED, .text = hostile};
    assert_true(document_add_check(&d, &c, &e));
    return d;
}

static void test_hostile_text_is_harmless_in_every_form(void **state) {
    (void)state;
    struct document d = hostile_document();
    assert_harmless(&d);
    struct buf page = write_with(report_html, &d), md = write_with(report_markdown, &d);
    assert_lacks(&page, "href=\"javascript");
    assert_int_equal(occurrences(&page, "<h1>"), 1);
    assert_lacks(&md, " <script");
    assert_lacks(&md, " | `");
    assert_lacks(&md, "a](javascript");
    assert_lacks(&md, "\n# x\n#");
    buf_free(&page);
    buf_free(&md);
    document_free(&d);
}

static void test_json_can_be_read_back(void **state) {
    (void)state;
    struct document d = hostile_document();
    d.part[0].table.column[1].value[0] = INFINITY;
    struct buf out = write_with(report_json, &d);
    json_error_t error;
    json_t *root = json_loadb(out.text, out.n, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        fail_msg("line %d: %s", error.line, error.text);
    assert_string_equal(json_string_value(json_object_get(root, "schema")), "foistat.run/1");
    const char *title = json_string_value(json_object_get(root, "title"));
    assert_int_equal(strncmp(title, "<script>alert(1)</script> \" onload", 34), 0);
    assert_non_null(strstr(title, BIDI)); /* escaped, not lost */
    assert_has(&out, "\"values\": [\"Inf\", null]");
    json_decref(root);
    buf_free(&out);
    document_free(&d);
}

static void test_markdown_of_the_analyst(void **state) {
    (void)state;
    const char *source = "# Big\n\n**b** <i onclick=x>t</i> ![pic](https://e.org/p.png) "
                         "[bad](javascript:x) [good](https://e.org)\n\n<div>raw</div>\n\n"
                         "| a |\n|--:|\n| 1 |\n";
    struct buf out = {0};
    struct err e = {0};
    assert_true(prose_html(source, 3, &out, &e));
    assert_has(&out, "<h3>Big</h3>");
    assert_has(&out, "<strong>b</strong> &lt;i onclick=x&gt;t&lt;/i&gt; pic bad "
                     "<a href=\"https://e.org\">good</a>");
    assert_has(&out, "<p>&lt;div&gt;raw&lt;/div&gt;");
    assert_has(&out, "tabindex=\"0\" aria-label=\"Table in the text\">\n<table>");
    buf_free(&out);
    assert_true(prose_markdown(source, 3, &out, &e));
    assert_has(&out, "### Big");
    assert_has(&out, "\\<div\\>");
    assert_lacks(&out, "javascript");
    assert_lacks(&out, "p.png");
    buf_free(&out);
    assert_true(prose_text(NULL, &out, &e));
    assert_true(prose_text("two *words*", &out, &e));
    assert_has(&out, "two words");
    buf_free(&out);
}

static void test_escapes(void **state) {
    (void)state;
    struct buf out = {0};
    escape_markdown(&out, "1. *a* | b_c http://x www.y - 2.5 -");
    assert_string_equal(out.text, "1\\. \\*a\\* \\| b\\_c http\\://x www\\.y - 2.5 -");
    buf_free(&out);
    escape_json(&out, "a\"\\\n\t</x>\xF3\xA0\x81\x81é");
    assert_string_equal(out.text, "\"a\\\"\\\\\\n\\u0009\\u003c/x>\\udb40\\udc41é\"");
    buf_free(&out);
    escape_plain(&out, "a\tb\xE2\x80\xA8"
                       "c");
    assert_string_equal(out.text, "a b\xEF\xBF\xBD"
                                  "c");
    buf_free(&out);
    escape_xml(&out, "\xF0\x9F\x98\x80 <&>\"'\xEF\xBF\xBF");
    assert_string_equal(out.text, "\xF0\x9F\x98\x80 &lt;&amp;&gt;&quot;&#39;\xEF\xBF\xBD");
    buf_free(&out);
    assert_int_equal(escape_width("e\xCC\x81 \xE4\xB8\xAD"), 4);
}

/* --- axes ------------------------------------------------------------------------------------- */

static void assert_ticks(double low, double high, bool logarithmic, const char *wanted) {
    struct axis a = axis_make(low, high, logarithmic);
    struct buf out = {0};
    for (size_t i = 0; i < a.n; i++) {
        char tick[NUM_TEXT_SIZE];
        num_text12(a.tick[i], tick);
        buf_addf(&out, "%s%s", i > 0 ? " " : "", tick);
    }
    assert_string_equal(out.text, wanted);
    assert_true(a.low <= low && a.high >= high);
    buf_free(&out);
}

static void test_ticks_are_easy_numbers(void **state) {
    (void)state;
    assert_ticks(0.3, 3.1, true, "0.25 0.5 1 2 4");
    assert_ticks(0.9, 1.13, true, "0.9 0.95 1 1.05 1.1 1.15");
    assert_ticks(0.04, 9, true, "0.02 0.05 0.1 0.2 0.5 1 2 5 10");
    assert_ticks(0.002, 3000, true, "0.001 0.01 0.1 1 10 100 1000 10000");
    assert_ticks(-0.13, 0.31, false, "-0.2 -0.1 0 0.1 0.2 0.3 0.4");
    assert_ticks(-12000, 9000, false, "-15000 -10000 -5000 0 5000 10000");
    assert_true(axis_make(1e-300, 1e300, true).n <= AXIS_MOST_TICKS);
    struct axis a = axis_make(0.25, 4, true);
    assert_true(fabs(axis_share(&a, 1) - 0.5) < 1e-12);
}

/* Where there is no room for all numbers, those of a plain axis stay in equal steps. */
static void test_numbers_of_a_short_ruler(void **state) {
    (void)state;
    struct ruler r = {axis_make(0, 600, false), 0, 150};
    struct buf out = {0};
    ruler_across(&r, &out, 0);
    assert_has(&out, ">0</text>");
    assert_has(&out, ">200</text>");
    assert_has(&out, ">400</text>");
    assert_lacks(&out, ">100</text>");
    buf_free(&out);
}

/* A stranger's script may draw any numbers: each axis ends, and has ticks that rise. */
static void assert_axis(struct axis a, double low, double high) {
    if (!(a.n >= 2 && a.n <= AXIS_MOST_TICKS && isfinite(a.low) && a.low < a.high &&
          isfinite(a.high - a.low)))
        fail_msg("%g to %g: %zu ticks from %g to %g", low, high, a.n, a.low, a.high);
    for (size_t i = 0; i + 1 < a.n; i++)
        assert_true(a.tick[i] < a.tick[i + 1]);
    assert_true(axis_share(&a, a.low) == 0 && axis_share(&a, a.high) == 1);
}

static void test_axes_of_any_numbers(void **state) {
    (void)state;
    static const double x[] = {-1.7e308,
                               -1e200,
                               -3,
                               -1e-300,
                               0,
                               5e-324,
                               1e-200,
                               1e-9,
                               1,
                               1.0000000000000002,
                               7,
                               123456,
                               1e15,
                               9007199254740992.0,
                               9007199254740994.0,
                               1e200,
                               1.7e308};
    enum { n = sizeof x / sizeof *x };
    for (size_t i = 0; i < n; i++) {
        if (x[i] > 0)
            assert_axis(axis_make_rooted(x[i]), 0, x[i]);
        for (size_t k = i + 1; k < n; k++) {
            assert_axis(axis_make(x[i], x[k], false), x[i], x[k]);
            if (x[i] > 0)
                assert_axis(axis_make(x[i], x[k], true), x[i], x[k]);
        }
    }
}

static void test_rooted_ticks_are_squares(void **state) {
    (void)state;
    struct axis a = axis_make_rooted(343000);
    assert_true(a.n == 7 && a.tick[1] == 10000 && a.tick[6] == 360000 && a.high == 360000);
    assert_true(axis_make_rooted(100).high == 100 && axis_make_rooted(101).tick[1] == 10);
    assert_true(fabs(axis_share(&a, 90000) - 0.5) < 1e-15);
}

static void test_text_is_broken_to_fit(void **state) {
    (void)state;
    struct buf out = {0};
    assert_int_equal(svg_wrap(&out, "Black/African/Caribbean/Black British", 14, 120, 3), 3);
    assert_string_equal(out.text, "Black/African/\nCaribbean/Black\nBritish\n");
    buf_free(&out);
    assert_int_equal(svg_wrap(&out, "one two three four", 14, 60, 2), 2);
    assert_string_equal(out.text, "one two\nthree…\n");
    buf_free(&out);
    double room = svg_text_width("one two", 14) + 1; /* the ellipsis needs more than that */
    assert_int_equal(svg_wrap(&out, "one two three", 14, room, 1), 1);
    assert_string_equal(out.text, "one…\n");
    buf_free(&out);
    assert_int_equal(svg_wrap(&out, "x", 14, 0.1, 3), 1);
    assert_int_equal(svg_wrap(&out, NULL, 14, 10, 3), 0);
    buf_free(&out);
    assert_true(fabs(svg_text_width("Hamburg", 1000) - 4654) < 1e-9); /* sum of DejaVu's advances */
}

/* --- whole reports ---------------------------------------------------------------------------- */

static struct document small_document(void) {
    struct document d = {.title = "Title", .subtitle = "Subtitle"};
    struct err e = {0};
    const char *label[] = {"White", "Asian"};
    double ratio[] = {1, 1.25}, lower[] = {NAN, 1.5}, upper[] = {NAN, 1234.5};
    document_add(&d, PART_HEADING, &e)->text = "Results";
    document_add(&d, PART_TEXT, &e)->text = "## Inside\n\nText";
    add_ratios(&d, PART_TABLE, 2, label, ratio, lower, upper, -1);
    add_ratios(&d, PART_FOREST, 2, label, ratio, lower, upper, -1);
    struct part *p = document_add(&d, PART_CANNOT, &e);
    p->title = "Rate by ward";
    p->text = "there is no population.";
    struct check c = {.code = "C103",
                      .state = CHECK_FAILED,
                      .text = "The stock is -3.",
                      .dataset = "help",
                      .rows = 1234,
                      .found = 1};
    assert_true(document_add_check(&d, &c, &e));
    return d;
}

/* Before the figures stand the first findings, in the list of checks all of them. */
static void test_a_failed_check_is_told_in_brief(void **state) {
    (void)state;
    struct document d = small_document();
    struct err e = {0};
    static const char all[] = "it differs: A: 1; B: 2; C: 3; D: 4; E: 5";
    struct check c = {.code = "C101",
                      .state = CHECK_FAILED,
                      .text = all,
                      .dataset = "help",
                      .rows = 9,
                      .found = 5,
                      .brief = strlen("it differs: A: 1; B: 2; C: 3")};
    assert_true(document_add_check(&d, &c, &e));
    struct buf page = write_with(report_html, &d);
    assert_has(&page, "<li>it differs: A: 1; B: 2; C: 3; and 2 more (C101)</li>");
    assert_has(&page, all);
    buf_free(&page);
    c.rows = 1000; /* five of a thousand need not be among those that are shown */
    c.dataset = "england";
    assert_true(document_add_check(&d, &c, &e));
    page = write_with(report_html, &d);
    assert_has(&page, "; and 2 more. They may be of other areas or years than this page is about");
    buf_free(&page);
    document_free(&d);
}

/* Which checks ran, on what, at how many rows, and how each ended. */
static void test_checks_are_summed_up(void **state) {
    (void)state;
    struct document d = small_document();
    struct err e = {0};
    struct check c = {.code = "C104", .text = "all differ", .dataset = "help", .rows = 1234};
    assert_true(document_add_check(&d, &c, &e));
    c.dataset = "beds";
    c.rows = 1;
    assert_true(document_add_check(&d, &c, &e));
    static const char summary[] = "3 checks of 2 datasets ran: 2 passed, 0 noted, 1 failed.";
    struct buf page = write_with(report_html, &d), md = write_with(report_markdown, &d);
    struct buf plain = write_with(report_text, &d), data = write_with(report_json, &d);
    assert_has(&page, summary);
    assert_has(&md, summary);
    assert_has(&plain, summary);
    assert_has(&data,
               "\"checks_summary\": {\"ran\": 3, \"passed\": 2, \"noted\": 0, \"failed\": 1}");
    assert_has(&page, "<td class=\"state no\">Failed</td><td>help</td><td>1,234 rows</td><td>The "
                      "stock is -3.</td>");
    assert_has(&md, "* **Passed** C104 no two rows have the same key (beds, 1 row): all differ");
    assert_has(&plain, "Passed  C104 no two rows have the same key (beds, 1 row)\n  all differ\n");
    assert_has(&data,
               "{\"code\": \"C103\", \"state\": \"failed\", \"dataset\": \"help\", \"rows\": 1234, "
               "\"found\": 1, \"text\": \"The stock is -3.\"}");
    buf_free(&page);
    buf_free(&md);
    buf_free(&plain);
    buf_free(&data);
    document_free(&d);
}

static void test_the_page_is_complete_and_closed(void **state) {
    (void)state;
    struct document d = small_document();
    d.printed = "debugging output";
    struct buf out = write_with(report_html, &d);
    assert_has(&out, "<html lang=\"en-GB\">");
    assert_has(&out, "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri "
                     "'none'; form-action 'none'");
    assert_has(&out, "<h3>Inside</h3>");
    assert_has(&out,
               "Cannot be computed: Rate by ward</p>\n<p>Because there is no population.</p>");
    assert_has(&out, "<p class=\"label\">1 check of the data failed</p>");
    assert_has(&out, "<caption><span>White</span></caption>");
    assert_has(&out, "<th scope=\"row\">Asian</th><td class=\"number\">1.250</td>");
    assert_has(&out, "id=\"forest-1-title\"");
    assert_has(&out, "id=\"forest-1-narrow-title\"");
    assert_lacks(&out, "<script");
    assert_lacks(&out, "debugging output");
    buf_free(&out);
    document_free(&d);
}

static void test_only_web_addresses_become_links(void **state) {
    (void)state;
    struct document d = {0};
    struct err e = {0};
    *document_add_input(&d, &e) = (struct input){.source = {.path = "https://e.org/\"x"}};
    *document_add_input(&d, &e) = (struct input){.source = {.path = "javascript:alert(1)"}};
    struct buf out = write_with(report_html, &d);
    assert_has(&out, "<dd><a href=\"https://e.org/&quot;x\">");
    assert_has(&out, "<dd>javascript:alert(1)</dd>");
    assert_has(&out, "<title>scripts/a.lua</title>"); /* no title of its own */
    buf_free(&out);
    document_free(&d);
}

static void test_the_download_is_the_table(void **state) {
    (void)state;
    struct document d = small_document();
    struct buf page = write_with(report_html, &d), csv = {0};
    table_write_csv(&d.part[2].table, &csv);
    const char *mark = "base64,";
    const char *start = strstr(page.text, mark) + strlen(mark);
    size_t coded = strcspn(start, "\""), n = BASE64_DECODE_LENGTH(coded);
    uint8_t *plain = malloc(n + 1);
    struct base64_decode_ctx context;
    base64_decode_init(&context);
    assert_true(base64_decode_update(&context, &n, plain, coded, start));
    assert_int_equal(n, csv.n);
    assert_memory_equal(plain, csv.text, n);
    free(plain);
    buf_free(&page);
    buf_free(&csv);
    document_free(&d);
}

static void test_same_bytes_in_a_locale_with_decimal_commas(void **state) {
    (void)state;
    struct document d = small_document();
    struct buf before[n_writers];
    for (size_t w = 0; w < n_writers; w++)
        before[w] = write_with(writers[w], &d);
    if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL)
        print_message("skipped: no locale de_DE.UTF-8 here; compared in the C locale only\n");
    for (size_t w = 0; w < n_writers; w++) {
        struct buf after = write_with(writers[w], &d);
        assert_int_equal(after.n, before[w].n);
        assert_memory_equal(after.text, before[w].text, after.n);
        buf_free(&after);
        buf_free(&before[w]);
    }
    setlocale(LC_ALL, "C");
    document_free(&d);
}

/* The report is whole, or there is an error: is it whole with so many allocations? */
static bool writes_whole(writer *w, const struct document *d, size_t allocations,
                         const struct buf *whole) {
    struct buf out = {0};
    struct err e = {0};
    refused = 0;
    allocations_left = allocations;
    bool done = w(d, &info, &out, &e);
    allocations_left = SIZE_MAX;
    if (done != (refused == 0))
        fail_msg("allocation %zu fails, and a part of the report is missing", allocations);
    assert_int_equal(e.id, done ? ERR_NONE : ERR_NOMEM);
    if (done)
        assert_string_equal(out.text, whole->text);
    buf_free(&out);
    return done;
}

/* Where nothing is hidden to protect others, all that is hidden is small: no form may tell. */
static void test_why_counts_are_hidden_is_not_told(void **state) {
    (void)state;
    struct disclosure_record record = {.source = "cases",
                                       .rows = "cases, row by row",
                                       .policy = {.name = "foi-uk", .threshold = 5, .width = 5},
                                       .counts = 9,
                                       .small = 4,
                                       .narrowest = 5,
                                       .audit = AUDIT_PASSED};
    struct document d = {.n_disclosures = 1, .disclosure = &record};
    for (size_t i = 0; i < n_writers; i++) {
        record.small = 4, record.others = 0, record.narrowest = 5;
        struct buf all_small = write_with(writers[i], &d);
        record.small = 1, record.others = 3, record.narrowest = 7;
        struct buf one_small = write_with(writers[i], &d);
        assert_non_null(strstr(all_small.text, "cases, row by row"));
        assert_string_equal(all_small.text, one_small.text);
        buf_free(&all_small);
        buf_free(&one_small);
    }
}

static void test_every_failing_allocation_is_an_error(void **state) {
    (void)state;
    struct document d = small_document();
    for (size_t i = 0; i < 2 * n_writers; i++) {
        writer *w = writers[i / 2];
        struct buf whole = write_with(w, &d);
        fails_once = i % 2 == 0;
        for (size_t k = 0; !writes_whole(w, &d, k, &whole); k++)
            continue;
        buf_free(&whole);
    }
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decimals_follow_the_kind_of_number),
        cmocka_unit_test(test_a_small_number_is_not_shown_as_zero),
        cmocka_unit_test(test_bounds_are_words),
        cmocka_unit_test(test_one_double_reads_the_same_everywhere),
        cmocka_unit_test(test_missing_cells_stay_visible),
        cmocka_unit_test(test_a_table_without_marks_has_no_legend),
        cmocka_unit_test(test_notes_stand_where_they_belong),
        cmocka_unit_test(test_notes_stand_once_in_every_form),
        cmocka_unit_test(test_a_break_is_stated_once),
        cmocka_unit_test(test_limits_stand_in_one_column),
        cmocka_unit_test(test_paragraphs_are_broken_at_spaces),
        cmocka_unit_test(test_hostile_text_is_harmless_in_every_form),
        cmocka_unit_test(test_json_can_be_read_back),
        cmocka_unit_test(test_markdown_of_the_analyst),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_numbers_of_a_short_ruler),
        cmocka_unit_test(test_axes_of_any_numbers),
        cmocka_unit_test(test_rooted_ticks_are_squares),
        cmocka_unit_test(test_ticks_are_easy_numbers),
        cmocka_unit_test(test_text_is_broken_to_fit),
        cmocka_unit_test(test_a_failed_check_is_told_in_brief),
        cmocka_unit_test(test_checks_are_summed_up),
        cmocka_unit_test(test_the_page_is_complete_and_closed),
        cmocka_unit_test(test_only_web_addresses_become_links),
        cmocka_unit_test(test_the_download_is_the_table),
        cmocka_unit_test(test_same_bytes_in_a_locale_with_decimal_commas),
        cmocka_unit_test(test_why_counts_are_hidden_is_not_told),
        cmocka_unit_test(test_every_failing_allocation_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
