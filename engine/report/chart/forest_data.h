/* What a forest plot draws and says, looked up once: for the picture, and for the forms of a report
 * that show its rows as text. */
#ifndef FOISTAT_REPORT_FOREST_DATA_H
#define FOISTAT_REPORT_FOREST_DATA_H

#include "data/document.h"
#include "report/format.h"

struct forest_data {
    const struct part *part;
    const struct column *label, *value, *lower, *upper; /* limits may be NULL */
    const struct column *count, *population;            /* may be NULL */
    struct number_format label_format, value_format, lower_format, upper_format;
    struct number_format count_format, population_format;
    size_t n;
    double conf_level;      /* of the limits; 0 when not stated */
    const char *comparator; /* NULL when not stated */
};

/* Finds the columns; false with ERR_COLUMN or ERR_COLUMN_TYPE when they are not there. */
bool forest_data(const struct part *p, struct forest_data *d, struct err *e);

/* Is the row the group that the others are compared with? */
bool forest_is_reference(const struct forest_data *d, size_t row);

/* Texts, appended unescaped. */
void forest_put_label(const struct forest_data *d, size_t row, struct buf *out);
void forest_put_numbers(const struct forest_data *d, size_t row, struct buf *out);
/* "415 / 2,580", or the count alone; nothing without a column of counts. */
void forest_put_counts(const struct forest_data *d, size_t row, struct buf *out);
void forest_put_counts_heading(const struct forest_data *d, struct buf *out);
void forest_put_number_heading(const struct forest_data *d, struct buf *out);
/* What the picture says, in one sentence with its numbers; and how to read it. */
void forest_put_summary(const struct forest_data *d, struct buf *out);
void forest_put_reading(const struct forest_data *d, struct buf *out);
const char *forest_axis_title(const struct forest_data *d);
const char *forest_title(const struct forest_data *d);

#endif
