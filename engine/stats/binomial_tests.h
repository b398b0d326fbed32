/* Exact tests of one binomial count, shared by the families that come down to one: proportions
 * themselves, and two rates given their total.
 *
 * x events among n, whole numbers with 0 <= x <= n and n > 0; prob strictly between 0 and 1.
 * Each returns a p-value in 0..1. */
#ifndef FOISTAT_STATS_BINOMIAL_TESTS_H
#define FOISTAT_STATS_BINOMIAL_TESTS_H

/* How many of the points that are exactly as likely as x count: all of them (exact p-value), or
 * half (mid-P). */
enum ties { TIES_FULL, TIES_HALF };

/* Twice the smaller tail, at most 1. With TIES_HALF the tails hold half the probability of x. */
double binomial_central(double x, double n, double prob, enum ties ties);

/* The probability of all counts that are at most as likely as x: R's binom.test, whose relative
 * tolerance of 1e-7 for "as likely" is kept. */
double binomial_minlike(double x, double n, double prob, enum ties ties);

#endif
