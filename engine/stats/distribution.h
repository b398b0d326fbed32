/* The only door to distribution functions; behind it libRmath, R's nmath as a C library.
 *
 * GSL 2.7.1's inverses are silently wrong or never return in our range, so nothing else in foistat
 * calls a distribution function. Relative error is at most 1e-10 for counts up to 1e9, against a
 * 256-bit reference.
 *
 * Probabilities and densities are plain functions: NaN in, or parameters outside their range, give
 * NaN. Quantiles are put back into their distribution; one that does not satisfy it is an error,
 * not a number. 'tail' says which tail p is in, so that small upper tails keep their digits. */
#ifndef FOISTAT_STATS_DISTRIBUTION_H
#define FOISTAT_STATS_DISTRIBUTION_H

#include <stdbool.h>

#include "base/err.h"

enum tail { TAIL_LOWER, TAIL_UPPER };

/* Standard normal. normal_quantile: p in 0..1, infinite at the ends, NaN outside. */
double normal_density(double x);
double normal_probability(double x, enum tail tail);
double normal_quantile(double p, enum tail tail);

/* z such that a two-sided interval of the level has tails (1 - level)/2: 1.959964 for 0.95. */
double normal_z(double conf_level);

/* Gamma with scale 1; shape >= 0. */
double gamma_density(double x, double shape);
double gamma_probability(double x, double shape, enum tail tail);
bool gamma_quantile(double p, double shape, enum tail tail, double *x, struct err *e);

/* Chi-square; df >= 0. */
double chisq_density(double x, double df);
double chisq_probability(double x, double df, enum tail tail);
bool chisq_quantile(double p, double df, enum tail tail, double *x, struct err *e);

/* Beta; a, b >= 0. */
double beta_density(double x, double a, double b);
double beta_probability(double x, double a, double b, enum tail tail);
bool beta_quantile(double p, double a, double b, enum tail tail, double *x, struct err *e);

/* Student's t and F. */
double t_density(double x, double df);
double t_probability(double x, double df, enum tail tail);
bool t_quantile(double p, double df, enum tail tail, double *x, struct err *e);
double f_density(double x, double df1, double df2);
double f_probability(double x, double df1, double df2, enum tail tail);
bool f_quantile(double p, double df1, double df2, enum tail tail, double *x, struct err *e);

/* Counts. Lower tail: P(X <= k); upper tail: P(X > k). k is whole (NaN otherwise), and may be -1.
 */
double poisson_density(double k, double mean);
double poisson_probability(double k, double mean, enum tail tail);
double binomial_density(double k, double n, double prob);
double binomial_probability(double k, double n, double prob, enum tail tail);
/* The least k with P(X <= k) >= p, or with P(X > k) <= p. */
bool poisson_quantile(double p, double mean, enum tail tail, double *k, struct err *e);
bool binomial_quantile(double p, double n, double prob, enum tail tail, double *k, struct err *e);
/* k marked among t drawn from n1 marked and n2 others. */
double hypergeometric_density(double k, double n1, double n2, double t);
double hypergeometric_probability(double k, double n1, double n2, double t, enum tail tail);
bool hypergeometric_quantile(double p, double n1, double n2, double t, enum tail tail, double *k,
                             struct err *e);

/* log gamma function, from GSL (libRmath loses digits near 1 and 2); x > 0. */
double log_gamma(double x);

#endif
