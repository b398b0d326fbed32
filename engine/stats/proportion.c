#include "stats/proportion.h"

#include <pthread.h>
#include <stdlib.h>

#include "stats/distribution.h"
#include "stats/search.h"
#include "stats/solve.h"

bool x_of_n(double x, double n, struct err *e) {
    if (!within("x", x, "n", n, e))
        return false;
    return n > 0 || undefined(e, "a proportion of nobody: n is 0");
}

void proportion_wilson_limits(double x, double n, double z, double limits[2]) {
    double p = x / n;
    double middle = 2 * x + z * z, half = z * sqrt(z * z + 4 * x * (1 - p)),
           scale = 2 * (n + z * z);
    limits[0] = x == 0 ? 0 : (middle - half) / scale;
    limits[1] = x == n ? 1 : (middle + half) / scale;
}

static bool exact_limits(double x, double n, double conf_level, double limits[2], struct err *e) {
    double tail = (1 - conf_level) / 2;
    limits[0] = x == n ? exp(log(tail) / n) : 0;
    limits[1] = x == 0 ? -expm1(log(tail) / n) : 1;
    if (x == 0 || x == n)
        return true;
    return beta_quantile(tail, x, n - x + 1, TAIL_LOWER, &limits[0], e) &&
           beta_quantile(tail, x + 1, n - x, TAIL_UPPER, &limits[1], e);
}

/* The limits found last for counts that share a place: in a table of many rows small counts come
 * again and again, and the excess asks for the limits that the ratio has. Two different pairs with
 * x < 64 and n < 128 never share one. The numbers are those that would be computed. */
enum { xs = 64, ns = 128 };
struct found {
    double x, n, conf_level, limits[2]; /* n = 0: nothing yet */
};
struct found_by_n {
    struct found *by_x[ns]; /* xs of them each, or NULL: no such n was asked for yet */
};

/* Each thread has its own, from when it first asks until it ends. The key is made as the program
 * starts: pthread_once would make a system call that a worker has given up. */
static pthread_key_t own;
static bool has_own;

static void release(void *data) {
    struct found_by_n *f = data;
    for (size_t i = 0; i < ns; i++)
        free(f->by_x[i]);
    free(f);
}

__attribute__((constructor)) static void make_key(void) {
    has_own = pthread_key_create(&own, release) == 0;
}

/* Of this thread; NULL where there is no memory for them. */
static struct found_by_n *found_here(void) {
    struct found_by_n *f = has_own ? pthread_getspecific(own) : NULL;
    if (f != NULL || !has_own)
        return f;
    f = calloc(1, sizeof *f);
    if (f != NULL && pthread_setspecific(own, f) == 0)
        return f;
    free(f);
    return NULL;
}

/* Where fractions or counts beyond any table are not kept: NULL. */
static struct found *place_of(double x, double n) {
    static const double largest = 1e15;
    struct found_by_n *f = x >= 0 && x <= n && n > 0 && n <= largest ? found_here() : NULL;
    if (f == NULL)
        return NULL;
    struct found **by_x = &f->by_x[(size_t)n % ns];
    if (*by_x == NULL)
        *by_x = calloc(xs, sizeof **by_x);
    return *by_x == NULL ? NULL : *by_x + (size_t)x % xs;
}

bool proportion_exact_limits(double x, double n, double conf_level, double limits[2],
                             struct err *e) {
    struct found *f = place_of(x, n);
    if (f != NULL && f->x == x && f->n == n && f->conf_level == conf_level) {
        limits[0] = f->limits[0];
        limits[1] = f->limits[1];
        return true;
    }
    if (!exact_limits(x, n, conf_level, limits, e))
        return false;
    if (f != NULL)
        *f = (struct found){x, n, conf_level, {limits[0], limits[1]}};
    return true;
}

bool proportion_jeffreys_limits(double x, double n, double conf_level, double limits[2],
                                struct err *e) {
    double tail = (1 - conf_level) / 2;
    return beta_quantile(tail, x + 0.5, n - x + 0.5, TAIL_LOWER, &limits[0], e) &&
           beta_quantile(tail, x + 0.5, n - x + 0.5, TAIL_UPPER, &limits[1], e);
}

static enum tail other(enum tail tail) {
    return tail == TAIL_LOWER ? TAIL_UPPER : TAIL_LOWER;
}

/* Limits for x <= n/2 by a solver; 'level' is whatever its method asks for. */
typedef bool limits_fn(double x, double n, double level, double limits[2], struct err *e);

/* Solves for the rarer of the two outcomes: close to 1 a double has too few digits to search in. */
static bool by_rarer(limits_fn *f, double x, double n, double level, double limits[2],
                     struct err *e) {
    if (x <= n - x)
        return f(x, n, level, limits, e);
    double mirrored[2];
    if (!f(n - x, n, level, mirrored, e))
        return false;
    limits[0] = 1 - mirrored[1];
    limits[1] = 1 - mirrored[0];
    return true;
}

/* A limit very near 1 is put back with a p beyond it: nothing lies there but the end itself. */
static double inside(double p) {
    return fmin(p, 1);
}

struct midp {
    double x, n, p;
    enum tail tail; /* of the distribution of X: upper for the lower limit */
};

static double midp_gap(double prob, const void *data) {
    const struct midp *m = data;
    double k = m->tail == TAIL_UPPER ? m->x : m->x - 1, at = inside(prob);
    return binomial_probability(k, m->n, at, m->tail) + binomial_density(m->x, m->n, at) / 2 - m->p;
}

/* The mid-P limit lies between the exact limits of x - 1 and x (upper), or of x and x + 1 (lower).
 */
static bool midp_limit(double x, double n, double p, enum tail side, double *limit, struct err *e) {
    struct midp m = {x, n, p, other(side)};
    double low, high;
    return beta_quantile(p, x, n - x + 1, side, &low, e) &&
           beta_quantile(p, x + 1, n - x, side, &high, e) &&
           solve_between(midp_gap, &m, low, high, "the mid-P limit of a proportion", limit, e);
}

/* tail: (1 - conf_level)/2. */
static bool midp_limits(double x, double n, double tail, double limits[2], struct err *e) {
    if (x == 0) {
        limits[0] = 0;
        limits[1] = -expm1(log(2 * tail) / n);
        return true;
    }
    return midp_limit(x, n, tail, TAIL_LOWER, &limits[0], e) &&
           midp_limit(x, n, tail, TAIL_UPPER, &limits[1], e);
}

bool proportion_midp_limits(double x, double n, double conf_level, double limits[2],
                            struct err *e) {
    return by_rarer(midp_limits, x, n, (1 - conf_level) / 2, limits, e);
}

/* Blaker's acceptability of p is the tail of X from x outwards, plus the largest opposite tail that
 * does not exceed it. From the exact limit inwards that opposite tail first stays with one cut,
 * 'far'; with it the sum falls and then rises, and where the next count joins it jumps to twice the
 * near tail, which is at least alpha. So the limit is where the sum with 'far' reaches alpha, or
 * else that jump. */
struct blaker {
    double n, near, far, target;
    enum tail tail; /* the near tail: upper for the lower limit */
};

static double near_tail(const struct blaker *b, double p) {
    return binomial_probability(b->near, b->n, inside(p), b->tail);
}

static double far_tail(const struct blaker *b, double p) {
    return binomial_probability(b->far, b->n, inside(p), other(b->tail));
}

static double blaker_gap(double p, const void *data) {
    const struct blaker *b = data;
    return near_tail(b, p) + far_tail(b, p) - b->target;
}

static double jump_gap(double p, const void *data) {
    const struct blaker *b = data;
    return near_tail(b, p) - far_tail(b, p);
}

struct cut {
    double n, prob, p;
};

static bool lower_tail_exceeds(double k, const void *data) {
    const struct cut *c = data;
    return binomial_probability(k, c->n, c->prob, TAIL_LOWER) > c->p;
}

static bool upper_tail_fits(double k, const void *data) {
    const struct cut *c = data;
    return binomial_probability(k, c->n, c->prob, TAIL_UPPER) <= c->p;
}

/* Sets the cut of the opposite tail at p = start, and the cut after one more count has joined. */
static void far_cuts(double x, const struct cut *c, enum tail tail, double *cut, double *next) {
    if (tail == TAIL_UPPER) {
        *next = search_first(lower_tail_exceeds, c, 0, x - 1);
        *cut = *next - 1;
    } else {
        *cut = search_first(upper_tail_fits, c, x + 1, c->n);
        *next = *cut - 1;
    }
}

static bool solve_blaker(solve_fn *f, const struct blaker *b, double from, double to, double *p,
                         struct err *e) {
    return solve_between(f, b, fmin(from, to), fmax(from, to), "Blaker's limit", p, e);
}

/* start and stop: the exact limits with alpha/2 and alpha in the tail; the limit lies between. */
static bool blaker_between(double x, double n, double alpha, enum tail tail, double start,
                           double stop, double *limit, struct err *e) {
    struct blaker b = {n, tail == TAIL_UPPER ? x - 1 : x, 0, alpha, tail};
    struct cut c = {n, start, alpha / 2};
    double cut;
    far_cuts(x, &c, tail, &cut, &b.far);
    *limit = start;
    if (jump_gap(start, &b) >= 0)
        return true;
    double end = stop;
    if (jump_gap(stop, &b) > 0 && !solve_blaker(jump_gap, &b, start, stop, &end, e))
        return false;
    b.far = cut;
    if (blaker_gap(start, &b) >= 0)
        return true;
    *limit = end;
    return blaker_gap(end, &b) <= 0 || solve_blaker(blaker_gap, &b, start, end, limit, e);
}

static bool blaker_limits(double x, double n, double alpha, double limits[2], struct err *e) {
    double start, stop;
    limits[0] = 0;
    if (x > 0 && (!beta_quantile(alpha / 2, x, n - x + 1, TAIL_LOWER, &start, e) ||
                  !beta_quantile(alpha, x, n - x + 1, TAIL_LOWER, &stop, e) ||
                  !blaker_between(x, n, alpha, TAIL_UPPER, start, stop, &limits[0], e)))
        return false;
    return beta_quantile(alpha / 2, x + 1, n - x, TAIL_UPPER, &start, e) &&
           beta_quantile(alpha, x + 1, n - x, TAIL_UPPER, &stop, e) &&
           blaker_between(x, n, alpha, TAIL_LOWER, start, stop, &limits[1], e);
}

bool proportion_blaker_limits(double x, double n, double conf_level, double limits[2],
                              struct err *e) {
    return by_rarer(blaker_limits, x, n, 1 - conf_level, limits, e);
}

/* log1p of the relative difference keeps the digits that log of a ratio near 1 loses. */
double proportion_deviance(double x, double n, double p) {
    double y = n - x, gap = x / n - p;
    double events = x == 0 ? 0 : x * log1p(gap / p);
    double others = y == 0 ? 0 : y * log1p(-gap / (1 - p));
    return 2 * fmax(events + others, 0);
}

struct likelihood {
    double x, n, drop;
};

static double likelihood_gap(double p, const void *data) {
    const struct likelihood *l = data;
    return proportion_deviance(l->x, l->n, inside(p)) - l->drop;
}

/* The deviance of p < x/n is at least 2x (log(x/(np)) - 1), and alike for n - x and 1 - p: that
 * gives the outer ends of the brackets. */
static bool likelihood_limits(double x, double n, double z, double limits[2], struct err *e) {
    struct likelihood l = {x, n, z * z};
    if (x == 0) {
        limits[0] = 0;
        limits[1] = -expm1(-z * z / (2 * n));
        return true;
    }
    double p = x / n, y = n - x;
    double low = p * exp(-1 - z * z / (2 * x)), high = 1 - y / n * exp(-1 - z * z / (2 * y));
    const char *what = "the likelihood limit of a proportion";
    return solve_between(likelihood_gap, &l, low, p, what, &limits[0], e) &&
           solve_between(likelihood_gap, &l, p, high, what, &limits[1], e);
}

bool proportion_likelihood_limits(double x, double n, double z, double limits[2], struct err *e) {
    return by_rarer(likelihood_limits, x, n, z, limits, e);
}
