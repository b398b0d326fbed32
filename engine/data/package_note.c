/* foi:notes of a datapackage.json: sentences that travel with the figures, and what they are about.
 */
#include <stdio.h>
#include <string.h>

#include "data/package_json.h"

bool package_add_note(struct reading *r, const struct note *note) {
    struct package *p = r->package;
    struct note *all = arena_alloc(&p->arena, p->n_notes + 1, sizeof *all);
    if (all == NULL || !note_copy(&p->arena, note, &all[p->n_notes]))
        return package_no_memory(r);
    if (p->n_notes > 0)
        memcpy(all, p->note, p->n_notes * sizeof *all);
    p->note = all;
    p->n_notes++;
    return true;
}

static bool need_columns(struct reading *r, const struct note *note, const char *owner) {
    const struct package_field *f;
    for (size_t i = 0; i < note->columns.n; i++) {
        if (!package_need_field(r, note->columns.label[i], owner, &f))
            return false;
    }
    return true;
}

/* "where": {"group": ["Unknown"]}: rows with one of these labels. */
static bool read_where(struct reading *r, const json_t *json, const char *owner,
                       struct note *note) {
    const struct package_field *f;
    json_t *object = json_object_get(json, "where");
    void *only = json_object_iter(object); /* NULL when it is no object, or empty */
    if (object == NULL)
        return true;
    if (json_object_size(object) != 1)
        return package_fail(r, "where", "\"where\" of %s must be {\"column\": [labels]}", owner);
    note->where = json_object_iter_key(only);
    if (!package_need_field(r, note->where, owner, &f) ||
        !package_texts(r, object, note->where, owner, &note->labels.label, &note->labels.n))
        return false;
    for (size_t i = 0; i < note->labels.n; i++) {
        if (!package_need_level(r, f, note->labels.label[i], "where", owner))
            return false;
    }
    return note->labels.n > 0 || package_fail(r, "where", "%s names no label in \"where\"", owner);
}

/* "marks": ["suppressed"]: cells that have one of these marks. */
static bool read_marks(struct reading *r, const json_t *json, const char *owner,
                       struct note *note) {
    if (!package_texts(r, json, "marks", owner, &note->marks.label, &note->marks.n))
        return false;
    for (size_t i = 0; i < note->marks.n; i++) {
        enum mark m;
        const char *name = note->marks.label[i];
        if (!mark_find(name, &m) || m == MARK_OK)
            return package_fail(r, name, "%s is about \"%s\", which is not a mark", owner, name);
    }
    return true;
}

/* A sentence alone, or {"note": ..., "fields": [...], "where": {...}, "marks": [...], "general":
 * true}. */
static bool read_note(struct reading *r, const json_t *json, const char *owner, struct note *note) {
    if (json_is_string(json)) {
        note->text = json_string_value(json);
        return true;
    }
    if (!package_known(r, json, owner, PLACE_NOTE) ||
        !package_text(r, json, "note", owner, &note->text))
        return false;
    if (note->text == NULL)
        return package_fail(r, "foi:notes", "%s has no sentence: {\"note\": ...}", owner);
    if (json_object_get(json, "fields") != NULL &&
        !package_texts(r, json, "fields", owner, &note->columns.label, &note->columns.n))
        return false;
    return need_columns(r, note, owner) && read_where(r, json, owner, note) &&
           read_marks(r, json, owner, note) &&
           package_flag(r, json, "general", owner, &note->general);
}

/* The notes under 'object', about the field 'about' where they do not say otherwise (NULL: none).
 */
static bool read_notes(struct reading *r, const json_t *object, const char *about,
                       const char *owner) {
    const json_t *list = json_object_get(object, "foi:notes");
    size_t n = json_is_array(list) ? json_array_size(list) : list != NULL ? 1 : 0;
    for (size_t i = 0; i < n; i++) {
        char name[owner_size + 20];
        struct note note = {.columns = {about != NULL, &about}};
        snprintf(name, sizeof name, "note %zu of %s", i + 1, owner);
        const json_t *item = json_is_array(list) ? json_array_get(list, i) : list;
        if (!read_note(r, item, name, &note) || !package_add_note(r, &note))
            return false;
    }
    return true;
}

/* Those of the package come first: they are about all of it. */
bool package_read_notes(struct reading *r, const json_t *root) {
    struct package *p = r->package;
    struct note *others = p->note; /* further sources, parts of years */
    size_t n_others = p->n_notes;
    p->n_notes = 0;
    if (!read_notes(r, root, NULL, "the package"))
        return false;
    const json_t *resource = json_array_get(json_object_get(root, "resources"), 0);
    const json_t *fields = json_object_get(json_object_get(resource, "schema"), "fields");
    for (size_t i = 0; i < p->n_fields; i++) {
        const char *name = p->field[i].field.name;
        char owner[owner_size];
        snprintf(owner, sizeof owner, "field \"%.80s\"", name);
        if (!read_notes(r, json_array_get(fields, i), name, owner))
            return false;
    }
    for (size_t i = 0; i < n_others; i++) {
        if (!package_add_note(r, &others[i]))
            return false;
    }
    return true;
}
