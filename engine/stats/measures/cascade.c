/* Decision-point cascades: population, referral, assessment, ... Each stage is a subset of the one
 * that feeds it, in a group of interest (1) and a comparison group (0). The ratio at one decision
 * point has the feeder stage as denominator, so that it compares what is decided and not who was
 * there to be decided on; the product of the ratios of all stages is the ratio from population to
 * outcome, exactly. */
#include <math.h>
#include <string.h>

#include "stats/catalogue.h"
#include "stats/proportion.h"
#include "stats/score.h"
#include "stats/two_groups.h"
#include "stats/two_rates.h"

#define OJJDP                                                                                      \
    "Feyerherm W, Snyder HN, Villarruel F. Identification and monitoring. In: Disproportionate "   \
    "Minority Contact Technical Assistance Manual, 4th ed. OJJDP 2009, ch. 1. "
#define KOOPMAN "Koopman PAR. Biometrics 1984;40:513-517. "
#define CONDITIONAL_LIMITS "Przyborowski J, Wilenski H. Biometrika 1940;31:313-323."
#define LIMITS                                                                                     \
    ARG_WORD("limits", "risk|rate", "risk",                                                        \
             "risk: people, counted once at each stage: Koopman's score limits of a ratio of "     \
             "proportions; rate: rare events: exact conditional limits of a ratio of rates")
#define NESTING                                                                                    \
    "The same people at every stage, each counted once: a count above its feeder shows that the "  \
    "stages do not nest, and is refused. Say whether the stages follow one cohort or are counts "  \
    "of the same year. "

enum { BY_RISK, BY_RATE }; /* the choices of 'limits' */

static bool not_nested(size_t stage, const char *group, double count, double feeder,
                       struct err *e) {
    fail(e, ERR_ARG_RANGE,
         "stage %zu of '%s' counts %.15g, more than the %.15g of the stage that feeds it: the "
         "stages do not nest",
         stage, group, count, feeder);
    return err_hint(e, "count the same people at every stage (children, not episodes), or compare "
                       "each stage with the population by rateratio.ci.exact_conditional");
}

static bool ratio_limits(const struct two_groups *g, int method, double conf_level,
                         double limits[2], struct err *e) {
    if (method == BY_RISK)
        return score_ratio(g, score_chisq(conf_level), limits, e);
    limits[0] = 0;
    limits[1] = INFINITY;
    struct two_rates r = {g->x1, g->n1, g->x0, g->n0};
    return g->x1 + g->x0 == 0 ||
           two_rates_limits(&r, proportion_exact_limits, conf_level, limits, e);
}

static bool relative_rate_index(const double *in, double *out, struct err *e) {
    struct two_groups g = {in[0], in[1], in[2], in[3]};
    if (g.x1 > g.n1)
        return not_nested(1, "count1", g.x1, g.n1, e);
    if (g.x0 > g.n0)
        return not_nested(1, "count0", g.x0, g.n0, e);
    if (g.n1 == 0 || g.n0 == 0)
        return undefined(e, "nobody reached the decision: 'feeder%d' is 0", g.n1 == 0 ? 1 : 0);
    out[0] = risk_ratio(&g);
    return ratio_limits(&g, (int)in[4], in[5], out + 1, e);
}

#define PRISM                                                                                      \
    "youth justice in England and Wales, year ending March 2025, published with prism-r "          \
    "(Home Office, Ministry of Justice and ONS figures)"

const struct measure cascade_relative_rate_index = {
    .name = "cascade.relative_rate_index",
    .brief = "Relative rate index at one decision point, with the feeder stage as denominator.",
    .formula = "(count1/feeder1)/(count0/feeder0)",
    .assumes =
        NESTING "1 is parity; below 1 the group reaches the stage less often, which is good or bad "
                "according to the stage. It says nothing about disparity at earlier stages: see "
                "cascade.stages. Infinite when only the comparison group has no cases; the "
                "estimate is not defined when neither has any (the limits are 0 and infinity).",
    .cite = OJJDP KOOPMAN CONDITIONAL_LIMITS,
    .args = {ARG("count1", ARG_COUNT, "people in the group of interest at the stage"),
             ARG("feeder1", ARG_COUNT, "people in the group of interest at the stage before"),
             ARG("count0", ARG_COUNT, "people in the comparison group at the stage"),
             ARG("feeder0", ARG_COUNT, "people in the comparison group at the stage before"),
             LIMITS, CONF_LEVEL},
    .results = {ESTIMATE("relative rate index; 1 is parity"), LOWER, UPPER},
    .examples = {{"count1=7 feeder1=34 count0=1 feeder0=34", "lower=1.2209 upper=42.5757", 5e-5,
                  "printed in contingencytables 3.0.0, tests/testthat/test-ch4.R"},
                 {"count1=252 feeder1=1933 count0=444 feeder0=6526 limits=rate",
                  "estimate=1.9161644831587923 lower=1.635148 upper=2.241532", 4e-7,
                  "Black to White, remand, " PRISM}},
    .shape = PER_CELL,
    .cell = relative_rate_index,
};

struct cascade {
    const double *group, *reference; /* cases at each stage */
    size_t n;
    double group_base, reference_base;
    int method;
    double conf_level;
};

static bool nests(const char *name, double base, const double *count, size_t n, struct err *e) {
    for (size_t i = 0; i < n; i++) {
        double feeder = i == 0 ? base : count[i - 1];
        if (count[i] > feeder)
            return not_nested(i + 1, name, count[i], feeder, e);
    }
    return true;
}

/* Stage i with the stage before as denominator, or with the base. */
static struct two_groups conditional(const struct cascade *c, size_t i) {
    return (struct two_groups){c->group[i], i == 0 ? c->group_base : c->group[i - 1],
                               c->reference[i], i == 0 ? c->reference_base : c->reference[i - 1]};
}

static struct two_groups cumulative(const struct cascade *c, size_t i) {
    return (struct two_groups){c->group[i], c->group_base, c->reference[i], c->reference_base};
}

/* {ratio, lower, upper}, all NaN where nobody reached the stage before. */
static bool stage(const struct cascade *c, const struct two_groups *g, double ratio[3],
                  struct err *e) {
    ratio[0] = ratio[1] = ratio[2] = NAN;
    if (g->n1 == 0 || g->n0 == 0)
        return true;
    ratio[0] = risk_ratio(g);
    return ratio_limits(g, c->method, c->conf_level, ratio + 1, e);
}

static bool all_stages(const struct cascade *c, double *const *out, struct err *e) {
    for (size_t i = 0; i < c->n; i++) {
        struct two_groups step = conditional(c, i), whole = cumulative(c, i);
        double ratio[6];
        if (!stage(c, &step, ratio, e) || !stage(c, &whole, ratio + 3, e))
            return false;
        out[0][i] = step.x1 / step.n1;
        out[1][i] = step.x0 / step.n0;
        for (int k = 0; k < 6; k++)
            out[2 + k][i] = ratio[k];
    }
    return true;
}

static bool stages(const struct series *in, double *const *out, struct err *e) {
    struct cascade c = {.group = in[0].at,
                        .reference = in[1].at,
                        .n = in[0].n,
                        .group_base = in[2].at[0],
                        .reference_base = in[3].at[0],
                        .method = strcmp(in[4].text, "rate") == 0 ? BY_RATE : BY_RISK,
                        .conf_level = in[5].at[0]};
    if (!nests("group", c.group_base, c.group, c.n, e) ||
        !nests("reference", c.reference_base, c.reference, c.n, e))
        return false;
    if (c.group_base == 0 || c.reference_base == 0)
        return undefined(e, "nobody is in the %s group: its base is 0",
                         c.group_base == 0 ? "first" : "comparison");
    return all_stages(&c, out, e);
}

const struct measure cascade_stages = {
    .name = "cascade.stages",
    .brief = "A whole cascade: relative rate index at every decision point, and cumulative.",
    .formula = "proportion p1_s = group_s/group_(s-1), p0_s likewise; ratio = p1_s/p0_s; "
               "cumulative = (group_s/group_base)/(reference_s/reference_base) = the product of "
               "the ratios up to s",
    .assumes =
        NESTING "The product of the ratios is the cumulative ratio exactly, so that each ratio "
                "shows how much of the whole disparity arises at its stage. The limits of the "
                "stages are separate; they do not multiply. After a stage that nobody reached in "
                "one of the groups the ratios are not defined.",
    .cite = OJJDP KOOPMAN CONDITIONAL_LIMITS,
    .args = {ARG_LIST("group", ARG_COUNT, "people in the group of interest at each stage in order"),
             ARG_LIST("reference", ARG_COUNT, "people in the comparison group at each stage"),
             ARG("group_base", ARG_COUNT, "people in the group of interest before the first stage"),
             ARG("reference_base", ARG_COUNT,
                 "people in the comparison group before the first stage"),
             LIMITS, CONF_LEVEL},
    .results = {RESULT("proportion", RESULT_ESTIMATE,
                       "share of the group of interest that goes on from the stage before"),
                RESULT("reference_proportion", RESULT_ESTIMATE,
                       "share of the comparison group that goes on"),
                RESULT("ratio", RESULT_ESTIMATE, "relative rate index of the stage; 1 is parity"),
                RESULT("ratio_lower", RESULT_LOWER, "its lower confidence limit"),
                RESULT("ratio_upper", RESULT_UPPER, "its upper confidence limit"),
                RESULT("cumulative", RESULT_ESTIMATE, "ratio from the base up to the stage"),
                RESULT("cumulative_lower", RESULT_LOWER, "its lower confidence limit"),
                RESULT("cumulative_upper", RESULT_UPPER, "its upper confidence limit")},
    .examples =
        {{"group=10326,5200 reference=53593,36923 group_base=333587 reference_base=4161949 "
          "limits=rate",
          "ratio_1=2.4038739363559065 ratio_lower_1=2.353544 ratio_upper_1=2.455096 "
          "ratio_2=0.730940979827732 cumulative_2=1.7570899704223333 cumulative_lower_2=1.706491 "
          "cumulative_upper_2=1.808902",
          4e-7, "Black to White, stop and search and arrest, " PRISM "; ratio_2 is the quotient"},
         {"group=50,7 reference=40,1 group_base=100 reference_base=100",
          "proportion_2=0.14 reference_proportion_2=0.025 ratio_1=1.25 ratio_2=5.6 cumulative_2=7",
          1e-15, "by hand: 1.25 x 5.6 = 7"}},
    .shape = COLUMN_TO_COLUMN,
    .column = stages,
};
