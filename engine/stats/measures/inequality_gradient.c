/* Inequality along an order of groups, from the worst off to the best off: slope and relative index
 * of inequality, concentration indices. r_j is the rank of group j, the share of the population
 * below it and half of its own (ridit); s_j its share, mu = sum s_j y_j. */
#include <math.h>
#include <stdlib.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/ridit.h"

#define ORDERED(name, kind)                                                                        \
    ARG_LIST(name, kind, "value of each group: a rate, a percentage"),                             \
        ARG_LIST("population", ARG_EXPOSURE, "people in each group"),                              \
        ARG_LIST("order", ARG_REAL, "place of each group, from the worst off up; no ties")
#define SLOPE_INDEX(t) RESULT("sii", RESULT_ESTIMATE, t)
#define RELATIVE_INDEX RESULT("rii", RESULT_ESTIMATE, "fitted value at the top over the bottom")
#define TEN "order=1,2,3,4,5,6,7,8,9,10 population="
#define MACKENBACH "Mackenbach JP, Kunst AE. Social Science & Medicine 1997;44:757-771. "
#define PHE "PHEindicatormethods 2.1.0, testdata_SII.xlsx "
#define HEALTHEQUAL "healthequal 1.0.1 (WHO), "

/* Ranks and shares of the groups, and room for values made from theirs; in[1] the population, in[2]
 * the order. Freed by its 'rank'. */
struct ladder {
    double *rank, *share, *value;
    size_t n;
};

static bool ladder_of(const struct series *in, struct ladder *l, struct err *e) {
    size_t n = in[0].n;
    double *room = calloc(3 * n, sizeof *room);
    if (room == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu groups", n);
    *l = (struct ladder){room, room + n, room + 2 * n, n};
    if (ridit(in[2].at, in[1].at, n, l->rank, l->share, e))
        return true; // cppcheck-suppress memleak ; the ladder's 'rank' is the room
    free(room);
    return false;
}

/* To a scale on which the line is fitted, or back. */
typedef double scale_fn(double y);

static double same(double y) {
    return y;
}

static double logit(double p) {
    return log(p / (1 - p));
}

static double from_logit(double x) {
    return 1 / (1 + exp(-x));
}

/* Fits the line on a scale. */
static bool line_of(const struct series *in, scale_fn *to, struct ridit_line *line, struct err *e) {
    struct ladder l;
    if (!ladder_of(in, &l, e))
        return false;
    for (size_t i = 0; i < l.n; i++)
        l.value[i] = to(in[0].at[i]);
    bool done = ridit_fit(l.rank, l.share, l.value, l.n, line, e);
    free(l.rank);
    return done;
}

static bool slope_index(const struct series *in, double *const *out, struct err *e) {
    struct ridit_line line;
    if (!line_of(in, same, &line, e))
        return false;
    double bottom = line.bottom, top = line.bottom + line.slope;
    *out[0] = line.slope;
    *out[1] = bottom > 0 && top >= 0 ? top / bottom : NAN;
    return true;
}

const struct measure inequality_sii_rii_wls_ridit = {
    .name = "inequality.sii_rii_wls_ridit",
    .brief = "Slope and relative index of inequality by weighted least squares on rank.",
    .formula =
        "line through y at r, weighted by population: sii = slope, rii = fitted(1)/fitted(0)",
    .assumes = "Values change linearly with rank; groups in a true order. rii is not defined when "
               "the line is not above 0 at the bottom, or is below 0 at the top. At least two "
               "groups with a population.",
    .cite = "Pamuk ER. Population Studies 1985;39:17-31. " MACKENBACH,
    .args = {ORDERED("value", ARG_REAL)},
    .results = {SLOPE_INDEX("fitted value at the top less the bottom"), RELATIVE_INDEX},
    .examples = {{TEN "7291,7997,6105,7666,5790,6934,5918,5974,7147,7534 value=75.9334590103081,"
                      "78.3442382727843,83.8360631041654,83.6375399664931,80.4655031529559,"
                      "81.1156759857022,81.6930835718562,84.1900062060987,80.5955641081472,"
                      "86.2894349578624",
                  "sii=6.9346164736688189 rii=1.0888180804446217", 1e-9, PHE "rows 1-10"}},
    .shape = PER_COLUMN,
    .column = slope_index,
};

static bool ends_on_scale(const struct series *in, scale_fn *to, scale_fn *back, double *const *out,
                          struct err *e) {
    struct ridit_line line;
    if (!line_of(in, to, &line, e))
        return false;
    double bottom = back(line.bottom), top = back(line.bottom + line.slope);
    *out[0] = top - bottom;
    *out[1] = top / bottom;
    *out[2] = bottom;
    return true;
}

static bool slope_index_log(const struct series *in, double *const *out, struct err *e) {
    return ends_on_scale(in, log, exp, out, e);
}

static bool slope_index_logit(const struct series *in, double *const *out, struct err *e) {
    return ends_on_scale(in, logit, from_logit, out, e);
}

#define ENDS                                                                                       \
    SLOPE_INDEX("fitted value at the top less the bottom, in the units of the value"),             \
        RELATIVE_INDEX, RESULT("intercept", RESULT_ESTIMATE, "fitted value at the bottom")

const struct measure inequality_sii_rii_wls_log_scale = {
    .name = "inequality.sii_rii_wls_log_scale",
    .brief = "Slope and relative index of inequality of rates, fitted to their logarithms.",
    .formula = "line through log(y) at r, weighted by population; sii = exp(fitted(1)) - "
               "exp(fitted(0)), rii = their ratio",
    .assumes = "Rates above 0 that change by a constant factor with rank; never fits a rate below "
               "0.",
    .cite = MACKENBACH "Public Health England. Technical Guide: Slope Index of Inequality. 2021.",
    .args = {ORDERED("value", ARG_POSITIVE)},
    .results = {ENDS},
    .examples = {{TEN "279012,255993,236961,214315,192812,183546,168593,164822,154836,138165 "
                      "value=5.89221968947572,4.7345044591063,3.82763408324577,3.86813802113711,"
                      "3.67715702342178,3.1436261209724,3.12587118089126,2.9425683464586,"
                      "2.82879950399132,2.764810190714",
                  "sii=-3.1559071389545599 rii=0.44188484360768232 intercept=5.6545806054694703",
                  1e-9, PHE "rows 306-315"}},
    .shape = PER_COLUMN,
    .column = slope_index_log,
};

const struct measure inequality_sii_rii_wls_logit_scale = {
    .name = "inequality.sii_rii_wls_logit_scale",
    .brief = "Slope and relative index of inequality of proportions, fitted to their logits.",
    .formula = "line through log(y/(1 - y)) at r, weighted by population; sii = back-transformed "
               "fitted(1) - fitted(0), rii = their ratio",
    .assumes = "Proportions strictly between 0 and 1 whose log odds change linearly with rank; "
               "never fits a proportion outside 0 to 1.",
    .cite = MACKENBACH "Public Health England. Technical Guide: Slope Index of Inequality. 2021.",
    .args = {ORDERED("value", ARG_LEVEL)},
    .results = {ENDS},
    .examples = {{TEN "34353,32112,27715,25372,23889,23260,23180,24193,23609,24488 "
                      "value=0.212121212121212,0.214281265570503,0.204077214504781,"
                      "0.191865048084503,0.174808489262841,0.166638005159071,0.156039689387403,"
                      "0.146571322283305,0.140370197805921,0.120875530872264",
                  "sii=-0.1096462611125906 rii=0.53417757432539459 intercept=0.23538210070887111",
                  1e-9, PHE "rows 326-335"}},
    .shape = PER_COLUMN,
    .column = slope_index_logit,
};

/* --- concentration indices ------------------------------------------------------------------- */

/* 2 cov(y, r) and its standard error, from the regression of 2 var(r) y on r. */
static bool concentration(const struct series *in, double *const *out, double *mean,
                          struct err *e) {
    struct ladder l;
    struct ridit_line line;
    if (!ladder_of(in, &l, e))
        return false;
    bool done = ridit_fit(l.rank, l.share, in[0].at, l.n, &line, e);
    free(l.rank);
    if (!done)
        return false;
    double z = normal_z(in[3].at[0]), df = (double)line.groups - 2;
    *mean = line.bottom + line.slope / 2;
    *out[0] = 2 * line.spread * line.slope;
    *out[1] = df > 0 ? 2 * sqrt(line.spread * line.rest / df) : NAN;
    *out[2] = *out[0] - z * *out[1];
    *out[3] = *out[0] + z * *out[1];
    return true;
}

static bool absolute(const struct series *in, double *const *out, struct err *e) {
    double mean;
    return concentration(in, out, &mean, e);
}

static bool relative(const struct series *in, double *const *out, struct err *e) {
    double mean;
    if (!concentration(in, out, &mean, e))
        return false;
    if (!(mean > 0))
        return undefined(e, "the mean is 0: nothing can be relative to it");
    for (int i = 0; i < 4; i++)
        *out[i] /= mean;
    return true;
}

#define CONCENTRATION_RESULTS(t)                                                                   \
    RESULT("value", RESULT_ESTIMATE, t), RESULT("se", RESULT_STATISTIC, "its standard error"),     \
        LOWER, UPPER
#define KAKWANI "Kakwani N, Wagstaff A, van Doorslaer E. Journal of Econometrics 1997;77:87-103."

const struct measure inequality_absolute_concentration_index = {
    .name = "inequality.absolute_concentration_index",
    .brief = "Absolute concentration index of values along an order, with normal limits.",
    .formula = "2 sum s (y - mu)(r - 1/2): the slope of 2 var(r) y on r, weighted by population; "
               "se of that slope on groups - 2 df",
    .assumes = "Groups in a true order, from the worst off. Below 0: larger values lower down. The "
               "standard error takes the scatter of the groups about a line for sampling error; it "
               "is not defined with two groups.",
    .cite = KAKWANI,
    .args = {ORDERED("estimate", ARG_REAL), CONF_LEVEL},
    .results = {CONCENTRATION_RESULTS("index, in the units of the value")},
    .examples = {{"estimate=120.5,98.2,77.1,60.4,45.9 population=10400,9900,10100,9800,10200 "
                  "order=1,2,3,4,5",
                  "value=-15.065473434744272 se=0.76722178256366769 lower=-16.569200496723681 "
                  "upper=-13.561746372764862",
                  1e-11, HEALTHEQUAL "run in R 4.2.2"}},
    .shape = PER_COLUMN,
    .column = absolute,
};

const struct measure inequality_relative_concentration_index = {
    .name = "inequality.relative_concentration_index",
    .brief = "Relative concentration index of values along an order, with normal limits.",
    .formula = "inequality.absolute_concentration_index over mu, and so its limits",
    .assumes = "As inequality.absolute_concentration_index, for values of 0 or more; mu is taken "
               "as known. From -1 to 1. Not defined when all values are 0.",
    .cite = KAKWANI,
    .args = {ORDERED("estimate", ARG_EXPOSURE), CONF_LEVEL},
    .results = {CONCENTRATION_RESULTS("index, -1 to 1")},
    .examples = {{"estimate=42.1,55.3,61.7,38.9,70.2,47.5 "
                  "population=91000,5200,4100,12800,3900,6100 order=1,2,3,4,5,6",
                  "value=0.033162779812426386 se=0.028854881070825331 lower=-0.023391747864577796 "
                  "upper=0.089717307489430576",
                  1e-11, HEALTHEQUAL "run in R 4.2.2"}},
    .shape = PER_COLUMN,
    .column = relative,
};
