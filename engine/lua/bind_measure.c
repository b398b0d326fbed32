/* One binding for all measures: foi.stats.FAMILY.KIND.METHOD{name = value, ...}.
 *
 * Numbers in, an answer out: {estimate = ..., lower = ..., note = ...}. When an argument of a
 * per-cell measure is a column or a list, the measure runs row by row and gives a table: a marked
 * cell makes a marked result, a row without an answer is missing, counted and explained, and a
 * wrong value raises with its row. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"
#include "lua/api_type.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/measure_rows.h"
#include "lua/raise.h"
#include "stats/call.h"
#include "stats/catalogue.h"

static const char answer_type[] = "foi.answer";

static const struct measure *measure_of(lua_State *L) {
    return lua_touserdata(L, lua_upvalueindex(1));
}

static void check_names(lua_State *L, const struct measure *m) {
    const char *names[MEASURE_ARGS + 1] = {NULL};
    for (size_t i = 0; i < measure_n_args(m); i++)
        names[i] = m->args[i].name;
    args_check(L, 1, m->name, names);
}

/* The call lives in a userdata with __gc, so that a throw half-way leaks nothing. */
static int call_gc(lua_State *L) {
    call_end(lua_touserdata(L, 1));
    return 0;
}

static struct call *call_push(lua_State *L, const struct measure *m) {
    struct call *c = lua_newuserdatauv(L, sizeof *c, 0);
    call_begin(c, m);
    bind_gc(L, "foi.call", call_gc);
    return c;
}

static bool is_nested_list(lua_State *L, int index) {
    bool nested = lua_type(L, index) == LUA_TTABLE && lua_rawgeti(L, index, 1) == LUA_TTABLE;
    if (lua_type(L, index) == LUA_TTABLE)
        lua_pop(L, 1);
    return nested;
}

/* A list of rows as one block of numbers, left on the stack. */
static double *matrix_values(lua_State *L, int index, const char *name, size_t *rows,
                             size_t *columns) {
    index = lua_absindex(L, index);
    *rows = args_length(L, index);
    lua_rawgeti(L, index, 1);
    *columns = args_length(L, -1);
    lua_pop(L, 1);
    double *x = lua_newuserdatauv(L, *rows * *columns * sizeof *x + 1, 0);
    for (size_t i = 0; i < *rows; i++) {
        if (lua_rawgeti(L, index, (lua_Integer)i + 1) != LUA_TTABLE ||
            lua_rawlen(L, -1) != *columns)
            raise_new(L, ERR_ARG_LENGTH, "the rows of '%s' have different lengths", name);
        for (size_t k = 0; k < *columns; k++) {
            if (lua_rawgeti(L, -1, (lua_Integer)k + 1) != LUA_TNUMBER)
                raise_new(L, ERR_ARG_TYPE, "'%s' must hold numbers, got a %s", name,
                          luaL_typename(L, -1));
            x[i * *columns + k] = args_value(L, -1);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    return x;
}

/* A column's cells as a list. A marked cell has no number: it is passed on as missing where the
 * measure allows that (its value is NaN), else there is no answer. */
static bool set_column(struct call *c, const char *name, const struct column *values,
                       struct err *e) {
    int at = measure_arg_index(c->measure, name);
    bool missing_ok = at >= 0 && c->measure->args[at].missing_ok;
    for (size_t i = 0; i < values->n && !missing_ok; i++) {
        enum mark m = column_mark(values, i);
        if (m != MARK_OK)
            return undefined(e, "value %zu of '%s' is %s", i + 1, name, mark_name(m));
    }
    return call_list(c, name, values->value, values->n, e);
}

void measure_check_value(lua_State *L, const struct measure *m, const char *name) {
    static const char type[] = "number|string|table|foi.Column";
    if (api_type_fits(L, -1, type))
        return;
    struct err e = {0};
    struct buf value = {0};
    api_type_put_value(L, -1, type, &value);
    fail(&e, ERR_ARG_TYPE, "%s: '%s' must be a number, a list or a column, got %s", m->name, name,
         value.text != NULL ? value.text : "something else");
    buf_free(&value);
    lfoi_raise(L, &e);
}

/* Gives one argument, whose value is at the top of the stack, to the call. */
static bool set_argument(lua_State *L, struct call *c, const char *name, struct err *e) {
    int type = lua_type(L, -1);
    if (type == LUA_TNUMBER)
        return call_number(c, name, args_value(L, -1), e);
    if (type == LUA_TSTRING)
        return call_text(c, name, lua_tostring(L, -1), e);
    if (is_nested_list(L, lua_gettop(L))) {
        size_t rows, columns;
        double *x = matrix_values(L, -1, name, &rows, &columns);
        bool set = call_matrix(c, name, x, rows, columns, e);
        lua_pop(L, 1);
        return set;
    }
    measure_check_value(L, c->measure, name);
    const struct column *values = column_from(L, -1, 1);
    bool set = values->field.type == COLUMN_NUMBER
                   ? set_column(c, name, values, e)
                   : fail(e, ERR_ARG_TYPE, "'%s' must be numbers", name);
    lua_pop(L, 1);
    return set;
}

static bool set_arguments(lua_State *L, struct call *c, struct err *e) {
    for (size_t i = 0; i < measure_n_args(c->measure); i++) {
        const char *name = c->measure->args[i].name;
        bool set = args_field(L, 1, name) == LUA_TNIL || set_argument(L, c, name, e);
        lua_pop(L, 1);
        if (!set)
            return false;
    }
    return true;
}

static void push_result(lua_State *L, double x, enum result_kind kind) {
    if (isnan(x))
        lua_pushnil(L);
    else if (kind == RESULT_CODE || (kind == RESULT_COUNT && x == floor(x) && fabs(x) < 9e15))
        lua_pushinteger(L, (lua_Integer)x);
    else
        lua_pushnumber(L, x);
}

/* A list result; false where a value is not defined, because a hole would change the length. */
static void push_list(lua_State *L, const double *x, size_t n, enum result_kind kind) {
    lua_createtable(L, (int)n, 0);
    for (size_t k = 0; k < n; k++) {
        if (isnan(x[k]))
            lua_pushboolean(L, false);
        else
            push_result(L, x[k], kind);
        lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
}

/* A coded result as a word beside its number: answer.status_name for answer.status. */
static void push_code(lua_State *L, const struct result *r, double x) {
    char code[CODE_NAME_SIZE];
    result_code_name(r, x, code);
    if (code[0] == '\0')
        return;
    lua_pushfstring(L, "%s_name", r->name);
    lua_pushstring(L, code);
    lua_rawset(L, -3);
}

/* {estimate = 0.06, ..., measure = name, note = why}; list results are lists. */
static void push_answer(lua_State *L, const struct measure *m, const struct answer *a) {
    size_t n_results = measure_n_results(m);
    const double *x = a->value;
    lua_createtable(L, 0, (int)n_results + 2);
    for (size_t i = 0; i < n_results; x += a->length[i], i++) {
        const struct result *r = &m->results[i];
        if (m->shape == COLUMN_TO_COLUMN && !r->single)
            push_list(L, x, a->length[i], r->kind);
        else
            push_result(L, x[0], r->kind);
        lua_setfield(L, -2, r->name);
        push_code(L, r, x[0]);
    }
    lua_pushstring(L, m->name);
    lua_setfield(L, -2, "measure");
    lua_pushstring(L, a->note);
    lua_setfield(L, -2, "note");
    luaL_setmetatable(L, answer_type);
}

/* Adds the result at the top of the stack, a number or a list of them, and pops it. */
static void add_result(lua_State *L, struct buf *out) {
    char number[NUM_TEXT_SIZE];
    int value = lua_gettop(L);
    bool list = lua_type(L, value) == LUA_TTABLE;
    for (lua_Integer i = 1; list || i == 1; i++) {
        if (list && lua_rawgeti(L, value, i) == LUA_TNIL) {
            lua_pop(L, 1);
            break;
        }
        if (lua_type(L, -1) == LUA_TNUMBER)
            num_text12(lua_tonumber(L, -1), number);
        buf_addf(out, " %s", lua_type(L, -1) == LUA_TNUMBER ? number : "cannot be computed");
        if (list)
            lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* "prop.ci.wilson: estimate 0.0607..., lower 0.0455..., upper 0.0806..." */
static int answer_text(lua_State *L) {
    lua_getfield(L, 1, "measure");
    const struct measure *m = measure_find(luaL_optstring(L, -1, ""));
    struct buf b = {0};
    buf_puts(&b, m == NULL ? "answer" : m->name);
    for (size_t i = 0; m != NULL && i < measure_n_results(m); i++) {
        buf_addf(&b, "%s%s", i == 0 ? ": " : ", ", m->results[i].name);
        lua_getfield(L, 1, m->results[i].name);
        add_result(L, &b);
    }
    lua_pushstring(L, b.failed ? "answer" : b.text);
    buf_free(&b);
    return 1;
}

static int answer_once(lua_State *L, const struct measure *m) {
    struct call *c = call_push(L, m);
    struct answer a;
    struct err e = {0};
    if (!set_arguments(L, c, &e)) {
        if (err_class(&e) != CLASS_UNDEFINED)
            return lfoi_raise(L, &e);
        lua_newtable(L);
        lua_pushstring(L, m->name);
        lua_setfield(L, -2, "measure");
        lua_pushstring(L, e.message);
        lua_setfield(L, -2, "note");
        return 1;
    }
    if (!call_run(c, &a, &e))
        return lfoi_raise(L, &e);
    push_answer(L, m, &a);
    return 1;
}

static int measure_call(lua_State *L) {
    const struct measure *m = measure_of(L);
    lua_settop(L, 1);
    check_names(L, m);
    return m->shape == PER_CELL && measure_rows(L, m) ? 1 : answer_once(L, m);
}

/* Descends into (or makes) the table called by the first n bytes of name. A measure of that name
 * (mh.rateratio, beside mh.rateratio.test_no_cc) is kept in it under "". */
static void open_branch(lua_State *L, const char *name, size_t n) {
    lua_pushlstring(L, name, n);
    if (lua_rawget(L, -2) != LUA_TTABLE) {
        lua_newtable(L);
        lua_insert(L, -2);
        lua_setfield(L, -2, ""); /* nil: nothing is kept */
        lua_pushlstring(L, name, n);
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    lua_remove(L, -2);
}

/* Sets the function at the top of the stack, or puts it into the branch of that name. */
static void set_leaf(lua_State *L, const char *name) {
    if (lua_getfield(L, -2, name) == LUA_TTABLE) {
        lua_insert(L, -2);
        lua_setfield(L, -2, "");
        lua_pop(L, 1);
        return;
    }
    lua_pop(L, 1);
    lua_setfield(L, -2, name);
}

/* core.stats: the catalogue as nested tables; core.measures: every name in order. */
void bind_measure(lua_State *L) {
    luaL_newmetatable(L, answer_type);
    lua_pushcfunction(L, answer_text);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
    lua_newtable(L);
    lua_newtable(L);
    for (size_t i = 0; measures[i] != NULL; i++) {
        const char *name = measures[i]->name;
        lua_pushstring(L, name);
        lua_rawseti(L, -3, (lua_Integer)i + 1);
        lua_pushvalue(L, -1);
        for (size_t n; name[n = strcspn(name, ".")] == '.'; name += n + 1)
            open_branch(L, name, n);
        lua_pushlightuserdata(L, (void *)measures[i]);
        lua_pushcclosure(L, measure_call, 1);
        set_leaf(L, name);
        lua_pop(L, 1);
    }
    lua_setfield(L, -3, "stats");
    lua_setfield(L, -2, "measures");
}
