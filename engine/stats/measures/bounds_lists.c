/* Exact attainable ranges over lists: cells with a known total, standardised rates, ranks. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/sum.h"
#include "stats/bounds.h"
#include "stats/catalogue.h"
#include "stats/rank_intervals.h"

#define MANSKI "Manski CF. Partial Identification of Probability Distributions. Springer 2003. "
#define TOTAL                                                                                      \
    ARG_PRESET("total_low", ARG_COUNT, "least total of the cells, where it is known", 0),          \
        ARG_PRESET("total_high", ARG_COUNT, "greatest total of the cells, where it is known",      \
                   NUM_LARGEST_COUNT)

static bool cells(const struct series *in, double *const *out, struct err *e) {
    struct summed s = {in[0].at, in[1].at, in[0].n, {0, 0}};
    const double total[] = {in[2].at[0], in[3].at[0]};
    if (!interval_read(total, "total_low", "total_high", &s.total, e) || !summed_fits(&s, e))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        struct interval cell = summed_cell(&s, i);
        out[0][i] = cell.low;
        out[1][i] = cell.high;
    }
    return true;
}

const struct measure bounds_cells = {
    .name = "bounds.cells",
    .brief = "What a known total leaves of cells that are suppressed or rounded.",
    .formula = "cell between max(low, total_low - high of the others) and min(high, total_high - "
               "low of the others)",
    .assumes = "The cells add up to the total, each within its interval; otherwise it is refused. "
               "Each range is attained by whole numbers that fit, not all at once. Shows a "
               "publisher what a suppressed table gives away: an interval of one number is no "
               "longer suppressed.",
    .cite = MANSKI "Hundepool A et al. Statistical Disclosure Control. Wiley 2012, ch. 4.",
    .args = {ARG_LIST("low", ARG_COUNT, "least number in each cell"),
             ARG_LIST("high", ARG_COUNT, "greatest number in each cell"), TOTAL},
    .results = {RESULT("cell_low", RESULT_LOWER, "least number that fits the total"),
                RESULT("cell_high", RESULT_UPPER, "greatest number that fits the total")},
    .examples = {{"low=387,119,39,60,1,1 high=387,119,39,60,5,5 total_low=615 total_high=615",
                  "cell_low_5=5 cell_high_5=5 cell_low_6=5 cell_high_6=5", 0,
                  "children looked after in Leicester at 31 March 2021 (DfE), two cells of 1 to 5 "
                  "suppressed: 615 - 605 = 10"},
                 {"low=1,1,5627 high=4,4,5627 total_low=5630 total_high=5630",
                  "cell_low_1=1 cell_high_1=2 cell_low_2=1 cell_high_2=2", 0,
                  "by hand: 3 over two cells"}},
    .shape = COLUMN_TO_COLUMN,
    .column = cells,
};

/* What one event in each stratum adds to the rate. */
static bool event_weights(const double *exposure, const double *standard, size_t n, double *weight,
                          struct err *e) {
    double all = sum_of(standard, n);
    if (all == 0)
        return undefined(e, "the standard population is empty");
    for (size_t i = 0; i < n; i++) {
        if (exposure[i] == 0 && standard[i] > 0)
            return undefined(e, "stratum %zu has no people, so no rate", i + 1);
        weight[i] = standard[i] > 0 ? standard[i] / all / exposure[i] : 0;
    }
    return true;
}

/* Into range[2], given room for the weights and their order. */
static bool dsr_range(const struct series *in, double *weight, size_t *order, double *const *out,
                      struct err *e) {
    struct summed s = {in[0].at, in[1].at, in[0].n, {0, 0}};
    const double total[] = {in[5].at[0], in[6].at[0]};
    double unknown = in[4].at[0], multiplier = in[7].at[0];
    if (!interval_read(total, "total_low", "total_high", &s.total, e) || !summed_fits(&s, e) ||
        !event_weights(in[2].at, in[3].at, s.n, weight, e))
        return false;
    struct interval range = summed_weighted(&s, weight, order);
    out[0][0] = multiplier * (range.low + unknown * weight[order[0]]);
    out[1][0] = multiplier * (range.high + unknown * weight[order[s.n - 1]]);
    return true;
}

static bool dsr(const struct series *in, double *const *out, struct err *e) {
    double *weight = calloc(in[0].n, sizeof *weight);
    size_t *order = calloc(in[0].n, sizeof *order);
    bool done = weight != NULL && order != NULL ? dsr_range(in, weight, order, out, e)
                                                : fail(e, ERR_NOMEM, "no memory for the strata");
    free(weight);
    free(order);
    return done;
}

const struct measure bounds_dsr = {
    .name = "bounds.dsr",
    .brief = "Range of a directly standardised rate when the counts are known as intervals.",
    .formula = "multiplier sum w_i c_i/n_i, w_i = standard_i/sum of standard, least and greatest "
               "over all c_i in low_i..high_i with their total in total_low..total_high; unknown "
               "events go to the stratum that makes it least or greatest",
    .assumes = "A range, not a confidence interval: both ends are reached by counts that fit, "
               "nothing beyond them is; chance variation comes on top. The total is that of the "
               "events whose stratum is known; every unknown event belongs to one of the strata. "
               "People and standard are taken as known.",
    .cite = MANSKI,
    .args = {ARG_LIST("low", ARG_COUNT, "least events in each stratum"),
             ARG_LIST("high", ARG_COUNT, "most events in each stratum"),
             ARG_LIST("exposure", ARG_EXPOSURE, "people at risk in each stratum"),
             ARG_LIST("standard", ARG_EXPOSURE, "standard population of each stratum"),
             ARG_PRESET("unknown", ARG_COUNT, "events whose stratum is not known", 0), TOTAL,
             ARG_PRESET("multiplier", ARG_POSITIVE, "100000 for a rate per 100,000", 1)},
    .results = {RESULT("lower", RESULT_LOWER, "the least rate that fits"),
                RESULT("upper", RESULT_UPPER, "the greatest rate that fits")},
    .examples = {{"low=10,1 high=10,5 exposure=1000,500 standard=6,4 unknown=0 multiplier=1000",
                  "lower=6.8 upper=10", 1e-14, "by hand: 6 + 0.8 and 6 + 4"},
                 {"low=1,1 high=5,5 exposure=1000,500 standard=6,4 total_low=6 total_high=6 "
                  "multiplier=1000",
                  "lower=3.8 upper=4.6", 1e-14, "by hand: 5 and 1, 1 and 5 events"}},
    .shape = PER_COLUMN,
    .column = dsr,
};

static bool rank(const struct series *in, double *const *out, struct err *e) {
    for (size_t i = 0; i < in[0].n; i++) {
        if (in[0].at[i] > in[1].at[i])
            return fail(e, ERR_ARG_RANGE, "interval %zu is the wrong way round: %.15g to %.15g",
                        i + 1, in[0].at[i], in[1].at[i]);
    }
    return ranks_of_intervals(in[0].at, in[1].at, in[0].n, in[2].text, out[0], out[1], e);
}

const struct measure bounds_rank = {
    .name = "bounds.rank",
    .brief = "Best and worst rank that each item can have when values are known as intervals.",
    .formula = "best = 1 + the items certainly ahead (low_j > high_i); worst = 1 + the items "
               "possibly ahead (high_j > low_i)",
    .assumes = "Values vary within their intervals apart from each other; both ranks are attained. "
               "Equal values share the better rank. For rates take the ranges of bounds.rate.",
    .cite = MANSKI,
    .args = {ARG_LIST("low", ARG_REAL, "least value of each item"),
             ARG_LIST("high", ARG_REAL, "greatest value of each item"), RANK_FIRST},
    .results = {RESULT("best", RESULT_LOWER, "the best rank that is possible; 1 is first"),
                RESULT("worst", RESULT_UPPER, "the worst rank that is possible")},
    .examples = {{"low=10,1,4,20 high=10,5,12,20",
                  "best_1=2 worst_1=3 best_2=3 worst_2=4 best_3=2 worst_3=4 best_4=1 worst_4=1", 0,
                  "by hand"}},
    .shape = COLUMN_TO_COLUMN,
    .column = rank,
};
