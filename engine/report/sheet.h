/* What a chart writes around its marks: its title, lines of small print, the legend of hidden
 * cells, its sources. From the top of the sheet down. */
#ifndef FOISTAT_REPORT_SHEET_H
#define FOISTAT_REPORT_SHEET_H

#include "data/table.h"
#include "report/svg.h"

/* The picture while it is drawn. Its height is known only at the end. */
struct sheet {
    double width, edge; /* and the blank at its sides */
    double y;           /* down to where it is drawn */
};

/* How a kind of text is set. DejaVu Sans Bold is about 1.12 times as wide as Book. */
struct type {
    double size, height, boldness;
    size_t most;  /* lines */
    double align; /* where a shorter text stands beside a taller one: 0.5 middle, 1 bottom */
    const char *attributes;
};
extern const struct type type_body, type_strong, type_heading, type_small;

/* Draws text broken to a width, its first baseline at 'at'; returns the number of lines. */
size_t sheet_paragraph(struct buf *out, struct svg_point at, enum svg_anchor anchor,
                       struct type type, double width, const char *text);

/* How many lines that makes, and the height of all of them but the first. */
size_t sheet_lines(const char *text, struct type type, double width);
double sheet_further(size_t lines, struct type type);

void sheet_title(struct sheet *s, struct buf *out, const char *title);
/* What a ruler that goes up measures, above it; and one that goes across, below its numbers. */
void sheet_up_title(struct sheet *s, struct buf *out, const char *text);
void sheet_across_title(struct sheet *s, struct buf *out, double from, double to, const char *text);
void sheet_small(struct sheet *s, struct buf *out, const char *text);

/* "Hollow, [c]: hidden by the publisher": what the marks of the column's cells mean. */
void sheet_marks(struct sheet *s, struct buf *out, const struct column *c);

/* Where the figures come from, at the end of the sheet. */
void sheet_sources(struct sheet *s, struct buf *out, const struct table *t);

/* The whole picture, its shapes and its words for those who do not see it; frees both. ERR_NOMEM
 * when memory ran out for either. */
bool sheet_finish(const struct sheet *s, const char *id_prefix, const char *title,
                  struct buf *summary, struct buf *shapes, struct buf *out, struct err *e);

#endif
