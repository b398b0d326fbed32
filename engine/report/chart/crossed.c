#include "report/chart/crossed.h"

#include <string.h>

#include "report/chart/chart_parts.h"
#include "report/facts.h"

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for a chart");
}

static bool need_label(const struct column *c, size_t row, const char **label, struct err *e) {
    *label = column_label(c, row);
    return *label != NULL ||
           fail(e, ERR_ARG_RANGE, "row %zu has no label in '%s'", row + 1, c->field.name);
}

/* The number of a name, n_series when it is new. */
static size_t series_of(const struct crossed *c, const char *name) {
    size_t k = 0;
    while (k < c->n_series && strcmp(c->name[k], name) != 0)
        k++;
    return k;
}

static bool find_series(struct crossed *c, const struct column *series, size_t most,
                        struct err *e) {
    for (size_t row = 0; row < series->n; row++) {
        const char *name;
        if (!need_label(series, row, &name, e))
            return false;
        if (series_of(c, name) < c->n_series)
            continue;
        if (c->n_series == most)
            return fail(e, ERR_ARG_RANGE, "the chart draws at most %zu of '%s'", most,
                        series->field.name);
        c->name[c->n_series++] = name;
    }
    return true;
}

/* The number of each label of 'by' that occurs, by its code. */
static bool find_categories(struct crossed *c, size_t **number, struct err *e) {
    size_t n = c->by->dictionary->n;
    *number = arena_alloc(&c->arena, n + 1, sizeof **number);
    c->category = arena_alloc(&c->arena, n + 1, sizeof *c->category);
    if (*number == NULL || c->category == NULL)
        return no_memory(e);
    for (size_t i = 0; i < n; i++)
        (*number)[i] = CROSSED_NONE;
    for (size_t row = 0; row < c->by->n; row++) {
        const char *label;
        if (!need_label(c->by, row, &label, e))
            return false;
        size_t *at = &(*number)[c->by->code[row]];
        if (*at != CROSSED_NONE)
            continue;
        *at = c->n_by;
        c->category[c->n_by++] = label;
    }
    return true;
}

/* In small multiples each panel has a row of the same labels. */
static bool find_rows(struct crossed *c, const size_t *number, bool panels, struct err *e) {
    c->row = arena_alloc(&c->arena, c->n_by * c->n_series + 1, sizeof *c->row);
    if (c->row == NULL)
        return no_memory(e);
    for (size_t i = 0; i < c->n_by * c->n_series; i++)
        c->row[i] = CROSSED_NONE;
    for (size_t row = 0; row < c->by->n; row++) {
        size_t k = c->series != NULL ? series_of(c, column_label(c->series, row)) : 0;
        size_t *at = &c->row[number[c->by->code[row]] * c->n_series + k];
        if (*at != CROSSED_NONE && !panels)
            return fail(e, ERR_ARG_RANGE, "rows %zu and %zu are of the same bar", *at + 1, row + 1);
        *at = row;
    }
    return true;
}

bool crossed_find(const struct part *p, const struct part *whole, size_t most, struct crossed *c,
                  struct err *e) {
    const struct column *series;
    size_t *number;
    *c = (struct crossed){0};
    if (!chart_column(p, ROLE_BY, &c->by, NULL, e) ||
        !chart_column(p, ROLE_SERIES, &c->series, NULL, e) ||
        !chart_column(whole != NULL ? whole : p, ROLE_SERIES, &series, NULL, e))
        return false;
    if (series == NULL)
        c->name[c->n_series++] = "";
    return (series == NULL || (find_series(c, series, most, e) &&
                               (whole == NULL || find_series(c, c->series, most, e)))) &&
           find_categories(c, &number, e) &&
           find_rows(c, number, drawing_has(&p->drawing, ROLE_PANEL), e);
}

void crossed_free(struct crossed *c) {
    arena_free(&c->arena);
}

size_t crossed_row(const struct crossed *c, size_t category, size_t series) {
    return c->row[category * c->n_series + series];
}

void crossed_put_label(const struct crossed *c, size_t category, size_t series, struct buf *out) {
    buf_puts(out, c->category[category]);
    if (c->series != NULL)
        buf_addf(out, ", %s", c->name[series]);
}

void crossed_put_heading(const struct crossed *c, struct buf *out) {
    buf_puts(out, fact_heading(&c->by->field));
    if (c->series != NULL)
        buf_addf(out, ", %s", fact_heading(&c->series->field));
}

size_t crossed_missing(const struct crossed *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_by * c->n_series; i++)
        n += c->row[i] == CROSSED_NONE;
    return n;
}
