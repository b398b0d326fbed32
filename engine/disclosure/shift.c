#include "disclosure/shift.h"

#include <math.h>

/* See attack.c. */
static const double slack = 1e-6;

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for disclosure control");
}

struct figure *shifts_cell(const struct shifts *k, size_t column) {
    return &k->s->cell[k->b->cell[column]];
}

/* No count has to move further than this, in a table with two margins: a shift that moves one count
 * by n is a sum of n closed ways through it, of which each moves a cell by 1. More for others. */
static double farthest(const struct shifts *k) {
    double most = 1;
    for (size_t j = 0; j < k->b->n; j++) {
        const struct figure *c = shifts_cell(k, j);
        double rounding = c->shown.hi - c->shown.lo;
        most = fmax(most, fmax(c->highest + c->apart, isfinite(rounding) ? rounding : 0));
    }
    return 4 * most;
}

static struct interval around(struct interval x, double point, double most) {
    return (struct interval){fmax(x.lo - point, -most), fmin(x.hi - point, most)};
}

static struct interval allowed(const struct shifts *k, size_t column) {
    return shifts_cell(k, column)->is_hidden ? k->hidden[column] : k->shown[column];
}

/* The equations of a program whose column j moves cell j, column j + back the other way; 0: none
 * does. */
static void add_equations(const struct shifts *k, struct solver *lp, size_t back) {
    for (size_t i = 0; i < k->b->n_rules; i++) {
        const struct sum_rule *r = &k->s->sums.rule[k->b->rule[i]];
        for (size_t m = 0; m <= r->n; m++) {
            size_t j = k->place[m == 0 ? r->total : r->part[m - 1]];
            double sign = m == 0 ? 1 : -1;
            solver_entry(lp, i, j, sign);
            if (back > 0)
                solver_entry(lp, i, j + back, -sign);
        }
    }
    solver_ready(lp);
}

static bool allocate(struct shifts *k, struct err *e) {
    size_t n = k->b->n;
    k->shown = arena_alloc(k->a, n, sizeof *k->shown);
    k->hidden = arena_alloc(k->a, n, sizeof *k->hidden);
    k->reached = arena_alloc(k->a, n, sizeof *k->reached);
    k->up = arena_alloc(k->a, n, sizeof *k->up);
    k->down = arena_alloc(k->a, n, sizeof *k->down);
    k->by = arena_alloc(k->a, n, sizeof *k->by);
    k->watched = arena_alloc(k->a, n, sizeof *k->watched);
    return (k->watched != NULL && k->by != NULL && k->shown != NULL && k->hidden != NULL &&
            k->reached != NULL && k->up != NULL && k->down != NULL) ||
           no_memory(e);
}

bool shifts_start(struct shifts *k, struct system *s, const struct block *b, const double *point,
                  size_t *place, struct arena *a, struct err *e) {
    *k = (struct shifts){.s = s, .b = b, .a = a, .point = point, .place = place};
    size_t entries = 0;
    for (size_t i = 0; i < b->n_rules; i++)
        entries += s->sums.rule[b->rule[i]].n + 1;
    if (!allocate(k, e))
        return false;
    double most = farthest(k);
    for (size_t j = 0; j < b->n; j++) {
        const struct figure *c = shifts_cell(k, j);
        k->shown[j] = around(c->shown, point[b->cell[j]], most);
        k->hidden[j] = around(c->hidden, point[b->cell[j]], most);
        k->watched[j] = cell_is_guarded(c);
        place[b->cell[j]] = j;
    }
    solver_new(&k->lp, b->n, b->n_rules, entries);
    add_equations(k, &k->lp, 0);
    for (size_t j = 0; j < b->n; j++)
        solver_bounds(&k->lp, j, allowed(k, j).lo, allowed(k, j).hi);
    return true;
}

void shifts_end(struct shifts *k) {
    solver_free(&k->lp);
    solver_free(&k->shortest);
}

/* Column j of the program of the shortest shift moves cell j up, column n + j moves it down. */
static void set_both_ways(struct shifts *k, size_t j, double lo, double hi) {
    solver_bounds(&k->shortest, j, fmax(0, lo), fmax(0, hi));
    solver_bounds(&k->shortest, k->b->n + j, fmax(0, -hi), fmax(0, -lo));
}

void shifts_set(struct shifts *k, size_t column, bool hidden) {
    shifts_cell(k, column)->is_hidden = hidden;
    solver_bounds(&k->lp, column, allowed(k, column).lo, allowed(k, column).hi);
    if (k->shortest.program != NULL)
        set_both_ways(k, column, allowed(k, column).lo, allowed(k, column).hi);
}

static bool all_whole(const struct shifts *k, const double *by, size_t *moved) {
    *moved = 0;
    for (size_t j = 0; j < k->b->n; j++) {
        if (fabs(by[j] - round(by[j])) > slack)
            return false;
        *moved += round(by[j]) != 0;
    }
    return true;
}

static struct witness *make_witness(struct shifts *k, const double *by, size_t moved) {
    struct witness *w = arena_alloc(k->a, 1, sizeof *w);
    if (w == NULL)
        return NULL;
    w->column = arena_alloc(k->a, moved, sizeof *w->column);
    w->by = arena_alloc(k->a, moved, sizeof *w->by);
    if (w->column == NULL || w->by == NULL)
        return NULL;
    for (size_t j = 0; j < k->b->n; j++) {
        if (round(by[j]) == 0)
            continue;
        w->column[w->n] = j;
        w->by[w->n++] = round(by[j]);
    }
    return w;
}

/* Does every equation come to 0 exactly, and is nothing moved that must stay? */
static bool is_shift(const struct shifts *k, const double *by) {
    for (size_t i = 0; i < k->b->n_rules; i++) {
        const struct sum_rule *r = &k->s->sums.rule[k->b->rule[i]];
        double rest = round(by[k->place[r->total]]);
        for (size_t m = 0; m < r->n; m++)
            rest -= round(by[k->place[r->part[m]]]);
        if (rest != 0)
            return false;
    }
    for (size_t j = 0; j < k->b->n; j++) {
        if (round(by[j]) < allowed(k, j).lo || round(by[j]) > allowed(k, j).hi)
            return false;
    }
    return true;
}

bool shifts_learn(struct shifts *k, const double *by, bool *failed) {
    size_t moved;
    if (!all_whole(k, by, &moved) || !is_shift(k, by))
        return false;
    const struct witness *w = NULL;
    for (size_t j = 0; j < k->b->n; j++) {
        double d = round(by[j]);
        bool further = d > k->reached[j].hi || d < k->reached[j].lo;
        if (!further || !k->watched[j])
            continue;
        if (w == NULL)
            w = make_witness(k, by, moved);
        if (w == NULL) {
            *failed = true;
            return false;
        }
        if (d > 0) {
            k->reached[j].hi = d;
            k->up[j] = w;
        } else {
            k->reached[j].lo = d;
            k->down[j] = w;
        }
    }
    return true;
}

void shifts_both_ways(const struct shifts *k, struct solver *lp) {
    size_t entries = 0;
    for (size_t i = 0; i < k->b->n_rules; i++)
        entries += 2 * (k->s->sums.rule[k->b->rule[i]].n + 1);
    solver_new(lp, 2 * k->b->n, k->b->n_rules, entries);
    add_equations(k, lp, k->b->n);
    lp->dual = true;
}

static void start_shortest(struct shifts *k) {
    shifts_both_ways(k, &k->shortest);
    for (size_t j = 0; j < k->b->n; j++) {
        set_both_ways(k, j, allowed(k, j).lo, allowed(k, j).hi);
        solver_cost(&k->shortest, j, 1);
        solver_cost(&k->shortest, k->b->n + j, 1);
    }
}

/* The shift that moves column j to lo..hi and others as little as can be: mostly made of whole
 * numbers, where the one that goes farthest is not. */
static bool push_little(struct shifts *k, size_t j, double lo, double hi, bool *failed) {
    if (k->shortest.program == NULL)
        start_shortest(k);
    set_both_ways(k, j, lo, hi);
    bool found = solver_solve(&k->shortest, false) == SOLVER_BEST;
    for (size_t i = 0; found && i < k->b->n; i++)
        k->by[i] = solver_value(&k->shortest, i) - solver_value(&k->shortest, k->b->n + i);
    set_both_ways(k, j, allowed(k, j).lo, allowed(k, j).hi);
    return found && shifts_learn(k, k->by, failed);
}

/* Any shift of whole numbers that moves column j to lo..hi. */
static bool push_whole(struct shifts *k, size_t j, double lo, double hi, bool *failed) {
    enum { most_nodes = 20 };
    solver_bounds(&k->lp, j, lo, hi);
    bool found = solver_whole(&k->lp, most_nodes);
    for (size_t i = 0; found && i < k->b->n; i++)
        k->by[i] = solver_whole_value(&k->lp, i);
    solver_bounds(&k->lp, j, allowed(k, j).lo, allowed(k, j).hi);
    return found && shifts_learn(k, k->by, failed);
}

/* Looks for whole numbers that move the column as far as it asks: the shift that goes farthest has
 * fractions, and ends at 'end'. */
static void push_enough(struct shifts *k, size_t j, bool up, double end, bool *failed) {
    const struct figure *c = shifts_cell(k, j);
    struct interval all = allowed(k, j), reached = k->reached[j];
    double point = k->point[k->b->cell[j]];
    double lo = up ? fmax(c->highest - point, c->apart + reached.lo) : all.lo;
    double hi = up ? all.hi : reached.hi - c->apart;
    bool within = up ? lo <= end + slack : hi >= end - slack;
    if (within && lo <= hi && lo >= all.lo && hi <= all.hi && !push_little(k, j, lo, hi, failed))
        push_whole(k, j, lo, hi, failed);
}

/* Looks for a shift that moves the column as far as it goes, up or down. */
static bool push(struct shifts *k, size_t column, bool up, struct err *e) {
    bool failed = false;
    solver_cost(&k->lp, column, 1);
    enum outcome found = solver_solve(&k->lp, up);
    double end = found == SOLVER_BEST ? solver_sum(&k->lp) : 0;
    solver_cost(&k->lp, column, 0);
    for (size_t j = 0; found == SOLVER_BEST && j < k->b->n; j++)
        k->by[j] = solver_value(&k->lp, j);
    if (found == SOLVER_BEST && !shifts_learn(k, k->by, &failed) && !failed)
        push_enough(k, column, up, end, &failed);
    if (failed)
        return no_memory(e);
    return found == SOLVER_BEST || fail(e, ERR_UNSETTLED, "a search for shifts did not settle");
}

bool shifts_known_safe(const struct shifts *k, size_t column) {
    double point = k->point[k->b->cell[column]];
    struct interval x = {point + k->reached[column].lo, point + k->reached[column].hi};
    return cell_is_safe(shifts_cell(k, column), x);
}

bool shifts_protect(struct shifts *k, size_t column, bool *safe, struct err *e) {
    for (int way = 0; way < 2; way++) {
        *safe = shifts_known_safe(k, column);
        if (*safe)
            return true;
        if (!push(k, column, way == 0, e))
            return false;
    }
    *safe = shifts_known_safe(k, column);
    return true;
}

bool shifts_watch(struct shifts *k, struct err *e) {
    for (size_t j = 0; j < k->b->n; j++) {
        bool safe = true;
        if (k->watched[j] && !shifts_protect(k, j, &safe, e))
            return false;
        k->watched[j] = !safe;
    }
    return true;
}
