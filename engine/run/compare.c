#include "run/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"
#include "run/row_match.h"

const char *const change_kind_name[CHANGE_KINDS] = {
    "part_removed", "part_added",  "text",      "column_removed", "column_added",
    "words",        "row_removed", "row_added", "order",          "label",
    "mark",         "bounds",      "number",    "check"};

/* Two parts being compared. */
struct comparing {
    struct comparison *c;
    const struct result_part *part;
    double tolerance;
    struct err *e;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the comparison");
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool add(const struct comparing *w, struct change change) {
    struct comparison *c = w->c;
    if (c->n == c->room) {
        size_t room = c->room == 0 ? 64 : 2 * c->room;
        struct change *more = arena_alloc(&c->arena, room, sizeof *more);
        if (more == NULL)
            return no_memory(w->e);
        if (c->n > 0)
            memcpy(more, c->change, c->n * sizeof *more);
        c->change = more;
        c->room = room;
    }
    if (w->part != NULL) {
        change.part = w->part->name;
        change.title = w->part->title;
    }
    if (change.kind != CHANGE_NUMBER)
        change.distance = NAN;
    c->change[c->n++] = change;
    return true;
}

static bool text_changed(const struct comparing *w, enum change_kind kind, const char *name,
                         const char *before, const char *after) {
    return same_text(before, after) ||
           add(w, (struct change){.kind = kind, .column = name, .before = before, .after = after});
}

/* Columns. */

static const char *mark_at(const struct result_column *c, size_t row) {
    return c->mark != NULL ? c->mark[row] : NULL;
}

/* A cell in words: a number, a label, the mark of what is none. */
static const char *cell_text(struct arena *a, const struct result_column *c, size_t row) {
    char text[NUM_TEXT_SIZE];
    if (c->label != NULL)
        return c->label[row] != NULL ? c->label[row] : "no label";
    if (mark_at(c, row) != NULL && isnan(c->value[row]))
        return mark_at(c, row);
    if (isnan(c->value[row]))
        return "no figure";
    num_text12(c->value[row], text);
    return arena_string(a, text);
}

/* A figure without a bound is its own. */
static double bound_at(const struct result_column *c, const double *bounds, size_t row) {
    return bounds != NULL && !isnan(bounds[row]) ? bounds[row] : c->value[row];
}

static const char *bounds_text(struct arena *a, const struct result_column *c, size_t row) {
    struct buf b = {0};
    const double bound[] = {bound_at(c, c->lower, row), bound_at(c, c->upper, row)};
    for (int i = 0; i < 2; i++) {
        char text[NUM_TEXT_SIZE];
        num_text12(bound[i], text);
        buf_addf(&b, "%s%s", i > 0 ? " to " : "", isnan(bound[i]) ? "?" : text);
    }
    const char *text = b.failed ? NULL : arena_string(a, b.text);
    buf_free(&b);
    return text;
}

/* A pair of cells. */
struct pair {
    const struct result_column *before, *after;
    size_t row, other; /* in either table */
    const char *name;  /* of the row */
};

static bool add_cell(const struct comparing *w, const struct pair *p, enum change_kind kind,
                     double distance) {
    struct arena *a = &w->c->arena;
    bool bounds = kind == CHANGE_BOUNDS;
    struct change change = {.kind = kind,
                            .column = p->before->name,
                            .row = p->name,
                            .before = (bounds ? bounds_text : cell_text)(a, p->before, p->row),
                            .after = (bounds ? bounds_text : cell_text)(a, p->after, p->other),
                            .distance = distance};
    return change.before == NULL || change.after == NULL ? no_memory(w->e) : add(w, change);
}

static bool compare_bounds(const struct comparing *w, const struct pair *p) {
    const struct result_column *b = p->before, *a = p->after;
    bool near =
        results_near(bound_at(b, b->lower, p->row), bound_at(a, a->lower, p->other),
                     w->tolerance) &&
        results_near(bound_at(b, b->upper, p->row), bound_at(a, a->upper, p->other), w->tolerance);
    return near || add_cell(w, p, CHANGE_BOUNDS, NAN);
}

static bool compare_number(const struct comparing *w, const struct pair *p) {
    double before = p->before->value[p->row], after = p->after->value[p->other];
    if (isnan(before) != isnan(after) ||
        !same_text(mark_at(p->before, p->row), mark_at(p->after, p->other)))
        return add_cell(w, p, CHANGE_MARK, NAN);
    if (isnan(before))
        return compare_bounds(w, p);
    double distance = results_distance(before, after);
    w->c->numbers++;
    if (results_near(before, after, w->tolerance))
        return compare_bounds(w, p);
    w->c->moved++;
    w->c->largest = fmax(w->c->largest, distance);
    return add_cell(w, p, CHANGE_NUMBER, distance);
}

static bool compare_cell(const struct comparing *w, const struct pair *p) {
    if ((p->before->label == NULL) != (p->after->label == NULL))
        return add_cell(w, p, CHANGE_LABEL, NAN);
    if (p->before->label == NULL)
        return compare_number(w, p);
    return same_text(p->before->label[p->row], p->after->label[p->other]) ||
           add_cell(w, p, CHANGE_LABEL, NAN);
}

static bool compare_words(const struct comparing *w, const struct result_column *before,
                          const struct result_column *after) {
    for (int i = 0; i < RESULT_WORDS; i++) {
        if (!same_text(before->word[i], after->word[i]) &&
            !add(w, (struct change){.kind = CHANGE_WORDS,
                                    .column = before->name,
                                    .row = result_word_name[i],
                                    .before = before->word[i],
                                    .after = after->word[i]}))
            return false;
    }
    return true;
}

/* Tables. */

/* Columns of 't' that 'other' does not have. */
static bool lone_columns(const struct comparing *w, enum change_kind kind,
                         const struct result_table *t, const struct result_table *other) {
    for (size_t i = 0; i < t->n_columns; i++) {
        if (result_column_called(other, t->column[i].name) == NULL &&
            !add(w, (struct change){.kind = kind, .column = t->column[i].name}))
            return false;
    }
    return true;
}

static bool lone_rows(const struct comparing *w, enum change_kind kind, const struct row_side *s,
                      size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (s->partner[i] == SIZE_MAX && !add(w, (struct change){.kind = kind, .row = s->name[i]}))
            return false;
    }
    return true;
}

static bool compare_columns(const struct comparing *w, const struct result_table *before,
                            const struct result_table *after, const struct row_side *rows) {
    for (size_t i = 0; i < before->n_columns; i++) {
        struct pair p = {.before = &before->column[i]};
        p.after = result_column_called(after, p.before->name);
        if (p.after == NULL)
            continue;
        if (!compare_words(w, p.before, p.after))
            return false;
        for (p.row = 0; p.row < before->n_rows; p.row++) {
            p.other = rows->partner[p.row];
            p.name = rows->name[p.row];
            if (p.other != SIZE_MAX && !compare_cell(w, &p))
                return false;
        }
    }
    return true;
}

static bool compare_tables(const struct comparing *w, const struct result_table *before,
                           const struct result_table *after) {
    struct row_side b, a;
    return row_match(&w->c->arena, before, after, &b, &a, w->e) &&
           lone_columns(w, CHANGE_COLUMN_REMOVED, before, after) &&
           lone_columns(w, CHANGE_COLUMN_ADDED, after, before) &&
           lone_rows(w, CHANGE_ROW_REMOVED, &b, before->n_rows) &&
           lone_rows(w, CHANGE_ROW_ADDED, &a, after->n_rows) &&
           (row_match_ordered(&b, before->n_rows) ||
            add(w, (struct change){.kind = CHANGE_ORDER})) &&
           compare_columns(w, before, after, &b);
}

/* Parts. */

static bool same_kind(const struct result_part *a, const struct result_part *b) {
    return strcmp(a->kind, b->kind) == 0;
}
static bool same_words(const struct result_part *a, const struct result_part *b) {
    return same_kind(a, b) && same_text(a->title, b->title) && same_text(a->text, b->text);
}
static bool same_title(const struct result_part *a, const struct result_part *b) {
    return same_kind(a, b) && a->title != NULL && same_text(a->title, b->title);
}
static bool same_name(const struct result_part *a, const struct result_part *b) {
    return same_kind(a, b) && strcmp(a->name, b->name) == 0;
}

/* Gives each part of 'before' the first one of 'after' that is still free and the same. */
static void match_parts(const struct results *before, const struct results *after, size_t *partner,
                        bool *taken,
                        bool (*is_same)(const struct result_part *, const struct result_part *)) {
    for (size_t i = 0; i < before->n_parts; i++) {
        for (size_t k = 0; partner[i] == SIZE_MAX && k < after->n_parts; k++) {
            if (!taken[k] && is_same(&before->part[i], &after->part[k])) {
                partner[i] = k;
                taken[k] = true;
            }
        }
    }
}

static bool compare_part(struct comparing *w, const struct result_part *before,
                         const struct result_part *after) {
    w->part = before;
    return text_changed(w, CHANGE_TEXT, "title", before->title, after->title) &&
           text_changed(w, CHANGE_TEXT, "text", before->text, after->text) &&
           compare_tables(w, &before->table, &after->table) &&
           compare_tables(w, &before->curve, &after->curve);
}

static bool lone_part(struct comparing *w, enum change_kind kind, const struct result_part *p) {
    w->part = p;
    return add(w, (struct change){.kind = kind,
                                  .before = kind == CHANGE_PART_REMOVED ? p->text : NULL,
                                  .after = kind == CHANGE_PART_ADDED ? p->text : NULL});
}

static bool compare_parts(struct comparing *w, const struct results *before,
                          const struct results *after) {
    size_t *partner = arena_alloc(&w->c->arena, before->n_parts, sizeof *partner);
    bool *taken = arena_alloc(&w->c->arena, after->n_parts, sizeof *taken);
    if (partner == NULL || taken == NULL)
        return no_memory(w->e);
    for (size_t i = 0; i < before->n_parts; i++)
        partner[i] = SIZE_MAX;
    match_parts(before, after, partner, taken, same_words);
    match_parts(before, after, partner, taken, same_title);
    match_parts(before, after, partner, taken, same_name);
    for (size_t i = 0; i < before->n_parts; i++) {
        const struct result_part *p = &before->part[i];
        if (!(partner[i] == SIZE_MAX ? lone_part(w, CHANGE_PART_REMOVED, p)
                                     : compare_part(w, p, &after->part[partner[i]])))
            return false;
    }
    for (size_t i = 0; i < after->n_parts; i++) {
        if (!taken[i] && !lone_part(w, CHANGE_PART_ADDED, &after->part[i]))
            return false;
    }
    w->part = NULL;
    return true;
}

/* Checks. */

static bool same_check(const struct result_check *a, const struct result_check *b) {
    return strcmp(a->code, b->code) == 0 && same_text(a->dataset, b->dataset);
}

/* The check of 'r' that stands as c does among those of its code and dataset in 'of'. */
static const struct result_check *
check_called(const struct results *r, const struct result_check *c, const struct results *of) {
    size_t nth = 0;
    for (const struct result_check *other = of->check; other < c; other++)
        nth += same_check(other, c);
    for (size_t i = 0; i < r->n_checks; i++) {
        if (same_check(&r->check[i], c) && nth-- == 0)
            return &r->check[i];
    }
    return NULL;
}

static bool add_check(const struct comparing *w, const struct result_check *c, const char *before,
                      const char *after) {
    return same_text(before, after) || add(w, (struct change){.kind = CHANGE_CHECK,
                                                              .column = c->code,
                                                              .row = c->dataset,
                                                              .before = before,
                                                              .after = after});
}

/* Whether it passed; where that is the same, what it found. */
static bool compare_check(const struct comparing *w, const struct result_check *before,
                          const struct result_check *after) {
    return strcmp(before->state, after->state) != 0
               ? add_check(w, before, before->state, after->state)
               : add_check(w, before, before->text, after->text);
}

static bool compare_checks(const struct comparing *w, const struct results *before,
                           const struct results *after) {
    for (size_t i = 0; i < before->n_checks; i++) {
        const struct result_check *c = &before->check[i], *other = check_called(after, c, before);
        if (!(other != NULL ? compare_check(w, c, other) : add_check(w, c, c->state, NULL)))
            return false;
    }
    for (size_t i = 0; i < after->n_checks; i++) {
        const struct result_check *c = &after->check[i];
        if (check_called(before, c, after) == NULL && !add_check(w, c, NULL, c->state))
            return false;
    }
    return true;
}

/* Numbers stand last, those that moved most first; the rest, and equals, as they were found. */
static int change_order(const void *a, const void *b) {
    const struct change *const *x = a, *const *y = b;
    bool number_x = (*x)->kind == CHANGE_NUMBER, number_y = (*y)->kind == CHANGE_NUMBER;
    if (number_x != number_y)
        return number_x ? 1 : -1;
    if (number_x && (*x)->distance != (*y)->distance)
        return (*x)->distance > (*y)->distance ? -1 : 1;
    return *x < *y ? -1 : *x > *y;
}

static bool sort_changes(struct comparison *c, struct err *e) {
    const struct change **order = arena_alloc(&c->arena, c->n, sizeof *order);
    struct change *sorted = arena_alloc(&c->arena, c->n, sizeof *sorted);
    if (order == NULL || sorted == NULL)
        return no_memory(e);
    for (size_t i = 0; i < c->n; i++)
        order[i] = &c->change[i];
    qsort(order, c->n, sizeof *order, change_order);
    for (size_t i = 0; i < c->n; i++)
        sorted[i] = *order[i];
    c->change = sorted;
    return true;
}

bool results_compare(const struct results *before, const struct results *after, double tolerance,
                     struct comparison *c, struct err *e) {
    *c = (struct comparison){0};
    struct comparing w = {.c = c, .tolerance = tolerance, .e = e};
    if (text_changed(&w, CHANGE_TEXT, "title", before->title, after->title) &&
        text_changed(&w, CHANGE_TEXT, "subtitle", before->subtitle, after->subtitle) &&
        text_changed(&w, CHANGE_TEXT, "headline", before->headline, after->headline) &&
        compare_parts(&w, before, after) && compare_checks(&w, before, after) && sort_changes(c, e))
        return true;
    comparison_free(c);
    return false;
}

void comparison_free(struct comparison *c) {
    arena_free(&c->arena);
    *c = (struct comparison){0};
}
