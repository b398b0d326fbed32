/* foistat index: many runs in one list. */
#include <limits.h>
#include <string.h>

#include "cli/command.h"
#include "report/index.h"
#include "run/folder.h"
#include "run/open.h"
#include "run/runs.h"

/* The folder that a file lies in. */
static void folder_of(const char *file, char folder[PATH_MAX]) {
    const char *slash = strrchr(file, '/');
    size_t n = slash == NULL ? 0 : slash == file ? 1 : (size_t)(slash - file);
    snprintf(folder, PATH_MAX, "%.*s", n > 0 ? (int)n : 1, n > 0 ? file : ".");
}

static bool write_page(const struct run_list *l, struct index_info *info, const char *runs,
                       const char *file, struct err *e) {
    char folder[PATH_MAX];
    struct buf page = {0}, way = {0};
    folder_of(file, folder);
    bool done = path_between(folder, runs, &way, e);
    if (done) {
        info->prefix = way.n > 0 ? way.text : "";
        done =
            index_html(l, info, &page, e) && file_write(file, INDEX_MARKER, page.text, page.n, e);
        info->prefix = "";
    }
    buf_free(&page);
    buf_free(&way);
    return done;
}

static bool print_list(const struct run_list *l, const struct index_info *info,
                       const struct invocation *v, struct err *e) {
    struct buf text = {0};
    bool done = (option_given(v, "json") ? index_json : index_text)(l, info, &text, e);
    if (done && fwrite(text.text, 1, text.n, v->out) != text.n)
        done = fail(e, ERR_WRITE, "the list could not be written to standard output");
    buf_free(&text);
    return done;
}

static bool publish(const struct run_list *l, const char *runs, const struct invocation *v,
                    struct err *e) {
    struct index_info info = {.engine_version = FOISTAT_VERSION,
                              .title = option_value(v, "title", "Analyses"),
                              .prefix = ""};
    const char *file = option_value(v, "out", NULL);
    if (file != NULL && !write_page(l, &info, runs, file, e))
        return false;
    if (option_given(v, "quiet"))
        return true;
    if (!print_list(l, &info, v, e))
        return false;
    fflush(v->out);
    if (file != NULL)
        fprintf(stderr, "Wrote %s.\n", file);
    return true;
}

static bool run_index(const struct invocation *v, struct err *e) {
    struct run_list l;
    if (v->n_words != 1) {
        fail(e, ERR_USAGE, "index needs the folder that the runs lie in");
        return err_hint(e, "for example: foistat index runs -o runs/index.html");
    }
    bool done = runs_in(v->word[0], &l, e) && publish(&l, v->word[0], v, e);
    runs_free(&l);
    return done;
}

int index_command(const struct invocation *v) {
    struct err e = {0};
    if (run_index(v, &e))
        return EXIT_OK;
    return report_error(&e, false, option_given(v, "json") ? v->out : NULL);
}
