#include "stats/standard.h"

#include "base/sum.h"
#include "stats/distribution.h"
#include "stats/poisson.h"

/* The weight w/n of one event of a stratum. */
static double weight(const struct series *pop, const struct series *stdpop, double total,
                     size_t i) {
    return stdpop->at[i] > 0 ? stdpop->at[i] / total / pop->at[i] : 0;
}

static bool some_people(const struct series *count, const struct series *pop,
                        const struct series *stdpop, struct err *e) {
    for (size_t i = 0; i < pop->n; i++) {
        if (pop->at[i] == 0 && (stdpop->at[i] > 0 || count->at[i] > 0))
            return undefined(e, "nobody is at risk in stratum %zu of %zu", i + 1, pop->n);
    }
    return true;
}

static double largest_weight(const struct series *pop, const struct series *stdpop, double total) {
    double most = 0;
    for (size_t i = 0; i < pop->n; i++)
        most = fmax(most, weight(pop, stdpop, total, i));
    return most;
}

static void add_strata(const struct series *count, const struct series *pop,
                       const struct series *stdpop, double total, struct standard *s) {
    struct sum rate = {0}, variance = {0}, weights = {0}, squares = {0}, events = {0};
    s->smallest = 1;
    for (size_t i = 0; i < pop->n; i++) {
        double w = weight(pop, stdpop, total, i) / s->unit;
        double x = isnan(count->at[i]) ? 0 : count->at[i];
        sum_add(&rate, w * x);
        sum_add(&variance, w * w * x);
        sum_add(&weights, w);
        sum_add(&squares, w * w);
        sum_add(&events, x);
        s->smallest = fmin(s->smallest, w);
    }
    s->rate = sum_value(&rate);
    s->variance = sum_value(&variance);
    s->mean = sum_value(&weights) / (double)pop->n;
    s->mean_square = sum_value(&squares) / (double)pop->n;
    s->events = sum_value(&events);
    s->crude = s->events / sum_of(pop->at, pop->n);
}

bool standard_read(const struct series *count, const struct series *pop,
                   const struct series *stdpop, struct standard *s, struct err *e) {
    double total = sum_of(stdpop->at, stdpop->n);
    if (!(total > 0))
        return undefined(e, "the standard population is nobody");
    if (!some_people(count, pop, stdpop, e))
        return false;
    *s = (struct standard){.unit = largest_weight(pop, stdpop, total)};
    if (!(s->unit > 0 && isfinite(s->unit)))
        return undefined(e, "the populations are too large or too small to standardise");
    add_strata(count, pop, stdpop, total, s);
    /* Events whose weight vanishes next to the largest: 1e-200 squared is 0. */
    if ((s->rate == 0) != (s->variance == 0))
        return undefined(e, "the populations are too far apart to standardise");
    return true;
}

bool standard_interval(standard_limits_fn *limits, const struct series *in,
                       double *const *value_out, struct err *e) {
    struct standard s;
    double range[2], per = in[3].at[0];
    if (!standard_read(&in[0], &in[1], &in[2], &s, e) || !limits(&s, in[4].at[0], range, e))
        return false;
    value_out[0][0] = s.rate * s.unit * per;
    value_out[1][0] = range[0] * s.unit * per;
    value_out[2][0] = range[1] * s.unit * per;
    return true;
}

bool standard_dobson(const struct standard *s, count_limits_fn *of_count, double conf_level,
                     double limits[2], struct err *e) {
    if (s->events == 0) {
        limits[0] = 0;
        limits[1] = NAN;
        return true;
    }
    if (!of_count(s->events, conf_level, limits, e))
        return false;
    double scale = sqrt(s->variance / s->events);
    for (int i = 0; i < 2; i++)
        limits[i] = s->rate + scale * (limits[i] - s->events);
    return true;
}

/* The publisher's rule: a rate from fewer events is not shown. */
static const double least_events = 10;

void standard_published(const struct standard *s, double per, const double *levels, int n_levels,
                        double *const *out) {
    bool shown = s->events >= least_events;
    per *= s->unit;
    out[0][0] = shown ? s->rate * per : NAN;
    for (int i = 0; i < n_levels; i++) {
        double limits[2] = {NAN, NAN};
        if (shown)
            standard_dobson(s, poisson_byar_limits, levels[i], limits,
                            &(struct err){0}); /* cannot fail */
        out[1 + 2 * i][0] = limits[0] * per;
        out[2 + 2 * i][0] = limits[1] * per;
    }
}

struct gamma_fit standard_gamma(const struct standard *s, double extra, double extra_square) {
    double mean = s->rate + extra, variance = s->variance + extra_square;
    return (struct gamma_fit){mean * (mean / variance), variance / mean};
}

static bool gamma_limit(struct gamma_fit g, double p, enum tail tail, double *limit,
                        struct err *e) {
    if (!gamma_quantile(p, g.shape, tail, limit, e))
        return false;
    *limit *= g.scale;
    return true;
}

bool standard_gamma_limits(const struct standard *s, double extra, double extra_square,
                           double conf_level, double limits[2], struct err *e) {
    double tail = (1 - conf_level) / 2;
    limits[0] = 0;
    return (s->rate == 0 ||
            gamma_limit(standard_gamma(s, 0, 0), tail, TAIL_LOWER, &limits[0], e)) &&
           gamma_limit(standard_gamma(s, extra, extra_square), tail, TAIL_UPPER, &limits[1], e);
}

bool standard_fay_feuer(const struct standard *s, double conf_level, double limits[2],
                        struct err *e) {
    return standard_gamma_limits(s, 1, 1, conf_level, limits, e);
}
