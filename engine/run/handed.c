#include "run/handed.h"

#include <string.h>
#include <unistd.h>

static bool is_same(const struct opened *a, const struct opened *b) {
    return strcmp(a->path, b->path) == 0 && a->number == b->number &&
           a->package_number == b->package_number && a->released == b->released;
}

static bool is_listed(const struct handed *h, const struct opened *o) {
    for (size_t i = 0; i < h->n; i++) {
        if (is_same(&h->file[i], o))
            return true;
    }
    return false;
}

static bool grow(struct handed *h) {
    if (h->n < h->room)
        return true;
    size_t room = h->room > 0 ? 2 * h->room : 8;
    struct opened *file = arena_alloc(&h->arena, room, sizeof *file);
    if (file == NULL)
        return false;
    if (h->n > 0)
        memcpy(file, h->file, h->n * sizeof *file);
    h->file = file;
    h->room = room;
    return true;
}

/* What cannot be listed is not handed out. */
static bool list(struct handed *h, struct opened *o, struct err *e) {
    if (is_listed(h, o))
        return true;
    if (h->hashes && !o->released)
        identity_begin(h->files, o->number);
    if (grow(h)) {
        h->file[h->n++] = *o;
        return true;
    }
    if (o->csv >= 0)
        close(o->csv);
    if (o->package >= 0)
        close(o->package);
    return fail(e, ERR_NOMEM, "no memory to hand out %s", o->path);
}

static bool hand_dataset(void *owner, const char *name, struct opened *o, struct err *e) {
    struct handed *h = owner;
    return h->inner.dataset(h->inner.owner, name, o, e) && list(h, o, e);
}

static bool hand_file(void *owner, const char *path, struct opened *o, struct err *e) {
    struct handed *h = owner;
    return h->inner.file(h->inner.owner, path, o, e) && list(h, o, e);
}

static bool hand_release(void *owner, const struct request *r, struct opened *o,
                         struct document *released, struct err *e) {
    struct handed *h = owner;
    return h->inner.release(h->inner.owner, r, o, released, e) && list(h, o, e);
}

struct files handed_files(struct handed *h, const struct files *inner, struct identities *files,
                          bool hashes) {
    h->inner = *inner;
    h->files = files;
    h->hashes = hashes;
    return (struct files){
        .owner = h, .dataset = hand_dataset, .file = hand_file, .release = hand_release};
}

/* As it was handed out, or NULL. */
static const struct opened *find(const struct handed *h, const struct input *in) {
    for (size_t i = 0; i < h->n; i++) {
        const struct opened *o = &h->file[i];
        if (o->number == in->number && o->released == in->released &&
            strcmp(o->path, in->path) == 0)
            return o;
    }
    return NULL;
}

static const char *hash_of(const struct handed *h, size_t number, struct arena *a, struct err *e) {
    char hex[HASH_HEX_SIZE];
    if (!identity_hash(h->files, number, hex, e))
        return NULL;
    const char *kept = arena_string(a, hex);
    if (kept == NULL)
        fail(e, ERR_NOMEM, "no memory for the list of inputs");
    return kept;
}

static enum stream_kind stored_as(const struct handed *h, const struct opened *o) {
    char first[stream_begins];
    size_t n = identity_begins(h->files, o->number, first, sizeof first);
    return stream_kind_of(first, n);
}

static bool fill_in(const struct handed *h, const struct opened *o, struct arena *a,
                    struct input *in, struct err *e) {
    in->bytes = 0;
    in->stored = o->released ? STREAM_PLAIN : stored_as(h, o);
    in->sha256 = in->package_sha256 = NULL;
    if (!o->released && !identity_bytes(h->files, o->number, &in->bytes, e))
        return false;
    if (h->hashes && !o->released)
        in->sha256 = hash_of(h, o->number, a, e);
    if (h->hashes && o->package_number > 0 && e->id == ERR_NONE)
        in->package_sha256 = hash_of(h, o->package_number, a, e);
    return e->id == ERR_NONE;
}

static bool check_files(const struct handed *h, struct err *e) {
    for (size_t i = 0; i < h->n; i++) {
        const struct opened *o = &h->file[i];
        if (!identity_check(h->files, o->number, e) ||
            (o->package_number > 0 && !identity_check(h->files, o->package_number, e)))
            return false;
    }
    return true;
}

bool handed_finish(const struct handed *h, struct document *d, struct err *e) {
    for (size_t i = 0; i < d->n_inputs; i++) {
        const struct opened *o = find(h, &d->input[i]);
        if (o == NULL) {
            fail(e, ERR_INTERNAL,
                 "the script's process says that it read '%.200s', which it was not given",
                 d->input[i].path);
            return err_hint(e, "nothing was written; please report it, with the script if you can");
        }
        if (!fill_in(h, o, &d->arena, &d->input[i], e))
            return false;
    }
    return check_files(h, e);
}

void handed_free(struct handed *h) {
    arena_free(&h->arena);
    *h = (struct handed){0};
}
