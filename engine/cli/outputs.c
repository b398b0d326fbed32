#include "cli/outputs.h"

#include <string.h>

#include "report/chart/chart.h"
#include "report/chart/vega.h"
#include "report/html.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/text.h"
#include "run/folder.h"
#include "run/tool.h"

typedef bool writer(const struct document *d, const struct report_info *info, struct buf *out,
                    struct err *e);

static bool put_file(struct folder *f, const char *path, struct buf *b, struct err *e) {
    bool done = b->failed ? fail(e, ERR_NOMEM, "no memory for %s", path)
                          : folder_write(f, path, b->n > 0 ? b->text : "", b->n, e);
    buf_free(b);
    return done;
}

static bool put_document(struct folder *f, const char *path, writer *write,
                         const struct document *d, const struct report_info *info, struct err *e) {
    struct buf b = {0};
    if (!write(d, info, &b, e)) {
        buf_free(&b);
        return false;
    }
    return put_file(f, path, &b, e);
}

/* What a program makes of 'from'. */
static bool put_made(struct folder *f, const struct tool *tool, const char *path,
                     const struct buf *from, struct err *e) {
    struct buf b = {0};
    if (from->failed || !tool_run(tool, from->text, from->n, &b, e)) {
        buf_free(&b);
        return fail(e, ERR_NOMEM, "no memory for %s", path);
    }
    return put_file(f, path, &b, e);
}

/* A page and, if 'made' names it, what a program makes of it; takes 'page'. */
static bool put_both(struct folder *f, const char *path, struct buf *page, const struct tool *tool,
                     const char *made, struct err *e) {
    if (made == NULL || put_made(f, tool, made, page, e))
        return put_file(f, path, page, e);
    buf_free(page);
    return false;
}

static bool put_page(struct folder *f, const struct outputs *o, const struct document *d,
                     const struct report_info *info, struct err *e) {
    struct buf b = {0};
    if (report_html(d, info, &b, e))
        return put_both(f, "report.html", &b, &tool_pdf, o->pdf ? "report.pdf" : NULL, e);
    buf_free(&b);
    return false;
}

static bool put_table(struct folder *f, const struct part *p, struct err *e) {
    char path[256];
    struct buf b = {0};
    snprintf(path, sizeof path, "tables/%s.csv", p->name);
    table_write_csv(&p->table, &b);
    return put_file(f, path, &b, e);
}

/* One picture: charts/NAME.svg, its PNG if one is asked for. */
static bool put_picture(struct folder *f, const struct outputs *o, const struct part *p,
                        const struct chart_view *v, struct err *e) {
    char path[256], png[256];
    struct buf b = {0};
    snprintf(path, sizeof path, "charts/%s.svg", v->id_prefix);
    snprintf(png, sizeof png, "charts/%s.png", v->id_prefix);
    if (chart_svg(p, v, &b, e))
        return put_both(f, path, &b, &tool_png, o->png ? png : NULL, e);
    buf_free(&b);
    return false;
}

static bool put_vega(struct folder *f, enum theme theme, const struct part *p, struct err *e) {
    char path[256];
    struct buf b = {0};
    snprintf(path, sizeof path, "charts/%s.vl.json", p->name);
    if (vega_chart(p, theme, &b, e))
        return put_file(f, path, &b, e);
    buf_free(&b);
    return false;
}

/* A chart in all the sizes that are asked for. */
static bool put_chart(struct folder *f, const struct outputs *o, enum theme theme,
                      const struct part *p, struct err *e) {
    struct chart_view page = {.size = CHART_PAGE, .theme = theme, .id_prefix = p->name};
    bool done = put_picture(f, o, p, &page, e);
    for (int i = CHART_PAGE + 1; done && i < CHART_SIZES; i++) {
        char name[200];
        struct chart_view v = {.size = (enum chart_size)i, .theme = theme, .id_prefix = name};
        snprintf(name, sizeof name, "%s-%s", p->name, chart_size_name(v.size));
        done = !o->size[i] || put_picture(f, o, p, &v, e);
    }
    return done && (!o->vega_lite || put_vega(f, theme, p, e));
}

static bool put_all(struct folder *f, const struct outputs *o, const struct document *d,
                    const struct report_info *info, struct err *e) {
    if (!put_page(f, o, d, info, e) || !put_document(f, "report.md", report_markdown, d, info, e) ||
        !put_document(f, "results.json", report_json, d, info, e))
        return false;
    for (size_t i = 0; i < d->n_parts; i++) {
        const struct part *p = &d->part[i];
        if (chart_has_table(p) && !put_table(f, p, e))
            return false;
        if (chart_of(p) != NULL && !put_chart(f, o, d->theme, p, e))
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

bool outputs_write(const struct outputs *o, const struct document *d,
                   const struct report_info *info, struct err *e) {
    struct folder f = {0};
    if (!folder_begin(&f, o->folder, true, e))
        return false;
    if (put_all(&f, o, d, info, e) && folder_commit(&f, e))
        return true;
    folder_abandon(&f);
    return false;
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
