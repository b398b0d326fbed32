/* A small writer of SVG 1.1: shapes and escaped text into a buf.
 *
 * Coordinates are user units, rounded to 2 decimals, the same in every locale. 'attributes' are
 * literal text of the caller's own, never data. */
#ifndef FOISTAT_REPORT_SVG_H
#define FOISTAT_REPORT_SVG_H

#include "base/str.h"
#include "report/chart/palette.h"

/* The typefaces that text is laid out for. */
#define SVG_FONTS "Arial, Helvetica, 'DejaVu Sans', sans-serif"
/* The four colours of the theme, by the names that they have in the usual one: palette.h. */
#define SVG_BLUE PALETTE_BLUE
#define SVG_VERMILION PALETTE_VERMILION
#define SVG_PURPLE PALETTE_PURPLE
#define SVG_GREEN PALETTE_GREEN
#define SVG_INK "#1a1a1a"
#define SVG_GREY "#595959" /* 7:1 on white */

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };
struct svg_point {
    double x, y;
};

/* The part of the drawing that is the picture, in user units, and how many pixels wide it is. */
struct svg_frame {
    struct svg_point corner;
    double width, height, pixels;
};

/* Starts a picture that reads as one image: 'title' is its name and 'summary' what it says. Ids are
 * id_prefix-title and id_prefix-desc, so that several pictures can share a page. */
void svg_open(struct buf *out, const char *id_prefix, struct svg_frame frame, const char *title,
              const char *summary);
void svg_close(struct buf *out);

/* A group of shapes with a tooltip. */
void svg_group_open(struct buf *out, const char *tooltip);
/* A group of shapes that stand as far to the right and down as 'by' says. */
void svg_move_open(struct buf *out, struct svg_point by);
void svg_group_close(struct buf *out); /* of either */

void svg_line(struct buf *out, struct svg_point from, struct svg_point to, const char *attributes);
void svg_rect(struct buf *out, struct svg_point corner, double width, double height,
              const char *attributes);
void svg_polygon(struct buf *out, const struct svg_point *point, size_t n, const char *attributes);
void svg_circle(struct buf *out, struct svg_point centre, double radius, const char *attributes);

/* Lines of one look, across or up, in little room: one call each between opening and closing. */
void svg_rules_open(struct buf *out);
void svg_rule_across(struct buf *out, struct svg_point from, double to);
void svg_rule_up(struct buf *out, struct svg_point from, double to);
void svg_rules_close(struct buf *out, const char *attributes);

/* A line through any number of points, one call each between the first and the end. */
void svg_polyline_open(struct buf *out, struct svg_point first);
void svg_polyline_add(struct buf *out, struct svg_point next);
void svg_polyline_close(struct buf *out, const char *attributes);
void svg_polyline_fill(struct buf *out, const char *attributes); /* the area within it */

void svg_text(struct buf *out, struct svg_point at, enum svg_anchor anchor, const char *attributes,
              const char *text);

/* Width of a text at a font size, by the advance widths of DejaVu Sans, the widest of the faces
 * above: text laid out by it fits whichever of them the reader has. */
double svg_text_width(const char *text, double size);

/* Breaks a text into at most 'most' lines that fit a width: at blanks, slashes and hyphens, or
 * within a word that is wider than a line; the last line ends in an ellipsis when text is left
 * over. Appends the lines to 'out', each ended by a newline, and returns how many there are. */
size_t svg_wrap(struct buf *out, const char *text, double size, double width, size_t most);

#endif
