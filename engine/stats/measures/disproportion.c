/* Disproportionality: one group's events against its share of the people, or against another
 * group. The same figures can point in opposite directions (a group can have more than its share of
 * all events and still a lower rate than the largest group), so each measure here names its
 * comparator and none is "the" disproportionality. */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/proportion.h"
#include "stats/two_rates.h"

#define SHAW                                                                                       \
    "Shaw TV, Putnam-Hornstein E, Magruder J, Needell B. Measuring racial disparity in child "     \
    "welfare. Child Welfare 2008;87(2):23-36."
#define LOOKED_AFTER                                                                               \
    "children looked after in Leicester at 31 March 2023 over school-census pupils; worked by "    \
    "hand in R 4.2.2"
#define EARLY_HELP                                                                                 \
    "early help cases opened in Leicester in the 12 months to 11 September 2017 (FOI answer) "     \
    "over "                                                                                        \
    "Census 2011; worked by hand in R 4.2.2"

/* (a_g/A)/(n_g/N). */
static bool index_of(const double *in, double *out, struct err *e) {
    double events = in[0], all_events = in[1], people = in[2], all_people = in[3];
    if (!within("count_group", events, "count_total", all_events, e) ||
        !within("population_group", people, "population_total", all_people, e))
        return false;
    if (all_events == 0)
        return undefined(e, "no share of nothing: 'count_total' is 0");
    if (people == 0)
        return undefined(e, "nobody is in the group: 'population_group' is 0");
    out[0] = (events / all_events) / (people / all_people);
    return true;
}

const struct measure disproportion_index = {
    .name = "disproportion.index",
    .brief = "Disproportionality index: a group's share of events over its share of people.",
    .formula = "(count_group/count_total)/(population_group/population_total)",
    .assumes =
        "1 is parity. The comparator is everybody, the group included, so the largest value it can "
        "take is population_total/population_group: do not compare it between groups or places of "
        "different make-up; use a ratio of rates for that. Events of unknown group belong in "
        "neither count.",
    .cite = SHAW,
    .args = {ARG("count_group", ARG_COUNT, "events in the group"),
             ARG("count_total", ARG_COUNT, "events in all groups together"),
             ARG("population_group", ARG_EXPOSURE, "people in the group"),
             ARG("population_total", ARG_EXPOSURE, "people in all groups together")},
    .results = {ESTIMATE("share of events over share of people; 1 is parity")},
    .examples = {{"count_group=18 count_total=622 population_group=1618 population_total=58566",
                  "estimate=1.047488", 5e-7, "Other ethnic group, " LOOKED_AFTER},
                 {"count_group=69 count_total=622 population_group=27906 population_total=58566",
                  "estimate=0.232813", 2.2e-6, "Asian, " LOOKED_AFTER}},
    .shape = PER_CELL,
    .cell = index_of,
};

/* With R the rate ratio, the excess is count1 (1 - 1/R); the limits of R are carried over. */
static bool excess_count(const double *in, double *out, struct err *e) {
    struct two_rates r;
    double limits[2];
    if (!two_rates_read(in, &r, e))
        return false;
    out[0] = r.count1 - r.exposure1 * (r.count0 / r.exposure0);
    out[1] = out[2] = NAN;
    if (r.count1 == 0)
        return true;
    if (!two_rates_limits(&r, proportion_exact_limits, in[4], limits, e))
        return false;
    out[1] = r.count1 * (1 - 1 / limits[0]);
    out[2] = r.count1 * (1 - 1 / limits[1]);
    return true;
}

const struct measure disproportion_excess_count = {
    .name = "disproportion.excess_count",
    .brief = "Events in a group beyond what the comparison group's rate would give.",
    .formula = "count1 - exposure1 count0/exposure0 = count1 (1 - 1/ratio); limits from the exact "
               "conditional limits of the ratio",
    .assumes =
        "Says how many people a ratio stands for; negative when the group has fewer. The limits "
        "carry the uncertainty of the rate ratio at the count seen. They are not defined when "
        "count1 is 0 (the estimate still is); with count0 = 0 the upper limit is count1. No "
        "statement about causes.",
    .cite = SHAW " Przyborowski J, Wilenski H. Biometrika 1940;31:313-323.",
    .args = {TWO_RATES, CONF_LEVEL},
    .results = {ESTIMATE("events beyond those expected at the comparison rate"), LOWER, UPPER},
    .examples = {{"count1=110 exposure1=4457 count0=381 exposure0=18905", "estimate=20.18", 2.5e-4,
                  "Mixed to White, " LOOKED_AFTER},
                 {"count1=69 exposure1=27906 count0=381 exposure0=18905", "estimate=-493.40",
                  1.1e-5, "Asian to White, " LOOKED_AFTER},
                 {"count1=110 exposure1=4457 count0=381 exposure0=18905",
                  "lower=-2.090243261 upper=37.52774178", 1e-8, "R 4.2.2 qbeta"}},
    .shape = PER_CELL,
    .cell = excess_count,
};

static bool unknown_bounds(const double *in, double *out, struct err *e) {
    struct two_rates known, low, high;
    double unknown = in[4];
    if (!two_rates_read(in, &known, e))
        return false;
    low = high = known;
    low.count0 += unknown;
    high.count1 += unknown;
    if (!two_rates_any(&low, e))
        return false;
    out[0] = two_rates_ratio(&known);
    out[1] = two_rates_ratio(&low);
    out[2] = two_rates_ratio(&high);
    return true;
}

const struct measure disproportion_unknown_bounds = {
    .name = "disproportion.unknown_bounds",
    .brief = "Rate ratio with bounds for events whose group is not known.",
    .formula =
        "estimate (count1/exposure1)/(count0/exposure0); lower (count1/exposure1)/((count0 + "
        "unknown)/exposure0); upper ((count1 + unknown)/exposure1)/(count0/exposure0)",
    .assumes =
        "Bounds, not a confidence interval: whatever the unknown are, the ratio that would have "
        "been seen lies between them, and nothing narrower is certain. The groups that are "
        "recorded are taken to be right, and the exposures to hold everybody, also those whose "
        "group is not known among the events. Chance variation comes on top. Only a range wholly "
        "above or below 1 keeps its direction.",
    .cite = "Manski CF. Am Econ Rev 1990;80:319-323. " SHAW,
    .args = {TWO_RATES, ARG("unknown", ARG_COUNT, "events whose group is not known")},
    .results = {ESTIMATE("rate ratio of the events whose group is known"),
                RESULT("lower", RESULT_LOWER, "ratio with all unknown in the comparison group"),
                RESULT("upper", RESULT_UPPER, "ratio with all unknown in the group of interest")},
    .examples = {{"count1=516 exposure1=122470 count0=2580 exposure0=166636 unknown=827",
                  "estimate=0.272 lower=0.206 upper=0.708", 2.4e-3, "Asian to White, " EARLY_HELP},
                 {"count1=282 exposure1=20585 count0=2580 exposure0=166636 unknown=827",
                  "estimate=0.885 lower=0.670 upper=3.480", 7.5e-4, "Black to White, " EARLY_HELP},
                 {"count1=302 exposure1=11580 count0=2580 exposure0=166636 unknown=827",
                  "estimate=1.684 lower=1.276 upper=6.297", 4e-4, "Mixed to White, " EARLY_HELP},
                 {"count1=68 exposure1=8568 count0=2580 exposure0=166636 unknown=827",
                  "estimate=0.513 lower=0.388 upper=6.747", 1.3e-3, "Other to White, " EARLY_HELP}},
    .shape = PER_CELL,
    .cell = unknown_bounds,
};

static bool unknown_allocated(const double *in, double *out, struct err *e) {
    double part = in[2], whole = in[3];
    if (!within("part", part, "whole", whole, e))
        return false;
    if (whole == 0)
        return undefined(e, "nothing to share out in proportion to: 'whole' is 0");
    out[0] = in[0] + in[1] * (part / whole);
    return true;
}

const struct measure disproportion_unknown_allocated = {
    .name = "disproportion.unknown_allocated",
    .brief = "Events of a group together with its share of those whose group is not known.",
    .formula = "count + unknown part/whole",
    .assumes =
        "An assumption, not a finding: that the unknown are spread over the groups as part/whole "
        "says. With the known events as part and whole (shared pro rata) every group grows by the "
        "same factor, so that ratios and shares stay as they are; with the people, ratios move "
        "towards 1. Nothing in the figures can tell which is right: disproportion.unknown_bounds "
        "says how far they could move. The result is no whole number of events, and the limits of "
        "a count do not apply to it.",
    .cite = "Little RJA, Rubin DB. Statistical Analysis with Missing Data. 3rd ed. Wiley 2019, "
            "ch. 1 and 3. " SHAW,
    .args = {ARG("count", ARG_COUNT, "events in the group"),
             ARG("unknown", ARG_COUNT, "events whose group is not known"),
             ARG("part", ARG_EXPOSURE, "the group's known events, or its people"),
             ARG("whole", ARG_EXPOSURE, "the same of all known groups together")},
    .results = {ESTIMATE("events in the group, with its share of the unknown")},
    .examples = {{"count=282 unknown=827 part=282 whole=3748", "estimate=344.2235859", 1e-9,
                  "by hand: 282 (3748 + 827)/3748; Black, " EARLY_HELP},
                 {"count=282 unknown=827 part=20585 whole=329839", "estimate=333.6124", 1e-6,
                  "by hand: 282 + 827 x 0.06240924; Black, " EARLY_HELP}},
    .shape = PER_CELL,
    .cell = unknown_allocated,
};

/* Lists of groups: events ("success") and people (n) of each. */
struct groups {
    const double *success, *n;
    size_t count;
    double all_success, all_n;
};

#define GROUPS                                                                                     \
    ARG_LIST("success", ARG_COUNT, "events in each group"),                                        \
        ARG_LIST("n", ARG_COUNT, "people in each group, in the same order")
#define REFERENCE                                                                                  \
    ARG_WORD("reference", NULL, NULL,                                                              \
             "comparator: 'overall' (all groups together), 'hpg' (the group with the highest "     \
             "proportion), 'all but current' (the other groups together), or a group by its "      \
             "letter, 'A' for the first")

static bool read_groups(const struct series *in, struct groups *g, struct err *e) {
    *g = (struct groups){in[0].at, in[1].at, in[0].n, sum_of(in[0].at, in[0].n),
                         sum_of(in[1].at, in[1].n)};
    for (size_t i = 0; i < g->count; i++) {
        if (!within("success", g->success[i], "n", g->n[i], e))
            return false;
    }
    return g->all_n > 0 || undefined(e, "nobody is in any of the groups");
}

/* NaN for a group of nobody. */
static double proportion(const struct groups *g, size_t i) {
    return g->success[i] / g->n[i];
}

static double highest_proportion(const struct groups *g) {
    double best = NAN;
    for (size_t i = 0; i < g->count; i++)
        best = fmax(best, proportion(g, i)); /* fmax passes over NaN */
    return best;
}

/* The group that 'A', 'B', ... or a number from 1 stands for. */
static bool named_group(const struct groups *g, const char *name, size_t *group, struct err *e) {
    double number;
    if (strlen(name) == 1 && *name >= 'A' && *name <= 'Z')
        number = *name - 'A' + 1;
    else if (!num_parse(name, strlen(name), &number))
        number = 0;
    if (!(number >= 1 && number <= (double)g->count && number == floor(number))) {
        fail(e, ERR_ARG_RANGE, "'reference' is \"%.60s\", which names no group", name);
        char last = (char)('A' + (g->count < 26 ? (int)g->count : 26) - 1);
        return err_hint(e, "it is overall, hpg, all but current, or a letter, A to %c", last);
    }
    *group = (size_t)number - 1;
    return true;
}

/* The proportion that each group is compared with, into reference[]. */
static bool references(const struct groups *g, const char *name, double *reference, struct err *e) {
    if (strcmp(name, "all but current") == 0) {
        for (size_t i = 0; i < g->count; i++)
            reference[i] = (g->all_success - g->success[i]) / (g->all_n - g->n[i]);
        return true;
    }
    double one;
    size_t group = 0;
    if (strcmp(name, "overall") == 0)
        one = g->all_success / g->all_n;
    else if (strcmp(name, "hpg") == 0)
        one = highest_proportion(g);
    else if (named_group(g, name, &group, e))
        one = proportion(g, group);
    else
        return false;
    for (size_t i = 0; i < g->count; i++)
        reference[i] = one;
    return true;
}

/* How many more events the group would need, nothing else changing, for an index of 1:
 * (s + k)/(S + k) = n/N, rounded up. */
static double needed(const struct groups *g, size_t i) {
    double short_of = g->all_success * g->n[i] - g->success[i] * g->all_n;
    return short_of > 0 ? ceil(short_of / (g->all_n - g->n[i])) : 0;
}

static bool proportionality_index(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!read_groups(in, &g, e))
        return false;
    if (g.all_success == 0)
        return undefined(e, "no group has any events");
    for (size_t i = 0; i < g.count; i++) {
        out[0][i] = (g.success[i] / g.all_success) / (g.n[i] / g.all_n);
        out[1][i] = needed(&g, i);
    }
    return true;
}

#define DISIMPACT "DisImpact 0.0.21 "

const struct measure disproportion_proportionality_index = {
    .name = "disproportion.proportionality_index",
    .brief = "Proportionality index of every group, and the events it lacks for parity.",
    .formula = "index (s/S)/(n/N); needed_parity the smallest whole k >= 0 with "
               "(s + k)/(S + k) >= n/N",
    .assumes = "Everybody belongs to exactly one group, and at most one event a person is counted. "
               "The comparator is everybody, the group included: see disproportion.index for what "
               "that means. A group of nobody has no index.",
    .cite = "Sosa G. Using Disproportionate Impact Methods to Identify Equity Gaps. The RP Group "
            "2018. " SHAW,
    .args = {GROUPS},
    .results = {RESULT("index", RESULT_ESTIMATE, "share of events over share of people"),
                RESULT("needed_parity", RESULT_COUNT, "events lacking for an index of 1")},
    .examples = {{"success=45,5,0 n=100,20,15",
                  "index_A=1.215 index_B=0.675 index_C=0 needed_parity_A=0 needed_parity_B=3 "
                  "needed_parity_C=7",
                  1e-10, DISIMPACT "di_prop_index"},
                 {"success=30,70 n=100,100",
                  "index_A=0.6 index_B=1.4 needed_parity_A=40 needed_parity_B=0", 1e-10,
                  DISIMPACT "di_prop_index"}},
    .shape = COLUMN_TO_COLUMN,
    .numbering = BY_LETTER,
    .column = proportionality_index,
};

/* The margin of error of the method: 95% limits at a proportion of a half, and at least 3
 * percentage points. Its 1.96 is the printed constant, not the normal quantile. */
static const double margin_z = 1.96, least_margin = 0.03;

static bool percentage_point_gap(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!read_groups(in, &g, e) || !references(&g, in[2].text, out[0], e))
        return false;
    for (size_t i = 0; i < g.count; i++) {
        double p = proportion(&g, i);
        bool defined = !isnan(p) && !isnan(out[0][i]);
        out[1][i] = g.n[i] > 0 ? fmax(margin_z * sqrt(0.25 / g.n[i]), least_margin) : NAN;
        out[2][i] = defined ? p + out[1][i] <= out[0][i] : NAN;
    }
    return true;
}

const struct measure disproportion_percentage_point_gap = {
    .name = "disproportion.percentage_point_gap",
    .brief = "Does each group's proportion fall short of the reference by more than its margin of "
             "error?",
    .formula = "di = 1 when s/n + moe <= reference; moe = max(1.96 sqrt(0.25/n), 0.03)",
    .assumes = "The event is one that is wanted (a success): di flags groups with too few, never "
               "with too many. The margin is that of a proportion of a half, too wide for "
               "proportions near 0 or 1, and takes the reference as known.",
    .cite = "Sosa G. Using Disproportionate Impact Methods to Identify Equity Gaps. The RP Group "
            "2018.",
    .compare = "the percentage point gap of the California community colleges, as R DisImpact has "
               "it; riskdiff.ci.newcombe10 gives the gap with limits in both directions",
    .args = {GROUPS, REFERENCE},
    .results = {RESULT("reference", RESULT_ESTIMATE, "proportion compared with"),
                RESULT("moe", RESULT_STATISTIC, "margin of error of the group's proportion"),
                RESULT("di", RESULT_CODE, "1: falls short by more than the margin; 0: does not")},
    .examples = {{"success=45,5,0 n=100,20,15 reference=hpg",
                  "reference_A=0.45 moe_B=0.21913466179497937 moe_C=0.25303491195221789 di_A=0 "
                  "di_B=0 di_C=1",
                  1e-10, DISIMPACT "di_ppg(min_moe = 0.03)"}},
    .shape = COLUMN_TO_COLUMN,
    .numbering = BY_LETTER,
    .column = percentage_point_gap,
};

static bool rate_ratio_to_reference(const struct series *in, double *const *out, struct err *e) {
    struct groups g;
    if (!read_groups(in, &g, e) || !references(&g, in[2].text, out[0], e))
        return false;
    if (g.all_success == 0)
        return undefined(e, "no group has any events");
    for (size_t i = 0; i < g.count; i++)
        out[0][i] = proportion(&g, i) / out[0][i];
    return true;
}

const struct measure disproportion_rate_ratio_to_reference = {
    .name = "disproportion.rate_ratio_to_reference",
    .brief = "Every group's proportion over that of a chosen reference.",
    .formula = "(s/n)/reference",
    .assumes = "A ratio without limits: chance is not considered; rateratio.ci.exact_conditional "
               "and riskratio.ci.koopman_score give them. The four-fifths rule of employment "
               "practice calls 0.8 to 1.25 no adverse impact. Infinite when the reference has no "
               "events and the group has.",
    .cite = "Equal Employment Opportunity Commission. Uniform Guidelines on Employee Selection "
            "Procedures. 29 CFR 1607.4(D), 1978. " SHAW,
    .args = {GROUPS, REFERENCE},
    .results = {RESULT("ratio", RESULT_ESTIMATE, "proportion over that of the reference")},
    .examples = {{"success=45,5,0 n=100,20,15 reference=hpg",
                  "ratio_A=1 ratio_B=0.55555555555555558 ratio_C=0", 1e-10,
                  DISIMPACT "di_80_index"},
                 {"success=110,381 n=4457,18905 reference=B", "ratio_A=1.224621", 4.1e-7,
                  "Mixed to White, " LOOKED_AFTER}},
    .shape = COLUMN_TO_COLUMN,
    .numbering = BY_LETTER,
    .column = rate_ratio_to_reference,
};
