/* Where the command line says that a stored run's script and inputs lie. */
#ifndef FOISTAT_CLI_WHERE_H
#define FOISTAT_CLI_WHERE_H

#include "cli/command.h"
#include "run/found.h"

/* The first word is the run, the others are data files; --script FILE, --datasets DIR. */
struct found_where where_take(const struct invocation *v);

#endif
