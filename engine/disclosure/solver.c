#include "disclosure/solver.h"

#include <glpk.h>
#include <math.h>
#include <setjmp.h>

/* Steps of one call of the simplex method: far more than any of our programs takes. */
static const int most_steps = 2000000;

/* GLPK calls this instead of abort(); it must not return. */
static void on_abort(void *info) {
    jmp_buf *back = info;
    longjmp(*back, 1);
}

static int be_silent(void *info, const char *text) {
    (void)info;
    (void)text;
    return 1;
}

/* In a function of its own: what it keeps across setjmp are its arguments, which do not change. */
static bool run(bool (*work)(void *arg, struct err *e), void *arg, struct err *e) {
    jmp_buf back;
    if (setjmp(back) != 0)
        return fail(e, ERR_UNSETTLED, "the linear programming of disclosure control gave up");
    glp_error_hook(on_abort, &back);
    return work(arg, e);
}

bool solver_run(bool (*work)(void *arg, struct err *e), void *arg, struct err *e) {
    if (glp_init_env() == 2)
        return fail(e, ERR_NOMEM, "no memory for linear programming");
    glp_term_hook(be_silent, NULL);
    bool done = run(work, arg, e);
    glp_free_env();
    return done;
}

void solver_new(struct solver *s, size_t n, size_t equations, size_t entries) {
    glp_prob *p = glp_create_prob();
    *s = (struct solver){.program = p, .n = n};
    if (n > 0)
        glp_add_cols(p, (int)n);
    if (equations > 0)
        glp_add_rows(p, (int)equations);
    for (size_t i = 1; i <= equations; i++)
        glp_set_row_bnds(p, (int)i, GLP_FX, 0, 0);
    s->row = glp_alloc((int)entries + 1, sizeof *s->row);
    s->column = glp_alloc((int)entries + 1, sizeof *s->column);
    s->factor = glp_alloc((int)entries + 1, sizeof *s->factor);
}

void solver_free(struct solver *s) {
    if (s->program == NULL)
        return;
    glp_delete_prob(s->program);
    glp_free(s->row);
    glp_free(s->column);
    glp_free(s->factor);
    *s = (struct solver){0};
}

void solver_bounds(struct solver *s, size_t j, double lo, double hi) {
    int kind = isinf(lo) && isinf(hi) ? GLP_FR
               : isinf(lo)            ? GLP_UP
               : isinf(hi)            ? GLP_LO
               : lo == hi             ? GLP_FX
                                      : GLP_DB;
    glp_set_col_bnds(s->program, (int)j + 1, kind, isinf(lo) ? 0 : lo, isinf(hi) ? 0 : hi);
}

void solver_cost(struct solver *s, size_t j, double cost) {
    glp_set_obj_coef(s->program, (int)j + 1, cost);
}

void solver_entry(struct solver *s, size_t i, size_t j, double factor) {
    size_t k = ++s->entries;
    s->row[k] = (int)i + 1;
    s->column[k] = (int)j + 1;
    s->factor[k] = factor;
}

void solver_equals(struct solver *s, size_t i, double sum) {
    glp_set_row_bnds(s->program, (int)i + 1, GLP_FX, sum, sum);
}

void solver_ready(struct solver *s) {
    glp_load_matrix(s->program, (int)s->entries, s->row, s->column, s->factor);
}

/* One go of the simplex method; false when its basis went bad. */
static bool go(struct solver *s) {
    glp_prob *p = s->program;
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.it_lim = most_steps;
    how.meth = s->dual ? GLP_DUALP : GLP_PRIMAL;
    int before = glp_get_it_cnt(p);
    bool done = glp_simplex(p, &how) == 0;
    s->work += (1.0 + glp_get_it_cnt(p) - before) * glp_get_num_rows(p);
    return done;
}

enum outcome solver_solve(struct solver *s, bool greatest) {
    glp_prob *p = s->program;
    glp_set_obj_dir(p, greatest ? GLP_MAX : GLP_MIN);
    if (!go(s)) {
        glp_std_basis(p); /* once more from the beginning */
        if (!go(s))
            return SOLVER_STUCK;
    }
    switch (glp_get_status(p)) {
    case GLP_OPT:
        return SOLVER_BEST;
    case GLP_UNBND:
        return SOLVER_UNBOUNDED;
    case GLP_NOFEAS:
        return SOLVER_NONE;
    default:
        return SOLVER_STUCK;
    }
}

double solver_sum(const struct solver *s) {
    return glp_get_obj_val(s->program);
}

double solver_value(const struct solver *s, size_t j) {
    return glp_get_col_prim(s->program, (int)j + 1);
}

double solver_price(const struct solver *s, size_t j) {
    return glp_get_col_dual(s->program, (int)j + 1);
}

/* Ends the search after so many nodes: a limit of work, not of time. */
static void count_nodes(glp_tree *tree, void *info) {
    size_t *left = info;
    if (glp_ios_reason(tree) == GLP_ISELECT && (*left)-- == 0)
        glp_ios_terminate(tree);
}

bool solver_whole(struct solver *s, size_t most_nodes) {
    glp_iocp how;
    size_t left = most_nodes;
    if (solver_solve(s, false) != SOLVER_BEST)
        return false;
    for (size_t j = 1; j <= s->n; j++)
        glp_set_col_kind(s->program, (int)j, GLP_IV);
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON; /* most columns are fixed */
    how.cb_func = count_nodes;
    how.cb_info = &left;
    bool ended = glp_intopt(s->program, &how) == 0;
    int status = glp_mip_status(s->program);
    for (size_t j = 1; j <= s->n; j++)
        glp_set_col_kind(s->program, (int)j, GLP_CV);
    return status == GLP_OPT || (!ended && status == GLP_FEAS);
}

double solver_whole_value(const struct solver *s, size_t j) {
    return glp_mip_col_val(s->program, (int)j + 1);
}
