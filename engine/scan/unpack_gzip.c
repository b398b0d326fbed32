/* gzip, RFC 1952: members, each with the check sum and the length of what is in it, which zlib
 * compares. */
#include <stdlib.h>
#include <zlib.h>

#include "scan/unpack.h"

enum { gzip_only = 16 }; /* of zlib: added to the size of the window */

static bool begins(const unsigned char *bytes, size_t n) {
    return n >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

static void *open_gzip(void) {
    z_stream *z = calloc(1, sizeof *z);
    if (z == NULL || inflateInit2(z, MAX_WBITS + gzip_only) == Z_OK)
        return z;
    free(z);
    return NULL;
}

static void close_gzip(void *state) {
    if (state != NULL)
        inflateEnd(state);
    free(state);
}

static bool restart(void *state) {
    return inflateReset(state) == Z_OK;
}

static uInt at_most(size_t n) {
    const size_t most = 1U << 30;
    return (uInt)(n < most ? n : most);
}

static enum unpack_step step(void *state, struct unpack_work *w) {
    z_stream *z = state;
    uInt n = at_most(w->n), room = at_most(w->room);
    z->next_in = (Bytef *)w->from; /* zlib only reads it */
    z->avail_in = n;
    z->next_out = (Bytef *)w->to;
    z->avail_out = room;
    int came = inflate(z, Z_NO_FLUSH);
    w->n -= n - z->avail_in;
    w->room -= room - z->avail_out;
    if (came == Z_STREAM_END)
        return UNPACK_PART_ENDS;
    if (came == Z_OK || came == Z_BUF_ERROR) /* it needs bytes, or room */
        return UNPACK_MORE;
    if (came == Z_MEM_ERROR)
        fail(w->e, ERR_NOMEM, "no memory to decompress %s", w->name);
    else
        unpack_fail_damaged(w->name, z->msg != NULL ? z->msg : "not gzip", w->e);
    return UNPACK_FAILED;
}

const struct unpack_kind unpack_gzip = {
    .program = "gzip",
    .begins = begins,
    .open = open_gzip,
    .restart = restart,
    .step = step,
    .close = close_gzip,
};
