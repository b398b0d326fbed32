/* A forest plot while it is drawn; private to forest*.c. */
#ifndef FOISTAT_REPORT_FOREST_PLOT_H
#define FOISTAT_REPORT_FOREST_PLOT_H

#include "report/axis.h"
#include "report/forest_data.h"
#include "report/svg.h"

enum { forest_gutter = 24 }; /* left of the axis: room for rows that have no place on it */

struct plot {
    struct forest_data d;
    struct axis axis;
    bool stacked;       /* for narrow screens: text above the marks, not beside them */
    double left, right; /* of the axis */
    double width, edge; /* of the picture, and the blank at its sides */
    double label_width, numbers_width;
    double y;           /* down to where the picture is drawn */
    double top, bottom; /* of the rows */
    bool missing;       /* some row has no estimate */
};

/* Chooses the axis from the figures. */
void forest_set_axis(struct plot *p);

/* Horizontal place of x, kept within the axis; *beyond is -1, 0 or 1. */
double forest_place(const struct plot *p, double x, int *beyond);

/* The vertical lines of the ticks and of the reference, from y to 'end'; the axis under the rows.
 */
void forest_draw_verticals(const struct plot *p, struct buf *out, double y, double end);
void forest_draw_axis(const struct plot *p, struct buf *out);

/* Estimate and limits of one row, at height y. */
void forest_draw_marks(const struct plot *p, struct buf *out, size_t row, double y);

#endif
