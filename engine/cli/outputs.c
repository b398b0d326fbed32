#include "cli/outputs.h"

#include <string.h>

#include "report/forest.h"
#include "report/html.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/text.h"
#include "run/folder.h"

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

static bool put_part(struct folder *f, const struct part *p, struct err *e) {
    char path[256];
    struct buf b = {0};
    if (p->kind == PART_TABLE || p->kind == PART_FOREST) {
        snprintf(path, sizeof path, "tables/%s.csv", p->name);
        table_write_csv(&p->table, &b);
        if (!put_file(f, path, &b, e))
            return false;
    }
    if (p->kind != PART_FOREST)
        return true;
    snprintf(path, sizeof path, "charts/%s.svg", p->name);
    b = (struct buf){0};
    if (!forest_svg(p, p->name, &b, e)) {
        buf_free(&b);
        return false;
    }
    return put_file(f, path, &b, e);
}

static bool put_all(struct folder *f, const struct document *d, const struct report_info *info,
                    struct err *e) {
    if (!put_document(f, "report.html", report_html, d, info, e) ||
        !put_document(f, "report.md", report_markdown, d, info, e) ||
        !put_document(f, "results.json", report_json, d, info, e))
        return false;
    for (size_t i = 0; i < d->n_parts; i++) {
        if (!put_part(f, &d->part[i], e))
            return false;
    }
    return true;
}

bool outputs_write(const char *folder, const struct document *d, const struct report_info *info,
                   struct err *e) {
    struct folder f = {0};
    if (!folder_begin(&f, folder, true, e))
        return false;
    if (put_all(&f, d, info, e) && folder_commit(&f, e))
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
