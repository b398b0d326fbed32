#include "data/table_tighten.h"

#include <math.h>
#include <string.h>

#include "data/group.h"
#include "data/sums.h"
#include "data/take.h"

/* The work: cells of the columns one after another, so that cell k * n_rows + row is in column k.
 */
struct work {
    const struct table *t;
    const struct tighten *how;
    struct arena arena;
    size_t n_columns;
    struct column **column;
    struct interval *cell;
    struct sums sums;
    struct err *e;
};

static bool no_memory(struct work *w) {
    return fail(w->e, ERR_NOMEM, "no memory for narrower bounds");
}

static struct column *need_counts(struct work *w, const struct table *t, const char *name) {
    struct column *c = table_need_numbers(t, name, w->e);
    if (c != NULL && !c->field.count) {
        fail(w->e, ERR_COLUMN_TYPE,
             "column \"%s\" holds no counts: only whole numbers are narrowed", name);
        return NULL;
    }
    return c;
}

/* The columns that are narrowed, in the table 'out'. */
static bool find_columns(struct work *w, const struct table *out) {
    const struct tighten *how = w->how;
    size_t n = how->count != NULL ? 1 : how->n_parts + 1;
    w->column = arena_alloc(&w->arena, n, sizeof *w->column);
    w->cell = arena_alloc(&w->arena, n * out->n_rows, sizeof *w->cell);
    if (w->column == NULL || w->cell == NULL)
        return no_memory(w);
    w->n_columns = n;
    for (size_t k = 0; k < n; k++) {
        const char *name = how->count != NULL ? how->count
                           : k < how->n_parts ? how->part[k]
                                              : how->total[0];
        w->column[k] = need_counts(w, out, name);
        if (w->column[k] == NULL)
            return false;
    }
    return true;
}

/* What a cell can be before any total is asked. */
static struct interval start(const struct work *w, const struct column *c, size_t row) {
    struct interval x = interval_of(c, row);
    double lo, hi;
    column_bounds(c, row, &lo, &hi);
    if (column_mark(c, row) == MARK_NOT_APPLICABLE)
        return (struct interval){0, 0}; /* nobody is counted there */
    if (column_mark(c, row) == MARK_SUPPRESSED && isnan(lo))
        return (struct interval){w->how->least, w->how->most};
    return x;
}

static void start_all(struct work *w) {
    size_t n = w->column[0]->n;
    for (size_t k = 0; k < w->n_columns; k++) {
        for (size_t row = 0; row < n; row++)
            w->cell[k * n + row] = start(w, w->column[k], row);
    }
}

/* A rule for every row: the columns of parts make the column of totals. */
static bool find_in_columns(struct work *w) {
    size_t n = w->column[0]->n;
    size_t *part = arena_alloc(&w->arena, w->how->n_parts, sizeof *part);
    if (part == NULL)
        return no_memory(w);
    for (size_t row = 0; row < n; row++) {
        for (size_t k = 0; k < w->how->n_parts; k++)
            part[k] = k * n + row;
        if (!sums_add(&w->sums, w->how->n_parts * n + row, part, w->how->n_parts, w->e))
            return false;
    }
    return true;
}

static bool find_in_rows(struct work *w) {
    const struct tighten *how = w->how;
    for (size_t i = 0; i < how->n_parts; i++) {
        size_t n = how->n_by;
        const char *const *by =
            how->by != NULL ? how->by : sums_others(w->t, how->part[i], &w->arena, &n);
        if (by == NULL)
            return no_memory(w);
        if (!sums_find(&w->sums, w->t, how->part[i], how->total[i], by, n, w->e))
            return false;
    }
    return w->sums.n > 0 ||
           fail(w->e, ERR_LABEL, "no group of rows holds \"%s\" of \"%s\" once and parts of it",
                how->total[0], how->part[0]);
}

/* "Total" of E06000016 (LA, 2022): the parts make 602 to 610, the total is 612 */
static bool refuse(struct work *w, const struct sum_rule *bad) {
    struct buf text = {0};
    size_t n_by, row = bad->total % w->column[0]->n;
    const char *const *by = sums_others(w->t, NULL, &w->arena, &n_by);
    start_all(w);
    struct interval parts = sums_parts(bad, w->cell), total = w->cell[bad->total];
    bool alone = parts.lo > total.hi || parts.hi < total.lo;
    if (by != NULL)
        group_name(w->t, by, n_by, row, &text);
    buf_puts(&text, ": the parts make ");
    interval_put(&text, parts);
    buf_puts(&text, ", the total is ");
    interval_put(&text, total);
    if (!alone)
        buf_puts(&text, ", and the other totals leave no values for them");
    if (by == NULL || text.failed) {
        buf_free(&text);
        return no_memory(w);
    }
    fail(w->e, ERR_SUMS, "a total and its parts contradict each other at %s", text.text);
    buf_free(&text);
    return err_hint(w->e,
                    "cells that are hidden to protect others can be larger or 0 (leave 'least' "
                    "and 'most' out); rounded totals tell nothing (leave those rows out)");
}

/* Writes the bounds back; a cell that nothing is known of stays without. */
static bool store(struct work *w, struct table *out, struct tightened *found) {
    for (size_t i = 0; i < w->n_columns * out->n_rows; i++) {
        struct column *c = w->column[i / out->n_rows];
        size_t row = i % out->n_rows;
        enum mark m = column_mark(c, row);
        struct interval before = interval_of(c, row), now = w->cell[i];
        bool narrower = isfinite(now.hi) && (now.lo > before.lo || now.hi < before.hi);
        if (m == MARK_OK || m == MARK_NOT_APPLICABLE || !narrower)
            continue;
        found->cells++;
        found->known += now.lo == now.hi;
        if (!column_set_mark(c, &out->arena, row, m, now.lo, now.hi, w->e))
            return false;
    }
    return true;
}

static bool narrow(struct work *w, struct table *out, struct tightened *found) {
    const struct sum_rule *bad;
    bool rows = w->how->count != NULL;
    if (!find_columns(w, out) || !(rows ? find_in_rows(w) : find_in_columns(w)))
        return false;
    start_all(w);
    return sums_narrow(&w->sums, w->cell, &bad) ? store(w, out, found) : refuse(w, bad);
}

bool table_tighten(const struct table *t, const struct tighten *how, struct table *out,
                   struct tightened *found, struct err *e) {
    struct work w = {.t = t, .how = how, .e = e};
    w.sums.arena = &w.arena;
    *found = (struct tightened){0};
    *out = (struct table){0};
    size_t *all = arena_alloc(&w.arena, t->n_rows, sizeof *all);
    for (size_t row = 0; all != NULL && row < t->n_rows; row++)
        all[row] = row;
    bool done = all != NULL ? take_rows(t, all, t->n_rows, out, e) : no_memory(&w);
    done = done && narrow(&w, out, found);
    arena_free(&w.arena);
    if (!done)
        table_free(out);
    return done;
}
