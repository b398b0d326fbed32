/* A stored run made again, and compared with what was stored. */
#ifndef FOISTAT_CLI_AGAIN_H
#define FOISTAT_CLI_AGAIN_H

#include "base/lines.h"
#include "cli/job.h"
#include "run/compare.h"
#include "run/found.h"
#include "run/traits.h"
#include "run/verify.h"

enum again_outcome {
    AGAIN_IDENTICAL,  /* every byte that was compared */
    AGAIN_EQUIVALENT, /* every figure to 12 significant digits, and every word */
    AGAIN_DIFFERENT
};
extern const char *const again_outcome_name[AGAIN_DIFFERENT + 1]; /* "identical", ... */

enum again_state {
    AGAIN_OTHER_BYTES,
    AGAIN_NOT_MADE,     /* the run has it, made again it has not */
    AGAIN_MADE_NEW,     /* the other way round */
    AGAIN_NOT_COMPARED, /* the program that makes it is not installed, or is another version */
    AGAIN_AS_RECORDED   /* made again as recorded; it is the stored file that has changed */
};
extern const char *const again_state_name[AGAIN_AS_RECORDED + 1];

struct again_file {
    enum again_state state;
    const char *path, *tool;
    struct line_difference first; /* line 0: no text */
};

struct rerun {
    enum again_outcome outcome;
    struct output_set set; /* the files as they were made again */
    struct arena arena;
    struct tally files; /* compared: same, of */
    size_t n_files;     /* that are not the same */
    struct again_file *file;
    struct results before, after; /* read unless identical */
    struct comparison figures;
    struct manifest made;
    struct trait_list was, is; /* script, settings, inputs, engine, machine */
    size_t n_changes;
    struct trait_change *change; /* what may explain a difference */
};

/* What the user lets a stranger's run do here. A limit that was recorded holds as far as it is not
 * above that of the user, which is the usual one where it is 0. */
struct again_limits {
    struct allow allow;
    double seconds, memory; /* memory in bytes */
    size_t threads;         /* 0: one a processor */
};

/* Runs the run's own script with its settings, limits and options on the inputs that were found,
 * in a worker, and compares. ERR_READ when an input or the script is missing, or the script's
 * error. */
bool again_run(const struct stored *s, struct found_run *found, const struct again_limits *here,
               struct rerun *r, struct err *e);
void again_free(struct rerun *r); /* leaves it empty; harmless twice */

#endif
