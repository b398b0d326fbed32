#include "cli/custodian_order.h"

#include <string.h>

#include "cli/custodian_guard.h"
#include "data/group.h"
#include "data/sums.h"
#include "data/take.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory to order the rows of a table");
}

/* Do most counts that follow each other go the same way? Two in three do so by chance. */
static bool is_followed(const struct column *c) {
    const size_t fewest = 3;
    size_t up = 0, down = 0;
    for (size_t i = 1; i < c->n; i++) {
        up += c->value[i] > c->value[i - 1]; /* a hidden one is NaN, and neither */
        down += c->value[i] < c->value[i - 1];
    }
    size_t most = up > down ? up : down;
    return up + down >= fewest && 3 * most > 2 * (up + down);
}

static bool follows_counts(const struct table *t) {
    for (size_t i = 0; i < t->n_columns; i++) {
        if (guard_is_count(&t->column[i]) && is_followed(&t->column[i]))
            return true;
    }
    return false;
}

/* The column's labels by their bytes, the total last. */
static bool sort_labels(struct arena *a, struct column *c, struct err *e) {
    size_t n = c->dictionary->n;
    const char **text = arena_alloc(a, n, sizeof *text), *total = sums_total_label(c);
    struct dictionary *sorted = arena_alloc(a, 1, sizeof *sorted);
    if (text == NULL || sorted == NULL)
        return no_memory(e);
    if (n > 0)
        memcpy(text, c->dictionary->text, n * sizeof *text);
    str_sort(text, n);
    for (int last = 0; last <= 1; last++) {
        for (size_t i = 0; i < n; i++) {
            bool is_total = total != NULL && strcmp(text[i], total) == 0;
            if (is_total == last && dictionary_share(sorted, a, text[i]) < 0)
                return no_memory(e);
        }
    }
    for (size_t i = 0; i < c->n; i++) {
        const char *label = column_label(c, i);
        if (label != NULL)
            c->code[i] = dictionary_find(sorted, (struct span){label, strlen(label)});
    }
    c->dictionary = sorted;
    return true;
}

/* The rows by the labels of their columns, the first column first. */
static size_t *sort_rows(const struct table *t, struct arena *a) {
    size_t *order = NULL, *rank = arena_alloc(a, t->n_rows, sizeof *rank);
    for (size_t k = t->n_columns; rank != NULL && k-- > 0;) {
        const struct column *c = &t->column[k];
        if (c->field.type != COLUMN_LABEL)
            continue;
        size_t none = c->dictionary->n;
        for (size_t i = 0; i < c->n; i++)
            rank[i] = c->code[i] < 0 ? none : (size_t)c->code[i];
        order = rank_order(rank, none + 1, t->n_rows, order, a);
        if (order == NULL)
            return NULL;
    }
    return order;
}

bool custodian_order(struct table *t, struct err *e) {
    bool labels = false;
    if (!follows_counts(t))
        return true;
    for (size_t i = 0; i < t->n_columns; i++) {
        struct column *c = &t->column[i];
        if (c->field.type != COLUMN_LABEL)
            continue;
        labels = true;
        if (!sort_labels(&t->arena, c, e))
            return false;
    }
    if (!labels)
        return true;
    size_t *order = sort_rows(t, &t->arena);
    struct table sorted = {0};
    if (order == NULL)
        return no_memory(e);
    if (!take_rows(t, order, t->n_rows, &sorted, e))
        return false;
    table_free(t);
    *t = sorted;
    return true;
}
