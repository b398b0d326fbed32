/* What a trend chart draws and says, looked up once: for the picture, and for the forms of a report
 * that show its rows as text. */
#ifndef FOISTAT_REPORT_TREND_DATA_H
#define FOISTAT_REPORT_TREND_DATA_H

#include "data/document.h"
#include "report/chart/figures.h"
#include "report/chart/pens.h"

enum { TREND_MOST_SERIES = PENS };

struct trend_point {
    size_t series; /* 0 .. */
    int year;
    size_t row; /* of the table */
};

struct trend_break {
    int year; /* the first after the break */
    size_t number;
    const struct series_break *given;
};

struct trend_data {
    const struct part *part;
    const struct column *by, *series; /* series may be NULL */
    struct number_format by_format;
    struct figures figures;
    struct arena arena; /* of the arrays */
    size_t n;
    struct trend_point *point; /* by series, then year, then row */
    size_t n_series;           /* in the order in which their first rows stand */
    const char *name[TREND_MOST_SERIES];
    size_t start[TREND_MOST_SERIES + 1]; /* of a series in point; it ends before the next one's */
    int first, last;                     /* years; of no rows 0 */
    const struct column *years;          /* where their labels stand */
    size_t *labelled; /* a row of it for each year from the first on; SIZE_MAX: none */
    size_t n_breaks;
    struct trend_break *at_break; /* those between first and last, by year; one number a year */
};

/* Finds the columns of a chart that stands alone ('whole' NULL), or of a panel: its series and its
 * years are those of the whole, which may have more. False with ERR_COLUMN or ERR_COLUMN_TYPE when
 * they are not there, ERR_ARG_RANGE when a label is no year, a row has no series or there are more
 * than four. trend_free, also then.
 */
bool trend_data(const struct part *p, const struct part *whole, struct trend_data *d,
                struct err *e);
void trend_free(struct trend_data *d);

/* Is point i joined to point i + 1: one series, two known figures, one year apart, no break? */
bool trend_joined(const struct trend_data *d, size_t i);

/* Is it joined to neither neighbour? */
bool trend_alone(const struct trend_data *d, size_t i);

bool trend_has_limits(const struct trend_data *d, size_t i);

/* Is it hidden without bounds, so that the axis has no place for it? */
bool trend_in_strip(const struct trend_data *d, size_t i);

/* Texts, appended unescaped. */
void trend_put_label(const struct trend_data *d, size_t i, struct buf *out); /* "North, 2018" */
void trend_put_year(const struct trend_data *d, size_t i, struct buf *out);
void trend_put_numbers(const struct trend_data *d, size_t i, struct buf *out);
void trend_put_title(const struct trend_data *d, struct buf *out);
void trend_put_number_heading(const struct trend_data *d, struct buf *out);
void trend_put_break(const struct trend_break *b, struct buf *out); /* "break at 2021: why" */
/* "No row of North between 2018 and 2020", for each gap of a series; nothing without any. */
void trend_put_gaps(const struct trend_data *d, size_t series, struct buf *out);
/* What the picture says, in one sentence with its numbers; and how to read it. */
void trend_put_summary(const struct trend_data *d, struct buf *out);
void trend_put_reading(const struct trend_data *d, struct buf *out);

#endif
