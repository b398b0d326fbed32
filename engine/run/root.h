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
    int fd;            /* -1: it was passed on, and is gone */
    int rest;          /* of a pipe that is too long to be kept; else -1 */
    const char *given; /* as on the command line */
    const char *real;  /* absolute, links resolved; NULL for what has no path */
    const char *shown;
};

struct named_database {
    const char *given; /* as on the command line, perhaps with a password */
    const char *shown; /* as scripts name it */
};

extern const char root_package[]; /* "datapackage.json" */

/* roots_database.c: adds a database that the command line names, unless it is there. ERR_USAGE,
 * ERR_NOMEM. */
bool root_add_database(struct roots *r, const char *given, struct err *e);

/* May a dataset be called so? */
bool root_plain_name(const char *name);

#endif
