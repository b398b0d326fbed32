/* Several two by two tables, one a stratum: what the stratified measures share. */
#ifndef FOISTAT_STATS_STRATA_H
#define FOISTAT_STATS_STRATA_H

#include "stats/measure.h"
#include "stats/two_groups.h"

/* Arguments of the measures of two proportions over strata, in the order that strata_begin reads.
 */
#define STRATA                                                                                     \
    ARG_LIST("x1", ARG_COUNT, "events in the group of interest, one a stratum"),                   \
        ARG_LIST("n1", ARG_COUNT, "people or cases at risk in the group of interest"),             \
        ARG_LIST("x0", ARG_COUNT, "events in the comparison group"),                               \
        ARG_LIST("n0", ARG_COUNT, "people or cases at risk in the comparison group")

/* What every stratified measure has to say. */
#define EMPTY_STRATA "Strata in which either group has nobody say nothing and are left out."

struct strata {
    const struct series *in;
    size_t n;
    double shift; /* added to every cell; 0 until a measure sets it */
};

/* Fails when x > n in any stratum, naming it; undefined when no stratum has people in both groups.
 */
bool strata_begin(struct strata *s, const struct series *in, struct err *e);

/* Stratum i, with the shift added to its four cells. */
struct two_groups stratum(const struct strata *s, size_t i);

/* Does it have people in both groups, before the shift? */
bool stratum_filled(const struct strata *s, size_t i);

/* Does it also have both events and non-events? Only such a stratum says anything about a ratio. */
bool stratum_informs(const struct strata *s, size_t i);

/* Sums over the strata of what the Mantel-Haenszel estimates are made of. With a, b the events and
 * non-events of group 1, c, d those of group 0, N = a + b + c + d. */
struct mantel_haenszel {
    double ad, bc;      /* sum ad/N, sum bc/N */
    double x1n0, x0n1;  /* sum x1 n0/N, sum x0 n1/N */
    double cross, n1n0; /* sum (x1 n0 - x0 n1)/N, sum n1 n0/N */
    double odds_ratio;  /* ad/bc */
    double risk_ratio;  /* x1n0/x0n1 */
    double risk_diff;   /* cross/n1n0 */
};
struct mantel_haenszel mantel_haenszel(const struct strata *s);

/* x1 less its expectation given the margins, and the variance of x1 given them. */
struct hypergeometric_moments {
    double excess, variance;
};
struct hypergeometric_moments stratum_moments(const struct two_groups *g);

/* The same, summed over the strata that inform; a variance of 0 when none does. */
struct hypergeometric_moments strata_moments(const struct strata *s);

/* Puts a ratio and its log-normal limits into the first three results. log_se: the standard error
 * of its logarithm; NAN for no limits. */
void put_ratio(double ratio, double log_se, double conf_level, double *const *out);

/* What the tests of homogeneity have in common: their results, and what all of them must say. */
#define STRATA_DF RESULT("df", RESULT_STATISTIC, "degrees of freedom: strata used, less 1")
#define HOMOGENEITY_RESULTS                                                                        \
    { RESULT("chisq", RESULT_STATISTIC, "the statistic"), STRATA_DF, P_VALUE }
#define HOMOGENEITY_WEAK                                                                           \
    " With few cases in each stratum the test finds little: a large p-value does not show that "   \
    "the strata agree. "

/* The statistic of 'strata' strata, its degrees of freedom and p-value; undefined below two. */
bool homogeneity_answer(double statistic, double strata, double *const *out, struct err *e);

#endif
