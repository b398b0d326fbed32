/* Directly standardised rates with limits from the gamma distribution. The lower limit takes the
 * rate, a weighted sum of Poisson counts, as a gamma variable of the same mean and variance; the
 * upper does so after one more event, as the exact Poisson limits do. The rows differ in the weight
 * of that event, which is not known: the largest of all weights w/n keeps the coverage. */
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/solve.h"
#include "stats/standard.h"

#define FAY_FEUER "Fay MP, Feuer EJ. Statistics in Medicine 1997;16:791-801."
#define TIWARI                                                                                     \
    "Tiwari RC, Clegg LX, Zou Z. Statistical Methods in Medical Research 2006;15:547-569."
#define GAMMA_FORMULA                                                                              \
    "lower: the (1 - conf_level)/2 quantile of the gamma distribution with mean DSR = sum w x/n "  \
    "and variance V = sum w^2 x/n^2, w = stdpop/sum stdpop; upper: the opposite quantile of that " \
    "with mean DSR + m and variance V + s, "
/* Births with Down's syndrome by mothers of five or more, Michigan 1950-1964, by age of mother. */
#define DOWN                                                                                       \
    "count=0,8,63,112,262,295 pop=327,30666,123419,149919,104088,34392 "                           \
    "stdpop=319933,931318,786511,488235,237863,61313"

static bool fay_feuer(const struct series *in, double *const *out, struct err *e) {
    struct standard s;
    if (!standard_read(&in[0], &in[1], &in[2], &s, e))
        return false;
    out[0][0] = s.crude * in[3].at[0];
    return standard_interval(standard_fay_feuer, in, out + 1, e);
}

const struct measure dsr_fay_feuer_gamma = {
    .name = "dsr.fay_feuer_gamma",
    .brief = "Directly standardised rate with Fay and Feuer's gamma limits, and the crude rate.",
    .formula = GAMMA_FORMULA "m = max(w/n), s = m^2; crude sum x/sum n",
    .assumes =
        "Independent events (Poisson) in each stratum, everybody in one stratum. Covers at least "
        "conf_level wherever that has been tried; exact when the standard is in proportion to the "
        "people. The upper limit is wide when a stratum of few people has a large weight. No "
        "events: lower 0.",
    .cite = FAY_FEUER,
    .args = {STRATA, PER_PEOPLE, CONF_LEVEL},
    .results = {RESULT("crude", RESULT_STATISTIC, "crude rate, events per multiplier people"),
                STANDARD_RATE, LOWER, UPPER},
    .examples = {{DOWN,
                  "crude=167.11418641361664 value=75.529007445256781 lower=67.702120417646597 "
                  "upper=188.30017272777584",
                  1e-8,
                  "R epitools 0.5.10.1 ageadjust.direct; data of Fay and Feuer 1997, table II"},
                 {"count=20 pop=100 stdpop=1",
                  "crude=20000 value=20000 lower=12216.519585403948 upper=30888.377902674591", 1e-8,
                  "R epitools 0.5.10.1 ageadjust.direct"}},
    .shape = PER_COLUMN,
    .column = fay_feuer,
};

static bool mean_limits(const struct standard *s, double conf_level, double limits[2],
                        struct err *e) {
    return standard_gamma_limits(s, s->mean, s->mean * s->mean, conf_level, limits, e);
}

static bool wm_mean(const struct series *in, double *const *out, struct err *e) {
    return standard_interval(mean_limits, in, out, e);
}

const struct measure dsr_gamma_wm_mean = {
    .name = "dsr.gamma_wm_mean",
    .brief = "Directly standardised rate with gamma limits, the extra event of mean weight.",
    .formula = GAMMA_FORMULA "m = mean(w/n), s = m^2",
    .assumes = "As dsr.fay_feuer_gamma, but narrower: coverage is kept on average and can fall "
               "below conf_level when few events carry most of the weight. No events: lower 0.",
    .cite = TIWARI " " FAY_FEUER,
    .args = {STRATA, PER_PEOPLE, CONF_LEVEL},
    .results = {STANDARD_RATE, LOWER, UPPER},
    .examples = {{DOWN,
                  "value=75.529007445256781 lower=67.702120417646597 upper=96.465348153360864",
                  1e-8, "R asht 1.0.1 wspoissonTest(wmtype = \"mean\")"}},
    .shape = PER_COLUMN,
    .column = wm_mean,
};

static bool minmaxavg_limits(const struct standard *s, double conf_level, double limits[2],
                             struct err *e) {
    double middle = (s->smallest + 1) / 2; /* the largest is the unit */
    return standard_gamma_limits(s, middle, middle * middle, conf_level, limits, e);
}

static bool wm_minmaxavg(const struct series *in, double *const *out, struct err *e) {
    return standard_interval(minmaxavg_limits, in, out, e);
}

const struct measure dsr_gamma_wm_minmaxavg = {
    .name = "dsr.gamma_wm_minmaxavg",
    .brief = "Directly standardised rate with gamma limits, the extra event of middle weight.",
    .formula = GAMMA_FORMULA "m = (min(w/n) + max(w/n))/2, s = m^2",
    .assumes = "As dsr.fay_feuer_gamma, between it and dsr.gamma_wm_mean in width. No events: "
               "lower 0.",
    .cite = "Ng HKT, Filardo G, Zheng G. Computational Statistics and Data Analysis "
            "2008;52:3501-3518. " FAY_FEUER,
    .args = {STRATA, PER_PEOPLE, CONF_LEVEL},
    .results = {STANDARD_RATE, LOWER, UPPER},
    .examples = {{"count=0,0,0 pop=120,300,80 stdpop=1,1,1",
                  "value=0 lower=0 upper=973.45430039117741", 1e-8,
                  "R asht 1.0.1 wspoissonTest(wmtype = \"minmaxavg\")"},
                 {DOWN, "value=75.529007445256781 lower=67.702120417646597 upper=130.9331209877985",
                  1e-8, "R asht 1.0.1 wspoissonTest(wmtype = \"minmaxavg\")"}},
    .shape = PER_COLUMN,
    .column = wm_minmaxavg,
};

static bool tiwari_limits(const struct standard *s, double conf_level, double limits[2],
                          struct err *e) {
    return standard_gamma_limits(s, s->mean, s->mean_square, conf_level, limits, e);
}

static bool tiwari(const struct series *in, double *const *out, struct err *e) {
    return standard_interval(tiwari_limits, in, out, e);
}

const struct measure dsr_tiwari_clegg_zou = {
    .name = "dsr.tiwari_clegg_zou",
    .brief = "Directly standardised rate with the gamma limits of Tiwari, Clegg and Zou.",
    .formula = GAMMA_FORMULA "m = mean(w/n), s = mean((w/n)^2)",
    .assumes = "As dsr.fay_feuer_gamma, but narrower: the extra event is taken as equally likely "
               "in every stratum. Coverage can fall below conf_level when few events carry most of "
               "the weight. No events: lower 0.",
    .cite = TIWARI,
    .args = {STRATA, PER_PEOPLE, CONF_LEVEL},
    .results = {STANDARD_RATE, LOWER, UPPER},
    .examples = {{DOWN,
                  "value=75.529007445256781 lower=67.702120417646597 upper=112.85842908497972",
                  1e-8, "R asht 1.0.1 wspoissonTest(wmtype = \"tcz\")"}},
    .shape = PER_COLUMN,
    .column = tiwari,
};

/* Fay and Kim's confidence distribution: in equal parts the gamma distributions of the lower and of
 * the upper limit. */
struct mixture {
    struct gamma_fit parts[2];
    double p;
    enum tail tail;
};

static double mixture_gap(double x, const void *data) {
    const struct mixture *m = data;
    double total = 0;
    for (int i = 0; i < 2; i++)
        total += gamma_probability(x / m->parts[i].scale, m->parts[i].shape, m->tail);
    return total / 2 - m->p;
}

/* The quantile of the mixture lies between those of its parts; a little room for their rounding. */
static bool mixture_limit(const struct mixture *m, double *limit, struct err *e) {
    static const double room = 1e-9;
    double q[2];
    for (int i = 0; i < 2; i++) {
        if (!gamma_quantile(m->p, m->parts[i].shape, m->tail, &q[i], e))
            return false;
        q[i] *= m->parts[i].scale;
    }
    return solve_between(mixture_gap, m, fmin(q[0], q[1]) * (1 - room),
                         fmax(q[0], q[1]) * (1 + room), "the mid-P limit of a standardised rate",
                         limit, e);
}

/* Without events half of the probability sits at 0, so the other half has twice the tail. */
static bool no_events_limit(struct gamma_fit upper, double p, double *limit, struct err *e) {
    if (!gamma_quantile(fmin(2 * p, 1), upper.shape, TAIL_UPPER, limit, e))
        return false;
    *limit *= upper.scale;
    return true;
}

static bool midp_limits(const struct standard *s, double conf_level, double limits[2],
                        struct err *e) {
    struct mixture m = {.p = (1 - conf_level) / 2, .tail = TAIL_LOWER};
    m.parts[1] = standard_gamma(s, 1, 1);
    if (s->rate == 0) {
        limits[0] = 0;
        return no_events_limit(m.parts[1], m.p, &limits[1], e);
    }
    m.parts[0] = standard_gamma(s, 0, 0);
    if (!mixture_limit(&m, &limits[0], e))
        return false;
    m.tail = TAIL_UPPER;
    return mixture_limit(&m, &limits[1], e);
}

static bool fay_kim(const struct series *in, double *const *out, struct err *e) {
    return standard_interval(midp_limits, in, out, e);
}

const struct measure dsr_fay_kim_midp_gamma = {
    .name = "dsr.fay_kim_midp_gamma",
    .brief = "Directly standardised rate with the mid-P gamma limits of Fay and Kim.",
    .formula = "the (1 - conf_level)/2 quantiles, from below and above, of the equal mixture of "
               "two gamma distributions: mean DSR, variance V, and mean DSR + m, variance V + m^2, "
               "m = max(w/n)",
    .assumes =
        "Independent events (Poisson) in each stratum. Covers conf_level on average; "
        "mostly narrower than dsr.fay_feuer_gamma, but its lower limit is the lower one when "
        "a stratum of few people has a large weight. No events: lower 0.",
    .cite = "Fay MP, Kim S. Biometrical Journal 2017;59:549-565.",
    .args = {STRATA, PER_PEOPLE, CONF_LEVEL},
    .results = {STANDARD_RATE, LOWER, UPPER},
    .examples = {{DOWN,
                  "value=75.529007445256781 lower=59.716334341868482 upper=173.08169094970756",
                  1e-7, "R asht 1.0.1 wspoissonTest(midp = TRUE)"}},
    .shape = PER_COLUMN,
    .column = fay_kim,
};
