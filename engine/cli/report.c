/* foistat report: what is made of a run that is there already. Nothing is computed again. */
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "report/inert.h"
#include "run/folder.h"
#include "run/open.h"
#include "run/tool.h"

static const size_t largest_page = (size_t)64 << 20;

/* The page of a run: RUN/report.html, once it is known to load nothing. */
static bool read_page(const char *run, struct buf *page, struct err *e) {
    char path[PATH_MAX];
    int fd;
    snprintf(path, sizeof path, "%s/report.html", run);
    if (!open_named(path, &fd, NULL, e))
        return err_hint(e, "name the folder that `foistat run -o` wrote");
    bool done = read_whole(fd, largest_page, path, page, e) &&
                inert_page(page->n > 0 ? page->text : "", page->n, path, e);
    close(fd);
    return done;
}

static bool write_pdf(const char *run, const char *path, struct err *e) {
    struct buf page = {0}, pdf = {0};
    bool done = read_page(run, &page, e) && tool_run(&tool_pdf, page.text, page.n, &pdf, e) &&
                file_write(path, tool_pdf.begins, pdf.text, pdf.n, e);
    buf_free(&page);
    buf_free(&pdf);
    return done;
}

static bool make(const struct invocation *v, struct err *e) {
    char path[PATH_MAX];
    if (v->n_words != 1) {
        fail(e, ERR_USAGE, "report needs one run");
        return err_hint(e, "for example: foistat report runs/early_help --pdf");
    }
    if (!option_given(v, "pdf")) {
        fail(e, ERR_USAGE, "what should be made of the report?");
        return err_hint(e, "--pdf writes it as PDF; report.html is there already");
    }
    snprintf(path, sizeof path, "%s/report.pdf", v->word[0]);
    const char *out = option_value(v, "out", path);
    if (!write_pdf(v->word[0], out, e))
        return false;
    if (!option_given(v, "quiet"))
        fprintf(stderr, "Wrote %s.\n", out);
    return true;
}

int report_command(const struct invocation *v) {
    struct err e = {0};
    return make(v, &e) ? EXIT_OK : report_error(&e, false, NULL);
}
