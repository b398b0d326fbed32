/* From long to wide. */
#include <stdint.h>

#include "data/group.h"
#include "data/take.h"
#include "data/wording.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for a pivot");
}

/* A pivot under way: which row of the long table fills each cell of the wide one. */
struct wide {
    struct key across;
    struct grouping g; /* rows of the wide table */
    bool *met;         /* met[rank]: 'across' has rows with it */
    size_t n_met;
    size_t *place; /* place[rank]: which of the new columns */
    size_t *cell;  /* cell[place * g.n + group]: row, or TAKE_NONE */
};

static bool fail_twice(const struct wide *w, const struct table *t, size_t rank, size_t row,
                       const char *const *rows, size_t n_rows, struct err *e) {
    struct buf text = {0};
    for (size_t i = 0; i < n_rows; i++) {
        cell_text(table_column(t, rows[i]), row, &text);
        buf_puts(&text, " / ");
    }
    key_text(&w->across, rank, &text);
    char clip[WORDING_CLIP];
    fail(e, ERR_NOT_ADDITIVE, "pivot: several rows have \"%s\"; a cell holds one value",
         wording_clip(text.text != NULL ? text.text : "", clip));
    buf_free(&text);
    return err_hint(e, "choose with :where first, or add the rows up with :by and :sum");
}

static bool find_columns(struct wide *w, struct arena *scratch, struct err *e) {
    w->met = arena_alloc(scratch, w->across.ranks, sizeof *w->met);
    w->place = arena_alloc(scratch, w->across.ranks, sizeof *w->place);
    if (w->met == NULL || w->place == NULL)
        return no_memory(e);
    for (size_t i = 0; i < w->across.n; i++)
        w->met[w->across.rank[i]] = true;
    for (size_t r = 0; r < w->across.ranks; r++) {
        if (w->met[r])
            w->place[r] = w->n_met++;
    }
    return true;
}

static bool find_cells(struct wide *w, const struct table *t, const char *const *rows,
                       size_t n_rows, struct arena *scratch, struct err *e) {
    if (w->n_met > 0 && w->g.n > SIZE_MAX / w->n_met)
        return no_memory(e);
    w->cell = arena_alloc(scratch, w->n_met * w->g.n, sizeof *w->cell);
    if (w->cell == NULL)
        return no_memory(e);
    for (size_t i = 0; i < w->n_met * w->g.n; i++)
        w->cell[i] = TAKE_NONE;
    for (size_t row = 0; row < t->n_rows; row++) {
        size_t rank = w->across.rank[row];
        size_t *cell = &w->cell[w->place[rank] * w->g.n + w->g.group[row]];
        if (*cell != TAKE_NONE)
            return fail_twice(w, t, rank, row, rows, n_rows, e);
        *cell = row;
    }
    return true;
}

/* One new column, named after its label. */
static bool wide_column(const struct wide *w, size_t rank, const struct column *value,
                        struct table *out, size_t i, struct err *e) {
    struct buf name = {0};
    key_text(&w->across, rank, &name);
    bool done = !name.failed ? name.n > 0 : no_memory(e);
    if (!done)
        fail(e, ERR_COLUMN,
             "pivot: an empty label cannot name a column"); /* unless out of memory */
    struct column named = *value;
    named.field.name = name.text;
    named.field.title = NULL;
    done = done && take_column(out, i, &named, &w->cell[w->place[rank] * w->g.n], e);
    buf_free(&name);
    return done;
}

static bool pivot(const struct table *t, const char *const *rows, size_t n_rows, const char *across,
                  const char *value, struct arena *scratch, struct table *out, struct err *e) {
    struct wide w = {0};
    const struct column *a = table_need(t, across, e), *v = table_need(t, value, e);
    if (a == NULL || v == NULL || !key_make(a, scratch, &w.across, e) ||
        !group_rows(t, rows, n_rows, scratch, &w.g, e) || !find_columns(&w, scratch, e) ||
        !find_cells(&w, t, rows, n_rows, scratch, e) ||
        !table_new(out, t->name, w.g.n, n_rows + w.n_met, e))
        return false;
    for (size_t i = 0; i < n_rows; i++) {
        if (!take_column(out, i, table_column(t, rows[i]), w.g.first, e))
            return false;
    }
    for (size_t r = 0; r < w.across.ranks; r++) {
        if (w.met[r] && !wide_column(&w, r, v, out, n_rows + w.place[r], e))
            return false;
    }
    return table_inherit(out, t, e) && take_finish(out, e);
}

bool table_pivot(const struct table *t, const char *const *rows, size_t n_rows, const char *across,
                 const char *value, struct table *out, struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    bool done = pivot(t, rows, n_rows, across, value, &scratch, out, e);
    arena_free(&scratch);
    if (!done)
        table_free(out);
    return done;
}
