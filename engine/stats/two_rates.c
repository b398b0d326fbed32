#include "stats/two_rates.h"

#include "stats/distribution.h"

/* The most one exposure may exceed the other by; beyond any population, and far from overflow. */
static const double widest = 1e100;

bool two_rates_read(const double *in, struct two_rates *r, struct err *e) {
    *r = (struct two_rates){in[0], in[1], in[2], in[3]};
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

double two_rates_share(const struct two_rates *r, double ratio) {
    return 1 / (1 + r->exposure0 / (ratio * r->exposure1));
}

/* p/(1 - p) at the beta quantile; when p is nearer to 1 its complement comes from the other tail,
 * where it keeps its digits. */
static bool beta_odds(double p, double a, double b, enum tail tail, double *odds, struct err *e) {
    enum tail other = tail == TAIL_LOWER ? TAIL_UPPER : TAIL_LOWER;
    double x, rest;
    if (!beta_quantile(p, a, b, tail, &x, e))
        return false;
    rest = 1 - x;
    if (x > 0.5) {
        if (!beta_quantile(p, b, a, other, &rest, e))
            return false;
        x = 1 - rest;
    }
    *odds = x / rest;
    return true;
}

bool two_rates_exact(const struct two_rates *r, double conf_level, double limits[2],
                     struct err *e) {
    double tail = (1 - conf_level) / 2, scale = r->exposure0 / r->exposure1;
    double low = 0, high = INFINITY;
    if (r->count1 > 0 && !beta_odds(tail, r->count1, r->count0 + 1, TAIL_LOWER, &low, e))
        return false;
    if (r->count0 > 0 && !beta_odds(tail, r->count1 + 1, r->count0, TAIL_UPPER, &high, e))
        return false;
    limits[0] = low * scale;
    limits[1] = high * scale;
    return true;
}

bool jeffreys_events(double count, double conf_level, double events[3], struct err *e) {
    double tail = (1 - conf_level) / 2;
    return gamma_quantile(0.5, count + 0.5, TAIL_LOWER, &events[0], e) &&
           gamma_quantile(tail, count + 0.5, TAIL_LOWER, &events[1], e) &&
           gamma_quantile(tail, count + 0.5, TAIL_UPPER, &events[2], e);
}
