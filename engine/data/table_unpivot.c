/* From wide to long. */
#include <string.h>

#include "data/period.h"
#include "data/take.h"

/* An unpivot under way: which columns of the wide table stay, and which become rows. */
struct narrow {
    const struct table *t;
    size_t n_rows, n_columns;
    const struct column **stay, **melt;
    const char *across, *values; /* names of the new columns */
    struct arena scratch;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for an unpivot");
}

static bool find_columns(struct narrow *w, const char *const *rows, size_t n_rows, struct err *e) {
    const struct table *t = w->t;
    const struct labels named = {n_rows, rows};
    w->stay = arena_alloc(&w->scratch, n_rows, sizeof *w->stay);
    w->melt = arena_alloc(&w->scratch, t->n_columns, sizeof *w->melt);
    if (w->stay == NULL || w->melt == NULL)
        return no_memory(e);
    for (size_t i = 0; i < n_rows; i++) {
        w->stay[i] = table_need(t, rows[i], e);
        if (w->stay[i] == NULL)
            return false;
    }
    w->n_rows = n_rows;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!labels_have(&named, t->column[i].field.name))
            w->melt[w->n_columns++] = &t->column[i];
    }
    if (w->n_columns > 0)
        return true;
    fail(e, ERR_COLUMN, "unpivot: every column is one of those that stay");
    return err_hint(e, "'rows' names the columns that stay; the others become rows");
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool refuse_label(const struct column *c, struct err *e) {
    const char *name = c->field.name;
    fail(e, ERR_COLUMN_TYPE, "unpivot: column \"%s\" holds labels, and numbers become rows", name);
    return err_hint(
        e,
        "name it in 'rows' if it stays, or leave it out with :select; a column of counts "
        "whose cells are all empty: foi.read(path, {count = \"%s\"})",
        name);
}

/* What keeps two columns out of one: another unit, stocks and flows. */
static bool may_be_one(const struct field *a, const struct field *b, struct err *e) {
    if (!same_text(a->unit, b->unit))
        fail(e, ERR_COMPARE, "unpivot: column \"%s\" is in \"%s\" and \"%s\" in \"%s\"", a->name,
             a->unit != NULL ? a->unit : "no unit", b->name, b->unit != NULL ? b->unit : "no unit");
    else if (a->timing != b->timing)
        fail(e, ERR_COMPARE,
             "unpivot: of columns \"%s\" and \"%s\" one counts stocks, as at a date", a->name,
             b->name);
    else if (a->role != b->role)
        fail(e, ERR_COMPARE, "unpivot: column \"%s\" has the role %s and \"%s\" %s", a->name,
             a->role != ROLE_NONE ? role_name(a->role) : "none", b->name,
             b->role != ROLE_NONE ? role_name(b->role) : "none");
    else
        return true;
    return err_hint(e, "only columns of one kind become one: leave the others out with :select");
}

/* What all of the columns say of their numbers. */
static bool merge_fields(const struct narrow *w, struct field *f, struct err *e) {
    *f = w->melt[0]->field;
    f->name = w->values;
    f->title = f->description = NULL;
    for (size_t i = 0; i < w->n_columns; i++) {
        const struct field *other = &w->melt[i]->field;
        if (other->type != COLUMN_NUMBER)
            return refuse_label(w->melt[i], e);
        if (!may_be_one(&w->melt[0]->field, other, e))
            return false;
        f->count = f->count && other->count;
        if (!same_text(f->measure, other->measure) ||
            !same_text(f->comparator, other->comparator) ||
            !same_text(f->denominator, other->denominator)) {
            fail(e, ERR_COMPARE, "unpivot: columns \"%s\" and \"%s\" differ in what they measure",
                 w->melt[0]->field.name, other->name);
            return err_hint(e, "choose with :select those of one measure");
        }
    }
    return true;
}

/* The column of labels: the names of the columns; years in ascending order. */
static bool put_labels(const struct narrow *w, struct table *out, size_t at, struct err *e) {
    struct field field = {.name = w->across, .type = COLUMN_LABEL, .decimals = -1};
    const char **label = arena_alloc(&out->arena, w->n_columns, sizeof *label);
    struct dictionary labels = {0};
    size_t years = 0;
    int year;
    if (label == NULL)
        return no_memory(e);
    for (size_t i = 0; i < w->n_columns; i++) {
        label[i] = w->melt[i]->field.name;
        years += period_year(label[i], &year) != YEAR_NONE;
    }
    if (years == w->n_columns) {
        field.role = ROLE_PERIOD;
        str_sort(label, w->n_columns);
    }
    for (size_t i = 0; i < w->n_columns; i++) {
        if (dictionary_add(&labels, &out->arena, (struct span){label[i], strlen(label[i])}) < 0)
            return no_memory(e);
    }
    const struct column like = {.field = field, .dictionary = &labels};
    if (!take_shape(out, at, &like, e))
        return false;
    for (size_t row = 0; row < out->n_rows; row++) {
        const char *name = w->melt[row % w->n_columns]->field.name;
        out->column[at].code[row] = dictionary_find(&labels, (struct span){name, strlen(name)});
    }
    return true;
}

static bool put_values(const struct narrow *w, struct table *out, size_t at, struct err *e) {
    struct column like = {0};
    if (!merge_fields(w, &like.field, e) || !take_shape(out, at, &like, e))
        return false;
    for (size_t row = 0; row < out->n_rows; row++) {
        if (!take_cell(out, &out->column[at], row, w->melt[row % w->n_columns], row / w->n_columns,
                       NULL, e))
            return false;
    }
    return true;
}

/* The columns that stay have each row once for every column that became rows. */
static bool put_rows(const struct narrow *w, struct table *out, struct err *e) {
    size_t *from = arena_alloc(&out->arena, out->n_rows, sizeof *from);
    if (from == NULL)
        return no_memory(e);
    for (size_t row = 0; row < out->n_rows; row++)
        from[row] = row / w->n_columns;
    for (size_t i = 0; i < w->n_rows; i++) {
        if (!take_column(out, i, w->stay[i], from, e))
            return false;
    }
    return take_repeats(out, w->t, from, out->n_rows, 0, e);
}

/* A note about columns that became rows is about those rows of the new column; a note about what
 * stays is as it was. */
static bool put_note(const struct narrow *w, struct table *out, const struct note *note,
                     struct err *e) {
    struct note now = *note;
    const char **columns = arena_alloc(&out->arena, note->columns.n + 1, sizeof *columns);
    const char **gone = arena_alloc(&out->arena, note->columns.n, sizeof *gone);
    size_t n = 0, n_gone = 0;
    if (columns == NULL || gone == NULL)
        return no_memory(e);
    for (size_t i = 0; i < note->columns.n; i++) {
        const char *name = note->columns.label[i];
        bool melted = false;
        for (size_t k = 0; k < w->n_columns && !melted; k++)
            melted = strcmp(w->melt[k]->field.name, name) == 0;
        if (melted)
            gone[n_gone++] = name;
        else
            columns[n++] = name;
    }
    if (n_gone > 0) {
        columns[n++] = w->values;
        now.columns = (struct labels){n, columns};
    }
    if (n_gone > 0 && n == 1 && now.where == NULL) {
        now.where = w->across;
        now.labels = (struct labels){n_gone, gone};
    }
    return table_add(out, &now, e);
}

static bool inherit(const struct narrow *w, struct table *out, struct err *e) {
    struct table origin = *w->t;
    origin.n_notes = 0;
    if (!table_inherit(out, &origin, e))
        return false;
    for (size_t i = 0; i < w->t->n_notes; i++) {
        if (!put_note(w, out, &w->t->note[i], e))
            return false;
    }
    return true;
}

static bool unpivot(struct narrow *w, const char *const *rows, size_t n_rows, struct table *out,
                    struct err *e) {
    if (!find_columns(w, rows, n_rows, e))
        return false;
    if (w->t->n_rows > SIZE_MAX / w->n_columns)
        return no_memory(e);
    return table_new(out, w->t->name, w->t->n_rows * w->n_columns, n_rows + 2, e) &&
           put_rows(w, out, e) && put_labels(w, out, n_rows, e) &&
           put_values(w, out, n_rows + 1, e) && inherit(w, out, e) && take_finish(out, e);
}

bool table_unpivot(const struct table *t, const char *const *rows, size_t n_rows,
                   const char *across, const char *values, struct table *out, struct err *e) {
    struct narrow w = {.t = t, .across = across, .values = values};
    *out = (struct table){0};
    bool done = unpivot(&w, rows, n_rows, out, e);
    arena_free(&w.scratch);
    if (!done)
        table_free(out);
    return done;
}
