/* The Lua side of the foi module, compiled when the program was built (tools/embed.sh): it is there
 * at each start in a fifth of the time. Of all other Lua only text is taken. */
#ifndef FOISTAT_LUA_PRELUDE_H
#define FOISTAT_LUA_PRELUDE_H

#include <stddef.h>

struct prelude_module {
    const char *name; /* "foi", "report", ... */
    const unsigned char *code;
    size_t n;
};
extern const struct prelude_module prelude_modules[]; /* ends with name NULL */

/* Of all modules' texts in the order of their names, each as name, NUL, text, NUL. */
extern const char prelude_sha256[];

#endif
