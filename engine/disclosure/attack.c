#include "disclosure/attack.h"

#include <math.h>

#include "disclosure/solver.h"

/* How far from a whole number the solver's answers may lie, relative to numbers above 1. */
static const double slack = 1e-6;
/* Nodes of the search for whole numbers where a corner of the polytope has fractions. */
enum { most_nodes = 400 };

static bool is_whole(double x) {
    return fabs(x - round(x)) <= slack * fmax(1, fabs(x));
}

/* One block of cells that are not settled, as a program for how far each lies above its least. */
struct attack {
    const struct system *s;
    const struct block *b;
    struct interval *x;    /* of every cell of s: what is known before */
    struct interval *seen; /* the farthest that whole numbers have attained, above x.lo */
    size_t *place;         /* of every cell of s: its column in the block; SIZE_MAX: settled */
    double *d;             /* scratch: whole numbers for the columns of the block */
    struct solver lp;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for disclosure control");
}

static double value_at(const struct attack *k, size_t cell) {
    return k->x[cell].lo + (k->place[cell] != SIZE_MAX ? k->d[k->place[cell]] : 0);
}

static void add_term(struct attack *k, size_t rule, size_t cell, double sign, double *rest) {
    *rest -= sign * k->x[cell].lo;
    if (k->place[cell] != SIZE_MAX)
        solver_entry(&k->lp, rule, k->place[cell], sign);
}

static void set_up(struct attack *k) {
    size_t entries = 0;
    for (size_t i = 0; i < k->b->n_rules; i++)
        entries += k->s->sums.rule[k->b->rule[i]].n + 1;
    solver_new(&k->lp, k->b->n, k->b->n_rules, entries);
    for (size_t j = 0; j < k->b->n; j++) {
        struct interval x = k->x[k->b->cell[j]];
        solver_bounds(&k->lp, j, 0, x.hi - x.lo);
    }
    for (size_t i = 0; i < k->b->n_rules; i++) {
        const struct sum_rule *r = &k->s->sums.rule[k->b->rule[i]];
        double rest = 0;
        add_term(k, i, r->total, 1, &rest);
        for (size_t m = 0; m < r->n; m++)
            add_term(k, i, r->part[m], -1, &rest);
        solver_equals(&k->lp, i, rest);
    }
    solver_ready(&k->lp);
}

/* Do the whole numbers d[] above the least fulfil every equation and bound exactly? */
static bool fits(const struct attack *k) {
    for (size_t j = 0; j < k->b->n; j++) {
        struct interval x = k->x[k->b->cell[j]];
        if (!(k->d[j] >= 0 && x.lo + k->d[j] <= x.hi))
            return false;
    }
    for (size_t i = 0; i < k->b->n_rules; i++) {
        const struct sum_rule *r = &k->s->sums.rule[k->b->rule[i]];
        double rest = value_at(k, r->total);
        for (size_t m = 0; m < r->n; m++)
            rest -= value_at(k, r->part[m]);
        if (rest != 0)
            return false;
    }
    return true;
}

/* Takes over what the program's solution attains, or that of the search for whole numbers; true if
 * it is made of whole numbers, so that anyone can check it. */
static bool look(struct attack *k, bool whole) {
    for (size_t j = 0; j < k->b->n; j++) {
        double d = whole ? solver_whole_value(&k->lp, j) : solver_value(&k->lp, j);
        if (!is_whole(d))
            return false;
        k->d[j] = round(d);
    }
    if (!fits(k))
        return false;
    for (size_t j = 0; j < k->b->n; j++) {
        struct interval *seen = &k->seen[k->b->cell[j]];
        seen->lo = fmin(seen->lo, k->d[j]);
        seen->hi = fmax(seen->hi, k->d[j]);
    }
    return true;
}

/* One end of column j above its least; *proved stays if whole numbers attain it. */
static bool find_end(struct attack *k, size_t j, bool greatest, double *end, bool *proved,
                     struct err *e) {
    solver_cost(&k->lp, j, 1);
    enum outcome found = solver_solve(&k->lp, greatest);
    double at = found == SOLVER_BEST ? solver_value(&k->lp, j) : INFINITY;
    *proved = *proved && (found != SOLVER_BEST || look(k, false));
    solver_cost(&k->lp, j, 0);
    *end = greatest ? floor(at + slack * fmax(1, fabs(at))) : ceil(at - slack * fmax(1, fabs(at)));
    return found == SOLVER_BEST || (found == SOLVER_UNBOUNDED && greatest) ||
           fail(e, ERR_UNSETTLED, "the attack on hidden counts did not settle");
}

/* Are there whole numbers with column j in lo..hi above its least? What they attain is seen. */
static bool try_whole(struct attack *k, size_t j, double lo, double hi) {
    struct interval x = k->x[k->b->cell[j]];
    lo = fmax(0, lo);
    hi = fmin(hi, x.hi - x.lo);
    if (lo > hi)
        return false;
    solver_bounds(&k->lp, j, lo, hi);
    bool found = solver_whole(&k->lp, most_nodes) && look(k, true);
    solver_bounds(&k->lp, j, 0, x.hi - x.lo);
    return found;
}

static bool is_seen_safe(const struct attack *k, size_t cell) {
    struct interval seen = k->seen[cell];
    seen.lo += k->x[cell].lo;
    seen.hi += k->x[cell].lo;
    return seen.lo <= seen.hi && cell_is_safe(&k->s->cell[cell], seen);
}

/* Where a corner has fractions: do whole numbers attain what the cell asks? */
static bool prove(struct attack *k, size_t j) {
    size_t cell = k->b->cell[j];
    const struct figure *c = &k->s->cell[cell];
    const struct interval *seen = &k->seen[cell];
    if (!cell_is_guarded(c))
        return false;
    if (!(seen->lo <= seen->hi) && !try_whole(k, j, 0, INFINITY))
        return false;
    if (!is_seen_safe(k, cell))
        try_whole(k, j, fmax(c->highest - k->x[cell].lo, seen->lo + c->apart), INFINITY);
    if (!is_seen_safe(k, cell))
        try_whole(k, j, 0, seen->hi - c->apart);
    return is_seen_safe(k, cell);
}

static bool attack_cell(struct attack *k, size_t j, struct reach *reach, struct err *e) {
    size_t cell = k->b->cell[j];
    struct interval x = k->x[cell], *seen = &k->seen[cell];
    double lo = 0, hi = x.hi - x.lo;
    reach->proved = true;
    if (seen->hi < hi && !find_end(k, j, true, &hi, &reach->proved, e))
        return false;
    if (seen->lo > 0 && !find_end(k, j, false, &lo, &reach->proved, e))
        return false;
    reach->x = (struct interval){x.lo + lo, x.lo + hi};
    reach->proved = reach->proved || prove(k, j);
    return true;
}

static bool attack_block(struct attack *k, const bool *wanted, struct reach *reach, struct err *e) {
    if (k->b->n_rules == 1)
        return true; /* the bounds are exact already */
    bool any = false;
    for (size_t j = 0; j < k->b->n; j++) {
        k->place[k->b->cell[j]] = j;
        any = any || wanted[k->b->cell[j]];
    }
    if (!any)
        return true;
    set_up(k);
    enum outcome found = solver_solve(&k->lp, false);
    if (found == SOLVER_NONE)
        return fail(e, ERR_SUMS,
                    "totals and their parts contradict each other: no counts fit them");
    if (found == SOLVER_BEST)
        look(k, false);
    bool done = found == SOLVER_BEST ||
                fail(e, ERR_UNSETTLED, "the attack on hidden counts did not settle");
    for (size_t j = 0; done && j < k->b->n; j++)
        done = !wanted[k->b->cell[j]] || attack_cell(k, j, &reach[k->b->cell[j]], e);
    solver_free(&k->lp);
    return done;
}

/* The cells that are not settled by what is known, and their blocks. */
static bool prepare(struct attack *k, struct arena *a, const struct block **block, size_t *n,
                    struct err *e) {
    const struct sum_rule *bad;
    bool *open = arena_alloc(a, k->s->n, sizeof *open);
    k->seen = arena_alloc(a, k->s->n, sizeof *k->seen);
    k->place = arena_alloc(a, k->s->n, sizeof *k->place);
    k->d = arena_alloc(a, k->s->n, sizeof *k->d);
    if (k->d == NULL || open == NULL || k->seen == NULL || k->place == NULL)
        return no_memory(e);
    if (!sums_narrow(&k->s->sums, k->x, &bad))
        return fail(e, ERR_SUMS,
                    "totals and their parts contradict each other: no counts fit them");
    for (size_t i = 0; i < k->s->n; i++) {
        open[i] = k->x[i].lo < k->x[i].hi;
        k->seen[i] = (struct interval){INFINITY, -INFINITY};
        k->place[i] = SIZE_MAX;
    }
    *block = system_blocks(k->s, open, a, n, e);
    return *block != NULL;
}

bool system_attack(const struct system *s, const bool *wanted, struct reach *reach, struct arena *a,
                   struct err *e) {
    struct attack k = {.s = s, .x = arena_alloc(a, s->n, sizeof *k.x)};
    const struct block *block;
    size_t n;
    if (k.x == NULL)
        return no_memory(e);
    for (size_t i = 0; i < s->n; i++)
        k.x[i] = system_known(&s->cell[i]);
    if (!prepare(&k, a, &block, &n, e))
        return false;
    for (size_t i = 0; i < s->n; i++)
        reach[i] = (struct reach){k.x[i], true};
    for (size_t b = 0; b < n; b++) {
        k.b = &block[b];
        if (!attack_block(&k, wanted, reach, e))
            return false;
    }
    return true;
}

/* Whole numbers for the cells of a block. */
static bool complete_block(struct attack *k, double *point, struct err *e) {
    for (size_t j = 0; j < k->b->n; j++)
        k->place[k->b->cell[j]] = j;
    set_up(k);
    enum outcome found = solver_solve(&k->lp, false);
    bool fits = found == SOLVER_BEST &&
                (look(k, false) || (solver_whole(&k->lp, most_nodes) && look(k, true)));
    for (size_t j = 0; fits && j < k->b->n; j++)
        point[k->b->cell[j]] = value_at(k, k->b->cell[j]);
    solver_free(&k->lp);
    return fits ||
           fail(e, ERR_SUMS, "totals and their parts contradict each other: no counts fit them");
}

bool system_complete(const struct system *s, double *point, struct arena *a, struct err *e) {
    struct attack k = {.s = s, .x = arena_alloc(a, s->n, sizeof *k.x)};
    const struct block *block;
    size_t n;
    if (k.x == NULL)
        return no_memory(e);
    for (size_t i = 0; i < s->n; i++) {
        double value = s->cell[i].value;
        k.x[i] = isnan(value) ? s->cell[i].hidden : (struct interval){value, value};
    }
    if (!prepare(&k, a, &block, &n, e))
        return false;
    for (size_t i = 0; i < s->n; i++)
        point[i] = k.x[i].lo;
    for (size_t b = 0; b < n; b++) {
        k.b = &block[b];
        if (!complete_block(&k, point, e))
            return false;
    }
    return true;
}
