/* Secondary suppression: which counts to hide besides the small ones, so that none of those follows
 * from what is left. Called within solver_run. */
#ifndef FOISTAT_DISCLOSURE_HIDE_H
#define FOISTAT_DISCLOSURE_HIDE_H

#include "disclosure/shift.h"

/* Hides further cells of s, as cheaply as it can, until every guarded cell is safe; *optimal when
 * no choice is cheaper. Cells that are fixed stay as they are. What can't be made safe stays
 * unsafe: the audit finds it. point[] is a whole number for each cell, its value where known. */
bool system_hide(struct system *s, const double *point, bool *optimal, struct arena *a,
                 struct err *e);

/* The heuristic: one guarded cell after another is moved as far as it asks by the cheapest shift,
 * and what that moves is hidden; then each cell so hidden is shown again unless one needs it. */
bool hide_in_turn(struct shifts *k, struct err *e);

/* The cheapest choice for a block, by integer programming with the cuts that the attacks give
 * (optimum.c); it starts from the cells hidden now and replaces them when it finds better ones.
 * *optimal: proved, before the limit of work. */
bool hide_optimum(struct shifts *k, bool *optimal, struct err *e);

#endif
