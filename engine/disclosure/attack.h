/* What a reader can work out: the range that the equations of a system leave of a count, by linear
 * programming. Called within solver_run. */
#ifndef FOISTAT_DISCLOSURE_ATTACK_H
#define FOISTAT_DISCLOSURE_ATTACK_H

#include "disclosure/system.h"

struct reach {
    struct interval x; /* holds the truth; exact for tables with two margins */
    bool proved;       /* whole numbers were found that attain its ends, or what the cell asks */
};
/* For each cell that is wanted its reach, for the others bounds that hold: reach[s->n]. ERR_SUMS
 * where nothing fits the equations. */
bool system_attack(const struct system *s, const bool *wanted, struct reach *reach, struct arena *a,
                   struct err *e);

/* A whole number for each cell, its value where that is known, so that every equation holds:
 * point[s->n]. ERR_SUMS when there are none. */
bool system_complete(const struct system *s, double *point, struct arena *a, struct err *e);

#endif
