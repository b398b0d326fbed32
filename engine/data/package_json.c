#include "data/package_json.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void package_place(struct reading *r, size_t offset, size_t width) {
    size_t line = 1, start = 0;
    for (size_t i = 0; i < offset && i < r->n; i++) {
        if (r->json[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    const char *end = start < r->n ? memchr(r->json + start, '\n', r->n - start) : NULL;
    size_t length = end != NULL ? (size_t)(end - (r->json + start)) : r->n - start;
    err_at(r->e, r->name, line, utf8_count(r->json + start, offset - start) + 1, width);
    err_excerpt(r->e, r->json + start, length);
}

bool package_fail(struct reading *r, const char *word, const char *format, ...) {
    char message[sizeof r->e->message], quoted[160];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    fail(r->e, ERR_PACKAGE, "%s", message);
    err_at(r->e, r->name, 0, 0, 0);
    int n = word != NULL ? snprintf(quoted, sizeof quoted, "\"%s\"", word) : 0;
    const char *at =
        n > 0 && (size_t)n < sizeof quoted ? memmem(r->json, r->n, quoted, (size_t)n) : NULL;
    if (at != NULL)
        package_place(r, (size_t)(at - r->json), utf8_count(quoted, (size_t)n));
    return false;
}

bool package_no_memory(struct reading *r) {
    return fail(r->e, ERR_NOMEM, "no memory to read %s", r->name);
}

static bool copy_text(struct reading *r, const json_t *value, const char **text) {
    *text = arena_text(&r->package->arena, json_string_value(value), json_string_length(value));
    return *text != NULL || package_no_memory(r);
}

bool package_text(struct reading *r, const json_t *object, const char *key, const char *owner,
                  const char **text) {
    const json_t *value = json_object_get(object, key);
    if (value == NULL)
        return true;
    if (!json_is_string(value))
        return package_fail(r, key, "\"%s\" of %s must be text", key, owner);
    return copy_text(r, value, text);
}

bool package_flag(struct reading *r, const json_t *object, const char *key, const char *owner,
                  bool *flag) {
    const json_t *value = json_object_get(object, key);
    if (value == NULL)
        return true;
    if (!json_is_boolean(value))
        return package_fail(r, key, "\"%s\" of %s must be true or false", key, owner);
    *flag = json_is_true(value);
    return true;
}

bool package_list(struct reading *r, const json_t *object, const char *key, const char *owner,
                  json_t **list) {
    *list = json_object_get(object, key);
    if (*list == NULL || json_is_array(*list))
        return true;
    return package_fail(r, key, "\"%s\" of %s must be a list [...]", key, owner);
}

bool package_texts(struct reading *r, const json_t *object, const char *key, const char *owner,
                   const char *const **list, size_t *n) {
    const json_t *value = json_object_get(object, key);
    if (value == NULL)
        return true;
    bool single = json_is_string(value);
    if (!single && !json_is_array(value))
        return package_fail(r, key, "\"%s\" of %s must be a list of texts", key, owner);
    size_t count = single ? 1 : json_array_size(value);
    const char **texts = arena_alloc(&r->package->arena, count + 1, sizeof *texts);
    if (texts == NULL)
        return package_no_memory(r);
    for (size_t i = 0; i < count; i++) {
        const json_t *item = single ? value : json_array_get(value, i);
        if (!json_is_string(item))
            return package_fail(r, key, "\"%s\" of %s must hold texts only", key, owner);
        if (!copy_text(r, item, &texts[i]))
            return false;
    }
    *list = texts;
    *n = count;
    return true;
}

static bool is_row(enum package_place place, const char *key) {
    const struct package_property *p = package_properties;
    while (p->name != NULL && !(p->place == place && strcmp(p->name, key) == 0))
        p++;
    return p->name != NULL;
}

/* The property of the place whose name is nearest, as a hint. */
static void suggest_property(struct reading *r, enum package_place place, const char *key) {
    const char *names[64];
    size_t n = 0;
    for (const struct package_property *p = package_properties; p->name != NULL && n < 63; p++) {
        if (p->place == place)
            names[n++] = p->name;
    }
    names[n] = NULL;
    const char *nearest = str_nearest(key, names);
    if (nearest != NULL)
        err_hint(r->e, "did you mean \"%s\"?", nearest);
    else
        err_hint(r->e, "`foistat help datapackage` lists the properties");
}

bool package_known(struct reading *r, const json_t *object, const char *owner,
                   enum package_place place) {
    if (!json_is_object(object))
        return package_fail(r, NULL, "%s must be an object {...}", owner);
    bool all = package_place_is_ours(place);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        if ((!all && strncmp(key, "foi:", 4) != 0) || is_row(place, key))
            continue;
        package_fail(r, key, "%s has no property \"%s\"", owner, key);
        suggest_property(r, place, key);
        return false;
    }
    return true;
}

bool package_nearest(struct reading *r, const char *word, const char *const *known) {
    const char *nearest = str_nearest(word, known);
    if (nearest != NULL)
        return err_hint(r->e, "did you mean \"%s\"?", nearest);
    struct buf list = {0};
    for (; *known != NULL; known++)
        buf_addf(&list, "%s%s", list.n > 0 ? ", " : "", *known);
    err_hint(r->e, "it is one of: %s", list.text != NULL ? list.text : "");
    buf_free(&list);
    return false;
}

static const struct package_field *find_field(const struct package *p, const char *name) {
    for (size_t i = 0; i < p->n_fields; i++) {
        if (strcmp(p->field[i].field.name, name) == 0)
            return &p->field[i];
    }
    return NULL;
}

bool package_need_field(struct reading *r, const char *name, const char *owner,
                        const struct package_field **field) {
    *field = find_field(r->package, name);
    if (*field != NULL)
        return true;
    package_fail(r, name, "%s names the field \"%s\", which the package does not describe", owner,
                 name);
    const char **names = arena_alloc(&r->package->arena, r->package->n_fields + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < r->package->n_fields; i++)
        names[i] = r->package->field[i].field.name;
    return names != NULL && package_nearest(r, name, names);
}
