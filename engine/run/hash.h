/* SHA-256 (FIPS 180-4): how inputs and outputs are named in a run's manifest. */
#ifndef FOISTAT_RUN_HASH_H
#define FOISTAT_RUN_HASH_H

#include <nettle/sha2.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { HASH_HEX_SIZE = 65 };

/* Of bytes as they come. */
struct hash {
    struct sha256_ctx state;
};
void hash_begin(struct hash *h);
void hash_add(struct hash *h, const void *bytes, size_t n);
void hash_end(struct hash *h, char hex[HASH_HEX_SIZE]);

/* The hash of n bytes as 64 lower-case hexadecimal digits and a NUL. */
void hash_bytes(const void *bytes, size_t n, char hex[HASH_HEX_SIZE]);

/* The same of a whole file, whatever its offset, which stays as it is. The descriptor must be
 * seekable; ERR_READ when it cannot be read. *bytes is its size. Ends early, with the hash of what
 * was read, once *stop is set; NULL: never. */
bool hash_fd(int fd, const atomic_bool *stop, char hex[HASH_HEX_SIZE], size_t *bytes,
             struct err *e);

#endif
