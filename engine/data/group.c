#include "data/group.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for grouping rows");
}

/* A cell that is ok and has a number. NaN can't be ordered; where one stands unmarked it ranks with
 * the undefined cells. */
static bool has_number(const struct column *c, size_t row) {
    return column_mark(c, row) == MARK_OK && !isnan(c->value[row]);
}

/* The different numbers of a column in ascending order. */
static double *distinct_numbers(const struct column *c, struct arena *scratch, size_t *n) {
    double *x = arena_alloc(scratch, c->n, sizeof *x);
    size_t all = 0, kept = 0;
    for (size_t i = 0; x != NULL && i < c->n; i++) {
        if (has_number(c, i))
            x[all++] = c->value[i];
    }
    num_sort(x, all);
    for (size_t i = 0; i < all; i++) {
        if (kept == 0 || x[kept - 1] < x[i])
            x[kept++] = x[i];
    }
    *n = kept;
    return x;
}

static size_t marked_rank(const struct key *k, size_t row) {
    enum mark m = column_mark(k->column, row);
    return k->plain + (size_t)(m == MARK_OK ? MARK_UNDEFINED : m);
}

static size_t number_rank(const struct key *k, size_t row) {
    if (!has_number(k->column, row))
        return marked_rank(k, row);
    const double *at = bsearch(&k->column->value[row], k->number, k->plain, sizeof *at, num_order);
    return (size_t)(at - k->number);
}

static size_t label_rank(const struct key *k, size_t row) {
    int32_t code = k->column->code[row];
    return code >= 0 ? (size_t)code : marked_rank(k, row);
}

bool key_make(const struct column *c, struct arena *scratch, struct key *k, struct err *e) {
    *k = (struct key){.column = c, .n = c->n};
    k->rank = arena_alloc(scratch, c->n, sizeof *k->rank);
    if (k->rank == NULL)
        return no_memory(e);
    bool numbers = c->field.type == COLUMN_NUMBER;
    if (numbers) {
        k->number = distinct_numbers(c, scratch, &k->plain);
        if (k->number == NULL)
            return no_memory(e);
    } else {
        k->plain = c->dictionary->n;
    }
    k->ranks = k->plain + MARK_COUNT;
    for (size_t i = 0; i < c->n; i++)
        k->rank[i] = numbers ? number_rank(k, i) : label_rank(k, i);
    return true;
}

static void number_text(double x, struct buf *out) {
    char text[NUM_TEXT_SIZE];
    buf_add(out, text, num_text(x, text));
}

void cell_text(const struct column *c, size_t row, struct buf *out) {
    enum mark m = column_mark(c, row);
    if (m != MARK_OK)
        buf_puts(out, mark_symbol(m));
    else if (c->field.type == COLUMN_NUMBER)
        number_text(c->value[row], out);
    else
        buf_puts(out, column_label(c, row));
}

void key_text(const struct key *k, size_t rank, struct buf *out) {
    if (rank >= k->plain) {
        buf_puts(out, mark_symbol((enum mark)(rank - k->plain)));
    } else if (k->column->field.type == COLUMN_NUMBER) {
        number_text(k->number[rank], out);
    } else {
        buf_puts(out, k->column->dictionary->text[rank]);
    }
}

/* Counting sort: stable, and linear in rows and ranks. */
size_t *rank_order(const size_t *rank, size_t ranks, size_t n, const size_t *before,
                   struct arena *scratch) {
    size_t *start = arena_alloc(scratch, ranks + 1, sizeof *start);
    size_t *order = arena_alloc(scratch, n, sizeof *order);
    if (start == NULL || order == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        start[rank[i] + 1]++;
    for (size_t r = 0; r < ranks; r++)
        start[r + 1] += start[r];
    for (size_t i = 0; i < n; i++) {
        size_t row = before == NULL ? i : before[i];
        order[start[rank[row]]++] = row;
    }
    return order;
}

static bool same_ranks(const struct key *key, size_t n_keys, size_t a, size_t b) {
    for (size_t i = 0; i < n_keys; i++) {
        if (key[i].rank[a] != key[i].rank[b])
            return false;
    }
    return true;
}

/* Numbers the groups along g->order, in which equal rows are neighbours. */
static bool number_groups(const struct key *key, size_t n_keys, size_t n, struct arena *scratch,
                          struct grouping *g, struct err *e) {
    g->group = arena_alloc(scratch, n, sizeof *g->group);
    g->first = arena_alloc(scratch, n, sizeof *g->first);
    if (g->group == NULL || g->first == NULL)
        return no_memory(e);
    for (size_t i = 0; i < n; i++) {
        size_t row = g->order[i];
        if (i == 0 || !same_ranks(key, n_keys, g->order[i - 1], row))
            g->first[g->n++] = row;
        g->group[row] = g->n - 1;
    }
    return true;
}

bool group_rows(const struct table *t, const char *const *by, size_t n_by, struct arena *scratch,
                struct grouping *g, struct err *e) {
    *g = (struct grouping){0};
    struct key *key = arena_alloc(scratch, n_by, sizeof *key);
    g->order = arena_alloc(scratch, t->n_rows, sizeof *g->order);
    if (key == NULL || g->order == NULL)
        return no_memory(e);
    for (size_t i = 0; i < t->n_rows; i++)
        g->order[i] = i;
    /* The last key first: each stable pass keeps the order that the later keys gave. */
    for (size_t i = n_by; i-- > 0;) {
        const struct column *c = table_need(t, by[i], e);
        if (c == NULL || !key_make(c, scratch, &key[i], e))
            return false;
        g->order = rank_order(key[i].rank, key[i].ranks, t->n_rows, g->order, scratch);
        if (g->order == NULL)
            return no_memory(e);
    }
    if (!number_groups(key, n_by, t->n_rows, scratch, g, e))
        return false;
    if (n_by == 0 && t->n_rows == 0)
        g->n = 1; /* the sum over nothing is one row */
    return true;
}

size_t group_end(const struct grouping *g, size_t start, size_t n_rows) {
    size_t end = start + 1;
    while (end < n_rows && g->group[g->order[end]] == g->group[g->order[start]])
        end++;
    return end;
}
