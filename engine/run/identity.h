/* Which file an input is: noted when it is opened, hashed when something needs the hash.
 *
 * Hashing takes longer than counting what is in a file. So a run that keeps no record hashes
 * nothing, and where there is one, a large file is hashed beside the worker that reads it. Two
 * files are one if they are the same on the disk, or of one size and one hash; so those of
 * different sizes need none. */
#ifndef FOISTAT_RUN_IDENTITY_H
#define FOISTAT_RUN_IDENTITY_H

#include <stddef.h>

#include "base/arena.h"
#include "run/hash.h"

/* The files that were opened, each once; {0} is an empty list. It keeps them open. */
struct identity;
struct identities {
    struct arena arena;
    size_t n, room;
    struct identity **file;
};
void identities_free(struct identities *l); /* leaves it empty; harmless twice */

/* Notes an open regular file, shown so; the descriptor stays the caller's. *number is its number in
 * the list, from 1: that of an earlier one if it is the same file, unchanged. ERR_READ, ERR_NOMEM.
 */
bool identity_note(struct identities *l, int fd, const char *shown, size_t *number, struct err *e);

/* The same for what comes through a pipe: the file 'head', then 'rest' (feed.h), both of which the
 * list takes. *fd is where it is read, once, for the caller to close. It is never another one. */
bool identity_note_feed(struct identities *l, int head, int rest, const char *shown, int *fd,
                        size_t *number, struct err *e);

/* Is any pipe waiting for whoever writes to it? */
bool identities_wait(const struct identities *l);

/* Bytes, when it was noted; of a pipe, once it was read. ERR_READ where that broke off. */
bool identity_bytes(struct identities *l, size_t number, size_t *bytes, struct err *e);

/* The first bytes, as many as there are of 'room'. */
size_t identity_begins(const struct identities *l, size_t number, char *to, size_t room);

/* Says that the hash will be needed: that of a large file is begun beside what else is done. */
void identity_begin(struct identities *l, size_t number);

/* The hash, as it was noted: begins it, or waits for it, where it is not there yet. ERR_READ as
 * identity_check. */
bool identity_hash(struct identities *l, size_t number, char hex[HASH_HEX_SIZE], struct err *e);

/* Are they the same? ERR_READ where a hash is needed and there is none. */
bool identity_same(struct identities *l, size_t a, size_t b, bool *same, struct err *e);

/* Once its readers have ended: ERR_READ for a file that is no longer as it was noted, and for a
 * pipe that broke off. What was read of it is of no use. */
bool identity_check(const struct identities *l, size_t number, struct err *e);

#endif
