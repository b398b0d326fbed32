#include "report/html_parts.h"

#include <stdlib.h>
#include <string.h>

#include <nettle/base64.h>

#include "report/escape.h"
#include "report/shown.h"

void html_text(struct buf *out, const char *before, const char *text, const char *after) {
    buf_puts(out, before);
    escape_xml(out, text);
    buf_puts(out, after);
}

const char *html_caption(const struct part *p) {
    return p->title != NULL ? p->title : p->table.name != NULL ? p->table.name : p->name;
}

static void put_heading(struct buf *out, const struct shown *s, bool over_names) {
    struct buf text = {0};
    shown_heading(s, &text);
    buf_puts(out, shown_is_number(s) && !over_names ? "<th scope=\"col\" class=\"number\">"
                                                    : "<th scope=\"col\">");
    escape_xml(out, text.text);
    if (shown_unit(s) != NULL)
        html_text(out, " <span class=\"unit\">", shown_unit(s), "</span>");
    buf_puts(out, "</th>");
    out->failed |= text.failed;
    buf_free(&text);
}

/* A number stays beside its percent sign where a cell is broken into lines. */
static void bind_percent(struct buf *text) {
    struct buf out = {0};
    const char *from = text->n > 0 ? text->text : "";
    for (const char *at; (at = strstr(from, " %")) != NULL; from = at + 1) {
        buf_add(&out, from, (size_t)(at - from));
        buf_puts(&out, "\u00a0");
    }
    buf_puts(&out, from);
    out.failed |= text->failed;
    buf_free(text);
    *text = out;
}

/* Does the row hold the total of the others, by one of its labels? */
static bool is_total(const struct table *t, size_t row) {
    for (size_t k = 0; k < t->n_columns; k++) {
        const struct column *c = &t->column[k];
        const char *label = c->field.type == COLUMN_LABEL ? column_label(c, row) : NULL;
        if (label != NULL && c->field.totals != NULL && strcmp(label, c->field.totals) == 0)
            return true;
    }
    return false;
}

/* Are there both totals and what they are the totals of? */
static bool has_parts(const struct table *t) {
    size_t totals = 0;
    for (size_t row = 0; row < t->n_rows; row++)
        totals += is_total(t, row);
    return totals > 0 && totals < t->n_rows;
}

/* The first column names the row; the others are its cells. */
static void put_cell(struct buf *out, const struct shown *s, size_t row, bool names_row) {
    struct buf text = {0};
    bool marked = shown_mark(s, row) != MARK_OK;
    shown_cell(s, row, &text);
    bind_percent(&text);
    bool bounds = marked && text.n > strlen(mark_symbol(shown_mark(s, row)));
    buf_puts(out, names_row ? "<th scope=\"row\"" : "<td");
    if (shown_is_number(s) && !names_row)
        buf_puts(out, bounds   ? " class=\"number marked bounds\""
                      : marked ? " class=\"number marked\""
                               : " class=\"number\"");
    html_text(out, ">", text.text, names_row ? "</th>" : "</td>");
    out->failed |= text.failed;
    buf_free(&text);
}

static void put_body(struct buf *out, const struct table *t, const struct shown *shown, size_t n) {
    bool parts = has_parts(t);
    buf_puts(out, "<tbody>\n");
    for (size_t row = 0; row < t->n_rows; row++) {
        buf_puts(out, parts && is_total(t, row) ? "<tr class=\"total\">" : "<tr>");
        for (size_t k = 0; k < n; k++)
            put_cell(out, &shown[k], row, k == 0);
        buf_puts(out, "</tr>\n");
    }
    if (t->n_rows == 0)
        buf_addf(out, "<tr><td colspan=\"%zu\">No rows.</td></tr>\n", n);
    buf_puts(out, "</tbody>\n");
}

static void put_table(struct buf *out, const struct part *p) {
    const struct table *t = &p->table;
    size_t n;
    struct shown *shown = shown_columns(t, &n);
    if (shown == NULL) {
        out->failed = true;
        return;
    }
    html_text(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"",
              html_caption(p), "\">\n<table>\n");
    html_text(out, "<caption><span>", html_caption(p), "</span></caption>\n<thead><tr>");
    for (size_t k = 0; k < n; k++)
        put_heading(out, &shown[k], k == 0);
    buf_puts(out, "</tr></thead>\n");
    put_body(out, t, shown, n);
    buf_puts(out, "</table>\n</div>\n");
    free(shown);
}

static void put_legend(struct buf *out, const struct table *t) {
    bool present[MARK_COUNT];
    fact_marks(t, present);
    for (int m = MARK_OK + 1; m < MARK_COUNT; m++) {
        if (present[m]) {
            html_text(out, "<li>", mark_symbol((enum mark)m), " ");
            html_text(out, "", mark_meaning((enum mark)m), "</li>\n");
        }
    }
}

static void put_note(void *to, const char *term, const char *text) {
    html_text(to, "<li>", term, ": ");
    html_text(to, "", text, "</li>\n");
}

void html_table_notes(struct buf *out, const struct part *p) {
    const struct table *t = &p->table;
    struct buf text = {0};
    size_t start = out->n;
    buf_puts(out, "<ul class=\"notes\">\n");
    size_t empty = out->n;
    put_legend(out, t);
    fact_undefined(t, &text);
    if (text.n > 0)
        html_text(out, "<li>", text.text, "</li>\n");
    buf_free(&text);
    for (size_t column = 0; fact_measure(t, &column, &text); buf_free(&text))
        html_text(out, "<li>", text.text, "</li>\n");
    if (p->kind == PART_TABLE) /* a chart says its notes beside the picture */
        fact_notes(p, put_note, out);
    for (size_t i = 0; i < t->n_sources; i++, buf_free(&text)) {
        fact_source(&t->source[i], &text);
        html_text(out, "<li>Source: ", text.text, "</li>\n");
    }
    if (out->n == empty)
        out->n = start;
    else
        buf_puts(out, "</ul>\n");
}

void html_table(struct buf *out, const struct part *p, const char *id) {
    html_text(out, "<div class=\"block\"", NULL, "");
    if (id != NULL)
        html_text(out, " id=\"", id, "\"");
    buf_puts(out, ">\n");
    put_table(out, p);
    html_table_notes(out, p);
    if (p->kind == PART_TABLE) /* under a chart it stands where it is seen */
        html_download(out, p);
    buf_puts(out, "</div>\n");
}

void html_download(struct buf *out, const struct part *p) {
    struct buf csv = {0};
    if (p->table.n_columns == 0)
        return;
    table_write_csv(&p->table, &csv);
    size_t room = BASE64_ENCODE_RAW_LENGTH(csv.n);
    char *coded = malloc(room + 1);
    out->failed |= csv.failed || coded == NULL;
    if (!out->failed) {
        base64_encode_raw(coded, csv.n, (const uint8_t *)(csv.text != NULL ? csv.text : ""));
        html_text(out, "<p class=\"download\"><a download=\"", p->name,
                  ".csv\" href=\"data:text/csv;charset=utf-8;base64,");
        buf_add(out, coded, room);
        html_text(out, "\">Download the data (CSV)<span class=\"unseen\">: ", html_caption(p),
                  "</span></a></p>\n");
    }
    free(coded);
    buf_free(&csv);
}
