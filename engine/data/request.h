/* What a script asks of a dataset or a file: how it is read, and what is released of it when it is
 * not public. */
#ifndef FOISTAT_DATA_REQUEST_H
#define FOISTAT_DATA_REQUEST_H

#include "data/read.h"
#include "data/release.h"

struct request {
    const char *name; /* of a dataset, or a file's path */
    bool dataset;     /* which of the two */
    bool counted;     /* its rows are counted (data/count.h), never handed out as they are */
    struct read_options read; /* of a plain file */
    struct release_spec release;
    bool has_policy;      /* the script asks for rules of its own, ... */
    bool of_published;    /* ... of public sources too ... */
    struct policy policy; /* ... which can only make the user's stricter */
};

#endif
