#include "report/index.h"

#include "report/escape.h"
#include "report/html_parts.h"

static const char *title_of(const struct run_summary *s) {
    const char *const titles[] = {s->title, s->script};
    for (size_t i = 0; i < 2; i++) {
        if (titles[i] != NULL && titles[i][0] != '\0')
            return titles[i];
    }
    return s->folder;
}

static bool whole(const struct buf *out, struct err *e) {
    return !out->failed || fail(e, ERR_NOMEM, "no memory for the list of runs");
}

/* "14 runs, 1 other folder" */
static void put_size(const struct run_list *l, struct buf *out) {
    size_t n = l->n - l->n_skipped;
    buf_addf(out, "%zu run%s", n, n == 1 ? "" : "s");
    if (l->n_skipped > 0)
        buf_addf(out, ", %zu other folder%s", l->n_skipped, l->n_skipped == 1 ? "" : "s");
}

/* "runs/early_help/report.html" */
static void put_address(const struct run_summary *s, const struct index_info *info,
                        struct buf *out) {
    escape_address(out, info->prefix);
    escape_address(out, s->folder);
    buf_puts(out, "/report.html");
}

/* The page. */

static void put_number(struct buf *out, size_t n, const char *class) {
    buf_addf(out, "<td class=\"%s\">%zu</td>", class, n);
}

static void put_dates(const struct run_summary *s, struct buf *out) {
    buf_puts(out, s->n_dates == 0 ? "<td>not stated" : "<td>");
    for (size_t i = 0; i < s->n_dates; i++)
        html_text(out, i > 0 ? "; " : "", s->date[i], "");
    buf_puts(out, "</td>");
}

static void put_run(const struct run_summary *s, const struct index_info *info, struct buf *out) {
    buf_puts(out, "<tr><th scope=\"row\"><a href=\"");
    put_address(s, info, out);
    html_text(out, "\">", title_of(s), "</a>");
    if (s->subtitle != NULL)
        html_text(out, "<span class=\"unit\">", s->subtitle, "</span>");
    buf_puts(out, "</th>");
    put_number(out, s->failed, s->failed > 0 ? "number state no" : "number");
    put_dates(s, out);
    put_number(out, s->tables, "number");
    put_number(out, s->charts, "number");
    html_text(out, "<td>", s->script != NULL ? s->script : "not stated", "</td></tr>\n");
}

/* Failed checks stand beside the title: on a phone the other columns are out of sight. */
static void put_runs(const struct run_list *l, const struct index_info *info, struct buf *out) {
    buf_puts(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"The runs\">\n"
                  "<table>\n<caption><span>The runs, by the names of their folders</span></caption>"
                  "\n<thead><tr><th scope=\"col\">Analysis</th><th scope=\"col\" class=\"number\">"
                  "Failed checks</th><th scope=\"col\">Date of the figures</th><th scope=\"col\" "
                  "class=\"number\">Tables</th><th scope=\"col\" class=\"number\">Charts</th>"
                  "<th scope=\"col\">Script</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < l->n; i++) {
        if (l->run[i].skipped == NULL)
            put_run(&l->run[i], info, out);
    }
    buf_puts(out, "</tbody>\n</table>\n</div>\n");
}

static void put_skipped(const struct run_list *l, struct buf *out) {
    if (l->n_skipped == 0)
        return;
    buf_puts(out, "<section id=\"others\" aria-labelledby=\"others-heading\">\n"
                  "<h2 id=\"others-heading\">Folders that hold no run</h2>\n<ul>\n");
    for (size_t i = 0; i < l->n; i++) {
        if (l->run[i].skipped == NULL)
            continue;
        html_text(out, "<li>", l->run[i].folder, ": ");
        html_text(out, "", l->run[i].skipped, "</li>\n");
    }
    buf_puts(out, "</ul>\n</section>\n");
}

bool index_html(const struct run_list *l, const struct index_info *info, struct buf *out,
                struct err *e) {
    struct buf size = {0};
    put_size(l, &size);
    struct html_head head = {
        .title = info->title, .subtitle = size.text, .description = "Index of runs, " INDEX_MARKER};
    html_open(out, info->engine_version, &head);
    put_runs(l, info, out);
    put_skipped(l, out);
    html_close(out, info->engine_version);
    out->failed |= size.failed;
    buf_free(&size);
    return whole(out, e);
}

/* The same for machines. */

static void put_text(struct buf *out, const char *key, const char *text) {
    buf_addf(out, ", \"%s\": ", key);
    if (text != NULL)
        escape_json(out, text);
    else
        buf_puts(out, "null");
}

static void put_run_json(const struct run_summary *s, const struct index_info *info,
                         struct buf *out) {
    struct buf address = {0};
    put_address(s, info, &address);
    put_text(out, "title", s->title);
    put_text(out, "subtitle", s->subtitle);
    put_text(out, "script", s->script);
    buf_puts(out, ", \"dates\": [");
    for (size_t i = 0; i < s->n_dates; i++) {
        buf_puts(out, i > 0 ? ", " : "");
        escape_json(out, s->date[i]);
    }
    buf_addf(out, "], \"tables\": %zu, \"charts\": %zu, \"failed_checks\": %zu", s->tables,
             s->charts, s->failed);
    put_text(out, "report", address.text);
    out->failed |= address.failed;
    buf_free(&address);
}

bool index_json(const struct run_list *l, const struct index_info *info, struct buf *out,
                struct err *e) {
    buf_puts(out, "{\"schema\": \"" INDEX_MARKER "\", \"engine\": {\"name\": \"foistat\"");
    put_text(out, "version", info->engine_version);
    buf_puts(out, "}, \"folders\": [");
    for (size_t i = 0; i < l->n; i++) {
        const struct run_summary *s = &l->run[i];
        buf_puts(out, i > 0 ? ",\n  {\"folder\": " : "\n  {\"folder\": ");
        escape_json(out, s->folder);
        put_text(out, "skipped", s->skipped);
        if (s->skipped == NULL)
            put_run_json(s, info, out);
        buf_puts(out, "}");
    }
    buf_puts(out, "\n]}\n");
    return whole(out, e);
}

/* The same for the terminal. */

static void put_run_text(const struct run_summary *s, struct buf *out) {
    escape_plain(out, title_of(s));
    if (s->subtitle != NULL) {
        buf_puts(out, "\n  ");
        escape_plain(out, s->subtitle);
    }
    buf_addf(out, "\n  %zu table%s, %zu chart%s", s->tables, s->tables == 1 ? "" : "s", s->charts,
             s->charts == 1 ? "" : "s");
    if (s->failed > 0)
        buf_addf(out, "; %zu check%s of the data failed", s->failed, s->failed == 1 ? "" : "s");
    buf_puts(out, "\n");
}

bool index_text(const struct run_list *l, const struct index_info *info, struct buf *out,
                struct err *e) {
    (void)info;
    for (size_t i = 0; i < l->n; i++) {
        const struct run_summary *s = &l->run[i];
        escape_plain(out, s->folder);
        buf_puts(out, ": ");
        if (s->skipped == NULL) {
            put_run_text(s, out);
            continue;
        }
        buf_puts(out, "no run, ");
        escape_plain(out, s->skipped);
        buf_puts(out, "\n");
    }
    put_size(l, out);
    buf_puts(out, "\n");
    return whole(out, e);
}
