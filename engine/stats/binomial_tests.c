#include "stats/binomial_tests.h"

#include <math.h>
#include <stdbool.h>

#include "stats/distribution.h"
#include "stats/search.h"

/* Two densities within this relative distance count as equal, as in R's binom.test: rounding must
 * not decide whether a point belongs to the tail. */
static const double as_likely = 1e-7;

struct binomial {
    double n, prob;
};

static double density(const struct binomial *b, double k) {
    return binomial_density(k, b->n, b->prob);
}

double binomial_central(double x, double n, double prob, enum ties ties) {
    struct binomial b = {n, prob};
    double below = binomial_probability(x - 1, n, prob, TAIL_LOWER);
    double above = binomial_probability(x, n, prob, TAIL_UPPER);
    double here = density(&b, x) * (ties == TIES_HALF ? 0.5 : 1);
    return fmin(1, 2 * (fmin(below, above) + here));
}

/* The counts on one side of the mode, numbered away from it. */
struct side {
    const struct binomial *b;
    double mode, step; /* 1 or -1 */
    double limit;
};

static bool unlikely(double k, const void *data) {
    const struct side *s = data;
    return density(s->b, s->mode + s->step * k) <= s->limit;
}

/* The count nearest to the mode, on its far side from x, whose density is at most 'limit'; one step
 * beyond the end (-1 or n + 1) when there is none. The density falls steadily away from the mode.
 */
static double far_side(const struct binomial *b, double mode, double x, double limit) {
    struct side s = {b, mode, x < mode ? 1 : -1, limit};
    return mode + s.step * search_first(unlikely, &s, 1, s.step > 0 ? b->n - mode : mode);
}

/* The tail that starts at k and leads away from x; 0 beyond the ends. */
static double tail_from(const struct binomial *b, double k, bool up) {
    return up ? binomial_probability(k - 1, b->n, b->prob, TAIL_UPPER)
              : binomial_probability(k, b->n, b->prob, TAIL_LOWER);
}

/* The probability of the points as likely as x (x itself, and its twin across the mode). */
static double tied(const struct binomial *b, double x, double twin) {
    double here = density(b, x);
    bool twins =
        twin != x && twin >= 0 && twin <= b->n && fabs(density(b, twin) - here) <= as_likely * here;
    return twins ? 2 * here : here;
}

double binomial_minlike(double x, double n, double prob, enum ties ties) {
    struct binomial b = {n, prob};
    double mode = fmin(floor((n + 1) * prob), n);
    double limit = density(&b, x) * (1 + as_likely);
    if (density(&b, mode) <= limit)
        return ties == TIES_FULL ? 1 : 1 - 0.5 * tied(&b, x, mode == x ? mode - 1 : mode);
    bool up = x < mode;
    double twin = far_side(&b, mode, x, limit);
    double p = tail_from(&b, x, !up) + tail_from(&b, twin, up);
    if (ties == TIES_HALF)
        p -= 0.5 * tied(&b, x, twin);
    return fmin(1, p);
}
