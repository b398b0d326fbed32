/* Fields of a datapackage.json: types, roles, and what may not be added up. */
#include <stdio.h>
#include <string.h>

#include "data/package_json.h"

static bool read_role(struct reading *r, const json_t *json, const char *owner, struct field *f) {
    const char *name = NULL;
    if (!package_text(r, json, "foi:role", owner, &name))
        return false;
    if (name == NULL)
        return true;
    if (role_find(name, &f->role))
        return true;
    const char *names[ROLE_KINDS];
    for (int i = ROLE_NONE + 1; i < ROLE_KINDS; i++)
        names[i - 1] = role_name((enum role)i);
    names[ROLE_KINDS - 1] = NULL;
    package_fail(r, name, "%s has the unknown foi:role \"%s\"", owner, name);
    return package_nearest(r, name, names);
}

static bool read_type(struct reading *r, const json_t *json, const char *owner,
                      struct package_field *f) {
    const char *name = role_is_quantity(f->field.role) ? "number" : "any";
    if (!package_text(r, json, "type", owner, &name))
        return false;
    const char *names[8];
    size_t n = 0;
    const struct package_type *t = package_types;
    for (; t->name != NULL && n < 7 && strcmp(t->name, name) != 0; t++)
        names[n++] = t->name;
    names[n] = NULL;
    if (t->name == NULL) {
        package_fail(r, name, "%s has the type \"%s\", which foistat does not read", owner, name);
        return package_nearest(r, name, names);
    }
    bool number = t->number;
    if (number && (f->field.role == ROLE_DIMENSION || f->field.role == ROLE_UNIT))
        number = false; /* codes such as 921: labels, whatever they look like */
    if (!number && role_is_quantity(f->field.role))
        return package_fail(r, name, "%s is a quantity by its foi:role and \"%s\" by its type",
                            owner, name);
    f->field.type = number ? COLUMN_NUMBER : COLUMN_LABEL;
    f->whole = number && t->whole;
    if (strcmp(name, "year") == 0 && f->field.role == ROLE_NONE)
        f->field.role = ROLE_PERIOD;
    if (f->field.role == ROLE_PERIOD)
        f->field.type = COLUMN_LABEL;
    f->whole = f->whole && f->field.type == COLUMN_NUMBER;
    f->field.count = f->whole || f->field.role == ROLE_COUNT;
    return true;
}

static bool read_constraints(struct reading *r, const json_t *json, const char *owner,
                             struct package_field *f) {
    const json_t *constraints = json_object_get(json, "constraints");
    if (constraints == NULL)
        return true;
    if (!json_is_object(constraints))
        return package_fail(r, "constraints", "\"constraints\" of %s must be an object", owner);
    if (!package_flag(r, constraints, "required", owner, &f->required))
        return false;
    if (f->field.type != COLUMN_LABEL)
        return true;
    if (!package_texts(r, constraints, "enum", owner, &f->level, &f->n_levels))
        return false;
    for (size_t i = 0; i < f->n_levels; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(f->level[i], f->level[k]) == 0)
                return package_fail(r, f->level[i], "the enum of %s holds \"%s\" twice", owner,
                                    f->level[i]);
        }
    }
    return true;
}

static void end_sentence(struct buf *text) {
    if (text->n > 0 && text->text[text->n - 1] != '.')
        buf_puts(text, ".");
}

/* "Overlaps with: Sexual abuse, Physical abuse." */
static void add_sentence(struct buf *text, const char *words, const char *const *item, size_t n) {
    if (n == 0)
        return;
    end_sentence(text);
    buf_addf(text, "%s%s: ", text->n > 0 ? " " : "", words);
    for (size_t i = 0; i < n; i++)
        buf_addf(text, "%s%s", i > 0 ? ", " : "", item[i]);
    end_sentence(text);
}

/* Properties that people must read, as sentences behind the description. */
static bool read_sentences(struct reading *r, const json_t *json, const char *owner,
                           struct field *f) {
    static const struct {
        const char *key, *words;
    } rows[] = {{"foi:base", "Base"},
                {"foi:denominatorRule", "Denominator"},
                {"foi:overlapsWith", "Overlaps with"}};
    struct buf text = {0};
    bool done = package_text(r, json, "description", owner, &f->description);
    buf_puts(&text, f->description != NULL ? f->description : "");
    for (size_t i = 0; done && i < sizeof rows / sizeof *rows; i++) {
        const char *const *item = NULL;
        size_t n = 0;
        done = package_texts(r, json, rows[i].key, owner, &item, &n);
        add_sentence(&text, rows[i].words, item, n);
    }
    if (done && text.n > 0 && !text.failed) {
        f->description = arena_text(&r->package->arena, text.text, text.n);
        done = f->description != NULL || package_no_memory(r);
    }
    done = done && (!text.failed || package_no_memory(r));
    buf_free(&text);
    return done;
}

static bool read_unit(struct reading *r, const json_t *json, const char *owner, struct field *f) {
    return package_text(r, json, "unit", owner, &f->unit) &&
           package_text(r, json, "foi:unit", owner, &f->unit);
}

static bool read_totals(struct reading *r, const json_t *json, const char *owner,
                        struct package_field *f) {
    if (!package_text(r, json, "foi:totals", owner, &f->field.totals))
        return false;
    return f->field.totals == NULL ||
           package_need_level(r, f, f->field.totals, "foi:totals", owner);
}

/* Ways of writing numbers that are not read: silently ignoring them would give other numbers. */
static bool refuse_formats(struct reading *r, const json_t *json, const char *owner) {
    const json_t *point = json_object_get(json, "decimalChar");
    const json_t *group = json_object_get(json, "groupChar");
    if (point != NULL && strcmp(json_is_string(point) ? json_string_value(point) : "", ".") != 0)
        return package_fail(r, "decimalChar", "%s: only \".\" is read as a decimal point", owner);
    if (group != NULL && strcmp(json_is_string(group) ? json_string_value(group) : "", ",") != 0)
        return package_fail(r, "groupChar", "%s: only \",\" is read between thousands", owner);
    if (json_is_false(json_object_get(json, "bareNumber")))
        return package_fail(r, "bareNumber", "%s: numbers with text around them are not read",
                            owner);
    return true;
}

static bool read_field(struct reading *r, const json_t *resource, const json_t *schema,
                       const json_t *json, size_t i) {
    struct package_field *f = &r->package->field[i];
    char owner[owner_size];
    f->field.decimals = -1;
    snprintf(owner, sizeof owner, "field %zu", i + 1);
    if (!json_is_object(json))
        return package_fail(r, "fields", "%s must be an object {...}", owner);
    if (!package_text(r, json, "name", owner, &f->field.name))
        return false;
    if (f->field.name == NULL || f->field.name[0] == '\0')
        return package_fail(r, "fields", "%s has no name", owner);
    snprintf(owner, sizeof owner, "field \"%.80s\"", f->field.name);
    return package_known(r, json, owner, PLACE_FIELD) &&
           package_text(r, json, "title", owner, &f->field.title) &&
           read_role(r, json, owner, &f->field) && read_type(r, json, owner, f) &&
           refuse_formats(r, json, owner) && read_unit(r, json, owner, &f->field) &&
           read_constraints(r, json, owner, f) && read_totals(r, json, owner, f) &&
           package_read_labels(r, json, "foi:unknown", owner, f, &f->field.unknown) &&
           package_read_additive(r, json, owner, f) && package_read_part_years(r, json, owner, f) &&
           read_sentences(r, json, owner, &f->field) &&
           package_read_symbols(r, resource, schema, json, owner, f);
}

/* 'names' are those of the fields before. */
static bool refuse_twin(struct reading *r, size_t i, struct dictionary *names) {
    const char *name = r->package->field[i].field.name;
    int32_t code = dictionary_share(names, &r->package->arena, name);
    if (code < 0)
        return package_no_memory(r);
    return (size_t)code == i || package_fail(r, name, "the field \"%s\" is described twice", name);
}

enum { most_fields = 16384 }; /* a spreadsheet's columns */

bool package_read_fields(struct reading *r, const json_t *resource, const json_t *schema) {
    json_t *fields, *field;
    size_t i;
    if (schema != NULL && !json_is_object(schema))
        return package_fail(r, "schema", "\"schema\" must be an object {...}");
    if (!package_list(r, schema, "fields", "the schema", &fields))
        return false;
    if (json_array_size(fields) > most_fields)
        return package_fail(r, "fields", "the schema describes %zu fields; the most is %d",
                            json_array_size(fields), (int)most_fields);
    r->package->field =
        arena_alloc(&r->package->arena, json_array_size(fields), sizeof *r->package->field);
    if (r->package->field == NULL)
        return package_no_memory(r);
    struct dictionary names = {0};
    json_array_foreach(fields, i, field) {
        if (!read_field(r, resource, schema, field, i) || !refuse_twin(r, i, &names))
            return false;
    }
    r->package->n_fields = json_array_size(fields);
    return true;
}
