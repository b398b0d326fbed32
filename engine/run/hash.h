/* SHA-256 (FIPS 180-4): how inputs and outputs are named in a run's manifest. */
#ifndef FOISTAT_RUN_HASH_H
#define FOISTAT_RUN_HASH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { HASH_HEX_SIZE = 65 };

/* The hash of n bytes as 64 lower-case hexadecimal digits and a NUL. */
void hash_bytes(const void *bytes, size_t n, char hex[HASH_HEX_SIZE]);

/* The same of a whole file, whatever its offset; afterwards the offset is at the start. The
 * descriptor must be seekable; ERR_READ when it cannot be read. *bytes is its size; may be NULL. */
bool hash_fd(int fd, char hex[HASH_HEX_SIZE], size_t *bytes, struct err *e);

#endif
