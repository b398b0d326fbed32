/* Inputs compressed with the libraries' own writers. Included last, as inputs.h is. */
#ifndef FOISTAT_TESTS_PACKED_H
#define FOISTAT_TESTS_PACKED_H

#include <zlib.h>
#include <zstd.h>

#include "inputs.h"

static inline void add_gzip(struct buf *out, const char *text, size_t n) {
    z_stream z = {0};
    size_t room = n + n / 2 + 1000;
    char *packed = malloc(room);
    assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)text;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)packed;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buf_add(out, packed, room - z.avail_out);
    deflateEnd(&z);
    free(packed);
}

static inline void add_zstd_with(struct buf *out, const char *text, size_t n, int window_log) {
    size_t room = ZSTD_compressBound(n);
    char *packed = malloc(room);
    ZSTD_CCtx *c = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
    if (window_log > 0)
        ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, window_log);
    ZSTD_inBuffer in = {text, n / 2, 0};
    ZSTD_outBuffer made = {packed, room, 0};
    if (window_log > 0) /* or the window is that of its size */
        assert_int_equal(ZSTD_compressStream2(c, &made, &in, ZSTD_e_flush), 0);
    in.size = n;
    assert_int_equal(ZSTD_compressStream2(c, &made, &in, ZSTD_e_end), 0);
    buf_add(out, packed, made.pos);
    ZSTD_freeCCtx(c);
    free(packed);
}
static inline void add_zstd(struct buf *out, const char *text, size_t n) {
    add_zstd_with(out, text, n, 0);
}

typedef void packer(struct buf *out, const char *text, size_t n);
static packer *const packers[] = {add_gzip, add_zstd};

#endif
