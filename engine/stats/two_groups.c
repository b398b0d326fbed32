#include "stats/two_groups.h"

#include <math.h>

bool two_groups(const double *in, struct two_groups *g, struct err *e) {
    *g = (struct two_groups){in[0], in[1], in[2], in[3]};
    if (!within("x1", g->x1, "n1", g->n1, e) || !within("x0", g->x0, "n0", g->n0, e))
        return false;
    if (g->n1 == 0 || g->n0 == 0)
        return undefined(e, "a comparison with nobody: %s is 0", g->n1 == 0 ? "n1" : "n0");
    return true;
}

struct two_groups two_groups_swapped(const struct two_groups *g) {
    return (struct two_groups){g->x0, g->n0, g->x1, g->n1};
}

/* Kahan's difference of products: both rounding errors are found exactly by fma. */
double two_groups_cross(const struct two_groups *g) {
    double second = g->x0 * g->n1;
    double error = fma(-g->x0, g->n1, second);
    return fma(g->x1, g->n0, -second) + error;
}

double risk_difference(const struct two_groups *g) {
    return two_groups_cross(g) / (g->n1 * g->n0);
}

double ratio_or_none(double top, double bottom) {
    if (bottom > 0)
        return top / bottom;
    return top > 0 ? INFINITY : NAN;
}

double risk_ratio(const struct two_groups *g) {
    return ratio_or_none(g->x1 * g->n0, g->x0 * g->n1);
}

double odds_ratio(const struct two_groups *g) {
    return ratio_or_none(g->x1 * (g->n0 - g->x0), g->x0 * (g->n1 - g->x1));
}

void wilson_limits(double x, double n, double z, double limits[2]) {
    double middle = 2 * x + z * z, scale = 2 * (n + z * z);
    double half = z * sqrt(z * z + 4 * x * ((n - x) / n));
    limits[0] = x == 0 ? 0 : (middle - half) / scale;
    limits[1] = x == n ? 1 : (middle + half) / scale;
}

/* Donner and Zou's root, with l(2q - l) written as q^2 - (q - l)^2, so that nothing cancels when
 * the limits are close to the estimates. */
double mover_ratio_upper(double q1, double up1, double q0, double down0) {
    if (down0 >= q0)
        return INFINITY;
    double a = q1 * down0, b = q0 * up1, c = up1 * down0;
    double root = sqrt(fmax(a * a + b * b - c * c, 0));
    return (q1 * q0 + root) / ((q0 - down0) * (q0 + down0));
}

void log_limits(double estimate, double z, double se, double limits[2]) {
    limits[0] = estimate * exp(-z * se);
    limits[1] = estimate * exp(z * se);
}
