/* Named arguments: one table, unknown names rejected with a suggestion, types tested without
 * coercion ("10" is not 10). */
#ifndef FOISTAT_LUA_ARGS_H
#define FOISTAT_LUA_ARGS_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Raises unless the value at 'index' is a table whose keys are all in 'names' (ending with NULL).
 */
void args_check(lua_State *L, int index, const char *function, const char *const *names);

/* Pushes the field 'name' and returns its type. Raw: what a metamethod of the script returns is
 * held by nobody, and a pointer to it would outlive it. */
int args_field(lua_State *L, int index, const char *name);

/* The text at field 'name', or 'preset' when absent. It stays valid while the table does. */
const char *args_text(lua_State *L, int index, const char *name, const char *preset);
double args_number(lua_State *L, int index, const char *name, double preset);
/* The number at 'index'; raises for a whole number that a double would change. */
double args_value(lua_State *L, int index);
bool args_flag(lua_State *L, int index, const char *name, bool preset);

/* How many items the list at the stack index has. Raises for more than 2^31: a few keys far apart
 * make Lua answer up to 2^63, and no script holds that many. */
size_t args_length(lua_State *L, int index);

/* The texts of a list at the stack index (or a single text), as an array in a new userdata that is
 * left on the stack; ends with NULL. */
const char **args_texts(lua_State *L, int index, size_t *n);

/* The row that the number at the index names, from 1, as one from 0; 'what' has n rows. */
size_t args_row(lua_State *L, int index, size_t n, const char *what);
/* The text at the index, the argument 'name' of 'function'. */
const char *args_name(lua_State *L, int index, const char *function, const char *name);

#endif
