/* A disk that fails, to be loaded before a program (LD_PRELOAD): calls that change it are counted
 * in the process that was started, not in its children.
 *
 *   FAULT_AT=17 FAULT=ENOSPC  the 17th fails so (EDQUOT, EIO, ...); close() closes nevertheless
 *   FAULT_AT=17 FAULT=before  the process is killed instead of the 17th; 'after': when it is done
 *   FAULT=short               each write() takes 3 bytes at most; 'interrupted': every other one
 * EINTR FAULT_LOG=FILE            each is a line there: "17 fsync /path" */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool active;
static long count, at;
static const char *fault = "";
static int log_fd = -1;
static bool changes[1024]; /* is it a file that the process writes? by descriptor */

#define REAL(type, name, ...)                                                                      \
    static type (*real)(__VA_ARGS__);                                                              \
    if (real == NULL)                                                                              \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

static ssize_t real_write(int fd, const void *bytes, size_t n) {
    REAL(ssize_t, write, int, const void *, size_t);
    return real(fd, bytes, n);
}

static void in_child(void) {
    active = false;
}

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("FAULT_LOG");
    fault = getenv("FAULT") != NULL ? getenv("FAULT") : "";
    at = getenv("FAULT_AT") != NULL ? atol(getenv("FAULT_AT")) : 0;
    if (log != NULL)
        log_fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    pthread_atfork(NULL, NULL, in_child);
    active = true;
}

static int error_of(const char *name) {
    static const struct {
        const char *name;
        int number;
    } known[] = {{"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EIO", EIO}, {"EROFS", EROFS}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].name, name) == 0)
            return known[i].number;
    }
    return 0;
}

static void note(const char *call, int fd, const char *path) {
    char link[64], found[4096], line[4400];
    if (log_fd < 0)
        return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = path == NULL ? readlink(link, found, sizeof found - 1) : 0;
    found[n > 0 ? n : 0] = '\0';
    int length =
        snprintf(line, sizeof line, "%ld %s %s\n", count, call, path != NULL ? path : found);
    real_write(log_fd, line, (size_t)length);
}

/* Counts a call; true, with errno, when it is to fail. */
static bool fails(const char *call, int fd, const char *path) {
    if (!active)
        return false;
    count++;
    note(call, fd, path);
    if (count == at && strcmp(fault, "before") == 0)
        raise(SIGKILL);
    errno = error_of(fault);
    return count == at && errno != 0;
}

static long done(long answer) {
    if (active && count == at && strcmp(fault, "after") == 0)
        raise(SIGKILL);
    return answer;
}

static int opened(int fd, bool writes) {
    if (active && fd >= 0 && fd < (int)(sizeof changes / sizeof *changes))
        changes[fd] = writes;
    return fd;
}

static bool is_changed(int fd) {
    return active && fd >= 0 && fd < (int)(sizeof changes / sizeof *changes) && changes[fd];
}

static bool is_for_writing(int flags) {
    return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

static unsigned mode_of(int flags, va_list rest) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, unsigned) : 0;
}

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...) {                                                   \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        unsigned mode = mode_of(flags, rest);                                                      \
        va_end(rest);                                                                              \
        REAL(int, name, const char *, int, ...);                                                   \
        bool writes = is_for_writing(flags);                                                       \
        if (writes && fails("open", -1, path))                                                     \
            return -1;                                                                             \
        int fd = opened(real(path, flags, mode), writes);                                          \
        return writes ? (int)done(fd) : fd;                                                        \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                               \
    int name(int folder, const char *path, int flags, ...) {                                       \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        unsigned mode = mode_of(flags, rest);                                                      \
        va_end(rest);                                                                              \
        REAL(int, name, int, const char *, int, ...);                                              \
        bool writes = is_for_writing(flags);                                                       \
        if (writes && fails("open", -1, path))                                                     \
            return -1;                                                                             \
        int fd = opened(real(folder, path, flags, mode), writes);                                  \
        return writes ? (int)done(fd) : fd;                                                        \
    }
OPENAT(openat)
OPENAT(openat64)

int memfd_create(const char *name, unsigned flags) {
    REAL(int, memfd_create, const char *, unsigned);
    if (fails("memfd_create", -1, name))
        return -1;
    return (int)done(opened(real(name, flags), true));
}

ssize_t write(int fd, const void *bytes, size_t n) {
    if (!is_changed(fd))
        return real_write(fd, bytes, n);
    if (fails("write", fd, NULL))
        return -1;
    if (strcmp(fault, "interrupted") == 0 && count % 2 == 0) {
        errno = EINTR;
        return -1;
    }
    return done(real_write(fd, bytes, strcmp(fault, "short") == 0 && n > 3 ? 3 : n));
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    return is_changed(fd) && fails("pwrite", fd, NULL) ? -1 : done(real(fd, bytes, n, offset));
}

int close(int fd) {
    REAL(int, close, int);
    bool counts = is_changed(fd);
    bool failed = counts && fails("close", fd, NULL);
    int number = errno, answer = real(fd);
    if (counts) {
        changes[fd] = false;
        done(0);
    }
    if (failed)
        errno = number;
    return failed ? -1 : answer;
}

#define OF_DESCRIPTOR(name)                                                                        \
    int name(int fd) {                                                                             \
        REAL(int, name, int);                                                                      \
        return fails(#name, fd, NULL) ? -1 : (int)done(real(fd));                                  \
    }
OF_DESCRIPTOR(fsync)
OF_DESCRIPTOR(fdatasync)

int ftruncate(int fd, off_t n) {
    REAL(int, ftruncate, int, off_t);
    return fails("ftruncate", fd, NULL) ? -1 : (int)done(real(fd, n));
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    return fails("mkdir", -1, path) ? -1 : (int)done(real(path, mode));
}

int mkdirat(int folder, const char *path, mode_t mode) {
    REAL(int, mkdirat, int, const char *, mode_t);
    return fails("mkdir", -1, path) ? -1 : (int)done(real(folder, path, mode));
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    return fails("rename", -1, to) ? -1 : (int)done(real(from, to));
}

int renameat(int a, const char *from, int b, const char *to) {
    REAL(int, renameat, int, const char *, int, const char *);
    return fails("rename", -1, to) ? -1 : (int)done(real(a, from, b, to));
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
    REAL(int, renameat2, int, const char *, int, const char *, unsigned);
    return fails("rename", -1, to) ? -1 : (int)done(real(a, from, b, to, flags));
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
    REAL(int, linkat, int, const char *, int, const char *, int);
    return fails("link", -1, to) ? -1 : (int)done(real(a, from, b, to, flags));
}
