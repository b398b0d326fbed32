/* The one crossing from 'struct err' to Lua errors, and back. */
#ifndef FOISTAT_LUA_RAISE_H
#define FOISTAT_LUA_RAISE_H

#include <lua.h>

#include "base/err.h"

/* Raises e as a Lua error: a value with the fields code, class, message, hint, file, line, column,
 * that prints as the whole message. An error without a place gets the script's line. Never returns;
 * `return lfoi_raise(L, &e)` reads well. */
int lfoi_raise(lua_State *L, const struct err *e);

/* Raises a new error of this id. */
int raise_new(lua_State *L, enum err_id id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Turns the error value at the top of the stack (ours, or a plain Lua message "name:line: text")
 * into *e. 'script' is the chunk's name, 'text' its source, for the excerpt and the caret. */
void error_value(lua_State *L, int status, const char *script, const char *text, struct err *e);

/* Message handler for the outermost call: gives plain messages the script's line. */
int error_handler(lua_State *L);

/* Makes the metatable of error values. */
void raise_open(lua_State *L);

#endif
