/* Distributions of counts: probability of a value, probability of a tail, quantile. */
#include "stats/measures/distributions.h"

#define COUNT_TAILS                                                                                \
    "lower is P(X <= k), upper P(X > k), without k. Checked to ten digits for counts up to 1e9. "

KERNELS_1(poisson)
KERNELS_2(binomial)

static bool hypergeometric_drawn(double n1, double n2, double t, struct err *e) {
    return within("t", t, "n1 + n2", n1 + n2, e);
}

static bool hypergeometric_at(const double *in, double *out, struct err *e) {
    if (!hypergeometric_drawn(in[1], in[2], in[3], e))
        return false;
    out[0] = hypergeometric_density(in[0], in[1], in[2], in[3]);
    return true;
}

static bool hypergeometric_below(const double *in, double *out, struct err *e) {
    if (!hypergeometric_drawn(in[1], in[2], in[3], e))
        return false;
    out[0] = hypergeometric_probability(in[0], in[1], in[2], in[3], (enum tail)in[4]);
    return true;
}

static bool hypergeometric_point(const double *in, double *out, struct err *e) {
    return hypergeometric_drawn(in[1], in[2], in[3], e) &&
           hypergeometric_quantile(in[0], in[1], in[2], in[3], (enum tail)in[4], out, e);
}

#define K ARG("k", ARG_COUNT, "events")
#define MEAN ARG("mean", ARG_EXPOSURE, "events expected")
#define POISSON "Poisson SD. Recherches sur la probabilite des jugements. Paris 1837, p. 206. "
#define LOADER "Loader C. Fast and Accurate Computation of Binomial Probabilities. 2000."

const struct measure distribution_poisson_density = {
    .name = "distribution.poisson.density",
    .brief = "Poisson probability of exactly k events.",
    .formula = "exp(-mean) mean^k / k!",
    .assumes = "Events independent of each other.",
    .cite = POISSON LOADER,
    .args = {K, MEAN},
    .results = MASS,
    .examples = {{"k=5 mean=5", "value=0.17546736976785071", 1e-10, MPFR},
                 {"k=10006325 mean=10000000", "value=1.7070441209916178e-05", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = poisson_at,
};

const struct measure distribution_poisson_probability = {
    .name = "distribution.poisson.probability",
    .brief = "Probability of at most, or of more than, k Poisson events.",
    .formula = "lower: sum of exp(-mean) mean^i / i! for i = 0..k; upper: the rest",
    .assumes = COUNT_TAILS,
    .cite = POISSON,
    .args = {K, MEAN, TAIL},
    .results = TAIL_PROBABILITY,
    .examples = {{"k=150 mean=100 tail=upper", "value=1.2330944191600357e-06", 1e-10, MPFR},
                 {"k=9984189 mean=10000000", "value=2.8519117909401501e-07", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = poisson_below,
};

const struct measure distribution_poisson_quantile = {
    .name = "distribution.poisson.quantile",
    .brief = "Quantile of the Poisson distribution.",
    .formula = "lower: least k with P(X <= k) >= p; upper: least k with P(X > k) <= p",
    .assumes = "A whole number, found by halving: the tail jumps across p there. 0 for p = 0 of "
               "the lower tail, infinite for p = 1.",
    .cite = POISSON,
    .args = {PROBABILITY_OF_TAIL, MEAN, TAIL},
    .results = COUNT_QUANTILE,
    .examples = {{"p=0.975 mean=100", "value=120", 0, "R 4.2.2 qpois"},
                 {"p=1e-20 mean=3.5 tail=upper", "value=32", 0, "R 4.2.2 qpois"}},
    .shape = PER_CELL,
    .cell = poisson_point,
};

#define N_PROB                                                                                     \
    ARG("n", ARG_COUNT, "trials"), ARG("prob", ARG_PROBABILITY, "probability of each event")
#define BERNOULLI "Bernoulli J. Ars Conjectandi. Basel 1713. "

const struct measure distribution_binomial_density = {
    .name = "distribution.binomial.density",
    .brief = "Binomial probability of exactly k events in n trials.",
    .formula = "n!/(k! (n - k)!) prob^k (1 - prob)^(n - k)",
    .assumes = "Independent trials with one probability. 0 for k above n.",
    .cite = BERNOULLI LOADER,
    .args = {K, N_PROB},
    .results = MASS,
    .examples = {{"k=329 n=1000 prob=0.3", "value=0.0037517967383883738", 1e-10, MPFR},
                 {"k=9990800 n=10000000 prob=0.999", "value=2.0975099061232891e-17", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = binomial_at,
};

const struct measure distribution_binomial_probability = {
    .name = "distribution.binomial.probability",
    .brief = "Probability of at most, or of more than, k events in n trials.",
    .formula = "lower: sum of the binomial probabilities of 0..k; upper: the rest",
    .assumes = COUNT_TAILS,
    .cite = BERNOULLI,
    .args = {K, N_PROB, TAIL},
    .results = TAIL_PROBABILITY,
    .examples = {{"k=1063 n=100000 prob=0.01 tail=upper", "value=0.022604851696432823", 1e-10,
                  MPFR},
                 {"k=30036661 n=100000000 prob=0.3 tail=upper", "value=6.2574768912493423e-16",
                  1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = binomial_below,
};

const struct measure distribution_binomial_quantile = {
    .name = "distribution.binomial.quantile",
    .brief = "Quantile of the binomial distribution.",
    .formula = "lower: least k with P(X <= k) >= p; upper: least k with P(X > k) <= p",
    .assumes = "A whole number from 0 to n, found by halving: the tail jumps across p there.",
    .cite = BERNOULLI,
    .args = {PROBABILITY_OF_TAIL, N_PROB, TAIL},
    .results = COUNT_QUANTILE,
    .examples = {{"p=0.025 n=1000 prob=0.3", "value=272", 0, "R 4.2.2 qbinom"},
                 {"p=1e-20 n=50 prob=0.1 tail=upper", "value=32", 0, "R 4.2.2 qbinom"}},
    .shape = PER_CELL,
    .cell = binomial_point,
};

#define MARKED ARG("k", ARG_COUNT, "marked among those drawn")
#define URN                                                                                        \
    ARG("n1", ARG_COUNT, "marked"), ARG("n2", ARG_COUNT, "not marked"),                            \
        ARG("t", ARG_COUNT, "drawn, without putting back")
#define JOHNSON                                                                                    \
    "Johnson NL, Kemp AW, Kotz S. Univariate Discrete Distributions, 3rd ed. Wiley 2005, ch. 6."

const struct measure distribution_hypergeometric_density = {
    .name = "distribution.hypergeometric.density",
    .brief = "Hypergeometric probability of exactly k marked among t drawn.",
    .formula = "C(n1, k) C(n2, t - k) / C(n1 + n2, t)",
    .assumes = "Drawn at random, without putting back. 0 for a k that cannot be. The probability "
               "of one two by two table given its margins.",
    .cite = JOHNSON,
    .args = {MARKED, URN},
    .results = MASS,
    .examples = {{"k=15 n1=100 n2=900 t=50", "value=3.3203697027828062e-05", 1e-10, MPFR},
                 {"k=500055902 n1=1000000000 n2=1000000000 t=1000000000",
                  "value=1.3295836115396305e-10", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = hypergeometric_at,
};

const struct measure distribution_hypergeometric_probability = {
    .name = "distribution.hypergeometric.probability",
    .brief = "Probability of at most, or of more than, k marked among t drawn.",
    .formula = "lower: sum of the hypergeometric probabilities up to k; upper: the rest",
    .assumes = COUNT_TAILS "The one-sided p-values of Fisher's exact test.",
    .cite = JOHNSON,
    .args = {MARKED, URN, TAIL},
    .results = TAIL_PROBABILITY,
    .examples = {{"k=3 n1=100 n2=900 t=50 tail=upper", "value=0.75674714793398778", 1e-10, MPFR},
                 {"k=411 n1=1000 n2=1000 t=1000", "value=1.0419390352196499e-15", 1e-10, MPFR}},
    .shape = PER_CELL,
    .cell = hypergeometric_below,
};

const struct measure distribution_hypergeometric_quantile = {
    .name = "distribution.hypergeometric.quantile",
    .brief = "Quantile of the hypergeometric distribution.",
    .formula = "lower: least k with P(X <= k) >= p; upper: least k with P(X > k) <= p",
    .assumes = "A whole number that can be, found by halving: the tail jumps across p there.",
    .cite = JOHNSON,
    .args = {PROBABILITY_OF_TAIL, URN, TAIL},
    .results = COUNT_QUANTILE,
    .examples = {{"p=0.975 n1=100 n2=900 t=50", "value=9", 0, "R 4.2.2 qhyper"},
                 {"p=0.001 n1=1000 n2=1000 t=1000 tail=upper", "value=535", 0, "R 4.2.2 qhyper"}},
    .shape = PER_CELL,
    .cell = hypergeometric_point,
};
