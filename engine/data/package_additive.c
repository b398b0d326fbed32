/* What may not be put together, by the fields of a datapackage.json: several answers per case,
 * other ways of breaking down, stocks and flows, units, parts of years. */
#include <string.h>

#include "data/package_json.h"

static bool is_level(const struct package_field *f, const char *label) {
    const struct labels levels = {f->n_levels, f->level};
    return f->n_levels == 0 || labels_have(&levels, label);
}

bool package_need_level(struct reading *r, const struct package_field *f, const char *label,
                        const char *property, const char *owner) {
    if (is_level(f, label))
        return true;
    package_fail(r, label, "\"%s\" of %s names \"%s\", which is not in its enum", property, owner,
                 label);
    return package_nearest(r, label, f->level);
}

bool package_read_labels(struct reading *r, const json_t *json, const char *key, const char *owner,
                         const struct package_field *f, struct labels *out) {
    if (!package_texts(r, json, key, owner, &out->label, &out->n))
        return false;
    for (size_t i = 0; i < out->n; i++) {
        if (!package_need_level(r, f, out->label[i], key, owner))
            return false;
    }
    return true;
}

/* Adds a label to a list that has room for it; the label is copied. */
static bool add_label(struct reading *r, const char *label, struct labels *list,
                      const char **room) {
    room[list->n] = arena_string(&r->package->arena, label);
    *list = (struct labels){list->n + 1, room};
    return room[list->n - 1] != NULL || package_no_memory(r);
}

/* The object under 'key', or NULL when absent; an error when it is something else. */
static bool need_object(struct reading *r, const json_t *json, const char *key, const char *owner,
                        json_t **object) {
    *object = json_object_get(json, key);
    return *object == NULL || json_is_object(*object) ||
           package_fail(r, key, "\"%s\" of %s must be an object {...}", key, owner);
}

/* foi:stockFlow: {"opened": "flow", "active": "stock"} */
static bool read_stock_flow(struct reading *r, const json_t *json, const char *owner,
                            struct package_field *f) {
    static const char *const kinds[] = {"stock", "flow", NULL};
    json_t *object, *value;
    const char *label;
    if (!need_object(r, json, "foi:stockFlow", owner, &object))
        return false;
    const char **room[2];
    for (size_t i = 0; i < 2; i++) {
        room[i] = arena_alloc(&r->package->arena, json_object_size(object), sizeof **room);
        if (room[i] == NULL)
            return package_no_memory(r);
    }
    json_object_foreach(object, label, value) {
        const char *kind = json_is_string(value) ? json_string_value(value) : "";
        bool stock = strcmp(kind, "stock") == 0;
        if (!stock && strcmp(kind, "flow") != 0) {
            package_fail(r, label, "\"foi:stockFlow\" of %s: \"%s\" is neither stock nor flow",
                         owner, label);
            return package_nearest(r, kind, kinds);
        }
        if (!package_need_level(r, f, label, "foi:stockFlow", owner) ||
            !add_label(r, label, stock ? &f->field.stock : &f->field.flow, room[stock ? 0 : 1]))
            return false;
    }
    return true;
}

/* foi:stock and foi:flow: labels of a dimension, or true for a column of counts. */
static bool read_timing(struct reading *r, const json_t *json, const char *key, const char *owner,
                        struct package_field *f, struct labels *labels) {
    bool stock = strcmp(key, "foi:stock") == 0, flag = false;
    if (f->field.type == COLUMN_LABEL)
        return json_object_get(json, key) == NULL ||
               package_read_labels(r, json, key, owner, f, labels);
    if (!package_flag(r, json, key, owner, &flag))
        return false;
    if (flag && f->field.timing != TIMING_UNSTATED)
        return package_fail(r, key, "%s counts either stocks or flows, not both", owner);
    if (flag)
        f->field.timing = stock ? TIMING_STOCK : TIMING_FLOW;
    return true;
}

/* Why values at different labels must not be added up. */
bool package_read_additive(struct reading *r, const json_t *json, const char *owner,
                           struct package_field *f) {
    bool multi = false, alternatives = false;
    if (!package_flag(r, json, "foi:multiResponse", owner, &multi) ||
        !package_flag(r, json, "foi:alternatives", owner, &alternatives) ||
        !read_stock_flow(r, json, owner, f) ||
        !read_timing(r, json, "foi:stock", owner, f, &f->field.stock) ||
        !read_timing(r, json, "foi:flow", owner, f, &f->field.flow))
        return false;
    bool stock_flow = f->field.stock.n + f->field.flow.n > 0, unit = f->field.role == ROLE_UNIT;
    if (multi + alternatives + stock_flow + unit > 1)
        return package_fail(r, f->field.name,
                            "%s can be only one of multi-response, "
                            "alternatives, stocks and flows, or unit",
                            owner);
    if ((multi || alternatives || stock_flow) && f->field.type != COLUMN_LABEL)
        return package_fail(r, f->field.name,
                            "%s holds numbers; multi-response and alternatives are properties of "
                            "labels, and of numbers foi:stock or foi:flow can only be true",
                            owner);
    f->field.additive = multi          ? NOT_ADDITIVE_MULTI_RESPONSE
                        : alternatives ? NOT_ADDITIVE_ALTERNATIVE
                        : stock_flow   ? NOT_ADDITIVE_STOCK_FLOW
                        : unit         ? NOT_ADDITIVE_UNIT
                                       : ADDITIVE;
    return true;
}

/* "Part of a year: 2025 (Year) covers 1 January to 5 March." */
static bool note_part(struct reading *r, const struct field *f, const char *label,
                      const char *covers) {
    struct buf text = {0};
    buf_addf(&text, "Part of a year: %s (%s) covers %s.", label,
             f->title != NULL ? f->title : f->name, covers);
    const struct note note = {.text = text.text, .where = f->name, .labels = {1, &label}};
    bool done = text.failed ? package_no_memory(r) : package_add_note(r, &note);
    buf_free(&text);
    return done;
}

static bool read_part_year(struct reading *r, const char *label, const json_t *value,
                           const char *owner, struct package_field *f, const char **room[2]) {
    const char *covers = json_is_string(value) ? json_string_value(value) : "";
    if (covers[0] == '\0')
        return package_fail(r, label,
                            "\"foi:partYears\" of %s must say in words what \"%s\" covers: "
                            "{\"2025\": \"1 January to 5 March\"}",
                            owner, label);
    return package_need_level(r, f, label, "foi:partYears", owner) &&
           add_label(r, label, &f->field.part, room[0]) &&
           add_label(r, covers, &f->field.part_covers, room[1]) &&
           note_part(r, &f->field, label, covers);
}

/* foi:partYears: {"2025": "1 January to 5 March"} */
bool package_read_part_years(struct reading *r, const json_t *json, const char *owner,
                             struct package_field *f) {
    json_t *object, *value;
    const char *label, **room[2];
    if (!need_object(r, json, "foi:partYears", owner, &object))
        return false;
    if (object != NULL && f->field.role != ROLE_PERIOD)
        return package_fail(r, "foi:partYears", "%s is not a period: it has no parts of years",
                            owner);
    for (size_t i = 0; i < 2; i++) {
        room[i] = arena_alloc(&r->package->arena, json_object_size(object), sizeof **room);
        if (room[i] == NULL)
            return package_no_memory(r);
    }
    json_object_foreach(object, label, value) {
        if (!read_part_year(r, label, value, owner, f, room))
            return false;
    }
    return true;
}
