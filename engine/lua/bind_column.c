/* foi.column: numbers or labels with marks. A cell that is not a number is nil to Lua; its mark and
 * its bounds are there to ask for. Arithmetic (column_math.c) goes row by row and keeps the marks;
 * new columns are made in column_new.c. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

static const char type_name[] = "foi.column";

struct owned_column *column_push(lua_State *L) {
    struct owned_column *c = lua_newuserdatauv(L, sizeof *c, 1);
    *c = (struct owned_column){0};
    luaL_setmetatable(L, type_name);
    return c;
}

void column_push_borrowed(lua_State *L, int table_index, const struct column *c) {
    table_index = lua_absindex(L, table_index);
    struct owned_column *box = column_push(L);
    box->column = *c;
    lua_pushvalue(L, table_index);
    lua_setiuservalue(L, -2, 1);
}

struct column *column_test(lua_State *L, int index) {
    struct owned_column *c = luaL_testudata(L, index, type_name);
    return c == NULL ? NULL : &c->column;
}

struct column *column_check(lua_State *L, int index) {
    struct column *c = column_test(L, index);
    if (c == NULL)
        raise_new(L, ERR_ARG_TYPE, "expected a column, got a %s", luaL_typename(L, index));
    return c;
}

static int column_gc(lua_State *L) {
    struct owned_column *c = luaL_checkudata(L, 1, type_name);
    arena_free(&c->arena);
    return 0;
}

void cell_push(lua_State *L, const struct column *c, size_t row) {
    if (column_mark(c, row) != MARK_OK)
        lua_pushnil(L);
    else if (c->field.type == COLUMN_LABEL)
        lua_pushstring(L, column_label(c, row));
    else if (c->field.count && c->value[row] == floor(c->value[row]) &&
             fabs(c->value[row]) <= NUM_LARGEST_COUNT)
        lua_pushinteger(L, (lua_Integer)c->value[row]);
    else
        lua_pushnumber(L, c->value[row]);
}

size_t column_row(lua_State *L, const struct column *c, int index) {
    return args_row(L, index, c->n, "column");
}

static int column_get_mark(lua_State *L) {
    const struct column *c = column_check(L, 1);
    lua_pushstring(L, mark_name(column_mark(c, column_row(L, c, 2))));
    return 1;
}

static void push_or_nil(lua_State *L, double x) {
    if (isnan(x))
        lua_pushnil(L);
    else
        lua_pushnumber(L, x);
}

static int column_get_bounds(lua_State *L) {
    const struct column *c = column_check(L, 1);
    double lo, hi;
    column_bounds(c, column_row(L, c, 2), &lo, &hi);
    push_or_nil(L, lo);
    push_or_nil(L, hi);
    return 2;
}

static int column_length(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)column_check(L, 1)->n);
    return 1;
}

/* How many cells carry each mark: {ok = 68, blank = 4}; marks that do not occur are left out. */
static int column_marks(lua_State *L) {
    size_t counts[MARK_COUNT];
    column_count_marks(column_check(L, 1), counts);
    lua_newtable(L);
    for (int m = 0; m < MARK_COUNT; m++) {
        if (counts[m] > 0) {
            lua_pushinteger(L, (lua_Integer)counts[m]);
            lua_setfield(L, -2, mark_name((enum mark)m));
        }
    }
    return 1;
}

static int column_labels_list(lua_State *L) {
    const struct column *c = column_check(L, 1);
    if (c->field.type != COLUMN_LABEL)
        return raise_new(L, ERR_COLUMN_TYPE, "column '%s' holds numbers, not labels",
                         c->field.name);
    lua_createtable(L, (int)c->dictionary->n, 0);
    for (size_t i = 0; i < c->dictionary->n; i++) {
        lua_pushstring(L, c->dictionary->text[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static const char *const timing_names[] = {
    [TIMING_UNSTATED] = NULL, [TIMING_STOCK] = "stock", [TIMING_FLOW] = "flow"};

static const char *const field_names[] = {"name",        "title",  "unit", "measure", "comparator",
                                          "denominator", "totals", "role", "timing",  NULL};

static const char *field_text(const struct field *f, const char *key) {
    const char *const texts[] = {f->name,    f->title,           f->unit,
                                 f->measure, f->comparator,      f->denominator,
                                 f->totals,  role_name(f->role), timing_names[f->timing]};
    for (size_t i = 0; field_names[i] != NULL; i++) {
        if (strcmp(key, field_names[i]) == 0)
            return texts[i];
    }
    return NULL;
}

/* The labels that stand for a group that is not known, as a list; nil when none are declared. */
static int push_unknown(lua_State *L, const struct field *f) {
    if (f->unknown.n == 0)
        return 0;
    lua_createtable(L, (int)f->unknown.n, 0);
    for (size_t i = 0; i < f->unknown.n; i++) {
        lua_pushstring(L, f->unknown.label[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* c[i] is a cell; c.name, c.unit, ... are its field's words; c.type is "number" or "label". */
static int column_index(lua_State *L) {
    const struct column *c = column_check(L, 1);
    if (lua_type(L, 2) == LUA_TNUMBER) {
        cell_push(L, c, column_row(L, c, 2));
        return 1;
    }
    const char *key = args_name(L, 2, "a column", "name");
    if (lua_getfield(L, lua_upvalueindex(1), key) != LUA_TNIL)
        return 1;
    if (strcmp(key, "unknown") == 0)
        return push_unknown(L, &c->field);
    if (strcmp(key, "type") == 0)
        lua_pushstring(L, c->field.type == COLUMN_NUMBER ? "number" : "label");
    else
        lua_pushstring(L, field_text(&c->field, key)); /* nil when there is none */
    return 1;
}

static int column_tostring(lua_State *L) {
    const struct column *c = column_check(L, 1);
    lua_pushfstring(L, "column %s: %d rows", c->field.name, (int)c->n);
    return 1;
}

void bind_column(lua_State *L) {
    static const luaL_Reg methods[] = {{"mark", column_get_mark},
                                       {"bounds", column_get_bounds},
                                       {"marks", column_marks},
                                       {"labels", column_labels_list},
                                       {NULL, NULL}};
    static const luaL_Reg meta[] = {{"__gc", column_gc},
                                    {"__len", column_length},
                                    {"__add", column_add},
                                    {"__sub", column_subtract},
                                    {"__mul", column_multiply},
                                    {"__div", column_divide},
                                    {"__tostring", column_tostring},
                                    {NULL, NULL}};
    luaL_newlib(L, methods);
    bind_type(L, type_name, meta, column_index);
    luaL_setfuncs(L, column_makers, 0);
}
