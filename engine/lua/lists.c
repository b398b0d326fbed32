/* The functions of table that scripts have. They work on plain lists: a length that a script made
 * up
 * (__len) would be a loop inside C that no limit of steps sees. What they do is counted before it
 * is done. Their errors are those of Lua. */
#include <string.h>

#include "lua/bind.h"
#include "lua/raise.h"

/* The length of the list at 1; raises for what is no plain list. */
static lua_Integer check_list(lua_State *L, int index) {
    static const char *const events[] = {"__len", "__newindex", NULL};
    luaL_checktype(L, index, LUA_TTABLE);
    for (int i = 0; events[i] != NULL; i++) {
        if (luaL_getmetafield(L, index, events[i]) != LUA_TNIL)
            raise_new(
                L, ERR_SCRIPT_RUNTIME,
                "functions of 'table' work on plain lists; this one has a metatable with '%s'",
                events[i]);
    }
    return (lua_Integer)lua_rawlen(L, index);
}

static int list_insert(lua_State *L) {
    lua_Integer end = check_list(L, 1) + 1, place = end;
    int n = lua_gettop(L);
    if (n != 2 && n != 3)
        return luaL_error(L, "wrong number of arguments to 'insert'");
    if (n == 3) {
        place = luaL_checkinteger(L, 2);
        luaL_argcheck(L, place >= 1 && place <= end, 2, "position out of bounds");
    }
    host_spend(L, (uint64_t)(end - place));
    for (lua_Integer i = end; i > place; i--) {
        lua_rawgeti(L, 1, i - 1);
        lua_rawseti(L, 1, i);
    }
    lua_rawseti(L, 1, place); /* the last argument */
    return 0;
}

static int list_remove(lua_State *L) {
    lua_Integer n = check_list(L, 1), place = luaL_optinteger(L, 2, n);
    if (lua_gettop(L) > 1)
        luaL_argcheck(L, (place >= 1 && place <= n + 1) || (n == 0 && place == 0), 2,
                      "position out of bounds");
    lua_settop(L, 1);
    lua_rawgeti(L, 1, place);
    host_spend(L, place < n ? (uint64_t)(n - place) : 0);
    for (; place < n; place++) {
        lua_rawgeti(L, 1, place + 1);
        lua_rawseti(L, 1, place);
    }
    lua_pushnil(L);
    lua_rawseti(L, 1, place);
    return 1;
}

static int list_concat(lua_State *L) {
    lua_Integer last = check_list(L, 1);
    size_t n_between;
    const char *between = luaL_optlstring(L, 2, "", &n_between);
    lua_Integer i = luaL_optinteger(L, 3, 1);
    last = luaL_optinteger(L, 4, last);
    lua_settop(L, 4);
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (; i <= last; i++) {
        host_spend(L, 1);
        lua_rawgeti(L, 1, i);
        if (!lua_isstring(L, -1))
            luaL_error(L, "invalid value (at index %I) in table for 'concat'", (LUAI_UACINT)i);
        luaL_addvalue(&b);
        if (i == last) /* which may be the largest number there is */
            break;
        luaL_addlstring(&b, between, n_between);
    }
    luaL_pushresult(&b);
    return 1;
}

/* table.unpack(list, i, j) */
static int list_unpack(lua_State *L) {
    static const lua_Unsigned most = 1000000;
    lua_Integer n = check_list(L, 1), i = luaL_optinteger(L, 2, 1), last = luaL_optinteger(L, 3, n);
    if (i > last)
        return 0;
    lua_Unsigned wanted = (lua_Unsigned)last - (lua_Unsigned)i;
    if (wanted >= most || !lua_checkstack(L, (int)wanted + 1))
        return luaL_error(L, "too many results to unpack");
    host_spend(L, wanted);
    for (lua_Unsigned k = 0; k <= wanted; k++)
        lua_rawgeti(L, 1, i + (lua_Integer)k);
    return (int)wanted + 1;
}

/* table.move(a, from, to, at, b) */
static int list_move(lua_State *L) {
    lua_Integer from = luaL_checkinteger(L, 2), to = luaL_checkinteger(L, 3);
    lua_Integer at = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    check_list(L, 1);
    check_list(L, target);
    if (to >= from) {
        luaL_argcheck(L, from > 0 || to < LUA_MAXINTEGER + from, 3, "too many elements to move");
        lua_Integer n = to - from + 1;
        luaL_argcheck(L, at <= LUA_MAXINTEGER - n + 1, 4, "destination wrap around");
        host_spend(L, (uint64_t)n);
        bool forward = at > to || at <= from || target != 1;
        for (lua_Integer k = 0; k < n; k++) {
            lua_Integer i = forward ? k : n - 1 - k;
            lua_rawgeti(L, 1, from + i);
            lua_rawseti(L, target, at + i);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

static int list_pack(lua_State *L) {
    int n = lua_gettop(L);
    lua_createtable(L, n, 1);
    lua_insert(L, 1);
    for (int i = n; i >= 1; i--)
        lua_rawseti(L, 1, i);
    lua_pushinteger(L, n);
    lua_setfield(L, 1, "n");
    return 1;
}

void bind_lists(lua_State *L) {
    static const luaL_Reg functions[] = {{"insert", list_insert},
                                         {"remove", list_remove},
                                         {"concat", list_concat},
                                         {"unpack", list_unpack},
                                         {"move", list_move},
                                         {"pack", list_pack},
                                         {NULL, NULL}};
    luaL_newlib(L, functions);
    lua_setfield(L, -2, "lists");
}
