/* foi.column: numbers or labels with marks. A cell that is not a number is nil to Lua; its mark and
 * its bounds are there to ask for. Arithmetic goes row by row and keeps the marks. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

static const char type_name[] = "foi.column";
static const double most_whole = 9007199254740992.0; /* 2^53 */

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
             fabs(c->value[row]) <= most_whole)
        lua_pushinteger(L, (lua_Integer)c->value[row]);
    else
        lua_pushnumber(L, c->value[row]);
}

static size_t row_at(lua_State *L, const struct column *c, int index) {
    luaL_checktype(L, index, LUA_TNUMBER);
    lua_Integer i = luaL_checkinteger(L, index);
    if (i < 1 || (lua_Unsigned)i > c->n)
        raise_new(L, ERR_ARG_RANGE, "row %lld of a column with %zu rows", (long long)i, c->n);
    return (size_t)i - 1;
}

static int column_get_mark(lua_State *L) {
    const struct column *c = column_check(L, 1);
    lua_pushstring(L, mark_name(column_mark(c, row_at(L, c, 2))));
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
    column_bounds(c, row_at(L, c, 2), &lo, &hi);
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

struct column *column_push_numbers(lua_State *L, const struct field *field, size_t n,
                                   struct owned_column **box) {
    struct err e = {0};
    *box = column_push(L);
    if (!column_numbers(&(*box)->column, &(*box)->arena, field, n, &e))
        lfoi_raise(L, &e);
    lua_gc(L, LUA_GCSTEP, (int)(n * sizeof(double) / 1024));
    return &(*box)->column;
}

static const char *own_text(lua_State *L, struct owned_column *box, const char *text) {
    const char *copy = arena_string(&box->arena, text);
    if (text != NULL && copy == NULL)
        raise_new(L, ERR_NOMEM, "no memory for a column");
    return copy;
}

/* Copies the field's texts, whose owner may die before the new column. */
static void own_field(lua_State *L, struct owned_column *box, const struct field *f) {
    struct field copy = *f;
    const char **texts[] = {&copy.name,   &copy.title,   &copy.unit,       &copy.description,
                            &copy.totals, &copy.measure, &copy.comparator, &copy.denominator};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = own_text(L, box, *texts[i]);
    struct labels *const lists[] = {&copy.unknown, &copy.stock, &copy.flow, &copy.part,
                                    &copy.part_covers};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (!labels_copy(&box->arena, *lists[i], lists[i]))
            raise_new(L, ERR_NOMEM, "no memory for a column");
    }
    box->column.field = copy;
}

static void numbers_from_list(lua_State *L, int index, size_t n) {
    struct owned_column *box;
    struct field field = {.name = "value", .type = COLUMN_NUMBER, .decimals = -1};
    struct column *c = column_push_numbers(L, &field, n, &box);
    struct err e = {0};
    for (size_t i = 0; i < n; i++) {
        int type = lua_rawgeti(L, index, (lua_Integer)i + 1);
        double x = lua_tonumber(L, -1);
        bool none = type == LUA_TBOOLEAN && !lua_toboolean(L, -1);
        if (type == LUA_TNUMBER && !isnan(x))
            c->value[i] = x;
        else if (type == LUA_TNUMBER || none)
            column_set_mark(c, &box->arena, i, MARK_UNDEFINED, NAN, NAN, &e);
        else
            raise_new(L, ERR_ARG_TYPE, "item %d of the list must be a number, got a %s", (int)i + 1,
                      lua_typename(L, type));
        lua_pop(L, 1);
    }
    if (e.id != ERR_NONE)
        lfoi_raise(L, &e);
}

static void labels_from(lua_State *L, int index, size_t n, bool list) {
    struct owned_column *box = column_push(L);
    struct field field = {.name = "label", .type = COLUMN_LABEL, .decimals = -1};
    struct err e = {0};
    if (!column_labels(&box->column, &box->arena, &field, n, &e))
        lfoi_raise(L, &e);
    for (size_t i = 0; i < n; i++) {
        if (list && lua_rawgeti(L, index, (lua_Integer)i + 1) != LUA_TSTRING)
            raise_new(L, ERR_ARG_TYPE, "item %d of the list must be text, got a %s", (int)i + 1,
                      luaL_typename(L, -1));
        struct span s;
        s.text = lua_tolstring(L, list ? -1 : index, &s.n);
        if (memchr(s.text, '\0', s.n) != NULL)
            raise_new(L, ERR_ARG_RANGE, "a label cannot hold a NUL byte, got '%s'", s.text);
        box->column.code[i] = dictionary_add(box->column.dictionary, &box->arena, s);
        if (box->column.code[i] < 0)
            raise_new(L, ERR_NOMEM, "no memory for a column");
        if (list)
            lua_pop(L, 1);
    }
}

static void fill_numbers(lua_State *L, struct owned_column *box, double x) {
    struct err e = {0};
    for (size_t i = 0; i < box->column.n; i++) {
        box->column.value[i] = x;
        if (isnan(x))
            column_set_mark(&box->column, &box->arena, i, MARK_UNDEFINED, NAN, NAN, &e);
    }
    if (e.id != ERR_NONE)
        lfoi_raise(L, &e);
}

struct column *column_from(lua_State *L, int index, size_t n) {
    index = lua_absindex(L, index);
    struct column *c = column_test(L, index);
    if (c != NULL) {
        lua_pushvalue(L, index);
        return c;
    }
    int type = lua_type(L, index);
    if (type == LUA_TNUMBER) {
        struct owned_column *box;
        struct field field = {.name = "value", .type = COLUMN_NUMBER, .decimals = -1};
        column_push_numbers(L, &field, n, &box);
        fill_numbers(L, box, lua_tonumber(L, index));
    } else if (type == LUA_TSTRING) {
        labels_from(L, index, n, false);
    } else if (type == LUA_TTABLE) {
        size_t length = args_length(L, index);
        int first = lua_rawgeti(L, index, 1);
        lua_pop(L, 1);
        if (first == LUA_TSTRING)
            labels_from(L, index, length, true);
        else
            numbers_from_list(L, index, length);
    } else {
        raise_new(L, ERR_ARG_TYPE, "expected a column, a number, a text or a list, got a %s",
                  lua_typename(L, type));
    }
    return column_check(L, -1);
}

static int decimals_of(lua_State *L, int index, int preset) {
    double x = args_number(L, index, "decimals", preset);
    if (x != preset && !(x >= 0 && x <= 12 && x == floor(x)))
        raise_new(L, ERR_ARG_RANGE, "'decimals' must be a whole number from 0 to 12, got %g", x);
    return (int)x;
}

/* core.field(column, {title = ..., unit = ..., ...}): the same cells with other words about them.
 */
static int core_field(lua_State *L) {
    static const char *const names[] = {"name",       "title",       "unit",        "measure",
                                        "comparator", "decimals",    "denominator", "conf_level",
                                        "count",      "description", NULL};
    const struct column *from = column_check(L, 1);
    args_check(L, 2, "field", names);
    struct field f = from->field;
    f.name = args_text(L, 2, "name", f.name);
    f.title = args_text(L, 2, "title", f.title);
    f.unit = args_text(L, 2, "unit", f.unit);
    f.description = args_text(L, 2, "description", f.description);
    f.measure = args_text(L, 2, "measure", f.measure);
    f.comparator = args_text(L, 2, "comparator", f.comparator);
    f.denominator = args_text(L, 2, "denominator", f.denominator);
    f.conf_level = args_number(L, 2, "conf_level", f.conf_level);
    f.decimals = decimals_of(L, 2, f.decimals);
    f.count = args_flag(L, 2, "count", f.count);
    struct owned_column *box = column_push(L);
    box->column = *from;
    lua_pushvalue(L, 1); /* the cells stay the other column's */
    lua_setiuservalue(L, -2, 1);
    own_field(L, box, &f);
    return 1;
}

/* core.column(list): a column from a list; false marks a value that is not defined. */
static int core_column(lua_State *L) {
    column_from(L, 1, 1);
    return 1;
}

/* core.cell(column, row, n): n copies of one cell, with its mark and bounds. */
static int core_cell(lua_State *L) {
    const struct column *from = column_check(L, 1);
    size_t row = row_at(L, from, 2), n = (size_t)luaL_checkinteger(L, 3);
    struct owned_column *box;
    struct column *to = column_push_numbers(L, &from->field, n, &box);
    own_field(L, box, &from->field);
    struct err e = {0};
    double lo, hi;
    column_bounds(from, row, &lo, &hi);
    for (size_t i = 0; i < n; i++) {
        to->value[i] = from->value[row];
        if (column_mark(from, row) != MARK_OK)
            column_set_mark(to, &box->arena, i, column_mark(from, row), lo, hi, &e);
    }
    return e.id == ERR_NONE ? 1 : lfoi_raise(L, &e);
}

/* A new column of the same cells, to be changed cell by cell. */
static struct column *copy_numbers(lua_State *L, const struct column *from,
                                   struct owned_column **box) {
    struct column *to = column_push_numbers(L, &from->field, from->n, box);
    own_field(L, *box, &from->field);
    struct err e = {0};
    for (size_t i = 0; i < from->n; i++) {
        double lo, hi;
        column_bounds(from, i, &lo, &hi);
        to->value[i] = from->value[i];
        if (column_mark(from, i) != MARK_OK &&
            !column_set_mark(to, &(*box)->arena, i, column_mark(from, i), lo, hi, &e))
            lfoi_raise(L, &e);
    }
    return to;
}

/* core.mark(column, list of booleans, mark name): the same cells, some of them marked. */
static int core_mark(lua_State *L) {
    const struct column *from = column_check(L, 1);
    enum mark m;
    if (lua_type(L, 2) != LUA_TTABLE || !mark_find(luaL_checkstring(L, 3), &m))
        return raise_new(L, ERR_ARG_TYPE, "mark(column, list of booleans, mark)");
    struct owned_column *box;
    struct column *to = copy_numbers(L, from, &box);
    struct err e = {0};
    for (size_t i = 0; i < to->n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        bool marked = lua_toboolean(L, -1);
        lua_pop(L, 1);
        if (marked && !column_set_mark(to, &box->arena, i, m, NAN, NAN, &e))
            return lfoi_raise(L, &e);
    }
    return 1;
}

/* core.ends(column): two columns, the least and the greatest number that each cell can be; a cell
 * that can be any number is marked in both. */
static int core_ends(lua_State *L) {
    const struct column *from = column_check(L, 1);
    struct owned_column *box[2];
    copy_numbers(L, from, &box[0]);
    copy_numbers(L, from, &box[1]);
    for (size_t i = 0; i < from->n; i++) {
        double lo, hi;
        column_bounds(from, i, &lo, &hi);
        if (column_mark(from, i) == MARK_OK || !isfinite(lo) || !isfinite(hi))
            continue;
        box[0]->column.mark[i] = box[1]->column.mark[i] = MARK_OK;
        box[0]->column.value[i] = box[0]->column.lo[i] = box[0]->column.hi[i] = lo;
        box[1]->column.value[i] = box[1]->column.lo[i] = box[1]->column.hi[i] = hi;
    }
    return 2;
}

/* core.bounded(column, low, high): the same cells, the marked ones with the bounds low..high where
 * both are known. A cell that is undefined has no value, so it has no bounds. */
static int core_bounded(lua_State *L) {
    const struct column *from = column_check(L, 1);
    const struct column *low = column_check(L, 2), *high = column_check(L, 3);
    if (low->n != from->n || high->n != from->n)
        return raise_new(L, ERR_ARG_LENGTH, "columns of %d, %d and %d rows", (int)from->n,
                         (int)low->n, (int)high->n);
    struct owned_column *box;
    struct column *to = copy_numbers(L, from, &box);
    struct err e = {0};
    for (size_t i = 0; i < to->n; i++) {
        enum mark m = column_mark(to, i);
        if (m == MARK_OK || m == MARK_UNDEFINED || column_mark(low, i) != MARK_OK ||
            column_mark(high, i) != MARK_OK)
            continue;
        if (!column_set_mark(to, &box->arena, i, m, low->value[i], high->value[i], &e))
            return lfoi_raise(L, &e);
    }
    return 1;
}

static const char *const role_names[] = {[ROLE_NONE] = NULL,
                                         [ROLE_COUNT] = "count",
                                         [ROLE_POPULATION] = "population",
                                         [ROLE_DIMENSION] = "dimension",
                                         [ROLE_PERIOD] = "period",
                                         [ROLE_SHARE] = "share",
                                         [ROLE_NOTE] = "note",
                                         [ROLE_UNIT] = "unit"};

static const char *const field_names[] = {"name",        "title",  "unit", "measure", "comparator",
                                          "denominator", "totals", "role", NULL};

static const char *field_text(const struct field *f, const char *key) {
    const char *const texts[] = {f->name,       f->title,       f->unit,   f->measure,
                                 f->comparator, f->denominator, f->totals, role_names[f->role]};
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
        cell_push(L, c, row_at(L, c, 2));
        return 1;
    }
    const char *key = luaL_checkstring(L, 2);
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
    static const luaL_Reg functions[] = {
        {"field", core_field}, {"column", core_column},   {"mark", core_mark}, {"cell", core_cell},
        {"ends", core_ends},   {"bounded", core_bounded}, {NULL, NULL}};
    luaL_newmetatable(L, type_name);
    luaL_setfuncs(L, meta, 0);
    luaL_newlib(L, methods);
    lua_pushcclosure(L, column_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, type_name);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    luaL_setfuncs(L, functions, 0);
}
