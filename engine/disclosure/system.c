#include "disclosure/system.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for disclosure control");
}

void system_start(struct system *s, struct arena *a) {
    *s = (struct system){.arena = a};
    s->sums.arena = a;
}

bool system_add(struct system *s, const struct figure *c, struct err *e) {
    if (s->n == s->room) {
        size_t room = s->room == 0 ? 256 : s->room * 2;
        struct figure *more = arena_alloc(s->arena, room, sizeof *more);
        if (more == NULL)
            return no_memory(e);
        if (s->n > 0)
            memcpy(more, s->cell, s->n * sizeof *more);
        s->cell = more;
        s->room = room;
    }
    s->cell[s->n++] = *c;
    return true;
}

struct interval system_known(const struct figure *c) {
    return c->is_hidden ? c->hidden : c->shown;
}

bool cell_is_guarded(const struct figure *c) {
    return c->highest > 0 || c->apart > 0;
}

bool cell_is_safe(const struct figure *c, struct interval x) {
    return x.hi >= c->highest && x.hi - x.lo >= c->apart;
}

/* The smallest cell of those connected with i so far. */
static size_t leader(size_t *up, size_t i) {
    while (up[i] != i) {
        up[i] = up[up[i]];
        i = up[i];
    }
    return i;
}

static void connect(size_t *up, size_t a, size_t b) {
    a = leader(up, a);
    b = leader(up, b);
    if (a < b)
        up[b] = a;
    else
        up[a] = b;
}

/* The used cells of a rule, the total first. */
static size_t used_cells(const struct sum_rule *r, const bool *use, size_t *out) {
    size_t n = 0;
    for (size_t k = 0; k <= r->n; k++) {
        size_t i = k == 0 ? r->total : r->part[k - 1];
        if (use == NULL || use[i])
            out[n++] = i;
    }
    return n;
}

/* Lists in one piece of memory: item i goes to list[i], SIZE_MAX: to none. */
static size_t *fill_lists(const size_t *list, size_t n, size_t n_lists, size_t *size,
                          struct arena *a) {
    size_t *all = arena_alloc(a, n, sizeof *all), *at = arena_alloc(a, n_lists + 1, sizeof *at);
    if (all == NULL || at == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        if (list[i] != SIZE_MAX)
            size[list[i]]++;
    }
    for (size_t b = 0; b < n_lists; b++)
        at[b + 1] = at[b] + size[b];
    for (size_t i = 0; i < n; i++) {
        if (list[i] != SIZE_MAX)
            all[at[list[i]]++] = i;
    }
    return all;
}

struct block *system_blocks(const struct system *s, const bool *use, struct arena *a, size_t *n,
                            struct err *e) {
    size_t rules = s->sums.n, most = 1;
    for (size_t r = 0; r < rules; r++)
        most = s->sums.rule[r].n + 1 > most ? s->sums.rule[r].n + 1 : most;
    size_t *up = arena_alloc(a, s->n, sizeof *up), *of = arena_alloc(a, s->n, sizeof *of);
    size_t *of_rule = arena_alloc(a, rules, sizeof *of_rule);
    size_t *some = arena_alloc(a, most, sizeof *some);
    bool *ruled = arena_alloc(a, s->n, sizeof *ruled);
    *n = 0;
    if (up == NULL || of == NULL || of_rule == NULL || some == NULL || ruled == NULL)
        return no_memory(e), NULL;
    for (size_t i = 0; i < s->n; i++)
        up[i] = i;
    for (size_t r = 0; r < rules; r++) {
        size_t used = used_cells(&s->sums.rule[r], use, some);
        of_rule[r] = used > 0 ? some[0] : SIZE_MAX;
        for (size_t k = 0; k < used; k++) {
            connect(up, some[0], some[k]);
            ruled[some[k]] = true;
        }
    }
    for (size_t i = 0; i < s->n; i++) /* leaders come first */
        of[i] = !ruled[i] ? SIZE_MAX : leader(up, i) == i ? (*n)++ : of[leader(up, i)];
    for (size_t r = 0; r < rules; r++)
        of_rule[r] = of_rule[r] == SIZE_MAX ? SIZE_MAX : of[of_rule[r]];
    size_t *size = arena_alloc(a, 2 * *n, sizeof *size);
    struct block *block = arena_alloc(a, *n, sizeof *block);
    size_t *cells = size != NULL ? fill_lists(of, s->n, *n, size, a) : NULL;
    size_t *of_block = size != NULL ? fill_lists(of_rule, rules, *n, size + *n, a) : NULL;
    if (block == NULL || cells == NULL || of_block == NULL)
        return no_memory(e), NULL;
    for (size_t b = 0; b < *n; b++) {
        block[b] = (struct block){size[b], size[*n + b], cells, of_block};
        cells += size[b];
        of_block += size[*n + b];
    }
    return block;
}

/* What a cell can be in the source. */
static struct interval in_source(const struct figure *c) {
    return isnan(c->value) ? c->hidden : (struct interval){c->value, c->value};
}

/* What a total has more than its parts, at the least: 0 where they can be equal. */
static double difference(const struct system *s, const struct sum_rule *r) {
    struct interval total = in_source(&s->cell[r->total]), parts = {0, 0};
    for (size_t k = 0; k < r->n; k++) {
        struct interval x = in_source(&s->cell[r->part[k]]);
        parts.lo += x.lo;
        parts.hi += x.hi;
    }
    return total.lo > parts.hi   ? total.lo - parts.hi
           : total.hi < parts.lo ? total.hi - parts.lo
                                 : 0;
}

bool system_add_rule(struct system *s, const struct sum_rule *r, size_t first, struct err *e) {
    size_t *part = arena_alloc(s->arena, r->n + 1, sizeof *part), n = r->n;
    if (part == NULL)
        return no_memory(e);
    for (size_t k = 0; k < n; k++)
        part[k] = first + r->part[k];
    struct sum_rule moved = {first + r->total, n, part};
    double more = difference(s, &moved);
    struct figure known = {
        .value = more, .hidden = {more, more}, .shown = {more, more}, .fixed = true};
    if (more != 0) {
        if (!system_add(s, &known, e))
            return false;
        part[n++] = s->n - 1;
    }
    return sums_add(&s->sums, moved.total, part, n, e);
}

/* Do all groups bear out that the label is a total? */
static bool is_borne_out(const struct system *s, const struct sums *found, size_t first) {
    for (size_t i = 0; i < found->n; i++) {
        const struct sum_rule *r = &found->rule[i];
        size_t *part = arena_alloc(s->arena, r->n, sizeof *part);
        for (size_t k = 0; part != NULL && k < r->n; k++)
            part[k] = first + r->part[k];
        struct sum_rule moved = {first + r->total, r->n, part};
        if (part == NULL || difference(s, &moved) != 0)
            return false;
    }
    return true;
}

/* Is there a group of two parts or more whose counts are all known? Then its sum is no chance. */
static bool is_seen(const struct system *s, const struct sums *found, size_t first) {
    for (size_t i = 0; i < found->n; i++) {
        const struct sum_rule *r = &found->rule[i];
        bool known = r->n > 1 && s->cell[first + r->total].value > 0;
        for (size_t k = 0; known && k < r->n; k++)
            known = !isnan(s->cell[first + r->part[k]].value);
        if (known)
            return true;
    }
    return false;
}

/* The label with the most in all: if one is the total of the others it is this one, whatever it is
 * called ("England"). NULL when there are none. */
static const char *largest_label(const struct system *s, const struct column *c, size_t first,
                                 struct err *e) {
    double *sum = arena_alloc(s->arena, c->dictionary->n, sizeof *sum);
    size_t largest = 0;
    if (sum == NULL)
        no_memory(e);
    for (size_t row = 0; sum != NULL && row < c->n; row++) {
        double x = s->cell[first + row].value;
        if (c->code[row] >= 0 && x > 0)
            sum[c->code[row]] += x;
    }
    for (size_t i = 1; sum != NULL && i < c->dictionary->n; i++)
        largest = sum[i] > sum[largest] ? i : largest;
    return sum == NULL || c->dictionary->n == 0 ? NULL : c->dictionary->text[largest];
}

static int by_total(const void *a, const void *b) {
    const struct sum_rule *x = a, *y = b;
    return x->total < y->total ? -1 : x->total > y->total;
}

static bool add_dimension(struct system *s, const struct table *t, const struct column *dimension,
                          size_t first, struct err *e) {
    const char *total = sums_total_label(dimension);
    bool named = total != NULL;
    struct sums found = {.arena = s->arena};
    size_t n_by;
    if (!named)
        total = largest_label(s, dimension, first, e);
    if (e->id != ERR_NONE)
        return false;
    if (total == NULL || dimension->field.additive != ADDITIVE)
        return true; /* labels that overlap do not make their total */
    const char **by = sums_others(t, dimension->field.name, s->arena, &n_by);
    if (by == NULL)
        return no_memory(e);
    if (!sums_find(&found, t, dimension->field.name, total, by, n_by, e))
        return false;
    if (dimension->field.totals == NULL &&
        (!is_borne_out(s, &found, first) || !(named || is_seen(s, &found, first))))
        return true;
    if (found.n > 0) /* in an order that the order of the labels does not change */
        qsort(found.rule, found.n, sizeof *found.rule, by_total);
    for (size_t i = 0; i < found.n; i++) {
        if (!system_add_rule(s, &found.rule[i], first, e))
            return false;
    }
    return true;
}

bool system_add_totals(struct system *s, const struct table *t, size_t first, struct err *e) {
    for (size_t i = 0; i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        if (c->field.type == COLUMN_LABEL && !add_dimension(s, t, c, first, e))
            return false;
    }
    return true;
}
