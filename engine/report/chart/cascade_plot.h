/* A cascade chart while it is drawn; private to cascade*.c. */
#ifndef FOISTAT_REPORT_CASCADE_PLOT_H
#define FOISTAT_REPORT_CASCADE_PLOT_H

#include "report/chart/cascade_data.h"
#include "report/chart/ruler.h"
#include "report/chart/sheet.h"

/* Where the figures of a pane stand. */
struct cascade_pane {
    size_t number;
    struct ruler ruler;
    double numbers; /* left side of the figures as text */
    double end;     /* of the pane */
};

struct cascade_plot {
    struct cascade_data d;
    struct sheet *sheet;
    struct axis axis;
    bool narrow;                                   /* panes below each other, not side by side */
    double stage_width, group_width, number_width; /* of texts */
    double names;                                  /* right side of the groups' names */
    size_t n_panes;                                /* side by side */
    struct cascade_pane pane[CASCADE_PANES];
};

/* The axis that covers the figures. */
struct axis cascade_axis(const struct cascade_data *d);

/* The figure of a row in a pane at height y: its interval, its mark, its number. */
void cascade_draw_figure(const struct cascade_plot *p, struct buf *out,
                         const struct cascade_pane *pane, size_t row, size_t k, double y);

/* Where the estimate of a row stands; false when it is not on the axis. */
bool cascade_place(const struct cascade_plot *p, const struct cascade_pane *pane, size_t row,
                   double *x);

/* The lines of the ticks and of the reference group, from y to 'end'. */
void cascade_draw_verticals(const struct cascade_pane *pane, struct buf *out, double y, double end);

#endif
