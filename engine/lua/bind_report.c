/* core.emit: adds one part to the document that the run reports. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

static enum part_kind kind_of(lua_State *L, const char *name) {
    for (int k = 0; k < PART_KINDS; k++) {
        if (strcmp(name, part_kind_name((enum part_kind)k)) == 0)
            return (enum part_kind)k;
    }
    raise_new(L, ERR_ARG_RANGE, "no report part is called '%s'", name);
    return PART_TEXT;
}

/* Copies all columns, notes, checks and sources of t. */
static bool copy_table(const struct table *t, struct table *out, struct err *e) {
    if (!table_new(out, t->name, t->n_rows, t->n_columns, e))
        return false;
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!table_put(out, i, &t->column[i], e))
            return false;
    }
    out->undefined = t->undefined;
    return table_inherit(out, t, e);
}

static const char *keep(lua_State *L, struct document *d, const char *text) {
    const char *copy = arena_string(&d->arena, text);
    if (text != NULL && copy == NULL)
        raise_new(L, ERR_NOMEM, "no memory for the report");
    return copy;
}

/* The columns of a chart must be there: found out here, where the script's line is known. */
static void need_labels(lua_State *L, const struct table *t, const char *name) {
    struct err e = {0};
    if (table_need_labels(t, name != NULL ? name : "", &e) == NULL)
        lfoi_raise(L, &e);
}

static void need_numbers(lua_State *L, const struct table *t, const char *name) {
    struct err e = {0};
    if (table_need_numbers(t, name != NULL ? name : "", &e) == NULL)
        lfoi_raise(L, &e);
}

static const struct table *table_at(lua_State *L, const char *name) {
    return args_field(L, 2, name) == LUA_TNIL ? NULL : table_check(L, -1);
}

/* The part's own copy of a table; NULL is none. */
static void keep_table(lua_State *L, const struct table *t, struct table *to) {
    struct err e = {0};
    if (t != NULL && !copy_table(t, to, &e))
        lfoi_raise(L, &e);
}

static const char *keep_text(lua_State *L, const char *name) {
    return keep(L, host_of(L)->document, args_text(L, 2, name, NULL));
}

static void read_forest(lua_State *L, const struct table *t, struct forest *f) {
    *f = (struct forest){.label = keep_text(L, "label"),
                         .value = keep_text(L, "value"),
                         .lower = keep_text(L, "lower"),
                         .upper = keep_text(L, "upper"),
                         .axis = keep_text(L, "axis"),
                         .reference = args_number(L, 2, "reference", NAN),
                         .logarithmic = args_flag(L, 2, "logarithmic", false)};
    need_labels(L, t, f->label);
    need_numbers(L, t, f->value);
    need_numbers(L, t, f->lower);
    need_numbers(L, t, f->upper);
}

/* The four columns of limits in the list at 'name', if it is there. */
static void read_limits(lua_State *L, const char *name, const struct table *t, const char **limit) {
    size_t n;
    if (args_field(L, 2, name) == LUA_TNIL)
        return;
    const char **given = args_texts(L, -1, &n);
    for (size_t i = 0; i < FUNNEL_LIMITS; i++) {
        limit[i] = i < n ? keep(L, host_of(L)->document, given[i]) : NULL;
        need_numbers(L, t, limit[i]);
    }
}

static void read_funnel(lua_State *L, const struct table *t, struct funnel *f) {
    *f = (struct funnel){.label = keep_text(L, "label"),
                         .value = keep_text(L, "value"),
                         .x = keep_text(L, "x"),
                         .position = keep_text(L, "position"),
                         .target = args_number(L, 2, "target", NAN)};
    need_labels(L, t, f->label);
    need_numbers(L, t, f->value);
    need_numbers(L, t, f->x);
    if (f->position != NULL)
        need_labels(L, t, f->position);
    read_limits(L, "chance", t, f->chance);
    read_limits(L, "spread", t, f->spread);
}

static void read_trend(lua_State *L, const struct table *t, struct trend *f) {
    *f = (struct trend){.by = keep_text(L, "by"),
                        .value = keep_text(L, "value"),
                        .lower = keep_text(L, "lower"),
                        .upper = keep_text(L, "upper"),
                        .series = keep_text(L, "series")};
    need_labels(L, t, f->by);
    need_numbers(L, t, f->value);
    if (f->lower != NULL)
        need_numbers(L, t, f->lower);
    if (f->upper != NULL)
        need_numbers(L, t, f->upper);
    if (f->series != NULL)
        need_labels(L, t, f->series);
}

/* core.emit(kind, {title, text, table, label, value, axis; of a forest lower, upper, reference,
 * logarithmic; of a funnel curve, x, position, chance, spread, target; of a trend lower,
 * upper, by, series}) */
static int core_emit(lua_State *L) {
    static const char *const names[] = {"title",  "text",  "table",    "label",     "value",
                                        "axis",   "lower", "upper",    "reference", "logarithmic",
                                        "curve",  "x",     "position", "chance",    "spread",
                                        "target", "by",    "series",   NULL};
    struct document *d = host_of(L)->document;
    enum part_kind kind = kind_of(L, luaL_checkstring(L, 1));
    args_check(L, 2, "emit", names);
    struct part read = {.kind = kind, .title = keep_text(L, "title"), .text = keep_text(L, "text")};
    const struct table *t = table_at(L, "table");
    if (kind == PART_FOREST && t != NULL)
        read_forest(L, t, &read.forest);
    if (kind == PART_FUNNEL && t != NULL)
        read_funnel(L, t, &read.funnel);
    if (kind == PART_TREND && t != NULL)
        read_trend(L, t, &read.trend);
    struct err e = {0};
    struct part *p = document_add(d, kind, &e);
    if (p == NULL)
        return lfoi_raise(L, &e);
    p->title = read.title;
    p->text = read.text;
    p->forest = read.forest;
    p->funnel = read.funnel;
    p->trend = read.trend;
    keep_table(L, t, &p->table);
    keep_table(L, table_at(L, "curve"), &p->curve);
    return 0;
}

/* core.title(title, subtitle) */
static int core_title(lua_State *L) {
    struct document *d = host_of(L)->document;
    if (d->title != NULL)
        return raise_new(L, ERR_SCRIPT_RUNTIME,
                         "a script has one report; foi.report was called twice");
    d->title = keep(L, d, luaL_checkstring(L, 1));
    d->subtitle = keep(L, d, luaL_optstring(L, 2, NULL));
    return 0;
}

/* core.fixed(x, decimals): a number for a sentence, rounded once, with thousands separators. */
static int core_fixed(lua_State *L) {
    char text[NUM_FIXED_SIZE];
    lua_Integer decimals = luaL_checkinteger(L, 2);
    if (decimals < 0 || decimals > 12)
        return raise_new(L, ERR_ARG_RANGE, "decimals must be 0 to 12");
    num_fixed(luaL_checknumber(L, 1), (int)decimals, true, text);
    lua_pushstring(L, text);
    return 1;
}

void bind_report(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"emit", core_emit}, {"title", core_title}, {"fixed", core_fixed}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
