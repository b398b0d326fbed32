/* The door to the data: a dataset by its name, a file by its path. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "data/database_name.h"
#include "data/document.h"
#include "data/package.h"
#include "data/request.h"
#include "run/open.h"
#include "run/root.h"

static const size_t largest_package = (size_t)4 << 20;

/* Datasets. */

/* As many names as a hint has room for. */
static void hint_found(const char *const *names, struct err *e) {
    struct buf found = {0};
    size_t i = 0;
    for (; names[i] != NULL && found.n + strlen(names[i]) < sizeof e->hint - 60; i++)
        buf_addf(&found, "%s%s", i > 0 ? ", " : "", names[i]);
    size_t more = 0;
    while (names[i + more] != NULL)
        more++;
    if (more > 0)
        buf_addf(&found, " and %zu more", more);
    if (found.n > 0)
        err_hint(e, "datasets found: %s", found.text);
    else
        err_hint(e, "no datasets were found: stand in the folder that holds 'datasets', or name it "
                    "with --datasets DIR");
    buf_free(&found);
}

/* ERR_DATASET with 'message' about 'name', the nearest name, and the names there are. */
static bool fail_dataset(const struct roots *r, const char *name, const char *message,
                         struct err *e) {
    struct arena a = {0};
    const char **names = roots_list(r, &a);
    const char *nearest = names == NULL ? NULL : str_nearest(name, (const char *const *)names);
    fail(e, ERR_DATASET, "%s '%.100s'.%s%s%s", message, name, nearest ? " Did you mean '" : "",
         nearest ? nearest : "", nearest ? "'?" : "");
    if (names != NULL)
        hint_found((const char *const *)names, e);
    arena_free(&a);
    return false;
}

/* Text from a script that goes into messages on a terminal. */
static bool printable(const char *text, struct err *e) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return fail(e, ERR_READ, "a name of a file or dataset holds control characters");
    }
    return true;
}

static bool put_path(char out[FILES_PATH_SIZE], const char *a, const char *b, const char *c,
                     struct err *e) {
    int n = snprintf(out, FILES_PATH_SIZE, "%s%s%s", a, b, c);
    return n < FILES_PATH_SIZE ? true : fail(e, ERR_READ, "the path '%.200s...' is too long", out);
}

static void close_opened(struct opened *o) {
    if (o->csv >= 0)
        close(o->csv);
    if (o->package >= 0)
        close(o->package);
    o->csv = o->package = -1;
}

/* What a description says of its file. */
struct said {
    char csv[FILES_PATH_SIZE]; /* what it is called, with "." and ".." resolved */
    bool says_published, published;
};

static bool read_package(const struct opened *o, struct said *said, struct err *e) {
    struct buf text = {0};
    struct package p = {0};
    bool read = read_whole(o->package, largest_package, o->package_path, &text, e) &&
                package_read(text.text != NULL ? text.text : "", text.n, o->package_path, &p, e);
    said->says_published = p.says_published;
    said->published = p.source.published;
    if (read && !path_normal(p.path, said->csv, FILES_PATH_SIZE))
        read = fail(e, ERR_PACKAGE, "%s: the path '%.200s' leaves the dataset's folder",
                    o->package_path, p.path);
    package_free(&p);
    buf_free(&text);
    return read;
}

/* The description is this file's. */
static void believe(struct opened *o, const struct said *said) {
    o->says_published = said->says_published;
    o->published = said->published;
}

/* Notes which files they are; a pipe was when it was opened. */
static bool note(struct roots *r, struct opened *o, struct err *e) {
    bool noted = o->number > 0 || (identity_note(&r->opened, o->csv, o->path, &o->number, e) &&
                                   identity_bytes(&r->opened, o->number, &o->bytes, e));
    return noted && (o->package < 0 ||
                     identity_note(&r->opened, o->package, o->package_path, &o->package_number, e));
}

static bool open_dataset(int root, const char *name, struct opened *o, struct err *e) {
    const size_t skip = strlen("datasets/"); /* shown, but the root itself */
    struct said said;
    if (!put_path(o->package_path, "datasets/", name, "/datapackage.json", e) ||
        !open_beneath(root, o->package_path + skip, o->package_path, &o->package, e) ||
        !read_package(o, &said, e))
        return false;
    believe(o, &said);
    char folder[FILES_PATH_SIZE];
    return put_path(folder, "datasets/", name, "/", e) &&
           put_path(o->path, folder, said.csv, "", e) &&
           open_beneath(root, o->path + skip, o->path, &o->csv, e);
}

static bool is_bare(int root, const char *name) {
    struct stat s;
    char path[FILES_PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", name, root_package);
    return fstatat(root, name, &s, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(s.st_mode) &&
           fstatat(root, path, &s, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

/* What an earlier run read. */

bool roots_is_dataset(const char *name, const char *path) {
    static const char above[] = "datasets/";
    size_t n = strlen(above), k = strlen(name);
    return root_plain_name(name) && strncmp(path, above, n) == 0 &&
           strncmp(path + n, name, k) == 0 && path[n + k] == '/';
}

bool roots_package_path(const char *name, const char *path, char out[FILES_PATH_SIZE]) {
    size_t folder = roots_is_dataset(name, path) ? strlen("datasets/") + strlen(name) + 1
                                                 : (size_t)(path_base(path) - path);
    int n = snprintf(out, FILES_PATH_SIZE, "%.*s%s", (int)folder, path, root_package);
    return n < FILES_PATH_SIZE;
}

static bool open_known(const struct known_input *k, struct opened *o, struct err *e) {
    if (!put_path(o->path, k->path, "", "", e) || !open_again(k->csv, k->path, &o->csv, e))
        return false;
    if (k->package < 0)
        return true;
    struct said said;
    if (!roots_package_path(k->name, k->path, o->package_path) ||
        !open_again(k->package, o->package_path, &o->package, e) || !read_package(o, &said, e))
        return false;
    believe(o, &said);
    return true;
}

static bool find_known(struct roots *r, bool dataset, const char *name, struct opened *o,
                       struct err *e) {
    for (size_t i = 0; i < r->n_known; i++) {
        const struct known_input *k = &r->known[i];
        if (strcmp(k->name, name) != 0 || roots_is_dataset(k->name, k->path) != dataset)
            continue;
        if (open_known(k, o, e) && note(r, o, e))
            return true;
        close_opened(o);
        return false;
    }
    return fail(e, dataset ? ERR_DATASET : ERR_READ,
                "the run that is made again did not read '%.200s'", name);
}

bool roots_dataset(void *owner, const char *name, struct opened *o, struct err *e) {
    struct roots *r = owner;
    *o = (struct opened){.csv = -1, .package = -1};
    if (!printable(name, e))
        return false;
    if (r->only_known)
        return find_known(r, true, name, o, e);
    if (!root_plain_name(name))
        return fail_dataset(r, name, "a dataset's name has only a-z, 0-9, '_' and '-', unlike", e);
    for (size_t i = 0; i < r->n_roots; i++) {
        struct stat s;
        if (fstatat(r->root[i].fd, name, &s, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (is_bare(r->root[i].fd, name)) {
            fail(e, ERR_DATASET, "the folder 'datasets/%s' has no datapackage.json", name);
            return err_hint(e, "a dataset needs one; a CSV without one is read by its path");
        }
        if (open_dataset(r->root[i].fd, name, o, e) && note(r, o, e))
            return true;
        close_opened(o);
        return false;
    }
    return fail_dataset(r, name, "there is no dataset", e);
}

/* Files. */

/* The named file that a script's path leads to, or NULL. */
static struct named_file *find_by_place(const struct roots *r, const char *path) {
    char whole[PATH_MAX], real[PATH_MAX];
    bool absolute = path[0] == '/';
    int n = snprintf(whole, sizeof whole, "%s%s%s", absolute ? "" : r->script_path,
                     absolute ? "" : "/", path);
    if (n >= (int)sizeof whole || realpath(whole, real) == NULL)
        return NULL;
    for (size_t i = 0; i < r->n_named; i++) {
        if (r->named[i].real != NULL && strcmp(r->named[i].real, real) == 0)
            return &r->named[i];
    }
    return NULL;
}

/* The only named file called so; NULL without an error when there is none. */
static struct named_file *find_by_name(const struct roots *r, const char *name, struct err *e) {
    struct named_file *found = NULL;
    for (size_t i = 0; i < r->n_named; i++) {
        if (strcmp(path_base(r->named[i].given), name) != 0)
            continue;
        if (found != NULL) {
            fail(e, ERR_READ, "'%s' may be '%s' or '%s'", name, found->given, r->named[i].given);
            err_hint(e, "write the path as on the command line");
            return NULL;
        }
        found = &r->named[i];
    }
    return found;
}

static struct named_file *find_named(const struct roots *r, const char *path, struct err *e) {
    for (size_t i = 0; i < r->n_named; i++) {
        if (strcmp(r->named[i].given, path) == 0)
            return &r->named[i];
    }
    struct named_file *f = find_by_place(r, path);
    return f != NULL || strchr(path, '/') != NULL ? f : find_by_name(r, path, e);
}

/* Opens the datapackage.json beside o->path if it describes that file. One that is about other
 * files, or cannot be read, is none of this file's. 'place' leads from 'folder' to the file. */
static void open_sibling(int folder, const char *place, struct opened *o) {
    struct err ignored = {0};
    struct said said;
    char path[PATH_MAX];
    int k = (int)(path_base(place) - place);
    int n = snprintf(path, sizeof path, "%.*s%s", k, place, root_package);
    bool fits = n < (int)sizeof path && roots_package_path("", o->path, o->package_path);
    if (fits && open_beneath(folder, path, path, &o->package, &ignored)) {
        if (read_package(o, &said, &ignored) && strcmp(said.csv, path_base(place)) == 0) {
            believe(o, &said);
            return;
        }
        close(o->package);
    }
    o->package = -1;
    o->package_path[0] = '\0';
}

/* What came through a pipe that is too long to be kept is passed on, once. */
static bool open_feed(struct roots *r, struct named_file *f, struct opened *o, struct err *e) {
    int head = f->fd, rest = f->rest;
    if (head < 0) {
        fail(e, ERR_READ, "what came through '%s' was read once and is gone", f->given);
        return err_hint(e, "save it to a file, or ask for everything in one foi.count");
    }
    f->fd = f->rest = -1;
    return identity_note_feed(&r->opened, head, rest, f->shown, &o->csv, &o->number, e);
}

static bool open_named_file(struct roots *r, struct named_file *f, struct opened *o,
                            struct err *e) {
    if (!put_path(o->path, f->shown, "", "", e))
        return false;
    bool kept = f->fd >= 0 && f->rest < 0;
    if (!(kept ? open_again(f->fd, f->given, &o->csv, e) : open_feed(r, f, o, e)))
        return false;
    int folder = f->real == NULL ? -1 : open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return true;
    open_sibling(folder, f->real + 1, o);
    close(folder);
    return true;
}

static bool open_script_file(const struct roots *r, const char *path, struct opened *o,
                             struct err *e) {
    if (!path_normal(path, o->path, sizeof o->path)) {
        fail(e, ERR_READ, "'%.300s' is outside the script's folder", path);
        return err_hint(e, "a script may read files in its own folder, and files named on the "
                           "command line: foistat run SCRIPT FILE");
    }
    if (!open_beneath(r->script_folder, o->path, o->path, &o->csv, e))
        return false;
    open_sibling(r->script_folder, o->path, o);
    return true;
}

bool roots_file(void *owner, const char *path, struct opened *o, struct err *e) {
    struct roots *r = owner;
    *o = (struct opened){.csv = -1, .package = -1};
    if (!printable(path, e))
        return false;
    if (database_is_name(path)) {
        fail(e, ERR_READ, "'%.100s' is a database, and its rows stay there", path);
        return err_hint(e, "let it count them: foi.count{source = \"odbc:DSN=...\", table = ..., "
                           "by = {...}}");
    }
    if (r->only_known)
        return find_known(r, false, path, o, e);
    struct named_file *f = find_named(r, path, e);
    if (e->id != ERR_NONE)
        return false;
    if ((f != NULL ? open_named_file(r, f, o, e) : open_script_file(r, path, o, e)) &&
        note(r, o, e))
        return true;
    close_opened(o);
    return false;
}

/* Nobody keeps watch at this door. */
static bool open_all(void *owner, const struct request *q, struct opened *o,
                     struct document *released, struct err *e) {
    *released = (struct document){0};
    return (q->dataset ? roots_dataset : roots_file)(owner, q->name, o, e);
}

struct files roots_files(struct roots *r) {
    return (struct files){
        .owner = r, .dataset = roots_dataset, .file = roots_file, .release = open_all};
}
