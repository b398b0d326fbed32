/* Fisher's exact test of a two by two table, and its mid-P forms. Given the margins, x1 is
 * hypergeometric when the proportions are equal. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/two_groups.h"

/* Tables this close to equally likely count as tied, as in R's fisher.test. */
static const double tie = 1e-7;

struct margins {
    struct two_groups g;
    double m;               /* events in both groups */
    double low, high, mode; /* the possible x1, and the most likely */
};

static bool margins(const double *in, struct margins *t, struct err *e) {
    struct two_groups *g = &t->g;
    if (!two_groups(in, g, e))
        return false;
    t->m = g->x1 + g->x0;
    t->low = fmax(0, t->m - g->n0);
    t->high = fmin(g->n1, t->m);
    double mode = floor((t->m + 1) * ((g->n1 + 1) / (g->n1 + g->n0 + 2)));
    t->mode = fmin(fmax(mode, t->low), t->high);
    return true;
}

static double density(const struct margins *t, double k) {
    return hypergeometric_density(k, t->g.n1, t->g.n0, t->m);
}

static double tail_of(const struct margins *t, double k, enum tail tail) {
    return hypergeometric_probability(k, t->g.n1, t->g.n0, t->m, tail);
}

/* The last k from 'end' towards the mode that is at most 'limit' likely; one beyond 'end' when none
 * is. Likelihood rises towards the mode, and there it is above the limit. */
static double last_unlikely(const struct margins *t, double end, double limit) {
    double side = end < t->mode ? 1 : -1;
    double in = end - side, out = t->mode;
    while (fabs(out - in) > 1) {
        double k = in + side * floor(fabs(out - in) / 2);
        if (density(t, k) <= limit)
            in = k;
        else
            out = k;
    }
    return in;
}

/* Probability of all tables that are at most 'limit' likely: two tails. */
static double no_more_likely(const struct margins *t, double limit) {
    if (density(t, t->mode) <= limit)
        return 1;
    double below = 0, above = 0;
    if (t->low < t->mode)
        below = tail_of(t, last_unlikely(t, t->low, limit), TAIL_LOWER);
    if (t->high > t->mode)
        above = tail_of(t, last_unlikely(t, t->high, limit) - 1, TAIL_UPPER);
    return fmin(below + above, 1);
}

static bool fisher_minlike(const double *in, double *out, struct err *e) {
    struct margins t;
    if (!margins(in, &t, e))
        return false;
    out[0] = no_more_likely(&t, density(&t, t.g.x1) * (1 + tie));
    return true;
}

const struct measure table2x2_test_fisher_minlike = {
    .name = "table2x2.test.fisher_minlike",
    .brief = "Fisher's exact test, two-sided by likelihood, as R's fisher.test.",
    .formula = "the probability, given the margins, of all tables no more likely than the observed "
               "one; tables within a factor of 1 + 1e-7 count as equally likely",
    .assumes = "Independent cases. Right in samples of any size, and conservative in small ones; 1 "
               "when nobody or everybody has the event.",
    .cite = "Fisher RA. J R Stat Soc 1935;98:39-54. Irwin JO. Metron 1935;12:83-94.",
    .args = {TWO_GROUPS},
    .results = {P_VALUE},
    .examples = {{"x1=5 n1=20 x0=20 n0=40", "p_value=0.095804400124776", 1e-5,
                  "R 3.6.2 fisher.test, printed in scipy fisher_exact_results_from_r.py"},
                 {"x1=0 n1=16 x0=15 n0=72", "p_value=0.06287", 1e-4,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"}},
    .shape = PER_CELL,
    .cell = fisher_minlike,
};

/* Half of the observed table's probability, and of those tied with it: the mean of counting them
 * and leaving them out. */
static bool fisher_midp_fisher_irwin(const double *in, double *out, struct err *e) {
    struct margins t;
    if (!margins(in, &t, e))
        return false;
    double observed = density(&t, t.g.x1);
    double with = no_more_likely(&t, observed * (1 + tie));
    out[0] = (with + no_more_likely(&t, observed * (1 - tie))) / 2;
    return true;
}

const struct measure table2x2_test_fisher_midp_fisher_irwin = {
    .name = "table2x2.test.fisher_midp_fisher_irwin",
    .brief = "Fisher's mid-P test, two-sided by likelihood.",
    .formula = "P(tables less likely than the observed one) + P(tables as likely)/2, given the "
               "margins",
    .assumes = "Independent cases. Holds its level on average, not always; less conservative than "
               "table2x2.test.fisher_minlike. 1/2 when nobody or everybody has the event.",
    .cite = "Lancaster HO. J Am Stat Assoc 1961;56:223-234. Fagerland MW, Lydersen S, Laake P. "
            "Statistical Analysis of Contingency Tables. Chapman & Hall/CRC 2017, chapter 4.",
    .args = {TWO_GROUPS},
    .results = {P_VALUE},
    .examples = {{"x1=0 n1=16 x0=15 n0=72", "p_value=0.04466", 1.2e-4,
                  "Fagerland, Lydersen & Laake 2017, ch. 4; contingencytables 3.0.0"}},
    .shape = PER_CELL,
    .cell = fisher_midp_fisher_irwin,
};

static bool fisher_midp_central(const double *in, double *out, struct err *e) {
    struct margins t;
    if (!margins(in, &t, e))
        return false;
    double half = density(&t, t.g.x1) / 2;
    double below = tail_of(&t, t.g.x1 - 1, TAIL_LOWER), above = tail_of(&t, t.g.x1, TAIL_UPPER);
    out[0] = fmin(2 * (fmin(below, above) + half), 1);
    return true;
}

const struct measure table2x2_test_fisher_midp_central = {
    .name = "table2x2.test.fisher_midp_central",
    .brief = "Fisher's mid-P test, two-sided by doubling the smaller tail.",
    .formula = "2 min(P(X < x1), P(X > x1)) + P(X = x1), X hypergeometric given the margins",
    .assumes = "Independent cases. Holds its level on average, not always; agrees with "
               "oddsratio.ci.midp_conditional. 1 when nobody or everybody has the event.",
    .cite = "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. Lippincott 2008.",
    .args = {TWO_GROUPS},
    .results = {P_VALUE},
    .examples = {{"x1=28 n1=99 x0=23 n0=182", "p_value=0.001608729009", 1e-6,
                  "R epitools 0.5.10.1 tab2by2.test midp.exact"}},
    .shape = PER_CELL,
    .cell = fisher_midp_central,
};
