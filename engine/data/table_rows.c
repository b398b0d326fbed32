/* Operations that choose, order or append rows and columns. */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "data/group.h"
#include "data/take.h"
#include "data/wording.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for a table");
}

/* The end of every operation: on failure nothing is left in 'out'. */
static bool finish(bool done, struct arena *scratch, struct table *out) {
    arena_free(scratch);
    if (!done)
        table_free(out);
    return done;
}

/* Rows with keep[row] true, as a list. */
static bool take_kept(const struct table *t, const bool *keep, struct arena *scratch,
                      struct table *out, struct err *e) {
    size_t *row = arena_alloc(scratch, t->n_rows, sizeof *row), n = 0;
    if (row == NULL)
        return no_memory(e);
    for (size_t i = 0; i < t->n_rows; i++) {
        if (keep[i])
            row[n++] = i;
    }
    return take_rows(t, row, n, out, e);
}

bool table_keep(const struct table *t, const bool *keep, struct table *out, struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    return finish(take_kept(t, keep, &scratch, out, e), &scratch, out);
}

bool table_take(const struct table *t, const size_t *row, size_t n, struct table *out,
                struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    return finish(take_rows(t, row, n, out, e), &scratch, out);
}

/* Which ranks of a column have rows. */
static bool *ranks_met(const struct key *k, struct arena *scratch) {
    bool *met = arena_alloc(scratch, k->ranks, sizeof *met);
    for (size_t i = 0; met != NULL && i < k->n; i++)
        met[k->rank[i]] = true;
    return met;
}

/* The labels that rows have, ending with NULL. */
static const char **labels_met(const struct key *k, const bool *met, struct arena *scratch) {
    const char **label = arena_alloc(scratch, k->plain + 1, sizeof *label);
    size_t n = 0;
    for (size_t r = 0; label != NULL && r < k->plain; r++) {
        struct buf text = {0};
        key_text(k, r, &text);
        if (met[r])
            label[n++] = arena_text(scratch, text.text, text.n);
        buf_free(&text);
        if (n > 0 && label[n - 1] == NULL)
            return NULL;
    }
    return label;
}

static bool fail_label(const struct key *k, const bool *met, const char *wanted,
                       struct arena *scratch, struct err *e) {
    const char **label = labels_met(k, met, scratch);
    if (label == NULL)
        return no_memory(e);
    struct wording list = {0};
    char clip[WORDING_CLIP];
    for (size_t i = 0; label[i] != NULL; i++)
        wording_add(&list, label[i]);
    fail(e, ERR_LABEL, "no row has \"%s\" in column \"%s\"; there are: %s",
         wording_clip(wanted, clip), k->column->field.name, wording_end(&list));
    wording_free(&list);
    const char *nearest = str_nearest(wanted, label);
    if (nearest != NULL)
        err_hint(e, "did you mean \"%s\"?", wording_clip(nearest, clip));
    return false;
}

/* The rank of the i-th wanted label or number; k->ranks if no cell can have it. */
static size_t wanted_rank(const struct key *k, const struct condition *c, size_t i) {
    if (c->label != NULL) {
        struct span text = {c->label[i], strlen(c->label[i])};
        int32_t code = dictionary_find(k->column->dictionary, text);
        return code >= 0 ? (size_t)code : k->ranks;
    }
    for (size_t r = 0; r < k->plain; r++) {
        if (k->number[r] == c->number[i])
            return r;
    }
    return k->ranks;
}

static bool fail_wanted(const struct key *k, const bool *met, const struct condition *c, size_t i,
                        struct arena *scratch, struct err *e) {
    char number[NUM_TEXT_SIZE] = "";
    if (c->label == NULL)
        num_text(c->number[i], number);
    return fail_label(k, met, c->label != NULL ? c->label[i] : number, scratch, e);
}

/* A condition names texts where the column holds numbers, or numbers where it holds labels. */
static bool fail_type(const struct condition *c, struct err *e) {
    char name[WORDING_CLIP], value[WORDING_CLIP], number[NUM_TEXT_SIZE] = "";
    bool text = c->label != NULL;
    wording_clip(c->column, name);
    if (!text && c->n > 0)
        num_text(c->number[0], number);
    wording_clip(text && c->n > 0 ? c->label[0] : number, value);
    fail(e, ERR_COLUMN_TYPE, "column \"%s\" holds %s and is compared with %s", name,
         text ? "numbers" : "labels", text ? "text" : "a number");
    double x;
    if (!text)
        return err_hint(e, "write the label in quotes: \"%s\"", value);
    if (c->n > 0 && num_parse(c->label[0], strlen(c->label[0]), &x))
        return err_hint(e,
                        "write %s without quotes, or say that the column holds labels: text = "
                        "{\"%s\"}",
                        value, name);
    return err_hint(e, "numbers stand without quotes; if the column holds labels: text = {\"%s\"}",
                    name);
}

/* The column, if it holds what the condition asks for. */
static const struct column *condition_column(const struct table *t, const struct condition *c,
                                             struct err *e) {
    const struct column *column = table_need(t, c->column, e);
    bool labels = column != NULL && column->field.type == COLUMN_LABEL;
    if (column == NULL || labels == (c->label != NULL))
        return column;
    fail_type(c, e);
    return NULL;
}

/* Clears keep[row] where the condition does not hold. With 'each' every label that is wanted must
 * be there. */
static bool apply_condition(const struct table *t, const struct condition *c, bool each, bool *keep,
                            struct arena *scratch, struct err *e) {
    const struct column *column = condition_column(t, c, e);
    if (column == NULL)
        return false;
    if (c->n == 0)
        return fail(e, ERR_ARG_MISSING, "where: no label to look for in column \"%s\"", c->column);
    struct key k;
    if (!key_make(column, scratch, &k, e))
        return false;
    bool *met = ranks_met(&k, scratch);
    bool *wanted = arena_alloc(scratch, k.ranks, sizeof *wanted);
    if (met == NULL || wanted == NULL)
        return no_memory(e);
    for (size_t i = 0; i < c->n; i++) {
        size_t rank = wanted_rank(&k, c, i);
        bool there = rank < k.ranks && met[rank];
        if (each && !there)
            return fail_wanted(&k, met, c, i, scratch, e);
        if (there)
            wanted[rank] = true;
    }
    for (size_t row = 0; row < t->n_rows; row++)
        keep[row] = keep[row] && wanted[k.rank[row]];
    return true;
}

static bool fail_nothing_left(const struct condition *c, size_t n, struct err *e) {
    struct wording list = {.quoted = true};
    for (size_t i = 0; i < n; i++)
        wording_add(&list, c[i].column);
    fail(e, ERR_LABEL, "no row satisfies the conditions on %s together", wording_end(&list));
    wording_free(&list);
    return err_hint(e, "each condition alone matches some rows; the labels asked for never meet");
}

static bool where(const struct table *t, const struct condition *c, size_t n, bool each,
                  struct arena *scratch, struct table *out, struct err *e) {
    bool *keep = arena_alloc(scratch, t->n_rows, sizeof *keep);
    if (keep == NULL)
        return no_memory(e);
    memset(keep, true, t->n_rows);
    for (size_t i = 0; i < n; i++) {
        if (!apply_condition(t, &c[i], each, keep, scratch, e))
            return false;
    }
    if (!take_kept(t, keep, scratch, out, e))
        return false;
    return out->n_rows > 0 || n == 0 || fail_nothing_left(c, n, e);
}

bool table_where(const struct table *t, const struct condition *c, size_t n, struct table *out,
                 struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    return finish(where(t, c, n, true, &scratch, out, e), &scratch, out);
}

bool table_where_any(const struct table *t, const struct condition *c, size_t n, struct table *out,
                     struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    return finish(where(t, c, n, false, &scratch, out, e), &scratch, out);
}

static bool select_columns(const struct table *t, const char *const *names, size_t n,
                           struct table *out, struct err *e) {
    if (!table_new(out, t->name, t->n_rows, n, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct column *c = table_need(t, names[i], e);
        if (c == NULL || !table_put(out, i, c, e))
            return false;
    }
    return take_repeats(out, t, NULL, t->n_rows, 0, e) && table_inherit(out, t, e) &&
           take_finish(out, e);
}

bool table_select(const struct table *t, const char *const *names, size_t n, struct table *out,
                  struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    return finish(select_columns(t, names, n, out, e), &scratch, out);
}

static bool derive(const struct table *t, const struct column *c, struct table *out,
                   struct err *e) {
    const struct column *old = table_column(t, c->field.name);
    size_t at = old != NULL ? (size_t)(old - t->column) : t->n_columns;
    if (!table_new(out, t->name, t->n_rows, t->n_columns + (old == NULL), e))
        return false;
    for (size_t i = 0; i < out->n_columns; i++) {
        if (!table_put(out, i, i == at ? c : &t->column[i], e))
            return false;
    }
    return take_repeats(out, t, NULL, t->n_rows, 0, e) && table_inherit(out, t, e) &&
           take_finish(out, e);
}

bool table_derive(const struct table *t, const struct column *c, struct table *out, struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    return finish(derive(t, c, out, e), &scratch, out);
}

static bool sort(const struct table *t, const char *column, bool descending, struct arena *scratch,
                 struct table *out, struct err *e) {
    const struct column *c = table_need(t, column, e);
    struct key k;
    if (c == NULL || !key_make(c, scratch, &k, e))
        return false;
    for (size_t i = 0; descending && i < k.n; i++) {
        if (k.rank[i] < k.plain)
            k.rank[i] = k.plain - 1 - k.rank[i]; /* marked cells stay last */
    }
    const size_t *row = rank_order(k.rank, k.ranks, k.n, NULL, scratch);
    return row == NULL ? no_memory(e) : take_rows(t, row, t->n_rows, out, e);
}

bool table_sort(const struct table *t, const char *column, bool descending, struct table *out,
                struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    return finish(sort(t, column, descending, &scratch, out, e), &scratch, out);
}
