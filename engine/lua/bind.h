/* Bindings: one file a type. Each adds its functions to the table foi.core at the top of the stack,
 * or makes the metatables of its type. */
#ifndef FOISTAT_LUA_BIND_H
#define FOISTAT_LUA_BIND_H

#include <lauxlib.h>
#include <stdint.h>

#include "data/document.h"
#include "data/files.h"
#include "data/request.h"

/* What the bindings need of the host; lives as long as the Lua state. */
struct host {
    const struct files *files;
    struct document *document;
    const char *script;
    struct buf printed;
    size_t unseen;               /* bytes that the collector has not been told of */
    uint64_t steps, steps_limit; /* of the script, in Lua and inside functions of C */
    size_t coroutines;           /* made since they were last counted, and those counted then */
    bool has_read;               /* a source: too late for foi.disclosure */
    struct request request; /* what every question has in common: the policy of foi.disclosure */
};
static inline struct host *host_of(lua_State *L) {
    return *(struct host **)lua_getextraspace(L);
}

/* Lua counts its instructions by as many at a time. */
enum { HOST_PERIOD = 1000 };
/* Counts work that is done inside one instruction, before it is done: a step is about what a simple
 * instruction takes. Raises ERR_LIMIT_STEPS once the budget is spent, and then again at every
 * instruction. */
void host_spend(lua_State *L, uint64_t steps);
uint64_t host_steps_left(lua_State *L); /* at least 1 */

/* A table owned by Lua: freed with its userdata, which methods never change. */
struct table *table_push(lua_State *L);             /* pushes an empty one to fill */
struct table *table_check(lua_State *L, int index); /* raises when it is something else */
struct table *table_test(lua_State *L, int index);  /* NULL when it is something else */
/* Ends what filled the table at the top of the stack: returns 1, or raises the error. Tells the
 * collector about memory that it cannot see. */
int table_finish(lua_State *L, bool done, const struct table *t, const struct err *e);
/* Pushes a row as {column = cell, ...}; marked cells are nil. */
void row_push(lua_State *L, const struct table *t, size_t row);
/* Its methods that give a new table, and functions of foi.core that do. */
extern const luaL_Reg table_operations[], table_makers[];

/* A column: borrowed from a table (kept alive as its user value), or with an arena of its own. */
struct owned_column {
    struct column column;
    struct arena arena;
};
struct owned_column *column_push(lua_State *L); /* pushes an empty one to fill */
/* Pushes n empty numbers; *box is the userdata, whose arena takes marks and bounds. */
struct column *column_push_numbers(lua_State *L, const struct field *field, size_t n,
                                   struct owned_column **box);
void column_push_borrowed(lua_State *L, int table_index, const struct column *c);
struct column *column_check(lua_State *L, int index); /* raises when it is something else */
struct column *column_test(lua_State *L, int index);  /* NULL when it is something else */
/* The row of c that the number at 'index' names, from 0; raises when there is none. */
size_t column_row(lua_State *L, const struct column *c, int index);
/* Pushes a cell as Lua sees it: a number, a text, or nil when it is marked. */
void cell_push(lua_State *L, const struct column *c, size_t row);

/* The value at 'index' as a column of n rows, left on the stack: a column as it is, a number or
 * text repeated, a list of numbers or texts. n is ignored for columns and lists (their length
 * counts). */
struct column *column_from(lua_State *L, int index, size_t n);

/* Functions of foi.core that make columns. */
extern const luaL_Reg column_makers[];

/* Metamethods of columns: row by row, a number stands for a column of it. */
int column_add(lua_State *L);
int column_subtract(lua_State *L);
int column_multiply(lua_State *L);
int column_divide(lua_State *L);

/* Makes a type of userdata. The table of its methods, at the top of the stack, becomes the upvalue
 * of 'index'. */
void bind_type(lua_State *L, const char *name, const luaL_Reg *meta, lua_CFunction index);
/* Makes the userdata at the top of the stack one that scripts never see and 'gc' ends. */
void bind_gc(lua_State *L, const char *name, lua_CFunction gc);
/* Tells the collector about memory that it cannot see, once there is a good deal of it. */
void bind_tell(lua_State *L, size_t bytes);

void bind_table(lua_State *L);
void bind_column(lua_State *L);
void bind_measure(lua_State *L);
void bind_files(lua_State *L);
void bind_report(lua_State *L);
/* What stands in for Lua's own libraries in a script: core.text, core.lists, core.coroutines, and
 * what else the environment is built with. */
void bind_text(lua_State *L);
void bind_lists(lua_State *L);
void bind_coroutines(lua_State *L);
void bind_environment(lua_State *L);

#endif
