/* A few buffers between a thread that fills them, in order, and one that empties them; where no
 * thread is free the one that empties fills them too, piece by piece the same. Private to stream.c.
 */
#ifndef FOISTAT_SCAN_RING_H
#define FOISTAT_SCAN_RING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Makes the next bytes, as many as there is room for, fewer only at the end. */
typedef bool ring_maker(void *data, char *to, size_t room, size_t *n, struct err *e);

struct ring;

/* Starts make(data, ...) on the thread of the pool that works aside. NULL: no memory. */
struct ring *ring_start(ring_maker *make, void *data);

/* The next bytes, as 'make' gives them: as many as there is room for, fewer only at the end. */
bool ring_read(struct ring *r, char *to, size_t room, size_t *n, struct err *e);

void ring_stop(
    struct ring *r); /* waits for the thread, whose rest is not wanted; NULL is allowed */

#endif
