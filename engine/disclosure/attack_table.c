/* The attack on a table that others have suppressed. */
#include <math.h>

#include "disclosure/attack.h"
#include "disclosure/solver.h"
#include "disclosure/tabulate.h"

struct look {
    const struct table *t;
    struct arena *a; /* of what is found */
    struct arena scratch;
    struct attainable *found;
    size_t n;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for disclosure control");
}

static bool add_cells(struct system *s, const struct column *c, struct err *e) {
    for (size_t i = 0; i < c->n; i++) {
        struct interval x = interval_of(c, i);
        if (column_mark(c, i) == MARK_NOT_APPLICABLE)
            x = (struct interval){0, 0}; /* nobody is counted there */
        bool known = x.lo == x.hi;
        struct figure f = {
            .value = known ? x.lo : NAN, .hidden = x, .shown = x, .is_hidden = !known};
        if (!system_add(s, &f, e))
            return false;
    }
    return true;
}

static bool attack_column(struct look *k, size_t column, struct err *e) {
    const struct column *c = &k->t->column[column];
    struct system s;
    system_start(&s, &k->scratch);
    if (!add_cells(&s, c, e) || !system_add_totals(&s, k->t, 0, e))
        return false;
    struct reach *reach = arena_alloc(&k->scratch, s.n, sizeof *reach);
    bool *wanted = arena_alloc(&k->scratch, s.n, sizeof *wanted);
    if (reach == NULL || wanted == NULL)
        return no_memory(e);
    for (size_t i = 0; i < c->n; i++)
        wanted[i] = column_mark(c, i) == MARK_SUPPRESSED;
    if (!system_attack(&s, wanted, reach, &k->scratch, e))
        return false;
    for (size_t i = 0; i < c->n; i++) {
        struct interval own = interval_of(c, i);
        if (wanted[i])
            k->found[k->n++] =
                (struct attainable){column, i, reach[i].x.lo, reach[i].x.hi, own.lo, own.hi};
    }
    return true;
}

static bool work(void *arg, struct err *e) {
    struct look *k = arg;
    size_t room = 0;
    for (size_t i = 0; i < k->t->n_columns; i++) {
        size_t marks[MARK_COUNT];
        column_count_marks(&k->t->column[i], marks);
        room += tabulate_is_count(&k->t->column[i]) ? marks[MARK_SUPPRESSED] : 0;
    }
    k->found = arena_alloc(k->a, room, sizeof *k->found);
    if (k->found == NULL)
        return no_memory(e);
    for (size_t i = 0; room > 0 && i < k->t->n_columns; i++) {
        if (tabulate_is_count(&k->t->column[i]) && !attack_column(k, i, e))
            return false;
    }
    return true;
}

bool disclosure_attack(const struct table *t, struct arena *a, struct attainable **found, size_t *n,
                       struct err *e) {
    struct look k = {.t = t, .a = a};
    bool done = solver_run(work, &k, e);
    arena_free(&k.scratch);
    *found = k.found;
    *n = k.n;
    return done;
}
