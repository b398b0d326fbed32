#include "lua/raise.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static const char type_name[] = "foi.error";

/* The innermost running line of the script itself: the modules of the engine have names that begin
 * with "=", scripts with "@". */
static void script_place(lua_State *L, struct err *e) {
    lua_Debug ar;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.source[0] == '@' && ar.currentline > 0) {
            err_at(e, ar.source + 1, (size_t)ar.currentline, 0, 0);
            return;
        }
    }
}

int lfoi_raise(lua_State *L, const struct err *e) {
    struct err *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = *e;
    luaL_setmetatable(L, type_name);
    if (box->file[0] == '\0')
        script_place(L, box);
    return lua_error(L);
}

int raise_new(lua_State *L, enum err_id id, const char *format, ...) {
    struct err e = {0};
    char message[sizeof e.message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    fail(&e, id, "%s", message);
    return lfoi_raise(L, &e);
}

/* What follows the name of the chunk in one of Lua's messages, "name:line: text"; NULL if there is
 * no name. Lua shows a long name as "..." and its end. */
static const char *behind_name(const char *message, const char *script) {
    size_t n = strlen(script);
    if (strncmp(message, script, n) == 0 && message[n] == ':')
        return message + n;
    for (size_t i = 1; strncmp(message, "...", 3) == 0 && i < n; i++) {
        if (strncmp(message + 3, script + i, n - i) == 0 && message[3 + n - i] == ':')
            return message + 3 + n - i;
    }
    return NULL;
}

/* Without the place in a module of the engine, "foi.rates:13: ", which is not the script's. */
static const char *without_module(const char *message) {
    if (strncmp(message, "foi.", 4) != 0)
        return message;
    const char *line = message + strcspn(message, ": ");
    size_t digits = line[0] == ':' ? strspn(line + 1, "0123456789") : 0;
    return digits > 0 && strncmp(line + 1 + digits, ": ", 2) == 0 ? line + digits + 3 : message;
}

/* An error value as text. Tables print as their address, which differs from run to run. */
static const char *value_text(lua_State *L, int index) {
    if (lua_type(L, index) == LUA_TSTRING || luaL_getmetafield(L, index, "__tostring") != LUA_TNIL)
        return luaL_tolstring(L, index, NULL);
    return lua_pushfstring(L, "the script raised a %s as its error, not a text",
                           luaL_typename(L, index));
}

int error_handler(lua_State *L) {
    if (luaL_testudata(L, 1, type_name) != NULL)
        return 1;
    struct err e = {0};
    script_place(L, &e);
    const char *message = value_text(L, 1);
    if (e.file[0] != '\0' && behind_name(message, e.file) != NULL) {
        lua_pushvalue(L, 1); /* Lua has said the place itself: the message stays as it is */
        return 1;
    }
    fail(&e, ERR_SCRIPT_RUNTIME, "%s", without_module(message));
    struct err *box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = e;
    luaL_setmetatable(L, type_name);
    return 1;
}

static int error_text(lua_State *L) {
    const struct err *e = luaL_checkudata(L, 1, type_name);
    if (e->file[0] != '\0')
        lua_pushfstring(L, "%s:%d: %s", e->file, (int)e->line, e->message);
    else
        lua_pushstring(L, e->message);
    return 1;
}

static void push_optional(lua_State *L, const char *text) {
    if (text[0] == '\0')
        lua_pushnil(L);
    else
        lua_pushstring(L, text);
}

static int error_index(lua_State *L) {
    const struct err *e = luaL_checkudata(L, 1, type_name);
    const char *key = luaL_checkstring(L, 2);
    if (strcmp(key, "code") == 0)
        lua_pushstring(L, err_code_text(e));
    else if (strcmp(key, "class") == 0)
        lua_pushstring(L, err_class_name(err_class(e)));
    else if (strcmp(key, "message") == 0)
        lua_pushstring(L, e->message);
    else if (strcmp(key, "hint") == 0)
        push_optional(L, e->hint);
    else if (strcmp(key, "file") == 0)
        push_optional(L, e->file);
    else if (strcmp(key, "line") == 0)
        lua_pushinteger(L, (lua_Integer)e->line);
    else if (strcmp(key, "column") == 0)
        lua_pushinteger(L, (lua_Integer)e->column);
    else
        lua_pushnil(L);
    return 1;
}

void raise_open(lua_State *L) {
    luaL_newmetatable(L, type_name);
    static const luaL_Reg meta[] = {
        {"__tostring", error_text}, {"__index", error_index}, {NULL, NULL}};
    luaL_setfuncs(L, meta, 0);
    lua_pushstring(L, type_name);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

/* The n-th line of text, from 1. */
static struct span line_of(const char *text, size_t n) {
    for (; n > 1 && *text != '\0'; n--) {
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return (struct span){text, strcspn(text, "\n")};
}

/* The part of the message to point at: what stands between the first pair of the quote. */
static struct span quoted(const char *message, char open, char close) {
    const char *start = strchr(message, open);
    const char *end = start == NULL ? NULL : strchr(start + 1, close);
    return end == NULL ? (struct span){NULL, 0}
                       : (struct span){start + 1, (size_t)(end - start - 1)};
}

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

/* Where the word stands in the line by itself, not as a part of a longer one; NULL if it does not.
 */
static const char *find_in(struct span line, struct span word) {
    for (size_t i = 0; word.n > 0 && i + word.n <= line.n; i++) {
        const char *at = line.text + i, *end = at + word.n;
        bool joined_before = i > 0 && is_word(at[0]) && is_word(at[-1]);
        bool joined_behind = i + word.n < line.n && is_word(end[-1]) && is_word(end[0]);
        if (memcmp(at, word.text, word.n) == 0 && !joined_before && !joined_behind)
            return at;
    }
    return NULL;
}

/* The end of the last line that holds something, for what is missing at the end of the script. */
static const char *last_place(struct err *e, const char *text, struct span *line,
                              struct span *word) {
    while (e->line > 1 && strspn(line->text, " \t\r") >= line->n)
        *line = line_of(text, --e->line);
    while (line->n > 0 && strchr(" \t\r", line->text[line->n - 1]) != NULL)
        line->n--;
    *word = (struct span){line->text + line->n, 1};
    return word->text;
}

/* Shows the script's line, with a caret under the word that the message quotes: Lua's own syntax
 * errors name it behind "near". */
static void point_at_line(struct err *e, const char *text) {
    struct span line = line_of(text, e->line);
    const char *near = strstr(e->message, " near '");
    struct span word = quoted(near != NULL ? near : e->message, '\'', '\'');
    const char *at = strstr(e->message, "near <eof>") != NULL ? last_place(e, text, &line, &word)
                                                              : find_in(line, word);
    if (at == NULL) {
        word = quoted(e->message, '"', '"');
        at = find_in(line, word);
    }
    if (at != NULL) {
        e->column = utf8_count(line.text, (size_t)(at - line.text)) + 1;
        e->width = utf8_count(word.text, word.n);
    }
    err_excerpt(e, line.text, line.n);
}

/* "name:line: text", Lua's own messages. */
static void split_message(const char *message, const char *script, struct err *e, enum err_id id) {
    const char *text = message, *place = behind_name(message, script);
    if (place != NULL) {
        char *end;
        long line = strtol(place + 1, &end, 10);
        if (line > 0 && *end == ':') {
            err_at(e, script, (size_t)line, 0, 0);
            text = end + 1 + (end[1] == ' ');
        }
    }
    fail(e, id, "%s", text);
}

/* Is it Lua's own message that memory ran out, possibly behind the place where a coroutine was? */
static bool is_out_of_memory(const char *message) {
    static const char says[] = "not enough memory";
    size_t n = strlen(message), m = sizeof says - 1;
    return n >= m && strcmp(message + n - m, says) == 0;
}

static void add_script_hint(struct err *e) {
    if (e->id == ERR_SCRIPT_SYNTAX)
        err_hint(e, "often a comma, a bracket or an 'end' is missing just before this place");
    else if (strstr(e->message, "a function value (field") != NULL)
        err_hint(e, "a table's methods come before its columns: a column called like one is "
                    "t:column(\"name\")");
    else if (strstr(e->message, "a nil value") != NULL)
        err_hint(e, "nil is what missing cells and misspelt fields give; test with `if x then`");
}

static void fail_memory(struct err *e) {
    *e = (struct err){0};
    fail(e, ERR_LIMIT_MEMORY, "the script needs more memory than its limit");
    err_hint(e, "raise it with --limit-memory MIB, or work on fewer rows at a time");
}

void error_value(lua_State *L, int status, const char *script, const char *text, struct err *e) {
    const struct err *ours = luaL_testudata(L, -1, type_name);
    if (ours != NULL) {
        *e = *ours;
    } else {
        const char *message = value_text(L, lua_gettop(L));
        split_message(message, script, e,
                      status == LUA_ERRSYNTAX ? ERR_SCRIPT_SYNTAX : ERR_SCRIPT_RUNTIME);
        add_script_hint(e);
        lua_pop(L, 1);
    }
    if (status == LUA_ERRMEM || (e->id == ERR_SCRIPT_RUNTIME && is_out_of_memory(e->message)))
        fail_memory(e);
    if (e->excerpt[0] == '\0' && e->line > 0 && strcmp(e->file, script) == 0)
        point_at_line(e, text);
}
