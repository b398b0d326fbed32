/* Tests of the ratio of two rates against a ratio of the reader's choice, 1 unless given.
 *
 * Given the total, count1 is binomial with share 1/(1 + exposure0/(null_ratio exposure1)): the
 * exact and mid-P tests are those of that share. The z tests compare count1 with
 * r count0, r = null_ratio exposure1/exposure0, and are one-sided as their source has them. */
#include <float.h>
#include <math.h>

#include "stats/binomial_tests.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/two_rates.h"

#define NULL_RATIO ARG_PRESET("null_ratio", ARG_POSITIVE, "rate ratio to test against", 1)
#define Z_VALUE RESULT("z", RESULT_STATISTIC, "standard normal statistic")
#define P_GREATER RESULT("p_one_sided", RESULT_P_VALUE, "p-value against a ratio above null_ratio")
#define POISSON "Events are independent Poisson counts. Undefined when neither group has events. "

typedef double binomial_test(double x, double n, double prob, enum ties ties);

/* Reads the arguments; r, the ratio of the two means under the null hypothesis, must leave both
 * groups a chance of events. */
static bool read_null(const double *in, struct two_rates *t, double *r, struct err *e) {
    if (!two_rates_read(in, t, e) || !two_rates_any(t, e))
        return false;
    *r = in[4] * (t->exposure1 / t->exposure0);
    return (*r > DBL_MIN && 1 / *r > DBL_MIN) ||
           undefined(e, "a ratio of %g leaves no chance of events in one of the groups", in[4]);
}

/* Asked of the group with the smaller share, because a share next to 1 has lost its complement. */
static bool conditional(const double *in, binomial_test *test, enum ties ties, double *out,
                        struct err *e) {
    struct two_rates t;
    double r;
    if (!read_null(in, &t, &r, e))
        return false;
    double n = t.count1 + t.count0;
    out[0] = r <= 1 ? test(t.count1, n, r / (1 + r), ties) : test(t.count0, n, 1 / (1 + r), ties);
    return true;
}

static bool exact_conditional_minlike(const double *in, double *out, struct err *e) {
    return conditional(in, binomial_minlike, TIES_FULL, out, e);
}

const struct measure rateratio_test_exact_conditional_minlike = {
    .name = "rateratio.test.exact_conditional_minlike",
    .brief = "Exact two-sided test of a rate ratio: all splits at most as likely as the one seen.",
    .formula = "sum of P(X = k) over k with P(X = k) <= P(X = count1), X binomial in "
               "count1 + count0 with share 1/(1 + exposure0/(null_ratio exposure1))",
    .assumes = POISSON "Never more than its level of false alarms. Need not agree with the exact "
                       "interval, which belongs to rateratio.test.exact_conditional_central.",
    .cite = "Przyborowski J, Wilenski H. Biometrika 1940;31:313-323. Fay MP. R Journal "
            "2010;2(1):53-58.",
    .args = {TWO_RATES, NULL_RATIO},
    .results = {P_VALUE},
    .examples = {{"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7",
                  "p_value=0.00067518265868632096", 1e-9,
                  "exactci poisson.exact, printed in statsmodels results_rates.py; R 4.2.2 "
                  "poisson.test"}},
    .shape = PER_CELL,
    .cell = exact_conditional_minlike,
};

static bool exact_conditional_central(const double *in, double *out, struct err *e) {
    return conditional(in, binomial_central, TIES_FULL, out, e);
}

const struct measure rateratio_test_exact_conditional_central = {
    .name = "rateratio.test.exact_conditional_central",
    .brief = "Exact two-sided test of a rate ratio: twice the smaller tail.",
    .formula = "min(1, 2 min(P(X <= count1), P(X >= count1))), X binomial in count1 + count0 with "
               "share 1/(1 + exposure0/(null_ratio exposure1))",
    .assumes = POISSON "Never more than its level of false alarms; agrees with the limits of "
                       "rateratio.ci.exact_conditional.",
    .cite = "Fay MP. R Journal 2010;2(1):53-58. Przyborowski J, Wilenski H. Biometrika "
            "1940;31:313-323.",
    .args = {TWO_RATES, NULL_RATIO},
    .results = {P_VALUE},
    .examples = {{"count1=41 exposure1=28010 count0=15 exposure0=19017",
                  "p_value=0.047660246754566052", 1e-8, "R package rateratio.test 1.1"}},
    .shape = PER_CELL,
    .cell = exact_conditional_central,
};

static bool midp(const double *in, double *out, struct err *e) {
    return conditional(in, binomial_central, TIES_HALF, out, e);
}

const struct measure rateratio_test_midp = {
    .name = "rateratio.test.midp",
    .brief = "Mid-P two-sided test of a rate ratio: twice the smaller tail.",
    .formula = "min(1, 2 min(P(X < x), P(X > x)) + P(X = x)), x = count1, X binomial in "
               "count1 + count0 with share 1/(1 + exposure0/(null_ratio exposure1))",
    .assumes = POISSON "Less cautious than the exact tests; its level holds on average, not in "
                       "every case. Agrees with rateratio.ci.midp_conditional.",
    .cite = "Berry G, Armitage P. The Statistician 1995;44:417-423.",
    .args = {TWO_RATES, NULL_RATIO},
    .results = {P_VALUE},
    .examples = {{"count1=41 exposure1=28010 count0=15 exposure0=19017",
                  "p_value=0.035457421772262299", 1e-8, "epitools 0.5.10.1 rate2by2.test"}},
    .shape = PER_CELL,
    .cell = midp,
};

static bool midp_minlike(const double *in, double *out, struct err *e) {
    return conditional(in, binomial_minlike, TIES_HALF, out, e);
}

const struct measure rateratio_test_midp_minlike = {
    .name = "rateratio.test.midp_minlike",
    .brief = "Mid-P two-sided test of a rate ratio: splits less likely than the one seen, and half "
             "of those as likely.",
    .formula = "sum of P(X = k) over P(X = k) < P(X = count1), plus half of those that are equal, "
               "X binomial in count1 + count0 with share 1/(1 + exposure0/(null_ratio exposure1))",
    .assumes = POISSON "Less cautious than the exact tests; its level holds on average, not in "
                       "every case.",
    .cite = "Fay MP. R Journal 2010;2(1):53-58.",
    .compare = "R exactci, poisson.exact(midp = TRUE, tsmethod = 'minlike'); rateratio.test.midp "
               "is the one that agrees with an interval",
    .args = {TWO_RATES, NULL_RATIO},
    .results = {P_VALUE},
    .examples = {{"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7",
                  "p_value=0.00055726240661905201", 1e-6,
                  "exactci poisson.exact, printed in statsmodels test_rates_poisson.py"}},
    .shape = PER_CELL,
    .cell = midp_minlike,
};

/* count1, count0 and r, the ratio of their means under the null hypothesis. */
struct means {
    double x, y, r;
};

static bool read_means(const double *in, struct means *m, struct err *e) {
    struct two_rates t;
    if (!read_null(in, &t, &m->r, e))
        return false;
    m->x = t.count1;
    m->y = t.count0;
    return true;
}

static bool upper_tail(double z, double *out) {
    out[0] = z;
    out[1] = normal_probability(z, TAIL_UPPER);
    return true;
}

static bool score_z(const double *in, double *out, struct err *e) {
    struct means m;
    return read_means(in, &m, e) && upper_tail((m.x - m.y * m.r) / sqrt((m.x + m.y) * m.r), out);
}

const struct measure rateratio_test_score_z = {
    .name = "rateratio.test.score_z",
    .brief = "One-sided score test of a rate ratio.",
    .formula = "z = (count1 - r count0)/sqrt(r (count1 + count0)), "
               "r = null_ratio exposure1/exposure0",
    .assumes = POISSON "Ten or more events in all; the best of the z tests here.",
    .cite = "Gu K, Ng HKT, Tang ML, Schucany WR. Biom J 2008;50:283-298.",
    .args = {TWO_RATES, NULL_RATIO},
    .results = {Z_VALUE, P_GREATER},
    .examples = {{"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7", "p_one_sided=0.000316",
                  1.7e-3,
                  "Gu et al. 2008, example 1; printed in statsmodels test_rates_poisson.py"}},
    .shape = PER_CELL,
    .cell = score_z,
};

static bool wald_z(const double *in, double *out, struct err *e) {
    struct means m;
    return read_means(in, &m, e) &&
           upper_tail((m.x - m.y * m.r) / sqrt(m.x + m.y * m.r * m.r), out);
}

const struct measure rateratio_test_wald_z = {
    .name = "rateratio.test.wald_z",
    .brief = "One-sided Wald test of a rate ratio.",
    .formula = "z = (count1 - r count0)/sqrt(count1 + r^2 count0), "
               "r = null_ratio exposure1/exposure0",
    .assumes = POISSON "Large counts in both groups.",
    .cite = "Gu K, Ng HKT, Tang ML, Schucany WR. Biom J 2008;50:283-298.",
    .compare = "the statistic W1 of Gu et al. (2008), statsmodels method 'wald'; "
               "rateratio.test.score_z keeps its level better",
    .args = {TWO_RATES, NULL_RATIO},
    .results = {Z_VALUE, P_GREATER},
    .examples = {{"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7", "p_one_sided=0.000356",
                  1.5e-3,
                  "Gu et al. 2008, example 1; printed in statsmodels test_rates_poisson.py"}},
    .shape = PER_CELL,
    .cell = wald_z,
};

static bool wald_log_z(const double *in, double *out, struct err *e) {
    struct means m;
    if (!read_means(in, &m, e))
        return false;
    if (m.x == 0 || m.y == 0)
        return undefined(e, "the logarithm of a ratio with no events in one group");
    return upper_tail(log(m.x / (m.y * m.r)) / sqrt(1 / m.x + 1 / m.y), out);
}

const struct measure rateratio_test_wald_log_z = {
    .name = "rateratio.test.wald_log_z",
    .brief = "One-sided Wald test of a rate ratio on the logarithmic scale.",
    .formula = "z = log(count1/(r count0))/sqrt(1/count1 + 1/count0), "
               "r = null_ratio exposure1/exposure0",
    .assumes = POISSON "Large counts in both groups; undefined when a count is 0. Agrees with "
                       "rateratio.ci.wald_log.",
    .cite = "Gu K, Ng HKT, Tang ML, Schucany WR. Biom J 2008;50:283-298.",
    .compare = "the logarithmic statistic of Gu et al. (2008), statsmodels method 'wald-log'; "
               "rateratio.test.score_z keeps its level better",
    .args = {TWO_RATES, NULL_RATIO},
    .results = {Z_VALUE, P_GREATER},
    .examples = {{"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7", "p_one_sided=0.00042",
                  1.3e-3,
                  "Gu et al. 2008, example 1; printed in statsmodels test_rates_poisson.py"}},
    .shape = PER_CELL,
    .cell = wald_log_z,
};

/* 3/8 makes the variance of a square root of a Poisson count nearly constant: Anscombe FJ.
 * Biometrika 1948;35:246-254. */
static const double anscombe = 3.0 / 8;

static bool sqrt_z(const double *in, double *out, struct err *e) {
    struct means m;
    return read_means(in, &m, e) &&
           upper_tail(2 * (sqrt(m.x + anscombe) - sqrt((m.y + anscombe) * m.r)) / sqrt(1 + m.r),
                      out);
}

const struct measure rateratio_test_sqrt_z = {
    .name = "rateratio.test.sqrt_z",
    .brief = "One-sided test of a rate ratio on the square-root scale.",
    .formula = "z = 2 (sqrt(count1 + 3/8) - sqrt(r (count0 + 3/8)))/sqrt(1 + r), "
               "r = null_ratio exposure1/exposure0",
    .assumes = POISSON "Moderate counts.",
    .cite = "Gu K, Ng HKT, Tang ML, Schucany WR. Biom J 2008;50:283-298. Huffman MD. Appl Stat "
            "1984;33:224-226.",
    .compare = "the variance-stabilised statistic of Gu et al. (2008), statsmodels method 'sqrt'; "
               "rateratio.test.score_z needs no added constant",
    .args = {TWO_RATES, NULL_RATIO},
    .results = {Z_VALUE, P_GREATER},
    .examples = {{"count1=60 exposure1=51477.5 count0=30 exposure0=54308.7", "p_one_sided=0.000285",
                  1.8e-3,
                  "Gu et al. 2008, example 1; printed in statsmodels test_rates_poisson.py"}},
    .shape = PER_CELL,
    .cell = sqrt_z,
};

/* (x - m t1/T)/sqrt(m t1 t0/T^2), with m = x + y events in all and T = t1 + t0. */
static bool wald_mh(const double *in, double *out, struct err *e) {
    struct two_rates r;
    if (!two_rates_read(in, &r, e) || !two_rates_any(&r, e))
        return false;
    double share1 = 1 / (1 + r.exposure0 / r.exposure1),
           share0 = 1 / (1 + r.exposure1 / r.exposure0);
    double events = r.count1 + r.count0;
    double z = (r.count1 * share0 - r.count0 * share1) / sqrt(events * share1 * share0);
    out[0] = 2 * normal_probability(fabs(z), TAIL_UPPER);
    return true;
}

const struct measure rateratio_test_wald_mh = {
    .name = "rateratio.test.wald_mh",
    .brief = "Two-sided score (Mantel-Haenszel) test that two rates are equal.",
    .formula = "z = (count1 - m t1/T)/sqrt(m t1 t0/T^2), m = count1 + count0, t the exposures, "
               "T = t1 + t0; no continuity correction",
    .assumes = POISSON "Ten or more events in all. Its z is that of rateratio.test.score_z at "
                       "null_ratio 1.",
    .cite = "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. 2008, ch. 14. Mantel "
            "N, Haenszel W. J Natl Cancer Inst 1959;22:719-748.",
    .args = {TWO_RATES},
    .results = {P_VALUE},
    .examples = {{"count1=41 exposure1=28010 count0=15 exposure0=19017",
                  "p_value=0.03736289074578103", 1e-8, "epitools 0.5.10.1 rate2by2.test"}},
    .shape = PER_CELL,
    .cell = wald_mh,
};
