/* foi.table: columns of equal length that never change; every operation gives a new table. */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "data/mixing.h"
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

/* Ends an operation: the new table is on the stack, or its error is raised. Tells the collector
 * about memory it cannot see. */
static int finish(lua_State *L, bool done, const struct table *t, const struct err *e) {
    if (!done)
        return lfoi_raise(L, e);
    lua_gc(L, LUA_GCSTEP, (int)(t->arena.bytes / 1024));
    return 1;
}

static struct column *need(lua_State *L, const struct table *t, const char *name) {
    struct err e = {0};
    struct column *c = table_need(t, name, &e);
    if (c == NULL)
        lfoi_raise(L, &e);
    return c;
}

static void raise_text_for_numbers(lua_State *L, const char *name) {
    struct err e = {0};
    fail(&e, ERR_COLUMN_TYPE, "column '%s' holds numbers and is compared with text", name);
    err_hint(&e,
             "write a number without quotes, or read the column as labels: foi.read(path, "
             "{text = {\"%s\"}})",
             name);
    lfoi_raise(L, &e);
}

/* Conditions from {column = value or list, ...}, in the order of the table's columns so that errors
 * do not depend on the order in which Lua keeps its keys. */
static struct condition *conditions(lua_State *L, const struct table *t, size_t *n) {
    struct condition *list = lua_newuserdatauv(L, (t->n_columns + 1) * sizeof *list, 0);
    *n = 0;
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            raise_new(L, ERR_ARG_TYPE, "where takes column = value");
        need(L, t, lua_tostring(L, -2));
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        const char *name = t->column[i].field.name;
        int type = args_field(L, 2, name);
        if (type == LUA_TNIL) {
            lua_pop(L, 1);
            continue;
        }
        struct condition *c = &list[(*n)++];
        *c = (struct condition){.column = name};
        bool numbers = t->column[i].field.type == COLUMN_NUMBER;
        int value = lua_gettop(L);
        if (numbers) {
            const struct column *wanted = column_from(L, value, 1);
            if (wanted->field.type != COLUMN_NUMBER)
                raise_text_for_numbers(L, name);
            c->n = wanted->n;
            c->number = wanted->value;
        } else {
            c->label = args_texts(L, value, &c->n);
        }
        luaL_checkstack(L, 4,
                        NULL); /* values stay on the stack while the conditions point at them */
    }
    return list;
}

static int where_function(lua_State *L, const struct table *t) {
    bool *keep = lua_newuserdatauv(L, t->n_rows + 1, 0);
    for (size_t i = 0; i < t->n_rows; i++) {
        lua_pushvalue(L, 2);
        lua_createtable(L, 0, (int)t->n_columns);
        for (size_t k = 0; k < t->n_columns; k++) {
            cell_push(L, &t->column[k], i);
            lua_setfield(L, -2, t->column[k].field.name);
        }
        lua_call(L, 1, 1);
        keep[i] = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_keep(t, keep, out, &e), out, &e);
}

/* t:where{column = value or list, ...} or t:where(function(row) return ... end) */
static int table_where_(lua_State *L) {
    const struct table *t = table_check(L, 1);
    if (lua_type(L, 2) == LUA_TFUNCTION)
        return where_function(L, t);
    if (lua_type(L, 2) != LUA_TTABLE)
        return raise_new(L, ERR_ARG_TYPE, "where takes {column = value} or a function, got a %s",
                         luaL_typename(L, 2));
    size_t n;
    struct condition *c = conditions(L, t, &n);
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_where(t, c, n, out, &e), out, &e);
}

/* t:select("a", "b") or t:select{"a", "b"} */
static int table_select_(lua_State *L) {
    const struct table *t = table_check(L, 1);
    if (lua_type(L, 2) != LUA_TTABLE) {
        int n = lua_gettop(L) - 1;
        lua_createtable(L, n, 0);
        lua_insert(L, 2);
        for (int i = n; i >= 1; i--)
            lua_rawseti(L, 2, i);
    }
    size_t n;
    const char **names = args_texts(L, 2, &n);
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_select(t, names, n, out, &e), out, &e);
}

/* Calls the function at index 3 with each row and collects its results in a list at the top. */
static void call_rows(lua_State *L, const struct table *t) {
    lua_createtable(L, (int)t->n_rows, 0);
    int list = lua_gettop(L);
    for (size_t i = 0; i < t->n_rows; i++) {
        lua_pushvalue(L, 3);
        lua_createtable(L, 0, (int)t->n_columns);
        for (size_t k = 0; k < t->n_columns; k++) {
            cell_push(L, &t->column[k], i);
            lua_setfield(L, -2, t->column[k].field.name);
        }
        lua_call(L, 1, 1);
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            lua_pushboolean(L, false);
        }
        lua_rawseti(L, list, (lua_Integer)i + 1);
    }
}

/* t:derive(name, value): value is a column, a number, a text, a list, or a function of the row. */
static int table_derive_(lua_State *L) {
    const struct table *t = table_check(L, 1);
    const char *name = luaL_checkstring(L, 2);
    if (name[0] == '\0')
        return raise_new(L, ERR_ARG_RANGE, "a column needs a name");
    if (lua_type(L, 3) == LUA_TFUNCTION)
        call_rows(L, t);
    else
        lua_pushvalue(L, 3);
    struct column named = *column_from(L, -1, t->n_rows);
    if (named.n != t->n_rows)
        return raise_new(L, ERR_ARG_LENGTH, "the table has %d rows, the new column '%s' has %d",
                         (int)t->n_rows, name, (int)named.n);
    named.field.name = name;
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_derive(t, &named, out, &e), out, &e);
}

/* core.sum(t, by, what) and core.count(t, by); the prelude gives them as t:by(...):sum(...). */
static int core_sum(lua_State *L) {
    const struct table *t = table_check(L, 1);
    size_t n_by, n_what;
    const char **by = args_texts(L, 2, &n_by);
    const char **what = args_texts(L, 3, &n_what);
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_sum(t, by, n_by, what, n_what, out, &e), out, &e);
}

/* core.comparable(t, series): raises unless the rows that are alike in 'series' may be compared. */
static int core_comparable(lua_State *L) {
    const struct table *t = table_check(L, 1);
    size_t n;
    const char **series = args_texts(L, 2, &n);
    struct err e = {0};
    return mixing_check(t, series, n, &e) ? 0 : lfoi_raise(L, &e);
}

static int core_count(lua_State *L) {
    const struct table *t = table_check(L, 1);
    size_t n;
    const char **by = args_texts(L, 2, &n);
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_count(t, by, n, out, &e), out, &e);
}

/* t:join(other, "label" or {"a", "b"}, {optional = true}) */
static int table_join_(lua_State *L) {
    static const char *const names[] = {"optional", NULL};
    const struct table *left = table_check(L, 1), *right = table_check(L, 2);
    bool optional = false;
    if (!lua_isnoneornil(L, 4)) {
        args_check(L, 4, "join", names);
        optional = args_flag(L, 4, "optional", false);
    }
    size_t n;
    const char **on = args_texts(L, 3, &n);
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_join(left, right, on, n, optional, out, &e), out, &e);
}

/* t:pivot{rows = "group", across = "status", values = "cases"} */
static int table_pivot_(lua_State *L) {
    static const char *const names[] = {"rows", "across", "values", NULL};
    const struct table *t = table_check(L, 1);
    args_check(L, 2, "pivot", names);
    const char *across = args_text(L, 2, "across", NULL), *values = args_text(L, 2, "values", NULL);
    if (args_field(L, 2, "rows") == LUA_TNIL || across == NULL || values == NULL)
        return raise_new(L, ERR_ARG_MISSING, "pivot needs rows, across and values");
    size_t n;
    const char **rows = args_texts(L, -1, &n);
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_pivot(t, rows, n, across, values, out, &e), out, &e);
}

/* t:sort("rate") or t:sort("rate", {descending = true}) */
static int table_sort_(lua_State *L) {
    static const char *const names[] = {"descending", NULL};
    const struct table *t = table_check(L, 1);
    bool descending = false;
    if (!lua_isnoneornil(L, 3)) {
        args_check(L, 3, "sort", names);
        descending = args_flag(L, 3, "descending", false);
    }
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_sort(t, luaL_checkstring(L, 2), descending, out, &e), out, &e);
}

static int table_concat_(lua_State *L) {
    const struct table *a = table_check(L, 1), *b = table_check(L, 2);
    struct err e = {0};
    struct table *out = table_push(L);
    return finish(L, table_concat(a, b, out, &e), out, &e);
}

static size_t row_at(lua_State *L, const struct table *t, int index) {
    luaL_checktype(L, index, LUA_TNUMBER);
    lua_Integer i = luaL_checkinteger(L, index);
    if (i < 1 || (lua_Unsigned)i > t->n_rows)
        raise_new(L, ERR_ARG_RANGE, "row %lld of a table with %zu rows", (long long)i, t->n_rows);
    return (size_t)i - 1;
}

/* t:row(i): the cells by column name; marked cells are nil. */
static int table_row(lua_State *L) {
    const struct table *t = table_check(L, 1);
    size_t row = row_at(L, t, 2);
    lua_createtable(L, 0, (int)t->n_columns);
    for (size_t k = 0; k < t->n_columns; k++) {
        cell_push(L, &t->column[k], row);
        lua_setfield(L, -2, t->column[k].field.name);
    }
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
    column_push_borrowed(L, 1, need(L, t, luaL_checkstring(L, 2)));
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
        lua_pushstring(L, t->note[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* t:note(sentence): the same table with a sentence that is printed wherever it is shown. */
static int table_note(lua_State *L) {
    const struct table *t = table_check(L, 1);
    const char *sentence = luaL_checkstring(L, 2);
    struct err e = {0};
    bool *keep = lua_newuserdatauv(L, t->n_rows + 1, 0);
    memset(keep, true, t->n_rows);
    struct table *out = table_push(L);
    return finish(L, table_keep(t, keep, out, &e) && table_add_note(out, sentence, &e), out, &e);
}

static int table_undefined(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)table_check(L, 1)->undefined);
    return 1;
}

/* core.table(name, {column, ...}, sources...): a new table from columns, with the sources, checks
 * and notes of the tables named after them. */
static int core_table(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    if (lua_type(L, 2) != LUA_TTABLE)
        return raise_new(L, ERR_ARG_TYPE, "table(name, list of columns)");
    int n_parents = lua_gettop(L);
    size_t n = args_length(L, 2), rows = 0;
    if (n == 0)
        return raise_new(L, ERR_ARG_MISSING, "a table needs a column");
    struct err e = {0};
    struct table *out = table_push(L);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        const struct column *c = column_check(L, -1);
        if (i == 0 && !table_new(out, name, rows = c->n, n, &e))
            return lfoi_raise(L, &e);
        if (c->n != rows)
            return raise_new(L, ERR_ARG_LENGTH, "column '%s' has %d rows, the first has %d",
                             c->field.name, (int)c->n, (int)rows);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(out->column[k].field.name, c->field.name) == 0)
                return raise_new(L, ERR_ARG_RANGE, "the table would have two columns '%s'",
                                 c->field.name);
        }
        if (!table_put(out, i, c, &e))
            return lfoi_raise(L, &e);
        lua_pop(L, 1);
    }
    for (int i = 3; i <= n_parents; i++) {
        if (!table_inherit(out, table_check(L, i), &e))
            return lfoi_raise(L, &e);
    }
    return finish(L, true, out, &e);
}

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
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
    qsort(methods, n, sizeof *methods, compare_texts); /* Lua's order of keys does not last */
    const char *nearest = str_nearest(name, methods);
    if (e.hint[0] == '\0' && nearest != NULL)
        err_hint(&e, "did you mean the method '%s'?", nearest);
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
    static const luaL_Reg methods[] = {{"where", table_where_},        {"select", table_select_},
                                       {"derive", table_derive_},      {"join", table_join_},
                                       {"pivot", table_pivot_},        {"sort", table_sort_},
                                       {"concat", table_concat_},      {"row", table_row},
                                       {"columns", table_columns},     {"column", table_column_},
                                       {"checks", table_checks},       {"breaks", table_breaks},
                                       {"notes", table_notes},         {"note", table_note},
                                       {"undefined", table_undefined}, {NULL, NULL}};
    static const luaL_Reg meta[] = {
        {"__gc", table_gc}, {"__len", table_length}, {"__tostring", table_tostring}, {NULL, NULL}};
    static const luaL_Reg functions[] = {{"sum", core_sum},
                                         {"count", core_count},
                                         {"table", core_table},
                                         {"comparable", core_comparable},
                                         {NULL, NULL}};
    luaL_newmetatable(L, type_name);
    luaL_setfuncs(L, meta, 0);
    luaL_newlib(L, methods);
    lua_pushvalue(L, -1);
    lua_setfield(L, -4, "table_methods"); /* core.table_methods: the prelude adds to them */
    lua_pushcclosure(L, table_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, type_name);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    luaL_setfuncs(L, functions, 0);
}
