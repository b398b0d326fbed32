#include "report/markdown.h"

#include <stdlib.h>
#include <string.h>

#include "report/chart/chart.h"
#include "report/escape.h"
#include "report/format.h"
#include "report/prose.h"
#include "report/shown.h"
#include "report/fact_disclosure.h"

static void line(struct buf *out, const char *before, const char *text, const char *after) {
    buf_puts(out, before);
    escape_markdown(out, text);
    buf_puts(out, after);
}

static void put_headings(const struct shown *shown, size_t n, struct buf *out) {
    struct buf text = {0};
    buf_puts(out, "|");
    for (size_t k = 0; k < n; k++, buf_free(&text)) {
        shown_heading(&shown[k], &text);
        line(out, " ", text.text, "");
        if (shown_unit(&shown[k]) != NULL)
            line(out, " (", shown_unit(&shown[k]), ")");
        buf_puts(out, " |");
        out->failed |= text.failed;
    }
    buf_puts(out, "\n|");
    for (size_t k = 0; k < n; k++)
        buf_puts(out, shown_is_number(&shown[k]) ? "--:|" : ":--|");
    buf_puts(out, "\n");
}

static void put_rows(const struct table *t, const struct shown *shown, size_t n, struct buf *out) {
    struct buf text = {0};
    for (size_t row = 0; row < t->n_rows; row++) {
        buf_puts(out, "|");
        for (size_t k = 0; k < n; k++, buf_free(&text)) {
            shown_cell(&shown[k], row, &text);
            line(out, " ", text.text, " |");
            out->failed |= text.failed;
        }
        buf_puts(out, "\n");
    }
}

static void put_marks(const bool present[MARK_COUNT], struct buf *out) {
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        if (present[m]) {
            line(out, "* ", mark_symbol((enum mark)m), " ");
            line(out, "", mark_meaning((enum mark)m), "\n");
        }
    }
}

static void put_sources(const struct table *t, struct buf *out) {
    struct buf text = {0};
    for (size_t i = 0; i < t->n_sources; i++, buf_free(&text)) {
        fact_source(&t->source[i], &text);
        line(out, "* Source: ", text.text, "\n");
    }
}

static void put_note(void *to, const char *term, const char *text) {
    line(to, "* ", term, ": ");
    line(to, "", text, "\n");
}

static void put_notes(const struct part *p, struct buf *out) {
    const struct table *t = &p->table;
    struct buf text = {0};
    bool present[MARK_COUNT];
    fact_marks(t, present);
    buf_puts(out, "\n");
    put_marks(present, out);
    fact_undefined(t, &text);
    if (text.n > 0)
        line(out, "* ", text.text, "\n");
    buf_free(&text);
    for (size_t column = 0; fact_measure(t, &column, &text); buf_free(&text))
        line(out, "* ", text.text, "\n");
    fact_notes(p, put_note, out);
    put_sources(t, out);
}

/* Under a chart: only what concerns the column that it draws. */
static void put_chart_notes(const struct part *p, const struct column *value, struct buf *out) {
    const struct table *t = &p->table;
    size_t column = (size_t)(value - t->column);
    struct buf text = {0};
    bool present[MARK_COUNT] = {false};
    for (size_t row = 0; row < t->n_rows; row++)
        present[format_mark(value, row)] = true;
    buf_puts(out, "\n");
    put_marks(present, out);
    if (fact_measure(t, &column, &text))
        line(out, "* ", text.text, "\n");
    buf_free(&text);
    put_sources(t, out);
}

static void put_table(const struct part *p, struct buf *out) {
    const struct table *t = &p->table;
    size_t n;
    struct shown *shown = shown_columns(t, &n);
    if (shown == NULL || n == 0) {
        out->failed |= shown == NULL;
        free(shown);
        return;
    }
    if (p->title != NULL)
        line(out, "**", p->title, "**\n\n");
    put_headings(shown, n, out);
    put_rows(t, shown, n, out);
    free(shown);
    put_notes(p, out);
    line(out, "* Data: [tables/", p->name, ".csv]");
    line(out, "(tables/", p->name, ".csv)\n");
}

static void put_chart_row(void *to, const char *label, const char *numbers) {
    line(to, "| ", label, " |");
    line(to, " ", numbers, " |\n");
}

static bool put_chart_words(const struct part *p, const struct chart_words *w, struct buf *out,
                            struct err *e) {
    line(out, "**", w->title.text, "**\n\n![");
    line(out, "", w->summary.text, "](charts/");
    line(out, "", p->name, ".svg)\n\n");
    line(out, "", w->reading.text, "\n\n");
    put_chart_row(out, w->label_heading.text, w->number_heading.text);
    buf_puts(out, "|:--|--:|\n");
    if (!chart_rows(p, put_chart_row, out, e))
        return false;
    put_chart_notes(p, w->value, out);
    return true;
}

static bool put_chart(const struct part *p, struct buf *out, struct err *e) {
    struct chart_words w = {0};
    bool done = chart_words(p, &w, e) && put_chart_words(p, &w, out, e);
    chart_words_free(&w);
    return done;
}

static void put_check_list(const struct document *d, struct buf *out) {
    struct buf text = {0};
    fact_checks_summary(d, &text);
    line(out, "", text.text, "\n");
    buf_puts(out, d->n_checks > 0 ? "\n" : "");
    for (size_t i = 0; i < d->n_checks; i++) {
        const struct check *c = &d->check[i];
        text.n = 0;
        fact_check_heading(c, &text);
        buf_addf(out, "* **%s**", fact_check_state(c->state));
        line(out, " ", text.text, ": ");
        line(out, "", c->text, "\n");
    }
    out->failed |= text.failed;
    buf_free(&text);
}

static bool put_part(const struct document *d, const struct part *p, int level, struct buf *out,
                     struct err *e) {
    buf_puts(out, "\n");
    if (chart_of(p) != NULL)
        return put_chart(p, out, e);
    switch (p->kind) {
    case PART_HEADING:
        line(out, "## ", p->text, "\n");
        return true;
    case PART_TEXT:
        return prose_markdown(p->text, level, out, e);
    case PART_TABLE:
        put_table(p, out);
        return true;
    case PART_CANNOT:
        line(out, "> **" FACT_CANNOT ": ", p->title, "**\n>\n");
        line(out, "> " FACT_BECAUSE, p->text, "\n");
        return true;
    case PART_CAUTION:
        line(out, "> **" FACT_CAUTION ".** ", p->text, "\n");
        return true;
    case PART_NOTE:
        line(out, "> **" FACT_NOTE ".** ", p->text, "\n");
        return true;
    case PART_CHECKS:
        put_check_list(d, out);
        return true;
    default:
        break;
    }
    return fail(e, ERR_INTERNAL, "unknown kind of report part: %d", (int)p->kind);
}

static bool put_parts(const struct document *d, struct buf *out, struct err *e) {
    int level = 2; /* of headings inside prose: one below the last heading of the report */
    for (size_t i = 0; i < d->n_parts; i++) {
        if (!put_part(d, &d->part[i], level, out, e))
            return false;
        level = d->part[i].kind == PART_HEADING ? 3 : level;
    }
    return true;
}

static void put_fact(void *to, const char *term, const char *text) {
    struct buf *out = to;
    buf_addf(out, "* %s: ", term);
    line(out, "", text, "\n");
}

static void put_other_notes(const struct document *d, struct buf *out) {
    struct buf notes = {0};
    fact_other_notes(d, put_note, &notes);
    if (notes.n > 0)
        buf_addf(out, "\n## " FACT_NOTES "\n\n%s", notes.text);
    out->failed |= notes.failed;
    buf_free(&notes);
}

static void put_inputs(const struct document *d, struct buf *out) {
    buf_puts(out, "\n## " FACT_INPUTS "\n\n");
    if (d->n_inputs == 0)
        buf_puts(out, FACT_NO_INPUTS "\n");
    for (size_t i = 0; i < d->n_inputs; i++) {
        const struct input *in = &d->input[i];
        line(out, i > 0 ? "\n### " : "### ", fact_input_title(in), "\n\n");
        fact_input(in, put_fact, out);
    }
}

static void put_disclosures(const struct document *d, struct buf *out) {
    buf_puts(out, d->n_disclosures > 0 ? "\n## " FACT_DISCLOSURE "\n\n" : "");
    for (size_t i = 0; i < d->n_disclosures; i++) {
        line(out, i > 0 ? "\n### " : "### ", d->disclosure[i].source, "\n\n");
        fact_disclosure(&d->disclosure[i], put_fact, out);
    }
}

static void put_not_controlled(const struct document *d, struct buf *out) {
    struct buf text = {0};
    fact_not_controlled(d, &text);
    if (text.n > 0)
        line(out, "\n> **" FACT_NOT_CONTROLLED ".** ", text.text, "\n");
    out->failed |= text.failed;
    buf_free(&text);
}

bool report_markdown(const struct document *d, const struct report_info *info, struct buf *out,
                     struct err *e) {
    const size_t failures = buf_failures();
    line(out, "# ", fact_title(d, info), "\n");
    if (d->subtitle != NULL)
        line(out, "\n", d->subtitle, "\n");
    if (d->headline != NULL)
        line(out, "\n**", d->headline, "**\n");
    put_not_controlled(d, out);
    if (!put_parts(d, out, e))
        return false;
    put_other_notes(d, out);
    put_disclosures(d, out);
    put_inputs(d, out);
    if (!document_has(d, PART_CHECKS)) {
        buf_puts(out, "\n## " FACT_CHECKS "\n\n");
        put_check_list(d, out);
    }
    buf_puts(out, "\n## " FACT_MADE "\n\n");
    fact_made(d, info, put_fact, out);
    return fact_whole(out, failures, e);
}
