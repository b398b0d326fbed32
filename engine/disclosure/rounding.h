/* Rounded counts, and what can be told from them. */
#ifndef FOISTAT_DISCLOSURE_ROUNDING_H
#define FOISTAT_DISCLOSURE_ROUNDING_H

#include "data/interval.h"
#include "disclosure/disclosure.h"

/* The count as the policy shows it; halves go up. */
double rounding_of(const struct policy *p, double count);

/* The counts that are shown as 'shown', given that small ones are hidden. */
struct interval rounding_undone(const struct policy *p, double shown);

#endif
