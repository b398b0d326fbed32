/* One rate, count events over exposure: the arguments and checks of its measures. */
#ifndef FOISTAT_STATS_RATE_H
#define FOISTAT_STATS_RATE_H

#include "stats/measure.h"

/* Arguments of an interval for a rate, and its results, for its row. */
#define COUNT_OVER_EXPOSURE                                                                        \
    ARG("count", ARG_COUNT, "events"),                                                             \
        ARG("exposure", ARG_EXPOSURE, "people at risk, or person-time")
#define RATE_RESULTS ESTIMATE("the rate count/exposure, events per unit of exposure"), LOWER, UPPER

/* Limits for the mean of a count, in events; see stats/poisson.h. */
typedef bool count_limits_fn(double count, double conf_level, double limits[2], struct err *e);

/* The kernel of an interval for a rate: in = {count, exposure, conf_level}, out = {rate, lower,
 * upper}. ERR_UNDEFINED when exposure is 0. */
bool rate_interval(count_limits_fn *limits, const double *in, double *out, struct err *e);

#endif
