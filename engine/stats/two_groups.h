/* Two groups with events among people at risk: what the measures that compare proportions share. */
#ifndef FOISTAT_STATS_TWO_GROUPS_H
#define FOISTAT_STATS_TWO_GROUPS_H

#include "stats/measure.h"

/* Arguments of every measure of two proportions, in the order that two_groups reads. */
#define TWO_GROUPS                                                                                 \
    ARG("x1", ARG_COUNT, "events in the group of interest"),                                       \
        ARG("n1", ARG_COUNT, "people or cases at risk in the group of interest"),                  \
        ARG("x0", ARG_COUNT, "events in the comparison group"),                                    \
        ARG("n0", ARG_COUNT, "people or cases at risk in the comparison group")

/* Group 1 is the group of interest, group 0 the comparison; 0 <= x <= n, n > 0. */
struct two_groups {
    double x1, n1, x0, n0;
};

/* Reads in[0..3]. Fails when x > n; undefined when a group is empty. */
bool two_groups(const double *in, struct two_groups *g, struct err *e);

/* The same with the groups exchanged: the upper limit of a ratio is one over the lower limit of the
 * exchanged ratio, so each method needs one limit only. */
struct two_groups two_groups_swapped(const struct two_groups *g);

/* x1 n0 - x0 n1 without cancellation, however large the counts. */
double two_groups_cross(const struct two_groups *g);

/* Estimates from the counts as they are: p1 - p0, p1/p0, odds1/odds0. The ratios are INFINITY for
 * 1/0 and NaN for 0/0. */
double risk_difference(const struct two_groups *g);
double risk_ratio(const struct two_groups *g);
double odds_ratio(const struct two_groups *g);

/* top/bottom; INFINITY for 1/0, NaN for 0/0 (by division it would be NaN too, but of either sign).
 */
double ratio_or_none(double top, double bottom);

/* Wilson limits of x/n (Wilson EB. JASA 1927;22:209-212). */
void wilson_limits(double x, double n, double z, double limits[2]);

/* Upper limit of the ratio q1/q0 of two estimates with one-sided limits q1 + up1 and q0 - down0
 * (MOVER-R: Donner A, Zou GY. Stat Methods Med Res 2012;21:347-359). INFINITY when the limit of q0
 * is 0. */
double mover_ratio_upper(double q1, double up1, double q0, double down0);

/* {estimate exp(-z se), estimate exp(z se)}. */
void log_limits(double estimate, double z, double se, double limits[2]);

#endif
