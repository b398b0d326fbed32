/* What a cascade chart draws and says, looked up once; private to cascade*.c. */
#ifndef FOISTAT_REPORT_CASCADE_DATA_H
#define FOISTAT_REPORT_CASCADE_DATA_H

#include "report/chart/crossed.h"
#include "report/chart/figures.h"
#include "report/chart/pens.h"

/* Of those at the stage before; and cumulative. */
enum { CASCADE_PANES = 2 };

struct cascade_data {
    const struct part *part;
    struct crossed crossed; /* stages by groups */
    size_t panes;
    struct figures pane[CASCADE_PANES];
    const struct column *feeder, *unknown; /* NULL when there are none */
    struct number_format feeder_format, unknown_format;
    const char *reference; /* the group that others are compared with; NULL when not stated */
    size_t n_groups;       /* without the reference group */
    size_t group[PENS];    /* their numbers in crossed */
};

/* Finds the columns of a chart that stands alone ('whole' NULL), or of a panel, whose groups are
 * those of the whole. False as crossed_find, and with ERR_ARG_RANGE for more than PENS groups.
 * cascade_free, also then. */
bool cascade_data(const struct part *p, const struct part *whole, struct cascade_data *d,
                  struct err *e);
void cascade_free(struct cascade_data *d);

/* The row of a stage and a group, the k-th without the reference; CROSSED_NONE when there is none.
 */
size_t cascade_row(const struct cascade_data *d, size_t stage, size_t k);

/* Do its figures apply to a stage? To the first one nothing comes before. */
bool cascade_applies(const struct cascade_data *d, size_t stage);

/* Texts, appended unescaped. */
void cascade_put_label(const struct cascade_data *d, size_t stage, size_t k, struct buf *out);
/* "1.400 (1.250 to 1.570); cumulative 2.800 (1.800 to 4.300)" */
void cascade_put_numbers(const struct cascade_data *d, size_t row, struct buf *out);
void cascade_put_number_heading(const struct cascade_data *d, struct buf *out);
/* What stands below the name of a stage: "divided by Referred; group not known: 8.6%" */
void cascade_put_basis(const struct cascade_data *d, size_t stage, struct buf *out);
void cascade_put_tooltip(const struct cascade_data *d, size_t stage, size_t k, struct buf *out);
/* "At each stage", "Cumulative, of Referred"; and what the axis measures. */
void cascade_put_pane(const struct cascade_data *d, size_t pane, struct buf *out);
void cascade_put_axis(const struct cascade_data *d, struct buf *out);
void cascade_put_title(const struct cascade_data *d, struct buf *out);
void cascade_put_summary(const struct cascade_data *d, struct buf *out);
void cascade_put_reading(const struct cascade_data *d, struct buf *out);

#endif
