/* Generalised linear models of counts, with offsets and prior weights, fitted by maximum
 * likelihood: iteratively reweighted least squares on the QR of least_squares.h, steps halved while
 * they overshoot. All three likelihoods are concave in the coefficients, so a fit that exists is
 * found; the score equations are checked at the end.
 * McCullagh P, Nelder JA. Generalized Linear Models. 2nd ed. Chapman & Hall 1989, section 2.5.
 *
 * A model without a finite fit (all counts 0, separated groups) does not settle: callers that can
 * tell why say so first, as glm_line.h does. */
#ifndef FOISTAT_STATS_GLM_H
#define FOISTAT_STATS_GLM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum glm_family {
    GLM_POISSON,  /* log link, variance = mean */
    GLM_BINOMIAL, /* logit link, 'trials' cases a row */
    GLM_NEGBIN,   /* log link, variance = mean + mean^2/theta */
};

struct glm {
    enum glm_family family;
    size_t n, p;
    const double *x;      /* n rows of p, row after row; the intercept is a column of ones */
    const double *count;  /* events */
    const double *trials; /* GLM_BINOMIAL: cases, more than 0 */
    const double *offset; /* added to the linear predictor; NULL: 0 */
    const double *weight; /* prior weights; NULL: 1 each */
    double theta;         /* GLM_NEGBIN */
    const double *start;  /* p coefficients to start from; NULL: from the counts */
};

struct glm_fit {
    double *coefficient; /* p */
    double *variance;    /* p: their squared standard errors, from the expected information */
    double *mean;        /* n: fitted events */
    double deviance, pearson;
};

bool glm_fit(const struct glm *g, struct glm_fit *f, struct err *e);
void glm_fit_free(struct glm_fit *f); /* harmless twice */

/* Twice the log likelihood that a Poisson count loses when its mean moves from y to mean:
 * 2 (y log(y/mean) - (y - mean)), without cancellation where the two are close. */
double glm_poisson_deviance(double y, double mean);

#endif
