#include "run/stored.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/archive.h"
#include "run/open.h"
#include "run/results.h"
#include "run/tree.h"

/* A folder being read. */
struct walk {
    struct output_set *set;
    char path[PATH_MAX]; /* of the folder that is open, within the run: "tables/" */
    size_t bytes;        /* read so far */
    struct err *e;
};

static bool read_file(struct walk *w, int at, const char *name, const char *path) {
    struct buf bytes = {0};
    int fd;
    if (!open_beneath(at, name, path, &fd, w->e))
        return false;
    bool done = read_whole(fd, ARCHIVE_LARGEST - w->bytes, path, &bytes, w->e);
    close(fd);
    w->bytes += bytes.n;
    if (done)
        return output_set_add(w->set, path, "", &bytes, w->e) != NULL;
    buf_free(&bytes);
    return false;
}

static bool visit(int at, const char *name, int depth, void *data);

static bool enter(struct walk *w, int at, const char *name, int depth) {
    enum { deepest = 16 }; /* as tree.c has it */
    size_t before = strlen(w->path);
    int n = snprintf(w->path + before, sizeof w->path - before, "%s/", name);
    if (depth == deepest || n >= (int)(sizeof w->path - before))
        return fail(w->e, ERR_READ, "its folders are too deep: '%.200s'", w->path);
    bool done = tree_each(tree_open(at, name), depth + 1, visit, w);
    w->path[before] = '\0';
    return done || fail(w->e, ERR_READ, "cannot look into '%.200s': %s", name, strerror(errno));
}

static bool visit(int at, const char *name, int depth, void *data) {
    struct walk *w = data;
    char path[PATH_MAX + NAME_MAX];
    struct stat s;
    struct buf none = {0};
    snprintf(path, sizeof path, "%s%s", w->path, name);
    if (fstatat(at, name, &s, AT_SYMLINK_NOFOLLOW) != 0)
        return fail(w->e, ERR_READ, "cannot look at '%.200s': %s", path, strerror(errno));
    if (S_ISDIR(s.st_mode))
        return enter(w, at, name, depth);
    if (w->set->n == ARCHIVE_MOST_FILES)
        return fail(w->e, ERR_READ, "there are more than %d files", (int)ARCHIVE_MOST_FILES);
    return S_ISREG(s.st_mode) ? read_file(w, at, name, path)
                              : output_set_add(w->set, path, "", &none, w->e) != NULL;
}

static bool read_folder(int fd, struct output_set *set, struct err *e) {
    struct walk w = {.set = set, .e = e};
    if (tree_each(fd, 0, visit, &w))
        return true;
    return fail(e, ERR_READ, "cannot look into it: %s", strerror(errno));
}

static bool read_archive(const char *path, bool weak, struct output_set *set, struct err *e) {
    struct buf bytes = {0};
    int fd;
    if (!open_named(path, &fd, NULL, e))
        return err_hint(e, "name the folder that `foistat run -o` wrote, or an archive of it");
    bool done = read_whole(fd, ARCHIVE_LARGEST, path, &bytes, e);
    close(fd);
    if (done && !archive_is(bytes.text, bytes.n)) {
        done = fail(e, ERR_READ, "'%s' is neither the folder of a run nor an archive of one", path);
        err_hint(e, "an archive is what `foistat archive` writes");
    }
    done = done && archive_read(bytes.text, bytes.n, path, weak, set, e);
    buf_free(&bytes);
    return done;
}

static bool read_manifest(const char *path, struct stored *s, struct err *e) {
    const struct output *o = output_set_find(&s->set, MANIFEST_PATH);
    if (o == NULL) {
        fail(e, ERR_READ, "'%s' is no run: it has no " MANIFEST_PATH, path);
        return err_hint(e, "a run is a folder that `foistat run -o` wrote");
    }
    return manifest_read(o->bytes.n > 0 ? o->bytes.text : "", o->bytes.n, &s->manifest, &s->genuine,
                         e);
}

bool stored_read(const char *path, bool weak, struct stored *s, struct err *e) {
    *s = (struct stored){0};
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done =
        folder >= 0 ? read_folder(folder, &s->set, e) : read_archive(path, weak, &s->set, e);
    if (done)
        output_set_sort(&s->set);
    if (done && read_manifest(path, s, e))
        return true;
    stored_free(s);
    return false;
}

void stored_free(struct stored *s) {
    output_set_free(&s->set);
    manifest_free(&s->manifest);
    *s = (struct stored){0};
}

bool stored_results(const struct stored *s, struct results *r, struct err *e) {
    const struct output *o = output_set_find(&s->set, RESULTS_PATH);
    *r = (struct results){0};
    if (o == NULL)
        return fail(e, ERR_READ, "the run has no results.json");
    return results_read(o->bytes.n > 0 ? o->bytes.text : "", o->bytes.n, r, e);
}
