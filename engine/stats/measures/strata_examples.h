/* Published tables over strata that the worked examples of several files use. */
#ifndef FOISTAT_STATS_MEASURES_STRATA_EXAMPLES_H
#define FOISTAT_STATS_MEASURES_STRATA_EXAMPLES_H

/* Admissions to Berkeley by department, R's UCBAdmissions. */
#define ADMISSIONS                                                                                 \
    "x1=512,353,120,138,53,22 n1=825,560,325,417,191,373 x0=89,17,202,131,94,24 "                  \
    "n0=108,25,593,375,393,341"

#define DOLL_HILL "x1=647,41 n1=1269,69 x0=2,19 n0=29,51"
#define DOLL_HILL_SOURCE                                                                           \
    "smoking and lung cancer, Doll & Hill 1950; Fagerland, Lydersen & Laake 2017, ch. 10"

#endif
