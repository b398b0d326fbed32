/* What tells the series of a chart apart, besides their names: colour, dashes and the shape of
 * marks. */
#ifndef FOISTAT_REPORT_PENS_H
#define FOISTAT_REPORT_PENS_H

#include "report/chart/svg.h"

enum { PENS = 4 }; /* as many as can be told apart */

static const double pen_half = 4.5; /* of a mark: its height and width to each side */

/* Attributes of the shapes of one series. */
struct pen {
    char line[96], band[64], solid[64], hollow[80], whisker[64];
};

struct pen pen_of(size_t series);

/* The mark of a series; hollow where there is no figure. */
void pen_mark(struct buf *out, size_t series, struct svg_point at, bool hollow);

#endif
