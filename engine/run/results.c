#include "run/results.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "data/json_read.h"

const char *const result_word_name[RESULT_WORDS] = {"unit", "measure", "comparator", "denominator",
                                                    "conf_level"};

/* The largest table and number of parts that a run of ours can have: one message of 64 MiB. */
static const double most_rows = 64 << 20;

static bool fail_kind(const char *key, const char *kind, struct err *e) {
    return fail(e, ERR_READ, "\"%s\" in its results.json is not %s", key, kind);
}

static bool fail_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for results.json");
}

/* NULL where there is none, or null. */
static bool take_text(const json_t *object, const char *key, const char **text, struct err *e) {
    const json_t *value = json_object_get(object, key);
    *text = json_string_value(value);
    return *text != NULL || value == NULL || json_is_null(value) || fail_kind(key, "text", e);
}

static bool take_list(const json_t *object, const char *key, const json_t **list, struct err *e) {
    *list = json_object_get(object, key);
    return json_is_array(*list) || fail_kind(key, "a list", e);
}

/* A list of one item a row; NULL where there is none. */
static bool take_row_list(const json_t *column, const char *key, size_t rows, const json_t **list,
                          struct err *e) {
    *list = json_object_get(column, key);
    return *list == NULL || (json_is_array(*list) && json_array_size(*list) == rows) ||
           fail_kind(key, "a list of one item a row", e);
}

/* "Inf" and "-Inf" are numbers; a word (conf_level) may be one too, and is then written out. */
static bool number_of(const json_t *value, double *x) {
    const char *text = json_string_value(value);
    *x = json_is_number(value) ? json_number_value(value) : NAN;
    if (text != NULL && strcmp(text, "Inf") == 0)
        *x = INFINITY;
    if (text != NULL && strcmp(text, "-Inf") == 0)
        *x = -INFINITY;
    return !isnan(*x) || json_is_null(value);
}

static bool take_word(struct arena *a, const json_t *column, const char *key, const char **word,
                      struct err *e) {
    const json_t *value = json_object_get(column, key);
    char number[NUM_TEXT_SIZE];
    if (!json_is_number(value))
        return take_text(column, key, word, e);
    num_text12(json_number_value(value), number);
    *word = arena_string(a, number);
    return *word != NULL || fail_memory(e);
}

static bool take_labels(struct arena *a, const json_t *list, const char ***labels, struct err *e) {
    size_t i;
    const json_t *value;
    *labels = arena_alloc(a, json_array_size(list), sizeof **labels);
    if (*labels == NULL)
        return fail_memory(e);
    json_array_foreach(list, i, value) {
        (*labels)[i] = json_string_value(value);
        if ((*labels)[i] == NULL && !json_is_null(value))
            return fail_kind("values", "a list of labels", e);
    }
    return true;
}

static bool take_numbers(struct arena *a, const char *key, const json_t *list, double **numbers,
                         struct err *e) {
    size_t i;
    const json_t *value;
    *numbers = arena_alloc(a, json_array_size(list), sizeof **numbers);
    if (*numbers == NULL)
        return fail_memory(e);
    json_array_foreach(list, i, value) {
        if (!number_of(value, &(*numbers)[i]))
            return fail_kind(key, "a list of numbers", e);
    }
    return true;
}

static bool holds_labels(const json_t *list) {
    size_t i;
    const json_t *value;
    double x;
    json_array_foreach(list, i, value) {
        if (!number_of(value, &x))
            return json_is_string(value);
    }
    return false;
}

static bool take_marks(struct arena *a, const json_t *column, size_t rows, struct result_column *c,
                       struct err *e) {
    const json_t *marks, *lower, *upper;
    return take_row_list(column, "marks", rows, &marks, e) &&
           take_row_list(column, "lo", rows, &lower, e) &&
           take_row_list(column, "hi", rows, &upper, e) &&
           (marks == NULL || take_labels(a, marks, &c->mark, e)) &&
           (lower == NULL || take_numbers(a, "lo", lower, &c->lower, e)) &&
           (upper == NULL || take_numbers(a, "hi", upper, &c->upper, e));
}

static bool take_column(struct arena *a, const json_t *column, size_t rows, struct result_column *c,
                        struct err *e) {
    const json_t *values;
    if (!take_text(column, "name", &c->name, e) ||
        !take_row_list(column, "values", rows, &values, e))
        return false;
    if (c->name == NULL || values == NULL)
        return fail_kind("columns", "a list of columns", e);
    for (int i = 0; i < RESULT_WORDS; i++) {
        if (!take_word(a, column, result_word_name[i], &c->word[i], e))
            return false;
    }
    return (holds_labels(values) ? take_labels(a, values, &c->label, e)
                                 : take_numbers(a, "values", values, &c->value, e)) &&
           take_marks(a, column, rows, c, e);
}

static bool take_table(struct arena *a, const json_t *part, const char *key, struct result_table *t,
                       struct err *e) {
    const json_t *table = json_object_get(part, key), *columns, *column;
    size_t i;
    if (table == NULL)
        return true;
    double rows = json_number_value(json_object_get(table, "rows"));
    if (!num_is_count(rows) || rows > most_rows || !json_is_number(json_object_get(table, "rows")))
        return fail_kind("rows", "a number of rows", e);
    if (!take_list(table, "columns", &columns, e))
        return false;
    t->n_rows = (size_t)rows;
    t->n_columns = json_array_size(columns);
    t->column = arena_alloc(a, t->n_columns, sizeof *t->column);
    if (t->column == NULL)
        return fail_memory(e);
    json_array_foreach(columns, i, column) {
        if (!take_column(a, column, t->n_rows, &t->column[i], e))
            return false;
    }
    return true;
}

static bool take_part(struct arena *a, const json_t *part, struct result_part *p, struct err *e) {
    if (!take_text(part, "kind", &p->kind, e) || !take_text(part, "name", &p->name, e) ||
        !take_text(part, "title", &p->title, e) || !take_text(part, "text", &p->text, e))
        return false;
    if (p->kind == NULL || p->name == NULL)
        return fail_kind("parts", "a list of parts", e);
    return take_table(a, part, "table", &p->table, e) && take_table(a, part, "curve", &p->curve, e);
}

static bool take_parts(struct results *r, struct err *e) {
    const json_t *parts, *part;
    size_t i;
    if (!take_list(r->root, "parts", &parts, e))
        return false;
    r->n_parts = json_array_size(parts);
    r->part = arena_alloc(&r->arena, r->n_parts, sizeof *r->part);
    if (r->part == NULL)
        return fail_memory(e);
    json_array_foreach(parts, i, part) {
        if (!take_part(&r->arena, part, &r->part[i], e))
            return false;
    }
    return true;
}

static bool take_check(const json_t *check, struct result_check *c, struct err *e) {
    if (!take_text(check, "code", &c->code, e) || !take_text(check, "dataset", &c->dataset, e) ||
        !take_text(check, "state", &c->state, e) || !take_text(check, "text", &c->text, e))
        return false;
    return (c->code != NULL && c->state != NULL) || fail_kind("checks", "a list of checks", e);
}

static bool take_checks(struct results *r, struct err *e) {
    const json_t *checks, *check;
    size_t i;
    if (!take_list(r->root, "checks", &checks, e))
        return false;
    r->n_checks = json_array_size(checks);
    r->check = arena_alloc(&r->arena, r->n_checks, sizeof *r->check);
    if (r->check == NULL)
        return fail_memory(e);
    json_array_foreach(checks, i, check) {
        if (!take_check(check, &r->check[i], e))
            return false;
    }
    return true;
}

/* Lists that are not there are empty. */

static bool take_texts(struct arena *a, const json_t *list, const char *key, const char ***text,
                       size_t *n, struct err *e) {
    size_t i;
    const json_t *item;
    *text = arena_alloc(a, json_array_size(list), sizeof **text);
    if (*text == NULL)
        return fail_memory(e);
    json_array_foreach(list, i, item) {
        (*text)[i] = json_string_value(key != NULL ? json_object_get(item, key) : item);
        if ((*text)[i] == NULL)
            return fail_kind(key != NULL ? key : "arguments", "text", e);
        (*n)++;
    }
    return true;
}

static bool take_origin(struct results *r, struct err *e) {
    struct result_origin *o = &r->origin;
    const json_t *script = json_object_get(r->root, "script");
    return take_text(json_object_get(r->root, "engine"), "version", &o->version, e) &&
           take_text(script, "sha256", &o->script_sha256, e) &&
           take_texts(&r->arena, json_object_get(script, "arguments"), NULL, &o->setting,
                      &o->n_settings, e) &&
           take_texts(&r->arena, json_object_get(r->root, "inputs"), "sha256", &o->input,
                      &o->n_inputs, e);
}

static bool is_ours(const json_t *root, struct err *e) {
    const char *schema = json_string_value(json_object_get(root, "schema"));
    return (schema != NULL && strcmp(schema, "foistat.run/1") == 0) ||
           fail(e, ERR_READ, "its results.json is another program's");
}

bool results_read(const char *json, size_t n, struct results *r, struct err *e) {
    json_error_t error;
    *r = (struct results){0};
    r->root = json_read(json, n, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (r->root == NULL && json_no_memory(&error))
        return fail(e, ERR_NOMEM, "no memory to read a results.json");
    if (r->root == NULL)
        return fail(e, ERR_READ, "its results.json cannot be read: line %d: %s", error.line,
                    error.text);
    if (is_ours(r->root, e) && take_text(r->root, "title", &r->title, e) &&
        take_text(r->root, "subtitle", &r->subtitle, e) &&
        take_text(r->root, "headline", &r->headline, e) && take_origin(r, e) && take_parts(r, e) &&
        take_checks(r, e))
        return true;
    results_free(r);
    return false;
}

void results_free(struct results *r) {
    json_decref(r->root);
    arena_free(&r->arena);
    *r = (struct results){0};
}

const struct result_column *result_column_called(const struct result_table *t, const char *name) {
    for (size_t i = 0; i < t->n_columns; i++) {
        if (strcmp(t->column[i].name, name) == 0)
            return &t->column[i];
    }
    return NULL;
}

/* Comparing. */

double results_distance(double a, double b) {
    if (a == b || (isnan(a) && isnan(b)))
        return 0;
    if (!isfinite(a) || !isfinite(b))
        return INFINITY;
    return fabs(a - b) / fmax(fabs(a), fabs(b));
}

static bool is_whole(double x) {
    return x == floor(x);
}

bool results_near(double a, double b, double tolerance) {
    double distance = results_distance(a, b);
    return distance == 0 || (distance <= tolerance && !(is_whole(a) && is_whole(b)));
}

static bool same(const json_t *a, const json_t *b, const char *but, double tolerance);

/* Versions of the engine may leave out a member, or write it, that has nothing to say. */
static bool says_nothing(const json_t *value) {
    return value == NULL || json_is_null(value) ||
           (json_is_array(value) && json_array_size(value) == 0) ||
           (json_is_object(value) && json_object_size(value) == 0);
}

/* Members may stand in another order. */
static bool same_members(const json_t *a, const json_t *b, const char *but, double tolerance) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)a, key, value) {
        const json_t *other = json_object_get(b, key);
        bool skipped =
            (but != NULL && strcmp(key, but) == 0) || (says_nothing(value) && says_nothing(other));
        if (!skipped && !same(value, other, NULL, tolerance))
            return false;
    }
    json_object_foreach((json_t *)b, key, value) {
        if (json_object_get(a, key) == NULL && !says_nothing(value))
            return false;
    }
    return true;
}

static bool same_items(const json_t *a, const json_t *b, double tolerance) {
    for (size_t i = 0; i < json_array_size(a); i++) {
        if (!same(json_array_get(a, i), json_array_get(b, i), NULL, tolerance))
            return false;
    }
    return json_array_size(a) == json_array_size(b);
}

/* 'but': a member of the outermost object that may differ. */
static bool same(const json_t *a, const json_t *b, const char *but, double tolerance) {
    if (b == NULL || json_typeof(a) != json_typeof(b))
        return false;
    switch (json_typeof(a)) {
    case JSON_OBJECT:
        return same_members(a, b, but, tolerance);
    case JSON_ARRAY:
        return same_items(a, b, tolerance);
    case JSON_REAL:
        return results_near(json_real_value(a), json_real_value(b), tolerance);
    default:
        return json_equal(a, b);
    }
}

bool results_alike(const struct results *a, const struct results *b, double tolerance) {
    return same(a->root, b->root, "engine", tolerance);
}
