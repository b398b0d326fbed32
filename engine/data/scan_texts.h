/* The different texts of a column, found by their bytes as they stand in the file: quotes, blanks
 * and encoding are looked at once for each text and not for each cell. Private to the scan. */
#ifndef FOISTAT_DATA_SCAN_TEXTS_H
#define FOISTAT_DATA_SCAN_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

/* 16 bytes that are worked on together; any compiler for any processor knows them. */
typedef uint64_t scan_bytes __attribute__((vector_size(16)));
typedef uint64_t scan_loose __attribute__((vector_size(16), aligned(1), may_alias));

/* One cache line. */
struct scan_text {
    scan_bytes word[2]; /* the first 32 bytes, zeros behind the end */
    const char *bytes;
    uint32_t n;
    uint32_t column; /* where it first stands, in characters */
    size_t line;
    uint64_t hash;
};

struct scan_texts {
    struct arena arena;
    struct scan_text *text;
    size_t n, room;
    uint32_t *slot;  /* number of the text + 1; 0: free */
    unsigned bits;   /* 2^bits slots */
    uint64_t factor; /* of the hash, so that few texts want the same slot */
};

bool scan_texts_open(struct scan_texts *t); /* false: no memory */
void scan_texts_free(struct scan_texts *t);

/* Adds a text that is not there: its number, or -1 when memory runs out. */
int32_t scan_texts_add(struct scan_texts *t, struct span bytes, size_t line, size_t column);

uint64_t scan_hash_rest(const char *bytes, size_t n); /* of what lies behind 32 bytes */
extern const uint64_t scan_mask[8];                   /* 32 bytes of ones, then 32 of zeros */

static inline uint64_t scan_word(const char *bytes, uint64_t mask) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word & mask;
}

/* Of the length and the first and last 16 bytes, so of all bytes up to 32. Lengths are hard to
 * guess, therefore nothing branches on them: short texts are looked at more than once. 16 bytes
 * from the start on must be readable. */
static inline uint64_t scan_hash(const char *bytes, size_t n) {
    const uint64_t a = 0x9E3779B97F4A7C15u, b = 0xC2B2AE3D27D4EB4Fu;
    uint64_t mask;
    size_t eight = n < 8 ? n : 8, last = n - eight;
    size_t second = last < 8 ? last : 8, before = last - second;
    memcpy(&mask, (const char *)scan_mask + 32 - eight, sizeof mask);
    uint64_t front = scan_word(bytes, mask) ^ scan_word(bytes + second, mask) << 1 ^ n;
    uint64_t back = scan_word(bytes + last, mask) ^ scan_word(bytes + before, mask) << 1;
    uint64_t h = front * a + back * b;
    if (n > 32)
        h += scan_hash_rest(bytes + 16, n - 32);
    return h ^ h >> 32;
}

static inline size_t scan_slot(const struct scan_texts *t, uint64_t hash) {
    return (size_t)(hash * t->factor >> (64 - t->bits));
}

/* 32 bytes from the start of the text on must be readable. */
static inline bool scan_is(const struct scan_text *t, const char *bytes, size_t n) {
    const scan_loose *word = (const scan_loose *)(const void *)bytes;
    const scan_loose *mask =
        (const scan_loose *)(const void *)((const char *)scan_mask + (n < 32 ? 32 - n : 0));
    scan_bytes differ = ((word[0] & mask[0]) ^ t->word[0]) | ((word[1] & mask[1]) ^ t->word[1]);
    return (differ[0] | differ[1]) == 0 && t->n == n &&
           (n <= 32 || memcmp(t->bytes, bytes, n) == 0);
}

/* The number of a text, or -1 if it is new. */
static inline __attribute__((always_inline)) int32_t scan_texts_find(const struct scan_texts *t,
                                                                     const char *bytes, size_t n) {
    uint64_t hash = scan_hash(bytes, n);
    size_t last = ((size_t)1 << t->bits) - 1;
    for (size_t at = scan_slot(t, hash);; at = (at + 1) & last) {
        uint32_t found = t->slot[at];
        if (found == 0)
            return -1;
        if (scan_is(&t->text[found - 1], bytes, n))
            return (int32_t)(found - 1);
    }
}

#endif
