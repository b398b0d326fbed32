#include "report/html.h"

#include <stdio.h>
#include <string.h>

#include "report/chart/chart.h"
#include "report/chart/palette.h"
#include "report/escape.h"
#include "report/html_parts.h"
#include "report/prose.h"
#include "report/fact_disclosure.h"

/* Nothing may load or run; pictures and downloads only from the page itself. */
#define POLICY                                                                                     \
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "              \
    "form-action 'none'"

void html_open(struct buf *out, const char *engine_version, const struct html_head *h) {
    buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n");
    html_text(out, "<meta name=\"generator\" content=\"foistat ", engine_version, "\">\n");
    if (h->description != NULL)
        html_text(out, "<meta name=\"description\" content=\"", h->description, "\">\n");
    html_text(out, "<title>", h->title, "</title>\n<style>\n");
    palette_put(out, h->theme, html_style, strlen(html_style));
    buf_puts(out, "</style>\n</head>\n<body>\n"
                  "<a class=\"skip\" href=\"#main\">Skip to main content</a>\n<header>\n");
    html_text(out, "<h1>", h->title, "</h1>\n");
    if (h->subtitle != NULL)
        html_text(out, "<p class=\"subtitle\">", h->subtitle, "</p>\n");
    if (h->headline != NULL)
        html_text(out, "<p class=\"headline\">", h->headline, "</p>\n");
    buf_puts(out, "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

void html_close(struct buf *out, const char *engine_version) {
    html_text(
        out, "</main>\n<footer>\n<p>Made with foistat ", engine_version,
        " from answers to Freedom of Information requests and published statistics. This page "
        "runs no script and loads nothing from elsewhere.</p>\n</footer>\n</body>\n</html>\n");
}

/* Failed checks stand before any figure. */
static void put_failed_checks(struct buf *out, const struct document *d) {
    size_t n = fact_checks(d, CHECK_FAILED);
    if (n == 0)
        return;
    buf_addf(out,
             "<div class=\"box failed\" role=\"note\">\n<p class=\"label\">%zu %s of the data "
             "failed</p>\n<ul>\n",
             n, n == 1 ? "check" : "checks");
    for (size_t i = 0; i < d->n_checks; i++) {
        if (d->check[i].state != CHECK_FAILED)
            continue;
        struct buf text = {0};
        fact_check_brief(&d->check[i], &text);
        html_text(out, "<li>", text.text, " ");
        html_text(out, "(", d->check[i].code, ")</li>\n");
        out->failed |= text.failed;
        buf_free(&text);
    }
    buf_addf(out, "</ul>\n<p>See <a href=\"#%s\">all checks</a>.</p>\n</div>\n",
             document_has(d, PART_CHECKS) ? "checks-1" : "checks");
}

static void put_contents_line(struct buf *out, const char *id, const char *text) {
    html_text(out, "<li><a href=\"#", id, "\">");
    html_text(out, "", text, "</a></li>\n");
}

/* Of a report with more headings than are seen at once. */
static void put_contents(struct buf *out, const struct document *d) {
    enum { few = 5 };
    size_t n = 0;
    for (size_t i = 0; i < d->n_parts; i++)
        n += d->part[i].kind == PART_HEADING;
    if (n <= few)
        return;
    buf_puts(out, "<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 id=\"contents\">"
                  "Contents</h2>\n<ol>\n");
    for (size_t i = 0; i < d->n_parts; i++) {
        if (d->part[i].kind == PART_HEADING)
            put_contents_line(out, d->part[i].name, d->part[i].text);
    }
    if (d->n_disclosures > 0)
        put_contents_line(out, "disclosure", FACT_DISCLOSURE);
    put_contents_line(out, "sources", FACT_INPUTS);
    if (!document_has(d, PART_CHECKS))
        put_contents_line(out, "checks", FACT_CHECKS);
    put_contents_line(out, "method", FACT_MADE);
    buf_puts(out, "</ol>\n</nav>\n");
}

/* The chart twice, for wide and for narrow screens; the style sheet shows one of them. */
static bool put_pictures(struct buf *out, const struct part *p, enum theme theme, const char *title,
                         struct err *e) {
    struct chart_view wide = {.size = CHART_PAGE, .theme = theme, .id_prefix = p->name};
    struct chart_view narrow = {.size = CHART_PHONE, .theme = theme};
    struct buf id = {0};
    html_text(out,
              "<div class=\"scroll wide\" role=\"region\" tabindex=\"0\" "
              "aria-label=\"Chart: ",
              title, "\">\n");
    if (!chart_svg(p, &wide, out, e))
        return false;
    buf_puts(out, "</div>\n<div class=\"narrow\">\n");
    buf_addf(&id, "%s-narrow", p->name);
    narrow.id_prefix = id.text;
    bool drawn = !id.failed ? chart_svg(p, &narrow, out, e) : fail(e, ERR_NOMEM, "out of memory");
    buf_puts(out, "</div>\n");
    buf_free(&id);
    return drawn;
}

static bool put_figure(struct buf *out, const struct part *p, enum theme theme,
                       const struct chart_words *w, struct err *e) {
    html_text(out, "<div class=\"block\" id=\"", p->name, "\">\n<figure>\n");
    if (!put_pictures(out, p, theme, w->title.text, e))
        return false;
    html_text(out, "<figcaption>", w->reading.text, "</figcaption>\n</figure>\n");
    buf_puts(out, "<details>\n<summary>Show the figures behind this chart</summary>\n");
    html_table(out, p, NULL);
    buf_puts(out, "</details>\n");
    html_download(out, p);
    buf_puts(out, "</div>\n");
    return true;
}

static bool put_chart(struct buf *out, const struct part *p, enum theme theme, struct err *e) {
    struct chart_words w = {0};
    bool done = chart_words(p, &w, e) && put_figure(out, p, theme, &w, e);
    chart_words_free(&w);
    return done;
}

static void put_cannot(struct buf *out, const struct part *p) {
    html_text(out, "<div class=\"box\" role=\"note\" id=\"", p->name,
              "\">\n<p class=\"label\">" FACT_CANNOT);
    if (p->title != NULL)
        html_text(out, ": ", p->title, "");
    html_text(out, "</p>\n<p>" FACT_BECAUSE, p->text, "</p>\n</div>\n");
}

static void put_caution(struct buf *out, const struct part *p) {
    html_text(out, "<div class=\"box caution\" role=\"note\" id=\"", p->name,
              "\">\n<p class=\"label\">" FACT_CAUTION "</p>\n");
    html_text(out, "<p>", p->text, "</p>\n</div>\n");
}

static void put_note(struct buf *out, const struct part *p) {
    html_text(out, "<div class=\"box\" role=\"note\" id=\"", p->name,
              "\">\n<p class=\"label\">" FACT_NOTE "</p>\n");
    html_text(out, "<p>", p->text, "</p>\n</div>\n");
}

static void put_check(struct buf *out, const struct check *c) {
    const char *class = c->state == CHECK_FAILED ? "state no" : "state";
    html_text(out, "<tr><th scope=\"row\">", c->code, " ");
    html_text(out, "", fact_check_title(c->code), "</th>");
    buf_addf(out, "<td class=\"%s\">%s</td>", class, fact_check_state(c->state));
    html_text(out, "<td>", c->dataset != NULL ? c->dataset : "", "</td><td>");
    fact_check_rows(c, out);
    html_text(out, "</td><td>", c->text, "</td></tr>\n");
}

static void put_check_table(struct buf *out, const struct document *d) {
    buf_puts(out, "<p>");
    fact_checks_summary(d, out);
    buf_puts(out, "</p>\n");
    if (d->n_checks == 0)
        return;
    buf_puts(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Checks of the "
                  "data\">\n<table>\n<caption>Checks of the data, made when they were read"
                  "</caption>\n<thead><tr><th scope=\"col\">Check</th><th scope=\"col\">Result</th>"
                  "<th scope=\"col\">Dataset</th><th scope=\"col\">Looked at</th>"
                  "<th scope=\"col\">What was found</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < d->n_checks; i++)
        put_check(out, &d->check[i]);
    buf_puts(out, "</tbody>\n</table>\n</div>\n");
}

static bool put_part(struct buf *out, const struct document *d, const struct part *p, int level,
                     struct err *e) {
    if (chart_of(p) != NULL)
        return put_chart(out, p, d->theme, e);
    switch (p->kind) {
    case PART_HEADING:
        html_text(out, "<h2 id=\"", p->name, "\">");
        html_text(out, "", p->text, "</h2>\n");
        return true;
    case PART_TEXT:
        return prose_html(p->text, level, out, e);
    case PART_TABLE:
        html_table(out, p, p->name);
        return true;
    case PART_CANNOT:
        put_cannot(out, p);
        return true;
    case PART_CAUTION:
        put_caution(out, p);
        return true;
    case PART_NOTE:
        put_note(out, p);
        return true;
    case PART_CHECKS:
        html_text(out, "<div class=\"block\" id=\"", p->name, "\">\n");
        put_check_table(out, d);
        buf_puts(out, "</div>\n");
        return true;
    default:
        break;
    }
    return fail(e, ERR_INTERNAL, "unknown kind of report part: %d", (int)p->kind);
}

static bool put_parts(struct buf *out, const struct document *d, struct err *e) {
    int level = 2; /* of headings inside prose: one below the last heading of the report */
    for (size_t i = 0; i < d->n_parts; i++) {
        if (!put_part(out, d, &d->part[i], level, e))
            return false;
        level = d->part[i].kind == PART_HEADING ? 3 : level;
    }
    return true;
}

static void open_section(struct buf *out, const char *id, const char *heading) {
    buf_addf(out,
             "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">%s</h2>\n",
             id, id, id, heading);
}

static void close_section(struct buf *out) {
    buf_puts(out, "</section>\n");
}

/* An address of the web becomes a link; anything else stays text. */
static void put_fact(void *to, const char *term, const char *text) {
    struct buf *out = to;
    bool link = strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
    html_text(out, "<div><dt>", term, "</dt><dd>");
    if (link)
        html_text(out, "<a href=\"", text, "\">");
    html_text(out, "", text, link ? "</a></dd></div>\n" : "</dd></div>\n");
}

static void put_other_note(void *to, const char *term, const char *text) {
    html_text(to, "<li>", term, ": ");
    html_text(to, "", text, "</li>\n");
}

static void put_other_notes(struct buf *out, const struct document *d) {
    struct buf notes = {0};
    fact_other_notes(d, put_other_note, &notes);
    if (notes.n > 0) {
        open_section(out, "notes", FACT_NOTES);
        buf_puts(out, "<ul>\n");
        buf_add(out, notes.text, notes.n);
        buf_puts(out, "</ul>\n");
        close_section(out);
    }
    out->failed |= notes.failed;
    buf_free(&notes);
}

static void put_inputs(struct buf *out, const struct document *d) {
    open_section(out, "sources", FACT_INPUTS);
    if (d->n_inputs == 0)
        buf_puts(out, "<p>" FACT_NO_INPUTS "</p>\n");
    for (size_t i = 0; i < d->n_inputs; i++) {
        const struct input *in = &d->input[i];
        html_text(out, "<h3>", fact_input_title(in), "</h3>\n");
        buf_puts(out, "<dl>\n");
        fact_input(in, put_fact, out);
        buf_puts(out, "</dl>\n");
    }
    close_section(out);
}

static void put_disclosures(struct buf *out, const struct document *d) {
    if (d->n_disclosures == 0)
        return;
    open_section(out, "disclosure", FACT_DISCLOSURE);
    for (size_t i = 0; i < d->n_disclosures; i++) {
        html_text(out, "<h3>", d->disclosure[i].source, "</h3>\n");
        buf_puts(out, "<dl>\n");
        fact_disclosure(&d->disclosure[i], put_fact, out);
        buf_puts(out, "</dl>\n");
    }
    close_section(out);
}

/* Before anything else that is read. */
static void put_not_controlled(struct buf *out, const struct document *d) {
    struct buf text = {0};
    fact_not_controlled(d, &text);
    if (text.n > 0) {
        buf_puts(out,
                 "<div class=\"box failed\" role=\"note\">\n<p class=\"label\">" FACT_NOT_CONTROLLED
                 "</p>\n");
        html_text(out, "<p>", text.text, "</p>\n</div>\n");
    }
    out->failed |= text.failed;
    buf_free(&text);
}

static void put_checks(struct buf *out, const struct document *d) {
    if (document_has(d, PART_CHECKS))
        return;
    open_section(out, "checks", FACT_CHECKS);
    put_check_table(out, d);
    close_section(out);
}

static void put_made(struct buf *out, const struct document *d, const struct report_info *info) {
    open_section(out, "method", FACT_MADE);
    buf_puts(out, "<p>The same script, data and engine give the same page, byte for byte.</p>\n"
                  "<dl>\n");
    fact_made(d, info, put_fact, out);
    buf_puts(out, "</dl>\n");
    close_section(out);
}

bool report_html(const struct document *d, const struct report_info *info, struct buf *out,
                 struct err *e) {
    const size_t failures = buf_failures();
    struct html_head head = {.title = fact_title(d, info),
                             .subtitle = d->subtitle,
                             .headline = d->headline,
                             .theme = d->theme};
    html_open(out, info->engine_version, &head);
    put_not_controlled(out, d);
    put_failed_checks(out, d);
    put_contents(out, d);
    if (!put_parts(out, d, e))
        return false;
    buf_puts(out, "<div class=\"method\">\n");
    put_other_notes(out, d);
    put_disclosures(out, d);
    put_inputs(out, d);
    put_checks(out, d);
    put_made(out, d, info);
    buf_puts(out, "</div>\n");
    html_close(out, info->engine_version);
    return fact_whole(out, failures, e);
}
