#include "report/text.h"

#include <stdlib.h>
#include <string.h>

#include "report/escape.h"
#include "report/forest_data.h"
#include "report/format.h"
#include "report/prose.h"

enum { widest_cell = 60 };

static void pad(struct buf *out, size_t n) {
    for (; n > 0; n--)
        buf_puts(out, " ");
}

static void line(struct buf *out, const char *before, const char *text) {
    buf_puts(out, before);
    escape_plain(out, text);
    buf_puts(out, "\n");
}

/* A cell in so many columns of the terminal; 'right' aligns numbers. */
static void put_cell(struct buf *out, const char *text, size_t width, bool right) {
    size_t used = escape_width(text);
    size_t blanks = width > used ? width - used : 0;
    pad(out, right ? blanks : 0);
    escape_plain(out, text);
    pad(out, right ? 0 : blanks);
}

static void heading_text(const struct field *f, struct buf *out) {
    buf_puts(out, fact_heading(f));
    const char *unit = fact_unit(f);
    if (unit != NULL)
        buf_addf(out, " (%s)", unit);
}

struct layout {
    struct number_format format;
    size_t width;
};

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

static struct layout lay_out(const struct column *c) {
    struct layout l = {.format = format_of(c)};
    struct buf text = {0};
    heading_text(&c->field, &text);
    l.width = escape_width(text.text);
    for (size_t row = 0; row < c->n; row++) {
        text.n = 0;
        format_cell(&text, l.format, c, row);
        l.width = larger(l.width, text.n > 0 ? escape_width(text.text) : 0);
    }
    buf_free(&text);
    if (c->field.type == COLUMN_LABEL && l.width > widest_cell)
        l.width = widest_cell;
    return l;
}

static void put_row(const struct table *t, const struct layout *l, size_t row, bool heading,
                    struct buf *out) {
    struct buf text = {0};
    for (size_t k = 0; k < t->n_columns; k++) {
        const struct column *c = &t->column[k];
        bool right = c->field.type == COLUMN_NUMBER, last = k + 1 == t->n_columns;
        text.n = 0;
        buf_add(&text, "", 0);
        if (heading)
            heading_text(&c->field, &text);
        else
            format_cell(&text, l[k].format, c, row);
        buf_puts(out, k > 0 ? "  " : "");
        put_cell(out, text.text, last && !right ? 0 : l[k].width, right);
    }
    buf_puts(out, "\n");
    out->failed |= text.failed;
    buf_free(&text);
}

static void put_rule(const struct table *t, const struct layout *l, struct buf *out) {
    for (size_t k = 0; k < t->n_columns; k++) {
        buf_puts(out, k > 0 ? "  " : "");
        for (size_t i = 0; i < l[k].width; i++)
            buf_puts(out, "-");
    }
    buf_puts(out, "\n");
}

static void put_fact(void *to, const char *term, const char *text) {
    struct buf *out = to;
    buf_addf(out, "  %s: ", term);
    line(out, "", text);
}

static void put_notes(const struct part *p, struct buf *out) {
    const struct table *t = &p->table;
    struct buf text = {0};
    for (size_t column = 0; fact_measure(t, &column, &text); text.n = 0)
        line(out, "  ", text.text);
    bool present[MARK_COUNT];
    fact_marks(t, present);
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        if (present[m])
            buf_addf(out, "  %s %s\n", mark_symbol((enum mark)m), mark_meaning((enum mark)m));
    }
    fact_undefined(t, &text);
    if (text.n > 0)
        line(out, "  ", text.text);
    fact_notes(p, put_fact, out);
    out->failed |= text.failed;
    buf_free(&text);
}

static void put_table(const struct part *p, struct buf *out) {
    const struct table *t = &p->table;
    struct layout *l = calloc(t->n_columns + 1, sizeof *l);
    if (l == NULL) {
        out->failed = true;
        return;
    }
    for (size_t k = 0; k < t->n_columns; k++)
        l[k] = lay_out(&t->column[k]);
    put_row(t, l, 0, true, out);
    put_rule(t, l, out);
    for (size_t row = 0; row < t->n_rows; row++)
        put_row(t, l, row, false, out);
    if (t->n_rows == 0)
        buf_puts(out, "(no rows)\n");
    free(l);
    put_notes(p, out);
}

static void put_forest_rows(const struct forest_data *d, struct buf *out) {
    struct buf text = {0};
    size_t width = 0;
    for (size_t row = 0; row < d->n; row++, text.n = 0) {
        forest_put_label(d, row, &text);
        width = larger(width, text.n > 0 ? escape_width(text.text) : 0);
    }
    width = width < widest_cell ? width : widest_cell;
    for (size_t row = 0; row < d->n; row++) {
        text.n = 0;
        buf_add(&text, "", 0);
        forest_put_label(d, row, &text);
        put_cell(out, text.text, width, false);
        text.n = 0;
        forest_put_numbers(d, row, &text);
        line(out, "  ", text.text);
    }
    out->failed |= text.failed;
    buf_free(&text);
}

static bool put_forest(const struct part *p, struct buf *out, struct err *e) {
    struct forest_data d;
    struct buf summary = {0};
    if (!forest_data(p, &d, e))
        return false;
    put_forest_rows(&d, out);
    forest_put_summary(&d, &summary);
    line(out, "  ", summary.text);
    out->failed |= summary.failed;
    buf_free(&summary);
    return true;
}

static void put_title(const char *title, const char *otherwise, struct buf *out) {
    if (title != NULL || otherwise != NULL)
        line(out, "", title != NULL ? title : otherwise);
}

static bool put_part(const struct part *p, struct buf *out, struct err *e) {
    buf_puts(out, "\n");
    switch (p->kind) {
    case PART_HEADING:
        line(out, "== ", p->text);
        return true;
    case PART_TEXT:
        return prose_text(p->text, out, e);
    case PART_TABLE:
        put_title(p->title, NULL, out);
        put_table(p, out);
        return true;
    case PART_FOREST:
        put_title(p->title, NULL, out);
        return put_forest(p, out, e);
    case PART_CANNOT:
        line(out, FACT_CANNOT ": ", p->title);
        line(out, "  " FACT_BECAUSE, p->text);
        return true;
    case PART_CAUTION:
        line(out, FACT_CAUTION ": ", p->text);
        return true;
    }
    return fail(e, ERR_INTERNAL, "unknown kind of report part: %d", (int)p->kind);
}

static void put_inputs(const struct document *d, struct buf *out) {
    buf_puts(out, "\n== " FACT_INPUTS "\n");
    if (d->n_inputs == 0)
        buf_puts(out, FACT_NO_INPUTS "\n");
    for (size_t i = 0; i < d->n_inputs; i++) {
        const struct input *in = &d->input[i];
        put_title(in->source.title, in->name, out);
        fact_input(in, put_fact, out);
    }
}

static void put_checks(const struct document *d, struct buf *out) {
    buf_puts(out, "\n== " FACT_CHECKS "\n");
    if (d->n_checks == 0)
        buf_puts(out, FACT_NO_CHECKS "\n");
    for (size_t i = 0; i < d->n_checks; i++) {
        const struct check *c = &d->check[i];
        buf_puts(out, fact_check_state(c->state));
        line(out, "  ", c->code);
        line(out, "  ", c->text);
    }
}

bool report_text(const struct document *d, const struct report_info *info, struct buf *out,
                 struct err *e) {
    line(out, "", fact_title(d, info));
    if (d->subtitle != NULL)
        line(out, "", d->subtitle);
    for (size_t i = 0; i < d->n_parts; i++) {
        if (!put_part(&d->part[i], out, e))
            return false;
    }
    put_inputs(d, out);
    put_checks(d, out);
    buf_puts(out, "\n== " FACT_MADE "\n");
    fact_made(d, info, put_fact, out);
    return !out->failed || fail(e, ERR_NOMEM, "out of memory");
}
