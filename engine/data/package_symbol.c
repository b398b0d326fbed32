/* Symbols for missing values: foi:marks and missingValues of a datapackage.json. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/package_json.h"

static bool read_mark(struct reading *r, const char *symbol, const char *name, enum mark *mark) {
    if (mark_find(name, mark) && *mark != MARK_OK && *mark != MARK_UNDEFINED)
        return true;
    const char *names[MARK_COUNT];
    size_t n = 0;
    for (int m = MARK_OK + 1; m < MARK_UNDEFINED; m++)
        names[n++] = mark_name((enum mark)m);
    names[n] = NULL;
    package_fail(r, name, "foi:marks says that \"%s\" means \"%s\", which is not a mark", symbol,
                 name);
    return package_nearest(r, name, names);
}

static bool read_bound(struct reading *r, const char *symbol, const json_t *object, const char *key,
                       double *bound) {
    const json_t *value = json_object_get(object, key);
    if (value == NULL)
        return true;
    if (!json_is_number(value))
        return package_fail(r, symbol, "\"%s\" of the mark \"%s\" must be a number", key, symbol);
    *bound = json_number_value(value);
    return true;
}

/* {"mark": "suppressed", "lo": 1, "hi": 4}; one bound alone is "at least", or "at most". */
static bool read_mark_object(struct reading *r, const json_t *object, struct symbol *s) {
    const char *name = NULL;
    char owner[owner_size];
    snprintf(owner, sizeof owner, "the mark \"%.60s\"", s->text);
    if (!package_known(r, object, owner, PLACE_MARK) ||
        !package_text(r, object, "mark", owner, &name) ||
        !package_text(r, object, "label", owner, &s->label) ||
        !read_bound(r, s->text, object, "lo", &s->lo) ||
        !read_bound(r, s->text, object, "hi", &s->hi))
        return false;
    if (name == NULL)
        return package_fail(r, s->text, "%s does not say which mark it is: {\"mark\": ...}", owner);
    if (s->lo > s->hi)
        return package_fail(r, s->text, "%s has a \"lo\" above its \"hi\"", owner);
    return read_mark(r, s->text, name, &s->mark);
}

struct symbol_list {
    struct symbol *symbol;
    size_t n, room;
};

static bool add_symbol(struct reading *r, struct symbol_list *l, const struct symbol *s) {
    for (size_t i = 0; i < l->n; i++) {
        if (strcmp(l->symbol[i].text, s->text) != 0)
            continue;
        /* The first declaration stands, the field's before the resource's; foi:marks comes before
         * missingValues, which may add words for people. */
        if (l->symbol[i].label == NULL)
            l->symbol[i].label = s->label;
        return true;
    }
    if (l->n == l->room) {
        size_t room = l->room == 0 ? 8 : l->room * 2;
        struct symbol *more = arena_alloc(&r->package->arena, room, sizeof *more);
        if (more == NULL)
            return package_no_memory(r);
        if (l->n > 0)
            memcpy(more, l->symbol, l->n * sizeof *more);
        l->symbol = more;
        l->room = room;
    }
    l->symbol[l->n++] = *s;
    return true;
}

/* foi:marks: {"<5": {"mark": "suppressed", "lo": 1, "hi": 4}, "c": "suppressed"} */
static bool read_marks(struct reading *r, const json_t *object, const char *owner,
                       struct symbol_list *l) {
    json_t *marks = json_object_get(object, "foi:marks"), *value;
    if (marks == NULL)
        return true;
    if (!json_is_object(marks))
        return package_fail(r, "foi:marks", "\"foi:marks\" of %s must be an object {...}", owner);
    const char *text;
    json_object_foreach(marks, text, value) {
        struct symbol s = {.lo = NAN, .hi = NAN};
        s.text = arena_string(&r->package->arena, text);
        if (s.text == NULL)
            return package_no_memory(r);
        bool done = json_is_string(value) ? read_mark(r, text, json_string_value(value), &s.mark)
                                          : read_mark_object(r, value, &s);
        if (!done || !add_symbol(r, l, &s))
            return false;
    }
    return true;
}

/* What a missing value means that is declared without a mark: its label may name one ("not held"),
 * or the symbol itself; an empty cell is blank; the rest is not available. */
static enum mark mark_of(const struct symbol *s) {
    char name[40];
    enum mark m;
    snprintf(name, sizeof name, "%s", s->label != NULL ? s->label : s->text);
    for (char *c = name; *c != '\0'; c++)
        *c = *c == ' ' ? '_' : *c;
    if (mark_find(name, &m) && m != MARK_OK)
        return m;
    for (int i = MARK_OK + 1; i < MARK_COUNT; i++) {
        if (strcmp(mark_symbol((enum mark)i), s->text) == 0)
            return (enum mark)i;
    }
    return s->text[0] == '\0' ? MARK_BLANK : MARK_NOT_AVAILABLE;
}

/* missingValues: texts, or {"value": "x", "label": "not available"} */
static bool read_missing(struct reading *r, const json_t *object, const char *owner,
                         struct symbol_list *l) {
    json_t *list, *item;
    size_t i;
    if (!package_list(r, object, "missingValues", owner, &list))
        return false;
    json_array_foreach(list, i, item) {
        struct symbol s = {.lo = NAN, .hi = NAN};
        const json_t *value = json_is_object(item) ? json_object_get(item, "value") : item;
        if (!json_is_string(value))
            return package_fail(r, "missingValues",
                                "\"missingValues\" of %s must hold texts, or "
                                "{\"value\": ..., \"label\": ...}",
                                owner);
        s.text = arena_string(&r->package->arena, json_string_value(value));
        if (s.text == NULL)
            return package_no_memory(r);
        if (json_is_object(item) && !package_text(r, item, "label", owner, &s.label))
            return false;
        s.mark = mark_of(&s);
        if (!add_symbol(r, l, &s))
            return false;
    }
    return true;
}

/* Without any missingValues an empty cell is missing (Table Schema's default). */
static bool add_default(struct reading *r, struct symbol_list *l) {
    struct symbol empty = {.text = "", .mark = MARK_BLANK, .lo = NAN, .hi = NAN};
    return add_symbol(r, l, &empty);
}

/* A field's own missingValues replace the schema's (Frictionless Data Package v2, Table Schema). */
bool package_read_symbols(struct reading *r, const json_t *resource, const json_t *schema,
                          const json_t *field, const char *owner, struct package_field *f) {
    struct symbol_list l = {0};
    const json_t *levels[] = {field, schema, resource};
    const char *const owners[] = {owner, "the schema", "the resource"};
    bool missing = false;
    for (size_t i = 0; i < 3; i++) {
        bool here = json_object_get(levels[i], "missingValues") != NULL;
        if (!read_marks(r, levels[i], owners[i], &l) ||
            (here && !missing && !read_missing(r, levels[i], owners[i], &l)))
            return false;
        missing = missing || here;
    }
    if (!missing && !add_default(r, &l))
        return false;
    f->symbol = l.symbol;
    f->n_symbols = l.n;
    return true;
}
