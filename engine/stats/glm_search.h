/* Fitting a line (columns: ones and x) where Newton's steps fail: counts of very different sizes
 * with exposures that do not go with them, x far off. */
#ifndef FOISTAT_STATS_GLM_SEARCH_H
#define FOISTAT_STATS_GLM_SEARCH_H

#include "stats/glm.h"

/* Sets coefficient[0..2) to the fit of a model with two columns, nearly; and *middle to the mean of
 * x under the weights it has there. The likelihood is concave, so its derivative by the slope, with
 * the intercept fitted to each slope, falls: both are found by bisection. ERR_UNSETTLED when no
 * slope is large enough. */
bool glm_search_line(const struct glm *g, double coefficient[2], double *middle, struct err *e);

#endif
