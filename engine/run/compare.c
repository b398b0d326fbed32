#include "run/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"

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

/* Rows. */

struct keyed {
    const char *key;
    size_t row, nth; /* of the rows with this key */
};

static int key_order(const void *a, const void *b) {
    const struct keyed *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : x->row < y->row ? -1 : x->row > y->row;
}

static int key_and_nth(const void *a, const void *b) {
    const struct keyed *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : x->nth < y->nth ? -1 : x->nth > y->nth;
}

/* The rows of one table with their keys; 'sorted' by key, 'name' by row. */
struct keys {
    struct keyed *sorted;
    const char **name;
    size_t distinct;
};

static const struct result_column *column_called(const struct result_table *t, const char *name) {
    for (size_t i = 0; i < t->n_columns; i++) {
        if (strcmp(t->column[i].name, name) == 0)
            return &t->column[i];
    }
    return NULL;
}

/* The first 'most' columns of labels that both tables have, by their names. */
static size_t label_columns(const struct result_table *a, const struct result_table *b,
                            const char **name) {
    size_t n = 0;
    for (size_t i = 0; i < a->n_columns; i++) {
        const struct result_column *other = column_called(b, a->column[i].name);
        if (a->column[i].label != NULL && other != NULL && other->label != NULL)
            name[n++] = a->column[i].name;
    }
    return n;
}

static const char *row_key(struct arena *a, const struct result_table *t, const char *const *name,
                           size_t n, size_t row) {
    struct buf key = {0};
    for (size_t i = 0; i < n; i++) {
        const char *label = column_called(t, name[i])->label[row];
        buf_addf(&key, "%s%s", i > 0 ? ", " : "", label != NULL ? label : "");
    }
    if (n == 0)
        buf_addf(&key, "row %zu", row + 1);
    const char *text = key.failed ? NULL : arena_string(a, key.n > 0 ? key.text : "");
    buf_free(&key);
    return text;
}

static bool make_keys(struct arena *a, const struct result_table *t, const char *const *name,
                      size_t n, struct keys *k, struct err *e) {
    k->sorted = arena_alloc(a, t->n_rows, sizeof *k->sorted);
    k->name = arena_alloc(a, t->n_rows, sizeof *k->name);
    if (k->sorted == NULL || k->name == NULL)
        return no_memory(e);
    for (size_t i = 0; i < t->n_rows; i++) {
        k->name[i] = row_key(a, t, name, n, i);
        if (k->name[i] == NULL)
            return no_memory(e);
        k->sorted[i] = (struct keyed){.key = k->name[i], .row = i};
    }
    qsort(k->sorted, t->n_rows, sizeof *k->sorted, key_order);
    k->distinct = t->n_rows > 0;
    for (size_t i = 1; i < t->n_rows; i++) {
        bool again = strcmp(k->sorted[i].key, k->sorted[i - 1].key) == 0;
        k->sorted[i].nth = again ? k->sorted[i - 1].nth + 1 : 0;
        k->distinct += !again;
    }
    return true;
}

/* The fewest columns of labels, from the left, that tell the rows apart as well as all of them:
 * what a table says of its rows further on ("above 95%") may itself have changed. */
static bool choose_keys(struct arena *a, const struct result_table *t, const struct result_table *u,
                        struct keys *kt, struct keys *ku, struct err *e) {
    const char **name = arena_alloc(a, t->n_columns, sizeof *name);
    if (name == NULL)
        return no_memory(e);
    size_t n = label_columns(t, u, name), all, k = n;
    if (!make_keys(a, t, name, n, kt, e) || !make_keys(a, u, name, n, ku, e))
        return false;
    all = kt->distinct + ku->distinct;
    for (size_t fewer = 1; fewer < k; fewer++) {
        if (!make_keys(a, t, name, fewer, kt, e) || !make_keys(a, u, name, fewer, ku, e))
            return false;
        if (kt->distinct + ku->distinct == all)
            k = fewer;
    }
    return make_keys(a, t, name, k, kt, e) && make_keys(a, u, name, k, ku, e);
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
        if (column_called(other, t->column[i].name) == NULL &&
            !add(w, (struct change){.kind = kind, .column = t->column[i].name}))
            return false;
    }
    return true;
}

/* For each row of 't' its row among 'other', or SIZE_MAX. NULL only when memory runs out. */
static size_t *match_rows(struct arena *a, const struct keys *k, size_t n, const struct keys *other,
                          size_t n_other) {
    size_t *partner = arena_alloc(a, n, sizeof *partner);
    for (size_t i = 0; partner != NULL && i < n; i++) {
        const struct keyed *found =
            bsearch(&k->sorted[i], other->sorted, n_other, sizeof *other->sorted, key_and_nth);
        partner[k->sorted[i].row] = found != NULL ? found->row : SIZE_MAX;
    }
    return partner;
}

static bool lone_rows(const struct comparing *w, enum change_kind kind, const size_t *partner,
                      const struct keys *k, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (partner[i] == SIZE_MAX && !add(w, (struct change){.kind = kind, .row = k->name[i]}))
            return false;
    }
    return true;
}

static bool rows_in_order(const size_t *partner, size_t n) {
    size_t last = 0;
    for (size_t i = 0; i < n; i++) {
        if (partner[i] == SIZE_MAX)
            continue;
        if (partner[i] < last)
            return false;
        last = partner[i];
    }
    return true;
}

static bool compare_columns(const struct comparing *w, const struct result_table *before,
                            const struct result_table *after, const size_t *partner,
                            const struct keys *k) {
    for (size_t i = 0; i < before->n_columns; i++) {
        struct pair p = {.before = &before->column[i]};
        p.after = column_called(after, p.before->name);
        if (p.after == NULL)
            continue;
        if (!compare_words(w, p.before, p.after))
            return false;
        for (p.row = 0; p.row < before->n_rows; p.row++) {
            p.other = partner[p.row];
            p.name = k->name[p.row];
            if (p.other != SIZE_MAX && !compare_cell(w, &p))
                return false;
        }
    }
    return true;
}

static bool compare_tables(const struct comparing *w, const struct result_table *before,
                           const struct result_table *after) {
    struct arena *a = &w->c->arena;
    struct keys kb, ka;
    if (!choose_keys(a, before, after, &kb, &ka, w->e))
        return false;
    size_t *partner = match_rows(a, &kb, before->n_rows, &ka, after->n_rows);
    size_t *back = match_rows(a, &ka, after->n_rows, &kb, before->n_rows);
    if (partner == NULL || back == NULL)
        return no_memory(w->e);
    return lone_columns(w, CHANGE_COLUMN_REMOVED, before, after) &&
           lone_columns(w, CHANGE_COLUMN_ADDED, after, before) &&
           lone_rows(w, CHANGE_ROW_REMOVED, partner, &kb, before->n_rows) &&
           lone_rows(w, CHANGE_ROW_ADDED, back, &ka, after->n_rows) &&
           (rows_in_order(partner, before->n_rows) ||
            add(w, (struct change){.kind = CHANGE_ORDER})) &&
           compare_columns(w, before, after, partner, &kb);
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
