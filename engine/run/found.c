#include "run/found.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/open.h"

static const size_t largest_script = (size_t)4 << 20; /* as a run may have */

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the inputs of the run");
}

/* Inputs. */

/* The copy in the run that has the hash, else the one at the path; NULL when there is none. Two
 * inputs may be shown with one path, so the hash comes first. */
static const struct output *copy_of(const struct stored *s, const char *path, const char *sha256) {
    char whole[FILES_PATH_SIZE + sizeof STORED_INPUTS];
    for (size_t i = 0; i < s->set.n; i++) {
        const struct output *o = &s->set.file[i];
        if (strncmp(o->path, STORED_INPUTS, strlen(STORED_INPUTS)) == 0 &&
            strcmp(path_base(o->path), path_base(path)) == 0 && strcmp(o->sha256, sha256) == 0)
            return o;
    }
    snprintf(whole, sizeof whole, STORED_INPUTS "%s", path);
    return output_set_find(&s->set, whole);
}

static int open_copy(const struct stored *s, const char *path, const char *recorded,
                     char sha256[HASH_HEX_SIZE]) {
    struct err ignored = {0};
    int fd = -1;
    const struct output *o = copy_of(s, path, recorded);
    if (o == NULL ||
        !open_bytes(o->bytes.n > 0 ? o->bytes.text : "", o->bytes.n, path, &fd, &ignored))
        return -1;
    memcpy(sha256, o->sha256, HASH_HEX_SIZE);
    return fd;
}

static bool find_copy(const struct stored *s, struct found *f) {
    char package[FILES_PATH_SIZE];
    const struct input *in = f->input;
    f->csv = open_copy(s, in->path, in->sha256, f->sha256);
    if (f->csv >= 0 && in->package_sha256 != NULL &&
        roots_package_path(in->name, in->path, package))
        f->package = open_copy(s, package, in->package_sha256, f->package_sha256);
    return f->csv >= 0;
}

static bool find_outside(struct roots *r, struct found *f, struct err *e) {
    struct opened o = {.csv = -1, .package = -1};
    const struct input *in = f->input;
    if (!(roots_is_dataset(in->name, in->path) ? roots_dataset : roots_file)(r, in->name, &o, e))
        return false;
    f->csv = o.csv;
    f->package = o.package;
    return identity_hash(&r->opened, o.number, f->sha256, e) &&
           (o.package < 0 || identity_hash(&r->opened, o.package_number, f->package_sha256, e));
}

static bool has_hash(const char *recorded, int fd, const char *found) {
    return recorded == NULL ? fd < 0 : fd >= 0 && strcmp(recorded, found) == 0;
}

static enum found_state state_of(struct found *f) {
    f->csv_changed = strcmp(f->input->sha256, f->sha256) != 0;
    f->package_changed = !has_hash(f->input->package_sha256, f->package, f->package_sha256);
    if (!f->csv_changed && !f->package_changed)
        return FOUND_SAME;
    return f->input->released ? FOUND_PRIVATE : FOUND_CHANGED;
}

static bool find_input(const struct stored *s, struct roots *r, struct arena *a, struct found *f,
                       struct err *e) {
    struct err why = {0};
    if (find_copy(s, f) || find_outside(r, f, &why)) {
        f->state = state_of(f);
        return true;
    }
    if (why.id == ERR_NOMEM)
        return no_memory(e);
    f->state = FOUND_NOT;
    f->why = arena_string(a, why.message);
    return f->why != NULL || no_memory(e);
}

const struct known_input *found_known(struct found_run *run, struct err *e) {
    struct known_input *known = arena_alloc(&run->arena, run->n, sizeof *known);
    if (known == NULL)
        no_memory(e);
    for (size_t i = 0; known != NULL && i < run->n; i++) {
        const struct found *f = &run->input[i];
        if (f->state == FOUND_NOT)
            fail(e, ERR_READ, "the run cannot be made again: %s", f->why);
        known[i] = (struct known_input){f->input->name, f->input->path, f->csv, f->package};
    }
    return e->id == ERR_NONE ? known : NULL;
}

/* The script. */

static bool read_script(const char *path, struct buf *text, struct err *e) {
    int fd;
    if (!open_named(path, &fd, NULL, e))
        return false;
    bool done = read_whole(fd, largest_script, path, text, e);
    close(fd);
    return done;
}

static bool is_script(const struct stored *s, const struct buf *text) {
    char hex[HASH_HEX_SIZE];
    hash_bytes(text->n > 0 ? text->text : "", text->n, hex);
    return strcmp(hex, s->manifest.script.sha256) == 0;
}

/* Takes the file at 'path' when it is there, and better than what was found before. */
static void try_script(const struct stored *s, const char *path, struct found_script *f) {
    struct buf text = {0};
    struct err ignored = {0};
    if (f->same || access(path, R_OK) != 0 || !read_script(path, &text, &ignored)) {
        buf_free(&text);
        return;
    }
    f->same = is_script(s, &text);
    if (f->path[0] != '\0' && !f->same) {
        buf_free(&text);
        return;
    }
    buf_free(&f->text);
    f->text = text;
    snprintf(f->path, sizeof f->path, "%s", path);
}

static void try_folder(const struct stored *s, const char *folder, struct found_script *f) {
    static const char *const below[] = {"", "scripts/"};
    for (size_t i = 0; i < sizeof below / sizeof *below; i++) {
        char path[FOUND_PATH_SIZE];
        int n = snprintf(path, sizeof path, "%s%s%s", folder, below[i],
                         path_base(s->manifest.script.name));
        if (n < (int)sizeof path)
            try_script(s, path, f);
    }
}

static bool find_script(const struct stored *s, const struct found_where *where,
                        struct found_script *f, struct err *e) {
    char folder[PATH_MAX + 1];
    if (where->script != NULL) {
        snprintf(f->path, sizeof f->path, "%s", where->script);
        f->same = read_script(where->script, &f->text, e) && is_script(s, &f->text);
        return e->id == ERR_NONE;
    }
    try_folder(s, "", f);
    if (realpath(where->run, folder) == NULL)
        return true;
    for (char *slash; (slash = strrchr(folder, '/')) != NULL; *slash = '\0') {
        slash[1] = '\0';
        try_folder(s, folder, f);
    }
    return true;
}

/* The whole. */

static bool find_inputs(const struct stored *s, struct found_run *f, struct err *e) {
    f->input = arena_alloc(&f->arena, s->manifest.n_inputs, sizeof *f->input);
    if (f->input == NULL)
        return no_memory(e);
    for (; f->n < s->manifest.n_inputs; f->n++) {
        struct found *found = &f->input[f->n];
        *found = (struct found){.input = &s->manifest.input[f->n], .csv = -1, .package = -1};
        if (!find_input(s, &f->roots, &f->arena, found, e))
            return false;
    }
    return true;
}

bool found_open(const struct stored *s, const struct found_where *where, struct found_run *f,
                struct err *e) {
    struct roots_options o = where->roots;
    *f = (struct found_run){.roots = {.script_folder = -1}};
    bool done = find_script(s, where, &f->script, e);
    o.script = f->script.path[0] != '\0' ? f->script.path : NULL;
    if (done && roots_open(&f->roots, &o, e) && find_inputs(s, f, e))
        return true;
    found_close(f);
    return false;
}

void found_close(struct found_run *f) {
    for (size_t i = 0; i < f->n; i++) {
        if (f->input[i].csv >= 0)
            close(f->input[i].csv);
        if (f->input[i].package >= 0)
            close(f->input[i].package);
    }
    roots_close(&f->roots);
    buf_free(&f->script.text);
    arena_free(&f->arena);
    *f = (struct found_run){.roots = {.script_folder = -1}};
}
