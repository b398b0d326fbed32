#include "run/traits.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "data/json_read.h"

const char *const trait_about_name[TRAIT_ABOUTS] = {
    "engine", "library", "numerics", "script", "setting",    "data file",
    "option", "limit",   "seed",     "input",  "disclosure", "machine"};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the record of the run");
}

/* Making. */

/* Adds one; a value that is NULL is none. Failures show in *e. */
static void add(struct trait_list *l, enum trait_about about, const char *name,
                const char *property, const char *value, struct err *e) {
    if (value == NULL || e->id != ERR_NONE)
        return;
    if (l->n == l->room) {
        size_t room = l->room == 0 ? 64 : 2 * l->room;
        struct trait *more = arena_alloc(&l->arena, room, sizeof *more);
        if (more == NULL) {
            no_memory(e);
            return;
        }
        if (l->n > 0)
            memcpy(more, l->trait, l->n * sizeof *more);
        l->trait = more;
        l->room = room;
    }
    l->trait[l->n++] = (struct trait){about, name, property, value};
}

static void add_number(struct trait_list *l, enum trait_about about, const char *name,
                       const char *property, double value, struct err *e) {
    char text[NUM_TEXT_SIZE];
    num_text(value, text);
    const char *kept = arena_string(&l->arena, text);
    if (kept == NULL)
        no_memory(e);
    add(l, about, name, property, kept, e);
}

static void add_flag(struct trait_list *l, enum trait_about about, const char *name, bool value,
                     struct err *e) {
    add(l, about, name, "", value ? "yes" : "no", e);
}

/* A list as one value: "slide, phone". */
static void add_texts(struct trait_list *l, enum trait_about about, const char *name,
                      const char *const *text, size_t n, struct err *e) {
    struct buf all = {0};
    for (size_t i = 0; i < n; i++)
        buf_addf(&all, "%s%s", i > 0 ? ", " : "", text[i]);
    const char *kept = all.failed ? NULL : arena_string(&l->arena, n > 0 ? all.text : "none");
    buf_free(&all);
    if (kept == NULL)
        no_memory(e);
    add(l, about, name, "", kept, e);
}

static void add_pairs(struct trait_list *l, enum trait_about about,
                      const struct manifest_pair *pair, size_t n, struct err *e) {
    for (size_t i = 0; i < n; i++)
        add(l, about, pair[i].name, "", pair[i].value, e);
}

bool traits_of_engine(const struct manifest *m, struct trait_list *l, struct err *e) {
    add(l, TRAIT_ENGINE, "version", "", m->engine.version, e);
    add(l, TRAIT_ENGINE, "commit", "", m->engine.commit != NULL ? m->engine.commit : "not known",
        e);
    add_flag(l, TRAIT_ENGINE, "with changes that were not committed", m->engine.dirty, e);
    add(l, TRAIT_ENGINE, "Lua side", "", m->engine.prelude_sha256, e);
    for (size_t i = 0; i < m->n_libraries; i++)
        add(l, TRAIT_LIBRARY, m->library[i].name, "", m->library[i].version, e);
    add_pairs(l, TRAIT_NUMERICS, m->numerics, m->n_numerics, e);
    return e->id == ERR_NONE;
}

static void of_settings(const struct manifest *m, struct trait_list *l, struct err *e) {
    for (size_t i = 0; i < m->n_settings && e->id == ERR_NONE; i++) {
        size_t k = strcspn(m->setting[i], "=");
        const char *name = arena_text(&l->arena, m->setting[i], k);
        if (name == NULL)
            no_memory(e);
        add(l, TRAIT_SETTING, name, "", m->setting[i] + k + (m->setting[i][k] == '='), e);
    }
}

static void of_options(const struct manifest *m, struct trait_list *l, struct err *e) {
    const struct manifest_options *o = &m->options;
    add_flag(l, TRAIT_OPTION, "png", o->png, e);
    add_flag(l, TRAIT_OPTION, "pdf", o->pdf, e);
    add_flag(l, TRAIT_OPTION, "vega-lite", o->vega_lite, e);
    add_texts(l, TRAIT_OPTION, "chart-size", o->size, o->n_sizes, e);
    add_flag(l, TRAIT_OPTION, "published", o->published, e);
    add(l, TRAIT_OPTION, "disclosure", "", o->disclosure, e);
    add_flag(l, TRAIT_OPTION, "ledger", o->ledger, e);
    add_texts(l, TRAIT_OPTION, "allow", o->allowed, o->n_allowed, e);
    add_number(l, TRAIT_LIMIT, "seconds", "", m->limits.seconds, e);
    add_number(l, TRAIT_LIMIT, "steps", "", m->limits.steps, e);
    add_number(l, TRAIT_LIMIT, "memory", "", m->limits.memory, e);
}

static void of_seeds(const struct manifest *m, struct trait_list *l, struct err *e) {
    for (size_t i = 0; i < m->n_seeds && e->id == ERR_NONE; i++) {
        char seed[NUM_TEXT_SIZE];
        num_text(m->seed[i].seed, seed);
        const char *name = arena_string(&l->arena, seed);
        if (name == NULL)
            no_memory(e);
        add_number(l, TRAIT_SEED, name, "numbers drawn", m->seed[i].draws, e);
    }
}

static void of_input(const struct input *in, struct trait_list *l, struct err *e) {
    add(l, TRAIT_INPUT, in->name, "file", in->sha256, e);
    add(l, TRAIT_INPUT, in->name, "description", in->package_sha256, e);
    add_number(l, TRAIT_INPUT, in->name, "rows", (double)in->rows, e);
    add_number(l, TRAIT_INPUT, in->name, "columns", (double)in->columns, e);
    for (int i = MARK_OK + 1; i < MARK_COUNT; i++) {
        if (in->marks[i] > 0)
            add_number(l, TRAIT_INPUT, in->name, mark_name((enum mark)i), (double)in->marks[i], e);
    }
    add(l, TRAIT_INPUT, in->name, "published", in->source.published ? "yes" : "no", e);
}

bool traits_of_run(const struct manifest *m, struct trait_list *l, struct err *e) {
    traits_of_engine(m, l, e);
    add(l, TRAIT_SCRIPT, "name", "", m->script.name, e);
    add(l, TRAIT_SCRIPT, "file", "", m->script.sha256, e);
    of_settings(m, l, e);
    for (size_t i = 0; i < m->n_files; i++)
        add(l, TRAIT_DATA_FILE, m->file[i], "", "given", e);
    of_options(m, l, e);
    of_seeds(m, l, e);
    for (size_t i = 0; i < m->n_inputs; i++)
        of_input(&m->input[i], l, e);
    add_pairs(l, TRAIT_DISCLOSURE, m->disclosure, m->n_disclosure, e);
    return e->id == ERR_NONE;
}

/* The machine. */

static void of_value(const json_t *value, const char *name, struct trait_list *l, struct err *e);

static void of_members(const json_t *object, const char *above, struct trait_list *l,
                       struct err *e) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        struct buf name = {0};
        buf_addf(&name, "%s%s%s", above, above[0] != '\0' ? " " : "", key);
        const char *kept = name.failed ? NULL : arena_text(&l->arena, name.text, name.n);
        buf_free(&name);
        if (kept == NULL)
            no_memory(e);
        else
            of_value(value, kept, l, e);
    }
}

static void of_value(const json_t *value, const char *name, struct trait_list *l, struct err *e) {
    if (json_is_object(value))
        of_members(value, name, l, e);
    else if (json_is_number(value))
        add_number(l, TRAIT_MACHINE, name, "", json_number_value(value), e);
    else if (json_is_boolean(value))
        add_flag(l, TRAIT_MACHINE, name, json_is_true(value), e);
    else if (json_is_string(value)) {
        const char *kept = arena_string(&l->arena, json_string_value(value));
        if (kept == NULL)
            no_memory(e);
        add(l, TRAIT_MACHINE, name, "", kept, e);
    }
}

bool traits_of_machine(const char *json, size_t n, struct trait_list *l, struct err *e) {
    json_error_t error;
    json_t *root = json_read(json, n, JSON_REJECT_DUPLICATES, &error);
    if (root != NULL)
        of_value(root, "", l, e);
    else if (json_no_memory(&error))
        no_memory(e);
    json_decref(root);
    return e->id == ERR_NONE;
}

void traits_free(struct trait_list *l) {
    arena_free(&l->arena);
    *l = (struct trait_list){0};
}

/* Comparing. */

static int name_order(const struct trait *x, const struct trait *y) {
    if (x->about != y->about)
        return x->about < y->about ? -1 : 1;
    int order = strcmp(x->name, y->name);
    return order != 0 ? order : strcmp(x->property, y->property);
}

/* Equal names by their values, so that the order of the list does not matter. */
static int trait_order(const void *a, const void *b) {
    const struct trait *x = a, *y = b;
    int order = name_order(x, y);
    return order != 0 ? order : strcmp(x->value, y->value);
}

static void sort(struct trait_list *l) {
    if (l->n > 0)
        qsort(l->trait, l->n, sizeof *l->trait, trait_order);
}

bool traits_compare(struct trait_list *before, struct trait_list *after, struct arena *a,
                    struct trait_change **change, size_t *n, struct err *e) {
    sort(before);
    sort(after);
    *n = 0;
    *change = arena_alloc(a, before->n + after->n, sizeof **change);
    if (*change == NULL)
        return no_memory(e);
    for (size_t i = 0, k = 0; i < before->n || k < after->n;) {
        const struct trait *x = i < before->n ? &before->trait[i] : NULL;
        const struct trait *y = k < after->n ? &after->trait[k] : NULL;
        int order = x == NULL ? 1 : y == NULL ? -1 : name_order(x, y);
        if (order != 0 || strcmp(x->value, y->value) != 0)
            (*change)[(*n)++] = (struct trait_change){order <= 0 ? x : NULL, order >= 0 ? y : NULL};
        i += order <= 0;
        k += order >= 0;
    }
    return true;
}
