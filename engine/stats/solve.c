#include "stats/solve.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <stddef.h>

#include "stats/gsl.h"

enum { most_steps = 300 }; /* bisection alone needs about 1,100 over the doubles; Brent about 10 */

struct problem {
    solve_fn *f;
    const void *data;
};

static double evaluate(double x, void *data) {
    const struct problem *p = data;
    return p->f(x, p->data);
}

static bool opposite(double a, double b) {
    return (a <= 0 && b >= 0) || (a >= 0 && b <= 0);
}

/* The step at which a bracket is as narrow as doubles allow. */
static bool narrow(double low, double high) {
    return high - low <= 4e-16 * fmax(fabs(low), fabs(high)) || high - low < 1e-300;
}

static bool iterate(gsl_root_fsolver *s, double *x) {
    for (int step = 0; step < most_steps; step++) {
        if (gsl_root_fsolver_iterate(s) != GSL_SUCCESS)
            return false;
        *x = gsl_root_fsolver_root(s);
        if (narrow(gsl_root_fsolver_x_lower(s), gsl_root_fsolver_x_upper(s)))
            return true;
    }
    return false;
}

static bool run_brent(const struct problem *p, double low, double high, double *x, struct err *e) {
    gsl_root_fsolver *s = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (s == NULL)
        return fail(e, ERR_NOMEM, "no memory for a root finder");
    gsl_function f = {evaluate, (void *)p};
    bool settled = gsl_root_fsolver_set(s, &f, low, high) == GSL_SUCCESS && iterate(s, x);
    gsl_root_fsolver_free(s);
    return settled;
}

/* Rounding inside f can move its zero by a few doubles; 1e-12 is far below any printed digit. */
static bool crosses(const struct problem *p, double x) {
    double step = fmax(fabs(x) * 1e-12, 1e-300);
    return opposite(p->f(x - step, p->data), p->f(x + step, p->data)) || p->f(x, p->data) == 0;
}

bool solve_between(solve_fn *f, const void *data, double low, double high, const char *what,
                   double *x, struct err *e) {
    struct problem p = {f, data};
    double at_low = f(low, data), at_high = f(high, data);
    if (at_low == 0 || at_high == 0) {
        *x = at_low == 0 ? low : high;
        return true;
    }
    if (!opposite(at_low, at_high))
        return fail(e, ERR_UNSETTLED, "%s: no sign change between %.17g and %.17g", what, low,
                    high);
    gsl_calls_begin();
    if (!run_brent(&p, low, high, x, e))
        return fail(e, ERR_UNSETTLED, "%s did not settle between %.17g and %.17g", what, low, high);
    if (!crosses(&p, *x))
        return fail(e, ERR_UNSETTLED, "%s: %.17g does not satisfy its equation", what, *x);
    return true;
}

bool solve_above(solve_fn *f, const void *data, double low, double start, const char *what,
                 double *x, struct err *e) {
    double at_low = f(low, data), step = start > low ? start - low : 1;
    for (; low + step < 1e300; step *= 2) {
        double high = low + step;
        if (opposite(at_low, f(high, data)))
            return solve_between(f, data, low, high, what, x, e);
    }
    *x = INFINITY;
    return true;
}
