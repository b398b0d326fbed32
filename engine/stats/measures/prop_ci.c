/* Intervals for one proportion in closed form: x of n. p = x/n, q = 1 - p, z = the normal quantile
 * of (1 - conf_level)/2. */
#include <math.h>

#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/proportion.h"

#define PROPORTION ESTIMATE("the proportion x/n, 0 to 1"), LOWER, UPPER

static bool wilson(const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1];
    if (!x_of_n(x, n, e))
        return false;
    out[0] = x / n;
    proportion_wilson_limits(x, n, normal_z(in[2]), out + 1);
    return true;
}

const struct measure prop_ci_wilson = {
    .name = "prop.ci.wilson",
    .brief = "Proportion with Wilson score limits.",
    .formula = "(2x + z^2 -+ z sqrt(z^2 + 4xq)) / (2(n + z^2)), p = x/n, q = 1 - p",
    .assumes = "Independent cases with one probability. Good from very small n up, also at x = 0 "
               "and x = n, where one limit is exactly 0 or 1; the recommended default. Covers the "
               "truth as often as the level says on average, for some p less often: where that "
               "must never be, take prop.ci.clopper_pearson.",
    .cite = "Wilson EB. JASA 1927;22:209-212. Newcombe RG, Altman DG. In: Statistics with "
            "Confidence, 2nd ed. BMJ Books 2000.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=538 n=1398", "lower=0.359678940 upper=0.410623188", 1e-8,
                  "computed in R 4.2.2 from the formula"},
                 {"x=15 n=148 conf_level=0.998",
                  "estimate=0.10135135135135136 lower=0.047383680506572316 "
                  "upper=0.2036455309019902",
                  1e-9, "PHEindicatormethods 2.1.1, run in R 4.2.2"},
                 {"x=0 n=30", "estimate=0 lower=0 upper=0.11351339", 1e-7,
                  "R binom, printed in statsmodels' results_proportion.py"}},
    .shape = PER_CELL,
    .cell = wilson,
};

/* The limits are at most half a case further out than Wilson's; the roots are never negative. */
static bool wilson_cc(const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1], z = normal_z(in[2]);
    if (!x_of_n(x, n, e))
        return false;
    double p = x / n, y = n - x, scale = 2 * (n + z * z), both = z * z - 1 / n;
    double low = 2 * x + z * z - 1 - z * sqrt(both - 2 + 4 * p * (y + 1));
    double high = 2 * x + z * z + 1 + z * sqrt(both + 2 + 4 * p * (y - 1));
    out[0] = p;
    out[1] = x == 0 ? 0 : fmax(low / scale, 0);
    out[2] = x == n ? 1 : fmin(high / scale, 1);
    return true;
}

const struct measure prop_ci_wilson_cc = {
    .name = "prop.ci.wilson_cc",
    .brief = "Proportion with continuity-corrected Wilson limits.",
    .formula = "lower = (2x + z^2 - 1 - z sqrt(z^2 - 2 - 1/n + 4p(nq + 1))) / (2(n + z^2)), "
               "upper = (2x + z^2 + 1 + z sqrt(z^2 + 2 - 1/n + 4p(nq - 1))) / (2(n + z^2))",
    .assumes = "Independent cases with one probability. Close to the exact limits and as wide: "
               "covers more than conf_level says. Lower is 0 at x = 0, upper 1 at x = n.",
    .cite = "Newcombe RG. Statistics in Medicine 1998;17:857-872, method 4.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=15 n=148", "lower=0.059778208428498118 upper=0.16444977936483693", 1e-7,
                  "Newcombe 1998, Table I (0.0598 to 0.1644); digits from R ratesci 1.1.0.9000"},
                 {"x=0 n=1", "lower=0 upper=0.94537924447114807", 1e-7, "R ratesci 1.1.0.9000"}},
    .shape = PER_CELL,
    .cell = wilson_cc,
};

static bool agresti_coull(const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1], z = normal_z(in[2]);
    if (!x_of_n(x, n, e))
        return false;
    double wide = n + z * z, middle = (x + z * z / 2) / wide;
    double half = z * sqrt(middle * (1 - middle) / wide);
    out[0] = x / n;
    out[1] = middle - half;
    out[2] = middle + half;
    return true;
}

const struct measure prop_ci_agresti_coull_untruncated = {
    .name = "prop.ci.agresti_coull_untruncated",
    .brief = "Proportion with Agresti-Coull limits, which may leave 0 to 1.",
    .formula = "n' = n + z^2, p' = (x + z^2/2)/n', p' -+ z sqrt(p'(1 - p')/n')",
    .assumes = "Independent cases with one probability. Always contains the Wilson interval. "
               "Limits may fall below 0 or above 1 near the ends and are not cut off.",
    .cite = "Agresti A, Coull BA. The American Statistician 1998;52:119-126.",
    .compare = "kept to reproduce R's binom, which leaves the limits as they come (statsmodels "
               "cuts them at 0 and 1). Wilson's limits have the same middle, are narrower and stay "
               "inside.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=29 n=30", "lower=0.819082 upper=1.0083055", 1e-6,
                  "R binom, printed in statsmodels' results_proportion.py"},
                 {"x=1 n=29", "lower=-0.0084180754757405413 upper=0.18628650856170603", 1e-9,
                  "R binom 1.1.1.1"}},
    .shape = PER_CELL,
    .cell = agresti_coull,
};

static bool wald(const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1], z = normal_z(in[2]);
    if (!x_of_n(x, n, e))
        return false;
    double p = x / n, half = z * sqrt(p * ((n - x) / n) / n);
    out[0] = p;
    out[1] = p - half;
    out[2] = p + half;
    return true;
}

const struct measure prop_ci_wald_untruncated = {
    .name = "prop.ci.wald_untruncated",
    .brief = "Proportion with Wald (simple normal) limits, which may leave 0 to 1.",
    .formula = "p -+ z sqrt(pq/n)",
    .assumes =
        "A normal p, which small x or n - x do not give. No width at x = 0 and x = n, limits "
        "outside 0 to 1 near them; covers less than conf_level says.",
    .cite = "Brown LD, Cai TT, DasGupta A. Statistical Science 2001;16:101-133 (why not to use "
            "it).",
    .compare = "kept to reproduce spreadsheets and R's binom.asymp. At x = 0 it claims certainty; "
               "use prop.ci.wilson.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=29 n=30", "lower=0.9024326 upper=1.0309007", 1e-6,
                  "R binom, printed in statsmodels' results_proportion.py"},
                 {"x=1 n=29", "lower=-0.031926725998292813 upper=0.10089224323967212", 1e-9,
                  "R binom 1.1.1.1"}},
    .shape = PER_CELL,
    .cell = wald,
};

/* The angle stays between 0 and a right angle: beyond them the square would turn back. */
static bool arcsine(const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1], z = normal_z(in[2]);
    if (!x_of_n(x, n, e))
        return false;
    double angle = asin(sqrt((x + 0.375) / (n + 0.75))), half = z / (2 * sqrt(n));
    double low = sin(fmax(angle - half, 0)), high = sin(fmin(angle + half, asin(1)));
    out[0] = x / n;
    out[1] = x == 0 ? 0 : low * low;
    out[2] = x == n ? 1 : high * high;
    return true;
}

const struct measure prop_ci_arcsine = {
    .name = "prop.ci.arcsine",
    .brief = "Proportion with limits from the arcsine transformation (Anscombe's form).",
    .formula = "sin^2(arcsin sqrt((x + 3/8)/(n + 3/4)) -+ z/(2 sqrt n))",
    .assumes = "Independent cases with one probability. The angle is cut off at 0 and at a right "
               "angle; lower is 0 at x = 0, upper 1 at x = n. Too narrow near both ends.",
    .cite = "Anscombe FJ. Biometrika 1948;35:246-254. Fagerland MW, Lydersen S, Laake P. "
            "Statistical Analysis of Contingency Tables. CRC 2017, ch. 2.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=100 n=5000 conf_level=0.9", "lower=0.0169 upper=0.0235", 3e-3,
                  "Fagerland, Lydersen & Laake 2017, ch. 2"}},
    .shape = PER_CELL,
    .cell = arcsine,
};

/* Limits for log(p/(1 - p)), turned back; that has no value at p = 0 and p = 1. */
static bool logit(const double *in, double *out, struct err *e) {
    double x = in[0], n = in[1], z = normal_z(in[2]);
    if (!x_of_n(x, n, e))
        return false;
    double middle = log(x / (n - x)), half = z * sqrt(n / (x * (n - x)));
    bool at_end = x == 0 || x == n;
    out[0] = x / n;
    out[1] = at_end ? NAN : 1 / (1 + exp(half - middle));
    out[2] = at_end ? NAN : 1 / (1 + exp(-half - middle));
    return true;
}

const struct measure prop_ci_logit = {
    .name = "prop.ci.logit",
    .brief = "Proportion with Wald limits on the logit scale.",
    .formula = "1/(1 + exp(-(log(x/(n - x)) -+ z sqrt(n/(x(n - x))))))",
    .assumes = "Independent cases with one probability. Limits always lie inside 0 to 1; they are "
               "not defined at x = 0 and x = n. Wider than the Wilson limits; covers a little more "
               "than conf_level says.",
    .cite = "Brown LD, Cai TT, DasGupta A. Statistical Science 2001;16:101-133, section 4.1.1.",
    .args = {X_OF_N, CONF_LEVEL},
    .results = {PROPORTION},
    .examples = {{"x=44 n=724", "lower=0.045529836295375548 upper=0.080689327835729685", 1e-12,
                  "R 4.2.2, plogis and qlogis"}},
    .shape = PER_CELL,
    .cell = logit,
};

static bool wilson_phe(const double *in, double *out, struct err *e) {
    static const double levels[] = {0.95, 0.998};
    double x = in[0], n = in[1], multiplier = in[2];
    if (!x_of_n(x, n, e))
        return false;
    out[0] = x / n * multiplier;
    for (int i = 0; i < 3; i++) {
        double *limits = out + 1 + 2 * i;
        proportion_wilson_limits(x, n, normal_z(i < 2 ? levels[i] : in[3]), limits);
        limits[0] *= multiplier;
        limits[1] *= multiplier;
    }
    return true;
}

const struct measure prop_ci_wilson_phe_proportion = {
    .name = "prop.ci.wilson_phe_proportion",
    .brief = "Proportion per 'multiplier' with Wilson limits at 95%, 99.8% and conf_level.",
    .formula = "multiplier times prop.ci.wilson",
    .assumes = "As prop.ci.wilson. 95% and 99.8% are the warning and action limits of English "
               "public health profiles.",
    .cite = "Public Health England. Technical Guide: Confidence Intervals. 2018. Wilson EB. JASA "
            "1927;22:209-212.",
    .args = {X_OF_N,
             ARG_PRESET("multiplier", ARG_POSITIVE, "1 for a fraction, 100 for per cent", 1),
             CONF_LEVEL},
    .results = {RESULT("value", RESULT_ESTIMATE, "the proportion x/n times multiplier"),
                RESULT("lower_95", RESULT_LOWER, "lower 95% limit"),
                RESULT("upper_95", RESULT_UPPER, "upper 95% limit"),
                RESULT("lower_998", RESULT_LOWER, "lower 99.8% limit"),
                RESULT("upper_998", RESULT_UPPER, "upper 99.8% limit"), LOWER, UPPER},
    .examples = {{"x=222 n=3215 multiplier=100",
                  "value=6.9051321928460334 lower_95=6.0791690363636599 "
                  "upper_95=7.8339566813836328 lower_998=5.6471019646242482 "
                  "upper_998=8.4184141852701337",
                  1e-7, "PHEindicatormethods 2.1.0, testdata_Proportion.xlsx row 15"},
                 {"x=7776456 n=7564336677",
                  "value=0.0010280420256339154 lower_95=0.0010273201001641094 "
                  "upper_95=0.0010287644578977231 lower_998=0.0010269040118442213 "
                  "upper_998=0.0010291812992698397",
                  1e-7, "PHEindicatormethods 2.1.0, testdata_Proportion.xlsx row 6"}},
    .shape = PER_CELL,
    .cell = wilson_phe,
};
