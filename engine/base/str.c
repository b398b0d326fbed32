#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local size_t failures;

static bool buf_fail(struct buf *b) {
    b->failed = true;
    failures++;
    return false;
}

size_t buf_failures(void) {
    return failures;
}

static bool buf_reserve(struct buf *b, size_t more) {
    if (b->failed || more > SIZE_MAX / 2 - b->n)
        return buf_fail(b);
    size_t need = b->n + more + 1;
    if (need <= b->room)
        return true;
    size_t room = b->room < 64 ? 64 : b->room * 2;
    if (room < need)
        room = need;
    char *text = realloc(b->text, room);
    if (text == NULL)
        return buf_fail(b);
    b->text = text;
    b->room = room;
    return true;
}

void buf_add(struct buf *b, const char *text, size_t n) {
    if (!buf_reserve(b, n))
        return;
    if (n > 0)
        memcpy(b->text + b->n, text, n);
    b->n += n;
    b->text[b->n] = '\0';
}

void buf_puts(struct buf *b, const char *text) {
    buf_add(b, text, strlen(text));
}

void buf_addf(struct buf *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0 && buf_reserve(b, (size_t)n)) {
        vsnprintf(b->text + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_free(struct buf *b) {
    free(b->text);
    *b = (struct buf){0};
}

/* Bytes of the blank at the start of s, or 0. */
static size_t blank_ahead(const char *s, size_t n) {
    if (n >= 1 && (s[0] == ' ' || s[0] == '\t' || s[0] == '\r' || s[0] == '\n'))
        return 1;
    if (n >= 2 && (unsigned char)s[0] == 0xC2 && (unsigned char)s[1] == 0xA0)
        return 2;
    return 0;
}

static size_t blank_behind(const char *s, size_t n) {
    if (n >= 2 && blank_ahead(s + n - 2, 2) == 2)
        return 2;
    return n >= 1 && blank_ahead(s + n - 1, 1) == 1 ? 1 : 0;
}

struct span span_trim(struct span s) {
    for (size_t k; (k = blank_ahead(s.text, s.n)) > 0;) {
        s.text += k;
        s.n -= k;
    }
    for (size_t k; (k = blank_behind(s.text, s.n)) > 0;)
        s.n -= k;
    return s;
}

bool span_is(struct span s, const char *text) {
    return strlen(text) == s.n && memcmp(s.text, text, s.n) == 0;
}

static bool continues(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

size_t utf8_count(const char *text, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !continues(text[i]);
    return count;
}

size_t utf8_offset(const char *text, size_t n, size_t character) {
    size_t seen = 0;
    for (size_t i = 0; i < n; i++) {
        if (!continues(text[i]) && seen++ == character)
            return i;
    }
    return n;
}

/* Length of the sequence that a first byte announces, or 0 if no sequence starts so. */
static size_t sequence_length(unsigned char first) {
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

size_t utf8_whole(const char *text, size_t n) {
    for (size_t back = 1; back <= 4 && back <= n; back++) {
        if (!continues(text[n - back]))
            return sequence_length((unsigned char)text[n - back]) > back ? n - back : n;
    }
    return n;
}

/* Is there a well-formed sequence of k bytes at s? Overlong forms, surrogates and code points
 * above U+10FFFF are not (RFC 3629). */
static bool well_formed(const unsigned char *s, size_t k) {
    for (size_t i = 1; i < k; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return false;
    }
    if (k < 3)
        return true;
    return !(s[0] == 0xE0 && s[1] < 0xA0) && !(s[0] == 0xED && s[1] > 0x9F) &&
           !(s[0] == 0xF0 && s[1] < 0x90) && !(s[0] == 0xF4 && s[1] > 0x8F);
}

bool utf8_valid(const char *text, size_t n, size_t *bad) {
    for (size_t i = 0; i < n;) {
        size_t k = sequence_length((unsigned char)text[i]);
        if (k == 0 || k > n - i || !well_formed((const unsigned char *)text + i, k)) {
            *bad = i;
            return false;
        }
        i += k;
    }
    return true;
}

size_t utf8_put(char out[4], uint32_t c) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)(lead[n] | c);
    return n;
}

enum { distance_limit = 200 };

size_t str_distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    if (n > distance_limit || m > distance_limit)
        return SIZE_MAX;
    size_t row[distance_limit + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t replace = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            size_t gap = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = replace < gap ? replace : gap;
        }
    }
    return row[m];
}

const char *str_nearest(const char *word, const char *const *candidates) {
    const char *nearest = NULL;
    size_t length = strlen(word), best = length / 3 + 2;
    for (; *candidates != NULL; candidates++) {
        size_t d = str_distance(word, *candidates);
        if (length >= 3 && strncmp(word, *candidates, length) == 0)
            d = 1;                    /* the beginning of a longer word */
        if (d < best && d < length) { /* a word changed in every letter is another word */
            best = d;
            nearest = *candidates;
        }
    }
    return nearest;
}

bool str_begins(const char *text, const char *prefix) {
    return text != NULL && strncmp(text, prefix, strlen(prefix)) == 0;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void str_sort(const char **texts, size_t n) {
    if (n > 0)
        qsort(texts, n, sizeof *texts, by_bytes);
}
