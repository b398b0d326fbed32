#include "lua/measure_rows.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

enum { reasons_kept = 4 };

struct rows {
    const struct measure *measure;
    size_t n, n_args, n_results;
    const struct column *in[MEASURE_ARGS];
    struct table *table;
    size_t undefined; /* rows without an answer */
    size_t partial;   /* rows with some results and not all */
    size_t n_reasons;
    char reason[reasons_kept][160]; /* why rows have no answer; different ones, a few */
};

static bool is_list(lua_State *L, int index) {
    return lua_type(L, index) == LUA_TTABLE || column_test(L, index) != NULL;
}

/* How many rows the arguments that are columns or lists have; false when all are single values. */
static bool count_rows(lua_State *L, const struct measure *m, size_t *rows) {
    size_t n = 0;
    const char *first = NULL;
    for (size_t i = 0; i < measure_n_args(m); i++) {
        args_field(L, 1, m->args[i].name);
        if (is_list(L, -1)) {
            const struct column *c = column_test(L, -1);
            size_t length = c != NULL ? c->n : args_length(L, -1);
            if (first != NULL && length != n)
                raise_new(L, ERR_ARG_LENGTH, "'%s' has %d rows, '%s' has %d", first, (int)n,
                          m->args[i].name, (int)length);
            n = length;
            first = m->args[i].name;
        }
        lua_pop(L, 1);
    }
    *rows = n;
    return first != NULL;
}

/* Puts the number of the choice in place of the word at the top of the stack. */
static void replace_word(lua_State *L, const struct arg *a) {
    size_t choice;
    struct err e = {0};
    if (lua_type(L, -1) != LUA_TSTRING)
        raise_new(L, ERR_ARG_TYPE, "'%s' must be one word for all rows, %s", a->name, a->choices);
    if (!arg_choice(a, lua_tostring(L, -1), &choice, &e))
        lfoi_raise(L, &e);
    lua_pop(L, 1);
    lua_pushinteger(L, (lua_Integer)choice);
}

/* Pushes what an argument that is left out stands for. */
static void push_preset(lua_State *L, const struct measure *m, const struct arg *a) {
    bool text = a->kind == ARG_TEXT;
    if (text ? a->preset_text == NULL : isnan(a->preset))
        raise_new(L, ERR_ARG_MISSING, "%s needs '%s': %s", m->name, a->name, a->text);
    if (text)
        lua_pushstring(L, a->preset_text);
    else
        lua_pushnumber(L, a->preset);
}

/* The first label that is no number, or NULL where all or none are numbers: a few such cells make
 * labels of a file's column of counts. */
static const char *first_word(const struct column *c) {
    const char *word = NULL;
    bool numbers = false;
    for (size_t row = 0; row < c->n; row++) {
        const char *label = column_label(c, row);
        double x;
        if (label != NULL && num_parse_grouped(label, strlen(label), &x))
            numbers = true;
        else if (label != NULL && word == NULL)
            word = label;
    }
    return numbers ? word : NULL;
}

/* A column of labels stands where numbers are needed. */
static int raise_labels(lua_State *L, const char *argument, const struct column *c) {
    struct err e = {0};
    const char *word = first_word(c);
    fail(&e, ERR_COLUMN_TYPE, "'%s' must be numbers, and column '%s' holds labels", argument,
         c->field.name);
    if (word != NULL)
        err_hint(&e,
                 "\"%s\" is no number; if it stands for a missing value: foi.read(path, {marks = "
                 "{[\"%s\"] = \"suppressed\"}}), or not_available, not_held, refused",
                 word, word);
    return lfoi_raise(L, &e);
}

/* Columns of the arguments, each left on the stack. */
static void gather_arguments(lua_State *L, struct rows *r) {
    for (size_t i = 0; i < r->n_args; i++) {
        const struct arg *a = &r->measure->args[i];
        if (args_field(L, 1, a->name) == LUA_TNIL) {
            lua_pop(L, 1);
            push_preset(L, r->measure, a);
        }
        if (a->kind == ARG_TEXT)
            replace_word(L, a);
        measure_check_value(L, r->measure, a->name);
        r->in[i] = column_from(L, -1, r->n);
        if (r->in[i]->field.type != COLUMN_NUMBER)
            raise_labels(L, a->name, r->in[i]);
        luaL_checkstack(L, 4, NULL);
    }
}

/* The level that all intervals were computed at; 0 when there is none, or not one for all rows. */
static double level_of(const struct rows *r) {
    int i = measure_arg_index(r->measure, "conf_level");
    for (size_t row = 0; i >= 0 && row < r->n; row++) {
        if (!(r->in[i]->value[row] == r->in[i]->value[0])) /* or has none */
            return 0;
    }
    return i >= 0 && r->n > 0 ? r->in[i]->value[0] : 0;
}

/* A note when the rows have levels of their own, which the columns cannot name. */
static bool note_levels(struct rows *r, struct err *e) {
    char text[200];
    if (r->n == 0 || measure_arg_index(r->measure, "conf_level") < 0 || level_of(r) > 0)
        return true;
    snprintf(text, sizeof text, "%.100s: the confidence level is not the same in all rows.",
             r->measure->name);
    return table_add_note(r->table, text, e);
}

static void make_results(lua_State *L, struct rows *r) {
    struct err e = {0};
    for (size_t i = 0; i < r->n_results; i++) {
        const struct result *result = &r->measure->results[i];
        bool limit = result->kind == RESULT_LOWER || result->kind == RESULT_UPPER;
        struct field f = {.name = result->name,
                          .title = result->name,
                          .type = COLUMN_NUMBER,
                          .decimals = -1,
                          .measure = r->measure->name,
                          .description = result->text,
                          .conf_level = limit ? level_of(r) : 0,
                          .count = result->kind == RESULT_CODE};
        if (!column_numbers(&r->table->column[i], &r->table->arena, &f, r->n, &e))
            lfoi_raise(L, &e);
    }
}

static enum mark first_mark(const struct rows *r, size_t row) {
    for (size_t i = 0; i < r->n_args; i++) {
        enum mark m = column_mark(r->in[i], row);
        if (m != MARK_OK)
            return m;
    }
    return MARK_OK;
}

static bool mark_row(struct rows *r, size_t row, enum mark m, struct err *e) {
    for (size_t i = 0; i < r->n_results; i++) {
        if (!column_set_mark(&r->table->column[i], &r->table->arena, row, m, NAN, NAN, e))
            return false;
    }
    return true;
}

static void keep_reason(struct rows *r, const char *message) {
    r->undefined++;
    for (size_t i = 0; i < r->n_reasons; i++) {
        if (strcmp(r->reason[i], message) == 0)
            return;
    }
    if (r->n_reasons < reasons_kept)
        snprintf(r->reason[r->n_reasons++], sizeof r->reason[0], "%.*s",
                 (int)sizeof r->reason[0] - 1, message);
}

/* Says which row is wrong, before whatever hint there is. */
static bool name_row(struct err *e, size_t row, size_t n) {
    char hint[sizeof e->hint];
    memcpy(hint, e->hint, sizeof hint);
    return err_hint(e, "it is row %zu of %zu%s%.300s", row, n, hint[0] != '\0' ? "; " : "", hint);
}

static bool run_row(struct rows *r, size_t row, struct err *e) {
    enum mark m = first_mark(r, row);
    if (m != MARK_OK)
        return mark_row(r, row, m, e);
    double in[MEASURE_ARGS], out[MEASURE_RESULTS];
    for (size_t i = 0; i < r->n_args; i++)
        in[i] = r->in[i]->value[row];
    if (!measure_cell(r->measure, in, out, e)) {
        if (err_class(e) != CLASS_UNDEFINED)
            return name_row(e, row + 1, r->n);
        keep_reason(r, e->message);
        *e = (struct err){0};
        return mark_row(r, row, MARK_UNDEFINED, e);
    }
    bool partial = false;
    for (size_t i = 0; i < r->n_results; i++) {
        r->table->column[i].value[row] = out[i];
        partial |= isnan(out[i]);
        if (isnan(out[i]) && !column_set_mark(&r->table->column[i], &r->table->arena, row,
                                              MARK_UNDEFINED, NAN, NAN, e))
            return false;
    }
    r->partial += partial;
    return true;
}

/* A note that must be seen: how many rows have no answer, and why. */
static bool note_undefined(struct rows *r, struct err *e) {
    r->table->undefined = r->undefined;
    if (r->undefined == 0)
        return true;
    struct buf b = {0};
    buf_addf(&b, "%s cannot be computed in %zu of %zu rows: ", r->measure->name, r->undefined,
             r->n);
    for (size_t i = 0; i < r->n_reasons; i++)
        buf_addf(&b, "%s%s", i > 0 ? "; " : "", r->reason[i]);
    buf_puts(&b, ".");
    bool done = !b.failed && table_add_note(r->table, b.text, e);
    buf_free(&b);
    return done;
}

/* The same for rows that lack some of the results, which the measure's page explains. */
static bool note_partial(struct rows *r, struct err *e) {
    char text[200];
    if (r->partial == 0)
        return true;
    snprintf(text, sizeof text, "%.100s: not every result is defined in %zu of %zu rows.",
             r->measure->name, r->partial, r->n);
    return table_add_note(r->table, text, e);
}

bool measure_rows(lua_State *L, const struct measure *m) {
    size_t n;
    if (!count_rows(L, m, &n))
        return false;
    struct rows *r = lua_newuserdatauv(L, sizeof *r, 0);
    *r = (struct rows){
        .measure = m, .n = n, .n_args = measure_n_args(m), .n_results = measure_n_results(m)};
    gather_arguments(L, r);
    struct err e = {0};
    r->table = table_push(L);
    if (!table_new(r->table, m->name, n, r->n_results, &e))
        lfoi_raise(L, &e);
    make_results(L, r);
    for (size_t row = 0; row < n; row++) {
        if (!run_row(r, row, &e))
            lfoi_raise(L, &e);
    }
    bool noted = note_undefined(r, &e) && note_partial(r, &e) && note_levels(r, &e);
    return table_finish(L, noted, r->table, &e) == 1;
}
