/* An axis laid over a stretch of a picture, and how it is drawn. */
#ifndef FOISTAT_REPORT_RULER_H
#define FOISTAT_REPORT_RULER_H

#include "report/chart/axis.h"
#include "report/chart/svg.h"

struct ruler {
    struct axis axis;
    double from, to; /* where its low and its high end lie: left and right, or bottom and top */
};

/* Where x lies, kept within the ruler; *beyond is -1, 0 or 1. */
double ruler_place(const struct ruler *r, double x, int *beyond);

/* The same beyond its ends too; x above 0 on a log axis. */
double ruler_at(const struct ruler *r, double x);

/* An arrow head at an end of a ruler that goes across, pointing outwards: at its low end for -1, at
 * its high end for 1; 'half' high to each side. */
void ruler_arrow(const struct ruler *r, struct buf *out, int beyond, double y, double half,
                 const char *attributes);

/* A line with ticks and their numbers: across at height y, numbers below it; or up at x, numbers on
 * its left. Numbers that have no room beside the one before are left out; going up, with their
 * ticks and their grid lines. */
void ruler_across(const struct ruler *r, struct buf *out, double y);
void ruler_up(const struct ruler *r, struct buf *out, double x);

/* Pale lines through the ticks: of a ruler across from y to 'end', of one up from x to 'end'. */
void ruler_grid_across(const struct ruler *r, struct buf *out, double y, double end);
void ruler_grid_up(const struct ruler *r, struct buf *out, double x, double end);

/* Width of the widest number beside a ruler that goes up. */
double ruler_width(const struct ruler *r, double size);

/* How far the first and the last number below a ruler that goes across reach beyond its ends. */
double ruler_overhang_low(const struct ruler *r, double size);
double ruler_overhang(const struct ruler *r, double size);

#endif
