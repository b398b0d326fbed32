/* What scripts say of a source that they ask for: how its file is read, what is released of it, and
 * under which rules. */
#ifndef FOISTAT_LUA_REQUEST_ARGS_H
#define FOISTAT_LUA_REQUEST_ARGS_H

#include <lua.h>

#include "data/request.h"

/* The names that foi.dataset and foi.read have in common. */
#define REQUEST_RELEASE_NAMES "where", "by", "sum", "rows", "with_totals"

/* Those of a file, but for rows that repeat others. */
#define REQUEST_READ_NAMES                                                                         \
    "encoding", "delimiter", "skip_rows", "text", "marks", "allow_ragged", "find_header", "count", \
        "population", "period", "dimension", "share", "unit", "note", "totals", "unknown"

/* What the table at index 2 says of the file, and of what is released of it; what they point at
 * stays on the stack. */
struct read_options request_options(lua_State *L);
struct release_spec request_release(lua_State *L);
struct release_spec request_count(lua_State *L); /* of rows */

/* The rules in the table at index 1: a policy by its name, rules of one's own, or both. */
struct policy request_policy(lua_State *L);

#endif
