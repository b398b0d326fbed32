#include "run/output_set.h"

#include <stdlib.h>
#include <string.h>

#include "run/folder.h"

void output_set_free(struct output_set *s) {
    for (size_t i = 0; i < s->n; i++)
        buf_free(&s->file[i].bytes);
    arena_free(&s->arena);
    *s = (struct output_set){0};
}

const struct output *output_set_find(const struct output_set *s, const char *path) {
    for (size_t i = 0; i < s->n; i++) {
        if (strcmp(s->file[i].path, path) == 0)
            return &s->file[i];
    }
    return NULL;
}

/* Room for one more; the old array stays in the arena. */
static bool grow(struct output_set *s) {
    if (s->n < s->room)
        return true;
    size_t room = s->room > 0 ? 2 * s->room : 16;
    struct output *file = arena_alloc(&s->arena, room, sizeof *file);
    if (file == NULL)
        return false;
    if (s->n > 0)
        memcpy(file, s->file, s->n * sizeof *file);
    s->file = file;
    s->room = room;
    return true;
}

static bool add(struct output_set *s, const char *path, const char *media_type, struct buf *bytes,
                struct err *e) {
    if (output_set_find(s, path) != NULL)
        return fail(e, ERR_WRITE, "'%.200s' would be written twice", path);
    const char *copy = arena_string(&s->arena, path);
    if (bytes->failed || copy == NULL || !grow(s))
        return fail(e, ERR_NOMEM, "no memory for %.200s", path);
    struct output *o = &s->file[s->n++];
    *o = (struct output){.path = copy, .media_type = media_type, .bytes = *bytes};
    hash_bytes(bytes->n > 0 ? bytes->text : "", bytes->n, o->sha256);
    *bytes = (struct buf){0};
    return true;
}

struct output *output_set_add(struct output_set *s, const char *path, const char *media_type,
                              struct buf *bytes, struct err *e) {
    if (add(s, path, media_type, bytes, e))
        return &s->file[s->n - 1];
    buf_free(bytes);
    return NULL;
}

static int path_order(const void *a, const void *b) {
    const struct output *x = a, *y = b;
    return strcmp(x->path, y->path);
}

void output_set_sort(struct output_set *s) {
    if (s->n > 0)
        qsort(s->file, s->n, sizeof *s->file, path_order);
}

bool output_set_write(const struct output_set *s, const char *folder, struct err *e) {
    struct folder f = {0};
    bool done = folder_begin(&f, folder, true, e);
    for (size_t i = 0; done && i < s->n; i++) {
        const struct buf *b = &s->file[i].bytes;
        done = folder_write(&f, s->file[i].path, b->n > 0 ? b->text : "", b->n, e);
    }
    done = done && folder_commit(&f, e);
    if (!done)
        folder_abandon(&f);
    return done;
}
