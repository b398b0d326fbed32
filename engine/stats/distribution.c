#define MATHLIB_STANDALONE
#include "stats/distribution.h"

#include <Rmath.h>
#include <float.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>

#include "base/num.h"
#include "stats/gsl.h"
#include "stats/search.h"

/* How closely a quantile must satisfy its distribution, relative to the tail it was asked for. */
static const double put_back = 1e-9;

static int lower(enum tail tail) {
    return tail == TAIL_LOWER;
}

static bool whole(double k) {
    return k == floor(k) && fabs(k) <= NUM_LARGEST_COUNT;
}

double normal_density(double x) {
    return dnorm4(x, 0, 1, 0);
}

double normal_probability(double x, enum tail tail) {
    return pnorm5(x, 0, 1, lower(tail), 0);
}

double normal_quantile(double p, enum tail tail) {
    return qnorm5(p, 0, 1, lower(tail), 0);
}

double normal_z(double conf_level) {
    return normal_quantile((1 - conf_level) / 2, TAIL_UPPER);
}

/* A distribution of one or two parameters, for the one routine that checks quantiles. */
typedef double probability_fn(double x, double a, double b, enum tail tail);

/* Does the distribution have tail p at x? Asked of the smaller tail, where p has its digits; also
 * true when the neighbouring doubles of x straddle p, because no double does better. */
static bool satisfies(probability_fn *probability, double x, double a, double b, double p,
                      enum tail tail) {
    if (p > 0.5) {
        p = 1 - p;
        tail = tail == TAIL_LOWER ? TAIL_UPPER : TAIL_LOWER;
    }
    double got = probability(x, a, b, tail);
    if (fabs(got - p) <= put_back * p)
        return true;
    double below = probability(nextafter(x, -INFINITY), a, b, tail);
    double above = probability(nextafter(x, INFINITY), a, b, tail);
    return fmin(below, above) <= p && p <= fmax(below, above);
}

static bool settle(const char *what, probability_fn *probability, double x, double a, double b,
                   double p, enum tail tail, double *result, struct err *e) {
    if (isfinite(x) && satisfies(probability, x, a, b, p, tail)) {
        *result = x;
        return true;
    }
    return fail(e, ERR_UNSETTLED,
                "the %s quantile did not settle: p=%.17g, parameters %.17g, %.17g", what, p, a, b);
}

/* p outside 0..1 or NaN. */
static bool bad_probability(double p) {
    return !(p >= 0 && p <= 1);
}

/* p at one end of its range: the quantile is the lower or upper end of the support. */
static bool at_end(double p, enum tail tail, double low, double high, double *x) {
    if (p != 0 && p != 1)
        return false;
    *x = (p == 0) == (tail == TAIL_LOWER) ? low : high;
    return true;
}

double gamma_density(double x, double shape) {
    return dgamma(x, shape, 1, 0);
}

double gamma_probability(double x, double shape, enum tail tail) {
    return pgamma(x, shape, 1, lower(tail), 0);
}

static double gamma_pair(double x, double shape, double unused, enum tail tail) {
    (void)unused;
    return gamma_probability(x, shape, tail);
}

bool gamma_quantile(double p, double shape, enum tail tail, double *x, struct err *e) {
    if (bad_probability(p) || !(shape >= 0) || !isfinite(shape))
        return fail(e, ERR_ARG_RANGE, "gamma quantile: p=%g, shape=%g", p, shape);
    if (shape == 0 || at_end(p, tail, 0, INFINITY, x)) {
        if (shape == 0)
            *x = 0;
        return true;
    }
    if (p > 0.5) { /* near 1 only the other tail has its digits */
        p = 1 - p;
        tail = tail == TAIL_LOWER ? TAIL_UPPER : TAIL_LOWER;
    }
    double answer = qgamma(p, shape, 1, lower(tail), 0);
    /* The truth can lie below the smallest double; 0 is then the nearest answer. */
    if (answer == 0 &&
        gamma_probability(DBL_MIN, shape, TAIL_LOWER) >= (tail == TAIL_LOWER ? p : 1 - p)) {
        *x = 0;
        return true;
    }
    return settle("gamma", gamma_pair, answer, shape, 0, p, tail, x, e);
}

double chisq_density(double x, double nu) {
    return dchisq(x, nu, 0);
}

double chisq_probability(double x, double nu, enum tail tail) {
    return gamma_probability(x / 2, nu / 2, tail);
}

bool chisq_quantile(double p, double nu, enum tail tail, double *x, struct err *e) {
    if (!gamma_quantile(p, nu / 2, tail, x, e))
        return false;
    *x *= 2;
    return true;
}

double beta_density(double x, double a, double b) {
    return dbeta(x, a, b, 0);
}

double beta_probability(double x, double a, double b, enum tail tail) {
    return pbeta(x, a, b, lower(tail), 0);
}

/* The truth can lie nearer to an end than any double: the end is then the nearest answer. */
static bool beta_beyond(double p, double a, double b, enum tail tail, double *x) {
    double below = tail == TAIL_LOWER ? p : 1 - p, above = tail == TAIL_LOWER ? 1 - p : p;
    if (a < 1 && beta_probability(DBL_MIN, a, b, TAIL_LOWER) >= below)
        *x = 0;
    else if (b < 1 && beta_probability(nextafter(1, 0), a, b, TAIL_UPPER) >= above)
        *x = 1;
    else
        return false;
    return true;
}

bool beta_quantile(double p, double a, double b, enum tail tail, double *x, struct err *e) {
    if (bad_probability(p) || !(a >= 0 && b >= 0 && a + b > 0) || !isfinite(a + b))
        return fail(e, ERR_ARG_RANGE, "beta quantile: p=%g, a=%g, b=%g", p, a, b);
    if (a == 0 || b == 0) {
        *x = a == 0 ? 0 : 1;
        return true;
    }
    if (at_end(p, tail, 0, 1, x) || beta_beyond(p, a, b, tail, x))
        return true;
    double answer = qbeta(p, a, b, lower(tail), 0);
    if (isnan(answer)) /* far tails: sometimes only the mirrored question is answered */
        answer = 1 - qbeta(p, b, a, !lower(tail), 0);
    return settle("beta", beta_probability, answer, a, b, p, tail, x, e);
}

double t_density(double x, double nu) {
    return dt(x, nu, 0);
}

double t_probability(double x, double nu, enum tail tail) {
    return pt(x, nu, lower(tail), 0);
}

static double t_pair(double x, double nu, double unused, enum tail tail) {
    (void)unused;
    return t_probability(x, nu, tail);
}

/* libRmath's quantile has 8 digits in far tails; there the tail is proportional to |x|^-nu, which
 * gives the others. */
static double t_polished(double p, double nu, enum tail tail) {
    double x = qt(p, nu, lower(tail), 0);
    bool far = isfinite(x) && fabs(x) > 1e8 * sqrt(nu);
    return far ? x * pow(t_probability(x, nu, tail) / p, 1 / nu) : x;
}

bool t_quantile(double p, double nu, enum tail tail, double *x, struct err *e) {
    if (bad_probability(p) || !(nu > 0))
        return fail(e, ERR_ARG_RANGE, "t quantile: p=%g, df=%g", p, nu);
    if (at_end(p, tail, -INFINITY, INFINITY, x))
        return true;
    if (nu < 1 && t_probability(DBL_MAX, nu, TAIL_UPPER) >= fmin(p, 1 - p)) {
        *x = (p < 0.5) == (tail == TAIL_LOWER) ? -INFINITY : INFINITY; /* beyond any double */
        return true;
    }
    return settle("t", t_pair, t_polished(p, nu, tail), nu, 0, p, tail, x, e);
}

double f_density(double x, double df1, double df2) {
    return df(x, df1, df2, 0);
}

/* Through the beta tail: with u = df1 x, P(F <= x) = I_{u/(u + df2)}(df1/2, df2/2). The smaller of
 * u/(u + df2) and its complement is the one that keeps its digits. */
double f_probability(double x, double df1, double df2, enum tail tail) {
    if (isnan(x) || !(df1 > 0 && df2 > 0))
        return NAN;
    if (x <= 0)
        return tail == TAIL_LOWER ? 0 : 1;
    double u = df1 * x;
    if (u <= df2)
        return beta_probability(u / (u + df2), df1 / 2, df2 / 2, tail);
    enum tail other = tail == TAIL_LOWER ? TAIL_UPPER : TAIL_LOWER;
    return beta_probability(df2 / (u + df2), df2 / 2, df1 / 2, other);
}

/* F = (df2/df1) B/C, B the beta quantile and C = 1 - B taken from the other tail without
 * cancellation: libRmath's own qf is up to 100% wrong for small p. */
bool f_quantile(double p, double df1, double df2, enum tail tail, double *x, struct err *e) {
    if (bad_probability(p) || !(df1 > 0 && df2 > 0))
        return fail(e, ERR_ARG_RANGE, "F quantile: p=%g, df1=%g, df2=%g", p, df1, df2);
    if (at_end(p, tail, 0, INFINITY, x))
        return true;
    enum tail other = tail == TAIL_LOWER ? TAIL_UPPER : TAIL_LOWER;
    double b, c;
    if (!beta_quantile(p, df1 / 2, df2 / 2, tail, &b, e) ||
        !beta_quantile(p, df2 / 2, df1 / 2, other, &c, e))
        return false;
    *x = df2 / df1 * (b / c);
    return true;
}

double poisson_density(double k, double mean) {
    return whole(k) ? dpois(k, mean, 0) : NAN;
}

double poisson_probability(double k, double mean, enum tail tail) {
    return whole(k) ? ppois(k, mean, lower(tail), 0) : NAN;
}

double binomial_density(double k, double n, double prob) {
    return whole(k) && whole(n) ? dbinom(k, n, prob, 0) : NAN;
}

double binomial_probability(double k, double n, double prob, enum tail tail) {
    return whole(k) && whole(n) ? pbinom(k, n, prob, lower(tail), 0) : NAN;
}

/* What is left behind is hypergeometric too; libRmath is asked of the smaller of the two draws,
 * because dhyper keeps only 8 digits when nearly everybody of 1e9 is drawn. */
double hypergeometric_density(double k, double n1, double n2, double t) {
    if (!(whole(k) && whole(n1) && whole(n2) && whole(t)))
        return NAN;
    double left = n1 + n2 - t;
    return t > left ? dhyper(n1 - k, n1, n2, left, 0) : dhyper(k, n1, n2, t, 0);
}

/* phyper walks through up to t tables where the first term of its sum is 0: at k = n1 - 1 and at
 * k = t - n2. There one tail is a single density, at most 1/2 in the smaller draw, so that the
 * other tail loses nothing. */
double hypergeometric_probability(double k, double n1, double n2, double t, enum tail tail) {
    if (!(whole(k) && whole(n1) && whole(n2) && whole(t)))
        return NAN;
    double left = n1 + n2 - t;
    if (t > left) {
        enum tail other = tail == TAIL_LOWER ? TAIL_UPPER : TAIL_LOWER;
        return hypergeometric_probability(n1 - k - 1, n1, n2, left, other);
    }
    if (k == n1 - 1 || k == t - n2) {
        enum tail end = k == n1 - 1 ? TAIL_UPPER : TAIL_LOWER;
        double single = hypergeometric_density(end == TAIL_UPPER ? n1 : k, n1, n2, t);
        return tail == end ? single : 1 - single;
    }
    return phyper(k, n1, n2, t, lower(tail), 0);
}

/* Quantiles of counts: the tail is asked at about thirty places between the ends of the support. */
struct count_quantile {
    double a, b, c, p;
    enum tail tail;
    double (*probability)(double k, double a, double b, double c, enum tail tail);
};

/* Has k enough of the distribution below it? The tails are rounded in their last digits: where one
 * of them equals p in exact arithmetic, it must count as equal. */
static bool enough(double k, const void *data) {
    const struct count_quantile *q = data;
    double fuzz = 64 * DBL_EPSILON, got = q->probability(k, q->a, q->b, q->c, q->tail);
    return q->tail == TAIL_LOWER ? got >= q->p * (1 - fuzz) : got <= q->p * (1 + fuzz);
}

static double poisson_of(double k, double mean, double b, double c, enum tail tail) {
    (void)b, (void)c;
    return poisson_probability(k, mean, tail);
}

bool poisson_quantile(double p, double mean, enum tail tail, double *k, struct err *e) {
    if (bad_probability(p) || !(mean >= 0 && mean <= 4503599627370496.0))
        return fail(e, ERR_ARG_RANGE, "Poisson quantile: p=%g, mean=%g", p, mean);
    if (at_end(p, tail, 0, mean > 0 ? INFINITY : 0, k))
        return true;
    struct count_quantile q = {mean, 0, 0, p, tail, poisson_of};
    double step = 10 * ceil(sqrt(mean) + 1), high = floor(mean) + step;
    for (; !enough(high, &q); step *= 2)
        high += step;
    *k = search_first(enough, &q, 0, high);
    return true;
}

static double binomial_of(double k, double n, double prob, double c, enum tail tail) {
    (void)c;
    return binomial_probability(k, n, prob, tail);
}

bool binomial_quantile(double p, double n, double prob, enum tail tail, double *k, struct err *e) {
    if (bad_probability(p) || bad_probability(prob) || !(whole(n) && n >= 0))
        return fail(e, ERR_ARG_RANGE, "binomial quantile: p=%g, n=%g, prob=%g", p, n, prob);
    if (at_end(p, tail, prob == 1 ? n : 0, prob == 0 ? 0 : n, k))
        return true;
    struct count_quantile q = {n, prob, 0, p, tail, binomial_of};
    *k = fmin(search_first(enough, &q, 0, n), n);
    return true;
}

bool hypergeometric_quantile(double p, double n1, double n2, double t, enum tail tail, double *k,
                             struct err *e) {
    if (bad_probability(p) ||
        !(whole(n1) && whole(n2) && whole(t) && n1 >= 0 && n2 >= 0 && t >= 0 && t <= n1 + n2))
        return fail(e, ERR_ARG_RANGE, "hypergeometric quantile: p=%g, n1=%g, n2=%g, t=%g", p, n1,
                    n2, t);
    double low = fmax(0, t - n2), high = fmin(n1, t);
    if (at_end(p, tail, low, high, k))
        return true;
    struct count_quantile q = {n1, n2, t, p, tail, hypergeometric_probability};
    *k = fmin(search_first(enough, &q, low, high), high);
    return true;
}

double log_gamma(double x) {
    gsl_sf_result r;
    gsl_calls_begin();
    int status = gsl_sf_lngamma_e(x, &r);
    return status == 0 ? r.val : NAN;
}
