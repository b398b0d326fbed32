#include "run/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/lines.h"
#include "run/machine.h"
#include "run/results.h"
#include "run/traits.h"

const char *const finding_kind_name[FINDING_KINDS] = {"changed", "missing", "added", "not checked",
                                                      "differs"};

/* A run being verified. */
struct verifying {
    struct verification *v;
    const struct stored *s;
    struct err *e;
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the findings");
}

static struct finding *room_for(struct verification *v) {
    if (v->n == v->room) {
        size_t room = v->room == 0 ? 16 : 2 * v->room;
        struct finding *more = arena_alloc(&v->arena, room, sizeof *more);
        if (more == NULL)
            return NULL;
        if (v->n > 0)
            memcpy(more, v->finding, v->n * sizeof *more);
        v->finding = more;
        v->room = room;
    }
    return &v->finding[v->n++];
}

__attribute__((format(printf, 5, 6))) static bool find(const struct verifying *w,
                                                       enum finding_kind kind, const char *about,
                                                       const char *name, const char *format, ...) {
    struct verification *v = w->v;
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct finding *f = room_for(v);
    if (f == NULL)
        return no_memory(w->e);
    *f =
        (struct finding){kind, about, arena_string(&v->arena, name), arena_string(&v->arena, text)};
    v->wrong += kind <= FINDING_ADDED;
    v->unchecked += kind == FINDING_UNCHECKED;
    return (f->name != NULL && f->text != NULL) || no_memory(w->e);
}

/* The files of the run. */

static struct span span_of(const struct buf *b) {
    return (struct span){b->n > 0 ? b->text : "", b->n};
}

static bool check_manifest(const struct verifying *w) {
    w->v->files.of++;
    w->v->files.same += w->s->genuine;
    return w->s->genuine ||
           find(w, FINDING_CHANGED, "manifest", MANIFEST_PATH,
                "what it says does not have the name %.16s..., which it gives itself",
                w->s->manifest.run_id);
}

static bool check_file(const struct verifying *w, const char *path, const char *sha256) {
    const struct output *o = output_set_find(&w->s->set, path);
    w->v->files.of++;
    if (o == NULL)
        return find(w, FINDING_MISSING, "output", path, "%s", "");
    if (strcmp(o->sha256, sha256) == 0) {
        w->v->files.same++;
        return true;
    }
    return find(w, FINDING_CHANGED, "output", path, "its SHA-256 is %.16s..., recorded %.16s...",
                o->sha256, sha256);
}

static bool check_files(const struct verifying *w) {
    const struct manifest *m = &w->s->manifest;
    for (size_t i = 0; i < m->n_outputs; i++) {
        if (!check_file(w, m->output[i].path, m->output[i].sha256))
            return false;
    }
    return true;
}

/* By its bytes, or by its place. */
static bool is_copy_of(const struct input *in, const struct output *o) {
    char package[FILES_PATH_SIZE];
    const char *path = o->path + strlen(STORED_INPUTS);
    if (strcmp(path, in->path) == 0 || strcmp(o->sha256, in->sha256) == 0)
        return true;
    return in->package_sha256 != NULL && roots_package_path(in->name, in->path, package) &&
           (strcmp(path, package) == 0 || strcmp(o->sha256, in->package_sha256) == 0);
}

static bool belongs(const struct manifest *m, const struct output *o) {
    const char *path = o->path;
    if (strcmp(path, MANIFEST_PATH) == 0 || strcmp(path, MACHINE_PATH) == 0 ||
        strcmp(path, m->script.path) == 0)
        return true;
    for (size_t i = 0; i < m->n_outputs; i++) {
        if (strcmp(path, m->output[i].path) == 0)
            return true;
    }
    bool copy = strncmp(path, STORED_INPUTS, strlen(STORED_INPUTS)) == 0;
    for (size_t i = 0; copy && i < m->n_inputs; i++) {
        if (is_copy_of(&m->input[i], o))
            return true;
    }
    return false;
}

static bool check_others(const struct verifying *w) {
    for (size_t i = 0; i < w->s->set.n; i++) {
        const struct output *o = &w->s->set.file[i];
        if (!belongs(&w->s->manifest, o) &&
            !find(w, FINDING_ADDED, "output", o->path, "%s", "it is no file of the run"))
            return false;
    }
    return true;
}

/* The script: its copy in the run, and where it lies now. */

static int short_length(struct span s) {
    return (int)(s.n < 200 ? s.n : utf8_whole(s.text, 200));
}

static bool find_script(const struct verifying *w, const char *path, struct span was,
                        struct span is) {
    struct line_difference d = lines_first(was, is);
    if (d.line == 0)
        return find(w, FINDING_CHANGED, "script", path, "%s", "it is not what was run");
    return find(w, FINDING_CHANGED, "script", path, "first in line %zu: was \"%.*s\", is \"%.*s\"",
                d.line, short_length(d.before), d.before.text, short_length(d.after), d.after.text);
}

/* Where the script's file here is what was run, it says what the copy was. */
static bool check_script_copy(const struct verifying *w, const struct found_script *f,
                              const struct output *copy) {
    const struct manifest_script *m = &w->s->manifest.script;
    const struct span none = {"", 0};
    if (copy == NULL)
        return find(w, FINDING_MISSING, "script", m->path, "%s", "");
    return f->same ? find_script(w, m->path, span_of(&f->text), span_of(&copy->bytes))
                   : find_script(w, m->path, none, none);
}

static bool check_script(const struct verifying *w, const struct found_script *f) {
    const struct manifest_script *m = &w->s->manifest.script;
    const struct output *copy = output_set_find(&w->s->set, m->path);
    const bool same = copy != NULL && strcmp(copy->sha256, m->sha256) == 0;
    const struct span none = {"", 0};
    w->v->files.of++;
    w->v->files.same += same;
    if (!same && !check_script_copy(w, f, copy))
        return false;
    if (f->path[0] == '\0')
        return find(w, FINDING_UNCHECKED, "script", m->name, "%s",
                    "it was not found here: name it with --script FILE");
    if (f->same)
        return true;
    return same ? find_script(w, f->path, span_of(&copy->bytes), span_of(&f->text))
                : find_script(w, f->path, none, none);
}

/* The inputs. */

static bool check_input(const struct verifying *w, const struct found *f) {
    const struct input *in = f->input;
    w->v->inputs.of++;
    switch (f->state) {
    case FOUND_SAME:
        w->v->inputs.same++;
        return true;
    case FOUND_NOT:
        return find(w, FINDING_UNCHECKED, "input", in->path, "%s", f->why);
    case FOUND_PRIVATE:
        return find(w, FINDING_UNCHECKED, "input", in->path,
                    "it is not public, and what was recorded is the hash of what was released of "
                    "it: --rerun releases it again");
    case FOUND_CHANGED:
        break;
    }
    return (!f->csv_changed ||
            find(w, FINDING_CHANGED, "input", in->path,
                 "its SHA-256 is %.16s..., recorded %.16s...", f->sha256, in->sha256)) &&
           (!f->package_changed ||
            find(w, FINDING_CHANGED, "input", in->path,
                 f->package < 0               ? "its datapackage.json is not there"
                 : in->package_sha256 == NULL ? "it had no datapackage.json"
                                              : "its datapackage.json has changed"));
}

static bool check_inputs(const struct verifying *w, const struct found_run *l) {
    for (size_t i = 0; i < l->n; i++) {
        if (!check_input(w, &l->input[i]))
            return false;
    }
    return true;
}

/* The results say themselves how they were made: a manifest that says otherwise was changed, even
 * where somebody gave it a new name. */

static bool says(const struct verifying *w, const char *what, const char *manifest,
                 const char *results) {
    if (manifest == results ||
        (manifest != NULL && results != NULL && strcmp(manifest, results) == 0))
        return true;
    return find(w, FINDING_CHANGED, "manifest", MANIFEST_PATH,
                "of the %s it says %.200s, results.json %.200s", what,
                manifest != NULL ? manifest : "nothing", results != NULL ? results : "nothing");
}

static bool check_origin(const struct verifying *w, const struct result_origin *o) {
    const struct manifest *m = &w->s->manifest;
    if (!says(w, "engine's version", m->engine.version, o->version) ||
        !says(w, "script's SHA-256", m->script.sha256, o->script_sha256))
        return false;
    for (size_t i = 0; i < m->n_settings || i < o->n_settings; i++) {
        if (!says(w, "settings", i < m->n_settings ? m->setting[i] : NULL,
                  i < o->n_settings ? o->setting[i] : NULL))
            return false;
    }
    for (size_t i = 0; i < m->n_inputs || i < o->n_inputs; i++) {
        if (!says(w, "inputs' SHA-256", i < m->n_inputs ? m->input[i].sha256 : NULL,
                  i < o->n_inputs ? o->input[i] : NULL))
            return false;
    }
    return true;
}

static bool check_results(const struct verifying *w) {
    struct results r;
    struct err why = {0};
    if (output_set_find(&w->s->set, RESULTS_PATH) == NULL)
        return true; /* missing: that was said */
    if (!stored_results(w->s, &r, &why))
        return why.id == ERR_NOMEM
                   ? no_memory(w->e)
                   : find(w, FINDING_CHANGED, "output", RESULTS_PATH, "%s", why.message);
    bool done = check_origin(w, &r.origin);
    results_free(&r);
    return done;
}

/* The engine. */

static bool note_differences(const struct verifying *w, const struct trait_change *change,
                             size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct trait *was = change[i].before, *is = change[i].after;
        const struct trait *t = was != NULL ? was : is;
        if (!find(w, FINDING_DIFFERS, trait_about_name[t->about], t->name, "was %s, here %s",
                  was != NULL ? was->value : "not there", is != NULL ? is->value : "not there"))
            return false;
    }
    return true;
}

static bool check_engine(const struct verifying *w, const struct manifest *engine) {
    struct trait_list was = {0}, is = {0};
    struct arena a = {0};
    struct trait_change *change;
    size_t n;
    bool done = traits_of_engine(&w->s->manifest, &was, w->e) &&
                traits_of_engine(engine, &is, w->e) &&
                traits_compare(&was, &is, &a, &change, &n, w->e) && note_differences(w, change, n);
    arena_free(&a);
    traits_free(&was);
    traits_free(&is);
    return done;
}

bool verify_stored(const struct stored *s, const struct found_run *found,
                   const struct manifest *engine, struct verification *v, struct err *e) {
    *v = (struct verification){0};
    const struct verifying w = {.v = v, .s = s, .e = e};
    if (check_manifest(&w) && check_files(&w) && check_others(&w) && check_results(&w) &&
        check_script(&w, &found->script) && check_inputs(&w, found) && check_engine(&w, engine))
        return true;
    verification_free(v);
    return false;
}

void verification_free(struct verification *v) {
    arena_free(&v->arena);
    *v = (struct verification){0};
}
