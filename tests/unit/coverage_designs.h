/* The counts that intervals are tried on, and the true values that they should hold. */
#ifndef FOISTAT_TESTS_COVERAGE_DESIGNS_H
#define FOISTAT_TESTS_COVERAGE_DESIGNS_H

#include "unit/coverage.h"

#define LENGTH(list) (sizeof(list) / sizeof(list)[0])

/* One of a list, by the lowest digit of *i in base n, which is taken off. */
static double pick(const double *list, size_t n, size_t *i) {
    double x = list[*i % n];
    *i /= n;
    return x;
}
#define PICK(list, i) pick(list, LENGTH(list), i)

/* --- one count ------------------------------------------------------------------------------- */

static bool proportion_point(size_t i, const double *size, double *cell) {
    (void)size;
    cell[0] = 0.01 + 0.03 * (double)i;
    cell[1] = 1 - cell[0];
    return i < 33;
}

static const struct design proportion_design = {
    .text = "5, 17 and 60 cases; true proportions 0.01, 0.04, 0.07, ... 0.97.",
    .blocks = 1,
    .categories = {2},
    .sizes = {{5}, {17}, {60}},
    .point = proportion_point,
};

static bool rate_point(size_t i, const double *size, double *cell) {
    static const double mean[] = {0.1, 0.3, 0.7, 1.1,  1.6,  2.2,  2.9,  3.5,  4.2,  5.3,
                                  6.4, 7.8, 9.4, 11.3, 13.6, 16.4, 19.7, 23.7, 28.5, 34.2};
    (void)size;
    cell[0] = mean[i % LENGTH(mean)];
    return i < LENGTH(mean);
}

static const struct design rate_design = {
    .text = "Poisson counts with means 0.1, 0.3, 0.7, 1.1, 1.6, 2.2, 2.9, 3.5, 4.2, 5.3, 6.4, 7.8, "
            "9.4, 11.3, 13.6, 16.4, 19.7, 23.7, 28.5 and 34.2, over an exposure, or against an "
            "expected count, of 3.7.",
    .blocks = 1,
    .categories = {1},
    .sizes = {{3.7}},
    .point = rate_point,
};

/* The one proportion, or the one rate. */
static void proportion_truth(const double *size, const double *cell, const double *count,
                             double *truth) {
    (void)size, (void)count;
    truth[0] = cell[0];
}

static void rate_truth(const double *size, const double *cell, const double *count, double *truth) {
    (void)count;
    truth[0] = cell[0] / size[0];
}

/* Two strata whose reference rates are 3 and 1. */
static bool indirect_point(size_t i, const double *size, double *cell) {
    static const double ratio[] = {0.1, 0.3, 0.5, 0.8, 1, 1.3, 1.9, 2.6};
    cell[0] = 3 * size[0] * ratio[i % LENGTH(ratio)];
    cell[1] = size[1] * ratio[i % LENGTH(ratio)];
    return i < LENGTH(ratio);
}

static const struct design indirect_design = {
    .text = "Two strata in which 6.9 and 1.4 events are expected; true ratios 0.1, 0.3, 0.5, 0.8, "
            "1, 1.3, 1.9 and 2.6.",
    .blocks = 2,
    .categories = {1, 1},
    .sizes = {{2.3, 1.4}},
    .point = indirect_point,
};

static void indirect_truth(const double *size, const double *cell, const double *count,
                           double *truth) {
    (void)count;
    truth[0] = cell[1] / size[1];
}

/* Times the crude rate of the reference population. */
static void indirect_rate_truth(const double *size, const double *cell, const double *count,
                                double *truth) {
    (void)count;
    truth[0] = 2 * cell[1] / size[1];
}

/* People who had one event, and people who had three. */
static bool repeated_point(size_t i, const double *size, double *cell) {
    static const double once[] = {1.9, 4.2, 11.3}, often[] = {0.7, 2.1, 5.3};
    (void)size;
    cell[0] = PICK(once, &i);
    cell[1] = PICK(often, &i);
    return i == 0;
}

static const struct design repeated_design = {
    .text = "Means of 1.9, 4.2 and 11.3 people with one event, of 0.7, 2.1 and 5.3 people with "
            "three.",
    .blocks = 2,
    .categories = {1, 1},
    .sizes = {{6.3, 6.3}},
    .point = repeated_point,
};

static void repeated_truth(const double *size, const double *cell, const double *count,
                           double *truth) {
    (void)count;
    truth[0] = (cell[0] + 3 * cell[1]) / size[0];
}

/* --- two proportions ------------------------------------------------------------------------- */

static bool proportions_point(size_t i, const double *size, double *cell) {
    static const double p[] = {0.04, 0.11, 0.23, 0.38, 0.5, 0.62, 0.81, 0.93};
    (void)size;
    cell[0] = PICK(p, &i);
    cell[2] = PICK(p, &i);
    cell[1] = 1 - cell[0];
    cell[3] = 1 - cell[2];
    return i == 0;
}

static const struct design proportions_design = {
    .text = "13 against 29 cases, and 29 against 7; true proportions 0.04, 0.11, 0.23, 0.38, 0.5, "
            "0.62, 0.81 and 0.93 in either group.",
    .blocks = 2,
    .categories = {2, 2},
    .sizes = {{13, 29}, {29, 7}},
    .point = proportions_point,
};

static void risk_ratio_truth(const double *size, const double *cell, const double *count,
                             double *truth) {
    (void)size, (void)count;
    truth[0] = cell[0] / cell[2];
}

static void risk_difference_truth(const double *size, const double *cell, const double *count,
                                  double *truth) {
    (void)size, (void)count;
    truth[0] = cell[0] - cell[2];
}

static void odds_ratio_truth(const double *size, const double *cell, const double *count,
                             double *truth) {
    (void)size, (void)count;
    truth[0] = cell[0] / cell[1] / (cell[2] / cell[3]);
}

static void risk_fraction_truth(const double *size, const double *cell, const double *count,
                                double *truth) {
    (void)size, (void)count;
    truth[0] = 1 - cell[2] / cell[0];
}

/* One sample: exposed with events, without; others with, without. */
static bool sample_point(size_t i, const double *size, double *cell) {
    static const double exposed[] = {0.3, 0.6}, p1[] = {0.11, 0.38, 0.7}, p0[] = {0.11, 0.31, 0.62};
    (void)size;
    double e = PICK(exposed, &i), with = PICK(p1, &i), without = PICK(p0, &i);
    cell[0] = e * with;
    cell[1] = e * (1 - with);
    cell[2] = (1 - e) * without;
    cell[3] = (1 - e) * (1 - without);
    return i == 0;
}

static const struct design sample_design = {
    .text = "One sample of 19, of whom 30 or 60% are exposed; true proportions 0.11, 0.38 and 0.7 "
            "in the exposed, 0.11, 0.31 and 0.62 in the others.",
    .blocks = 1,
    .categories = {4},
    .sizes = {{19}},
    .point = sample_point,
};

static void added_risk_truth(const double *size, const double *cell, const double *count,
                             double *truth) {
    (void)size, (void)count;
    truth[0] = cell[0] + cell[2] - cell[2] / (cell[2] + cell[3]);
}

static void population_risk_truth(const double *size, const double *cell, const double *count,
                                  double *truth) {
    (void)size, (void)count;
    truth[0] = 1 - cell[2] / (cell[2] + cell[3]) / (cell[0] + cell[2]);
}

/* --- two rates ------------------------------------------------------------------------------- */

static bool rates_of(size_t i, const double *ratio, size_t n, const double *size, double *cell) {
    static const double mean[] = {0.7, 2.3, 4.2, 7.1, 11.3};
    cell[1] = PICK(mean, &i);
    cell[0] = pick(ratio, n, &i) * cell[1] * size[0] / size[1];
    return i == 0;
}

static bool rates_point(size_t i, const double *size, double *cell) {
    static const double ratio[] = {0.25, 0.6, 1, 1.7, 4};
    return rates_of(i, ratio, LENGTH(ratio), size, cell);
}

/* Equal rates have no ranks. */
static bool ranks_point(size_t i, const double *size, double *cell) {
    static const double ratio[] = {0.25, 0.6, 1.7, 4};
    return rates_of(i, ratio, LENGTH(ratio), size, cell);
}

#define RATES_TEXT                                                                                 \
    "exposures of 3.7 against 9.1; Poisson counts with means 0.7, 2.3, 4.2, 7.1 and 11.3 in the "  \
    "comparison group"
#define RATES_BLOCKS .blocks = 2, .categories = {1, 1}, .sizes = {{3.7, 9.1}}

static const struct design rates_design = {
    .text = "Two " RATES_TEXT ", and true rate ratios 0.25, 0.6, 1, 1.7 and 4.",
    RATES_BLOCKS,
    .point = rates_point,
};

static const struct design ranks_design = {
    .text = "Two " RATES_TEXT ", and true rate ratios 0.25, 0.6, 1.7 and 4.",
    RATES_BLOCKS,
    .point = ranks_point,
};

static void rate_ratio_truth(const double *size, const double *cell, const double *count,
                             double *truth) {
    (void)count;
    truth[0] = cell[0] / size[0] / (cell[1] / size[1]);
}

static void rate_difference_truth(const double *size, const double *cell, const double *count,
                                  double *truth) {
    (void)count;
    truth[0] = cell[0] / size[0] - cell[1] / size[1];
}

static double rate_of_all(const double *size, const double *cell) {
    return (cell[0] + cell[1]) / (size[0] + size[1]);
}

static void ratio_to_total_truth(const double *size, const double *cell, const double *count,
                                 double *truth) {
    (void)count;
    truth[0] = cell[0] / size[0] / rate_of_all(size, cell);
}

static void share_truth(const double *size, const double *cell, const double *count,
                        double *truth) {
    (void)size, (void)count;
    truth[0] = cell[0] / (cell[0] + cell[1]);
}

/* At the count that was seen: what of it lies beyond the comparison rate. */
static void excess_truth(const double *size, const double *cell, const double *count,
                         double *truth) {
    truth[0] = count[0] * (1 - cell[1] / size[1] / (cell[0] / size[0]));
}

static void parity_truth(const double *size, const double *cell, const double *count,
                         double *truth) {
    (void)count;
    truth[0] = size[0] * cell[1] / size[1];
}

static void rate_fraction_truth(const double *size, const double *cell, const double *count,
                                double *truth) {
    (void)count;
    truth[0] = 1 - cell[1] / size[1] / (cell[0] / size[0]);
}

static void population_fraction_truth(const double *size, const double *cell, const double *count,
                                      double *truth) {
    (void)count;
    truth[0] = 1 - cell[1] / size[1] / rate_of_all(size, cell);
}

static void added_rate_truth(const double *size, const double *cell, const double *count,
                             double *truth) {
    (void)count;
    truth[0] = rate_of_all(size, cell) - cell[1] / size[1];
}

/* Ranks of the two, the largest first. */
static void ranks_truth(const double *size, const double *cell, const double *count,
                        double *truth) {
    (void)count;
    bool first = cell[0] / size[0] > cell[1] / size[1];
    truth[0] = first ? 1 : 2;
    truth[1] = first ? 2 : 1;
}

/* --- pairs, categories, stages, scores ------------------------------------------------------- */

static bool listed_point(size_t i, const double *list, size_t points, size_t cells, double *cell) {
    for (size_t k = 0; k < cells && i < points; k++)
        cell[k] = list[i * cells + k];
    return i < points;
}

/* Both, first only, second only, neither. */
static bool pairs_point(size_t i, const double *size, double *cell) {
    static const double p[] = {0.04, 0.11, 0.04, 0.81, 0.2,  0.3,  0.1,  0.4,  0.5,  0.04,
                               0.13, 0.33, 0.7,  0.15, 0.05, 0.1,  0.31, 0.31, 0.19, 0.19,
                               0.05, 0.05, 0.05, 0.85, 0.45, 0.02, 0.02, 0.51};
    (void)size;
    return listed_point(i, p, LENGTH(p) / 4, 4, cell);
}

static const struct design pairs_design = {
    .text = "17 pairs; true shares of both, first only, second only, neither: 4, 11, 4, 81%; 20, "
            "30, 10, 40%; 50, 4, 13, 33%; 70, 15, 5, 10%; 31, 31, 19, 19%; 5, 5, 5, 85%; 45, "
            "2, 2, 51%.",
    .blocks = 1,
    .categories = {4},
    .sizes = {{17}},
    .point = pairs_point,
};

static void paired_truth(const double *size, const double *cell, const double *count,
                         double *truth) {
    (void)size, (void)count;
    truth[0] = cell[1] - cell[2];
}

static bool shares_point(size_t i, const double *size, double *cell) {
    static const double p[] = {0.04, 0.13, 0.83, 0.2,  0.3, 0.5,  0.33, 0.33,
                               0.34, 0.02, 0.04, 0.94, 0.1, 0.44, 0.46};
    (void)size;
    return listed_point(i, p, LENGTH(p) / 3, 3, cell);
}

static const struct design shares_design = {
    .text = "17 cases in three categories; true shares 4, 13, 83%; 20, 30, 50%; 33, 33, 34%; 2, "
            "4, 94%; 10, 44, 46%. All three limits must hold at once; the width is the mean of "
            "the three.",
    .blocks = 1,
    .categories = {3},
    .sizes = {{17}},
    .point = shares_point,
};

static void shares_truth(const double *size, const double *cell, const double *count,
                         double *truth) {
    (void)size, (void)count;
    memcpy(truth, cell, 3 * sizeof *truth);
}

/* Of each group: not at the first stage, at the first only, at both. */
static bool stages_point(size_t i, const double *size, double *cell) {
    static const double first1[] = {0.4, 0.8}, second1[] = {0.3, 0.6}, first0[] = {0.5, 0.8},
                        second0[] = {0.25, 0.6};
    (void)size;
    for (int group = 0; group < 2; group++, cell += 3) {
        double p = group == 0 ? PICK(first1, &i) : PICK(first0, &i);
        double q = group == 0 ? PICK(second1, &i) : PICK(second0, &i);
        cell[0] = 1 - p;
        cell[1] = p * (1 - q);
        cell[2] = p * q;
    }
    return i == 0;
}

static const struct design stages_design = {
    .text = "7 people against 11 before the first of two stages; 40 or 80% against 50 or 80% go "
            "on to the first, 30 or 60% against 25 or 60% of those to the second.",
    .blocks = 2,
    .categories = {3, 3},
    .sizes = {{7, 11}},
    .point = stages_point,
};

static void second_stage_truth(const double *size, const double *cell, const double *count,
                               double *truth) {
    (void)size, (void)count;
    truth[0] = cell[2] / (cell[1] + cell[2]) / (cell[5] / (cell[4] + cell[5]));
}

static void both_stages_truth(const double *size, const double *cell, const double *count,
                              double *truth) {
    (void)size, (void)count;
    truth[0] = cell[2] / cell[5];
}

static bool trend_point(size_t i, const double *size, double *cell) {
    static const double origin[] = {0.11, 0.3, 0.2, 0.5, 0.8},
                        slope[] = {0.03, -0.05, 0.15, 0, -0.15};
    static const double score[] = {1, 2, 4};
    (void)size;
    for (size_t k = 0; k < 3 && i < LENGTH(slope); k++) {
        cell[2 * k] = origin[i] + slope[i] * score[k];
        cell[2 * k + 1] = 1 - cell[2 * k];
    }
    return i < LENGTH(slope);
}

static const struct design trend_design = {
    .text = "7, 5 and 9 cases at scores 1, 2 and 4; true proportions at score 0 and slopes 0.11, "
            "0.03; 0.3, -0.05; 0.2, 0.15; 0.5, 0; 0.8, -0.15.",
    .blocks = 3,
    .categories = {2, 2, 2},
    .sizes = {{7, 5, 9}},
    .point = trend_point,
};

static void slope_truth(const double *size, const double *cell, const double *count,
                        double *truth) {
    (void)size, (void)count;
    truth[0] = (cell[4] - cell[0]) / 3;
}

/* --- two strata ------------------------------------------------------------------------------ */

/* Proportions of the comparison group in the two strata, and one effect in both. */
static void set_strata(double p01, double p02, double p11, double p12, double *cell) {
    const double p[] = {p11, p01, p12, p02};
    for (size_t k = 0; k < 4; k++) {
        cell[2 * k] = p[k];
        cell[2 * k + 1] = 1 - p[k];
    }
}

static double with_odds(double p, double ratio) {
    return ratio * p / (1 - p + ratio * p);
}

static bool odds_strata_point(size_t i, const double *size, double *cell) {
    static const double first[] = {0.13, 0.38, 0.71}, second[] = {0.31, 0.62},
                        ratio[] = {0.3, 1, 2.6};
    (void)size;
    double p1 = PICK(first, &i), p2 = PICK(second, &i), r = PICK(ratio, &i);
    set_strata(p1, p2, with_odds(p1, r), with_odds(p2, r), cell);
    return i == 0;
}

static bool risk_strata_point(size_t i, const double *size, double *cell) {
    static const double first[] = {0.13, 0.31, 0.38}, second[] = {0.22, 0.36},
                        ratio[] = {0.4, 1, 2.3};
    (void)size;
    double p1 = PICK(first, &i), p2 = PICK(second, &i), r = PICK(ratio, &i);
    set_strata(p1, p2, r * p1, r * p2, cell);
    return i == 0;
}

static bool difference_strata_point(size_t i, const double *size, double *cell) {
    static const double first[] = {0.13, 0.31, 0.48}, second[] = {0.22, 0.36},
                        difference[] = {-0.1, 0, 0.25, 0.4};
    (void)size;
    double p1 = PICK(first, &i), p2 = PICK(second, &i), d = PICK(difference, &i);
    set_strata(p1, p2, p1 + d, p2 + d, cell);
    return i == 0;
}

#define STRATA_TEXT "Two strata, of 6 against 9 and of 5 against 4 cases; "
#define STRATA_BLOCKS .blocks = 4, .categories = {2, 2, 2, 2}, .sizes = {{6, 9, 5, 4}}

static const struct design odds_strata_design = {
    .text = STRATA_TEXT "true proportions 0.13, 0.38 and 0.71 in the first comparison group, 0.31 "
                        "and 0.62 in the second; one odds ratio in both: 0.3, 1 or 2.6.",
    STRATA_BLOCKS,
    .point = odds_strata_point,
};

static const struct design risk_strata_design = {
    .text = STRATA_TEXT "true proportions 0.13, 0.31 and 0.38 in the first comparison group, 0.22 "
                        "and 0.36 in the second; one risk ratio in both: 0.4, 1 or 2.3.",
    STRATA_BLOCKS,
    .point = risk_strata_point,
};

static const struct design difference_strata_design = {
    .text = STRATA_TEXT "true proportions 0.13, 0.31 and 0.48 in the first comparison group, 0.22 "
                        "and 0.36 in the second; one difference in both: -0.1, 0, 0.25 or 0.4.",
    STRATA_BLOCKS,
    .point = difference_strata_point,
};

/* Means of the group of interest and the comparison group, by stratum. */
static bool rate_strata_point(size_t i, const double *size, double *cell) {
    static const double first[] = {0.4, 0.8}, second[] = {0.5, 1}, ratio[] = {0.5, 1, 2};
    double rate1 = PICK(first, &i), rate2 = PICK(second, &i), r = PICK(ratio, &i);
    cell[0] = r * rate1 * size[0];
    cell[1] = rate1 * size[1];
    cell[2] = r * rate2 * size[2];
    cell[3] = rate2 * size[3];
    return i == 0;
}

static bool rate_gap_strata_point(size_t i, const double *size, double *cell) {
    static const double first[] = {0.4, 0.8}, second[] = {0.5, 1}, gap[] = {-0.3, 0, 0.6};
    double rate1 = PICK(first, &i), rate2 = PICK(second, &i), d = PICK(gap, &i);
    cell[0] = (rate1 + d) * size[0];
    cell[1] = rate1 * size[1];
    cell[2] = (rate2 + d) * size[2];
    cell[3] = rate2 * size[3];
    return i == 0;
}

#define RATE_STRATA_TEXT                                                                           \
    "Two strata, with exposures of 2.1 against 3.4 and 1.3 against 2.7; true rates 0.4 and 0.8 "   \
    "in the first comparison group, 0.5 and 1 in the second; "
#define RATE_STRATA_BLOCKS                                                                         \
    .blocks = 4, .categories = {1, 1, 1, 1}, .negligible = 1e-10, .sizes = {{2.1, 3.4, 1.3, 2.7}}

static const struct design rate_strata_design = {
    .text = RATE_STRATA_TEXT "one rate ratio in both: 0.5, 1 or 2.",
    RATE_STRATA_BLOCKS,
    .point = rate_strata_point,
};

static const struct design rate_gap_strata_design = {
    .text = RATE_STRATA_TEXT "one difference in both: -0.3, 0 or 0.6.",
    RATE_STRATA_BLOCKS,
    .point = rate_gap_strata_point,
};

static void odds_strata_truth(const double *size, const double *cell, const double *count,
                              double *truth) {
    odds_ratio_truth(size, cell, count, truth);
}

static void rate_strata_truth(const double *size, const double *cell, const double *count,
                              double *truth) {
    rate_ratio_truth(size, cell, count, truth);
}

/* The standard has 5 in the first stratum for 2 in the second. */
static double standardised(double rate1, double rate2) {
    return (5 * rate1 + 2 * rate2) / 7;
}

static bool standard_point(size_t i, const double *size, double *cell) {
    static const double first[] = {0.7, 4.2, 11.3}, second[] = {1.9, 7.4, 16.2};
    (void)size;
    cell[0] = PICK(first, &i);
    cell[1] = PICK(second, &i);
    return i == 0;
}

static const struct design standard_design = {
    .text = "Two strata of 4.1 and 2.9 person-years, standard population 5 to 2; Poisson counts "
            "with means 0.7, 4.2 and 11.3 in the first, 1.9, 7.4 and 16.2 in the second.",
    .blocks = 2,
    .categories = {1, 1},
    .sizes = {{4.1, 2.9}},
    .point = standard_point,
};

static void standard_truth(const double *size, const double *cell, const double *count,
                           double *truth) {
    (void)count;
    truth[0] = standardised(cell[0] / size[0], cell[1] / size[1]);
}

static void standard_ratio_truth(const double *size, const double *cell, const double *count,
                                 double *truth) {
    (void)count;
    truth[0] = standardised(cell[0] / size[0], cell[2] / size[2]) /
               standardised(cell[1] / size[1], cell[3] / size[3]);
}

static void standard_difference_truth(const double *size, const double *cell, const double *count,
                                      double *truth) {
    (void)count;
    truth[0] = standardised(cell[0] / size[0], cell[2] / size[2]) -
               standardised(cell[1] / size[1], cell[3] / size[3]);
}

/* Of each group, or stratum: people with one event, people with three. */
static bool repeated_groups_point(size_t i, const double *size, double *cell) {
    static const double once[] = {1.6, 3.1}, often[] = {0.7, 1.9};
    (void)size;
    for (size_t k = 0; k < 4; k++)
        cell[k] = k % 2 == 0 ? PICK(once, &i) : PICK(often, &i);
    return i == 0;
}

static const struct design repeated_groups_design = {
    .text = "Two groups or strata, 6.3 and 2.9 person-years; means of 1.6 and 3.1 people with one "
            "event, of 0.7 and 1.9 people with three, in either.",
    .blocks = 4,
    .categories = {1, 1, 1, 1},
    .negligible = 1e-10,
    .sizes = {{6.3, 6.3, 2.9, 2.9}},
    .point = repeated_groups_point,
};

static void repeated_ratio_truth(const double *size, const double *cell, const double *count,
                                 double *truth) {
    (void)count;
    truth[0] = (cell[0] + 3 * cell[1]) / size[0] / ((cell[2] + 3 * cell[3]) / size[2]);
}

static void repeated_standard_truth(const double *size, const double *cell, const double *count,
                                    double *truth) {
    (void)count;
    truth[0] = standardised((cell[0] + 3 * cell[1]) / size[0], (cell[2] + 3 * cell[3]) / size[2]);
}

#endif
