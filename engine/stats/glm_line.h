/* Models of counts along one covariate: log(rate) or logit(proportion) = intercept + slope x. What
 * the trend measures and the one-covariate models share. */
#ifndef FOISTAT_STATS_GLM_LINE_H
#define FOISTAT_STATS_GLM_LINE_H

#include "stats/glm.h"
#include "stats/measure.h"

/* The arguments of a model of rates, for its row, in the order that glm_line_begin wants. */
#define COUNT_EXPOSURE_X                                                                           \
    ARG_LIST("count", ARG_COUNT, "events, one value a row"),                                       \
        ARG_LIST("exposure", ARG_EXPOSURE, "population or person-time of each row"),               \
        ARG_LIST("x", ARG_REAL, "covariate of each row: 0 and 1, a year, a score")

struct glm_line {
    struct glm model; /* rows with something at risk; columns: ones, x - centre */
    double centre;    /* of x, so that years keep their digits */
    double *rows;     /* what the model points into */
    struct glm_fit fit;
    double slope, slope_se;
};

/* Takes the rows with something at risk ('size': exposure, or trials for GLM_BINOMIAL). Says
 * ERR_UNDEFINED when there is no finite fit: no events, one x only, or events and their absence
 * separated along x (Albert A, Anderson JA. Biometrika 1984;71:1-10). Ends with glm_line_end. */
bool glm_line_begin(struct glm_line *line, enum glm_family family, const struct series *count,
                    const struct series *size, const struct series *x, struct err *e);

/* Fits, or fits again; theta: for GLM_NEGBIN. */
bool glm_line_fit(struct glm_line *line, double theta, struct err *e);

/* begin and fit. */
bool glm_line_of(struct glm_line *line, enum glm_family family, const struct series *in,
                 struct err *e);

void glm_line_end(struct glm_line *line); /* harmless twice */

/* The linear predictor at x. */
double glm_line_at(const struct glm_line *line, double x);

#endif
