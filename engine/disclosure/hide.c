/* The heuristic of secondary suppression, in the manner of Kelly JP, Golden BL, Assad AA. Cell
 * suppression: disclosure protection for sensitive tabular data. Networks 1992;22:397-417. */
#include "disclosure/hide.h"

#include <math.h>
#include <stdlib.h>

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for disclosure control");
}

/* The program of the cheapest shift: column j moves cell j up, column n + j moves it down. */
struct price {
    struct shifts *k;
    struct solver lp;
};

static void price_cell(struct price *p, size_t j) {
    const struct shifts *k = p->k;
    const struct figure *c = shifts_cell(k, j);
    struct interval x = c->is_hidden || !c->fixed ? k->hidden[j] : k->shown[j];
    double cost = c->is_hidden || c->fixed ? 0 : c->cost;
    solver_bounds(&p->lp, j, 0, fmax(0, x.hi));
    solver_bounds(&p->lp, k->b->n + j, 0, fmax(0, -x.lo));
    solver_cost(&p->lp, j, cost);
    solver_cost(&p->lp, k->b->n + j, cost);
}

static void price_start(struct price *p, struct shifts *k) {
    p->k = k;
    shifts_both_ways(k, &p->lp);
    for (size_t j = 0; j < k->b->n; j++)
        price_cell(p, j);
}

/* Hides what the shift moves beyond what it may be while shown. */
static void hide_moved(struct price *p, bool *failed) {
    struct shifts *k = p->k;
    for (size_t j = 0; j < k->b->n; j++) {
        const struct figure *c = shifts_cell(k, j);
        k->by[j] = solver_value(&p->lp, j) - solver_value(&p->lp, k->b->n + j);
        bool beyond = k->by[j] > k->shown[j].hi + 0.5 || k->by[j] < k->shown[j].lo - 0.5;
        if (c->is_hidden || c->fixed || !beyond)
            continue;
        shifts_set(k, j, true);
        price_cell(p, j);
    }
    shifts_learn(k, k->by, failed);
}

/* Moves column j by 'by' as cheaply as can be, or, when nothing allows that, as far as it goes. */
static void move(struct price *p, size_t j, double by, bool *failed) {
    static const double any_price = 1e6;
    size_t up = j, down = p->k->b->n + j;
    solver_bounds(&p->lp, up, fmax(0, by), fmax(0, by));
    solver_bounds(&p->lp, down, fmax(0, -by), fmax(0, -by));
    enum outcome found = solver_solve(&p->lp, false);
    if (found == SOLVER_NONE) {
        size_t way = by > 0 ? up : down;
        solver_bounds(&p->lp, way, 0, fabs(by));
        solver_cost(&p->lp, way, -any_price);
        found = solver_solve(&p->lp, false);
    }
    if (found == SOLVER_BEST)
        hide_moved(p, failed);
    price_cell(p, j);
}

/* The next move that brings column j nearer to what it asks, up first; 0: there is none. */
static double next_move(const struct shifts *k, size_t j, bool down) {
    const struct figure *c = shifts_cell(k, j);
    double point = k->point[k->b->cell[j]];
    struct interval r = k->reached[j];
    double up = fmin(fmax(c->highest - point, c->apart + r.lo), k->hidden[j].hi);
    return down ? fmax(r.hi - c->apart, k->hidden[j].lo) : up;
}

/* Hides cells until column j is safe, if that can be. */
static bool make_safe(struct price *p, size_t j, struct err *e) {
    bool safe, failed = false;
    for (int way = 0; way < 2; way++) {
        if (!shifts_protect(p->k, j, &safe, e))
            return false;
        if (safe)
            return true;
        double by = next_move(p->k, j, way == 1);
        if (by != 0 && !failed)
            move(p, j, by, &failed);
    }
    if (failed)
        return no_memory(e);
    return shifts_protect(p->k, j, &safe, e);
}

static bool uses(const struct witness *w, size_t column) {
    for (size_t i = 0; w != NULL && i < w->n; i++) {
        if (w->column[i] == column)
            return true;
    }
    return false;
}

/* What a column's witnesses were, to go back to. */
struct kept {
    const struct witness *up, *down;
    struct interval reached;
};

static void keep(const struct shifts *k, struct kept *kept) {
    for (size_t j = 0; j < k->b->n; j++)
        kept[j] = (struct kept){k->up[j], k->down[j], k->reached[j]};
}

static void go_back(struct shifts *k, const struct kept *kept) {
    for (size_t j = 0; j < k->b->n; j++) {
        k->up[j] = kept[j].up;
        k->down[j] = kept[j].down;
        k->reached[j] = kept[j].reached;
    }
}

/* Forgets the witnesses that move a column which can't be moved any more. */
static void forget(struct shifts *k, size_t column) {
    for (size_t j = 0; j < k->b->n; j++) {
        if (uses(k->up[j], column)) {
            k->up[j] = NULL;
            k->reached[j].hi = 0;
        }
        if (uses(k->down[j], column)) {
            k->down[j] = NULL;
            k->reached[j].lo = 0;
        }
    }
}

/* Are all guarded cells safe that were so before? */
static bool still_safe(struct shifts *k, const bool *before, bool *safe, struct err *e) {
    *safe = true;
    for (size_t j = 0; j < k->b->n && *safe; j++) {
        if (before[j] && !shifts_protect(k, j, safe, e))
            return false;
    }
    return true;
}

static bool try_to_show(struct shifts *k, size_t column, const bool *before, struct kept *kept,
                        struct err *e) {
    bool safe;
    keep(k, kept);
    forget(k, column);
    shifts_set(k, column, false);
    if (!still_safe(k, before, &safe, e))
        return false;
    if (!safe) {
        shifts_set(k, column, true);
        go_back(k, kept);
    }
    return true;
}

/* Columns that are hidden and need not be, the dearest first. */
struct choice {
    double cost;
    size_t column;
};

static int dearest_first(const void *a, const void *b) {
    const struct choice *x = a, *y = b;
    if (x->cost != y->cost)
        return x->cost > y->cost ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static bool show_again(struct shifts *k, struct err *e) {
    size_t n = 0;
    struct choice *choice = arena_alloc(k->a, k->b->n, sizeof *choice);
    struct kept *kept = arena_alloc(k->a, k->b->n, sizeof *kept);
    bool *before = arena_alloc(k->a, k->b->n, sizeof *before);
    if (choice == NULL || kept == NULL || before == NULL)
        return no_memory(e);
    for (size_t j = 0; j < k->b->n; j++) {
        const struct figure *c = shifts_cell(k, j);
        before[j] = k->watched[j] && shifts_known_safe(k, j);
        if (c->is_hidden && !c->fixed)
            choice[n++] = (struct choice){c->cost, j};
    }
    qsort(choice, n, sizeof *choice, dearest_first);
    for (size_t i = 0; i < n; i++) {
        if (!try_to_show(k, choice[i].column, before, kept, e))
            return false;
    }
    return true;
}

bool hide_in_turn(struct shifts *k, struct err *e) {
    struct price p;
    price_start(&p, k);
    bool done = true;
    for (size_t j = 0; done && j < k->b->n; j++)
        done = !k->watched[j] || make_safe(&p, j, e);
    solver_free(&p.lp);
    return done && show_again(k, e);
}

static bool any_guarded(const struct system *s, const struct block *b) {
    for (size_t i = 0; i < b->n; i++) {
        if (cell_is_guarded(&s->cell[b->cell[i]]))
            return true;
    }
    return false;
}

static bool hide_block(struct system *s, const struct block *b, const double *point, size_t *place,
                       bool *optimal, struct arena *a, struct err *e) {
    struct shifts k;
    bool best;
    if (!shifts_start(&k, s, b, point, place, a, e) || !shifts_watch(&k, e) ||
        !hide_in_turn(&k, e) || !hide_optimum(&k, &best, e))
        return false;
    shifts_end(&k);
    *optimal = *optimal && best;
    return true;
}

bool system_hide(struct system *s, const double *point, bool *optimal, struct arena *a,
                 struct err *e) {
    size_t n, *place = arena_alloc(a, s->n, sizeof *place);
    if (place == NULL)
        return no_memory(e);
    const struct block *block = system_blocks(s, NULL, a, &n, e);
    *optimal = true;
    for (size_t b = 0; block != NULL && b < n; b++) {
        if (any_guarded(s, &block[b]) && !hide_block(s, &block[b], point, place, optimal, a, e))
            return false;
    }
    return block != NULL;
}
