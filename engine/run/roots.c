#include "run/roots.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "data/package.h"
#include "run/hash.h"
#include "run/open.h"

struct root {
    int fd;
    dev_t device; /* with the inode: two paths to one folder are one root */
    ino_t inode;
};

struct named_file {
    int fd;
    const char *given; /* as on the command line */
    const char *real;  /* absolute, links resolved; NULL for what has no path */
    const char *shown;
};

static const char package_name[] = "datapackage.json";
static const size_t largest_package = (size_t)4 << 20;

/* Opening. */

static bool fail_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the list of data files");
}

static bool add_root(struct roots *r, const char *folder) {
    struct stat s;
    int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &s) != 0)
        return false;
    for (size_t i = 0; i < r->n_roots; i++) {
        if (r->root[i].device == s.st_dev && r->root[i].inode == s.st_ino) {
            close(fd);
            return true;
        }
    }
    r->root[r->n_roots++] = (struct root){.fd = fd, .device = s.st_dev, .inode = s.st_ino};
    return true;
}

static bool add_named_roots(struct roots *r, const struct roots_options *o, struct err *e) {
    for (size_t i = 0; i < o->n_folders; i++) {
        if (!add_root(r, o->folder[i])) {
            fail(e, ERR_READ, "cannot open the folder of datasets '%s': %s", o->folder[i],
                 strerror(errno));
            return err_hint(e, "--datasets takes a folder whose folders are datasets");
        }
    }
    return true;
}

static size_t count_parts(const char *list) {
    size_t n = 1;
    for (; *list != '\0'; list++)
        n += *list == ':';
    return n;
}

static bool add_listed_roots(struct roots *r, const char *list, struct err *e) {
    for (size_t k; *list != '\0'; list += k + (list[k] == ':')) {
        k = strcspn(list, ":");
        char *folder = arena_text(&r->arena, list, k);
        if (folder == NULL)
            return fail_memory(e);
        if (k > 0)
            add_root(r, folder);
    }
    return true;
}

static bool add_roots(struct roots *r, const struct roots_options *o, struct err *e) {
    static const char *const beside[] = {"datasets", "../datasets"};
    const char *list = getenv("FOISTAT_DATASETS");
    if (list == NULL)
        list = "";
    size_t most = o->n_folders + count_parts(list) + 4;
    r->root = arena_alloc(&r->arena, most, sizeof *r->root);
    if (r->root == NULL)
        return fail_memory(e);
    if (!add_named_roots(r, o, e) || !add_listed_roots(r, list, e))
        return false;
    add_root(r, "datasets");
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        char path[PATH_MAX + 16];
        snprintf(path, sizeof path, "%s/%s", r->script_path, beside[i]);
        add_root(r, path);
    }
    add_root(r, FOISTAT_PREFIX "/share/foistat/datasets");
    return true;
}

/* The part of 'path' behind the folder 'above', or NULL when it does not lie in it. */
static const char *path_below(const char *path, const char *above, size_t n) {
    return n > 0 && strncmp(path, above, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}

/* How a file named on the command line is shown: see roots_file in the header. */
static const char *shown_path(const struct roots *r, const char *real) {
    size_t n = strlen(r->script_path);
    const char *below = path_below(real, r->script_path, n);
    if (below == NULL) {
        const char *slash = strrchr(r->script_path, '/');
        below = path_below(real, r->script_path, (size_t)(slash - r->script_path));
    }
    return below != NULL ? below : strrchr(real, '/') + 1;
}

static bool add_file(struct roots *r, const char *given, struct err *e) {
    struct named_file *f = &r->named[r->n_named];
    if (!open_named(given, &f->fd, e))
        return false;
    r->n_named++;
    char real[PATH_MAX];
    bool has_path = strcmp(given, "-") != 0 && realpath(given, real) != NULL && real[0] == '/';
    f->given = arena_string(&r->arena, given);
    f->real = has_path ? arena_string(&r->arena, real) : NULL;
    f->shown = arena_string(&r->arena, has_path ? shown_path(r, real) : given);
    if (f->given == NULL || f->shown == NULL || (has_path && f->real == NULL))
        return fail_memory(e);
    return true;
}

static bool add_files(struct roots *r, const struct roots_options *o, struct err *e) {
    r->named = arena_alloc(&r->arena, o->n_files, sizeof *r->named);
    if (r->named == NULL)
        return fail_memory(e);
    for (size_t i = 0; i < o->n_files; i++) {
        if (!add_file(r, o->file[i], e))
            return false;
    }
    return true;
}

static bool open_script_folder(struct roots *r, const char *script, struct err *e) {
    const char *slash = script == NULL ? NULL : strrchr(script, '/');
    char *folder = slash == NULL ? arena_string(&r->arena, ".")
                                 : arena_text(&r->arena, script, (size_t)(slash - script) + 1);
    char real[PATH_MAX];
    if (folder == NULL)
        return fail_memory(e);
    if (realpath(folder, real) == NULL)
        return fail(e, ERR_READ, "cannot open the folder '%s': %s", folder, strerror(errno));
    r->script_path = arena_string(&r->arena, real);
    if (r->script_path == NULL)
        return fail_memory(e);
    r->script_folder = open(real, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return r->script_folder >= 0
               ? true
               : fail(e, ERR_READ, "cannot open the folder '%s': %s", folder, strerror(errno));
}

bool roots_open(struct roots *r, const struct roots_options *o, struct err *e) {
    *r = (struct roots){.script_folder = -1};
    if (open_script_folder(r, o->script, e) && add_roots(r, o, e) && add_files(r, o, e))
        return true;
    roots_close(r);
    return false;
}

void roots_close(struct roots *r) {
    for (size_t i = 0; i < r->n_roots; i++)
        close(r->root[i].fd);
    for (size_t i = 0; i < r->n_named; i++)
        close(r->named[i].fd);
    if (r->script_path != NULL && r->script_folder >= 0) /* {0} has none, and not descriptor 0 */
        close(r->script_folder);
    arena_free(&r->arena);
    *r = (struct roots){.script_folder = -1};
}

struct files roots_files(struct roots *r) {
    return (struct files){.owner = r, .dataset = roots_dataset, .file = roots_file};
}

/* Listing. */

static bool is_dataset(int root, const char *name) {
    char path[NAME_MAX + sizeof package_name + 2];
    struct stat s;
    snprintf(path, sizeof path, "%s/%s", name, package_name);
    return fstatat(root, path, &s, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(s.st_mode);
}

/* Sorts the n names, keeps one of each, and ends them with NULL. */
static void sort_once(const char **names, size_t n) {
    size_t kept = 0;
    sort_names(names, n);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    }
    names[kept] = NULL;
}

static bool plain_name(const char *name) {
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    return n > 0 && n <= 100 && name[n] == '\0';
}

const char **roots_list(const struct roots *r, struct arena *a) {
    const char ***of_root = arena_alloc(a, r->n_roots, sizeof *of_root);
    size_t most = 0, n = 0;
    for (size_t i = 0; of_root != NULL && i < r->n_roots; i++) {
        of_root[i] = folder_names(r->root[i].fd, a);
        for (size_t k = 0; of_root[i] != NULL && of_root[i][k] != NULL; k++)
            most++;
    }
    const char **names = of_root == NULL ? NULL : arena_alloc(a, most + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < r->n_roots; i++) {
        for (size_t k = 0; of_root[i] != NULL && of_root[i][k] != NULL; k++) {
            if (plain_name(of_root[i][k]) && is_dataset(r->root[i].fd, of_root[i][k]))
                names[n++] = of_root[i][k];
        }
    }
    if (names != NULL)
        sort_once(names, n);
    return names;
}

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

/* What the package says its CSV is called, with "." and ".." resolved. */
static bool package_csv(const struct opened *o, char csv[FILES_PATH_SIZE], struct err *e) {
    struct buf text = {0};
    struct package p = {0};
    bool read = read_whole(o->package, largest_package, o->package_path, &text, e) &&
                package_read(text.text != NULL ? text.text : "", text.n, o->package_path, &p, e);
    if (read && !path_normal(p.path, csv, FILES_PATH_SIZE))
        read = fail(e, ERR_PACKAGE, "%s: the path '%.200s' leaves the dataset's folder",
                    o->package_path, p.path);
    package_free(&p);
    buf_free(&text);
    return read;
}

static bool open_dataset(int root, const char *name, struct opened *o, struct err *e) {
    const size_t skip = strlen("datasets/"); /* shown, but the root itself */
    char csv[FILES_PATH_SIZE];
    if (!put_path(o->package_path, "datasets/", name, "/datapackage.json", e) ||
        !open_beneath(root, o->package_path + skip, o->package_path, &o->package, e) ||
        !package_csv(o, csv, e))
        return false;
    char folder[FILES_PATH_SIZE];
    return put_path(folder, "datasets/", name, "/", e) && put_path(o->path, folder, csv, "", e) &&
           open_beneath(root, o->path + skip, o->path, &o->csv, e) &&
           hash_fd(o->csv, o->sha256, e) && hash_fd(o->package, o->package_sha256, e);
}

static bool is_bare(int root, const char *name) {
    struct stat s;
    char path[FILES_PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", name, package_name);
    return fstatat(root, name, &s, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(s.st_mode) &&
           fstatat(root, path, &s, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

bool roots_dataset(void *owner, const char *name, struct opened *o, struct err *e) {
    const struct roots *r = owner;
    *o = (struct opened){.csv = -1, .package = -1};
    if (!printable(name, e))
        return false;
    if (!plain_name(name))
        return fail_dataset(r, name, "a dataset's name has only a-z, 0-9, '_' and '-', unlike", e);
    for (size_t i = 0; i < r->n_roots; i++) {
        struct stat s;
        if (fstatat(r->root[i].fd, name, &s, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (is_bare(r->root[i].fd, name)) {
            fail(e, ERR_DATASET, "the folder 'datasets/%s' has no datapackage.json", name);
            return err_hint(e, "a dataset needs one; a CSV without one is read by its path");
        }
        if (open_dataset(r->root[i].fd, name, o, e))
            return true;
        close_opened(o);
        return false;
    }
    return fail_dataset(r, name, "there is no dataset", e);
}

/* Files. */

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* The named file that a script's path leads to, or NULL. */
static const struct named_file *find_by_place(const struct roots *r, const char *path) {
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
static const struct named_file *find_by_name(const struct roots *r, const char *name,
                                             struct err *e) {
    const struct named_file *found = NULL;
    for (size_t i = 0; i < r->n_named; i++) {
        if (strcmp(base_name(r->named[i].given), name) != 0)
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

static const struct named_file *find_named(const struct roots *r, const char *path, struct err *e) {
    for (size_t i = 0; i < r->n_named; i++) {
        if (strcmp(r->named[i].given, path) == 0)
            return &r->named[i];
    }
    const struct named_file *f = find_by_place(r, path);
    return f != NULL || strchr(path, '/') != NULL ? f : find_by_name(r, path, e);
}

/* Opens the datapackage.json beside o->path if it describes that file. One that is about other
 * files, or cannot be read, is none of this file's. 'place' leads from 'folder' to the file. */
static void open_sibling(int folder, const char *place, struct opened *o) {
    struct err ignored = {0};
    char path[PATH_MAX], csv[FILES_PATH_SIZE];
    int k = (int)(base_name(place) - place);
    int m = (int)(base_name(o->path) - o->path);
    int n = snprintf(path, sizeof path, "%.*s%s", k, place, package_name);
    int shown =
        snprintf(o->package_path, sizeof o->package_path, "%.*s%s", m, o->path, package_name);
    bool fits = n < (int)sizeof path && shown < (int)sizeof o->package_path;
    if (fits && open_beneath(folder, path, path, &o->package, &ignored)) {
        if (package_csv(o, csv, &ignored) && strcmp(csv, base_name(place)) == 0 &&
            hash_fd(o->package, o->package_sha256, &ignored))
            return;
        close(o->package);
    }
    o->package = -1;
    o->package_path[0] = '\0';
}

static bool open_named_file(const struct named_file *f, struct opened *o, struct err *e) {
    if (!put_path(o->path, f->shown, "", "", e) || !open_again(f->fd, f->given, &o->csv, e) ||
        !hash_fd(o->csv, o->sha256, e))
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
    if (!open_beneath(r->script_folder, o->path, o->path, &o->csv, e) ||
        !hash_fd(o->csv, o->sha256, e))
        return false;
    open_sibling(r->script_folder, o->path, o);
    return true;
}

bool roots_file(void *owner, const char *path, struct opened *o, struct err *e) {
    const struct roots *r = owner;
    *o = (struct opened){.csv = -1, .package = -1};
    if (!printable(path, e))
        return false;
    const struct named_file *f = find_named(r, path, e);
    if (e->id != ERR_NONE)
        return false;
    if (f != NULL ? open_named_file(f, o, e) : open_script_file(r, path, o, e))
        return true;
    close_opened(o);
    return false;
}
