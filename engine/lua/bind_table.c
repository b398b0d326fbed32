/* foi.table: columns of equal length that never change. What a table says of itself; the operations
 * that make new ones are in table_operations.c. */
#include <lauxlib.h>

#include "base/str.h"
#include "data/wording.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

static const char type_name[] = "foi.table";

struct table *table_push(lua_State *L) {
    struct table *t = lua_newuserdatauv(L, sizeof *t, 0);
    *t = (struct table){0};
    luaL_setmetatable(L, type_name);
    return t;
}

struct table *table_test(lua_State *L, int index) {
    return luaL_testudata(L, index, type_name);
}

struct table *table_check(lua_State *L, int index) {
    struct table *t = table_test(L, index);
    if (t == NULL)
        raise_new(L, ERR_ARG_TYPE,
                  "expected a table of data (from foi.dataset or foi.read), got a %s",
                  luaL_typename(L, index));
    return t;
}

static int table_gc(lua_State *L) {
    table_free(luaL_checkudata(L, 1, type_name));
    return 0;
}

int table_finish(lua_State *L, bool done, const struct table *t, const struct err *e) {
    if (!done)
        return lfoi_raise(L, e);
    bind_tell(L, t->arena.bytes);
    host_spend(L, 4 * t->n_rows * t->n_columns);
    return 1;
}

void row_push(lua_State *L, const struct table *t, size_t row) {
    lua_createtable(L, 0, (int)t->n_columns);
    for (size_t k = 0; k < t->n_columns; k++) {
        cell_push(L, &t->column[k], row);
        lua_setfield(L, -2, t->column[k].field.name);
    }
}

static size_t row_at(lua_State *L, const struct table *t, int index) {
    return args_row(L, index, t->n_rows, "table");
}

/* t:row(i): the cells by column name; marked cells are nil. */
static int table_row(lua_State *L) {
    const struct table *t = table_check(L, 1);
    row_push(L, t, row_at(L, t, 2));
    return 1;
}

/* t:columns(): the names, in order. */
static int table_columns(lua_State *L) {
    const struct table *t = table_check(L, 1);
    lua_createtable(L, (int)t->n_columns, 0);
    for (size_t i = 0; i < t->n_columns; i++) {
        lua_pushstring(L, t->column[i].field.name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* t:column(name), for names that are also methods. */
static int table_column_(lua_State *L) {
    const struct table *t = table_check(L, 1);
    struct err e = {0};
    const struct column *c = table_need(t, args_name(L, 2, "column", "name"), &e);
    if (c == NULL)
        return lfoi_raise(L, &e);
    column_push_borrowed(L, 1, c);
    return 1;
}

static void set_text(lua_State *L, const char *key, const char *text) {
    lua_pushstring(L, text);
    lua_setfield(L, -2, key);
}

static void set_size(lua_State *L, const char *key, size_t n) {
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, key);
}

/* t:checks(): what the checks on load found, as {code, state, dataset, rows, found, text} in order.
 */
static int table_checks(lua_State *L) {
    static const char *const states[] = {"passed", "noted", "failed"};
    const struct table *t = table_check(L, 1);
    lua_createtable(L, (int)t->n_checks, 0);
    for (size_t i = 0; i < t->n_checks; i++) {
        const struct check *c = &t->check[i];
        lua_createtable(L, 0, 6);
        set_text(L, "code", c->code);
        set_text(L, "state", states[c->state]);
        set_text(L, "dataset", c->dataset);
        set_size(L, "rows", c->rows);
        set_size(L, "found", c->found);
        set_text(L, "text", c->text);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* t:breaks(): where its series stop being comparable, as {field, from, why} in order. */
static int table_breaks(lua_State *L) {
    const struct table *t = table_check(L, 1);
    lua_createtable(L, (int)t->n_breaks, 0);
    for (size_t i = 0; i < t->n_breaks; i++) {
        lua_createtable(L, 0, 3);
        set_text(L, "field", t->series_break[i].field);
        set_text(L, "from", t->series_break[i].from);
        set_text(L, "why", t->series_break[i].why);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int table_notes(lua_State *L) {
    const struct table *t = table_check(L, 1);
    lua_createtable(L, (int)t->n_notes, 0);
    for (size_t i = 0; i < t->n_notes; i++) {
        lua_pushstring(L, t->note[i].text);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int table_undefined(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)table_check(L, 1)->undefined);
    return 1;
}

static int table_length(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)table_check(L, 1)->n_rows);
    return 1;
}

static int table_tostring(lua_State *L) {
    const struct table *t = table_check(L, 1);
    lua_pushfstring(L, "table %s: %d rows, %d columns", t->name, (int)t->n_rows, (int)t->n_columns);
    return 1;
}

/* The nearer of a method and a column, or both where they are equally near: t.rates is t:rate,
 * though there may be a column rate too. */
static void hint_member(const struct table *t, const char *name, const char *method,
                        struct err *e) {
    size_t best = SIZE_MAX, to_method = str_distance(name, method);
    const char *column = NULL;
    for (size_t i = 0; i < t->n_columns; i++) {
        size_t to_column = str_distance(name, t->column[i].field.name);
        if (to_column < best) {
            best = to_column;
            column = t->column[i].field.name;
        }
    }
    char clip[WORDING_CLIP];
    if (e->hint[0] == '\0' || column == NULL || to_method < best)
        err_hint(e, "did you mean the method '%s'?", method);
    else if (to_method == best)
        err_hint(e, "did you mean the method '%s', or the column \"%s\"?", method,
                 wording_clip(column, clip));
}

/* Neither a method nor a column: the error suggests the nearest of both. */
static int unknown_member(lua_State *L, const struct table *t, const char *name) {
    struct err e = {0};
    table_need(t, name, &e);
    size_t n = 0, room = 0;
    for (lua_pushnil(L); lua_next(L, lua_upvalueindex(1)); lua_pop(L, 1))
        room++;
    const char **methods = lua_newuserdatauv(L, (room + 1) * sizeof *methods, 0);
    for (lua_pushnil(L); lua_next(L, lua_upvalueindex(1)); lua_pop(L, 1))
        methods[n++] = lua_tostring(L, -2);
    methods[n] = NULL;
    str_sort(methods, n); /* Lua's order of keys does not last */
    const char *nearest = str_nearest(name, methods);
    if (nearest != NULL)
        hint_member(t, name, nearest, &e);
    return lfoi_raise(L, &e);
}

/* t.name: a method, or else the column of that name. */
static int table_index(lua_State *L) {
    const struct table *t = table_check(L, 1);
    if (lua_type(L, 2) != LUA_TSTRING)
        return raise_new(L, ERR_ARG_TYPE,
                         "a table is indexed by column names; use t:row(i) for rows");
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    const char *name = lua_tostring(L, 2);
    const struct column *c = table_column(t, name);
    if (c == NULL)
        return unknown_member(L, t, name);
    column_push_borrowed(L, 1, c);
    return 1;
}

void bind_table(lua_State *L) {
    static const luaL_Reg methods[] = {{"row", table_row},
                                       {"columns", table_columns},
                                       {"column", table_column_},
                                       {"checks", table_checks},
                                       {"breaks", table_breaks},
                                       {"notes", table_notes},
                                       {"undefined", table_undefined},
                                       {NULL, NULL}};
    static const luaL_Reg meta[] = {
        {"__gc", table_gc}, {"__len", table_length}, {"__tostring", table_tostring}, {NULL, NULL}};
    luaL_newlib(L, methods);
    luaL_setfuncs(L, table_operations, 0);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "table_methods"); /* core.table_methods: the prelude adds to them */
    bind_type(L, type_name, meta, table_index);
    luaL_setfuncs(L, table_makers, 0);
}
