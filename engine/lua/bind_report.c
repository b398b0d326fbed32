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

/* The list of texts at field 'name'; empty when absent. */
static struct labels keep_labels(lua_State *L, const char *name) {
    struct labels kept = {0}, given = {0};
    int top = lua_gettop(L);
    if (args_field(L, 2, name) != LUA_TNIL)
        given.label = args_texts(L, -1, &given.n);
    if (given.n > 0 && !labels_copy(&host_of(L)->document->arena, given, &kept))
        raise_new(L, ERR_NOMEM, "no memory for the report");
    lua_settop(L, top);
    return kept;
}

/* The columns of a chart must be there: found out here, where the script's line is known. */
static void need_column(lua_State *L, const struct table *t, const char *name, bool label) {
    struct err e = {0};
    if ((label ? table_need_labels(t, name, &e) : table_need_numbers(t, name, &e)) == NULL)
        lfoi_raise(L, &e);
}

/* What a part of that kind draws of the table. */
static void read_drawing(lua_State *L, enum part_kind kind, const struct table *t,
                         struct drawing *d) {
    for (int r = 0; r < ROLES; r++) {
        const char *name = keep_text(L, drawing_role_name((enum drawing_role)r));
        d->column[r] = name;
        if (name != NULL || part_kind_needs(kind, (enum drawing_role)r))
            need_column(L, t, name != NULL ? name : "",
                        drawing_role_is_label((enum drawing_role)r));
    }
    d->axis = keep_text(L, "axis");
    d->reference = args_number(L, 2, "reference", NAN);
    d->reference_name = keep_text(L, "reference_name");
    d->highlight = keep_labels(L, "highlight");
    d->logarithmic = args_flag(L, 2, "logarithmic", false);
}

enum { n_plain = 9 }; /* names of emit besides the roles */

/* The names that emit takes. */
static void emit_names(const char *names[n_plain + ROLES + 1]) {
    static const char *const plain[n_plain] = {"title",          "text",      "table",
                                               "curve",          "axis",      "reference",
                                               "reference_name", "highlight", "logarithmic"};
    memcpy(names, plain, sizeof plain);
    for (int r = 0; r < ROLES; r++)
        names[n_plain + r] = drawing_role_name((enum drawing_role)r);
    names[n_plain + ROLES] = NULL;
}

/* core.emit(kind, {title, text, table; of a chart axis, reference, logarithmic and a column for
 * each role that is played, reference_name and highlight; of a funnel curve}) */
static int core_emit(lua_State *L) {
    const char *names[n_plain + ROLES + 1];
    struct document *d = host_of(L)->document;
    enum part_kind kind = kind_of(L, luaL_checkstring(L, 1));
    if (kind == PART_CHECKS && document_has(d, kind))
        return raise_new(L, ERR_ARG_RANGE, "a report shows the checks once");
    emit_names(names);
    args_check(L, 2, "emit", names);
    const char *title = keep_text(L, "title"), *text = keep_text(L, "text");
    const struct table *t = table_at(L, "table");
    struct drawing drawing = {0};
    if (part_kind_needs(kind, ROLE_VALUE) && t != NULL)
        read_drawing(L, kind, t, &drawing);
    struct err e = {0};
    struct part *p = document_add(d, kind, &e);
    if (p == NULL)
        return lfoi_raise(L, &e);
    p->title = title;
    p->text = text;
    p->drawing = drawing;
    keep_table(L, t, &p->table);
    keep_table(L, table_at(L, "curve"), &p->curve);
    return 0;
}

static enum theme theme_at(lua_State *L, int index) {
    enum theme t = THEME_OKABE_ITO;
    const char *name = luaL_optstring(L, index, theme_name(t));
    if (!theme_find(name, &t))
        raise_new(L, ERR_ARG_RANGE, "no theme is called '%s'", name);
    return t;
}

/* core.title(title, subtitle, theme, headline) */
static int core_title(lua_State *L) {
    struct document *d = host_of(L)->document;
    if (d->title != NULL)
        return raise_new(L, ERR_SCRIPT_RUNTIME,
                         "a script has one report; foi.report was called twice");
    d->title = keep(L, d, luaL_checkstring(L, 1));
    d->subtitle = keep(L, d, luaL_optstring(L, 2, NULL));
    d->theme = theme_at(L, 3);
    d->headline = keep(L, d, luaL_optstring(L, 4, NULL));
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
