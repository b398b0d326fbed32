/* Which measures there are: one line a measure, family by family. The row itself stands in
 * measures/, in the file named beside its family. */
#ifndef FOISTAT_STATS_FAMILIES_H
#define FOISTAT_STATS_FAMILIES_H

/* measures/prop_ci.c, prop_test.c: one proportion */
#define PROP_MEASURES(X) X(prop_ci_wilson)

/* measures/rate_ci.c, rate_test.c: one rate */
#define RATE_MEASURES(X)

/* measures/smr.c: observed against expected */
#define SMR_MEASURES(X)

/* measures/rateratio_ci.c, rateratio_test.c: ratio of two rates */
#define RATERATIO_MEASURES(X)

/* measures/ratediff.c: difference of two rates */
#define RATEDIFF_MEASURES(X)

/* measures/riskratio.c: ratio of two proportions */
#define RISKRATIO_MEASURES(X)

/* measures/riskdiff.c: difference of two proportions */
#define RISKDIFF_MEASURES(X)

/* measures/oddsratio.c: ratio of two odds */
#define ODDSRATIO_MEASURES(X)

/* measures/table2x2.c: tests on a two by two table */
#define TABLE2X2_MEASURES(X)

/* measures/padjust.c: p-values of many tests */
#define PADJUST_MEASURES(X)

/* measures/disproportion.c: one group against others */
#define DISPROPORTION_MEASURES(X)

#define ALL_MEASURES(X)                                                                            \
    PROP_MEASURES(X)                                                                               \
    RATE_MEASURES(X)                                                                               \
    SMR_MEASURES(X)                                                                                \
    RATERATIO_MEASURES(X)                                                                          \
    RATEDIFF_MEASURES(X)                                                                           \
    RISKRATIO_MEASURES(X)                                                                          \
    RISKDIFF_MEASURES(X)                                                                           \
    ODDSRATIO_MEASURES(X)                                                                          \
    TABLE2X2_MEASURES(X)                                                                           \
    PADJUST_MEASURES(X)                                                                            \
    DISPROPORTION_MEASURES(X)

#endif
