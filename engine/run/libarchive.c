#include "run/libarchive.h"

#include <dlfcn.h>
#include <string.h>

/* The name that has stood for this interface since 2012. */
static const char soname[] = "libarchive.so.13";

static bool missing(struct err *e) {
    fail(e, ERR_TOOL_MISSING, "archives need the library libarchive: %.400s", dlerror());
    return err_hint(e, "install it: on Debian and Ubuntu the package is libarchive13");
}

/* dlsym gives an object's address where a function's is meant; POSIX says that they are alike. */
static bool find(void *library, const char *name, void *function, struct err *e) {
    void *found = dlsym(library, name);
    if (found == NULL)
        return missing(e);
    memcpy(function, &found, sizeof found);
    return true;
}

struct libarchive libarchive;

bool libarchive_load(struct err *e) {
    static bool whole;
    if (whole)
        return true;
    void *library = dlopen(soname, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL)
        return missing(e);
#define FIND(name) &&find(library, "archive_" #name, &libarchive.name, e)
    whole = true LIBARCHIVE_FUNCTIONS(FIND);
#undef FIND
    return whole;
}
