/* A two by two table given all its margins: x1 then follows Fisher's noncentral hypergeometric
 * distribution, in which the odds ratio is the only unknown.
 *
 * Probabilities are sums of weights relative to one near the most likely x1, each from the last by
 * its ratio, out to where they no longer matter: about 20 standard deviations of terms, whatever
 * the margins. Fisher RA. J R Stat Soc 1935;98:39-54. Harkness WL. Ann Math Stat 1965;36:938-945.
 */
#ifndef FOISTAT_STATS_CONDITIONAL_H
#define FOISTAT_STATS_CONDITIONAL_H

#include "stats/two_groups.h"

struct conditional {
    struct two_groups g;
    double m;         /* events in both groups */
    double low, high; /* the possible x1 */
};

/* ERR_ARG_RANGE when the margins are too large to sum (all four above 1e11). */
bool conditional_begin(struct conditional *c, const struct two_groups *g, struct err *e);

/* Probabilities of x1 in the four regions, and how far its mean lies above the observed x1. */
struct conditional_parts {
    double far;     /* x1 <= 'far' */
    double between; /* 'far' < x1 < observed */
    double at;      /* x1 = observed */
    double above;   /* x1 > observed */
    double excess;
};

/* At the odds ratio theta > 0. 'far' is below the observed x1; anything below c->low leaves that
 * region empty. */
struct conditional_parts conditional_split(const struct conditional *c, double far, double theta);

/* The odds ratio at which f, an increasing function of the odds ratio, crosses zero; 'start' > 0 is
 * a guess. It must cross. */
bool conditional_solve(double (*f)(double theta, const void *data), const void *data, double start,
                       const char *what, double *theta, struct err *e);

/* The conditional maximum likelihood estimate: the odds ratio at which the mean is the observed x1;
 * 0 or INFINITY at the ends, NaN when the margins leave only one table. */
bool conditional_estimate(const struct conditional *c, double *theta, struct err *e);

/* The odds ratio at which P(X > x) + share P(X = x) is 'tail'. 0 when x is the least possible.
 * With 'share' 1 and tail (1 - level)/2 it is the exact lower limit, with 1/2 the mid-P limit. The
 * upper limit is one over the lower limit of the exchanged groups. */
bool conditional_lower(const struct conditional *c, double share, double tail, double *theta,
                       struct err *e);

#endif
