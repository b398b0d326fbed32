/* Windows-1252, the encoding of spreadsheets that do not write UTF-8. */
#ifndef FOISTAT_DATA_ENCODING_H
#define FOISTAT_DATA_ENCODING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* The Unicode code point of a byte, or 0 for NUL and for the five bytes that Windows-1252 leaves
 * undefined (81, 8D, 8F, 90, 9D). */
uint32_t windows1252_code_point(unsigned char byte);

/* Adds n bytes of Windows-1252 to 'out' as UTF-8. False at the first undefined byte: *bad is its
 * index, and what stands before it has been added. Memory trouble shows in out->failed. */
bool windows1252_to_utf8(const char *text, size_t n, struct buf *out, size_t *bad);

#endif
