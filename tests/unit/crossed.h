/* Charts of rows by two labels, made up: for the tests of bars and of compositions. */
#ifndef FOISTAT_TESTS_CROSSED_H
#define FOISTAT_TESTS_CROSSED_H

#include "unit/charts.h"

/* A figure; NaN: it is hidden, with these bounds if there are any. */
struct figure {
    const char *by, *series;
    double value, lo, hi;
};

/* A table of by, series, value, and of two columns that the caller fills: lower and upper limits,
 * or amount and whole. */
static inline void fill(struct table *t, size_t n, const struct figure *f, const char *fourth,
                        const char *fifth) {
    struct err e = {0};
    assert_true(table_new(t, "figures", n, 5, &e));
    struct column *by = add_labels(t, 0, "group", "Group");
    struct column *series = add_labels(t, 1, "area", "Area");
    struct column *value = add_numbers(t, 2, "value", "Rate", 1);
    add_numbers(t, 3, fourth, NULL, 1);
    add_numbers(t, 4, fifth, NULL, 1);
    for (size_t i = 0; i < n; i++) {
        set_label(t, by, i, f[i].by);
        set_label(t, series, i, f[i].series);
        set_number(t, value, i, f[i].value, f[i].lo, f[i].hi);
    }
}

typedef struct part *crossed_maker(struct document *, size_t n, const struct figure *);

/* Labels from strangers in both columns do no harm, and lie on no other text. */
static inline void assert_takes_hostile(crossed_maker *add) {
    const struct figure f[] = {{hostile_script, endless(), 40, 0, 0},
                               {hostile_attribute, "</title><script>", 41, 0, 0},
                               {hostile_bytes, "&", 42, 0, 0},
                               {endless(), "url(http://example.org)", NAN, NAN, NAN}};
    struct document d = {.title = "T"};
    struct part *p = add(&d, 4, f);
    p->title = f[1].by;
    assert_harmless(&d);
    for (int narrow = 0; narrow < 2; narrow++) {
        struct buf out = draw(p, narrow == 1);
        boxes_apart("hostile", out.text);
        buf_free(&out);
    }
    document_free(&d);
}

#endif
