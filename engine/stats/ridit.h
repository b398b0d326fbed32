/* Ranks of groups in an ordered population: the position of a group is the share of the population
 * before it and half of its own (Bross's ridit). Their population-weighted mean is 1/2. */
#ifndef FOISTAT_STATS_RIDIT_H
#define FOISTAT_STATS_RIDIT_H

#include "stats/measure.h"

/* Sets rank[0..n) of each group, and share[0..n) of the population in it. order: smaller is further
 * down; NULL: as listed. ERR_UNDEFINED when the population is empty, ERR_ARG_RANGE when two groups
 * have the same order.
 * Bross IDJ. Biometrics 1958;14:18-38. */
bool ridit(const double *order, const double *population, size_t n, double *rank, double *share,
           struct err *e);

/* A straight line through values at the ranks, weighted by share. */
struct ridit_line {
    double bottom, slope; /* fitted at rank 0; fitted at 1 less that */
    double rest;          /* weighted mean of the squared residuals */
    double spread;        /* weighted variance of the ranks */
    size_t groups;        /* with a population */
};

/* ERR_UNDEFINED when fewer than two groups have a population. */
bool ridit_fit(const double *rank, const double *share, const double *value, size_t n,
               struct ridit_line *line, struct err *e);

#endif
