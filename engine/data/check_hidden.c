/* C108: suppressed cells that follow from totals and from the cells beside them. */
#include <string.h>
#include <strings.h>

#include "data/check_run.h"
#include "data/sums.h"

/* The column whose cells are looked at, with its totals. */
struct hidden {
    struct run *r;
    const struct column *value;
    struct sums sums;
    struct interval *cell; /* of each row */
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
    for (size_t row = 0; row < h->value->n; row++) {
        bool none = column_mark(h->value, row) == MARK_NOT_APPLICABLE;
        h->cell[row] = none ? (struct interval){0, 0} : interval_of(h->value, row);
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
    const struct package_check *c = declared(p, name, h->value->field.name);
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

/* The label of a plain file's column that is a total by its name, or NULL. */
static const char *likely_total(const struct column *c) {
    static const char *const names[] = {"total", "totals", "grand total", "all"};
    for (size_t i = 0; i < c->dictionary->n; i++) {
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            if (strcasecmp(c->dictionary->text[i], names[k]) == 0)
                return c->dictionary->text[i];
        }
    }
    return NULL;
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
        const char *total = p != NULL ? c->field.totals : likely_total(c);
        if (total != NULL && !find_sums(h, p, c, total))
            return false;
        if (p == NULL)
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

static bool count_rows(struct hidden *h) {
    bool *seen = arena_alloc(&h->r->scratch, h->value->n, sizeof *seen);
    if (seen == NULL)
        return fail(h->r->e, ERR_NOMEM, "no memory for the checks of a table");
    for (size_t i = 0; i < h->sums.n; i++) {
        seen[h->sums.rule[i].total] = true;
        for (size_t k = 0; k < h->sums.rule[i].n; k++)
            seen[h->sums.rule[i].part[k]] = true;
    }
    for (size_t row = 0; row < h->value->n; row++) {
        h->r->rows += seen[row];
        h->suppressed += seen[row] && column_mark(h->value, row) == MARK_SUPPRESSED;
    }
    return true;
}

/* Lists the cells that have one possible value; the value only where it is public anyway. */
static void list_cells(struct hidden *h) {
    for (size_t row = 0; row < h->value->n; row++) {
        struct interval own = interval_of(h->value, row), now = h->cell[row];
        if (column_mark(h->value, row) != MARK_SUPPRESSED || own.lo == own.hi || now.lo < now.hi)
            continue;
        struct buf *out = &h->r->findings;
        if (h->r->failed++ >= most_listed)
            continue;
        buf_puts(out, h->r->failed > 1 ? "; " : "");
        group_name(h->r->t, h->by, h->n_by, row, out);
        if (h->published) {
            buf_puts(out, ": ");
            interval_put(out, now);
        }
    }
}

static bool report(struct hidden *h) {
    struct buf text = {0};
    size_t n = h->r->failed;
    if (n == 0) {
        buf_addf(&text,
                 h->suppressed == 0 ? "no cell of \"%s\" beside a total is suppressed"
                                    : "no suppressed cell of \"%s\" follows from totals and "
                                      "the cells beside it",
                 h->value->field.name);
        return check_store(h->r, "C108", CHECK_PASSED, 0, &text);
    }
    buf_addf(&text, "%zu of %zu suppressed cells of \"%s\" %s from totals and the cells beside %s",
             n, h->suppressed, h->value->field.name,
             h->published ? (n == 1 ? "follows" : "follow") : "can be worked out",
             n == 1 ? "it" : "them");
    if (!h->published)
        buf_puts(&text, "; before the figures are published, hide a second cell of the same total");
    return check_store(h->r, "C108", h->published ? CHECK_NOTED : CHECK_FAILED, n, &text);
}

static bool check_value(struct run *r, const struct package *p, const struct column *value) {
    struct hidden h = {.r = r, .value = value, .sums = {.arena = &r->scratch}};
    const struct table *t = r->t;
    h.published = t->n_sources > 0 && t->source[0].published;
    h.cell = arena_alloc(&r->scratch, t->n_rows, sizeof *h.cell);
    if (h.cell == NULL)
        return fail(r->e, ERR_NOMEM, "no memory for the checks of a table");
    if (!find_all_sums(&h, p))
        return false;
    if (h.sums.n == 0)
        return true;
    h.by = sums_others(t, NULL, &r->scratch, &h.n_by);
    if (h.by == NULL)
        return fail(r->e, ERR_NOMEM, "no memory for the checks of a table");
    narrow_cells(&h);
    if (!count_rows(&h))
        return false;
    list_cells(&h);
    return report(&h);
}

/* A column of a plain file that holds counts and hides some. */
static bool is_plain_count(const struct column *c) {
    size_t marks[MARK_COUNT];
    column_count_marks(c, marks);
    return c->field.type == COLUMN_NUMBER && c->field.count && marks[MARK_SUPPRESSED] > 0;
}

bool check_hidden(struct table *t, const struct package *p, struct err *e) {
    static const struct package_check no_groups = {.kind = "hidden"};
    bool done = true;
    for (size_t i = 0; done && i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        struct run r = {.t = t, .check = &no_groups, .e = e};
        if (p != NULL ? c->field.role != ROLE_COUNT && c->field.role != ROLE_POPULATION
                      : !is_plain_count(c))
            continue;
        done = check_value(&r, p, c);
        buf_free(&r.findings);
        arena_free(&r.scratch);
    }
    return done;
}
