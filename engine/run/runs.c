#include "run/runs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/open.h"

static const size_t largest_results = (size_t)64 << 20;

static bool is_there(int folder, const char *name) {
    struct stat s;
    return fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(s.st_mode);
}

/* What the run in an open folder says; false with the reason why it is none. */
static bool read_run(int folder, struct arena *a, struct run_summary *s, struct err *e) {
    struct buf text = {0};
    int fd;
    if (!is_there(folder, "results.json"))
        return fail(e, ERR_READ, "it has no results.json");
    if (!is_there(folder, "report.html"))
        return fail(e, ERR_READ, "it has no report.html");
    if (!open_beneath(folder, "results.json", "results.json", &fd, e))
        return false;
    bool done = read_whole(fd, largest_results, "results.json", &text, e) &&
                run_summary_read(text.n > 0 ? text.text : "", text.n, a, s, e);
    buf_free(&text);
    close(fd);
    return done;
}

/* One folder; false only when memory runs out. */
static bool look_into(int parent, const char *name, struct arena *a, struct run_summary *s,
                      struct err *e) {
    struct err why = {0};
    *s = (struct run_summary){.folder = name};
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0 && errno == ENOTDIR)
        fail(&why, ERR_READ, "it is a link, and links are not followed");
    else if (folder < 0)
        fail(&why, ERR_READ, "it cannot be opened: %s", strerror(errno));
    else
        read_run(folder, a, s, &why);
    if (folder >= 0)
        close(folder);
    if (why.id == ERR_NONE)
        return true;
    *s = (struct run_summary){.folder = name, .skipped = arena_string(a, why.message)};
    return (why.id != ERR_NOMEM && s->skipped != NULL) ||
           fail(e, ERR_NOMEM, "no memory for the list of runs");
}

static bool is_folder(int parent, const char *name) {
    struct stat s;
    return fstatat(parent, name, &s, 0) == 0 && S_ISDIR(s.st_mode);
}

static size_t count(const char *const *names) {
    size_t n = 0;
    while (names[n] != NULL)
        n++;
    return n;
}

static bool list_runs(int folder, struct run_list *l, struct err *e) {
    const char **names = folder_names(folder, &l->arena);
    if (names == NULL ||
        (l->run = arena_alloc(&l->arena, count(names) + 1, sizeof *l->run)) == NULL)
        return fail(e, ERR_NOMEM, "no memory for the list of runs");
    for (; *names != NULL; names++) {
        if (!is_folder(folder, *names))
            continue;
        if (!look_into(folder, *names, &l->arena, &l->run[l->n], e))
            return false;
        l->n_skipped += l->run[l->n++].skipped != NULL;
    }
    return true;
}

static bool fail_empty(int folder, const char *path, const struct run_list *l, struct err *e) {
    fail(e, ERR_READ, "there is no run in '%s'", path);
    if (is_there(folder, "results.json"))
        return err_hint(e, "it is a run itself: name the folder that it lies in");
    if (l->n > 0)
        return err_hint(e, "'%s' is none: %s", l->run[0].folder, l->run[0].skipped);
    return err_hint(e, "a run is a folder that `foistat run -o` wrote");
}

bool runs_in(const char *path, struct run_list *list, struct err *e) {
    *list = (struct run_list){0};
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        fail(e, ERR_READ, "cannot look into '%s': %s", path, strerror(errno));
        return err_hint(e, "name a folder that has runs in it");
    }
    bool done = list_runs(folder, list, e) &&
                (list->n > list->n_skipped || fail_empty(folder, path, list, e));
    close(folder);
    if (!done)
        runs_free(list);
    return done;
}

void runs_free(struct run_list *list) {
    arena_free(&list->arena);
    *list = (struct run_list){0};
}
