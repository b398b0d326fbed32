/* An output folder, all or nothing: files are written into a hidden folder beside the one asked
 * for, which takes its name when everything is on the disk. Until then nothing of the old folder is
 * touched; after a failure nothing of the new one is left.
 *
 * Interrupts (SIGINT, SIGTERM, SIGHUP) are held back from folder_begin to folder_commit or
 * folder_abandon, so that Ctrl-C leaves either the whole folder or none of it. */
#ifndef FOISTAT_RUN_FOLDER_H
#define FOISTAT_RUN_FOLDER_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* A folder is known as a run, and may be replaced, by a file of this name that holds this text. */
#define FOLDER_MARKER "results.json"
#define FOLDER_MARKER_TEXT "\"foistat.run/"

struct folder {
    char path[4096];     /* as asked for, for messages */
    char name[256];      /* its last part */
    char temporary[300]; /* the hidden folder's name; "" when there is none */
    int parent, fd;      /* of the folder above, and of the hidden one */
    char above[4096];    /* path of the folder above */
    size_t above_found;  /* the part of it that was there before, in bytes */
    bool replace;
    bool holds;      /* signals are held back */
    sigset_t before; /* those that were held back anyway */
};

/* Makes the hidden folder, and the folders above it that are missing; hidden ones that killed
 * processes left in this place are removed. A folder that is there already must be empty, or, with
 * 'replace', be a run. ERR_WRITE; then nothing is left and nothing
 * held back. */
bool folder_begin(struct folder *f, const char *path, bool replace, struct err *e);

/* Writes one file, such as "tables/x.csv", making the folders on the way. A name that is absolute,
 * has ".." in it or was written before is refused. ERR_WRITE: then abandon the folder. */
bool folder_write(struct folder *f, const char *name, const void *bytes, size_t n, struct err *e);

/* Puts everything on the disk and gives the folder its name, replacing an earlier run in one step,
 * but not one in whose folder something else was put. ERR_WRITE. On failure the folder asked for is
 * as it was, and the new files are gone. */
bool folder_commit(struct folder *f, struct err *e);

/* Removes what was written, and the folders above that were made for it. Harmless after
 * folder_commit, after a failed folder_begin, and twice.
 */
void folder_abandon(struct folder *f);

/* One file, all or nothing in the same way, with the folders above it that are missing. A file that
 * is there already is replaced if it holds the text 'marker', or any if that is NULL; what is no
 * file (a folder, a link, a device) never. ERR_WRITE. */
bool file_write(const char *path, const char *marker, const void *bytes, size_t n, struct err *e);

#endif
