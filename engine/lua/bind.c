#include "lua/bind.h"

#include <limits.h>

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

/* A step of 0 KiB would be a whole step of its own, so small amounts are gathered. */
void bind_tell(lua_State *L, size_t bytes) {
    static const size_t worth_telling = (size_t)1 << 20;
    struct host *h = host_of(L);
    h->unseen += bytes;
    if (h->unseen < worth_telling)
        return;
    size_t kib = h->unseen / 1024;
    h->unseen = 0;
    lua_gc(L, LUA_GCSTEP, kib < INT_MAX / 2 ? (int)kib : INT_MAX / 2);
}
