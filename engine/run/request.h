/* A request as a message from the worker to its parent, who checks every byte of it. */
#ifndef FOISTAT_RUN_REQUEST_H
#define FOISTAT_RUN_REQUEST_H

#include "data/request.h"

/* Appends the message; out->failed says that memory ran out. */
void request_put(const struct request *r, struct buf *out);

/* Reads a message; what *r points at lives in the arena. False with ERR_INTERNAL when it is
 * malformed, ERR_NOMEM. */
bool request_get(const void *bytes, size_t n, struct arena *a, struct request *r, struct err *e);

#endif
