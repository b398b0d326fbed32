/* C101 and C102: parts and their totals. */
#include <math.h>

#include "base/sum.h"
#include "data/check_run.h"
#include "data/sums.h"

/* One of the cells that make a total. */
struct place {
    struct column *column;
    size_t row;
};

/* Parts of one total, added up. */
struct parts {
    size_t blanks, marked;
    struct interval sum;
};

static struct parts add_parts(const struct place *part, size_t n) {
    struct parts p = {0};
    struct sum lo = {0}, hi = {0};
    bool below = false, above = false; /* an infinite term would make the compensation NaN */
    for (size_t i = 0; i < n; i++) {
        enum mark m = column_mark(part[i].column, part[i].row);
        struct interval x = interval_of(part[i].column, part[i].row);
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
static bool imply_zeros(struct run *r, const struct place *part, size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct column *c = part[i].column;
        struct interval x = interval_of(c, part[i].row);
        if (column_mark(c, part[i].row) != MARK_BLANK || (x.lo == 0 && x.hi == 0))
            continue;
        if (!column_set_mark(c, &r->t->arena, part[i].row, MARK_BLANK, 0, 0, r->e))
            return false;
        r->implied++;
    }
    return true;
}

/* One total and its n parts. */
static bool compare(struct run *r, const struct place *part, size_t n, struct place total) {
    struct parts p = add_parts(part, n);
    struct interval whole = interval_of(total.column, total.row);
    r->tested++;
    if (!can_be_equal(p.sum, whole)) {
        if (check_list(r, total.row)) {
            buf_puts(&r->findings, "the parts make ");
            interval_put(&r->findings, p.sum);
            buf_puts(&r->findings, ", the total is ");
            interval_put(&r->findings, whole);
        }
        return true;
    }
    /* Blank counts are at least 0, so this is the sum of the parts that are known. Where values can
     * be negative, a blank makes it minus infinity, and nothing closes. */
    bool known = column_mark(total.column, total.row) == MARK_OK && p.marked == 0;
    bool closed = known && can_be_equal((struct interval){p.sum.lo, p.sum.lo}, whole);
    r->exact += closed;
    return !closed || p.blanks == 0 || imply_zeros(r, part, n);
}

/* The total of the group order[from] .. order[end - 1], if it has one and parts; 'part' has room.
 */
static bool test_group(struct run *r, size_t from, size_t end, const struct column *dimension,
                       struct column *value, struct place *part) {
    bool twice = false;
    size_t total = check_find(r, from, end, dimension, r->check->total, &twice), n = 0;
    if (twice) {
        r->tested++;
        if (check_list(r, r->groups.order[from]))
            buf_addf(&r->findings, "\"%s\" occurs twice", r->check->total);
        return true;
    }
    for (size_t i = from; i < end; i++) {
        if (r->groups.order[i] != total)
            part[n++] = (struct place){value, r->groups.order[i]};
    }
    return total == SIZE_MAX || n == 0 || compare(r, part, n, (struct place){value, total});
}

static bool report_parts(struct run *r) {
    struct buf text = {0};
    const char *total = r->check->total, *unit = r->check->n_parts > 0 ? "rows" : "groups";
    size_t consistent = r->tested - r->failed - r->exact;
    if (r->failed > 0) {
        buf_addf(&text, "\"%s\" differs from the sum of its parts in %zu of %zu %s", total,
                 r->failed, r->tested, unit);
        return check_store(r, "C101", CHECK_FAILED, r->failed, &text);
    }
    if (r->tested == 0) {
        buf_addf(&text, "no group holds both \"%s\" and parts of it, so nothing was compared",
                 total);
        return check_store(r, "C101", CHECK_NOTED, 0, &text);
    }
    buf_addf(&text, "\"%s\" is the sum of its parts in %zu of %zu %s", total, r->exact, r->tested,
             unit);
    if (consistent > 0)
        buf_addf(&text, "; in %zu it can be, given their marked cells", consistent);
    return check_store(r, "C101", CHECK_PASSED, 0, &text);
}

static bool report_implied(struct run *r) {
    struct buf text = {0};
    if (r->implied == 0)
        return true;
    r->findings.n = r->failed = r->brief = 0; /* those of C101 are told */
    buf_addf(&text,
             r->implied == 1
                 ? "%zu blank cell must be 0, because the other parts already make \"%s\""
                 : "%zu blank cells must be 0, because the other parts already make \"%s\"",
             r->implied, r->check->total);
    return check_store(r, "C102", CHECK_NOTED, r->implied, &text);
}

static bool no_memory(struct run *r) {
    return fail(r->e, ERR_NOMEM, "no memory for the checks of a table");
}

bool check_parts(struct run *r) {
    const struct column *dimension = table_need_labels(r->t, r->check->dimension, r->e);
    struct column *value = table_need_numbers(r->t, r->check->value, r->e);
    struct place *part = arena_alloc(&r->scratch, r->t->n_rows, sizeof *part);
    if (dimension == NULL || value == NULL)
        return false;
    if (part == NULL)
        return no_memory(r);
    for (size_t from = 0, end; from < r->t->n_rows; from = end) {
        if (!check_next(r, from, &end))
            continue;
        size_t before = r->tested;
        if (!test_group(r, from, end, dimension, value, part))
            return false;
        r->rows += r->tested > before ? end - from : 0;
    }
    return report_parts(r) && report_implied(r);
}

/* The cells of the columns that make the total, in the first row. */
static bool find_cells(struct run *r, struct place *part, struct place *total) {
    for (size_t i = 0; i < r->check->n_parts; i++) {
        part[i] = (struct place){table_need_numbers(r->t, r->check->part[i], r->e), 0};
        if (part[i].column == NULL)
            return false;
    }
    *total = (struct place){table_need_numbers(r->t, r->check->total, r->e), 0};
    return total->column != NULL;
}

/* Rows are named by what the check says, or by all their labels. */
static bool name_rows(struct run *r, struct package_check *named) {
    *named = *r->check;
    if (named->n_by == 0)
        named->by = sums_others(r->t, NULL, &r->scratch, &named->n_by);
    r->check = named;
    return named->by != NULL;
}

static bool compare_rows(struct run *r, struct place *part, struct place total) {
    size_t n = r->check->n_parts;
    for (size_t row = 0; row < r->t->n_rows; row++) {
        if (!check_includes(r, row))
            continue;
        for (size_t i = 0; i < n; i++)
            part[i].row = row;
        total.row = row;
        if (!compare(r, part, n, total))
            return false;
        r->rows++;
    }
    return true;
}

bool check_columns_total(struct run *r) {
    struct place *part = arena_alloc(&r->scratch, r->check->n_parts, sizeof *part), total;
    struct package_check named;
    if (part == NULL || !name_rows(r, &named))
        return no_memory(r);
    return find_cells(r, part, &total) && compare_rows(r, part, total) && report_parts(r) &&
           report_implied(r);
}
