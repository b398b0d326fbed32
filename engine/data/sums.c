#include "data/sums.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "data/group.h"
#include "data/years.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the totals of a table");
}

bool sums_add(struct sums *s, size_t total, const size_t *part, size_t n, struct err *e) {
    if (s->n == s->room) {
        size_t room = s->room == 0 ? 64 : s->room * 2;
        struct sum_rule *more = arena_alloc(s->arena, room, sizeof *more);
        if (more == NULL)
            return no_memory(e);
        if (s->n > 0)
            memcpy(more, s->rule, s->n * sizeof *more);
        s->rule = more;
        s->room = room;
    }
    size_t *copy = arena_alloc(s->arena, n, sizeof *copy);
    if (copy == NULL)
        return no_memory(e);
    memcpy(copy, part, n * sizeof *copy);
    s->rule[s->n++] = (struct sum_rule){total, n, copy};
    return true;
}

const char **sums_others(const struct table *t, const char *dimension, struct arena *arena,
                         size_t *n) {
    const char **names = arena_alloc(arena, t->n_columns, sizeof *names);
    *n = 0;
    for (size_t i = 0; names != NULL && i < t->n_columns; i++) {
        const struct field *f = &t->column[i].field;
        bool told = f->type == COLUMN_LABEL || years_is_period(&t->column[i]);
        if (told && f->role != ROLE_NOTE && (dimension == NULL || strcmp(f->name, dimension) != 0))
            names[(*n)++] = f->name;
    }
    return names;
}

bool sums_is_total_name(const char *name) {
    static const char *const names[] = {"total", "totals", "grand total", "grand_total", "all"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        if (strcasecmp(name, names[k]) == 0)
            return true;
    }
    return false;
}

const char *sums_total_label(const struct column *c) {
    if (c->field.totals != NULL)
        return c->field.totals;
    for (size_t i = 0; i < c->dictionary->n; i++) {
        if (sums_is_total_name(c->dictionary->text[i]))
            return c->dictionary->text[i];
    }
    return NULL;
}

/* The group order[0] .. order[n - 1] as a rule, if it has the total once and parts. */
static bool add_group(struct sums *s, const struct column *dimension, int32_t total,
                      const size_t *order, size_t n, struct err *e) {
    size_t *part = arena_alloc(s->arena, n, sizeof *part), parts = 0, totals = 0, at = 0;
    if (part == NULL)
        return no_memory(e);
    for (size_t i = 0; i < n; i++) {
        if (dimension->code[order[i]] == total) {
            at = order[i];
            totals++;
        } else {
            part[parts++] = order[i];
        }
    }
    return totals != 1 || parts == 0 || sums_add(s, at, part, parts, e);
}

bool sums_find(struct sums *s, const struct table *t, const char *dimension, const char *total,
               const char *const *by, size_t n_by, struct err *e) {
    const struct column *c = table_need_labels(t, dimension, e);
    struct grouping g;
    if (c == NULL || !group_rows(t, by, n_by, s->arena, &g, e))
        return false;
    int32_t code = dictionary_find(c->dictionary, (struct span){total, strlen(total)});
    for (size_t from = 0, end; code >= 0 && from < t->n_rows; from = end) {
        end = group_end(&g, from, t->n_rows);
        if (!add_group(s, c, code, &g.order[from], end - from, e))
            return false;
    }
    return true;
}

struct interval sums_parts(const struct sum_rule *rule, const struct interval *cell) {
    struct interval sum = {0, 0};
    for (size_t i = 0; i < rule->n; i++) {
        sum.lo += cell[rule->part[i]].lo;
        sum.hi += cell[rule->part[i]].hi;
    }
    return sum;
}

/* Moves the ends of x inwards to those of 'to'; true when one moved. */
static bool narrow(struct interval *x, struct interval to) {
    struct interval before = *x;
    x->lo = fmax(x->lo, to.lo);
    x->hi = fmin(x->hi, to.hi);
    return x->lo > before.lo || x->hi < before.hi;
}

/* The greatest that the parts other than part i can make; they may have no greatest. */
static double others_most(const struct sum_rule *rule, const struct interval *cell, size_t i,
                          struct interval sum) {
    if (isfinite(sum.hi))
        return sum.hi - cell[rule->part[i]].hi;
    double most = 0;
    for (size_t k = 0; k < rule->n; k++)
        most += k == i ? 0 : cell[rule->part[k]].hi;
    return most;
}

/* Are there parts without an upper bound, and more than one? Then none has a lower bound to gain.
 */
static bool open_ended(const struct sum_rule *rule, const struct interval *cell) {
    size_t n = 0;
    for (size_t i = 0; i < rule->n; i++)
        n += isinf(cell[rule->part[i]].hi) != 0;
    return n > 1;
}

/* One rule: the total from its parts, each part from the total and the others. */
static bool apply(const struct sum_rule *rule, struct interval *cell, bool *moved) {
    struct interval sum = sums_parts(rule, cell), *total = &cell[rule->total];
    *moved |= narrow(total, sum);
    bool fits = total->lo <= total->hi, open = open_ended(rule, cell);
    for (size_t i = 0; fits && i < rule->n; i++) {
        struct interval *part = &cell[rule->part[i]];
        double others_least = sum.lo - part->lo;
        double most = open ? INFINITY : others_most(rule, cell, i, sum);
        struct interval left = {total->lo - most, total->hi - others_least};
        struct interval before = *part;
        *moved |= narrow(part, left);
        fits = part->lo <= part->hi;
        sum.lo += part->lo - before.lo;
        sum.hi = isfinite(before.hi) ? sum.hi + part->hi - before.hi : sums_parts(rule, cell).hi;
    }
    return fits;
}

bool sums_narrow(const struct sums *s, struct interval *cell, const struct sum_rule **bad) {
    enum { most_rounds = 1000 };
    bool moved = true;
    for (int round = 0; moved && round < most_rounds; round++) {
        moved = false;
        for (size_t i = 0; i < s->n; i++) {
            *bad = &s->rule[i];
            if (!apply(&s->rule[i], cell, &moved))
                return false;
        }
    }
    return true;
}
