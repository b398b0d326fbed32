#include "run/identity.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/feed.h"
#include "run/side.h"

enum { most_sides = 4 }; /* files hashed at once beside the worker; the others wait */
static const off_t large = (off_t)1 << 20;

struct identity {
    const char *shown;
    struct feed *feed; /* of a pipe, of which there is no more; else NULL */
    int fd;            /* of its own, open for this list */
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed;
    struct side side;
    atomic_bool stop, ended; /* the thread is to end; it has */
    bool hashed;
    char hex[HASH_HEX_SIZE];
    size_t bytes; /* that were hashed */
    struct err failure;
};

/* Noting. */

static bool is_as_noted(const struct identity *f, const struct stat *s) {
    return f->size == s->st_size && f->changed.tv_sec == s->st_mtim.tv_sec &&
           f->changed.tv_nsec == s->st_mtim.tv_nsec;
}

static bool find(const struct identities *l, const struct stat *s, size_t *number) {
    for (size_t i = 0; i < l->n; i++) {
        const struct identity *f = l->file[i];
        if (f->feed != NULL || f->device != s->st_dev || f->inode != s->st_ino ||
            !is_as_noted(f, s))
            continue;
        *number = i + 1;
        return true;
    }
    return false;
}

static bool grow(struct identities *l) {
    if (l->n < l->room)
        return true;
    size_t room = l->room > 0 ? 2 * l->room : 16;
    struct identity **file = arena_alloc(&l->arena, room, sizeof(struct identity *));
    if (file == NULL)
        return false;
    if (l->n > 0)
        memcpy(file, l->file, l->n * sizeof(struct identity *));
    l->file = file;
    l->room = room;
    return true;
}

/* The files stay open: as many as the user may have, not only as many as programs usually do. */
static void allow_many(void) {
    struct rlimit l;
    if (getrlimit(RLIMIT_NOFILE, &l) == 0)
        setrlimit(RLIMIT_NOFILE, &(struct rlimit){l.rlim_max, l.rlim_max});
}

static struct identity *add(struct identities *l, const char *shown, struct err *e) {
    if (l->n == 0)
        allow_many();
    struct identity *f = grow(l) ? arena_alloc(&l->arena, 1, sizeof *f) : NULL;
    if (f != NULL)
        f->shown = arena_string(&l->arena, shown);
    if (f != NULL && f->shown != NULL)
        return f;
    fail(e, ERR_NOMEM, "no memory for the list of inputs");
    return NULL;
}

static void list(struct identities *l, struct identity *f, size_t *number) {
    l->file[l->n++] = f;
    *number = l->n;
}

bool identity_note(struct identities *l, int fd, const char *shown, size_t *number, struct err *e) {
    struct stat s;
    if (fstat(fd, &s) != 0)
        return fail(e, ERR_READ, "cannot read '%s': %s", shown, strerror(errno));
    if (find(l, &s, number))
        return true;
    struct identity *f = add(l, shown, e);
    if (f == NULL)
        return false;
    f->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (f->fd < 0)
        return fail(e, ERR_READ, "cannot keep '%s' open: %s", shown, strerror(errno));
    f->device = s.st_dev;
    f->inode = s.st_ino;
    f->size = s.st_size;
    f->changed = s.st_mtim;
    list(l, f, number);
    return true;
}

bool identity_note_feed(struct identities *l, int head, int rest, const char *shown, int *fd,
                        size_t *number, struct err *e) {
    struct identity *f = add(l, shown, e);
    if (f == NULL) {
        close(head);
        close(rest);
        return false;
    }
    f->fd = -1;
    f->feed = feed_open(head, rest, f->shown, fd, e);
    if (f->feed == NULL)
        return false;
    list(l, f, number);
    return true;
}

bool identities_wait(const struct identities *l) {
    bool waits = false;
    for (size_t i = 0; i < l->n && !waits; i++)
        waits = l->file[i]->feed != NULL && feed_waits(l->file[i]->feed);
    return waits;
}

bool identity_bytes(struct identities *l, size_t number, size_t *bytes, struct err *e) {
    const struct identity *f = l->file[number - 1];
    *bytes = (size_t)f->size;
    return f->feed == NULL || feed_bytes(f->feed, bytes, e);
}

size_t identity_begins(const struct identities *l, size_t number, char *to, size_t room) {
    const struct identity *f = l->file[number - 1];
    if (f->feed != NULL)
        return feed_begins(f->feed, to, room);
    ssize_t n = pread(f->fd, to, room, 0);
    return n > 0 ? (size_t)n : 0;
}

void identities_free(struct identities *l) {
    for (size_t i = 0; i < l->n; i++)
        atomic_store(&l->file[i]->stop, true);
    for (size_t i = 0; i < l->n; i++) {
        side_join(&l->file[i]->side);
        feed_close(l->file[i]->feed);
        if (l->file[i]->fd >= 0)
            close(l->file[i]->fd);
    }
    arena_free(&l->arena);
    *l = (struct identities){0};
}

/* Hashing. */

static void hash(struct identity *f) {
    hash_fd(f->fd, &f->stop, f->hex, &f->bytes, &f->failure);
    f->hashed = true;
}

static void *hash_aside(void *data) {
    struct identity *f = data;
    hash(f);
    atomic_store(&f->ended, true);
    return NULL;
}

static size_t count_sides(struct identities *l) {
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (atomic_load(&l->file[i]->ended))
            side_join(&l->file[i]->side);
        n += l->file[i]->side.started;
    }
    return n;
}

void identity_begin(struct identities *l, size_t number) {
    struct identity *f = l->file[number - 1];
    if (f->feed != NULL)
        feed_want_hash(f->feed);
    else if (f->size > large && !f->side.started && !f->hashed && count_sides(l) < most_sides)
        side_start(&f->side, hash_aside, f);
}

static bool fail_changed(const struct identity *f, struct err *e) {
    fail(e, ERR_READ, "'%s' was changed while it was read", f->shown);
    return err_hint(e, "nothing was written; try again when nobody else writes to the file");
}

bool identity_check(const struct identities *l, size_t number, struct err *e) {
    const struct identity *f = l->file[number - 1];
    struct stat s;
    size_t ignored;
    if (f->feed != NULL)
        return feed_bytes(f->feed, &ignored, e);
    return (fstat(f->fd, &s) == 0 && is_as_noted(f, &s)) || fail_changed(f, e);
}

bool identity_hash(struct identities *l, size_t number, char hex[HASH_HEX_SIZE], struct err *e) {
    struct identity *f = l->file[number - 1];
    if (f->feed != NULL)
        return feed_hash(f->feed, hex, e);
    side_join(&f->side);
    if (!f->hashed)
        hash(f);
    if (f->failure.id != ERR_NONE) {
        *e = f->failure;
        return false;
    }
    if (f->bytes != (size_t)f->size)
        return fail_changed(f, e);
    memcpy(hex, f->hex, sizeof f->hex);
    return identity_check(l, number, e);
}

bool identity_same(struct identities *l, size_t a, size_t b, bool *same, struct err *e) {
    const struct identity *x = l->file[a - 1], *y = l->file[b - 1];
    char of_x[HASH_HEX_SIZE], of_y[HASH_HEX_SIZE];
    *same = a == b;
    if (*same || x->size != y->size || x->feed != NULL || y->feed != NULL)
        return true;
    if (!identity_hash(l, a, of_x, e) || !identity_hash(l, b, of_y, e))
        return false;
    *same = strcmp(of_x, of_y) == 0;
    return true;
}
