/* Linear least squares by Householder QR, from GSL: never through the normal equations, which
 * square the condition of the problem. Columns are scaled by powers of two, and the solution is
 * improved once with residuals in about twice the precision, so that polynomials keep their digits.
 * Golub GH, Van Loan CF. Matrix Computations. 3rd ed. Johns Hopkins 1996, sections 5.2, 5.3.8. */
#ifndef FOISTAT_STATS_LEAST_SQUARES_H
#define FOISTAT_STATS_LEAST_SQUARES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Room for one problem of n rows and p columns, 0 < p <= n, to be solved as often as wanted. */
struct least_squares;

/* NULL with ERR_NOMEM, or ERR_UNDEFINED when there are fewer rows than columns. */
struct least_squares *least_squares_new(size_t n, size_t p, struct err *e);
void least_squares_free(struct least_squares *s); /* NULL is fine */

/* Takes the problem: x has n rows of p, row after row; root: square roots of the weights, NULL for
 * 1 each. ERR_UNDEFINED when the columns are linearly dependent. */
bool least_squares_take(struct least_squares *s, const double *x, const double *root,
                        struct err *e);

/* Sets coefficient[0..p) to the minimum of sum_i root[i]^2 (y[i] - x[i,] coefficient)^2. */
bool least_squares_solve(struct least_squares *s, const double *y, const double *root,
                         double *coefficient, struct err *e);

/* Sets step[0..p) to the solution of X' W X step = gradient through R alone: for Newton's steps,
 * whose gradient is known more exactly than any y that has it. */
bool least_squares_step(struct least_squares *s, const double *gradient, double *step,
                        struct err *e);

/* Sets variance[0..p) to the diagonal of (X' W X)^-1; times the residual variance it gives the
 * squared standard errors. */
bool least_squares_variances(struct least_squares *s, double *variance, struct err *e);

#endif
