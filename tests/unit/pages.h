/* What a report says in each of its forms, and that nothing in it does harm. Included behind the
 * engine's headers, because cmocka makes a macro of the name fail. */
#ifndef FOISTAT_TESTS_PAGES_H
#define FOISTAT_TESTS_PAGES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "report/html.h"
#include "report/inert.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/text.h"

#include <cmocka.h>

/* --- texts ------------------------------------------------------------------------------------ */

static inline const char *text_of(const struct buf *b) {
    return b->text != NULL ? b->text : "";
}

static inline void assert_has(const struct buf *b, const char *wanted) {
    if (strstr(text_of(b), wanted) == NULL)
        fail_msg("no \"%s\" in:\n%s", wanted, text_of(b));
}

static inline void assert_lacks(const struct buf *b, const char *unwanted) {
    if (strstr(text_of(b), unwanted) != NULL)
        fail_msg("\"%s\" in:\n%s", unwanted, text_of(b));
}

static inline size_t occurrences(const struct buf *b, const char *of) {
    size_t n = 0;
    for (const char *at = text_of(b); (at = strstr(at, of)) != NULL; at += strlen(of))
        n++;
    return n;
}

/* The number that follows the first such text from here on, which must be there. */
static inline double number_after(const char *at, const char *what) {
    at = at != NULL ? strstr(at, what) : NULL;
    assert_non_null(at);
    return strtod(at + strlen(what), NULL);
}

/* --- forms ------------------------------------------------------------------------------------ */

static const struct report_info info = {.engine_version = "1.2.3", .script_name = "scripts/a.lua"};

typedef bool writer(const struct document *, const struct report_info *, struct buf *,
                    struct err *);
static writer *const writers[] = {report_html, report_markdown, report_text, report_json};
enum { n_writers = sizeof writers / sizeof *writers };

static inline struct buf write_with(writer *w, const struct document *d) {
    struct buf out = {0};
    struct err e = {0};
    if (!w(d, &info, &out, &e))
        fail_msg("%s", e.message);
    return out;
}

/* --- strangers -------------------------------------------------------------------------------- */

#define BIDI "\xE2\x80\xAE" /* U+202E, right-to-left override */

static const char hostile_script[] = "<script>alert(1)</script>";
static const char hostile_attribute[] = "\" onload=\"x' ]]> &amp;";
static const char hostile_bytes[] = "\x1b[31m " BIDI "txt \xff\xc0\x80";

/* A label that no line has room for. */
static inline const char *endless(void) {
    static char text[4000];
    memset(text, 'W', sizeof text - 1);
    return text;
}

static inline void assert_inert(const struct buf *page) {
    struct err e = {0};
    assert_lacks(page, "\" onload");
    if (!inert_page(page->text, page->n, "report.html", &e))
        fail_msg("%s", e.message);
}

/* Whatever the texts are, every form is whole and loads nothing. */
static inline void assert_harmless(const struct document *d) {
    for (size_t w = 0; w < n_writers; w++) {
        struct buf out = write_with(writers[w], d);
        size_t bad;
        assert_true(utf8_valid(out.text, out.n, &bad));
        assert_lacks(&out, "\x1b");
        assert_lacks(&out, BIDI);
        if (writers[w] == report_html)
            assert_inert(&out);
        if (writers[w] == report_html || writers[w] == report_json)
            assert_lacks(&out, "<script");
        buf_free(&out);
    }
}

#endif
