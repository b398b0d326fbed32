/* Pages that are handed to a program that prints: ours pass, nobody else's. */
#include <stdio.h>

#include "data/document.h"
#include "report/html.h"
#include "report/inert.h"

#include "unit/tables.h"

#define START "<!DOCTYPE html>\n"

static void passes(const char *html) {
    struct err e = {0};
    if (!inert_page(html, strlen(html), "report.html", &e))
        fail_msg("%zu:%zu: %s in %s", e.line, e.column, e.message, html);
}

static void refused(const char *html, const char *message) {
    struct err e = {0};
    if (inert_page(html, strlen(html), "report.html", &e))
        fail_msg("passes: %s", html);
    assert_int_equal(e.id, ERR_READ);
    if (strstr(e.message, message) == NULL)
        fail_msg("\"%s\" for %s", e.message, html);
}

static struct part *add(struct document *d, enum part_kind kind, const char *title,
                        const char *text) {
    struct err e = {0};
    struct part *p = document_add(d, kind, &e);
    assert_non_null(p);
    p->title = title;
    p->text = text;
    return p;
}

static void our_pages_pass(void **state) {
    (void)state;
    static const char hostile[] =
        "<script>alert(1)</script> ' onload='x' \"><img src=x> url(http:x) "
        "&#106; \\75 rl( @import curl";
    static const char prose[] =
        "## A heading\n\nText with **strong**, *emphasis*, `code`, [a link](https://example.org "
        "\"a "
        "title\"), <script>alert(1)</script>, ![p](http://example.org/x.png) and "
        "<https://example.org/?a=1&b=2>.\\\nA line.\n\n* a list\n\n3. of\n4. numbers\n\n> "
        "quoted\n\n"
        "```lua\nlocal x = 1 < 2\n```\n\n---\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n<div>\nhtml\n"
        "</div>\n";
    struct err e = {0};
    struct buf page = {0};
    struct document d = {.title = hostile, .subtitle = hostile};
    struct report_info info = {.engine_version = "1", .script_name = hostile};
    add(&d, PART_HEADING, NULL, hostile);
    add(&d, PART_TEXT, NULL, prose);
    add(&d, PART_CAUTION, NULL, hostile);
    add(&d, PART_CANNOT, hostile, hostile);
    struct part *p = add(&d, PART_TABLE, hostile, NULL);
    assert_true(table_new(&p->table, hostile, 1, 1, &e));
    set_label(&p->table, add_labels(&p->table, 0, hostile, hostile), 0, hostile);
    assert_true(report_html(&d, &info, &page, &e));
    passes(page.text);
    assert_non_null(strstr(page.text, "download="));
    assert_non_null(strstr(page.text, "<pre><code"));
    assert_non_null(strstr(page.text, "<a href=\"https://example.org\" title="));
    buf_free(&page);
    document_free(&d);
}

static void other_pages_do_not(void **state) {
    (void)state;
    static const struct {
        const char *html, *message;
    } pages[] = {
        {START "<img src=\"file:///etc/passwd\">", "the element img"},
        {START "<svg><image href=\"http://x/\"/></svg>", "the element image"},
        {START "<svg><use href=\"http://x/#a\"/></svg>", "the element use"},
        {START "<link rel=\"stylesheet\" href=\"http://x/\">", "the element link"},
        {START "<object data=\"x\">", "the element object"},
        {START "<script>x</script>", "the element script"},
        {START "<SCRIPT>x</SCRIPT>", "the element SCRIPT"},
        {START "<p\tonclick=\"x\">", "a tag that does not end"},
        {START "<p onclick=\"x\">", "the attribute onclick"},
        {START "<p/onclick=\"x\">", "a tag that does not end"},
        {START "<p class=x>", "a tag that does not end"},
        {START "<p class='x'>", "a tag that does not end"},
        {START "<p class=\"x\"onclick=\"y\">", "a tag that does not end"},
        {START "<p class=\"x>", "a value that does not end"},
        {START "<p", "a tag that does not end"},
        {START "<", "the element "},
        {START "<!-- <img src=x> -->", "the element "},
        {START "<![CDATA[x]]>", "the element "},
        {START "<?xml-stylesheet href=\"x\"?>", "the element "},
        {START "<p style=\"background:url(x)\">", "the attribute style"},
        {START "<a rel=\"attachment\" href=\"file:///etc/passwd\">", "the attribute rel"},
        {START "<a href=\"file:///etc/passwd\">", "a link to file"},
        {START "<a href=\"javascript:alert(1)\">", "a link to javascript"},
        {START "<a href=\"&#106;avascript:alert(1)\">", "a link to &#106;"},
        {START "<a href=\"x.html\">", "a link to x.html"},
        {START "<a href=\"data:text/html,x\">", "a link to data:text/html"},
        {START "<svg><pattern href=\"http://x/\"/></svg>", "a link to http"},
        {START "<svg><rect fill=\"url(http://x/)\"/></svg>", "the attribute fill"},
        {START "<svg><rect fill=\"URL(http://x/)\"/></svg>", "the attribute fill"},
        {START "<svg><rect fill=\"&#117;rl(http://x/)\"/></svg>", "the attribute fill"},
        {START "<style>p{background:url(x)}</style>", "a style sheet"},
        {START "<style>p{background:u\\72l(x)}</style>", "a style sheet"},
        {START "<style>@IMPORT 'x';</style>", "a style sheet"},
        {START "<style>p{}<b></style>", "a style sheet"},
        {START "<style>p{}", "a style sheet"},
        {" " START, "it starts otherwise"},
        {"<html>", "it starts otherwise"},
        {"", "it starts otherwise"},
        {START "\xff", "no text"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        refused(pages[i].html, pages[i].message);
    struct err e = {0};
    assert_false(inert_page(START "<p>\0<p>", sizeof START + 7, "report.html", &e));
    e = (struct err){0};
    const char *late = START "<p>a</p>\n<p>é<img></p>\n";
    assert_false(inert_page(late, strlen(late), "report.html", &e));
    assert_int_equal(e.line, 3);
    assert_int_equal(e.column, 5);
}

static void plain_words_pass(void **state) {
    (void)state;
    passes(START "<p aria-label=\"url(http://x) \\ &#117;\">curl, hurling &#117;rl(x) \" '</p>");
    passes(START "<svg><rect fill=\"url(#hatch)\"/><br /></svg><a href=\"#main\">x</a>");
    passes(START "<style>p{color:#fff}</style>");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_pages_pass),
        cmocka_unit_test(other_pages_do_not),
        cmocka_unit_test(plain_words_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
