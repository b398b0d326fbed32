/* Empirical Bayes: rates of many small places, each drawn towards the overall rate the more, the
 * fewer people it rests on. A place without people has no rate to draw: NaN. */
#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/solve.h"

#define MARSHALL "Marshall RJ. Applied Statistics 1991;40:283-294."
#define PLACES                                                                                     \
    ARG_LIST("observed", ARG_COUNT, "events in each place"),                                       \
        ARG_LIST("population", ARG_EXPOSURE, "people at risk, or person-time, in each place")

/* The mean and the variance of the true rates, by moments. */
struct prior {
    double mean, variance;
};

static bool marshall(const struct series *observed, const struct series *people, struct prior *p,
                     struct err *e) {
    struct sum spread = {0};
    double total = sum_of(people->at, people->n), places = 0;
    if (total == 0)
        return undefined(e, "nobody is in any of the places");
    p->mean = sum_of(observed->at, observed->n) / total;
    for (size_t i = 0; i < people->n; i++) {
        double n = people->at[i];
        if (n == 0 && observed->at[i] > 0)
            return undefined(e, "place %zu of %zu has events but nobody at risk", i + 1, people->n);
        if (n == 0)
            continue;
        double d = observed->at[i] / n - p->mean;
        sum_add(&spread, n / total * d * d);
        places++;
    }
    p->variance = fmax(sum_value(&spread) - p->mean * (places / total), 0);
    return true;
}

static bool moments(const struct series *in, double *const *out, struct err *e) {
    struct prior p;
    if (!marshall(&in[0], &in[1], &p, e))
        return false;
    out[0][0] = p.mean;
    out[1][0] = p.variance;
    return true;
}

#define SIX_PLACES "observed=210,180,260,300,95,410 population=31000,30500,40000,39000,18000,52000"

const struct measure eb_marshall_moments = {
    .name = "eb.marshall_moments",
    .brief = "Mean and variance of the true rates of many places, beyond chance, by moments.",
    .formula = "gamma_mean m = sum O/sum n; phi_variance = max(0, sum n (O/n - m)^2/sum n - "
               "m/mean(n))",
    .assumes =
        "Independent events (Poisson) in each place, given its rate; the rates vary around one "
        "mean. A variance of 0 says that chance alone explains the differences. Places without "
        "people are left out. With fewer than about ten places the variance is a rough guess.",
    .cite = MARSHALL,
    .args = {PLACES},
    .results = {RESULT("gamma_mean", RESULT_ESTIMATE, "mean rate, events per person"),
                RESULT("phi_variance", RESULT_STATISTIC, "variance of the true rates; 0 or more")},
    .examples = {{SIX_PLACES,
                  "gamma_mean=0.0069121140142517816 phi_variance=5.6081072009574799e-07", 1e-9,
                  "R epiR 2.0.57 epi.empbayes"}},
    .shape = PER_COLUMN,
    .column = moments,
};

/* m + A(r - m)/(A + m/n), multiplied through by n. */
static double smoothed(const struct prior *p, double observed, double n) {
    if (n == 0)
        return NAN;
    if (p->mean == 0)
        return 0;
    double own = n * p->variance;
    return p->mean + own / (own + p->mean) * (observed / n - p->mean);
}

static bool smoothed_rates(const struct series *in, double *const *out, struct err *e) {
    struct prior p;
    if (!marshall(&in[0], &in[1], &p, e))
        return false;
    for (size_t i = 0; i < in[0].n; i++)
        out[0][i] = smoothed(&p, in[0].at[i], in[1].at[i]);
    return true;
}

const struct measure eb_marshall_global_smoothed_rates = {
    .name = "eb.marshall_global_smoothed_rates",
    .brief = "Rates of many places, drawn towards the overall rate by Marshall's global method.",
    .formula = "m + A (r - m)/(A + m/n), r = O/n, m and A the mean and variance of "
               "eb.marshall_moments",
    .assumes =
        "As eb.marshall_moments. Smoothed rates are for looking at many places together (maps, "
        "order): a place's own rate stays what it was, and differences between smoothed rates are "
        "smaller than the true ones. All equal m when the variance is 0. A place without people "
        "has none.",
    .cite = MARSHALL,
    .args = {PLACES},
    .results = {RESULT("smoothed_rate", RESULT_ESTIMATE, "smoothed rate, events per person")},
    .examples = {{SIX_PLACES,
                  "smoothed_rate_1=0.0068134293519725867 smoothed_rate_2=0.0061924567808318894 "
                  "smoothed_rate_6=0.0076982764766053849",
                  1e-9, "R spdep 1.2.7 EBest(family = \"poisson\")"}},
    .shape = COLUMN_TO_COLUMN,
    .column = smoothed_rates,
};

/* Clayton and Kaldor's gamma prior with shape nu and rate alpha solves, over the smoothed ratios
 *   t = (O + nu)/(E + alpha):  nu/alpha = mean t,  nu/alpha^2 = sum (1 + alpha/E)(t - nu/alpha)^2
 *   /(N - 1).
 * With m = nu/alpha the first says m = sum O/(E + alpha) / sum E/(E + alpha), and because t - m =
 * (O - m E)/(E + alpha) the second becomes m (N - 1) = sum (O - m E)^2 alpha/(E (E + alpha)): one
 * equation in alpha. Its right side grows from 0 to Pearson's chi-square times m; the ratios vary
 * beyond chance when it gets there, and else alpha is infinite. */
struct ratios {
    const double *observed, *expected;
    size_t n;
    double places; /* with expected events */
};

/* The mean ratio at alpha. */
static double mean_ratio(const struct ratios *r, double alpha) {
    struct sum above = {0}, below = {0};
    for (size_t i = 0; i < r->n; i++) {
        if (r->expected[i] == 0)
            continue;
        double share = isinf(alpha) ? 1 : 1 / (r->expected[i] + alpha);
        sum_add(&above, r->observed[i] * share);
        sum_add(&below, r->expected[i] * share);
    }
    return sum_value(&above) / sum_value(&below);
}

static double variance_gap(double alpha, const void *data) {
    const struct ratios *r = data;
    double m = mean_ratio(r, alpha);
    struct sum spread = {0};
    for (size_t i = 0; i < r->n; i++) {
        double expected = r->expected[i], d = r->observed[i] - m * expected;
        double share = isinf(alpha) ? 1 : alpha / (expected + alpha);
        if (expected > 0)
            sum_add(&spread, d * (d / expected) * share);
    }
    return m * (r->places - 1) - sum_value(&spread);
}

static bool read_ratios(const struct series *in, struct ratios *r, struct err *e) {
    *r = (struct ratios){in[0].at, in[1].at, in[0].n, 0};
    for (size_t i = 0; i < r->n; i++) {
        if (r->expected[i] == 0 && r->observed[i] > 0)
            return undefined(e, "place %zu of %zu has events where none are expected", i + 1, r->n);
        r->places += r->expected[i] > 0;
    }
    if (r->places < 2)
        return undefined(e, "fewer than two places with expected events");
    if (sum_of(r->observed, r->n) == 0)
        return undefined(e, "no place has any events");
    return true;
}

/* Alpha is at most infinite; the search starts at the scale of the expected numbers. */
static bool prior_rate(const struct ratios *r, double *alpha, struct err *e) {
    double typical = sum_of(r->expected, r->n) / r->places;
    *alpha = INFINITY;
    return variance_gap(INFINITY, r) >= 0 ||
           solve_above(variance_gap, r, 0, typical, "the prior of the ratios", alpha, e);
}

static bool clayton_kaldor(const struct series *in, double *const *out, struct err *e) {
    struct ratios r;
    double alpha;
    if (!read_ratios(in, &r, e) || !prior_rate(&r, &alpha, e))
        return false;
    double m = mean_ratio(&r, alpha);
    out[0][0] = m * alpha;
    out[1][0] = alpha;
    for (size_t i = 0; i < r.n; i++) {
        double expected = r.expected[i], own = expected / (expected + alpha);
        out[2][i] = expected > 0 ? m + own * (r.observed[i] / expected - m) : NAN;
    }
    return true;
}

const struct measure eb_clayton_kaldor_gamma = {
    .name = "eb.clayton_kaldor_gamma",
    .brief = "Observed/expected ratios of many places, drawn towards their mean under a gamma "
             "prior.",
    .formula = "rr = (O + nu)/(E + alpha); nu/alpha = mean rr, nu/alpha^2 = sum (1 + alpha/E)(rr - "
               "nu/alpha)^2/(N - 1)",
    .assumes =
        "Independent events (Poisson) in each place, given its ratio; the ratios follow one gamma "
        "distribution. Where chance alone explains the differences, nu and alpha are infinite and "
        "every rr is sum O/sum E. The equations are solved to the last digits; packages stop "
        "after some steps. A place without expected events has none.",
    .cite = "Clayton D, Kaldor J. Biometrics 1987;43:671-681.",
    .args = {ARG_LIST("observed", ARG_COUNT, "events observed in each place"),
             ARG_LIST("expected", ARG_EXPOSURE, "events expected in each place")},
    .results = {{.name = "nu",
                 .text = "shape of the gamma distribution of the ratios",
                 .kind = RESULT_STATISTIC,
                 .single = true},
                {.name = "alpha",
                 .text = "its rate, in expected events: their mean is nu/alpha",
                 .kind = RESULT_STATISTIC,
                 .single = true},
                RESULT("rr", RESULT_ESTIMATE, "smoothed observed/expected ratio")},
    .examples = {{"observed=4,12,7,30,0,9,15,22 "
                  "expected=6.94127957931639,13.0148992112182,12.1472392638037,22.5591586327783,"
                  "2.6897458369851,7.80893952673094,18.2208588957055,15.6178790534619",
                  "nu=13.058840087933973 alpha=13.701567447293376 rr_1=0.82638020162355463 "
                  "rr_5=0.79669272751068676",
                  1e-5, "R DCluster 0.2-10 empbaysmooth(maxiter = 2000, tol = 1e-12)"}},
    .shape = COLUMN_TO_COLUMN,
    .column = clayton_kaldor,
};
