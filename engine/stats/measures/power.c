/* How many people a comparison needs, and what it can find with those there are. */
#include "stats/catalogue.h"
#include "stats/distribution.h"

#define TWO_P                                                                                      \
    ARG("p1", ARG_PROBABILITY, "true proportion in the first group"),                              \
        ARG("p2", ARG_PROBABILITY, "true proportion in the second group")
#define ALPHA ARG_PRESET("alpha", ARG_LEVEL, "two-sided significance level", 0.05)
#define FLEISS                                                                                     \
    "Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions, 3rd ed. Wiley "   \
    "2003, ch. 4."
#define TWO_P_ASSUMES                                                                              \
    "Two independent groups of equal size, a two-sided comparison of the proportions without "     \
    "continuity correction (the Pearson chi-square test), normal approximation: poor when a "      \
    "group "                                                                                       \
    "would have fewer than about 5 events. A difference in the wrong direction is not counted as " \
    "found."

/* Standard deviations per root of the group size: without a difference, and with it. */
struct deviations {
    double none, true_one;
};

static struct deviations deviations(double p1, double p2) {
    double middle = (p1 + p2) / 2;
    return (struct deviations){sqrt(2 * middle * (1 - middle)),
                               sqrt(p1 * (1 - p1) + p2 * (1 - p2))};
}

static bool some_difference(double p1, double p2, struct err *e) {
    return p1 != p2 || undefined(e, "p1 and p2 are equal: there is no difference to find");
}

static bool n_per_group(const double *in, double *out, struct err *e) {
    double p1 = in[0], p2 = in[1], power = in[2], alpha = in[3];
    if (!some_difference(p1, p2, e))
        return false;
    struct deviations d = deviations(p1, p2);
    double root = (normal_quantile(alpha / 2, TAIL_UPPER) * d.none +
                   normal_quantile(power, TAIL_LOWER) * d.true_one) /
                  fabs(p1 - p2);
    if (!(root > 0))
        return undefined(e, "so little power needs no data: it is not above alpha");
    out[0] = root * root;
    return true;
}

const struct measure power_two_proportions_n_per_group = {
    .name = "power.two_proportions.n_per_group",
    .brief = "People needed in each of two groups to find a difference of two proportions.",
    .formula = "n = (z(alpha/2) sqrt(2 m (1 - m)) + z(1 - power) sqrt(p1 (1 - p1) + p2 (1 - p2)))^2"
               "/(p1 - p2)^2, m = (p1 + p2)/2, z(t) the normal quantile with t in the upper tail",
    .assumes = TWO_P_ASSUMES " Round n up.",
    .cite = FLEISS,
    .args = {TWO_P, ARG("power", ARG_LEVEL, "chance of finding the difference"), ALPHA},
    .results = {RESULT("n", RESULT_ESTIMATE, "people in each group, not rounded")},
    .examples = {{"p1=0.05 p2=0.1 power=0.9", "n=581.08205383447603", 1e-5,
                  "R 4.2.2 power.prop.test, which solves to about 1e-5"},
                 {"p1=0.02 p2=0.035 power=0.9", "n=2495.7702142545513", 1e-5,
                  "R 4.2.2 power.prop.test, which solves to about 1e-5"}},
    .shape = PER_CELL,
    .cell = n_per_group,
};

static bool power_of(const double *in, double *out, struct err *e) {
    double p1 = in[0], p2 = in[1], n = in[2], alpha = in[3];
    if (!some_difference(p1, p2, e))
        return false;
    struct deviations d = deviations(p1, p2);
    double gap = sqrt(n) * fabs(p1 - p2) - normal_quantile(alpha / 2, TAIL_UPPER) * d.none;
    /* 0 against 1: what is seen is certain. */
    out[0] = d.true_one > 0 ? normal_probability(gap / d.true_one, TAIL_LOWER) : gap > 0;
    return true;
}

const struct measure power_two_proportions_power = {
    .name = "power.two_proportions.power",
    .brief = "Chance of finding a difference of two proportions with a given number of people.",
    .formula = "P(Z <= (sqrt(n) |p1 - p2| - z(alpha/2) sqrt(2 m (1 - m)))/sqrt(p1 (1 - p1) + p2 (1 "
               "- p2))), m = (p1 + p2)/2",
    .assumes = TWO_P_ASSUMES " For planning: worked out from the proportions seen in the data at "
                             "hand it says no more than their p-value.",
    .cite = FLEISS,
    .args = {TWO_P, ARG("n", ARG_EXPOSURE, "people in each group"), ALPHA},
    .results = {RESULT("power", RESULT_ESTIMATE, "chance of finding the difference")},
    .examples = {{"p1=0.05 p2=0.1 n=400", "power=0.76667689103992798", 1e-9,
                  "R 4.2.2 power.prop.test"}},
    .shape = PER_CELL,
    .cell = power_of,
};
