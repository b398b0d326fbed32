/* Funnel plots: each place as a point, its size across and its rate up, among the limits within
 * which chance, or chance and the usual spread between places, would leave it.
 *
 * Marks differ in shape as well as in colour, lines in their dashes. Places beyond the limits are
 * named, the furthest first, as far as names find room. A hidden rate is a hollow bar over its
 * bounds; a place without any is listed below. */
#ifndef FOISTAT_REPORT_FUNNEL_H
#define FOISTAT_REPORT_FUNNEL_H

#include "report/chart/chart.h"

extern const struct chart funnel_chart; /* of a PART_FUNNEL */

#endif
