/* C101 and C102: parts and their totals. */
#include <math.h>

#include "base/sum.h"
#include "data/check_run.h"

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
        struct interval x = interval_of(value, row);
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
        struct interval x = interval_of(value, row);
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
    size_t total = check_find(r, from, end, dimension, r->check->total, &twice);
    if (twice) {
        r->tested++;
        if (check_list(r, r->groups.order[from]))
            buf_addf(&r->findings, "\"%s\" occurs twice", r->check->total);
        return true;
    }
    if (total == SIZE_MAX || end - from < 2)
        return true;
    struct parts p = add_parts(r, from, end, total, value);
    struct interval whole = interval_of(value, total);
    r->tested++;
    if (!can_be_equal(p.sum, whole)) {
        if (check_list(r, total)) {
            buf_puts(&r->findings, "the parts make ");
            interval_put(&r->findings, p.sum);
            buf_puts(&r->findings, ", the total is ");
            interval_put(&r->findings, whole);
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
        return check_store(r, "C101", CHECK_FAILED, r->failed, &text);
    }
    if (r->tested == 0) {
        buf_addf(&text, "no group holds both \"%s\" and parts of it, so nothing was compared",
                 total);
        return check_store(r, "C101", CHECK_NOTED, 0, &text);
    }
    buf_addf(&text, "\"%s\" is the sum of its parts in %zu of %zu groups", total, r->exact,
             r->tested);
    if (consistent > 0)
        buf_addf(&text, "; in %zu it can be, given their marked cells", consistent);
    return check_store(r, "C101", CHECK_PASSED, 0, &text);
}

static bool report_implied(struct run *r) {
    struct buf text = {0};
    if (r->implied == 0)
        return true;
    r->findings.n = r->failed = 0; /* those of C101 are told */
    buf_addf(&text,
             r->implied == 1
                 ? "%zu blank cell must be 0, because the other parts already make \"%s\""
                 : "%zu blank cells must be 0, because the other parts already make \"%s\"",
             r->implied, r->check->total);
    return check_store(r, "C102", CHECK_NOTED, r->implied, &text);
}

bool check_parts(struct run *r) {
    const struct column *dimension = table_need_labels(r->t, r->check->dimension, r->e);
    struct column *value = table_need_numbers(r->t, r->check->value, r->e);
    if (dimension == NULL || value == NULL)
        return false;
    for (size_t from = 0, end; from < r->t->n_rows; from = end) {
        if (!check_next(r, from, &end))
            continue;
        size_t before = r->tested;
        if (!test_parts(r, from, end, dimension, value))
            return false;
        r->rows += r->tested > before ? end - from : 0;
    }
    return report_parts(r) && report_implied(r);
}
