#include "data/table.h"

#include <string.h>

void table_free(struct table *t) {
    arena_free(&t->arena);
    *t = (struct table){0};
}

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for a table");
}

bool table_new(struct table *t, const char *name, size_t n_rows, size_t n_columns, struct err *e) {
    *t = (struct table){.n_rows = n_rows, .n_columns = n_columns};
    t->column = arena_alloc(&t->arena, n_columns, sizeof *t->column);
    t->name = arena_string(&t->arena, name);
    if (t->column != NULL && (t->name != NULL || name == NULL))
        return true;
    table_free(t);
    return no_memory(e);
}

/* Copies one string; false only when memory runs out. */
static bool copy_string(struct arena *a, const char *from, const char **to) {
    *to = arena_string(a, from);
    return *to != NULL || from == NULL;
}

static bool copy_labels(struct arena *a, const struct field *from, struct field *to) {
    return labels_copy(a, from->unknown, &to->unknown) && labels_copy(a, from->stock, &to->stock) &&
           labels_copy(a, from->flow, &to->flow) && labels_copy(a, from->part, &to->part) &&
           labels_copy(a, from->part_covers, &to->part_covers);
}

static bool copy_field(struct arena *a, const struct field *from, struct field *to) {
    *to = *from;
    return copy_labels(a, from, to) && copy_string(a, from->name, &to->name) &&
           copy_string(a, from->title, &to->title) && copy_string(a, from->unit, &to->unit) &&
           copy_string(a, from->description, &to->description) &&
           copy_string(a, from->totals, &to->totals) &&
           copy_string(a, from->measure, &to->measure) &&
           copy_string(a, from->comparator, &to->comparator) &&
           copy_string(a, from->denominator, &to->denominator);
}

/* Copies n items of 'size' bytes; an absent array stays absent. False only without memory. */
static bool copy_array(struct arena *a, const void *from, size_t n, size_t size, void *to) {
    void *copy = NULL;
    if (from != NULL) {
        copy = arena_alloc(a, n, size);
        if (copy == NULL)
            return false;
        memcpy(copy, from, n * size);
    }
    memcpy(to, &copy, sizeof copy);
    return true;
}

static bool copy_dictionary(struct arena *a, const struct dictionary *from,
                            struct dictionary **to) {
    *to = NULL;
    if (from == NULL)
        return true;
    *to = arena_alloc(a, 1, sizeof **to);
    for (size_t i = 0; *to != NULL && i < from->n; i++) {
        struct span text = {from->text[i], strlen(from->text[i])};
        if (dictionary_add(*to, a, text) < 0)
            return false;
    }
    return *to != NULL;
}

bool table_put(struct table *t, size_t i, const struct column *from, struct err *e) {
    struct arena *a = &t->arena;
    struct column *to = &t->column[i];
    *to = (struct column){.n = from->n};
    if (from->n != t->n_rows)
        return fail(e, ERR_ARG_LENGTH, "column \"%s\" has %zu rows and the table has %zu",
                    from->field.name != NULL ? from->field.name : "", from->n, t->n_rows);
    bool done = copy_field(a, &from->field, &to->field) &&
                copy_array(a, from->value, from->n, sizeof *from->value, &to->value) &&
                copy_array(a, from->lo, from->n, sizeof *from->lo, &to->lo) &&
                copy_array(a, from->hi, from->n, sizeof *from->hi, &to->hi) &&
                copy_array(a, from->code, from->n, sizeof *from->code, &to->code) &&
                copy_array(a, from->mark, from->n, sizeof *from->mark, &to->mark) &&
                copy_dictionary(a, from->dictionary, &to->dictionary);
    return done || no_memory(e);
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_source(const struct source *a, const struct source *b) {
    return same_text(a->dataset, b->dataset) && same_text(a->title, b->title) &&
           same_text(a->body, b->body) && same_text(a->request, b->request) &&
           same_text(a->date, b->date) && same_text(a->path, b->path) &&
           same_text(a->licence, b->licence) && a->published == b->published;
}

static bool copy_source(struct arena *a, const struct source *from, struct source *to) {
    *to = *from;
    return copy_string(a, from->dataset, &to->dataset) && copy_string(a, from->title, &to->title) &&
           copy_string(a, from->body, &to->body) && copy_string(a, from->request, &to->request) &&
           copy_string(a, from->date, &to->date) && copy_string(a, from->path, &to->path) &&
           copy_string(a, from->licence, &to->licence);
}

static bool inherit_sources(struct table *t, const struct table *from) {
    struct source *all = arena_alloc(&t->arena, t->n_sources + from->n_sources, sizeof *all);
    if (all == NULL)
        return false;
    size_t n = t->n_sources;
    if (n > 0)
        memcpy(all, t->source, n * sizeof *all);
    for (size_t i = 0; i < from->n_sources; i++) {
        size_t k = 0;
        while (k < n && !same_source(&all[k], &from->source[i]))
            k++;
        if (k == n && !copy_source(&t->arena, &from->source[i], &all[n++]))
            return false;
    }
    t->source = all;
    t->n_sources = n;
    return true;
}

bool check_same(const struct check *a, const struct check *b) {
    return same_text(a->code, b->code) && same_text(a->text, b->text) &&
           same_text(a->dataset, b->dataset);
}

bool check_copy(struct arena *a, const struct check *from, struct check *to) {
    *to = *from;
    return copy_string(a, from->code, &to->code) && copy_string(a, from->text, &to->text) &&
           copy_string(a, from->dataset, &to->dataset);
}

static bool inherit_checks(struct table *t, const struct table *from) {
    struct check *all = arena_alloc(&t->arena, t->n_checks + from->n_checks, sizeof *all);
    if (all == NULL)
        return false;
    size_t n = t->n_checks;
    if (n > 0)
        memcpy(all, t->check, n * sizeof *all);
    for (size_t i = 0; i < from->n_checks; i++) {
        size_t k = 0;
        while (k < n && !check_same(&all[k], &from->check[i]))
            k++;
        if (k == n && !check_copy(&t->arena, &from->check[i], &all[n++]))
            return false;
    }
    t->check = all;
    t->n_checks = n;
    return true;
}

static bool has_break(const struct series_break *list, size_t n, const struct series_break *b) {
    for (size_t i = 0; i < n; i++) {
        if (same_text(list[i].field, b->field) && same_text(list[i].from, b->from) &&
            same_text(list[i].why, b->why))
            return true;
    }
    return false;
}

static bool inherit_breaks(struct table *t, const struct table *from) {
    size_t n = t->n_breaks;
    struct series_break *all = arena_alloc(&t->arena, n + from->n_breaks, sizeof *all);
    if (all == NULL)
        return false;
    if (n > 0)
        memcpy(all, t->series_break, n * sizeof *all);
    for (size_t i = 0; i < from->n_breaks; i++) {
        const struct series_break *b = &from->series_break[i];
        if (has_break(all, n, b))
            continue;
        if (!copy_string(&t->arena, b->field, &all[n].field) ||
            !copy_string(&t->arena, b->from, &all[n].from) ||
            !copy_string(&t->arena, b->why, &all[n].why))
            return false;
        n++;
    }
    t->series_break = all;
    t->n_breaks = n;
    return true;
}

bool table_inherit(struct table *t, const struct table *from, struct err *e) {
    if (!inherit_sources(t, from) || !inherit_checks(t, from) || !inherit_breaks(t, from))
        return no_memory(e);
    for (size_t i = 0; i < from->n_notes; i++) {
        if (!table_add(t, &from->note[i], e))
            return false;
    }
    return true;
}

bool table_add(struct table *t, const struct note *note, struct err *e) {
    for (size_t i = 0; i < t->n_notes; i++) {
        if (strcmp(t->note[i].text, note->text) == 0)
            return true;
    }
    struct note *all = arena_alloc(&t->arena, t->n_notes + 1, sizeof *all);
    if (all == NULL || !note_copy(&t->arena, note, &all[t->n_notes]))
        return no_memory(e);
    if (t->n_notes > 0)
        memcpy(all, t->note, t->n_notes * sizeof *all);
    t->note = all;
    t->n_notes++;
    return true;
}

bool table_add_note(struct table *t, const char *sentence, struct err *e) {
    return table_add(t, &(struct note){.text = sentence}, e);
}
