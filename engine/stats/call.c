#include "stats/call.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"

void call_begin(struct call *c, const struct measure *m) {
    *c = (struct call){.measure = m};
}

void call_end(struct call *c) {
    arena_free(&c->arena);
}

static bool unknown_argument(const struct measure *m, const char *name, struct err *e) {
    const char *names[MEASURE_ARGS + 1] = {NULL};
    struct buf list = {0};
    for (size_t i = 0; i < measure_n_args(m); i++) {
        names[i] = m->args[i].name;
        buf_addf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    fail(e, ERR_ARG_UNKNOWN, "%s has no argument '%.100s'", m->name, name);
    const char *nearest = str_nearest(name, names);
    if (nearest != NULL)
        err_hint(e, "did you mean '%s'? It takes %s", nearest, list.text);
    else
        err_hint(e, "it takes %s", list.text);
    buf_free(&list);
    return false;
}

/* The place for an argument's value, or NULL. */
static struct series *place(struct call *c, const char *name, struct err *e) {
    int i = measure_arg_index(c->measure, name);
    if (i < 0) {
        unknown_argument(c->measure, name, e);
        return NULL;
    }
    if (c->given[i]) {
        fail(e, ERR_ARG_TYPE, "'%s' is given twice", name);
        return NULL;
    }
    c->given[i] = true;
    return &c->value[i];
}

bool call_matrix(struct call *c, const char *name, const double *x, size_t rows, size_t columns,
                 struct err *e) {
    struct series *s = place(c, name, e);
    if (s == NULL)
        return false;
    double *copy = columns > 0 && rows <= SIZE_MAX / columns
                       ? arena_alloc(&c->arena, rows * columns, sizeof(double))
                       : NULL;
    if (copy == NULL)
        return fail(e, ERR_NOMEM, "no memory for '%s'", name);
    if (rows > 0)
        memcpy(copy, x, rows * columns * sizeof(double));
    *s = (struct series){.at = copy, .n = rows * columns, .rows = rows, .columns = columns};
    return true;
}

bool call_list(struct call *c, const char *name, const double *x, size_t n, struct err *e) {
    return call_matrix(c, name, x, n, 1, e);
}

bool call_number(struct call *c, const char *name, double x, struct err *e) {
    return call_list(c, name, &x, 1, e);
}

bool call_text(struct call *c, const char *name, const char *text, struct err *e) {
    struct series *s = place(c, name, e);
    if (s == NULL)
        return false;
    s->text = arena_string(&c->arena, text);
    return s->text != NULL || fail(e, ERR_NOMEM, "no memory for '%s'", name);
}

/* "NaN" and "Inf" are read so that they are refused as values, with the argument's own message. */
static bool read_value(const char *text, size_t n, double *x) {
    struct span s = {text, n};
    if (span_is(s, "NaN") || span_is(s, "nan"))
        *x = NAN;
    else if (span_is(s, "Inf") || span_is(s, "inf"))
        *x = INFINITY;
    else if (span_is(s, "-Inf") || span_is(s, "-inf"))
        *x = -INFINITY;
    else
        return num_parse(text, n, x);
    return true;
}

static bool not_a_number(const char *name, const char *text, size_t n, struct err *e) {
    fail(e, ERR_ARG_TYPE, "'%s' must be a number, got \"%.*s\"", name, (int)(n < 60 ? n : 60),
         text);
    double x;
    if (num_parse_grouped(text, n, &x))
        err_hint(e, "write it without thousands separators");
    return false;
}

bool call_exact(const char *name, const char *text, size_t n, double x, struct err *e) {
    char taken[NUM_TEXT_SIZE];
    if (!isfinite(x) || num_exact_digits(text, n, x))
        return true;
    num_text(x, taken);
    fail(e, ERR_ARG_RANGE, "'%s' is %.*s, which has more digits than a number can hold", name,
         (int)(n < 60 ? n : 60), text);
    return err_hint(e, "it would be taken as %s", taken);
}

/* "12,5;7,9" -> rows and columns. */
static bool read_list(struct call *c, const char *name, const char *text, struct err *e) {
    size_t cells = 1, rows = 1, at = 0;
    for (const char *p = text; *p != '\0'; p++) {
        cells += *p == ',' || *p == ';';
        rows += *p == ';';
    }
    double *x = arena_alloc(&c->arena, cells, sizeof(double));
    if (x == NULL)
        return fail(e, ERR_NOMEM, "no memory for '%s'", name);
    for (const char *p = text; at < cells; at++) {
        size_t n = strcspn(p, ",;");
        if (!read_value(p, n, &x[at]))
            return not_a_number(name, p, n, e);
        if (!call_exact(name, p, n, x[at], e))
            return false;
        p += n + 1;
    }
    if (cells % rows != 0)
        return fail(e, ERR_ARG_LENGTH, "the rows of '%s' have different lengths", name);
    int i = measure_arg_index(c->measure, name);
    bool matrix = rows > 1 || (i >= 0 && c->measure->args[i].matrix);
    return matrix ? call_matrix(c, name, x, rows, cells / rows, e)
                  : call_list(c, name, x, cells, e);
}

/* Is the value of this argument a text: always for ARG_TEXT, else when it is one of its choices? */
static bool takes_text(const struct arg *a, const char *text) {
    struct err ignored = {0};
    size_t choice;
    return a->kind == ARG_TEXT || (a->choices != NULL && arg_choice(a, text, &choice, &ignored));
}

bool call_word(struct call *c, const char *word, struct err *e) {
    const char *equals = strchr(word, '=');
    if (equals == NULL) {
        fail(e, ERR_USAGE, "'%.100s' is not NAME=VALUE", word);
        return err_hint(e, "for example: foistat calc prop.ci.wilson x=44 n=724");
    }
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(equals - word), word);
    int i = measure_arg_index(c->measure, name);
    if (i >= 0 && takes_text(&c->measure->args[i], equals + 1))
        return call_text(c, name, equals + 1, e);
    return read_list(c, name, equals + 1, e);
}

static bool preset(struct call *c, size_t i, struct err *e) {
    const struct arg *a = &c->measure->args[i];
    if (a->kind == ARG_TEXT && a->preset_text != NULL) {
        c->value[i].text = a->preset_text;
        return true;
    }
    if (a->kind != ARG_TEXT && !isnan(a->preset)) {
        bool set = call_number(c, a->name, a->preset, e);
        c->given[i] = false;
        return set;
    }
    fail(e, ERR_ARG_MISSING, "%s needs '%s': %s", c->measure->name, a->name, a->text);
    return err_hint(e, "`foistat help %s` shows its arguments and an example", c->measure->name);
}

static bool check_text(const struct arg *a, const struct series *s, struct err *e) {
    if (s->text == NULL)
        return fail(e, ERR_ARG_TYPE, "'%s' must be text", a->name);
    size_t choice;
    return arg_choice(a, s->text, &choice, e);
}

static bool check_shape(const struct arg *a, const struct series *s, struct err *e) {
    if (s->text != NULL)
        return fail(e, ERR_ARG_TYPE, "'%s' must be %s, got \"%.60s\"", a->name,
                    arg_kind_text(a->kind), s->text);
    if (a->matrix)
        return (s->rows > 0 && s->columns > 0) ||
               fail(e, ERR_ARG_LENGTH, "'%s' has no rows", a->name);
    if (s->columns != 1)
        return fail(e, ERR_ARG_TYPE, "'%s' must be a list, got a table of rows", a->name);
    if (!a->vector && s->n != 1)
        return fail(e, ERR_ARG_TYPE, "'%s' must be one number, got a list of %zu", a->name, s->n);
    return s->n > 0 || fail(e, ERR_ARG_LENGTH, "'%s' is an empty list", a->name);
}

static bool check_value(const struct arg *a, const struct series *s, struct err *e) {
    if (a->kind == ARG_TEXT || (s->text != NULL && takes_text(a, s->text)))
        return check_text(a, s, e);
    if (!check_shape(a, s, e))
        return false;
    for (size_t k = 0; k < s->n; k++) {
        bool missing = a->missing_ok && isnan(s->at[k]);
        if (!missing && !arg_accepts(a, s->at[k], e))
            return s->n > 1 ? err_hint(e, "it is value %zu of %zu", k + 1, s->n) : false;
    }
    return true;
}

/* How many values the list arguments have, which must agree; 1 when there is no list. */
static bool list_length(const struct call *c, size_t *n, struct err *e) {
    const char *first = NULL;
    *n = 1;
    for (size_t i = 0; i < measure_n_args(c->measure); i++) {
        const struct arg *a = &c->measure->args[i];
        if (!a->vector || a->own_length)
            continue;
        if (first == NULL) {
            first = a->name;
            *n = c->value[i].n;
        } else if (c->value[i].n != *n) {
            return fail(e, ERR_ARG_LENGTH, "'%s' has %zu values, '%s' has %zu", first, *n, a->name,
                        c->value[i].n);
        }
    }
    return true;
}

/* How many values a result has when the lists have n. */
static size_t result_length(const struct measure *m, const struct result *r, size_t n) {
    if (m->shape != COLUMN_TO_COLUMN || r->single)
        return 1;
    return m->numbering == BY_PAIR ? n * (n - 1) / 2 : n;
}

/* The k-th pair of 0..n-1 in the order 01, 02, .., 12, ..: its two members. */
static void pair_of(size_t k, size_t n, size_t *i, size_t *j) {
    *i = 0;
    while (k >= n - 1 - *i) {
        k -= n - 1 - *i;
        (*i)++;
    }
    *j = *i + 1 + k;
}

static const char *value_name(struct call *c, const struct result *r, size_t k, size_t n) {
    const struct measure *m = c->measure;
    char text[80];
    if (m->shape != COLUMN_TO_COLUMN || r->single)
        return r->name;
    size_t i, j;
    if (m->numbering == BY_LETTER && k < 26)
        snprintf(text, sizeof text, "%s_%c", r->name, (char)('A' + (int)k));
    else if (m->numbering != BY_PAIR)
        snprintf(text, sizeof text, "%s_%zu", r->name, k + 1);
    else if (pair_of(k, n, &i, &j), n < 10)
        snprintf(text, sizeof text, "%s_%zu%zu", r->name, i + 1, j + 1);
    else
        snprintf(text, sizeof text, "%s_%zu_%zu", r->name, i + 1, j + 1);
    return arena_string(&c->arena, text);
}

enum { most_paired = 4096 }; /* 8 million pairs */

static bool name_values(struct call *c, struct answer *a, size_t n, struct err *e) {
    const struct measure *m = c->measure;
    size_t n_results = measure_n_results(m), at = 0;
    for (size_t i = 0; i < n_results; i++)
        a->n += a->length[i] = result_length(m, &m->results[i], n);
    if (m->numbering == BY_PAIR && n > most_paired)
        return fail(e, ERR_ARG_LENGTH, "%zu groups make %zu pairs, more than can be listed", n,
                    n * (n - 1) / 2);
    a->name = arena_alloc(&c->arena, a->n, sizeof *a->name);
    for (size_t i = 0; a->name != NULL && i < n_results; i++) {
        for (size_t k = 0; k < a->length[i]; k++) {
            const char *name = value_name(c, &m->results[i], k, n);
            if (name == NULL)
                return fail(e, ERR_NOMEM, "no memory for the answer");
            a->name[at++] = name;
        }
    }
    return a->name != NULL || fail(e, ERR_NOMEM, "no memory for the answer");
}

static bool compute_cell(struct call *c, double *values, struct err *e) {
    const struct measure *m = c->measure;
    double in[MEASURE_ARGS] = {0};
    for (size_t i = 0; i < measure_n_args(m); i++) {
        const struct series *s = &c->value[i];
        size_t choice = 0;
        if (s->text != NULL && !arg_choice(&m->args[i], s->text, &choice, e))
            return false;
        in[i] = s->text != NULL ? (double)choice : s->at[0];
    }
    return m->cell(in, values, e);
}

static bool compute(struct call *c, double *values, size_t n, struct err *e) {
    const struct measure *m = c->measure;
    if (m->shape == PER_CELL)
        return compute_cell(c, values, e);
    double *out[MEASURE_RESULTS] = {NULL};
    for (size_t i = 0; i < measure_n_results(m); i++) {
        out[i] = values;
        values += result_length(m, &m->results[i], n);
    }
    return m->column(c->value, out, e);
}

/* An undefined answer is an answer: NaN everywhere, and the reason as its note. */
static bool explain(struct call *c, struct answer *a, double *values, struct err *e) {
    if (err_class(e) != CLASS_UNDEFINED)
        return false;
    a->note = arena_string(&c->arena, e->message);
    *e = (struct err){0};
    for (size_t i = 0; i < a->n; i++)
        values[i] = NAN;
    return a->note != NULL || fail(e, ERR_NOMEM, "no memory for the answer");
}

static void note_gaps(struct answer *a) {
    for (size_t i = 0; a->note == NULL && i < a->n; i++) {
        if (isnan(a->value[i]))
            a->note = "not every result is defined for these values";
    }
}

/* Words for the coded values, in the order of the values. */
static bool name_codes(struct call *c, struct answer *a, struct err *e) {
    const char **code = arena_alloc(&c->arena, a->n, sizeof *code);
    if (code == NULL)
        return fail(e, ERR_NOMEM, "no memory for the answer");
    for (size_t i = 0, at = 0; i < measure_n_results(c->measure); i++) {
        for (size_t k = 0; k < a->length[i]; k++, at++) {
            char text[CODE_NAME_SIZE];
            result_code_name(&c->measure->results[i], a->value[at], text);
            if (text[0] != '\0' && (code[at] = arena_string(&c->arena, text)) == NULL)
                return fail(e, ERR_NOMEM, "no memory for the answer");
        }
    }
    a->code = code;
    return true;
}

bool call_run(struct call *c, struct answer *a, struct err *e) {
    *a = (struct answer){0};
    for (size_t i = 0; i < measure_n_args(c->measure); i++) {
        if ((!c->given[i] && !preset(c, i, e)) ||
            !check_value(&c->measure->args[i], &c->value[i], e))
            return false;
    }
    size_t n;
    if (!list_length(c, &n, e))
        return false;
    if (!name_values(c, a, n, e))
        return false;
    double *values = arena_alloc(&c->arena, a->n, sizeof(double));
    if (values == NULL)
        return fail(e, ERR_NOMEM, "no memory for the answer");
    a->value = values;
    if (!compute(c, values, n, e) && !explain(c, a, values, e))
        return false;
    note_gaps(a);
    return name_codes(c, a, e);
}
