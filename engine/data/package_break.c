/* foi:breaks of a datapackage.json: where a series stops meaning what it meant before. */
#include <stdio.h>
#include <string.h>

#include "data/package_json.h"

/* The field whose labels are the years or periods. */
static bool need_period(struct reading *r, const struct series_break *b, const char *owner,
                        const struct package_field **field) {
    if (!package_need_field(r, b->field, owner, field))
        return false;
    return (*field)->field.role == ROLE_PERIOD ||
           package_fail(r, b->field, "%s: \"%s\" is not a period; breaks are between periods",
                        owner, b->field);
}

static bool need_level(struct reading *r, const struct series_break *b,
                       const struct package_field *f, const char *owner) {
    for (size_t i = 0; i < f->n_levels; i++) {
        if (strcmp(f->level[i], b->from) == 0)
            return true;
    }
    if (f->n_levels == 0)
        return true;
    package_fail(r, b->from, "%s begins at \"%s\", which is not in the enum of \"%s\"", owner,
                 b->from, b->field);
    return package_nearest(r, b->from, f->level);
}

static bool need_text(struct reading *r, const char *text, const char *key, const char *owner) {
    return (text != NULL && text[0] != '\0') ||
           package_fail(r, "foi:breaks",
                        "%s needs \"%s\": {\"field\": ..., \"from\": ..., \"why\": ...}", owner,
                        key);
}

/* A reason is a sentence, with its full stop. */
static bool end_sentence(struct reading *r, const char **sentence) {
    struct buf text = {0};
    size_t n = *sentence != NULL ? strlen(*sentence) : 0;
    if (n == 0 || (*sentence)[n - 1] == '.')
        return true;
    buf_addf(&text, "%s.", *sentence);
    *sentence = text.failed ? NULL : arena_string(&r->package->arena, text.text);
    buf_free(&text);
    return *sentence != NULL || package_no_memory(r);
}

/* "Break: from 2021 (Year ending 31 March): physical abuse is split by who did it." */
static bool add_sentence(struct reading *r, const struct series_break *b, const struct field *f) {
    struct buf text = {0};
    buf_addf(&text, "Break: from %s (%s): %s", b->from, f->title != NULL ? f->title : f->name,
             b->why);
    const struct note note = {
        .text = text.text, .columns = {1, &b->field}, .where = b->field, .from = b->from};
    bool done = text.failed ? package_no_memory(r) : package_add_note(r, &note);
    buf_free(&text);
    return done;
}

static bool read_break(struct reading *r, const json_t *json, size_t i, struct series_break *b) {
    char owner[owner_size];
    const struct package_field *f;
    snprintf(owner, sizeof owner, "break %zu", i + 1);
    return package_known(r, json, owner, PLACE_BREAK) &&
           package_text(r, json, "field", owner, &b->field) &&
           package_text(r, json, "from", owner, &b->from) &&
           package_text(r, json, "why", owner, &b->why) && need_text(r, b->field, "field", owner) &&
           need_text(r, b->from, "from", owner) && need_text(r, b->why, "why", owner) &&
           need_period(r, b, owner, &f) && need_level(r, b, f, owner) && end_sentence(r, &b->why) &&
           add_sentence(r, b, &f->field);
}

bool package_read_breaks(struct reading *r, const json_t *root) {
    json_t *list, *item;
    size_t i;
    if (!package_list(r, root, "foi:breaks", "the package", &list))
        return false;
    struct package *p = r->package;
    p->series_break = arena_alloc(&p->arena, json_array_size(list), sizeof *p->series_break);
    if (p->series_break == NULL)
        return package_no_memory(r);
    json_array_foreach(list, i, item) {
        if (!read_break(r, item, i, &p->series_break[i]))
            return false;
        p->n_breaks = i + 1;
    }
    return true;
}
