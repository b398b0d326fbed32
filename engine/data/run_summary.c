#include "data/run_summary.h"
#include "data/json_read.h"

#include <string.h>

/* A results.json being read. */
struct reading {
    struct arena *arena;
    struct run_summary *summary;
    struct err *e;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the list of runs");
}

static bool fail_kind(const struct reading *r, const char *key, const char *kind) {
    return fail(r->e, ERR_READ, "\"%s\" in its results.json is not %s", key, kind);
}

/* The text under a key; stays NULL where there is none, or null. */
static bool take_text(const struct reading *r, const json_t *object, const char *key,
                      const char **text) {
    const json_t *value = json_object_get(object, key);
    if (value == NULL || json_is_null(value))
        return true;
    if (!json_is_string(value))
        return fail_kind(r, key, "text");
    *text = arena_string(r->arena, json_string_value(value));
    return *text != NULL || no_memory(r->e);
}

static bool take_object(const struct reading *r, const json_t *object, const char *key,
                        json_t **value) {
    *value = json_object_get(object, key);
    return json_is_object(*value) || fail_kind(r, key, "an object");
}

static bool take_list(const struct reading *r, const json_t *object, const char *key,
                      json_t **value) {
    *value = json_object_get(object, key);
    return json_is_array(*value) || fail_kind(r, key, "a list");
}

static bool take_script(const struct reading *r, const json_t *root) {
    json_t *script;
    return take_object(r, root, "script", &script) &&
           take_text(r, script, "name", &r->summary->script);
}

static void add_date(struct run_summary *s, const char *date) {
    for (size_t i = 0; i < s->n_dates; i++) {
        if (strcmp(s->date[i], date) == 0)
            return;
    }
    s->date[s->n_dates++] = date;
}

static bool take_dates(const struct reading *r, const json_t *root) {
    json_t *inputs, *input, *source;
    size_t i;
    if (!take_list(r, root, "inputs", &inputs))
        return false;
    r->summary->date = arena_alloc(r->arena, json_array_size(inputs), sizeof *r->summary->date);
    if (r->summary->date == NULL)
        return no_memory(r->e);
    json_array_foreach(inputs, i, input) {
        const char *date = NULL;
        if (!take_object(r, input, "source", &source) || !take_text(r, source, "date", &date))
            return false;
        if (date != NULL && date[0] != '\0')
            add_date(r->summary, date);
    }
    return true;
}

static bool take_checks(const struct reading *r, const json_t *root) {
    json_t *summary;
    if (!take_object(r, root, "checks_summary", &summary))
        return false;
    const json_t *failed = json_object_get(summary, "failed");
    double n = json_number_value(failed);
    if (!json_is_number(failed) || !(n >= 0 && n < 1e9))
        return fail_kind(r, "failed", "a number of checks");
    r->summary->failed = (size_t)n;
    return true;
}

/* A part with a table is one, or a chart. */
static bool take_parts(const struct reading *r, const json_t *root) {
    json_t *parts, *part;
    size_t i;
    if (!take_list(r, root, "parts", &parts))
        return false;
    json_array_foreach(parts, i, part) {
        const char *kind = json_string_value(json_object_get(part, "kind"));
        if (kind == NULL)
            return fail_kind(r, "kind", "text");
        bool table = json_object_get(part, "table") != NULL;
        r->summary->tables += table;
        r->summary->charts += table && strcmp(kind, "table") != 0;
    }
    return true;
}

static bool is_ours(const struct reading *r, const json_t *root) {
    const char *schema = json_string_value(json_object_get(root, "schema"));
    return (schema != NULL && strcmp(schema, "foistat.run/1") == 0) ||
           fail(r->e, ERR_READ, "its results.json is another program's");
}

bool run_summary_read(const char *json, size_t n, struct arena *a, struct run_summary *s,
                      struct err *e) {
    struct reading r = {.arena = a, .summary = s, .e = e};
    json_error_t error;
    json_t *root = json_read(json, n, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (root == NULL && json_no_memory(&error))
        return fail(e, ERR_NOMEM, "no memory to read a results.json");
    if (root == NULL)
        return fail(e, ERR_READ, "its results.json cannot be read: line %d: %s", error.line,
                    error.text);
    bool done = is_ours(&r, root) && take_text(&r, root, "title", &s->title) &&
                take_text(&r, root, "subtitle", &s->subtitle) && take_script(&r, root) &&
                take_dates(&r, root) && take_checks(&r, root) && take_parts(&r, root);
    json_decref(root);
    return done;
}
