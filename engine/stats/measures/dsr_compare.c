/* Two directly standardised rates, to one standard population: their ratio and their difference.
 * Group 1 is the group of interest, group 0 the comparison group. */
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/standard.h"

#define TWO_STRATA                                                                                 \
    ARG_LIST("count1", ARG_COUNT, "events in each stratum of the group of interest"),              \
        ARG_LIST("pop1", ARG_EXPOSURE,                                                             \
                 "people at risk, or person-time, in each stratum of the group of interest"),      \
        ARG_LIST("count0", ARG_COUNT, "events in each stratum of the comparison group"),           \
        ARG_LIST("pop0", ARG_EXPOSURE,                                                             \
                 "people at risk, or person-time, in each stratum of the comparison group"),       \
        STANDARD

static bool read_both(const struct series *in, struct standard *s1, struct standard *s0,
                      struct err *e) {
    return standard_read(&in[0], &in[1], &in[4], s1, e) &&
           standard_read(&in[2], &in[3], &in[4], s0, e);
}

/* Lower limit of rate1/rate0, in units of unit1/unit0. Group 1 as it is, group 0 with one more
 * event; two gamma variables over their means have an F distribution. 0 without events in group 1.
 */
static bool ratio_lower(const struct standard *s1, const struct standard *s0, double tail,
                        double *limit, struct err *e) {
    *limit = 0;
    if (s1->rate == 0)
        return true;
    struct gamma_fit g1 = standard_gamma(s1, 0, 0), g0 = standard_gamma(s0, 1, 1);
    double f;
    if (!f_quantile(tail, 2 * g1.shape, 2 * g0.shape, TAIL_LOWER, &f, e))
        return false;
    *limit = s1->rate / (s0->rate + 1) * f;
    return true;
}

static bool ratio(const struct series *in, double *const *out, struct err *e) {
    struct standard s1, s0;
    double lower, turned, tail = (1 - in[5].at[0]) / 2;
    if (!read_both(in, &s1, &s0, e))
        return false;
    if (s1.rate == 0 && s0.rate == 0)
        return undefined(e, "both groups have no events");
    double unit = s1.unit / s0.unit;
    if (!(unit > 0 && isfinite(unit)))
        return undefined(e, "the populations are too far apart to compare");
    /* The upper limit is one over the lower limit of the groups exchanged. */
    if (!ratio_lower(&s1, &s0, tail, &lower, e) || !ratio_lower(&s0, &s1, tail, &turned, e))
        return false;
    out[0][0] = s1.rate / s0.rate * unit;
    out[1][0] = lower * unit;
    out[2][0] = unit / turned;
    return true;
}

#define TWO_AREAS                                                                                  \
    "count1=31,52,40,77 pop1=4100,5200,6100,4900 count0=20,31,45,60 pop0=5000,6100,7400,5200 "     \
    "stdpop=22,28,30,20"

const struct measure dsr_ratio = {
    .name = "dsr.ratio",
    .brief = "Ratio of two directly standardised rates, with Fay's F limits.",
    .formula = "R1/R0, R = sum w x/n; lower = R1/(R0 + m0) times the (1 - conf_level)/2 quantile "
               "of F with "
               "2 R1^2/V1 and 2 (R0 + m0)^2/(V0 + m0^2) degrees of freedom, V = sum w^2 x/n^2, m = "
               "max(w/n); upper = 1/(lower of the groups exchanged)",
    .assumes =
        "Independent events (Poisson) in each stratum of both groups; strata and standard are the "
        "same for both. Few events are allowed for: the limits are those of the exact conditional "
        "rate ratio where there is one stratum, and conservative with very uneven weights. A ratio "
        "of standardised rates depends on the standard when the stratum ratios differ: look at "
        "them too. No events in the group of interest: lower 0; in the comparison group: upper "
        "infinite; in both: not defined.",
    .cite = "Fay MP. Communications in Statistics - Theory and Methods 1999;28:2141-2160. Tiwari "
            "RC, Clegg LX, Zou Z. Statistical Methods in Medical Research 2006;15:547-569.",
    .args = {TWO_STRATA, CONF_LEVEL},
    .results = {ESTIMATE("rate of the group of interest over that of the comparison group"), LOWER,
                UPPER},
    .examples =
        {{TWO_AREAS,
          "estimate=1.4877285648500307 lower=1.1985760465759812 upper=1.8490383103461088", 1e-9,
          "R 4.2.2, Fay's formula with qf"},
         {"count1=15 pop1=19017 count0=41 pop0=28010 stdpop=1",
          "estimate=0.53886317377134962 lower=0.27706201031006855 upper=0.99434806327341141", 1e-9,
          "R 4.2.2 poisson.test: one stratum is the exact conditional interval"}},
    .shape = PER_COLUMN,
    .column = ratio,
};

/* Limits of a difference of two estimates from the limits of each (MOVER). */
static void mover_difference(const double one[3], const double two[3], double limits[2]) {
    double d = one[0] - two[0];
    limits[0] = d - hypot(one[0] - one[1], two[2] - two[0]);
    limits[1] = d + hypot(one[2] - one[0], two[0] - two[1]);
}

/* {rate, lower, upper} per 'per' people. */
static bool fay_feuer_rate(const struct standard *s, double per, double conf_level, double rate[3],
                           struct err *e) {
    if (!standard_fay_feuer(s, conf_level, rate + 1, e))
        return false;
    rate[0] = s->rate;
    for (int i = 0; i < 3; i++)
        rate[i] *= s->unit * per;
    return true;
}

static bool difference(const struct series *in, double *const *out, struct err *e) {
    struct standard s1, s0;
    double per = in[5].at[0], level = in[6].at[0], rate1[3], rate0[3], limits[2];
    if (!read_both(in, &s1, &s0, e) || !fay_feuer_rate(&s1, per, level, rate1, e) ||
        !fay_feuer_rate(&s0, per, level, rate0, e))
        return false;
    mover_difference(rate1, rate0, limits);
    out[0][0] = rate1[0] - rate0[0];
    out[1][0] = limits[0];
    out[2][0] = limits[1];
    return true;
}

const struct measure dsr_difference = {
    .name = "dsr.difference",
    .brief = "Difference of two directly standardised rates, with MOVER limits from Fay and "
             "Feuer's of each.",
    .formula = "R1 - R0, R = sum w x/n; lower = R1 - R0 - sqrt((R1 - l1)^2 + (u0 - R0)^2), upper = "
               "R1 - R0 "
               "+ sqrt((u1 - R1)^2 + (R0 - l0)^2), with l and u the limits of dsr.fay_feuer_gamma",
    .assumes =
        "Independent events (Poisson) in each stratum of both groups; strata and standard are the "
        "same for both, the groups have nobody in common. Few events are allowed for; conservative "
        "with very uneven weights. No events in both groups: 0, with limits from the upper limits "
        "of the two rates.",
    .cite = "Zou GY, Donner A. Statistics in Medicine 2008;27:1693-1702. Fay MP, Feuer EJ. "
            "Statistics in Medicine 1997;16:791-801.",
    .args = {TWO_STRATA, PER_PEOPLE, CONF_LEVEL},
    .results = {ESTIMATE("rate of the group of interest less that of the comparison group, events "
                         "per multiplier people"),
                LOWER, UPPER},
    .examples = {{TWO_AREAS,
                  "estimate=313.85174400688186 lower=144.26244147381777 upper=487.61524094030807",
                  1e-9, "R 4.2.2, limits of both rates with qgamma"}},
    .shape = PER_COLUMN,
    .column = difference,
};
