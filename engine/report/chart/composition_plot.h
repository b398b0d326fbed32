/* A composition chart while it is drawn; private to composition*.c. */
#ifndef FOISTAT_REPORT_COMPOSITION_PLOT_H
#define FOISTAT_REPORT_COMPOSITION_PLOT_H

#include "report/chart/composition_data.h"
#include "report/chart/ruler.h"
#include "report/chart/sheet.h"

struct composition_plot {
    struct composition_data d;
    struct sheet *sheet;
    const char *id_prefix;
    struct ruler ruler; /* across, from 0 to 100 % */
    bool stacked;       /* for narrow screens: categories above their bars, not beside them */
    double label_width, whole_width; /* of the categories, and of what they are a whole of */
    double thickness;                /* of a bar */
};

/* The bar of a category, its top at height y. */
void composition_draw_bar(const struct composition_plot *p, struct buf *out, size_t category,
                          double y);

#endif
