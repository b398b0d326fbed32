#include "data/years.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/group.h"

enum year_kind years_cell(const struct column *c, size_t row, int *year) {
    if (column_mark(c, row) != MARK_OK)
        return YEAR_NONE;
    if (c->field.type == COLUMN_LABEL)
        return period_year(column_label(c, row), year);
    double x = c->value[row];
    if (x != floor(x) || x < 1000 || x > 9999)
        return YEAR_NONE;
    *year = (int)x;
    return YEAR_WHOLE;
}

struct year_kinds years_kinds(const struct column *c) {
    struct year_kinds k = {0};
    for (size_t row = 0; row < c->n; row++) {
        int year;
        enum year_kind kind = years_cell(c, row, &year);
        if (column_mark(c, row) == MARK_OK && k.n[kind]++ == 0)
            k.row[kind] = row;
    }
    return k;
}

bool years_is_period(const struct column *c) {
    bool declared = c->field.role == ROLE_PERIOD;
    bool named = c->field.role == ROLE_NONE && strcasestr(c->field.name, "year") != NULL;
    if (!declared && !named)
        return false; /* before any cell is looked at: most columns are something else */
    struct year_kinds k = years_kinds(c);
    return k.n[YEAR_WHOLE] + k.n[YEAR_SPLIT] > 0 && (declared || k.n[YEAR_NONE] == 0);
}

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the years of a table");
}

static int ascending(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

/* "2018", or "2017/18" where years are split. */
static void put_year(struct buf *out, int year, enum year_kind kind) {
    if (kind == YEAR_SPLIT)
        buf_addf(out, "%d/%02d", year - 1, year % 100);
    else
        buf_addf(out, "%d", year);
}

/* Adds what lies between two years that follow each other in a series. */
static void put_missing(struct buf *out, int before, int after, enum year_kind kind) {
    if (after - before < 2)
        return;
    buf_puts(out, out->n > 0 ? ", " : "");
    put_year(out, before + 1, kind);
    if (after - before > 2) {
        buf_puts(out, " to ");
        put_year(out, after - 1, kind);
    }
}

static bool add_gap(struct year_gaps *g, struct arena *arena, const char *years, size_t row,
                    size_t room) {
    size_t i = 0;
    while (i < g->n && strcmp(g->gap[i].years, years) != 0)
        i++;
    if (i == g->n) {
        if (g->gap == NULL)
            g->gap = arena_alloc(arena, room, sizeof *g->gap);
        const char *copy = arena_string(arena, years);
        if (g->gap == NULL || copy == NULL)
            return false;
        g->gap[g->n++] = (struct year_gap){copy, 0, row};
    }
    g->gap[i].series++;
    return true;
}

/* One series: its rows, and room for their years. */
static bool look_at(const struct column *period, const size_t *row, size_t n, int *years,
                    struct arena *arena, struct year_gaps *g, size_t room) {
    struct buf missing = {0};
    enum year_kind kind = YEAR_NONE;
    size_t found = 0, different = 1;
    for (size_t i = 0; i < n; i++) {
        enum year_kind k = years_cell(period, row[i], &years[found]);
        found += k != YEAR_NONE;
        kind = k != YEAR_NONE ? k : kind;
    }
    qsort(years, found, sizeof *years, ascending);
    for (size_t i = 1; i < found; i++) {
        different += years[i] > years[i - 1];
        put_missing(&missing, years[i - 1], years[i], kind);
    }
    g->series += found > 0 && different > 1;
    g->repeated += found > different;
    g->lacking += missing.n > 0;
    bool done =
        !missing.failed && (missing.n == 0 || add_gap(g, arena, missing.text, row[0], room));
    buf_free(&missing);
    return done;
}

static void most_frequent_first(struct year_gaps *g) {
    for (size_t i = 1; i < g->n; i++) {
        struct year_gap x = g->gap[i];
        size_t k = i;
        for (; k > 0 && g->gap[k - 1].series < x.series; k--)
            g->gap[k] = g->gap[k - 1];
        g->gap[k] = x;
    }
}

bool years_gaps(const struct table *t, const struct column *period, const char *const *by,
                size_t n_by, struct arena *arena, struct year_gaps *out, struct err *e) {
    struct grouping g;
    *out = (struct year_gaps){0};
    int *years = arena_alloc(arena, t->n_rows + 1, sizeof *years);
    if (years == NULL)
        return no_memory(e);
    if (!group_rows(t, by, n_by, arena, &g, e))
        return false;
    for (size_t from = 0, end; from < t->n_rows; from = end) {
        end = group_end(&g, from, t->n_rows);
        if (!look_at(period, &g.order[from], end - from, years, arena, out, g.n))
            return no_memory(e);
    }
    most_frequent_first(out);
    return true;
}

void years_put_gaps(const struct table *t, const struct year_gaps *g, const char *const *by,
                    size_t n_by, struct buf *out) {
    enum { most = 5 }; /* gaps named in one sentence */
    for (size_t i = 0; i < g->n && i < most; i++) {
        buf_addf(out, "%s%s", i > 0 ? "; " : "", g->gap[i].years);
        if (n_by == 0)
            continue;
        buf_puts(out, " in ");
        if (g->gap[i].series > 1)
            buf_addf(out, "%zu series", g->gap[i].series);
        else
            group_name(t, by, n_by, g->gap[i].row, out);
    }
    if (g->n > most)
        buf_addf(out, "; and %zu other gaps", g->n - most);
}
