/* The bytes of an input as they are stored, in order, with those at hand that a decompressor has
 * not used yet. Private to stream.c and unpack*.c. */
#ifndef FOISTAT_SCAN_RAW_H
#define FOISTAT_SCAN_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { raw_room = 128 * 1024 };

struct raw {
    int fd;
    const char *name;
    int64_t start;         /* the descriptor's offset at first; -1: it has none, as a pipe */
    int64_t at;            /* the next byte to be read */
    _Atomic uint64_t done; /* bytes read so far */
    bool ended;
    char *next; /* the n bytes at hand */
    size_t n;
    char bytes[raw_room];
};

void raw_init(struct raw *s, int fd, const char *name);

/* Sees to it that at least n bytes are at hand, n <= raw_room; fewer only at the end. */
bool raw_need(struct raw *s, size_t n, struct err *e);

/* Takes the next bytes: those at hand, then straight from the descriptor, until there is no room
 * or the end has come (*n < room). */
bool raw_read(struct raw *s, char *to, size_t room, size_t *n, struct err *e);

void raw_drop(struct raw *s, size_t n); /* of the bytes at hand */

/* read(), or pread() where 'at' is not negative, until n bytes have come or the end; -1: *e. */
int64_t raw_fetch(const struct raw *s, int64_t at, char *to, size_t n, struct err *e);

#endif
