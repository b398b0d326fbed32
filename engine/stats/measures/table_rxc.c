/* Tests of independence in a table of r rows and c columns of counts. Rows and columns without any
 * case are left out, as if they had not been asked about. */
#include <math.h>
#include <stdlib.h>

#include "base/sum.h"
#include "stats/catalogue.h"
#include "stats/deviance.h"
#include "stats/distribution.h"

#define TABLE ARG_MATRIX("table", ARG_COUNT, "counts, one list for each row")
#define INDEPENDENT                                                                                \
    "Independent cases, each in one cell; nearly every expected count about 5 or more. Rows and "  \
    "columns without any case are left out; not defined when fewer than two of either remain."

/* Totals of a table; row and column share one block of memory, owned by 'row'. */
struct totals {
    const struct series *table;
    double n;
    double *row, *column;
    double rows, columns; /* how many have any case */
};

static const double *cell_at(const struct series *table, size_t i, size_t j) {
    return &table->at[i * table->columns + j];
}

static bool totals_begin(struct totals *t, const struct series *table, struct err *e) {
    *t = (struct totals){.table = table,
                         .row = calloc(table->rows + table->columns, sizeof(double))};
    if (t->row == NULL)
        return fail(e, ERR_NOMEM, "no memory for the totals of the table");
    t->column = t->row + table->rows;
    for (size_t i = 0; i < table->rows; i++) {
        for (size_t j = 0; j < table->columns; j++) {
            t->row[i] += *cell_at(table, i, j);
            t->column[j] += *cell_at(table, i, j);
        }
        t->n += t->row[i];
        t->rows += t->row[i] > 0;
    }
    for (size_t j = 0; j < table->columns; j++)
        t->columns += t->column[j] > 0;
    return (t->rows >= 2 && t->columns >= 2) ||
           undefined(e, "a table needs cases in at least two rows and two columns");
}

/* Observed less expected, without cancellation: the rounding errors of both products come from fma.
 */
static double shift_of(const struct totals *t, size_t i, size_t j) {
    double product = t->row[i] * t->column[j], error = fma(-t->row[i], t->column[j], product);
    return (fma(*cell_at(t->table, i, j), t->n, -product) + error) / t->n;
}

static double expected_of(const struct totals *t, size_t i, size_t j) {
    return t->row[i] * (t->column[j] / t->n);
}

/* Pearson's statistic and the likelihood ratio statistic G. */
static void statistics(const struct totals *t, double *pearson, double *g) {
    struct sum squares = {0}, deviance = {0};
    for (size_t i = 0; i < t->table->rows; i++) {
        for (size_t j = 0; j < t->table->columns; j++) {
            double expected = expected_of(t, i, j), shift = shift_of(t, i, j);
            if (expected == 0)
                continue;
            sum_add(&squares, shift * (shift / expected));
            sum_add(&deviance, 2 * expected * deviance_term(shift / expected));
        }
    }
    *pearson = sum_value(&squares);
    *g = sum_value(&deviance);
}

static double cramers_v(const struct totals *t, double chisq) {
    return fmin(sqrt(chisq / t->n / (fmin(t->rows, t->columns) - 1)), 1);
}

static bool pearson(const struct series *in, double *const *out, struct err *e) {
    struct totals t;
    double g;
    bool good = totals_begin(&t, &in[0], e);
    if (good) {
        statistics(&t, out[0], &g);
        *out[1] = (t.rows - 1) * (t.columns - 1);
        *out[2] = chisq_probability(*out[0], *out[1], TAIL_UPPER);
        *out[3] = cramers_v(&t, *out[0]);
    }
    free(t.row);
    return good;
}

#define DF RESULT("df", RESULT_STATISTIC, "degrees of freedom, (rows - 1)(columns - 1)")
#define CRAMERS_V                                                                                  \
    RESULT("cramers_v", RESULT_STATISTIC,                                                          \
           "Cramer's V, sqrt(X2/(N (min(rows, columns) - 1))): 0 none, 1 complete association")

const struct measure tableRxC_test_pearson = {
    .name = "tableRxC.test.pearson",
    .brief = "Pearson's chi-square test of independence, with Cramer's V.",
    .formula = "sum((O - E)^2/E), E = row total times column total over N, ~ chi-square",
    .assumes = INDEPENDENT " No continuity correction.",
    .cite = "Pearson K. Philos Mag 1900;50:157-175. Cramer H. Mathematical Methods of Statistics. "
            "Princeton 1946.",
    .args = {TABLE},
    .results = {RESULT("chisq", RESULT_STATISTIC, "the statistic"), DF, P_VALUE, CRAMERS_V},
    .examples = {{"table=68,20,15,5;119,84,54,29;26,17,14,14;7,94,10,16",
                  "chisq=138.28984162600827 df=9 p_value=2.325286787098808e-25 "
                  "cramers_v=0.27904462334265839",
                  1e-9, "R 4.2.2 chisq.test, hair and eye colour; R vcd 1.4.11"}},
    .shape = PER_COLUMN,
    .column = pearson,
};

static bool likelihood_ratio(const struct series *in, double *const *out, struct err *e) {
    struct totals t;
    double chisq;
    bool good = totals_begin(&t, &in[0], e);
    if (good) {
        statistics(&t, &chisq, out[0]);
        *out[1] = (t.rows - 1) * (t.columns - 1);
        *out[2] = chisq_probability(*out[0], *out[1], TAIL_UPPER);
        *out[3] = cramers_v(&t, chisq);
        *out[4] = sqrt(chisq / (chisq + t.n));
    }
    free(t.row);
    return good;
}

const struct measure tableRxC_test_likelihood_ratio = {
    .name = "tableRxC.test.likelihood_ratio",
    .brief = "Likelihood ratio (G) test of independence, with Cramer's V and the contingency "
             "coefficient.",
    .formula = "G = 2 sum(O log(O/E)), E = row total times column total over N, ~ chi-square; "
               "empty cells add nothing; V and the coefficient come from Pearson's statistic",
    .assumes = INDEPENDENT,
    .cite = "Wilks SS. Ann Math Stat 1935;6:190-196. Agresti A. Categorical Data Analysis, 2nd ed. "
            "Wiley 2002, section 3.2.",
    .args = {TABLE},
    .results = {RESULT("G", RESULT_STATISTIC, "the statistic"), DF, P_VALUE, CRAMERS_V,
                RESULT("contingency_coef", RESULT_STATISTIC, "Pearson's sqrt(X2/(X2 + N))")},
    .examples = {{"table=320,41,7;55,12,1;48,6,3;12,0,2",
                  "G=11.381400322860253 df=6 p_value=0.077280200482662487 "
                  "cramers_v=0.11838417572983805 contingency_coef=0.16512234103358736",
                  1e-9, "R vcd 1.4.11 assocstats"}},
    .shape = PER_COLUMN,
    .column = likelihood_ratio,
};

/* (O - E)/sqrt(E (1 - row share)(1 - column share)); the others are summed, not subtracted. */
static bool standardised(const struct totals *t, size_t i, size_t j, double *z, struct err *e) {
    double others = 0, besides = 0;
    for (size_t k = 0; k < t->table->rows; k++)
        others += k == i ? 0 : t->row[k];
    for (size_t k = 0; k < t->table->columns; k++)
        besides += k == j ? 0 : t->column[k];
    double variance = expected_of(t, i, j) * (others / t->n) * (besides / t->n);
    if (variance == 0)
        return undefined(e, "the row or the column of this cell has no case");
    *z = shift_of(t, i, j) / sqrt(variance);
    return true;
}

static bool residual(const struct series *table, size_t i, size_t j, double *z, struct err *e) {
    struct totals t;
    bool good = totals_begin(&t, table, e) && standardised(&t, i, j, z, e);
    free(t.row);
    return good;
}

static bool first_residual(const struct series *in, double *const *out, struct err *e) {
    return residual(&in[0], 0, 0, out[0], e);
}

#define RESIDUAL_FORMULA                                                                           \
    "(O - E)/sqrt(E (1 - row total/N)(1 - column total/N)), E = row total times "                  \
    "column total over N"
#define RESIDUAL_ASSUMES                                                                           \
    "Independent cases, E about 5 or more; then standard normal when rows and columns are "        \
    "independent. Beyond 2 or 3 the cell stands out, but a table has many cells: adjust for that."

const struct measure tableRxC_adjusted_residual_cell_1_1 = {
    .name = "tableRxC.adjusted_residual_cell_1_1",
    .brief = "Adjusted (standardised) residual of the first cell.",
    .formula = RESIDUAL_FORMULA,
    .assumes = RESIDUAL_ASSUMES " tableRxC.adjusted_residual takes any cell.",
    .cite = "Haberman SJ. Biometrics 1973;29:205-220.",
    .args = {TABLE},
    .results = {RESULT("stdres", RESULT_STATISTIC, "the residual, about standard normal")},
    .examples = {{"table=12,5,8;3,9,7", "stdres=2.2326792479707911", 1e-9,
                  "R 4.2.2 chisq.test()$stdres"}},
    .shape = PER_COLUMN,
    .column = first_residual,
};

static bool place(const char *name, double x, size_t n, size_t *at, struct err *e) {
    *at = x >= 1 && x <= (double)n ? (size_t)x - 1 : 0;
    return (x >= 1 && x <= (double)n) ||
           fail(e, ERR_ARG_RANGE, "'%s' must be from 1 to %zu, got %.0f", name, n, x);
}

static bool any_residual(const struct series *in, double *const *out, struct err *e) {
    size_t i, j;
    if (!place("row", in[1].at[0], in[0].rows, &i, e) ||
        !place("column", in[2].at[0], in[0].columns, &j, e) || !residual(&in[0], i, j, out[0], e))
        return false;
    *out[1] = 2 * normal_probability(fabs(*out[0]), TAIL_UPPER);
    return true;
}

const struct measure tableRxC_adjusted_residual = {
    .name = "tableRxC.adjusted_residual",
    .brief = "Adjusted (standardised) residual of one cell, with its p-value.",
    .formula = RESIDUAL_FORMULA,
    .assumes = RESIDUAL_ASSUMES,
    .cite = "Haberman SJ. Biometrics 1973;29:205-220.",
    .args = {TABLE, ARG("row", ARG_COUNT, "which row, from 1"),
             ARG("column", ARG_COUNT, "which column, from 1")},
    .results = {RESULT("stdres", RESULT_STATISTIC, "the residual, about standard normal"), P_VALUE},
    .examples = {{"table=68,20,15,5;119,84,54,29;26,17,14,14;7,94,10,16 row=4 column=2",
                  "stdres=9.9675501211544812 p_value=2.1137836840091558e-23", 1e-9,
                  "R 4.2.2 chisq.test()$stdres"}},
    .shape = PER_COLUMN,
    .column = any_residual,
};

/* --- ordered rows and columns ----------------------------------------------------------------- */

/* The mean of scores weighted by totals, and the weighted sum of squares around it. */
static double score_mean(const double *weight, const double *score, size_t n, double *squares) {
    struct sum weights = {0}, total = {0}, around = {0};
    for (size_t i = 0; i < n; i++) {
        sum_add(&weights, weight[i]);
        sum_add(&total, weight[i] * score[i]);
    }
    double mean = sum_value(&total) / sum_value(&weights);
    for (size_t i = 0; i < n; i++)
        sum_add(&around, weight[i] * (score[i] - mean) * (score[i] - mean));
    *squares = sum_value(&around);
    return mean;
}

static bool linear_statistics(const struct totals *t, const double *u, const double *v,
                              double *const *out, struct err *e) {
    double of_rows, of_columns;
    double row_mean = score_mean(t->row, u, t->table->rows, &of_rows);
    double column_mean = score_mean(t->column, v, t->table->columns, &of_columns);
    struct sum raw = {0}, centred = {0};
    for (size_t i = 0; i < t->table->rows; i++) {
        for (size_t j = 0; j < t->table->columns; j++) {
            double count = *cell_at(t->table, i, j);
            sum_add(&raw, count * u[i] * v[j]);
            sum_add(&centred, count * (u[i] - row_mean) * (v[j] - column_mean));
        }
    }
    if (of_rows == 0 || of_columns == 0)
        return undefined(e, "all cases have the same score");
    *out[0] = sum_value(&raw);
    *out[1] = t->n * row_mean * column_mean;
    *out[2] = sqrt(of_rows) * sqrt(of_columns / (t->n - 1));
    *out[3] = sum_value(&centred) / *out[2];
    *out[4] = 2 * normal_probability(fabs(*out[3]), TAIL_UPPER);
    return true;
}

static bool scores_fit(const char *name, size_t n, const char *what, size_t wanted, struct err *e) {
    return n == wanted ||
           fail(e, ERR_ARG_LENGTH, "'%s' has %zu values for %zu %s", name, n, wanted, what);
}

static bool linear_by_linear(const struct series *in, double *const *out, struct err *e) {
    struct totals t;
    if (!scores_fit("row_scores", in[1].n, "rows", in[0].rows, e) ||
        !scores_fit("col_scores", in[2].n, "columns", in[0].columns, e))
        return false;
    bool good = totals_begin(&t, &in[0], e) && linear_statistics(&t, in[1].at, in[2].at, out, e);
    free(t.row);
    return good;
}

const struct measure tableRxC_linear_by_linear = {
    .name = "tableRxC.linear_by_linear",
    .brief = "Linear-by-linear (Mantel) test of association between ordered rows and columns.",
    .formula = "T = sum(u v O), E(T) = sum(u row)sum(v column)/N, Var(T) = sum(row (u - mean)^2) "
               "sum(column (v - mean)^2)/(N - 1), z = (T - E)/sd",
    .assumes = "Independent cases, scores that mean something: the test finds straight lines in "
               "them. The variance is that of random allocation, so z^2 = (N - 1) r^2 with "
               "Pearson's r of the scores.",
    .cite = "Mantel N. JASA 1963;58:690-700. Agresti A. Categorical Data Analysis, 2nd ed. Wiley "
            "2002, section 3.4.",
    .args = {TABLE, ARG_LIST_OWN("row_scores", ARG_REAL, "a score for each row"),
             ARG_LIST_OWN("col_scores", ARG_REAL, "a score for each column")},
    .results = {RESULT("statistic", RESULT_STATISTIC, "T, the sum of products of the scores"),
                RESULT("null_mean", RESULT_STATISTIC, "T expected under independence"),
                RESULT("null_sd", RESULT_STATISTIC, "its standard deviation"),
                RESULT("z", RESULT_STATISTIC, "(T - null_mean)/null_sd, standard normal"), P_VALUE},
    .examples = {{"table=83,3;90,3;129,7;70,12 row_scores=0,1,2,3 col_scores=0,1",
                  "statistic=53 null_mean=38.476070528967256 null_sd=5.0706763355767386 "
                  "z=2.8642982730193904 p_value=0.0041793426285338907",
                  1e-9, "statsmodels 0.13.5 Table.test_ordinal_association"}},
    .shape = PER_COLUMN,
    .column = linear_by_linear,
};
