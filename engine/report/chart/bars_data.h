/* What a bar chart draws and says, looked up once: for the picture, and for the forms of a report
 * that show its rows as text. */
#ifndef FOISTAT_REPORT_BARS_DATA_H
#define FOISTAT_REPORT_BARS_DATA_H

#include "report/chart/crossed.h"
#include "report/chart/figures.h"

enum { BARS_MOST_SERIES = 4 };

struct bars_data {
    const struct part *part;
    struct figures figures;
    struct crossed rows;
};

/* Of a chart that stands alone ('whole' NULL), or of a panel. Fails as figures_find and
 * crossed_find do, the latter for more than four series. bars_free, also then. */
bool bars_data(const struct part *p, const struct part *whole, struct bars_data *d, struct err *e);
void bars_free(struct bars_data *d);

/* Is it hidden without bounds, so that the axis has no place for it? */
bool bars_has_no_place(const struct bars_data *d, size_t row);

/* Texts, appended unescaped. */
void bars_put_title(const struct bars_data *d, struct buf *out);
/* What the picture says, in one sentence with its numbers; and how to read it. */
void bars_put_summary(const struct bars_data *d, struct buf *out);
void bars_put_reading(const struct bars_data *d, struct buf *out);

#endif
