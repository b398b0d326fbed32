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
#include "data/database_name.h"
#include "run/open.h"
#include "run/root.h"

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
    if (!open_named(given, &f->fd, &f->rest, e))
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
    r->database = arena_alloc(&r->arena, o->n_files, sizeof *r->database);
    if (r->named == NULL || r->database == NULL)
        return fail_memory(e);
    for (size_t i = 0; i < o->n_files; i++) {
        const char *given = o->file[i];
        if (!(database_is_name(given) ? root_add_database : add_file)(r, given, e))
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

struct roots roots_known(const struct known_input *known, size_t n) {
    return (struct roots){.script_folder = -1, .only_known = true, .n_known = n, .known = known};
}

void roots_close(struct roots *r) {
    for (size_t i = 0; i < r->n_roots; i++)
        close(r->root[i].fd);
    for (size_t i = 0; i < r->n_named; i++) {
        if (r->named[i].fd >= 0)
            close(r->named[i].fd);
        if (r->named[i].rest >= 0)
            close(r->named[i].rest);
    }
    identities_free(&r->opened);
    if (r->script_path != NULL && r->script_folder >= 0) /* {0} has none, and not descriptor 0 */
        close(r->script_folder);
    arena_free(&r->arena);
    *r = (struct roots){.script_folder = -1};
}

/* Listing. */

const char root_package[] = "datapackage.json";

static bool is_dataset(int root, const char *name) {
    char path[NAME_MAX + sizeof root_package + 2];
    struct stat s;
    snprintf(path, sizeof path, "%s/%s", name, root_package);
    return fstatat(root, path, &s, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(s.st_mode);
}

/* Sorts the n names, keeps one of each, and ends them with NULL. */
static void sort_once(const char **names, size_t n) {
    size_t kept = 0;
    str_sort(names, n);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    }
    names[kept] = NULL;
}

bool root_plain_name(const char *name) {
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
            if (root_plain_name(of_root[i][k]) && is_dataset(r->root[i].fd, of_root[i][k]))
                names[n++] = of_root[i][k];
        }
    }
    if (names != NULL)
        sort_once(names, n);
    return names;
}
