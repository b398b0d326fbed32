#include "data/additive.h"

#include <stdio.h>
#include <string.h>

#include "data/mixing.h"
#include "data/wording.h"

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

/* One refusal in the making: which column, and the rows of which group. */
struct refusal {
    const struct column *column;
    const struct field *what; /* the column to be summed */
    const size_t *row;        /* rows of the group */
    size_t n;
};

/* The different labels of the group, but for 'without', in the order of their dictionary, and then
 * the marks. As many as fit a message. */
enum { most_labels = 40 };
static size_t group_labels(const struct refusal *r, const char *without,
                           const char *list[most_labels]) {
    const struct column *c = r->column;
    struct arena scratch = {0};
    size_t n = 0, labels = c->dictionary->n, all = labels + MARK_COUNT;
    bool *has = arena_alloc(&scratch, all, sizeof *has);
    for (size_t i = 0; has != NULL && i < r->n; i++)
        has[c->code[r->row[i]] >= 0 ? (size_t)c->code[r->row[i]]
                                    : labels + column_mark(c, r->row[i])] = true;
    for (size_t i = 0; has != NULL && i < all && n < most_labels; i++) {
        const char *text =
            i < labels ? c->dictionary->text[i] : mark_symbol((enum mark)(i - labels));
        if (has[i] && (without == NULL || strcmp(text, without) != 0))
            list[n++] = text;
    }
    arena_free(&scratch);
    return n;
}

static void add_labels(struct wording *w, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        wording_add(w, list[i]);
}

static bool refuse_labels(const struct refusal *r, const char *why, struct err *e) {
    const char *name = r->column->field.name;
    struct wording labels = {.quoted = true};
    struct buf hint = {0};
    const char *list[most_labels];
    size_t n = group_labels(r, NULL, list);
    add_labels(&labels, list, n);
    fail(e, ERR_NOT_ADDITIVE, "\"%s\" must not be added up over \"%s\" (%s): %s", r->what->name,
         name, wording_end(&labels), why);
    buf_puts(&hint, "choose one first, :where{");
    wording_key(&hint, name);
    buf_puts(&hint, " = ");
    wording_quote(&hint, n > 0 ? list[0] : "");
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
    const char *names[most_labels];
    add_labels(&parts, names, group_labels(r, total, names));
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

static bool check_what(const struct field *f, bool alone, struct err *e) {
    if (!is_quotient(f) || alone)
        return true;
    fail(e, ERR_NOT_ADDITIVE,
         "\"%s\" must not be added up: shares, rates, ratios and their limits are not sums",
         f->name);
    return err_hint(e, "add up the counts and the populations, then compute it again");
}

bool additive_check(const struct table *t, const struct field *what, const struct grouping *g,
                    bool alone, struct err *e) {
    if (!check_what(what, alone, e))
        return false;
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        if (c->field.type == COLUMN_LABEL && !check_dimension(c, g, what, e))
            return false;
    }
    return true;
}
