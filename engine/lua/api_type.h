/* Types of arguments as the rows of lua/api.h write them, held against the values of a call:
 *
 *     string  number  integer  boolean  table  any  false  foi.Table  foi.Column  "word"
 *     A|B  A[]  (A|B)[]  table<A, B>  {name?: A, ...}  fun(...): ...
 */
#ifndef FOISTAT_LUA_API_TYPE_H
#define FOISTAT_LUA_API_TYPE_H

#include <lua.h>

#include "base/str.h"

/* Is the value at the stack index of this type? */
bool api_type_fits(lua_State *L, int index, const char *type);

/* Adds what a value of this type is: "text or a list of texts". */
void api_type_put(struct buf *out, const char *type);

/* Adds what the value at the index is: `"yes"`, 5, a table of data. In a list, that is the first
 * item that the type does not allow there. */
void api_type_put_value(lua_State *L, int index, const char *type, struct buf *out);

/* The words that the type allows, ending with NULL, for finding the nearest: at most n - 1 of them,
 * their text in 'room'. Empty where it allows others too. */
void api_type_choices(const char *type, struct buf *room, const char **choice, size_t n);

#endif
