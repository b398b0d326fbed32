#include "data/take.h"

#include <math.h>
#include <string.h>

bool take_shape(struct table *out, size_t i, const struct column *like, struct err *e) {
    struct column *to = &out->column[i];
    struct column empty = {.field = like->field, .n = out->n_rows, .dictionary = like->dictionary};
    if (!table_put(out, i, &empty, e))
        return false;
    struct field field = to->field;
    struct dictionary *labels = to->dictionary;
    if (field.type == COLUMN_NUMBER)
        return column_numbers(to, &out->arena, &field, out->n_rows, e);
    if (!column_labels(to, &out->arena, &field, out->n_rows, e))
        return false;
    to->dictionary = labels;
    return true;
}

void take_number(struct column *to, size_t row, double x) {
    to->value[row] = x;
    if (to->lo != NULL)
        to->lo[row] = to->hi[row] = x;
}

bool take_cell(struct table *out, struct column *to, size_t row, const struct column *from,
               size_t from_row, const int32_t *code, struct err *e) {
    if (from_row == TAKE_NONE)
        return column_set_mark(to, &out->arena, row, MARK_NOT_AVAILABLE, NAN, NAN, e);
    enum mark m = column_mark(from, from_row);
    if (m != MARK_OK) {
        double lo, hi;
        column_bounds(from, from_row, &lo, &hi);
        return column_set_mark(to, &out->arena, row, m, lo, hi, e);
    }
    if (to->field.type == COLUMN_NUMBER)
        take_number(to, row, from->value[from_row]);
    else
        to->code[row] = code == NULL ? from->code[from_row] : code[from->code[from_row]];
    return true;
}

bool take_column(struct table *out, size_t i, const struct column *from, const size_t *row,
                 struct err *e) {
    if (!take_shape(out, i, from, e))
        return false;
    for (size_t k = 0; k < out->n_rows; k++) {
        if (!take_cell(out, &out->column[i], k, from, row[k], NULL, e))
            return false;
    }
    return true;
}

bool take_key(struct table *out, size_t i, const struct column *from, const size_t *row,
              struct err *e) {
    bool done = take_column(out, i, from, row, e);
    if (done)
        out->column[i].lo = out->column[i].hi = NULL;
    return done;
}

bool take_rows(const struct table *t, const size_t *row, size_t n, struct table *out,
               struct err *e) {
    if (!table_new(out, t->name, n, t->n_columns, e))
        return false;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!take_column(out, i, &t->column[i], row, e))
            return false;
    }
    return take_repeats(out, t, row, n, 0, e) && table_inherit(out, t, e) && take_finish(out, e);
}

/* The greatest number that tells repeated rows apart so far: rows of another file get others. */
static size_t numbers_given(const struct table *t, size_t n) {
    size_t most = 0;
    for (size_t i = 0; i < n; i++)
        most = t->repeat[i].of > most ? t->repeat[i].of : most;
    return most;
}

bool take_repeats(struct table *out, const struct table *from, const size_t *row, size_t n,
                  size_t at, struct err *e) {
    if (from->repeat == NULL)
        return true;
    struct repeat *all = (struct repeat *)out->repeat; /* of 'out', which is being made */
    if (all == NULL)
        all = arena_alloc(&out->arena, out->n_rows, sizeof *all);
    if (all == NULL)
        return fail(e, ERR_NOMEM, "no memory for the rows of a table");
    out->repeat = all;
    size_t before = numbers_given(out, at);
    const char *file = NULL;
    for (size_t i = 0; i < n; i++) {
        struct repeat r = from->repeat[row != NULL ? row[i] : i];
        if (r.of == 0)
            continue;
        if (file == NULL || strcmp(file, r.file) != 0)
            file = arena_string(&out->arena, r.file);
        if (file == NULL)
            return fail(e, ERR_NOMEM, "no memory for the rows of a table");
        all[at + i] = (struct repeat){file, r.line, r.of + before};
    }
    return true;
}

static bool is_undefined(const struct table *t, size_t row) {
    for (size_t i = 0; i < t->n_columns; i++) {
        if (column_mark(&t->column[i], row) == MARK_UNDEFINED)
            return true;
    }
    return false;
}

bool take_finish(struct table *out, struct err *e) {
    size_t twin;
    if (!table_index_names(out, &twin, e))
        return false;
    if (twin < out->n_columns) {
        fail(e, ERR_COLUMN, "the result would have two columns \"%s\"",
             out->column[twin].field.name);
        return err_hint(e, "name each column once; :select leaves columns out");
    }
    out->undefined = 0;
    for (size_t row = 0; row < out->n_rows; row++)
        out->undefined += is_undefined(out, row);
    return true;
}
