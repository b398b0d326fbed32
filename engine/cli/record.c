#include "cli/record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lua.h>

#include "base/build.h"
#include "base/num.h"
#include "data/libraries.h"
#include "disclosure/libraries.h"
#include "lua/prelude.h"
#include "report/fact_disclosure.h"
#include "report/libraries.h"
#include "run/libraries.h"
#include "run/machine.h"
#include "run/manifest.h"
#include "run/open.h"
#include "scan/libraries.h"
#include "stats/libraries.h"

/* A manifest and what it points at. */
struct record {
    struct manifest manifest;
    struct arena arena;
    struct record_engine engine;
    char run_id[HASH_HEX_SIZE], date[32];
    char script_path[RECORD_PATH_SIZE];
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the record of the run");
}

static bool stands_in_name(unsigned char c) {
    return c >= 0x20 && c != 0x7f && c != '/';
}

void record_script_path(const char *script, char path[RECORD_PATH_SIZE]) {
    const char *name = strcmp(script, "-") == 0 ? "script.lua" : path_base(script);
    size_t bad, n = strlen(name);
    bool text = utf8_valid(name, n, &bad);
    snprintf(path, RECORD_PATH_SIZE, "script/%.255s", name);
    for (char *c = path + strlen("script/"); *c != '\0'; c++) {
        if (!stands_in_name((unsigned char)*c) || (!text && (unsigned char)*c >= 0x80))
            *c = '_';
    }
}

/* The engine. */

extern const char
    lua_ident[]; /* "$LuaVersion: Lua 5.4.4  Copyright ...": of the library that runs */

static void add_lua(struct libraries *l) {
    const char *name = strstr(lua_ident, "Lua ");
    const char *version = name != NULL ? name + strlen("Lua ") : LUA_VERSION_MAJOR;
    library_add(l, "Lua", "https://www.lua.org/", "%.*s", (int)strcspn(version, " "), version);
}

void record_engine(struct record_engine *r, struct manifest *m) {
    *r = (struct record_engine){0};
    m->engine = (struct manifest_engine){.version = build_facts.version,
                                         .commit = build_facts.commit,
                                         .dirty = build_facts.dirty,
                                         .prelude_sha256 = prelude_sha256};
    add_lua(&r->libraries);
    stats_libraries(&r->libraries);
    scan_libraries(&r->libraries);
    data_libraries(&r->libraries);
    disclosure_libraries(&r->libraries);
    report_libraries(&r->libraries);
    run_libraries(&r->libraries);
    m->library = r->libraries.row;
    m->n_libraries = r->libraries.n;
    manifest_numerics(r->numerics);
    m->numerics = r->numerics;
    m->n_numerics = MANIFEST_NUMERICS;
}

/* The date. */

/* Days since 1970-01-01 as a date of the Gregorian calendar, which repeats itself every 146,097
 * days; counted from 1 March, so that a leap day is the last of its year. */
static void put_date(long long days, char date[32]) {
    long long from_march = days + 719468, era = from_march / 146097, day = from_march % 146097;
    long long year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    long long of_year = day - (365 * year + year / 4 - year / 100);
    long long month = (5 * of_year + 2) / 153;
    snprintf(date, 32, "%04d-%02d-%02d", (int)(year + 400 * era + (month >= 10)),
             (int)(month < 10 ? month + 3 : month - 9), (int)(of_year - (153 * month + 2) / 5 + 1));
}

/* SOURCE_DATE_EPOCH as reproducible-builds.org has it: seconds since 1970; up to the year 9999. */
static bool epoch_date(char date[32]) {
    const char *text = getenv("SOURCE_DATE_EPOCH");
    double seconds;
    if (text == NULL || !num_parse(text, strlen(text), &seconds) || !(seconds >= 0) ||
        seconds >= 253402300800.0)
        return false;
    put_date((long long)seconds / 86400, date);
    return true;
}

static void take_date(struct record *r, const struct job_request *request) {
    struct manifest *m = &r->manifest;
    m->date_given = request->date != NULL ? request->date_given : epoch_date(r->date);
    m->date = request->date != NULL ? request->date
              : m->date_given       ? r->date
                                    : build_facts.released;
}

/* What was asked for. */

static void take_script(struct record *r, const struct job *j) {
    record_script_path(j->script.name, r->script_path);
    r->manifest.script = (struct manifest_script){.name = r->script_path + strlen("script/"),
                                                  .path = r->script_path,
                                                  .sha256 = j->sha256,
                                                  .bytes = j->script.n};
    r->manifest.n_settings = j->script.n_settings;
    r->manifest.setting = j->script.setting;
    r->manifest.n_files = j->script.n_files;
    r->manifest.file = j->script.file;
}

static bool take_options(struct record *r, const struct job *j) {
    const struct job_request *q = j->request;
    const struct outputs *asked = q->again != NULL ? &q->again->asked : &q->outputs;
    const struct allow *allow = q->again != NULL ? &q->again->allowed : &q->allow;
    struct manifest_options *o = &r->manifest.options;
    const char **size = arena_alloc(&r->arena, CHART_SIZES, sizeof *size);
    const char **allowed = arena_alloc(&r->arena, 2, sizeof *allowed);
    if (size == NULL || allowed == NULL)
        return false;
    *o = (struct manifest_options){.png = asked->png,
                                   .pdf = asked->pdf,
                                   .vega_lite = asked->vega_lite,
                                   .published = q->published,
                                   .disclosure = q->disclosure,
                                   .ledger = q->ledger != NULL,
                                   .size = size,
                                   .allowed = allowed};
    for (int i = CHART_PAGE + 1; i < CHART_SIZES; i++) {
        if (asked->size[i])
            size[o->n_sizes++] = chart_size_name((enum chart_size)i);
    }
    if (allow->weak_sandbox)
        allowed[o->n_allowed++] = "weak-sandbox";
    if (allow->disclosure)
        allowed[o->n_allowed++] = "disclosure";
    r->manifest.limits = q->again != NULL
                             ? q->again->limits
                             : (struct manifest_limits){.seconds = j->worker.seconds,
                                                        .steps = (double)j->lua.steps,
                                                        .memory = (double)j->lua.memory};
    return true;
}

/* What was met. */

static const char *undefined_text(struct record *r, const struct table *t) {
    struct buf text = {0};
    fact_undefined(t, &text);
    const char *kept = text.failed ? NULL : arena_text(&r->arena, text.text, text.n);
    buf_free(&text);
    return kept;
}

/* Cautions, and results that cannot be computed. */
static bool take_warnings(struct record *r, const struct document *d) {
    struct manifest_warning *warning = arena_alloc(&r->arena, 2 * d->n_parts, sizeof *warning);
    size_t n = 0;
    if (warning == NULL)
        return false;
    for (size_t i = 0; i < d->n_parts; i++) {
        const struct part *p = &d->part[i];
        if (p->kind == PART_CAUTION && p->text != NULL)
            warning[n++] = (struct manifest_warning){p->name, p->text};
        if (p->table.undefined > 0) {
            warning[n] = (struct manifest_warning){p->name, undefined_text(r, &p->table)};
            if (warning[n++].text == NULL)
                return false;
        }
    }
    r->manifest.warning = warning;
    r->manifest.n_warnings = n;
    return true;
}

static bool take_checks(struct record *r, const struct document *d) {
    struct check *failed = arena_alloc(&r->arena, d->n_checks, sizeof *failed);
    if (failed == NULL)
        return false;
    for (size_t i = 0; i < d->n_checks; i++) {
        if (d->check[i].state == CHECK_FAILED)
            failed[r->manifest.n_checks++] = d->check[i];
    }
    r->manifest.check = failed;
    r->manifest.n_ran = d->n_checks;
    r->manifest.n_noted = fact_checks(d, CHECK_NOTED);
    return true;
}

/* Where the facts of a release go. */
struct disclosure_taker {
    struct record *record;
    struct manifest_pair *pair;
    size_t n, room;
    const char *source;
    bool failed;
};
enum { facts_of_release = 8 }; /* at most */

static void take_fact(void *to, const char *term, const char *text) {
    struct disclosure_taker *t = to;
    struct arena *a = &t->record->arena;
    struct buf name = {0};
    if (t->n == t->room) {
        t->failed = true;
        return;
    }
    buf_addf(&name, "%s: %s", t->source, term);
    struct manifest_pair *pair = &t->pair[t->n++];
    pair->name = name.failed ? NULL : arena_text(a, name.text, name.n);
    pair->value = arena_string(a, text);
    t->failed |= pair->name == NULL || pair->value == NULL;
    buf_free(&name);
}

/* What was hidden, in the words of the report. */
static bool take_disclosure(struct record *r, const struct document *d) {
    struct disclosure_taker t = {.record = r, .room = facts_of_release * d->n_disclosures};
    const size_t failures = buf_failures();
    t.pair = arena_alloc(&r->arena, t.room, sizeof *t.pair);
    for (size_t i = 0; t.pair != NULL && i < d->n_disclosures; i++) {
        t.source = d->disclosure[i].source;
        fact_disclosure(&d->disclosure[i], take_fact, &t);
    }
    r->manifest.disclosure = t.pair;
    r->manifest.n_disclosure = t.n;
    return t.pair != NULL && !t.failed && buf_failures() == failures;
}

static bool take_outputs(struct record *r, const struct output_set *set) {
    struct manifest_output *output = arena_alloc(&r->arena, set->n, sizeof *output);
    if (output == NULL)
        return false;
    for (size_t i = 0; i < set->n; i++) {
        const struct output *o = &set->file[i];
        if (strcmp(o->path, r->script_path) == 0)
            continue;
        output[r->manifest.n_outputs++] = (struct manifest_output){.path = o->path,
                                                                   .media_type = o->media_type,
                                                                   .sha256 = o->sha256,
                                                                   .bytes = o->bytes.n,
                                                                   .tool = o->tool,
                                                                   .table = o->table,
                                                                   .rows = o->rows,
                                                                   .columns = o->columns};
    }
    r->manifest.output = output;
    return true;
}

static bool fill(struct record *r, const struct job *j, const struct document *d,
                 const struct output_set *set, struct err *e) {
    struct manifest *m = &r->manifest;
    struct report_info info = job_info(j);
    m->title = fact_title(d, &info);
    m->input = d->input;
    m->n_inputs = d->n_inputs;
    m->seed = d->seed;
    m->n_seeds = d->n_seeds;
    take_date(r, j->request);
    record_engine(&r->engine, m);
    take_script(r, j);
    if (!take_options(r, j) || !take_warnings(r, d) || !take_checks(r, d) ||
        !take_disclosure(r, d) || !take_outputs(r, set))
        return no_memory(e);
    if (!manifest_identify(m, r->run_id, e))
        return false;
    m->run_id = r->run_id;
    return true;
}

bool record_manifest(const struct job *j, const struct document *d, struct output_set *set,
                     struct err *e) {
    struct record r = {0};
    struct buf text = {0};
    bool done = fill(&r, j, d, set, e) && manifest_write(&r.manifest, &text, e);
    arena_free(&r.arena);
    if (done)
        return output_set_add(set, MANIFEST_PATH, MANIFEST_TYPE, &text, e) != NULL;
    buf_free(&text);
    return false;
}

bool record_machine(const struct job *j, struct output_set *set, struct err *e) {
    struct buf text = {0};
    char landlock[100], filter[100];
    const struct sandbox_facts *f = &j->sandbox;
    if (f->landlock > 0)
        snprintf(landlock, sizeof landlock, "in force, version %d", f->landlock);
    else
        snprintf(landlock, sizeof landlock, "not in force: %s", f->landlock_refused);
    snprintf(filter, sizeof filter, f->filter ? "in force" : "not in force: %s", f->filter_refused);
    const struct machine_fact fact[] = {{"landlock", landlock}, {"system_call_filter", filter}};
    if (machine_write(fact, sizeof fact / sizeof *fact, &text, e))
        return output_set_add(set, MACHINE_PATH, MACHINE_TYPE, &text, e) != NULL;
    buf_free(&text);
    return false;
}
