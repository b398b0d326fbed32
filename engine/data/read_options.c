/* What a script says of a plain file's columns and labels. */
#include <string.h>

#include "data/read_column.h"
#include "data/wording.h"

/* The first word the column is called, in an error: "population", "text". */
static const char *said_name(const struct read_said *said) {
    return said->text ? "text" : role_name(said->role);
}

static bool refuse_column(struct reading *r, const char *name, const char *option) {
    const char **names = arena_alloc(&r->scratch, r->texts.n_columns + 1, sizeof *names);
    if (names == NULL)
        return read_no_memory(r);
    memcpy(names, r->columns.text, r->texts.n_columns * sizeof *names);
    fail(r->e, ERR_COLUMN, "%s has no column \"%s\" to read as %s", r->name, name, option);
    const char *nearest = str_nearest(name, names);
    if (nearest != NULL)
        err_hint(r->e, "did you mean \"%s\"?", nearest);
    return false;
}

/* The place for what is said of a column as 'option'; NULL after an error. */
static struct read_said *find_column(struct reading *r, struct read_said *said, const char *name,
                                     const char *option) {
    int32_t i = dictionary_find(&r->columns, (struct span){name, strlen(name)});
    if (i >= 0)
        return &said[i];
    refuse_column(r, name, option);
    return NULL;
}

static bool match_roles(struct reading *r, struct read_said *all) {
    for (size_t k = 0; k < r->options->n_roles; k++) {
        const struct read_role *role = &r->options->role[k];
        struct read_said *said = find_column(r, all, role->column, role_name(role->role));
        if (said == NULL)
            return false;
        bool number = role_is_quantity(role->role);
        if (said->role != ROLE_NONE || (said->text && number)) {
            fail(r->e, ERR_ARG_RANGE, "column \"%s\" is named as %s and as %s", role->column,
                 said_name(said), role_name(role->role));
            return err_hint(r->e, "a column is one thing");
        }
        said->role = role->role;
    }
    return true;
}

bool read_match_options(struct reading *r) {
    const struct read_options *o = r->options;
    struct read_said *said = arena_alloc(&r->scratch, r->texts.n_columns, sizeof *said);
    r->met = arena_alloc(&r->scratch, o->totals.n + o->unknown.n, sizeof *r->met);
    if (said == NULL || r->met == NULL)
        return read_no_memory(r);
    for (size_t k = 0; k < o->n_texts; k++) {
        struct read_said *one = find_column(r, said, o->text[k], "text");
        if (one == NULL)
            return false;
        one->text = true;
    }
    r->said = said;
    return match_roles(r, said);
}

/* The labels of the list that the column has; 'met' is the list's part of r->met. */
static bool pick_labels(struct reading *r, const struct labels *named, const struct column *c,
                        bool *met, struct labels *picked) {
    const char **label = arena_alloc(&r->scratch, named->n, sizeof *label);
    if (label == NULL)
        return read_no_memory(r);
    *picked = (struct labels){0, label};
    for (size_t i = 0; i < named->n; i++) {
        const char *text = named->label[i];
        if (dictionary_find(c->dictionary, (struct span){text, strlen(text)}) < 0)
            continue;
        met[i] = true;
        label[picked->n++] = text;
    }
    return true;
}

static bool refuse_labels(struct reading *r, const char *column, const char *one,
                          const char *other) {
    if (strcmp(one, other) == 0)
        fail(r->e, ERR_ARG_RANGE, "\"%s\" is named as totals and as unknown", one);
    else
        fail(r->e, ERR_ARG_RANGE, "\"%s\" and \"%s\" of column \"%s\" are both named as totals",
             one, other, column);
    return err_hint(r->e, "a column has one total, and none of its unknown groups is it");
}

bool read_name_labels(struct reading *r, struct column *c) {
    struct labels totals = {0}, *unknown = &c->field.unknown;
    const struct read_options *o = r->options;
    if (o->totals.n + o->unknown.n == 0)
        return true;
    if (!pick_labels(r, &o->totals, c, r->met, &totals) ||
        !pick_labels(r, &o->unknown, c, r->met + o->totals.n, unknown))
        return false;
    if (totals.n > 1)
        return refuse_labels(r, c->field.name, totals.label[0], totals.label[1]);
    if (totals.n == 1 && labels_have(unknown, totals.label[0]))
        return refuse_labels(r, c->field.name, totals.label[0], totals.label[0]);
    if (totals.n == 1)
        c->field.totals = totals.label[0];
    return true;
}

/* All labels of the file, for a suggestion. */
static const char **all_labels(struct reading *r) {
    struct dictionary all = {0};
    for (size_t i = 0; i < r->table->n_columns; i++) {
        const struct column *c = &r->table->column[i];
        for (size_t k = 0; c->field.type == COLUMN_LABEL && k < c->dictionary->n; k++) {
            if (dictionary_share(&all, &r->scratch, c->dictionary->text[k]) < 0)
                return NULL;
        }
    }
    const char **list = arena_alloc(&r->scratch, all.n + 1, sizeof *list);
    if (list != NULL && all.n > 0)
        memcpy(list, all.text, all.n * sizeof *list);
    return list;
}

static bool refuse_label(struct reading *r, const char *label, const char *option) {
    char shown[WORDING_CLIP];
    const char **all = all_labels(r);
    if (all == NULL)
        return read_no_memory(r);
    fail(r->e, ERR_LABEL, "%s has no label \"%s\", which is named as %s", r->name,
         wording_clip(label, shown), option);
    const char *nearest = str_nearest(label, all);
    if (nearest != NULL)
        return err_hint(r->e, "did you mean \"%s\"?", nearest);
    if (r->counting)
        return err_hint(r->e, "only the columns named in by and where are looked at: name its "
                              "column there, or leave the word out");
    return err_hint(r->e, "a label is a whole cell of a column of labels, written as it is there");
}

bool read_check_labels(struct reading *r) {
    const struct labels *lists[] = {&r->options->totals, &r->options->unknown};
    static const char *const options[] = {"totals", "unknown"};
    const bool *met = r->met;
    for (size_t k = 0; k < 2; met += lists[k++]->n) {
        for (size_t i = 0; i < lists[k]->n; i++) {
            if (!met[i])
                return refuse_label(r, lists[k]->label[i], options[k]);
        }
    }
    return true;
}
