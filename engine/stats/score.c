#include "stats/score.h"

#include <math.h>

#include "stats/distribution.h"
#include "stats/solve.h"

struct problem {
    struct two_groups g;
    double chisq;
    double gap, far_b, far_c; /* of the odds ratio, see below */
    double least;
};

double score_chisq(double conf_level) {
    double z = normal_z(conf_level);
    return z * z;
}

double score_chisq_corrected(const struct two_groups *g, double conf_level) {
    double n = g->n1 + g->n0;
    return score_chisq(conf_level) * (n / (n - 1));
}

/* The proportion p with (x - n p)/(p(1 - p)) = s. Of the two ways to write the root, the one in
 * which nothing is subtracted. */
static double leaning(double x, double n, double s) {
    double away = n + s;
    double root = s > 0 ? sqrt((n - s) * (n - s) + 4 * s * (n - x)) : sqrt(away * away - 4 * s * x);
    if (away >= 0)
        return x == 0 ? 0 : 2 * x / (away + root);
    return (away - root) / (2 * s);
}

/* p(1 - p)/n at s; 1 - p is the proportion of non-events, which lean the other way. */
static double leaning_variance(double x, double n, double s) {
    return leaning(x, n, s) * leaning(n - x, n, -s) / n;
}

/* Difference: (x1 - n1 p1)/(p1 q1) = s = -(x0 - n0 p0)/(p0 q0), and the score statistic is
 * s^2 (p1 q1/n1 + p0 q0/n0). */
static double difference_excess(double s, const void *data) {
    const struct problem *p = data;
    double v1 = leaning_variance(p->g.x1, p->g.n1, s), v0 = leaning_variance(p->g.x0, p->g.n0, -s);
    return s * s * (v1 + v0) - p->chisq;
}

/* About where s is, from proportions that are never 0 or 1. */
static double difference_start(const struct problem *p) {
    double p1 = (p->g.x1 + 1) / (p->g.n1 + 2), p0 = (p->g.x0 + 1) / (p->g.n0 + 2);
    return sqrt(p->chisq / (p1 * (1 - p1) / p->g.n1 + p0 * (1 - p0) / p->g.n0));
}

static bool difference_lower(const struct two_groups *g, double chisq, double *limit,
                             struct err *e) {
    struct problem p = {.g = *g, .chisq = chisq};
    double s;
    if (g->x1 == 0 && g->x0 == g->n0) {
        *limit = -1;
        return true;
    }
    if (!solve_above(difference_excess, &p, 0, 1.25 * difference_start(&p), "a score limit", &s, e))
        return false;
    *limit = leaning(g->x1, g->n1, s) - leaning(g->x0, g->n0, -s);
    return true;
}

bool score_difference(const struct two_groups *g, double chisq, double limits[2], struct err *e) {
    struct two_groups swapped = two_groups_swapped(g);
    if (!difference_lower(g, chisq, &limits[0], e) ||
        !difference_lower(&swapped, chisq, &limits[1], e))
        return false;
    limits[1] = -limits[1];
    return true;
}

/* Ratio: (x1 - n1 p1)/q1 = s = -(x0 - n0 p0)/q0 gives p1 = (x1 - s)/(n1 - s) and
 * p0 = (x0 + s)/(n0 + s); the score statistic is s^2 (q1/(n1 p1) + q0/(n0 p0)). Here it is times
 * (x1 - s), so that the end s = x1 is finite: Nam's cubic (Biometrics 1995;51:282-290) in other
 * letters. */
static double ratio_excess(double s, const void *data) {
    const struct problem *p = data;
    const struct two_groups *g = &p->g;
    double q1 = (g->n1 - g->x1) / g->n1, q0 = (g->n0 - g->x0) / g->n0;
    double share = g->x0 == 0 ? 1 : s / (g->x0 + s);
    return s * (s * q1 + (g->x1 - s) * share * q0) - p->chisq * (g->x1 - s);
}

/* All n1 people had the event. p1 stays 1 while the comparison group can explain the distance;
 * after that s = n1 and p1 falls. */
static double ratio_lower_full(const struct two_groups *g, double chisq) {
    double q0 = (g->n0 - g->x0) / g->n0, n = g->n1 + g->n0;
    double at_end = g->n1 * g->n1 * q0 / (g->x0 + g->n1);
    if (at_end <= chisq)
        return g->n1 / (g->n1 + (chisq - at_end)) * n / (g->x0 + g->n1);
    double s = (chisq + sqrt(chisq * (chisq + 4 * q0 * g->x0))) / (2 * q0);
    return (g->n0 + s) / (g->x0 + s);
}

static bool ratio_lower(const struct two_groups *g, double chisq, double *limit, struct err *e) {
    struct problem p = {.g = *g, .chisq = chisq};
    double s;
    *limit = 0;
    if (g->x1 == 0)
        return true;
    if (g->x1 == g->n1) {
        *limit = ratio_lower_full(g, chisq);
        return true;
    }
    if (!solve_between(ratio_excess, &p, 0, g->x1, "a score limit", &s, e))
        return false;
    *limit = (g->x1 - s) / (g->n1 - s) * ((g->n0 + s) / (g->x0 + s));
    return true;
}

bool score_ratio(const struct two_groups *g, double chisq, double limits[2], struct err *e) {
    struct two_groups swapped = two_groups_swapped(g);
    if (!ratio_lower(g, chisq, &limits[0], e) || !ratio_lower(&swapped, chisq, &limits[1], e))
        return false;
    limits[1] = limits[1] > 0 ? 1 / limits[1] : INFINITY;
    return true;
}

/* Odds ratio: the fitted table A, B, C, D has the margins of the observed one, and A, D grow as B,
 * C shrink. With u the distance from A to x1 less the correction, the statistic is
 * u^2 (1/A + 1/B + 1/C + 1/D). A = least + t, D = n0 - m + A; B = far_b + u and C = far_c + u; t +
 * u = gap. Of A and D one is t, and far_b or far_c can be 0, so u/B and t/A are formed with care.
 */
static double share(double u, double base) {
    return base == 0 ? 1 : u / (base + u);
}

static double odds_excess(double t, const void *data) {
    const struct problem *p = data;
    double u = p->gap - t, least_d = (p->g.n0 - p->g.x0) - (p->g.x1 - p->least);
    double near = share(t, p->least) + share(t, least_d),
           far = share(u, p->far_b) + share(u, p->far_c);
    return u * u * near + t * u * far - p->chisq * t;
}

static bool odds_lower(const struct two_groups *g, double chisq, double correction, double *limit,
                       struct err *e) {
    double least = fmax(0, g->x1 - (g->n0 - g->x0)), t;
    struct problem p = {.g = *g,
                        .chisq = chisq,
                        .gap = g->x1 - least - correction,
                        .far_b = g->n1 - g->x1 + correction,
                        .far_c = g->x0 + correction,
                        .least = least};
    *limit = 0;
    if (g->x1 == least)
        return true;
    if (!solve_between(odds_excess, &p, 0, p.gap, "a score limit", &t, e))
        return false;
    double u = p.gap - t, least_d = (g->n0 - g->x0) - (g->x1 - least);
    *limit = (least + t) / (p.far_b + u) * ((least_d + t) / (p.far_c + u));
    return true;
}

bool score_odds(const struct two_groups *g, double chisq, double correction, double limits[2],
                struct err *e) {
    struct two_groups swapped = two_groups_swapped(g);
    if (!odds_lower(g, chisq, correction, &limits[0], e) ||
        !odds_lower(&swapped, chisq, correction, &limits[1], e))
        return false;
    limits[1] = limits[1] > 0 ? 1 / limits[1] : INFINITY;
    return true;
}
