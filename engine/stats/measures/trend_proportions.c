/* Does a proportion rise or fall with the score of its group: age bands, years, quintiles? */
#include <math.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"

#define SCORED_GROUPS                                                                              \
    ARG_LIST("x", ARG_COUNT, "events, one a group"),                                               \
        ARG_LIST("n", ARG_COUNT, "people or cases at risk, one a group"),                          \
        ARG_LIST("scores", ARG_REAL, "the score of each group: a year, a mid-point, a rank")
#define SCORES_MATTER                                                                              \
    "Independent cases; the scores matter, as the test looks for a straight line in them (only "   \
    "their spacing counts, not their origin or unit). "
#define STROKES "x=8,10,11,22,6 n=61,58,111,124,135 scores=1,2,3,4,5"
#define STROKES_SOURCE                                                                             \
    "troponin T in stroke patients, Indredavik et al. 2008; Fagerland, Lydersen & Laake 2017, "    \
    "ch. 5"
#define ARMITAGE "Armitage P. Biometrics 1955;11:375-386. Cochran WG. Biometrics 1954;10:417-451."
#define FAGERLAND                                                                                  \
    "Fagerland MW, Lydersen S, Laake P. Statistical Analysis of Contingency Tables. Chapman & "    \
    "Hall/CRC 2017, chapter 5."

struct trend {
    double n, events, others;
    double lean;     /* sum x (s - mean) */
    double squares;  /* sum n (s - mean)^2 */
    double variance; /* of the lean, from each group's own proportion */
};

static bool add_up(const struct series *in, struct trend *t, double *mean, struct err *e) {
    struct sum n = {0}, events = {0}, others = {0}, scores = {0};
    for (size_t i = 0; i < in[0].n; i++) {
        if (!within("x", in[0].at[i], "n", in[1].at[i], e))
            return err_hint(e, "it is group %zu of %zu", i + 1, in[0].n);
        sum_add(&n, in[1].at[i]);
        sum_add(&events, in[0].at[i]);
        sum_add(&others, in[1].at[i] - in[0].at[i]);
        sum_add(&scores, in[1].at[i] * in[2].at[i]);
    }
    *t = (struct trend){sum_value(&n), sum_value(&events), sum_value(&others), 0, 0, 0};
    *mean = sum_value(&scores) / t->n;
    return t->n > 0 || undefined(e, "no group has anybody in it");
}

static bool trend_of(const struct series *in, struct trend *t, struct err *e) {
    struct sum lean = {0}, squares = {0}, variance = {0};
    double mean = 0;
    if (!add_up(in, t, &mean, e))
        return false;
    double p = t->events / t->n, q = t->others / t->n;
    for (size_t i = 0; i < in[0].n; i++) {
        double x = in[0].at[i], n = in[1].at[i], s = in[2].at[i] - mean;
        if (n == 0)
            continue;
        sum_add(&lean, (x * q - (n - x) * p) * s);
        sum_add(&squares, n * s * s);
        sum_add(&variance, x * ((n - x) / n) * s * s);
    }
    t->lean = sum_value(&lean);
    t->squares = sum_value(&squares);
    t->variance = sum_value(&variance);
    return t->squares > 0 || undefined(e, "all cases have the same score");
}

/* Armitage's z; its square is the chi-square of the trend. */
static bool armitage_z(const struct series *in, struct trend *t, double *z, struct err *e) {
    if (!trend_of(in, t, e))
        return false;
    if (t->events == 0 || t->others == 0)
        return undefined(e, "nobody or everybody has the event, so there is no trend to test");
    *z = t->lean / sqrt(t->events / t->n * (t->others / t->n)) / sqrt(t->squares);
    return true;
}

static bool armitage(const struct series *in, double *const *out, struct err *e) {
    struct trend t;
    double z;
    if (!armitage_z(in, &t, &z, e))
        return false;
    *out[0] = z * z;
    *out[1] = 2 * normal_probability(fabs(z), TAIL_UPPER);
    return true;
}

const struct measure trend_cochran_armitage = {
    .name = "trend.cochran_armitage",
    .brief = "Cochran-Armitage test for a trend of proportions over scores.",
    .formula =
        "(sum(x (s - m)))^2/(p (1 - p) sum(n (s - m)^2)), p = sum x/sum n, m the mean score, "
        "~ chi-square, 1 df",
    .assumes = SCORES_MATTER "Large groups; Mantel's test (tableRxC.linear_by_linear) is this "
                             "times (N - 1)/N. Groups with nobody are left out.",
    .cite = ARMITAGE,
    .args = {SCORED_GROUPS},
    .results = {RESULT("chisq", RESULT_STATISTIC, "the statistic, chi-square with 1 df"), P_VALUE},
    .examples = {{STROKES, "chisq=3.1962567693960748 p_value=0.073807020231790615", 1e-8,
                  "R 4.2.2 prop.trend.test; " STROKES_SOURCE}},
    .shape = PER_COLUMN,
    .column = armitage,
};

static bool armitage_abs(const struct series *in, double *const *out, struct err *e) {
    struct trend t;
    double z;
    if (!armitage_z(in, &t, &z, e))
        return false;
    *out[0] = fabs(z);
    *out[1] = 2 * normal_probability(fabs(z), TAIL_UPPER);
    return true;
}

const struct measure trend_cochran_armitage_z_abs = {
    .name = "trend.cochran_armitage_z_abs",
    .brief = "Cochran-Armitage test for a trend of proportions, as a z without its sign.",
    .formula = "|sum(x (s - m))|/sqrt(p (1 - p) sum(n (s - m)^2))",
    .assumes = SCORES_MATTER "The square root of trend.cochran_armitage, with the same p-value.",
    .cite = ARMITAGE,
    .compare = "kept to reproduce R's DescTools, which reports a z whose sign depends on the order "
               "of the columns. trend.cochran_armitage is the same test, and "
               "trend.cochran_armitage_linear_slope says which way and how steeply.",
    .args = {SCORED_GROUPS},
    .results = {RESULT("abs_z", RESULT_STATISTIC, "the statistic, standard normal, without sign"),
                P_VALUE},
    .examples = {{"x=5,6,10,12 n=40,35,38,39 scores=1,2,3,4", "abs_z=2.1657 p_value=0.03034",
                  1.7e-4, "DescTools 0.99.44 CochranArmitageTest, printed in its issue 83"}},
    .shape = PER_COLUMN,
    .column = armitage_abs,
};

static bool mantel_signed(const struct series *in, double *const *out, struct err *e) {
    struct trend t;
    double z;
    if (!armitage_z(in, &t, &z, e))
        return false;
    *out[0] = z * sqrt(t.n / (t.n - 1));
    *out[1] = 2 * normal_probability(fabs(*out[0]), TAIL_UPPER);
    return true;
}

const struct measure trend_mantel_haenszel_signed = {
    .name = "trend.mantel_haenszel_signed",
    .brief = "Trend of proportions as a signed z, scaled up by sqrt(N/(N - 1)).",
    .formula = "sqrt(N/(N - 1)) sum(x (s - m))/sqrt(p (1 - p) sum(n (s - m)^2))",
    .assumes = SCORES_MATTER "Positive when the proportion rises with the score.",
    .cite = FAGERLAND,
    .compare = "kept to reproduce R's contingencytables. Mantel's statistic has sqrt((N - 1)/N) "
               "where this has sqrt(N/(N - 1)), so it is slightly too large; "
               "tableRxC.linear_by_linear is Mantel's.",
    .args = {SCORED_GROUPS},
    .results = {RESULT("z", RESULT_STATISTIC, "the statistic, standard normal"), P_VALUE},
    .examples = {{STROKES, "z=-1.790 p_value=0.07351", 2.9e-4, STROKES_SOURCE}},
    .shape = PER_COLUMN,
    .column = mantel_signed,
};

static bool slope(const struct series *in, double *const *out, struct err *e) {
    struct trend t;
    if (!trend_of(in, &t, e))
        return false;
    double half = normal_z(in[3].at[0]) * (sqrt(t.variance) / t.squares);
    *out[0] = t.lean / t.squares;
    *out[1] = *out[0] - half;
    *out[2] = *out[0] + half;
    return true;
}

const struct measure trend_cochran_armitage_linear_slope = {
    .name = "trend.cochran_armitage_linear_slope",
    .brief = "Change of the proportion per unit of score, with Wald limits.",
    .formula = "b = sum(x (s - m))/S, S = sum(n (s - m)^2); b -+ z sqrt(sum(n p_i (1 - p_i) (s - "
               "m)^2))/S, p_i = x/n",
    .assumes = "Independent cases in large groups; a straight line in the scores. The variance "
               "comes from each group's own proportion: no width when every group has all or no "
               "events. Groups with nobody are left out.",
    .cite = FAGERLAND,
    .args = {SCORED_GROUPS, CONF_LEVEL},
    .results = {RESULT("slope", RESULT_ESTIMATE, "change of the proportion per unit of score"),
                LOWER, UPPER},
    .examples = {{STROKES, "slope=-0.0194 lower=-0.0395 upper=0.0007", 4e-2, STROKES_SOURCE}},
    .shape = PER_COLUMN,
    .column = slope,
};
