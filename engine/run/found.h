/* What a run read, found again: among the copies that it holds, or where `run` looks too. */
#ifndef FOISTAT_RUN_FOUND_H
#define FOISTAT_RUN_FOUND_H

#include "run/roots.h"
#include "run/stored.h"

enum found_state {
    FOUND_SAME,
    FOUND_CHANGED, /* another file has its name */
    FOUND_PRIVATE, /* a file has its name; what was recorded is the hash of what was released of it,
                      because the source is not public */
    FOUND_NOT
};

struct found {
    const struct input *input;
    enum found_state state;
    bool csv_changed, package_changed;
    int csv, package; /* descriptors, -1 for none; closed by found_close */
    char sha256[HASH_HEX_SIZE], package_sha256[HASH_HEX_SIZE];
    const char *why; /* it was not found */
};

enum { FOUND_PATH_SIZE = 5000 };
struct found_script {
    char path[FOUND_PATH_SIZE]; /* "" when there is none */
    struct buf text;
    bool same; /* as recorded */
};

struct found_run {
    struct arena arena;
    struct found_script script;
    struct roots roots;
    size_t n;
    struct found *input; /* in the order of the manifest */
};

/* Where to look besides the usual places. */
struct found_where {
    const char *run;    /* the path of its folder or archive */
    const char *script; /* the script's file; NULL: the file of its name in the working folder, in
                           "scripts", in a folder above the run or its "scripts"; one with the same
                           bytes before any other */
    struct roots_options roots; /* folders of datasets, data files; the script's folder is added */
};

/* Looks for the script and each input of the run. ERR_READ when a place that was named cannot be
 * read; what was not found is no error. */
bool found_open(const struct stored *s, const struct found_where *where, struct found_run *f,
                struct err *e);
void found_close(struct found_run *f); /* leaves it empty; harmless twice */

/* For roots_known: all inputs, in f's arena, whether they have changed or not. NULL with ERR_NOMEM,
 * or with ERR_READ when one was not found. */
const struct known_input *found_known(struct found_run *f, struct err *e);

#endif
