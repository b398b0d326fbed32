#include "scan/raw.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void raw_init(struct raw *s, int fd, const char *name) {
    s->fd = fd;
    s->name = name;
    s->start = s->at = (int64_t)lseek(fd, 0, SEEK_CUR);
    s->next = s->bytes;
    s->n = 0;
    s->done = 0;
    s->ended = false;
}

int64_t raw_fetch(const struct raw *s, int64_t at, char *to, size_t n, struct err *e) {
    size_t have = 0;
    while (have < n) {
        ssize_t got = at < 0 ? read(s->fd, to + have, n - have)
                             : pread(s->fd, to + have, n - have, (off_t)(at + (int64_t)have));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            fail(e, ERR_READ, "cannot read %s: %s", s->name, strerror(errno));
            return -1;
        }
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return (int64_t)have;
}

/* The next n bytes of the descriptor. */
static bool fetch_next(struct raw *s, char *to, size_t n, size_t *got, struct err *e) {
    *got = 0;
    if (s->ended)
        return true;
    int64_t have = raw_fetch(s, s->at, to, n, e);
    if (have < 0)
        return false;
    if (s->at >= 0)
        s->at += have;
    s->done += (uint64_t)have;
    s->ended = (size_t)have < n;
    *got = (size_t)have;
    return true;
}

bool raw_need(struct raw *s, size_t n, struct err *e) {
    size_t got;
    if (s->n >= n || s->ended)
        return true;
    memmove(s->bytes, s->next, s->n);
    s->next = s->bytes;
    if (!fetch_next(s, s->bytes + s->n, raw_room - s->n, &got, e))
        return false;
    s->n += got;
    return true;
}

void raw_drop(struct raw *s, size_t n) {
    s->next += n;
    s->n -= n;
}

bool raw_read(struct raw *s, char *to, size_t room, size_t *n, struct err *e) {
    size_t first = s->n < room ? s->n : room, rest;
    memcpy(to, s->next, first);
    raw_drop(s, first);
    if (!fetch_next(s, to + first, room - first, &rest, e))
        return false;
    *n = first + rest;
    return true;
}
