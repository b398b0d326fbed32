/* Ranked dot plots ("caterpillars"): places one below the other in the order of the table, each
 * figure with its interval, around a line that they are compared with.
 *
 * Every place is named. On a page many places stand in two columns, which have one scale, so that
 * all of them find room on a sheet of paper. Marks differ in shape as well as in colour where an
 * interval lies apart from the line. Hidden figures are not in the order: they have a strip of
 * their own, with a hollow bar over their bounds or a hollow mark outside the axis. */
#ifndef FOISTAT_REPORT_RANKED_H
#define FOISTAT_REPORT_RANKED_H

#include "report/chart/chart.h"

extern const struct chart ranked_chart; /* of a PART_RANKED */

#endif
