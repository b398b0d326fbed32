/* Cascade charts: stages from top to bottom, and at each of them the ratio of each group to the
 * reference group, on a log axis around the line at 1: of those at the stage before and, where the
 * table has it, cumulative from the first stage on.
 *
 * Every mark has its group's name and its figure beside it. Only cumulative figures are joined from
 * stage to stage: the others are each of different people. A stage names what its figures are
 * divided by, and the share whose group is not known. A hidden figure is a hollow bar over its
 * bounds, or a hollow mark outside the axis where there are none. */
#ifndef FOISTAT_REPORT_CASCADE_H
#define FOISTAT_REPORT_CASCADE_H

#include "report/chart/chart.h"

extern const struct chart cascade_chart; /* of a PART_CASCADE */

#endif
