/* Funnel plots: the limits within which chance alone would leave a place, against its size, and
 * which side of them it is on. "2s" and "3s" are the usual pair, about two and three standard
 * deviations: 2.5% and 0.1% in each tail. */
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/solve.h"

static const double tails[] = {0.025, 0.001};

#define SPIEGELHALTER "Spiegelhalter DJ. Statistics in Medicine 2005;24:1185-1202."
#define CODE                                                                                       \
    RESULT("code", RESULT_CODE,                                                                    \
           "2 above the 99.8% limit, 1 above the 95% limit, 0 within, -1 below the 95% limit, "    \
           "-2 below the 99.8% limit")
#define AVERAGE ARG("average_proportion", ARG_PROBABILITY, "proportion in all places together")
#define TESTDATA "PHEindicatormethods 2.1.0, "

/* out: lower_2s, upper_2s, lower_3s, upper_3s. */
static bool proportion_limits(const double *in, double *out, struct err *e) {
    double p = in[0], n = in[1], multiplier = in[2];
    if (n == 0)
        return undefined(e, "no limits for a place of nobody");
    for (int i = 0; i < 2; i++) {
        double half = normal_quantile(tails[i], TAIL_UPPER) * sqrt(p * (1 - p) / n);
        out[2 * i] = fmax(p - half, 0) * multiplier;
        out[2 * i + 1] = fmin(p + half, 1) * multiplier;
    }
    return true;
}

const struct measure funnel_proportion_limits_wilson_inverse = {
    .name = "funnel.proportion_limits_wilson_inverse",
    .brief = "Funnel limits of a proportion around the average, for a place of a given size.",
    .formula = "multiplier (P -+ z sqrt(P (1 - P)/n)), within 0 and multiplier: the proportions "
               "whose Wilson limit is P",
    .assumes = "The place's events are independent and the average is known. A place outside is "
               "one whose Wilson interval excludes the average. Poor for P n below about 5.",
    .cite = SPIEGELHALTER " Wilson EB. JASA 1927;22:209-212.",
    .args = {AVERAGE, ARG("population", ARG_EXPOSURE, "people or cases at risk in the place"),
             ARG_PRESET("multiplier", ARG_POSITIVE, "1 for proportions, 100 for percentages", 100)},
    .results = {RESULT("lower_2s", RESULT_LOWER, "lower 95% funnel limit"),
                RESULT("upper_2s", RESULT_UPPER, "upper 95% funnel limit"),
                RESULT("lower_3s", RESULT_LOWER, "lower 99.8% funnel limit"),
                RESULT("upper_3s", RESULT_UPPER, "upper 99.8% funnel limit")},
    .examples = {{"average_proportion=0.806424478571496 population=4818",
                  "lower_2s=79.526814 upper_2s=81.758082 lower_3s=78.883452 upper_3s=82.401444",
                  1e-8, TESTDATA "testdata_funnel_prop_outputs.csv row 70"},
                 {"average_proportion=0.806424478571496 population=10",
                  "lower_2s=56.154344 upper_2s=100 lower_3s=42.03259 upper_3s=100", 2e-8,
                  TESTDATA "testdata_funnel_prop_outputs.csv row 10"}},
    .shape = PER_CELL,
    .cell = proportion_limits,
};

/* The ratio 100 O/expected; none where nothing is expected. */
static double percent(double observed, double expected) {
    return expected > 0 ? 100 * (observed / expected) : NAN;
}

/* out: lower_2s_exp, lower_2s_isr, upper_2s_exp, upper_2s_isr, the same of 3s. */
static bool ratio_limits(const double *in, double *out, struct err *e) {
    double observed = in[0];
    for (int i = 0; i < 2; i++) {
        double *of = out + 4 * i;
        of[2] = 0;
        if (!gamma_quantile(tails[i], observed + 1, TAIL_UPPER, &of[0], e) ||
            (observed > 0 && !gamma_quantile(tails[i], observed, TAIL_LOWER, &of[2], e)))
            return false;
        of[1] = percent(observed, of[0]);
        of[3] = percent(observed, of[2]);
    }
    return true;
}

const struct measure funnel_ratio_limits_exact_poisson = {
    .name = "funnel.ratio_limits_exact_poisson",
    .brief = "Funnel limits of an observed/expected ratio: the expected events at which a count "
             "is just significant.",
    .formula = "P(X <= O | lower_exp) = P(X >= O | upper_exp) = 0.025 (2s), 0.001 (3s); isr = 100 "
               "O/exp",
    .assumes =
        "Independent events (Poisson), expected taken as known, so that all variation in the "
        "plot's middle is chance: where many places fall outside see "
        "funnel.limits_overdispersed. The exact tails, put back to the last digits; packages that "
        "search for them stop at about five. 0 observed: upper_exp 0, upper_isr not defined.",
    .cite = SPIEGELHALTER " Garwood F. Biometrika 1936;28:437-442.",
    .args = {ARG("observed", ARG_COUNT, "events observed")},
    .results = {RESULT("lower_2s_exp", RESULT_STATISTIC,
                       "expected events above which observed is low at 95%"),
                RESULT("lower_2s_isr", RESULT_LOWER, "100 observed/lower_2s_exp"),
                RESULT("upper_2s_exp", RESULT_STATISTIC,
                       "expected events below which observed is high at 95%"),
                RESULT("upper_2s_isr", RESULT_UPPER, "100 observed/upper_2s_exp"),
                RESULT("lower_3s_exp", RESULT_STATISTIC, "the same at 99.8%"),
                RESULT("lower_3s_isr", RESULT_LOWER, "100 observed/lower_3s_exp"),
                RESULT("upper_3s_exp", RESULT_STATISTIC, "the same at 99.8%"),
                RESULT("upper_3s_isr", RESULT_UPPER, "100 observed/upper_3s_exp")},
    .examples = {{"observed=10",
                  "lower_2s_exp=18.39035799 lower_2s_isr=54.3763205 upper_2s_exp=4.795387629 "
                  "upper_2s_isr=208.5337156 lower_3s_exp=24.13397235 upper_3s_exp=2.960519925",
                  1e-4, TESTDATA "testdata_funnel_ratio_outputs.csv row 10, which stops at 1e-5"},
                 {"observed=10", "lower_2s_exp=18.390356042017778 upper_2s_exp=4.7953886961324336",
                  1e-9, "R 4.2.2 poisson.test"}},
    .shape = PER_CELL,
    .cell = ratio_limits,
};

/* Which tail of a Poisson count with this mean is how large. */
struct limit {
    double mean, tail;
};

/* P(X >= count) less the tail, and P(X <= count) less the tail, for counts that need not be whole:
 * X is at least k exactly when a gamma variable of shape k is at most the mean. */
static double high_excess(double count, const void *data) {
    const struct limit *l = data;
    return gamma_probability(l->mean, count, TAIL_LOWER) - l->tail;
}

static double low_excess(double count, const void *data) {
    const struct limit *l = data;
    return gamma_probability(l->mean, count + 1, TAIL_UPPER) - l->tail;
}

/* The counts at the two limits; *low is 0 where not even 0 events are few. */
static bool limit_counts(double expected, double tail, double *low, double *high, struct err *e) {
    struct limit l = {expected, tail};
    const char *what = "count at the funnel limit";
    *low = 0;
    if (low_excess(0, &l) < 0 && !solve_between(low_excess, &l, 0, expected, what, low, e))
        return false;
    return solve_above(high_excess, &l, 0, expected + 1, what, high, e);
}

static bool exact_limits(const double *in, double *out, struct err *e) {
    double expected = in[0], multiplier = in[1];
    if (expected == 0)
        return undefined(e, "no limits where nothing is expected");
    for (int i = 0; i < 2; i++) {
        double low, high;
        if (!limit_counts(expected, tails[i], &low, &high, e))
            return false;
        out[2 * i] = multiplier * (low / expected);
        out[2 * i + 1] = multiplier * (high / expected);
    }
    return true;
}

const struct measure funnel_limits_exact_poisson = {
    .name = "funnel.limits_exact_poisson",
    .brief = "Exact funnel limits of an observed/expected ratio for a place of a given size.",
    .formula = "multiplier O/expected, where P(X <= O | expected) (lower) or P(X >= O | expected) "
               "(upper) is 0.025 (2s) and 0.001 (3s), by the gamma distribution between whole O; "
               "lower 0 where exp(-expected) is more than that",
    .assumes =
        "Independent events (Poisson), expected taken as known, so that all variation in the "
        "plot's middle is chance: where many places fall outside see "
        "funnel.limits_overdispersed. The curve through the limits that "
        "funnel.ratio_limits_exact_poisson gives count by count: a place lies beyond it exactly "
        "when funnel.significance_ratio says so. Spiegelhalter's own interpolation, of the "
        "probability, puts the upper limit about one event lower.",
    .cite = SPIEGELHALTER " Garwood F. Biometrika 1936;28:437-442.",
    .args = {ARG("expected", ARG_EXPOSURE, "events expected in the place"),
             ARG_PRESET("multiplier", ARG_POSITIVE,
                        "1 for a ratio, 100 for the usual index, the target for a rate", 1)},
    .results = {RESULT("lower_2s", RESULT_LOWER, "lower 95% funnel limit"),
                RESULT("upper_2s", RESULT_UPPER, "upper 95% funnel limit"),
                RESULT("lower_3s", RESULT_LOWER, "lower 99.8% funnel limit"),
                RESULT("upper_3s", RESULT_UPPER, "upper 99.8% funnel limit")},
    .examples = {{"expected=4.795387629", "upper_2s=2.085337156", 1e-6,
                  TESTDATA "testdata_funnel_ratio_outputs.csv row 10, observed over expected"},
                 {"expected=20",
                  "lower_2s=0.562382904634438 upper_2s=1.48531618675306 "
                  "lower_3s=0.362120671852069 upper_3s=1.78251433540438",
                  1e-9, "R 4.2.2 uniroot of pgamma"},
                 {"expected=1000000 multiplier=100",
                  "lower_2s=99.8040009751012 upper_2s=100.196093740206 "
                  "lower_3s=99.6910693112556 upper_3s=100.309215673348",
                  1e-9, "R 4.2.2 uniroot of pgamma"}},
    .shape = PER_CELL,
    .cell = exact_limits,
};

/* How many of the two tails 'p' is inside. */
static double limits_passed(double p) {
    return (p < tails[0]) + (p < tails[1]);
}

static bool significance_ratio(const double *in, double *out, struct err *e) {
    double observed = in[0], expected = in[1];
    if (expected == 0)
        return undefined(e, "nothing to compare with: expected is 0");
    double high = poisson_probability(observed - 1, expected, TAIL_UPPER);
    double low = poisson_probability(observed, expected, TAIL_LOWER);
    out[0] = limits_passed(high) - limits_passed(low);
    return true;
}

const struct measure funnel_significance_ratio = {
    .name = "funnel.significance_ratio",
    .brief = "Which funnel limits an observed/expected ratio lies beyond.",
    .formula = "1 or 2 when P(X >= O | E) < 0.025 or 0.001; -1 or -2 when P(X <= O | E) is",
    .assumes = "Independent events (Poisson), expected taken as known. The exact tails, as in "
               "funnel.ratio_limits_exact_poisson; from 10 events on PHEindicatormethods takes "
               "Byar's approximation, which differs only for places right on a limit.",
    .cite = SPIEGELHALTER,
    .args = {ARG("observed", ARG_COUNT, "events observed"),
             ARG("expected", ARG_EXPOSURE, "events expected from the reference rates")},
    .results = {CODE},
    .examples = {{"observed=151 expected=106.4429719", "code=2", 1e-9,
                  TESTDATA "testdata_funnel_ratio_inputs.csv row 2"},
                 {"observed=182 expected=196.799308", "code=0", 1e-9,
                  TESTDATA "testdata_funnel_ratio_inputs.csv row 9"},
                 {"observed=0 expected=240.6273499", "code=-2", 1e-9,
                  TESTDATA "testdata_funnel_ratio_inputs.csv row 8"}},
    .shape = PER_CELL,
    .cell = significance_ratio,
};

static bool significance_proportion(const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1], p = in[2];
    if (!within("numerator", x, "denominator", n, e))
        return false;
    if (n == 0)
        return undefined(e, "no proportion of nobody");
    double distance = fabs(x / n - p), deviation = sqrt(p * (1 - p) / n);
    double passed = 0;
    for (int i = 0; i < 2; i++)
        passed += distance > normal_quantile(tails[i], TAIL_UPPER) * deviation;
    out[0] = x / n > p ? passed : -passed;
    return true;
}

const struct measure funnel_significance_proportion = {
    .name = "funnel.significance_proportion",
    .brief = "Which funnel limits a proportion lies beyond.",
    .formula = "1 or 2 when x/n > P + z sqrt(P (1 - P)/n), z of 0.025 or 0.001 in the tail; -1 or "
               "-2 when x/n < P - z sqrt(P (1 - P)/n)",
    .assumes = "As funnel.proportion_limits_wilson_inverse. A numerator may be fractional, as "
               "where a published percentage was turned back into a count.",
    .cite = SPIEGELHALTER " Wilson EB. JASA 1927;22:209-212.",
    .args = {ARG("numerator", ARG_EVENTS, "events in the place"),
             ARG("denominator", ARG_EXPOSURE, "people or cases at risk in the place"), AVERAGE},
    .results = {CODE},
    .examples = {{"numerator=35795.6324 denominator=45449 average_proportion=0.806424478571496",
                  "code=-2", 1e-9, TESTDATA "testdata_funnel_prop_inputs.csv row 5"}},
    .shape = PER_CELL,
    .cell = significance_proportion,
};
