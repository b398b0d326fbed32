/* One proportion, x of n: the arguments and checks of its measures, and the limits that other
 * families build on. limits[0] is the lower, limits[1] the upper; 0 <= x <= n, n > 0. */
#ifndef FOISTAT_STATS_PROPORTION_H
#define FOISTAT_STATS_PROPORTION_H

#include "stats/measure.h"

/* Arguments of a measure of one proportion, for its row. */
#define X_OF_N ARG("x", ARG_COUNT, "events"), ARG("n", ARG_COUNT, "people or cases at risk")

/* The checks before every formula: x <= n, and n > 0, or ERR_UNDEFINED. */
bool x_of_n(double x, double n, struct err *e);

/* Score limits. z: the normal quantile. Lower is 0 at x = 0, upper 1 at x = n.
 * Wilson EB. JASA 1927;22:209-212. */
void proportion_wilson_limits(double x, double n, double z, double limits[2]);

/* Exact, equal tails: P(X >= x | lower) = P(X <= x | upper) = (1 - conf_level)/2.
 * Clopper CJ, Pearson ES. Biometrika 1934;26:404-413. */
bool proportion_exact_limits(double x, double n, double conf_level, double limits[2],
                             struct err *e);

/* The same with half of P(X = x) in each tail.
 * Berry G, Armitage P. The Statistician 1995;44:417-423. */
bool proportion_midp_limits(double x, double n, double conf_level, double limits[2], struct err *e);

/* Beta quantiles at x + 1/2 and n - x + 1/2: the posterior under Jeffreys' prior. */
bool proportion_jeffreys_limits(double x, double n, double conf_level, double limits[2],
                                struct err *e);

/* The outermost p whose acceptability is 1 - conf_level.
 * Blaker H. Canadian Journal of Statistics 2000;28:783-798. */
bool proportion_blaker_limits(double x, double n, double conf_level, double limits[2],
                              struct err *e);

/* Where twice the drop of the log likelihood is z^2. */
bool proportion_likelihood_limits(double x, double n, double z, double limits[2], struct err *e);

/* Twice the drop of the log likelihood from x/n to p; infinite where p excludes x. */
double proportion_deviance(double x, double n, double p);

#endif
