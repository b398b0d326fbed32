#include "database/wide.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

enum { pair_high = 0xD800, pair_low = 0xDC00, pair_end = 0xE000, replacement = 0xFFFD };

static bool is_half(uint32_t unit) {
    return unit >= pair_high && unit < pair_end;
}

/* The code point that starts at text[*i], and moves on. */
static uint32_t next_point(const SQLWCHAR *text, size_t n, size_t *i) {
    uint32_t high = text[(*i)++];
    if (!is_half(high))
        return high;
    uint32_t low = high < pair_low && *i < n ? text[*i] : 0;
    if (low < pair_low || low >= pair_end)
        return replacement;
    (*i)++;
    return 0x10000 + ((high - pair_high) << 10) + (low - pair_low);
}

void wide_to_utf8(const SQLWCHAR *text, size_t n, struct buf *out) {
    char block[256];
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        if (text[i] < 0x80)
            block[used++] = (char)text[i++];
        else
            used += utf8_put(block + used, next_point(text, n, &i));
        if (used + 4 > sizeof block) {
            buf_add(out, block, used);
            used = 0;
        }
    }
    buf_add(out, block, used);
}

SQLWCHAR *wide_of(const char *text, size_t *n) {
    size_t left = strlen(text);
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    SQLWCHAR *wide = malloc((left + 1) * sizeof *wide); /* never more units than bytes */
    *n = 0;
    while (wide != NULL && left > 0) {
        utf8proc_int32_t point;
        utf8proc_ssize_t k = utf8proc_iterate(at, (utf8proc_ssize_t)left, &point);
        if (k <= 0) {
            free(wide);
            return NULL;
        }
        if (point >= 0x10000) {
            wide[(*n)++] = (SQLWCHAR)(pair_high + ((point - 0x10000) >> 10));
            wide[(*n)++] = (SQLWCHAR)(pair_low + ((point - 0x10000) & 0x3FF));
        } else {
            wide[(*n)++] = (SQLWCHAR)point;
        }
        at += k;
        left -= (size_t)k;
    }
    if (wide != NULL)
        wide[*n] = 0;
    return wide;
}
