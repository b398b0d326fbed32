#include "report/shown.h"

#include <stdlib.h>
#include <string.h>

struct shown *shown_columns(const struct table *t, size_t *n) {
    struct shown *s = calloc(t->n_columns + 1, sizeof *s);
    *n = 0;
    for (size_t k = 0; s != NULL && k < t->n_columns; k++) {
        struct shown *next = &s[(*n)++];
        next->table = t;
        next->column = &t->column[k];
        next->format = format_of(next->column);
        if (fact_limits(t, k)) {
            next->upper = &t->column[++k];
            next->upper_format = format_of(next->upper);
        }
    }
    return s;
}

void shown_heading(const struct shown *s, struct buf *out) {
    if (s->upper != NULL)
        fact_limits_heading(s->table, (size_t)(s->column - s->table->column), out);
    else
        buf_puts(out, fact_heading(&s->column->field));
}

const char *shown_unit(const struct shown *s) {
    return s->upper != NULL ? fact_limits_unit(s->table, (size_t)(s->column - s->table->column))
                            : fact_unit(&s->column->field);
}

static void add_upper(const struct shown *s, size_t row, const char *lower, struct buf *out) {
    struct buf upper = {0};
    format_cell(&upper, s->upper_format, s->upper, row);
    bool same = upper.n > 0 && lower != NULL && strcmp(lower, upper.text) == 0;
    bool missing = shown_mark(s, row) != MARK_OK && format_mark(s->upper, row) != MARK_OK;
    if (!(same && missing))
        buf_addf(out, " to %s", upper.n > 0 ? upper.text : "");
    out->failed |= upper.failed;
    buf_free(&upper);
}

void shown_cell(const struct shown *s, size_t row, struct buf *out) {
    struct buf text = {0};
    format_cell(&text, s->format, s->column, row);
    buf_puts(out, text.n > 0 ? text.text : "");
    if (s->upper != NULL)
        add_upper(s, row, text.text, out);
    out->failed |= text.failed;
    buf_free(&text);
}

enum mark shown_mark(const struct shown *s, size_t row) {
    return format_mark(s->column, row);
}

bool shown_is_number(const struct shown *s) {
    return s->column->field.type == COLUMN_NUMBER;
}
