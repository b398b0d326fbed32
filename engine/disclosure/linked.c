#include "disclosure/linked.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "data/group.h"
#include "disclosure/rounding.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for disclosure control");
}

static bool is_small(const struct policy *p, double x) {
    return (x == 0 && p->zeros) || (x >= 1 && x <= p->threshold);
}

/* A cell that the source hides, or that it does not have. */
static struct figure unknown_cell(const struct policy *p, const struct column *c, size_t row) {
    struct interval x = interval_of(c, row);
    enum mark m = column_mark(c, row);
    struct figure cell = {.value = NAN, .hidden = x, .is_hidden = true, .fixed = true};
    if (m == MARK_NOT_APPLICABLE)
        cell.hidden = x = (struct interval){0, 0}; /* nobody is counted there */
    if (x.lo == x.hi) {
        cell.value = x.lo;
        cell.is_hidden = false;
    } else if (m == MARK_SUPPRESSED && x.lo <= p->threshold && p->threshold > 0) {
        cell.highest = fmin(p->threshold + 1, x.hi);
        cell.apart = fmin(p->width, x.hi - x.lo);
    }
    cell.shown = x;
    return cell;
}

static struct figure known_cell(const struct policy *p, double x) {
    bool small = is_small(p, x);
    return (struct figure){
        .value = x,
        .hidden = {p->zeros || p->threshold == 0 ? 0 : 1, INFINITY},
        .shown = rounding_undone(p, rounding_of(p, x)),
        .is_hidden = small,
        .fixed = small || x == 0,
        .highest = small ? p->threshold + 1 : 0,
        .apart = small ? p->width : 0,
    };
}

/* A sum over few rows is kept as they are: it may be of one person. */
static void keep_few(const struct policy *p, double rows, struct figure *cell) {
    if (!is_small(p, rows) || cell_is_guarded(cell))
        return;
    cell->hidden = (struct interval){0, INFINITY};
    cell->is_hidden = cell->fixed = true;
    cell->highest = p->threshold + 1;
    cell->apart = p->width;
}

static bool add_cells(struct linked *l, struct system *s, struct err *e) {
    const struct column *c = l->counts;
    l->first = s->n;
    for (size_t i = 0; i < c->n; i++) {
        bool known = column_mark(c, i) == MARK_OK;
        if (known && !num_is_count(c->value[i]))
            return fail(e, ERR_COUNT, "column \"%s\" holds a number that is no count",
                        c->field.name);
        struct figure cell =
            known ? known_cell(l->policy, c->value[i]) : unknown_cell(l->policy, c, i);
        if (known && l->rows != NULL)
            keep_few(l->policy, l->rows->value[i], &cell);
        if (!system_add(s, &cell, e))
            return false;
    }
    return true;
}

/* The place of each row of the table in its order; SIZE_MAX for SIZE_MAX. */
static size_t *places(const struct linked *l, struct arena *a) {
    size_t n = l->sorted->n_rows, *place = arena_alloc(a, n, sizeof *place);
    for (size_t i = 0; place != NULL && i < n; i++)
        place[l->true_counts->order[i]] = i;
    return place;
}

/* Raw rows in an order in which those that the same cells count are neighbours. */
struct atoms {
    struct linked *l;
    size_t n;
    const struct linked_rows *rows;
    bool single;   /* each row is an atom: some are totals of others */
    size_t **rank; /* of each release: the place of the cell that counts a raw row, last: none */
    size_t *order;
};

static bool sort_rows(struct atoms *t, struct arena *a, struct err *e) {
    size_t n_rows = t->rows->table->n_rows;
    t->rank = arena_alloc(a, t->n, sizeof *t->rank);
    t->order = arena_alloc(a, n_rows, sizeof *t->order);
    if (t->rank == NULL || t->order == NULL)
        return no_memory(e);
    for (size_t i = 0; i < n_rows; i++)
        t->order[i] = i;
    for (size_t k = t->n; k-- > 0;) {
        size_t none = t->l[k].sorted->n_rows, *place = places(&t->l[k], a);
        t->rank[k] = arena_alloc(a, n_rows, sizeof **t->rank);
        if (place == NULL || t->rank[k] == NULL)
            return no_memory(e);
        for (size_t i = 0; i < n_rows; i++) {
            size_t row = t->l[k].true_counts->row_of[i];
            t->rank[k][i] = row == SIZE_MAX ? none : place[row];
        }
        if (!t->single)
            t->order = rank_order(t->rank[k], none + 1, n_rows, t->order, a);
        if (t->order == NULL)
            return no_memory(e);
    }
    return true;
}

static bool same_cells(const struct atoms *t, size_t a, size_t b) {
    for (size_t k = 0; k < t->n; k++) {
        if (t->rank[k][a] != t->rank[k][b])
            return false;
    }
    return !t->single || a == b;
}

static void count_row(const struct column *counts, size_t row, struct figure *atom) {
    struct interval x = counts == NULL ? (struct interval){1, 1} : interval_of(counts, row);
    bool known = counts == NULL || column_mark(counts, row) == MARK_OK || x.lo == x.hi;
    atom->value += known ? x.lo : NAN;
}

/* The least strict of the rules that the releases were made under: what others let out is out. */
static const struct policy *least_strict(const struct atoms *t) {
    const struct policy *p = t->l[0].policy;
    for (size_t k = 1; k < t->n; k++)
        p = t->l[k].policy->threshold < p->threshold ? t->l[k].policy : p;
    return p;
}

static void guard(const struct policy *p, struct figure *atom) {
    if (!(atom->value >= 1 && is_small(p, atom->value)))
        return;
    atom->highest = p->threshold + 1;
    atom->apart = p->width;
}

/* Adds the atoms to the system: cells first .. s->n - 1; of[]: a raw row of each. */
static bool add_atoms(const struct atoms *t, struct system *s, size_t *of, struct err *e) {
    size_t first = s->n, n_rows = t->rows->table->n_rows;
    const struct policy *p = least_strict(t);
    for (size_t from = 0, end; from < n_rows; from = end) {
        struct figure atom = {
            .hidden = {0, INFINITY}, .shown = {0, INFINITY}, .is_hidden = true, .fixed = true};
        for (end = from; end < n_rows && same_cells(t, t->order[from], t->order[end]); end++)
            count_row(t->rows->counts, t->order[end], &atom);
        guard(p, &atom);
        of[s->n - first] = t->order[from];
        if (!system_add(s, &atom, e))
            return false;
    }
    return true;
}

/* Each cell of release k that counts rows itself is the sum of its atoms. */
static bool add_parts(const struct atoms *t, size_t k, struct system *s, size_t first, size_t n,
                      const size_t *of, struct arena *a, struct err *e) {
    size_t *rank = arena_alloc(a, n, sizeof *rank), none = t->l[k].sorted->n_rows;
    for (size_t i = 0; rank != NULL && i < n; i++)
        rank[i] = t->rank[k][of[i]];
    size_t *atom = rank != NULL ? rank_order(rank, none + 1, n, NULL, a) : NULL;
    if (atom == NULL)
        return no_memory(e);
    for (size_t from = 0, end; from < n && rank[atom[from]] != none; from = end) {
        for (end = from; end < n && rank[atom[end]] == rank[atom[from]];)
            end++;
        size_t *part = arena_alloc(a, end - from, sizeof *part);
        for (size_t i = from; part != NULL && i < end; i++)
            part[i - from] = first + atom[i];
        struct sum_rule r = {t->l[k].first + rank[atom[from]], end - from, part};
        if (part == NULL)
            return no_memory(e);
        if (!system_add_rule(s, &r, 0, e))
            return false;
    }
    return true;
}

/* Are rows of the source totals of others? */
static bool find_totals(const struct linked_rows *rows, bool *found, struct arena *a,
                        struct err *e) {
    struct system probe;
    *found = false;
    system_start(&probe, a);
    if (rows->counts == NULL || rows->cases)
        return true;
    for (size_t i = 0; i < rows->table->n_rows; i++) {
        struct figure cell = {.is_hidden = true};
        count_row(rows->counts, i, &cell);
        if (!system_add(&probe, &cell, e))
            return false;
    }
    if (!system_add_totals(&probe, rows->table, 0, e))
        return false;
    *found = probe.sums.n > 0;
    return true;
}

/* Is the release all rows as they stand? */
static bool is_whole(const struct linked *l, const struct linked_rows *rows) {
    size_t shown = 0;
    for (size_t i = 0; i < rows->table->n_rows; i++)
        shown += l->true_counts->row_of[i] != SIZE_MAX;
    return shown == rows->table->n_rows && l->sorted->n_rows == rows->table->n_rows;
}

static bool link(struct linked *l, size_t n, const struct linked_rows *rows, struct system *s,
                 struct arena *a, struct err *e) {
    struct atoms t = {.l = l, .n = n, .rows = rows};
    size_t *of = arena_alloc(a, rows->table->n_rows, sizeof *of), first = s->n;
    if (of == NULL)
        return no_memory(e);
    if (!find_totals(rows, &t.single, a, e))
        return false;
    if (n == 1 && (!t.single || is_whole(&l[0], rows)))
        return true; /* it has all that can be known */
    if (!sort_rows(&t, a, e) || !add_atoms(&t, s, of, e))
        return false;
    size_t atoms = s->n - first;
    for (size_t k = 0; k < n; k++) {
        if (!add_parts(&t, k, s, first, atoms, of, a, e))
            return false;
    }
    return !t.single || system_add_totals(s, rows->table, first, e);
}

/* log2(1 + x) between whole powers drawn as straight lines: the same on every machine. */
static double size_of(double x) {
    int power;
    double m = frexp(1 + x, &power);
    return power - 1 + (2 * m - 1);
}

/* Larger counts are dearer to hide, and totals dearer still: readers want them most. */
static bool set_costs(struct system *s, struct arena *a, struct err *e) {
    static const double of_total = 8;
    bool *total = arena_alloc(a, s->n, sizeof *total);
    if (total == NULL)
        return no_memory(e);
    for (size_t i = 0; i < s->sums.n; i++)
        total[s->sums.rule[i].total] = true;
    for (size_t i = 0; i < s->n; i++) {
        double value = s->cell[i].value;
        s->cell[i].cost = (1 + (value > 0 ? size_of(value) : 0)) * (total[i] ? of_total : 1);
    }
    return true;
}

bool linked_system(struct linked *l, size_t n, const struct linked_rows *rows, struct system *s,
                   struct arena *a, struct err *e) {
    system_start(s, a);
    for (size_t k = 0; k < n; k++) {
        if (!add_cells(&l[k], s, e))
            return false;
    }
    for (size_t k = 0; k < n; k++) {
        if (!system_add_totals(s, l[k].sorted, l[k].first, e))
            return false;
    }
    return set_costs(s, a, e) && (rows == NULL || link(l, n, rows, s, a, e));
}

void linked_look(const struct linked *l, struct system *s) {
    for (size_t i = 0; i < l->sorted->n_rows; i++) {
        struct figure *c = &s->cell[l->first + i];
        size_t row = l->true_counts->order[i];
        if (isnan(c->value))
            continue; /* hidden in the source, and so it stays */
        c->fixed = true;
        c->is_hidden = column_mark(l->seen, row) == MARK_SUPPRESSED;
        if (!c->is_hidden && column_mark(l->seen, row) == MARK_OK)
            c->shown = rounding_undone(l->policy, l->seen->value[row]);
    }
}
