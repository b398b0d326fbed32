/* results.json: the whole document for machines, schema "foistat.run/1".
 *
 * Keys come in a fixed order, one column or input a block, so that two runs can be compared by eye.
 * Numbers have at most 12 significant digits (counts are exact); a cell without a number is null
 * and its mark stands in "marks" at the same place; infinities are "Inf" and "-Inf". */
#ifndef FOISTAT_REPORT_JSON_H
#define FOISTAT_REPORT_JSON_H

#include "report/facts.h"

bool report_json(const struct document *d, const struct report_info *info, struct buf *out,
                 struct err *e);

#endif
