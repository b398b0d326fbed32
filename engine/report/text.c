#include "report/text.h"

#include <stdlib.h>
#include <string.h>

#include "report/chart/chart.h"
#include "report/escape.h"
#include "report/format.h"
#include "report/prose.h"
#include "report/shown.h"
#include "report/wrap.h"
#include "report/fact_disclosure.h"

enum { widest_cell = 60, terminal_width = 80 };

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

/* A heading may take several lines, so that it does not make the column wide. */
enum { wide_heading = 12 };

struct layout {
    const struct shown *shown;
    struct buf heading;
    size_t width, lines;
};

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

static void heading_text(const struct shown *s, struct buf *out) {
    struct buf text = {0};
    shown_heading(s, &text);
    if (shown_unit(s) != NULL)
        buf_addf(&text, " (%s)", shown_unit(s));
    escape_plain(out, text.text);
    out->failed |= text.failed;
    buf_free(&text);
}

static size_t widest_text(const struct shown *s) {
    struct buf text = {0};
    size_t width = 0;
    for (size_t row = 0; row < s->column->n; row++, text.n = 0) {
        shown_cell(s, row, &text);
        width = larger(width, text.n > 0 ? escape_width(text.text) : 0);
    }
    buf_free(&text);
    return shown_is_number(s) || width < widest_cell ? width : widest_cell;
}

static struct layout lay_out(const struct shown *s) {
    struct layout l = {.shown = s, .width = widest_text(s)};
    size_t widest = 0;
    heading_text(s, &l.heading);
    if (l.heading.n > 0)
        l.lines = wrap_count(l.heading.text, larger(l.width, wide_heading), &widest);
    l.width = larger(l.width, widest);
    return l;
}

/* A line of the table is made of what 'cell' says of each column. */
typedef void cell_taker(const struct layout *l, size_t i, struct buf *out);

static void row_cell(const struct layout *l, size_t row, struct buf *out) {
    shown_cell(l->shown, row, out);
}

static void end_line(struct buf *out) {
    while (out->n > 0 && out->text[out->n - 1] == ' ')
        out->text[--out->n] = '\0';
    buf_puts(out, "\n");
}

static void put_line(const struct layout *l, size_t n, cell_taker *cell, size_t i,
                     struct buf *out) {
    struct buf text = {0};
    for (size_t k = 0; k < n; k++, text.n = 0) {
        bool right = shown_is_number(l[k].shown), last = k + 1 == n;
        buf_add(&text, "", 0);
        cell(&l[k], i, &text);
        buf_puts(out, k > 0 ? "  " : "");
        put_cell(out, text.text, last && !right ? 0 : l[k].width, right);
    }
    end_line(out);
    out->failed |= text.failed;
    buf_free(&text);
}

/* A line of a heading, counted from the last: headings stand on the rule. */
static void heading_cell(const struct layout *l, size_t from_below, struct buf *out) {
    size_t at = 0;
    struct span line = {0};
    for (size_t k = from_below; k < l->lines; k++)
        wrap_next(l->heading.text, l->width, &at, &line);
    buf_add(out, line.text, line.n);
}

static void put_headings(const struct layout *l, size_t n, struct buf *out) {
    size_t lines = 1;
    for (size_t k = 0; k < n; k++)
        lines = larger(lines, l[k].lines);
    for (size_t i = lines; i-- > 0;)
        put_line(l, n, heading_cell, i, out);
    for (size_t k = 0; k < n; k++) {
        buf_puts(out, k > 0 ? "  " : "");
        for (size_t i = 0; i < l[k].width; i++)
            buf_puts(out, "-");
    }
    buf_puts(out, "\n");
}

/* One fact a line, so that a line can be searched for. */
static void put_fact(void *to, const char *term, const char *text) {
    struct buf *out = to;
    buf_addf(out, "  %s: ", term);
    line(out, "", text);
}

static void put_note(void *to, const char *term, const char *text) {
    struct buf *out = to, all = {0};
    buf_addf(&all, "%s: %s", term, text);
    wrap_paragraph(out, "  ", all.text, terminal_width);
    out->failed |= all.failed;
    buf_free(&all);
}

static void put_notes(const struct part *p, struct buf *out) {
    const struct table *t = &p->table;
    struct buf text = {0};
    bool present[MARK_COUNT];
    fact_marks(t, present);
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        if (present[m])
            buf_addf(out, "  %s %s\n", mark_symbol((enum mark)m), mark_meaning((enum mark)m));
    }
    fact_undefined(t, &text);
    if (text.n > 0)
        line(out, "  ", text.text);
    buf_free(&text);
    for (size_t column = 0; fact_measure(t, &column, &text); buf_free(&text))
        wrap_paragraph(out, "  ", text.text, terminal_width);
    fact_notes(p, put_note, out);
}

static void put_rows(const struct table *t, const struct layout *l, size_t n, struct buf *out) {
    put_headings(l, n, out);
    for (size_t row = 0; row < t->n_rows; row++)
        put_line(l, n, row_cell, row, out);
    if (t->n_rows == 0)
        buf_puts(out, "(no rows)\n");
}

static void put_table(const struct part *p, struct buf *out) {
    size_t n;
    struct shown *shown = shown_columns(&p->table, &n);
    struct layout *l = calloc(n + 1, sizeof *l);
    out->failed |= shown == NULL || l == NULL;
    if (!out->failed) {
        for (size_t k = 0; k < n; k++) {
            l[k] = lay_out(&shown[k]);
            out->failed |= l[k].heading.failed;
        }
        put_rows(&p->table, l, n, out);
        put_notes(p, out);
    }
    for (size_t k = 0; l != NULL && k < n; k++)
        buf_free(&l[k].heading);
    free(l);
    free(shown);
}

/* Where the numbers begin behind the labels of a chart. */
struct chart_layout {
    struct buf *out;
    size_t width;
};

static void measure_chart_row(void *to, const char *label, const char *numbers) {
    struct chart_layout *l = to;
    (void)numbers;
    l->width = larger(l->width, escape_width(label));
}

static void put_chart_row(void *to, const char *label, const char *numbers) {
    const struct chart_layout *l = to;
    put_cell(l->out, label, l->width, false);
    line(l->out, "  ", numbers);
}

static bool put_chart_rows(const struct part *p, struct buf *out, struct err *e) {
    struct chart_layout l = {.out = out};
    if (!chart_rows(p, measure_chart_row, &l, e))
        return false;
    l.width = l.width < widest_cell ? l.width : widest_cell;
    return chart_rows(p, put_chart_row, &l, e);
}

static bool put_chart(const struct part *p, struct buf *out, struct err *e) {
    struct chart_words w = {0};
    bool done = put_chart_rows(p, out, e) && chart_words(p, &w, e);
    if (done)
        wrap_paragraph(out, "  ", w.summary.text, terminal_width);
    fact_notes(p, put_note, out);
    out->failed |= w.summary.failed;
    chart_words_free(&w);
    return done;
}

static void put_title(const char *title, struct buf *out) {
    if (title != NULL)
        line(out, "", title);
}

static void put_sentence(const char *before, const char *text, const char *margin,
                         struct buf *out) {
    struct buf all = {0};
    buf_addf(&all, "%s%s", before, text);
    wrap_paragraph(out, margin, all.text, terminal_width);
    out->failed |= all.failed;
    buf_free(&all);
}

static void put_check_list(const struct document *d, struct buf *out) {
    struct buf text = {0};
    fact_checks_summary(d, &text);
    line(out, "", text.text);
    for (size_t i = 0; i < d->n_checks; i++) {
        const struct check *c = &d->check[i];
        text.n = 0;
        fact_check_heading(c, &text);
        buf_puts(out, fact_check_state(c->state));
        line(out, "  ", text.text);
        line(out, "  ", c->text);
    }
    out->failed |= text.failed;
    buf_free(&text);
}

static bool put_part(const struct document *d, const struct part *p, struct buf *out,
                     struct err *e) {
    buf_puts(out, "\n");
    if (chart_of(p) != NULL) {
        put_title(p->title, out);
        return put_chart(p, out, e);
    }
    switch (p->kind) {
    case PART_HEADING:
        line(out, "== ", p->text);
        return true;
    case PART_TEXT:
        return prose_text(p->text, out, e);
    case PART_TABLE:
        put_title(p->title, out);
        put_table(p, out);
        return true;
    case PART_CANNOT:
        line(out, FACT_CANNOT ": ", p->title);
        put_sentence(FACT_BECAUSE, p->text, "  ", out);
        return true;
    case PART_CAUTION:
        put_sentence(FACT_CAUTION ": ", p->text, "", out);
        return true;
    case PART_NOTE:
        put_sentence(FACT_NOTE ": ", p->text, "", out);
        return true;
    case PART_CHECKS:
        put_check_list(d, out);
        return true;
    default:
        break;
    }
    return fail(e, ERR_INTERNAL, "unknown kind of report part: %d", (int)p->kind);
}

static void put_other_notes(const struct document *d, struct buf *out) {
    struct buf notes = {0};
    fact_other_notes(d, put_note, &notes);
    if (notes.n > 0)
        buf_addf(out, "\n== " FACT_NOTES "\n%s", notes.text);
    out->failed |= notes.failed;
    buf_free(&notes);
}

static void put_inputs(const struct document *d, struct buf *out) {
    buf_puts(out, "\n== " FACT_INPUTS "\n");
    if (d->n_inputs == 0)
        buf_puts(out, FACT_NO_INPUTS "\n");
    for (size_t i = 0; i < d->n_inputs; i++) {
        const struct input *in = &d->input[i];
        put_title(fact_input_title(in), out);
        fact_input(in, put_fact, out);
    }
}

static void put_disclosures(const struct document *d, struct buf *out) {
    buf_puts(out, d->n_disclosures > 0 ? "\n== " FACT_DISCLOSURE "\n" : "");
    for (size_t i = 0; i < d->n_disclosures; i++) {
        put_title(d->disclosure[i].source, out);
        fact_disclosure(&d->disclosure[i], put_fact, out);
    }
}

static void put_not_controlled(const struct document *d, struct buf *out) {
    struct buf text = {0};
    fact_not_controlled(d, &text);
    if (text.n > 0)
        put_sentence(FACT_NOT_CONTROLLED ": ", text.text, "", out);
    out->failed |= text.failed;
    buf_free(&text);
}

bool report_text(const struct document *d, const struct report_info *info, struct buf *out,
                 struct err *e) {
    const size_t failures = buf_failures();
    line(out, "", fact_title(d, info));
    if (d->subtitle != NULL)
        line(out, "", d->subtitle);
    if (d->headline != NULL)
        put_sentence("", d->headline, "", out);
    put_not_controlled(d, out);
    for (size_t i = 0; i < d->n_parts; i++) {
        if (!put_part(d, &d->part[i], out, e))
            return false;
    }
    if (info->only_parts)
        return fact_whole(out, failures, e);
    put_other_notes(d, out);
    put_disclosures(d, out);
    put_inputs(d, out);
    if (!document_has(d, PART_CHECKS)) {
        buf_puts(out, "\n== " FACT_CHECKS "\n");
        put_check_list(d, out);
    }
    buf_puts(out, "\n== " FACT_MADE "\n");
    fact_made(d, info, put_fact, out);
    return fact_whole(out, failures, e);
}
