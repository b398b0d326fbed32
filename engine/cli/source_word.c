#include "cli/source_word.h"

#include <string.h>
#include <unistd.h>

#include "cli/allow.h"
#include "data/input.h"
#include "run/handed.h"
#include "run/roots.h"

struct source_word source_word_of(const char *word) {
    bool file = strchr(word, '/') != NULL || strchr(word, '.') != NULL || strcmp(word, "-") == 0 ||
                access(word, F_OK) == 0;
    return (struct source_word){word, file};
}

bool source_word_run(worker_main *body, const struct invocation *v, bool hashes, struct document *d,
                     struct err *e) {
    struct source_word w = source_word_of(v->word[0]);
    struct roots_options o = {.n_files = w.file, .file = (const char *const *)v->word};
    struct sandbox_facts sandbox = {0};
    struct progress progress = {0};
    struct worker_limits limits = {.facts = &sandbox, .patient = true, .progress = &progress};
    struct allow allow = {0};
    struct roots r = {0};
    o.n_folders = option_values(v, "datasets", &o.folder);
    if (!allow_take(v, &allow, e) || !roots_open(&r, &o, e))
        return false;
    progress.inputs = &r.opened;
    struct handed handed = {0};
    struct files door = roots_files(&r);
    struct files opener = handed_files(&handed, &door, &r.opened, hashes);
    limits.weak = allow.weak_sandbox;
    bool done = worker_run(body, &w, &opener, &limits, d, e) && handed_finish(&handed, d, e);
    if (limits.weak)
        allow_say(&sandbox);
    handed_free(&handed);
    roots_close(&r);
    return done;
}

bool source_word_open(const struct source_word *w, const struct files *files, struct opened *o,
                      struct err *e) {
    *o = (struct opened){.csv = -1, .package = -1};
    return (w->file ? files->file : files->dataset)(files->owner, w->word, o, e);
}

void source_word_close(const struct opened *o) {
    close(o->csv);
    if (o->package >= 0)
        close(o->package);
}

bool source_word_read(const struct opened *o, struct table *t, struct read_report *report,
                      struct err *e) {
    struct package p = {0};
    struct read_options options = {.csv = {.find_header = true}};
    bool packaged = o->package >= 0;
    bool done = (!packaged || input_package(o, &p, e)) &&
                read_table(o->csv, o->path, packaged ? &p : NULL, &options, t, report, e);
    package_free(&p);
    return done;
}
