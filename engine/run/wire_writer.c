#include "run/wire_writer.h"

#include <string.h>

#include "run/wire_format.h"

void put_byte(struct buf *out, unsigned x) {
    char byte = (char)(unsigned char)x;
    buf_add(out, &byte, 1);
}

void put_size(struct buf *out, size_t x) {
    uint64_t wide = x;
    buf_add(out, (const char *)&wide, sizeof wide);
}

void put_double(struct buf *out, double x) {
    buf_add(out, (const char *)&x, sizeof x);
}

/* n bytes of text. A text of 4 GiB can't be described, and would exceed the limit anyway. */
void put_bytes(struct buf *out, const char *text, size_t n) {
    uint32_t length = n < WIRE_NO_TEXT ? (uint32_t)n : WIRE_NO_TEXT - 1;
    buf_add(out, (const char *)&length, sizeof length);
    size_t done = 0;
    for (size_t good; !utf8_valid(text + done, n - done, &good);) {
        buf_add(out, text + done, good);
        buf_add(out, "?", 1);
        done += good + 1;
    }
    buf_add(out, text + done, n - done);
}

void put_text(struct buf *out, const char *text) {
    uint32_t none = WIRE_NO_TEXT;
    if (text == NULL)
        buf_add(out, (const char *)&none, sizeof none);
    else
        put_bytes(out, text, strlen(text));
}

void put_texts(struct buf *out, const char *const *text, size_t n) {
    put_size(out, n);
    for (size_t i = 0; i < n; i++)
        put_text(out, text[i]);
}

void put_labels(struct buf *out, const struct labels *l) {
    put_texts(out, l->label, l->n);
}

void put_array(struct buf *out, const void *array, size_t n, size_t size) {
    put_byte(out, array != NULL);
    if (array != NULL)
        buf_add(out, array, n * size);
}
