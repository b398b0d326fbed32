#include "run/archive.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "run/libarchive.h"
#include "run/open.h"
#include "run/worker.h"

/* Writing. */

static la_ssize_t append(struct archive *a, void *to, const void *bytes, size_t n) {
    struct buf *out = to;
    buf_add(out, bytes, n);
    if (!out->failed)
        return (la_ssize_t)n;
    libarchive.set_error(a, ENOMEM, "no memory");
    return -1;
}

static bool write_member(struct archive *a, const char *top, const struct output *o,
                         struct archive_entry *member) {
    char path[ARCHIVE_NAME_SIZE + 256];
    snprintf(path, sizeof path, "%s/%s", top, o->path);
    libarchive.entry_clear(member);
    libarchive.entry_set_pathname(member, path);
    libarchive.entry_set_filetype(member, AE_IFREG);
    libarchive.entry_set_perm(member, 0644);
    libarchive.entry_set_size(member, (la_int64_t)o->bytes.n);
    libarchive.entry_set_mtime(member, 0, 0);
    return libarchive.write_header(a, member) == ARCHIVE_OK &&
           (o->bytes.n == 0 ||
            libarchive.write_data(a, o->bytes.text, o->bytes.n) == (la_ssize_t)o->bytes.n);
}

static bool write_members(struct archive *a, const char *top, const struct output_set *set,
                          struct buf *out, struct err *e) {
    struct archive_entry *member = libarchive.entry_new();
    bool done = member != NULL && libarchive.write_set_format_ustar(a) == ARCHIVE_OK &&
                libarchive.write_add_filter_none(a) == ARCHIVE_OK &&
                libarchive.write_open2(a, out, NULL, append, NULL, NULL) == ARCHIVE_OK;
    for (size_t i = 0; done && i < set->n; i++) {
        done = write_member(a, top, &set->file[i], member);
        if (!done && !out->failed)
            fail(e, ERR_WRITE, "'%.200s' cannot stand in an archive: %s", set->file[i].path,
                 libarchive.error_string(a));
    }
    libarchive.entry_free(member);
    done = done && libarchive.write_close(a) == ARCHIVE_OK;
    return done || fail(e, ERR_NOMEM, "no memory for the archive");
}

bool archive_write(struct output_set *set, const char *top, struct buf *out, struct err *e) {
    if (!libarchive_load(e))
        return false;
    struct archive *a = libarchive.write_new();
    output_set_sort(set);
    bool done = a != NULL ? write_members(a, top, set, out, e)
                          : fail(e, ERR_NOMEM, "no memory for the archive");
    libarchive.write_free(a);
    return done;
}

/* Reading, in the worker. It writes what it finds into memory that the parent has too: for each
 * file its header, its name, its bytes. */

struct member {
    uint64_t name, bytes; /* how many follow */
};

struct unpacking {
    const char *bytes; /* the archive */
    size_t n;
    char *shared; /* room for 'room' bytes, of which 'used' are */
    size_t room;
    uint64_t *used;
};

static bool put(struct unpacking *u, const void *bytes, size_t n, struct err *e) {
    if (n > u->room - *u->used)
        return fail(e, ERR_READ, "its files are larger than itself");
    if (n > 0)
        memcpy(u->shared + *u->used, bytes, n);
    *u->used += n;
    return true;
}

/* Blocks come in order; between them may be holes, which only files have that are no ours. */
static bool put_data(struct unpacking *u, struct archive *a, uint64_t size, struct err *e) {
    const void *block;
    size_t n;
    la_int64_t offset;
    uint64_t at = 0;
    for (int state; (state = libarchive.read_data_block(a, &block, &n, &offset)) != ARCHIVE_EOF;) {
        if (state != ARCHIVE_OK)
            return fail(e, ERR_READ, "it is damaged: %s", libarchive.error_string(a));
        if (offset < 0 || (uint64_t)offset != at)
            return fail(e, ERR_READ, "it has a file with holes");
        if (!put(u, block, n, e))
            return false;
        at += n;
    }
    return at == size || fail(e, ERR_READ, "it ends within a file");
}

static bool put_member(struct unpacking *u, struct archive *a, struct archive_entry *entry,
                       struct err *e) {
    const char *path = libarchive.entry_pathname(entry);
    la_int64_t size = libarchive.entry_size(entry);
    if (path == NULL || strlen(path) >= ARCHIVE_NAME_SIZE)
        return fail(e, ERR_READ, "it has a file with a name that cannot be read");
    if (libarchive.entry_filetype(entry) == AE_IFDIR && libarchive.entry_hardlink(entry) == NULL)
        return true; /* folders are known by what lies in them */
    if (libarchive.entry_filetype(entry) != AE_IFREG || libarchive.entry_hardlink(entry) != NULL ||
        libarchive.entry_symlink(entry) != NULL)
        return fail(e, ERR_READ, "'%.200s' in it is no plain file", path);
    if (size < 0 || (uint64_t)size > u->n)
        return fail(e, ERR_READ, "'%.200s' in it is larger than itself", path);
    struct member m = {.name = strlen(path), .bytes = (uint64_t)size};
    return put(u, &m, sizeof m, e) && put(u, path, m.name, e) && put_data(u, a, m.bytes, e);
}

static bool put_members(struct unpacking *u, struct archive *a, struct err *e) {
    struct archive_entry *entry;
    for (int state; (state = libarchive.read_next_header(a, &entry)) != ARCHIVE_EOF;) {
        if (state != ARCHIVE_OK)
            return fail(e, ERR_READ, "it is damaged: %s", libarchive.error_string(a));
        if (!put_member(u, a, entry, e))
            return false;
    }
    return true;
}

static bool unpack(void *data, const struct files *files, struct document *d, struct err *e) {
    struct unpacking *u = data;
    (void)files, (void)d;
    struct archive *a = libarchive.read_new();
    if (a == NULL || libarchive.read_support_format_tar(a) != ARCHIVE_OK)
        return fail(e, ERR_NOMEM, "no memory for the archive");
    if (libarchive.read_open_memory(a, u->bytes, u->n) != ARCHIVE_OK)
        return fail(e, ERR_READ, "it is no tar");
    return put_members(u, a, e); /* freed with the process */
}

/* Reading, in the parent: what the worker says is not believed. */

static bool no_question(void *owner, const char *name, struct opened *o, struct err *e) {
    (void)owner, (void)name, (void)o;
    return fail(e, ERR_READ, "an archive asks for no file");
}

/* The name below the folder in which all files lie: the first of them decides which. NULL when it
 * leads elsewhere. */
static const char *below(char name[ARCHIVE_NAME_SIZE], char top[ARCHIVE_NAME_SIZE]) {
    char plain[ARCHIVE_NAME_SIZE];
    if (!path_normal(name, plain, sizeof plain) || strcmp(name, plain) != 0)
        return NULL;
    for (const char *p = name; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f || *p == '\\')
            return NULL;
    }
    char *slash = strchr(name, '/');
    if (slash == NULL)
        return NULL;
    *slash = '\0';
    if (top[0] == '\0')
        snprintf(top, ARCHIVE_NAME_SIZE, "%s", name);
    return strcmp(top, name) == 0 ? slash + 1 : NULL;
}

static bool take_member(struct output_set *set, const char *text, const struct member *m,
                        char top[ARCHIVE_NAME_SIZE], struct err *e) {
    char name[ARCHIVE_NAME_SIZE], whole[ARCHIVE_NAME_SIZE];
    struct buf bytes = {0};
    if (m->name == 0 || m->name >= sizeof name || memchr(text, '\0', m->name) != NULL)
        return fail(e, ERR_READ, "it has a file with a name that cannot be read");
    memcpy(name, text, m->name);
    name[m->name] = '\0';
    snprintf(whole, sizeof whole, "%s", name);
    const char *path = below(name, top);
    if (path == NULL)
        return fail(e, ERR_READ, "the name '%.200s' in it leads out of its folder", whole);
    if (output_set_find(set, path) != NULL)
        return fail(e, ERR_READ, "'%.200s' is in it twice", whole);
    if (set->n == ARCHIVE_MOST_FILES)
        return fail(e, ERR_READ, "it has more than %d files", (int)ARCHIVE_MOST_FILES);
    buf_add(&bytes, text + m->name, m->bytes);
    return output_set_add(set, path, "", &bytes, e) != NULL;
}

static bool take_members(const struct unpacking *u, struct output_set *set, struct err *e) {
    char top[ARCHIVE_NAME_SIZE] = "";
    struct member m;
    uint64_t used = *u->used;
    if (used > u->room)
        return fail(e, ERR_READ, "it is damaged");
    for (uint64_t at = 0; at < used; at += sizeof m + m.name + m.bytes) {
        if (used - at < sizeof m)
            return fail(e, ERR_READ, "it is damaged");
        memcpy(&m, u->shared + at, sizeof m);
        uint64_t left = used - at - sizeof m;
        if (m.name > left || m.bytes > left - m.name)
            return fail(e, ERR_READ, "it is damaged");
        if (!take_member(set, u->shared + at + sizeof m, &m, top, e))
            return false;
    }
    return set->n > 0 || fail(e, ERR_READ, "there is nothing in it");
}

static bool unpack_in_worker(struct unpacking *u, bool weak, struct output_set *set,
                             struct err *e) {
    const struct files nothing = {.dataset = no_question, .file = no_question};
    const struct worker_limits limits = {.seconds = 60, .weak = weak};
    struct document d;
    bool done = worker_run(unpack, u, &nothing, &limits, &d, e) && take_members(u, set, e);
    document_free(&d);
    return done;
}

/* What went wrong in there is wrong with the archive, whatever it was. */
static bool fail_archive(const char *shown, const struct err *why, struct err *e) {
    if (why->id == ERR_NOMEM || why->id == ERR_SANDBOX) {
        *e = *why;
        return false;
    }
    fail(e, ERR_READ, "'%s' cannot be read as an archive: %s", shown, why->message);
    return err_hint(e, "an archive is what `foistat archive` writes");
}

/* A header has as much room as a file needs at least in a tar. */
_Static_assert(sizeof(struct member) + ARCHIVE_NAME_SIZE >= 512, "room is reckoned in blocks");

bool archive_read(const char *bytes, size_t n, const char *shown, bool weak, struct output_set *set,
                  struct err *e) {
    struct err why = {0};
    *set = (struct output_set){0};
    if (!libarchive_load(e)) /* here: the worker can open no library */
        return false;
    size_t room = sizeof(uint64_t) + 2 * n + 4096;
    void *shared =
        mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (shared == MAP_FAILED)
        return fail(e, ERR_NOMEM, "no memory for '%s'", shown);
    struct unpacking u = {.bytes = bytes,
                          .n = n,
                          .shared = (char *)shared + sizeof(uint64_t),
                          .room = room - sizeof(uint64_t),
                          .used = shared};
    bool done = unpack_in_worker(&u, weak, set, &why);
    munmap(shared, room);
    if (done)
        return true;
    output_set_free(set);
    return fail_archive(shown, &why, e);
}

/* "ustar" stands behind the name, mode, owner, size, time, sum, kind and link. */
bool archive_is(const char *bytes, size_t n) {
    return n >= 512 && memcmp(bytes + 257, "ustar", 5) == 0;
}
