/* A per-cell measure on columns and lists, row by row. */
#ifndef FOISTAT_LUA_MEASURE_ROWS_H
#define FOISTAT_LUA_MEASURE_ROWS_H

#include <lua.h>
#include <stdbool.h>

#include "stats/measure.h"

/* Runs m on the arguments in the table at index 1 and pushes a table of its results, one row for
 * each row of the columns and lists among them; false, with nothing pushed, when all are single
 * values. A marked cell makes a marked result, a row without an answer is missing, counted and
 * explained, and a wrong value raises with its row. */
bool measure_rows(lua_State *L, const struct measure *m);

/* Raises unless the value at the top of the stack, an argument of m, is one of those that a measure
 * can look at: numbers, texts, lists, columns. */
void measure_check_value(lua_State *L, const struct measure *m, const char *name);

#endif
