/* What was handed to a worker, noted where it is handed out. A worker that was taken over could say
 * that it read something else; what stands in a run was handed out as it stands there. */
#ifndef FOISTAT_RUN_HANDED_H
#define FOISTAT_RUN_HANDED_H

#include "data/document.h"
#include "data/files.h"

struct handed {
    struct files inner;
    struct arena arena;
    size_t n, room;
    struct opened *file; /* each once; its descriptors are gone */
};

/* The door 'inner' with a list at it; valid as long as h is. */
struct files handed_files(struct handed *h, const struct files *inner);

/* Was each input of the document handed out, with that hash, size and description? ERR_INTERNAL. */
bool handed_check(const struct handed *h, const struct document *d, struct err *e);

void handed_free(struct handed *h); /* leaves it empty; harmless twice */

#endif
