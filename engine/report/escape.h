/* Text from data and scripts, made harmless for the place it goes to.
 *
 * Every function takes any bytes. Bytes that are not UTF-8, control characters, and the characters
 * that reorder or hide the text around them (bidirectional embeddings, overrides and isolates,
 * byte order marks, tags: Unicode TR36, section 3) become U+FFFD. NULL writes nothing. */
#ifndef FOISTAT_REPORT_ESCAPE_H
#define FOISTAT_REPORT_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Reads the harmless character at text[*at] and moves on; false at the end of the text. Tabs and
 * line ends come as a space. */
bool escape_next(const char *text, size_t n, size_t *at, uint32_t *character);

void escape_plain(struct buf *out, const char *text); /* one line, for the terminal */
void escape_lines(struct buf *out, const char *text); /* the same, but line ends stay */
void escape_xml(struct buf *out, const char *text);   /* HTML and SVG, text or quoted attribute */
void escape_markdown(struct buf *out, const char *text); /* one line without any markup */

/* A relative address, from a path: every byte but letters, digits and -._~/ as %XX, so that it can
 * stand in an attribute and leads nowhere else. */
void escape_address(struct buf *out, const char *path);

/* A JSON string with its quotes. '<' and everything invisible is written as \uXXXX, so that the
 * text can stand in a page; nothing is lost but bytes that are not UTF-8. */
void escape_json(struct buf *out, const char *text);

/* Columns of a terminal that the harmless form takes up. */
size_t escape_width(const char *text);
size_t escape_width_of(const char *text, size_t n);

#endif
