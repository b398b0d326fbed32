/* Directly standardised rates: what the rate would be if the people had the make-up (by age, say)
 * of a standard population. Limits from the total count, or from the normal distribution; those
 * from the gamma distribution are in dsr_gamma.c.
 *
 * O is the sum of the events, V the variance of the rate: see stats/standard.h. */
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/poisson.h"
#include "stats/standard.h"

#define DOBSON                                                                                     \
    "Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Statistics in Medicine 1991;10:457-462."
#define AREA "count=31,52,40,77 pop=4100,5200,6100,4900 stdpop=22,28,30,20"

static bool dobson_exact_limits(const struct standard *s, double conf_level, double limits[2],
                                struct err *e) {
    return standard_dobson(s, poisson_exact_limits, conf_level, limits, e);
}

static bool dobson_exact(const struct series *in, double *const *out, struct err *e) {
    return standard_interval(dobson_exact_limits, in, out, e);
}

const struct measure dsr_dobson_exact_poisson = {
    .name = "dsr.dobson_exact_poisson",
    .brief = "Directly standardised rate with Dobson's limits from the exact Poisson limits.",
    .formula = "DSR = sum w x/n, w = stdpop/sum stdpop; limits DSR + sqrt(V/O) (L - O), with V = "
               "sum w^2 x/n^2, O = sum x and L the exact (Garwood) limits of O",
    .assumes =
        "Independent events (Poisson) in each stratum, everybody in one stratum. Can cover less "
        "than conf_level when few events carry most of the weight; dsr.fay_feuer_gamma does not. "
        "Where the weights are very uneven the lower limit can fall below 0. No events: value 0, "
        "lower 0, upper not defined.",
    .cite = DOBSON,
    .args = {STRATA, PER_PEOPLE, CONF_LEVEL},
    .results = {STANDARD_RATE, LOWER, UPPER},
    .examples = {{"count=1,2,3,4 pop=90,85,70,60 stdpop=1,1,1,1",
                  "value=3604.1083099906627 lower=1707.9802084404087 upper=6660.8572090793796",
                  1e-7, "R dsrTest 1.0.0, method = \"dobson\""},
                 {"count=20 pop=100 stdpop=1",
                  "value=20000 lower=12216.519585403945 upper=30888.377902674598", 1e-7,
                  "R dsrTest 1.0.0, method = \"dobson\""}},
    .shape = PER_COLUMN,
    .column = dobson_exact,
};

static double count_missing(const struct series *x) {
    double n = 0;
    for (size_t i = 0; i < x->n; i++)
        n += isnan(x->at[i]) ? 1 : 0;
    return n;
}

/* out: total_count, missing, value, and the limits at conf_level, 95% and 99.8%. */
static bool dobson_byar(const struct series *in, double *const *out, struct err *e) {
    struct standard s;
    const double levels[] = {in[4].text != NULL ? 0.95 : in[4].at[0], 0.95, 0.998};
    if (!standard_read(&in[0], &in[1], &in[2], &s, e))
        return false;
    out[0][0] = s.events;
    out[1][0] = count_missing(&in[0]);
    standard_published(&s, in[3].at[0], levels, 3, out + 2);
    return true;
}

/* The level, or the pair that the method publishes side by side. */
#define LEVELS                                                                                     \
    {                                                                                              \
        .name = "conf_level", .kind = ARG_LEVEL, .preset = 0.95, .choices = "0.95 & 0.998",        \
        .text = "two-sided confidence level of lower and upper; or \"0.95 & 0.998\", for which "   \
                "they are the 95% limits"                                                          \
    }

const struct measure dsr_dobson_byar_phe = {
    .name = "dsr.dobson_byar_phe",
    .brief = "Directly standardised rate with Dobson's limits from Byar's, as in public health "
             "indicators for England.",
    .formula = "DSR = sum w x/n, w = stdpop/sum stdpop; limits DSR + sqrt(V/O) (L - O), with V = "
               "sum w^2 x/n^2, O = sum x and L Byar's limits of O",
    .assumes =
        "Independent events (Poisson) in each stratum, everybody in one stratum; for events that "
        "repeat in the same people see dsr.nonindependent_events_phe. Below 10 events in all, "
        "neither rate nor limits are given. A missing count is taken as 0, as the method has it, "
        "and 'missing' says how many were: give numbers for suppressed cells. Where the weights "
        "are very uneven the lower limit can fall below 0.",
    .cite = DOBSON " Public Health England. Technical Guide: Confidence Intervals. 2018, appendix "
                   "4. Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. II. IARC "
                   "1987, p. 69.",
    .args = {ARG_LIST_MISSING("count", ARG_COUNT, "events in each stratum (age group, say)"),
             ARG_LIST("pop", ARG_EXPOSURE, "people at risk, or person-time, in each stratum"),
             STANDARD, PER_PEOPLE, LEVELS},
    .results = {RESULT("total_count", RESULT_COUNT, "events in all strata"),
                RESULT("missing", RESULT_COUNT, "strata without a count, taken as 0"),
                STANDARD_RATE, LOWER, UPPER, RESULT("lower_95", RESULT_LOWER, "lower 95% limit"),
                RESULT("upper_95", RESULT_UPPER, "upper 95% limit"),
                RESULT("lower_998", RESULT_LOWER, "lower 99.8% limit"),
                RESULT("upper_998", RESULT_UPPER, "upper 99.8% limit")},
    .examples = {{AREA,
                  "total_count=200 value=957.34848917575823 lower=828.30716672656285 "
                  "upper=1100.6752571902459",
                  1e-9, "PHEindicatormethods 2.1.1, run in R 4.2.2"},
                 {"count=1,1,3,4 pop=90,85,70,60 stdpop=1,1,1,1",
                  "total_count=9 value=NaN lower=NaN upper=NaN", 1e-9,
                  "PHEindicatormethods 2.1.1, run in R 4.2.2"}},
    .shape = PER_COLUMN,
    .column = dobson_byar,
};

static bool normal_limits(const struct standard *s, double conf_level, double limits[2],
                          struct err *e) {
    (void)e;
    double half = normal_z(conf_level) * sqrt(s->variance);
    limits[0] = s->rate - half;
    limits[1] = s->rate + half;
    return true;
}

static bool normal(const struct series *in, double *const *out, struct err *e) {
    return standard_interval(normal_limits, in, out, e);
}

const struct measure dsr_normal = {
    .name = "dsr.normal",
    .brief = "Directly standardised rate with normal (Wald) limits.",
    .formula = "DSR -+ z sqrt V; DSR = sum w x/n, V = sum w^2 x/n^2, w = stdpop/sum stdpop",
    .assumes =
        "Independent events (Poisson) and many of them, in every stratum that carries weight. With "
        "few, covers too little; the lower limit can fall below 0. No events: no width.",
    .cite = "Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. II. IARC 1987, p. "
            "59.",
    .args = {STRATA, PER_PEOPLE, CONF_LEVEL},
    .results = {STANDARD_RATE, LOWER, UPPER},
    .examples = {{AREA,
                  "value=957.34848917575823 lower=823.68904808621926 upper=1091.0079302652973",
                  1e-8, "R dsrTest 1.0.0, method = \"asymptotic\""}},
    .shape = PER_COLUMN,
    .column = normal,
};

/* No logarithm of 0: the limits are then not defined, the rate is. */
static bool lognormal_limits(const struct standard *s, double conf_level, double limits[2],
                             struct err *e) {
    (void)e;
    double factor = s->rate > 0 ? exp(normal_z(conf_level) * (sqrt(s->variance) / s->rate)) : NAN;
    limits[0] = s->rate / factor;
    limits[1] = s->rate * factor;
    return true;
}

static bool lognormal(const struct series *in, double *const *out, struct err *e) {
    return standard_interval(lognormal_limits, in, out, e);
}

const struct measure dsr_lognormal = {
    .name = "dsr.lognormal",
    .brief = "Directly standardised rate with normal limits on the log scale.",
    .formula = "DSR exp(-+ z sqrt(V)/DSR); DSR = sum w x/n, V = sum w^2 x/n^2, w = stdpop/sum "
               "stdpop",
    .assumes = "Independent events (Poisson), not very few. Never below 0. No events: the limits "
               "are not defined.",
    .cite = "Breslow NE, Day NE. Statistical Methods in Cancer Research, vol. II. IARC 1987, p. "
            "64. Ng HKT, Filardo G, Zheng G. Computational Statistics and Data Analysis "
            "2008;52:3501-3518.",
    .args = {STRATA, PER_PEOPLE, CONF_LEVEL},
    .results = {STANDARD_RATE, LOWER, UPPER},
    .examples = {{AREA,
                  "value=957.34848917575823 lower=832.59995035879842 upper=1100.7881147868738",
                  1e-8, "R dsrTest 1.0.0, method = \"asymptotic\", trans = \"log\""}},
    .shape = PER_COLUMN,
    .column = lognormal,
};
