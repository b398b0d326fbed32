/* What a funnel plot draws and says, looked up once; private to funnel*.c. */
#ifndef FOISTAT_REPORT_FUNNEL_DATA_H
#define FOISTAT_REPORT_FUNNEL_DATA_H

#include "data/document.h"
#include "report/format.h"

/* The roles of the limits: the inner pair, then the outer; the lower one first. */
enum { FUNNEL_LIMITS = 4 };
extern const enum drawing_role funnel_chance[FUNNEL_LIMITS], funnel_spread[FUNNEL_LIMITS];

/* Where a place lies among the limits that it is judged by. */
enum funnel_place {
    FUNNEL_FAR_BELOW, /* below the outer limits */
    FUNNEL_BELOW,     /* below the inner ones only */
    FUNNEL_INSIDE,
    FUNNEL_ABOVE,
    FUNNEL_FAR_ABOVE,
    FUNNEL_UNJUDGED, /* its row has no limits: it is too small */
    FUNNEL_BOUNDED,  /* hidden, and known between bounds */
    FUNNEL_MISSING,  /* no place on the chart */
    FUNNEL_PLACES
};

struct funnel_data {
    const struct part *part;
    const struct column *label, *value, *x;
    const struct column *position;             /* NULL when there is none */
    const struct column *limit[FUNNEL_LIMITS]; /* by which rows are judged */
    struct number_format label_format, value_format, x_format, position_format, limit_format;
    bool spread;     /* they allow for the usual spread */
    bool open_ended; /* a hidden rate has one bound only */
    size_t n;
    size_t count[FUNNEL_PLACES];
};

/* Finds the columns; false with ERR_COLUMN or ERR_COLUMN_TYPE when they are not there. */
bool funnel_data(const struct part *p, struct funnel_data *d, struct err *e);

enum funnel_place funnel_place(const struct funnel_data *d, size_t row);
bool funnel_is_beyond(enum funnel_place p);

/* The level of the inner (0) or the outer (1) pair of limits, as "95%". */
void funnel_put_level(const struct funnel_data *d, int pair, struct buf *out);

/* Texts, appended unescaped. */
void funnel_put_label(const struct funnel_data *d, size_t row, struct buf *out);
void funnel_put_numbers(const struct funnel_data *d, size_t row, struct buf *out);
void funnel_put_tooltip(const struct funnel_data *d, size_t row, struct buf *out);
void funnel_put_legend(const struct funnel_data *d, enum funnel_place p, struct buf *out);
/* What a line shows: "95% limits of chance"; pair as above, of the spread or of chance. */
void funnel_put_line(const struct funnel_data *d, bool spread, int pair, struct buf *out);
void funnel_put_summary(const struct funnel_data *d, struct buf *out);
void funnel_put_reading(const struct funnel_data *d, struct buf *out);
void funnel_put_title(const struct funnel_data *d, struct buf *out);

#endif
