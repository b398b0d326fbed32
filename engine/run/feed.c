#include "run/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "run/side.h"

enum { block_size = 256 * 1024, pipe_size = 1024 * 1024 };

struct feed {
    struct side side;
    int head, rest, out; /* from, from, to */
    int stop;            /* an eventfd: readable once the thread is to end */
    const char *shown;
    atomic_bool wants_hash, waits, begun; /* begun: the head was passed on, so somebody reads */
    bool hashed;                          /* from the first byte on */
    bool whole;                           /* all of it was passed on */
    int number;                           /* errno of what went wrong with reading; 0: nothing */
    size_t bytes;
    struct hash hash;
    char block[block_size];
};

/* Waits until the descriptor is ready; false when the reader is gone, or the feed is closed. */
static bool await(const struct feed *f, int fd, short events) {
    struct pollfd p[] = {{.fd = fd, .events = events},
                         {.fd = f->out, .events = 0}, /* POLLERR: nobody reads any more */
                         {.fd = f->stop, .events = POLLIN}};
    while (poll(p, 3, -1) < 0) {
        if (errno != EINTR)
            return false;
    }
    return p[1].revents == 0 && p[2].revents == 0;
}

/* Passes on n bytes; signals do not reach this thread, so a reader that is gone is EPIPE. */
static bool pass(struct feed *f, size_t n) {
    for (const char *at = f->block; n > 0;) {
        ssize_t put = write(f->out, at, n);
        if (put < 0 && errno == EAGAIN && !await(f, f->out, POLLOUT))
            return false;
        if (put < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        if (put > 0) {
            at += put;
            n -= (size_t)put;
            f->bytes += (size_t)put;
        }
    }
    return true;
}

/* The head's bytes from 'at' on. */
static ssize_t read_head(struct feed *f, off_t at) {
    ssize_t n = pread(f->head, f->block, sizeof f->block, at);
    if (n < 0)
        f->number = errno;
    return n;
}

static bool pass_head(struct feed *f) {
    off_t at = 0;
    for (ssize_t n; (n = read_head(f, at)) != 0; at += n) {
        if (n < 0 || !pass(f, (size_t)n))
            return false;
    }
    return true;
}

/* More than a pipe holds was passed on by now: whoever wants a hash has said so. */
static bool hash_head(struct feed *f) {
    atomic_store(&f->begun, true);
    f->hashed = atomic_load(&f->wants_hash);
    off_t at = 0;
    for (ssize_t n = 1; f->hashed && n != 0; at += n) {
        n = read_head(f, at);
        if (n < 0)
            return false;
        hash_add(&f->hash, f->block, (size_t)n);
    }
    return true;
}

static bool await_rest(struct feed *f) {
    atomic_store(&f->waits, true);
    bool more = await(f, f->rest, POLLIN);
    atomic_store(&f->waits, false);
    return more;
}

static bool pass_rest(struct feed *f) {
    while (await_rest(f)) {
        ssize_t n = read(f->rest, f->block, sizeof f->block);
        if (n == 0)
            return true;
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n < 0) {
            f->number = errno;
            return false;
        }
        if (f->hashed)
            hash_add(&f->hash, f->block, (size_t)n);
        if (!pass(f, (size_t)n))
            return false;
    }
    return false;
}

static void *run(void *data) {
    struct feed *f = data;
    f->whole = pass_head(f) && hash_head(f) && pass_rest(f);
    close(f->out);
    f->out = -1;
    return NULL;
}

/* A larger pipe has fewer waits; the system may refuse. */
static bool make_pipe(struct feed *f, int *fd) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    fcntl(ends[1], F_SETPIPE_SZ, pipe_size);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    *fd = ends[0];
    f->out = ends[1];
    return true;
}

struct feed *feed_open(int head, int rest, const char *shown, int *fd, struct err *e) {
    struct feed *f = calloc(1, sizeof *f);
    *fd = -1;
    if (f == NULL) {
        close(head);
        close(rest);
        fail(e, ERR_NOMEM, "no memory to pass on what comes through '%s'", shown);
        return NULL;
    }
    f->head = head;
    f->rest = rest;
    f->out = -1;
    f->stop = eventfd(0, EFD_CLOEXEC);
    f->shown = shown;
    hash_begin(&f->hash);
    if (f->stop >= 0 && make_pipe(f, fd) && side_start(&f->side, run, f))
        return f;
    fail(e, ERR_READ, "cannot pass on what comes through '%s': %s", shown, strerror(errno));
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    feed_close(f);
    return NULL;
}

static void close_one(int fd) {
    if (fd >= 0)
        close(fd);
}

void feed_close(struct feed *f) {
    if (f == NULL)
        return;
    eventfd_write(f->stop, 1);
    side_join(&f->side);
    close_one(f->head);
    close_one(f->rest);
    close_one(f->out);
    close_one(f->stop);
    free(f);
}

void feed_want_hash(struct feed *f) {
    atomic_store(&f->wants_hash, true);
}

bool feed_waits(const struct feed *f) {
    return atomic_load(&f->waits);
}

size_t feed_begins(const struct feed *f, char *to, size_t room) {
    ssize_t n = pread(f->head, to, room, 0);
    return n > 0 ? (size_t)n : 0;
}

bool feed_bytes(struct feed *f, size_t *bytes, struct err *e) {
    side_join(&f->side);
    *bytes = f->bytes;
    return f->number == 0 ||
           fail(e, ERR_READ, "cannot read '%s': %s", f->shown, strerror(f->number));
}

bool feed_hash(struct feed *f, char hex[HASH_HEX_SIZE], struct err *e) {
    size_t bytes;
    if (!atomic_load(&f->begun)) {
        fail(e, ERR_READ,
             "what comes through '%s' can be read only once, and its hash is needed before it is",
             f->shown);
        return err_hint(e, "save it to a file and name the file");
    }
    if (!feed_bytes(f, &bytes, e))
        return false;
    if (!f->whole || !f->hashed)
        return fail(e, ERR_READ, "what comes through '%s' was not read to its end", f->shown);
    struct hash h = f->hash; /* it may be asked for again */
    hash_end(&h, hex);
    return true;
}
