/* Where cells end: the places of delimiters and line ends in a block of text, found 64 bytes at a
 * time with the best instructions that the processor has (chosen when the first block comes). */
#ifndef FOISTAT_SCAN_INDEX_H
#define FOISTAT_SCAN_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes behind a block that can be read, whatever they hold; and the places behind the last one
 * that can be written. */
enum { INDEX_PAD = 64 };

/* What else is in the block. */
enum index_flag {
    INDEX_QUOTE = 1,
    INDEX_CR = 2,      /* a CR before an LF */
    INDEX_LONE_CR = 4, /* any other but one that ends the block */
    INDEX_NUL = 8,
    INDEX_HIGH = 16, /* bytes above 127 */
};

struct index {
    size_t n, lines; /* places; line feeds among them */
    unsigned flags;
    uint32_t *at; /* ascending; room for a place each byte, and INDEX_PAD more: the caller's */
};

/* Can this delimiter be looked for? LF, CR, NUL, the quote, and parts of longer characters cannot.
 */
bool index_takes(char delimiter);

/* Finds delimiters and line feeds, and quotes too if asked to, in n < 2^32 bytes. */
void index_find(const char *text, size_t n, char delimiter, bool quotes, struct index *out);

/* The instructions in use: "avx512", "avx2", "neon" or "plain". */
const char *index_kind(void);
/* Uses these from now on; false if the processor has none. For tests and to compare. */
bool index_use(const char *kind);

#endif
