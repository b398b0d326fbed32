/* The files of a run, in memory: made first, hashed, written all or nothing at the end. Whoever
 * makes the same set again can compare it with what was written. */
#ifndef FOISTAT_RUN_OUTPUT_SET_H
#define FOISTAT_RUN_OUTPUT_SET_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "run/hash.h"

struct output {
    const char *path;       /* within the run: "tables/table-1.csv" */
    const char *media_type; /* "text/csv"; static */
    const char *tool;       /* the program of others that made it ("rsvg-convert"); NULL: foistat */
    bool table;             /* has rows and columns */
    size_t rows, columns;
    struct buf bytes;
    char sha256[HASH_HEX_SIZE];
};

struct output_set {
    struct arena arena;
    size_t n, room;
    struct output *file; /* in the order in which they were added */
};
void output_set_free(struct output_set *s); /* leaves it empty; harmless twice */

/* Adds a file and hashes it. The set takes the bytes and leaves *bytes empty, also on failure. NULL
 * with ERR_NOMEM, or with ERR_WRITE when there is one of that path already. The pointer is valid
 * until the next one is added. */
struct output *output_set_add(struct output_set *s, const char *path, const char *media_type,
                              struct buf *bytes, struct err *e);

/* The file of that path, or NULL. */
const struct output *output_set_find(const struct output_set *s, const char *path);

/* Sorts them by their paths, as bytes. */
void output_set_sort(struct output_set *s);

/* Writes all of them into the folder, all or nothing (run/folder.h); an earlier run in it is
 * replaced. ERR_WRITE. */
bool output_set_write(const struct output_set *s, const char *folder, struct err *e);

#endif
