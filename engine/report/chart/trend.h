/* Trend charts: a line over the years for each series, with a band for its limits.
 *
 * A line is interrupted where the series breaks, where a year is missing and where a figure is
 * hidden: years on either side are never joined. A break is a dashed line between two years, and
 * its reason stands below. A hidden figure is a hollow bar over its bounds, or a hollow mark under
 * the axis where there are none. Series differ in colour, dashes and marks. */
#ifndef FOISTAT_REPORT_TREND_H
#define FOISTAT_REPORT_TREND_H

#include "report/chart/chart.h"

extern const struct chart trend_chart; /* of a PART_TREND */

#endif
