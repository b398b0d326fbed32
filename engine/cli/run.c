/* foistat run: a script in a worker, its report from the parent. */
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/command.h"
#include "cli/outputs.h"
#include "lua/host.h"
#include "report/chart/chart.h"
#include "run/hash.h"
#include "run/open.h"
#include "run/roots.h"
#include "run/worker.h"
#include "stats/catalogue.h"

enum { largest_script = 4 * 1024 * 1024 };
static const size_t memory_for_tables = 4; /* times that of Lua: for both together */

/* What one run is made of. */
struct job {
    struct buf text; /* of the script */
    char sha256[HASH_HEX_SIZE];
    struct host_script script;
    struct host_limits lua;
    struct worker_limits worker;
    struct roots roots;
    struct outputs outputs;
    struct allow allow;
    struct sandbox_facts sandbox; /* what was in force */
};

static bool read_script(struct job *j, const char *path, struct err *e) {
    int fd;
    if (!open_named(path, &fd, e))
        return false;
    bool done = read_whole(fd, largest_script, path, &j->text, e);
    close(fd);
    if (!done)
        return false;
    hash_bytes(j->text.n > 0 ? j->text.text : "", j->text.n, j->sha256);
    j->script.text = j->text.n > 0 ? j->text.text : "";
    j->script.n = j->text.n;
    return true;
}

/* The file name alone: the same wherever the script lies and the user stands. */
static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static bool take_limits(struct job *j, const struct invocation *v, struct err *e) {
    unsigned long long seconds = 0, steps = 0, mib = 0;
    if (!option_whole(v, "limit-seconds", &seconds, e) ||
        !option_whole(v, "limit-steps", &steps, e) || !option_whole(v, "limit-memory", &mib, e))
        return false;
    j->worker.seconds = (double)seconds;
    j->lua.steps = steps;
    if (mib > SIZE_MAX / (1024 * 1024) / memory_for_tables)
        return fail(e, ERR_USAGE, "--limit-memory is too large");
    j->lua.memory = (size_t)mib * 1024 * 1024;
    j->worker.memory = memory_for_tables * (mib > 0 ? j->lua.memory : host_usual_memory);
    return true;
}

static bool take_settings(struct job *j, const struct invocation *v, struct err *e) {
    j->script.n_settings = option_values(v, "set", &j->script.setting);
    for (size_t i = 0; i < j->script.n_settings; i++) {
        if (strchr(j->script.setting[i], '=') == NULL) {
            fail(e, ERR_USAGE, "-s takes KEY=VALUE, got '%s'", j->script.setting[i]);
            return err_hint(e, "for example: -s reference=White");
        }
    }
    return true;
}

static bool take_sizes(struct job *j, const struct invocation *v, struct err *e) {
    const char *const *name;
    size_t n = option_values(v, "chart-size", &name);
    for (size_t i = 0; i < n; i++) {
        enum chart_size size;
        if (!chart_size_find(name[i], &size, e))
            return false;
        j->outputs.size[size] = true;
    }
    return true;
}

static bool prepare(struct job *j, const struct invocation *v, struct err *e) {
    if (v->n_words == 0) {
        fail(e, ERR_USAGE, "run needs a script");
        return err_hint(e, "for example: foistat run scripts/early_help.lua -o runs/early_help");
    }
    const char *path = v->word[0];
    struct roots_options o = {.script = path,
                              .n_files = (size_t)(v->n_words - 1),
                              .file = (const char *const *)(v->word + 1)};
    o.n_folders = option_values(v, "datasets", &o.folder);
    j->outputs = (struct outputs){.folder = option_value(v, "out", NULL),
                                  .png = option_given(v, "png"),
                                  .pdf = option_given(v, "pdf"),
                                  .vega_lite = option_given(v, "vega-lite")};
    j->script.name = path;
    j->script.n_files = o.n_files;
    j->script.file = o.file;
    return take_sizes(j, v, e) && outputs_possible(&j->outputs, e) && take_limits(j, v, e) &&
           take_settings(j, v, e) && allow_take(v, &j->allow, e) && read_script(j, path, e) &&
           roots_open(&j->roots, &o, e);
}

/* In the worker. */
static bool work(void *data, const struct files *files, struct document *d, struct err *e) {
    struct job *j = data;
    return host_run(&j->script, files, &j->lua, d, e);
}

/* Says what was written, on stderr, after the results. */
static void say_written(const struct outputs *o, const struct document *d, FILE *results) {
    size_t tables = 0, charts = 0;
    for (size_t i = 0; i < d->n_parts; i++) {
        tables += chart_has_table(&d->part[i]);
        charts += chart_of(&d->part[i]) != NULL;
    }
    fflush(results);
    fprintf(stderr,
            "Wrote %s: report.html, %sreport.md, results.json, %zu table%s, %zu chart%s%s.\n",
            o->folder, o->pdf ? "report.pdf, " : "", tables, tables == 1 ? "" : "s", charts,
            charts == 1 ? "" : "s", o->png && charts > 0 ? " (SVG and PNG)" : "");
}

/* What each measure gives, in words, for the footnotes of the report. */
static void explain_measures(struct document *d) {
    for (size_t i = 0; i < d->n_parts; i++) {
        struct table *t = &d->part[i].table;
        for (size_t k = 0; k < t->n_columns; k++) {
            struct field *f = &t->column[k].field;
            const struct measure *m = f->measure != NULL ? measure_find(f->measure) : NULL;
            f->meaning = m != NULL ? m->brief : NULL;
        }
    }
}

static bool publish(const struct job *j, const struct invocation *v, const struct document *d,
                    struct err *e) {
    struct report_info info = {.engine_version = FOISTAT_VERSION,
                               .script_name = base_name(j->script.name),
                               .script_sha256 = j->sha256,
                               .n_arguments = j->script.n_settings,
                               .argument = j->script.setting};
    const struct outputs *o = &j->outputs;
    if (o->folder != NULL && !outputs_write(o, d, &info, e))
        return false;
    if (option_given(v, "quiet"))
        return true;
    if (!outputs_print(v->out, d, &info, option_given(v, "json"), e))
        return false;
    if (o->folder != NULL)
        say_written(o, d, v->out);
    return true;
}

/* What the script printed is for the person at the terminal: never part of a published file. */
static void show_printed(const struct document *d, bool quiet) {
    if (d->n_printed > 0 && !quiet)
        fwrite(d->printed, 1, d->n_printed, stderr);
}

int run_command(const struct invocation *v) {
    struct job j = {0};
    struct document d = {0};
    struct err e = {0};
    bool in_script = false, done = prepare(&j, v, &e);
    if (done) {
        in_script = true;
        struct files opener = roots_files(&j.roots);
        j.worker.weak = j.allow.weak_sandbox;
        j.worker.facts = &j.sandbox;
        done = worker_run(work, &j, &opener, &j.worker, &d, &e);
        if (j.worker.weak)
            allow_say(&j.sandbox);
        explain_measures(&d);
        show_printed(&d, option_given(v, "quiet"));
    }
    done = done && publish(&j, v, &d, &e);
    int code =
        done ? EXIT_OK : report_error(&e, in_script, option_given(v, "json") ? v->out : NULL);
    document_free(&d);
    roots_close(&j.roots);
    buf_free(&j.text);
    return code;
}
