/* Sums and counts of rows by groups, and the sums that are refused. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/sum.h"
#include "data/group.h"
#include "data/interval.h"
#include "data/mixing.h"
#include "data/take.h"
#include "data/wording.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for a table");
}

static const char *why_not_additive(enum additive a) {
    switch (a) {
    case NOT_ADDITIVE_MULTI_RESPONSE:
        return "one case can carry several of these labels, so it would be counted more than once";
    case NOT_ADDITIVE_STOCK_FLOW:
        return "stocks and flows count different things";
    case NOT_ADDITIVE_UNIT:
        return "they are counted in different units";
    case NOT_ADDITIVE_ALTERNATIVE:
        return "each breaks down the same cases in another way, so every case would be counted "
               "more than once";
    case ADDITIVE:
        break;
    }
    return "";
}

static bool is_named(const char *name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    return false;
}

/* One refusal in the making: which column, and the rows of which group. */
struct refusal {
    const struct column *column;
    const struct field *what; /* the column to be summed */
    const size_t *row;        /* rows of the group */
    size_t n;
};

static const char *label_text(const struct column *c, size_t row) {
    const char *label = column_label(c, row);
    return label != NULL ? label : mark_symbol(column_mark(c, row));
}

/* The different labels of the group, but for 'without', in the order in which they occur. */
static void group_labels(const struct refusal *r, const char *without, struct wording *list) {
    enum { most = 40 }; /* more would not fit a message */
    const char *seen[most];
    size_t n = 0;
    for (size_t i = 0; i < r->n && n < most; i++) {
        const char *text = label_text(r->column, r->row[i]);
        if (is_named(text, seen, n) || (without != NULL && strcmp(text, without) == 0))
            continue;
        seen[n++] = text;
        wording_add(list, text);
    }
}

static bool refuse_labels(const struct refusal *r, const char *why, struct err *e) {
    const char *name = r->column->field.name;
    struct wording labels = {.quoted = true};
    struct buf hint = {0};
    group_labels(r, NULL, &labels);
    fail(e, ERR_NOT_ADDITIVE, "\"%s\" must not be added up over \"%s\" (%s): %s", r->what->name,
         name, wording_end(&labels), why);
    buf_puts(&hint, "choose one first, :where{");
    wording_key(&hint, name);
    buf_puts(&hint, " = ");
    wording_quote(&hint, label_text(r->column, r->row[0]));
    buf_puts(&hint, "}, or keep them apart by grouping by ");
    wording_quote(&hint, name);
    if (!hint.failed)
        err_hint(e, "%s", hint.text);
    buf_free(&hint);
    wording_free(&labels);
    return false;
}

static bool refuse_total(const struct refusal *r, struct err *e) {
    const char *name = r->column->field.name, *total = r->column->field.totals;
    struct wording parts = {.quoted = true, .limit = 150};
    struct buf hint = {0};
    group_labels(r, total, &parts);
    const char *list = wording_end(&parts);
    fail(e, ERR_NOT_ADDITIVE,
         "\"%s\" must not be added up over \"%s\": \"%s\" is the total of the other "
         "labels (%s), which would be counted twice",
         r->what->name, name, total, list);
    buf_puts(&hint, "choose the total, :where{");
    wording_key(&hint, name);
    buf_puts(&hint, " = ");
    wording_quote(&hint, total);
    buf_puts(&hint, "}, or its parts, :where{");
    wording_key(&hint, name);
    buf_addf(&hint, " = {%s}}", list);
    if (!hint.failed)
        err_hint(e, "%s", hint.text);
    buf_free(&hint);
    wording_free(&parts);
    return false;
}

static bool same_cell(const struct column *c, size_t a, size_t b) {
    return c->code[a] == c->code[b] && column_mark(c, a) == column_mark(c, b);
}

static bool is_stock_over_time(const struct refusal *r) {
    return r->what->timing == TIMING_STOCK && r->column->field.role == ROLE_PERIOD;
}

static bool check_parts(const struct refusal *r, struct err *e) {
    struct mixing m = {0};
    char what[200];
    mixing_part_years(r->column, r->row, r->n, &m);
    snprintf(what, sizeof what, "\"%.80s\" must not be added up over \"%.80s\"", r->what->name,
             r->column->field.name);
    return mixing_end(&m, ERR_NOT_ADDITIVE, what, e);
}

/* May the rows of this group be added up over the column? */
static bool check_group(const struct refusal *r, int32_t total, struct err *e) {
    bool differ = false, has_total = false;
    for (size_t i = 0; i < r->n; i++) {
        differ = differ || !same_cell(r->column, r->row[0], r->row[i]);
        has_total = has_total || (total >= 0 && r->column->code[r->row[i]] == total);
    }
    if (differ && r->column->field.additive != ADDITIVE)
        return refuse_labels(r, why_not_additive(r->column->field.additive), e);
    if (differ && is_stock_over_time(r))
        return refuse_labels(r, "a stock counts those who are still there again at every date", e);
    return (!(differ && has_total) || refuse_total(r, e)) && (!differ || check_parts(r, e));
}

static bool check_dimension(const struct column *c, const struct grouping *g,
                            const struct field *what, struct err *e) {
    const char *totals = c->field.totals;
    int32_t total = -1;
    if (totals != NULL)
        total = dictionary_find(c->dictionary, (struct span){totals, strlen(totals)});
    bool time = c->field.role == ROLE_PERIOD || c->field.part.n > 0;
    if (c->field.additive == ADDITIVE && !time && total < 0)
        return true;
    for (size_t start = 0, end; start < c->n; start = end) {
        end = group_end(g, start, c->n);
        struct refusal r = {c, what, &g->order[start], end - start};
        if (!check_group(&r, total, e))
            return false;
    }
    return true;
}

/* Shares, rates, ratios and their limits say what they are in their field. */
static bool is_quotient(const struct field *f) {
    return f->role == ROLE_SHARE || f->denominator != NULL || f->comparator != NULL ||
           f->conf_level > 0;
}

static bool check_what(const struct column *c, const struct grouping *g, struct err *e) {
    if (!is_quotient(&c->field) || g->n == c->n)
        return true;
    fail(e, ERR_NOT_ADDITIVE,
         "\"%s\" must not be added up: shares, rates, ratios and their limits are not sums",
         c->field.name);
    return err_hint(e, "add up the counts and the populations, then compute it again");
}

static bool refuse_repeats(const struct table *t, const struct column *what, size_t a, size_t b,
                           struct err *e) {
    fail(e, ERR_NOT_ADDITIVE,
         "\"%s\" must not be added up: lines %zu and %zu of %s are the same in every cell, and "
         "would "
         "be counted twice",
         what->field.name, t->repeat[a].line, t->repeat[b].line, t->repeat[a].file);
    return err_hint(e,
                    "correct the file, or say what they are: foi.read(path, {repeated = \"drop\"}) "
                    "keeps the first; {repeated = \"keep\"}: each row is a case of its own");
}

/* The row in which a group met a number of repeated rows. */
struct met {
    size_t group, row;
};

static size_t most_repeats(const struct table *t) {
    size_t most = 0;
    for (size_t row = 0; row < t->n_rows; row++)
        most = t->repeat[row].of > most ? t->repeat[row].of : most;
    return most;
}

/* Does a group hold two lines of the file that are the same? */
static bool check_repeats(const struct table *t, const struct column *what,
                          const struct grouping *g, struct arena *scratch, struct err *e) {
    if (t->repeat == NULL)
        return true;
    struct met *met = arena_alloc(scratch, most_repeats(t) + 1, sizeof *met);
    if (met == NULL)
        return no_memory(e);
    for (size_t i = 0; i < t->n_rows; i++) {
        size_t row = g->order[i], group = g->group[row] + 1;
        const struct repeat *r = &t->repeat[row];
        struct met *m = &met[r->of];
        if (r->of > 0 && m->group == group && t->repeat[m->row].line != r->line)
            return refuse_repeats(t, what, m->row, row, e);
        *m = (struct met){group, row};
    }
    return true;
}

static bool check_additive(const struct table *t, const struct column *what,
                           const struct grouping *g, struct err *e) {
    if (!check_what(what, g, e))
        return false;
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        if (c->field.type == COLUMN_LABEL && !check_dimension(c, g, &what->field, e))
            return false;
    }
    return true;
}

/* A total under way: bounds of everything met so far, and the mark that stands for what is hidden.
 */
struct total {
    struct sum lo, hi;
    bool no_least; /* a part is known from above only */
    enum mark mark;
};

/* A cell whose bounds meet is known, whatever its mark: an implied zero hides nothing. A count of
 * which nothing is known is 0 or more; what is undefined is no number at all. */
static void total_add(struct total *total, const struct column *c, size_t row) {
    enum mark m = column_mark(c, row);
    struct interval x = interval_of(c, row);
    sum_add(&total->lo, m == MARK_UNDEFINED ? -INFINITY : x.lo);
    sum_add(&total->hi, m == MARK_UNDEFINED ? INFINITY : x.hi);
    double least, most;
    column_bounds(c, row, &least, &most);
    total->no_least = total->no_least || least == -INFINITY;
    if (m != MARK_OK && !(x.lo == x.hi) && (total->mark == MARK_OK || m == MARK_SUPPRESSED))
        total->mark = m;
}

/* Bounds where they say anything: a count may be known to be at least so many, and no more. */
static bool mark_total(struct table *out, struct column *c, size_t row, enum mark m,
                       struct interval x, struct err *e) {
    bool says = interval_says(c, x);
    return column_set_mark(c, &out->arena, row, m, says ? x.lo : NAN, says ? x.hi : NAN, e);
}

static bool store_total(struct table *out, struct column *c, size_t row, const struct total *total,
                        struct err *e) {
    double lo = sum_value(&total->lo), hi = sum_value(&total->hi);
    if (total->mark != MARK_OK && total->no_least && lo == 0) /* still "at most" */
        return column_set_mark(c, &out->arena, row, total->mark, NAN, hi, e);
    if (total->mark != MARK_OK)
        return mark_total(out, c, row, total->mark, (struct interval){lo, hi}, e);
    if (c->field.count && fabs(lo) > NUM_LARGEST_COUNT)
        return fail(e, ERR_COUNT, "the sum of \"%s\" exceeds 2^53 and would not be exact",
                    c->field.name);
    if (isnan(lo)) /* infinities of both signs */
        return column_set_mark(c, &out->arena, row, MARK_UNDEFINED, NAN, NAN, e);
    c->value[row] = lo;
    if (c->lo != NULL)
        c->lo[row] = c->hi[row] = lo;
    return true;
}

static bool sum_column(struct table *out, size_t i, const struct column *what,
                       const struct grouping *g, struct arena *scratch, struct err *e) {
    struct total *total = arena_alloc(scratch, g->n, sizeof *total);
    if (total == NULL)
        return no_memory(e);
    for (size_t row = 0; row < what->n; row++)
        total_add(&total[g->group[row]], what, row);
    if (!take_shape(out, i, what, e))
        return false;
    for (size_t k = 0; k < g->n; k++) {
        if (!store_total(out, &out->column[i], k, &total[k], e))
            return false;
    }
    return true;
}

/* Makes 'out' with a row for each group and the columns of 'by' filled in. */
static bool group_table(const struct table *t, const char *const *by, size_t n_by, size_t n_more,
                        const struct grouping *g, struct table *out, struct err *e) {
    if (!table_new(out, t->name, g->n, n_by + n_more, e))
        return false;
    for (size_t i = 0; i < n_by; i++) {
        if (!take_column(out, i, table_column(t, by[i]), g->first, e))
            return false;
    }
    return table_inherit(out, t, e);
}

static bool sum(const struct table *t, const char *const *by, size_t n_by, const char *const *what,
                size_t n_what, struct arena *scratch, struct table *out, struct err *e) {
    struct grouping g;
    if (n_what == 0)
        return fail(e, ERR_ARG_MISSING, "sum: no column to add up");
    if (!group_rows(t, by, n_by, scratch, &g, e) || !group_table(t, by, n_by, n_what, &g, out, e))
        return false;
    for (size_t i = 0; i < n_what; i++) {
        const struct column *c = table_need_numbers(t, what[i], e);
        if (c == NULL || !check_additive(t, c, &g, e) || !check_repeats(t, c, &g, scratch, e) ||
            !sum_column(out, n_by + i, c, &g, scratch, e))
            return false;
    }
    return take_finish(out, e);
}

bool table_sum(const struct table *t, const char *const *by, size_t n_by, const char *const *what,
               size_t n_what, struct table *out, struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    bool done = sum(t, by, n_by, what, n_what, &scratch, out, e);
    arena_free(&scratch);
    if (!done)
        table_free(out);
    return done;
}

static bool count(const struct table *t, const char *const *by, size_t n_by, struct arena *scratch,
                  struct table *out, struct err *e) {
    static const struct field rows = {
        .name = "rows", .unit = "rows", .type = COLUMN_NUMBER, .role = ROLE_COUNT, .count = true};
    struct grouping g;
    if (!group_rows(t, by, n_by, scratch, &g, e) || !group_table(t, by, n_by, 1, &g, out, e))
        return false;
    struct column *c = &out->column[n_by];
    if (!column_numbers(c, &out->arena, &rows, g.n, e))
        return false;
    for (size_t k = 0; k < g.n; k++)
        c->value[k] = 0;
    for (size_t row = 0; row < t->n_rows; row++)
        c->value[g.group[row]] += 1;
    return take_finish(out, e);
}

bool table_count(const struct table *t, const char *const *by, size_t n_by, struct table *out,
                 struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    bool done = count(t, by, n_by, &scratch, out, e);
    arena_free(&scratch);
    if (!done)
        table_free(out);
    return done;
}
