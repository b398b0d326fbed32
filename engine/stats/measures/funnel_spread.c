/* Funnel plots of places that differ by more than chance: how far each is from the target in
 * standard deviations, how much more they vary than chance (phi, tau2), and limits that allow for
 * it. Spiegelhalter DJ. Statistics in Medicine 2005;24:1185-1202. */
#include <stdlib.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"

#define SPIEGELHALTER                                                                              \
    "Spiegelhalter DJ. Statistics in Medicine 2005;24:1185-1202. Spiegelhalter D, "                \
    "Sherlaw-Johnson C, Bardsley M, et al. Journal of the Royal Statistical Society A "            \
    "2012;175:1-47."
#define FUNNELPLOTR "R FunnelPlotR 0.6.0 "
#define OVER                                                                                       \
    ARG_LIST("numerator", ARG_COUNT, "events in each place"),                                      \
        ARG_LIST("denominator", ARG_EXPOSURE, "people or cases at risk in each place")
#define TARGET(t)                                                                                  \
    { .name = "target", .text = t, .kind = RESULT_ESTIMATE, .single = true }
#define SCORES RESULT("z", RESULT_STATISTIC, "standard deviations from the target")

static bool zscore_proportion(const struct series *in, double *const *out, struct err *e) {
    const double *x = in[0].at, *n = in[1].at;
    double total = sum_of(n, in[1].n);
    if (total == 0)
        return undefined(e, "nobody is in any of the places");
    for (size_t i = 0; i < in[0].n; i++) {
        if (!within("numerator", x[i], "denominator", n[i], e))
            return false;
    }
    out[0][0] = asin(sqrt(sum_of(x, in[0].n) / total));
    for (size_t i = 0; i < in[0].n; i++)
        out[1][i] = n[i] > 0 ? (asin(sqrt(x[i] / n[i])) - out[0][0]) * 2 * sqrt(n[i]) : NAN;
    return true;
}

const struct measure funnel_zscore_proportion_arcsine = {
    .name = "funnel.zscore_proportion_arcsine",
    .brief = "Each place's proportion, in standard deviations from the average on the arcsine "
             "scale.",
    .formula = "z = 2 sqrt(n) (asin sqrt(x/n) - target), target = asin sqrt(sum x/sum n)",
    .assumes = "Independent events. On this scale the standard deviation is 1/(2 sqrt n) whatever "
               "the proportion. A place of nobody has none.",
    .cite = SPIEGELHALTER,
    .args = {OVER},
    .results = {TARGET("asin sqrt of the proportion in all places together"), SCORES},
    .examples = {{"numerator=30,45,60,20 denominator=300,310,450,205",
                  "target=0.35761630969287461 z_1=-1.2424262084981423 z_2=1.1712665931248005 "
                  "z_3=0.6862838359925848 z_4=-1.1440831519655359",
                  1e-9, FUNNELPLOTR "transformed_zscore"}},
    .shape = COLUMN_TO_COLUMN,
    .column = zscore_proportion,
};

/* Half an event more above and below, so that the logarithm is defined without events. */
static double log_ratio_z(double x, double n, double target) {
    double above = x + 0.5, below = n + 0.5;
    double deviation = sqrt(x / above / above + n / below / below);
    return deviation > 0 ? (log(above / below) - target) / deviation : NAN;
}

static bool zscore_counts(const struct series *in, double *const *out, struct err *e) {
    const double *x = in[0].at, *n = in[1].at;
    double events = sum_of(x, in[0].n), total = sum_of(n, in[1].n);
    if (events == 0 || total == 0)
        return undefined(e, "no average ratio: the %s are all 0",
                         events == 0 ? "numerators" : "denominators");
    out[0][0] = log(events / total);
    for (size_t i = 0; i < in[0].n; i++)
        out[1][i] = log_ratio_z(x[i], n[i], out[0][0]);
    return true;
}

const struct measure funnel_zscore_ratio_of_counts = {
    .name = "funnel.zscore_ratio_of_counts",
    .brief = "Each place's ratio of two counts, in standard deviations from the average on the log "
             "scale.",
    .formula = "z = (ln((x + 1/2)/(n + 1/2)) - target)/s, s^2 = x/(x + 1/2)^2 + n/(n + 1/2)^2, "
               "target = ln(sum x/sum n)",
    .assumes = "Numerator and denominator are independent Poisson counts: events of two kinds, not "
               "a part and its whole. Poor for counts below about 5. A place without either has "
               "none.",
    .cite = SPIEGELHALTER,
    .args = {ARG_LIST("numerator", ARG_COUNT, "events of one kind in each place"),
             ARG_LIST("denominator", ARG_EXPOSURE, "events of the other kind in each place")},
    .results = {TARGET("log of the ratio in all places together"), SCORES},
    .examples = {{"numerator=30,45,60,20 denominator=300,310,450,205",
                  "target=-2.0994022842423741 z_1=-0.99848528694810934 z_2=1.1327466904936667 "
                  "z_3=0.67211219890607832 z_4=-0.89786421162648045",
                  1e-9, FUNNELPLOTR "transformed_zscore"}},
    .shape = COLUMN_TO_COLUMN,
    .column = zscore_counts,
};

/* One place: its z-score, and the standard deviation of its transformed ratio. */
struct place {
    double z, deviation;
};

/* Observed over expected on a scale on which chance has a known standard deviation. */
typedef struct place place_fn(double observed, double expected);

static struct place on_log_scale(double observed, double expected) {
    return (struct place){log(observed / expected) * sqrt(expected), 1 / sqrt(expected)};
}

static struct place on_root_scale(double observed, double expected) {
    double deviation = 1 / (2 * sqrt(expected));
    return (struct place){(sqrt(observed / expected) - 1) / deviation, deviation};
}

static int by_z(const void *a, const void *b) {
    double x = ((const struct place *)a)->z, y = ((const struct place *)b)->z;
    return (x > y) - (x < y);
}

/* The quantile of ascending z-scores that R calls type 7: at 1 + (n - 1) p.
 * Hyndman RJ, Fan Y. American Statistician 1996;50:361-365. */
static double quantile(const struct place *place, size_t n, double p) {
    double at = (double)(n - 1) * p;
    size_t below = (size_t)at;
    if (below + 1 >= n)
        return place[n - 1].z;
    return place[below].z + (at - (double)below) * (place[below + 1].z - place[below].z);
}

/* Brings the places beyond the quantiles to them; none is lost. */
static size_t winsorise(struct place *place, size_t n, double trim) {
    double low = quantile(place, n, trim), high = quantile(place, n, 1 - trim);
    for (size_t i = 0; i < n; i++)
        place[i].z = fmin(fmax(place[i].z, low), high);
    return n;
}

/* Drops the first and the last of 1/trim groups of places by rank, where rank r is in group r
 * (1/trim)/(n + 1) counted from 0, and equal z-scores share their mean rank. How many are left. */
static size_t drop_ends(struct place *place, size_t n, double trim) {
    size_t left = 0;
    for (size_t i = 0, next; i < n && trim > 0; i = next) {
        for (next = i + 1; next < n && !(place[next].z > place[i].z);)
            next++;
        double rank = (double)(i + 1 + next) / 2, group = rank * (1 / trim) / (double)(n + 1);
        if (!(group >= 1 && group < 1 / trim - 1))
            continue;
        for (size_t k = i; k < next; k++)
            place[left++] = place[k];
    }
    return trim > 0 ? left : n;
}

/* Out: n, phi, tau2 of the places as they are. tau2 is the moment estimate of DerSimonian and
 * Laird, with 1/deviation^2 for weights; one place says nothing about it. */
static void put_spread(const struct place *place, size_t n, double *const *out) {
    struct sum squares = {0}, weights = {0}, weights2 = {0};
    for (size_t i = 0; i < n; i++) {
        double w = 1 / place[i].deviation / place[i].deviation;
        sum_add(&squares, place[i].z * place[i].z);
        sum_add(&weights, w);
        sum_add(&weights2, w * w);
    }
    double w = sum_value(&weights), excess = sum_value(&squares) - ((double)n - 1);
    out[0][0] = (double)n;
    out[1][0] = sum_value(&squares) / (double)n;
    out[2][0] = n < 2 ? NAN : excess <= 0 ? 0 : excess / (w - sum_value(&weights2) / w);
}

static bool place_all(const struct series *in, place_fn *scale, struct place *place,
                      struct err *e) {
    for (size_t i = 0; i < in[0].n; i++) {
        if (in[1].at[i] == 0)
            return undefined(e, "nothing is expected in place %zu of %zu", i + 1, in[0].n);
        place[i] = scale(in[0].at[i], in[1].at[i]);
        if (!isfinite(place[i].z))
            return undefined(e, "place %zu of %zu has no events, hence no logarithm", i + 1,
                             in[0].n);
    }
    return true;
}

/* What is done about the extreme places, which come in the order of their z-scores; how many are
 * left. */
typedef size_t trim_fn(struct place *place, size_t n, double trim);

static bool overdispersion(const struct series *in, place_fn *scale, trim_fn *trimmed,
                           double *const *out, struct err *e) {
    double trim = in[2].at[0];
    size_t n = in[0].n;
    if (trim >= 0.5)
        return fail(e, ERR_ARG_RANGE, "'trim_by' is a share at either end, below 0.5, got %g",
                    trim);
    struct place *place = calloc(n, sizeof *place);
    if (place == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu places", n);
    bool done = place_all(in, scale, place, e);
    if (done) {
        qsort(place, n, sizeof *place, by_z);
        put_spread(place, trimmed(place, n, trim), out);
    }
    free(place);
    return done && (out[0][0] > 0 || undefined(e, "trimming leaves no place"));
}

static bool shmi(const struct series *in, double *const *out, struct err *e) {
    return overdispersion(in, on_log_scale, drop_ends, out, e);
}

static bool cqc(const struct series *in, double *const *out, struct err *e) {
    return overdispersion(in, on_root_scale, winsorise, out, e);
}

#define OBSERVED_LISTS                                                                             \
    ARG_LIST("observed", ARG_COUNT, "events observed in each place"),                              \
        ARG_LIST("expected", ARG_EXPOSURE, "events expected in each place"),                       \
        ARG_PRESET("trim_by", ARG_PROBABILITY, "share of the places at either end", 0.1)
#define SPREAD                                                                                     \
    RESULT("n", RESULT_COUNT, "places that the figures rest on"),                                  \
        RESULT("phi", RESULT_STATISTIC, "variance of the z-scores: about 1 when chance is all"),   \
        RESULT("tau2", RESULT_STATISTIC,                                                           \
               "variance between places beyond chance, on the transformed scale; 0 or more")
#define SPREAD_FORMULA                                                                             \
    "phi = mean z^2; tau2 = max(0, (sum z^2 - (n - 1))/(sum w - sum w^2/sum w)), w = 1/s^2; "
#define SPREAD_ASSUMES                                                                             \
    "Independent events (Poisson), expected taken as known; most places vary around the target "   \
    "1, "                                                                                          \
    "and trimming keeps the few that do not from widening the limits for all. Trimming also "      \
    "makes "                                                                                       \
    "phi smaller than it would be: about 0.6 (10% dropped) to 0.8 (10% drawn in) when chance "     \
    "is "                                                                                          \
    "all. tau2 is not defined for one place. "

const struct measure funnel_overdispersion_shmi = {
    .name = "funnel.overdispersion_shmi",
    .brief = "How much more observed/expected ratios vary than chance: log scale, the extreme "
             "places dropped, as for England's hospital mortality indicator.",
    .formula = SPREAD_FORMULA "z = ln(O/E)/s, s = 1/sqrt E; dropped are the first and the last of "
                              "1/trim_by groups by rank r, group floor(r (1/trim_by)/(n + 1)), "
                              "equal z sharing their mean rank",
    .assumes = SPREAD_ASSUMES "Not defined when a place has no events.",
    .cite = SPIEGELHALTER " DerSimonian R, Laird N. Controlled Clinical Trials 1986;7:177-188.",
    .args = {OBSERVED_LISTS},
    .results = {SPREAD},
    .examples = {{"observed=12,25,7,31,18,44,9,22,15,60,3,28 "
                  "expected=10,20,11,25,20,30,12,20,14,41,6,33 trim_by=0.1",
                  "n=10 phi=1.1487103619905061 tau2=0.014412636133179406", 1e-8,
                  FUNNELPLOTR "(truncation)"}},
    .shape = PER_COLUMN,
    .column = shmi,
};

const struct measure funnel_overdispersion_cqc = {
    .name = "funnel.overdispersion_cqc",
    .brief = "How much more observed/expected ratios vary than chance: square root scale, the "
             "extreme places drawn in, as the Care Quality Commission does.",
    .formula = SPREAD_FORMULA "z = (sqrt(O/E) - 1)/s, s = 1/(2 sqrt E), those beyond the trim_by "
                              "and 1 - trim_by quantiles set to them (winsorised)",
    .assumes = SPREAD_ASSUMES,
    .cite = SPIEGELHALTER " DerSimonian R, Laird N. Controlled Clinical Trials 1986;7:177-188.",
    .args = {OBSERVED_LISTS},
    .results = {SPREAD},
    .examples = {{"observed=101,140,88,60,210,77,95,133,150,42 "
                  "expected=95,120,99,70,180,90,101,120,140,55 trim_by=0.1",
                  "n=10 phi=1.6083991399310105 tau2=0.0018595470471611277", 1e-8,
                  FUNNELPLOTR "(winsorising)"}},
    .shape = PER_COLUMN,
    .column = cqc,
};

/* The ratio at so many standard deviations from a ratio of 1, and no further down than 0. */
typedef double back_fn(double distance);

static double from_log(double distance) {
    return exp(distance);
}

static double from_root(double distance) {
    double root = fmax(1 + distance, 0);
    return root * root;
}

/* in: expected, phi, tau2, multiplier; s2: the variance of chance alone. Chance is the least there
 * is: a phi below 1 counts as 1. */
static void spread_limits(const double *in, double s2, back_fn *back, double *out) {
    static const double tails[] = {0.025, 0.001};
    double deviation = sqrt(fmax(in[1], 1) * s2 + in[2]);
    for (int i = 0; i < 2; i++) {
        double z = normal_quantile(tails[i], TAIL_UPPER);
        out[2 * i] = in[3] * back(-z * deviation);
        out[2 * i + 1] = in[3] * back(z * deviation);
    }
}

static bool limits_log(const double *in, double *out, struct err *e) {
    if (in[0] == 0)
        return undefined(e, "no limits where nothing is expected");
    spread_limits(in, 1 / in[0], from_log, out);
    return true;
}

static bool limits_root(const double *in, double *out, struct err *e) {
    if (in[0] == 0)
        return undefined(e, "no limits where nothing is expected");
    spread_limits(in, 1 / in[0] / 4, from_root, out);
    return true;
}

#define SPREAD_FACTORS                                                                             \
    ARG("expected", ARG_EXPOSURE, "events expected in the place"),                                 \
        ARG_PRESET("phi", ARG_EXPOSURE, "multiplies the variance of chance; below 1 counts as 1",  \
                   1),                                                                             \
        ARG_PRESET("tau2", ARG_EXPOSURE, "adds to the variance of chance", 0)
#define SPREAD_ARGS                                                                                \
    SPREAD_FACTORS,                                                                                \
        ARG_PRESET("multiplier", ARG_POSITIVE, "1 for a ratio, 100 for the usual index", 1)
#define SPREAD_LIMITS                                                                              \
    RESULT("lower_2s", RESULT_LOWER, "lower 95% funnel limit"),                                    \
        RESULT("upper_2s", RESULT_UPPER, "upper 95% funnel limit"),                                \
        RESULT("lower_3s", RESULT_LOWER, "lower 99.8% funnel limit"),                              \
        RESULT("upper_3s", RESULT_UPPER, "upper 99.8% funnel limit")
#define LIMITS_ASSUMES                                                                             \
    "The places' true ratios vary around 1 and that is accepted: the limits single out places "    \
    "that "                                                                                        \
    "differ by more than places usually do. Give phi (variation in proportion to chance) or tau2 " \
    "(the same in large and small places), not both, from the method on the same scale. Phi "      \
    "below "                                                                                       \
    "1 + 2 sqrt(2/places) is itself within chance: leave it at 1. Wide limits can hide a problem " \
    "that all places share."

const struct measure funnel_limits_overdispersed = {
    .name = "funnel.limits_overdispersed",
    .brief = "Funnel limits of an observed/expected ratio that allow for variation beyond chance, "
             "on the log scale.",
    .formula = "multiplier exp(-+ z sqrt(max(phi, 1)/E + tau2)), z of 0.025 (2s) and 0.001 (3s) in "
               "the tail",
    .assumes = LIMITS_ASSUMES " From funnel.overdispersion_shmi. With phi 1 and tau2 0: limits of "
                              "chance alone, good from about 10 expected events.",
    .cite = SPIEGELHALTER,
    .args = {SPREAD_ARGS},
    .results = {SPREAD_LIMITS},
    .examples = {{"expected=20 tau2=0.0144",
                  "lower_2s=0.60811996848904937 upper_2s=1.6444123722571153 "
                  "lower_3s=0.45647878887831911 upper_3s=2.190682293162507",
                  1e-9, "R 4.2.2, the formula with qnorm"},
                 {"expected=20 phi=1.6 multiplier=100",
                  "lower_2s=57.4438906295916 upper_2s=174.08291622309804 "
                  "lower_3s=41.725835709506299 upper_3s=239.65966960181757",
                  1e-9, "R 4.2.2, the formula with qnorm"}},
    .shape = PER_CELL,
    .cell = limits_log,
};

const struct measure funnel_limits_overdispersed_sqrt = {
    .name = "funnel.limits_overdispersed_sqrt",
    .brief = "Funnel limits of an observed/expected ratio that allow for variation beyond chance, "
             "on the square root scale.",
    .formula = "multiplier (1 -+ z sqrt(max(phi, 1)/(4E) + tau2))^2, z of 0.025 (2s) and 0.001 "
               "(3s) in the tail; lower 0 where the root would be negative",
    .assumes = LIMITS_ASSUMES " From funnel.overdispersion_cqc. With phi 1 and tau2 0: limits of "
                              "chance alone.",
    .cite = SPIEGELHALTER,
    .args = {SPREAD_ARGS},
    .results = {SPREAD_LIMITS},
    .examples = {{"expected=20 tau2=0.00186",
                  "lower_2s=0.5854257680303302 upper_2s=1.5249009293000051 "
                  "lower_3s=0.39650637302126601 upper_3s=1.8777562924574447",
                  1e-9, "R 4.2.2, the formula with qnorm"}},
    .shape = PER_CELL,
    .cell = limits_root,
};

/* in: observed, expected, phi, tau2; s2: the variance of chance alone. */
static double spread_z(const double *in, double distance, double s2) {
    return distance / sqrt(fmax(in[2], 1) * s2 + in[3]);
}

static bool zscore_log(const double *in, double *out, struct err *e) {
    if (in[1] == 0)
        return undefined(e, "nothing is expected");
    if (in[0] == 0)
        return undefined(e, "no events, hence no logarithm");
    out[0] = spread_z(in, log(in[0] / in[1]), 1 / in[1]);
    return true;
}

static bool zscore_root(const double *in, double *out, struct err *e) {
    if (in[1] == 0)
        return undefined(e, "nothing is expected");
    out[0] = spread_z(in, sqrt(in[0] / in[1]) - 1, 1 / in[1] / 4);
    return true;
}

#define PLACE ARG("observed", ARG_COUNT, "events observed in the place"), SPREAD_FACTORS
#define ZSCORE_ASSUMES                                                                             \
    "Independent events (Poisson), expected taken as known. With phi 1 and tau2 0: against "       \
    "chance "                                                                                      \
    "alone. Beyond 1.96 or 3.09 the place lies outside the limits that "

const struct measure funnel_zscore_overdispersed = {
    .name = "funnel.zscore_overdispersed",
    .brief = "An observed/expected ratio, in standard deviations of chance and the usual spread, "
             "on the log scale.",
    .formula = "z = ln(O/E)/sqrt(max(phi, 1)/E + tau2)",
    .assumes = ZSCORE_ASSUMES "funnel.limits_overdispersed gives. Not defined without events.",
    .cite = SPIEGELHALTER,
    .args = {PLACE},
    .results = {SCORES},
    .examples = {{"observed=33 expected=20 tau2=0.0144", "z=1.9733310779560722", 1e-9,
                  "R 4.2.2, the formula"},
                 {"observed=8 expected=20 phi=1.6", "z=-3.2395769502329981", 1e-9,
                  "R 4.2.2, the formula"}},
    .shape = PER_CELL,
    .cell = zscore_log,
};

const struct measure funnel_zscore_overdispersed_sqrt = {
    .name = "funnel.zscore_overdispersed_sqrt",
    .brief = "An observed/expected ratio, in standard deviations of chance and the usual spread, "
             "on the square root scale.",
    .formula = "z = (sqrt(O/E) - 1)/sqrt(max(phi, 1)/(4E) + tau2)",
    .assumes = ZSCORE_ASSUMES "funnel.limits_overdispersed_sqrt gives.",
    .cite = SPIEGELHALTER,
    .args = {PLACE},
    .results = {SCORES},
    .examples = {{"observed=33 expected=20 tau2=0.0144", "z=1.7347689203322478", 1e-9,
                  "R 4.2.2, the formula"},
                 {"observed=0 expected=6", "z=-4.8989794855663566", 1e-9, "R 4.2.2, the formula"}},
    .shape = PER_CELL,
    .cell = zscore_root,
};
