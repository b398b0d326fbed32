/* Tests of one proportion: is x of n compatible with the probability p0? All are two-sided. */
#include <math.h>

#include "stats/binomial_tests.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/proportion.h"

#define P0 ARG("p0", ARG_PROBABILITY, "the probability to test, 0 to 1")
#define CHISQ RESULT("chisq", RESULT_STATISTIC, "chi-square, 1 degree of freedom")

typedef double test_fn(double x, double n, double p0, enum ties ties);

/* With p0 = 0 or 1 the only possible counts are 0 or n: p-value 1 if x is that, else 0. */
static bool exact(test_fn *test, enum ties ties, const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1], p0 = in[2];
    if (!x_of_n(x, n, e))
        return false;
    if (p0 == 0 || p0 == 1)
        out[0] = x == p0 * n ? 1 : 0;
    else
        out[0] = test(x, n, p0, ties);
    return out[0] >= 0 || fail(e, ERR_UNSETTLED, "no tail of %.17g of %.17g at %.17g", x, n, p0);
}

static bool exact_minlike(const double *in, double *out, struct err *e) {
    return exact(binomial_minlike, TIES_FULL, in, out, e);
}

const struct measure prop_test_exact_minlike_two_sided = {
    .name = "prop.test.exact_minlike_two_sided",
    .brief = "Exact binomial test: all counts at most as likely as x.",
    .formula = "sum of P(X = k | n, p0) over all k with P(X = k) <= P(X = x)",
    .assumes = "Independent cases. Counts within 1e-7, relatively, of the likelihood of x count as "
               "equally likely, as in R. Need not agree with the Clopper-Pearson limits.",
    .cite = "Conover WJ. Practical Nonparametric Statistics. Wiley 1971, pp. 97-104; R's "
            "binom.test.",
    .args = {X_OF_N, P0},
    .results = {P_VALUE},
    .examples = {{"x=51 n=235 p0=0.166666666666667", "p_value=0.043747970182399704", 1e-9,
                  "R 4.2.2 binom.test"},
                 {"x=10 n=10 p0=0.9", "p_value=0.61257951100000019", 1e-9, "R 4.2.2 binom.test"}},
    .shape = PER_CELL,
    .cell = exact_minlike,
};

static bool midp(const double *in, double *out, struct err *e) {
    return exact(binomial_central, TIES_HALF, in, out, e);
}

const struct measure prop_test_midp = {
    .name = "prop.test.midp",
    .brief = "Mid-P binomial test: twice the smaller tail with half of P(X = x).",
    .formula = "2 min(P(X < x), P(X > x)) + P(X = x)",
    .assumes = "Independent cases. Goes with prop.ci.midp. Rejects a true p0 about as often as it "
               "says, slightly more often at times.",
    .cite = "Berry G, Armitage P. The Statistician 1995;44:417-423.",
    .args = {X_OF_N, P0},
    .results = {P_VALUE},
    .examples = {{"x=13 n=16 p0=0.5", "p_value=0.01273", 4e-4,
                  "Fagerland, Lydersen & Laake 2017, ch. 2"}},
    .shape = PER_CELL,
    .cell = midp,
};

/* 'correction': how many events the difference from n p0 is moved towards 0. */
static bool score_with(double correction, const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1], p0 = in[2];
    if (!x_of_n(x, n, e))
        return false;
    if (p0 == 0 || p0 == 1)
        return undefined(e, "the score test has no variance at p0 = %g", p0);
    double gap = fabs(x - n * p0);
    gap -= fmin(correction, gap);
    out[0] = gap * gap / (n * p0 * (1 - p0));
    out[1] = chisq_probability(out[0], 1, TAIL_UPPER);
    return true;
}

static bool score(const double *in, double *out, struct err *e) {
    return score_with(0, in, out, e);
}

const struct measure prop_test_score = {
    .name = "prop.test.score",
    .brief = "Score test of one proportion.",
    .formula = "chisq = (x - n p0)^2 / (n p0 (1 - p0))",
    .assumes = "n p0 and n(1 - p0) of 5 or more. Goes with prop.ci.wilson. Not defined for p0 = 0 "
               "and p0 = 1.",
    .cite = "Wilson EB. JASA 1927;22:209-212. R's prop.test(correct = FALSE).",
    .args = {X_OF_N, P0},
    .results = {CHISQ, P_VALUE},
    .examples = {{"x=13 n=16 p0=0.5", "chisq=6.25 p_value=0.012419330651552294", 1e-9,
                  "Fagerland, Lydersen & Laake 2017, ch. 2; digits from R 4.2.2 prop.test"}},
    .shape = PER_CELL,
    .cell = score,
};

static bool score_yates(const double *in, double *out, struct err *e) {
    return score_with(0.5, in, out, e);
}

const struct measure prop_test_score_yates = {
    .name = "prop.test.score_yates",
    .brief = "Score test of one proportion with Yates' continuity correction.",
    .formula = "chisq = (|x - n p0| - min(1/2, |x - n p0|))^2 / (n p0 (1 - p0))",
    .assumes = "n p0 and n(1 - p0) of 5 or more. Close to the exact test, so less ready to reject "
               "than it says. Not defined for p0 = 0 and p0 = 1.",
    .cite = "Yates F. Supplement to JRSS 1934;1:217-235. R's prop.test(correct = TRUE).",
    .args = {X_OF_N, P0},
    .results = {CHISQ, P_VALUE},
    .examples = {{"x=13 n=16 p0=0.5", "chisq=5.0625 p_value=0.024448945310089426", 1e-9,
                  "Fagerland, Lydersen & Laake 2017, ch. 2; digits from R 4.2.2 prop.test"},
                 {"x=51 n=235 p0=0.166666666666667",
                  "chisq=3.9353191489361725 p_value=0.047282168023721836", 1e-9,
                  "R 4.2.2 prop.test"}},
    .shape = PER_CELL,
    .cell = score_yates,
};

static bool likelihood_ratio(const double *in, double *out, struct err *e) {
    if (!x_of_n(in[0], in[1], e))
        return false;
    out[0] = proportion_deviance(in[0], in[1], in[2]);
    out[1] = isinf(out[0]) ? 0 : chisq_probability(out[0], 1, TAIL_UPPER);
    return true;
}

const struct measure prop_test_likelihood_ratio = {
    .name = "prop.test.likelihood_ratio",
    .brief = "Likelihood ratio test of one proportion.",
    .formula = "chisq = 2(x ln(p/p0) + (n - x) ln((1 - p)/(1 - p0))), p = x/n, 0 ln 0 = 0",
    .assumes = "n not tiny. Goes with prop.ci.likelihood_ratio. Infinite, with p-value 0, where p0 "
               "is 0 or 1 and x is impossible.",
    .cite = "Fagerland MW, Lydersen S, Laake P. Statistical Analysis of Contingency Tables. CRC "
            "2017, ch. 2.",
    .args = {X_OF_N, P0},
    .results = {CHISQ, P_VALUE},
    .examples = {{"x=13 n=16 p0=0.5", "p_value=0.00944", 6e-4,
                  "Fagerland, Lydersen & Laake 2017, ch. 2"}},
    .shape = PER_CELL,
    .cell = likelihood_ratio,
};
