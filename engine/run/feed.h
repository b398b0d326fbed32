/* What comes through a pipe and is too long to be kept: passed on to one reader, as it comes, in
 * flat memory. A thread does it, because the reader's process has no way to what the user named,
 * and because its bytes are hashed on the way where a hash is needed. */
#ifndef FOISTAT_RUN_FEED_H
#define FOISTAT_RUN_FEED_H

#include <stddef.h>

#include "run/hash.h"

struct feed;

/* Begins to pass on the file 'head', then what comes through 'rest'; takes both descriptors, also
 * on failure. *fd is where it is read, for the caller to close; 'shown' is for messages and must
 * live as long. NULL on error: ERR_READ, ERR_NOMEM. */
struct feed *feed_open(int head, int rest, const char *shown, int *fd, struct err *e);
void feed_close(struct feed *f); /* NULL is allowed; stops it, wherever it is */

/* Says that the hash will be needed; to be said before anybody reads. */
void feed_want_hash(struct feed *f);

/* Is it waiting for whoever writes? */
bool feed_waits(const struct feed *f);

/* The first bytes of 'head', as many as there are of 'room'. */
size_t feed_begins(const struct feed *f, char *to, size_t room);

/* Once the reader has ended: the bytes that were passed on. ERR_READ where the pipe could not be
 * read to its end. */
bool feed_bytes(struct feed *f, size_t *bytes, struct err *e);

/* Their hash. ERR_READ while nobody has read them, and when there were more, which nobody read. */
bool feed_hash(struct feed *f, char hex[HASH_HEX_SIZE], struct err *e);

#endif
