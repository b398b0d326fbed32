/* How the engine reaches files. A script's worker cannot open any itself: it asks for a dataset by
 * name or a file by path, and whoever owns the roots opens it and hands over descriptors. */
#ifndef FOISTAT_DATA_FILES_H
#define FOISTAT_DATA_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { FILES_PATH_SIZE = 512 };

/* An input that was opened. The caller closes the descriptors. */
struct opened {
    int csv;                            /* descriptor of the CSV, at its start; -1: see release */
    int package;                        /* descriptor of datapackage.json; -1 if there is none */
    char path[FILES_PATH_SIZE];         /* of the CSV as shown to people: "datasets/x/x.csv" */
    char package_path[FILES_PATH_SIZE]; /* of datapackage.json; "" if there is none */
    size_t number, package_number;      /* by which whoever opened them knows them; 0: none */
    size_t bytes;                       /* of the CSV, as it is stored */
    bool says_published;                /* its description says whether it is public */
    bool published;                     /* it is, as that says, or else the user */
    bool released; /* what is handed over is a table of what may be seen of it, and the run records
                      the hash of that table as CSV, because that of a small file would give its
                      counts away to whoever tries them all */
};

struct request;
struct document;

struct files {
    void *owner;
    /* The dataset folder called 'name' under the roots. ERR_DATASET suggests the nearest name. */
    bool (*dataset)(void *owner, const char *name, struct opened *o, struct err *e);
    /* A CSV by its path, relative to the script's folder or a data file named on the command line.
     */
    bool (*file)(void *owner, const char *path, struct opened *o, struct err *e);
    /* Either of the two as a script may have it. A source that is public is opened, and *released
     * stays empty. Of any other there is no descriptor: the first part of *released is a table of
     * what may be seen. The caller frees *released.
     * ERR_RELEASE, ERR_DISCLOSURE. */
    bool (*release)(void *owner, const struct request *r, struct opened *o,
                    struct document *released, struct err *e);
};

#endif
