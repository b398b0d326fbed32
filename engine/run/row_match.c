#include "run/row_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the comparison");
}

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

/* The first 'most' columns of labels that both tables have, by their names. */
static size_t label_columns(const struct result_table *a, const struct result_table *b,
                            const char **name) {
    size_t n = 0;
    for (size_t i = 0; i < a->n_columns; i++) {
        const struct result_column *other = result_column_called(b, a->column[i].name);
        if (a->column[i].label != NULL && other != NULL && other->label != NULL)
            name[n++] = a->column[i].name;
    }
    return n;
}

static const char *row_key(struct arena *a, const struct result_table *t, const char *const *name,
                           size_t n, size_t row) {
    struct buf key = {0};
    for (size_t i = 0; i < n; i++) {
        const char *label = result_column_called(t, name[i])->label[row];
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

/* For each row of 't' its row among 'other', or SIZE_MAX. NULL only when memory runs out. */
static size_t *partners(struct arena *a, const struct keys *k, size_t n, const struct keys *other,
                        size_t n_other) {
    size_t *partner = arena_alloc(a, n, sizeof *partner);
    for (size_t i = 0; partner != NULL && i < n; i++) {
        const struct keyed *found =
            bsearch(&k->sorted[i], other->sorted, n_other, sizeof *other->sorted, key_and_nth);
        partner[k->sorted[i].row] = found != NULL ? found->row : SIZE_MAX;
    }
    return partner;
}

bool row_match(struct arena *a, const struct result_table *t, const struct result_table *u,
               struct row_side *of_t, struct row_side *of_u, struct err *e) {
    struct keys kt, ku;
    if (!choose_keys(a, t, u, &kt, &ku, e))
        return false;
    *of_t = (struct row_side){kt.name, partners(a, &kt, t->n_rows, &ku, u->n_rows)};
    *of_u = (struct row_side){ku.name, partners(a, &ku, u->n_rows, &kt, t->n_rows)};
    return (of_t->partner != NULL && of_u->partner != NULL) || no_memory(e);
}

bool row_match_ordered(const struct row_side *s, size_t n) {
    size_t last = 0;
    for (size_t i = 0; i < n; i++) {
        if (s->partner[i] == SIZE_MAX)
            continue;
        if (s->partner[i] < last)
            return false;
        last = s->partner[i];
    }
    return true;
}
