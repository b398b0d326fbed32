/* Checks on a file that nobody described: what a careful reader would ask about first. */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "data/check_run.h"

/* Negative numbers that publishers and survey programs print for missing cells: -9, -8 and their
 * longer relations (UK Data Service, SPSS), -100 to -400 (Department for Education, dashboard of
 * children's social care, beside the symbols c, low, u, x, z). */
static const double codes[] = {-9,    -8,   -98,  -99,  -998, -999, -9998,
                               -9999, -100, -200, -250, -300, -400};
enum { n_codes = sizeof codes / sizeof *codes };

const double *check_negative_codes(size_t *n) {
    *n = n_codes;
    return codes;
}

static size_t code_index(double x) {
    size_t i = 0;
    while (i < n_codes && codes[i] != x)
        i++;
    return i;
}

/* Cells of a column with each code; false when it also holds another negative number or a fraction,
 * and so can hold these as what they say. */
static bool count_codes(const struct column *c, const uint64_t *cells, size_t found[n_codes]) {
    size_t n = 0;
    memset(found, 0, n_codes * sizeof *found);
    for (size_t row = 0; row < c->n; row++) {
        if (column_mark(c, row) != MARK_OK)
            continue;
        double x = c->value[row];
        if (x != floor(x))
            return false;
        if (x >= 0)
            continue;
        size_t i = code_index(x);
        if (i == n_codes)
            return false;
        found[i] += cells != NULL ? cells[row] : 1;
        n++;
    }
    return n > 0;
}

static bool note_codes(struct table *t, const struct column *c, const size_t found[n_codes],
                       struct err *e) {
    struct buf text = {0};
    size_t n = 0, cells = 0;
    buf_addf(&text, "column \"%s\" holds ", c->field.name);
    for (size_t i = 0; i < n_codes; i++) {
        cells += found[i];
        if (found[i] > 0)
            buf_addf(&text, "%s%g (%zu %s)", n++ > 0 ? ", " : "", codes[i], found[i],
                     found[i] == 1 ? "cell" : "cells");
    }
    buf_puts(&text, " and no other number below 0; such numbers often stand for missing cells, "
                    "and they are read as numbers");
    return check_store_plain(t, "C105", CHECK_FAILED, cells, &text, e);
}

static bool note_none(struct table *t, struct err *e) {
    struct buf text = {0};
    buf_puts(&text, "no number below 0 looks like a code for a missing cell");
    return check_store_plain(t, "C105", CHECK_PASSED, 0, &text, e);
}

/* Rows that are the same as one before, by their lines. */
static void list_repeats(struct run *r) {
    const struct repeat *repeat = r->t->repeat;
    for (size_t row = 0; repeat != NULL && row < r->t->n_rows; row++) {
        if (repeat[row].line != repeat[row].of && check_finding(r))
            buf_addf(&r->findings, "lines %zu and %zu", repeat[row].of, repeat[row].line);
    }
}

static bool has_numbers(const struct table *t) {
    for (size_t i = 0; i < t->n_columns; i++) {
        if (t->column[i].field.type == COLUMN_NUMBER)
            return true;
    }
    return false;
}

/* In a table without numbers every row may be a case of its own. */
static bool check_repeats(struct table *t, bool cases, struct err *e) {
    static const struct package_check whole_table = {.kind = "repeats"};
    struct run r = {.t = t, .check = &whole_table, .rows = t->n_rows, .e = e};
    struct buf text = {0};
    bool doubt = !cases && has_numbers(t);
    list_repeats(&r);
    if (r.failed == 0)
        buf_puts(&text, "no row stands in the file twice");
    else
        buf_addf(&text, "%zu %s an earlier one in every cell%s", r.failed,
                 r.failed == 1 ? "row repeats" : "rows repeat",
                 doubt   ? "; what they count is not added up"
                 : cases ? "; the script says that each row is a case of its own"
                         : "; each row may be a case of its own");
    enum check_state state = r.failed == 0 ? CHECK_PASSED : doubt ? CHECK_FAILED : CHECK_NOTED;
    bool done = check_store(&r, "C112", state, r.failed, &text);
    buf_free(&r.findings);
    return done;
}

bool check_negative(struct table *t, const struct column *c, const uint64_t *cells, struct err *e) {
    size_t found[n_codes];
    return c->field.type != COLUMN_NUMBER || !count_codes(c, cells, found) ||
           note_codes(t, c, found, e);
}

bool check_negative_end(struct table *t, struct err *e) {
    return t->n_checks > 0 || note_none(t, e);
}

bool check_plain(struct table *t, bool cases, struct err *e) {
    for (size_t i = 0; i < t->n_columns; i++) {
        if (!check_negative(t, &t->column[i], NULL, e))
            return false;
    }
    return check_negative_end(t, e) && check_years(t, true, e) && check_hidden(t, NULL, e) &&
           check_kinds(t, e) && check_repeats(t, cases, e);
}
