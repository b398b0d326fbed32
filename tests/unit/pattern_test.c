/* The engine's matcher of Lua's patterns against Lua's own: the same for every pattern that is well
 * formed. pattern.lua makes the patterns and compares. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <lualib.h>

#include "lua/bind.h"
#include "lua/pattern.h"

#include <cmocka.h>

static struct host host;

/* A plain Lua with the functions of core.text as the global 'own'. */
static lua_State *lua_with_own(void) {
    lua_State *L = luaL_newstate();
    assert_non_null(L);
    host = (struct host){.steps_limit = UINT64_MAX};
    *(struct host **)lua_getextraspace(L) = &host;
    luaL_openlibs(L);
    lua_newtable(L);
    bind_text(L);
    lua_getfield(L, -1, "text");
    lua_setglobal(L, "own");
    return L;
}

static void test_in_lua(void **state) {
    lua_State *L = lua_with_own();
    if (luaL_loadfile(L, "tests/unit/pattern.lua") != LUA_OK || lua_pcall(L, 0, 1, 0) != LUA_OK ||
        lua_getfield(L, -1, *state) != LUA_TFUNCTION || lua_pcall(L, 0, 0, 0) != LUA_OK)
        fail_msg("%s", luaL_tolstring(L, -1, NULL));
    lua_close(L);
}

/* What a match may cost is counted, and ends it. */
static void steps_are_counted(void **state) {
    (void)state;
    static char text[41], room[100 * 64];
    struct pattern p;
    const char *slow = "a*a*a*a*a*a*a*a*a*a*a*a*b";
    memset(text, 'a', 40);
    assert_true(pattern_room(strlen(slow)) <= sizeof room);
    assert_null(pattern_read(&p, slow, strlen(slow), room));
    struct pattern_match m = {.pattern = &p, .text = text, .end = text + 40, .left = 100000};
    assert_null(pattern_at(&m, text));
    assert_int_equal(m.left, 0);
    assert_null(pattern_at(&m, text)); /* nor later */
    text[39] = 'b';
    m.left = 100000;
    assert_ptr_equal(pattern_at(&m, text), text + 40);
    assert_true(m.left > 0 && m.left < 100000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        {"the manual's examples", test_in_lua, NULL, NULL, "examples"},
        {"every class of every byte", test_in_lua, NULL, NULL, "classes"},
        {"patterns made by chance", test_in_lua, NULL, NULL, "chance"},
        {"patterns that are wrong", test_in_lua, NULL, NULL, "wrong"},
        {"replacements", test_in_lua, NULL, NULL, "replacements"},
        {"the other functions", test_in_lua, NULL, NULL, "others"},
        cmocka_unit_test(steps_are_counted),
    };
    return cmocka_run_group_tests_name("pattern", tests, NULL, NULL);
}
