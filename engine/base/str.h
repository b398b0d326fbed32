/* Text: a growing buffer, UTF-8 helpers, blank trimming, and "did you mean". */
#ifndef FOISTAT_BASE_STR_H
#define FOISTAT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A growing piece of text. Start with {0}. When memory runs out 'failed' is set, later additions
 * do nothing, and the owner checks once at the end. text is NUL-terminated, or NULL when empty. */
struct buf {
    char *text;
    size_t n, room;
    bool failed;
};
void buf_add(struct buf *b, const char *text, size_t n);
void buf_puts(struct buf *b, const char *text);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_free(struct buf *b); /* leaves it empty; harmless twice */

/* How often an addition has failed in this thread so far. Who makes a text of many others compares
 * it before and after, so that none of them is lost unseen. */
size_t buf_failures(void);

/* A part of somebody else's text. */
struct span {
    const char *text;
    size_t n;
};

/* s without blanks at either end: space, tab, CR, LF, and U+00A0 (no-break space), which council
 * tables use as an "empty" cell. */
struct span span_trim(struct span s);
bool span_is(struct span s, const char *text);

/* UTF-8. Functions that count or cut take any bytes; a stray byte counts as one character. */
size_t utf8_count(const char *text, size_t n); /* characters in n bytes */
size_t utf8_offset(const char *text, size_t n,
                   size_t character);          /* byte where character i (from 0) starts */
size_t utf8_whole(const char *text, size_t n); /* largest m <= n that cuts no character */
bool utf8_valid(const char *text, size_t n, size_t *bad); /* *bad: first wrong byte */
size_t utf8_put(char out[4], uint32_t code_point);        /* bytes written, 1 to 4 */

/* The candidate nearest to 'word' by edit distance (at most 1 + length/3), or that begins with it,
 * or NULL. Candidates end with NULL; the first of equally near ones wins. */
const char *str_nearest(const char *word, const char *const *candidates);

/* False for a text that is NULL. */
bool str_begins(const char *text, const char *prefix);

/* Sorts n texts by their bytes: the same order in every locale. */
void str_sort(const char **texts, size_t n);

/* Edit distance (Levenshtein), counted in bytes; SIZE_MAX when a word exceeds 200 bytes. */
size_t str_distance(const char *a, const char *b);

#endif
