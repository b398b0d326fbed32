/* Inequality between groups of a population, in the forms of WHO's Health Equity Assessment
 * Toolkit: distances of the groups' values from their mean, the best group or a reference group.
 * y_j the value of group j, s_j its share of the population, mu = sum s_j y_j. */
#include <math.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"

#define HEAT                                                                                       \
    "Harper S, Lynch J. Methods for Measuring Cancer Disparities. National Cancer Institute "      \
    "2005. WHO. Health Equity Assessment Toolkit, technical notes. 2024."
#define GROUPS_OF(kind)                                                                            \
    ARG_LIST("estimate", kind, "value of each group: a rate, a percentage"),                       \
        ARG_LIST("population", ARG_EXPOSURE, "people in each group")
#define ANY_GROUPS GROUPS_OF(ARG_REAL)
#define RATED_GROUPS GROUPS_OF(ARG_EXPOSURE)
#define VALUE(t) RESULT("value", RESULT_STATISTIC, t)
#define HEALTHEQUAL "healthequal 1.0.1 (WHO), run in R 4.2.2"
#define SIX "estimate=42.1,55.3,61.7,38.9,70.2,47.5 population=91000,5200,4100,12800,3900,6100"

struct groups {
    const double *y, *people;
    size_t n;
    double total, mean;
};

static bool groups_of(const struct series *in, struct groups *g, struct err *e) {
    *g = (struct groups){in[0].at, in[1].at, in[0].n, sum_of(in[1].at, in[1].n), 0};
    if (!(g->total > 0 && isfinite(g->total)))
        return undefined(e, "the population is %s", g->total > 0 ? "too large" : "empty");
    struct sum mean = {0};
    for (size_t i = 0; i < g->n; i++)
        sum_add(&mean, g->people[i] / g->total * g->y[i]);
    g->mean = sum_value(&mean);
    return isfinite(g->mean) || undefined(e, "the values are too large to add up");
}

/* The same for measures relative to the mean. */
static bool rated_groups_of(const struct series *in, struct groups *g, struct err *e) {
    if (!groups_of(in, g, e))
        return false;
    return g->mean > 0 || undefined(e, "the mean is 0: nothing can be relative to it");
}

static double share_of(const struct groups *g, size_t i) {
    return g->people[i] / g->total;
}

/* Mean distance from a value: each group counting the same, or by its population. */
static double distance(const struct groups *g, double from, bool weighted) {
    struct sum total = {0};
    for (size_t i = 0; i < g->n; i++)
        sum_add(&total, (weighted ? share_of(g, i) : 1 / (double)g->n) * fabs(g->y[i] - from));
    return sum_value(&total);
}

static double variance_between(const struct groups *g) {
    struct sum total = {0};
    for (size_t i = 0; i < g->n; i++)
        sum_add(&total, share_of(g, i) * (g->y[i] - g->mean) * (g->y[i] - g->mean));
    return sum_value(&total);
}

/* Standard error by the delta method with the second-order term, for independent groups. */
static double variance_error(const struct groups *g, const double *se) {
    struct sum first = {0}, square = {0}, fourth = {0}, rest = {0};
    for (size_t i = 0; i < g->n; i++) {
        double s = share_of(g, i), v = s * s * se[i] * se[i];
        sum_add(&first, v * (g->y[i] - g->mean) * (g->y[i] - g->mean));
        sum_add(&square, v);
        sum_add(&fourth, v * v);
        sum_add(&rest, s * s * (1 - s) * (1 - s) * pow(se[i], 4));
    }
    double both = sum_value(&square) * sum_value(&square) - sum_value(&fourth) + sum_value(&rest);
    return sqrt(4 * sum_value(&first) + 2 * both);
}

static bool bgv(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!groups_of(in, &g, e))
        return false;
    double z = normal_z(in[3].at[0]);
    *out[0] = variance_between(&g);
    *out[1] = variance_error(&g, in[2].at);
    *out[2] = *out[0] - z * *out[1];
    *out[3] = *out[0] + z * *out[1];
    return true;
}

const struct measure inequality_bgv = {
    .name = "inequality.bgv",
    .brief = "Between-group variance of the groups' values, with limits.",
    .formula = "bgv = sum s (y - mu)^2; se^2 = 4 sum s^2 se_j^2 (y - mu)^2 + 2 ((sum s^2 se_j^2)^2 "
               "- sum s^4 se_j^4 + sum s^2 (1 - s)^2 se_j^4); limits bgv -+ z se",
    .assumes = "Independent groups with known standard errors; normal limits, which may fall "
               "below 0. Sensitive to far groups; in squared units of the value. Sampling error "
               "alone makes it larger than 0: small noisy groups look unequal.",
    .cite = HEAT,
    .args = {ANY_GROUPS, ARG_LIST("se", ARG_EXPOSURE, "standard error of each value"), CONF_LEVEL},
    .results = {RESULT("bgv", RESULT_ESTIMATE, "between-group variance"),
                RESULT("se", RESULT_STATISTIC, "its standard error"), LOWER, UPPER},
    .examples = {{SIX " se=0.7,3.1,3.9,1.7,4.2,2.8",
                  "bgv=43.537740591185866 se=9.3888039336845033 lower=25.136023023256257 "
                  "upper=61.939458159115475",
                  1e-11, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = bgv,
};

static bool bgsd(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!groups_of(in, &g, e))
        return false;
    *out[0] = sqrt(variance_between(&g));
    return true;
}

const struct measure inequality_bgsd = {
    .name = "inequality.bgsd",
    .brief = "Between-group standard deviation of the groups' values.",
    .formula = "sqrt(sum s (y - mu)^2)",
    .assumes = "As inequality.bgv, in the units of the value.",
    .cite = HEAT,
    .args = {ANY_GROUPS},
    .results = {VALUE("between-group standard deviation")},
    .examples = {{SIX, "value=6.5983134656657425", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = bgsd,
};

static bool variation(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!rated_groups_of(in, &g, e))
        return false;
    *out[0] = 100 * sqrt(variance_between(&g)) / g.mean;
    return true;
}

const struct measure inequality_coefficient_of_variation_pct = {
    .name = "inequality.coefficient_of_variation_pct",
    .brief = "Between-group standard deviation as a percentage of the mean.",
    .formula = "100 sqrt(sum s (y - mu)^2)/mu",
    .assumes = "Values of 0 or more. Not defined when all are 0.",
    .cite = HEAT,
    .args = {RATED_GROUPS},
    .results = {VALUE("coefficient of variation, per cent")},
    .examples = {{"estimate=0,2.5,10 population=100,200,300", "value=72.843135908468355", 1e-12,
                  HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = variation,
};

static bool disparity_unweighted(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!rated_groups_of(in, &g, e))
        return false;
    *out[0] = 100 * distance(&g, g.mean, false) / g.mean;
    return true;
}

const struct measure inequality_index_of_disparity_unweighted_pct = {
    .name = "inequality.index_of_disparity_unweighted_pct",
    .brief = "Index of disparity: mean distance of the groups from the mean, per cent of it.",
    .formula = "(100/n) sum |y - mu|/mu, mu weighted by population",
    .assumes = "Each group counts the same, however small: small noisy groups weigh most. Values "
               "of 0 or more. Not defined when all are 0.",
    .cite = "Pearcy JN, Keppel KG. Public Health Reports 2002;117:273-280. " HEAT,
    .args = {RATED_GROUPS},
    .results = {VALUE("index of disparity, per cent")},
    .examples = {{SIX, "value=24.707624404573473", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = disparity_unweighted,
};

static bool disparity_weighted(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!rated_groups_of(in, &g, e))
        return false;
    *out[0] = 100 * distance(&g, g.mean, true) / g.mean;
    return true;
}

const struct measure inequality_index_of_disparity_weighted_pct = {
    .name = "inequality.index_of_disparity_weighted_pct",
    .brief = "Index of disparity weighted by population.",
    .formula = "100 sum s |y - mu|/mu",
    .assumes = "Each group counts by its population. Values of 0 or more. Not defined when all "
               "are 0.",
    .cite = HEAT,
    .args = {RATED_GROUPS},
    .results = {VALUE("weighted index of disparity, per cent")},
    .examples = {{SIX, "value=9.2855197361038293", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = disparity_weighted,
};

static bool from_mean_unweighted(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!groups_of(in, &g, e))
        return false;
    *out[0] = distance(&g, g.mean, false);
    return true;
}

const struct measure inequality_mean_diff_from_mean_unweighted = {
    .name = "inequality.mean_diff_from_mean_unweighted",
    .brief = "Mean absolute difference of the groups from the population's mean.",
    .formula = "(1/n) sum |y - mu|, mu weighted by population",
    .assumes = "Each group counts the same, however small.",
    .cite = HEAT,
    .args = {ANY_GROUPS},
    .results = {VALUE("mean absolute difference, in the units of the value")},
    .examples = {{SIX, "value=10.904833468724616", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = from_mean_unweighted,
};

static bool from_mean_weighted(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!groups_of(in, &g, e))
        return false;
    *out[0] = distance(&g, g.mean, true);
    return true;
}

const struct measure inequality_mean_diff_from_mean_weighted = {
    .name = "inequality.mean_diff_from_mean_weighted",
    .brief = "Mean absolute difference from the mean, weighted by population.",
    .formula = "sum s |y - mu|",
    .assumes = "Each group counts by its population.",
    .cite = HEAT,
    .args = {ANY_GROUPS},
    .results = {VALUE("weighted mean absolute difference, in the units of the value")},
    .examples = {{SIX, "value=4.0982105254127532", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = from_mean_weighted,
};

/* --- from the best group, or a named one ------------------------------------------------------ */

#define FAVOURABLE                                                                                 \
    ARG("favourable", ARG_COUNT, "1 when more is better (helped), 0 when less is (excluded)")

static bool is_favourable(double favourable, bool *yes, struct err *e) {
    *yes = favourable == 1;
    return favourable <= 1 ||
           fail(e, ERR_ARG_RANGE, "'favourable' must be 0 or 1, got %.15g", favourable);
}

/* The best value of all groups. */
static double best_of(const struct groups *g, bool more_is_better) {
    double best = g->y[0];
    for (size_t i = 1; i < g->n; i++)
        best = more_is_better ? fmax(best, g->y[i]) : fmin(best, g->y[i]);
    return best;
}

static bool from_best(const struct series *in, bool weighted, double *out, struct err *e) {
    struct groups g;
    bool more;
    if (!is_favourable(in[2].at[0], &more, e) || !groups_of(in, &g, e))
        return false;
    *out = distance(&g, best_of(&g, more), weighted);
    return true;
}

static bool from_best_unweighted(const struct series *in, double *const *out, struct err *e) {
    return from_best(in, false, out[0], e);
}

static bool from_best_weighted(const struct series *in, double *const *out, struct err *e) {
    return from_best(in, true, out[0], e);
}

const struct measure inequality_mean_diff_from_best_unweighted = {
    .name = "inequality.mean_diff_from_best_unweighted",
    .brief = "Mean difference of the groups from the best group.",
    .formula = "(1/n) sum |y - best|, best the largest y when favourable = 1, else the smallest",
    .assumes = "Each group counts the same. The best of many noisy groups is too good: it depends "
               "on how many groups there are and how small.",
    .cite = HEAT,
    .args = {ANY_GROUPS, FAVOURABLE},
    .results = {VALUE("mean difference from the best, in the units of the value")},
    .examples = {{SIX " favourable=1", "value=17.583333333333336", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = from_best_unweighted,
};

const struct measure inequality_mean_diff_from_best_weighted = {
    .name = "inequality.mean_diff_from_best_weighted",
    .brief = "Mean difference from the best group, weighted by population.",
    .formula = "sum s |y - best|, best the largest y when favourable = 1, else the smallest",
    .assumes = "Each group counts by its population; a group nobody is in can still be the best. "
               "The best of many noisy groups is too good.",
    .cite = HEAT,
    .args = {ANY_GROUPS, FAVOURABLE},
    .results = {VALUE("weighted mean difference from the best, in the units of the value")},
    .examples = {{SIX " favourable=0", "value=5.2354995938261597", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = from_best_weighted,
};

static bool from_reference(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    double index = in[2].at[0];
    if (index < 1 || index > (double)in[0].n)
        return fail(e, ERR_ARG_RANGE, "'reference_index' must be 1 to %zu, got %.15g", in[0].n,
                    index);
    if (!groups_of(in, &g, e))
        return false;
    *out[0] = distance(&g, g.y[(size_t)index - 1], true);
    return true;
}

const struct measure inequality_mean_diff_from_reference_weighted = {
    .name = "inequality.mean_diff_from_reference_weighted",
    .brief = "Mean absolute difference from a reference group, weighted by population.",
    .formula = "sum s |y - y_reference|",
    .assumes = "Each group counts by its population. Says how far, not in which direction.",
    .cite = HEAT,
    .args = {ANY_GROUPS, ARG("reference_index", ARG_COUNT, "which group is the reference, from 1")},
    .results = {VALUE("weighted mean difference from the reference, in the units of the value")},
    .examples = {{SIX " reference_index=1", "value=2.7009748172217711", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = from_reference,
};

/* --- if all did as well as the top group ------------------------------------------------------ */

#define TOP_OF_ORDER                                                                               \
    ARG_LIST("order", ARG_REAL, "place of each group; the highest is the reference"), FAVOURABLE

static bool top_of(const struct series *order, size_t *top, struct err *e) {
    size_t times = 0;
    *top = 0;
    for (size_t i = 1; i < order->n; i++)
        *top = order->at[i] > order->at[*top] ? i : *top;
    for (size_t i = 0; i < order->n; i++)
        times += order->at[i] == order->at[*top];
    return times == 1 ||
           fail(e, ERR_ARG_RANGE, "'order' has %zu groups in the highest place", times);
}

/* Value of the top group less the mean; 0 where the top group does no better. */
static bool gain_of(const struct series *in, struct groups *g, double *gain, struct err *e) {
    size_t top;
    bool more;
    if (!is_favourable(in[3].at[0], &more, e) || !top_of(&in[2], &top, e) || !groups_of(in, g, e))
        return false;
    *gain = g->y[top] - g->mean;
    if (more ? *gain < 0 : *gain > 0)
        *gain = 0;
    return true;
}

static bool par(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    return gain_of(in, &g, out[0], e);
}

static bool paf(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    double gain;
    if (!gain_of(in, &g, &gain, e))
        return false;
    if (g.mean <= 0)
        return undefined(e, "the mean is 0: nothing can be relative to it");
    *out[0] = 100 * gain / g.mean;
    return true;
}

#define FIVE                                                                                       \
    "estimate=120.5,98.2,77.1,60.4,45.9 population=10400,9900,10100,9800,10200 order=1,2,3,4,5 "   \
    "favourable=0"

const struct measure inequality_par_highest_ordered = {
    .name = "inequality.par_highest_ordered",
    .brief = "Population attributable risk: the change if all groups had the top group's value.",
    .formula = "y_top - mu; 0 when y_top is no better than mu",
    .assumes = "The top group's value is within reach of all, and the order is what matters. "
               "Negative for an unfavourable indicator.",
    .cite = HEAT,
    .args = {ANY_GROUPS, TOP_OF_ORDER},
    .results = {RESULT("par", RESULT_ESTIMATE, "change, in the units of the value")},
    .examples = {{FIVE, "par=-34.738690476190477", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = par,
};

const struct measure inequality_paf_highest_ordered_pct = {
    .name = "inequality.paf_highest_ordered_pct",
    .brief = "Population attributable fraction: that change as a percentage of the mean.",
    .formula = "100 (y_top - mu)/mu; 0 when y_top is no better than mu",
    .assumes = "As inequality.par_highest_ordered, for values of 0 or more. Not defined when all "
               "are 0.",
    .cite = HEAT,
    .args = {RATED_GROUPS, TOP_OF_ORDER},
    .results = {RESULT("paf_pct", RESULT_ESTIMATE, "change, per cent of the mean")},
    .examples = {{FIVE, "paf_pct=-43.079432802108172", 1e-12, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = paf,
};

/* --- entropy --------------------------------------------------------------------------------- */

/* What the toolkit puts in the place of 0, whose logarithm is infinite. */
static const double in_place_of_zero = 1e-6;

static double above_zero(double y) {
    return y == 0 ? in_place_of_zero : y;
}

/* 1000 sum s f(y/mu), f(r) = r log r or -log r. */
static bool entropy(const struct series *in, bool theil, double *out, struct err *e) {
    struct groups g;
    struct sum mean = {0}, total = {0};
    if (!groups_of(in, &g, e))
        return false;
    for (size_t i = 0; i < g.n; i++)
        sum_add(&mean, share_of(&g, i) * above_zero(g.y[i]));
    for (size_t i = 0; i < g.n; i++) {
        double r = above_zero(g.y[i]) / sum_value(&mean);
        sum_add(&total, share_of(&g, i) * (theil ? r : -1) * log(r));
    }
    *out = 1000 * fmax(sum_value(&total), 0);
    return true;
}

static bool theil_x1000(const struct series *in, double *const *out, struct err *e) {
    return entropy(in, true, out[0], e);
}

static bool mld_x1000(const struct series *in, double *const *out, struct err *e) {
    return entropy(in, false, out[0], e);
}

const struct measure inequality_theil_x1000 = {
    .name = "inequality.theil_x1000",
    .brief = "Theil's T between groups of a population, times 1,000.",
    .formula = "1000 sum s (y/mu) log(y/mu), with 0.000001 in the place of y = 0",
    .assumes = "Values of 0 or more; more sensitive to groups with large values. Where all values "
               "are 0 they count as equal.",
    .cite = "Theil H. Economics and Information Theory. North-Holland 1967. " HEAT,
    .args = {RATED_GROUPS},
    .results = {VALUE("Theil's T, in thousandths of a nat")},
    .examples = {{SIX, "value=9.9715449270603997", 1e-11, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = theil_x1000,
};

const struct measure inequality_mld_x1000 = {
    .name = "inequality.mld_x1000",
    .brief = "Mean log deviation between groups of a population, times 1,000.",
    .formula = "1000 sum s log(mu/y), with 0.000001 in the place of y = 0",
    .assumes = "Values above 0. The true value is infinite when a group's value is 0; what comes "
               "out then depends on the 0.000001, which is the toolkit's and arbitrary: merge "
               "such groups or use inequality.theil_x1000.",
    .cite = HEAT,
    .args = {RATED_GROUPS},
    .results = {VALUE("mean log deviation, in thousandths of a nat")},
    .examples =
        {{"estimate=61,74,58,59,72,75,74,68,75,67,73,63,66,62,60,66,71,73,71,61,74,84,55,69,"
          "60 population=832,931,1468,1021,1039,1515,1138,620,794,866,1367,1108,1120,1033,"
          "833,1536,1149,410,1210,858,680,935,692,781,812",
          "value=5.0523552071955686", 1e-11, HEALTHEQUAL}},
    .shape = PER_COLUMN,
    .column = mld_x1000,
};
