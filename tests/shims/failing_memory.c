/* Memory that runs out, to be loaded before a program (LD_PRELOAD): allocations are counted, those
 * of the process that was started and those of its children apart.
 *
 *   NOMEM_AT=17               the 17th fails ...
 *   NOMEM_IN=parent, child    ... of these
 *   NOMEM_ON=1                and so do all that follow
 *   NOMEM_COUNT=FILE          how many there were: two numbers of 8 bytes, parent's and children's
 *
 * It makes no system call once it is loaded, so it works in a process that may make none. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* glibc's own, under the names that it keeps for this. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);
extern void *__libc_memalign(size_t alignment, size_t n);

enum { PARENT, CHILD };
static atomic_long own[2], *count = own;
static long at;
static int wanted, here;
static bool active, go_on;

static void in_child(void) {
    here = CHILD;
}

__attribute__((constructor)) static void begin(void) {
    const char *number = getenv("NOMEM_AT"), *where = getenv("NOMEM_IN"),
               *file = getenv("NOMEM_COUNT");
    int fd = file != NULL ? open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666) : -1;
    if (fd >= 0 && ftruncate(fd, sizeof own) == 0) {
        void *shared = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        count = shared != MAP_FAILED ? shared : own;
        close(fd);
    }
    at = number != NULL ? atol(number) : 0;
    wanted = where != NULL && strcmp(where, "child") == 0 ? CHILD : PARENT;
    go_on = getenv("NOMEM_ON") != NULL;
    pthread_atfork(NULL, NULL, in_child);
    active = true;
}

static bool fails(void) {
    if (!active)
        return false;
    long now = atomic_fetch_add(&count[here], 1) + 1;
    bool failed = at > 0 && here == wanted && (now == at || (go_on && now > at));
    if (failed)
        errno = ENOMEM;
    return failed;
}

void *malloc(size_t n) {
    return fails() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size) {
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n) {
    return n > 0 && fails() ? NULL : __libc_realloc(p, n);
}

void *aligned_alloc(size_t alignment, size_t n) {
    return fails() ? NULL : __libc_memalign(alignment, n);
}

void *memalign(size_t alignment, size_t n) {
    return aligned_alloc(alignment, n);
}

int posix_memalign(void **p, size_t alignment, size_t n) {
    *p = aligned_alloc(alignment, n);
    return *p != NULL ? 0 : ENOMEM;
}
