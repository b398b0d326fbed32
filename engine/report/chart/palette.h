/* The colours of the themes.
 *
 * What is drawn, and the style sheet, name a colour by a control byte: no escaped text holds one,
 * so that nothing but a colour is replaced when a picture or a page is put together. */
#ifndef FOISTAT_REPORT_PALETTE_H
#define FOISTAT_REPORT_PALETTE_H

#include "base/str.h"
#include "data/document.h"

/* Marks and lines of charts, 3:1 on white at least. */
#define PALETTE_BLUE "\x01"
#define PALETTE_VERMILION "\x02"
#define PALETTE_PURPLE "\x03"
#define PALETTE_GREEN "\x04"
/* Of the page: links, the frame around what has the focus, the edge of what must be read first. */
#define PALETTE_LINK "\x05"
#define PALETTE_FOCUS "\x06"
#define PALETTE_CAUTION "\x07"
enum { PALETTE_COLOURS = 7 };

/* "#0072B2": the colour that a control byte from 1 to PALETTE_COLOURS names. */
const char *palette_colour(enum theme t, unsigned char byte);

/* Appends n bytes with the colours in the place of their bytes. */
void palette_put(struct buf *out, enum theme t, const char *text, size_t n);

#endif
