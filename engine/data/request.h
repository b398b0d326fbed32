/* What a script asks of a dataset or a file: how it is read, and what is released of it when it is
 * not public. */
#ifndef FOISTAT_DATA_REQUEST_H
#define FOISTAT_DATA_REQUEST_H

#include "data/read.h"
#include "data/release.h"

struct request {
    const char *name; /* of a dataset, a file's path, or of a database (data/database_name.h) */
    bool dataset;     /* is it a dataset? */
    bool counted;     /* its rows are counted (data/count.h), never handed out as they are */
    const char *table, *query; /* one of them of a database, else NULL */
    struct read_options read;  /* of a plain file */
    struct release_spec release;
    bool has_policy;      /* the script asks for rules of its own, ... */
    bool of_published;    /* ... of public sources too ... */
    struct policy policy; /* ... which can only make the user's stricter */
};

#endif
