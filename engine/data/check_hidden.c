/* C108: suppressed cells that follow from totals and from the cells beside them. */
#include <string.h>

#include "data/check_run.h"
#include "data/sums.h"
#include "data/years.h"

/* The columns whose cells are looked at, with their totals: one column of counts, or columns of
 * parts and the column of their total behind them. */
struct hidden {
    struct run *r;
    size_t n;
    const struct column *const *column;
    struct sums sums;
    struct interval *cell; /* k * rows + row is in column k */
    bool published;
    size_t suppressed, n_by;
    const char **by; /* names a row */
};

/* The check of the package that says how the parts of this dimension make its total. */
static const struct package_check *declared(const struct package *p, const char *dimension,
                                            const char *value) {
    for (size_t i = 0; p != NULL && i < p->n_checks; i++) {
        const struct package_check *c = &p->check[i];
        if (strcmp(c->kind, "parts_total") == 0 && strcmp(c->dimension, dimension) == 0 &&
            strcmp(c->value, value) == 0)
            return c;
    }
    return NULL;
}

/* Is the rule's group one that the check leaves out, because it is rounded? */
static bool is_left_out(const struct table *t, const struct package_check *c, size_t row) {
    if (c == NULL || c->where == NULL)
        return false;
    const char *label = column_label(table_column(t, c->where), row);
    return label == NULL || strcmp(label, c->where_label) != 0;
}

/* What each cell can be by itself; where the question makes no sense, nobody is counted. */
static void start_cells(struct hidden *h) {
    size_t rows = h->r->t->n_rows;
    for (size_t i = 0; i < h->n * rows; i++) {
        const struct column *c = h->column[i / rows];
        bool none = column_mark(c, i % rows) == MARK_NOT_APPLICABLE;
        h->cell[i] = none ? (struct interval){0, 0} : interval_of(c, i % rows);
    }
}

/* Takes out the rules from 'before' on that are about groups which the package leaves out. */
static void keep_tested(struct hidden *h, const struct package_check *c, size_t before) {
    size_t kept = before;
    for (size_t i = before; i < h->sums.n; i++) {
        if (!is_left_out(h->r->t, c, h->sums.rule[i].total))
            h->sums.rule[kept++] = h->sums.rule[i];
    }
    h->sums.n = kept;
}

/* The totals of one dimension. */
static bool find_sums(struct hidden *h, const struct package *p, const struct column *dimension,
                      const char *total) {
    struct run *r = h->r;
    const char *name = dimension->field.name;
    const struct package_check *c = declared(p, name, h->column[0]->field.name);
    size_t n, before = h->sums.n;
    if (c == NULL && dimension->field.additive != ADDITIVE)
        return true; /* its labels overlap: they do not make the total */
    const char *const *by = c != NULL ? c->by : sums_others(r->t, name, &r->scratch, &n);
    if (by == NULL)
        return fail(r->e, ERR_NOMEM, "no memory for the checks of a table");
    if (!sums_find(&h->sums, r->t, name, c != NULL ? c->total : total, by, c != NULL ? c->n_by : n,
                   r->e))
        return false;
    keep_tested(h, c, before);
    return true;
}

/* A label that is no total after all: the others cannot make it in some group. */
static void forget_unless_total(struct hidden *h, size_t before) {
    const struct sum_rule *bad;
    struct sums one = {.n = 1};
    for (size_t i = before; i < h->sums.n; i++) {
        one.rule = &h->sums.rule[i];
        start_cells(h);
        if (!sums_narrow(&one, h->cell, &bad))
            h->sums.n = before;
    }
}

static bool find_all_sums(struct hidden *h, const struct package *p) {
    const struct table *t = h->r->t;
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        if (c->field.type != COLUMN_LABEL)
            continue;
        size_t before = h->sums.n;
        const char *total = p != NULL ? c->field.totals : sums_total_label(c);
        if (total != NULL && !find_sums(h, p, c, total))
            return false;
        if (p == NULL && c->field.totals == NULL)
            forget_unless_total(h, before);
    }
    return true;
}

/* Totals that no values fit are C101's affair; they are left out here. */
static void narrow_cells(struct hidden *h) {
    const struct sum_rule *bad;
    start_cells(h);
    while (!sums_narrow(&h->sums, h->cell, &bad)) {
        h->sums.rule[bad - h->sums.rule] = h->sums.rule[--h->sums.n];
        start_cells(h);
    }
}

/* Counts the rows that belong to a total, and the cells that are suppressed there. */
static bool count_rows(struct hidden *h) {
    size_t rows = h->r->t->n_rows;
    bool *seen = arena_alloc(&h->r->scratch, h->n * rows, sizeof *seen);
    bool *row_seen = arena_alloc(&h->r->scratch, rows, sizeof *row_seen);
    if (seen == NULL || row_seen == NULL)
        return fail(h->r->e, ERR_NOMEM, "no memory for the checks of a table");
    for (size_t i = 0; i < h->sums.n; i++) {
        seen[h->sums.rule[i].total] = true;
        for (size_t k = 0; k < h->sums.rule[i].n; k++)
            seen[h->sums.rule[i].part[k]] = true;
    }
    for (size_t i = 0; i < h->n * rows; i++) {
        h->r->rows += seen[i] && !row_seen[i % rows];
        row_seen[i % rows] = row_seen[i % rows] || seen[i];
        h->suppressed += seen[i] && column_mark(h->column[i / rows], i % rows) == MARK_SUPPRESSED;
    }
    return true;
}

/* "White (2021)"; of several columns also which one: "Black in North (2021)". */
static void put_cell(const struct hidden *h, const struct column *c, size_t row, struct buf *out) {
    if (h->n > 1)
        buf_addf(out, "%s in ", c->field.name);
    if (h->n > 1 && h->n_by == 0)
        buf_addf(out, "row %zu", row + 1);
    else
        group_name(h->r->t, h->by, h->n_by, row, out);
}

/* Lists the cells that have one possible value, and never the value: the people in them were meant
 * to be hidden. */
static void list_cells(struct hidden *h) {
    size_t rows = h->r->t->n_rows;
    for (size_t i = 0; i < h->n * rows; i++) {
        const struct column *c = h->column[i / rows];
        struct interval own = interval_of(c, i % rows), now = h->cell[i];
        if (column_mark(c, i % rows) != MARK_SUPPRESSED || own.lo == own.hi || now.lo < now.hi)
            continue;
        if (check_finding(h->r))
            put_cell(h, c, i % rows, &h->r->findings);
    }
}

/* The sentence names the column of counts, or the column of totals. */
static bool report(struct hidden *h) {
    struct buf text = {0};
    size_t n = h->r->failed;
    const char *name = h->column[h->n - 1]->field.name;
    const char *of = h->n == 1 ? "of" : "beside";
    if (n == 0 && h->suppressed == 0) {
        buf_addf(&text, "no cell %s \"%s\"%s is suppressed", of, name,
                 h->n == 1 ? " beside a total" : "");
        return check_store(h->r, "C108", CHECK_PASSED, 0, &text);
    }
    if (n == 0) {
        buf_addf(&text, "no suppressed cell %s \"%s\" follows from totals and the cells beside it",
                 of, name);
        return check_store(h->r, "C108", CHECK_PASSED, 0, &text);
    }
    buf_addf(&text,
             "%zu of %zu suppressed cells %s \"%s\" can be worked out from totals and the cells "
             "beside %s",
             n, h->suppressed, of, name, n == 1 ? "it" : "them");
    if (!h->published)
        buf_puts(&text, "; before the figures are published, hide a second cell of the same total");
    return check_store(h->r, "C108", h->published ? CHECK_NOTED : CHECK_FAILED, n, &text);
}

static bool start(struct hidden *h) {
    const struct table *t = h->r->t;
    h->sums.arena = &h->r->scratch;
    h->published = t->n_sources > 0 && t->source[0].published;
    h->cell = arena_alloc(&h->r->scratch, h->n * t->n_rows, sizeof *h->cell);
    return h->cell != NULL || fail(h->r->e, ERR_NOMEM, "no memory for the checks of a table");
}

/* Narrows the cells of all totals that were found, and says what follows. */
static bool finish(struct hidden *h) {
    if (h->sums.n == 0)
        return true;
    h->by = sums_others(h->r->t, NULL, &h->r->scratch, &h->n_by);
    if (h->by == NULL)
        return fail(h->r->e, ERR_NOMEM, "no memory for the checks of a table");
    narrow_cells(h);
    if (!count_rows(h))
        return false;
    list_cells(h);
    return report(h);
}

/* A column of counts whose rows make totals. */
static bool check_rows(struct run *r, const struct package *p, const struct column *value) {
    struct hidden h = {.r = r, .n = 1, .column = &value};
    return start(&h) && find_all_sums(&h, p) && finish(&h);
}

/* Columns of parts that make the column behind them, row by row; where that is a guess from its
 * name, all rows must allow it. */
static bool check_columns(struct run *r, const struct column *const *column, size_t n, bool guess) {
    struct hidden h = {.r = r, .n = n, .column = column};
    size_t rows = r->t->n_rows;
    size_t *part = arena_alloc(&r->scratch, n, sizeof *part);
    if (part == NULL)
        return fail(r->e, ERR_NOMEM, "no memory for the checks of a table");
    if (!start(&h))
        return false;
    for (size_t row = 0; row < rows; row++) {
        if (!check_includes(r, row))
            continue;
        for (size_t k = 0; k + 1 < n; k++)
            part[k] = k * rows + row;
        if (!sums_add(&h.sums, (n - 1) * rows + row, part, n - 1, r->e))
            return false;
    }
    if (guess)
        forget_unless_total(&h, 0);
    return finish(&h);
}

/* The columns of a check of the kind columns_total: its parts, and the total behind them. */
static bool check_declared(struct run *r, const struct package_check *c) {
    const struct column **column = arena_alloc(&r->scratch, c->n_parts + 1, sizeof *column);
    for (size_t k = 0; column != NULL && k <= c->n_parts; k++) {
        column[k] = table_need_numbers(r->t, k < c->n_parts ? c->part[k] : c->total, r->e);
        if (column[k] == NULL)
            return false;
    }
    return column != NULL ? check_columns(r, column, c->n_parts + 1, false)
                          : fail(r->e, ERR_NOMEM, "no memory for the checks of a table");
}

static bool is_plain_count(const struct column *c) {
    return c->field.type == COLUMN_NUMBER && c->field.count && !years_is_period(c);
}

/* All counts of a plain file beside one that is their total by its name; only if some are hidden.
 */
static bool check_plain_columns(struct run *r) {
    const struct table *t = r->t;
    const struct column **column = arena_alloc(&r->scratch, t->n_columns + 1, sizeof *column);
    const struct column *total = NULL;
    size_t n = 0, hidden = 0;
    if (column == NULL)
        return fail(r->e, ERR_NOMEM, "no memory for the checks of a table");
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        size_t marks[MARK_COUNT];
        if (!is_plain_count(c))
            continue;
        column_count_marks(c, marks);
        hidden += marks[MARK_SUPPRESSED];
        if (total == NULL && sums_is_total_name(c->field.name))
            total = c;
        else
            column[n++] = c;
    }
    if (total == NULL || n < 2 || hidden == 0)
        return true;
    column[n++] = total;
    return check_columns(r, column, n, true);
}

/* One look at the table, with findings of its own. */
static bool look(struct table *t, const struct package *p, const struct column *value,
                 const struct package_check *c, struct err *e) {
    static const struct package_check whole_table = {.kind = "hidden"};
    struct run r = {.t = t, .check = c != NULL ? c : &whole_table, .e = e};
    bool done = value != NULL ? check_rows(&r, p, value)
                : c != NULL   ? check_declared(&r, c)
                              : check_plain_columns(&r);
    buf_free(&r.findings);
    arena_free(&r.scratch);
    return done;
}

/* A column of counts that a package describes, or one of a plain file that hides some. */
static bool is_looked_at(const struct column *c, const struct package *p) {
    size_t marks[MARK_COUNT];
    if (p != NULL)
        return c->field.role == ROLE_COUNT || c->field.role == ROLE_POPULATION;
    column_count_marks(c, marks);
    return is_plain_count(c) && marks[MARK_SUPPRESSED] > 0;
}

bool check_hidden(struct table *t, const struct package *p, struct err *e) {
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        if (is_looked_at(c, p) && !look(t, p, c, NULL, e))
            return false;
    }
    for (size_t i = 0; p != NULL && i < p->n_checks; i++) {
        if (strcmp(p->check[i].kind, "columns_total") == 0 && !look(t, p, NULL, &p->check[i], e))
            return false;
    }
    return p != NULL || look(t, NULL, NULL, NULL, e);
}
