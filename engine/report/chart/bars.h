/* Bar charts: a bar across for each category, or for each series within it, with its limits.
 *
 * Bars begin at 0, always. A hidden figure is a hollow bar over its bounds, or a hollow mark before
 * the axis where there are none; a row that is not there is said to be missing. Series differ in
 * colour and in what fills their bars. */
#ifndef FOISTAT_REPORT_BARS_H
#define FOISTAT_REPORT_BARS_H

#include "report/chart/chart.h"

extern const struct chart bars_chart; /* of a PART_BARS */

#endif
