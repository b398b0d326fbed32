/* What a struct roots holds; for roots.c, which fills it, and roots_door.c, which looks in it. */
#ifndef FOISTAT_RUN_ROOT_H
#define FOISTAT_RUN_ROOT_H

#include <sys/types.h>

#include "run/roots.h"

struct root {
    int fd;
    dev_t device; /* with the inode: two paths to one folder are one root */
    ino_t inode;
};

struct named_file {
    int fd;
    const char *given; /* as on the command line */
    const char *real;  /* absolute, links resolved; NULL for what has no path */
    const char *shown;
};

extern const char root_package[]; /* "datapackage.json" */

/* May a dataset be called so? */
bool root_plain_name(const char *name);

#endif
