/* Is a stored run as it was recorded? Its files, its script, its inputs, and this engine. */
#ifndef FOISTAT_RUN_VERIFY_H
#define FOISTAT_RUN_VERIFY_H

#include "run/found.h"

enum finding_kind {
    FINDING_CHANGED,
    FINDING_MISSING,
    FINDING_ADDED,
    FINDING_UNCHECKED, /* it was not found here: nothing is known of it */
    FINDING_DIFFERS    /* here, which is no fault of the run: another engine, another library */
};
enum { FINDING_KINDS = FINDING_DIFFERS + 1 };
extern const char *const finding_kind_name[FINDING_KINDS]; /* "changed", ..., "not checked" */

struct finding {
    enum finding_kind kind;
    const char *about; /* "manifest", "output", "script", "input", "engine", "library" */
    const char *name;  /* the file's path; the dataset's or library's name */
    const char *text;  /* what is known of it; "" for nothing */
};

/* So many of so many are as recorded. */
struct tally {
    size_t same, of;
};

struct verification {
    struct arena arena;
    size_t n, room;
    struct finding *finding;
    size_t wrong;        /* of them changed, missing, added */
    size_t unchecked;    /* of them not found here */
    struct tally files;  /* outputs, script, manifest */
    struct tally inputs; /* that are not same are changed, or not checked */
};

/* 'engine' is this program's; only its part about the engine counts. ERR_NOMEM. */
bool verify_stored(const struct stored *s, const struct found_run *found,
                   const struct manifest *engine, struct verification *v, struct err *e);
void verification_free(struct verification *v); /* leaves it empty; harmless twice */

#endif
