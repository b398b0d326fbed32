/* Limits of the slope index of inequality by simulation from the groups' standard errors. */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/distribution.h"
#include "stats/random.h"
#include "stats/ridit.h"

/* A tenth of a gigabyte and a second or two. */
static const double most_repetitions = 1e7;

/* With fewer the limits could lie on one side of the slope. */
static const double least_repetitions = 1000;

/* What one group's standard error adds to the slope: slope = sum of s (r - 1/2) y/var(r). */
static bool error_shares(const struct series *in, double *shares, struct ridit_line *line,
                         struct err *e) {
    size_t n = in[0].n;
    double *rank = calloc(2 * n, sizeof *rank);
    if (rank == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu groups", n);
    bool done = ridit(NULL, in[1].at, n, rank, rank + n, e) &&
                ridit_fit(rank, rank + n, in[0].at, n, line, e);
    for (size_t i = 0; done && i < n; i++)
        shares[i] = rank[n + i] * (rank[i] - 0.5) / line->spread * in[2].at[i];
    free(rank);
    return done;
}

/* Slopes of simulated values, ascending; the caller frees them. */
static double *simulate(const double *shares, size_t n, double slope, size_t repetitions,
                        double seed, struct err *e) {
    struct random_source *r = random_new(seed, e);
    double *slopes = r == NULL ? NULL : calloc(repetitions, sizeof *slopes);
    if (r != NULL && slopes == NULL)
        fail(e, ERR_NOMEM, "no memory for %zu repetitions", repetitions);
    for (size_t k = 0; slopes != NULL && k < repetitions; k++) {
        slopes[k] = slope;
        for (size_t i = 0; i < n; i++)
            slopes[k] += shares[i] * random_normal(r);
    }
    if (slopes != NULL)
        num_sort(slopes, repetitions);
    random_free(r);
    return slopes;
}

/* Which of the ordered slopes are the limits, counted from 1. */
static bool places(double repetitions, double conf_level, size_t *low, size_t *high,
                   struct err *e) {
    double above = conf_level + (1 - conf_level) / 2;
    double first = nearbyint(repetitions * (1 - above)), last = nearbyint(repetitions * above);
    if (repetitions > most_repetitions)
        return fail(e, ERR_ARG_RANGE, "'repetitions' must be at most %.0f", most_repetitions);
    if (first < 1 || repetitions < least_repetitions)
        return fail(e, ERR_ARG_RANGE, "%.0f repetitions are too few for a level of %.15g",
                    repetitions, conf_level);
    *low = (size_t)first;
    *high = (size_t)last;
    return true;
}

static bool answer(const struct series *in, double *shares, double *const *out, struct err *e) {
    size_t low = 0, high = 0;
    struct ridit_line line;
    struct sum variance = {0};
    if (!places(in[4].at[0], in[3].at[0], &low, &high, e) || !error_shares(in, shares, &line, e))
        return false;
    double *slopes = simulate(shares, in[0].n, line.slope, (size_t)in[4].at[0], in[5].at[0], e);
    if (slopes == NULL)
        return false;
    for (size_t i = 0; i < in[0].n; i++)
        sum_add(&variance, shares[i] * shares[i]);
    double reach = normal_z(in[3].at[0]) * sqrt(sum_value(&variance));
    *out[0] = line.slope;
    *out[1] = slopes[low - 1];
    *out[2] = slopes[high - 1];
    *out[3] = line.slope - reach;
    *out[4] = line.slope + reach;
    free(slopes);
    return true;
}

static bool simulation(const struct series *in, double *const *out, struct err *e) {
    double *shares = calloc(in[0].n, sizeof *shares);
    if (shares == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu groups", in[0].n);
    bool done = answer(in, shares, out, e);
    free(shares);
    return done;
}

const struct measure inequality_sii_simulation_ci_phe = {
    .name = "inequality.sii_simulation_ci_phe",
    .brief = "Slope index of inequality with limits by simulation, as PHEindicatormethods has it.",
    .formula = "slopes (inequality.sii_rii_wls_ridit) of values drawn from normal distributions "
               "with the given standard errors; sii_lower and sii_upper are the slopes at places "
               "repetitions (1 -+ conf_level)/2 of the ordered list. normal_lower and "
               "normal_upper: sii -+ z sqrt(sum (s (r - 1/2) se/var(r))^2)",
    .assumes = "Groups in the order listed, from the worst off; independent values with known "
               "standard errors. The slope is a weighted sum of the values, so its simulated "
               "distribution is exactly normal: normal_lower and normal_upper are what the "
               "simulation approaches with more repetitions, without its noise.",
    .cite =
        "Public Health England. Technical Guide: Slope Index of Inequality. 2021. Low A, Low A. "
        "Journal of Public Health 2004;26:396-399.",
    .compare = "the simulated limits are kept to reproduce PHEindicatormethods and change with the "
               "seed; normal_lower and normal_upper say the same without chance.",
    .args = {ARG_LIST("value", ARG_REAL, "value of each group, from the worst off up"),
             ARG_LIST("population", ARG_EXPOSURE, "people in each group"),
             ARG_LIST("se", ARG_EXPOSURE, "standard error of each value"), CONF_LEVEL,
             ARG_PRESET("repetitions", ARG_COUNT, "number of simulated slopes, 1,000 to 10,000,000",
                        100000),
             SEED},
    .results = {RESULT("sii", RESULT_ESTIMATE, "fitted value at the top less the bottom"),
                RESULT("sii_lower", RESULT_LOWER, "lower limit, simulated"),
                RESULT("sii_upper", RESULT_UPPER, "upper limit, simulated"),
                RESULT("normal_lower", RESULT_LOWER, "lower limit, exact for normal values"),
                RESULT("normal_upper", RESULT_UPPER, "upper limit, exact for normal values")},
    .examples = {{"population=21675,20065,19750,24713,20112,19618,22408,19752,18939,19312 "
                  "value=70.54853186,71.57155734,72.48698671,73.51985519,73.14605425,76.15898712,"
                  "78.65444871,80.56476961,80.85486627,79.9711253 "
                  "se=0.229591836734695,0.259806801020409,0.299238084183673,0.160751227040817,"
                  "0.791822895408162,0.778319612244898,0.399375329081633,0.279395507653061,"
                  "0.229591836734695,0.351753750000003",
                  "sii_lower=11.936156426792138 sii_upper=13.163020132396579", 5e-3,
                  "PHEindicatormethods 2.1.0, testdata_SII.xlsx row 1 (simulated there too)"}},
    .shape = PER_COLUMN,
    .column = simulation,
};
