/* Score limits for two proportions: the values of the difference, ratio or odds ratio that the
 * score test just does not reject.
 *
 * The proportions p1, p0 that are most likely under a given contrast satisfy one equation each in a
 * single number s, so a limit is one bracketed root in s, without the trigonometric cubic of the
 * papers. In each case the statistic only grows as s moves away from 0: there is one root.
 *
 * All are defined for empty cells, too, and at 0 events in both groups.
 *
 * Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Mee RW. Biometrics 1984;40:1175-1176.
 * Koopman PAR. Biometrics 1984;40:513-517. Cornfield J. Proc 3rd Berkeley Symp 1956;4:135-148. */
#ifndef FOISTAT_STATS_SCORE_H
#define FOISTAT_STATS_SCORE_H

#include "stats/two_groups.h"

/* z squared, the value that the statistic takes at the limits. */
double score_chisq(double conf_level);

/* The same times N/(N - 1), N = n1 + n0: the variance of Miettinen and Nurminen. */
double score_chisq_corrected(const struct two_groups *g, double conf_level);

/* Each sets limits to {lower, upper}; fails only with ERR_UNSETTLED or ERR_NOMEM. */
bool score_difference(const struct two_groups *g, double chisq, double limits[2], struct err *e);
bool score_ratio(const struct two_groups *g, double chisq, double limits[2], struct err *e);

/* 'correction' events are taken off the distance to the expected count: 0, or 1/2 for
 * Cornfield's continuity correction. */
bool score_odds(const struct two_groups *g, double chisq, double correction, double limits[2],
                struct err *e);

#endif
