/* Inequality of one list of values, each unit counting the same: Gini, Theil, Atkinson, Herfindahl,
 * Hoover. x_i the values, n their number, mu their mean. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/catalogue.h"

#define VALUES ARG_LIST("x", ARG_EXPOSURE, "value of each unit: an income, a count, a rate")
#define COWELL "Cowell FA. Measuring Inequality. 3rd ed. Oxford University Press 2011, appendix A."

static bool mean_of(const struct series *x, double *mean, struct err *e) {
    *mean = sum_of(x->at, x->n) / (double)x->n;
    if (*mean == 0)
        return undefined(e, "all values are 0: there is nothing to share");
    return isfinite(*mean) || undefined(e, "the values are too large to add up");
}

struct unit {
    double x, weight;
};

static int by_value(const void *a, const void *b) {
    const struct unit *p = a, *q = b;
    return p->x < q->x ? -1 : p->x > q->x;
}

/* One less twice the area under the Lorenz curve: the covariance of value and rank. */
static double gini_of(const struct unit *u, size_t n) {
    struct sum weights = {0}, amount = {0}, before = {0}, total = {0};
    for (size_t i = 0; i < n; i++) {
        sum_add(&weights, u[i].weight);
        sum_add(&amount, u[i].weight * u[i].x);
    }
    double mean = sum_value(&amount) / sum_value(&weights);
    for (size_t i = 0; i < n; i++) {
        double middle = (sum_value(&before) + u[i].weight / 2) / sum_value(&weights);
        sum_add(&total, u[i].weight / sum_value(&weights) * (u[i].x / mean - 1) * (2 * middle - 1));
        sum_add(&before, u[i].weight);
    }
    return fmax(sum_value(&total), 0);
}

/* weight: NULL for 1 each. */
static bool gini(const struct series *x, const struct series *weight, double *out, struct err *e) {
    struct unit *u = calloc(x->n, sizeof *u);
    if (u == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu values", x->n);
    struct sum amount = {0};
    for (size_t i = 0; i < x->n; i++) {
        u[i] = (struct unit){x->at[i], weight == NULL ? 1 : weight->at[i]};
        sum_add(&amount, u[i].x * u[i].weight);
    }
    bool some = sum_value(&amount) > 0 && isfinite(sum_value(&amount));
    if (some) {
        qsort(u, x->n, sizeof *u, by_value);
        *out = gini_of(u, x->n);
    }
    free(u);
    return some || undefined(e, "the values add up to %g", sum_value(&amount));
}

static bool gini_population(const struct series *in, double *const *out, struct err *e) {
    return gini(&in[0], NULL, out[0], e);
}

const struct measure inequality_gini_population = {
    .name = "inequality.gini_population",
    .brief = "Gini coefficient of the units as a whole population.",
    .formula = "sum (2i - n - 1) x_i/(n^2 mu), x ascending: one less twice the area under the "
               "Lorenz curve",
    .assumes = "Values of 0 or more, each unit counting the same. From 0 (all alike) to 1 - 1/n "
               "(one has all). Not defined when all are 0.",
    .cite = "Gini C. Atti del R. Istituto Veneto 1914;73:1203-1248. " COWELL,
    .args = {VALUES},
    .results = {RESULT("gini", RESULT_STATISTIC, "Gini coefficient, 0 to 1 - 1/n")},
    .examples = {{"x=12.5,40,3.3,98,60.1,7.7,22", "gini=0.48838845883180859", 1e-12,
                  "R ineq 0.2.13, Gini"},
                 {"x=0,0,0,10", "gini=0.75", 1e-15, "R ineq 0.2.13, Gini"}},
    .shape = PER_COLUMN,
    .column = gini_population,
};

static bool gini_corrected(const struct series *in, double *const *out, struct err *e) {
    double n = (double)in[0].n;
    if (n < 2)
        return undefined(e, "one value has no inequality to be corrected");
    if (!gini(&in[0], NULL, out[0], e))
        return false;
    *out[0] *= n / (n - 1);
    return true;
}

const struct measure inequality_gini_corrected_n_over_n_minus_1 = {
    .name = "inequality.gini_corrected_n_over_n_minus_1",
    .brief = "Gini coefficient corrected for the number of units: 1 when one has all.",
    .formula = "inequality.gini_population times n/(n - 1)",
    .assumes = "As inequality.gini_population, for units that are a sample, or to compare lists of "
               "different length. Not defined for one unit.",
    .cite = "Deaton A. The Analysis of Household Surveys. Johns Hopkins 1997, p. 139.",
    .args = {VALUES},
    .results = {RESULT("gini", RESULT_STATISTIC, "Gini coefficient, 0 to 1")},
    .examples = {{"x=12.5,40,3.3,98,60.1,7.7,22", "gini=0.56978653530377665", 1e-12,
                  "R ineq 0.2.13, Gini with corr = TRUE"}},
    .shape = PER_COLUMN,
    .column = gini_corrected,
};

static bool gini_weighted(const struct series *in, double *const *out, struct err *e) {
    return gini(&in[0], &in[1], out[0], e);
}

const struct measure inequality_gini_population_weighted = {
    .name = "inequality.gini_population_weighted",
    .brief = "Gini coefficient of groups, each counting by its population.",
    .formula = "sum s_i (x_i/mu)(2 R_i - 1), s_i population shares, R_i the share below plus half "
               "of s_i, mu the weighted mean: one less twice the area under the Lorenz curve",
    .assumes = "Everyone in a group has its value: inequality inside groups is not seen, so the "
               "Gini coefficient of people is at least this.",
    .cite = "Lerman RI, Yitzhaki S. Journal of Econometrics 1989;42:43-47. " COWELL,
    .args = {VALUES, ARG_LIST("weight", ARG_EXPOSURE, "population of each unit")},
    .results = {RESULT("gini", RESULT_STATISTIC, "Gini coefficient, 0 to 1")},
    .examples = {{"x=42.1,55.3,61.7,38.9,70.2,47.5 weight=91000,5200,4100,12800,3900,6100",
                  "gini=0.054568129644678609", 1e-11,
                  "R ineq 0.2.13, area under Lc(x, n = weight)"}},
    .shape = PER_COLUMN,
    .column = gini_weighted,
};

static bool theil_t(const struct series *in, double *const *out, struct err *e) {
    double mean;
    if (!mean_of(&in[0], &mean, e))
        return false;
    struct sum total = {0};
    for (size_t i = 0; i < in[0].n; i++) {
        double r = in[0].at[i] / mean;
        sum_add(&total, r > 0 ? r * log(r) : 0);
    }
    *out[0] = fmax(sum_value(&total) / (double)in[0].n, 0);
    return true;
}

const struct measure inequality_theil_T = {
    .name = "inequality.theil_T",
    .brief = "Theil's T of the units: entropy inequality, sensitive to large values.",
    .formula = "mean of (x/mu) log(x/mu)",
    .assumes = "Values of 0 or more, each unit counting the same; a 0 adds nothing to the sum and "
               "counts as a unit (R's ineq drops it). From 0 to log n. Not defined when all are 0.",
    .cite = "Theil H. Economics and Information Theory. North-Holland 1967. " COWELL,
    .args = {VALUES},
    .results = {RESULT("theil", RESULT_STATISTIC, "Theil's T, in nats")},
    .examples = {{"x=1,2,3,4,5", "theil=0.11968759358350921", 1e-12,
                  "R ineq 0.2.13, Theil with parameter 0"}},
    .shape = PER_COLUMN,
    .column = theil_t,
};

static bool theil_l(const struct series *in, double *const *out, struct err *e) {
    double mean;
    if (!mean_of(&in[0], &mean, e))
        return false;
    struct sum total = {0};
    for (size_t i = 0; i < in[0].n; i++) {
        if (in[0].at[i] == 0) {
            *out[0] = INFINITY;
            return true;
        }
        sum_add(&total, -log(in[0].at[i] / mean));
    }
    *out[0] = fmax(sum_value(&total) / (double)in[0].n, 0);
    return true;
}

const struct measure inequality_theil_L_mld = {
    .name = "inequality.theil_L_mld",
    .brief = "Theil's L (mean log deviation) of the units: sensitive to small values.",
    .formula = "mean of log(mu/x)",
    .assumes = "Values above 0, each unit counting the same; infinite when one is 0. Not defined "
               "when all are 0.",
    .cite = "Theil H. Economics and Information Theory. North-Holland 1967. " COWELL,
    .args = {VALUES},
    .results = {RESULT("mld", RESULT_STATISTIC, "mean log deviation, in nats")},
    .examples = {{"x=12.5,40,3.3,98,60.1,7.7,22", "mld=0.51793586259124058", 1e-12,
                  "R ineq 0.2.13, Theil with parameter 1"}},
    .shape = PER_COLUMN,
    .column = theil_l,
};

/* log of the mean of exp(k log(x_i/mean)), with the largest term taken out so that nothing
 * overflows, and expm1 where all terms are near 1. */
static double log_mean_power(const struct series *x, double mean, double k) {
    double most = -INFINITY, n = (double)x->n;
    for (size_t i = 0; i < x->n; i++) {
        double power = k * log(x->at[i] / mean);
        most = fmax(most, power);
    }
    if (isinf(most))
        return most;
    bool near = most < 1;
    struct sum total = {0};
    for (size_t i = 0; i < x->n; i++) {
        double power = k * log(x->at[i] / mean);
        sum_add(&total, near ? expm1(power) / n : exp(power - most) / n);
    }
    return near ? log1p(sum_value(&total)) : most + log(sum_value(&total));
}

static bool atkinson(const struct series *in, double *const *out, struct err *e) {
    double mean, k = 1 - in[1].at[0];
    if (!mean_of(&in[0], &mean, e))
        return false;
    struct sum logs = {0};
    bool zero = false;
    for (size_t i = 0; i < in[0].n; i++) {
        zero = zero || in[0].at[i] == 0;
        sum_add(&logs, in[0].at[i] > 0 ? log(in[0].at[i] / mean) / (double)in[0].n : 0);
    }
    double equal = k == 0 ? sum_value(&logs) : log_mean_power(&in[0], mean, k) / k;
    *out[0] = zero && k <= 0 ? 1 : fmin(fmax(-expm1(equal), 0), 1);
    return true;
}

const struct measure inequality_atkinson = {
    .name = "inequality.atkinson",
    .brief = "Atkinson's index: the share of the total that equality would save.",
    .formula = "1 - (mean of (x/mu)^(1 - epsilon))^(1/(1 - epsilon)); epsilon = 1: 1 - geometric "
               "mean/mu",
    .assumes = "Values of 0 or more, each unit counting the same. epsilon is how much inequality "
               "is disliked; 0 gives 0. With a 0 among the values and epsilon of 1 or more the "
               "index is 1. Not defined when all are 0.",
    .cite = "Atkinson AB. Journal of Economic Theory 1970;2:244-263.",
    .args = {VALUES, ARG_PRESET("epsilon", ARG_EXPOSURE, "aversion to inequality, 0 or more", 0.5)},
    .results = {RESULT("atkinson", RESULT_STATISTIC, "Atkinson's index, 0 to 1")},
    .examples = {{"x=12.5,40,3.3,98,60.1,7.7,22 epsilon=0.5", "atkinson=0.20608091750208246", 1e-12,
                  "R ineq 0.2.13, Atkinson"}},
    .shape = PER_COLUMN,
    .column = atkinson,
};

static bool herfindahl(const struct series *in, double *const *out, struct err *e) {
    double mean;
    if (!mean_of(&in[0], &mean, e))
        return false;
    struct sum total = {0};
    for (size_t i = 0; i < in[0].n; i++) {
        double share = in[0].at[i] / mean / (double)in[0].n;
        sum_add(&total, share * share);
    }
    *out[0] = sum_value(&total);
    return true;
}

const struct measure inequality_herfindahl = {
    .name = "inequality.herfindahl",
    .brief = "Herfindahl index: concentration of a total on few units.",
    .formula = "sum of squared shares, (x_i/(n mu))^2",
    .assumes = "Values of 0 or more. From 1/n (all alike) to 1 (one has all). Not defined when all "
               "are 0.",
    .cite =
        "Herfindahl OC. Concentration in the US Steel Industry. Columbia University 1950. " COWELL,
    .args = {VALUES},
    .results = {RESULT("value", RESULT_STATISTIC, "Herfindahl index, 1/n to 1")},
    .examples = {{"x=541,1463,2445,3438,4437,5401,6392,8304,11904,22261",
                  "value=0.18408123091548528", 1e-12, "R ineq 0.2.13, Herfindahl"}},
    .shape = PER_COLUMN,
    .column = herfindahl,
};

static bool hoover(const struct series *in, double *const *out, struct err *e) {
    double mean;
    if (!mean_of(&in[0], &mean, e))
        return false;
    struct sum total = {0};
    for (size_t i = 0; i < in[0].n; i++)
        sum_add(&total, fabs(in[0].at[i] / mean - 1));
    *out[0] = sum_value(&total) / (2 * (double)in[0].n);
    return true;
}

const struct measure inequality_hoover_ricci_schutz = {
    .name = "inequality.hoover_ricci_schutz",
    .brief = "Hoover (Ricci-Schutz, Robin Hood) index: the share to be moved for equality.",
    .formula = "sum |x - mu|/(2 n mu)",
    .assumes = "Values of 0 or more, each unit counting the same. From 0 to 1 - 1/n. Not defined "
               "when all are 0.",
    .cite = "Hoover EM. Review of Economics and Statistics 1936;18:162-171. " COWELL,
    .args = {VALUES},
    .results = {RESULT("value", RESULT_STATISTIC, "Hoover index, 0 to 1 - 1/n")},
    .examples = {{"x=541,1463,2445,3438,4437,5401,6392,8304,11904,22261",
                  "value=0.33780674616285705", 1e-12, "R ineq 0.2.13, RS"}},
    .shape = PER_COLUMN,
    .column = hoover,
};
