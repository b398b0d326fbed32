/* Compensated sums (Neumaier 1974): the total of many terms, nearly as if in twice the precision.
 * Neumaier A. ZAMM 1974;54:39-51. */
#ifndef FOISTAT_BASE_SUM_H
#define FOISTAT_BASE_SUM_H

#include <stddef.h>

struct sum {
    double total, carry;
};
void sum_add(struct sum *s, double x);
double sum_value(const struct sum *s);

/* The sum of n values; 0 for none. */
double sum_of(const double *x, size_t n);

#endif
