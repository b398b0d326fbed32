/* What gzip and zstd made, undone. A file may have several parts (gzip calls them members, zstd
 * frames), one behind the other; zeros may fill its end, as on tapes, and nothing else may stand
 * there. What is damaged, or ends too early, is an error. Private to stream.c and unpack*.c. */
#ifndef FOISTAT_SCAN_UNPACK_H
#define FOISTAT_SCAN_UNPACK_H

#include "scan/raw.h"

enum unpack_step { UNPACK_MORE, UNPACK_PART_ENDS, UNPACK_FAILED };

/* One step of a library: bytes that are left to read, room that is left to write. */
struct unpack_work {
    const char *from;
    size_t n;
    char *to;
    size_t room;
    struct err *e;
    const char *name; /* of the file, for messages */
};

/* How one kind of compression is undone. */
struct unpack_kind {
    const char *program; /* "gzip" */
    bool (*begins)(const unsigned char *bytes, size_t n);
    void *(*open)(void); /* the library's state; NULL: no memory */
    bool (*restart)(void *state);
    enum unpack_step (*step)(void *state, struct unpack_work *w);
    void (*close)(void *state); /* NULL is allowed */
};
extern const struct unpack_kind unpack_gzip, unpack_zstd;

/* The kind whose beginning this is, or NULL; a part begins with at most unpack_begins bytes. */
enum { unpack_begins = 4 };
const struct unpack_kind *unpack_find(const char *bytes, size_t n);

/* Damage, in the words of all kinds; always false. */
bool unpack_fail_damaged(const char *name, const char *how, struct err *e);

struct unpacker {
    const struct unpack_kind *kind;
    void *state;
    struct raw *raw;
    bool inside; /* a part has begun and has not ended */
    bool full;   /* the last step used all room: the library may hold more */
    bool ended;
    char first[unpack_begins]; /* of what comes out */
    size_t n_first;
};

bool unpack_open(struct unpacker *u, const struct unpack_kind *kind, struct raw *raw,
                 struct err *e);
void unpack_close(struct unpacker *u); /* harmless twice */

/* The next bytes, as many as there is room for, fewer only at the end. */
bool unpack_read(struct unpacker *u, char *to, size_t room, size_t *n, struct err *e);

#endif
