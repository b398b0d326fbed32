/* Threads that wait for work. They are started before a worker gives up what it does not need,
 * because afterwards none can be. */
#ifndef FOISTAT_SCAN_POOL_H
#define FOISTAT_SCAN_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* No more threads than these share the work. */
enum { POOL_MOST = 64 };

/* Processors that this process may use, from 1 to POOL_MOST. */
size_t pool_processors(void);

/* Starts n - 1 threads, so that with the caller n work, and one that works aside; none if n is 0 or
 * 1, or threads are there. Where the system refuses some there are fewer: results do not depend on
 * how many there are. When it returns all wait, and what the system does for a thread that begins
 * is done. Their stacks are small (1 MiB), and they block the signals that others send. */
void pool_start(size_t n);
size_t pool_size(void); /* from 1 */

/* Bytes of address space that pool_start(n) takes at most, for a limit that should not count them.
 */
size_t pool_address_space(size_t n);

/* Runs body(data, i) once on each thread, i = 0 (the caller) to pool_size() - 1, and returns when
 * all have ended. Not to be called from within a body. */
void pool_run(void (*body)(void *data, size_t i), void *data);

/* Runs body(data) on a thread of its own that is not one of the n (decompression); false where
 * there is none, or it is busy: then the caller does the work itself. 'pool_join' waits for it. */
bool pool_aside(void (*body)(void *data), void *data);
void pool_join(void);

/* Ends all threads; they must be idle. For tests. */
void pool_end(void);

#endif
