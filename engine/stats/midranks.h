/* Ranks of measurements. */
#ifndef FOISTAT_STATS_MIDRANKS_H
#define FOISTAT_STATS_MIDRANKS_H

#include <stdbool.h>
#include <stddef.h>

/* ranks[i] becomes the rank of x[i] among the n values, from 1; equal values share the mean of
 * their ranks. False when memory runs out. */
bool midranks(const double *x, size_t n, double *ranks);

#endif
