/* What stands around the figures, in every form: the headline, notes, the checks where the analyst
 * wants them, the contents of a long report, the total of a table, the data to download. */
#include <stdio.h>

#include "unit/pages.h"
#include "unit/tables.h"

/* One document in its forms. */
struct forms {
    struct buf html, markdown, text, json;
};

static struct forms write_all(const struct document *d) {
    struct forms f = {write_with(report_html, d), write_with(report_markdown, d),
                      write_with(report_text, d), write_with(report_json, d)};
    assert_inert(&f.html);
    return f;
}

static void forms_free(struct forms *f) {
    buf_free(&f->html);
    buf_free(&f->markdown);
    buf_free(&f->text);
    buf_free(&f->json);
}

static void assert_order(const struct buf *b, const char *first, const char *second) {
    assert_has(b, first);
    assert_has(b, second);
    if (strstr(b->text, first) > strstr(b->text, second))
        fail_msg("\"%s\" stands after \"%s\"", first, second);
}

static struct part *add(struct document *d, enum part_kind kind, const char *text) {
    struct err e = {0};
    struct part *p = document_add(d, kind, &e);
    assert_non_null(p);
    p->text = text;
    return p;
}

static void add_check(struct document *d) {
    struct err e = {0};
    struct check c = {.code = "C103", .state = CHECK_FAILED, .text = "The stock is -3."};
    assert_true(document_add_check(d, &c, &e));
}

static void test_the_headline_stands_first(void **state) {
    (void)state;
    struct document d = {.title = "Cases", .subtitle = "Leeds", .headline = "Cases <fell> by 5."};
    add_check(&d);
    add(&d, PART_TEXT, "The text.");
    struct forms f = write_all(&d);
    assert_order(&f.html, "<p class=\"subtitle\">Leeds</p>",
                 "<p class=\"headline\">Cases &lt;fell&gt; by 5.</p>");
    assert_order(&f.html, "class=\"headline\"", "1 check of the data failed");
    assert_order(&f.markdown, "\nLeeds\n\n**Cases \\<fell\\> by 5.**\n", "The text");
    assert_order(&f.text, "Leeds\nCases <fell> by 5.\n", "The text.");
    assert_has(&f.json, "\"headline\": \"Cases \\u003cfell> by 5.\"");
    forms_free(&f);
    d.headline = NULL;
    f = write_all(&d);
    assert_lacks(&f.html, "<p class=\"headline\">");
    assert_has(&f.json, "\"headline\": null");
    forms_free(&f);
    document_free(&d);
}

static void test_a_note_is_in_every_form(void **state) {
    (void)state;
    struct document d = {.title = "Cases"};
    add(&d, PART_NOTE, "The areas are those of 2023 <b>.");
    struct forms f = write_all(&d);
    assert_has(&f.html,
               "<div class=\"box\" role=\"note\" id=\"note-1\">\n<p class=\"label\">Note</p>\n"
               "<p>The areas are those of 2023 &lt;b&gt;.</p>");
    assert_has(&f.markdown, "> **Note.** The areas are those of 2023 \\<b\\>.\n");
    assert_has(&f.text, "\nNote: The areas are those of 2023 <b>.\n");
    assert_has(&f.json, "\"kind\": \"note\"");
    forms_free(&f);
    document_free(&d);
}

/* Once: where the analyst put them, else at the end. */
static void test_checks_stand_where_they_are_wanted(void **state) {
    (void)state;
    struct document d = {.title = "Cases"};
    add_check(&d);
    add(&d, PART_TEXT, "Before.");
    struct forms f = write_all(&d);
    assert_has(&f.html, "<section id=\"checks\"");
    assert_has(&f.html, "<a href=\"#checks\">all checks</a>");
    assert_has(&f.markdown, "\n## Checks\n\n");
    assert_has(&f.text, "\n== Checks\n");
    forms_free(&f);
    add(&d, PART_CHECKS, NULL);
    add(&d, PART_TEXT, "After.");
    f = write_all(&d);
    const struct buf *const all[] = {&f.html, &f.markdown, &f.text};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(occurrences(all[i], "1 check of 1 dataset ran"), 1);
        assert_order(all[i], "Before", "1 check of 1 dataset ran");
        assert_order(all[i], "1 check of 1 dataset ran", "After");
    }
    assert_lacks(&f.html, "id=\"checks\"");
    assert_has(&f.html, "<a href=\"#checks-1\">all checks</a>");
    assert_has(&f.html, "<div class=\"block\" id=\"checks-1\">");
    assert_lacks(&f.markdown, "## Checks");
    assert_lacks(&f.text, "== Checks");
    forms_free(&f);
    document_free(&d);
}

static void test_a_long_report_has_contents(void **state) {
    (void)state;
    struct document d = {.title = "Cases"};
    for (int i = 0; i < 5; i++)
        add(&d, PART_HEADING, "A part");
    struct forms f = write_all(&d);
    assert_lacks(&f.html, "<nav");
    forms_free(&f);
    add(&d, PART_HEADING, "The <last> part");
    f = write_all(&d);
    assert_has(&f.html, "<nav class=\"contents\" aria-labelledby=\"contents\">");
    assert_has(&f.html, "<li><a href=\"#heading-6\">The &lt;last&gt; part</a></li>\n"
                        "<li><a href=\"#sources\">Where the figures come from</a></li>\n"
                        "<li><a href=\"#checks\">Checks</a></li>\n"
                        "<li><a href=\"#method\">How this was made</a></li>\n</ol>");
    /* every line leads somewhere */
    static const char link[] = "<li><a href=\"#";
    size_t lines = 0;
    for (const char *at = f.html.text; (at = strstr(at, link)) != NULL; lines++) {
        char id[60];
        at += sizeof link - 1;
        snprintf(id, sizeof id, " id=\"%.*s\"", (int)strcspn(at, "\""), at);
        assert_int_equal(occurrences(&f.html, id), 1);
    }
    assert_int_equal(lines, 9);
    forms_free(&f);
    document_free(&d);
}

/* --- tables ----------------------------------------------------------------------------------- */

static struct table *add_table(struct document *d, enum part_kind kind, size_t n,
                               const char *const *label) {
    struct err e = {0};
    struct part *p = add(d, kind, NULL);
    p->title = "Cases <by> area";
    assert_true(table_new(&p->table, "t", n, 2, &e));
    struct column *area = add_labels(&p->table, 0, "area", NULL);
    struct column *cases = add_numbers(&p->table, 1, "cases", NULL, -1);
    cases->field.count = true;
    for (size_t i = 0; i < n; i++) {
        set_label(&p->table, area, i, label[i]);
        cases->value[i] = (double)(i + 1);
    }
    p->drawing = (struct drawing){.column[ROLE_LABEL] = "area", .column[ROLE_VALUE] = "cases"};
    return &p->table;
}

static void test_totals_are_marked(void **state) {
    (void)state;
    static const char *const label[] = {"North", "Total", "South"};
    struct document d = {.title = "Cases"};
    add_table(&d, PART_TABLE, 3, label)->column[0].field.totals = "Total";
    add_table(&d, PART_TABLE, 1, &label[1])->column[0].field.totals = "Total"; /* of nothing here */
    add_table(&d, PART_TABLE, 3, label); /* a label that only looks like one */
    struct forms f = write_all(&d);
    assert_int_equal(occurrences(&f.html, "<tr class=\"total\">"), 1);
    assert_has(&f.html,
               "<tr class=\"total\"><th scope=\"row\">Total</th><td class=\"number\">2</td>");
    forms_free(&f);
    document_free(&d);
}

static void test_the_data_stand_under_each_table(void **state) {
    (void)state;
    static const char *const label[] = {"North", "South"};
    struct document d = {.title = "Cases"};
    add_table(&d, PART_TABLE, 2, label);
    add_table(&d, PART_FOREST, 2, label);
    add(&d, PART_TABLE, NULL); /* without columns there is nothing to download */
    struct forms f = write_all(&d);
    assert_int_equal(occurrences(&f.html, "<a download="), 2);
    assert_order(&f.html, "</table>\n</div>\n",
                 "<p class=\"download\"><a download=\"table-1.csv\"");
    /* under a chart outside of what is folded away */
    assert_has(&f.html, "</details>\n<p class=\"download\"><a download=\"forest-1.csv\" "
                        "href=\"data:text/csv;charset=utf-8;base64,");
    assert_has(&f.html, "\">Download the data (CSV)<span class=\"unseen\">: Cases &lt;by&gt; area"
                        "</span></a></p>\n");
    forms_free(&f);
    document_free(&d);
}

/* Tables scroll on a phone, and repeat their headings on paper, which has no links to tap on. */
static void test_phones_and_paper(void **state) {
    (void)state;
    static const char *const label[] = {"North", "South"};
    struct document d = {.title = "Cases"};
    add_table(&d, PART_TABLE, 2, label);
    struct forms f = write_all(&d);
    assert_has(&f.html, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Cases "
                        "&lt;by&gt; area\">\n<table>");
    assert_has(&f.html, ".scroll{overflow-x:auto}");
    const char *print = strstr(f.html.text, "@media print{");
    assert_non_null(print);
    assert_non_null(strstr(print, "thead{display:table-header-group}"));
    assert_non_null(strstr(print, ".contents,.download,details:not([open]){display:none}"));
    forms_free(&f);
    document_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_headline_stands_first),
        cmocka_unit_test(test_a_note_is_in_every_form),
        cmocka_unit_test(test_checks_stand_where_they_are_wanted),
        cmocka_unit_test(test_a_long_report_has_contents),
        cmocka_unit_test(test_totals_are_marked),
        cmocka_unit_test(test_the_data_stand_under_each_table),
        cmocka_unit_test(test_phones_and_paper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
