/* Columns by their names, and what is said when there is none. */
#include <stdio.h>
#include <string.h>

#include "data/table.h"
#include "data/wording.h"

bool table_index_names(struct table *t, size_t *twin, struct err *e) {
    struct dictionary names = {0};
    *twin = t->n_columns;
    for (size_t i = 0; i < t->n_columns; i++) {
        int32_t code = dictionary_share(&names, &t->arena, t->column[i].field.name);
        if (code < 0)
            return fail(e, ERR_NOMEM, "no memory for a table");
        if ((size_t)code < i) {
            *twin = i;
            return true;
        }
    }
    t->names = names;
    return true;
}

static bool is_called(const struct column *c, const char *name) {
    return c->field.name != NULL && strcmp(c->field.name, name) == 0;
}

/* The column's place; n_columns when there is none. */
static size_t place_of(const struct table *t, const char *name) {
    if (t->names.n > 0) {
        int32_t code = dictionary_find(&t->names, (struct span){name, strlen(name)});
        return code >= 0 ? (size_t)code : t->n_columns;
    }
    size_t i = 0;
    while (i < t->n_columns && !is_called(&t->column[i], name))
        i++;
    return i;
}

struct column *table_column(const struct table *t, const char *name) {
    size_t i = place_of(t, name);
    return i < t->n_columns ? &t->column[i] : NULL;
}

enum { most_names = 256 };

/* Names of the columns, ending with NULL. A table of more than most_names columns is searched for a
 * suggestion only as far as that. */
static void column_names(const struct table *t, const char *names[most_names + 1]) {
    size_t n = 0;
    for (size_t i = 0; i < t->n_columns && n < most_names; i++) {
        if (t->column[i].field.name != NULL)
            names[n++] = t->column[i].field.name;
    }
    names[n] = NULL;
}

struct column *table_need(const struct table *t, const char *name, struct err *e) {
    size_t i = place_of(t, name);
    if (i < t->n_columns)
        return &t->column[i];
    const char *names[most_names + 1];
    char clip[WORDING_CLIP];
    struct wording list = {0};
    column_names(t, names);
    for (i = 0; names[i] != NULL; i++)
        wording_add(&list, names[i]);
    list.left_out += t->n_columns > most_names ? t->n_columns - most_names : 0;
    fail(e, ERR_COLUMN, "no column \"%s\"; there are: %s", wording_clip(name, clip),
         wording_end(&list));
    wording_free(&list);
    const char *nearest = str_nearest(name, names);
    if (nearest != NULL)
        err_hint(e, "did you mean \"%s\"?", wording_clip(nearest, clip));
    return NULL;
}

static struct column *need_type(const struct table *t, const char *name, enum column_type type,
                                struct err *e) {
    struct column *c = table_need(t, name, e);
    if (c == NULL || c->field.type == type)
        return c;
    bool labels = c->field.type == COLUMN_LABEL;
    fail(e, ERR_COLUMN_TYPE, "column \"%s\" holds %s; %s are needed here", name,
         labels ? "labels" : "numbers", labels ? "numbers" : "labels");
    return NULL;
}

struct column *table_need_numbers(const struct table *t, const char *name, struct err *e) {
    return need_type(t, name, COLUMN_NUMBER, e);
}

struct column *table_need_labels(const struct table *t, const char *name, struct err *e) {
    return need_type(t, name, COLUMN_LABEL, e);
}
