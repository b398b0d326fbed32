#include "cli/job.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "cli/record.h"
#include "data/database_name.h"
#include "run/hash.h"
#include "run/open.h"
#include "scan/pool.h"
#include "stats/catalogue.h"

enum { largest_script = 4 * 1024 * 1024 };
static const double memory_for_tables = 4; /* times that of Lua: for both together */

static bool read_file(const char *path, struct buf *text, struct err *e) {
    int fd;
    if (!open_named(path, &fd, NULL, e))
        return false;
    bool done = read_whole(fd, largest_script, path, text, e);
    close(fd);
    return done;
}

static bool read_script(struct job *j, const struct job_request *r, struct err *e) {
    if (r->again != NULL)
        buf_add(&j->text, r->again->text.text, r->again->text.n);
    else if (!read_file(r->script, &j->text, e))
        return false;
    if (j->text.failed)
        return fail(e, ERR_NOMEM, "no memory for the script");
    hash_bytes(j->text.n > 0 ? j->text.text : "", j->text.n, j->sha256);
    j->script.text = j->text.n > 0 ? j->text.text : "";
    j->script.n = j->text.n;
    return true;
}

static bool check_settings(const struct job_request *r, struct err *e) {
    for (size_t i = 0; i < r->n_settings; i++) {
        size_t bad;
        if (strchr(r->setting[i], '=') == NULL) {
            fail(e, ERR_USAGE, "-s takes KEY=VALUE, got '%s'", r->setting[i]);
            return err_hint(e, "for example: -s reference=White");
        }
        if (!utf8_valid(r->setting[i], strlen(r->setting[i]), &bad))
            return fail(e, ERR_USAGE, "-s takes text in UTF-8; byte %zu of a setting is not",
                        bad + 1);
    }
    return true;
}

static bool take_limits(struct job *j, const struct job_request *r, struct err *e) {
    if (r->steps > NUM_LARGEST_COUNT || r->seconds > NUM_LARGEST_COUNT)
        return fail(e, ERR_USAGE, "--limit-%s is too large",
                    r->steps > r->seconds ? "steps" : "seconds");
    if (r->memory > (double)(SIZE_MAX / 2) / memory_for_tables)
        return fail(e, ERR_USAGE, "--limit-memory is too large");
    j->worker.patient = r->patient || r->seconds == 0;
    j->worker.seconds = r->seconds > 0 ? r->seconds : worker_usual_seconds;
    j->lua.steps = r->steps > 0 ? (uint64_t)r->steps : host_usual_steps;
    j->lua.leave = true; /* the worker ends with it */
    j->lua.memory = r->memory > 0 ? (size_t)r->memory : host_usual_memory;
    j->worker.memory = (size_t)(memory_for_tables * (double)j->lua.memory);
    return true;
}

/* The connection to a database may hold a password. */
static const char *shown_name(struct job *j, const char *file) {
    char shown[DATABASE_NAME_SIZE];
    if (!database_is_name(file))
        return path_base(file);
    return database_shown_name(file, shown) ? arena_string(&j->arena, shown) : "odbc:";
}

/* Data files are called by their names without folders, which are the same on every machine; unless
 * two have the same one. */
static bool name_files(struct job *j, const struct job_request *r, struct err *e) {
    const char **name = arena_alloc(&j->arena, r->n_files, sizeof *name);
    if (name == NULL)
        return fail(e, ERR_NOMEM, "no memory for the list of data files");
    for (size_t i = 0; i < r->n_files; i++) {
        bool alone = true;
        for (size_t k = 0; k < r->n_files; k++)
            alone &= k == i || strcmp(path_base(r->file[k]), path_base(r->file[i])) != 0;
        bool database = database_is_name(r->file[i]);
        name[i] = alone || database ? shown_name(j, r->file[i]) : r->file[i];
        if (name[i] == NULL)
            return fail(e, ERR_NOMEM, "no memory for the list of data files");
    }
    j->script.file = name;
    return true;
}

static bool open_roots(struct job *j, const struct job_request *r, struct err *e) {
    struct roots_options o = {.script = r->script,
                              .n_files = r->n_files,
                              .file = r->file,
                              .n_folders = r->n_folders,
                              .folder = r->folder};
    if (r->again == NULL)
        return roots_open(&j->roots, &o, e);
    j->roots = roots_known(r->again->known, r->again->n_known);
    return true;
}

/* Does what comes of it name its inputs by their hashes? */
static bool is_recorded(const struct job_request *r) {
    return r->outputs.folder != NULL || r->json || r->again != NULL;
}

/* The user's rules for sources that are not public. Their worker has threads, and no script. */
static bool take_custody(struct job *j, struct err *e) {
    const struct job_request *r = j->request;
    struct custodian_options o = {.published = r->published,
                                  .allowed = r->allow.disclosure,
                                  .recorded = is_recorded(r),
                                  .ledger = r->ledger};
    j->worker.weak = r->allow.weak_sandbox;
    j->worker.progress = &j->progress;
    struct worker_limits limits = j->worker;
    limits.threads = r->threads == 0          ? pool_processors()
                     : r->threads > POOL_MOST ? POOL_MOST
                                              : r->threads;
    progress_open(&j->progress, &j->roots.opened, r->quiet);
    return custodian_rules(r->disclosure, &o, e) &&
           custodian_open(&j->custodian, &j->roots, &o, &limits, e);
}

bool job_begin(struct job *j, const struct job_request *r, struct err *e) {
    *j = (struct job){.request = r};
    j->script = (struct host_script){.name = r->script,
                                     .n_settings = r->n_settings,
                                     .setting = r->setting,
                                     .n_files = r->n_files};
    return take_limits(j, r, e) && check_settings(r, e) && read_script(j, r, e) &&
           name_files(j, r, e) && open_roots(j, r, e) && take_custody(j, e);
}

void job_end(struct job *j) {
    custodian_close(&j->custodian);
    progress_close(&j->progress);
    roots_close(&j->roots); /* and the hashing that may still go on in it */
    buf_free(&j->text);
    arena_free(&j->arena);
    handed_free(&j->handed);
}

/* In the worker. */
static bool work(void *data, const struct files *files, struct document *d, struct err *e) {
    struct job *j = data;
    return host_run(&j->script, files, &j->lua, d, e);
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

bool job_run(struct job *j, struct document *d, struct err *e) {
    struct files door = custodian_files(&j->custodian);
    struct files opener =
        handed_files(&j->handed, &door, &j->roots.opened, is_recorded(j->request));
    j->worker.facts = &j->sandbox;
    bool done = worker_run(work, j, &opener, &j->worker, d, e) && handed_finish(&j->handed, d, e) &&
                custodian_finish(&j->custodian, d, e);
    explain_measures(d);
    return done;
}

struct report_info job_info(const struct job *j) {
    return (struct report_info){.engine_version = FOISTAT_VERSION,
                                .script_name = path_base(j->script.name),
                                .script_sha256 = j->sha256,
                                .n_arguments = j->script.n_settings,
                                .argument = j->script.setting};
}

static bool add_script(const struct job *j, struct output_set *set, struct err *e) {
    struct buf copy = {0};
    char path[RECORD_PATH_SIZE];
    buf_add(&copy, j->script.text, j->script.n);
    record_script_path(j->script.name, path);
    return output_set_add(set, path, "text/x-lua", &copy, e) != NULL;
}

bool job_files(const struct job *j, const struct document *d, struct output_set *set,
               struct err *e) {
    struct report_info info = job_info(j);
    return outputs_make(&j->request->outputs, d, &info, set, e) && add_script(j, set, e) &&
           record_manifest(j, d, set, e) && record_machine(j, set, e);
}
