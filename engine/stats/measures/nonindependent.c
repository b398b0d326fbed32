/* Events that repeat in the same people: admissions, stops, complaints, missing episodes. Counts of
 * such events vary more than Poisson counts, because a few people can bring many; limits for
 * independent events are too narrow. What is independent is the people: with p people who had f
 * events each, the count is the sum of f p, and its variance that of f^2 p. */
#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/poisson.h"
#include "stats/two_rates.h"

#define STUKEL "Stukel TA, Glynn RJ, Fisher ES, et al. Statistics in Medicine 1994;13:1781-1791. "
#define FREQUENCIES                                                                                \
    ARG_LIST("frequencies", ARG_COUNT, "events a person had: 1, 2, 3, ...; each is listed once")

/* The total of f^power p. */
static double moment(const struct series *f, const struct series *p, int power) {
    struct sum total = {0};
    for (size_t i = 0; i < f->n; i++)
        sum_add(&total, (power == 2 ? f->at[i] * f->at[i] : f->at[i]) * p->at[i]);
    return sum_value(&total);
}

/* Dobson's limits with the exact Poisson ones: the distance of these from the count, stretched by
 * the root of variance over count. */
static bool count_limits(double count, double variance, double conf_level, double limits[2],
                         struct err *e) {
    limits[0] = 0;
    limits[1] = NAN; /* no events say nothing on how they would come together */
    if (count == 0)
        return true;
    if (!poisson_exact_limits(count, conf_level, limits, e))
        return false;
    double stretch = sqrt(variance / count);
    for (int i = 0; i < 2; i++)
        limits[i] = count + stretch * (limits[i] - count);
    return true;
}

static bool crude_rate(const struct series *in, double *const *out, struct err *e) {
    double exposure = in[2].at[0], count = moment(&in[0], &in[1], 1);
    double variance = moment(&in[0], &in[1], 2), limits[2];
    if (exposure == 0)
        return undefined(e, "a rate over nothing: exposure is 0");
    if (!count_limits(count, variance, in[3].at[0], limits, e))
        return false;
    out[0][0] = count;
    out[1][0] = count > 0 ? variance / count : NAN;
    out[2][0] = count / exposure;
    out[3][0] = limits[0] / exposure;
    out[4][0] = limits[1] / exposure;
    return true;
}

const struct measure rate_ci_nonindependent_events = {
    .name = "rate.ci.nonindependent_events",
    .brief = "Rate of events that repeat in the same people, with limits that allow for it.",
    .formula =
        "rate = O/exposure, O = sum f p over p people with f events each; limits (O + sqrt(D) (L - "
        "O))/exposure, D = sum f^2 p / sum f p, L the exact (Garwood) limits of O",
    .assumes =
        "People are independent of each other, their events need not be. Needs the number of "
        "people by how many events they had (people without events may be left out), all events "
        "counted. D = 1 when nobody had more than one: the limits are then those of "
        "rate.ci.garwood_exact. With few people who bring many events each, the lower limit can "
        "fall below 0: the data then do not fix the rate. No events: rate and lower limit 0, upper "
        "not defined.",
    .cite = STUKEL "Glynn RJ, Stukel TA, Sharp SM, et al. American Journal of Epidemiology "
                   "1993;137:776-786. Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Statistics in "
                   "Medicine 1991;10:457-462.",
    .args = {FREQUENCIES, ARG_LIST("persons", ARG_COUNT, "people who had that many events each"),
             ARG("exposure", ARG_EXPOSURE, "people at risk, or person-time"), CONF_LEVEL},
    .results = {RESULT("count", RESULT_COUNT, "events: sum of frequencies times persons"),
                RESULT("dispersion", RESULT_STATISTIC,
                       "variance of the count over that of as many independent events"),
                ESTIMATE("events per unit of exposure"), LOWER, UPPER},
    .examples =
        {{"frequencies=1,2,3,4 persons=545,109,32,9 exposure=8970",
          "count=895 dispersion=1.5787709497206703 estimate=0.09977703455964325 "
          "lower=0.0916970323020168 upper=0.10826702915735824",
          1e-9, "R 4.2.2, the formula with qgamma"},
         {"frequencies=1 persons=20 exposure=100",
          "count=20 dispersion=1 estimate=0.2 lower=0.12216519585403944 upper=0.30888377902674596",
          1e-9, "R 4.2.2 poisson.test: single events are the exact Poisson interval"}},
    .shape = PER_COLUMN,
    .column = crude_rate,
};

static bool crude_ratio(const struct series *in, double *const *out, struct err *e) {
    struct two_rates r;
    const double rates[] = {moment(&in[0], &in[1], 1), in[2].at[0], moment(&in[0], &in[3], 1),
                            in[4].at[0]};
    if (!two_rates_read(rates, &r, e) || !two_rates_any(&r, e))
        return false;
    double variance = moment(&in[0], &in[1], 2) / r.count1 / r.count1 +
                      moment(&in[0], &in[3], 2) / r.count0 / r.count0;
    double factor = exp(normal_z(in[5].at[0]) * sqrt(variance));
    out[0][0] = two_rates_ratio(&r);
    out[1][0] = out[0][0] / factor;
    out[2][0] = out[0][0] * factor;
    return true;
}

const struct measure rateratio_ci_nonindependent_events = {
    .name = "rateratio.ci.nonindependent_events",
    .brief = "Ratio of two rates of events that repeat in the same people, with log-normal limits "
             "that allow for it.",
    .formula = "(O1/exposure1)/(O0/exposure0) exp(-+ z sqrt(V1/O1^2 + V0/O0^2)), O = sum f p, V = "
               "sum f^2 p over p people with f events each",
    .assumes =
        "People are independent of each other, their events need not be; nobody is in both groups; "
        "not very few people with events in either group. V = O when nobody had more than one "
        "event: the limits are then those of rateratio.ci.wald_log. No events in one group: no "
        "limits; in both: not defined.",
    .cite = STUKEL "Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. Lippincott "
                   "Williams & Wilkins 2008, ch. 14.",
    .args = {FREQUENCIES,
             ARG_LIST("persons1", ARG_COUNT,
                      "people in the group of interest who had that many events each"),
             ARG("exposure1", ARG_EXPOSURE,
                 "people at risk, or person-time, in the group of interest"),
             ARG_LIST("persons0", ARG_COUNT,
                      "people in the comparison group who had that many events each"),
             ARG("exposure0", ARG_EXPOSURE,
                 "people at risk, or person-time, in the comparison group"),
             CONF_LEVEL},
    .results = {ESTIMATE("rate of the group of interest over that of the comparison group"), LOWER,
                UPPER},
    .examples = {{"frequencies=1,2,3 persons1=40,12,5 exposure1=4100 persons0=90,11,2 "
                  "exposure0=12600",
                  "estimate=2.0574617610582888 lower=1.447187746489913 upper=2.9250861945759161",
                  1e-9, "R 4.2.2, the formula with qnorm"}},
    .shape = PER_COLUMN,
    .column = crude_ratio,
};
