#include "stats/least_squares.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/gsl.h"

/* A column is taken for a combination of the others when less than this share of its length is its
 * own: four digits above the rounding of doubles. */
static const double least_own_share = 1e-12;

struct least_squares {
    size_t n, p;
    gsl_matrix *scaled; /* the weighted rows, columns of length about 1 */
    gsl_matrix *qr;
    gsl_matrix *inverse; /* of R */
    gsl_vector *tau, *right, *residual, *rest, *solution, *step;
    double *scale; /* of each column: a power of two */
};

struct least_squares *least_squares_new(size_t n, size_t p, struct err *e) {
    if (p == 0 || n < p) {
        fail(e, ERR_UNDEFINED, "%zu values cannot settle %zu coefficients", n, p);
        return NULL;
    }
    gsl_calls_begin();
    struct least_squares *s = calloc(1, sizeof *s);
    if (s == NULL) {
        fail(e, ERR_NOMEM, "no memory for least squares");
        return NULL;
    }
    *s = (struct least_squares){.n = n,
                                .p = p,
                                .scaled = gsl_matrix_alloc(n, p),
                                .qr = gsl_matrix_alloc(n, p),
                                .inverse = gsl_matrix_alloc(p, p),
                                .tau = gsl_vector_alloc(p),
                                .right = gsl_vector_alloc(n),
                                .residual = gsl_vector_alloc(n),
                                .rest = gsl_vector_alloc(n),
                                .solution = gsl_vector_alloc(p),
                                .step = gsl_vector_alloc(p),
                                .scale = calloc(p, sizeof(double))};
    if (s->scaled != NULL && s->qr != NULL && s->inverse != NULL && s->tau != NULL &&
        s->right != NULL && s->residual != NULL && s->rest != NULL && s->solution != NULL &&
        s->step != NULL && s->scale != NULL)
        return s;
    least_squares_free(s);
    fail(e, ERR_NOMEM, "no memory for least squares with %zu rows", n);
    return NULL;
}

void least_squares_free(struct least_squares *s) {
    if (s == NULL)
        return;
    gsl_matrix_free(s->scaled);
    gsl_matrix_free(s->qr);
    gsl_matrix_free(s->inverse);
    gsl_vector_free(s->tau);
    gsl_vector_free(s->right);
    gsl_vector_free(s->residual);
    gsl_vector_free(s->rest);
    gsl_vector_free(s->solution);
    gsl_vector_free(s->step);
    free(s->scale);
    free(s);
}

/* A power of two near 1/length: scaling by it rounds nothing. */
static double power_near(double length) {
    int exponent;
    frexp(length, &exponent);
    return ldexp(1, -exponent);
}

/* Fills s->scaled from the rows; false when a number does not fit a double. */
static bool fill(struct least_squares *s, const double *x, const double *root) {
    for (size_t j = 0; j < s->p; j++) {
        double length = 0;
        for (size_t i = 0; i < s->n; i++)
            length = hypot(length, (root == NULL ? 1 : root[i]) * x[i * s->p + j]);
        if (!isfinite(length))
            return false;
        s->scale[j] = length > 0 ? power_near(length) : 1;
        for (size_t i = 0; i < s->n; i++)
            gsl_matrix_set(s->scaled, i, j,
                           (root == NULL ? 1 : root[i]) * x[i * s->p + j] * s->scale[j]);
    }
    return true;
}

static bool independent(const struct least_squares *s) {
    for (size_t j = 0; j < s->p; j++) {
        if (!(fabs(gsl_matrix_get(s->qr, j, j)) > least_own_share))
            return false;
    }
    return true;
}

/* right - scaled * solution, each product with its rounding error. */
static void residuals(struct least_squares *s) {
    for (size_t i = 0; i < s->n; i++) {
        struct sum rest = {0};
        sum_add(&rest, gsl_vector_get(s->right, i));
        for (size_t j = 0; j < s->p; j++) {
            double a = gsl_matrix_get(s->scaled, i, j), b = gsl_vector_get(s->solution, j);
            sum_add(&rest, -(a * b));
            sum_add(&rest, -fma(a, b, -(a * b)));
        }
        gsl_vector_set(s->residual, i, sum_value(&rest));
    }
}

/* Solves for the residuals as well: what the first solution lost to rounding. */
static void improve(struct least_squares *s) {
    residuals(s);
    gsl_linalg_QR_lssolve(s->qr, s->tau, s->residual, s->step, s->rest);
    gsl_vector_add(s->solution, s->step);
}

bool least_squares_take(struct least_squares *s, const double *x, const double *root,
                        struct err *e) {
    if (!fill(s, x, root))
        return fail(e, ERR_UNSETTLED, "least squares: the numbers are too large for a fit");
    gsl_calls_begin();
    gsl_matrix_memcpy(s->qr, s->scaled);
    gsl_linalg_QR_decomp(s->qr, s->tau);
    if (!independent(s))
        return fail(e, ERR_UNDEFINED,
                    "the columns of the model are not independent: one follows from the others");
    return gsl_calls_end("least squares", e);
}

bool least_squares_solve(struct least_squares *s, const double *y, const double *root,
                         double *coefficient, struct err *e) {
    gsl_calls_begin();
    for (size_t i = 0; i < s->n; i++)
        gsl_vector_set(s->right, i, (root == NULL ? 1 : root[i]) * y[i]);
    gsl_linalg_QR_lssolve(s->qr, s->tau, s->right, s->solution, s->residual);
    improve(s);
    for (size_t j = 0; j < s->p; j++)
        coefficient[j] = gsl_vector_get(s->solution, j) * s->scale[j];
    return gsl_calls_end("least squares", e);
}

bool least_squares_step(struct least_squares *s, const double *gradient, double *step,
                        struct err *e) {
    gsl_calls_begin();
    gsl_matrix_const_view r = gsl_matrix_const_submatrix(s->qr, 0, 0, s->p, s->p);
    for (size_t j = 0; j < s->p; j++)
        gsl_vector_set(s->step, j, gradient[j] * s->scale[j]);
    gsl_blas_dtrsv(CblasUpper, CblasTrans, CblasNonUnit, &r.matrix, s->step);
    gsl_blas_dtrsv(CblasUpper, CblasNoTrans, CblasNonUnit, &r.matrix, s->step);
    for (size_t j = 0; j < s->p; j++)
        step[j] = gsl_vector_get(s->step, j) * s->scale[j];
    return gsl_calls_end("a step of least squares", e);
}

bool least_squares_variances(struct least_squares *s, double *variance, struct err *e) {
    gsl_calls_begin();
    gsl_matrix_const_view top = gsl_matrix_const_submatrix(s->qr, 0, 0, s->p, s->p);
    gsl_matrix_memcpy(s->inverse, &top.matrix);
    gsl_linalg_tri_invert(CblasUpper, CblasNonUnit, s->inverse);
    for (size_t j = 0; j < s->p; j++) {
        struct sum squares = {0};
        for (size_t k = j; k < s->p; k++) {
            double r = gsl_matrix_get(s->inverse, j, k);
            sum_add(&squares, r * r);
        }
        variance[j] = sum_value(&squares) * s->scale[j] * s->scale[j];
    }
    return gsl_calls_end("variances of least squares", e);
}
