#include "data/check.h"

#include <string.h>

#include "data/check_run.h"

const struct check_code check_codes[] = {
    {"C101", "parts add up to their total",
     "In every group (or, of columns, in every row) the parts of a breakdown are added up and "
     "compared with the total that the "
     "source gives. Where cells are marked, their bounds are used: the check fails only when no "
     "value within the bounds would fit. A difference means a slip in the source or in the copy, "
     "rounding, or cases left out of the breakdown. No figure is changed."},
    {"C102", "blank cells that must be 0",
     "The other parts of a group already make the total, so what is blank must be 0. The cells "
     "stay blank, because the source left them so, and their bounds become 0 to 0: derived, not "
     "reported."},
    {"C103", "implied opening stock is not negative",
     "Cases that were open at the start are those active at the end, less those opened, plus those "
     "closed. A negative number is impossible if all three figures count the same cases under "
     "fixed categories: cases change category (unborn to born, ethnicity recorded later), move "
     "between pathways, or the three figures cover different times. Such figures do not give "
     "durations, turnover or outcome rates."},
    {"C104", "no two rows have the same key",
     "The columns that identify a row must differ between rows; otherwise sums count twice and "
     "joins are ambiguous."},
    {"C105", "no negative numbers that look like codes",
     "A file without a description holds whole numbers that are never negative but for a few "
     "values such as -99 or -300, which are in use as codes for missing cells. Added up, they make "
     "a total too small; as counts they are refused. If they are codes, say what each means: "
     "foi.read(path, {marks = {[\"-300\"] = \"not_available\"}}), or foi:marks in a "
     "datapackage.json. If they are what they say, nothing is to be done."},
    {"C106", "no year is missing within a series",
     "Each series (rows with the same labels but for the period) should have every year between "
     "its first and its last. A year without a row is no 0: draw no line across it, and compare "
     "no two years as if they followed each other. In a file that counts events, a year without a "
     "row can be a year without an event. Years are read as 2018, 2017/18, 2017-18 or 201718."},
    {"C107", "years are written in one way",
     "Whole years beside split years are ambiguous: among 2018/19 and 2019/20, \"2021\" can be "
     "2020/21, 2021/22 or the calendar year. Nothing is guessed: comparisons and trends over the "
     "column are refused until the label is settled, or the row left out."},
    {"C108", "no hidden cell follows from its total",
     "Of the parts of a total, one suppressed cell alone is the total less the others; and several "
     "can follow too, when what is left for them fits their bounds in one way only (10 left for "
     "two cells of 1 to 5: both are 5). All totals of the table are used together. Such a cell "
     "discloses what suppression should hide: before the figures are published, hide a second cell "
     "of the same total as well. In figures that are already public (foi:published) the check is "
     "noted, not failed. The value is never named."},
    {"C109", "figures in one unit",
     "A column of units (foi:role unit, or a plain file's column \"unit\") says that figures count "
     "different things: children and families, people and full-time posts. They are not added up "
     "(D212) and not compared (D217); choose one unit with :where."},
    {"C110", "stocks and flows apart",
     "A stock is counted as at a date, a flow during a period. The table holds both, as labels of "
     "one column or as columns (foi:stock, foi:flow): they are not added up (D212), not compared "
     "and not put into one column (D217). Stocks of different dates are not added up either."},
    {"C111", "parts of years",
     "Some rows cover only part of a year (foi:partYears), as where a reply ends at the date of "
     "the "
     "request. They are not added to whole years (D212) and not compared with them (D217)."},
    {"C112", "no row stands in the file twice",
     "A plain file holds rows that are the same in every cell, as when a block was pasted twice. "
     "What they count must not be added up (D212): people would be counted twice. Correct the "
     "file, or say what the rows are: foi.read(path, {repeated = \"drop\"}) keeps the first of "
     "each; {repeated = \"keep\"} says that each row is a case of its own, as in a list of "
     "requests. In a file without numbers the check is noted, not failed."},
    {NULL, NULL, NULL},
};

/* active - opened + closed: the cases that must have been open at the start. */
static void test_stock(struct run *r, size_t from, size_t end, const struct column *dimension,
                       const struct column *value) {
    const char *const labels[] = {r->check->opened, r->check->closed, r->check->active};
    struct interval x[3];
    for (size_t i = 0; i < 3; i++) {
        bool twice = false;
        size_t row = check_find(r, from, end, dimension, labels[i], &twice);
        if (row == SIZE_MAX)
            return;
        x[i] = interval_of(value, row);
    }
    struct interval stock = {x[2].lo - x[0].hi + x[1].lo, x[2].hi - x[0].lo + x[1].hi};
    r->tested++;
    r->exact += stock.lo >= 0;
    if (stock.hi < 0 && check_list(r, r->groups.order[from]))
        interval_put(&r->findings, stock);
}

static bool report_stock(struct run *r) {
    struct buf text = {0};
    const struct package_check *c = r->check;
    size_t open = r->tested - r->failed - r->exact;
    if (r->tested == 0) {
        buf_addf(&text,
                 "no group holds \"%s\", \"%s\" and \"%s\" once each, so no opening stock "
                 "follows",
                 c->opened, c->closed, c->active);
        return check_store(r, "C103", CHECK_NOTED, 0, &text);
    }
    buf_addf(&text, "implied opening stock (%s - %s + %s) ", c->active, c->opened, c->closed);
    if (r->failed > 0) {
        buf_addf(&text, "is negative in %zu of %zu groups", r->failed, r->tested);
        return check_store(r, "C103", CHECK_FAILED, r->failed, &text);
    }
    buf_addf(&text, "is not negative in %zu of %zu groups", r->exact, r->tested);
    if (open > 0)
        buf_addf(&text, "; in %zu the marked cells leave it open", open);
    return check_store(r, "C103", CHECK_PASSED, 0, &text);
}

static bool check_stock(struct run *r) {
    const struct column *dimension = table_need_labels(r->t, r->check->dimension, r->e);
    const struct column *value = table_need_numbers(r->t, r->check->value, r->e);
    if (dimension == NULL || value == NULL)
        return false;
    for (size_t from = 0, end; from < r->t->n_rows; from = end) {
        if (!check_next(r, from, &end))
            continue;
        size_t before = r->tested;
        test_stock(r, from, end, dimension, value);
        r->rows += r->tested > before ? end - from : 0;
    }
    return report_stock(r);
}

static bool check_unique(struct run *r) {
    struct buf text = {0};
    for (size_t from = 0, end; from < r->t->n_rows; from = end) {
        if (!check_next(r, from, &end))
            continue;
        r->tested++;
        r->rows += end - from;
        if (end - from > 1 && check_list(r, r->groups.order[from]))
            buf_addf(&r->findings, "rows %zu and %zu", r->groups.order[from] + 1,
                     r->groups.order[from + 1] + 1);
    }
    if (r->failed > 0) {
        buf_addf(&text, "%zu %s more than once", r->failed,
                 r->failed == 1 ? "key occurs" : "keys occur");
        return check_store(r, "C104", CHECK_FAILED, r->failed, &text);
    }
    buf_addf(&text, "the %zu rows have %zu different keys", r->rows, r->tested);
    return check_store(r, "C104", CHECK_PASSED, 0, &text);
}

/* Implied zeros come first, because opening stocks use them. */
bool check_table(struct table *t, const struct package *p, struct err *e) {
    static const struct {
        const char *kind;
        bool (*f)(struct run *r);
    } rows[] = {{"parts_total", check_parts},
                {"columns_total", check_columns_total},
                {"stock_flow", check_stock},
                {"unique", check_unique}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        for (size_t i = 0; i < p->n_checks; i++) {
            if (strcmp(p->check[i].kind, rows[k].kind) == 0 &&
                !check_run(t, &p->check[i], rows[k].f, e))
                return false;
        }
    }
    if (p->n_fields == 0)
        return true; /* check_plain does the rest */
    return check_years(t, false, e) && check_hidden(t, p, e) && check_kinds(t, e);
}
