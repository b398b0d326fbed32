/* The record of a run: what it was made from and with, as a manifest; the machine beside it. */
#ifndef FOISTAT_CLI_RECORD_H
#define FOISTAT_CLI_RECORD_H

#include "cli/job.h"
#include "run/manifest.h"

enum { RECORD_PATH_SIZE = 300 };

/* Where a script's copy stands in a run: "script/early_help.lua". Bytes that cannot stand in a
 * manifest become '_'; standard input is "script/script.lua". */
void record_script_path(const char *script, char path[RECORD_PATH_SIZE]);

/* What this program is. */
struct record_engine {
    struct libraries libraries;
    struct manifest_pair numerics[MANIFEST_NUMERICS];
};

/* Fills in the part of a manifest that is about the engine; it points at *r. */
void record_engine(struct record_engine *r, struct manifest *m);

/* Adds ro-crate-metadata.json to the files of the run, all of which it lists; and machine.json. */
bool record_manifest(const struct job *j, const struct document *d, struct output_set *set,
                     struct err *e);
bool record_machine(const struct job *j, struct output_set *set, struct err *e);

#endif
