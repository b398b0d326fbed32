#include "run/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "run/open.h"
#include "run/tree.h"

static const size_t largest_marker = (size_t)64 << 20;

static bool fail_write(int number, const char *what, struct err *e) {
    fail(e, ERR_WRITE, "cannot write '%s': %s", what, strerror(number));
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return err_hint(e, "the disk is full: make room, or name another folder with -o");
    case EACCES:
    case EPERM:
    case EROFS:
        return err_hint(e, "you may not write there: name another folder with -o");
    case ENOENT:
    case ENOTDIR:
        return err_hint(e, "a part of that path is no folder: name another one with -o");
    default:
        return err_hint(e, "name another folder with -o");
    }
}

static void hold_signals(struct folder *f) {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    f->holds = sigprocmask(SIG_BLOCK, &held, &f->before) == 0;
}

/* Beginning. */

/* "runs/x//" is the folder "x" in "runs/". False for "/", ".", "..", and names that are too long.
 */
static bool split_path(struct folder *f, const char *path, char above[4096]) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    size_t start = n;
    while (start > 0 && path[start - 1] != '/')
        start--;
    if (n == 0 || n >= sizeof f->path || n - start >= sizeof f->name || n == start)
        return false;
    snprintf(f->path, sizeof f->path, "%.*s", (int)n, path);
    snprintf(f->name, sizeof f->name, "%.*s", (int)(n - start), path + start);
    while (start > 1 && path[start - 1] == '/')
        start--;
    snprintf(above, sizeof f->path, "%.*s", start > 0 ? (int)start : 1, start > 0 ? path : ".");
    return !tree_dots(f->name);
}

enum standing { STANDING_NONE, STANDING_EMPTY, STANDING_RUN, STANDING_OTHER };

static bool never(int at, const char *name, int depth, void *data) {
    (void)at, (void)name, (void)depth, (void)data;
    return false;
}

/* Is there a file of that name that holds the text? */
static bool holds(int folder, const char *name, const char *marker) {
    struct err ignored = {0};
    struct buf text = {0};
    int fd;
    if (!open_beneath(folder, name, name, &fd, &ignored))
        return false;
    bool found = read_whole(fd, largest_marker, name, &text, &ignored) && text.n > 0 &&
                 memmem(text.text, text.n, marker, strlen(marker)) != NULL;
    buf_free(&text);
    close(fd);
    return found;
}

/* What stands where the folder is to be. */
static enum standing look(const struct folder *f) {
    int fd = tree_open(f->parent, f->name);
    if (fd < 0)
        return errno == ENOENT ? STANDING_NONE : STANDING_OTHER;
    enum standing found =
        holds(fd, FOLDER_MARKER, FOLDER_MARKER_TEXT) ? STANDING_RUN : STANDING_OTHER;
    return tree_each(fd, 0, never, NULL) ? STANDING_EMPTY : found;
}

static bool may_take(const struct folder *f, enum standing found, struct err *e) {
    if (found == STANDING_NONE || found == STANDING_EMPTY || (found == STANDING_RUN && f->replace))
        return true;
    if (found == STANDING_RUN) {
        fail(e, ERR_WRITE, "'%s' holds an earlier run", f->path);
        return err_hint(e, "name another folder with -o, or remove this one");
    }
    fail(e, ERR_WRITE, "'%s' is there already and is not the folder of a run", f->path);
    return err_hint(e, "name another folder with -o: only earlier runs are replaced");
}

/* Hidden folders are called ".NAME.foistat.PROCESS.NUMBER" and locked by their process, so that one
 * whose process was killed before it could tidy up is known by its name and by its lock. */
static bool lock_hidden(int fd) {
    return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

/* A folder of this process's own beside the one asked for; the number tells it from one that an
 * earlier process of this number left. */
static bool make_hidden(struct folder *f) {
    for (int i = 0; i < 100; i++) {
        snprintf(f->temporary, sizeof f->temporary, ".%.200s.foistat.%d.%d", f->name, (int)getpid(),
                 i);
        if (mkdirat(f->parent, f->temporary, 0777) == 0) {
            f->fd = tree_open(f->parent, f->temporary);
            lock_hidden(f->fd); /* a file system without locks will do too */
            return f->fd >= 0;
        }
        if (errno != EEXIST)
            break;
    }
    f->temporary[0] = '\0';
    return false;
}

/* The process that a hidden folder of f's name belongs to; 0 when the name is none. */
static pid_t hidden_process(const struct folder *f, const char *name) {
    char start[sizeof f->temporary], again[sizeof f->temporary + 32];
    int process = 0, number = 0;
    int n = snprintf(start, sizeof start, ".%.200s.foistat.", f->name);
    if (strncmp(name, start, (size_t)n) != 0 || sscanf(name + n, "%d.%d", &process, &number) != 2)
        return 0;
    snprintf(again, sizeof again, "%s%d.%d", start, process, number);
    return process > 0 && number >= 0 && strcmp(name, again) == 0 ? process : 0;
}

/* Removes a hidden folder that was left behind: it is this user's, its process is gone (or had this
 * one's number), and nobody holds its lock. Whatever is not certain stays. */
static bool clear_stale(int at, const char *name, int depth, void *data) {
    pid_t process = hidden_process(data, name);
    struct stat s;
    (void)depth;
    if (process == 0 || (process != getpid() && (kill(process, 0) == 0 || errno != ESRCH)))
        return true;
    int fd = tree_open(at, name);
    if (fd < 0)
        return true;
    if (fstat(fd, &s) == 0 && s.st_uid == geteuid() && lock_hidden(fd))
        tree_remove(at, name);
    close(fd);
    return true;
}

/* The length of the path up to and without its last part: "runs/first" gives 4. */
static size_t cut_last(const char *path, size_t n) {
    while (n > 0 && path[n - 1] != '/')
        n--;
    while (n > 1 && path[n - 1] == '/')
        n--;
    return n;
}

/* Makes the first n bytes of f->above a folder, with those above it. Remembers what was there. */
static bool make_above(struct folder *f, size_t n) {
    char path[sizeof f->above];
    snprintf(path, sizeof path, "%.*s", (int)n, f->above);
    struct stat at;
    if (n == 0 || stat(path, &at) == 0) {
        f->above_found = n;
        return true;
    }
    return make_above(f, cut_last(path, n)) && (mkdir(path, 0777) == 0 || errno == EEXIST);
}

/* Removes the folders that make_above made, as long as nothing else is in them. */
static void remove_above(struct folder *f) {
    for (size_t n = strlen(f->above); n > f->above_found; n = cut_last(f->above, n)) {
        f->above[n] = '\0';
        if (rmdir(f->above) != 0)
            break;
    }
    f->above[0] = '\0';
}

/* Splits the path, and makes and opens the folder above. */
static bool begin_above(struct folder *f, const char *path, struct err *e) {
    if (!split_path(f, path, f->above)) {
        f->above[0] = '\0'; /* or it would count as made by us */
        fail(e, ERR_WRITE, "'%.300s' cannot be the name of an output", path);
        return err_hint(e, "name one of its own, such as -o runs/first");
    }
    hold_signals(f);
    f->above_found = strlen(f->above);
    if (make_above(f, strlen(f->above)))
        f->parent = open(f->above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return f->parent >= 0 ? true : fail_write(errno, f->path, e);
}

static bool begin_hidden(struct folder *f, struct err *e) {
    tree_each(fcntl(f->parent, F_DUPFD_CLOEXEC, 0), 0, clear_stale, f);
    return make_hidden(f) ? true : fail_write(errno, f->path, e);
}

bool folder_begin(struct folder *f, const char *path, bool replace, struct err *e) {
    *f = (struct folder){.parent = -1, .fd = -1, .replace = replace};
    if (begin_above(f, path, e) && may_take(f, look(f), e) && begin_hidden(f, e))
        return true;
    folder_abandon(f);
    return false;
}

/* Writing. */

/* Makes and opens the folder called by the first k bytes of 'name'. */
static int enter(int at, const char *name, size_t k) {
    char step[NAME_MAX + 1];
    if (k >= sizeof step) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(step, name, k);
    step[k] = '\0';
    return mkdirat(at, step, 0777) == 0 || errno == EEXIST ? tree_open(at, step) : -1;
}

/* A new file 'name', with the folders on its way; -1 and errno on failure. */
static int create(int folder, const char *name) {
    int here = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    for (size_t k; here >= 0 && name[k = strcspn(name, "/")] == '/'; name += k + 1) {
        int next = enter(here, name, k);
        int number = errno;
        close(here);
        errno = number;
        here = next;
    }
    if (here < 0)
        return -1;
    int fd = openat(here, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    int number = errno;
    close(here);
    errno = number;
    return fd;
}

bool folder_write(struct folder *f, const char *name, const void *bytes, size_t n, struct err *e) {
    char plain[PATH_MAX];
    if (!path_normal(name, plain, sizeof plain) || strcmp(name, plain) != 0)
        return fail(e, ERR_WRITE, "'%.200s' cannot be the name of a file in '%.200s'", name,
                    f->path);
    int fd = create(f->fd, name);
    if (fd < 0)
        return fail_write(errno, name, e);
    bool written = write_whole(fd, bytes, n);
    int number = errno;
    bool closed = close(fd) == 0; /* some file systems say only now that there is no room */
    if (written && closed)
        return true;
    return fail_write(written ? errno : number, name, e);
}

/* Ending. */

static void let_go(struct folder *f) {
    if (f->fd >= 0)
        close(f->fd);
    if (f->parent >= 0)
        close(f->parent);
    if (f->holds)
        sigprocmask(SIG_SETMASK, &f->before, NULL);
    f->fd = f->parent = -1;
    f->holds = false;
    f->temporary[0] = '\0';
}

/* Somebody's notes in the folder of an earlier run must not go with it: everything there must be
 * something that a run writes. */
static bool only_outputs(const struct folder *f, struct err *e) {
    struct arena a = {0};
    int old = tree_open(f->parent, f->name);
    const char **names = folder_names(old, &a);
    bool only = names != NULL ? true : fail(e, ERR_NOMEM, "no memory to look into '%s'", f->path);
    for (; only && *names != NULL; names++) {
        bool optional = strcmp(*names, "tables") == 0 || strcmp(*names, "charts") == 0 ||
                        strcmp(*names, "report.pdf") == 0;
        if (optional || faccessat(f->fd, *names, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
            continue;
        only = fail(e, ERR_WRITE, "'%s' also holds '%s', which this run does not write", f->path,
                    *names);
        err_hint(e, "move it elsewhere, or name another folder with -o");
    }
    if (old >= 0)
        close(old);
    arena_free(&a);
    return only;
}

/* After an exchange the hidden name is that of the earlier run, and abandoning removes that. */
static bool take_name(struct folder *f, struct err *e) {
    enum standing found = look(f);
    if (!may_take(f, found, e))
        return false;
    if (found == STANDING_RUN) {
        if (!only_outputs(f, e))
            return false;
        return renameat2(f->parent, f->temporary, f->parent, f->name, RENAME_EXCHANGE) == 0
                   ? true
                   : fail_write(errno, f->path, e);
    }
    /* rename() takes the place of nothing or of an empty folder, and fails on anything else. */
    if (renameat(f->parent, f->temporary, f->parent, f->name) != 0)
        return fail_write(errno, f->path, e);
    f->temporary[0] = '\0';
    return true;
}

/* The folders above that were made for this one: their names, on the disk. */
static void sync_above(const struct folder *f) {
    for (size_t n = strlen(f->above); n > f->above_found;) {
        char path[sizeof f->above];
        n = cut_last(f->above, n);
        snprintf(path, sizeof path, "%.*s", n > 0 ? (int)n : 1, n > 0 ? f->above : ".");
        int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
            continue;
        fsync(fd);
        close(fd);
    }
}

/* Puts the name on the disk. If this fails, a power cut may bring back what was there before: that
 * is whole, too. */
static void sync_name(const struct folder *f) {
    fsync(f->parent);
    sync_above(f);
}

bool folder_commit(struct folder *f, struct err *e) {
    bool done =
        tree_sync(f->parent, f->temporary) ? take_name(f, e) : fail_write(errno, f->path, e);
    if (done)
        sync_name(f);
    folder_abandon(f);
    return done;
}

void folder_abandon(struct folder *f) {
    if (f->parent >= 0 && f->temporary[0] != '\0')
        tree_remove(f->parent, f->temporary);
    remove_above(f);
    let_go(f);
}

/* One file. */

static bool may_replace(const struct folder *f, const char *marker, struct err *e) {
    struct stat s;
    if (fstatat(f->parent, f->name, &s, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? true : fail_write(errno, f->path, e);
    if (!S_ISREG(s.st_mode)) {
        fail(e, ERR_WRITE, "'%s' is there already and is not a regular file", f->path);
        return err_hint(e, "name another file with -o");
    }
    if (marker == NULL || holds(f->parent, f->name, marker))
        return true;
    fail(e, ERR_WRITE, "'%s' is there already and is something else", f->path);
    return err_hint(e,
                    "name another file with -o: only earlier ones of the same kind are replaced");
}

/* rename() takes the place of a file in one step. */
static bool take_file_name(struct folder *f, struct err *e) {
    bool taken =
        tree_sync(f->parent, f->temporary) && renameat(f->fd, f->name, f->parent, f->name) == 0;
    if (!taken)
        return fail_write(errno, f->path, e);
    sync_name(f);
    return true;
}

bool file_write(const char *path, const char *marker, const void *bytes, size_t n, struct err *e) {
    struct folder f = {.parent = -1, .fd = -1};
    size_t length = strlen(path);
    if (length > 0 && path[length - 1] == '/') {
        fail(e, ERR_WRITE, "'%s' is the name of a folder, not of a file", path);
        return err_hint(e, "name the file too: %sindex.html", path);
    }
    bool done = begin_above(&f, path, e) && may_replace(&f, marker, e) && begin_hidden(&f, e) &&
                folder_write(&f, f.name, bytes, n, e) && take_file_name(&f, e);
    folder_abandon(&f);
    return done;
}
