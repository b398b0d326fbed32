/* The manifest of a run that anybody may have sent: nothing in it is believed. Kinds, ranges,
 * hashes and paths are checked as they are met; at the end the whole must have the name that it
 * gives itself. */
#include <string.h>

#include "data/json_read.h"
#include "run/crate.h"
#include "run/machine.h"
#include "run/manifest_reading.h"
#include "run/manifest_rows.h"

enum { most_items = 100000 };

/* Fields: what PropertyValues say. */

struct field_read {
    const struct manifest_row *row;
    const json_t *property, *value;
    const char *name; /* of the property */
};

/* Which row is it of those that are about an entity of that kind? */
static enum manifest_field which(enum manifest_about about, const char *id) {
    int i = 0;
    while (i < FIELDS && (manifest_rows[i].about != about || strcmp(manifest_rows[i].id, id) != 0))
        i++;
    return (enum manifest_field)i;
}

typedef bool take_field(struct reading *r, enum manifest_field field, const struct field_read *f,
                        void *to);

static bool each_field(struct reading *r, const json_t *o, enum manifest_about about,
                       const char *key, take_field *take, void *to) {
    size_t n = reading_references(o, key);
    for (size_t i = 0; i < n; i++) {
        struct field_read f = {.property = reading_referred(r, o, key, i)};
        if (f.property == NULL)
            return false;
        if (!reading_has_type(f.property, "PropertyValue"))
            continue;
        const char *id = json_string_value(json_object_get(f.property, "propertyID"));
        enum manifest_field field = which(about, id != NULL ? id : "");
        if (field == FIELDS || strcmp(manifest_rows[field].key, key) != 0)
            return reading_wrong(r, "it has no field '%.100s'", id != NULL ? id : "");
        f.row = &manifest_rows[field];
        f.value = json_object_get(f.property, "value");
        if (!reading_text(r, json_object_get(f.property, "name"), "name", &f.name) ||
            !take(r, field, &f, to))
            return false;
    }
    return true;
}

/* Lists that grow in arrays with room for all properties that an entity refers to. */
struct lists {
    const char **setting, **file, **size, **allowed, **repair;
    struct seed_use *seed;
    size_t n_draws;
    struct manifest_warning *warning;
    struct check *check;
    struct manifest_pair *disclosure, *numerics;
};

static bool push_text(struct reading *r, const struct field_read *f, const char **list, size_t *n) {
    return reading_text(r, f->value, f->row->id, &list[(*n)++]);
}

static bool push_setting(struct reading *r, const struct field_read *f, struct lists *l) {
    const char *value;
    if (!reading_text(r, f->value, f->row->id, &value))
        return false;
    char *setting = reading_room(r, strlen(f->name) + strlen(value) + 2, 1);
    if (setting == NULL)
        return false;
    strcpy(stpcpy(stpcpy(setting, f->name), "="), value);
    l->setting[r->m->n_settings++] = setting;
    return true;
}

static bool push_pair(struct reading *r, const struct field_read *f, struct manifest_pair *list,
                      size_t *n) {
    list[*n].name = f->name;
    return reading_text(r, f->value, f->row->id, &list[(*n)++].value);
}

static bool push_warning(struct reading *r, const struct field_read *f, struct lists *l) {
    struct manifest_warning *w = &l->warning[r->m->n_warnings++];
    w->part = f->name;
    return reading_text(r, f->value, f->row->id, &w->text);
}

static bool push_check(struct reading *r, const struct field_read *f, struct lists *l) {
    struct check *c = &l->check[r->m->n_checks++];
    *c = (struct check){.code = f->name, .state = CHECK_FAILED};
    return reading_text(r, f->value, f->row->id, &c->text) &&
           reading_take_text(r, f->property, "description", &c->dataset);
}

static bool take_generator(struct reading *r, const struct field_read *f) {
    const char *name = json_string_value(f->value);
    return (name != NULL && strcmp(name, MANIFEST_GENERATOR) == 0) ||
           reading_wrong(r, "\"%s\" is one that the engine does not have", f->row->id);
}

static bool take_date_from(struct reading *r, const struct field_read *f) {
    const char *from;
    if (!reading_text(r, f->value, f->row->id, &from))
        return false;
    r->m->date_given = strcmp(from, "SOURCE_DATE_EPOCH") == 0;
    return r->m->date_given || strcmp(from, "release") == 0 ||
           reading_wrong(r, "\"%s\" is neither of its two values", f->row->id);
}

static bool take_given(struct reading *r, enum manifest_field field, const struct field_read *f,
                       void *to) {
    struct manifest *m = r->m;
    struct lists *l = to;
    const char *id = f->row->id;
    switch (field) {
    case FIELD_SETTING:
        return push_setting(r, f, l);
    case FIELD_DATA_FILE:
        return push_text(r, f, l->file, &m->n_files);
    case FIELD_PNG:
        return reading_bool(r, f->value, id, &m->options.png);
    case FIELD_PDF:
        return reading_bool(r, f->value, id, &m->options.pdf);
    case FIELD_VEGA_LITE:
        return reading_bool(r, f->value, id, &m->options.vega_lite);
    case FIELD_CHART_SIZE:
        return push_text(r, f, l->size, &m->options.n_sizes);
    case FIELD_PUBLISHED:
        return reading_bool(r, f->value, id, &m->options.published);
    case FIELD_DISCLOSURE_OPTION:
        return reading_text(r, f->value, id, &m->options.disclosure);
    case FIELD_LEDGER:
        return reading_bool(r, f->value, id, &m->options.ledger);
    case FIELD_ALLOW:
        return push_text(r, f, l->allowed, &m->options.n_allowed);
    case FIELD_LIMIT_SECONDS:
        return reading_count(r, f->value, id, &m->limits.seconds);
    case FIELD_LIMIT_STEPS:
        return reading_count(r, f->value, id, &m->limits.steps);
    default: /* FIELD_LIMIT_MEMORY: each_field lets no other through */
        return reading_count(r, f->value, id, &m->limits.memory);
    }
}

static bool take_met(struct reading *r, enum manifest_field field, const struct field_read *f,
                     void *to) {
    struct manifest *m = r->m;
    struct lists *l = to;
    const char *id = f->row->id;
    switch (field) {
    case FIELD_DATE_FROM:
        return take_date_from(r, f);
    case FIELD_GENERATOR:
        return take_generator(r, f);
    case FIELD_SEED:
        return reading_count(r, f->value, id, &l->seed[m->n_seeds++].seed);
    case FIELD_DRAWS:
        return reading_count(r, f->value, id, &l->seed[l->n_draws++].draws);
    case FIELD_WARNING:
        return push_warning(r, f, l);
    case FIELD_CHECKS_RAN:
        return reading_size(r, f->value, id, &m->n_ran);
    case FIELD_CHECKS_NOTED:
        return reading_size(r, f->value, id, &m->n_noted);
    case FIELD_FAILED_CHECK:
        return push_check(r, f, l);
    case FIELD_DISCLOSURE:
        return push_pair(r, f, l->disclosure, &m->n_disclosure);
    default: /* FIELD_NUMERICS */
        return push_pair(r, f, l->numerics, &m->n_numerics);
    }
}

/* The same room for each list: as many as there are fields. */
static bool make_lists(struct reading *r, const json_t *run, struct lists *l) {
    size_t n = reading_references(run, "object") + reading_references(run, "additionalProperty");
    if (n > most_items) {
        reading_wrong(r, "it has too many of \"%s\"", "object");
        return false;
    }
    l->setting = reading_room(r, n, sizeof *l->setting);
    l->file = reading_room(r, n, sizeof *l->file);
    l->size = reading_room(r, n, sizeof *l->size);
    l->allowed = reading_room(r, n, sizeof *l->allowed);
    l->seed = reading_room(r, n, sizeof *l->seed);
    l->warning = reading_room(r, n, sizeof *l->warning);
    l->check = reading_room(r, n, sizeof *l->check);
    l->disclosure = reading_room(r, n, sizeof *l->disclosure);
    l->numerics = reading_room(r, n, sizeof *l->numerics);
    return l->setting != NULL && l->file != NULL && l->size != NULL && l->allowed != NULL &&
           l->seed != NULL && l->warning != NULL && l->check != NULL && l->disclosure != NULL &&
           l->numerics != NULL;
}

static void hand_over(struct manifest *m, const struct lists *l) {
    m->setting = l->setting;
    m->file = l->file;
    m->options.size = l->size;
    m->options.allowed = l->allowed;
    m->seed = l->seed;
    m->warning = l->warning;
    m->check = l->check;
    m->disclosure = l->disclosure;
    m->numerics = l->numerics;
}

static bool take_fields(struct reading *r, const json_t *run) {
    struct lists l = {0};
    if (!make_lists(r, run, &l) || !each_field(r, run, ABOUT_RUN, "object", take_given, &l) ||
        !each_field(r, run, ABOUT_RUN, "additionalProperty", take_met, &l))
        return false;
    if (l.n_draws != r->m->n_seeds)
        return reading_wrong(r, "there are more or fewer \"%s\" than seeds", "draws");
    hand_over(r->m, &l);
    return true;
}

/* The engine and its libraries. */

static bool take_engine_field(struct reading *r, enum manifest_field field,
                              const struct field_read *f, void *to) {
    struct manifest_engine *engine = to;
    switch (field) {
    case FIELD_COMMIT:
        return reading_text(r, f->value, f->row->id, &engine->commit);
    case FIELD_DIRTY:
        return reading_bool(r, f->value, f->row->id, &engine->dirty);
    default: /* FIELD_PRELUDE */
        return reading_hash(r, f->value, f->row->id, &engine->prelude_sha256);
    }
}

static bool take_library(struct reading *r, const json_t *o, struct library *l) {
    const char *version = NULL;
    if (!reading_need_text(r, o, "name", &l->name) ||
        !reading_need_text(r, o, "url", &l->address) ||
        !reading_need_text(r, o, "softwareVersion", &version))
        return false;
    if (strlen(version) >= sizeof l->version)
        return reading_wrong(r, "\"%s\" is too long", "softwareVersion");
    strcpy(l->version, version);
    return true;
}

static bool take_engine(struct reading *r) {
    static const char libraries[] = "softwareRequirements";
    const json_t *engine = reading_find(r, "#foistat");
    size_t n = reading_references(engine, libraries);
    if (engine == NULL)
        return reading_wrong(r, "it does not describe %s", "the engine");
    struct library *row = n <= most_items ? reading_room(r, n, sizeof *row) : NULL;
    if (row == NULL)
        return reading_wrong(r, "it has too many of \"%s\"", libraries);
    for (size_t i = 0; i < n; i++) {
        const json_t *library = reading_referred(r, engine, libraries, i);
        if (library == NULL || !take_library(r, library, &row[i]))
            return false;
    }
    r->m->library = row;
    r->m->n_libraries = n;
    return reading_need_text(r, engine, "softwareVersion", &r->m->engine.version) &&
           each_field(r, engine, ABOUT_ENGINE, "additionalProperty", take_engine_field,
                      &r->m->engine) &&
           (r->m->engine.prelude_sha256 != NULL ||
            reading_wrong(r, "it has no field '%s'", "prelude"));
}

static bool take_script(struct reading *r, const json_t *run) {
    struct manifest_script *script = &r->m->script;
    const json_t *file = reading_referred(r, run, "instrument", 0);
    return file != NULL && reading_need_path(r, file, &script->path) &&
           reading_need_text(r, file, "name", &script->name) &&
           reading_need_hash(r, file, &script->sha256) &&
           reading_need_bytes(r, file, &script->bytes);
}

/* Inputs. */

static bool take_source(struct reading *r, const json_t *csv, struct source *s) {
    if (json_object_get(csv, "isBasedOn") == NULL)
        return true;
    const json_t *o = reading_referred(r, csv, "isBasedOn", 0);
    const char *status = NULL;
    if (o == NULL || !reading_take_text(r, o, "name", &s->title) ||
        !reading_take_text(r, o, "alternateName", &s->dataset) ||
        !reading_take_text(r, o, "publisher", &s->body) ||
        !reading_take_text(r, o, "identifier", &s->request) ||
        !reading_take_text(r, o, "temporalCoverage", &s->date) ||
        !reading_take_text(r, o, "url", &s->path) ||
        !reading_take_text(r, o, "license", &s->licence) ||
        !reading_take_text(r, o, "creativeWorkStatus", &status))
        return false;
    s->published = status != NULL && strcmp(status, "published") == 0;
    return true;
}

static bool take_cells(struct reading *r, const struct field_read *f, struct input *in) {
    enum mark mark;
    if (!mark_find(f->name, &mark) || mark == MARK_OK)
        return reading_wrong(r, "there is no mark '%.100s'", f->name);
    return reading_size(r, f->value, f->row->id, &in->marks[mark]);
}

static bool take_input_field(struct reading *r, enum manifest_field field,
                             const struct field_read *f, void *to) {
    struct input *in = to;
    switch (field) {
    case FIELD_INPUT_ROWS:
        return reading_size(r, f->value, f->row->id, &in->rows);
    case FIELD_INPUT_COLUMNS:
        return reading_size(r, f->value, f->row->id, &in->columns);
    case FIELD_RELEASED:
        return reading_bool(r, f->value, f->row->id, &in->released);
    case FIELD_CELLS:
        return take_cells(r, f, in);
    default: /* FIELD_REPAIR */
        return push_text(r, f, in->repair, &in->n_repairs);
    }
}

static bool take_package(struct reading *r, const json_t *csv, struct input *in) {
    if (json_object_get(csv, "subjectOf") == NULL)
        return true;
    const json_t *package = reading_referred(r, csv, "subjectOf", 0);
    return package != NULL && reading_need_hash(r, package, &in->package_sha256);
}

static bool take_input(struct reading *r, const json_t *csv, struct input *in) {
    size_t n = reading_references(csv, "additionalProperty");
    if (n > most_items)
        return reading_wrong(r, "it has too many of \"%s\"", "additionalProperty");
    in->repair = reading_room(r, n, sizeof *in->repair);
    return in->repair != NULL && reading_need_text(r, csv, "name", &in->name) &&
           reading_need_text(r, csv, "alternateName", &in->path) &&
           reading_need_hash(r, csv, &in->sha256) && reading_need_bytes(r, csv, &in->bytes) &&
           take_package(r, csv, in) && take_source(r, csv, &in->source) &&
           each_field(r, csv, ABOUT_INPUT, "additionalProperty", take_input_field, in);
}

/* A CSV, compressed or not, among what the run was given; its package is found through it. */
static bool is_input(const json_t *o, enum stream_kind *stored) {
    const char *type = json_string_value(json_object_get(o, "encodingFormat"));
    return reading_has_type(o, "File") && type != NULL && manifest_stored(type, stored);
}

static bool take_inputs(struct reading *r, const json_t *run) {
    size_t n =
        reading_references(run, "object"); /* make_lists has seen that they are not too many */
    struct input *input = reading_room(r, n, sizeof *input);
    if (input == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        const json_t *o = reading_referred(r, run, "object", i);
        enum stream_kind stored;
        if (o == NULL)
            return false;
        if (!is_input(o, &stored))
            continue;
        struct input *in = &input[r->m->n_inputs++];
        if (!take_input(r, o, in))
            return false;
        in->stored = stored;
    }
    r->m->input = input;
    return true;
}

/* Outputs. */

static bool take_output_field(struct reading *r, enum manifest_field field,
                              const struct field_read *f, void *to) {
    struct manifest_output *o = to;
    switch (field) {
    case FIELD_OUTPUT_ROWS:
        o->table = true;
        return reading_size(r, f->value, f->row->id, &o->rows);
    case FIELD_OUTPUT_COLUMNS:
        return reading_size(r, f->value, f->row->id, &o->columns);
    default: /* FIELD_TOOL */
        return reading_text(r, f->value, f->row->id, &o->tool);
    }
}

static bool take_output(struct reading *r, const json_t *file, struct manifest_output *o) {
    if (!reading_need_path(r, file, &o->path) ||
        !reading_need_text(r, file, "encodingFormat", &o->media_type) ||
        !reading_need_hash(r, file, &o->sha256) || !reading_need_bytes(r, file, &o->bytes) ||
        !each_field(r, file, ABOUT_OUTPUT, "additionalProperty", take_output_field, o))
        return false;
    bool reserved = strcmp(o->path, MANIFEST_PATH) == 0 || strcmp(o->path, MACHINE_PATH) == 0 ||
                    strcmp(o->path, r->m->script.path) == 0;
    return !reserved || reading_wrong(r, "'%.200s' is listed as an output", o->path);
}

static bool take_outputs(struct reading *r, const json_t *run) {
    size_t n = reading_references(run, "result");
    struct manifest_output *output = n <= most_items ? reading_room(r, n, sizeof *output) : NULL;
    if (output == NULL)
        return reading_wrong(r, "it has too many of \"%s\"", "result");
    for (size_t i = 0; i < n; i++) {
        const json_t *file = reading_referred(r, run, "result", i);
        if (file == NULL || !take_output(r, file, &output[i]))
            return false;
    }
    r->m->output = output;
    r->m->n_outputs = n;
    return true;
}

/* The whole. */

/* All entities by their "@id", each once. */
static bool make_index(struct reading *r) {
    const json_t *graph = json_object_get(r->whole, "@graph");
    r->index = json_object();
    if (r->index == NULL)
        return reading_no_memory(r);
    if (!json_is_array(graph))
        return reading_wrong(r, "it has no list \"%s\"", "@graph");
    size_t i;
    json_t *entity;
    json_array_foreach(graph, i, entity) {
        const char *id = json_string_value(json_object_get(entity, "@id"));
        if (id == NULL || reading_find(r, id) != NULL)
            return reading_wrong(r, "'%.200s' is described twice, or has no \"@id\"",
                                 id != NULL ? id : "");
        if (json_object_set(r->index, id, entity) != 0)
            return reading_no_memory(r);
    }
    return true;
}

static bool is_date(const char *text) {
    static const char form[] = "0000-00-00";
    for (size_t i = 0; i < sizeof form; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != form[i])
            return false;
    }
    return true;
}

static bool take_root(struct reading *r, const json_t *root) {
    struct manifest *m = r->m;
    return reading_need_text(r, root, "name", &m->title) &&
           reading_need_text(r, root, "datePublished", &m->date) &&
           (is_date(m->date) || reading_wrong(r, "\"%s\" is not a date", "datePublished")) &&
           reading_hash(r, json_object_get(root, "identifier"), "identifier", &m->run_id);
}

static bool check_name(const struct reading *r) {
    char found[HASH_HEX_SIZE];
    if (!manifest_identify(r->m, found, r->e))
        return false;
    bool same = strcmp(found, r->m->run_id) == 0;
    if (r->genuine != NULL)
        *r->genuine = same;
    return same || r->genuine != NULL ||
           reading_wrong(r, "what it says does not have the name %s, which it gives itself",
                         r->m->run_id);
}

static bool take_all(struct reading *r) {
    if (!make_index(r))
        return false;
    const json_t *root = reading_find(r, "./");
    if (root == NULL)
        return reading_wrong(r, "it does not describe %s", "\"./\"");
    const json_t *run = reading_referred(r, root, "mentions", 0);
    return run != NULL && take_root(r, root) && take_fields(r, run) && take_engine(r) &&
           take_script(r, run) && take_inputs(r, run) && take_outputs(r, run) && check_name(r);
}

bool manifest_read(const char *bytes, size_t n, struct manifest *m, bool *genuine, struct err *e) {
    *m = (struct manifest){0};
    struct reading r = {.m = m, .arena = &m->arena, .genuine = genuine, .e = e};
    json_error_t error;
    r.whole = json_read(bytes, n, JSON_REJECT_DUPLICATES, &error);
    bool done = r.whole != NULL          ? take_all(&r)
                : json_no_memory(&error) ? fail(e, ERR_NOMEM, "no memory to read a manifest")
                                         : reading_wrong(&r, "it is no JSON: %s", error.text);
    json_decref(r.index);
    json_decref(r.whole);
    if (!done)
        manifest_free(m);
    return done;
}

void manifest_free(struct manifest *m) {
    arena_free(&m->arena);
    *m = (struct manifest){0};
}
