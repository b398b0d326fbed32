/* Mantel-Haenszel estimates over strata of person-time. T = exposure1 + exposure0 in a stratum;
 * sums run over the strata. */
#include <math.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/strata.h"

#define RATE_STRATA                                                                                \
    ARG_LIST("count1", ARG_COUNT, "events in the group of interest, one a stratum"),               \
        ARG_LIST("exposure1", ARG_EXPOSURE,                                                        \
                 "people at risk, or person-time, in the group of interest"),                      \
        ARG_LIST("count0", ARG_COUNT, "events in the comparison group"),                           \
        ARG_LIST("exposure0", ARG_EXPOSURE,                                                        \
                 "people at risk, or person-time, in the comparison group")
#define ONE_EFFECT                                                                                 \
    "Poisson events; the effect is the same in all strata. Strata in which either group has no "   \
    "exposure say nothing and are left out."
#define ROTHMAN                                                                                    \
    "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. Lippincott 2008, chapter 15."
#define DOCTORS                                                                                    \
    "count1=32,104,206,186,102 exposure1=52407,43248,28612,12663,5317 count0=2,12,28,28,31 "       \
    "exposure0=18790,10673,5710,2585,1462"

struct rate_sums {
    double top, bottom; /* sum count1 t0/T, sum count0 t1/T */
    double excess;      /* sum (count1 t0 - count0 t1)/T = sum of count1 less its expectation */
    double variance;    /* sum (count1 + count0) t1 t0/T^2: of the excess, with no effect */
    double weight;      /* sum t1 t0/T */
    double squares;     /* sum (t0/T)^2 count1 + (t1/T)^2 count0 */
};

/* Shares of the exposure first, so that no product of exposures overflows. */
static struct rate_sums rate_sums(const struct series *in) {
    struct sum top = {0}, bottom = {0}, variance = {0}, weight = {0}, squares = {0};
    for (size_t i = 0; i < in[0].n; i++) {
        double t1 = in[1].at[i], t0 = in[3].at[i], y1 = in[0].at[i], y0 = in[2].at[i];
        if (t1 == 0 || t0 == 0)
            continue;
        double share1 = 1 / (1 + t0 / t1), share0 = 1 / (1 + t1 / t0);
        sum_add(&top, y1 * share0);
        sum_add(&bottom, y0 * share1);
        sum_add(&variance, (y1 + y0) * share1 * share0);
        sum_add(&weight, t1 * share0);
        sum_add(&squares, y1 * share0 * share0 + y0 * share1 * share1);
    }
    struct rate_sums s = {.top = sum_value(&top), .bottom = sum_value(&bottom)};
    s.excess = s.top - s.bottom;
    s.variance = sum_value(&variance);
    s.weight = sum_value(&weight);
    s.squares = sum_value(&squares);
    return s;
}

static bool some_exposure(const struct rate_sums *s, struct err *e) {
    return s->weight > 0 || undefined(e, "no stratum has exposure in both groups");
}

static bool some_event(const struct rate_sums *s, struct err *e) {
    return some_exposure(s, e) &&
           (s->variance > 0 ||
            undefined(e, "no stratum with exposure in both groups has an event"));
}

static bool rate_ratio(const struct series *in, double *const *out, struct err *e) {
    struct rate_sums s = rate_sums(in);
    if (!some_event(&s, e))
        return false;
    double log_se = s.top > 0 && s.bottom > 0 ? sqrt(s.variance / s.top / s.bottom) : NAN;
    put_ratio(ratio_or_none(s.top, s.bottom), log_se, in[4].at[0], out);
    return true;
}

const struct measure mh_rateratio = {
    .name = "mh.rateratio",
    .brief = "Mantel-Haenszel rate ratio over strata, with Greenland-Robins limits.",
    .formula = "RR = R/S, R = sum(count1 exposure0/T), S = sum(count0 exposure1/T), RR exp(-+ z "
               "sqrt(sum((count1 + count0) exposure1 exposure0/T^2)/(RS)))",
    .assumes = ONE_EFFECT " Limits are not defined when the estimate is 0 or infinite.",
    .cite = "Greenland S, Robins JM. Biometrics 1985;41:55-68. " ROTHMAN,
    .args = {RATE_STRATA, CONF_LEVEL},
    .results = {ESTIMATE("the rate ratio common to all strata"), LOWER, UPPER},
    .examples = {{DOCTORS,
                  "estimate=1.4246820167514389 lower=1.1547031007467963 "
                  "upper=1.7577841849928701",
                  1e-8, "R metafor 3.8.1 rma.mh(measure='IRR'); Doll and Hill's doctors"}},
    .shape = PER_COLUMN,
    .column = rate_ratio,
};

static bool rate_difference(const struct series *in, double *const *out, struct err *e) {
    struct rate_sums s = rate_sums(in);
    if (!some_exposure(&s, e))
        return false;
    double half = normal_z(in[4].at[0]) * (sqrt(s.squares) / s.weight);
    *out[0] = s.excess / s.weight;
    *out[1] = *out[0] - half;
    *out[2] = *out[0] + half;
    return true;
}

const struct measure mh_ratediff = {
    .name = "mh.ratediff",
    .brief = "Mantel-Haenszel rate difference over strata, with normal limits.",
    .formula = "RD = sum((count1 exposure0 - count0 exposure1)/T)/W, W = sum(exposure1 "
               "exposure0/T); variance sum((exposure0/T)^2 count1 + (exposure1/T)^2 count0)/W^2",
    .assumes = ONE_EFFECT " Limits have no width when nobody has an event.",
    .cite = "Greenland S, Robins JM. Biometrics 1985;41:55-68. " ROTHMAN,
    .args = {RATE_STRATA, CONF_LEVEL},
    .results = {ESTIMATE("the rate difference common to all strata, group of interest less "
                         "comparison, events per unit of exposure"),
                LOWER, UPPER},
    .examples = {{DOCTORS,
                  "estimate=0.0011439188257815012 lower=0.00053747768351373668 "
                  "upper=0.0017503599680492657",
                  1e-8, "R metafor 3.8.1 rma.mh(measure='IRD'); Doll and Hill's doctors"}},
    .shape = PER_COLUMN,
    .column = rate_difference,
};

static bool rate_ratio_test(const struct series *in, double *const *out, struct err *e) {
    struct rate_sums s = rate_sums(in);
    if (!some_event(&s, e))
        return false;
    *out[0] = s.excess * (s.excess / s.variance);
    *out[1] = chisq_probability(*out[0], 1, TAIL_UPPER);
    return true;
}

const struct measure mh_rateratio_test_no_cc = {
    .name = "mh.rateratio.test_no_cc",
    .brief = "Mantel-Haenszel test that rates are equal in every stratum.",
    .formula = "(sum(count1 - m exposure1/T))^2/sum(m exposure1 exposure0/T^2), m = count1 + "
               "count0, ~ chi-square, 1 df",
    .assumes = ONE_EFFECT " No continuity correction.",
    .cite = "Shore RE, Pasternack BS, Curnen MG. Am J Epidemiol 1976;103:107-123. " ROTHMAN,
    .args = {RATE_STRATA},
    .results = {RESULT("chisq", RESULT_STATISTIC, "the statistic, chi-square with 1 df"), P_VALUE},
    .examples = {{DOCTORS, "chisq=11.016194748797043 p_value=0.00090319292203320308", 1e-8,
                  "R metafor 3.8.1 rma.mh(correct=FALSE); Doll and Hill's doctors"}},
    .shape = PER_COLUMN,
    .column = rate_ratio_test,
};

/* The squared distance of a stratum's events from those that the common ratio expects, given their
 * sum, over its variance; taken at the smaller expectation, where it keeps its digits. */
static double rate_distance(double y1, double t1, double y0, double t0, double ratio) {
    double events = y1 + y0;
    double expected1 = events / (1 + t0 / t1 / ratio), expected0 = events / (1 + t1 / t0 * ratio);
    double excess = expected1 < expected0 ? y1 - expected1 : y0 - expected0;
    return excess / expected1 * (excess / expected0) * events;
}

static bool rate_homogeneity(const struct series *in, double *const *out, struct err *e) {
    struct rate_sums s = rate_sums(in);
    struct sum chisq = {0};
    double strata = 0;
    if (!some_event(&s, e))
        return false;
    if (s.top == 0 || s.bottom == 0)
        return undefined(e, "the common rate ratio is 0 or infinite, so no stratum can differ "
                            "from it");
    for (size_t i = 0; i < in[0].n; i++) {
        double y1 = in[0].at[i], t1 = in[1].at[i], y0 = in[2].at[i], t0 = in[3].at[i];
        if (t1 == 0 || t0 == 0 || y1 + y0 == 0)
            continue;
        sum_add(&chisq, rate_distance(y1, t1, y0, t0, s.top / s.bottom));
        strata++;
    }
    return homogeneity_answer(sum_value(&chisq), strata, out, e);
}

const struct measure mh_homogeneity_rateratio = {
    .name = "mh.homogeneity.rateratio",
    .brief = "Test that the rate ratio is the same in all strata.",
    .formula = "sum((count1 - E1)^2/E1 + (count0 - E0)^2/E0), E1 = m RR exposure1/(RR exposure1 + "
               "exposure0), E0 = m - E1, m = count1 + count0, RR = mh.rateratio, ~ chi-square",
    .assumes = "Poisson events, on average a few in each stratum; nothing is added to strata with "
               "0 events in one group." HOMOGENEITY_WEAK
               "Strata without events, or in which either group has no exposure, say nothing and "
               "are left out.",
    .cite = "Clayton D, Hills M. Statistical Models in Epidemiology. Oxford University Press 1993. "
            "Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. II. IARC 1987.",
    .args = {RATE_STRATA},
    .results = HOMOGENEITY_RESULTS,
    .examples = {{DOCTORS, "chisq=11.151097950455247 df=4 p_value=0.024917350615166606", 1e-9,
                  "the formula in R 4.2.2; within 1e-7 of metafor 3.8.1's Breslow-Day test of "
                  "100,000 times as many people; Doll and Hill's doctors"},
                 {"count1=3,0,7,1 exposure1=100,50,80,20 count0=5,0,2,4 exposure0=200,60,90,15",
                  "chisq=6.1419784724817807 df=2 p_value=0.046375256074814901", 1e-9,
                  "the formula in R 4.2.2; one stratum has no event"}},
    .shape = PER_COLUMN,
    .column = rate_homogeneity,
};
