/* Tests of a two by two table: is the proportion the same in both groups? */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/deviance.h"
#include "stats/distribution.h"
#include "stats/two_groups.h"

#define CHISQ RESULT("chisq", RESULT_STATISTIC, "the statistic, chi-square with 1 df")

/* The table with its margins; 'shift' is x1 less its expectation, the same in all four cells but
 * for the sign. */
struct margins {
    struct two_groups g;
    double n, events, others;
    double shift;
};

static bool margins(const double *in, struct margins *t, struct err *e) {
    if (!two_groups(in, &t->g, e))
        return false;
    t->n = t->g.n1 + t->g.n0;
    t->events = t->g.x1 + t->g.x0;
    t->others = (t->g.n1 - t->g.x1) + (t->g.n0 - t->g.x0);
    t->shift = two_groups_cross(&t->g) / t->n;
    if (t->events == 0)
        return undefined(e, "neither group has an event, so there is nothing to compare");
    if (t->others == 0)
        return undefined(e, "everybody has the event, so there is nothing to compare");
    return true;
}

/* Pearson's statistic when each observed count lies 'distance' from its expectation. */
static double pearson_statistic(const struct margins *t, double distance) {
    double scaled = distance * (t->n / t->g.n1) * (distance * (t->n / t->g.n0));
    return scaled * (t->n / t->events / t->others);
}

static bool pearson(const double *in, double *out, struct err *e) {
    struct margins t;
    if (!margins(in, &t, e))
        return false;
    out[0] = pearson_statistic(&t, t.shift);
    out[1] = chisq_probability(out[0], 1, TAIL_UPPER);
    return true;
}

const struct measure table2x2_test_pearson = {
    .name = "table2x2.test.pearson",
    .brief = "Pearson's chi-square test of two proportions, without continuity correction.",
    .formula = "N (ad - bc)^2/((a + b)(c + d)(a + c)(b + d)) ~ chi-square, 1 df",
    .assumes = "Independent cases; every expected count about 5 or more. Not defined when nobody "
               "or everybody has the event.",
    .cite = "Pearson K. Philos Mag 1900;50:157-175. Fleiss JL, Levin B, Paik MC. Statistical "
            "Methods for Rates and Proportions, 3rd ed. Wiley 2003.",
    .args = {TWO_GROUPS},
    .results = {CHISQ, P_VALUE},
    .examples = {{"x1=3 n1=4 x0=1 n0=4", "chisq=2.000 p_value=0.15730", 5e-5,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"},
                 {"x1=9 n1=10 x0=3 n0=10", "chisq=7.5 p_value=0.0061698993205", 1e-9,
                  "R stats 4.2.2 chisq.test(correct=FALSE)"}},
    .shape = PER_CELL,
    .cell = pearson,
};

/* Yates F. J R Stat Soc Suppl 1934;1:217-235; never beyond the expectation itself. */
static bool yates(const double *in, double *out, struct err *e) {
    struct margins t;
    if (!margins(in, &t, e))
        return false;
    out[0] = pearson_statistic(&t, fmax(fabs(t.shift) - 0.5, 0));
    out[1] = chisq_probability(out[0], 1, TAIL_UPPER);
    return true;
}

const struct measure table2x2_test_yates = {
    .name = "table2x2.test.yates",
    .brief = "Pearson's chi-square test of two proportions with Yates's continuity correction.",
    .formula = "Pearson's statistic with |observed - expected| less 1/2, but not below 0",
    .assumes = "Independent cases; every expected count about 5 or more. Close to Fisher's exact "
               "test, and as conservative. Not defined when nobody or everybody has the event.",
    .cite = "Yates F. J R Stat Soc Suppl 1934;1:217-235.",
    .args = {TWO_GROUPS},
    .results = {CHISQ, P_VALUE},
    .examples = {{"x1=3 n1=4 x0=1 n0=4", "chisq=0.500 p_value=0.47950", 5e-5,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"},
                 {"x1=8 n1=15 x0=4 n0=15", "chisq=1.25 p_value=0.26355247728", 1e-9,
                  "R stats 4.2.2 chisq.test(correct=TRUE)"}},
    .shape = PER_CELL,
    .cell = yates,
};

static double deviance_cell(const struct margins *t, double size, double column, double shift) {
    double expected = size * (column / t->n);
    return expected * deviance_term(shift / expected);
}

static bool likelihood_ratio(const double *in, double *out, struct err *e) {
    struct margins t;
    if (!margins(in, &t, e))
        return false;
    out[1] = 2 * (deviance_cell(&t, t.g.n1, t.events, t.shift) +
                  deviance_cell(&t, t.g.n1, t.others, -t.shift) +
                  deviance_cell(&t, t.g.n0, t.events, -t.shift) +
                  deviance_cell(&t, t.g.n0, t.others, t.shift));
    out[0] = chisq_probability(out[1], 1, TAIL_UPPER);
    return true;
}

const struct measure table2x2_test_likelihood_ratio = {
    .name = "table2x2.test.likelihood_ratio",
    .brief = "Likelihood ratio (G) test of two proportions.",
    .formula = "G = 2 sum O log(O/E) over the four cells ~ chi-square, 1 df",
    .assumes = "Independent cases; every expected count about 5 or more. Empty cells add nothing. "
               "Not defined when nobody or everybody has the event.",
    .cite = "Wilks SS. Ann Math Stat 1935;6:190-196. Fagerland MW, Lydersen S, Laake P. "
            "Statistical Analysis of Contingency Tables. Chapman & Hall/CRC 2017, chapter 4.",
    .args = {TWO_GROUPS},
    .results = {P_VALUE, RESULT("G", RESULT_STATISTIC, "the statistic, chi-square with 1 df")},
    .examples = {{"x1=3 n1=4 x0=1 n0=4", "p_value=0.14798 G=2.093", 3e-4,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = likelihood_ratio,
};

static bool z_unpooled(const double *in, double *out, struct err *e) {
    struct two_groups g;
    if (!two_groups(in, &g, e))
        return false;
    double p1 = g.x1 / g.n1, p0 = g.x0 / g.n0;
    double variance = p1 * ((g.n1 - g.x1) / g.n1) / g.n1 + p0 * ((g.n0 - g.x0) / g.n0) / g.n0;
    if (variance == 0)
        return undefined(e, "each group has all or no events, so there is no variance to test by");
    out[0] = risk_difference(&g) / sqrt(variance);
    out[1] = 2 * normal_probability(fabs(out[0]), TAIL_UPPER);
    return true;
}

const struct measure table2x2_test_z_unpooled = {
    .name = "table2x2.test.z_unpooled",
    .brief = "Wald test of a risk difference, with the variances of the two groups.",
    .formula = "z = (p1 - p0)/sqrt(p1(1 - p1)/n1 + p0(1 - p0)/n0)",
    .assumes = "Independent cases in large groups. Rejects too often in small ones and when a "
               "group has few events: prefer table2x2.test.pearson. Not defined when each group "
               "has all or no events.",
    .cite = "Fagerland MW, Lydersen S, Laake P. Statistical Analysis of Contingency Tables. "
            "Chapman & Hall/CRC 2017, chapter 4.",
    .args = {TWO_GROUPS},
    .results = {RESULT("z", RESULT_STATISTIC, "the statistic, standard normal"), P_VALUE},
    .examples = {{"x1=0 n1=16 x0=15 n0=72", "z=-4.353", 2e-4,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = z_unpooled,
};
