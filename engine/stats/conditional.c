#include "stats/conditional.h"

#include <math.h>

#include "stats/distribution.h"
#include "stats/score.h"
#include "stats/solve.h"

/* Above this the sums take longer than a person waits (about half a second each limit). */
static const double largest_margin = 1e11;
/* Terms below this share of the sum are left out: 1e-22 is far below the smallest tail of a level
 * that is not 1 in doubles (5e-17). */
static const double negligible = 1e-22;

bool conditional_begin(struct conditional *c, const struct two_groups *g, struct err *e) {
    double m = g->x1 + g->x0;
    *c = (struct conditional){*g, m, fmax(0, m - g->n0), fmin(g->n1, m)};
    double least = fmin(fmin(g->n1, g->n0), fmin(m, g->n1 + g->n0 - m));
    if (least <= largest_margin)
        return true;
    fail(e, ERR_ARG_RANGE, "counts this large (every margin above 1e11) are too many to sum");
    return err_hint(e, "oddsratio.ci.cornfield_score_cc differs by less than 1e-10 here");
}

/* Near the most likely x1: a root of A(n0 - m + A) = theta (n1 - A)(m - A), in the form that does
 * not cancel. */
static double likely(const struct conditional *c, double theta) {
    double n1 = c->g.n1, b = c->g.n0 - c->m + theta * (n1 + c->m);
    double root = sqrt(fmax(b * b + 4 * (1 - theta) * theta * n1 * c->m, 0));
    double a = b > 0 ? 2 * theta * n1 * c->m / (b + root) : (root - b) / (2 * (1 - theta));
    return fmin(fmax(floor(a), c->low), c->high);
}

struct tally {
    double far, x;
    double part[4];
    double total, moment; /* moment: sum of weight times distance from the start */
};

static void count(struct tally *t, double k, double weight, double start) {
    t->part[(k > t->far) + (k >= t->x) + (k > t->x)] += weight;
    t->total += weight;
    t->moment += weight * (k - start);
}

struct conditional_parts conditional_split(const struct conditional *c, double far, double theta) {
    double n1 = c->g.n1, m = c->m, rest = c->g.n0 - m, start = likely(c, theta);
    struct tally t = {.far = far, .x = c->g.x1};
    count(&t, start, 1, start);
    double w = 1;
    for (double k = start; k < c->high && w > negligible * t.total; k++) {
        w *= theta * ((n1 - k) * (m - k)) / ((k + 1) * (rest + k + 1));
        count(&t, k + 1, w, start);
    }
    w = 1;
    for (double k = start; k > c->low && w > negligible * t.total; k--) {
        w *= k * (rest + k) / (theta * ((n1 - k + 1) * (m - k + 1)));
        count(&t, k - 1, w, start);
    }
    return (struct conditional_parts){t.part[0] / t.total, t.part[1] / t.total, t.part[2] / t.total,
                                      t.part[3] / t.total, t.moment / t.total + (start - c->g.x1)};
}

/* Steps away from the guess grow, so that any guess ends. */
bool conditional_solve(double (*f)(double theta, const void *data), const void *data, double start,
                       const char *what, double *theta, struct err *e) {
    double near = start, factor = 1.2;
    bool up = f(start, data) < 0;
    for (;;) {
        double next = up ? near * factor : near / factor;
        if (!(next > 1e-300 && next < 1e300))
            return fail(e, ERR_UNSETTLED, "%s was not found from %.17g", what, start);
        if ((f(next, data) < 0) != up)
            return solve_between(f, data, fmin(near, next), fmax(near, next), what, theta, e);
        near = next;
        factor *= factor;
    }
}

static double mean_excess(double theta, const void *data) {
    return conditional_split(data, -1, theta).excess;
}

bool conditional_estimate(const struct conditional *c, double *theta, struct err *e) {
    double x = c->g.x1;
    if (x == c->low || x == c->high) {
        *theta = c->low == c->high ? NAN : (x == c->low ? 0 : INFINITY);
        return true;
    }
    return conditional_solve(mean_excess, c, odds_ratio(&c->g), "the conditional estimate", theta,
                             e);
}

struct tail_problem {
    const struct conditional *c;
    double share, tail;
};

static double tail_excess(double theta, const void *data) {
    const struct tail_problem *p = data;
    struct conditional_parts parts = conditional_split(p->c, -1, theta);
    return parts.above + p->share * parts.at - p->tail;
}

bool conditional_lower(const struct conditional *c, double share, double tail, double *theta,
                       struct err *e) {
    struct tail_problem p = {c, share, tail};
    double near[2];
    *theta = 0;
    if (c->g.x1 == c->low)
        return true;
    double z = fmax(fabs(normal_quantile(tail, TAIL_LOWER)), 0.1);
    if (!score_odds(&c->g, z * z, 0, near, e))
        return false;
    return conditional_solve(tail_excess, &p, near[0], "a conditional limit", theta, e);
}
