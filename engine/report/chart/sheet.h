/* What a chart writes around its marks: its title, lines of small print, the legend of hidden
 * cells, its sources. From the top of the sheet down. */
#ifndef FOISTAT_REPORT_SHEET_H
#define FOISTAT_REPORT_SHEET_H

#include "data/table.h"
#include "report/chart/svg.h"

/* The picture while it is drawn. Its height is known only at the end. */
struct sheet {
    double width, edge; /* and the blank at its sides */
    double y;           /* down to where it is drawn */
    const char *title;
    enum theme theme;
    bool slide;  /* the picture is 16 wide and 9 high, whatever is drawn */
    double area; /* usual height of the area of the marks; 0: rows, each with a height of its own */
    double stretch;            /* how much higher it is to be */
    struct sheet_panel *panel; /* NULL for a picture that stands alone */
};

/* What panels of one picture say below or above their marks is said once, for all of them. */
struct sheet_panel {
    const char *name;    /* of the panel that is drawn */
    size_t title_lines;  /* that the titles beside it need at most: frames stand in line */
    struct buf up_title; /* what the rulers up measure */
    struct sheet_note *note;
    size_t n_notes, room;
};

/* An empty sheet for a page or, narrow, for a phone; a chart may widen it before it draws. */
struct sheet sheet_new(bool narrow, const char *title);

/* The sheet for a slide on which what 'drawn' holds is drawn again: no wider than it must be, so
 * that the type is large, and with an area of marks that fills the height. */
struct sheet sheet_for_slide(const struct sheet *drawn);

/* Height of the area of the marks, which is as high as 'usual' but on a slide. */
double sheet_area(struct sheet *s, double usual);

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

void sheet_title(struct sheet *s, struct buf *out);
/* What a ruler that goes up measures, above it; and one that goes across, below its numbers. */
void sheet_up_title(struct sheet *s, struct buf *out, const char *text);
void sheet_across_title(struct sheet *s, struct buf *out, double from, double to, const char *text);
void sheet_small(struct sheet *s, struct buf *out, const char *text);

/* "Hollow, [c]: hidden by the publisher": what the marks of the column's cells mean. */
void sheet_marks(struct sheet *s, struct buf *out, const struct column *c);
/* The same of the marks that a chart has drawn. */
void sheet_marks_of(struct sheet *s, struct buf *out, const bool present[MARK_COUNT]);

/* Where the figures come from, at the end of the sheet. */
void sheet_sources(struct sheet *s, struct buf *out, const struct table *t);

/* Keeps a note of the panel that is drawn. */
void sheet_panel_note(struct sheet_panel *p, struct buf *out, const char *text);
/* Sets what all n panels have said: what is not of every panel, behind the names of those it is of.
 */
void sheet_panel_finish(struct sheet_panel *p, struct sheet *s, struct buf *out, size_t n_panels);
void sheet_panel_free(struct sheet_panel *p);

/* "Leeds, " in front of what a mark in the panel of Leeds says; nothing in a picture that stands
 * alone. */
void sheet_put_panel(const struct sheet *s, struct buf *out);

/* The whole picture: the shapes on the sheet, and a summary for those who do not see them.
 * ERR_NOMEM when memory ran out for the shapes. */
bool sheet_finish(const struct sheet *s, const char *id_prefix, const char *summary,
                  const struct buf *shapes, struct buf *out, struct err *e);

#endif
