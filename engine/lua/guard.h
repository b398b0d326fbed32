/* The functions that scripts call, each behind its row: what it is given is held against the names
 * and types of the row before it runs, so that no function says for itself what it takes. */
#ifndef FOISTAT_LUA_GUARD_H
#define FOISTAT_LUA_GUARD_H

#include <lua.h>

/* core.guard("table.compare", function): the same function behind the row of that name. */
void bind_guard(lua_State *L);

#endif
