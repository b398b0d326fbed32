/* Forest plots: one row a group, its estimate as a square and its interval as a line, beside the
 * same numbers as text.
 *
 * A missing estimate is drawn hollow: over its bounds where they are known, else outside the axis.
 * It is never left out. Limits beyond the axis end in an arrow. */
#ifndef FOISTAT_REPORT_FOREST_H
#define FOISTAT_REPORT_FOREST_H

#include "data/document.h"

/* Appends the picture of a PART_FOREST as a complete <svg> element. ERR_COLUMN or ERR_COLUMN_TYPE
 * when the table lacks a column that p->forest names; label and value are needed, limits are not.
 */
bool forest_svg(const struct part *p, const char *id_prefix, struct buf *out, struct err *e);

/* The same for screens of a phone's width: each row's text above its marks. */
bool forest_svg_narrow(const struct part *p, const char *id_prefix, struct buf *out, struct err *e);

#endif
