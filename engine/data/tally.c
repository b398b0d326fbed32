#include "data/tally.h"

#include <stdlib.h>
#include <string.h>

static void free_sum(struct tally_sum *s) {
    free(s->sum);
    free(s->numbers);
    free(s->cells);
    free(s->slot);
    free(s->odd.distinct);
}

void tally_free(struct tally *t) {
    for (size_t i = 0; t->key != NULL && i < t->plan->n_keys; i++) {
        free(t->key[i].code);
        free(t->key[i].distinct);
    }
    for (size_t i = 0; t->sum != NULL && i < t->plan->n_sums; i++)
        free_sum(&t->sum[i]);
    free(t->rows);
    free(t->slot);
    arena_free(&t->arena);
    *t = (struct tally){0};
}

bool tally_open(struct tally *t, const struct tally_plan *plan, struct err *e) {
    *t = (struct tally){.plan = plan};
    t->key = arena_alloc(&t->arena, plan->n_keys, sizeof *t->key);
    t->sum = arena_alloc(&t->arena, plan->n_sums, sizeof *t->sum);
    if (t->key == NULL || t->sum == NULL) {
        tally_free(t);
        return tally_no_memory(e);
    }
    for (size_t i = 0; i < plan->n_sums; i++)
        t->sum[i].whole = true;
    return true;
}

/* --- growing arrays --------------------------------------------------------------------------- */

static size_t more_room(size_t room) {
    return room == 0 ? 64 : room * 2;
}

static bool grow(void *array, size_t room, size_t size) {
    void *old;
    memcpy(&old, array, sizeof old);
    void *more = room > SIZE_MAX / size ? NULL : realloc(old, room * size);
    if (more != NULL)
        memcpy(array, &more, sizeof more);
    return more != NULL;
}

static bool grow_groups(struct tally *t) {
    size_t room = more_room(t->groups_room);
    bool done = grow(&t->rows, room, sizeof *t->rows);
    for (size_t i = 0; done && i < t->plan->n_keys; i++)
        done = grow(&t->key[i].code, room, sizeof *t->key[i].code);
    for (size_t i = 0; done && i < t->plan->n_sums; i++)
        done = grow(&t->sum[i].sum, room, sizeof *t->sum[i].sum) &&
               grow(&t->sum[i].numbers, room, sizeof *t->sum[i].numbers);
    if (done)
        t->groups_room = room;
    return done;
}

/* --- texts ------------------------------------------------------------------------------------ */

static bool is_earlier(size_t line, size_t column, const struct distinct *d) {
    return line < d->line || (line == d->line && column < d->column);
}

bool tally_fail_texts(struct err *e) {
    fail(e, ERR_LIMIT_MEMORY, "a column has more than %d different texts", TALLY_LARGEST);
    return err_hint(e, "count by columns that name groups, not people or rows");
}

bool tally_fail_groups(struct err *e) {
    fail(e, ERR_LIMIT_MEMORY, "there are more than %d groups", TALLY_LARGEST);
    return err_hint(e, "count by fewer columns, or by ones that name fewer groups");
}

/* The code of a cell's text, with the place where it first stands; -1 after an error. */
static int32_t intern(struct arena *a, struct texts_column *c, const struct cell *cell,
                      uint64_t cells, struct err *e) {
    size_t before = c->text.n;
    int32_t code = dictionary_add(&c->text, a, cell->text);
    if (code < 0 || (c->text.n > c->distinct_room &&
                     !grow(&c->distinct, more_room(c->distinct_room), sizeof *c->distinct))) {
        tally_no_memory(e);
        return -1;
    }
    if (c->text.n > c->distinct_room)
        c->distinct_room = more_room(c->distinct_room);
    struct distinct *d = &c->distinct[code];
    if (c->text.n > before)
        *d = (struct distinct){.line = cell->line, .column = cell->column};
    else if (is_earlier(cell->line, cell->column, d))
        d->line = cell->line, d->column = cell->column;
    d->cells += cells;
    if (c->text.n > TALLY_LARGEST) {
        tally_fail_texts(e);
        return -1;
    }
    return code;
}

/* --- groups ----------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t x) {
    h = (h ^ x) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static uint64_t hash_codes(const struct tally *t, const int32_t *code) {
    uint64_t h = 1;
    for (size_t i = 0; i < t->plan->n_keys; i++)
        h = mix(h, (uint64_t)code[i]);
    return h;
}

static bool has_codes(const struct tally *t, size_t group, const int32_t *code) {
    for (size_t i = 0; i < t->plan->n_keys; i++) {
        if (t->key[i].code[group] != code[i])
            return false;
    }
    return true;
}

static void put_slot(uint32_t *slot, size_t slots, uint64_t hash, size_t item) {
    size_t at = hash & (slots - 1);
    while (slot[at] != 0)
        at = (at + 1) & (slots - 1);
    slot[at] = (uint32_t)item + 1;
}

static bool rehash_groups(struct tally *t) {
    size_t slots = t->slots == 0 ? 256 : t->slots * 2;
    uint32_t *slot = calloc(slots, sizeof *slot);
    int32_t code[TALLY_KEYS];
    if (slot == NULL)
        return false;
    for (size_t g = 0; g < t->n_groups; g++) {
        for (size_t i = 0; i < t->plan->n_keys; i++)
            code[i] = t->key[i].code[g];
        put_slot(slot, slots, hash_codes(t, code), g);
    }
    free(t->slot);
    t->slot = slot;
    t->slots = slots;
    return true;
}

static bool new_group(struct tally *t, const int32_t *code, uint64_t hash, struct err *e) {
    if (t->n_groups == TALLY_LARGEST)
        return tally_fail_groups(e);
    if ((t->n_groups == t->groups_room && !grow_groups(t)) ||
        (2 * t->n_groups >= t->slots && !rehash_groups(t)))
        return tally_no_memory(e);
    size_t g = t->n_groups++;
    t->rows[g] = 0;
    for (size_t i = 0; i < t->plan->n_keys; i++)
        t->key[i].code[g] = code[i];
    for (size_t i = 0; i < t->plan->n_sums; i++) {
        t->sum[i].sum[g] = (struct exact){0};
        t->sum[i].numbers[g] = 0;
    }
    put_slot(t->slot, t->slots, hash, g);
    return true;
}

static bool find_group(struct tally *t, const int32_t *code, size_t *group, struct err *e) {
    uint64_t hash = hash_codes(t, code);
    for (size_t at = hash & (t->slots - 1); t->slots > 0 && t->slot[at] != 0;
         at = (at + 1) & (t->slots - 1)) {
        *group = t->slot[at] - 1;
        if (has_codes(t, *group, code))
            return true;
    }
    *group = t->n_groups;
    return new_group(t, code, hash, e);
}

int32_t tally_text(struct tally *t, size_t k, const struct cell *cell, uint64_t rows,
                   struct err *e) {
    return intern(&t->arena, &t->key[k], cell, rows, e);
}

bool tally_group(struct tally *t, const int32_t *code, uint64_t rows, size_t *group,
                 struct err *e) {
    if (!find_group(t, code, group, e))
        return false;
    t->rows[*group] += rows;
    t->n_rows += rows;
    return true;
}

void tally_leave_out(struct tally *t, uint64_t rows) {
    t->n_rows += rows;
}

bool tally_wants(const struct tally_plan *p, size_t k, struct span text) {
    const struct tally_wanted *w = p->wanted[k];
    for (size_t i = 0; w != NULL && i < w->n; i++) {
        if (strlen(w->text[i]) == text.n && memcmp(w->text[i], text.text, text.n) == 0)
            return true;
    }
    return w == NULL;
}

bool tally_rows(struct tally *t, const struct cell *key, uint64_t rows, size_t *group,
                struct err *e) {
    int32_t code[TALLY_KEYS];
    bool wanted = true;
    for (size_t i = 0; i < t->plan->n_keys; i++) {
        code[i] = tally_text(t, i, &key[i], rows, e);
        if (code[i] < 0)
            return false;
        wanted = wanted && tally_wants(t->plan, i, key[i].text);
    }
    if (wanted)
        return tally_group(t, code, rows, group, e);
    *group = TALLY_LEFT_OUT;
    tally_leave_out(t, rows);
    return true;
}

/* --- sums ------------------------------------------------------------------------------------- */

bool tally_plain(const struct tally_plan *p, struct span text, double *value) {
    static const double power[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const size_t most = 15;
    bool minus = text.n > 0 && text.text[0] == '-';
    size_t i = minus, digits = 0, point = SIZE_MAX;
    uint64_t x = 0;
    if (i + 1 < text.n && text.text[i] == '0' && text.text[i + 1] != '.')
        return false;
    for (; i < text.n; i++) {
        unsigned digit = (unsigned char)text.text[i] - '0';
        if (digit < 10 && digits < most) {
            x = x * 10 + digit;
            digits++;
        } else if (text.text[i] == '.' && point == SIZE_MAX && digits > 0 && i + 1 < text.n) {
            point = digits;
        } else {
            return false;
        }
    }
    for (i = 0; i < p->n_symbols; i++) {
        if (p->symbol[i].n == text.n && memcmp(p->symbol[i].text, text.text, text.n) == 0)
            return false;
    }
    double size = (double)x / power[point == SIZE_MAX ? 0 : digits - point]; /* rounded once */
    *value = minus ? -size : size;
    return digits > 0;
}

static bool note_extreme(struct tally *t, struct tally_extreme *x, double value,
                         const struct cell *cell) {
    const char *copy = arena_text(&t->arena, cell->text.text, cell->text.n);
    *x = (struct tally_extreme){.value = value, .cell = *cell};
    x->cell.text.text = copy;
    return copy != NULL;
}

static bool is_less(struct span a, struct span b) {
    int order = memcmp(a.text, b.text, a.n < b.n ? a.n : b.n);
    return order < 0 || (order == 0 && a.n < b.n);
}

/* Cells of a database have no places; then their texts decide, so that the order in which it sends
 * them does not. */
static bool stands_before(const struct cell *a, const struct cell *b) {
    if (a->line == b->line && a->column == b->column)
        return is_less(a->text, b->text);
    return a->line < b->line || (a->line == b->line && a->column < b->column);
}

/* A number that is more extreme than those before; of equal ones the first. */
static bool note_extremes(struct tally *t, struct tally_sum *s, double x, const struct cell *c) {
    bool none = s->least.cell.text.text == NULL, whole = x == (double)(int64_t)x;
    if ((none || x < s->least.value || (x == s->least.value && stands_before(c, &s->least.cell))) &&
        !note_extreme(t, &s->least, x, c))
        return false;
    if ((none || x > s->most.value || (x == s->most.value && stands_before(c, &s->most.cell))) &&
        !note_extreme(t, &s->most, x, c))
        return false;
    if ((none || stands_before(c, &s->first.cell)) && !note_extreme(t, &s->first, x, c))
        return false;
    if (!whole && (s->fraction.cell.text.text == NULL || stands_before(c, &s->fraction.cell)) &&
        !note_extreme(t, &s->fraction, x, c))
        return false;
    if (x < 0 && (s->negative.cell.text.text == NULL || stands_before(c, &s->negative.cell)) &&
        !note_extreme(t, &s->negative, x, c))
        return false;
    s->whole = s->whole && whole;
    return true;
}

static uint64_t hash_odd(size_t group, int32_t code) {
    return mix(mix(2, group), (uint64_t)code);
}

static bool rehash_odd(struct tally_sum *s) {
    size_t slots = s->slots == 0 ? 256 : s->slots * 2;
    uint32_t *slot = calloc(slots, sizeof *slot);
    if (slot == NULL)
        return false;
    for (size_t i = 0; i < s->n_cells; i++)
        put_slot(slot, slots, hash_odd(s->cells[i].group, s->cells[i].code), i);
    free(s->slot);
    s->slot = slot;
    s->slots = slots;
    return true;
}

static bool add_odd(struct tally_sum *s, size_t group, int32_t code, uint64_t cells,
                    struct err *e) {
    for (size_t at = hash_odd(group, code) & (s->slots - 1); s->slots > 0 && s->slot[at] != 0;
         at = (at + 1) & (s->slots - 1)) {
        struct tally_cells *c = &s->cells[s->slot[at] - 1];
        if (c->group == group && c->code == code) {
            c->cells += cells;
            return true;
        }
    }
    if (s->n_cells == TALLY_LARGEST)
        return tally_fail_texts(e);
    if (s->n_cells == s->cells_room) {
        if (!grow(&s->cells, more_room(s->cells_room), sizeof *s->cells))
            return tally_no_memory(e);
        s->cells_room = more_room(s->cells_room);
    }
    if (2 * s->n_cells >= s->slots && !rehash_odd(s))
        return tally_no_memory(e);
    put_slot(s->slot, s->slots, hash_odd(group, code), s->n_cells);
    s->cells[s->n_cells++] =
        (struct tally_cells){.group = (uint32_t)group, .code = code, .cells = cells};
    return true;
}

bool tally_cell(struct tally *t, size_t group, size_t s, const struct cell *cell, uint64_t cells,
                struct err *e) {
    struct tally_sum *sum = &t->sum[s];
    struct exact nowhere = {0};
    bool out = group == TALLY_LEFT_OUT;
    double x;
    if (tally_plain(t->plan, cell->text, &x) &&
        exact_add_times(out ? &nowhere : &sum->sum[group], x, cells)) {
        if (!out)
            sum->numbers[group] += cells;
        sum->all_numbers += cells;
        return note_extremes(t, sum, x, cell) || tally_no_memory(e);
    }
    int32_t code = intern(&t->arena, &sum->odd, cell, cells, e);
    return code >= 0 && (out || add_odd(sum, group, code, cells, e));
}

bool tally_added(struct tally *t, size_t group, size_t s, const struct exact *sum, uint64_t numbers,
                 const struct cell *least, const struct cell *most, struct err *e) {
    struct tally_sum *to = &t->sum[s];
    const struct cell *const extreme[] = {least, most};
    if (group != TALLY_LEFT_OUT) {
        exact_join(&to->sum[group], sum);
        to->numbers[group] += numbers;
    }
    to->all_numbers += numbers;
    for (size_t i = 0; i < 2; i++) {
        double x;
        if (extreme[i] != NULL && tally_plain(t->plan, extreme[i]->text, &x) &&
            !note_extremes(t, to, x, extreme[i]))
            return tally_no_memory(e);
    }
    if (sum->part != 0)
        to->whole = false;
    return true;
}

bool tally_met(struct tally *t, size_t s, double value, const struct cell *cell, struct err *e) {
    return note_extremes(t, &t->sum[s], value, cell) || tally_no_memory(e);
}

/* --- joining ---------------------------------------------------------------------------------- */

/* The codes here of another column's texts, which are added with their places and cells. */
static int32_t *map_codes(struct tally *t, struct texts_column *to, const struct texts_column *from,
                          struct err *e) {
    int32_t *map = malloc((from->text.n + 1) * sizeof *map);
    if (map == NULL) {
        tally_no_memory(e);
        return NULL;
    }
    for (size_t i = 0; i < from->text.n; i++) {
        struct cell cell = texts_cell(from, i);
        map[i] = intern(&t->arena, to, &cell, from->distinct[i].cells, e);
        if (map[i] < 0) {
            free(map);
            return NULL;
        }
    }
    return map;
}

/* The groups here of the other's; their rows are added. */
static bool join_groups(struct tally *t, const struct tally *other, size_t n_keys,
                        int32_t *const *map, size_t *group, struct err *e) {
    int32_t code[TALLY_KEYS];
    for (size_t g = 0; g < other->n_groups; g++) {
        for (size_t i = 0; i < n_keys; i++)
            code[i] = map[i][other->key[i].code[g]];
        if (!find_group(t, code, &group[g], e))
            return false;
        t->rows[group[g]] += other->rows[g];
    }
    t->n_rows += other->n_rows;
    return true;
}

static bool join_extremes(struct tally *t, struct tally_sum *to, const struct tally_sum *from) {
    const struct tally_extreme *const extreme[] = {&from->least, &from->most, &from->first,
                                                   &from->fraction, &from->negative};
    for (size_t i = 0; i < sizeof extreme / sizeof *extreme; i++) {
        if (extreme[i]->cell.text.text != NULL &&
            !note_extremes(t, to, extreme[i]->value, &extreme[i]->cell))
            return false;
    }
    return true;
}

static bool join_sum(struct tally *t, struct tally_sum *to, const struct tally *other,
                     const struct tally_sum *from, const size_t *group, struct err *e) {
    for (size_t g = 0; g < other->n_groups; g++) {
        exact_join(&to->sum[group[g]], &from->sum[g]);
        to->numbers[group[g]] += from->numbers[g];
    }
    to->all_numbers += from->all_numbers;
    if (!join_extremes(t, to, from))
        return tally_no_memory(e);
    int32_t *map = map_codes(t, &to->odd, &from->odd, e);
    bool done = map != NULL;
    for (size_t i = 0; done && i < from->n_cells; i++)
        done = add_odd(to, group[from->cells[i].group], map[from->cells[i].code],
                       from->cells[i].cells, e);
    free(map);
    return done;
}

bool tally_join(struct tally *t, const struct tally *other, struct err *e) {
    int32_t *map[TALLY_KEYS] = {0};
    size_t n = t->plan->n_keys, *group = malloc((other->n_groups + 1) * sizeof *group);
    bool done = group != NULL || tally_no_memory(e);
    for (size_t i = 0; done && i < n; i++) {
        map[i] = map_codes(t, &t->key[i], &other->key[i], e);
        done = map[i] != NULL;
    }
    done = done && join_groups(t, other, n, map, group, e);
    for (size_t i = 0; done && i < t->plan->n_sums; i++)
        done = join_sum(t, &t->sum[i], other, &other->sum[i], group, e);
    for (size_t i = 0; i < n; i++)
        free(map[i]);
    free(group);
    return done;
}

/* --- order ------------------------------------------------------------------------------------ */

/* What qsort compares is sorted by numbers that differ, so that any sort gives the same order. */
struct placed {
    struct distinct at;
    const char *text; /* decides where places are the same: a database has none */
    int32_t code;
};

static int by_place(const void *a, const void *b) {
    const struct placed *x = a, *y = b;
    if (x->at.line != y->at.line)
        return x->at.line < y->at.line ? -1 : 1;
    if (x->at.column != y->at.column)
        return x->at.column < y->at.column ? -1 : 1;
    return strcmp(x->text, y->text);
}

/* Puts the texts of a column in the order of their places; map[old code] is the new one. */
static int32_t *order_texts(struct tally *t, struct texts_column *c, struct err *e) {
    size_t n = c->text.n;
    struct dictionary sorted = {0};
    struct placed *list = malloc((n + 1) * sizeof *list);
    int32_t *map = malloc((n + 1) * sizeof *map);
    bool done = list != NULL && map != NULL;
    for (size_t i = 0; done && i < n; i++)
        list[i] = (struct placed){c->distinct[i], c->text.text[i], (int32_t)i};
    if (done)
        qsort(list, n, sizeof *list, by_place);
    for (size_t i = 0; done && i < n; i++) {
        map[list[i].code] = (int32_t)i;
        c->distinct[i] = list[i].at;
        done = dictionary_share(&sorted, &t->arena, c->text.text[list[i].code]) >= 0;
    }
    free(list);
    if (!done) {
        free(map);
        tally_no_memory(e);
        return NULL;
    }
    c->text = sorted;
    return map;
}

/* Groups by their codes, the first key first: a stable counting sort from the last key on. */
static bool order_groups(const struct tally *t, size_t *order, size_t *scratch, struct err *e) {
    for (size_t g = 0; g < t->n_groups; g++)
        order[g] = g;
    for (size_t k = t->plan->n_keys; k-- > 0;) {
        const struct texts_column *c = &t->key[k];
        size_t *start = calloc(c->text.n + 2, sizeof *start);
        if (start == NULL)
            return tally_no_memory(e);
        for (size_t g = 0; g < t->n_groups; g++)
            start[c->code[g] + 1]++;
        for (size_t i = 1; i <= c->text.n; i++)
            start[i] += start[i - 1];
        for (size_t i = 0; i < t->n_groups; i++)
            scratch[start[c->code[order[i]]]++] = order[i];
        memcpy(order, scratch, t->n_groups * sizeof *order);
        free(start);
    }
    return true;
}

/* array[i] becomes what array[order[i]] was. */
static void permute(void *array, size_t size, const size_t *order, size_t n, void *scratch) {
    char *items = array, *sorted = scratch;
    for (size_t i = 0; i < n; i++)
        memcpy(sorted + i * size, items + order[i] * size, size);
    if (n > 0)
        memcpy(items, sorted, n * size);
}

static int by_group(const void *a, const void *b) {
    const struct tally_cells *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->code > y->code) - (x->code < y->code);
}

static bool order_sum(struct tally *t, struct tally_sum *s, const size_t *order,
                      const size_t *place, void *scratch, struct err *e) {
    int32_t *map = order_texts(t, &s->odd, e);
    if (map == NULL)
        return false;
    permute(s->sum, sizeof *s->sum, order, t->n_groups, scratch);
    permute(s->numbers, sizeof *s->numbers, order, t->n_groups, scratch);
    for (size_t i = 0; i < s->n_cells; i++) {
        s->cells[i].group = (uint32_t)place[s->cells[i].group];
        s->cells[i].code = map[s->cells[i].code];
    }
    free(map);
    if (s->n_cells > 0)
        qsort(s->cells, s->n_cells, sizeof *s->cells, by_group);
    return true;
}

static bool order_key(struct tally *t, struct texts_column *c, struct err *e) {
    int32_t *map = order_texts(t, c, e);
    for (size_t g = 0; map != NULL && g < t->n_groups; g++)
        c->code[g] = map[c->code[g]];
    free(map);
    return map != NULL;
}

/* Slots are of no use afterwards: nothing is added to a tally that is closed. */
bool tally_close(struct tally *t, struct err *e) {
    size_t n = t->n_groups, *order = calloc(n + 1, sizeof *order),
           *place = calloc(n + 1, sizeof *place);
    struct exact *scratch = calloc(n + 1, sizeof *scratch); /* the largest of what is sorted */
    bool done = (order != NULL && place != NULL && scratch != NULL) || tally_no_memory(e);
    for (size_t i = 0; done && i < t->plan->n_keys; i++)
        done = order_key(t, &t->key[i], e);
    done = done && order_groups(t, order, place, e);
    for (size_t i = 0; done && i < n; i++)
        place[order[i]] = i;
    if (done)
        permute(t->rows, sizeof *t->rows, order, n, scratch);
    for (size_t i = 0; done && i < t->plan->n_keys; i++)
        permute(t->key[i].code, sizeof *t->key[i].code, order, n, scratch);
    for (size_t i = 0; done && i < t->plan->n_sums; i++)
        done = order_sum(t, &t->sum[i], order, place, scratch, e);
    free(order);
    free(place);
    free(scratch);
    return done;
}

/* --- the exact reader ------------------------------------------------------------------------- */

static bool add_row(struct tally *t, const struct cell *row, struct err *e) {
    struct cell key[TALLY_KEYS];
    size_t group;
    for (size_t i = 0; i < t->plan->n_keys; i++)
        key[i] = row[t->plan->key[i]];
    bool done = tally_rows(t, key, 1, &group, e);
    for (size_t i = 0; done && i < t->plan->n_sums; i++)
        done = tally_cell(t, group, i, &row[t->plan->sum[i]], 1, e);
    return done;
}

bool tally_csv(struct tally *t, struct csv_reader *r, struct err *e) {
    struct csv_block block;
    do {
        if (!csv_next(r, &block, e))
            return false;
        for (size_t row = 0; row < block.rows; row++) {
            if (!add_row(t, &block.cell[row * block.columns], e))
                return false;
        }
    } while (block.rows > 0);
    return true;
}
