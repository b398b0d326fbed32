/* Bootstrap limits and a Monte Carlo permutation test. Random numbers are seeded: the same seed
 * gives the same answer, to the last digit, on every machine. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/random.h"
#include "stats/resample.h"

#define EFRON "Efron B. The Jackknife, the Bootstrap and Other Resampling Plans. SIAM 1982. "
#define BCA_PAPER "Efron B. Better bootstrap confidence intervals. JASA 1987;82:171-185. "
#define DAVISON                                                                                    \
    "Davison AC, Hinkley DV. Bootstrap Methods and their Application. Cambridge 1997, ch. 5."
#define PRESET_LIST(n, k, t, p)                                                                    \
    { .name = n, .kind = k, .text = t, .preset = p, .vector = true, .own_length = true }
#define REPLICATES                                                                                 \
    ARG_PRESET("replicates", ARG_COUNT, "bootstrap samples, 19 to 999999", 9999), SEED, CONF_LEVEL
#define BOOTSTRAP_RESULTS                                                                          \
    ESTIMATE("the statistic of the sample"), LOWER, UPPER,                                         \
        RESULT("se", RESULT_STATISTIC, "standard deviation of the replicates"),                    \
        RESULT("used", RESULT_COUNT, "replicates in which the statistic is defined")
#define UNITS                                                                                      \
    "Units are drawn whole and with replacement: they must be independent of each other, what is " \
    "inside a unit need not be. Replicates in which the statistic is 0/0 are left out ('used'). "  \
    "With few units the limits are too narrow, whatever the number of replicates, and at low "     \
    "levels "                                                                                      \
    "they need not contain the estimate. "
#define PERCENTILE_FORMULA                                                                         \
    "quantiles (1 - conf_level)/2 and (1 + conf_level)/2 of the replicates, at place p(B + 1)"
#define BCA_FORMULA                                                                                \
    "quantiles Phi(z0 + (z0 -+ z)/(1 - a(z0 -+ z))) of the replicates; z0 from the share of "      \
    "replicates below the estimate (ties half), a from the jackknife"

/* Air-conditioning failures, Davison and Hinkley's example 1.1. Their random numbers and ours
 * differ, so that limits agree to about 1 in 100. */
#define FAILURES "x=3,5,7,18,43,85,91,98,100,130,230,487 replicates=99999"
#define TWO_PLACES                                                                                 \
    "x1=12,3,8,0,15,7,9,22,4,6 y1=310,120,250,90,400,210,260,505,130,170 x0=5,9,2,11,6,3,7,4 "     \
    "y0=300,420,150,610,280,190,330,260 replicates=99999"

/* values at in[k], weights at in[k + 1]: a single weight stands for all units. */
static bool units_read(const struct series *in, const char *value, const char *weight,
                       struct units *u, struct err *e) {
    *u = (struct units){in[0].at, in[1].at, in[0].n};
    if (in[1].n == in[0].n)
        return true;
    if (in[1].n != 1)
        return fail(e, ERR_ARG_LENGTH, "'%s' has %zu values, '%s' has %zu", value, in[0].n, weight,
                    in[1].n);
    if (in[1].at[0] != 1)
        return fail(e, ERR_ARG_LENGTH, "'%s' has one value and '%s' %zu", weight, value, in[0].n);
    u->weight = NULL;
    return true;
}

static void percentile_levels(const struct resampled *r, double z, double p[2]) {
    (void)r;
    p[0] = normal_probability(-z, TAIL_LOWER);
    p[1] = normal_probability(z, TAIL_LOWER);
}

/* Levels of the BCa quantiles; an estimate beyond all replicates has no z0, and no levels. */
static void bca_levels(const struct resampled *r, double z, double p[2]) {
    double z0 = resampled_bias(r), a = resampled_acceleration(r);
    for (int i = 0; i < 2; i++) {
        double moved = z0 + (i == 0 ? -z : z);
        p[i] = isfinite(z0) && 1 - a * moved > 0
                   ? normal_probability(z0 + moved / (1 - a * moved), TAIL_LOWER)
                   : NAN;
    }
}

typedef void levels_fn(const struct resampled *r, double z, double p[2]);

/* 'rest' is {replicates, seed, conf_level}. */
static bool bootstrap(struct resampled *r, levels_fn *levels, const struct series *rest,
                      double *const *out, struct err *e) {
    bool done = resampled_begin(r, rest[0].at[0], rest[1].at[0], e);
    if (done) {
        double p[2];
        levels(r, normal_z(rest[2].at[0]), p);
        out[0][0] = r->estimate;
        for (int i = 0; i < 2; i++)
            out[1 + i][0] = isnan(p[i]) ? NAN : resampled_quantile(r, p[i]);
        out[3][0] = resampled_error(r);
        out[4][0] = (double)r->n;
    }
    resampled_free(r);
    return done;
}

static bool one_sample(const struct series *in, levels_fn *levels, double *const *out,
                       struct err *e) {
    struct resampled r = {.samples = 1};
    return units_read(in, "x", "y", &r.sample[0], e) && bootstrap(&r, levels, in + 2, out, e);
}

static bool two_samples(const struct series *in, levels_fn *levels, double *const *out,
                        struct err *e) {
    struct resampled r = {.samples = 2};
    return units_read(in, "x1", "y1", &r.sample[0], e) &&
           units_read(in + 2, "x0", "y0", &r.sample[1], e) && bootstrap(&r, levels, in + 4, out, e);
}

static bool percentile(const struct series *in, double *const *out, struct err *e) {
    return one_sample(in, percentile_levels, out, e);
}

static bool bca(const struct series *in, double *const *out, struct err *e) {
    return one_sample(in, bca_levels, out, e);
}

static bool ratio_percentile(const struct series *in, double *const *out, struct err *e) {
    return two_samples(in, percentile_levels, out, e);
}

static bool ratio_bca(const struct series *in, double *const *out, struct err *e) {
    return two_samples(in, bca_levels, out, e);
}

#define ONE_SAMPLE                                                                                 \
    ARG_LIST("x", ARG_REAL, "value of each unit: events, an amount, or 0 and 1"),                  \
        PRESET_LIST("y", ARG_EXPOSURE,                                                             \
                    "people or time of each unit; left out: 1 each, which makes the statistic a "  \
                    "mean or a proportion",                                                        \
                    1),                                                                            \
        REPLICATES
#define TWO_SAMPLES_OF_UNITS                                                                       \
    ARG_LIST_OWN("x1", ARG_EXPOSURE, "value of each unit of the group of interest"),               \
        PRESET_LIST("y1", ARG_EXPOSURE, "people or time of each unit; left out: 1 each", 1),       \
        ARG_LIST_OWN("x0", ARG_EXPOSURE, "value of each unit of the comparison group"),            \
        PRESET_LIST("y0", ARG_EXPOSURE, "people or time of each unit; left out: 1 each", 1),       \
        REPLICATES

const struct measure bootstrap_ci_percentile = {
    .name = "bootstrap.ci.percentile",
    .brief = "Mean, proportion or rate of units with bootstrap percentile limits.",
    .formula = "statistic: sum of x over sum of y; limits: " PERCENTILE_FORMULA,
    .assumes = UNITS "Limits are always values that the statistic can take.",
    .cite = EFRON DAVISON,
    .args = {ONE_SAMPLE},
    .results = {BOOTSTRAP_RESULTS},
    .examples = {{FAILURES, "estimate=108.08333 lower=46.66666667 upper=191.1666667 se=37.63408",
                  0.01, "R boot 1.3-28, 400,000 replicates, boot.ci(type = \"perc\")"}},
    .shape = PER_COLUMN,
    .column = percentile,
};

const struct measure bootstrap_ci_bca = {
    .name = "bootstrap.ci.bca",
    .brief = "Mean, proportion or rate of units with bias-corrected accelerated bootstrap limits.",
    .formula = "statistic: sum of x over sum of y; limits: " BCA_FORMULA,
    .assumes = UNITS "Better than percentile limits when the statistic is skewed or biased. Not "
                     "defined when no replicate lies on one side of the estimate (all units "
                     "equal: the limits are the estimate).",
    .cite = BCA_PAPER DAVISON,
    .args = {ONE_SAMPLE},
    .results = {BOOTSTRAP_RESULTS},
    .examples = {{FAILURES, "estimate=108.08333 lower=57 upper=226.1666667", 0.015,
                  "R boot 1.3-28, 400,000 replicates, boot.ci(type = \"bca\")"}},
    .shape = PER_COLUMN,
    .column = bca,
};

const struct measure bootstrap_ratio_percentile = {
    .name = "bootstrap.ratio.percentile",
    .brief = "Ratio of two means, proportions or rates of units with percentile limits.",
    .formula = "statistic: (sum of x1/sum of y1)/(sum of x0/sum of y0), each group resampled by "
               "itself; limits: " PERCENTILE_FORMULA,
    .assumes = UNITS "The two groups are independent of each other. Limits may be infinite when "
                     "many replicates have no events in the comparison group.",
    .cite = EFRON DAVISON,
    .args = {TWO_SAMPLES_OF_UNITS},
    .results = {BOOTSTRAP_RESULTS},
    .examples = {{TWO_PLACES,
                  "estimate=1.900883262 lower=1.556231331 upper=2.206538155 se=0.1640132936", 0.01,
                  "R 4.2.2, 400,000 replicates by sample.int, quantile(type = 6)"}},
    .shape = PER_COLUMN,
    .column = ratio_percentile,
};

const struct measure bootstrap_ratio_bca = {
    .name = "bootstrap.ratio.bca",
    .brief = "Ratio of two means, proportions or rates of units with BCa bootstrap limits.",
    .formula = "statistic: (sum of x1/sum of y1)/(sum of x0/sum of y0), each group resampled by "
               "itself; limits: " BCA_FORMULA,
    .assumes = UNITS "The two groups are independent of each other. Not defined when no replicate "
                     "lies on one side of the estimate.",
    .cite = BCA_PAPER DAVISON,
    .args = {TWO_SAMPLES_OF_UNITS},
    .results = {BOOTSTRAP_RESULTS},
    .examples = {{TWO_PLACES, "estimate=1.900883262 lower=1.588311714 upper=2.237218433", 0.01,
                  "R 4.2.2, 400,000 replicates by sample.int, quantile(type = 6)"}},
    .shape = PER_COLUMN,
    .column = ratio_bca,
};

/* --- permutation ------------------------------------------------------------------------------ */

struct shuffle {
    double *value; /* a, then b */
    size_t n, m;   /* all, and those of a */
};

static double mean_difference(const double *value, size_t n, size_t m) {
    return sum_of(value, m) / (double)m - sum_of(value + m, n - m) / (double)(n - m);
}

/* Every choice of m values as likely: the first m steps of a Fisher-Yates shuffle. */
static double shuffled_sum(struct shuffle *s, struct random_source *random) {
    double sum = 0;
    for (size_t i = 0; i < s->m; i++) {
        size_t k = i + random_below(random, s->n - i);
        double x = s->value[k];
        s->value[k] = s->value[i];
        s->value[i] = x;
        sum += x;
    }
    return sum;
}

/* Does a division of the pool differ at least as much? Up to the rounding of its sums. */
static bool as_extreme(double gap, double observed, double room, const char *alternative) {
    if (strcmp(alternative, "greater") == 0)
        return gap >= observed - room;
    if (strcmp(alternative, "less") == 0)
        return gap <= observed + room;
    return fabs(gap) >= fabs(observed) - room;
}

/* How many of 'replicates' random divisions are as extreme. Gaps are those of the sum of a from
 * its mean over all divisions, which order like differences of means. */
static double count_extreme(struct shuffle *s, struct random_source *random, size_t replicates,
                            const char *alternative) {
    double expected = sum_of(s->value, s->n) * ((double)s->m / (double)s->n), size = 0, count = 0;
    double observed = sum_of(s->value, s->m) - expected;
    for (size_t i = 0; i < s->n; i++)
        size += fabs(s->value[i]);
    for (size_t i = 0; i < replicates; i++)
        count +=
            as_extreme(shuffled_sum(s, random) - expected, observed, 1e-12 * size, alternative);
    return count;
}

static bool permute(struct shuffle *s, const struct series *in, double *const *out, struct err *e) {
    double replicates = in[3].at[0];
    if (!(replicates >= 19 && replicates <= 999999))
        return fail(e, ERR_ARG_RANGE, "'replicates' must be from 19 to 999999, got %.15g",
                    replicates);
    struct random_source *random = random_new(in[4].at[0], e);
    if (random == NULL)
        return false;
    memcpy(s->value, in[0].at, in[0].n * sizeof(double));
    memcpy(s->value + in[0].n, in[1].at, in[1].n * sizeof(double));
    out[0][0] = mean_difference(s->value, s->n, s->m);
    double extreme = count_extreme(s, random, (size_t)replicates, in[2].text);
    double p = out[1][0] = (extreme + 1) / (replicates + 1);
    out[2][0] = sqrt(p * (1 - p) / (replicates + 1));
    random_free(random);
    return true;
}

static bool two_sample_mean(const struct series *in, double *const *out, struct err *e) {
    struct shuffle s = {malloc((in[0].n + in[1].n) * sizeof(double)), in[0].n + in[1].n, in[0].n};
    if (s.value == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu values", s.n);
    bool done = permute(&s, in, out, e);
    free(s.value);
    return done;
}

const struct measure permutation_two_sample_mean = {
    .name = "permutation.two_sample_mean",
    .brief = "Permutation test of a difference of two means, by random divisions.",
    .formula = "p = (1 + the random divisions of the pooled values that differ at least as "
               "much)/(1 + replicates)",
    .assumes = "If the groups do not differ, every division of the values is as likely. The "
               "p-value is valid for any number of replicates and varies with the seed by about "
               "p_se. For small groups permutation.two_sample_mean_exact needs no random numbers.",
    .cite = "Fisher RA. The Design of Experiments. Oliver & Boyd 1935, sec. 21. Phipson B, Smyth "
            "GK. Statistical Applications in Genetics and Molecular Biology 2010;9:39.",
    .args = {ARG_LIST_OWN("a", ARG_REAL, "values of the first group"),
             ARG_LIST_OWN("b", ARG_REAL, "values of the second group"),
             ARG_WORD("alternative", "two.sided|less|greater", "two.sided",
                      "is the mean of a different, less or greater?"),
             ARG_PRESET("replicates", ARG_COUNT, "random divisions, 19 to 999999", 9999), SEED},
    .results = {RESULT("difference", RESULT_ESTIMATE, "mean of a less mean of b"),
                RESULT("p_value", RESULT_P_VALUE, "p-value of the chosen alternative"),
                RESULT("p_se", RESULT_STATISTIC, "standard error of the p-value as an estimate")},
    .examples = {{"a=1,2,3,4 b=5,6,7,8 replicates=99999", "difference=-4 p_value=0.0285714", 0.04,
                  "by hand: 2 of 70 divisions, 0.0285714; 99,999 random ones come near"}},
    .shape = PER_COLUMN,
    .column = two_sample_mean,
};
