/* Direct standardisation: what every measure of a directly standardised rate begins with.
 *
 * With w the share of a stratum in the standard population, x its events and n its people, the rate
 * is the sum of w x/n, and its variance, the counts being independent Poisson, that of w^2 x/n^2.
 */
#ifndef FOISTAT_STATS_STANDARD_H
#define FOISTAT_STATS_STANDARD_H

#include "stats/rate.h"

/* The arguments of a standardised rate, in the order that the kernels see them. */
#define STRATA                                                                                     \
    ARG_LIST("count", ARG_COUNT, "events in each stratum (age group, say)"),                       \
        ARG_LIST("pop", ARG_EXPOSURE, "people at risk, or person-time, in each stratum"), STANDARD
#define STANDARD ARG_LIST("stdpop", ARG_EXPOSURE, "the standard population of each stratum")
#define PER_PEOPLE                                                                                 \
    ARG_PRESET("multiplier", ARG_POSITIVE, "the rate is given per this many people", 100000)
#define STANDARD_RATE                                                                              \
    RESULT("value", RESULT_ESTIMATE, "directly standardised rate, events per multiplier people")

/* A standardised rate. All but 'unit', 'events' and 'crude' are in units of 'unit', the largest
 * weight w/n of one event, so that nothing overflows whatever the populations. */
struct standard {
    double unit;
    double rate;                        /* 0 or more */
    double variance;                    /* 0 exactly when rate is 0 */
    double smallest, mean, mean_square; /* of the weights; the largest is 1 */
    double events;                      /* in all strata */
    double crude;                       /* events over people, not in units; NaN without people */
};

/* A NaN in count is taken as 0. A stratum without people is left out where the standard has nobody
 * either; else ERR_UNDEFINED, as for a standard population of nobody. */
bool standard_read(const struct series *count, const struct series *pop,
                   const struct series *stdpop, struct standard *s, struct err *e);

/* Limits of s->rate, in units of s->unit. */
typedef bool standard_limits_fn(const struct standard *s, double conf_level, double limits[2],
                                struct err *e);

/* The kernel of an interval: in = {count, pop, stdpop, multiplier, conf_level}, value_out = {value,
 * lower, upper}. */
bool standard_interval(standard_limits_fn *limits, const struct series *in,
                       double *const *value_out, struct err *e);

/* Dobson's limits: those of the total count, brought to the scale of the rate. Without events that
 * scale is not known: lower 0, upper NaN.
 * Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Statistics in Medicine 1991;10:457-462. */
bool standard_dobson(const struct standard *s, count_limits_fn *of_count, double conf_level,
                     double limits[2], struct err *e);

/* As published for England, with Byar's limits of the count: out = {value, lower and upper of the
 * first level, of the second, ...}, per so many people; NaN below 10 events. */
void standard_published(const struct standard *s, double per, const double *levels, int n_levels,
                        double *const *out);

/* A weighted sum of Poisson counts, taken as a gamma variable of the same mean and variance. */
struct gamma_fit {
    double shape, scale;
};

/* The two that Fay and Feuer's limits rest on: the rate as it is, and with one more event of weight
 * 'extra', whose square is 'extra_square', for the upper limit. Not for a rate of 0 as it is.
 * Fay MP, Feuer EJ. Statistics in Medicine 1997;16:791-801. */
struct gamma_fit standard_gamma(const struct standard *s, double extra, double extra_square);

/* Their limits, the extra event having the largest weight. */
bool standard_fay_feuer(const struct standard *s, double conf_level, double limits[2],
                        struct err *e);

/* The same with another extra event. */
bool standard_gamma_limits(const struct standard *s, double extra, double extra_square,
                           double conf_level, double limits[2], struct err *e);

#endif
