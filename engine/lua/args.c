#include "lua/args.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "data/wording.h"
#include "lua/raise.h"

static bool is_one_of(const char *key, const char *const *names) {
    for (; *names != NULL; names++) {
        if (strcmp(key, *names) == 0)
            return true;
    }
    return false;
}

static void unknown_name(lua_State *L, const char *function, const char *key,
                         const char *const *names) {
    struct err e = {0};
    const char *nearest = str_nearest(key, names);
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (size_t i = 0; names[i] != NULL; i++) {
        luaL_addstring(&b, i > 0 ? ", " : "");
        luaL_addstring(&b, names[i]);
    }
    luaL_pushresult(&b);
    char clip[WORDING_CLIP];
    fail(&e, ERR_ARG_UNKNOWN, "%s has no argument '%s'", function, wording_clip(key, clip));
    if (nearest != NULL)
        err_hint(&e, "did you mean '%s'? it takes %s", nearest, lua_tostring(L, -1));
    else
        err_hint(&e, "it takes %s", lua_tostring(L, -1));
    lfoi_raise(L, &e);
}

/* What has nothing before its named arguments is shown with the first of them. */
static void no_names(lua_State *L, int index, const char *function, const char *const *names,
                     const char *how) {
    struct err e = {0};
    fail(&e, ERR_ARG_TYPE, "%s takes named arguments %s", function, how);
    if (index == 1)
        err_hint(&e, "%s { %s = ... }", function, names[0]);
    lfoi_raise(L, &e);
}

void args_check(lua_State *L, int index, const char *function, const char *const *names) {
    if (lua_type(L, index) != LUA_TTABLE)
        no_names(L, index, function, names, "in braces: {name = value}");
    const char *unknown = NULL; /* the first by its letters: Lua keeps keys in no order */
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            no_names(L, index, function, names, "only: name = value");
        const char *key = lua_tostring(L, -2);
        if (!is_one_of(key, names) && (unknown == NULL || strcmp(key, unknown) < 0))
            unknown = key;
    }
    if (unknown != NULL)
        unknown_name(L, function, unknown, names);
}

int args_field(lua_State *L, int index, const char *name) {
    index = lua_absindex(L, index);
    lua_pushstring(L, name);
    return lua_rawget(L, index);
}

const char *args_text(lua_State *L, int index, const char *name, const char *preset) {
    int type = args_field(L, index, name);
    const char *text = type == LUA_TSTRING ? lua_tostring(L, -1) : preset;
    if (type != LUA_TSTRING && type != LUA_TNIL)
        raise_new(L, ERR_ARG_TYPE, "'%s' must be text, got a %s", name, lua_typename(L, type));
    lua_pop(L, 1);
    return text;
}

double args_value(lua_State *L, int index) {
    double x = lua_tonumber(L, index);
    lua_Integer i = lua_tointeger(L, index);
    bool fits = x < (double)LUA_MAXINTEGER; /* 2^63 as a double, one more than the integer */
    if (lua_isinteger(L, index) && !(fits && (lua_Integer)x == i))
        raise_new(L, ERR_ARG_RANGE,
                  "%lld has more digits than a number can hold: it would be taken as %.0f",
                  (long long)i, x);
    return x;
}

double args_number(lua_State *L, int index, const char *name, double preset) {
    int type = args_field(L, index, name);
    double x = type == LUA_TNUMBER ? args_value(L, -1) : preset;
    if (type != LUA_TNUMBER && type != LUA_TNIL)
        raise_new(L, ERR_ARG_TYPE, "'%s' must be a number, got a %s", name, lua_typename(L, type));
    lua_pop(L, 1);
    return x;
}

bool args_flag(lua_State *L, int index, const char *name, bool preset) {
    int type = args_field(L, index, name);
    bool flag = type == LUA_TNIL ? preset : lua_toboolean(L, -1);
    if (type != LUA_TBOOLEAN && type != LUA_TNIL)
        raise_new(L, ERR_ARG_TYPE, "'%s' must be true or false, got a %s", name,
                  lua_typename(L, type));
    lua_pop(L, 1);
    return flag;
}

size_t args_row(lua_State *L, int index, size_t n, const char *what) {
    if (lua_type(L, index) != LUA_TNUMBER)
        raise_new(L, ERR_ARG_TYPE, "a row of a %s is a whole number, got a %s", what,
                  luaL_typename(L, index));
    double i = lua_tonumber(L, index);
    if (!(i >= 1 && i <= (double)n && i == floor(i)))
        raise_new(L, ERR_ARG_RANGE, "row %.17g of a %s with %zu rows", i, what, n);
    return (size_t)i - 1;
}

const char *args_name(lua_State *L, int index, const char *function, const char *name) {
    if (lua_type(L, index) != LUA_TSTRING)
        raise_new(L, ERR_ARG_TYPE, "%s: '%s' must be text, got a %s", function, name,
                  luaL_typename(L, index));
    return lua_tostring(L, index);
}

size_t args_length(lua_State *L, int index) {
    lua_Unsigned n = lua_rawlen(L, index);
    if (n > (lua_Unsigned)1 << 31)
        raise_new(L, ERR_ARG_LENGTH, "a list has gaps: its last item seems to be number %llu",
                  (unsigned long long)n);
    return (size_t)n;
}

const char **args_texts(lua_State *L, int index, size_t *n) {
    index = lua_absindex(L, index); /* what is pushed below must not move it */
    bool single = lua_type(L, index) == LUA_TSTRING;
    if (!single && lua_type(L, index) != LUA_TTABLE)
        raise_new(L, ERR_ARG_TYPE, "expected a text or a list of texts, got a %s",
                  luaL_typename(L, index));
    *n = single ? 1 : args_length(L, index);
    const char **texts = lua_newuserdatauv(L, (*n + 1) * sizeof *texts, 0);
    if (single)
        texts[0] = lua_tostring(L, index);
    for (size_t i = 0; !single && i < *n; i++) {
        if (lua_rawgeti(L, index, (lua_Integer)i + 1) != LUA_TSTRING)
            raise_new(L, ERR_ARG_TYPE, "item %d of the list must be text, got a %s", (int)i + 1,
                      luaL_typename(L, -1));
        texts[i] = lua_tostring(L, -1); /* stays valid: the list holds it */
        lua_pop(L, 1);
    }
    texts[*n] = NULL;
    return texts;
}
