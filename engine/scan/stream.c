#include "scan/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scan/ring.h"
#include "scan/unpack.h"

struct stream {
    struct raw raw;
    enum stream_kind kind;
    int64_t size;
    struct unpacker unpacker;
    struct ring *ring; /* NULL: nothing to decompress */
};

static bool make(void *data, char *to, size_t room, size_t *n, struct err *e) {
    return unpack_read(data, to, room, n, e);
}

/* Bytes from the start to the end of a regular file. */
static bool measure(struct stream *s, struct err *e) {
    const struct raw *in = &s->raw;
    s->size = -1;
    if (in->start < 0)
        return true;
    int64_t end = (int64_t)lseek(in->fd, 0, SEEK_END);
    if (end < 0 || lseek(in->fd, (off_t)in->start, SEEK_SET) < 0)
        return fail(e, ERR_READ, "cannot read %s: %s", in->name, strerror(errno));
    s->size = end > in->start ? end - in->start : 0;
    return true;
}

static bool start(struct stream *s, struct err *e) {
    if (!raw_need(&s->raw, unpack_begins, e))
        return false;
    const struct unpack_kind *kind = unpack_find(s->raw.next, s->raw.n);
    if (kind == NULL)
        return measure(s, e);
    s->kind = stream_kind_of(s->raw.next, s->raw.n);
    s->size = -1;
    if (!unpack_open(&s->unpacker, kind, &s->raw, e))
        return false;
    s->ring = ring_start(make, &s->unpacker);
    return s->ring != NULL || fail(e, ERR_NOMEM, "no memory to decompress %s", s->raw.name);
}

struct stream *stream_open(int fd, const char *name, struct err *e) {
    struct stream *s = malloc(sizeof *s);
    if (s == NULL) {
        fail(e, ERR_NOMEM, "no memory to read %s", name);
        return NULL;
    }
    s->kind = STREAM_PLAIN;
    s->unpacker = (struct unpacker){0};
    s->ring = NULL;
    raw_init(&s->raw, fd, name);
    if (start(s, e))
        return s;
    stream_close(s);
    return NULL;
}

void stream_close(struct stream *s) {
    if (s == NULL)
        return;
    ring_stop(s->ring);
    unpack_close(&s->unpacker);
    free(s);
}

enum stream_kind stream_kind_of(const char *bytes, size_t n) {
    const struct unpack_kind *packed = unpack_find(bytes, n);
    return packed == NULL ? STREAM_PLAIN : packed == &unpack_gzip ? STREAM_GZIP : STREAM_ZSTD;
}

enum stream_kind stream_kind(const struct stream *s) {
    return s->kind;
}

int64_t stream_size(const struct stream *s) {
    return s->size;
}

bool stream_repeats(const struct stream *s) {
    return s->raw.start >= 0;
}

uint64_t stream_done(const struct stream *s) {
    return s->raw.done;
}

bool stream_read(struct stream *s, char *to, size_t room, size_t *n, struct err *e) {
    return s->ring != NULL ? ring_read(s->ring, to, room, n, e) : raw_read(&s->raw, to, room, n, e);
}

void stream_doubt(struct stream *s, struct err *e) {
    char bytes[16 * 1024];
    struct err why = {0};
    bool whole = true;
    for (size_t n = 1; s->ring != NULL && whole && n > 0;)
        whole = stream_read(s, bytes, sizeof bytes, &n, &why);
    if (!whole)
        *e = why;
}

bool stream_at(const struct stream *s, int64_t at, char *to, size_t room, size_t *n,
               struct err *e) {
    int64_t got = raw_fetch(&s->raw, s->raw.start + at, to, room, e);
    *n = got > 0 ? (size_t)got : 0;
    return got >= 0;
}
