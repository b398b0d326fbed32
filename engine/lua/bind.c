#include "lua/bind.h"

void bind_type(lua_State *L, const char *name, const luaL_Reg *meta, lua_CFunction index) {
    luaL_newmetatable(L, name);
    luaL_setfuncs(L, meta, 0);
    lua_rotate(L, -2, 1); /* the methods on top */
    lua_pushcclosure(L, index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, name);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

void bind_gc(lua_State *L, const char *name, lua_CFunction gc) {
    if (luaL_newmetatable(L, name)) {
        lua_pushcfunction(L, gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
}
