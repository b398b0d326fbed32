/* What holds a worker: each right that it gave up is tried, and a kernel that refuses is played. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include "run/jail.h"
#include "run/sandbox.h"
#include "run/worker.h"
#include "scan/pool.h"

#include "unit/project.h"

static const char *program; /* build/foistat */

/* Runs a body in a worker. */
static bool run_body(worker_main *body, void *data, const struct worker_limits *limits,
                     struct err *e) {
    struct document d;
    struct roots r = roots_for("scripts/s.lua", NULL);
    struct files files = roots_files(&r);
    bool done = worker_run(body, data, &files, limits, &d, e);
    document_free(&d);
    roots_close(&r);
    return done;
}

static bool nothing(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)e;
    d->title = "done";
    return true;
}

/* What this machine gives. */
static struct sandbox_facts facts_here(void) {
    struct sandbox_facts facts;
    struct err e = {0};
    struct worker_limits l = {.seconds = 20, .weak = true, .facts = &facts};
    if (!run_body(nothing, NULL, &l, &e))
        fail_msg("%s", e.message);
    return facts;
}

static bool skip_without(bool there, const char *what) {
    if (!there)
        printf("skipped: this machine or build has no %s\n", what);
    return !there;
}

/* The filter: one attempt a row, made in a worker. */

static long try_open(void) {
    return open("/etc/passwd", O_RDONLY);
}
static long try_open_old(void) {
#ifdef SYS_open
    return syscall(SYS_open, "/etc/passwd", O_RDONLY);
#else
    return try_open();
#endif
}
static long try_create(void) {
    return open("made.txt", O_WRONLY | O_CREAT, 0644);
}
static long try_look(void) {
    return access("/etc/passwd", F_OK);
}
static long try_stat(void) {
    struct stat s;
    return stat("/etc/passwd", &s);
}
static long try_unlink(void) {
    return unlink("secret.csv");
}
static long try_socket(void) {
    return socket(AF_INET, SOCK_STREAM, 0);
}
static long try_local_socket(void) {
    return socket(AF_UNIX, SOCK_DGRAM, 0);
}
static long try_connect(void) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(80)};
    return connect(3, (struct sockaddr *)&a, sizeof a);
}
static long try_send_elsewhere(void) {
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "x"};
    return sendto(3, "x", 1, 0, (struct sockaddr *)&a, sizeof a);
}
static long try_send_on_another(void) {
    return send(4, "x", 1, 0);
}
static long try_receive_on_another(void) {
    struct msghdr m = {0};
    return recvmsg(4, &m, 0);
}
static long try_pass_descriptors(void) {
    struct msghdr m = {0};
    return sendmsg(3, &m, 0);
}
static long try_execve(void) {
    char *words[] = {"/bin/true", NULL};
    return execve(words[0], words, words + 1);
}
static long try_fork(void) {
    return fork();
}
static long try_fork_old(void) {
#ifdef SYS_fork
    return syscall(SYS_fork);
#else
    return try_fork();
#endif
}
static long try_thread(void) {
    return syscall(SYS_clone3, NULL, 0);
}
static long try_kill_parent(void) {
    return kill(getppid(), SIGTERM);
}
static long try_kill(void) {
    return kill(1, 0);
}
static long try_signal(void) {
    return syscall(SYS_tgkill, 1, 1, 0);
}
static long try_signal_itself(void) {
    return syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
}
static long try_ptrace(void) {
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}
static long try_code(void) {
    return (long)(intptr_t)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
static long try_make_code(void) {
    void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(at, 4096, PROT_READ | PROT_EXEC);
}
static long try_dumpable(void) {
    return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}
static long try_limits(void) {
    struct rlimit l = {RLIM_INFINITY, RLIM_INFINITY};
    return syscall(SYS_prlimit64, 0, RLIMIT_AS, &l, NULL);
}
static long try_handler(void) {
    return signal(SIGSYS, SIG_IGN) == SIG_ERR;
}
static long try_control(void) {
    return ioctl(1, 0x5412 /* TIOCSTI: type into the terminal */, "x");
}
static long try_bpf(void) {
    return syscall(SYS_bpf, 0, NULL, 0);
}
static long try_ring(void) {
    return syscall(SYS_io_uring_setup, 1, NULL);
}
static long try_sleep(void) {
    return usleep(1);
}
static long try_unnamed(void) {
    return getppid();
}
static long try_other_numbers(void) { /* x32 */
    return syscall(0x40000000 | SYS_getpid);
}
static long try_other_gate(void) { /* i386: number 20 is getpid there, writev here */
#ifdef __x86_64__
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
    return result;
#else
    return getppid();
#endif
}

static const struct attempt {
    const char *name; /* of the system call, in the message; "" when it ends without one */
    long (*try)(void);
} attempts[] = {
    {"openat", try_open},
    {"open", try_open_old},
    {"openat", try_create},
    {"access", try_look},
    {"newfstatat", try_stat},
    {"unlink", try_unlink},
    {"socket", try_socket},
    {"socket", try_local_socket},
    {"connect", try_connect},
    {"", try_send_elsewhere},
    {"", try_send_on_another},
    {"", try_receive_on_another},
    {"sendmsg", try_pass_descriptors},
    {"execve", try_execve},
    {"clone", try_fork},
    {"fork", try_fork_old},
    {"clone3", try_thread},
    {"", try_kill_parent},
    {"kill", try_kill},
    {"", try_signal},
    {"", try_signal_itself},
    {"ptrace", try_ptrace},
    {"mmap", try_code},
    {"mprotect", try_make_code},
    {"prctl", try_dumpable},
    {"prlimit64", try_limits},
    {"rt_sigaction", try_handler},
    {"ioctl", try_control},
    {"bpf", try_bpf},
    {"io_uring_setup", try_ring},
    {"clock_nanosleep", try_sleep},
    {"", try_unnamed},
    {"", try_other_numbers},
    {"", try_other_gate},
};

static bool attempt(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)files, (void)d;
    const struct attempt *a = data;
    long came = a->try();
    return (fail)(e, ERR_USAGE, "'%s' came back with %ld", a->name, came);
}

/* It is made in a worker, which is ended for it. */
static void ends_for(worker_main *body, const struct attempt *a, const struct worker_limits *l) {
    struct err e = {0};
    char name[64];
    assert_false(run_body(body, (void *)a, l, &e));
    snprintf(name, sizeof name, "%s%s%s and was ended", a->name[0] ? "call " : "do", a->name,
             a->name[0] ? ")" : "");
    if (e.id != ERR_LIMIT_SYSTEM || strstr(e.message, name) == NULL)
        fail_msg("attempt at '%s': %s", a->name, e.message);
}

static void no_other_call_passes(void **state) {
    (void)state;
    if (skip_without(facts_here().filter, "filter of system calls"))
        return;
    struct worker_limits l = {.seconds = 20,
                              .weak = true}; /* with the filter, if with nothing else */
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        ends_for(attempt, &attempts[i], &l);
    assert_int_equal(access("made.txt", F_OK), -1);
    assert_int_equal(access("secret.csv", F_OK), 0);
}

/* Threads share the work and give up the same. */

enum { threads = 4 };
static const struct worker_limits limits_threads = {
    .seconds = 20, .weak = true, .threads = threads};

/* All at once, each with memory of its own: from pieces that share a page to those with their own.
 */
struct shared_work {
    pthread_barrier_t together;
    bool good[threads];
};

#if defined(__SANITIZE_ADDRESS__)
enum { rounds = 2 }; /* each of which takes half a second then */
#else
enum { rounds = 8 };
#endif

static void take_and_give(void *data, size_t i) {
    struct shared_work *s = data;
    char *piece[64] = {NULL};
    pthread_barrier_wait(&s->together);
    s->good[i] = true;
    for (size_t k = 0; k < 4096; k++) {
        size_t at = k % 64, n = (size_t)1 << (k % 20);
        free(piece[at]);
        piece[at] = k % 7 == 0 ? realloc(calloc(n, 1), 3 * n) : malloc(n);
        s->good[i] = s->good[i] && piece[at] != NULL;
        if (piece[at] != NULL)
            memset(piece[at], (int)i, n);
    }
    for (size_t k = 0; k < 64; k++)
        free(piece[k]);
    pthread_barrier_wait(&s->together);
}

static void note_reading(void *data) {
    char byte;
    *(ssize_t *)data = pread(0, &byte, 1, 0); /* /dev/null */
}

static bool share(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files;
    struct shared_work s = {.good = {false}};
    ssize_t got = -1;
    bool aside = pool_aside(note_reading, &got);
    if (pool_size() != threads || !aside)
        return (fail)(e, ERR_USAGE, "%zu threads%s", pool_size(), aside ? "" : ", none aside");
    pthread_barrier_init(&s.together, NULL, threads);
    for (int i = 0; i < rounds; i++)
        pool_run(take_and_give, &s);
    pool_join();
    for (size_t i = 0; i < threads; i++) {
        if (!s.good[i])
            return (fail)(e, ERR_USAGE, "thread %zu had no memory", i);
    }
    d->title = "shared";
    return got == 0 || (fail)(e, ERR_USAGE, "nothing was read aside");
}

/* The limit of memory is for what they use: their stacks are not counted. */
static void threads_share_the_work(void **state) {
    (void)state;
    struct sandbox_facts facts;
    struct worker_limits l = limits_threads;
    struct err e = {0};
    l.facts = &facts;
    if (!run_body(share, NULL, &l, &e))
        fail_msg("%s", e.message);
    assert_int_equal(facts.filter, facts_here().filter);
    l.memory = (size_t)40 << 20;
    if (!run_body(share, NULL, &l, &e))
        fail_msg("%s", e.message);
}

static bool count_threads(void *data, const struct files *files, struct document *d,
                          struct err *e) {
    (void)data, (void)files;
    d->title = "counted";
    return pool_size() == 1 || (fail)(e, ERR_USAGE, "%zu threads", pool_size());
}

static void threads_are_asked_for(void **state) {
    (void)state;
    struct err e = {0};
    for (size_t n = 0; n <= 1; n++) {
        struct worker_limits l = {.seconds = 20, .weak = true, .threads = n};
        if (!run_body(count_threads, NULL, &l, &e))
            fail_msg("%s", e.message);
    }
}

/* One attempt, made by the thread that shares the work, or by the one that works aside. */
static void attempt_shared(void *data, size_t i) {
    if (i == threads - 1)
        ((const struct attempt *)data)->try();
}
static void attempt_aside(void *data) {
    ((const struct attempt *)data)->try();
}
static bool attempt_there(void *data, const struct files *files, struct document *d,
                          struct err *e) {
    (void)files, (void)d;
    pool_run(attempt_shared, data);
    return (fail)(e, ERR_USAGE, "it came back");
}
static bool attempt_beside(void *data, const struct files *files, struct document *d,
                           struct err *e) {
    (void)files, (void)d;
    if (pool_aside(attempt_aside, data))
        pool_join();
    return (fail)(e, ERR_USAGE, "it came back");
}

static long try_lock_of_rarer_kind(void) {
    static int word;
    return syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
}
static long try_another_thread(void) {
    pthread_t t;
    return pthread_create(&t, NULL, (void *(*)(void *))(void *)abort, NULL);
}
static void *wake_nobody(void *word) {
    return (void *)syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}
static long try_wake(void) {
    static int word;
    return wake_nobody(&word) == NULL ? 0 : -1;
}

static void no_other_call_passes_in_any_thread(void **state) {
    (void)state;
    if (skip_without(facts_here().filter, "filter of system calls"))
        return;
    const struct attempt rarer = {"", try_lock_of_rarer_kind};
    const struct attempt another = {"mprotect", try_another_thread}, wake = {"futex", try_wake};
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        ends_for(attempt, &attempts[i], &limits_threads);
        ends_for(attempt_there, &attempts[i], &limits_threads);
        ends_for(attempt_beside, &attempts[i], &limits_threads);
    }
    ends_for(attempt_there, &rarer, &limits_threads);
    ends_for(attempt_there, &another, &limits_threads);
    ends_for(attempt, &wake, &(struct worker_limits){.seconds = 20, .weak = true});
    assert_int_equal(access("made.txt", F_OK), -1);
    assert_int_equal(access("secret.csv", F_OK), 0);
}

/* Threads hold each its seconds of processor time. */
static void spin(void *data, size_t i) {
    (void)i;
    for (volatile const bool *for_ever = data; *for_ever;)
        continue;
}
static bool spin_all(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    bool for_ever = true;
    pool_run(spin, &for_ever);
    return true;
}

static void threads_end_with_the_worker(void **state) {
    (void)state;
    struct err e = {0};
    struct worker_limits l = {.seconds = 0.3, .weak = true, .threads = threads};
    assert_false(run_body(spin_all, NULL, &l, &e));
    assert_int_equal(e.id, ERR_LIMIT_TIME);
    assert_has(e.message, "longer than 0.3 seconds");
    e = (struct err){0};
    l = (struct worker_limits){.seconds = 20, .cpu_seconds = 1, .weak = true, .threads = threads};
    assert_false(run_body(spin_all, NULL, &l, &e));
    assert_int_equal(e.id, ERR_LIMIT_TIME);
    assert_has(e.message, "more than 1 seconds of processor time");
}

/* Landlock alone, without the filter that would hide it. */

/* A letter for each thing that is possible and should not be. */
static int look_around_ruled(void) {
    struct sandbox_facts f = {0};
    int ends[2], kept = open("secret.csv", O_RDONLY);
    char byte;
    if (kept < 0 || pipe(ends) != 0 || !landlock_enter(&f))
        return child_cannot;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(9)};
    int tcp = socket(AF_INET, SOCK_STREAM, 0);
    bool good = read(kept, &byte, 1) == 1 && open("secret.csv", O_RDONLY) < 0 && errno == EACCES &&
                open(".", O_RDONLY | O_DIRECTORY) < 0 &&
                open("new", O_WRONLY | O_CREAT, 0644) < 0 && mkdir("new", 0755) < 0 &&
                unlink("secret.csv") < 0 && errno == EACCES && rename("secret.csv", "new") < 0 &&
                symlink("x", "new") < 0 && execl("/bin/true", "true", NULL) < 0 && errno == EACCES;
    if (f.landlock >= 4)
        good = good && connect(tcp, (struct sockaddr *)&a, sizeof a) < 0 && errno == EACCES;
    if (f.landlock >= 6)
        good = good && kill(getppid(), 0) < 0 && errno == EPERM;
    return good ? child_good : child_bad;
}

static void nothing_is_within_reach(void **state) {
    (void)state;
    if (skip_without(facts_here().landlock > 0, "Landlock"))
        return;
    assert_int_equal(in_child(look_around_ruled), child_good);
}

/* The rest: limits, descriptors, privileges. */

static bool has_limit(int what, rlim_t most) {
    struct rlimit l;
    return getrlimit((__rlimit_resource_t)what, &l) == 0 && l.rlim_max == most;
}

static int look_around_jailed(void) {
    struct worker_limits l = {.seconds = 20, .cpu_seconds = 21};
    struct err e = {0};
    int ends[2], noise = dup(2);
    for (int i = 0; i < 20; i++)
        dup(2); /* what a parent may hold open */
    if (pipe(ends) != 0 || !jail_descriptors(ends[0], ends[1], noise) ||
        !worker_jail(&l, getppid(), &e) || !jail_threads(0, &e))
        return child_cannot;
    for (int fd = JAIL_DESCRIPTORS; fd < 200; fd++) {
        if (fcntl(fd, F_GETFD) >= 0)
            return child_bad;
    }
    bool good = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 &&
                prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && has_limit(RLIMIT_CORE, 0) &&
                has_limit(RLIMIT_FSIZE, 0) && has_limit(RLIMIT_NOFILE, 64) &&
                has_limit(RLIMIT_NPROC, 0) && has_limit(RLIMIT_CPU, 22);
    return good ? child_good : child_bad;
}

static void worker_is_confined(void **state) {
    (void)state;
    assert_int_equal(in_child(look_around_jailed), child_good);
}

/* A kernel, or a container around this process, that refuses: for it and all that it starts. */

#define ANSWER(number, code)                                                                       \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),                                             \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (code))
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))

static bool install(struct sock_filter *rules, size_t n) {
    struct sock_fprog p = {(unsigned short)n, rules};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p) == 0;
}

static bool refuse_landlock(void) {
    struct sock_filter rules[] = {LOAD(nr), ANSWER(SYS_landlock_create_ruleset, ENOSYS),
                                  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    return install(rules, sizeof rules / sizeof *rules);
}

/* Both ways to a filter: seccomp(), and prctl(PR_SET_SECCOMP). */
static bool refuse_filter(void) {
    struct sock_filter rules[] = {
        LOAD(nr),
        ANSWER(SYS_seccomp, EPERM),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
        LOAD(args[0]),
        ANSWER(PR_SET_SECCOMP, EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    return install(rules, sizeof rules / sizeof *rules);
}

static bool refuse_both(void) {
    return refuse_landlock() && refuse_filter();
}

/* Runs a worker that is to be refused, and one that may be weak. */
static int check_refused(const char *message, bool landlock, bool filter) {
    struct sandbox_facts strict, weak;
    struct err e = {0}, none = {0};
    struct worker_limits l = {.seconds = 20, .facts = &strict};
    struct worker_limits lenient = {.seconds = 20, .facts = &weak, .weak = true};
    bool good = !run_body(nothing, NULL, &l, &e) && e.id == ERR_SANDBOX &&
                strstr(e.message, message) != NULL &&
                strstr(e.hint, "--allow weak-sandbox") != NULL &&
                run_body(nothing, NULL, &lenient, &none);
    good = good && (strict.landlock > 0) == landlock && strict.filter == filter &&
           memcmp(&strict, &weak, sizeof weak) == 0 &&
           (weak.landlock_refused[0] != '\0') == !landlock &&
           (weak.filter_refused[0] != '\0') == !filter;
    if (!good)
        print_error("%s | %s | %s\n", e.message, e.hint, none.message);
    return good ? child_good : child_bad;
}

static int without_landlock(void) {
    return refuse_landlock() ? check_refused("refuses Landlock (the kernel or the container has no "
                                             "Landlock)",
                                             false, true)
                             : child_cannot;
}
static int without_filter(void) {
    return refuse_filter() ? check_refused("refuses the filter of system calls (", true, false)
                           : child_cannot;
}
static int without_both(void) {
    return refuse_both() ? check_refused("Landlock), the filter of system calls (", false, false)
                         : child_cannot;
}

static void refusals_stop_the_run(void **state) {
    (void)state;
    struct sandbox_facts here = facts_here();
    if (skip_without(here.filter && here.landlock > 0, "whole sandbox"))
        return;
    assert_int_equal(in_child(without_landlock), child_good);
    assert_int_equal(in_child(without_filter), child_good);
    assert_int_equal(in_child(without_both), child_good);
}

/* `foistat run` where both are refused; its stderr in a file. */
static int run_program(const char *allow) {
    int said = open("said.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (dup2(said, 2) < 0 || dup2(said, 1) < 0 || !refuse_both())
        return child_cannot;
    execl(program, "foistat", "run", "a.lua", allow, NULL);
    return child_cannot;
}
static int run_strict(void) {
    return run_program(NULL);
}
static int run_weak(void) {
    return run_program("--allow=weak-sandbox");
}

static void ends_with(int (*body)(void), int code, const char *said) {
    struct buf text = {0};
    struct err e = {0};
    assert_int_equal(in_child(body), code);
    int fd = open("said.txt", O_RDONLY);
    assert_true(read_whole(fd, 1 << 20, "said", &text, &e));
    close(fd);
    assert_has(text.text, said);
    buf_free(&text);
}

static void the_command_says_so(void **state) {
    (void)state;
    struct sandbox_facts here = facts_here();
    if (skip_without(here.filter && here.landlock > 0, "whole sandbox"))
        return;
    put("a.lua", "print(1 + 1)\n");
    ends_with(run_strict, 2, "error[I405]: this machine does not confine scripts as it should");
    ends_with(run_weak, 0, "warning: the sandbox was weak: this machine refused Landlock (");
    ends_with(run_weak, 0, "2\n");
    unlink("said.txt");
    unlink("a.lua");
}

static void all_of_it_is_in_force_here(void **state) {
    (void)state;
    struct sandbox_facts f = facts_here();
    if (skip_without(f.landlock > 0, "Landlock") ||
        skip_without(f.filter, "filter of system calls"))
        return;
    struct buf lacks = {0};
    sandbox_lacks(&f, &lacks);
    assert_int_equal(lacks.n, 0);
    assert_string_equal(f.landlock_refused, "");
    assert_string_equal(f.filter_refused, "");
}

int main(int argc, char **argv) {
    (void)argc;
    char path[PATH_MAX + 16];
    unsetenv("FOISTAT_DATASETS");
    if (realpath(argv[0], path) == NULL)
        return 1;
    strcpy(strrchr(path, '/'), "/../foistat");
    program = path;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_it_is_in_force_here),
        cmocka_unit_test(no_other_call_passes),
        cmocka_unit_test(threads_share_the_work),
        cmocka_unit_test(threads_are_asked_for),
        cmocka_unit_test(no_other_call_passes_in_any_thread),
        cmocka_unit_test(threads_end_with_the_worker),
        cmocka_unit_test(nothing_is_within_reach),
        cmocka_unit_test(worker_is_confined),
        cmocka_unit_test(refusals_stop_the_run),
        cmocka_unit_test(the_command_says_so),
    };
    return cmocka_run_group_tests_name("jail", tests, make_project, remove_project);
}
