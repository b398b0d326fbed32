/* One count of events, taken as Poisson: limits for its mean, shared by rates and by ratios of
 * observed to expected. limits[0] is the lower, limits[1] the upper; both in events, so divide by
 * the exposure for a rate, by the expected events for a ratio. count: whole, 0 or more. */
#ifndef FOISTAT_STATS_POISSON_H
#define FOISTAT_STATS_POISSON_H

#include <stdbool.h>

#include "base/err.h"

/* Exact, equal tails: P(X >= count | lower) = P(X <= count | upper) = (1 - conf_level)/2. The lower
 * limit of 0 events is 0. Garwood F. Biometrika 1936;28:437-442. */
bool poisson_exact_limits(double count, double conf_level, double limits[2], struct err *e);

/* The same without the shortcut for columns (poisson_curve.h); count above 0, also not whole. */
bool poisson_exact_quantiles(double count, double conf_level, double limits[2], struct err *e);

/* The same with half of P(X = count) in each tail; 0 events: 0 and -ln(1 - conf_level).
 * Cohen GR, Yang SY. Statistics in Medicine 1994;13:2189-2210. */
bool poisson_midp_limits(double count, double conf_level, double limits[2], struct err *e);

/* Gamma quantiles at count + 1/2: the posterior of the mean under Jeffreys' prior. */
bool poisson_jeffreys_limits(double count, double conf_level, double limits[2], struct err *e);

/* Byar's approximation, with count in the lower and count + 1 in the upper limit. The lower limit
 * is NaN where the formula has none: 0 events, and where it would be negative (1 event at 99.8%).
 * Never fails. Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. II. IARC 1987,
 * p. 69. */
bool poisson_byar_limits(double count, double conf_level, double limits[2], struct err *e);

/* One limit of Byar's form, m (1 - 1/(9m) + z/(3 sqrt m))^3; z is negative for a lower limit. */
double poisson_byar(double m, double z);

/* Half of P(X = count) and the tail beyond it, the smaller of the two such tails, doubled. */
double poisson_midp_value(double count, double mean);

#endif
