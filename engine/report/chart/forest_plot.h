/* A forest plot while it is drawn; private to forest*.c. */
#ifndef FOISTAT_REPORT_FOREST_PLOT_H
#define FOISTAT_REPORT_FOREST_PLOT_H

#include "report/chart/forest_data.h"
#include "report/chart/ruler.h"
#include "report/chart/sheet.h"

enum { forest_gutter = 24 }; /* left of the axis: room for rows that have no place on it */

/* The texts of a row, from left to right; the marks stand before the last. */
enum { FOREST_LABEL, FOREST_COUNTS, FOREST_NUMBERS, FOREST_TEXTS };
struct forest_row {
    struct buf text[FOREST_TEXTS];
};

struct plot {
    struct forest_data d;
    struct sheet *sheet;
    struct ruler ruler; /* across, from left to right */
    bool stacked;       /* for narrow screens: text above the marks, not beside them */
    double width[FOREST_TEXTS];
    double counts_end;  /* right end of the counts, or of the labels where there are none */
    double top, bottom; /* of the rows */
    bool missing;       /* some row has no estimate */
};

/* The axis that covers the figures. */
struct axis forest_axis(const struct forest_data *d);

/* Chooses the widths of texts and axis. */
void forest_set_columns(struct plot *p);

/* The headings and a row, from p->sheet->y down, which is moved on; and where all rows will end. */
void forest_draw_headings(struct plot *p, struct buf *out);
void forest_draw_row(struct plot *p, struct buf *out, size_t row);
double forest_rows_end(const struct plot *p, struct buf *out);

/* The vertical lines of the ticks and of the reference, from y to 'end'. */
void forest_draw_verticals(const struct plot *p, struct buf *out, double y, double end);

/* Estimate and limits of one row, at height y. */
void forest_draw_marks(const struct plot *p, struct buf *out, size_t row, double y);

#endif
