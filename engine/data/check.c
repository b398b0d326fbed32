#include "data/check.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "base/sum.h"
#include "data/group.h"

const struct check_code check_codes[] = {
    {"C101", "parts add up to their total",
     "In every group the parts of a breakdown are added up and compared with the total that the "
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
    {NULL, NULL, NULL},
};

enum { most_listed = 12 }; /* groups named in one sentence */

/* One check that is being run, with its findings so far. */
struct run {
    struct table *t;
    const struct package_check *check;
    struct arena scratch;
    struct grouping groups;
    const struct column *main; /* names the groups: the column of 'by' with most labels */
    struct buf findings;
    size_t rows; /* looked at */
    size_t tested, exact, failed, implied;
    struct err *e;
};

struct interval {
    double lo, hi;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the checks of a table");
}

static bool is_never_negative(const struct column *c) {
    return c->field.count || c->field.role == ROLE_COUNT || c->field.role == ROLE_POPULATION;
}

/* What a cell can be: its bounds, or anything the column allows. */
static struct interval cell_interval(const struct column *c, size_t row) {
    struct interval x;
    column_bounds(c, row, &x.lo, &x.hi);
    if (isnan(x.lo))
        x.lo = is_never_negative(c) ? 0 : -INFINITY;
    if (isnan(x.hi))
        x.hi = INFINITY;
    return x;
}

static void add_number(struct buf *out, double x) {
    char fixed[NUM_FIXED_SIZE], text[NUM_TEXT_SIZE];
    if (x == floor(x) && fabs(x) <= NUM_LARGEST_COUNT)
        buf_add(out, fixed, num_fixed(x, 0, true, fixed));
    else
        buf_add(out, text, num_text12(x, text));
}

/* "7", or "3 to 9", or "at least 3". */
static void add_interval(struct buf *out, struct interval x) {
    if (x.lo == x.hi) {
        add_number(out, x.lo);
    } else if (isinf(x.hi)) {
        buf_puts(out, "at least ");
        add_number(out, x.lo);
    } else if (isinf(x.lo)) {
        buf_puts(out, "at most ");
        add_number(out, x.hi);
    } else {
        add_number(out, x.lo);
        buf_puts(out, " to ");
        add_number(out, x.hi);
    }
}

/* Labels that a column brings to the name of a group; a way of breaking down names none. */
static size_t names_in(const struct column *c) {
    if (c == NULL || c->field.type != COLUMN_LABEL)
        return 0;
    return c->field.additive == NOT_ADDITIVE_ALTERNATIVE ? 1 : c->dictionary->n + 1;
}

static void choose_main(struct run *r) {
    for (size_t i = 0; i < r->check->n_by; i++) {
        const struct column *c = table_column(r->t, r->check->by[i]);
        if (names_in(c) > names_in(r->main))
            r->main = c;
    }
}

/* Does the group's own label say which breakdown it belongs to? "Unborn" does; "Grand Total" does
 * not, nor does a column that has no total of its own, such as a status. */
static bool is_redundant(const struct run *r, const struct column *c, size_t row) {
    if (c->field.additive != NOT_ADDITIVE_ALTERNATIVE || r->main == NULL ||
        r->main->field.totals == NULL)
        return false;
    const char *label = column_label(r->main, row);
    return label != NULL && strcmp(label, r->main->field.totals) != 0;
}

/* "White (EHA, opened)" */
static void add_group_name(struct run *r, size_t row) {
    size_t n = 0;
    if (r->main != NULL)
        cell_text(r->main, row, &r->findings);
    for (size_t i = 0; i < r->check->n_by; i++) {
        const struct column *c = table_column(r->t, r->check->by[i]);
        if (c == r->main || is_redundant(r, c, row))
            continue;
        buf_puts(&r->findings, n++ > 0 ? ", " : r->main != NULL ? " (" : "");
        cell_text(c, row, &r->findings);
    }
    if (n > 0 && r->main != NULL)
        buf_puts(&r->findings, ")");
    if (r->check->n_by == 0)
        buf_puts(&r->findings, "all rows");
}

/* Starts the next finding; false when enough are listed. */
static bool list_finding(struct run *r, size_t row) {
    if (r->failed++ >= most_listed)
        return false;
    buf_puts(&r->findings, r->failed > 1 ? "; " : "");
    add_group_name(r, row);
    buf_puts(&r->findings, ": ");
    return true;
}

/* Stores what was found. The sentence is freed. */
static bool store(struct run *r, const char *code, enum check_state state, struct buf *sentence) {
    if (r->check->where != NULL)
        buf_addf(sentence, " (only where %s is \"%s\")", r->check->where, r->check->where_label);
    if (state == CHECK_FAILED && r->findings.n > 0)
        buf_addf(sentence, ": %s", r->findings.text);
    if (state == CHECK_FAILED && r->failed > most_listed)
        buf_addf(sentence, "; and %zu more", r->failed - most_listed);
    struct check c = {.code = code,
                      .state = state,
                      .text = sentence->text,
                      .dataset = r->t->name,
                      .rows = r->rows,
                      .found = state == CHECK_FAILED  ? r->failed
                               : state == CHECK_NOTED ? r->implied
                                                      : 0};
    struct table found = {.n_checks = 1, .check = &c};
    bool done = !sentence->failed && !r->findings.failed ? table_inherit(r->t, &found, r->e)
                                                         : no_memory(r->e);
    buf_free(sentence);
    return done;
}

/* Does the check leave out the group of this row? */
static bool is_left_out(const struct run *r, size_t row) {
    if (r->check->where == NULL)
        return false;
    const char *label = column_label(table_column(r->t, r->check->where), row);
    return label == NULL || strcmp(label, r->check->where_label) != 0;
}

static int32_t code_of(const struct column *c, const char *label) {
    return dictionary_find(c->dictionary, (struct span){label, strlen(label)});
}

/* The one row of a group with a label; SIZE_MAX if there is none, or more than one (*twice). */
static size_t find_row(const struct run *r, size_t from, size_t end, const struct column *dimension,
                       const char *label, bool *twice) {
    int32_t code = code_of(dimension, label);
    size_t found = SIZE_MAX;
    for (size_t i = from; i < end; i++) {
        size_t row = r->groups.order[i];
        if (code < 0 || dimension->code[row] != code)
            continue;
        *twice = *twice || found != SIZE_MAX;
        found = row;
    }
    return *twice ? SIZE_MAX : found;
}

/* Parts of one group, added up. */
struct parts {
    size_t n, blanks, marked;
    struct interval sum;
};

static struct parts add_parts(const struct run *r, size_t from, size_t end, size_t total,
                              const struct column *value) {
    struct parts p = {0};
    struct sum lo = {0}, hi = {0};
    bool below = false, above = false; /* an infinite term would make the compensation NaN */
    for (size_t i = from; i < end; i++) {
        size_t row = r->groups.order[i];
        if (row == total)
            continue;
        enum mark m = column_mark(value, row);
        struct interval x = cell_interval(value, row);
        p.n++;
        p.blanks += m == MARK_BLANK;
        p.marked += m != MARK_OK && m != MARK_BLANK;
        below = below || isinf(x.lo);
        above = above || isinf(x.hi);
        sum_add(&lo, isinf(x.lo) ? 0 : x.lo);
        sum_add(&hi, isinf(x.hi) ? 0 : x.hi);
    }
    p.sum.lo = below ? -INFINITY : sum_value(&lo);
    p.sum.hi = above ? INFINITY : sum_value(&hi);
    return p;
}

/* Room for the rounding of fractions when they are added; whole numbers are exact. */
static const double relative_slack = 1e-9;

static bool can_be_equal(struct interval a, struct interval b) {
    double low = fmax(a.lo, b.lo), high = fmin(a.hi, b.hi);
    bool whole = low == floor(low) && high == floor(high);
    double slack = whole || !isfinite(low) || !isfinite(high) ? 0 : relative_slack * fabs(high);
    return low <= high + slack;
}

/* Blank parts beside parts that already make the total are 0 (C102). */
static bool imply_zeros(struct run *r, size_t from, size_t end, size_t total,
                        struct column *value) {
    for (size_t i = from; i < end; i++) {
        size_t row = r->groups.order[i];
        if (row == total || column_mark(value, row) != MARK_BLANK)
            continue;
        struct interval x = cell_interval(value, row);
        if (x.lo == 0 && x.hi == 0)
            continue;
        if (!column_set_mark(value, &r->t->arena, row, MARK_BLANK, 0, 0, r->e))
            return false;
        r->implied++;
    }
    return true;
}

static bool test_parts(struct run *r, size_t from, size_t end, const struct column *dimension,
                       struct column *value) {
    bool twice = false;
    size_t total = find_row(r, from, end, dimension, r->check->total, &twice);
    if (twice) {
        r->tested++;
        if (list_finding(r, r->groups.order[from]))
            buf_addf(&r->findings, "\"%s\" occurs twice", r->check->total);
        return true;
    }
    if (total == SIZE_MAX || end - from < 2)
        return true;
    struct parts p = add_parts(r, from, end, total, value);
    struct interval whole = cell_interval(value, total);
    r->tested++;
    if (!can_be_equal(p.sum, whole)) {
        if (list_finding(r, total)) {
            buf_puts(&r->findings, "the parts make ");
            add_interval(&r->findings, p.sum);
            buf_puts(&r->findings, ", the total is ");
            add_interval(&r->findings, whole);
        }
        return true;
    }
    /* Blank counts are at least 0, so this is the sum of the parts that are known. Where values can
     * be negative, a blank makes it minus infinity, and nothing closes. */
    bool known = column_mark(value, total) == MARK_OK && p.marked == 0;
    bool closed = known && can_be_equal((struct interval){p.sum.lo, p.sum.lo}, whole);
    r->exact += closed;
    if (closed && p.blanks > 0)
        return imply_zeros(r, from, end, total, value);
    return true;
}

static bool report_parts(struct run *r) {
    struct buf text = {0};
    const char *total = r->check->total;
    size_t consistent = r->tested - r->failed - r->exact;
    if (r->failed > 0) {
        buf_addf(&text, "\"%s\" differs from the sum of its parts in %zu of %zu groups", total,
                 r->failed, r->tested);
        return store(r, "C101", CHECK_FAILED, &text);
    }
    if (r->tested == 0) {
        buf_addf(&text, "no group holds both \"%s\" and parts of it, so nothing was compared",
                 total);
        return store(r, "C101", CHECK_NOTED, &text);
    }
    buf_addf(&text, "\"%s\" is the sum of its parts in %zu of %zu groups", total, r->exact,
             r->tested);
    if (consistent > 0)
        buf_addf(&text, "; in %zu it can be, given their marked cells", consistent);
    return store(r, "C101", CHECK_PASSED, &text);
}

static bool report_implied(struct run *r) {
    struct buf text = {0};
    if (r->implied == 0)
        return true;
    buf_addf(&text,
             r->implied == 1
                 ? "%zu blank cell must be 0, because the other parts already make \"%s\""
                 : "%zu blank cells must be 0, because the other parts already make \"%s\"",
             r->implied, r->check->total);
    return store(r, "C102", CHECK_NOTED, &text);
}

static bool check_parts(struct run *r) {
    const struct column *dimension = table_need_labels(r->t, r->check->dimension, r->e);
    struct column *value = table_need_numbers(r->t, r->check->value, r->e);
    if (dimension == NULL || value == NULL)
        return false;
    for (size_t from = 0, end; from < r->t->n_rows; from = end) {
        end = group_end(&r->groups, from, r->t->n_rows);
        if (is_left_out(r, r->groups.order[from]))
            continue;
        size_t before = r->tested;
        if (!test_parts(r, from, end, dimension, value))
            return false;
        r->rows += r->tested > before ? end - from : 0;
    }
    return report_parts(r) && report_implied(r);
}

/* active - opened + closed: the cases that must have been open at the start. */
static void test_stock(struct run *r, size_t from, size_t end, const struct column *dimension,
                       const struct column *value) {
    const char *const labels[] = {r->check->opened, r->check->closed, r->check->active};
    struct interval x[3];
    for (size_t i = 0; i < 3; i++) {
        bool twice = false;
        size_t row = find_row(r, from, end, dimension, labels[i], &twice);
        if (row == SIZE_MAX)
            return;
        x[i] = cell_interval(value, row);
    }
    struct interval stock = {x[2].lo - x[0].hi + x[1].lo, x[2].hi - x[0].lo + x[1].hi};
    r->tested++;
    r->exact += stock.lo >= 0;
    if (stock.hi < 0 && list_finding(r, r->groups.order[from]))
        add_interval(&r->findings, stock);
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
        return store(r, "C103", CHECK_NOTED, &text);
    }
    buf_addf(&text, "implied opening stock (%s - %s + %s) ", c->active, c->opened, c->closed);
    if (r->failed > 0) {
        buf_addf(&text, "is negative in %zu of %zu groups", r->failed, r->tested);
        return store(r, "C103", CHECK_FAILED, &text);
    }
    buf_addf(&text, "is not negative in %zu of %zu groups", r->exact, r->tested);
    if (open > 0)
        buf_addf(&text, "; in %zu the marked cells leave it open", open);
    return store(r, "C103", CHECK_PASSED, &text);
}

static bool check_stock(struct run *r) {
    const struct column *dimension = table_need_labels(r->t, r->check->dimension, r->e);
    const struct column *value = table_need_numbers(r->t, r->check->value, r->e);
    if (dimension == NULL || value == NULL)
        return false;
    for (size_t from = 0, end; from < r->t->n_rows; from = end) {
        end = group_end(&r->groups, from, r->t->n_rows);
        if (is_left_out(r, r->groups.order[from]))
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
        end = group_end(&r->groups, from, r->t->n_rows);
        if (is_left_out(r, r->groups.order[from]))
            continue;
        r->tested++;
        r->rows += end - from;
        if (end - from > 1 && list_finding(r, r->groups.order[from]))
            buf_addf(&r->findings, "rows %zu and %zu", r->groups.order[from] + 1,
                     r->groups.order[from + 1] + 1);
    }
    if (r->failed > 0) {
        buf_addf(&text, "%zu %s more than once", r->failed,
                 r->failed == 1 ? "key occurs" : "keys occur");
        return store(r, "C104", CHECK_FAILED, &text);
    }
    buf_addf(&text, "the %zu rows have %zu different keys", r->rows, r->tested);
    return store(r, "C104", CHECK_PASSED, &text);
}

static bool run_check(struct table *t, const struct package_check *check, bool (*f)(struct run *r),
                      struct err *e) {
    struct run r = {.t = t, .check = check, .e = e};
    bool done = group_rows(t, check->by, check->n_by, &r.scratch, &r.groups, e);
    if (done) {
        choose_main(&r);
        done = f(&r);
    }
    buf_free(&r.findings);
    arena_free(&r.scratch);
    return done;
}

/* Implied zeros come first, because opening stocks use them. */
bool check_table(struct table *t, const struct package *p, struct err *e) {
    static const struct {
        const char *kind;
        bool (*f)(struct run *r);
    } rows[] = {
        {"parts_total", check_parts}, {"stock_flow", check_stock}, {"unique", check_unique}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        for (size_t i = 0; i < p->n_checks; i++) {
            if (strcmp(p->check[i].kind, rows[k].kind) == 0 &&
                !run_check(t, &p->check[i], rows[k].f, e))
                return false;
        }
    }
    return true;
}
