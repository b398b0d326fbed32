/* foistat run: a script in a worker, its report from the parent. */
#include <string.h>

#include "cli/command.h"
#include "cli/job.h"

static bool take_limits(struct job_request *r, const struct invocation *v, struct err *e) {
    const double mib = 1024 * 1024;
    unsigned long long seconds = 0, steps = 0, memory = 0, threads = 0;
    if (!option_whole(v, "limit-seconds", &seconds, e) ||
        !option_whole(v, "limit-steps", &steps, e) ||
        !option_whole(v, "limit-memory", &memory, e) || !option_whole(v, "threads", &threads, e))
        return false;
    r->seconds = (double)seconds;
    r->steps = (double)steps;
    r->memory = (double)memory * mib;
    r->threads = (size_t)threads;
    return true;
}

static bool take_sizes(struct job_request *r, const struct invocation *v, struct err *e) {
    const char *const *name;
    size_t n = option_values(v, "chart-size", &name);
    for (size_t i = 0; i < n; i++) {
        enum chart_size size;
        if (!chart_size_find(name[i], &size, e))
            return false;
        r->outputs.size[size] = true;
    }
    return true;
}

static bool take_request(struct job_request *r, const struct invocation *v, struct err *e) {
    if (v->n_words == 0) {
        fail(e, ERR_USAGE, "run needs a script");
        return err_hint(e, "for example: foistat run scripts/early_help.lua -o runs/early_help");
    }
    r->script = v->word[0];
    r->n_files = (size_t)(v->n_words - 1);
    r->file = (const char *const *)(v->word + 1);
    r->n_folders = option_values(v, "datasets", &r->folder);
    r->n_settings = option_values(v, "set", &r->setting);
    r->outputs = (struct outputs){.folder = option_value(v, "out", NULL),
                                  .png = option_given(v, "png"),
                                  .pdf = option_given(v, "pdf"),
                                  .vega_lite = option_given(v, "vega-lite")};
    r->quiet = option_given(v, "quiet");
    r->json = option_given(v, "json");
    r->published = option_given(v, "published");
    r->disclosure = option_value(v, "disclosure", NULL);
    r->ledger = option_value(v, "ledger", NULL);
    return take_sizes(r, v, e) && outputs_possible(&r->outputs, e) && take_limits(r, v, e) &&
           allow_take(v, &r->allow, e);
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

static bool write_files(const struct job *j, const struct document *d, struct err *e) {
    struct output_set set = {0};
    bool done = job_files(j, d, &set, e) && output_set_write(&set, j->request->outputs.folder, e);
    output_set_free(&set);
    return done;
}

/* In the ledger before anybody can see it; nothing of a run that was not written stays there. */
static bool write_run(struct job *j, const struct document *d, struct err *e) {
    if (!custodian_record(&j->custodian, e))
        return false;
    if (j->request->outputs.folder == NULL || write_files(j, d, e))
        return true;
    custodian_forget(&j->custodian);
    return false;
}

static bool publish(struct job *j, const struct invocation *v, const struct document *d,
                    struct err *e) {
    const struct outputs *o = &j->request->outputs;
    struct report_info info = job_info(j);
    if (!write_run(j, d, e))
        return false;
    if (option_given(v, "quiet"))
        return true;
    if (!outputs_print(v->out, d, &info, option_given(v, "json"), e))
        return false;
    if (o->folder != NULL)
        say_written(o, d, v->out);
    custodian_say(&j->custodian);
    return true;
}

/* What the script printed is for the person at the terminal: never part of a published file. */
static void show_printed(const struct document *d, bool quiet) {
    if (d->n_printed > 0 && !quiet)
        fwrite(d->printed, 1, d->n_printed, stderr);
}

/* The words that quote a file which is not public are for the terminal alone. */
static int report_failure(const struct job *j, const struct invocation *v, bool in_script,
                          const struct err *e) {
    if (option_given(v, "json"))
        return report_error(e, in_script, v->out);
    return report_error(custodian_whole_error(&j->custodian, e), in_script, NULL);
}

int run_command(const struct invocation *v) {
    struct job_request r = {0};
    struct job j = {0};
    struct document d = {0};
    struct err e = {0};
    bool in_script = false, done = take_request(&r, v, &e) && job_begin(&j, &r, &e);
    if (done) {
        in_script = true;
        done = job_run(&j, &d, &e);
        if (r.allow.weak_sandbox)
            allow_say(&j.sandbox);
        show_printed(&d, option_given(v, "quiet"));
    }
    done = done && publish(&j, v, &d, &e);
    int code = done ? EXIT_OK : report_failure(&j, v, in_script, &e);
    document_free(&d);
    job_end(&j);
    return code;
}
