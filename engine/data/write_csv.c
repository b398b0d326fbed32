/* Tables as CSV text. */
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "data/table.h"

/* A spreadsheet runs a cell that starts so as a formula (OWASP, "CSV injection"), unless it is a
 * plain number. */
static bool looks_like_formula(const char *text) {
    double number;
    return text[0] != '\0' && strchr("=+-@\t\r\n", text[0]) != NULL &&
           !num_parse(text, strlen(text), &number);
}

/* Blanks at the ends would be trimmed by readers, and an empty text would read as a blank cell. */
static bool needs_quotes(const char *text) {
    struct span whole = {text, strlen(text)};
    return whole.n == 0 || strpbrk(text, ",\"\r\n") != NULL || span_trim(whole).n != whole.n;
}

static void write_text(const char *text, struct buf *out) {
    bool quotes = needs_quotes(text);
    if (quotes)
        buf_add(out, "\"", 1);
    if (looks_like_formula(text))
        buf_add(out, "'", 1);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_add(out, "\"", 1);
        buf_add(out, text, 1);
    }
    if (quotes)
        buf_add(out, "\"", 1);
}

static void write_number(const struct column *c, double x, struct buf *out) {
    char text[NUM_TEXT_SIZE];
    buf_add(out, text, field_number(&c->field, x, text));
}

static bool has_bounds(const struct column *c, size_t row) {
    double lo, hi;
    column_bounds(c, row, &lo, &hi);
    return column_mark(c, row) != MARK_OK && !(isnan(lo) && isnan(hi));
}

/* Does the column need two more for its bounds? */
static bool any_bounds(const struct column *c) {
    for (size_t row = 0; c->lo != NULL && row < c->n; row++) {
        if (has_bounds(c, row))
            return true;
    }
    return false;
}

/* NAME_least, with more underscores when the table already has a column of that name. */
static void write_bound_name(const struct table *t, const char *name, const char *suffix,
                             struct buf *out) {
    struct buf full = {0};
    buf_addf(&full, "%s_%s", name, suffix);
    while (!full.failed && table_column(t, full.text) != NULL)
        buf_add(&full, "_", 1);
    buf_add(out, ",", 1);
    if (full.failed)
        out->failed = true;
    else
        write_text(full.text, out);
    buf_free(&full);
}

static void write_header(const struct table *t, struct buf *out) {
    for (size_t i = 0; i < t->n_columns; i++) {
        const char *name = t->column[i].field.name;
        if (i > 0)
            buf_add(out, ",", 1);
        write_text(name, out);
        if (any_bounds(&t->column[i])) {
            write_bound_name(t, name, "least", out);
            write_bound_name(t, name, "most", out);
        }
    }
    buf_add(out, "\n", 1);
}

static void write_cell(const struct column *c, size_t row, struct buf *out) {
    enum mark m = column_mark(c, row);
    if (m != MARK_OK)
        buf_puts(out, mark_name(m));
    else if (c->field.type == COLUMN_NUMBER)
        write_number(c, c->value[row], out);
    else
        write_text(column_label(c, row), out);
}

/* Two cells; empty where the cell is a figure, and where an end is open. */
static void write_bounds(const struct column *c, size_t row, struct buf *out) {
    double bound[2] = {NAN, NAN};
    if (column_mark(c, row) != MARK_OK)
        column_bounds(c, row, &bound[0], &bound[1]);
    for (size_t i = 0; i < 2; i++) {
        buf_add(out, ",", 1);
        if (isfinite(bound[i]))
            write_number(c, bound[i], out);
    }
}

void table_write_csv(const struct table *t, struct buf *out) {
    write_header(t, out);
    bool *bounded = NULL;
    struct arena scratch = {0};
    bounded = arena_alloc(&scratch, t->n_columns, sizeof *bounded);
    out->failed = out->failed || bounded == NULL;
    for (size_t i = 0; bounded != NULL && i < t->n_columns; i++)
        bounded[i] = any_bounds(&t->column[i]);
    for (size_t row = 0; bounded != NULL && row < t->n_rows; row++) {
        for (size_t i = 0; i < t->n_columns; i++) {
            if (i > 0)
                buf_add(out, ",", 1);
            write_cell(&t->column[i], row, out);
            if (bounded[i])
                write_bounds(&t->column[i], row, out);
        }
        buf_add(out, "\n", 1);
    }
    arena_free(&scratch);
}
