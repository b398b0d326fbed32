/* What was handed to a worker, noted where it is handed out. A worker that was taken over could say
 * that it read something else; what stands in a run was handed out as it stands there, and has the
 * hash that this process computed. */
#ifndef FOISTAT_RUN_HANDED_H
#define FOISTAT_RUN_HANDED_H

#include "data/document.h"
#include "data/files.h"
#include "run/identity.h"

struct handed {
    struct files inner;
    struct identities *files; /* what was opened */
    bool hashes;              /* they will be needed */
    struct arena arena;
    size_t n, room;
    struct opened *file; /* each once; its descriptors are gone */
};

/* The door 'inner' with a list at it; valid as long as h is. 'files' are those that were opened
 * behind it. With 'hashes' the inputs of the document will have theirs. */
struct files handed_files(struct handed *h, const struct files *inner, struct identities *files,
                          bool hashes);

/* Once the worker has ended. Was each input of the document handed out as it says, and is no file
 * that was handed out another one by now? Fills in sizes and hashes; of what is released its
 * custodian does. ERR_INTERNAL, ERR_READ. */
bool handed_finish(const struct handed *h, struct document *d, struct err *e);

void handed_free(struct handed *h); /* leaves it empty; harmless twice */

#endif
