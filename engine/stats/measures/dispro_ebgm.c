/* DuMouchel's gamma-Poisson shrinker: the ratio of a pair's reports to those expected, under a
 * prior that is a mixture of two gamma distributions. */
#include <float.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/gsl.h"
#include "stats/solve.h"

struct prior {
    double shape[2], rate[2], share; /* of the first */
};

/* ln(f1/f2) of the two negative binomial probabilities of N. Written so that differences of large
 * logarithms do not cancel: ln Gamma(N + a1)/Gamma(N + a2) is a Pochhammer symbol. */
static double log_odds(double count, double expected, const struct prior *p) {
    double a1 = p->shape[0], a2 = p->shape[1], b1 = p->rate[0], b2 = p->rate[1];
    return gsl_sf_lnpoch(count + a2, a1 - a2) - gsl_sf_lnpoch(a2, a1 - a2) -
           a1 * log1p(expected / b1) + a2 * log1p(expected / b2) +
           count * log1p((b2 - b1) / (b1 + expected));
}

/* The weight of the first distribution once the count is known. */
static double posterior_share(double count, double expected, const struct prior *p) {
    if (p->share == 0 || p->share == 1)
        return p->share;
    double odds = log(p->share / (1 - p->share)) + log_odds(count, expected, p);
    return 1 / (1 + exp(-odds));
}

/* The posterior: gamma distributions with shape a + N and rate b + E. */
struct posterior {
    struct prior p;
    double tail;
};

static double gap(double x, const void *data) {
    const struct posterior *m = data;
    const struct prior *p = &m->p;
    double total = 0;
    for (int i = 0; i < 2; i++)
        total += (i == 0 ? p->share : 1 - p->share) *
                 gamma_probability(x * p->rate[i], p->shape[i], TAIL_LOWER);
    return total - m->tail;
}

/* Where the ends are powers of ten apart, halves their ratio on the log scale: a solver that halves
 * the distance would need a thousand steps. */
static void bring_closer(const struct posterior *m, double *low, double *high) {
    while (*high / *low > 4) {
        double middle = sqrt(*low) * sqrt(*high);
        *(gap(middle, m) < 0 ? low : high) = middle;
    }
}

/* Between the quantiles of the parts, with a little room for their rounding; 0 when it is below the
 * smallest double. */
static bool quantile(const struct prior *p, double tail, double *x, struct err *e) {
    static const double room = 1e-9;
    struct posterior m = {*p, tail};
    double q[2];
    for (int i = 0; i < 2; i++) {
        if (!gamma_quantile(tail, p->shape[i], TAIL_LOWER, &q[i], e))
            return false;
        q[i] /= p->rate[i];
    }
    double low = fmax(fmin(q[0], q[1]) * (1 - room), DBL_MIN);
    double high = fmax(q[0], q[1]) * (1 + room);
    *x = 0;
    if (high <= DBL_MIN || (low == DBL_MIN && gap(low, &m) >= 0))
        return true;
    bring_closer(&m, &low, &high);
    return solve_between(gap, &m, low, high, "a quantile of the gamma-Poisson shrinker", x, e);
}

static double log_mean(const struct prior *p) {
    double total = 0;
    for (int i = 0; i < 2; i++)
        total += (i == 0 ? p->share : 1 - p->share) * (gsl_sf_psi(p->shape[i]) - log(p->rate[i]));
    return total;
}

static bool ebgm(const double *in, double *out, struct err *e) {
    double count = in[0], expected = in[1];
    struct prior p = {{in[2], in[4]}, {in[3], in[5]}, in[6]};
    if (expected == 0)
        return undefined(e, "nothing to compare with: no reports are expected");
    gsl_calls_begin();
    p.share = posterior_share(count, expected, &p);
    for (int i = 0; i < 2; i++) {
        p.shape[i] += count;
        p.rate[i] += expected;
    }
    out[0] = p.share;
    out[1] = exp(log_mean(&p));
    return gsl_calls_end("the gamma-Poisson shrinker", e) && quantile(&p, 0.05, &out[2], e) &&
           quantile(&p, 0.95, &out[3], e);
}

const struct measure dispro_ebgm_given_hyperparameters = {
    .name = "dispro.ebgm_given_hyperparameters",
    .brief = "Empirical Bayes geometric mean of a pair's reports over expected, for a given prior.",
    .formula =
        "the ratio has prior P gamma(alpha1, rate beta1) + (1 - P) gamma(alpha2, rate beta2) and "
        "posterior Qn gamma(alpha1 + N, beta1 + E) + (1 - Qn) gamma(alpha2 + N, beta2 + E); Qn = P "
        "f1/(P f1 + (1 - P) f2), f the negative binomial probabilities of N; EBGM = exp of the "
        "posterior mean of the logarithm; q05 and q95 its quantiles",
    .assumes = "Reports of the pair are Poisson about ratio times E; the prior was fitted to the "
               "whole table of pairs and is taken as known. Reporting is not occurrence: a signal "
               "says that a pair is reported together unusually often, never why.",
    .cite = "DuMouchel W. American Statistician 1999;53:177-190.",
    .args = {ARG("N", ARG_COUNT, "reports of the pair"),
             ARG("E", ARG_EXPOSURE, "reports expected if the two were independent"),
             ARG("alpha1", ARG_POSITIVE, "shape of the first gamma distribution of the prior"),
             ARG("beta1", ARG_POSITIVE, "its rate"),
             ARG("alpha2", ARG_POSITIVE, "shape of the second"),
             ARG("beta2", ARG_POSITIVE, "its rate"),
             ARG("P", ARG_PROBABILITY, "weight of the first")},
    .results = {RESULT("Qn", RESULT_STATISTIC, "weight of the first distribution given N"),
                RESULT("EBGM", RESULT_ESTIMATE, "geometric mean of the ratio given N"),
                RESULT("q05", RESULT_LOWER, "5% quantile of the ratio given N"),
                RESULT("q95", RESULT_UPPER, "95% quantile")},
    .examples = {{"N=3 E=0.4 alpha1=0.2 beta1=0.1 alpha2=2 beta2=4 P=0.333333333333333",
                  "Qn=0.86796999461739366 EBGM=4.35719983 q05=0.8685493 q95=12.7892431", 1e-7,
                  "R openEBGM 0.9.1 Qn, ebgm, quantBisect"}},
    .shape = PER_CELL,
    .cell = ebgm,
};
