/* The functions of coroutine that scripts have. Lua counts the steps of each coroutine by itself,
 * so that many short ones would pass every limit: the making of one counts as one period of the
 * count. None is closed: closing many from within one another overflows the C stack of Lua 5.4.4,
 * and what they would run then is not counted. */
#include "lua/bind.h"
#include "lua/raise.h"

enum { most_unfinished = 10000 };

/* Address of the set of coroutines that are still there, in the registry, with weak keys. */
static const char unfinished = 0;

static lua_Integer count_unfinished(lua_State *L, int list) {
    lua_Integer n = 0;
    for (lua_pushnil(L); lua_next(L, list); lua_pop(L, 1)) {
        lua_State *co = lua_tothread(L, -2);
        n += co != NULL && (lua_status(co) == LUA_YIELD || lua_gettop(co) > 0);
    }
    return n;
}

/* Notes the coroutine at the top of the stack. */
static void note(lua_State *L) {
    struct host *h = host_of(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &unfinished);
    if (++h->coroutines > most_unfinished) {
        lua_gc(L, LUA_GCCOLLECT);
        h->coroutines = (size_t)count_unfinished(L, lua_gettop(L));
        host_spend(L, most_unfinished);
        if (h->coroutines > most_unfinished / 2)
            raise_new(L, ERR_LIMIT_MEMORY,
                      "the script has more than %d coroutines that have not ended",
                      most_unfinished / 2);
    }
    lua_pushvalue(L, -2);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

/* coroutine.create(f) */
static int make(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    host_spend(L, HOST_PERIOD);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    note(L);
    return 1;
}

/* Runs a coroutine with n arguments from the top of the stack; pushes what it gives and returns how
 * many, or -1 with the error. */
static int resume(lua_State *L, lua_State *co, int n) {
    int results;
    if (!lua_checkstack(co, n)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, n);
    int status = lua_resume(co, L, n, &results);
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        return -1;
    }
    if (!lua_checkstack(L, results + 1)) {
        lua_pop(co, results);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, results);
    return results;
}

static int co_resume(lua_State *L) {
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co != NULL, 1, "coroutine");
    int n = resume(L, co, lua_gettop(L) - 1);
    lua_pushboolean(L, n >= 0);
    lua_insert(L, n >= 0 ? -(n + 1) : -2);
    return n >= 0 ? n + 1 : 2;
}

static int wrapped(lua_State *L) {
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int n = resume(L, co, lua_gettop(L));
    if (n >= 0)
        return n;
    if (lua_type(L, -1) == LUA_TSTRING) { /* with the place, as other errors */
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int co_wrap(lua_State *L) {
    make(L);
    lua_pushcclosure(L, wrapped, 1);
    return 1;
}

void bind_coroutines(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"create", make}, {"resume", co_resume}, {"wrap", co_wrap}, {NULL, NULL}};
    luaL_newlib(L, functions);
    lua_setfield(L, -2, "coroutines");
    lua_newtable(L);
    lua_newtable(L);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &unfinished);
}
