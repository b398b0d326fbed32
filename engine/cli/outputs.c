#include "cli/outputs.h"

#include <string.h>

#include "report/chart/chart.h"
#include "report/chart/vega.h"
#include "report/html.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/text.h"
#include "run/tool.h"

typedef bool writer(const struct document *d, const struct report_info *info, struct buf *out,
                    struct err *e);

static bool put_document(struct output_set *set, const char *path, const char *media_type,
                         writer *write, const struct document *d, const struct report_info *info,
                         struct err *e) {
    struct buf b = {0};
    if (write(d, info, &b, e))
        return output_set_add(set, path, media_type, &b, e) != NULL;
    buf_free(&b);
    return false;
}

/* What a program makes of 'from'. */
static bool put_made(struct output_set *set, const struct tool *tool, const char *path,
                     const char *media_type, const struct buf *from, struct err *e) {
    struct buf b = {0};
    if (from->failed || !tool_run(tool, from->text, from->n, &b, e)) {
        buf_free(&b);
        return fail(e, ERR_NOMEM, "no memory for %s", path);
    }
    struct output *made = output_set_add(set, path, media_type, &b, e);
    if (made != NULL)
        made->tool = tool->words[0];
    return made != NULL;
}

static bool put_page(struct output_set *set, const struct outputs *o, const struct document *d,
                     const struct report_info *info, struct err *e) {
    if (!put_document(set, "report.html", "text/html", report_html, d, info, e))
        return false;
    const struct buf *page = &output_set_find(set, "report.html")->bytes;
    return !o->pdf || put_made(set, &tool_pdf, "report.pdf", "application/pdf", page, e);
}

static bool put_table(struct output_set *set, const struct part *p, struct err *e) {
    char path[256];
    struct buf b = {0};
    snprintf(path, sizeof path, "tables/%s.csv", p->name);
    table_write_csv(&p->table, &b);
    struct output *csv = output_set_add(set, path, "text/csv", &b, e);
    if (csv == NULL)
        return false;
    csv->table = true;
    csv->rows = p->table.n_rows;
    csv->columns = p->table.n_columns;
    return true;
}

/* One picture: charts/NAME.svg, its PNG if one is asked for. */
static bool put_picture(struct output_set *set, const struct outputs *o, const struct part *p,
                        const struct chart_view *v, struct err *e) {
    char path[256], png[256];
    struct buf b = {0};
    snprintf(path, sizeof path, "charts/%s.svg", v->id_prefix);
    snprintf(png, sizeof png, "charts/%s.png", v->id_prefix);
    if (!chart_svg(p, v, &b, e)) {
        buf_free(&b);
        return false;
    }
    const struct output *svg = output_set_add(set, path, "image/svg+xml", &b, e);
    return svg != NULL && (!o->png || put_made(set, &tool_png, png, "image/png", &svg->bytes, e));
}

static bool put_vega(struct output_set *set, enum theme theme, const struct part *p,
                     struct err *e) {
    char path[256];
    struct buf b = {0};
    snprintf(path, sizeof path, "charts/%s.vl.json", p->name);
    if (vega_chart(p, theme, &b, e))
        return output_set_add(set, path, "application/json", &b, e) != NULL;
    buf_free(&b);
    return false;
}

/* A chart in all the sizes that are asked for. */
static bool put_chart(struct output_set *set, const struct outputs *o, enum theme theme,
                      const struct part *p, struct err *e) {
    struct chart_view page = {.size = CHART_PAGE, .theme = theme, .id_prefix = p->name};
    bool done = put_picture(set, o, p, &page, e);
    for (int i = CHART_PAGE + 1; done && i < CHART_SIZES; i++) {
        char name[200];
        struct chart_view v = {.size = (enum chart_size)i, .theme = theme, .id_prefix = name};
        snprintf(name, sizeof name, "%s-%s", p->name, chart_size_name(v.size));
        done = !o->size[i] || put_picture(set, o, p, &v, e);
    }
    return done && (!o->vega_lite || put_vega(set, theme, p, e));
}

bool outputs_make(const struct outputs *o, const struct document *d, const struct report_info *info,
                  struct output_set *set, struct err *e) {
    if (!put_page(set, o, d, info, e) ||
        !put_document(set, "report.md", "text/markdown", report_markdown, d, info, e) ||
        !put_document(set, "results.json", "application/json", report_json, d, info, e))
        return false;
    for (size_t i = 0; i < d->n_parts; i++) {
        const struct part *p = &d->part[i];
        if (chart_has_table(p) && !put_table(set, p, e))
            return false;
        if (chart_of(p) != NULL && !put_chart(set, o, d->theme, p, e))
            return false;
    }
    return true;
}

bool outputs_possible(const struct outputs *o, struct err *e) {
    const char *files = o->png                                         ? "png"
                        : o->pdf                                       ? "pdf"
                        : o->vega_lite                                 ? "vega-lite"
                        : o->size[CHART_PHONE] || o->size[CHART_SLIDE] ? "chart-size"
                                                                       : NULL;
    if (files != NULL && o->folder == NULL) {
        fail(e, ERR_USAGE, "--%s makes files, and there is no folder for them", files);
        return err_hint(e, "name one, such as -o runs/first");
    }
    return (!o->png || tool_need(&tool_png, e)) && (!o->pdf || tool_need(&tool_pdf, e));
}

bool outputs_print(FILE *out, const struct document *d, const struct report_info *info, bool json,
                   struct err *e) {
    struct buf b = {0};
    bool done = (json ? report_json : report_text)(d, info, &b, e);
    if (done && (b.failed || fwrite(b.text, 1, b.n, out) != b.n))
        done = fail(e, ERR_WRITE, "the results could not be written to standard output");
    buf_free(&b);
    return done;
}
