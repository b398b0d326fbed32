/* The Fisher-Freeman-Halton exact test of an r x c table: all tables with the same margins that are
 * no more likely than the one observed. */
#include <stdlib.h>

#include "stats/catalogue.h"
#include "stats/table_network.h"

static double line_total(const struct series *t, bool row, size_t k) {
    double total = 0;
    for (size_t i = 0; i < (row ? t->columns : t->rows); i++)
        total += t->at[row ? k * t->columns + i : i * t->columns + k];
    return total;
}

static void compact_row(struct compact_table *c, const struct series *t, bool turn, size_t k) {
    size_t column = 0;
    for (size_t i = 0; i < (turn ? t->rows : t->columns); i++) {
        if (line_total(t, turn, i) == 0)
            continue;
        double x = t->at[turn ? i * t->columns + k : k * t->columns + i];
        c->cell[c->rows * c->columns + column] = x;
        c->total[c->rows] += x;
        column++;
    }
    c->rows++;
}

static bool compact_begin(struct compact_table *c, const struct series *t, struct err *e) {
    size_t rows = 0, columns = 0;
    for (size_t i = 0; i < t->rows; i++)
        rows += line_total(t, true, i) > 0;
    for (size_t i = 0; i < t->columns; i++)
        columns += line_total(t, false, i) > 0;
    bool turn = rows > columns;
    *c = (struct compact_table){.columns = turn ? rows : columns};
    if (rows < 2 || columns < 2)
        return undefined(e, "a table needs cases in at least two rows and two columns");
    c->cell = calloc(rows * columns + rows + columns, sizeof(double));
    if (c->cell == NULL)
        return fail(e, ERR_NOMEM, "no memory for the table");
    c->total = c->cell + rows * columns;
    for (size_t k = 0; k < (turn ? t->columns : t->rows); k++) {
        if (line_total(t, !turn, k) > 0)
            compact_row(c, t, turn, k);
    }
    for (size_t i = 0; i < rows * columns; i++) {
        c->total[c->rows + i % c->columns] += c->cell[i];
        c->n += c->cell[i];
    }
    return true;
}

/* A two by two table has a closed form of its own, for counts of any size. */
static bool two_by_two(const struct compact_table *c, double *p, struct err *e) {
    double in[] = {c->cell[0], c->total[0], c->cell[2], c->total[1]};
    return table2x2_test_fisher_minlike.cell(in, p, e);
}

static bool exact_p(const struct compact_table *c, double *p, struct err *e) {
    if (c->rows == 2 && c->columns == 2)
        return two_by_two(c, p, e);
    return table_network_p(c, p, e);
}

static bool fisher_freeman_halton(const struct series *in, double *const *out, struct err *e) {
    struct compact_table c;
    bool good = compact_begin(&c, &in[0], e) && exact_p(&c, out[0], e);
    free(c.cell);
    return good;
}

const struct measure tableRxC_test_fisher_freeman_halton = {
    .name = "tableRxC.test.fisher_freeman_halton",
    .brief = "Fisher-Freeman-Halton exact test of independence.",
    .formula = "the probability, given all margins, of the tables that are no more likely than the "
               "one observed; P(table) = (product of row totals! and column totals!)/(N! product "
               "of cells!)",
    .assumes = "Independent cases, each in one cell. Exact whatever the counts. Rows and columns "
               "without any case are left out. Tables for which the exact test would take more "
               "than some seconds are refused: in short, about 2 x 3 beyond 3,000 cases, 3 x 3 "
               "beyond 500, 4 x 4 beyond 180, 5 x 5 beyond 90.",
    .cite = "Freeman GH, Halton JH. Biometrika 1951;38:141-149. Mehta CR, Patel NR. JASA "
            "1983;78:427-434.",
    .args = {ARG_MATRIX("table", ARG_COUNT, "counts, one list for each row")},
    .results = {P_VALUE},
    .examples = {{"table=12,5,8;3,9,7", "p_value=0.056549189748963447", 1e-9,
                  "R 4.2.2 fisher.test"},
                 {"table=1,3,10,6;2,3,10,7;1,6,14,12;0,1,9,11", "p_value=0.78268493896567504", 1e-9,
                  "R 4.2.2 fisher.test, job satisfaction (Agresti 2002, p. 57)"}},
    .shape = PER_COLUMN,
    .column = fisher_freeman_halton,
};
