#include "run/open.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A pipe is kept in memory; a file this large should be given by its name. */
static const size_t longest_kept = (size_t)16 << 20; /* of what can be passed on instead */
static const size_t longest_pipe = (size_t)1 << 30;  /* of what cannot */

const char *path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

bool path_normal(const char *path, char *out, size_t room) {
    size_t n = 0;
    if (path[0] == '/' || strlen(path) + 1 > room)
        return false;
    while (*path != '\0') {
        size_t k = strcspn(path, "/");
        if (k == 2 && memcmp(path, "..", 2) == 0) {
            if (n == 0)
                return false;
            while (n > 0 && out[--n] != '/')
                continue;
        } else if (k > 0 && !(k == 1 && path[0] == '.')) {
            if (n > 0)
                out[n++] = '/';
            memcpy(out + n, path, k);
            n += k;
        }
        path += k + (path[k] == '/');
    }
    out[n] = '\0';
    return n > 0;
}

/* The whole path of a folder without its first slash: "srv/runs"; "" for "/". */
static bool path_whole(const char *path, char out[PATH_MAX], struct err *e) {
    struct buf whole = {0};
    char here[PATH_MAX];
    if (path[0] != '/' && getcwd(here, sizeof here) == NULL)
        return fail(e, ERR_READ, "the folder you are in is not there: %s", strerror(errno));
    buf_addf(&whole, "%s/%s", path[0] != '/' ? here + 1 : "", path[0] != '/' ? path : path + 1);
    const char *start = whole.failed ? "" : whole.text + strspn(whole.text, "/");
    if (!path_normal(start, out, PATH_MAX))
        out[0] = '\0';
    bool done = !whole.failed || fail(e, ERR_NOMEM, "no memory for '%s'", path);
    buf_free(&whole);
    return done;
}

bool path_between(const char *from, const char *to, struct buf *out, struct err *e) {
    char a[PATH_MAX], b[PATH_MAX];
    if (!path_whole(from, a, e) || !path_whole(to, b, e))
        return false;
    size_t same = 0; /* folders that both have, in bytes with their slashes */
    for (size_t i = 0;; i++) {
        bool ends_a = a[i] == '\0' || a[i] == '/', ends_b = b[i] == '\0' || b[i] == '/';
        if (ends_a && ends_b)
            same = i + (a[i] == '/' && b[i] == '/');
        if (a[i] != b[i] || a[i] == '\0')
            break;
    }
    for (const char *up = a + same + (a[same] == '/'); *up != '\0'; up += strspn(up, "/")) {
        buf_puts(out, "../");
        up += strcspn(up, "/");
    }
    const char *down = b + same + (b[same] == '/');
    buf_addf(out, "%s%s", down, *down != '\0' ? "/" : "");
    return !out->failed || fail(e, ERR_NOMEM, "no memory for '%s'", to);
}

/* The entry of 'folder' whose name is nearest to that of a file that is not there. */
static bool suggest_name(int folder, const char *name, struct err *e) {
    struct arena a = {0};
    const char **names = folder_names(folder, &a);
    const char *nearest = names == NULL ? NULL : str_nearest(name, names);
    if (nearest != NULL)
        err_hint(e, "did you mean '%s'?", nearest);
    arena_free(&a);
    return false;
}

static bool fail_open(int number, const char *shown, struct err *e) {
    switch (number) {
    case ENOENT:
        if (strcmp(shown, "-") == 0) {
            fail(e, ERR_READ, "'-' is a pipe, and the command line names none");
            return err_hint(e, "name it there: PROGRAM | foistat run SCRIPT -");
        }
        fail(e, ERR_READ, "there is no file '%s'", shown);
        return err_hint(e, "check the spelling; a script's paths start at the script's own folder");
    case EACCES:
    case EPERM:
        fail(e, ERR_READ, "no permission to read '%s'", shown);
        return err_hint(e, "make it and its folders readable (chmod u+r), or copy it");
    case ELOOP:
        fail(e, ERR_READ, "'%s' is, or goes through, a symbolic link", shown);
        return err_hint(e, "links are not followed, because they may lead anywhere: copy the file, "
                           "or name it on the command line");
    case ENOTDIR:
        return fail(e, ERR_READ, "'%s' goes through something that is not a folder", shown);
    default:
        return fail(e, ERR_READ, "cannot open '%s': %s", shown, strerror(number));
    }
}

static bool fail_kind(mode_t mode, const char *shown, struct err *e) {
    if (S_ISDIR(mode)) {
        fail(e, ERR_READ, "'%s' is a folder, not a file", shown);
        return err_hint(e, "name the CSV file in it");
    }
    fail(e, ERR_READ, "'%s' is not a regular file but a device or a pipe", shown);
    return err_hint(e, "save the data to a file first, or name a pipe on the command line");
}

/* Opens the folder called by the first k bytes of 'path', as a place only (O_PATH), because a
 * folder that may be crossed need not be readable. With O_DIRECTORY | O_NOFOLLOW a link gives
 * ENOTDIR, so a look at the entry tells the two apart. */
static int open_step(int folder, const char *path, size_t k) {
    char step[NAME_MAX + 1];
    if (k >= sizeof step) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(step, path, k);
    step[k] = '\0';
    if (strcmp(step, "..") == 0) {
        errno = EPERM;
        return -1;
    }
    int next = openat(folder, step, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat s;
    if (next < 0 && errno == ENOTDIR)
        errno = fstatat(folder, step, &s, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(s.st_mode) ? ELOOP
                                                                                          : ENOTDIR;
    return next;
}

/* The folder in which the last name of 'path' lies, as a new descriptor, and that name. */
static bool open_way(int folder, const char **path, const char *shown, int *way, struct err *e) {
    int here = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    for (size_t k; here >= 0 && (*path)[k = strcspn(*path, "/")] == '/'; *path += k + 1) {
        int next = open_step(here, *path, k);
        int number = errno;
        close(here);
        errno = number;
        here = next;
    }
    *way = here;
    return here >= 0 ? true : fail_open(errno, shown, e);
}

/* Opens without waiting for the other end of a pipe, and looks at what it got. */
static int open_quietly(int folder, const char *name, int flags, struct stat *s) {
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
    if (fd >= 0 && fstat(fd, s) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static bool open_last(int folder, const char *name, const char *shown, int *fd, struct err *e) {
    struct stat s;
    *fd = strcmp(name, "..") == 0 ? -1 : open_quietly(folder, name, O_NOFOLLOW, &s);
    if (*fd < 0) {
        int number = strcmp(name, "..") == 0 ? EPERM : errno;
        fail_open(number, shown, e);
        return number == ENOENT ? suggest_name(folder, name, e) : false;
    }
    if (S_ISREG(s.st_mode))
        return true;
    close(*fd);
    return fail_kind(s.st_mode, shown, e);
}

bool open_beneath(int folder, const char *path, const char *shown, int *fd, struct err *e) {
    int way;
    if (path[0] == '/')
        return fail_open(EPERM, shown, e);
    if (!open_way(folder, &path, shown, &way, e))
        return false;
    bool opened = open_last(way, path, shown, fd, e);
    close(way);
    return opened;
}

bool write_whole(int fd, const void *bytes, size_t n) {
    for (const char *at = bytes; n > 0;) {
        ssize_t put = write(fd, at, n);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            at += put;
            n -= (size_t)put;
        }
    }
    return true;
}

/* Reads a pipe into 'memory', to its end or until there are more than 'most' bytes. */
static bool drain(int pipe, int memory, size_t most, const char *shown, bool *ended,
                  struct err *e) {
    static char block[64 * 1024];
    size_t total = 0;
    *ended = false;
    while (total <= most) {
        ssize_t got = read(pipe, block, sizeof block);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(e, ERR_READ, "cannot read '%s': %s", shown, strerror(errno));
        *ended = got == 0;
        if (*ended)
            break;
        total += (size_t)got;
        if (!write_whole(memory, block, (size_t)got))
            return fail(e, ERR_NOMEM, "cannot keep what comes through '%s': %s", shown,
                        strerror(errno));
    }
    return true;
}

static bool fail_long(const char *shown, struct err *e) {
    fail(e, ERR_READ, "more than 1 GiB came through '%s'", shown);
    return err_hint(e, "save it to a file and name the file");
}

static bool fail_keep(const char *shown, struct err *e) {
    return fail(e, ERR_READ, "cannot keep what comes through '%s': %s", shown, strerror(errno));
}

static int new_memory(void) {
    return memfd_create("foistat-input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

/* Nobody who is handed the file can change it. */
static void seal(int memory) {
    fcntl(memory, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
    lseek(memory, 0, SEEK_SET);
}

/* A named pipe is at its end as long as nobody has opened it to write. */
static void await_writer(int pipe) {
    struct pollfd p = {.fd = pipe, .events = POLLIN};
    while (poll(&p, 1, -1) < 0 && errno == EINTR)
        continue;
}

/* Takes over 'pipe' as *rest where it has not ended. */
static bool open_pipe(int pipe, const char *shown, int *fd, int *rest, struct err *e) {
    size_t most = rest != NULL ? longest_kept : longest_pipe;
    bool ended;
    fcntl(pipe, F_SETFL, fcntl(pipe, F_GETFL) & ~O_NONBLOCK);
    *fd = new_memory();
    if (*fd < 0)
        return fail_keep(shown, e);
    await_writer(pipe);
    bool done =
        drain(pipe, *fd, most, shown, &ended, e) && (ended || rest != NULL || fail_long(shown, e));
    if (!done) {
        close(*fd);
        return false;
    }
    seal(*fd);
    if (!ended)
        *rest = pipe;
    return true;
}

bool open_bytes(const void *bytes, size_t n, const char *shown, int *fd, struct err *e) {
    *fd = new_memory();
    if (*fd < 0)
        return fail_keep(shown, e);
    if (!write_whole(*fd, bytes, n)) {
        fail_keep(shown, e);
        close(*fd);
        return false;
    }
    seal(*fd);
    return true;
}

bool open_named(const char *path, int *fd, int *rest, struct err *e) {
    struct stat s;
    bool standard = strcmp(path, "-") == 0;
    int got =
        standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open_quietly(AT_FDCWD, path, 0, &s);
    if (got < 0 || (standard && fstat(got, &s) != 0)) {
        fail_open(errno, path, e);
        return err_hint(e, "check the spelling, and the folder you are in");
    }
    *fd = got;
    if (rest != NULL)
        *rest = -1;
    if (S_ISREG(s.st_mode))
        return true;
    bool kept = S_ISFIFO(s.st_mode) || S_ISSOCK(s.st_mode) || (standard && S_ISCHR(s.st_mode))
                    ? open_pipe(got, path, fd, rest, e)
                    : fail_kind(s.st_mode, path, e);
    if (rest == NULL || *rest < 0)
        close(got);
    return kept;
}

/* Through /proc, because a dup() would share the offset. */
bool open_again(int fd, const char *shown, int *copy, struct err *e) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    *copy = open(path, O_RDONLY | O_CLOEXEC);
    return *copy >= 0 ? true : fail_open(errno, shown, e);
}

bool read_whole(int fd, size_t most, const char *shown, struct buf *out, struct err *e) {
    char block[16 * 1024];
    off_t at = 0;
    for (ssize_t got; (got = pread(fd, block, sizeof block, at)) != 0;) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(e, ERR_READ, "cannot read '%s': %s", shown, strerror(errno));
        at += got;
        if ((size_t)at > most)
            return fail(e, ERR_READ, "'%s' is larger than %zu bytes", shown, most);
        buf_add(out, block, (size_t)got);
    }
    return out->failed ? fail(e, ERR_NOMEM, "no memory to read '%s'", shown) : true;
}

static size_t count_entries(DIR *d) {
    size_t n = 0;
    while (readdir(d) != NULL)
        n++;
    rewinddir(d);
    return n;
}

/* Entries may come and go between the count and the reading: 'most' holds either way. */
static size_t collect_entries(DIR *d, const char **names, size_t most, struct arena *a) {
    size_t n = 0;
    for (struct dirent *entry; n < most && (entry = readdir(d)) != NULL;) {
        if (entry->d_name[0] != '.' && (names[n] = arena_string(a, entry->d_name)) != NULL)
            n++;
    }
    return n;
}

const char **folder_names(int folder, struct arena *a) {
    int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = own < 0 ? NULL : fdopendir(own);
    if (d == NULL && own >= 0)
        close(own);
    size_t most = d == NULL ? 0 : count_entries(d);
    const char **names = arena_alloc(a, most + 1, sizeof *names);
    if (names != NULL && d != NULL)
        str_sort(names, collect_entries(d, names, most, a));
    if (d != NULL)
        closedir(d);
    return names;
}
