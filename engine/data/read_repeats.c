/* Rows that a plain file holds more than once, cell for cell. */
#include <stdlib.h>

#include "data/read_column.h"

/* Rows by what they hold, as an open hash table of row numbers plus one; 0 is free. */
struct rows {
    const struct texts *texts;
    size_t *slot, slots;
};

static uint64_t hash_of(const struct texts *t, size_t row) {
    uint64_t h = 14695981039346656037u; /* FNV-1a, by whole codes */
    for (size_t i = 0; i < t->n_columns; i++)
        h = (h ^ (uint64_t)t->column[i].code[row]) * 1099511628211u;
    return h ^ h >> 32;
}

static bool same_row(const struct texts *t, size_t a, size_t b) {
    for (size_t i = 0; i < t->n_columns; i++) {
        if (t->column[i].code[a] != t->column[i].code[b])
            return false;
    }
    return true;
}

/* The first row that is the same; the row itself when there is none before it. */
static size_t first_of(struct rows *r, size_t row) {
    size_t at = hash_of(r->texts, row) & (r->slots - 1);
    while (r->slot[at] != 0 && !same_row(r->texts, r->slot[at] - 1, row))
        at = (at + 1) & (r->slots - 1);
    if (r->slot[at] == 0)
        r->slot[at] = row + 1;
    return r->slot[at] - 1;
}

static void set_repeat(struct reading *r, size_t row, size_t first) {
    const size_t *line = r->texts.line;
    r->repeat[first] = (struct repeat){r->name, line[first], line[first]};
    r->repeat[row] = (struct repeat){r->name, line[row], line[first]};
    r->n_repeats++;
}

/* Leaves out every row that repeats an earlier one. */
static void drop_repeats(struct reading *r) {
    size_t kept = 0;
    struct texts *t = &r->texts;
    for (size_t row = 0; row < t->n_rows; row++) {
        if (r->repeat[row].line != r->repeat[row].of)
            continue;
        for (size_t i = 0; i < t->n_columns; i++)
            t->column[i].code[kept] = t->column[i].code[row];
        t->line[kept++] = t->line[row];
    }
    t->n_rows = kept;
}

bool read_find_repeats(struct reading *r) {
    struct rows rows = {.texts = &r->texts, .slots = 16};
    size_t n = r->texts.n_rows;
    while (rows.slots < 2 * n)
        rows.slots *= 2;
    rows.slot = calloc(rows.slots, sizeof *rows.slot);
    bool done = rows.slot != NULL;
    for (size_t row = 0; done && row < n; row++) {
        size_t first = first_of(&rows, row);
        if (first == row)
            continue;
        if (r->repeat == NULL)
            r->repeat = arena_alloc(&r->scratch, n, sizeof *r->repeat);
        done = r->repeat != NULL;
        if (done)
            set_repeat(r, row, first);
    }
    free(rows.slot);
    if (done && r->n_repeats > 0 && r->options->repeated == REPEATED_DROP)
        drop_repeats(r);
    return done || read_no_memory(r);
}

bool read_put_repeats(struct reading *r) {
    if (r->n_repeats == 0 || r->options->repeated == REPEATED_DROP)
        return true;
    const struct table from = {.n_rows = r->texts.n_rows, .repeat = r->repeat};
    return take_repeats(r->table, &from, NULL, from.n_rows, 0, r->e);
}
