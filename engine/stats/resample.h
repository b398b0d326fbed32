/* Bootstrap of sums over units: resampled whole, so that what belongs together (a person's events
 * and time, a school's exclusions and pupils) stays together. */
#ifndef FOISTAT_STATS_RESAMPLE_H
#define FOISTAT_STATS_RESAMPLE_H

#include "stats/measure.h"

/* Units with a value and a weight each; weight NULL: 1 each. */
struct units {
    const double *value, *weight;
    size_t n;
};

/* The statistic: sum of values over sum of weights of the first sample, divided by that of the
 * second when 'samples' is 2. */
struct resampled {
    struct units sample[2];
    int samples;
    double estimate;
    double *replicate; /* sorted; those that are 0/0 are left out */
    size_t n;          /* replicates left */
};

/* Draws 'replicates' bootstrap samples. ERR_UNDEFINED when the estimate or every replicate is 0/0.
 * resampled_free afterwards, also after an error. */
bool resampled_begin(struct resampled *r, double replicates, double seed, struct err *e);
void resampled_free(struct resampled *r);

/* The p quantile of the replicates: place p(n + 1) among them, between neighbours on a straight
 * line. */
double resampled_quantile(const struct resampled *r, double p);

/* Standard deviation of the replicates; NaN when one is infinite. */
double resampled_error(const struct resampled *r);

/* Bias correction z0 and acceleration a. Efron B. JASA 1987;82:171-185; for two samples Davison AC,
 * Hinkley DV. Bootstrap Methods and their Application. Cambridge 1997, eq. 5.39. */
double resampled_bias(const struct resampled *r);
double resampled_acceleration(const struct resampled *r);

#endif
