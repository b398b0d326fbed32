#include "stats/strata.h"

#include <math.h>

#include "base/sum.h"
#include "stats/distribution.h"

bool strata_begin(struct strata *s, const struct series *in, struct err *e) {
    *s = (struct strata){in, in[0].n, 0};
    bool any = false;
    for (size_t i = 0; i < s->n; i++) {
        struct two_groups g = stratum(s, i);
        if (!within("x1", g.x1, "n1", g.n1, e) || !within("x0", g.x0, "n0", g.n0, e))
            return err_hint(e, "it is stratum %zu of %zu", i + 1, s->n);
        any = any || stratum_filled(s, i);
    }
    return any || undefined(e, "no stratum has people in both groups");
}

struct two_groups stratum(const struct strata *s, size_t i) {
    const struct series *in = s->in;
    return (struct two_groups){in[0].at[i] + s->shift, in[1].at[i] + 2 * s->shift,
                               in[2].at[i] + s->shift, in[3].at[i] + 2 * s->shift};
}

bool stratum_filled(const struct strata *s, size_t i) {
    return s->in[1].at[i] > 0 && s->in[3].at[i] > 0;
}

bool stratum_informs(const struct strata *s, size_t i) {
    double events = s->in[0].at[i] + s->in[2].at[i];
    return stratum_filled(s, i) && events > 0 && events < s->in[1].at[i] + s->in[3].at[i];
}

struct mantel_haenszel mantel_haenszel(const struct strata *s) {
    struct sum ad = {0}, bc = {0}, x1n0 = {0}, x0n1 = {0}, cross = {0}, n1n0 = {0};
    for (size_t i = 0; i < s->n; i++) {
        if (!stratum_filled(s, i))
            continue;
        struct two_groups g = stratum(s, i);
        double n = g.n1 + g.n0;
        sum_add(&ad, g.x1 * (g.n0 - g.x0) / n);
        sum_add(&bc, g.x0 * (g.n1 - g.x1) / n);
        sum_add(&x1n0, g.x1 * g.n0 / n);
        sum_add(&x0n1, g.x0 * g.n1 / n);
        sum_add(&cross, two_groups_cross(&g) / n);
        sum_add(&n1n0, g.n1 * g.n0 / n);
    }
    struct mantel_haenszel m = {.ad = sum_value(&ad), .bc = sum_value(&bc)};
    m.x1n0 = sum_value(&x1n0);
    m.x0n1 = sum_value(&x0n1);
    m.cross = sum_value(&cross);
    m.n1n0 = sum_value(&n1n0);
    m.odds_ratio = ratio_or_none(m.ad, m.bc);
    m.risk_ratio = ratio_or_none(m.x1n0, m.x0n1);
    m.risk_diff = m.cross / m.n1n0;
    return m;
}

struct hypergeometric_moments stratum_moments(const struct two_groups *g) {
    double n = g->n1 + g->n0, m = g->x1 + g->x0;
    double others = (g->n1 - g->x1) + (g->n0 - g->x0);
    double variance = n > 1 ? g->n1 / n * (g->n0 / n) * m * (others / (n - 1)) : 0;
    return (struct hypergeometric_moments){two_groups_cross(g) / n, variance};
}

struct hypergeometric_moments strata_moments(const struct strata *s) {
    struct sum excess = {0}, variance = {0};
    for (size_t i = 0; i < s->n; i++) {
        if (!stratum_informs(s, i))
            continue;
        struct two_groups g = stratum(s, i);
        struct hypergeometric_moments m = stratum_moments(&g);
        sum_add(&excess, m.excess);
        sum_add(&variance, m.variance);
    }
    return (struct hypergeometric_moments){sum_value(&excess), sum_value(&variance)};
}

void put_ratio(double ratio, double log_se, double conf_level, double *const *out) {
    double limits[2];
    log_limits(ratio, normal_z(conf_level), log_se, limits);
    *out[0] = ratio;
    *out[1] = limits[0];
    *out[2] = limits[1];
}

bool homogeneity_answer(double statistic, double strata, double *const *out, struct err *e) {
    if (strata < 2)
        return undefined(e, "fewer than two strata can be compared");
    *out[0] = fmax(statistic, 0);
    *out[1] = strata - 1;
    *out[2] = chisq_probability(*out[0], strata - 1, TAIL_UPPER);
    return true;
}
