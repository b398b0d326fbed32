/* Significant disproportionality in special education, as United States federal rules define it
 * (34 CFR 300.647): a risk ratio per group, school district (LEA) and category, with the reason in
 * place of a number where the rules do not ask for one. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/catalogue.h"

#define CFR "34 CFR 300.647 (81 FR 92376, 19 December 2016). "
#define BOLLMER                                                                                    \
    "Bollmer J, Bethel J, Garrison-Mogren R, Brauen M. Using the risk ratio to assess "            \
    "racial/ethnic disproportionality in special education at the school-district level. Journal " \
    "of Special Education 2007;41:186-198."
#define LOOKED_AFTER                                                                               \
    "children looked after in Leicester at 31 March 2023 over school-census pupils, England as "   \
    "the State; worked by hand in R 4.2.2"

/* Children with the outcome among all children. */
struct risk {
    double events, children;
};

/* Can a risk be calculated from it under the minimum sizes? */
static bool large_enough(const struct risk *r, double cell_size, double n_size) {
    return r->events >= cell_size && r->children >= n_size && r->children > 0;
}

enum idea_status { OK, ALTERNATE, NOT_CALCULATED_CELL, NOT_CALCULATED_N, NO_COMPARISON };

static enum idea_status status_of(const struct risk *group, const struct risk *lea,
                                  const struct risk *state, double cell_size, double n_size) {
    if (group->events < cell_size)
        return NOT_CALCULATED_CELL;
    if (group->children < n_size || group->children == 0)
        return NOT_CALCULATED_N;
    if (large_enough(lea, cell_size, n_size))
        return OK;
    return large_enough(state, cell_size, n_size) ? ALTERNATE : NO_COMPARISON;
}

static bool idea_risk_ratio(const double *in, double *out, struct err *e) {
    struct risk group = {in[0], in[1]}, lea = {in[2], in[3]}, state = {in[4], in[5]};
    if (!within("group_events", in[0], "group_children", in[1], e) ||
        !within("other_events", in[2], "other_children", in[3], e) ||
        !within("state_events", in[4], "state_children", in[5], e))
        return false;
    enum idea_status status = status_of(&group, &lea, &state, in[6], in[7]);
    const struct risk *comparison = status == ALTERNATE ? &state : &lea;
    out[0] = out[2] = out[3] = NAN;
    out[1] = status;
    if (status != OK && status != ALTERNATE)
        return true;
    out[2] = group.events / group.children;
    out[3] = comparison->events / comparison->children;
    out[0] = out[2] / out[3];
    return true;
}

const struct measure disproportion_idea_risk_ratio = {
    .name = "disproportion.idea_risk_ratio",
    .brief = "IDEA risk ratio, or alternate risk ratio, with minimum cell size and n-size.",
    .formula = "(group_events/group_children)/(other_events/other_children); alternate: with the "
               "children of all other groups in the State as comparison",
    .assumes =
        "The group must have at least cell_size events, then at least n_size children, else "
        "nothing is calculated. Where the other groups of the LEA miss either size the comparison "
        "is with those of the State; where these miss it too there is none. The sizes are the "
        "State's choice; at most 10 and 30 are presumed reasonable. The ratio is compared with "
        "the State's threshold as it stands, without limits. Infinite when the comparison has no "
        "events (cell_size 0).",
    .cite = CFR BOLLMER,
    .args = {ARG("group_events", ARG_COUNT, "children of the group with the outcome, in the LEA"),
             ARG("group_children", ARG_COUNT, "children of the group in the LEA"),
             ARG("other_events", ARG_COUNT, "children of all other groups with it, in the LEA"),
             ARG("other_children", ARG_COUNT, "children of all other groups in the LEA"),
             ARG("state_events", ARG_COUNT, "children of all other groups with it, in the State"),
             ARG("state_children", ARG_COUNT, "children of all other groups in the State"),
             ARG_PRESET("cell_size", ARG_COUNT, "least number of events", 10),
             ARG_PRESET("n_size", ARG_COUNT, "least number of children", 30)},
    .results = {ESTIMATE("risk ratio or alternate risk ratio; not defined unless status is ok or "
                         "alternate"),
                RESULT_CODED("status",
                             "ok|alternate|not_calculated_cell|not_calculated_n|no_comparison",
                             "which ratio it is, or why there is none"),
                RESULT("risk", RESULT_STATISTIC, "share of the group with the outcome"),
                RESULT("comparison_risk", RESULT_STATISTIC, "share of the comparison group")},
    .examples =
        {{"group_events=110 group_children=4457 other_events=512 other_children=54109 "
          "state_events=74440 state_children=7723458",
          "estimate=2.608252 status=0", 2e-7, "Mixed, " LOOKED_AFTER},
         {"group_events=110 group_children=4457 other_events=9 other_children=54109 "
          "state_events=74440 state_children=7723458",
          "estimate=2.560681 status=1 risk=0.0246802782", 2e-7, "Mixed, " LOOKED_AFTER},
         {"group_events=18 group_children=120 other_events=2 other_children=25 state_events=5000 "
          "state_children=100000",
          "estimate=3 status=1 risk=0.15 comparison_risk=0.05", 1e-12, "by hand: 0.15/0.05"},
         {"group_events=9 group_children=120 other_events=80 other_children=900 state_events=5000 "
          "state_children=100000",
          "estimate=NaN status=2", 0, "from the rule: 9 events are fewer than 10"}},
    .shape = PER_CELL,
    .cell = idea_risk_ratio,
};

static bool minimum_sizes(const double *in, double *out, struct err *e) {
    struct risk group = {in[0], in[1]}, here = {in[2], in[3]}, elsewhere = {in[4], in[5]};
    (void)e;
    out[0] = status_of(&group, &here, &elsewhere, in[6], in[7]);
    return true;
}

const struct measure disproportion_minimum_sizes = {
    .name = "disproportion.minimum_sizes",
    .brief = "Are a group and its comparison group large enough to be compared?",
    .formula = "count1 < cell_size: not_calculated_cell; exposure1 < n_size: not_calculated_n; ok "
               "where count0 >= cell_size and exposure0 >= n_size; alternate where the comparison "
               "group elsewhere has both; else no_comparison",
    .assumes =
        "The minimum sizes of 34 CFR 300.647, for rates of any events: of disproportion."
        "idea_risk_ratio they are the status. The sizes are a choice, made before looking at the "
        "figures. A group of nobody is too small whatever they are. Without a comparison group "
        "elsewhere there is none to fall back on.",
    .cite = CFR BOLLMER,
    .args = {ARG("count1", ARG_COUNT, "events in the group"),
             ARG("exposure1", ARG_EXPOSURE, "people in the group"),
             ARG("count0", ARG_COUNT, "events in the comparison group"),
             ARG("exposure0", ARG_EXPOSURE, "people in the comparison group"),
             ARG_PRESET("count_elsewhere", ARG_COUNT,
                        "events in the comparison group of a larger place", 0),
             ARG_PRESET("exposure_elsewhere", ARG_EXPOSURE, "people in it", 0),
             ARG_PRESET("cell_size", ARG_COUNT, "least number of events", 10),
             ARG_PRESET("n_size", ARG_COUNT, "least number of people", 30)},
    .results = {RESULT_CODED("status",
                             "ok|alternate|not_calculated_cell|not_calculated_n|no_comparison",
                             "which comparison group is taken, or why there is none")},
    .examples = {{"count1=110 exposure1=4457 count0=9 exposure0=54109 count_elsewhere=74440 "
                  "exposure_elsewhere=7723458",
                  "status=1", 0, "from the rule: 9 events are fewer than 10"},
                 {"count1=110 exposure1=4457 count0=512 exposure0=29.5", "status=4", 0,
                  "from the rule: 29.5 people are fewer than 30, and there is no other group"},
                 {"count1=9 exposure1=20 count0=512 exposure0=54109", "status=2", 0,
                  "from the rule: the events of the group come first"},
                 {"count1=12 exposure1=29 count0=512 exposure0=54109", "status=3", 0,
                  "from the rule: 29 people are fewer than 30"}},
    .shape = PER_CELL,
    .cell = minimum_sizes,
};

enum year_status { BELOW, EXCEEDS_1, EXCEEDS_2, SIGNIFICANT, REASONABLE_PROGRESS, NOT_CALCULATED };

/* Years above the threshold in an unbroken run that ends with the last. */
static size_t years_above(const struct series *ratio, double threshold) {
    size_t n = 0;
    while (n < ratio->n && ratio->at[ratio->n - 1 - n] > threshold)
        n++;
    return n;
}

/* Did the ratio fall by at least 'least' in each of the last two years? A missing ratio is no fall.
 */
static bool reasonable_progress(const struct series *ratio, double least) {
    if (ratio->n < 3)
        return false;
    const double *last = ratio->at + ratio->n - 1;
    double falls[] = {last[-1] - last[0], last[-2] - last[-1]};
    return falls[0] > 0 && falls[0] >= least && falls[1] > 0 && falls[1] >= least;
}

static bool idea_years(const struct series *in, double *const *out, struct err *e) {
    const struct series *ratio = &in[0];
    double threshold = in[1].at[0], progress = in[2].at[0], years = in[3].at[0];
    if (!(years >= 1 && years <= 3))
        return fail(e, ERR_ARG_RANGE, "'years' must be 1, 2 or 3, got %g", years);
    size_t above = years_above(ratio, threshold);
    enum year_status status = (enum year_status)above;
    if (isnan(ratio->at[ratio->n - 1]))
        status = NOT_CALCULATED;
    else if ((double)above >= years)
        status = reasonable_progress(ratio, progress) ? REASONABLE_PROGRESS : SIGNIFICANT;
    out[0][0] = status;
    out[1][0] = (double)above;
    return true;
}

const struct measure disproportion_idea_years = {
    .name = "disproportion.idea_years",
    .brief = "IDEA multi-year rule: has the risk ratio exceeded the threshold year after year?",
    .formula = "the years in a row, up to the last, with ratio > threshold: fewer than 'years' "
               "exceeds_1 or exceeds_2; from 'years' on significant, or reasonable_progress when "
               "the ratio fell by at least 'progress' in each of the two last years",
    .assumes =
        "Threshold, number of years (up to three) and what progress is reasonable are the State's "
        "choice. A ratio equal to the threshold does not exceed it. A year without a ratio "
        "(status not ok or alternate) breaks the row, and is no progress. Each group and category "
        "is judged by itself.",
    .cite = CFR,
    .args = {ARG_LIST_MISSING("ratio", ARG_EXPOSURE,
                              "risk ratio of each year, the oldest first; NaN: not calculated"),
             ARG("threshold", ARG_POSITIVE, "the State's risk ratio threshold"),
             ARG("progress", ARG_EXPOSURE,
                 "least fall of the ratio from one year to the next that counts as progress"),
             ARG_PRESET("years", ARG_COUNT, "years in a row that are asked for: 1, 2 or 3", 3)},
    .results = {RESULT_CODED("status",
                             "below|exceeds_1|exceeds_2|significant|reasonable_progress|"
                             "not_calculated",
                             "the finding for the last year"),
                RESULT("years_above", RESULT_COUNT, "years in a row above the threshold")},
    .examples = {{"ratio=2.1,3.2,3.4,3.3 threshold=3 progress=0.2", "status=3 years_above=3", 0,
                  "from the rule: three years in a row"},
                 {"ratio=4.1,3.8,3.5 threshold=3 progress=0.2", "status=4 years_above=3", 0,
                  "from the rule: 0.3 less in each of two years"},
                 {"ratio=3.6,NaN,3.5 threshold=3 progress=0.2", "status=1 years_above=1", 0,
                  "from the rule: the year without a ratio breaks the row"}},
    .shape = PER_COLUMN,
    .column = idea_years,
};

static bool weighted_risk_ratio(const struct series *in, double *const *out, struct err *e) {
    size_t n = in[0].n;
    const double *events = in[0].at, *children = in[1].at, *state = in[2].at;
    double all = sum_of(state, n);
    struct sum weighted = {0};
    for (size_t i = 0; i < n; i++) {
        if (!within("events", events[i], "children", children[i], e))
            return err_hint(e, "it is group %zu of %zu", i + 1, n);
        if (children[i] == 0)
            return undefined(e, "group %zu has no children in the LEA, so no risk", i + 1);
    }
    if (all == 0)
        return undefined(e, "no group has children in the State");
    for (size_t g = 0; g < n; g++) {
        weighted = (struct sum){0};
        for (size_t i = 0; i < n; i++)
            sum_add(&weighted, i == g ? 0 : state[i] / all * (events[i] / children[i]));
        out[0][g] = (1 - state[g] / all) * (events[g] / children[g]) / sum_value(&weighted);
    }
    return true;
}

const struct measure disproportion_weighted_risk_ratio = {
    .name = "disproportion.weighted_risk_ratio",
    .brief = "Weighted risk ratio of every group: all others weighted as in the State.",
    .formula = "(1 - p_g) R_g / sum over the others of p_j R_j; R risk in the LEA, p share of the "
               "State's children",
    .assumes =
        "Every group has children in the LEA, else there is no risk to weigh. The weights make the "
        "comparison the same mixture in every LEA; they also give a group that is rare in the LEA "
        "and common in the State much weight, with the chance variation of its few events. "
        "Infinite when the other groups have no events; not defined when no group has.",
    .cite = BOLLMER,
    .args = {ARG_LIST("events", ARG_COUNT, "children of each group with the outcome, in the LEA"),
             ARG_LIST("children", ARG_COUNT, "children of each group in the LEA"),
             ARG_LIST("state_children", ARG_COUNT, "children of each group in the State")},
    .results = {RESULT("ratio", RESULT_ESTIMATE, "weighted risk ratio; 1 is parity")},
    .examples = {{"events=381,110,69,44,18 children=18905,4457,27906,5680,1618 "
                  "state_children=6011045,558184,1040541,486517,185355",
                  "ratio_A=2.063149 ratio_B=1.471417 ratio_C=0.127206 ratio_D=0.432698 "
                  "ratio_E=0.637615",
                  4e-6, "White, Mixed, Asian, Black, Other, " LOOKED_AFTER}},
    .shape = COLUMN_TO_COLUMN,
    .numbering = BY_LETTER,
    .column = weighted_risk_ratio,
};
