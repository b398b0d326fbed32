#include <fenv.h>
#include <float.h>
#include <string.h>

#include "data/json_read.h"
#include "run/crate.h"
#include "run/machine.h"
#include "run/manifest.h"
#include "run/manifest_rows.h"

static const char spec[] = "https://w3id.org/ro/crate/1.1";
static const char profile[] = "https://w3id.org/ro/wfrun/process/0.5";
static const char completed[] = "http://schema.org/CompletedActionStatus";
static const char engine_id[] = "#foistat", lua_id[] = "#lua", root_id[] = "./";

/* A manifest becoming a crate. */
struct writing {
    struct crate crate;
    const struct manifest *m;
    json_t *root, *run, *engine; /* belong to the crate */
};

/* Entities of fields. */

/* A field of an entity: a PropertyValue that it refers to. 'about' begins its "@id"; number 0:
 * there is only one. Takes the value. */
struct field_value {
    enum manifest_field field;
    const char *about;
    size_t number;
    const char *name; /* where the row has none */
    json_t *value;
};

static json_t *put_field(struct crate *c, json_t *entity, const struct field_value *f) {
    const struct manifest_row *row = &manifest_rows[f->field];
    struct buf id = {0};
    buf_addf(&id, "#%s-%s", f->about, row->id);
    if (f->number > 0)
        buf_addf(&id, "-%zu", f->number);
    json_t *property = crate_add(c, id.failed ? "" : id.text, "PropertyValue");
    c->failed |= id.failed;
    buf_free(&id);
    crate_text(c, property, "propertyID", row->id);
    crate_text(c, property, "name", row->name != NULL ? row->name : f->name);
    crate_text(c, property, "unitText", row->unit);
    crate_set(c, property, "value", f->value);
    crate_refer(c, entity, row->key, crate_id(property));
    return property;
}

static json_t *of_run(struct writing *w, enum manifest_field field, size_t number, const char *name,
                      json_t *value) {
    return put_field(&w->crate, w->run, &(struct field_value){field, "run", number, name, value});
}

static void run_text(struct writing *w, enum manifest_field field, size_t number,
                     const char *text) {
    of_run(w, field, number, NULL, crate_string(text));
}

static void run_bool(struct writing *w, enum manifest_field field, bool value) {
    of_run(w, field, 0, NULL, json_boolean(value));
}

static void run_number(struct writing *w, enum manifest_field field, size_t number, double value) {
    of_run(w, field, number, NULL, crate_number(value));
}

/* The crate itself. */

static json_t *put_creative_work(struct crate *c, const char *id, const char *name) {
    json_t *work = crate_add(c, id, "CreativeWork");
    crate_text(c, work, "name", name);
    return work;
}

static void put_descriptor(struct crate *c) {
    json_t *descriptor =
        put_creative_work(c, MANIFEST_PATH, "What this run was made from and what it gave");
    crate_refer(c, descriptor, "about", root_id);
    crate_refer(c, descriptor, "conformsTo", spec);
    put_creative_work(c, spec, "RO-Crate 1.1");
    json_t *of = put_creative_work(c, profile, "Process Run Crate");
    crate_text(c, of, "version", "0.5");
}

static void describe_root(struct writing *w, struct buf *text) {
    const struct manifest *m = w->m;
    buf_addf(text, "A run of the script %s by foistat %s.", m->script.name, m->engine.version);
    if (m->date == NULL)
        return;
    buf_puts(text, m->date_given
                       ? " Its date is the one that SOURCE_DATE_EPOCH gave."
                       : " Its date is that of the engine's release: no clock enters a run.");
}

static void put_root(struct writing *w) {
    struct crate *c = &w->crate;
    struct buf text = {0};
    describe_root(w, &text);
    w->root = crate_add(c, root_id, "Dataset");
    crate_text(c, w->root, "name", w->m->title);
    crate_text(c, w->root, "description", text.failed ? "" : text.text);
    crate_text(c, w->root, "datePublished", w->m->date);
    crate_text(c, w->root, "identifier", w->m->run_id);
    json_t *licence = put_creative_work(c, "#licence", "The licences of its parts");
    crate_text(c, licence, "description",
               "The figures come under the licences of their sources, which the inputs name; the "
               "words and the analysis belong to the author of the script.");
    crate_refer(c, w->root, "license", crate_id(licence));
    crate_refer(c, w->root, "conformsTo", profile);
    c->failed |= text.failed;
    buf_free(&text);
}

/* What it was made with. */

static json_t *put_software(struct crate *c, const char *id, const char *name, const char *address,
                            const char *version) {
    json_t *software = crate_add(c, id, "SoftwareApplication");
    crate_text(c, software, "name", name);
    crate_text(c, software, "url", address);
    crate_text(c, software, "softwareVersion", version);
    return software;
}

static void put_library(struct writing *w, const struct library *l) {
    json_t *library = put_software(&w->crate, l->address, l->name, l->address, l->version);
    crate_refer(&w->crate, w->engine, "softwareRequirements", crate_id(library));
}

static void of_engine(struct writing *w, enum manifest_field field, json_t *value) {
    put_field(&w->crate, w->engine,
              &(struct field_value){.field = field, .about = "foistat", .value = value});
}

static void put_engine(struct writing *w) {
    const struct manifest_engine *engine = &w->m->engine;
    w->engine = put_software(&w->crate, engine_id, "foistat", NULL, engine->version);
    crate_text(&w->crate, w->engine, "license", "https://spdx.org/licenses/GPL-3.0-or-later");
    if (engine->commit != NULL)
        of_engine(w, FIELD_COMMIT, crate_string(engine->commit));
    of_engine(w, FIELD_DIRTY, json_boolean(engine->dirty));
    of_engine(w, FIELD_PRELUDE, crate_string(engine->prelude_sha256));
    for (size_t i = 0; i < w->m->n_libraries; i++)
        put_library(w, &w->m->library[i]);
}

/* The language of the script, in the version of the library that runs it. */
static void put_language(struct writing *w) {
    for (size_t i = 0; i < w->m->n_libraries; i++) {
        const struct library *l = &w->m->library[i];
        if (strcmp(l->name, "Lua") != 0)
            continue;
        json_t *lua = crate_add(&w->crate, lua_id, "ComputerLanguage");
        crate_text(&w->crate, lua, "name", l->name);
        crate_text(&w->crate, lua, "url", l->address);
        crate_text(&w->crate, lua, "version", l->version);
    }
}

/* Files. */

static void put_size(struct crate *c, json_t *file, size_t bytes) {
    char text[32];
    snprintf(text, sizeof text, "%zu", bytes);
    crate_text(c, file, "contentSize", text);
}

/* A file of the run. */
static json_t *put_file(struct writing *w, const char *path, const char *media_type) {
    struct crate *c = &w->crate;
    struct buf id = {0};
    crate_path(&id, path);
    json_t *file = crate_add(c, id.failed ? "" : id.text, "File");
    crate_text(c, file, "name", path);
    crate_text(c, file, "encodingFormat", media_type);
    crate_refer(c, w->root, "hasPart", crate_id(file));
    c->failed |= id.failed;
    buf_free(&id);
    return file;
}

static void put_script(struct writing *w) {
    const struct manifest_script *script = &w->m->script;
    struct crate *c = &w->crate;
    json_t *file = put_file(w, script->path, "text/x-lua");
    crate_set(c, file, "@type", json_pack("[s,s]", "File", "SoftwareSourceCode"));
    crate_text(c, file, "name", script->name);
    crate_text(c, file, "sha256", script->sha256);
    crate_text(c, file, "version", script->sha256);
    put_size(c, file, script->bytes);
    crate_refer(c, file, "programmingLanguage", lua_id);
    crate_refer(c, file, "softwareRequirements", engine_id);
    crate_refer(c, w->run, "instrument", crate_id(file));
    crate_refer(c, w->run, "instrument", engine_id);
}

static void of_output(struct writing *w, json_t *file, enum manifest_field field, size_t number,
                      json_t *value) {
    char about[40];
    snprintf(about, sizeof about, "output-%zu", number);
    put_field(&w->crate, file,
              &(struct field_value){.field = field, .about = about, .value = value});
}

static void put_output(struct writing *w, const struct manifest_output *o, size_t number) {
    json_t *file = put_file(w, o->path, o->media_type);
    crate_text(&w->crate, file, "sha256", o->sha256);
    put_size(&w->crate, file, o->bytes);
    crate_refer(&w->crate, w->run, "result", crate_id(file));
    if (o->table) {
        of_output(w, file, FIELD_OUTPUT_ROWS, number, crate_number((double)o->rows));
        of_output(w, file, FIELD_OUTPUT_COLUMNS, number, crate_number((double)o->columns));
    }
    if (o->tool != NULL)
        of_output(w, file, FIELD_TOOL, number, crate_string(o->tool));
}

static void put_outputs(struct writing *w) {
    for (size_t i = 0; i < w->m->n_outputs; i++) {
        const struct manifest_output *o = &w->m->output[i];
        if (w->m->run_id != NULL || o->tool == NULL)
            put_output(w, o, i + 1);
    }
}

/* Beside the run, and no part of it: it has no hash. */
static void put_machine(struct writing *w) {
    json_t *file = put_file(w, MACHINE_PATH, "application/json");
    crate_text(&w->crate, file, "description",
               "The machine on which this run was made. Another machine gives the same run and "
               "another one of these.");
}

/* Inputs lie elsewhere: they are named by the hash of their bytes. */
static json_t *put_named_bytes(struct writing *w, const char *sha256, const char *path) {
    struct buf id = {0};
    crate_hash_name(&id, sha256);
    if (path != NULL) {
        buf_puts(&id, "?path=");
        crate_path(&id, path);
    }
    json_t *file = crate_add(&w->crate, id.failed ? "" : id.text, "File");
    crate_text(&w->crate, file, "sha256", sha256);
    w->crate.failed |= id.failed;
    buf_free(&id);
    crate_refer(&w->crate, w->root, "hasPart", crate_id(file));
    crate_refer(&w->crate, w->run, "object", crate_id(file));
    return file;
}

static void put_package(struct writing *w, const struct input *in, json_t *csv) {
    struct buf name = {0};
    buf_addf(&name, "datapackage.json of %s", in->name);
    json_t *package = put_named_bytes(w, in->package_sha256, NULL);
    crate_text(&w->crate, package, "name", name.failed ? "" : name.text);
    crate_text(&w->crate, package, "encodingFormat", "application/json");
    crate_refer(&w->crate, csv, "subjectOf", crate_id(package));
    w->crate.failed |= name.failed;
    buf_free(&name);
}

static bool says_something(const struct source *s) {
    return s->dataset != NULL || s->title != NULL || s->body != NULL || s->request != NULL ||
           s->date != NULL || s->path != NULL || s->licence != NULL || s->published;
}

static void put_source(struct writing *w, const struct source *s, size_t number, json_t *csv) {
    struct crate *c = &w->crate;
    char id[40];
    if (!says_something(s))
        return;
    snprintf(id, sizeof id, "#source-%zu", number);
    json_t *source = put_creative_work(c, id, s->title);
    crate_text(c, source, "alternateName", s->dataset);
    crate_text(c, source, "publisher", s->body);
    crate_text(c, source, "identifier", s->request);
    crate_text(c, source, "temporalCoverage", s->date);
    crate_text(c, source, "url", s->path);
    crate_text(c, source, "license", s->licence);
    crate_text(c, source, "creativeWorkStatus", s->published ? "published" : NULL);
    crate_refer(c, csv, "isBasedOn", crate_id(source));
}

static void put_input_fields(struct writing *w, const struct input *in, size_t number,
                             json_t *csv) {
    char about[40];
    snprintf(about, sizeof about, "input-%zu", number);
    struct field_value f = {.field = FIELD_INPUT_ROWS, .about = about};
    f.value = crate_number((double)in->rows);
    put_field(&w->crate, csv, &f);
    f.field = FIELD_INPUT_COLUMNS;
    f.value = crate_number((double)in->columns);
    put_field(&w->crate, csv, &f);
    if (in->released) {
        f.field = FIELD_RELEASED;
        f.value = json_true();
        put_field(&w->crate, csv, &f);
    }
    f.field = FIELD_CELLS;
    for (int mark = MARK_OK + 1; mark < MARK_COUNT; mark++) {
        if (in->marks[mark] == 0)
            continue;
        f.number++;
        f.name = mark_name((enum mark)mark);
        f.value = crate_number((double)in->marks[mark]);
        put_field(&w->crate, csv, &f);
    }
    f = (struct field_value){.field = FIELD_REPAIR, .about = about};
    for (size_t i = 0; i < in->n_repairs; i++) {
        f.number = i + 1;
        f.value = crate_string(in->repair[i]);
        put_field(&w->crate, csv, &f);
    }
}

static void put_input(struct writing *w, const struct input *in, size_t number) {
    struct crate *c = &w->crate;
    json_t *csv = put_named_bytes(w, in->sha256, in->path);
    crate_text(c, csv, "name", in->name);
    crate_text(c, csv, "alternateName", in->path);
    crate_text(c, csv, "encodingFormat", manifest_media_type(in->stored));
    put_size(c, csv, in->bytes);
    if (in->package_sha256 != NULL)
        put_package(w, in, csv);
    put_source(w, &in->source, number, csv);
    put_input_fields(w, in, number, csv);
}

/* The run. */

static void put_run(struct writing *w) {
    struct crate *c = &w->crate;
    const struct manifest *m = w->m;
    struct buf id = {0}, text = {0};
    buf_addf(&id, "#run%s%s", m->run_id != NULL ? "-" : "", m->run_id != NULL ? m->run_id : "");
    buf_addf(&text, "foistat run %s", m->script.name);
    w->run = crate_add(c, id.failed ? "" : id.text, "CreateAction");
    crate_text(c, w->run, "name", text.failed ? "" : text.text);
    crate_text(c, w->run, "description",
               "Settings, options and limits stand under object. There is no endTime and no agent: "
               "neither the clock nor the user enters a run, so that it can be repeated to the "
               "byte.");
    crate_text(c, crate_add(c, completed, "ActionStatusType"), "name", "completed");
    crate_refer(c, w->run, "actionStatus", completed);
    crate_refer(c, w->root, "mentions", crate_id(w->run));
    c->failed |= id.failed || text.failed;
    buf_free(&id);
    buf_free(&text);
}

/* "reference=White" is named "reference" and has the value "White". */
static void put_setting(struct writing *w, const char *setting, size_t number) {
    struct buf name = {0};
    size_t n = strcspn(setting, "=");
    buf_add(&name, setting, n);
    of_run(w, FIELD_SETTING, number, name.n > 0 ? name.text : "",
           crate_string(setting[n] == '=' ? setting + n + 1 : ""));
    w->crate.failed |= name.failed;
    buf_free(&name);
}

static void put_given(struct writing *w) {
    const struct manifest *m = w->m;
    const struct manifest_options *o = &m->options;
    for (size_t i = 0; i < m->n_settings; i++)
        put_setting(w, m->setting[i], i + 1);
    for (size_t i = 0; i < m->n_files; i++)
        run_text(w, FIELD_DATA_FILE, i + 1, m->file[i]);
    run_bool(w, FIELD_PNG, o->png);
    run_bool(w, FIELD_PDF, o->pdf);
    run_bool(w, FIELD_VEGA_LITE, o->vega_lite);
    for (size_t i = 0; i < o->n_sizes; i++)
        run_text(w, FIELD_CHART_SIZE, i + 1, o->size[i]);
    run_bool(w, FIELD_PUBLISHED, o->published);
    if (o->disclosure != NULL)
        run_text(w, FIELD_DISCLOSURE_OPTION, 0, o->disclosure);
    run_bool(w, FIELD_LEDGER, o->ledger);
    for (size_t i = 0; i < o->n_allowed; i++)
        run_text(w, FIELD_ALLOW, i + 1, o->allowed[i]);
    run_number(w, FIELD_LIMIT_SECONDS, 0, m->limits.seconds);
    run_number(w, FIELD_LIMIT_STEPS, 0, m->limits.steps);
    run_number(w, FIELD_LIMIT_MEMORY, 0, m->limits.memory);
}

static void put_check(struct writing *w, const struct check *check, size_t number) {
    json_t *property =
        of_run(w, FIELD_FAILED_CHECK, number, check->code, crate_string(check->text));
    crate_text(&w->crate, property, "description", check->dataset);
}

static void put_pairs(struct writing *w, enum manifest_field field, const struct manifest_pair *p,
                      size_t n) {
    for (size_t i = 0; i < n; i++)
        of_run(w, field, i + 1, p[i].name, crate_string(p[i].value));
}

static void put_met(struct writing *w) {
    const struct manifest *m = w->m;
    if (m->date != NULL)
        run_text(w, FIELD_DATE_FROM, 0, m->date_given ? "SOURCE_DATE_EPOCH" : "release");
    run_text(w, FIELD_GENERATOR, 0, MANIFEST_GENERATOR);
    for (size_t i = 0; i < m->n_seeds; i++) {
        run_number(w, FIELD_SEED, i + 1, m->seed[i].seed);
        run_number(w, FIELD_DRAWS, i + 1, m->seed[i].draws);
    }
    for (size_t i = 0; i < m->n_warnings; i++)
        of_run(w, FIELD_WARNING, i + 1, m->warning[i].part, crate_string(m->warning[i].text));
    run_number(w, FIELD_CHECKS_RAN, 0, (double)m->n_ran);
    run_number(w, FIELD_CHECKS_NOTED, 0, (double)m->n_noted);
    for (size_t i = 0; i < m->n_checks; i++)
        put_check(w, &m->check[i], i + 1);
    put_pairs(w, FIELD_DISCLOSURE, m->disclosure, m->n_disclosure);
    put_pairs(w, FIELD_NUMERICS, m->numerics, m->n_numerics);
}

/* The whole. */

static void put_all(struct writing *w) {
    put_descriptor(&w->crate);
    put_root(w);
    put_run(w);
    put_script(w);
    put_engine(w);
    put_language(w);
    for (size_t i = 0; i < w->m->n_inputs; i++)
        put_input(w, &w->m->input[i], i + 1);
    put_outputs(w);
    put_machine(w);
    put_given(w);
    put_met(w);
}

static bool dump(const struct manifest *m, size_t how, struct buf *out, struct err *e) {
    struct writing w = {.m = m};
    crate_begin(&w.crate);
    put_all(&w);
    json_t *whole =
        json_pack("{s:[s,s],s:O}", "@context", "https://w3id.org/ro/crate/1.1/context",
                  "https://w3id.org/ro/terms/workflow-run/context", "@graph", w.crate.graph);
    char *text = w.crate.failed || whole == NULL ? NULL : json_write(whole, how | JSON_SORT_KEYS);
    json_decref(whole);
    crate_end(&w.crate);
    if (text != NULL)
        buf_puts(out, text);
    free(text);
    return (text != NULL && !out->failed) || fail(e, ERR_NOMEM, "no memory for the manifest");
}

bool manifest_write(const struct manifest *m, struct buf *out, struct err *e) {
    if (!dump(m, JSON_INDENT(2), out, e))
        return false;
    buf_puts(out, "\n");
    return !out->failed || fail(e, ERR_NOMEM, "no memory for the manifest");
}

bool manifest_identify(const struct manifest *m, char run_id[HASH_HEX_SIZE], struct err *e) {
    struct manifest semantic = *m;
    struct buf text = {0};
    semantic.run_id = semantic.date = NULL;
    bool done = dump(&semantic, JSON_COMPACT, &text, e);
    if (done)
        hash_bytes(text.text, text.n, run_id);
    buf_free(&text);
    return done;
}

static const char *rounding(void) {
    return fegetround() == FE_TONEAREST ? "to nearest, ties to even" : "other";
}

void manifest_numerics(struct manifest_pair pair[MANIFEST_NUMERICS]) {
    pair[0] = (struct manifest_pair){"numbers", "IEEE 754 binary64"};
    pair[1] = (struct manifest_pair){
        "evaluation", FLT_EVAL_METHOD == 0 ? "in their own precision (FLT_EVAL_METHOD 0)"
                                           : "in a wider precision (FLT_EVAL_METHOD not 0)"};
    pair[2] = (struct manifest_pair){"contraction", "off: no fused multiply-add"};
    pair[3] = (struct manifest_pair){"rounding", rounding()};
    pair[4] = (struct manifest_pair){
        "digits", "12 significant digits in results; whole numbers to 2^53 exact"};
}
