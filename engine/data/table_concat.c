/* Appending the rows of one table to another's. */
#include <string.h>

#include "data/take.h"

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_timing(const struct field *a, const struct field *b, struct err *e) {
    if (a->timing == b->timing || a->timing == TIMING_UNSTATED || b->timing == TIMING_UNSTATED)
        return true;
    bool stock = a->timing == TIMING_STOCK;
    fail(e, ERR_COMPARE,
         "column \"%s\" counts %s in one table and %s in the other: one is as at a date, the other "
         "during a period",
         a->name, stock ? "stocks" : "flows", stock ? "flows" : "stocks");
    return err_hint(e, "keep them in columns of two names: :derive the one, then :join");
}

/* A label that is part of a year in one table, and in the other's rows a whole year or another
 * part, would be both. */
static bool same_parts(const struct column *a, const struct column *b, struct err *e) {
    for (size_t row = 0; a->field.part.n > 0 && row < b->n; row++) {
        const char *label = column_label(b, row);
        const char *here = label != NULL ? field_part(&a->field, label) : NULL;
        const char *there = label != NULL ? field_part(&b->field, label) : NULL;
        if (here == NULL || same_text(here, there))
            continue;
        fail(e, ERR_COMPARE, "\"%s\" of column \"%s\" covers %s in one table and %s in the other",
             label, a->field.name, here, there != NULL ? there : "a whole year");
        return err_hint(e, "leave the rows of one of them out with :where first");
    }
    return true;
}

/* The column of 'from' that goes with c; an error when there is none that fits. */
static const struct column *counterpart(const struct column *c, const struct table *from,
                                        struct err *e) {
    const char *name = c->field.name;
    const struct column *other = table_need(from, name, e);
    if (other == NULL)
        return NULL;
    if (other->field.type != c->field.type) {
        fail(e, ERR_COLUMN_TYPE, "column \"%s\" holds numbers in one table and labels in the other",
             name);
        err_hint(e,
                 "read it as labels in both: foi.read(path, {text = \"%s\"}), or {period = \"%s\"} "
                 "of years",
                 name, name);
        return NULL;
    }
    if (!same_timing(&c->field, &other->field, e) || !same_parts(c, other, e) ||
        !same_parts(other, c, e))
        return NULL;
    if (c->field.unit != NULL && other->field.unit != NULL &&
        !same_text(c->field.unit, other->field.unit)) {
        fail(e, ERR_COLUMN_TYPE, "column \"%s\" is in \"%s\" in one table and \"%s\" in the other",
             name, c->field.unit, other->field.unit);
        return NULL;
    }
    return other;
}

/* A statement about a column that only one half can make is dropped, with a note: a number must not
 * name a measure or a comparator that is not its own. */
static void merge_statement(const char **a, const char *b, const char *what, struct buf *differ) {
    if (same_text(*a, b))
        return;
    buf_addf(differ, "%s%s", differ->n > 0 ? ", " : "", what);
    *a = NULL;
}

/* Adds to *list those items of 'more' whose label, the one at the same place of 'at', is not among
 * the known ones. */
static bool add_labels(struct arena *a, const struct labels *known, const struct labels *at,
                       const struct labels *more, struct labels *list) {
    const char **all = arena_alloc(a, list->n + more->n, sizeof *all);
    size_t n = list->n;
    if (all == NULL)
        return false;
    if (n > 0)
        memcpy(all, list->label, n * sizeof *all);
    for (size_t i = 0; i < more->n; i++) {
        if (!labels_have(known, at->label[i]))
            all[n++] = more->label[i];
    }
    *list = (struct labels){n, all};
    return true;
}

static bool merge_lists(struct arena *a, const struct field *one, const struct field *other,
                        struct field *both) {
    return add_labels(a, &one->unknown, &other->unknown, &other->unknown, &both->unknown) &&
           add_labels(a, &one->stock, &other->stock, &other->stock, &both->stock) &&
           add_labels(a, &one->flow, &other->flow, &other->flow, &both->flow) &&
           add_labels(a, &one->part, &other->part, &other->part_covers, &both->part_covers) &&
           add_labels(a, &one->part, &other->part, &other->part, &both->part);
}

static bool merge_fields(struct table *out, const struct field *a, const struct field *b,
                         struct field *both, struct err *e) {
    struct buf differ = {0}, note = {0};
    *both = *a;
    merge_statement(&both->measure, b->measure, "measure", &differ);
    merge_statement(&both->comparator, b->comparator, "comparator", &differ);
    merge_statement(&both->denominator, b->denominator, "denominator", &differ);
    if (a->conf_level < b->conf_level || a->conf_level > b->conf_level) {
        buf_addf(&differ, "%sconfidence level", differ.n > 0 ? ", " : "");
        both->conf_level = 0;
    }
    both->role = a->role != ROLE_NONE ? a->role : b->role;
    both->unit = a->unit != NULL ? a->unit : b->unit;
    both->totals = a->totals != NULL ? a->totals : b->totals;
    both->additive = a->additive != ADDITIVE ? a->additive : b->additive;
    both->count = a->count && b->count;
    both->timing = a->timing != TIMING_UNSTATED ? a->timing : b->timing;
    bool done = merge_lists(&out->arena, a, b, both) || fail(e, ERR_NOMEM, "no memory for labels");
    if (done && differ.n > 0) {
        buf_addf(&note, "Column \"%s\" was put together from tables that differ in its %s.",
                 a->name, differ.text);
        done = !note.failed ? table_add_note(out, note.text, e)
                            : fail(e, ERR_NOMEM, "no memory for a note");
    }
    buf_free(&differ);
    buf_free(&note);
    return done;
}

/* Adds the labels of 'from' to 'to'; code[c] is the new code of from's c. */
static int32_t *merge_labels(struct table *out, struct dictionary *to,
                             const struct dictionary *from) {
    int32_t *code = arena_alloc(&out->arena, from->n, sizeof *code);
    for (size_t i = 0; code != NULL && i < from->n; i++) {
        struct span text = {from->text[i], strlen(from->text[i])};
        code[i] = dictionary_add(to, &out->arena, text);
        if (code[i] < 0)
            return NULL;
    }
    return code;
}

static bool concat_column(struct table *out, size_t i, const struct column *a,
                          const struct column *b, struct err *e) {
    struct column like = *a;
    if (!merge_fields(out, &a->field, &b->field, &like.field, e) || !take_shape(out, i, &like, e))
        return false;
    struct column *to = &out->column[i];
    const int32_t *code = NULL;
    if (a->field.type == COLUMN_LABEL) {
        code = merge_labels(out, to->dictionary, b->dictionary);
        if (code == NULL)
            return fail(e, ERR_NOMEM, "no memory for labels");
    }
    for (size_t row = 0; row < a->n; row++) {
        if (!take_cell(out, to, row, a, row, NULL, e))
            return false;
    }
    for (size_t row = 0; row < b->n; row++) {
        if (!take_cell(out, to, a->n + row, b, row, code, e))
            return false;
    }
    return true;
}

static bool concat(const struct table *a, const struct table *b, struct table *out, struct err *e) {
    if (!table_new(out, a->name, a->n_rows + b->n_rows, a->n_columns, e))
        return false;
    for (size_t i = 0; i < b->n_columns; i++) {
        if (table_need(a, b->column[i].field.name, e) == NULL)
            return err_hint(e, "both tables must have the same columns; :select chooses them");
    }
    for (size_t i = 0; i < a->n_columns; i++) {
        const struct column *other = counterpart(&a->column[i], b, e);
        if (other == NULL && e->id == ERR_COLUMN)
            return err_hint(e, "both tables must have the same columns; :select chooses them");
        if (other == NULL || !concat_column(out, i, &a->column[i], other, e))
            return false;
    }
    return take_repeats(out, a, NULL, a->n_rows, 0, e) &&
           take_repeats(out, b, NULL, b->n_rows, a->n_rows, e) && table_inherit(out, a, e) &&
           table_inherit(out, b, e) && take_finish(out, e);
}

bool table_concat(const struct table *a, const struct table *b, struct table *out, struct err *e) {
    *out = (struct table){0};
    if (concat(a, b, out, e))
        return true;
    table_free(out);
    return false;
}
