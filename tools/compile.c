/* compile FILE.lua NAME: the file as compiled Lua on standard output, its lines and names with it,
 * for tools/embed.sh. NAME is what messages call the module. */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>

static int write_bytes(lua_State *L, const void *bytes, size_t n, void *out) {
    (void)L;
    return fwrite(bytes, 1, n, out) != n;
}

static int compile(lua_State *L, const char *path, const char *name) {
    char text[256 * 1024];
    FILE *f = fopen(path, "rb");
    size_t n = f != NULL ? fread(text, 1, sizeof text, f) : 0;
    if (f == NULL || ferror(f) || n == sizeof text) {
        fprintf(stderr, "compile: %s cannot be read, or is too long\n", path);
        return 1;
    }
    fclose(f);
    if (luaL_loadbufferx(L, text, n, lua_pushfstring(L, "=%s", name), "t") != LUA_OK) {
        fprintf(stderr, "compile: %s: %s\n", path, lua_tostring(L, -1));
        return 1;
    }
    return lua_dump(L, write_bytes, stdout, 0) != 0 || fflush(stdout) != 0;
}

int main(int argc, char **argv) {
    lua_State *L = luaL_newstate();
    if (argc != 3 || L == NULL)
        return 2;
    int code = compile(L, argv[1], argv[2]);
    lua_close(L);
    return code;
}
