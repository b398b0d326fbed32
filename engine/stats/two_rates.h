/* What every measure of two rates begins with. Group 1 is the group of interest, group 0 the
 * comparison group; events are Poisson counts, exposures people at risk or person-time. */
#ifndef FOISTAT_STATS_TWO_RATES_H
#define FOISTAT_STATS_TWO_RATES_H

#include "stats/measure.h"

/* The arguments, in the order the kernels see them. */
#define TWO_RATES                                                                                  \
    ARG("count1", ARG_COUNT, "events in the group of interest"),                                   \
        ARG("exposure1", ARG_EXPOSURE,                                                             \
            "people at risk, or person-time, in the group of interest"),                           \
        ARG("count0", ARG_COUNT, "events in the comparison group"),                                \
        ARG("exposure0", ARG_EXPOSURE, "people at risk, or person-time, in the comparison group")

struct two_rates {
    double count1, exposure1, count0, exposure0;
};

/* The first four arguments. ERR_UNDEFINED without exposure in either group, and for exposures so
 * far apart (1e100) that a ratio of them would leave the range of a double; ERR_ARG_RANGE when the
 * counts together exceed 2^53. */
bool two_rates_read(const double *in, struct two_rates *r, struct err *e);

/* ERR_UNDEFINED when neither group has an event. */
bool two_rates_any(const struct two_rates *r, struct err *e);

/* (count1/exposure1) / (count0/exposure0): infinite when only count0 is 0, NaN when both are. */
double two_rates_ratio(const struct two_rates *r);

/* Limits of a proportion, as in stats/proportion.h. */
typedef bool proportion_fn(double x, double n, double conf_level, double limits[2], struct err *e);

/* Limits of the rate ratio given the total: those of the share of group 1, turned into a ratio.
 * limits: {lower, upper}; 0 and infinity where a group has no events. At least one group has
 * events. With proportion_exact_limits they are the exact ones. */
bool two_rates_limits(const struct two_rates *r, proportion_fn *share, double conf_level,
                      double limits[2], struct err *e);

/* Jeffreys' posterior of each count, in events: nothing is set to 0 at 0 events. */
struct jeffreys {
    double median, limits[2];
};
bool two_rates_jeffreys(const struct two_rates *r, double conf_level, struct jeffreys *of1,
                        struct jeffreys *of0, struct err *e);

#endif
