#include "run/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A run of ours has folders in folders two deep; a tree deeper than this is not ours to remove. */
enum { deepest = 16 };

int tree_open(int at, const char *name) {
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

bool tree_dots(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The entries of a folder, as the kernel hands them over. */
union entries {
    struct dirent64 first; /* for its alignment */
    char bytes[4096];
};

/* Not readdir(): what has to be removed when memory has run out must not need any. */
static bool each_entry(int fd, int depth, tree_visit *visit, void *data) {
    union entries some;
    for (;;) {
        ssize_t n = getdents64(fd, &some, sizeof some);
        if (n <= 0)
            return n == 0;
        for (ssize_t at = 0; at < n;) {
            const struct dirent64 *entry = (const struct dirent64 *)(some.bytes + at);
            if (!tree_dots(entry->d_name) && !visit(fd, entry->d_name, depth, data))
                return false;
            at += entry->d_reclen;
        }
    }
}

bool tree_each(int fd, int depth, tree_visit *visit, void *data) {
    if (fd < 0)
        return false;
    bool whole = each_entry(fd, depth, visit, data);
    int number = errno;
    close(fd);
    errno = number;
    return whole;
}

static bool remove_entry(int at, const char *name, int depth, void *data) {
    if (unlinkat(at, name, 0) == 0)
        return true;
    if (errno != EISDIR && errno != EPERM)
        return false;
    return depth < deepest && tree_each(tree_open(at, name), depth + 1, remove_entry, data) &&
           unlinkat(at, name, AT_REMOVEDIR) == 0;
}

/* Data first, then the folders that name it. */
static bool sync_entry(int at, const char *name, int depth, void *data) {
    int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    struct stat s;
    if (fd < 0)
        return false;
    bool synced = fstat(fd, &s) == 0 &&
                  (!S_ISDIR(s.st_mode) ||
                   tree_each(fcntl(fd, F_DUPFD_CLOEXEC, 0), depth + 1, sync_entry, data)) &&
                  fsync(fd) == 0;
    int number = errno;
    close(fd);
    errno = number;
    return synced;
}

bool tree_remove(int at, const char *name) {
    return remove_entry(at, name, 0, NULL);
}

bool tree_sync(int at, const char *name) {
    return sync_entry(at, name, 0, NULL);
}
