#include "cli/again.h"

#include <string.h>

#include "run/machine.h"
#include "run/manifest.h"
#include "run/open.h"
#include "run/tool.h"

const char *const again_outcome_name[] = {"identical", "equivalent", "different"};
const char *const again_state_name[] = {"other bytes", "not made again", "made new", "not compared",
                                        "changed since"};

/* One step of the twelfth digit, of a number that begins with 1. */
static const double last_digit = 1e-11;

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory to compare the two runs");
}

/* Making it again. */

static struct span span_of(const struct buf *b) {
    return (struct span){b->n > 0 ? b->text : "", b->n};
}

/* The script that was run: the copy in the run, or one that was found with the same bytes. */
static bool find_text(const struct stored *s, const struct found_script *script, struct span *text,
                      struct err *e) {
    const struct manifest_script *m = &s->manifest.script;
    const struct output *copy = output_set_find(&s->set, m->path);
    if (copy != NULL && strcmp(copy->sha256, m->sha256) == 0)
        *text = span_of(&copy->bytes);
    else if (script->same)
        *text = span_of(&script->text);
    else
        return fail(e, ERR_READ, "the run cannot be made again: its script, '%s', has changed",
                    m->path);
    return true;
}

/* What another program makes is made where it is installed. */
static bool take_options(const struct manifest *m, struct job_request *q, struct again *again,
                         struct err *e) {
    struct err ignored = {0};
    again->asked = (struct outputs){
        .png = m->options.png, .pdf = m->options.pdf, .vega_lite = m->options.vega_lite};
    for (size_t i = 0; i < m->options.n_sizes; i++) {
        enum chart_size size;
        if (!chart_size_find(m->options.size[i], &size, e))
            return false;
        again->asked.size[size] = true;
    }
    q->outputs = again->asked;
    q->outputs.png = again->asked.png && tool_need(&tool_png, &ignored);
    q->outputs.pdf = again->asked.pdf && tool_need(&tool_pdf, &ignored);
    if (!allow_words(m->options.allowed, m->options.n_allowed, &again->allowed, e))
        return false;
    q->allow.disclosure = again->allowed.disclosure; /* nothing is written */
    return true;
}

static bool make(const struct job_request *q, struct output_set *set, struct err *e) {
    struct job j = {0};
    struct document d = {0};
    bool done = job_begin(&j, q, e) && job_run(&j, &d, e) && job_files(&j, &d, set, e);
    document_free(&d);
    job_end(&j);
    return done;
}

static double least(double recorded, double here, double usual) {
    double most = here > 0 ? here : usual;
    return recorded < most ? recorded : most;
}

static bool make_again(const struct stored *s, struct found_run *found,
                       const struct again_limits *here, struct output_set *set, struct err *e) {
    const struct manifest *m = &s->manifest;
    struct again again = {.n_known = found->n, .limits = m->limits};
    struct job_request q = {.script = m->script.name,
                            .n_files = m->n_files,
                            .file = m->file,
                            .n_settings = m->n_settings,
                            .setting = m->setting,
                            .seconds =
                                least(m->limits.seconds, here->seconds, worker_usual_seconds),
                            .patient = here->seconds == 0,
                            .steps = m->limits.steps,
                            .memory = least(m->limits.memory, here->memory, host_usual_memory),
                            .threads = here->threads,
                            .allow = here->allow,
                            .published = m->options.published,
                            .disclosure = m->options.disclosure,
                            .again = &again,
                            .date = m->date,
                            .date_given = m->date_given};
    again.known = found_known(found, e);
    return again.known != NULL && find_text(s, &found->script, &again.text, e) &&
           take_options(m, &q, &again, e) && make(&q, set, e);
}

/* Comparing files. */

static void add_file(struct rerun *r, enum again_state state, const char *path, const char *tool) {
    r->file[r->n_files++] = (struct again_file){.state = state, .path = path, .tool = tool};
}

/* A file that the run lists, beside what was made of it now. What another program makes depends on
 * its version, of which the run knows nothing: the same bytes count, others say nothing. */
static void compare_file(struct rerun *r, const struct stored *s,
                         const struct manifest_output *listed) {
    const struct output *made = output_set_find(&r->set, listed->path);
    const struct output *stored = output_set_find(&s->set, listed->path);
    bool same = made != NULL && strcmp(made->sha256, listed->sha256) == 0;
    if (!same && listed->tool != NULL) {
        add_file(r, AGAIN_NOT_COMPARED, listed->path, listed->tool);
        return;
    }
    r->files.of++;
    r->files.same += same;
    if (same && (stored == NULL || strcmp(stored->sha256, listed->sha256) == 0))
        return;
    add_file(r,
             same           ? AGAIN_AS_RECORDED
             : made == NULL ? AGAIN_NOT_MADE
                            : AGAIN_OTHER_BYTES,
             listed->path, NULL);
    if (made != NULL && stored != NULL)
        r->file[r->n_files - 1].first = lines_first(span_of(&stored->bytes), span_of(&made->bytes));
}

static bool is_listed(const struct manifest *m, const char *path) {
    bool listed = strcmp(path, m->script.path) == 0 || strcmp(path, MANIFEST_PATH) == 0 ||
                  strcmp(path, MACHINE_PATH) == 0;
    for (size_t i = 0; !listed && i < m->n_outputs; i++)
        listed = strcmp(path, m->output[i].path) == 0;
    return listed;
}

static bool has_run_id(const struct output *manifest, const char *run_id) {
    struct manifest m;
    struct err ignored = {0};
    if (!manifest_read(manifest->bytes.text, manifest->bytes.n, &m, NULL, &ignored))
        return false;
    bool same = strcmp(m.run_id, run_id) == 0;
    manifest_free(&m);
    return same;
}

/* Where a file that another program made was not the same, the name of the run decides: such files
 * do not enter it. */
static void compare_manifest(struct rerun *r, const struct stored *s) {
    const struct output *made = output_set_find(&r->set, MANIFEST_PATH);
    const struct output *stored = output_set_find(&s->set, MANIFEST_PATH);
    bool others = false;
    for (size_t i = 0; i < r->n_files; i++)
        others |= r->file[i].state == AGAIN_NOT_COMPARED;
    bool same = strcmp(made->sha256, stored->sha256) == 0 ||
                (others && s->genuine && has_run_id(made, s->manifest.run_id));
    r->files.of++;
    r->files.same += same;
    if (same)
        return;
    add_file(r, AGAIN_OTHER_BYTES, MANIFEST_PATH, NULL);
    r->file[r->n_files - 1].first = lines_first(span_of(&stored->bytes), span_of(&made->bytes));
}

static bool compare_files(struct rerun *r, const struct stored *s, struct err *e) {
    const struct manifest *m = &s->manifest;
    const struct manifest_output script = {.path = m->script.path, .sha256 = m->script.sha256};
    r->file = arena_alloc(&r->arena, m->n_outputs + r->set.n + 2, sizeof *r->file);
    if (r->file == NULL)
        return no_memory(e);
    for (size_t i = 0; i < m->n_outputs; i++)
        compare_file(r, s, &m->output[i]);
    compare_file(r, s, &script);
    for (size_t i = 0; i < r->set.n; i++) {
        if (!is_listed(m, r->set.file[i].path)) {
            r->files.of++;
            add_file(r, AGAIN_MADE_NEW, r->set.file[i].path, NULL);
        }
    }
    compare_manifest(r, s);
    return true;
}

/* Comparing figures, and what may explain that they differ. */

static bool compare_figures(struct rerun *r, const struct stored *s, struct err *e) {
    const struct output *made = output_set_find(&r->set, RESULTS_PATH);
    return stored_results(s, &r->before, e) &&
           results_read(made->bytes.text, made->bytes.n, &r->after, e) &&
           results_compare(&r->before, &r->after, 0, &r->figures, e);
}

static bool take_machine(const struct output_set *set, struct trait_list *l, struct err *e) {
    const struct output *o = output_set_find(set, MACHINE_PATH);
    return o == NULL || traits_of_machine(o->bytes.n > 0 ? o->bytes.text : "", o->bytes.n, l, e);
}

static bool compare_traits(struct rerun *r, const struct stored *s, struct err *e) {
    const struct output *made = output_set_find(&r->set, MANIFEST_PATH);
    return manifest_read(made->bytes.text, made->bytes.n, &r->made, NULL, e) &&
           traits_of_run(&s->manifest, &r->was, e) && take_machine(&s->set, &r->was, e) &&
           traits_of_run(&r->made, &r->is, e) && take_machine(&r->set, &r->is, e) &&
           traits_compare(&r->was, &r->is, &r->arena, &r->change, &r->n_changes, e);
}

static enum again_outcome outcome_of(const struct rerun *r) {
    for (size_t i = 0; i < r->n_files; i++) {
        if (r->file[i].state == AGAIN_NOT_MADE || r->file[i].state == AGAIN_MADE_NEW)
            return AGAIN_DIFFERENT;
    }
    return results_alike(&r->before, &r->after, last_digit) ? AGAIN_EQUIVALENT : AGAIN_DIFFERENT;
}

static bool compare(struct rerun *r, const struct stored *s, struct err *e) {
    if (!compare_files(r, s, e))
        return false;
    r->outcome = AGAIN_IDENTICAL;
    if (r->files.same == r->files.of)
        return true;
    if (!compare_figures(r, s, e) || !compare_traits(r, s, e))
        return false;
    r->outcome = outcome_of(r);
    return true;
}

bool again_run(const struct stored *s, struct found_run *found, const struct again_limits *here,
               struct rerun *r, struct err *e) {
    *r = (struct rerun){0};
    if (make_again(s, found, here, &r->set, e) && compare(r, s, e))
        return true;
    again_free(r);
    return false;
}

void again_free(struct rerun *r) {
    comparison_free(&r->figures);
    results_free(&r->before);
    results_free(&r->after);
    traits_free(&r->was);
    traits_free(&r->is);
    manifest_free(&r->made);
    output_set_free(&r->set);
    arena_free(&r->arena);
    *r = (struct rerun){0};
}
