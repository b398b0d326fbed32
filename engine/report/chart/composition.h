/* Composition charts: each category as a bar of 100 %, split into its parts, the whole beside it.
 *
 * Parts differ in colour and in what fills them; those whose group is not known stay in the whole,
 * cross-hatched and last. A part whose share is hidden is drawn at the least that it is; what then
 * is left of the bar is undetermined, and has a lane for each part that may take of it, as long as
 * that part may be. What lies in no part stays blank. */
#ifndef FOISTAT_REPORT_COMPOSITION_H
#define FOISTAT_REPORT_COMPOSITION_H

#include "report/chart/chart.h"

extern const struct chart composition_chart; /* of a PART_COMPOSITION */

#endif
