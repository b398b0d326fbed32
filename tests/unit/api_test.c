/* The rows of lua/api.h and the functions that scripts see are the same: the rows go to Lua, where
 * api.lua compares them with the module itself and with the definitions for editors. Run from the
 * repository root. */
#include "lua/host.c" /* the state that scripts run in */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include "cli/luals.h"
#include "lua/api.h"
#include "stats/catalogue.h"
#include "stats/family.h"

/* No test needs a file: the arguments come first. */
static bool no_file(void *owner, const char *name, struct opened *o, struct err *e) {
    (void)owner;
    (void)o;
    return fail(e, ERR_READ, "no file '%s'", name);
}

static bool no_release(void *owner, const struct request *r, struct opened *o,
                       struct document *released, struct err *e) {
    (void)released;
    return no_file(owner, r->name, o, e);
}

#include <cmocka.h> /* last: it makes a macro of the name fail */

static void set_text(lua_State *L, const char *name, const char *text) {
    lua_pushstring(L, text); /* nil for NULL */
    lua_setfield(L, -2, name);
}

static void set_flag(lua_State *L, const char *name, bool flag) {
    lua_pushboolean(L, flag);
    lua_setfield(L, -2, name);
}

static void push_arguments(lua_State *L, const struct api *a) {
    size_t n = api_n_args(a) + api_n_named(a);
    lua_newtable(L);
    for (size_t i = 0; i < n; i++) {
        lua_newtable(L);
        set_text(L, "name", a->args[i].name);
        set_text(L, "type", a->args[i].type);
        set_text(L, "text", a->args[i].text);
        set_text(L, "preset", a->args[i].preset);
        set_flag(L, "named", a->args[i].named);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "args");
}

static void push_parts(lua_State *L, const struct api *a) {
    lua_newtable(L);
    for (size_t i = 0; i < API_PARTS && a->parts[i].name != NULL; i++) {
        lua_newtable(L);
        set_text(L, "name", a->parts[i].name);
        set_flag(L, "optional", a->parts[i].optional);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "parts");
}

static void push_row(lua_State *L, const struct api *a) {
    lua_newtable(L);
    set_text(L, "name", a->name);
    set_text(L, "brief", a->brief);
    set_text(L, "result", a->result);
    set_text(L, "errors", a->errors);
    set_text(L, "example", a->example);
    set_flag(L, "field", a->field);
    push_arguments(L, a);
    push_parts(L, a);
}

static void push_types(lua_State *L) {
    lua_newtable(L);
    for (lua_Integer i = 0; api_types[i].name != NULL; i++) {
        lua_newtable(L);
        set_text(L, "name", api_types[i].name);
        set_text(L, "class", api_types[i].class);
        set_flag(L, "functions", api_types[i].functions);
        lua_newtable(L);
        for (lua_Integer k = 0; api_types[i].rows[k].name != NULL; k++) {
            push_row(L, &api_types[i].rows[k]);
            lua_rawseti(L, -2, k + 1);
        }
        lua_setfield(L, -2, "rows");
        lua_rawseti(L, -2, i + 1);
    }
}

/* Leaves the table of tests in api.lua on the stack. */
static int load_tests(lua_State *L) {
    const struct run *r = (const struct run *)host_of(L);
    struct buf definitions = {0};
    luaL_openlibs(L);
    push_core(L, r->script);
    lua_getfield(L, -1, "load");
    lua_pushstring(L, "environment");
    lua_call(L, 1, 1);
    lua_pushvalue(L, -2);
    lua_call(L, 1, 1); /* the environment of scripts */
    if (luaL_loadfile(L, "tests/unit/api.lua") != LUA_OK)
        return lua_error(L);
    push_types(L);
    lua_getfield(L, -3, "require");
    lua_pushstring(L, "foi");
    lua_call(L, 1, 1);
    lua_pushvalue(L, 1); /* core */
    luals(&definitions);
    lua_pushlstring(L, definitions.text, definitions.n);
    buf_free(&definitions);
    lua_call(L, 4, 1);
    return 1;
}

static size_t complaints;
static int complain(lua_State *L) {
    print_error("%s\n", luaL_checkstring(L, 1));
    complaints++;
    return 0;
}

/* Runs the test of api.lua whose name is in *state. */
static void test_in_lua(void **state) {
    struct document d = {0};
    struct host_script script = {.name = "api", .text = ""};
    const struct files files = {.dataset = no_file, .file = no_file, .release = no_release};
    struct run r = {
        .host = {.files = &files, .document = &d, .script = script.name, .steps_limit = UINT64_MAX},
        .memory_limit = host_usual_memory,
        .script = &script};
    lua_State *L = lua_newstate(allocate, &r);
    *(struct host **)lua_getextraspace(L) = &r.host;
    lua_pushcfunction(L, load_tests);
    complaints = 0;
    if (lua_pcall(L, 0, 1, 0) == LUA_OK) {
        lua_getfield(L, -1, *state);
        lua_pushcfunction(L, complain);
        lua_pcall(L, 1, 0, 0); /* leaves its error, if there is one */
    }
    if (lua_gettop(L) > 1 || lua_type(L, -1) != LUA_TTABLE) {
        print_error("%s\n", luaL_tolstring(L, -1, NULL));
        complaints++;
    }
    lua_close(L);
    document_free(&d);
    buf_free(&r.host.printed);
    assert_int_equal(complaints, 0);
}

static void test_families(void **state) {
    (void)state;
    complaints = 0;
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (family_of(measures[i]) != NULL)
            continue;
        print_error("%s: its family has no title in stats/family.c\n", measures[i]->name);
        complaints++;
    }
    assert_int_equal(complaints, 0);
}

#define IN_LUA(function) cmocka_unit_test_prestate(test_in_lua, function)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_LUA("complete"),
        IN_LUA("names"),
        IN_LUA("fields"),
        IN_LUA("named_arguments"),
        IN_LUA("parts"),
        IN_LUA("required_arguments"),
        IN_LUA("parameters"),
        IN_LUA("measures"),
        IN_LUA("definitions"),
        IN_LUA("wrong_types"),
        IN_LUA("wrong_calls"),
        IN_LUA("wrong_measures"),
        cmocka_unit_test(test_families),
    };
    return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
