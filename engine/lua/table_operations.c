/* Operations on tables: each leaves its tables as they are and gives a new one. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "data/group.h"
#include "data/mixing.h"
#include "data/table_tighten.h"
#include "data/years.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

static void raise_text_for_numbers(lua_State *L, const char *name) {
    struct err e = {0};
    fail(&e, ERR_COLUMN_TYPE, "column '%s' holds numbers and is compared with text", name);
    err_hint(&e,
             "write a number without quotes, or read the column as labels: foi.read(path, "
             "{text = {\"%s\"}})",
             name);
    lfoi_raise(L, &e);
}

/* The condition that a column has the value at the top of the stack, or one of a list; the value
 * stays there while the condition points at it. */
static struct condition condition_on(lua_State *L, const struct column *c) {
    struct condition condition = {.column = c->field.name};
    if (c->field.type == COLUMN_LABEL) {
        condition.label = args_texts(L, -1, &condition.n);
    } else {
        const struct column *wanted = column_from(L, -1, 1);
        if (wanted->field.type != COLUMN_NUMBER)
            raise_text_for_numbers(L, c->field.name);
        condition.n = wanted->n;
        condition.number = wanted->value;
    }
    return condition;
}

/* Conditions from {column = value or list, ...}, in the order of the table's columns so that errors
 * do not depend on the order in which Lua keeps its keys. */
static struct condition *conditions(lua_State *L, const struct table *t, size_t *n) {
    struct condition *list = lua_newuserdatauv(L, (t->n_columns + 1) * sizeof *list, 0);
    *n = 0;
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        struct err e = {0};
        if (lua_type(L, -2) != LUA_TSTRING)
            raise_new(L, ERR_ARG_TYPE, "where takes column = value");
        if (table_need(t, lua_tostring(L, -2), &e) == NULL)
            lfoi_raise(L, &e);
    }
    for (size_t i = 0; i < t->n_columns; i++) {
        luaL_checkstack(L, 4, NULL);
        if (args_field(L, 2, t->column[i].field.name) == LUA_TNIL)
            lua_pop(L, 1);
        else
            list[(*n)++] = condition_on(L, &t->column[i]);
    }
    return list;
}

static int where_function(lua_State *L, const struct table *t) {
    bool *keep = lua_newuserdatauv(L, t->n_rows + 1, 0);
    for (size_t i = 0; i < t->n_rows; i++) {
        lua_pushvalue(L, 2);
        row_push(L, t, i);
        lua_call(L, 1, 1);
        keep[i] = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    struct err e = {0};
    struct table *out = table_push(L);
    return table_finish(L, table_keep(t, keep, out, &e), out, &e);
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
    return table_finish(L, table_where(t, c, n, out, &e), out, &e);
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
    return table_finish(L, table_select(t, names, n, out, &e), out, &e);
}

/* Calls the function at index 3 with each row and collects its results in a list at the top. */
static void call_rows(lua_State *L, const struct table *t) {
    lua_createtable(L, (int)t->n_rows, 0);
    int list = lua_gettop(L);
    for (size_t i = 0; i < t->n_rows; i++) {
        lua_pushvalue(L, 3);
        row_push(L, t, i);
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
    return table_finish(L, table_derive(t, &named, out, &e), out, &e);
}

/* core.sum(t, by, what) and core.count(t, by); the prelude gives them as t:by(...):sum(...). */
static int core_sum(lua_State *L) {
    const struct table *t = table_check(L, 1);
    size_t n_by, n_what;
    const char **by = args_texts(L, 2, &n_by);
    const char **what = args_texts(L, 3, &n_what);
    struct err e = {0};
    struct table *out = table_push(L);
    return table_finish(L, table_sum(t, by, n_by, what, n_what, out, &e), out, &e);
}

/* core.comparable(t, series): raises unless the rows that are alike in 'series' may be compared. */
static int core_comparable(lua_State *L) {
    const struct table *t = table_check(L, 1);
    size_t n;
    const char **series = args_texts(L, 2, &n);
    struct err e = {0};
    return mixing_check(t, series, n, &e) ? 0 : lfoi_raise(L, &e);
}

/* core.year("2017/18"): 2018 and "split"; of "2018" 2018 and "whole"; nil when it is no year. */
static int core_year(lua_State *L) {
    int year = 0;
    enum year_kind kind = period_year(luaL_checkstring(L, 1), &year);
    if (kind == YEAR_NONE)
        return 0;
    lua_pushinteger(L, year);
    lua_pushstring(L, kind == YEAR_SPLIT ? "split" : "whole");
    return 2;
}

static bool put_gaps(const struct table *t, const char *period, const char *const *series, size_t n,
                     struct buf *out, struct err *e) {
    struct arena scratch = {0};
    struct year_gaps g;
    const struct column *c = table_need(t, period, e);
    bool done = c != NULL && years_gaps(t, c, series, n, &scratch, &g, e);
    if (done)
        years_put_gaps(t, &g, series, n, out);
    arena_free(&scratch);
    return done;
}

/* core.gaps(t, period, series): the years that are missing within the series, in words; nil when
 * none is. */
static int core_gaps(lua_State *L) {
    const struct table *t = table_check(L, 1);
    const char *period = luaL_checkstring(L, 2);
    size_t n;
    const char **series = args_texts(L, 3, &n);
    struct err e = {0};
    struct buf text = {0};
    bool done = put_gaps(t, period, series, n, &text, &e) &&
                (!text.failed || fail(&e, ERR_NOMEM, "no memory for a note"));
    if (done && text.n > 0)
        lua_pushlstring(L, text.text, text.n);
    else
        lua_pushnil(L);
    buf_free(&text);
    return done ? 1 : lfoi_raise(L, &e);
}

static int core_count(lua_State *L) {
    const struct table *t = table_check(L, 1);
    size_t n;
    const char **by = args_texts(L, 2, &n);
    struct err e = {0};
    struct table *out = table_push(L);
    return table_finish(L, table_count(t, by, n, NULL, out, &e), out, &e);
}

/* core.group_numbers(t, by): for each row the number of its group, its row in core.count(t, by). */
static int core_group_numbers(lua_State *L) {
    const struct table *t = table_check(L, 1);
    size_t n;
    const char **by = args_texts(L, 2, &n);
    lua_createtable(L, (int)t->n_rows, 0);
    struct arena scratch = {0};
    struct grouping g;
    struct err e = {0};
    bool done = group_rows(t, by, n, &scratch, &g, &e);
    for (size_t i = 0; done && i < t->n_rows; i++) {
        lua_pushinteger(L, (lua_Integer)g.group[i] + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1); /* there is room: nothing is raised */
    }
    arena_free(&scratch);
    return done ? 1 : lfoi_raise(L, &e);
}

/* core.take(t, {3, 1}): these rows, in that order. */
static int core_take(lua_State *L) {
    const struct table *t = table_check(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    size_t n = args_length(L, 2);
    size_t *row = lua_newuserdatauv(L, (n + 1) * sizeof *row, 0);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        lua_Integer k = lua_tointeger(L, -1);
        if (k < 1 || (size_t)k > t->n_rows)
            return raise_new(L, ERR_ARG_RANGE, "row %lld of a table with %zu rows", (long long)k,
                             t->n_rows);
        row[i] = (size_t)k - 1;
        lua_pop(L, 1);
    }
    struct err e = {0};
    struct table *out = table_push(L);
    return table_finish(L, table_take(t, row, n, out, &e), out, &e);
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
    return table_finish(L, table_join(left, right, on, n, optional, out, &e), out, &e);
}

/* t:pivot{rows = "group", across = "status", values = "cases"}, or the same back. */
static int turn(lua_State *L, const char *what,
                bool (*f)(const struct table *t, const char *const *rows, size_t n_rows,
                          const char *across, const char *values, struct table *out,
                          struct err *e)) {
    static const char *const names[] = {"rows", "across", "values", NULL};
    const struct table *t = table_check(L, 1);
    args_check(L, 2, what, names);
    const char *across = args_text(L, 2, "across", NULL), *values = args_text(L, 2, "values", NULL);
    if (args_field(L, 2, "rows") == LUA_TNIL || across == NULL || values == NULL)
        return raise_new(L, ERR_ARG_MISSING, "%s needs rows, across and values", what);
    size_t n;
    const char **rows = args_texts(L, -1, &n);
    struct err e = {0};
    struct table *out = table_push(L);
    return table_finish(L, f(t, rows, n, across, values, out, &e), out, &e);
}

static int table_pivot_(lua_State *L) {
    return turn(L, "pivot", table_pivot);
}

static int table_unpivot_(lua_State *L) {
    return turn(L, "unpivot", table_unpivot);
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
    return table_finish(L, table_sort(t, luaL_checkstring(L, 2), descending, out, &e), out, &e);
}

/* The texts at field 'name', which must be there. */
static const char **need_texts(lua_State *L, const char *name, size_t *n) {
    if (args_field(L, 2, name) == LUA_TNIL)
        raise_new(L, ERR_ARG_MISSING, "tighten needs '%s'", name);
    const char **texts = args_texts(L, -1, n);
    if (*n == 0)
        raise_new(L, ERR_ARG_MISSING, "tighten needs '%s'", name);
    return texts;
}

static void need_published(lua_State *L, const struct table *t) {
    bool published = args_flag(L, 2, "published", false);
    for (size_t i = 0; !published && i < t->n_sources; i++) {
        if (!t->source[i].published)
            raise_new(
                L, ERR_HIDDEN,
                "tighten: nothing says that the figures of %s are public, and narrower bounds "
                "could show what is hidden",
                t->source[i].dataset);
    }
}

/* The sentences that stand below the table: what was narrowed, and on what assumption. */
static bool note_tightened(struct table *out, const struct tighten *how,
                           const struct tightened *found, struct err *e) {
    struct buf text = {0};
    buf_addf(&text, "Bounds of %zu %s were tightened by totals", found->cells,
             found->cells == 1 ? "cell" : "cells");
    if (found->known > 0)
        buf_addf(&text, "; %zu of them %s one possible value", found->known,
                 found->known == 1 ? "has" : "have");
    buf_puts(&text, ".");
    if (how->least > 0 || isfinite(how->most))
        buf_addf(&text, " Suppressed cells without a published range are taken as at least %g",
                 how->least);
    if (isfinite(how->most))
        buf_addf(&text, " and at most %g", how->most);
    if (how->least > 0 || isfinite(how->most))
        buf_puts(&text, ".");
    bool done = text.failed ? fail(e, ERR_NOMEM, "no memory for a note")
                            : table_add_note(out, text.text, e);
    buf_free(&text);
    return done;
}

/* t:tighten{count = "looked_after", parts = "group", total = "Total"}, or {parts = {"white",
 * "black"}, total = "all"} */
static int table_tighten_(lua_State *L) {
    static const char *const names[] = {"count", "parts", "total",     "within",
                                        "least", "most",  "published", NULL};
    const struct table *t = table_check(L, 1);
    args_check(L, 2, "tighten", names);
    size_t n_totals;
    struct tighten how = {.count = args_text(L, 2, "count", NULL),
                          .least = args_number(L, 2, "least", 0),
                          .most = args_number(L, 2, "most", INFINITY)};
    how.part = need_texts(L, "parts", &how.n_parts);
    how.total = need_texts(L, "total", &n_totals);
    if (args_field(L, 2, "within") != LUA_TNIL)
        how.by = args_texts(L, -1, &how.n_by);
    if (n_totals != (how.count != NULL ? how.n_parts : 1))
        return raise_new(L, ERR_ARG_LENGTH, "tighten needs %s",
                         how.count != NULL ? "the label that is the total in each column of parts"
                                           : "one column of totals");
    if (how.least < 0 || how.least != floor(how.least) || how.most != floor(how.most) ||
        how.least > how.most)
        return raise_new(L, ERR_ARG_RANGE,
                         "tighten: 'least' and 'most' are whole numbers, 'least' not above 'most'");
    need_published(L, t);
    struct err e = {0};
    struct tightened found;
    struct table *out = table_push(L);
    bool done = table_tighten(t, &how, out, &found, &e) && note_tightened(out, &how, &found, &e);
    return table_finish(L, done, out, &e);
}

static int table_concat_(lua_State *L) {
    const struct table *a = table_check(L, 1), *b = table_check(L, 2);
    struct err e = {0};
    struct table *out = table_push(L);
    return table_finish(L, table_concat(a, b, out, &e), out, &e);
}

/* The columns that a note is about: the field 'columns' of the table at index 3, if there is one.
 */
static struct labels note_columns(lua_State *L, const struct table *t) {
    static const char *const names[] = {"columns", NULL};
    struct labels columns = {0};
    if (lua_isnoneornil(L, 3))
        return columns;
    args_check(L, 3, "note", names);
    if (args_field(L, 3, "columns") != LUA_TNIL)
        columns.label = args_texts(L, -1, &columns.n);
    for (size_t i = 0; i < columns.n; i++) {
        struct err e = {0};
        if (table_need(t, columns.label[i], &e) == NULL)
            lfoi_raise(L, &e);
    }
    return columns;
}

/* t:note(sentence, {columns = "rate"}): the same table with a sentence that is printed where it is
 * shown, or where one of the columns is. */
static int table_note(lua_State *L) {
    const struct table *t = table_check(L, 1);
    struct note note = {.text = luaL_checkstring(L, 2), .columns = note_columns(L, t)};
    struct err e = {0};
    bool *keep = lua_newuserdatauv(L, t->n_rows + 1, 0);
    memset(keep, true, t->n_rows);
    struct table *out = table_push(L);
    return table_finish(L, table_keep(t, keep, out, &e) && table_add(out, &note, &e), out, &e);
}

/* Copies the n columns in the list at index 2. */
static void fill_table(lua_State *L, const char *name, size_t n, struct table *out) {
    struct err e = {0};
    size_t rows = 0, twin;
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        const struct column *c = column_check(L, -1);
        if (i == 0 && !table_new(out, name, rows = c->n, n, &e))
            lfoi_raise(L, &e);
        if (c->n != rows)
            raise_new(L, ERR_ARG_LENGTH, "column '%s' has %d rows, the first has %d", c->field.name,
                      (int)c->n, (int)rows);
        if (!table_put(out, i, c, &e))
            lfoi_raise(L, &e);
        lua_pop(L, 1);
    }
    if (!table_index_names(out, &twin, &e))
        lfoi_raise(L, &e);
    if (twin < n)
        raise_new(L, ERR_ARG_RANGE, "the table would have two columns '%s'",
                  out->column[twin].field.name);
}

/* core.table(name, {column, ...}, sources...): a new table from columns, with the sources, checks
 * and notes of the tables named after them. */
static int core_table(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    if (lua_type(L, 2) != LUA_TTABLE)
        return raise_new(L, ERR_ARG_TYPE, "table(name, list of columns)");
    int n_parents = lua_gettop(L);
    size_t n = args_length(L, 2);
    if (n == 0)
        return raise_new(L, ERR_ARG_MISSING, "a table needs a column");
    struct err e = {0};
    struct table *out = table_push(L);
    fill_table(L, name, n, out);
    for (int i = 3; i <= n_parents; i++) {
        if (!table_inherit(out, table_check(L, i), &e))
            return lfoi_raise(L, &e);
    }
    return table_finish(L, true, out, &e);
}

const luaL_Reg table_operations[] = {{"where", table_where_},
                                     {"select", table_select_},
                                     {"derive", table_derive_},
                                     {"join", table_join_},
                                     {"pivot", table_pivot_},
                                     {"unpivot", table_unpivot_},
                                     {"sort", table_sort_},
                                     {"concat", table_concat_},
                                     {"tighten", table_tighten_},
                                     {"note", table_note},
                                     {NULL, NULL}};

const luaL_Reg table_makers[] = {{"sum", core_sum},     {"count", core_count},
                                 {"table", core_table}, {"comparable", core_comparable},
                                 {"year", core_year},   {"gaps", core_gaps},
                                 {"take", core_take},   {"group_numbers", core_group_numbers},
                                 {NULL, NULL}};
