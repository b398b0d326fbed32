/* Tests of one count against an expected number: a Poisson mean. All are two-sided. */
#include <math.h>

#include "base/num.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/search.h"

#define COUNT_AND_EXPECTED                                                                         \
    ARG("count", ARG_COUNT, "events"),                                                             \
        ARG("expected", ARG_EVENTS, "events expected under the rate to test")

/* Two densities within this relative distance count as equal, as in R's poisson.test: rounding
 * must not decide whether a count belongs to the tail. */
static const double as_likely = 1e-7;

struct likely {
    double mean, limit;
};

static bool more_than(double k, const void *data) {
    const struct likely *l = data;
    return poisson_density(k, l->mean) > l->limit;
}

static bool at_most(double k, const void *data) {
    return !more_than(k, data);
}

/* The tail on the far side of the mean from 'count', of all counts at most as likely. The density
 * rises up to the mean and falls beyond it, so halving finds where the tail starts. NaN where that
 * would be no whole number any more. */
static double far_tail(double count, double mean, const struct likely *l) {
    if (count > mean) {
        double first = search_first(more_than, l, 0, floor(mean));
        return poisson_probability(first - 1, mean, TAIL_LOWER);
    }
    double low = ceil(mean), high = ceil(2 * mean - count);
    while (more_than(high, l))
        high *= 2;
    if (high > NUM_LARGEST_COUNT)
        return NAN;
    return poisson_probability(search_first(at_most, l, low, high) - 1, mean, TAIL_UPPER);
}

static bool exact_minlike(const double *in, double *out, struct err *e) {
    double count = in[0], mean = in[1];
    if (mean == 0 || count == mean) {
        out[0] = count == mean ? 1 : 0;
        return true;
    }
    struct likely l = {mean, poisson_density(count, mean) * (1 + as_likely)};
    double near = count > mean ? poisson_probability(count - 1, mean, TAIL_UPPER)
                               : poisson_probability(count, mean, TAIL_LOWER);
    double p = near + far_tail(count, mean, &l);
    out[0] = p > 1 ? 1 : p;
    return out[0] >= 0 || fail(e, ERR_UNSETTLED, "no tails of %.17g with mean %.17g", count, mean);
}

const struct measure rate_test_exact_minlike_two_sided = {
    .name = "rate.test.exact_minlike_two_sided",
    .brief = "Exact Poisson test: all counts at most as likely as the one seen.",
    .formula = "sum of P(X = k | expected) over all k with P(X = k) <= P(X = count)",
    .assumes = "Independent events (Poisson); 'expected' is known, not itself counted. Counts "
               "within 1e-7, relatively, of the likelihood seen count as equally likely, as in R. "
               "Need not agree with the Garwood limits.",
    .cite = "Fay MP. Biostatistics 2010;11:373-374. R's poisson.test.",
    .args = {COUNT_AND_EXPECTED},
    .results = {P_VALUE},
    .examples = {{"count=137 expected=150.7", "p_value=0.28931363776123625", 1e-9,
                  "R 4.2.2 poisson.test"},
                 {"count=11 expected=6", "p_value=0.059972188819202604", 1e-9,
                  "R 4.2.2 poisson.test"}},
    .shape = PER_CELL,
    .cell = exact_minlike,
};

static bool exact_central(const double *in, double *out, struct err *e) {
    double count = in[0], mean = in[1];
    if (mean == 0) {
        out[0] = count == 0 ? 1 : 0;
        return true;
    }
    double below = poisson_probability(count, mean, TAIL_LOWER);
    double above = poisson_probability(count - 1, mean, TAIL_UPPER);
    if (!(below >= 0 && above >= 0))
        return fail(e, ERR_UNSETTLED, "no tails of %.17g with mean %.17g", count, mean);
    out[0] = fmin(1, 2 * fmin(below, above));
    return true;
}

const struct measure rate_test_exact_central_two_sided = {
    .name = "rate.test.exact_central_two_sided",
    .brief = "Exact Poisson test: twice the smaller tail.",
    .formula = "min(1, 2 min(P(X <= count), P(X >= count))), X Poisson with mean expected",
    .assumes = "Independent events (Poisson); 'expected' is known, not itself counted. Agrees with "
               "the Garwood limits.",
    .cite = "Fay MP. Biostatistics 2010;11:373-374.",
    .args = {COUNT_AND_EXPECTED},
    .results = {P_VALUE},
    .examples = {{"count=11 expected=6", "p_value=0.085241847165076184", 1e-9,
                  "R exactci 1.4.5 poisson.exact"},
                 {"count=0 expected=3", "p_value=0.099574136735727889", 1e-9,
                  "R exactci 1.4.5 poisson.exact"}},
    .shape = PER_CELL,
    .cell = exact_central,
};
