/* The cheapest choice of counts to hide, by branch and cut: Fischetti M, Salazar-Gonzalez JJ.
 * Solving the cell suppression problem on tabular data with linear constraints. Management Science
 * 2001;47:1008-1027.
 *
 * x[j] is 1 when cell j is hidden. How far an attacker can move a count is a linear program whose
 * bounds depend on x; its dual solution bounds that from above for every other x as well. So each
 * choice that leaves a count too little gives an inequality that it breaks and no safe choice does
 * (a Benders cut); such inequalities are added until the cheapest choice breaks none. */
#include "disclosure/hide.h"

#include <glpk.h>
#include <math.h>

/* Room for the solver's rounding in a comparison with whole numbers. */
static const double slack = 1e-6;

/* Limits of work, the same on every machine: choices, nodes, cuts at a time, and the work of the
 * attacks, which take about a second then. */
enum { most_choices = 5000, most_nodes = 2000, most_cuts = 40 };
static const double most_work = 2e7;

struct cut {
    struct cut *next;
    int n, *column; /* of the master program, from place 1 */
    double *factor, least;
};

struct search {
    struct shifts *k;
    glp_prob *master;
    size_t n, *choice; /* the columns of k that may be hidden or shown */
    int *number;       /* of each column of k: its column in the master, 0: settled */
    double *x;         /* of each column of k: how far it is hidden, 0 .. 1 */
    double *up, *down; /* duals of the two attacks on a count */
    double *start;     /* what the heuristic chose, from place 1 */
    double *factor;    /* scratch: a cut, from place 1 */
    struct cut *cuts;
    size_t nodes, n_cuts;
    double until; /* work at which the search ends */
    bool failed, offered;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for disclosure control");
}

static void store_cut(struct search *s, const double *factor, double least) {
    struct cut *c = arena_alloc(s->k->a, 1, sizeof *c);
    int *column = arena_alloc(s->k->a, s->n + 1, sizeof *column);
    double *f = arena_alloc(s->k->a, s->n + 1, sizeof *f);
    s->failed = s->failed || c == NULL || column == NULL || f == NULL;
    if (s->failed)
        return;
    *c = (struct cut){.next = s->cuts, .column = column, .factor = f, .least = least};
    for (size_t i = 1; i <= s->n; i++) {
        if (factor[i] < slack)
            continue;
        c->column[++c->n] = (int)i;
        c->factor[c->n] = fmin(factor[i], least); /* x is 0 or 1: more than enough is enough */
    }
    s->cuts = c;
    s->n_cuts++;
}

static void add_cut(glp_prob *p, const struct cut *c) {
    int row = glp_add_rows(p, 1);
    glp_set_row_bnds(p, row, GLP_LO, c->least, 0);
    glp_set_mat_row(p, row, c->n, c->column, c->factor);
}

static bool is_broken(const struct search *s, const struct cut *c) {
    double sum = 0;
    for (int i = 1; i <= c->n; i++)
        sum += c->factor[i] * s->x[s->choice[c->column[i] - 1]];
    return sum < c->least - slack * fmax(1, c->least);
}

/* Adds the part of a dual solution that depends on x to factor[], and the rest to *rest. */
static void add_dual(const struct search *s, const double *dual, double sign, double *factor,
                     double *rest) {
    for (size_t j = 0; j < s->k->b->n; j++) {
        double d = sign * dual[j];
        if (fabs(d) < slack)
            continue;
        struct interval shown = s->k->shown[j], hidden = s->k->hidden[j];
        double base = d > 0 ? d * shown.hi : d * shown.lo;
        double whole = d > 0 ? d * hidden.hi : d * hidden.lo;
        bool is_hidden = shifts_cell(s->k, j)->is_hidden;
        if (s->number[j] > 0)
            factor[s->number[j]] += fmax(0, whole - base);
        *rest += s->number[j] == 0 && is_hidden ? whole : base;
    }
}

/* The inequality that a dual solution, or two, gives: the attack reaches at least so far. */
static void make_cut(struct search *s, const double *up, const double *down, double need) {
    double rest = 0;
    for (size_t i = 0; i <= s->n; i++)
        s->factor[i] = 0;
    add_dual(s, up, 1, s->factor, &rest);
    if (down != NULL)
        add_dual(s, down, -1, s->factor, &rest);
    if (need - rest > slack)
        store_cut(s, s->factor, need - rest);
}

/* The attack on column j at x; its duals. */
static bool attack(struct search *s, size_t j, bool greatest, double *end, double *dual) {
    struct solver *lp = &s->k->lp;
    solver_cost(lp, j, 1);
    bool found = solver_solve(lp, greatest) == SOLVER_BEST;
    for (size_t i = 0; found && i < s->k->b->n; i++)
        dual[i] = solver_price(lp, i);
    *end = found ? solver_sum(lp) : 0;
    solver_cost(lp, j, 0);
    s->failed = s->failed || !found;
    return found;
}

/* Looks for what x leaves too little, for one guarded column. */
static void separate_column(struct search *s, size_t j) {
    const struct figure *c = shifts_cell(s->k, j);
    double point = s->k->point[s->k->b->cell[j]], hi, lo;
    if (!attack(s, j, true, &hi, s->up))
        return;
    if (point + hi < c->highest - slack) {
        make_cut(s, s->up, NULL, c->highest - point);
        return;
    }
    /* the way down is not longer than this: most need not look */
    if (hi >= c->apart - slack || !attack(s, j, false, &lo, s->down))
        return;
    if (hi - lo < c->apart - slack)
        make_cut(s, s->up, s->down, c->apart);
}

static void set_hiding(struct search *s, bool at_x) {
    for (size_t i = 0; i < s->n; i++) {
        size_t j = s->choice[i];
        struct interval shown = s->k->shown[j], hidden = s->k->hidden[j];
        double x = at_x ? s->x[j] : shifts_cell(s->k, j)->is_hidden;
        solver_bounds(&s->k->lp, j, shown.lo + x * fmin(0, hidden.lo - shown.lo),
                      shown.hi + x * fmax(0, hidden.hi - shown.hi));
    }
}

/* Makes cuts that x breaks; returns how many. */
static size_t separate(struct search *s) {
    size_t before = s->n_cuts;
    set_hiding(s, true);
    for (size_t j = 0; j < s->k->b->n && s->n_cuts - before < most_cuts && !s->failed; j++) {
        if (s->k->watched[j])
            separate_column(s, j);
    }
    return s->n_cuts - before;
}

static void read_choice(struct search *s, glp_prob *p) {
    for (size_t i = 0; i < s->n; i++)
        s->x[s->choice[i]] = fmin(1, fmax(0, glp_get_col_prim(p, (int)i + 1)));
}

/* Cuts found before that this node lacks, else new ones. */
static void cut_node(struct search *s, glp_tree *tree) {
    glp_prob *p = glp_ios_get_prob(tree);
    size_t added = 0;
    read_choice(s, p);
    for (const struct cut *c = s->cuts; c != NULL; c = c->next) {
        if (is_broken(s, c)) {
            add_cut(p, c);
            added++;
        }
    }
    if (added > 0)
        return;
    size_t made = separate(s);
    for (const struct cut *c = s->cuts; made > 0; c = c->next, made--)
        add_cut(p, c);
}

static void step(glp_tree *tree, void *info) {
    struct search *s = info;
    switch (glp_ios_reason(tree)) {
    case GLP_ISELECT:
        s->nodes++;
        break;
    case GLP_IROWGEN:
        cut_node(s, tree);
        break;
    case GLP_IHEUR:
        if (!s->offered)
            glp_ios_heur_sol(tree, s->start);
        s->offered = true;
        break;
    default:
        break;
    }
    if (s->failed || s->nodes > most_nodes || s->k->lp.work > s->until)
        glp_ios_terminate(tree);
}

static bool is_exact(const struct search *s, size_t j) {
    return s->k->shown[j].lo == s->k->shown[j].hi;
}

/* The cells of a rule that may be hidden, in column[1..]; false when one is hidden already, besides
 * 'but', or known roughly. */
static bool rule_choices(const struct search *s, const struct sum_rule *r, size_t but, int *column,
                         int *n) {
    *n = 0;
    for (size_t m = 0; m <= r->n; m++) {
        size_t j = s->k->place[m == 0 ? r->total : r->part[m - 1]];
        if (j == but)
            continue;
        if (s->number[j] > 0)
            column[++*n] = s->number[j];
        else if (shifts_cell(s->k, j)->is_hidden)
            return false;
        if (!is_exact(s, j))
            return false;
    }
    return true;
}

/* No equation has one hidden cell: it would follow from the others. */
static void add_first_cuts(struct search *s, const struct sum_rule *r, int *column, double *one) {
    int n;
    for (size_t m = 0; m <= r->n; m++) {
        size_t j = s->k->place[m == 0 ? r->total : r->part[m - 1]];
        bool guarded = cell_is_guarded(shifts_cell(s->k, j));
        if ((!guarded && s->number[j] == 0) || !rule_choices(s, r, j, column, &n))
            continue;
        int row = glp_add_rows(s->master, 1), entries = n;
        if (!guarded) {
            column[++entries] = s->number[j];
            one[entries] = -1;
        }
        glp_set_row_bnds(s->master, row, GLP_LO, guarded ? 1 : 0, 0);
        glp_set_mat_row(s->master, row, entries, column, one);
        one[entries] = 1;
    }
}

static bool allocate(struct search *s, struct err *e) {
    size_t n = s->k->b->n;
    struct arena *a = s->k->a;
    s->choice = arena_alloc(a, n, sizeof *s->choice);
    s->number = arena_alloc(a, n, sizeof *s->number);
    s->x = arena_alloc(a, n, sizeof *s->x);
    s->up = arena_alloc(a, n, sizeof *s->up);
    s->down = arena_alloc(a, n, sizeof *s->down);
    s->start = arena_alloc(a, n + 1, sizeof *s->start);
    s->factor = arena_alloc(a, n + 1, sizeof *s->factor);
    return (s->factor != NULL && s->choice != NULL && s->number != NULL && s->x != NULL &&
            s->up != NULL && s->down != NULL && s->start != NULL) ||
           no_memory(e);
}

static void find_choices(struct search *s) {
    for (size_t j = 0; j < s->k->b->n; j++) {
        const struct figure *c = shifts_cell(s->k, j);
        if (c->fixed)
            continue;
        s->choice[s->n] = j;
        s->number[j] = (int)++s->n;
        s->start[s->n] = c->is_hidden;
    }
}

static bool make_master(struct search *s, struct err *e) {
    size_t longest = 0;
    for (size_t i = 0; i < s->k->b->n_rules; i++) {
        size_t n = s->k->s->sums.rule[s->k->b->rule[i]].n;
        longest = n > longest ? n : longest;
    }
    int *column = arena_alloc(s->k->a, longest + 2, sizeof *column);
    double *one = arena_alloc(s->k->a, longest + 2, sizeof *one);
    if (column == NULL || one == NULL)
        return no_memory(e);
    for (size_t i = 0; i < longest + 2; i++)
        one[i] = 1;
    s->master = glp_create_prob();
    glp_add_cols(s->master, (int)s->n);
    for (size_t i = 0; i < s->n; i++) {
        glp_set_col_kind(s->master, (int)i + 1, GLP_BV);
        glp_set_obj_coef(s->master, (int)i + 1, shifts_cell(s->k, s->choice[i])->cost);
    }
    for (size_t i = 0; i < s->k->b->n_rules; i++)
        add_first_cuts(s, &s->k->s->sums.rule[s->k->b->rule[i]], column, one);
    return true;
}

/* True when the search ended by itself, with a choice. */
static bool solve(struct search *s) {
    glp_smcp simplex;
    glp_iocp how;
    glp_init_smcp(&simplex);
    simplex.msg_lev = GLP_MSG_OFF;
    if (glp_simplex(s->master, &simplex) != 0 || glp_get_status(s->master) != GLP_OPT)
        return false;
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.sr_heur = GLP_OFF; /* it would take choices that no cut has seen */
    how.cb_func = step;
    how.cb_info = s;
    return glp_intopt(s->master, &how) == 0 && glp_mip_status(s->master) == GLP_OPT;
}

/* Hides what the choice says, x[] from place 1 on; are all that were to be safe so? */
static bool take_choice(struct search *s, const double *x, const bool *before, bool *safe,
                        struct err *e) {
    struct shifts *k = s->k;
    for (size_t i = 0; i < s->n; i++)
        shifts_set(k, s->choice[i], x[i + 1] > 0.5);
    for (size_t j = 0; j < k->b->n; j++) {
        k->up[j] = k->down[j] = NULL;
        k->reached[j] = (struct interval){0, 0};
    }
    *safe = true;
    for (size_t j = 0; j < k->b->n && *safe; j++) {
        if (before[j] && !shifts_protect(k, j, safe, e))
            return false;
    }
    return true;
}

/* Which guarded columns are safe; false when one is not: then there is no choice to look for. */
static bool all_safe(struct shifts *k, bool *before) {
    bool all = true;
    for (size_t j = 0; j < k->b->n; j++) {
        before[j] = k->watched[j] && shifts_known_safe(k, j);
        all = all && before[j] == k->watched[j];
    }
    return all;
}

static bool take_best(struct search *s, const bool *before, bool *optimal, struct err *e) {
    double *x = arena_alloc(s->k->a, s->n + 1, sizeof *x);
    if (x == NULL)
        return no_memory(e);
    *optimal = solve(s);
    set_hiding(s, false);
    int status = glp_mip_status(s->master);
    bool better = status == GLP_OPT || status == GLP_FEAS;
    for (size_t i = 1; better && i <= s->n; i++)
        x[i] = glp_mip_col_val(s->master, (int)i);
    if (!better)
        return true;
    bool safe;
    if (!take_choice(s, x, before, &safe, e))
        return false;
    *optimal = *optimal && safe;
    return safe || take_choice(s, s->start, before, &safe, e);
}

bool hide_optimum(struct shifts *k, bool *optimal, struct err *e) {
    struct search s = {.k = k, .until = k->lp.work + most_work};
    bool *before = arena_alloc(k->a, k->b->n, sizeof *before);
    *optimal = false;
    if (before == NULL)
        return no_memory(e);
    if (!allocate(&s, e))
        return false;
    find_choices(&s);
    bool any = false;
    for (size_t i = 1; i <= s.n; i++)
        any = any || s.start[i] > 0;
    if (!any || !all_safe(k, before)) {
        *optimal = !any && all_safe(k, before); /* nothing is cheaper than nothing */
        return true;
    }
    if (s.n > most_choices)
        return true;
    if (!make_master(&s, e))
        return false;
    bool done = take_best(&s, before, optimal, e);
    glp_delete_prob(s.master);
    return done;
}
