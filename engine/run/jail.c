#include "run/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "scan/pool.h"

/* Descriptors a script may hold at once: more than any analysis reads, few enough to bound. */
enum { most_descriptors = 64 };

/* Of a database of SQLite with a log: who reads it makes an index of the log, and no other file. */
static const rlim_t largest_index = 64 * 1024;

/* AddressSanitizer reserves terabytes of address space and cannot live under RLIMIT_AS. */
#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif
#ifndef ADDRESS_SANITIZER
#define ADDRESS_SANITIZER 0
#endif

bool jail_arrange(const int *from, int n) {
    int moved[JAIL_DESCRIPTORS];
    for (int i = 0; i < n; i++) /* out of the way first: they may stand where others go */
        moved[i] = fcntl(from[i], F_DUPFD, n);
    for (int i = 0; i < n; i++) {
        if (moved[i] < 0 || dup2(moved[i], i) != i)
            return false;
    }
    return close_range((unsigned)n, ~0U, 0) == 0;
}

bool jail_descriptors(int link, int result, int noise) {
    const int from[] = {open("/dev/null", O_RDONLY), noise, noise, link, result};
    return jail_arrange(from, JAIL_DESCRIPTORS);
}

static bool limit(int what, rlim_t soft, rlim_t hard) {
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)what, &now) != 0)
        return false;
    /* A user's own lower limit stays: raising it would need a privilege. */
    if (hard > now.rlim_max)
        hard = now.rlim_max;
    if (soft > hard)
        soft = hard;
    return setrlimit((__rlimit_resource_t)what, &(struct rlimit){soft, hard}) == 0;
}

/* Of this process as it is now, libraries and all. */
static bool address_space(rlim_t *bytes) {
    char text[32];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    text[n > 0 ? n : 0] = '\0';
    *bytes = strtoul(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
    return *bytes > 0;
}

/* Not counting the stacks of threads. */
static bool limit_memory(size_t bytes, size_t threads) {
    rlim_t now;
    if (bytes == 0 || ADDRESS_SANITIZER)
        return true;
    if (!address_space(&now)) /* no /proc: the limit counts everything */
        now = 0;
    now += bytes + pool_address_space(threads);
    return limit(RLIMIT_AS, now, now);
}

static bool set_limits(const struct worker_limits *limits) {
    rlim_t cpu = limits->cpu_seconds, file = limits->prepare != NULL ? largest_index : 0;
    bool memory = limit_memory(limits->memory, limits->threads);
    /* SIGXCPU at the soft limit says why the worker died; SIGKILL a second later is for certain. */
    return memory && limit(RLIMIT_CPU, cpu, cpu + 1) &&
           limit(RLIMIT_NOFILE, most_descriptors, most_descriptors) &&
           limit(RLIMIT_FSIZE, file, file) && limit(RLIMIT_CORE, 0, 0);
}

static bool fail_confine(struct err *e) {
    return fail(e, ERR_INTERNAL, "cannot confine the script's process: %s", strerror(errno));
}

bool worker_jail(const struct worker_limits *limits, int parent, struct err *e) {
    if (!set_limits(limits) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
        return fail_confine(e);
    if (getppid() != parent) /* it ended before PR_SET_PDEATHSIG could hear of it */
        _exit(1);
    return true;
}

bool jail_threads(size_t n, struct err *e) {
    /* One heap for all threads: a second would grow by mprotect, which the filter forbids. */
    if (n > 1)
        mallopt(M_ARENA_MAX, 1);
    pool_start(n);
    return limit(RLIMIT_NPROC, 0, 0) || fail_confine(e);
}
