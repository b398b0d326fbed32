/* What the custodian's worker does. */
#ifndef FOISTAT_CLI_CUSTODIAN_WORK_H
#define FOISTAT_CLI_CUSTODIAN_WORK_H

#include "data/files.h"
#include "database/database.h"
#include "data/request.h"
#include "disclosure/disclosure.h"

struct scan_progress;
struct custody {
    const struct request *request; /* whose policy is the one to apply */
    bool as_it_is;                 /* a public source, of which rows are counted */
    size_t n_earlier;
    const struct release *earlier;  /* of the same source */
    const struct opened *source;    /* as it is shown */
    const char *connection;         /* of a database, or NULL: it is a file */
    double seconds;                 /* that the database may take */
    struct database *database;      /* in the worker, once it is connected */
    struct scan_progress *progress; /* shared with whoever waits; NULL: nobody looks */
};

/* For worker_limits.prepare: connects to the database. */
bool custodian_connect(void *data, struct err *e);

/* A worker_main: 'data' is a struct custody, and 'files' gives the source, whatever is asked for.
 * Makes a document of one part, the table that may be seen, and one record of disclosure control;
 * or, of a public source, of the table as it is and one input, which says what was read.
 * ERR_RELEASE for what may not be asked of a source that is not public. */
bool custodian_work(void *data, const struct files *files, struct document *d, struct err *e);

#endif
