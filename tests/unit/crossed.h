/* Charts of rows by two labels, made up and drawn: for the tests of bars and of compositions. */
#ifndef FOISTAT_TESTS_CROSSED_H
#define FOISTAT_TESTS_CROSSED_H

#include <locale.h>

#include "report/chart.h"
#include "report/html.h"
#include "report/inert.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/text.h"

#include "unit/boxes.h"

/* A figure; NaN: it is hidden, with these bounds if there are any. */
struct figure {
    const char *by, *series;
    double value, lo, hi;
};

static inline struct column *add_numbers(struct table *t, size_t k, const char *name,
                                         const char *title) {
    struct err e = {0};
    struct field f = {.name = name, .title = title, .type = COLUMN_NUMBER, .decimals = 1};
    assert_true(column_numbers(&t->column[k], &t->arena, &f, t->n_rows, &e));
    return &t->column[k];
}

static inline struct column *add_labels(struct table *t, size_t k, const char *name,
                                        const char *title) {
    struct err e = {0};
    struct field f = {.name = name, .title = title, .type = COLUMN_LABEL, .decimals = -1};
    assert_true(column_labels(&t->column[k], &t->arena, &f, t->n_rows, &e));
    return &t->column[k];
}

static inline void set_number(struct table *t, struct column *c, size_t row, double x, double lo,
                              double hi) {
    struct err e = {0};
    c->value[row] = x;
    if (isnan(x))
        assert_true(column_set_mark(c, &t->arena, row, MARK_SUPPRESSED, lo, hi, &e));
}

static inline void set_label(struct table *t, struct column *c, size_t row, const char *text) {
    c->code[row] = dictionary_add(c->dictionary, &t->arena, (struct span){text, strlen(text)});
}

/* A table of by, series, value, and of two columns that the caller fills: lower and upper limits,
 * or amount and whole. */
static inline void fill(struct table *t, size_t n, const struct figure *f, const char *fourth,
                        const char *fifth) {
    struct err e = {0};
    assert_true(table_new(t, "figures", n, 5, &e));
    struct column *by = add_labels(t, 0, "group", "Group");
    struct column *series = add_labels(t, 1, "area", "Area");
    struct column *value = add_numbers(t, 2, "value", "Rate");
    add_numbers(t, 3, fourth, NULL);
    add_numbers(t, 4, fifth, NULL);
    for (size_t i = 0; i < n; i++) {
        set_label(t, by, i, f[i].by);
        set_label(t, series, i, f[i].series);
        set_number(t, value, i, f[i].value, f[i].lo, f[i].hi);
    }
}

static inline struct buf draw(const struct part *p, bool narrow) {
    struct buf out = {0};
    struct err e = {0};
    struct chart_view v = {.size = narrow ? CHART_PHONE : CHART_PAGE, .id_prefix = "t-1"};
    if (!chart_svg(p, &v, &out, &e))
        fail_msg("%s", e.message);
    assert_null(strstr(out.text, "nan"));
    assert_null(strstr(out.text, "NaN"));
    assert_null(strstr(out.text, "inf\""));
    assert_null(strstr(out.text, "width=\"-"));
    return out;
}

static inline void assert_has(const struct buf *b, const char *wanted) {
    if (strstr(b->text, wanted) == NULL)
        fail_msg("no \"%s\" in:\n%s", wanted, b->text);
}

static inline void assert_lacks(const struct buf *b, const char *unwanted) {
    if (strstr(b->text, unwanted) != NULL)
        fail_msg("\"%s\" in:\n%s", unwanted, b->text);
}

static inline size_t occurrences(const struct buf *b, const char *of) {
    size_t n = 0;
    for (const char *at = b->text; (at = strstr(at, of)) != NULL; at += strlen(of))
        n++;
    return n;
}

/* The group of marks with that tooltip. */
static inline const char *marks_of(const struct buf *b, const char *tooltip) {
    char start[300];
    snprintf(start, sizeof start, "<g><title>%s</title>", tooltip);
    assert_has(b, start);
    return strstr(b->text, start);
}

/* The rectangle with that fill in the group, before its end; its width is NaN when there is none.
 */
static inline struct box rect_of(const char *group, const char *fill_id) {
    char fill_text[60];
    snprintf(fill_text, sizeof fill_text, "fill=\"url(#%s)\"", fill_id);
    const char *end = strstr(group, "</g>"), *at = strstr(group, fill_text);
    if (at == NULL || at > end)
        return (struct box){NAN, NAN, NAN, NAN};
    while (strncmp(at, "<rect", 5) != 0)
        at--;
    return (struct box){number_of(at, "x", NAN), number_of(at, "y", NAN),
                        number_of(at, "width", NAN), number_of(at, "height", NAN)};
}

typedef bool writer(const struct document *, const struct report_info *, struct buf *,
                    struct err *);
static writer *const writers[] = {report_html, report_markdown, report_text, report_json};
enum { n_writers = sizeof writers / sizeof *writers };

static inline struct buf write_with(writer *w, const struct document *d) {
    struct buf out = {0};
    struct err e = {0};
    if (!w(d, &(struct report_info){.engine_version = "0", .script_name = "s.lua"}, &out, &e))
        fail_msg("%s", e.message);
    return out;
}

#define BIDI "\xE2\x80\xAE" /* U+202E, right-to-left override */

/* Whatever the labels are, every form is whole and loads nothing. */
static inline void assert_harmless(const struct document *d) {
    for (size_t w = 0; w < n_writers; w++) {
        struct buf out = write_with(writers[w], d);
        size_t bad;
        struct err e = {0};
        assert_true(utf8_valid(out.text, out.n, &bad));
        assert_lacks(&out, "\x1b");
        assert_lacks(&out, BIDI);
        if (writers[w] == report_html && !inert_page(out.text, out.n, "report.html", &e))
            fail_msg("%s", e.message);
        if (writers[w] == report_html || writers[w] == report_json)
            assert_lacks(&out, "<script");
        buf_free(&out);
    }
}

static inline void refuse(const struct part *p, enum err_id id) {
    struct buf out = {0};
    struct err e = {0};
    assert_false(
        chart_svg(p, &(struct chart_view){.size = CHART_PAGE, .id_prefix = "t"}, &out, &e));
    assert_int_equal(e.id, id);
    buf_free(&out);
}

/* The same bytes twice, also where numbers are written otherwise. */
static inline void assert_same_bytes(const struct part *p) {
    struct buf one = draw(p, false);
    setlocale(LC_ALL, "de_DE.UTF-8");
    struct buf other = draw(p, false);
    setlocale(LC_ALL, "C");
    assert_int_equal(one.n, other.n);
    assert_memory_equal(one.text, other.text, one.n);
    buf_free(&one);
    buf_free(&other);
}

#endif
