#include "run/handed.h"

#include <string.h>
#include <unistd.h>

static bool is_same(const struct opened *a, const struct opened *b) {
    return strcmp(a->path, b->path) == 0 && strcmp(a->sha256, b->sha256) == 0 &&
           strcmp(a->package_sha256, b->package_sha256) == 0 && a->bytes == b->bytes;
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

struct files handed_files(struct handed *h, const struct files *inner) {
    h->inner = *inner;
    return (struct files){
        .owner = h, .dataset = hand_dataset, .file = hand_file, .release = hand_release};
}

static bool was_handed(const struct handed *h, const struct input *in) {
    for (size_t i = 0; i < h->n; i++) {
        const struct opened *o = &h->file[i];
        const char *package = in->package_sha256 != NULL ? in->package_sha256 : "";
        if (strcmp(o->path, in->path) == 0 && strcmp(o->sha256, in->sha256) == 0 &&
            strcmp(o->package_sha256, package) == 0 && o->bytes == in->bytes)
            return true;
    }
    return false;
}

bool handed_check(const struct handed *h, const struct document *d, struct err *e) {
    for (size_t i = 0; i < d->n_inputs; i++) {
        if (was_handed(h, &d->input[i]))
            continue;
        fail(e, ERR_INTERNAL,
             "the script's process says that it read '%.200s', which it was not given",
             d->input[i].path);
        return err_hint(e, "nothing was written; please report it, with the script if you can");
    }
    return true;
}

void handed_free(struct handed *h) {
    arena_free(&h->arena);
    *h = (struct handed){0};
}
