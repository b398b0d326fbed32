/* Intervals for one proportion, x of n, from the binomial and beta distributions. alpha = 1 -
 * conf_level, p = x/n, z = the normal quantile of alpha/2. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/proportion.h"

#define PROPORTION ESTIMATE("the proportion x/n, 0 to 1"), LOWER, UPPER

/* What all kernels here share: the checks, the estimate, then the limits of their method. */
typedef bool limits_of(double x, double n, double conf_level, double limits[2], struct err *e);

static bool interval(limits_of *limits, const double *in, double *out, struct err *e) {
    if (!x_of_n(in[0], in[1], e))
        return false;
    out[0] = in[0] / in[1];
    return limits(in[0], in[1], in[2], out + 1, e);
}

static bool clopper_pearson(const double *in, double *out, struct err *e) {
    return interval(proportion_exact_limits, in, out, e);
}

const struct measure prop_ci_clopper_pearson = {
    .name = "prop.ci.clopper_pearson",
    .brief = "Proportion with exact (Clopper-Pearson) limits.",
    .formula = "lower = Beta(alpha/2; x, n - x + 1), upper = Beta(1 - alpha/2; x + 1, n - x)",
    .assumes = "Independent cases with one probability. Covers at least conf_level, often more. "
               "At x = 0 lower is 0 and upper 1 - (alpha/2)^(1/n); at x = n the mirror of it.",
    .cite = "Clopper CJ, Pearson ES. Biometrika 1934;26:404-413.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=13 n=16",
                  "estimate=0.8125 lower=0.54354345376838831 upper=0.95952626609405411", 1e-9,
                  "Fagerland, Lydersen & Laake 2017, ch. 2; digits from R 4.2.2 binom.test"},
                 {"x=1 n=30", "lower=0.0008435709 upper=0.17216946", 1e-6,
                  "R binom, printed in statsmodels' results_proportion.py"},
                 {"x=0 n=30", "lower=0 upper=0.11570331", 1e-7,
                  "R binom, printed in statsmodels' results_proportion.py"}},
    .shape = PER_CELL,
    .cell = clopper_pearson,
};

static bool midp(const double *in, double *out, struct err *e) {
    return interval(proportion_midp_limits, in, out, e);
}

const struct measure prop_ci_midp = {
    .name = "prop.ci.midp",
    .brief = "Proportion with mid-P exact limits.",
    .formula = "P(X > x | lower) + P(X = x | lower)/2 = alpha/2, and the mirror for upper",
    .assumes = "Independent cases with one probability. Covers conf_level on average; narrower "
               "than the exact limits. Lower is 0 at x = 0, upper 1 at x = n.",
    .cite = "Berry G, Armitage P. The Statistician 1995;44:417-423.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=15 n=148", "lower=0.060063602665529015 upper=0.1581217330506135", 1e-8,
                  "Newcombe 1998, Table I (0.0601 to 0.1581); digits from R ratesci 1.1.0.9000"},
                 {"x=5 n=10", "lower=0.21200850677886551 upper=0.78799149322113449", 1e-8,
                  "R ratesci 1.1.0.9000"}},
    .shape = PER_CELL,
    .cell = midp,
};

static bool jeffreys_equal_tailed(const double *in, double *out, struct err *e) {
    return interval(proportion_jeffreys_limits, in, out, e);
}

const struct measure prop_ci_jeffreys_equal_tailed = {
    .name = "prop.ci.jeffreys_equal_tailed",
    .brief = "Proportion with equal-tailed Jeffreys limits, unchanged at the ends.",
    .formula = "Beta(alpha/2; x + 1/2, n - x + 1/2), Beta(1 - alpha/2; x + 1/2, n - x + 1/2)",
    .assumes = "A Beta(1/2, 1/2) prior. At x = 0 the lower limit lies above the estimate 0, at x = "
               "n the upper below 1; prop.ci.jeffreys_bcd_boundary mends that.",
    .cite = "Brown LD, Cai TT, DasGupta A. Statistical Science 2001;16:101-133.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=13 n=16", "lower=0.57921482776429267 upper=0.94418701610999123", 1e-7,
                  "statsmodels 0.13.5 and R binom 1.1.1.1"},
                 {"x=0 n=1", "lower=0.00038558098075590163 upper=0.85325368369042476", 1e-7,
                  "statsmodels 0.13.5"}},
    .shape = PER_CELL,
    .cell = jeffreys_equal_tailed,
};

static bool bcd_limits(double x, double n, double conf_level, double limits[2], struct err *e) {
    if (!proportion_jeffreys_limits(x, n, conf_level, limits, e))
        return false;
    if (x == 0)
        limits[0] = 0;
    if (x == n)
        limits[1] = 1;
    return true;
}

static bool jeffreys_bcd_boundary(const double *in, double *out, struct err *e) {
    return interval(bcd_limits, in, out, e);
}

const struct measure prop_ci_jeffreys_bcd_boundary = {
    .name = "prop.ci.jeffreys_bcd_boundary",
    .brief = "Proportion with Jeffreys limits, lower 0 at x = 0 and upper 1 at x = n.",
    .formula = "as prop.ci.jeffreys_equal_tailed; lower = 0 if x = 0, upper = 1 if x = n",
    .assumes = "A Beta(1/2, 1/2) prior. Covers conf_level on average; good for small n.",
    .cite = "Brown LD, Cai TT, DasGupta A. Statistical Science 2001;16:101-133.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=15 n=148", "lower=0.060448517009296439 upper=0.1576431434787412", 1e-7,
                  "R ratesci 1.1.0.9000"},
                 {"x=0 n=3", "lower=0 upper=0.5355832430429508", 1e-7, "R ratesci 1.1.0.9000"}},
    .shape = PER_CELL,
    .cell = jeffreys_bcd_boundary,
};

static bool binom_pkg_limits(double x, double n, double conf_level, double limits[2],
                             struct err *e) {
    limits[0] = 0;
    limits[1] = 1;
    if (x == 0)
        return beta_quantile(1 - conf_level, 0.5, n + 0.5, TAIL_UPPER, &limits[1], e);
    if (x == n)
        return beta_quantile(1 - conf_level, n + 0.5, 0.5, TAIL_LOWER, &limits[0], e);
    return proportion_jeffreys_limits(x, n, conf_level, limits, e);
}

static bool jeffreys_binom_pkg(const double *in, double *out, struct err *e) {
    return interval(binom_pkg_limits, in, out, e);
}

const struct measure prop_ci_jeffreys_binom_pkg_onesided_at_boundary = {
    .name = "prop.ci.jeffreys_binom_pkg_onesided_at_boundary",
    .brief = "Proportion with Jeffreys limits, one-sided at x = 0 and x = n.",
    .formula = "as prop.ci.jeffreys_equal_tailed; x = 0: 0 and Beta(1 - alpha; 1/2, n + 1/2); x = "
               "n: Beta(alpha; n + 1/2, 1/2) and 1",
    .assumes = "A Beta(1/2, 1/2) prior. At the ends all of alpha goes into one tail.",
    .cite = "Dorai-Raj S. R package binom 1.1-1.1, binom.bayes(type = \"central\").",
    .compare = "kept to reproduce R's binom. A row with no events gets a narrower interval by "
               "another rule than its neighbours; use prop.ci.jeffreys_bcd_boundary.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=0 n=20", "lower=0 upper=0.090476426537872245", 1e-7, "R binom 1.1.1.1"},
                 {"x=20 n=20", "lower=0.90952357346212775 upper=1", 1e-7, "R binom 1.1.1.1"}},
    .shape = PER_CELL,
    .cell = jeffreys_binom_pkg,
};

static bool blaker(const double *in, double *out, struct err *e) {
    return interval(proportion_blaker_limits, in, out, e);
}

const struct measure prop_ci_blaker = {
    .name = "prop.ci.blaker",
    .brief = "Proportion with Blaker's exact limits.",
    .formula = "the outermost p with a(p) >= alpha; a(p) = the smaller of P(X <= x) and P(X >= x), "
               "plus the largest opposite tail that does not exceed it",
    .assumes = "Independent cases with one probability. Covers at least conf_level and lies inside "
               "the exact limits. The accepted p need not be an interval: the limits are the ends "
               "of the whole set. Lower is 0 at x = 0, upper 1 at x = n.",
    .cite = "Blaker H. Canadian Journal of Statistics 2000;28:783-798.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=1 n=100", "lower=0.0005 upper=0.0513", 0.05,
                  "Fagerland, Lydersen & Laake 2017, ch. 2"},
                 {"x=13 n=16", "lower=0.56559187056657478 upper=0.94685401554509641", 4e-6,
                  "R ratesci 1.1.0.9000"},
                 {"x=0 n=3", "lower=0 upper=0.63159685018496547", 4e-6, "R ratesci 1.1.0.9000"}},
    .shape = PER_CELL,
    .cell = blaker,
};

static bool likelihood_limits(double x, double n, double conf_level, double limits[2],
                              struct err *e) {
    return proportion_likelihood_limits(x, n, normal_z(conf_level), limits, e);
}

static bool likelihood_ratio(const double *in, double *out, struct err *e) {
    return interval(likelihood_limits, in, out, e);
}

const struct measure prop_ci_likelihood_ratio = {
    .name = "prop.ci.likelihood_ratio",
    .brief = "Proportion with likelihood ratio limits.",
    .formula = "the p at which 2(x ln(p/p') + (n - x) ln((1 - p)/(1 - p'))) = z^2, p' the limit",
    .assumes = "Independent cases with one probability, n not tiny. x = 0: 0 and 1 - exp(-z^2/2n); "
               "x = n: the mirror of it.",
    .cite = "Fagerland MW, Lydersen S, Laake P. Statistical Analysis of Contingency Tables. CRC "
            "2017, ch. 2.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=13 n=16", "lower=0.5828 upper=0.9497", 9e-5,
                  "Fagerland, Lydersen & Laake 2017, ch. 2"},
                 {"x=10 n=10", "lower=0.8252 upper=1", 6e-5,
                  "Fagerland, Lydersen & Laake 2017, ch. 2"}},
    .shape = PER_CELL,
    .cell = likelihood_ratio,
};
