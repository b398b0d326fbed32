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

struct found_list {
    struct arena arena;
    size_t n;
    struct found *input; /* in the order of the manifest */
};

/* Looks for each input of the run. False only with ERR_NOMEM. */
bool found_open(const struct stored *s, struct roots *r, struct found_list *l, struct err *e);
void found_close(struct found_list *l); /* leaves it empty; harmless twice */

/* For roots_known: all inputs, in l's arena, whether they have changed or not. NULL with ERR_NOMEM,
 * or with ERR_READ when one was not found. */
const struct known_input *found_known(struct found_list *l, struct err *e);

/* The script that a run was made from, where it lies now: 'given', or the run's script by its name
 * in the working folder, in "scripts", or in a folder above the run or its "scripts"; one with the
 * same bytes before any other. 'path' is "" when there is none. */
enum { FOUND_PATH_SIZE = 5000 };
struct found_script {
    char path[FOUND_PATH_SIZE];
    struct buf text;
    bool same;
};
bool found_script(const struct stored *s, const char *run, const char *given,
                  struct found_script *f, struct err *e);

#endif
