/* foistat archive: a run and what it read as one file, which another machine verifies. */
#include <string.h>

#include "cli/allow.h"
#include "cli/change_text.h"
#include "cli/where.h"
#include "run/archive.h"
#include "run/folder.h"
#include "run/machine.h"
#include "run/open.h"

/* A run being packed. */
struct packing {
    struct stored stored;
    struct found_run found;
    struct output_set set;
    const char *const *with_data; /* inputs that are not public, but go in */
    size_t n_with_data;
    struct buf lacks; /* lines about the inputs that did not */
    size_t n_inputs;
};

/* The files of the run. */

static bool add_copy(struct packing *p, const char *path, const struct buf *from, struct err *e) {
    struct buf bytes = {0};
    buf_add(&bytes, from->n > 0 ? from->text : "", from->n);
    return output_set_add(&p->set, path, "", &bytes, e) != NULL;
}

static bool fail_changed(const char *path, const char *what, struct err *e) {
    fail(e, ERR_READ, "'%.200s' %s, so this is no longer the run that was recorded", path, what);
    return err_hint(e, "`foistat verify` says more; run the analysis again");
}

static bool add_recorded(struct packing *p, const char *path, const char *sha256, struct err *e) {
    const struct output *o = output_set_find(&p->stored.set, path);
    if (o == NULL)
        return fail_changed(path, "is missing", e);
    if (strcmp(o->sha256, sha256) != 0)
        return fail_changed(path, "has changed", e);
    return add_copy(p, path, &o->bytes, e);
}

/* The machine has no hash: it goes in as it is, if it is there. */
static bool add_files(struct packing *p, struct err *e) {
    const struct manifest *m = &p->stored.manifest;
    const struct output *manifest = output_set_find(&p->stored.set, MANIFEST_PATH);
    const struct output *machine = output_set_find(&p->stored.set, MACHINE_PATH);
    if (!p->stored.genuine)
        return fail_changed(MANIFEST_PATH, "has changed", e);
    for (size_t i = 0; i < m->n_outputs; i++) {
        if (!add_recorded(p, m->output[i].path, m->output[i].sha256, e))
            return false;
    }
    return add_recorded(p, m->script.path, m->script.sha256, e) &&
           add_copy(p, MANIFEST_PATH, &manifest->bytes, e) &&
           (machine == NULL || add_copy(p, MACHINE_PATH, &machine->bytes, e));
}

/* The inputs. */

/* Adds the bytes of an open file at STORED_INPUTS 'path', unless they are there; another file that
 * has this place already puts it into a folder with a number. */
static bool add_input_file(struct packing *p, int fd, const char *path, const char *sha256,
                           struct err *e) {
    char place[FILES_PATH_SIZE + 64];
    struct buf bytes = {0};
    snprintf(place, sizeof place, STORED_INPUTS "%s", path);
    const struct output *there = output_set_find(&p->set, place);
    for (int i = 2; there != NULL && strcmp(there->sha256, sha256) != 0; i++) {
        snprintf(place, sizeof place, STORED_INPUTS "%d/%s", i, path);
        there = output_set_find(&p->set, place);
    }
    if (there != NULL)
        return true;
    if (read_whole(fd, ARCHIVE_LARGEST, path, &bytes, e))
        return output_set_add(&p->set, place, "", &bytes, e) != NULL;
    buf_free(&bytes);
    return false;
}

static bool add_input(struct packing *p, const struct found *f, struct err *e) {
    char package[FILES_PATH_SIZE];
    p->n_inputs++;
    return add_input_file(p, f->csv, f->input->path, f->sha256, e) &&
           (f->package < 0 || !roots_package_path(f->input->name, f->input->path, package) ||
            add_input_file(p, f->package, package, f->package_sha256, e));
}

static bool is_named(const struct packing *p, const struct input *in) {
    for (size_t i = 0; i < p->n_with_data; i++) {
        if (strcmp(p->with_data[i], in->name) == 0 || strcmp(p->with_data[i], in->path) == 0)
            return true;
    }
    return false;
}

/* People are in what is not published: it goes in only by name. */
static bool is_public(const struct input *in) {
    return in->package_sha256 != NULL && in->source.published;
}

static bool take_input(struct packing *p, const struct found *f, struct err *e) {
    const struct input *in = f->input;
    bool wanted = is_public(in) || is_named(p, in);
    if (wanted && f->state == FOUND_CHANGED)
        return fail_changed(in->path, "has changed", e);
    if (wanted && f->state != FOUND_NOT)
        return add_input(p, f, e);
    buf_addf(&p->lacks, "  without %s: ", in->path);
    if (f->state == FOUND_NOT)
        buf_addf(&p->lacks, "%s\n", f->why);
    else
        buf_addf(&p->lacks, "it is not published; --with-data '%s' puts it in\n", in->name);
    return true;
}

/* A name that is no input's is a mistake, not a wish. */
static bool check_names(const struct packing *p, struct err *e) {
    const struct manifest *m = &p->stored.manifest;
    for (size_t i = 0; i < p->n_with_data; i++) {
        bool known = false;
        for (size_t k = 0; k < m->n_inputs; k++)
            known |= strcmp(p->with_data[i], m->input[k].name) == 0 ||
                     strcmp(p->with_data[i], m->input[k].path) == 0;
        if (!known)
            return fail(e, ERR_USAGE, "--with-data: the run read nothing called '%s'",
                        p->with_data[i]);
    }
    return true;
}

static bool add_inputs(struct packing *p, struct err *e) {
    if (!check_names(p, e))
        return false;
    for (size_t i = 0; i < p->found.n; i++) {
        if (!take_input(p, &p->found.input[i], e))
            return false;
    }
    return true;
}

/* The archive. */

/* "early_help-3f2a9c01": the same for the same run, whatever its folder is called. */
static void name_top(const struct manifest *m, char top[200]) {
    const char *name = path_base(m->script.name);
    size_t n = strlen(name) > 4 && strcmp(name + strlen(name) - 4, ".lua") == 0 ? strlen(name) - 4
                                                                                : strlen(name);
    snprintf(top, 200, "%.*s-%.8s", n < 150 ? (int)n : 150, name, m->run_id);
    for (char *c = top; *c != '\0'; c++) {
        bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') ||
                     (*c >= 'a' && *c <= 'z') || *c == '_' || *c == '-';
        if (!plain)
            *c = '_';
    }
}

/* "early_help.tar" in the working folder, for runs/early_help. */
static bool name_file(const struct invocation *v, char file[4096], struct err *e) {
    size_t n = strlen(v->word[0]);
    while (n > 0 && v->word[0][n - 1] == '/')
        n--;
    const char *end = v->word[0] + n, *start = end;
    while (start > v->word[0] && start[-1] != '/')
        start--;
    bool tar = n > 4 && strncmp(end - 4, ".tar", 4) == 0;
    if (start == end || *start == '.') {
        fail(e, ERR_USAGE, "'%s' gives the archive no name", v->word[0]);
        return err_hint(e, "name it with -o FILE.tar");
    }
    snprintf(file, 4096, "%.*s%s", (int)(end - start), start, tar ? "" : ".tar");
    return true;
}

static bool write_archive(struct packing *p, const char *file, struct err *e) {
    char top[200];
    struct buf tar = {0};
    name_top(&p->stored.manifest, top);
    bool done = archive_write(&p->set, top, &tar, e) &&
                file_write(file, FOLDER_MARKER_TEXT, tar.text, tar.n, e);
    buf_free(&tar);
    return done;
}

static void say_written(const struct packing *p, const char *file) {
    struct buf text = {0}, shown = {0};
    buf_addf(&text, "Wrote %s: ", file);
    put_count(&text, p->set.n, "file", "files");
    buf_addf(&text, ", with %zu of ", p->n_inputs);
    put_count(&text, p->found.n, "input", "inputs");
    buf_addf(&text, ".\n%s", p->lacks.n > 0 ? p->lacks.text : "");
    put_harmless(&shown, &text);
    if (!shown.failed)
        fputs(shown.text, stderr);
    buf_free(&text);
    buf_free(&shown);
}

static bool pack(struct packing *p, const struct invocation *v, struct err *e) {
    struct allow allow = {0};
    char preset[4096];
    if (v->n_words == 0) {
        fail(e, ERR_USAGE, "archive needs a run");
        return err_hint(e, "for example: foistat archive runs/early_help -o early_help.tar");
    }
    const char *file = option_value(v, "out", NULL);
    if ((file == NULL && !name_file(v, preset, e)) || !allow_take(v, &allow, e))
        return false;
    file = file != NULL ? file : preset;
    const struct found_where where = where_take(v);
    p->n_with_data = option_values(v, "with-data", &p->with_data);
    if (!stored_read(v->word[0], allow.weak_sandbox, &p->stored, e) ||
        !found_open(&p->stored, &where, &p->found, e) || !add_files(p, e) || !add_inputs(p, e) ||
        !write_archive(p, file, e))
        return false;
    if (!option_given(v, "quiet"))
        say_written(p, file);
    return true;
}

int archive_command(const struct invocation *v) {
    struct packing p = {.found = {.roots = {.script_folder = -1}}};
    struct err e = {0};
    bool done = pack(&p, v, &e);
    buf_free(&p.lacks);
    output_set_free(&p.set);
    found_close(&p.found);
    stored_free(&p.stored);
    return done ? EXIT_OK : report_error(&e, false, NULL);
}
