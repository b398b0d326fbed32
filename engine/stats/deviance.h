/* Likelihood ratio statistics without cancellation. */
#ifndef FOISTAT_STATS_DEVIANCE_H
#define FOISTAT_STATS_DEVIANCE_H

/* (1 + u) log(1 + u) - u: what one cell adds to G/2 per expected case when it lies u times the
 * expected count above it (u >= -1). Where the distances add up to 0 the -u change nothing in the
 * sum but keep large counts from cancelling. */
double deviance_term(double u);

#endif
