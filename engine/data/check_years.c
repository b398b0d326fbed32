/* C106, C107 and C111: years that are missing, years written in two ways, parts of years. */

#include "data/check_run.h"
#include "data/years.h"

/* The columns that tell the series apart: labels, but for notes and for other periods. */
static const char **series_of(const struct table *t, struct arena *arena, size_t *n) {
    const char **names = arena_alloc(arena, t->n_columns, sizeof *names);
    *n = 0;
    for (size_t i = 0; names != NULL && i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        if (c->field.type == COLUMN_LABEL && c->field.role != ROLE_NOTE &&
            c->field.role != ROLE_PERIOD && !years_is_period(c))
            names[(*n)++] = c->field.name;
    }
    return names;
}

static bool check_gaps(struct table *t, const struct column *c, bool plain, struct arena *scratch,
                       struct err *e) {
    struct year_gaps g;
    struct buf text = {0};
    size_t n;
    const char **by = series_of(t, scratch, &n);
    if (by == NULL)
        return fail(e, ERR_NOMEM, "no memory for the checks of a table");
    if (!years_gaps(t, c, by, n, scratch, &g, e))
        return false;
    if (g.series == 0 || (plain && g.repeated > 0))
        return true; /* no series; or rows of events, where a year without one is no gap */
    bool none = g.lacking == 0;
    buf_puts(&text, none ? "every year from the first to the last has a row in "
                         : "no row for a year between the first and the last in ");
    if (n > 0)
        buf_addf(&text, none ? "%zu series of " : "%zu of %zu series of ",
                 none ? g.series : g.lacking, g.series);
    buf_addf(&text, "\"%s\"%s", c->field.name, none ? "" : ": ");
    years_put_gaps(t, &g, by, n, &text);
    return check_store_plain(t, "C106", none ? CHECK_PASSED : CHECK_NOTED, g.lacking, &text, e);
}

/* The label or number of a cell, quoted. */
static void put_cell(const struct column *c, size_t row, struct buf *text) {
    buf_puts(text, "\"");
    cell_text(c, row, text);
    buf_puts(text, "\"");
}

static bool check_writing(struct table *t, const struct column *c, struct err *e) {
    struct year_kinds k = years_kinds(c);
    struct buf text = {0};
    if (k.n[YEAR_WHOLE] == 0 || k.n[YEAR_SPLIT] == 0) {
        buf_addf(&text, "the years of \"%s\" are written in one way: ", c->field.name);
        put_cell(c, k.row[k.n[YEAR_WHOLE] > 0 ? YEAR_WHOLE : YEAR_SPLIT], &text);
        return check_store_plain(t, "C107", CHECK_PASSED, 0, &text, e);
    }
    enum year_kind rare = k.n[YEAR_WHOLE] < k.n[YEAR_SPLIT] ? YEAR_WHOLE : YEAR_SPLIT;
    buf_addf(&text, "\"%s\" holds ", c->field.name);
    put_cell(c, k.row[YEAR_WHOLE], &text);
    buf_puts(&text, " beside ");
    put_cell(c, k.row[YEAR_SPLIT], &text);
    buf_puts(&text, ": a whole year among split years can be the calendar year or either of the "
                    "split years that share its number");
    return check_store_plain(t, "C107", CHECK_FAILED, k.n[rare], &text, e);
}

static bool check_part_years(struct table *t, const struct column *c, struct err *e) {
    struct buf text = {0};
    size_t found = 0;
    for (size_t row = 0; row < c->n; row++) {
        const char *label = column_label(c, row);
        found += label != NULL && field_part(&c->field, label) != NULL;
    }
    if (found == 0)
        return true;
    buf_addf(&text,
             "%zu %s part of a year, which is neither compared with whole years nor added "
             "to them",
             found, found == 1 ? "row covers" : "rows cover");
    for (size_t i = 0; i < c->field.part.n; i++)
        buf_addf(&text, "%s%s (%s)", i > 0 ? "; " : ": ", c->field.part.label[i],
                 c->field.part_covers.label[i]);
    return check_store_plain(t, "C111", CHECK_NOTED, found, &text, e);
}

bool check_years(struct table *t, bool plain, struct err *e) {
    bool done = true;
    for (size_t i = 0; done && i < t->n_columns; i++) {
        const struct column *c = &t->column[i];
        struct arena scratch = {0};
        if (!years_is_period(c))
            continue;
        struct year_kinds k = years_kinds(c);
        bool mixed = k.n[YEAR_WHOLE] > 0 && k.n[YEAR_SPLIT] > 0;
        done = (mixed || check_gaps(t, c, plain, &scratch, e)) && check_writing(t, c, e) &&
               (c->field.type != COLUMN_LABEL || check_part_years(t, c, e));
        arena_free(&scratch);
    }
    return done;
}
