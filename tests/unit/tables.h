/* Tables made up cell by cell. Included behind the engine's headers, because cmocka makes a macro
 * of the name fail. */
#ifndef FOISTAT_TESTS_TABLES_H
#define FOISTAT_TESTS_TABLES_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "data/table.h"

#include <cmocka.h>

/* Column k of a table that has its rows: numbers of 0, or labels that are still to be set. */
static inline struct column *add_numbers(struct table *t, size_t k, const char *name,
                                         const char *title, int decimals) {
    struct err e = {0};
    struct field f = {.name = name, .title = title, .type = COLUMN_NUMBER, .decimals = decimals};
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

static inline void set_label(struct table *t, struct column *c, size_t row, const char *text) {
    c->code[row] = dictionary_add(c->dictionary, &t->arena, (struct span){text, strlen(text)});
}

/* NaN: the mark, and bounds if there are any. */
static inline void set_marked(struct table *t, struct column *c, size_t row, double x, enum mark m,
                              double lo, double hi) {
    struct err e = {0};
    c->value[row] = x;
    if (isnan(x))
        assert_true(column_set_mark(c, &t->arena, row, m, lo, hi, &e));
}

/* NaN: hidden by the publisher, between bounds if there are any. */
static inline void set_number(struct table *t, struct column *c, size_t row, double x, double lo,
                              double hi) {
    set_marked(t, c, row, x, MARK_SUPPRESSED, lo, hi);
}

#endif
