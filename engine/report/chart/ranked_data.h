/* What a ranked dot plot draws and says, looked up once; private to ranked*.c. */
#ifndef FOISTAT_REPORT_RANKED_DATA_H
#define FOISTAT_REPORT_RANKED_DATA_H

#include "report/chart/figures.h"

/* Where a row's interval lies from the reference. */
enum ranked_side {
    RANKED_ABOVE,
    RANKED_ALIKE, /* the interval holds the reference */
    RANKED_BELOW,
    RANKED_UNJUDGED, /* there is no interval, or no reference */
    RANKED_BOUNDED,  /* hidden, and known between bounds */
    RANKED_MISSING,  /* no place on the axis */
    RANKED_SIDES
};

struct ranked_data {
    const struct part *part;
    struct figures figures;
    const struct column *label;
    const struct column *rank, *best, *worst; /* NULL when there are none */
    struct number_format label_format, rank_format;
    size_t n, count[RANKED_SIDES];
};

/* Finds the columns; false with ERR_COLUMN or ERR_COLUMN_TYPE when they are not there. */
bool ranked_data(const struct part *p, struct ranked_data *d, struct err *e);

enum ranked_side ranked_side(const struct ranked_data *d, size_t row);

/* Has the row a figure, and with it a place in the order? */
bool ranked_is_placed(const struct ranked_data *d, size_t row);
size_t ranked_placed(const struct ranked_data *d);

bool ranked_has_reference(const struct ranked_data *d);
bool ranked_is_highlighted(const struct ranked_data *d, size_t row);

/* Texts, appended unescaped. */
void ranked_put_label(const struct ranked_data *d, size_t row, struct buf *out);
/* "76.1 (72.0 to 80.4), above England" */
void ranked_put_numbers(const struct ranked_data *d, size_t row, struct buf *out);
void ranked_put_tooltip(const struct ranked_data *d, size_t row, struct buf *out);
/* "England: 71.2"; and what a side means: "above England" */
void ranked_put_reference(const struct ranked_data *d, struct buf *out);
void ranked_put_side(const struct ranked_data *d, enum ranked_side side, struct buf *out);
void ranked_put_title(const struct ranked_data *d, struct buf *out);
void ranked_put_summary(const struct ranked_data *d, struct buf *out);
void ranked_put_reading(const struct ranked_data *d, struct buf *out);

#endif
