/* Which libraries the program stands on, and in which version: each layer names its own. */
#ifndef FOISTAT_BASE_LIBRARY_H
#define FOISTAT_BASE_LIBRARY_H

#include <stddef.h>

enum { LIBRARIES = 16, LIBRARY_VERSION_SIZE = 32 };

struct library {
    const char *name, *address;         /* static texts: "GSL", where it is described */
    char version[LIBRARY_VERSION_SIZE]; /* of the one that runs, where it says so; else of its
                                           header */
};

struct libraries {
    size_t n;
    struct library row[LIBRARIES];
};

/* Adds one, "2.7.1"; the version is the rest, as printf makes it. */
void library_add(struct libraries *l, const char *name, const char *address, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));

#endif
