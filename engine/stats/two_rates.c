#include "stats/two_rates.h"

#include "base/num.h"
#include "stats/poisson.h"

/* The most one exposure may exceed the other by; beyond any population, and far from overflow. */
static const double widest = 1e100;

bool two_rates_read(const double *in, struct two_rates *r, struct err *e) {
    *r = (struct two_rates){in[0], in[1], in[2], in[3]};
    if (r->count1 + r->count0 > NUM_LARGEST_COUNT)
        return fail(e, ERR_ARG_RANGE, "'count1' and 'count0' together are more than 2^53");
    if (r->exposure1 == 0 || r->exposure0 == 0)
        return undefined(e, "no rate without people at risk: 'exposure%d' is 0",
                         r->exposure1 == 0 ? 1 : 0);
    if (r->exposure1 / r->exposure0 > widest || r->exposure0 / r->exposure1 > widest ||
        r->exposure1 < 1 / widest || r->exposure0 < 1 / widest)
        return undefined(e, "the exposures are too small or too far apart to compare: %g and %g",
                         r->exposure1, r->exposure0);
    return true;
}

bool two_rates_any(const struct two_rates *r, struct err *e) {
    return r->count1 + r->count0 > 0 || undefined(e, "both groups have no events");
}

double two_rates_ratio(const struct two_rates *r) {
    return (r->count1 / r->exposure1) / (r->count0 / r->exposure0);
}

/* The odds p/(1 - p) are taken of the rarer group, whose share keeps its digits and whose
 * complement does too; they are turned over when that is the comparison group. */
bool two_rates_limits(const struct two_rates *r, proportion_fn *share, double conf_level,
                      double limits[2], struct err *e) {
    double x = r->count1, y = r->count0, scale = r->exposure0 / r->exposure1, p[2];
    if (!share(fmin(x, y), x + y, conf_level, p, e))
        return false;
    bool turned = y < x;
    for (int i = 0; i < 2; i++) {
        double q = fabs(p[turned ? 1 - i : i]); /* not -0, which would turn into -infinity */
        limits[i] = scale * (turned ? (1 - q) / q : q / (1 - q));
    }
    return true;
}

/* Both limits at level 0 are the median. */
static bool jeffreys(double count, double conf_level, struct jeffreys *j, struct err *e) {
    double median[2];
    if (!poisson_jeffreys_limits(count, 0, median, e) ||
        !poisson_jeffreys_limits(count, conf_level, j->limits, e))
        return false;
    j->median = median[0];
    return true;
}

bool two_rates_jeffreys(const struct two_rates *r, double conf_level, struct jeffreys *of1,
                        struct jeffreys *of0, struct err *e) {
    return jeffreys(r->count1, conf_level, of1, e) && jeffreys(r->count0, conf_level, of0, e);
}
