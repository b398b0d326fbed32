#include "stats/poisson.h"

#include <math.h>

#include "stats/distribution.h"
#include "stats/poisson_curve.h"
#include "stats/solve.h"

bool poisson_exact_quantiles(double count, double conf_level, double limits[2], struct err *e) {
    double tail = (1 - conf_level) / 2;
    return gamma_quantile(tail, count, TAIL_LOWER, &limits[0], e) &&
           gamma_quantile(tail, count + 1, TAIL_UPPER, &limits[1], e);
}

static bool quantiles(double count, double conf_level, double limits[2]) {
    struct err e = {0};
    return poisson_exact_quantiles(count, conf_level, limits, &e);
}

bool poisson_exact_limits(double count, double conf_level, double limits[2], struct err *e) {
    if (count == 0) {
        limits[0] = 0;
        limits[1] = -log((1 - conf_level) / 2);
        return true;
    }
    return poisson_curve_limits(count, conf_level, quantiles, limits) ||
           poisson_exact_quantiles(count, conf_level, limits, e);
}

struct midp {
    double count, p;
    enum tail tail; /* of the distribution of X: upper for the lower limit */
};

static double midp_tail(double count, double mean, enum tail tail) {
    double beyond = poisson_probability(tail == TAIL_UPPER ? count : count - 1, mean, tail);
    return beyond + poisson_density(count, mean) / 2;
}

static double midp_gap(double mean, const void *data) {
    const struct midp *m = data;
    return midp_tail(m->count, mean, m->tail) - m->p;
}

/* The mid-P limit lies between the exact limits of count - 1 and count (upper), or of count and
 * count + 1 (lower): both times gamma quantiles with shapes count and count + 1. */
static bool midp_limit(double count, double p, enum tail side, double *limit, struct err *e) {
    struct midp m = {count, p, side == TAIL_LOWER ? TAIL_UPPER : TAIL_LOWER};
    double low, high;
    return gamma_quantile(p, count, side, &low, e) &&
           gamma_quantile(p, count + 1, side, &high, e) &&
           solve_between(midp_gap, &m, low, high, "the mid-P limit of a count", limit, e);
}

bool poisson_midp_limits(double count, double conf_level, double limits[2], struct err *e) {
    double tail = (1 - conf_level) / 2;
    if (count == 0) {
        limits[0] = 0;
        limits[1] = -log(2 * tail);
        return true;
    }
    return midp_limit(count, tail, TAIL_LOWER, &limits[0], e) &&
           midp_limit(count, tail, TAIL_UPPER, &limits[1], e);
}

bool poisson_jeffreys_limits(double count, double conf_level, double limits[2], struct err *e) {
    double tail = (1 - conf_level) / 2;
    return gamma_quantile(tail, count + 0.5, TAIL_LOWER, &limits[0], e) &&
           gamma_quantile(tail, count + 0.5, TAIL_UPPER, &limits[1], e);
}

double poisson_byar(double m, double z) {
    double root = 1 - 1 / (9 * m) + z / (3 * sqrt(m));
    return m * root * root * root;
}

bool poisson_byar_limits(double count, double conf_level, double limits[2], struct err *e) {
    (void)e;
    double z = normal_z(conf_level);
    double low = count > 0 ? poisson_byar(count, -z) : NAN;
    limits[0] = low >= 0 ? low : NAN;
    limits[1] = poisson_byar(count + 1, z);
    return true;
}

double poisson_midp_value(double count, double mean) {
    return 2 * fmin(midp_tail(count, mean, TAIL_LOWER), midp_tail(count, mean, TAIL_UPPER));
}
