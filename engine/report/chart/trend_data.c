#include "report/chart/trend_data.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/period.h"
#include "report/chart/chart_parts.h"

static bool find_columns(const struct part *p, struct trend_data *d, struct err *e) {
    return chart_column(p, ROLE_BY, &d->by, &d->by_format, e) && figures_find(p, &d->figures, e) &&
           chart_column(p, ROLE_SERIES, &d->series, NULL, e);
}

/* The number of the row's series, which may be new. */
static bool find_series(struct trend_data *d, const struct column *c, size_t row, size_t *series,
                        struct err *e) {
    const char *name = c != NULL ? column_label(c, row) : "";
    if (name == NULL)
        return fail(e, ERR_ARG_RANGE, "row %zu has no label in '%s'", row + 1, c->field.name);
    for (*series = 0; *series < d->n_series; ++*series) {
        if (strcmp(d->name[*series], name) == 0)
            return true;
    }
    if (d->n_series == TREND_MOST_SERIES)
        return fail(e, ERR_ARG_RANGE, "a trend chart draws at most %d series", TREND_MOST_SERIES);
    d->name[d->n_series++] = name;
    return true;
}

static bool find_year(const struct column *by, size_t row, int *year, struct err *e) {
    const char *label = column_label(by, row);
    return (label != NULL && period_year(label, year) != YEAR_NONE) ||
           fail(e, ERR_ARG_RANGE, "row %zu has no year in '%s'", row + 1, by->field.name);
}

static int point_order(const void *a, const void *b) {
    const struct trend_point *p = a, *q = b;
    if (p->series != q->series)
        return p->series < q->series ? -1 : 1;
    if (p->year != q->year)
        return p->year < q->year ? -1 : 1;
    return p->row < q->row ? -1 : p->row > q->row;
}

/* The series of a chart, its first and its last year. */
static bool find_frame(struct trend_data *d, const struct column *series, size_t n, struct err *e) {
    for (size_t i = 0; i < n; i++) {
        size_t at;
        int year;
        if (!find_year(d->years, i, &year, e) || !find_series(d, series, i, &at, e))
            return false;
        d->first = i == 0 || year < d->first ? year : d->first;
        d->last = i == 0 || year > d->last ? year : d->last;
    }
    return true;
}

/* A row of each year from the first on, whose label is the year's. */
static bool find_labels(struct trend_data *d, size_t n, struct err *e) {
    size_t years = (size_t)(d->last - d->first) + 1;
    int year;
    d->labelled = arena_alloc(&d->arena, years, sizeof *d->labelled);
    if (d->labelled == NULL)
        return fail(e, ERR_NOMEM, "no memory for a chart");
    for (size_t i = 0; i < years; i++)
        d->labelled[i] = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        if (!find_year(d->years, i, &year, e))
            return false;
        d->labelled[year - d->first] = i;
    }
    return true;
}

static bool find_points(struct trend_data *d, struct err *e) {
    d->n = d->part->table.n_rows;
    d->point = arena_alloc(&d->arena, d->n, sizeof *d->point);
    if (d->point == NULL)
        return fail(e, ERR_NOMEM, "no memory for a chart");
    for (size_t i = 0; i < d->n; i++) {
        struct trend_point *p = &d->point[i];
        p->row = i;
        if (!find_year(d->by, i, &p->year, e) || !find_series(d, d->series, i, &p->series, e))
            return false;
    }
    qsort(d->point, d->n, sizeof *d->point, point_order);
    size_t i = 0;
    for (size_t k = 0; k < d->n_series; k++) {
        d->start[k] = i;
        while (i < d->n && d->point[i].series == k)
            i++;
    }
    d->start[d->n_series] = d->n;
    return true;
}

static int break_order(const void *a, const void *b) {
    const struct trend_break *p = a, *q = b;
    if (p->year != q->year)
        return p->year < q->year ? -1 : 1;
    return p->given < q->given ? -1 : p->given > q->given; /* as the table has them */
}

/* Those of the series of years that lie between two of its years. */
static bool find_breaks(struct trend_data *d, struct err *e) {
    const struct table *t = &d->part->table;
    d->at_break = arena_alloc(&d->arena, t->n_breaks, sizeof *d->at_break);
    if (d->at_break == NULL)
        return fail(e, ERR_NOMEM, "no memory for a chart");
    for (size_t i = 0; i < t->n_breaks; i++) {
        const struct series_break *b = &t->series_break[i];
        int year;
        if (strcmp(b->field, d->by->field.name) == 0 && period_year(b->from, &year) != YEAR_NONE &&
            d->first < year && year <= d->last)
            d->at_break[d->n_breaks++] = (struct trend_break){.year = year, .given = b};
    }
    qsort(d->at_break, d->n_breaks, sizeof *d->at_break, break_order);
    for (size_t i = 0; i < d->n_breaks; i++) {
        struct trend_break *b = &d->at_break[i];
        b->number = i == 0 ? 1 : b[-1].number + (b[-1].year != b->year);
    }
    return true;
}

bool trend_data(const struct part *p, const struct part *whole, struct trend_data *d,
                struct err *e) {
    const struct part *frame = whole != NULL ? whole : p;
    const struct column *series;
    *d = (struct trend_data){.part = p};
    return find_columns(p, d, e) && chart_column(frame, ROLE_BY, &d->years, NULL, e) &&
           chart_column(frame, ROLE_SERIES, &series, NULL, e) &&
           find_frame(d, series, frame->table.n_rows, e) &&
           find_labels(d, frame->table.n_rows, e) && find_points(d, e) && find_breaks(d, e);
}

void trend_free(struct trend_data *d) {
    arena_free(&d->arena);
}

static bool breaks_between(const struct trend_data *d, int year, int later) {
    for (size_t i = 0; i < d->n_breaks; i++) {
        if (year < d->at_break[i].year && d->at_break[i].year <= later)
            return true;
    }
    return false;
}

bool trend_joined(const struct trend_data *d, size_t i) {
    const struct trend_point *a = &d->point[i], *b = a + 1;
    return i + 1 < d->n && a->series == b->series && b->year - a->year == 1 &&
           chart_known(d->figures.value, a->row) && chart_known(d->figures.value, b->row) &&
           !breaks_between(d, a->year, b->year);
}

bool trend_alone(const struct trend_data *d, size_t i) {
    return !trend_joined(d, i) && (i == 0 || !trend_joined(d, i - 1));
}

bool trend_has_limits(const struct trend_data *d, size_t i) {
    return figures_have_limits(&d->figures, d->point[i].row);
}

bool trend_in_strip(const struct trend_data *d, size_t i) {
    size_t row = d->point[i].row;
    return !chart_known(d->figures.value, row) && !chart_bounded(d->figures.value, row);
}
