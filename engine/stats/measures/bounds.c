/* Exact attainable ranges of measures whose counts are known only as intervals. */
#include "stats/bounds.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/sum.h"
#include "stats/catalogue.h"

#define MANSKI "Manski CF. Partial Identification of Probability Distributions. Springer 2003."
#define ATTAINED                                                                                   \
    "A range, not a confidence interval: both ends are reached by counts that fit, nothing "       \
    "beyond "                                                                                      \
    "them is; chance variation comes on top. "
#define KNOWN                                                                                      \
    "Give a count that is known as both low and high; \"1 to 5\" as 1 and 5; rounded to "          \
    "the nearest 10 as 5 less and 5 more (4 more where halves round up). "
#define RANGE                                                                                      \
    RESULT("lower", RESULT_LOWER, "the least value that fits"),                                    \
        RESULT("upper", RESULT_UPPER, "the greatest value that fits")
#define DIRECTION(parity)                                                                          \
    RESULT_CODED("direction", "open|above|below|equal",                                            \
                 "is the whole range above or below " parity "?")
#define UNKNOWN                                                                                    \
    ARG_PRESET("unknown", ARG_COUNT,                                                               \
               "further events whose group is not known: all, some or none in either group", 0)
#define BY_HAND "by hand"

/* Which side of parity a range lies on. */
static double direction(struct interval range, double parity) {
    enum { OPEN, ABOVE, BELOW, EQUAL };
    if (range.low == parity && range.high == parity)
        return EQUAL;
    return range.low > parity ? ABOVE : range.high < parity ? BELOW : OPEN;
}

/* A range, and which side of parity it lies on. Never fails. */
static bool put_range(struct interval range, double parity, double *out) {
    out[0] = range.low;
    out[1] = range.high;
    out[2] = direction(range, parity);
    return true;
}

/* The events are among the people: with more possible events than least people, everybody can be
 * an event. */
static bool proportion(const double *in, double *out, struct err *e) {
    struct interval x, n;
    if (!interval_read(in, "x_low", "x_high", &x, e) ||
        !interval_read(in + 2, "n_low", "n_high", &n, e) ||
        !within("x_low", x.low, "n_high", n.high, e))
        return false;
    if (n.high == 0)
        return undefined(e, "a proportion of nobody: 'n_high' is 0");
    n.low = fmax(n.low, 1);
    out[0] = x.low / n.high;
    out[1] = fmin(x.high / n.low, 1);
    return true;
}

const struct measure bounds_proportion = {
    .name = "bounds.proportion",
    .brief = "Range of a proportion x/n when x and n are known as intervals.",
    .formula = "x_low/n_high to min(x_high/n_low, 1)",
    .assumes = ATTAINED KNOWN "Events are among the people, so x is at most n. An n of 0 has no "
                              "proportion and is left out.",
    .cite = MANSKI,
    .args = {ARG("x_low", ARG_COUNT, "least events"), ARG("x_high", ARG_COUNT, "most events"),
             ARG("n_low", ARG_COUNT, "least people"), ARG("n_high", ARG_COUNT, "most people")},
    .results = {RANGE},
    .examples = {{"x_low=1 x_high=5 n_low=95 n_high=104",
                  "lower=0.00961538461538461 "
                  "upper=0.0526315789473684",
                  1e-14, BY_HAND ": 1/104 and 5/95"}},
    .shape = PER_CELL,
    .cell = proportion,
};

static bool rate(const double *in, double *out, struct err *e) {
    struct interval count, exposure, range;
    if (!interval_read(in, "count_low", "count_high", &count, e) ||
        !interval_read(in + 2, "exposure_low", "exposure_high", &exposure, e))
        return false;
    if (exposure.high == 0)
        return undefined(e, "no rate without people at risk: 'exposure_high' is 0");
    if (!interval_ratio(count, exposure, &range, e))
        return false;
    out[0] = range.low * in[4];
    out[1] = range.high * in[4];
    return true;
}

const struct measure bounds_rate = {
    .name = "bounds.rate",
    .brief = "Range of a rate when events and exposure are known as intervals.",
    .formula = "per count_low/exposure_high to per count_high/exposure_low",
    .assumes = ATTAINED KNOWN "Infinite where the exposure can be 0. Also for an observed count "
                              "over an expected one.",
    .cite = MANSKI,
    .args = {ARG("count_low", ARG_COUNT, "least events"),
             ARG("count_high", ARG_COUNT, "most events"),
             ARG("exposure_low", ARG_EXPOSURE, "least exposure"),
             ARG("exposure_high", ARG_EXPOSURE, "most exposure"),
             ARG_PRESET("per", ARG_POSITIVE, "1 for a plain rate, 10,000 for a rate per 10,000",
                        1)},
    .results = {RANGE},
    .examples = {{"count_low=1 count_high=5 exposure_low=2000 exposure_high=2000 per=10000",
                  "lower=5 upper=25", 1e-14, BY_HAND}},
    .shape = PER_CELL,
    .cell = rate,
};

#define TWO_COUNTS                                                                                 \
    ARG("count1_low", ARG_COUNT, "least events in the group of interest"),                         \
        ARG("count1_high", ARG_COUNT, "most events in the group of interest"),                     \
        ARG("exposure1", ARG_EXPOSURE,                                                             \
            "people at risk, or person-time, in the group of interest"),                           \
        ARG("count0_low", ARG_COUNT, "least events in the comparison group"),                      \
        ARG("count0_high", ARG_COUNT, "most events in the comparison group"),                      \
        ARG("exposure0", ARG_EXPOSURE, "people at risk, or person-time, in the comparison group"), \
        UNKNOWN

/* Both rates as intervals, each with as many of the unknown as make it larger. */
static bool two_rate_ranges(const double *in, struct interval *rate1, struct interval *rate0,
                            struct err *e) {
    if (!interval_read(in, "count1_low", "count1_high", rate1, e) ||
        !interval_read(in + 3, "count0_low", "count0_high", rate0, e))
        return false;
    if (in[2] == 0 || in[5] == 0)
        return undefined(e, "no rate without people at risk: 'exposure%d' is 0",
                         in[2] == 0 ? 1 : 0);
    *rate1 = interval_widen(*rate1, in[6], INFINITY);
    *rate0 = interval_widen(*rate0, in[6], INFINITY);
    rate1->low /= in[2];
    rate1->high /= in[2];
    rate0->low /= in[5];
    rate0->high /= in[5];
    return true;
}

static bool rateratio(const double *in, double *out, struct err *e) {
    struct interval rate1, rate0, range;
    if (!two_rate_ranges(in, &rate1, &rate0, e) || !interval_ratio(rate1, rate0, &range, e))
        return false;
    return put_range(range, 1, out);
}

#define EARLY_HELP                                                                                 \
    "early help cases opened in Leicester in the 12 months to 11 September 2017 (FOI answer) "     \
    "over "                                                                                        \
    "Census 2011; worked by hand in R 4.2.2"

const struct measure bounds_rateratio = {
    .name = "bounds.rateratio",
    .brief = "Range of a rate ratio when the counts are known as intervals, with unknown events.",
    .formula = "(count1_low/exposure1)/((count0_high + unknown)/exposure0) to ((count1_high + "
               "unknown)/exposure1)/(count0_low/exposure0)",
    .assumes = ATTAINED KNOWN "The unknown events may also belong to other groups than these two. "
                              "Infinite where the comparison group may have no events.",
    .cite = MANSKI,
    .args = {TWO_COUNTS},
    .results = {RANGE, DIRECTION("1")},
    .examples = {{"count1_low=302 count1_high=302 exposure1=11580 count0_low=2580 count0_high=2580 "
                  "exposure0=166636 unknown=827",
                  "lower=1.276 upper=6.297 direction=1", 4e-4, "Mixed to White, " EARLY_HELP},
                 {"count1_low=1 count1_high=5 exposure1=100 count0_low=6 count0_high=9 "
                  "exposure0=300",
                  "lower=0.333333333333333 upper=2.5 direction=0", 1e-14,
                  BY_HAND ": (1/100)/(9/300) and (5/100)/(6/300)"}},
    .shape = PER_CELL,
    .cell = rateratio,
};

static bool ratediff(const double *in, double *out, struct err *e) {
    struct interval rate1, rate0;
    if (!two_rate_ranges(in, &rate1, &rate0, e))
        return false;
    struct interval range = interval_difference(rate1, rate0);
    return put_range((struct interval){range.low * in[7], range.high * in[7]}, 0, out);
}

const struct measure bounds_ratediff = {
    .name = "bounds.ratediff",
    .brief = "Range of a rate difference when the counts are known as intervals.",
    .formula = "per (count1_low/exposure1 - (count0_high + unknown)/exposure0) to per "
               "((count1_high + unknown)/exposure1 - count0_low/exposure0)",
    .assumes = ATTAINED KNOWN "The unknown events may also belong to other groups than these two.",
    .cite = MANSKI,
    .args = {TWO_COUNTS,
             ARG_PRESET("per", ARG_POSITIVE, "10,000 in English children's social care", 10000)},
    .results = {RANGE, DIRECTION("0")},
    .examples = {{"count1_low=1 count1_high=5 exposure1=1000 count0_low=6 count0_high=9 "
                  "exposure0=3000",
                  "lower=-20 upper=30 direction=0", 1e-13, BY_HAND ": 10 - 30 and 50 - 20"}},
    .shape = PER_CELL,
    .cell = ratediff,
};

#define TWO_INTERVALS_OF_PEOPLE                                                                    \
    ARG("x1_low", ARG_COUNT, "least events in the group of interest"),                             \
        ARG("x1_high", ARG_COUNT, "most events in the group of interest"),                         \
        ARG("n1", ARG_COUNT, "people at risk in the group of interest"),                           \
        ARG("x0_low", ARG_COUNT, "least events in the comparison group"),                          \
        ARG("x0_high", ARG_COUNT, "most events in the comparison group"),                          \
        ARG("n0", ARG_COUNT, "people at risk in the comparison group"), UNKNOWN

/* Counts, none above its people. */
static bool two_counts(const double *in, struct interval *x1, struct interval *x0, struct err *e) {
    if (!interval_read(in, "x1_low", "x1_high", x1, e) ||
        !interval_read(in + 3, "x0_low", "x0_high", x0, e) ||
        !within("x1_low", in[0], "n1", in[2], e) || !within("x0_low", in[3], "n0", in[5], e))
        return false;
    if (in[2] == 0 || in[5] == 0)
        return undefined(e, "a proportion of nobody: 'n%d' is 0", in[2] == 0 ? 1 : 0);
    *x1 = interval_widen(*x1, in[6], in[2]);
    *x0 = interval_widen(*x0, in[6], in[5]);
    return true;
}

static struct interval over(struct interval x, double n) {
    return (struct interval){x.low / n, x.high / n};
}

static bool riskratio(const double *in, double *out, struct err *e) {
    struct interval x1, x0, range;
    if (!two_counts(in, &x1, &x0, e) ||
        !interval_ratio(over(x1, in[2]), over(x0, in[5]), &range, e))
        return false;
    return put_range(range, 1, out);
}

const struct measure bounds_riskratio = {
    .name = "bounds.riskratio",
    .brief = "Range of a risk ratio when the counts are known as intervals.",
    .formula = "(x1_low/n1)/(min(x0_high + unknown, n0)/n0) to (min(x1_high + unknown, "
               "n1)/n1)/(x0_low/n0)",
    .assumes = ATTAINED KNOWN "No group has more events than people. The unknown events may also "
                              "belong to other groups than these two.",
    .cite = MANSKI,
    .args = {TWO_INTERVALS_OF_PEOPLE},
    .results = {RANGE, DIRECTION("1")},
    .examples = {{"x1_low=6 x1_high=9 n1=10 x0_low=1 x0_high=5 n0=20 unknown=3",
                  "lower=1.5 upper=20 direction=1", 1e-14,
                  BY_HAND ": (6/10)/(8/20) and (10/10)/(1/20)"}},
    .shape = PER_CELL,
    .cell = riskratio,
};

static bool riskdiff(const double *in, double *out, struct err *e) {
    struct interval x1, x0;
    if (!two_counts(in, &x1, &x0, e))
        return false;
    return put_range(interval_difference(over(x1, in[2]), over(x0, in[5])), 0, out);
}

const struct measure bounds_riskdiff = {
    .name = "bounds.riskdiff",
    .brief = "Range of a difference of proportions when the counts are known as intervals.",
    .formula = "x1_low/n1 - min(x0_high + unknown, n0)/n0 to min(x1_high + unknown, n1)/n1 - "
               "x0_low/n0",
    .assumes = ATTAINED KNOWN "No group has more events than people. The unknown events may also "
                              "belong to other groups than these two.",
    .cite = MANSKI,
    .args = {TWO_INTERVALS_OF_PEOPLE},
    .results = {RANGE, DIRECTION("0")},
    .examples = {{"x1_low=6 x1_high=9 n1=10 x0_low=1 x0_high=5 n0=20 unknown=3",
                  "lower=0.2 upper=0.95 direction=1", 1e-14, BY_HAND ": 0.6 - 0.4 and 1 - 0.05"}},
    .shape = PER_CELL,
    .cell = riskdiff,
};

static bool oddsratio(const double *in, double *out, struct err *e) {
    struct interval x1, x0, range;
    if (!two_counts(in, &x1, &x0, e) || !interval_odds_ratio(x1, in[2], x0, in[5], &range, e))
        return false;
    return put_range(range, 1, out);
}

const struct measure bounds_oddsratio = {
    .name = "bounds.oddsratio",
    .brief = "Range of an odds ratio when the counts are known as intervals.",
    .formula = "odds x/(n - x); least with x1_low and x0_high + unknown, greatest with x1_high + "
               "unknown and x0_low",
    .assumes = ATTAINED KNOWN "No group has more events than people. The unknown events may also "
                              "belong to other groups than these two.",
    .cite = MANSKI,
    .args = {TWO_INTERVALS_OF_PEOPLE},
    .results = {RANGE, DIRECTION("1")},
    .examples = {{"x1_low=6 x1_high=8 n1=10 x0_low=2 x0_high=5 n0=20 unknown=0",
                  "lower=4.5 upper=36 direction=1", 1e-14,
                  BY_HAND ": (6/4)/(5/15) and (8/2)/(2/18)"}},
    .shape = PER_CELL,
    .cell = oddsratio,
};

/* The share a/(a + o) grows with the group's events a and falls with the others' o. */
static bool index_range(const double *in, double *out, struct err *e) {
    struct interval group, others;
    if (!interval_read(in, "count_low", "count_high", &group, e) ||
        !interval_read(in + 2, "others_low", "others_high", &others, e) ||
        !within("population_group", in[4], "population_total", in[5], e))
        return false;
    if (in[4] == 0)
        return undefined(e, "nobody is in the group: 'population_group' is 0");
    double unknown = in[6], share = in[4] / in[5];
    double most = group.high + unknown, beside = others.high + unknown;
    if (most + beside == 0)
        return undefined(e, "no share of nothing: there are no events");
    struct interval index = {
        group.low + beside > 0 ? group.low / (group.low + beside) / share : 1 / share,
        most + others.low > 0 ? most / (most + others.low) / share : 0,
    };
    return put_range(index, 1, out);
}

const struct measure bounds_index = {
    .name = "bounds.index",
    .brief = "Range of the disproportionality index when the counts are known as intervals.",
    .formula = "(a/(a + o))/(population_group/population_total); least with a = count_low, o = "
               "others_high + unknown, greatest with a = count_high + unknown, o = others_low",
    .assumes = ATTAINED KNOWN "Events of the group and of the others vary apart from each other. "
                              "See disproportion.index for what the index can and cannot show.",
    .cite = MANSKI,
    .args = {ARG("count_low", ARG_COUNT, "least events in the group"),
             ARG("count_high", ARG_COUNT, "most events in the group"),
             ARG("others_low", ARG_COUNT, "least events in all other groups together"),
             ARG("others_high", ARG_COUNT, "most events in all other groups together"),
             ARG("population_group", ARG_EXPOSURE, "people in the group"),
             ARG("population_total", ARG_EXPOSURE, "people in all groups together"),
             ARG_PRESET("unknown", ARG_COUNT, "further events whose group is not known", 0)},
    .results = {RANGE, DIRECTION("1")},
    .examples = {{"count_low=1 count_high=5 others_low=15 others_high=19 population_group=25 "
                  "population_total=100",
                  "lower=0.2 upper=1 direction=0", 1e-14,
                  BY_HAND ": (1/20)/(1/4) and (5/20)/(1/4)"}},
    .shape = PER_CELL,
    .cell = index_range,
};

static bool ratio(const double *in, double *out, struct err *e) {
    struct interval x, y, range;
    if (!interval_read(in, "low1", "high1", &x, e) ||
        !interval_read(in + 2, "low0", "high0", &y, e) || !interval_ratio(x, y, &range, e))
        return false;
    return put_range(range, 1, out);
}

const struct measure bounds_ratio = {
    .name = "bounds.ratio",
    .brief = "Range of the ratio of any two numbers known as intervals.",
    .formula = "low1/high0 to high1/low0",
    .assumes = ATTAINED "The two vary apart from each other: standardised rates of two areas, "
                        "rates with intervals for the people too. 0/0 is left out.",
    .cite = MANSKI,
    .args = {ARG("low1", ARG_EXPOSURE, "least value of the first"),
             ARG("high1", ARG_EXPOSURE, "greatest value of the first"),
             ARG("low0", ARG_EXPOSURE, "least value of the second"),
             ARG("high0", ARG_EXPOSURE, "greatest value of the second")},
    .results = {RANGE, DIRECTION("1")},
    .examples = {{"low1=12 high1=15 low0=6 high0=8", "lower=1.5 upper=2.5 direction=1", 1e-14,
                  BY_HAND}},
    .shape = PER_CELL,
    .cell = ratio,
};
