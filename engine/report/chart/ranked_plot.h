/* A ranked dot plot while it is drawn; private to ranked*.c. */
#ifndef FOISTAT_REPORT_RANKED_PLOT_H
#define FOISTAT_REPORT_RANKED_PLOT_H

#include "report/chart/ranked_data.h"
#include "report/chart/ruler.h"
#include "report/chart/sheet.h"

enum { RANKED_MOST_COLUMNS = 2 };

/* How large everything in a row is. */
struct ranked_size {
    double row;        /* its height */
    int type;          /* size of its text */
    double mark;       /* half of a mark */
    double most_label; /* labels wider than this are cut */
};

struct ranked_plot {
    struct ranked_data d;
    struct sheet *sheet;
    struct ranked_size size;
    size_t columns;     /* side by side */
    double width;       /* of each */
    double label_width; /* names end here, and ... */
    double gutter;      /* ... this further on the axis begins */
    struct axis axis;
    struct ruler ruler[RANKED_MOST_COLUMNS];
};

/* The axis that covers the figures. */
struct axis ranked_axis(const struct ranked_data *d);

/* Where the labels of a column begin. */
double ranked_left(const struct ranked_plot *p, size_t column);

/* The lines of the ticks and of the reference behind the rows of a column, from y to 'end'. */
void ranked_draw_verticals(const struct ranked_plot *p, struct buf *out, size_t column, double y,
                           double end);

/* One row, centred at height y: its name, its interval, its mark. */
void ranked_draw_row(const struct ranked_plot *p, struct buf *out, size_t row, size_t column,
                     double y);

/* Width of a row's name, cut to the most that is allowed. */
double ranked_label_width(const struct ranked_plot *p, size_t row);

/* The marks that occur, and what they mean. */
void ranked_draw_legend(const struct ranked_plot *p, struct buf *out);

#endif
