#include "disclosure/audit.h"

#include <math.h>

#include "disclosure/attack.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for disclosure control");
}

const struct sum_rule *audit_sum_of_shown(const struct system *s, size_t cell) {
    for (size_t i = 0; i < s->sums.n; i++) {
        const struct sum_rule *r = &s->sums.rule[i];
        size_t k = 0;
        while (k < r->n && !s->cell[r->part[k]].is_hidden)
            k++;
        if (r->total == cell && k == r->n)
            return r;
    }
    return NULL;
}

/* A total that is the sum of rounded parts tells no more than they do. */
static void forget_sums(struct system *s, const struct linked *l) {
    if (l->policy->round == 0)
        return;
    for (size_t i = 0; i < l->sorted->n_rows; i++) {
        struct figure *c = &s->cell[l->first + i];
        if (!c->is_hidden && audit_sum_of_shown(s, l->first + i) != NULL)
            c->shown = (struct interval){0, INFINITY};
    }
}

/* The system as whoever has the tables sees it. */
static bool look(struct linked *l, size_t n, bool totals, const struct linked_rows *rows,
                 struct system *s, struct arena *a, struct err *e) {
    if (!linked_system(l, n, rows, s, a, e))
        return false;
    for (size_t k = 0; k < n; k++)
        linked_look(&l[k], s);
    if (totals)
        forget_sums(s, &l[n - 1]);
    return true;
}

/* Attacks the last release, or all of them, for what is guarded and for its own hidden cells. */
static bool attack(const struct linked *last, const struct system *s, struct reach **reach,
                   struct arena *a, struct err *e) {
    bool *wanted = arena_alloc(a, s->n, sizeof *wanted);
    *reach = arena_alloc(a, s->n, sizeof **reach);
    if (*reach == NULL || wanted == NULL)
        return no_memory(e);
    for (size_t i = 0; i < s->n; i++)
        wanted[i] = cell_is_guarded(&s->cell[i]);
    for (size_t i = 0; i < last->sorted->n_rows; i++)
        wanted[last->first + i] = wanted[last->first + i] || s->cell[last->first + i].is_hidden;
    return system_attack(s, wanted, *reach, a, e);
}

static void judge(const struct system *s, const struct reach *reach,
                  struct disclosure_record *record) {
    for (size_t i = 0; i < s->n; i++) {
        if (!cell_is_guarded(&s->cell[i]))
            continue;
        double width = reach[i].x.hi - reach[i].x.lo;
        record->narrowest = fmin(record->narrowest, width); /* of NaN and a number the number */
        record->exposed += !reach[i].proved || !cell_is_safe(&s->cell[i], reach[i].x);
    }
}

bool audit_releases(struct linked *l, size_t n, bool totals, const struct linked_rows *rows,
                    struct disclosure_record *record, struct interval *x, struct arena *a,
                    struct err *e) {
    struct system s;
    struct reach *reach;
    struct linked *last = &l[n - 1];
    if (!look(l, n, totals, rows, &s, a, e) || !attack(last, &s, &reach, a, e))
        return false;
    judge(&s, reach, record);
    if (n > 1 && (!look(last, 1, totals, NULL, &s, a, e) || !attack(last, &s, &reach, a, e)))
        return false;
    for (size_t i = 0; i < last->sorted->n_rows; i++)
        x[i] = reach[last->first + i].x;
    return true;
}
