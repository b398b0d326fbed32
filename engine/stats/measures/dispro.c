/* Disproportionality of reports: does one pair (a product and a reaction; a reason and an outcome)
 * occur together more often than both occur at all? Of N reports, n11 are of the pair, n1_row_total
 * of the row (the product) and n1_col_total of the column (the reaction). */

#include <gsl/gsl_sf_psi.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/gsl.h"

#define PAIR                                                                                       \
    ARG("n11", ARG_COUNT, "reports of the pair"),                                                  \
        ARG("n1_row_total", ARG_COUNT,                                                             \
            "reports of the row (the product, say), the pair included"),                           \
        ARG("n1_col_total", ARG_COUNT,                                                             \
            "reports of the column (the reaction, say), the pair included"),                       \
        ARG("N", ARG_COUNT, "all reports")
#define REPORTS                                                                                    \
    "Reports are independent, and each counts once. Reporting is not occurrence: a signal says "   \
    "that a pair is reported together unusually often, never why. Many pairs are looked at: some " \
    "stand out by chance. "
#define LOWER95 RESULT("log_lower95", RESULT_LOWER, "lower 95% limit of the natural logarithm")
#define P_ONE_SIDED                                                                                \
    RESULT("p_one_sided", RESULT_P_VALUE, "one-sided p-value of a ratio of 1 or less")
#define PHVID "PhViD 1.0.8, formulas evaluated in R 4.2.2"
#define SIGNAL_PAIR "n11=12 n1_row_total=340 n1_col_total=95 N=20000"

/* The four cells: a is the pair, a + b the row, a + c the column. */
struct cells {
    double a, b, c, d;
};

static bool read_cells(const double *in, struct cells *t, struct err *e) {
    double n11 = in[0], row = in[1], column = in[2], all = in[3];
    if (!within("n11", n11, "n1_row_total", row, e) ||
        !within("n11", n11, "n1_col_total", column, e) || !within("n1_row_total", row, "N", all, e))
        return false;
    *t = (struct cells){n11, row - n11, column - n11, all - row - (column - n11)};
    return t->d >= 0 || fail(e, ERR_ARG_RANGE, "row and column have more reports than N together");
}

/* out: ratio, lower limit of its logarithm, p; the last two need events in every place that the
 * logarithm and its variance do. */
static void put_log_normal(double ratio, double variance, double *out) {
    double deviation = sqrt(variance);
    bool defined = ratio > 0 && isfinite(ratio) && isfinite(deviation);
    out[0] = ratio;
    out[1] = defined ? log(ratio) - normal_z(0.95) * deviation : NAN;
    out[2] = defined ? normal_probability(log(ratio) / deviation, TAIL_UPPER) : NAN;
}

static bool prr(const double *in, double *out, struct err *e) {
    struct cells t;
    if (!read_cells(in, &t, e))
        return false;
    double row = t.a + t.b, others = t.c + t.d;
    if (row == 0 || others == 0)
        return undefined(e, "no reports %s the row", row == 0 ? "in" : "outside");
    if (t.a + t.c == 0)
        return undefined(e, "no reports in the column");
    /* 1/a - 1/(a + b) as b/(a (a + b)): without cancellation, and 0 exactly when b is. */
    put_log_normal((t.a / row) / (t.c / others), t.b / t.a / row + t.d / t.c / others, out);
    return true;
}

const struct measure dispro_prr = {
    .name = "dispro.prr",
    .brief = "Proportional reporting ratio, with the lower limit of its logarithm.",
    .formula = "PRR = (a/(a + b))/(c/(c + d)); log_lower95 = ln PRR - 1.96 s, p = P(Z > ln PRR/s), "
               "s^2 = 1/a - 1/(a + b) + 1/c - 1/(c + d)",
    .assumes =
        REPORTS "Normal approximation: poor for fewer than about 3 reports of the pair. "
                "With none, or none of the column outside the row, the limit is not defined.",
    .cite = "Evans SJW, Waller PC, Davis S. Pharmacoepidemiology and Drug Safety 2001;10:483-486.",
    .args = {PAIR},
    .results = {RESULT("prr", RESULT_ESTIMATE, "proportional reporting ratio"), LOWER95,
                P_ONE_SIDED},
    .examples = {{SIGNAL_PAIR,
                  "prr=8.3600283486888731 log_lower95=1.5277182475431177 "
                  "p_one_sided=1.4134247754732703e-12",
                  1e-9, PHVID ", pnorm from above"}},
    .shape = PER_CELL,
    .cell = prr,
};

static bool ror(const double *in, double *out, struct err *e) {
    struct cells t;
    if (!read_cells(in, &t, e))
        return false;
    if ((t.a == 0 || t.d == 0) && (t.b == 0 || t.c == 0))
        return undefined(e, "0/0: reports are missing in both products of the odds ratio");
    put_log_normal((t.a / t.b) * (t.d / t.c), 1 / t.a + 1 / t.b + 1 / t.c + 1 / t.d, out);
    return true;
}

const struct measure dispro_ror = {
    .name = "dispro.ror",
    .brief = "Reporting odds ratio, with the lower limit of its logarithm.",
    .formula = "ROR = a d/(b c); log_lower95 = ln ROR - 1.96 s, p = P(Z > ln ROR/s), s^2 = 1/a + "
               "1/b + 1/c + 1/d",
    .assumes = REPORTS "Normal approximation: poor for fewer than about 3 reports of the pair. No "
                       "limit where a cell is 0.",
    .cite = "van Puijenbroek EP, Bate A, Leufkens HGM, et al. Pharmacoepidemiology and Drug Safety "
            "2002;11:3-10.",
    .args = {PAIR},
    .results = {RESULT("ror", RESULT_ESTIMATE, "reporting odds ratio"), LOWER95, P_ONE_SIDED},
    .examples = {{SIGNAL_PAIR,
                  "ror=8.6292976785189559 log_lower95=1.5400922362240592 "
                  "p_one_sided=3.2652450416158993e-12",
                  1e-9, PHVID ", pnorm from above"}},
    .shape = PER_CELL,
    .cell = ror,
};

/* Mean and variance of ln p for p with a beta(a, b) distribution. */
struct moments {
    double mean, variance;
};

static struct moments log_beta(double a, double b) {
    return (struct moments){gsl_sf_psi(a) - gsl_sf_psi(a + b),
                            gsl_sf_psi_1(a) - gsl_sf_psi_1(a + b)};
}

static bool bcpnn(const double *in, double *out, struct err *e) {
    struct cells t;
    if (!read_cells(in, &t, e))
        return false;
    double all = in[3], row = in[1], column = in[2];
    double product = (2 + all) / (1 + row) * ((2 + all) / (1 + column));
    gsl_calls_begin();
    struct moments p_row = log_beta(1 + row, 1 + all - row);
    struct moments p_column = log_beta(1 + column, 1 + all - column);
    /* The prior of the pair is that of independence: mean 1/product. */
    struct moments p_pair = log_beta(1 + t.a, all - t.a - 1 + product);
    if (!gsl_calls_end("the information component", e))
        return false;
    double bit = log(2);
    out[0] = (p_pair.mean - p_row.mean - p_column.mean) / bit;
    out[1] = (p_pair.variance + p_row.variance + p_column.variance) / bit / bit;
    out[2] = out[0] - normal_z(0.95) * sqrt(out[1]);
    return true;
}

const struct measure dispro_bcpnn_ic_log2 = {
    .name = "dispro.bcpnn_ic_log2",
    .brief = "Information component of a pair of reports, in bits, with its lower limit.",
    .formula =
        "IC = log2 of the ratio of the pair's probability to the product of row and column's, its "
        "posterior mean and variance with digamma and trigamma functions; lower95 = ic - 1.96 sqrt "
        "var. Priors: beta(1, 1) for row and column; beta(1, r) for the pair, 1 + r the inverse of "
        "the product of their posterior means",
    .assumes = REPORTS "Shrinks towards 0 when reports are few, so that it is defined, if wide, "
                       "with none. The three posteriors are taken as independent.",
    .cite = "Bate A, Lindquist M, Edwards IR, et al. European Journal of Clinical Pharmacology "
            "1998;54:315-321. Gould AL. Pharmacoepidemiology and Drug Safety 2003;12:559-574.",
    .args = {PAIR},
    .results = {RESULT("ic", RESULT_ESTIMATE, "information component, bits; 0 is independence"),
                RESULT("var", RESULT_STATISTIC, "its variance"),
                RESULT("lower95", RESULT_LOWER, "its lower 95% limit")},
    .examples = {{SIGNAL_PAIR,
                  "ic=2.2552251903773777 var=0.19405511349389537 lower95=1.3918279889504077", 1e-8,
                  PHVID},
                 {"n11=0 n1_row_total=20 n1_col_total=30 N=1000",
                  "ic=-1.4969553527914234 var=3.5884849399641463 lower95=-5.2097733022138426", 1e-8,
                  PHVID}},
    .shape = PER_CELL,
    .cell = bcpnn,
};
