#include "run/wire_reader.h"

#include <stdint.h>
#include <string.h>

#include "run/wire_format.h"

void reader_wrong(struct reader *r, const char *what) {
    if (r->wrong == NULL)
        r->wrong = what;
    r->left = 0;
}

bool reader_good(const struct reader *r) {
    return r->wrong == NULL;
}

bool reader_got_memory(struct reader *r, const void *memory) {
    if (memory != NULL)
        return true;
    r->no_memory = true;
    reader_wrong(r, "no memory");
    return false;
}

/* The next n * size bytes, or NULL when there are fewer. */
static const unsigned char *take(struct reader *r, size_t n, size_t size) {
    if (!reader_good(r) || n > r->left / size) {
        reader_wrong(r, "it ends too early");
        return NULL;
    }
    const unsigned char *at = r->at;
    r->at += n * size;
    r->left -= n * size;
    return at;
}

void reader_bytes(struct reader *r, void *to, size_t n) {
    const unsigned char *from = take(r, n, 1);
    if (from != NULL)
        memcpy(to, from, n);
    else
        memset(to, 0, n);
}

static unsigned get_byte(struct reader *r) {
    unsigned char x;
    reader_bytes(r, &x, 1);
    return x;
}

unsigned reader_choice(struct reader *r, unsigned limit, const char *what) {
    unsigned x = get_byte(r);
    if (x < limit)
        return x;
    reader_wrong(r, what);
    return 0;
}

bool reader_bool(struct reader *r) {
    return reader_choice(r, 2, "a truth value is neither 0 nor 1") == 1;
}

size_t reader_size(struct reader *r) {
    uint64_t x;
    reader_bytes(r, &x, sizeof x);
    if (x > SIZE_MAX)
        reader_wrong(r, "a size is too large");
    return (size_t)x;
}

size_t reader_count(struct reader *r, size_t least) {
    size_t n = reader_size(r);
    if (n <= r->left / least)
        return n;
    reader_wrong(r, "a count is larger than the message");
    return 0;
}

double reader_double(struct reader *r) {
    double x;
    reader_bytes(r, &x, sizeof x);
    return x;
}

struct span reader_span(struct reader *r) {
    uint32_t n;
    size_t bad;
    reader_bytes(r, &n, sizeof n);
    if (n == WIRE_NO_TEXT || !reader_good(r))
        return (struct span){NULL, 0};
    struct span s = {(const char *)take(r, n, 1), n};
    if (s.text != NULL && !utf8_valid(s.text, n, &bad))
        reader_wrong(r, "a text is not UTF-8");
    return reader_good(r) ? s : (struct span){NULL, 0};
}

const char *reader_text(struct reader *r, struct arena *a) {
    struct span s = reader_span(r);
    if (s.text == NULL)
        return NULL;
    if (memchr(s.text, '\0', s.n) != NULL) {
        reader_wrong(r, "a text holds a NUL");
        return NULL;
    }
    const char *copy = arena_text(a, s.text, s.n);
    return reader_got_memory(r, copy) ? copy : NULL;
}

const char *reader_need_text(struct reader *r, struct arena *a) {
    const char *text = reader_text(r, a);
    if (text == NULL)
        reader_wrong(r, "a text is absent");
    return text;
}

size_t reader_limited(struct reader *r, size_t most) {
    size_t n = reader_size(r);
    if (n <= most)
        return n;
    r->too_large = r->too_large || reader_good(r);
    reader_wrong(r, "too many parts");
    return 0;
}

const char **reader_texts(struct reader *r, struct arena *a, size_t *n_texts) {
    *n_texts = reader_count(r, sizeof(uint32_t));
    const char **text = arena_alloc(a, *n_texts, sizeof *text);
    if (!reader_got_memory(r, text))
        return NULL;
    for (size_t i = 0; reader_good(r) && i < *n_texts; i++)
        text[i] = reader_need_text(r, a);
    return text;
}

void *reader_array(struct reader *r, struct arena *a, size_t n, size_t size) {
    const unsigned char *from = take(r, n, size);
    if (from == NULL)
        return NULL;
    void *to = arena_alloc(a, n, size);
    if (reader_got_memory(r, to) && n > 0)
        memcpy(to, from, n * size);
    return to;
}

void *reader_optional_array(struct reader *r, struct arena *a, size_t n, size_t size) {
    return reader_bool(r) ? reader_array(r, a, n, size) : NULL;
}
