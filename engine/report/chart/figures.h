/* The figures of a chart and their limits: how they are looked up, said and covered by an axis. */
#ifndef FOISTAT_REPORT_FIGURES_H
#define FOISTAT_REPORT_FIGURES_H

#include "data/document.h"
#include "report/chart/axis.h"
#include "report/chart/range.h"
#include "report/format.h"

struct figures {
    const struct column *value, *lower, *upper; /* limits may be NULL */
    struct number_format value_format, lower_format, upper_format;
};

/* Those of a part; false with ERR_COLUMN or ERR_COLUMN_TYPE when its columns are not there. */
bool figures_find(const struct part *p, struct figures *f, struct err *e);

/* Is the figure known, and are both its limits? */
bool figures_have_limits(const struct figures *f, size_t row);

/* Widens a range to all of them or their bounds; and to their limits, as far as 'most' reaches. */
void figures_widen(const struct figures *f, struct range *r);
void figures_widen_by_limits(const struct figures *f, struct range most, struct range *r);

/* The axis from 0 that covers them, or their bounds, and their limits as far as they do not squash
 * them. */
struct axis figures_axis(const struct figures *f);

/* Texts, appended unescaped. */
void figures_put(const struct figures *f, size_t row, struct buf *out); /* "50.0 (45.0 to 55.0)" */
void figures_put_interval(const struct figures *f, struct buf *out);    /* "95% interval" */
/* "Rate per 10,000 children (95% interval)" */
void figures_put_heading(const struct figures *f, struct buf *out);

#endif
