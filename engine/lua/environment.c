/* What prelude/environment.lua needs to build a script's environment that Lua has not got. */
#include <string.h>

#include "lua/bind.h"
#include "lua/raise.h"

/* Address of the set of tables that scripts may not write to, in the registry. */
static const char frozen = 0;

/* core.freeze(t): gives t, which no function of a script will write to; its metatable refuses plain
 * assignment. */
static int core_freeze(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &frozen);
    lua_pushvalue(L, 1);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_settop(L, 1);
    return 1;
}

static void refuse_frozen(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &frozen);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, -2) != LUA_TNIL)
        raise_new(L, ERR_SCRIPT_RUNTIME,
                  "rawset: this table is the engine's and cannot be changed");
    lua_pop(L, 2);
}

static int env_rawset(lua_State *L) {
    refuse_frozen(L);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 1;
}

/* Finalisers and closing values run where no limit sees them, and weak tables are where Lua 5.4.4
 * has faults. */
static int env_setmetatable(lua_State *L) {
    static const char *const refused[] = {"__gc", "__close", "__mode", NULL};
    luaL_checktype(L, 1, LUA_TTABLE);
    int type = lua_type(L, 2);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    for (int i = 0; type == LUA_TTABLE && refused[i] != NULL; i++) {
        lua_pushstring(L, refused[i]);
        if (lua_rawget(L, 2) != LUA_TNIL)
            raise_new(L, ERR_SCRIPT_RUNTIME, "setmetatable: '%s' is not available to scripts",
                      refused[i]);
        lua_pop(L, 1);
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

/* core.counted(f): the function f of Lua's own, which takes time by the length of the texts that it
 * is given, with that counted. */
static int counted(lua_State *L) {
    uint64_t bytes = 0;
    for (int i = lua_gettop(L); i > 0; i--) {
        if (lua_type(L, i) == LUA_TSTRING)
            bytes += lua_rawlen(L, i);
    }
    host_spend(L, bytes / 4);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int core_counted(lua_State *L) {
    luaL_argcheck(L, lua_iscfunction(L, 1), 1, "a function of Lua's own");
    lua_settop(L, 1);
    lua_pushcclosure(L, counted, 1);
    return 1;
}

/* core.known(environment): the names of functions in Lua's messages come from it, and nothing else
 * of Lua's libraries stays within reach. */
static int core_known(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, 1);
    lua_setfield(L, -2, LUA_GNAME);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        if (lua_type(L, -1) != LUA_TTABLE)
            continue;
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, 2);
    }
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    return 0;
}

void bind_environment(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"freeze", core_freeze},   {"rawset", env_rawset}, {"setmetatable", env_setmetatable},
        {"counted", core_counted}, {"known", core_known},  {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &frozen);
}
