#include "lua/guard.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "lua/api.h"
#include "lua/api_type.h"
#include "lua/args.h"
#include "lua/bind.h"
#include "lua/raise.h"

/* A function that scripts call: its row, its type, and its name in messages. */
struct door {
    const struct api *row;
    const struct api_type *type;
    char name[64];
};

/* "foi.rate", "foi.say.ratio", "report:forest", and "compare" of a table. */
static void name_door(struct door *d) {
    bool report = strcmp(d->type->name, "report") == 0;
    if (d->type->functions || report)
        snprintf(d->name, sizeof d->name, "%s%c%s", d->type->value, report ? ':' : '.',
                 d->row->name);
    else
        snprintf(d->name, sizeof d->name, "%s", d->row->name);
}

/* What is called with a dot in place of a colon has something else for itself. */
static void check_self(lua_State *L, const struct door *d) {
    bool data = strcmp(d->type->name, "table") == 0;
    if (data ? table_test(L, 1) != NULL
             : lua_type(L, 1) == LUA_TTABLE && luaL_getmetafield(L, 1, "__index") != LUA_TNIL) {
        lua_settop(L, data ? lua_gettop(L) : lua_gettop(L) - 1); /* without the metafield */
        return;
    }
    raise_new(L, ERR_ARG_TYPE, "%s is a method: it is called with a colon, %s:%s", d->name,
              d->type->value, d->row->name);
}

/* Is the value a text, but none of the words that the type allows? */
static bool is_other_word(lua_State *L, int index, const char *type, struct err *e) {
    const char *choice[API_ARGS];
    struct buf room = {0};
    api_type_choices(type, &room, choice, API_ARGS);
    bool other = choice[0] != NULL && lua_type(L, index) == LUA_TSTRING;
    const char *nearest = other ? str_nearest(lua_tostring(L, index), choice) : NULL;
    if (nearest != NULL)
        err_hint(e, "did you mean \"%s\"?", nearest);
    buf_free(&room);
    return other;
}

/* What the argument is. */
static void hint_what(const struct api_arg *arg, struct err *e) {
    bool any = strcmp(arg->name, "...") == 0;
    err_hint(e, "%s%s%s", any ? "" : arg->name, any ? "" : ": ", arg->text);
}

static void raise_wrong(lua_State *L, const struct door *d, const struct api_arg *arg, int index) {
    struct err e = {0};
    struct buf type = {0}, value = {0};
    api_type_put(&type, arg->type);
    api_type_put_value(L, index, arg->type, &value);
    enum err_id id = is_other_word(L, index, arg->type, &e) ? ERR_ARG_RANGE : ERR_ARG_TYPE;
    if (type.failed || value.failed)
        fail(&e, ERR_NOMEM, "no memory for a message");
    else if (strcmp(arg->name, "...") == 0)
        fail(&e, id, "%s takes %s, got %s", d->name, type.text, value.text);
    else
        fail(&e, id, "%s: '%s' must be %s, got %s", d->name, arg->name, type.text, value.text);
    if (e.hint[0] == '\0')
        hint_what(arg, &e);
    buf_free(&type);
    buf_free(&value);
    lfoi_raise(L, &e);
}

static void raise_missing(lua_State *L, const struct door *d, const struct api_arg *arg) {
    struct err e = {0};
    fail(&e, ERR_ARG_MISSING, "%s needs '%s'", d->name, arg->name);
    hint_what(arg, &e);
    lfoi_raise(L, &e);
}

/* The arguments by place, the first at the index 'first'. */
static void check_places(lua_State *L, const struct door *d, int first, size_t n) {
    int top = lua_gettop(L);
    for (size_t i = 0; i < n; i++) {
        const struct api_arg *arg = &d->row->args[i];
        bool any = strcmp(arg->name, "...") == 0;
        int at = first + (int)i, end = any ? top : at;
        if (!any && lua_isnoneornil(L, at)) {
            if (arg->preset == NULL)
                raise_missing(L, d, arg);
            continue;
        }
        for (; at <= end; at++) {
            if (!api_type_fits(L, at, arg->type))
                raise_wrong(L, d, arg, at);
        }
    }
}

/* Those by name, in one table; what is missing there the function says itself, with what there is
 * to choose from. */
static void check_names(lua_State *L, const struct door *d, int index, const struct api_arg *arg,
                        size_t n) {
    const char *names[API_ARGS + 1] = {0};
    bool needed = false;
    for (size_t i = 0; i < n; i++) {
        names[i] = arg[i].name;
        needed = needed || arg[i].preset == NULL;
    }
    if (!needed && lua_isnoneornil(L, index))
        return;
    args_check(L, index, d->name, names);
    for (size_t i = 0; i < n; i++) {
        bool given = args_field(L, index, arg[i].name) != LUA_TNIL;
        if (given && !api_type_fits(L, -1, arg[i].type))
            raise_wrong(L, d, &arg[i], lua_gettop(L));
        lua_pop(L, 1);
    }
}

static void check_call(lua_State *L, const struct door *d) {
    int first = d->type->functions ? 1 : 2;
    size_t n = api_n_args(d->row), n_named = api_n_named(d->row);
    if (first == 2)
        check_self(L, d);
    check_places(L, d, first, n);
    bool rest = n > 0 && strcmp(d->row->args[n - 1].name, "...") == 0;
    if (n_named > 0)
        check_names(L, d, first + (int)n, &d->row->args[n], n_named);
    else if (!rest && lua_type(L, first + (int)n) == LUA_TTABLE)
        raise_new(L, ERR_ARG_UNKNOWN, "%s takes no named arguments", d->name);
}

static int call_guarded(lua_State *L) {
    check_call(L, lua_touserdata(L, lua_upvalueindex(2)));
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/* The function is the first upvalue, where a test finds it. */
static int core_guard(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    struct door d = {0};
    d.row = api_find(name, &d.type);
    if (d.row == NULL || lua_type(L, 2) != LUA_TFUNCTION)
        return raise_new(L, ERR_INTERNAL, "%s has no row, or is no function", name);
    name_door(&d);
    lua_pushvalue(L, 2);
    *(struct door *)lua_newuserdatauv(L, sizeof d, 0) = d;
    lua_pushcclosure(L, call_guarded, 2);
    return 1;
}

void bind_guard(lua_State *L) {
    lua_pushcfunction(L, core_guard);
    lua_setfield(L, -2, "guard");
}
