/* The Lua side of the foi module, compiled into the program by tools/embed.sh. */
#ifndef FOISTAT_LUA_PRELUDE_H
#define FOISTAT_LUA_PRELUDE_H

#include <stddef.h>

struct prelude_module {
    const char *name; /* "foi", "report", ... */
    const unsigned char *text;
    size_t n;
};
extern const struct prelude_module prelude_modules[]; /* ends with name NULL */

#endif
