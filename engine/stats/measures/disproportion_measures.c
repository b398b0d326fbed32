/* Disproportionality, continued: one group against all others, against everybody, against a named
 * group; as ratio, difference, count and share. Each names its comparator. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/poisson.h"
#include "stats/proportion.h"
#include "stats/two_groups.h"
#include "stats/two_rates.h"

#define SHAW                                                                                       \
    "Shaw TV, Putnam-Hornstein E, Magruder J, Needell B. Measuring racial disparity in child "     \
    "welfare. Child Welfare 2008;87(2):23-36. "
#define CONDITIONAL_LIMITS "Przyborowski J, Wilenski H. Biometrika 1940;31:313-323."
#define LOOKED_AFTER                                                                               \
    "children looked after in Leicester at 31 March 2023 over school-census pupils; worked by "    \
    "hand in R 4.2.2"

#define OF_TOTAL                                                                                   \
    ARG("count_group", ARG_COUNT, "events in the group"),                                          \
        ARG("count_total", ARG_COUNT, "events in all groups together"),                            \
        ARG("population_group", ARG_EXPOSURE, "people in the group"),                              \
        ARG("population_total", ARG_EXPOSURE, "people in all groups together")

/* The group and all the others, from the group and the total. */
static bool split(const double *in, struct two_rates *r, struct err *e) {
    if (!within("count_group", in[0], "count_total", in[1], e) ||
        !within("population_group", in[2], "population_total", in[3], e))
        return false;
    double others = in[3] - in[2];
    if (in[2] == 0)
        return undefined(e, "nobody is in the group: 'population_group' is 0");
    if (others == 0)
        return undefined(e, "nobody is in the other groups: the group is everybody");
    return two_rates_read((double[]){in[0], in[2], in[1] - in[0], others}, r, e) &&
           two_rates_any(r, e);
}

static bool ratio_with_limits(const struct two_rates *r, double conf_level, double *out,
                              struct err *e) {
    out[0] = two_rates_ratio(r);
    return two_rates_limits(r, proportion_exact_limits, conf_level, out + 1, e);
}

static bool ratio_to_others(const double *in, double *out, struct err *e) {
    struct two_rates r;
    return split(in, &r, e) && ratio_with_limits(&r, in[4], out, e);
}

const struct measure disproportion_ratio_to_others = {
    .name = "disproportion.ratio_to_others",
    .brief = "Disparity ratio: a group's rate over that of all the other groups together.",
    .formula = "(count_group/population_group) / ((count_total - count_group)/(population_total - "
               "population_group)); exact conditional limits",
    .assumes = "Events independent of each other. The comparator is everybody else, so it changes "
               "from group to group: the ratios of two groups do not compare them with each other. "
               "Events and people of unknown group belong in neither total.",
    .cite = SHAW CONDITIONAL_LIMITS,
    .args = {OF_TOTAL, CONF_LEVEL},
    .results = {ESTIMATE("rate over that of all others; 1 is parity"), LOWER, UPPER},
    .examples = {{"count_group=381 count_total=622 population_group=18905 population_total=58566",
                  "estimate=3.316614", 1.6e-7, "White, " LOOKED_AFTER},
                 {"count_group=18 count_total=622 population_group=1618 population_total=58566",
                  "estimate=1.048903 lower=0.617407 upper=1.672040", 9e-7,
                  "Other ethnic group, " LOOKED_AFTER}},
    .shape = PER_CELL,
    .cell = ratio_to_others,
};

/* With s the group's share of the people, the total rate is s times the group's and 1 - s times the
 * others': the ratio to it is r/(s r + 1 - s), which grows with r. */
static double to_total(double ratio_to_others, double share) {
    return isinf(ratio_to_others) ? 1 / share
                                  : ratio_to_others / (share * ratio_to_others + 1 - share);
}

static bool ratio_to_total(const double *in, double *out, struct err *e) {
    struct two_rates r;
    if (!split(in, &r, e) || !ratio_with_limits(&r, in[4], out, e))
        return false;
    for (int i = 0; i < 3; i++)
        out[i] = to_total(out[i], in[2] / in[3]);
    return true;
}

const struct measure disproportion_ratio_to_total = {
    .name = "disproportion.ratio_to_total",
    .brief = "A group's rate over the rate of everybody, with limits.",
    .formula = "r/(s r + 1 - s), r the ratio to all others, s = population_group/population_total; "
               "equal to disproportion.index",
    .assumes = "Events independent of each other; the limits are the exact conditional ones of the "
               "ratio to all others, carried over. At most population_total/population_group, so "
               "it does not compare groups of different size: see disproportion.index.",
    .cite = SHAW CONDITIONAL_LIMITS,
    .args = {OF_TOTAL, CONF_LEVEL},
    .results = {ESTIMATE("rate over that of everybody; 1 is parity"), LOWER, UPPER},
    .examples = {{"count_group=110 count_total=622 population_group=4457 population_total=58566",
                  "estimate=2.323835", 2.2e-7, "Mixed, " LOOKED_AFTER},
                 {"count_group=18 count_total=622 population_group=1618 population_total=58566",
                  "estimate=1.047488 lower=0.624003 upper=1.641562", 5e-7,
                  "Other ethnic group, " LOOKED_AFTER}},
    .shape = PER_CELL,
    .cell = ratio_to_total,
};

static bool ratio_to_group(const double *in, double *out, struct err *e) {
    struct two_rates r;
    return two_rates_read(in, &r, e) && two_rates_any(&r, e) &&
           ratio_with_limits(&r, in[4], out, e);
}

const struct measure disproportion_ratio_to_group = {
    .name = "disproportion.ratio_to_group",
    .brief = "Disparity ratio (relative rate index): a group's rate over that of a named group.",
    .formula = "(count1/exposure1)/(count0/exposure0); exact conditional limits",
    .assumes = "Events independent of each other. One comparator for all groups, so that their "
               "ratios can be compared; say which. The same as rateratio.ci.exact_conditional "
               "under the name of the field.",
    .cite = SHAW CONDITIONAL_LIMITS,
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {ESTIMATE("rate over that of the comparison group; 1 is parity"), LOWER, UPPER},
    .examples = {{"count1=44 exposure1=5680 count0=381 exposure0=18905",
                  "estimate=0.384376 lower=0.274685 upper=0.526073", 1.9e-6,
                  "Black to White, " LOOKED_AFTER},
                 {"count1=10 exposure1=116 count0=217 exposure0=3808 conf_level=0.95",
                  "estimate=1.5127919911012238 lower=0.715276 upper=2.835992", 7e-7,
                  "custodial sentences of children, Other to White, England and Wales, year ending "
                  "March 2025, published with prism-r"}},
    .shape = PER_CELL,
    .cell = ratio_to_group,
};

static bool rate_difference(const double *in, double *out, struct err *e) {
    const double as_rates[] = {in[0], in[1], in[2], in[3], in[5]};
    if (!ratediff_ci_score.cell(as_rates, out, e))
        return false;
    for (int i = 0; i < 3; i++)
        out[i] *= in[4];
    return true;
}

const struct measure disproportion_rate_difference = {
    .name = "disproportion.rate_difference",
    .brief = "A group's rate less that of a comparison group, per 10,000, with score limits.",
    .formula = "per (count1/exposure1 - count0/exposure0); limits of ratediff.ci.score",
    .assumes = "Events independent of each other. A difference keeps the size that a ratio hides: "
               "few events give large ratios and small differences.",
    .cite = "Miettinen O, Nurminen M. Stat Med 1985;4:213-226. " SHAW,
    .args = {TWO_RATES,
             ARG_PRESET("per", ARG_POSITIVE, "10,000 in English children's social care", 10000),
             CONF_LEVEL},
    .results = {ESTIMATE("difference of the rates, per 'per'"), LOWER, UPPER},
    .examples = {{"count1=110 exposure1=4457 count0=381 exposure0=18905", "estimate=45.268796",
                  1e-7, "Mixed to White, " LOOKED_AFTER},
                 {"count1=69 exposure1=27906 count0=381 exposure0=18905 per=10000",
                  "estimate=-176.808120", 1e-8, "Asian to White, " LOOKED_AFTER}},
    .shape = PER_CELL,
    .cell = rate_difference,
};

static bool parity_count(const double *in, double *out, struct err *e) {
    double count = in[0], people = in[1], comparison = in[2], all = in[3], limits[2];
    if (all == 0)
        return undefined(e, "the comparison group has no rate: 'exposure0' is 0");
    if (!poisson_exact_limits(comparison, in[4], limits, e))
        return false;
    double scale = people / all;
    out[0] = comparison * scale;
    out[1] = limits[0] * scale;
    out[2] = limits[1] * scale;
    out[3] = count - out[0];
    return true;
}

const struct measure disproportion_parity_count = {
    .name = "disproportion.parity_count",
    .brief = "Events a group would have at the rate of the comparison group, with limits.",
    .formula = "exposure1 count0/exposure0; exact Poisson limits of count0, times "
               "exposure1/exposure0; difference = count1 - estimate",
    .assumes = "Events of the comparison group independent of each other. The limits say how well "
               "the comparison rate is known, not how much the group's own count varies: for that "
               "see disproportion.excess_count. No statement about causes.",
    .cite = "Garwood F. Biometrika 1936;28:437-442. " SHAW,
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {ESTIMATE("events of the group at parity"), LOWER, UPPER,
                RESULT("difference", RESULT_STATISTIC, "events beyond parity; negative: fewer")},
    .examples = {{"count1=110 exposure1=4457 count0=381 exposure0=18905",
                  "estimate=89.823697 lower=81.029653 upper=99.311844 difference=20.176303", 5e-8,
                  "Mixed to White, " LOOKED_AFTER " with qgamma"},
                 {"count1=18 exposure1=1618 count0=381 exposure0=18905", "difference=-14.61", 4e-4,
                  "Other to White, " LOOKED_AFTER}},
    .shape = PER_CELL,
    .cell = parity_count,
};

static bool composition(const double *in, double *out, struct err *e) {
    if (!within("count_group", in[0], "count_total", in[1], e) ||
        !within("population_group", in[2], "population_total", in[3], e))
        return false;
    if (in[1] == 0 || in[3] == 0)
        return undefined(e, "no share of nothing: '%s' is 0",
                         in[1] == 0 ? "count_total" : "population_total");
    out[0] = in[0] / in[1];
    proportion_wilson_limits(in[0], in[1], normal_z(in[4]), out + 1);
    out[3] = in[2] / in[3];
    for (int i = 0; i < 3; i++)
        out[4 + i] = out[i] - out[3];
    return true;
}

const struct measure disproportion_composition = {
    .name = "disproportion.composition",
    .brief = "Composition: a group's share of the events beside its share of the people.",
    .formula = "share = count_group/count_total with Wilson limits; population_share = "
               "population_group/population_total; difference = share - population_share",
    .assumes =
        "Independent events; the population share is taken as known. 'Composition' also stands "
        "for the share of the group that has the event: that is a risk, count over people of the "
        "group. A difference of shares is bounded by the size of the group, and the shares of all "
        "groups move together: one large group can hide the others.",
    .cite = "Bollmer J, Bethel J, Garrison-Mogren R, Brauen M. Journal of Special Education "
            "2007;41:186-198. Wilson EB. JASA 1927;22:209-212.",
    .args = {OF_TOTAL, CONF_LEVEL},
    .results = {ESTIMATE("share of the events, 0 to 1"), LOWER, UPPER,
                RESULT("population_share", RESULT_STATISTIC, "share of the people, 0 to 1"),
                RESULT("difference", RESULT_STATISTIC, "share of events less share of people"),
                RESULT("difference_lower", RESULT_STATISTIC, "its lower confidence limit"),
                RESULT("difference_upper", RESULT_STATISTIC, "its upper confidence limit")},
    .examples = {{"count_group=44 count_total=622 population_group=5680 population_total=58566",
                  "estimate=0.07073955 population_share=0.09698460", 6e-8, "Black, " LOOKED_AFTER},
                 {"count_group=538 count_total=1398 population_group=1 population_total=4",
                  "lower=0.359678940 upper=0.410623188", 1e-8,
                  "computed in R 4.2.2 from the formula"}},
    .shape = PER_CELL,
    .cell = composition,
};

/* 4/5 and 5/4 as whole numbers, so that a ratio of exactly 0.8 is not below it by rounding. */
static bool four_fifths(const double *in, double *out, struct err *e) {
    struct two_groups g;
    enum { WITHIN, BELOW, ABOVE } side = WITHIN;
    bool unwanted = in[4] == 1;
    if (!two_groups(in, &g, e))
        return false;
    if (g.x1 + g.x0 == 0)
        return undefined(e, "both groups have no events");
    double here = g.x1 * g.n0, there = g.x0 * g.n1;
    if (5 * here < 4 * there)
        side = BELOW;
    else if (4 * here > 5 * there)
        side = ABOVE;
    out[0] = risk_ratio(&g);
    out[1] = side;
    out[2] = side == (unwanted ? ABOVE : BELOW);
    return true;
}

const struct measure disproportion_four_fifths = {
    .name = "disproportion.four_fifths",
    .brief = "Four-fifths rule: is a group's proportion less than 0.8, or more than 1.25, of "
             "another's?",
    .formula = "ratio = (x1/n1)/(x0/n0); within when 0.8 <= ratio <= 1.25; adverse = below for "
               "wanted events, above for unwanted ones",
    .assumes = "A rule of thumb of employment practice: it takes no account of chance, so a few "
               "events can put a group on either side; read it beside "
               "riskratio.ci.koopman_score. Its verdict on an event and on its opposite can "
               "differ.",
    .cite = "Equal Employment Opportunity Commission. Uniform Guidelines on Employee Selection "
            "Procedures. 29 CFR 1607.4(D), 1978.",
    .args = {TWO_GROUPS, ARG_WORD("event", "wanted|unwanted", "wanted",
                                  "wanted: selected, promoted; unwanted: disciplined, excluded")},
    .results = {ESTIMATE("ratio of the proportions"),
                RESULT_CODED("side", "within|below|above", "where the ratio lies"),
                RESULT_CODED("adverse", "no|yes",
                             "is the group worse off by more than the rule "
                             "allows?")},
    .examples = {{"x1=48 n1=80 x0=12 n0=40", "estimate=2 side=2 adverse=0", 1e-15,
                  "by hand: 60% and 30% selected"},
                 {"x1=12 n1=40 x0=48 n0=80", "estimate=0.5 side=1 adverse=1", 1e-15,
                  "by hand: 30% and 60% selected"},
                 {"x1=8 n1=100 x0=10 n0=100", "side=0 adverse=0", 0, "exactly four fifths"}},
    .shape = PER_CELL,
    .cell = four_fifths,
};
