/* zstd, RFC 8878: frames, most with a check sum of what is in them, which the library compares;
 * frames that are to be skipped may stand between them or before them. */
#include <zstd.h>
#include <zstd_errors.h>

#include "scan/unpack.h"

/* The largest window is what must be kept in memory; `zstd -19` takes 2^23 bytes, `--long` 2^27. */
enum { largest_window_log = 27 };

static bool begins(const unsigned char *b, size_t n) {
    bool frame = n >= 4 && b[0] == 0x28 && b[1] == 0xb5 && b[2] == 0x2f && b[3] == 0xfd;
    bool skippable =
        n >= 4 && (b[0] & 0xf0) == 0x50 && b[1] == 0x2a && b[2] == 0x4d && b[3] == 0x18;
    return frame || skippable;
}

static void *open_zstd(void) {
    ZSTD_DCtx *d = ZSTD_createDCtx();
    if (d == NULL ||
        !ZSTD_isError(ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, largest_window_log)))
        return d;
    ZSTD_freeDCtx(d);
    return NULL;
}

static void close_zstd(void *state) {
    ZSTD_freeDCtx(state);
}

static bool restart(void *state) {
    return !ZSTD_isError(ZSTD_DCtx_reset(state, ZSTD_reset_session_only));
}

static enum unpack_step fail_zstd(const struct unpack_work *w, size_t code) {
    switch (ZSTD_getErrorCode(code)) {
    case ZSTD_error_memory_allocation:
        fail(w->e, ERR_NOMEM, "no memory to decompress %s", w->name);
        break;
    case ZSTD_error_frameParameter_windowTooLarge:
        fail(w->e, ERR_READ, "%s takes more than 128 MiB of memory to decompress", w->name);
        err_hint(w->e, "compress it again with a smaller window: zstd, or zstd --long, not more");
        break;
    case ZSTD_error_dictionary_wrong:
        fail(w->e, ERR_READ, "%s was compressed with a dictionary, which it does not hold",
             w->name);
        err_hint(w->e, "decompress it with that dictionary (zstd -D), and read that");
        break;
    default:
        unpack_fail_damaged(w->name, ZSTD_getErrorName(code), w->e);
    }
    return UNPACK_FAILED;
}

static enum unpack_step step(void *state, struct unpack_work *w) {
    ZSTD_inBuffer in = {.src = w->from, .size = w->n};
    ZSTD_outBuffer out = {.dst = w->to, .size = w->room};
    size_t left = ZSTD_decompressStream(state, &out, &in);
    w->n -= in.pos;
    w->room -= out.pos;
    if (ZSTD_isError(left))
        return fail_zstd(w, left);
    return left == 0 ? UNPACK_PART_ENDS : UNPACK_MORE;
}

const struct unpack_kind unpack_zstd = {
    .program = "zstd",
    .begins = begins,
    .open = open_zstd,
    .restart = restart,
    .step = step,
    .close = close_zstd,
};
