/* Forest plots: one row a group, its estimate as a square and its interval as a line, beside the
 * same numbers as text; on a phone, each row's text above its marks.
 *
 * A missing estimate is drawn hollow: over its bounds where they are known, else outside the axis.
 * It is never left out. Limits beyond the axis end in an arrow. The columns for label and value are
 * needed, those for limits are not. */
#ifndef FOISTAT_REPORT_FOREST_H
#define FOISTAT_REPORT_FOREST_H

#include "report/chart/chart.h"

extern const struct chart forest_chart; /* of a PART_FOREST */

#endif
