/* Sums and counts of rows by groups. */
#include "data/additive.h"
#include "data/take.h"
#include "data/total.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for a table");
}

static bool refuse_repeats(const struct table *t, const struct column *what, size_t a, size_t b,
                           struct err *e) {
    fail(e, ERR_NOT_ADDITIVE,
         "\"%s\" must not be added up: lines %zu and %zu of %s are the same in every cell, and "
         "would "
         "be counted twice",
         what->field.name, t->repeat[a].line, t->repeat[b].line, t->repeat[a].file);
    return err_hint(e,
                    "correct the file, or say what they are: foi.read(path, {repeated = \"drop\"}) "
                    "keeps the first; {repeated = \"keep\"}: each row is a case of its own");
}

/* The row in which a group met a number of repeated rows. */
struct met {
    size_t group, row;
};

static size_t most_repeats(const struct table *t) {
    size_t most = 0;
    for (size_t row = 0; row < t->n_rows; row++)
        most = t->repeat[row].of > most ? t->repeat[row].of : most;
    return most;
}

/* Does a group hold two lines of the file that are the same? */
static bool check_repeats(const struct table *t, const struct column *what,
                          const struct grouping *g, struct arena *scratch, struct err *e) {
    if (t->repeat == NULL)
        return true;
    struct met *met = arena_alloc(scratch, most_repeats(t) + 1, sizeof *met);
    if (met == NULL)
        return no_memory(e);
    for (size_t i = 0; i < t->n_rows; i++) {
        size_t row = g->order[i], group = g->group[row] + 1;
        const struct repeat *r = &t->repeat[row];
        struct met *m = &met[r->of];
        if (r->of > 0 && m->group == group && t->repeat[m->row].line != r->line)
            return refuse_repeats(t, what, m->row, row, e);
        *m = (struct met){group, row};
    }
    return true;
}

static bool sum_column(struct table *out, size_t i, const struct column *what,
                       const struct grouping *g, struct arena *scratch, struct err *e) {
    struct total *total = arena_alloc(scratch, g->n, sizeof *total);
    if (total == NULL)
        return no_memory(e);
    for (size_t row = 0; row < what->n; row++)
        total_add(&total[g->group[row]], what, row, 1);
    if (!take_shape(out, i, what, e))
        return false;
    for (size_t k = 0; k < g->n; k++) {
        if (!total_store(out, &out->column[i], k, &total[k], e))
            return false;
    }
    return true;
}

/* Makes 'out' with a row for each group and the columns of 'by' filled in. */
static bool group_table(const struct table *t, const char *const *by, size_t n_by, size_t n_more,
                        const struct grouping *g, struct table *out, struct err *e) {
    if (!table_new(out, t->name, g->n, n_by + n_more, e))
        return false;
    for (size_t i = 0; i < n_by; i++) {
        if (!take_key(out, i, table_column(t, by[i]), g->first, e))
            return false;
    }
    return table_inherit(out, t, e);
}

static bool sum(const struct table *t, const char *const *by, size_t n_by, const char *const *what,
                size_t n_what, struct arena *scratch, struct table *out, struct err *e) {
    struct grouping g;
    if (n_what == 0)
        return fail(e, ERR_ARG_MISSING, "sum: no column to add up");
    if (!group_rows(t, by, n_by, scratch, &g, e) || !group_table(t, by, n_by, n_what, &g, out, e))
        return false;
    for (size_t i = 0; i < n_what; i++) {
        const struct column *c = table_need_numbers(t, what[i], e);
        if (c == NULL || !additive_check(t, &c->field, &g, g.n == t->n_rows, e) ||
            !check_repeats(t, c, &g, scratch, e) || !sum_column(out, n_by + i, c, &g, scratch, e))
            return false;
    }
    return take_finish(out, e);
}

bool table_sum(const struct table *t, const char *const *by, size_t n_by, const char *const *what,
               size_t n_what, struct table *out, struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    bool done = sum(t, by, n_by, what, n_what, &scratch, out, e);
    arena_free(&scratch);
    if (!done)
        table_free(out);
    return done;
}

static bool count(const struct table *t, const char *const *by, size_t n_by,
                  const struct column *each, struct arena *scratch, struct table *out,
                  struct err *e) {
    static const struct field rows = {
        .name = "rows", .unit = "rows", .type = COLUMN_NUMBER, .role = ROLE_COUNT, .count = true};
    struct grouping g;
    if (!group_rows(t, by, n_by, scratch, &g, e) || !group_table(t, by, n_by, 1, &g, out, e))
        return false;
    struct column *c = &out->column[n_by];
    if (!column_numbers(c, &out->arena, &rows, g.n, e))
        return false;
    for (size_t k = 0; k < g.n; k++)
        c->value[k] = 0;
    for (size_t row = 0; row < t->n_rows; row++)
        c->value[g.group[row]] += each != NULL ? each->value[row] : 1;
    return take_finish(out, e);
}

bool table_count(const struct table *t, const char *const *by, size_t n_by,
                 const struct column *each, struct table *out, struct err *e) {
    *out = (struct table){0};
    struct arena scratch = {0};
    bool done = count(t, by, n_by, each, &scratch, out, e);
    arena_free(&scratch);
    if (!done)
        table_free(out);
    return done;
}
