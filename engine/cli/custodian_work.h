/* What the custodian's worker does. */
#ifndef FOISTAT_CLI_CUSTODIAN_WORK_H
#define FOISTAT_CLI_CUSTODIAN_WORK_H

#include "data/files.h"
#include "data/request.h"
#include "disclosure/disclosure.h"

struct custody {
    const struct request *request; /* whose policy is the one to apply */
    bool as_it_is;                 /* a public source, of which rows are counted */
    size_t n_earlier;
    const struct release *earlier; /* of the same source */
};

/* A worker_main: 'data' is a struct custody, and 'files' gives the source, whatever is asked for.
 * Makes a document of one part, the table that may be seen, and one record of disclosure control;
 * or, of a public source, of the table as it is and one input, which says what was read.
 * ERR_RELEASE for what may not be asked of a source that is not public. */
bool custodian_work(void *data, const struct files *files, struct document *d, struct err *e);

#endif
