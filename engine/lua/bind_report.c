/* core.emit: adds one part to the document that the run reports. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

static const char *const kinds[] = {
    [PART_HEADING] = "heading", [PART_TEXT] = "text",     [PART_TABLE] = "table",
    [PART_FOREST] = "forest",   [PART_CANNOT] = "cannot", [PART_CAUTION] = "caution"};

static enum part_kind kind_of(lua_State *L, const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(name, kinds[i]) == 0)
            return (enum part_kind)i;
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

/* The forest's columns must be there: found out here, where the script's line is known. */
static void check_forest(lua_State *L, const struct table *t, const struct forest *f) {
    struct err e = {0};
    const char *const numbers[] = {f->value, f->lower, f->upper};
    if (f->label == NULL || table_need_labels(t, f->label, &e) == NULL)
        lfoi_raise(L, &e);
    for (size_t i = 0; i < 3; i++) {
        if (numbers[i] == NULL || table_need_numbers(t, numbers[i], &e) == NULL)
            lfoi_raise(L, &e);
    }
}

/* core.emit(kind, {title, text, table, label, value, lower, upper, reference, logarithmic, axis})
 */
static int core_emit(lua_State *L) {
    static const char *const names[] = {"title",       "text",  "table", "label",
                                        "value",       "lower", "upper", "reference",
                                        "logarithmic", "axis",  NULL};
    struct document *d = host_of(L)->document;
    enum part_kind kind = kind_of(L, luaL_checkstring(L, 1));
    args_check(L, 2, "emit", names);
    struct forest f = {.label = args_text(L, 2, "label", NULL),
                       .value = args_text(L, 2, "value", NULL),
                       .lower = args_text(L, 2, "lower", NULL),
                       .upper = args_text(L, 2, "upper", NULL),
                       .axis = args_text(L, 2, "axis", NULL),
                       .reference = args_number(L, 2, "reference", NAN),
                       .logarithmic = args_flag(L, 2, "logarithmic", false)};
    const struct table *t = args_field(L, 2, "table") == LUA_TNIL ? NULL : table_check(L, -1);
    if (kind == PART_FOREST && t != NULL)
        check_forest(L, t, &f);
    struct err e = {0};
    struct part *p = document_add(d, kind, &e);
    if (p == NULL || (t != NULL && !copy_table(t, &p->table, &e)))
        return lfoi_raise(L, &e);
    p->title = keep(L, d, args_text(L, 2, "title", NULL));
    p->text = keep(L, d, args_text(L, 2, "text", NULL));
    p->forest = (struct forest){.label = keep(L, d, f.label),
                                .value = keep(L, d, f.value),
                                .lower = keep(L, d, f.lower),
                                .upper = keep(L, d, f.upper),
                                .axis = keep(L, d, f.axis),
                                .reference = f.reference,
                                .logarithmic = f.logarithmic};
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
