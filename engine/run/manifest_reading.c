#include "run/manifest_reading.h"

#include <string.h>

#include "base/num.h"
#include "run/crate.h"
#include "run/open.h"

enum { path_room = 1024 };

bool reading_wrong(const struct reading *r, const char *format, const char *what) {
    struct err why = {0};
    fail(&why, ERR_READ, format, what);
    fail(r->e, ERR_READ, MANIFEST_PATH " is not one that foistat wrote: %s", why.message);
    return err_hint(r->e, "was it changed, or made by another program?");
}

bool reading_no_memory(const struct reading *r) {
    return fail(r->e, ERR_NOMEM, "no memory for the manifest");
}

void *reading_room(const struct reading *r, size_t n, size_t size) {
    void *room = arena_alloc(r->arena, n, size);
    if (room == NULL)
        reading_no_memory(r);
    return room;
}

/* Values. */

bool reading_text(const struct reading *r, const json_t *value, const char *what,
                  const char **text) {
    if (!json_is_string(value))
        return reading_wrong(r, "\"%s\" is not text", what);
    *text = arena_string(r->arena, json_string_value(value));
    return *text != NULL || reading_no_memory(r);
}

bool reading_need_text(const struct reading *r, const json_t *o, const char *key,
                       const char **text) {
    return reading_text(r, json_object_get(o, key), key, text);
}

/* Stays NULL where there is none. */
bool reading_take_text(const struct reading *r, const json_t *o, const char *key,
                       const char **text) {
    return json_object_get(o, key) == NULL || reading_need_text(r, o, key, text);
}

bool reading_hash(const struct reading *r, const json_t *value, const char *what,
                  const char **hex) {
    if (!reading_text(r, value, what, hex))
        return false;
    bool good =
        strlen(*hex) == HASH_HEX_SIZE - 1 && strspn(*hex, "0123456789abcdef") == HASH_HEX_SIZE - 1;
    return good || reading_wrong(r, "\"%s\" is not a SHA-256 in hexadecimal", what);
}

bool reading_need_hash(const struct reading *r, const json_t *o, const char **hex) {
    return reading_hash(r, json_object_get(o, "sha256"), "sha256", hex);
}

bool reading_count(const struct reading *r, const json_t *value, const char *what, double *count) {
    json_int_t n = json_integer_value(value);
    *count = (double)n;
    return (json_is_integer(value) && n >= 0 && n <= (json_int_t)NUM_LARGEST_COUNT) ||
           reading_wrong(r, "\"%s\" is not a whole number", what);
}

bool reading_size(const struct reading *r, const json_t *value, const char *what, size_t *size) {
    double count = 0;
    bool kept = reading_count(r, value, what, &count);
    *size = (size_t)count;
    return kept;
}

bool reading_bool(const struct reading *r, const json_t *value, const char *what, bool *truth) {
    *truth = json_is_true(value);
    return json_is_boolean(value) || reading_wrong(r, "\"%s\" is neither true nor false", what);
}

/* A number of bytes, which schema.org has as text. */
bool reading_need_bytes(const struct reading *r, const json_t *o, size_t *bytes) {
    const char *text = json_string_value(json_object_get(o, "contentSize"));
    double x;
    if (text == NULL || text[0] == '\0' || strspn(text, "0123456789") != strlen(text) ||
        !num_parse(text, strlen(text), &x) || !num_is_count(x))
        return reading_wrong(r, "\"%s\" is not a number of bytes", "contentSize");
    *bytes = (size_t)x;
    return true;
}

/* A file's path in the run, from its "@id". */
bool reading_need_path(const struct reading *r, const json_t *file, const char **path) {
    char text[path_room], plain[path_room];
    if (!crate_path_back(crate_id(file), text, sizeof text) ||
        !path_normal(text, plain, sizeof plain) || strcmp(text, plain) != 0)
        return reading_wrong(r, "'%.200s' is not the path of a file in a run", crate_id(file));
    *path = arena_string(r->arena, text);
    return *path != NULL || reading_no_memory(r);
}

/* References. */

json_t *reading_find(const struct reading *r, const char *id) {
    return json_object_get(r->index, id);
}

/* How many entities are referred to under a key, and each of them; NULL is a complaint. */
size_t reading_references(const json_t *o, const char *key) {
    const json_t *value = json_object_get(o, key);
    return value == NULL ? 0 : json_is_array(value) ? json_array_size(value) : 1;
}

json_t *reading_referred(const struct reading *r, const json_t *o, const char *key, size_t i) {
    const json_t *value = json_object_get(o, key);
    const json_t *reference = json_is_array(value) ? json_array_get(value, i) : value;
    json_t *entity = reading_find(r, crate_id(reference));
    if (entity == NULL)
        reading_wrong(r, "what \"%s\" refers to is not described", key);
    return entity;
}

bool reading_has_type(const json_t *o, const char *type) {
    const json_t *value = json_object_get(o, "@type");
    size_t n = json_is_array(value) ? json_array_size(value) : 1;
    for (size_t i = 0; i < n; i++) {
        const char *found =
            json_string_value(json_is_array(value) ? json_array_get(value, i) : value);
        if (found != NULL && strcmp(found, type) == 0)
            return true;
    }
    return false;
}
