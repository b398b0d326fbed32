/* A legend: samples of marks and what they mean, side by side, as many as a line of the sheet
 * holds. */
#ifndef FOISTAT_REPORT_LEGEND_H
#define FOISTAT_REPORT_LEGEND_H

#include "report/chart/sheet.h"

enum { legend_sample = 30 }; /* width of a sample */

struct legend {
    struct sheet *sheet;
    struct buf *out;
    double x; /* of the next entry */
};

/* Begins a line below what is on the sheet. */
struct legend legend_begin(struct sheet *s, struct buf *out);

/* Sets the text of an entry and returns where its sample begins, half-way up. */
struct svg_point legend_entry(struct legend *l, const char *text);

/* Where a mark stands that begins there. */
struct svg_point legend_middle(struct svg_point sample);

/* What follows begins a line. */
void legend_break(struct legend *l);

void legend_end(struct legend *l);

#endif
