#include "scan/unpack.h"

#include <string.h>

const struct unpack_kind *unpack_find(const char *bytes, size_t n) {
    const unsigned char *b = (const unsigned char *)bytes;
    return unpack_gzip.begins(b, n) ? &unpack_gzip : unpack_zstd.begins(b, n) ? &unpack_zstd : NULL;
}

bool unpack_open(struct unpacker *u, const struct unpack_kind *kind, struct raw *raw,
                 struct err *e) {
    *u = (struct unpacker){.kind = kind, .raw = raw, .state = kind->open()};
    return u->state != NULL || fail(e, ERR_NOMEM, "no memory to decompress %s", raw->name);
}

void unpack_close(struct unpacker *u) {
    if (u->kind != NULL)
        u->kind->close(u->state);
    u->state = NULL;
}

bool unpack_fail_damaged(const char *name, const char *how, struct err *e) {
    fail(e, ERR_READ, "%s is damaged: its compressed data are not as they were made (%s)", name,
         how);
    return err_hint(e, "get the file again: nothing of this one can be relied on");
}

static bool fail_cut_short(const struct unpacker *u, struct err *e) {
    fail(e, ERR_READ, "%s ends in the middle of its compressed data", u->raw->name);
    return err_hint(e, "it was cut short on its way: get the file again");
}

static bool fail_more(const struct unpacker *u, struct err *e) {
    fail(e, ERR_READ, "%s goes on with something else behind its compressed data", u->raw->name);
    return err_hint(e,
                    "get the file again; or decompress it with %s, look whether it is whole, "
                    "and read that",
                    u->kind->program);
}

static bool fail_twice(const struct unpacker *u, struct err *e) {
    fail(e, ERR_READ, "%s is compressed, and what is in it is compressed again", u->raw->name);
    return err_hint(e, "decompress it once with %s, and read that", u->kind->program);
}

/* Nothing but zeros, to the end. */
static bool skip_padding(struct unpacker *u, struct err *e) {
    struct raw *s = u->raw;
    while (s->n > 0) {
        for (size_t i = 0; i < s->n; i++) {
            if (s->next[i] != '\0')
                return fail_more(u, e);
        }
        raw_drop(s, s->n);
        if (!raw_need(s, 1, e))
            return false;
    }
    u->ended = true;
    return true;
}

/* Between two parts, or before the first. */
static bool begin_part(struct unpacker *u, struct err *e) {
    struct raw *s = u->raw;
    if (!raw_need(s, unpack_begins, e))
        return false;
    if (s->n == 0 || s->next[0] == '\0')
        return skip_padding(u, e);
    const struct unpack_kind *kind = unpack_find(s->next, s->n);
    if (kind == NULL || kind != u->kind)
        return fail_more(u, e);
    u->inside = true;
    return kind->restart(u->state) || fail(e, ERR_NOMEM, "no memory to decompress %s", s->name);
}

/* One step into 'to'; *made says how many bytes came of it. */
static bool step(struct unpacker *u, char *to, size_t room, size_t *made, struct err *e) {
    struct raw *s = u->raw;
    if (!raw_need(s, 1, e))
        return false;
    if (s->n == 0 && !u->full)
        return fail_cut_short(u, e);
    struct unpack_work w = {
        .from = s->next, .n = s->n, .to = to, .room = room, .e = e, .name = s->name};
    enum unpack_step came = u->kind->step(u->state, &w);
    raw_drop(s, s->n - w.n);
    *made = room - w.room;
    u->full = w.room == 0;
    u->inside = came == UNPACK_MORE;
    return came != UNPACK_FAILED;
}

/* What comes out may not be compressed itself. */
static bool look_at_first(struct unpacker *u, const char *bytes, size_t n, struct err *e) {
    while (u->n_first < unpack_begins && n > 0) {
        u->first[u->n_first++] = *bytes++;
        n--;
        if (unpack_find(u->first, u->n_first) != NULL)
            return fail_twice(u, e);
    }
    return true;
}

bool unpack_read(struct unpacker *u, char *to, size_t room, size_t *n, struct err *e) {
    *n = 0;
    while (*n < room && !u->ended) {
        size_t made = 0;
        if (!u->inside
                ? !begin_part(u, e)
                : !step(u, to + *n, room - *n, &made, e) || !look_at_first(u, to + *n, made, e))
            return false;
        *n += made;
    }
    return true;
}
