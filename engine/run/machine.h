/* The machine a run was made on: machine.json. Nothing of a run depends on it, no hash of it stands
 * anywhere, and another machine gives the same run; it is there to explain a difference, should
 * there ever be one. It holds no clock, path, host or user name. */
#ifndef FOISTAT_RUN_MACHINE_H
#define FOISTAT_RUN_MACHINE_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

#define MACHINE_PATH "machine.json"
#define MACHINE_TYPE "application/json"

/* What the kernel gave of the sandbox, or refused: "landlock" is "in force". */
struct machine_fact {
    const char *name, *value;
};

/* Appends machine.json: compiler and flags, C library, architecture, kernel, processor with the
 * features that can change the last bits of a number, digits of long double, sandbox. ERR_NOMEM. */
bool machine_write(const struct machine_fact *sandbox, size_t n, struct buf *out, struct err *e);

#endif
