/* The filter of system calls. Measured with strace over all analyses, examples and tests: what a
 * worker needs once it is set up is memory, its open files and the link. */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <seccomp.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run/sandbox.h"

/* Sanitizers map memory, look up /proc and write reports in ways that no filter should allow. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* What may pass whatever its arguments. abort() needs those of the last line: a bug is to end as
 * one, not as a violation. */
static const int allowed[] = {
    SCMP_SYS(read),           SCMP_SYS(pread64),       SCMP_SYS(write),  SCMP_SYS(lseek),
    SCMP_SYS(close),          SCMP_SYS(brk),           SCMP_SYS(munmap), SCMP_SYS(mremap),
    SCMP_SYS(exit_group),     SCMP_SYS(clock_gettime), SCMP_SYS(time), /* Lua's sort and its hashes
                                                                        */
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(writev),        SCMP_SYS(getpid), SCMP_SYS(gettid),
};

/* Forbidden as all others are, but named when they are tried. */
static const int named[] = {
    SCMP_SYS(open),      SCMP_SYS(openat),
    SCMP_SYS(openat2),   SCMP_SYS(creat),
    SCMP_SYS(stat),      SCMP_SYS(newfstatat),
    SCMP_SYS(fstat),     SCMP_SYS(access),
    SCMP_SYS(readlink),  SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),  SCMP_SYS(rename),
    SCMP_SYS(mkdir),     SCMP_SYS(chdir),
    SCMP_SYS(chmod),     SCMP_SYS(truncate),
    SCMP_SYS(ftruncate), SCMP_SYS(getdents64),
    SCMP_SYS(ioctl),     SCMP_SYS(fcntl),
    SCMP_SYS(dup),       SCMP_SYS(dup2),
    SCMP_SYS(socket),    SCMP_SYS(socketpair),
    SCMP_SYS(connect),   SCMP_SYS(bind),
    SCMP_SYS(listen),    SCMP_SYS(accept),
    SCMP_SYS(sendmsg),   SCMP_SYS(recvfrom),
    SCMP_SYS(execve),    SCMP_SYS(execveat),
    SCMP_SYS(fork),      SCMP_SYS(vfork),
    SCMP_SYS(clone),     SCMP_SYS(clone3),
    SCMP_SYS(kill),      SCMP_SYS(tkill),
    SCMP_SYS(ptrace),    SCMP_SYS(process_vm_readv),
    SCMP_SYS(prctl),     SCMP_SYS(seccomp),
    SCMP_SYS(bpf),       SCMP_SYS(io_uring_setup),
    SCMP_SYS(mprotect),  SCMP_SYS(memfd_create),
    SCMP_SYS(setrlimit), SCMP_SYS(prlimit64),
    SCMP_SYS(mount),     SCMP_SYS(unshare),
    SCMP_SYS(setuid),    SCMP_SYS(getrandom),
    SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(pause),     SCMP_SYS(madvise),
    SCMP_SYS(sysinfo),   SCMP_SYS(rt_sigaction),
};

/* Measured with strace, behind the connection: psqlodbc sends, receives and waits; SQLite reads and
 * locks the file that it has open, and waits where others have locked it. */
static const int connected[] = {SCMP_SYS(recvfrom), SCMP_SYS(poll),      SCMP_SYS(ppoll),
                                SCMP_SYS(shutdown), SCMP_SYS(fstat),     SCMP_SYS(getrandom),
                                SCMP_SYS(sysinfo),  SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep)};

/* What a driver may try where something went wrong; with a refusal it can say what did. */
static const int declined[] = {SCMP_SYS(open),         SCMP_SYS(openat),     SCMP_SYS(stat),
                               SCMP_SYS(access),       SCMP_SYS(unlink),     SCMP_SYS(ftruncate),
                               SCMP_SYS(socket),       SCMP_SYS(connect),    SCMP_SYS(ioctl),
                               SCMP_SYS(rt_sigaction), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt)};

static bool is_in(int call, const int *list, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (list[i] == call)
            return true;
    }
    return false;
}

static bool add_all(scmp_filter_ctx c, uint32_t action, const int *calls, size_t n) {
    for (size_t i = 0; i < n; i++) {
        /* Negative: this kind of processor has no such call. */
        if (calls[i] >= 0 && seccomp_rule_add(c, action, calls[i], 0) != 0)
            return false;
    }
    return true;
}

/* Of fcntl locks on what is open; of newfstatat what glibc makes of fstat. The rest is refused. */
static bool add_parts(scmp_filter_ctx c) {
    const uint32_t refuse = SCMP_ACT_ERRNO(EACCES);
    const int call = SCMP_SYS(fcntl), stat = SCMP_SYS(newfstatat);
    return seccomp_rule_add(c, SCMP_ACT_ALLOW, call, 1, SCMP_A1(SCMP_CMP_EQ, F_GETLK)) == 0 &&
           seccomp_rule_add(c, SCMP_ACT_ALLOW, call, 1, SCMP_A1(SCMP_CMP_EQ, F_SETLK)) == 0 &&
           seccomp_rule_add(c, refuse, call, 1, SCMP_A1(SCMP_CMP_LT, F_GETLK)) == 0 &&
           seccomp_rule_add(c, refuse, call, 1, SCMP_A1(SCMP_CMP_GT, F_SETLK)) == 0 &&
           seccomp_rule_add(c, SCMP_ACT_ALLOW, stat, 1, SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH)) == 0 &&
           seccomp_rule_add(c, refuse, stat, 1, SCMP_A3(SCMP_CMP_NE, AT_EMPTY_PATH)) == 0;
}

/* Those that are named when they are tried, but what another list has. */
static bool add_named(scmp_filter_ctx c, bool is_connected) {
    const size_t n_connected = sizeof connected / sizeof *connected,
                 n_declined = sizeof declined / sizeof *declined;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        bool other =
            is_connected &&
            (is_in(named[i], connected, n_connected) || is_in(named[i], declined, n_declined) ||
             named[i] == SCMP_SYS(fcntl) || named[i] == SCMP_SYS(newfstatat));
        if (!other && !add_all(c, SCMP_ACT_TRAP, &named[i], 1))
            return false;
    }
    if (!is_connected)
        return true;
    return add_all(c, SCMP_ACT_ALLOW, connected, n_connected) &&
           add_all(c, SCMP_ACT_ERRNO(EACCES), declined, n_declined) && add_parts(c) &&
           seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(sendto), 1, SCMP_A4(SCMP_CMP_EQ, 0)) == 0;
}

/* Memory that is never code; the link; the end by abort(). */
static bool add_guarded(scmp_filter_ctx c, int link) {
    const scmp_datum_t code = PROT_EXEC, fd = (scmp_datum_t)link, own = (scmp_datum_t)getpid();
    return seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, code, 0)) == 0 &&
           seccomp_rule_add(c, SCMP_ACT_TRAP, SCMP_SYS(mmap), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, code, code)) == 0 &&
           seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(sendto), 2, SCMP_A0(SCMP_CMP_EQ, fd),
                            SCMP_A4(SCMP_CMP_EQ, 0)) == 0 &&
           seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(recvmsg), 1, SCMP_A0(SCMP_CMP_EQ, fd)) ==
               0 &&
           seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 2, SCMP_A0(SCMP_CMP_EQ, own),
                            SCMP_A2(SCMP_CMP_EQ, SIGABRT)) == 0;
}

static bool refused(struct sandbox_facts *f, const char *why) {
    snprintf(f->filter_refused, sizeof f->filter_refused, "%s", why);
    return false;
}

/* What threads need besides, which all are filtered: to wait and to wake, but none of the rarer
 * kinds of futex. The flags say that the memory is not shared, and which clock is meant. */
static bool add_threads(scmp_filter_ctx c, size_t threads) {
    static const scmp_datum_t kinds[] = {FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET};
    const scmp_datum_t flags = FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME,
                       kind = UINT32_MAX & ~flags;
    if (threads < 2)
        return seccomp_rule_add(c, SCMP_ACT_TRAP, SCMP_SYS(futex), 0) == 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(futex), 1,
                             SCMP_A1(SCMP_CMP_MASKED_EQ, kind, kinds[i])) != 0)
            return false;
    }
    return seccomp_attr_set(c, SCMP_FLTATR_CTL_TSYNC, 1) == 0;
}

static bool load(struct sandbox_facts *f, scmp_filter_ctx c, const struct sandbox_way *w) {
    const size_t n_allowed = sizeof allowed / sizeof *allowed;
    if (seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) != 0 ||
        !add_all(c, SCMP_ACT_ALLOW, allowed, n_allowed) || !add_named(c, w->connected) ||
        !add_guarded(c, w->link) || !add_threads(c, w->threads))
        return refused(f, "the rules of the filter cannot be made");
    int code = seccomp_load(c);
    return code == 0 || refused(f, code == -ECANCELED ? strerror(errno) : strerror(-code));
}

static volatile int *forbidden_call; /* set before threads start */

/* Notes which call it was; the next one has no name and ends the process. */
static void note_call(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    *forbidden_call = info->si_syscall;
    syscall(SYS_getppid);
    _exit(1);
}

bool filter_enter(struct sandbox_facts *f, const struct sandbox_way *w) {
    if (SANITIZED) { /* for tests: nothing else is given up */
        refused(f, "this program is built with AddressSanitizer");
        return true;
    }
    forbidden_call = w->forbidden;
    struct sigaction note = {.sa_sigaction = note_call, .sa_flags = SA_SIGINFO | SA_NODEFER};
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (c == NULL || sigaction(SIGSYS, &note, NULL) != 0) /* it asks for KILL_PROCESS here */
        return refused(f, "the kernel or the container has no seccomp");
    f->filter = load(f, c, w);
    seccomp_release(c);
    return f->filter;
}

void filter_call_name(int number, char name[32]) {
    char *known = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);
    snprintf(name, 32, "%s", known != NULL ? known : "");
    free(known);
}
