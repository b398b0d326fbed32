/* The sums that are refused: what must not be added up, and over what. */
#ifndef FOISTAT_DATA_ADDITIVE_H
#define FOISTAT_DATA_ADDITIVE_H

#include "data/group.h"

/* May 'what' be added up over the rows of each group? ERR_NOT_ADDITIVE when they differ in a
 * dimension of t that is not additive or hold a total beside its parts, and when it holds shares,
 * rates, ratios or limits, unless each cell stands 'alone' in its group. */
bool additive_check(const struct table *t, const struct field *what, const struct grouping *g,
                    bool alone, struct err *e);

#endif
