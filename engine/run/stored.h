/* A run as it was stored: the folder that `foistat run -o` wrote, or an archive of it; with its
 * files in memory. Nothing in it is believed. */
#ifndef FOISTAT_RUN_STORED_H
#define FOISTAT_RUN_STORED_H

#include "run/manifest.h"
#include "run/output_set.h"

/* Copies of what the run read stand below this folder, by their paths: "inputs/datasets/x/x.csv".
 */
#define STORED_INPUTS "inputs/"

struct stored {
    struct output_set set; /* all files, sorted by name */
    struct manifest manifest;
    bool genuine; /* the manifest has the name that it gives itself */
};

/* Reads the folder, or the archive, at 'path'; 'weak' as for archive_read. ERR_READ when it is no
 * run: the manifest is missing or is none. Links and devices in a folder are not followed; they
 * are files without a byte. */
bool stored_read(const char *path, bool weak, struct stored *s, struct err *e);
void stored_free(struct stored *s); /* leaves it empty; harmless twice */

#define RESULTS_PATH "results.json"

/* Its results.json, as far as the bytes are any. ERR_READ. */
struct results;
bool stored_results(const struct stored *s, struct results *r, struct err *e);

#endif
