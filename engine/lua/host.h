/* Runs a Lua script with the foi module in a strict environment. What it reports becomes a
 * document; what it reads comes through 'files'; nothing else of the machine is in its reach. */
#ifndef FOISTAT_LUA_HOST_H
#define FOISTAT_LUA_HOST_H

#include <stdint.h>

#include "data/document.h"
#include "data/files.h"

struct host_script {
    const char *name; /* as shown in messages: "scripts/early_help.lua" */
    const char *text;
    size_t n;
    size_t n_settings;          /* from -s KEY=VALUE */
    const char *const *setting; /* "reference=White" */
    size_t n_files;             /* data files named on the command line */
    const char *const *file;
};

/* Of Lua memory, where nothing else is said: 256 MiB. */
static const size_t host_usual_memory = (size_t)256 * 1024 * 1024;

/* Lua instructions, where nothing else is said: 10^10. */
static const uint64_t host_usual_steps = UINT64_C(10000000000);

struct host_limits {
    size_t memory;  /* bytes of Lua memory; 0: the usual */
    uint64_t steps; /* Lua instructions; 0: the usual */
    bool leave;     /* the process ends soon: Lua's memory is left as it lies */
};

/* Runs the script and fills d. On failure *e says where (file, line) and d holds what was printed.
 */
bool host_run(const struct host_script *s, const struct files *files,
              const struct host_limits *limits, struct document *d, struct err *e);

#endif
