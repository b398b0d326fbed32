/* Writing a message: the primitives, whose counterparts are in wire_reader.h. */
#ifndef FOISTAT_RUN_WIRE_WRITER_H
#define FOISTAT_RUN_WIRE_WRITER_H

#include "base/str.h"
#include "data/column.h"

void put_byte(struct buf *out, unsigned x);
void put_size(struct buf *out, size_t x);
void put_double(struct buf *out, double x);

/* Text, which may be NULL or, as n bytes, hold NULs. Bytes that are not UTF-8 become '?'. */
void put_bytes(struct buf *out, const char *text, size_t n);
void put_text(struct buf *out, const char *text);
void put_texts(struct buf *out, const char *const *text, size_t n);
void put_labels(struct buf *out, const struct labels *l);

/* Whether there is an array, and its bytes. */
void put_array(struct buf *out, const void *array, size_t n, size_t size);

#endif
