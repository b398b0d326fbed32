/* Joins: each row of one table with the one row of another that has the same labels. */
#include <string.h>

#include "data/group.h"
#include "data/take.h"
#include "data/wording.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for a join");
}

/* A join under way. */
struct match {
    const struct table *left, *right;
    const char *const *on;
    size_t n_on;
    struct table keys; /* the 'on' columns of left, then those of right */
    struct grouping g; /* of keys */
    size_t *partner;   /* partner[group]: row of right, or TAKE_NONE */
};

/* A blank or suppressed label is nobody's partner: two unknowns need not be the same. */
static bool has_marked_key(const struct match *m, size_t row) {
    for (size_t i = 0; i < m->n_on; i++) {
        if (column_mark(&m->keys.column[i], row) != MARK_OK)
            return true;
    }
    return false;
}

/* The labels of a row of keys, "White / 2017". */
static void row_labels(const struct match *m, size_t row, struct buf *out) {
    for (size_t i = 0; i < m->n_on; i++) {
        if (i > 0)
            buf_puts(out, " / ");
        cell_text(&m->keys.column[i], row, out);
    }
}

static void list_on(const struct match *m, struct wording *list) {
    for (size_t i = 0; i < m->n_on; i++)
        wording_add(list, m->on[i]);
}

static const char *right_name(const struct match *m) {
    return m->right->name != NULL ? m->right->name : "the second table";
}

static bool fail_repeated(const struct match *m, size_t row, struct err *e) {
    struct buf labels = {0};
    row_labels(m, row, &labels);
    struct wording on = {.quoted = true};
    list_on(m, &on);
    char clip[WORDING_CLIP];
    fail(e, ERR_JOIN, "several rows of \"%s\" have the same %s: %s", right_name(m),
         wording_end(&on), wording_clip(labels.text != NULL ? labels.text : "", clip));
    wording_free(&on);
    buf_free(&labels);
    return err_hint(e, "choose one with :where, join on more columns, or add the rows up first");
}

/* Finds the row of 'right' for each group of keys. */
static bool find_partners(struct match *m, struct arena *scratch, struct err *e) {
    m->partner = arena_alloc(scratch, m->g.n, sizeof *m->partner);
    if (m->partner == NULL)
        return no_memory(e);
    for (size_t i = 0; i < m->g.n; i++)
        m->partner[i] = TAKE_NONE;
    for (size_t row = 0; row < m->right->n_rows; row++) {
        size_t key = m->left->n_rows + row;
        if (has_marked_key(m, key))
            continue;
        size_t *partner = &m->partner[m->g.group[key]];
        if (*partner != TAKE_NONE)
            return fail_repeated(m, key, e);
        *partner = row;
    }
    return true;
}

/* Lists the first row of each group that has rows in [from, to) and, if 'alone', no partner. */
static size_t list_groups(const struct match *m, size_t from, size_t to, bool alone,
                          struct arena *scratch, struct wording *list) {
    size_t n = 0;
    bool *seen = arena_alloc(scratch, m->g.n, sizeof *seen);
    for (size_t row = from; seen != NULL && row < to; row++) {
        size_t group = m->g.group[row];
        if (seen[group] || (alone && m->partner[group] != TAKE_NONE))
            continue;
        seen[group] = true;
        n++;
        struct buf labels = {0};
        if (list->left_out == 0)
            row_labels(m, row, &labels);
        wording_add(list, labels.text != NULL ? labels.text : "");
        buf_free(&labels);
    }
    return n;
}

static bool fail_unmatched(const struct match *m, struct arena *scratch, struct err *e) {
    struct wording on = {.quoted = true}, missing = {0}, there = {0};
    size_t split = m->left->n_rows;
    list_on(m, &on);
    size_t n = list_groups(m, 0, split, true, scratch, &missing);
    list_groups(m, split, m->keys.n_rows, false, scratch, &there);
    fail(e, ERR_JOIN, "%zu of the labels in %s %s no partner in \"%s\": %s", n, wording_end(&on),
         n == 1 ? "has" : "have", m->right->name != NULL ? m->right->name : "the second table",
         wording_end(&missing));
    err_hint(e, "there are: %s; leave rows out with :where, or join with optional = true",
             wording_end(&there));
    wording_free(&on);
    wording_free(&missing);
    wording_free(&there);
    return false;
}

static bool match_keys(struct match *m, struct arena *scratch, struct err *e) {
    struct table a = {0}, b = {0};
    bool done = table_select(m->left, m->on, m->n_on, &a, e) &&
                table_select(m->right, m->on, m->n_on, &b, e) &&
                table_concat(&a, &b, &m->keys, e) &&
                group_rows(&m->keys, m->on, m->n_on, scratch, &m->g, e);
    table_free(&a);
    table_free(&b);
    return done && find_partners(m, scratch, e);
}

/* The row of 'right' for each row of 'left'. */
static size_t *partners(const struct match *m, bool optional, struct arena *scratch,
                        struct err *e) {
    size_t *row = arena_alloc(scratch, m->left->n_rows, sizeof *row);
    if (row == NULL) {
        no_memory(e);
        return NULL;
    }
    for (size_t i = 0; i < m->left->n_rows; i++) {
        row[i] = m->partner[m->g.group[i]];
        if (row[i] == TAKE_NONE && !optional) {
            fail_unmatched(m, scratch, e);
            return NULL;
        }
    }
    return row;
}

static bool is_on(const struct match *m, const char *name) {
    for (size_t i = 0; i < m->n_on; i++) {
        if (strcmp(m->on[i], name) == 0)
            return true;
    }
    return false;
}

static bool join(struct match *m, bool optional, struct arena *scratch, struct table *out,
                 struct err *e) {
    if (m->n_on == 0)
        return fail(e, ERR_ARG_MISSING, "join: no column to join on");
    if (!match_keys(m, scratch, e))
        return false;
    const size_t *row = partners(m, optional, scratch, e);
    size_t n = m->left->n_columns;
    if (row == NULL ||
        !table_new(out, m->left->name, m->left->n_rows, n + m->right->n_columns - m->n_on, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!table_put(out, i, &m->left->column[i], e))
            return false;
    }
    for (size_t i = 0; i < m->right->n_columns; i++) {
        const struct column *c = &m->right->column[i];
        if (!is_on(m, c->field.name) && !take_column(out, n++, c, row, e))
            return false;
    }
    return take_repeats(out, m->left, NULL, out->n_rows, 0, e) && table_inherit(out, m->left, e) &&
           table_inherit(out, m->right, e) && take_finish(out, e);
}

bool table_join(const struct table *left, const struct table *right, const char *const *on,
                size_t n_on, bool optional, struct table *out, struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    struct match m = {.left = left, .right = right, .on = on, .n_on = n_on};
    bool done = join(&m, optional, &scratch, out, e);
    table_free(&m.keys);
    arena_free(&scratch);
    if (!done)
        table_free(out);
    return done;
}
