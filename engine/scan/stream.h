/* The bytes of an input, in order: a regular file, a pipe, or either of them compressed with gzip
 * or zstd, which is told by how it begins and decompressed in a thread of its own, where the pool
 * has one that is free. What is compressed twice is refused.
 *
 * A plain regular file can also be read at any place by many threads at once. Nothing is mapped: a
 * file that is cut while it is read is a short file and not a crash, and memory does not grow with
 * it. */
#ifndef FOISTAT_SCAN_STREAM_H
#define FOISTAT_SCAN_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum stream_kind { STREAM_PLAIN, STREAM_GZIP, STREAM_ZSTD };
struct stream;

/* The kind of an input that begins with these bytes; so many are enough to tell. */
enum { stream_begins = 4 };
enum stream_kind stream_kind_of(const char *bytes, size_t n);

/* Starts at the descriptor's offset (which is moved for pipes only); the descriptor stays the
 * caller's and must outlive the stream, as 'name' must, which is for messages. NULL on error:
 * ERR_READ, ERR_NOMEM. */
struct stream *stream_open(int fd, const char *name, struct err *e);
void stream_close(struct stream *s); /* NULL is allowed; ends the thread */

enum stream_kind stream_kind(const struct stream *s);

/* Bytes in all where the input is a plain regular file, which stream_at can read; -1 for others. */
int64_t stream_size(const struct stream *s);

/* Can the same be read again by a second stream, from where this one started? Not from a pipe. */
bool stream_repeats(const struct stream *s);

/* Bytes read so far of the input as it is stored, by whichever thread. */
uint64_t stream_done(const struct stream *s);

/* The next bytes, as many as there is room for, fewer only at the end; *n = 0 at the end. ERR_READ,
 * also for compressed data that are damaged or end too early, with what to do. */
bool stream_read(struct stream *s, char *to, size_t room, size_t *n, struct err *e);

/* For an error in what was read: damaged data may come out as any bytes, so the rest of a
 * compressed input is read, and where it is not whole *e becomes the error that says so. */
void stream_doubt(struct stream *s, struct err *e);

/* Reads from byte 'at' of a plain regular file, counted from where the stream started. Leaves
 * the stream where it is; many threads may do this at once. */
bool stream_at(const struct stream *s, int64_t at, char *to, size_t room, size_t *n, struct err *e);

#endif
