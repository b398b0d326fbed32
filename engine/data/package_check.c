/* foi:checks of a datapackage.json. */
#include <stdio.h>
#include <string.h>

#include "data/package_json.h"

static bool need_text(struct reading *r, const char *text, const char *key, const char *owner) {
    return text != NULL ||
           package_fail(r, "foi:checks", "%s needs \"%s\": it says what to check", owner, key);
}

static bool need_label(struct reading *r, const struct package_field *f, const char *label,
                       const char *owner) {
    for (size_t i = 0; i < f->n_levels; i++) {
        if (strcmp(f->level[i], label) == 0)
            return true;
    }
    if (f->n_levels == 0)
        return true;
    package_fail(r, label, "%s names \"%s\", which is not in the enum of \"%s\"", owner, label,
                 f->field.name);
    return package_nearest(r, label, f->level);
}

static bool need_quantity(struct reading *r, const struct package_check *c, const char *owner) {
    const struct package_field *value;
    if (!need_text(r, c->value, "value", owner) || !package_need_field(r, c->value, owner, &value))
        return false;
    return value->field.type == COLUMN_NUMBER ||
           package_fail(r, c->value, "%s: the field \"%s\" does not hold numbers", owner, c->value);
}

/* The dimension and those of its labels that the check is about. */
static bool need_labels(struct reading *r, const struct package_check *c, const char *owner) {
    bool stock = strcmp(c->kind, "stock_flow") == 0;
    const char *const keys[] = {stock ? "opened" : "total", "closed", "active"};
    const char *const labels[] = {stock ? c->opened : c->total, c->closed, c->active};
    const struct package_field *f;
    if (!need_text(r, c->dimension, "dimension", owner) ||
        !package_need_field(r, c->dimension, owner, &f))
        return false;
    if (f->field.type != COLUMN_LABEL)
        return package_fail(r, c->dimension, "%s: the field \"%s\" does not hold labels", owner,
                            c->dimension);
    for (size_t i = 0; i < (stock ? 3 : 1); i++) {
        if (!need_text(r, labels[i], keys[i], owner) || !need_label(r, f, labels[i], owner))
            return false;
    }
    return true;
}

/* The fields of the parts and the field of their total. */
static bool need_columns(struct reading *r, const struct package_check *c, const char *owner) {
    const struct package_field *f;
    if (c->n_parts == 0)
        return package_fail(r, "foi:checks", "%s needs \"parts\": the fields that make the total",
                            owner);
    if (!need_text(r, c->total, "total", owner))
        return false;
    for (size_t i = 0; i <= c->n_parts; i++) {
        const char *name = i < c->n_parts ? c->part[i] : c->total;
        if (!package_need_field(r, name, owner, &f))
            return false;
        if (f->field.type != COLUMN_NUMBER)
            return package_fail(r, name, "%s: the field \"%s\" does not hold numbers", owner, name);
    }
    return true;
}

static bool need_by(struct reading *r, const struct package_check *c, const char *owner) {
    const struct package_field *f;
    for (size_t i = 0; i < c->n_by; i++) {
        if (!package_need_field(r, c->by[i], owner, &f))
            return false;
        if (c->dimension != NULL && strcmp(c->by[i], c->dimension) == 0)
            return package_fail(r, "foi:checks",
                                "%s compares the labels of \"%s\", so it cannot "
                                "also be in \"by\"",
                                owner, c->dimension);
    }
    return c->n_by > 0 || strcmp(c->kind, "unique") != 0 ||
           package_fail(r, "foi:checks", "%s needs \"by\": the fields of the key", owner);
}

/* "where": {"level": "LA"}: one of the fields in "by", so that it holds for whole groups. */
static bool need_where(struct reading *r, const char *field, const char *label, const char *owner,
                       const struct package_check *c) {
    const struct package_field *f;
    size_t i = 0;
    while (i < c->n_by && strcmp(c->by[i], field) != 0)
        i++;
    if (i == c->n_by)
        return package_fail(r, "where", "%s: \"where\" names \"%s\", which is not in \"by\"", owner,
                            field);
    return package_need_field(r, field, owner, &f) && need_label(r, f, label, owner);
}

static bool read_where(struct reading *r, json_t *json, const char *owner,
                       struct package_check *c) {
    json_t *object = json_object_get(json, "where");
    if (object == NULL)
        return true;
    void *only = json_object_iter(object); /* NULL when it is no object, or empty */
    json_t *label = json_object_iter_value(only);
    if (json_object_size(object) != 1 || !json_is_string(label))
        return package_fail(r, "where", "\"where\" of %s must be one label: {\"level\": \"LA\"}",
                            owner);
    c->where = arena_string(&r->package->arena, json_object_iter_key(only));
    c->where_label = arena_string(&r->package->arena, json_string_value(label));
    if (c->where == NULL || c->where_label == NULL)
        return package_no_memory(r);
    return need_where(r, c->where, c->where_label, owner, c);
}

static bool read_kind(struct reading *r, const json_t *json, const char *owner,
                      struct package_check *c) {
    if (!package_text(r, json, "check", owner, &c->kind) ||
        !package_text(r, json, "kind", owner, &c->kind))
        return false;
    if (c->kind == NULL)
        return package_fail(r, "foi:checks", "%s does not say which: {\"kind\": ...}", owner);
    const char *names[8];
    size_t n = 0;
    for (const struct package_kind *k = package_kinds; k->name != NULL && n < 7; k++) {
        names[n++] = k->name;
        if (strcmp(k->name, c->kind) == 0)
            return true;
    }
    names[n] = NULL;
    package_fail(r, c->kind, "%s asks for \"%s\", which is not a check", owner, c->kind);
    return package_nearest(r, c->kind, names);
}

static bool read_check(struct reading *r, json_t *json, size_t i, struct package_check *c) {
    char owner[owner_size];
    snprintf(owner, sizeof owner, "check %zu", i + 1);
    bool done = package_known(r, json, owner, PLACE_CHECK) && read_kind(r, json, owner, c) &&
                package_text(r, json, "dimension", owner, &c->dimension) &&
                package_text(r, json, "total", owner, &c->total) &&
                package_text(r, json, "value", owner, &c->value) &&
                package_text(r, json, "opened", owner, &c->opened) &&
                package_text(r, json, "closed", owner, &c->closed) &&
                package_text(r, json, "active", owner, &c->active) &&
                package_texts(r, json, "by", owner, &c->by, &c->n_by) &&
                package_texts(r, json, "parts", owner, &c->part, &c->n_parts);
    if (!done)
        return false;
    snprintf(owner, sizeof owner, "check %zu (%s)", i + 1, c->kind);
    bool columns = strcmp(c->kind, "columns_total") == 0;
    if (columns && !need_columns(r, c, owner))
        return false;
    if (!columns && strcmp(c->kind, "unique") != 0 &&
        (!need_quantity(r, c, owner) || !need_labels(r, c, owner)))
        return false;
    return need_by(r, c, owner) && read_where(r, json, owner, c);
}

bool package_read_checks(struct reading *r, const json_t *root) {
    json_t *list, *item;
    size_t i;
    if (!package_list(r, root, "foi:checks", "the package", &list))
        return false;
    struct package *p = r->package;
    p->check = arena_alloc(&p->arena, json_array_size(list), sizeof *p->check);
    if (p->check == NULL)
        return package_no_memory(r);
    json_array_foreach(list, i, item) {
        if (!read_check(r, item, i, &p->check[i]))
            return false;
    }
    p->n_checks = json_array_size(list);
    return true;
}
