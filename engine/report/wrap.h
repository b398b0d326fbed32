/* Text broken into lines of so many columns of a terminal, at its spaces. */
#ifndef FOISTAT_REPORT_WRAP_H
#define FOISTAT_REPORT_WRAP_H

#include "base/str.h"

/* The next line of 'text' (as escape_plain writes it) from byte *at on, which moves behind it: as
 * many words as fit into 'width' columns, at least one. False at the end. */
bool wrap_next(const char *text, size_t width, size_t *at, struct span *line);

/* How many lines that makes, and the columns of the widest. */
size_t wrap_count(const char *text, size_t width, size_t *widest);

/* Writes a paragraph of at most 'width' columns; its lines begin with 'before', all but the first
 * two columns further in. */
void wrap_paragraph(struct buf *out, const char *before, const char *text, size_t width);

#endif
