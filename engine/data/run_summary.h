/* What a run says of itself in few words, for a list of many runs: read from its results.json. */
#ifndef FOISTAT_DATA_RUN_SUMMARY_H
#define FOISTAT_DATA_RUN_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

struct run_summary {
    const char *folder;           /* the name of the folder it lies in */
    const char *skipped;          /* why that is no run; NULL when it is one, which then has: */
    const char *title, *subtitle; /* NULL when not stated, like the script's name */
    const char *script;
    size_t n_dates;
    const char **date; /* of the data, as their sources state them, each once */
    size_t tables;     /* those behind charts are counted too, as each is a CSV */
    size_t charts;
    size_t failed; /* checks of the data */
};

/* The runs in a folder, sorted by name, with the folders beside them that are none. */
struct run_list {
    struct arena arena;
    size_t n, n_skipped;
    struct run_summary *run;
};

/* Fills in what results.json says; texts live in the arena. False with ERR_READ when it is not one
 * of ours: *s is then not to be used. */
bool run_summary_read(const char *json, size_t n, struct arena *a, struct run_summary *s,
                      struct err *e);

#endif
