/* Indirectly standardised ratios and rates: a group's events against those expected if each of its
 * strata had the rate of a reference population. E is taken as known. */
#include "base/sum.h"
#include "stats/catalogue.h"

#define REFERENCE                                                                                  \
    ARG_LIST("pop", ARG_EXPOSURE, "people at risk, or person-time, in each stratum"),              \
        ARG_LIST("ref_count", ARG_COUNT, "events in each stratum of the reference population"),    \
        ARG_LIST("ref_pop", ARG_EXPOSURE, "people in each stratum of the reference population")
#define OBSERVED_LIST                                                                              \
    ARG_LIST_MISSING("count", ARG_COUNT, "events in each stratum (age group, say)"), REFERENCE
#define TWO_LEVELS                                                                                 \
    RESULT("lower_95", RESULT_LOWER, "lower 95% limit"),                                           \
        RESULT("upper_95", RESULT_UPPER, "upper 95% limit"),                                       \
        RESULT("lower_998", RESULT_LOWER, "lower 99.8% limit"),                                    \
        RESULT("upper_998", RESULT_UPPER, "upper 99.8% limit"),                                    \
        RESULT("missing", RESULT_COUNT, "strata without a count, taken as 0")
#define EXPECTED                                                                                   \
    RESULT("observed", RESULT_COUNT, "events"),                                                    \
        RESULT("expected", RESULT_STATISTIC, "events expected at the reference rates")
#define PHE_ASSUMES                                                                                \
    "Independent events (Poisson), expected taken as known: the reference population is much the " \
    "larger. A missing count is taken as 0, as the method has it, and 'missing' says how many "    \
    "were: give numbers for suppressed cells. Figures of two groups, each against its own "        \
    "make-up "                                                                                     \
    "of ages, are not comparable with each other, only with the reference."
#define PHE_CITE                                                                                   \
    "Public Health England. Technical Guide: Confidence Intervals. 2018. Breslow NE, Day NE. "     \
    "Statistical Methods in Cancer Research, vol. II. IARC 1987, p. 65-72."

struct indirect {
    double observed, missing, expected;
    double crude, reference; /* events over people: of the group, of the reference population */
};

/* A stratum in which the group has nobody expects nothing, whatever the reference has there. */
static bool read_strata(const struct series *in, struct indirect *d, struct err *e) {
    const double *count = in[0].at, *pop = in[1].at, *ref_count = in[2].at, *ref_pop = in[3].at;
    size_t n = in[0].n;
    struct sum observed = {0}, expected = {0};
    *d = (struct indirect){0};
    for (size_t i = 0; i < n; i++) {
        if (ref_pop[i] == 0 && pop[i] > 0)
            return undefined(e, "the reference population has nobody in stratum %zu of %zu", i + 1,
                             n);
        sum_add(&observed, isnan(count[i]) ? 0 : count[i]);
        sum_add(&expected, pop[i] > 0 ? pop[i] * (ref_count[i] / ref_pop[i]) : 0);
        d->missing += isnan(count[i]) ? 1 : 0;
    }
    d->observed = sum_value(&observed);
    d->expected = sum_value(&expected);
    d->crude = d->observed / sum_of(pop, n);
    d->reference = sum_of(ref_count, n) / sum_of(ref_pop, n);
    if (!isfinite(d->expected) || !isfinite(d->reference))
        return undefined(e, "the populations are too far apart to standardise");
    return d->expected > 0 || undefined(e, "nothing to compare with: no events are expected");
}

/* out: observed, expected, value, the limits at 95% and 99.8%, missing; value and limits are O/E
 * times 'scale'. */
static bool put_indirect(const struct indirect *d, double scale, double *const *out,
                         struct err *e) {
    double ratio[7]; /* value and limits at both levels, and again at the level asked for */
    const double in[] = {d->observed, d->expected, scale, 0.95};
    if (!rate_ci_phe_rate_exact_below_10_byar_otherwise.cell(in, ratio, e))
        return false;
    out[0][0] = d->observed;
    out[1][0] = d->expected;
    for (int i = 0; i < 5; i++)
        out[2 + i][0] = ratio[i];
    out[7][0] = d->missing;
    return true;
}

static bool ratio_phe(const struct series *in, double *const *out, struct err *e) {
    struct indirect d;
    return read_strata(in, &d, e) && put_indirect(&d, in[4].at[0], out, e);
}

#define REFERENCE_AREA                                                                             \
    "ref_count=10303,2824,0,3615,3641,3490,3789,3213,3031,2771,3089,3490,3595,4745,5514,7125,"     \
    "5694,6210,5757 "                                                                              \
    "ref_pop=50520,57173,60213,54659,44345,50128,62163,67423,62899,55463,60479,49974,44140,40888," \
    "37239,30819,18136,15325,13918"
#define SMALL_AREA                                                                                 \
    "count=127,25,18,21,12,27,48,27,29,32,32,34,45,65,38,68,74,82,91 "                             \
    "pop=636,558,609,543,384,594,669,843,660,576,606,522,426,273,300,288,153,123,"                 \
    "207 " REFERENCE_AREA

const struct measure isr_indirect_ratio_phe = {
    .name = "isr.indirect_ratio_phe",
    .brief = "Indirectly standardised ratio, observed over expected events, as in public health "
             "indicators for England.",
    .formula = "multiplier O/E, E = sum pop ref_count/ref_pop; limits: exact (Garwood) for O below "
               "10, else Byar's, over E",
    .assumes = PHE_ASSUMES,
    .cite = PHE_CITE,
    .args = {OBSERVED_LIST,
             ARG_PRESET("multiplier", ARG_POSITIVE, "1 for a ratio, 100 for the usual index", 1)},
    .results = {EXPECTED, RESULT("value", RESULT_ESTIMATE, "observed/expected times multiplier"),
                TWO_LEVELS},
    .examples = {{SMALL_AREA " multiplier=100",
                  "observed=895 expected=835.88356123117433 value=107.07232939020275 "
                  "lower_95=100.17147712553987 upper_95=114.32332872498949 "
                  "lower_998=96.351556196144372 upper_998=118.60070415876287",
                  1e-7, "PHEindicatormethods 2.1.0, testdata_DSR_ISR.xlsx"}},
    .shape = PER_COLUMN,
    .column = ratio_phe,
};

static bool rate_phe(const struct series *in, double *const *out, struct err *e) {
    struct indirect d;
    if (!read_strata(in, &d, e) || !put_indirect(&d, d.reference * in[4].at[0], out, e))
        return false;
    out[8][0] = d.reference * in[4].at[0];
    return true;
}

const struct measure isr_indirect_rate_phe = {
    .name = "isr.indirect_rate_phe",
    .brief = "Indirectly standardised rate: the reference rate times observed over expected "
             "events, as in public health indicators for England.",
    .formula = "multiplier O/E sum ref_count/sum ref_pop, E = sum pop ref_count/ref_pop; limits: "
               "exact (Garwood) for O below 10, else Byar's, in place of O",
    .assumes = PHE_ASSUMES,
    .cite = PHE_CITE,
    .args = {OBSERVED_LIST, ARG_PRESET("multiplier", ARG_POSITIVE,
                                       "rates are given per this many people", 100000)},
    .results = {EXPECTED,
                RESULT("value", RESULT_ESTIMATE,
                       "indirectly standardised rate, events per multiplier people"),
                TWO_LEVELS,
                RESULT("ref_rate", RESULT_STATISTIC,
                       "crude rate of the reference population, per multiplier people")},
    .examples = {{SMALL_AREA " multiplier=1000",
                  "observed=895 expected=835.88356123117433 value=100.11137622091056 "
                  "lower_95=93.659160029788794 upper_95=106.89097582910615 "
                  "ref_rate=93.498830922110187",
                  1e-7, "PHEindicatormethods 2.1.0, testdata_DSR_ISR.xlsx"}},
    .shape = PER_COLUMN,
    .column = rate_phe,
};

static bool log_wald(const struct series *in, double *const *out, struct err *e) {
    struct indirect d;
    double ratio[3];
    if (!read_strata(in, &d, e) ||
        !smr_ci_log_wald.cell((double[]){d.observed, d.expected, in[4].at[0]}, ratio, e))
        return false;
    for (int i = 0; i < 3; i++)
        out[i][0] = ratio[i];
    out[3][0] = ratio[0] * d.reference;
    out[4][0] = d.crude;
    out[5][0] = d.expected;
    return true;
}

const struct measure isr_indirect_log_wald = {
    .name = "isr.indirect_log_wald",
    .brief = "Indirectly standardised ratio with Wald limits on the log scale, adjusted and crude "
             "rate.",
    .formula = "sir = O/E, E = sum pop ref_count/ref_pop; limits sir exp(-+ z/sqrt O); adj_rate = "
               "sir sum ref_count/sum ref_pop; crude_rate = O/sum pop",
    .assumes = "Independent events (Poisson), expected taken as known, not very few observed. No "
               "limits for 0 observed. Figures of two groups are comparable only with the "
               "reference, not with each other.",
    .cite = "Anderson RN, Rosenberg HM. National Vital Statistics Reports 1998;47(3). Breslow NE, "
            "Day NE. Statistical Methods in Cancer Research, vol. II. IARC 1987, p. 65-72.",
    .args = {ARG_LIST("count", ARG_COUNT, "events in each stratum (age group, say)"), REFERENCE,
             CONF_LEVEL},
    .results = {RESULT("sir", RESULT_ESTIMATE, "observed/expected"),
                RESULT("sir_lower", RESULT_LOWER, "lower confidence limit of sir"),
                RESULT("sir_upper", RESULT_UPPER, "upper confidence limit of sir"),
                RESULT("adj_rate", RESULT_ESTIMATE, "indirectly standardised rate, per person"),
                RESULT("crude_rate", RESULT_ESTIMATE, "crude rate, per person"),
                RESULT("expected", RESULT_STATISTIC, "events expected at the reference rates")},
    .examples = {{"count=12,4,3,2,3,4,8,2,2,3,4,5,6,8,5,6,5,5,4 "
                  "pop=636,558,609,543,384,594,669,843,660,576,606,522,426,273,300,288,153,123,"
                  "207 " REFERENCE_AREA,
                  "sir=0.10886683770400504 sir_lower=0.088647285389478359 "
                  "sir_upper=0.13369826610705099 adj_rate=0.010178922051511578 "
                  "crude_rate=0.010144927536231883 expected=835.88356123117421",
                  1e-9, "R epitools 0.5.10.1 ageadjust.indirect"}},
    .shape = PER_COLUMN,
    .column = log_wald,
};
