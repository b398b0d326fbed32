#include "run/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "run/deadline.h"
#include "run/interrupt.h"
#include "run/jail.h"
#include "run/link.h"
#include "run/open.h"
#include "run/wire.h"

static const size_t usual_memory = (size_t)4 << 30;
static const size_t usual_output = (size_t)64 << 20;
static const size_t most_noise = 64 * 1024;
static const size_t reserved = (size_t)1 << 20;

/* What comes through the result pipe: the facts of the sandbox, before anything is read that
 * strangers wrote; then this, the error if there is one, the document. */
struct frame {
    char magic[8];
    uint64_t n_err, n_document;
};
static const char frame_magic[8] = "foistat";

/* The worker's side. */

/* Where memory is limited, its end is the limit's. */
static void name_memory(const struct worker_limits *limits, struct err *e) {
    if (e->id != ERR_NOMEM || limits->memory == 0)
        return;
    e->id = ERR_LIMIT_MEMORY;
    if (e->hint[0] == '\0')
        err_hint(e, "raise it with --limit-memory MIB, or work on fewer rows at a time");
}

static void put_failure(struct err *e, const struct worker_limits *limits, struct buf *out) {
    name_memory(limits, e);
    buf_free(out);
    wire_put_err(e, out);
}

/* The error comes first, and of the document only what was printed: what was reported so far may
 * take the rest of the memory, and its last part may be half made. */
static void send_result(bool done, const struct document *d, const struct worker_limits *limits,
                        struct err *e) {
    const struct document said = {.printed = d->printed, .n_printed = d->n_printed};
    struct buf document = {0}, err = {0};
    if (!done)
        put_failure(e, limits, &err);
    wire_put_document(done ? d : &said, &document);
    if (document.failed) {
        buf_free(&document);
        if (done && !fail(e, ERR_NOMEM, "no memory to hand over the results"))
            put_failure(e, limits, &err);
    }
    struct frame f = {.n_err = err.n, .n_document = document.n};
    memcpy(f.magic, frame_magic, sizeof f.magic);
    if (err.failed || !write_whole(JAIL_RESULT, &f, sizeof f) ||
        !write_whole(JAIL_RESULT, err.text, err.n) ||
        !write_whole(JAIL_RESULT, document.text, document.n))
        _exit(1);
}

struct job {
    worker_main *body;
    void *data;
    const struct worker_limits *limits;
    pid_t parent;
    int link[2], result[2], noise[2]; /* parent's end, worker's end */
    struct interrupts interrupts;
    volatile int *forbidden; /* shared: the system call that ended the worker, or -1 */
};

/* Drivers keep logs, which the limit on files stops without ending the process; afterwards no file
 * may grow at all. */
static bool prepare(const struct job *job, struct err *e) {
    if (job->limits->prepare == NULL)
        return true;
    signal(SIGXFSZ, SIG_IGN);
    return job->limits->prepare(job->data, e) &&
           (setrlimit(RLIMIT_FSIZE, &(struct rlimit){0, 0}) == 0 ||
            fail(e, ERR_INTERNAL, "cannot confine the script's process: %s", strerror(errno)));
}

/* Gives up what it can, and says how far that went. */
static bool confine(const struct job *job, struct err *e) {
    const struct sandbox_way way = {.weak = job->limits->weak,
                                    .threads = job->limits->threads,
                                    .connected = job->limits->prepare != NULL,
                                    .link = JAIL_LINK,
                                    .forbidden = job->forbidden};
    struct sandbox_facts facts = {0};
    bool done = worker_jail(job->limits, job->parent, e) && prepare(job, e) &&
                sandbox_enter(&facts, &way, e);
    if (!write_whole(JAIL_RESULT, &facts, sizeof facts))
        _exit(1);
    return done;
}

_Noreturn static void work(const struct job *job) {
    int link = JAIL_LINK;
    struct files files = link_files(&link);
    struct document d = {0};
    struct err e = {0};
    setpgid(0, 0);
    interrupts_forget(&job->interrupts);
    if (!jail_descriptors(job->link[1], job->result[1], job->noise[1]))
        _exit(1);
    void *reserve = malloc(reserved); /* to say that there is no memory */
    bool done = confine(job, &e) && job->body(job->data, &files, &d, &e);
    free(reserve);
    fflush(stdout);
    send_result(done, &d, job->limits, &e);
    _exit(0); /* memory goes with the process; no exit handler of the parent's runs twice */
}

/* The parent's side. */

struct watch {
    const struct files *opener;
    int link, result, noise; /* -1 when closed */
    size_t most, noisy;
    int interrupt; /* readable once one came; -1: none will be seen */
    const struct worker_limits *limits;
    double counted; /* seconds */
    struct timespec looked;
    struct buf answer;
};

static void hang_up(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Passes on what the worker wrote for people, without control codes that a terminal would obey. */
static void relay_noise(struct watch *w) {
    char text[4096];
    ssize_t n = read(w->noise, text, sizeof text);
    if (n == 0)
        hang_up(&w->noise);
    for (ssize_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            text[i] = '?';
    }
    if (n <= 0 || w->noisy >= most_noise)
        return;
    w->noisy += (size_t)n;
    if (w->limits->progress != NULL)
        progress_clear(w->limits->progress);
    if (write(STDERR_FILENO, text, (size_t)n) < 0)
        w->noisy = most_noise; /* nobody reads it */
}

static bool take_result(struct watch *w, struct err *e) {
    static char block[64 * 1024];
    ssize_t n = read(w->result, block, sizeof block);
    if (n < 0)
        return errno == EINTR ? true
                              : fail(e, ERR_INTERNAL, "reading results: %s", strerror(errno));
    if (n == 0) {
        hang_up(&w->result);
        return true;
    }
    buf_add(&w->answer, block, (size_t)n);
    if (w->answer.failed)
        return fail(e, ERR_NOMEM, "no memory for the script's results");
    if (w->answer.n <= w->most)
        return true;
    fail(e, ERR_LIMIT_OUTPUT, "the script's results are larger than %zu MiB", w->most >> 20);
    return err_hint(e, "report counts and summaries, not every record");
}

static bool serve(struct watch *w, struct err *e) {
    switch (link_answer(w->link, w->opener)) {
    case LINK_OPEN:
        return true;
    case LINK_CLOSED:
        hang_up(&w->link);
        return true;
    case LINK_BROKEN:
        break;
    }
    return fail(e, ERR_INTERNAL, "the script's process sent something that is not a question");
}

static bool fail_time(const struct watch *w, struct err *e) {
    const struct worker_limits *l = w->limits;
    double seconds = l->limit > 0 ? l->limit : l->seconds;
    fail(e, ERR_LIMIT_TIME, "the script ran longer than %g second%s and was stopped", seconds,
         seconds == 1 ? "" : "s");
    return err_hint(e, "if it is not a loop that never ends, allow more with --limit-seconds");
}

/* Counts the time since the last look, unless it is none of the worker's. */
static void count_time(struct watch *w, bool answered) {
    struct progress *p = w->limits->progress;
    bool goes_on = p != NULL && progress_look(p);
    double seconds = deadline_since(&w->looked);
    w->looked = deadline_now();
    if (!w->limits->patient || !(goes_on || answered))
        w->counted += seconds;
}

/* Milliseconds to wait for the worker. */
static int pause_of(const struct watch *w) {
    const double often = 0.2;
    double left = w->limits->seconds - w->counted;
    if (w->limits->progress != NULL && left > often)
        left = often;
    return left <= 0 ? 0 : left >= INT_MAX / 1e3 ? INT_MAX : (int)ceil(1e3 * left);
}

/* Serves the worker until it closes its result pipe, which it does by ending. */
static bool watch_worker(struct watch *w, struct err *e) {
    while (w->result >= 0) {
        struct pollfd p[] = {{.fd = w->link, .events = POLLIN},
                             {.fd = w->result, .events = POLLIN},
                             {.fd = w->noise, .events = POLLIN},
                             {.fd = w->interrupt, .events = POLLIN}};
        int ready = poll(p, 4, pause_of(w));
        count_time(w, false);
        if (ready > 0 && p[3].revents != 0)
            return fail(e, ERR_INTERNAL, "stopped");
        if (w->counted >= w->limits->seconds)
            return fail_time(w, e);
        if (ready <= 0)
            continue;
        if (p[2].revents != 0)
            relay_noise(w);
        if (p[0].revents != 0 && !serve(w, e))
            return false;
        if (p[0].revents != 0)
            count_time(w, true);
        if (p[1].revents != 0 && !take_result(w, e))
            return false;
    }
    return true;
}

/* Takes the facts from the beginning of an answer; those of a worker that did not come so far are
 * empty. */
static struct span take_facts(const struct buf *answer, struct sandbox_facts *facts) {
    *facts = (struct sandbox_facts){0};
    if (answer->n < sizeof *facts)
        return (struct span){"", 0};
    memcpy(facts, answer->text, sizeof *facts);
    return (struct span){answer->text + sizeof *facts, answer->n - sizeof *facts};
}

/* The parts of an answer, or false if it is not one whole frame. */
static bool open_frame(struct span answer, struct frame *f) {
    if (answer.n < sizeof *f)
        return false;
    memcpy(f, answer.text, sizeof *f);
    size_t n = answer.n - sizeof *f;
    return memcmp(f->magic, frame_magic, sizeof f->magic) == 0 && f->n_err <= n &&
           f->n_document == n - f->n_err;
}

/* It tried what the filter forbids. */
static bool fail_forbidden(int call, struct err *e) {
    char name[32] = "";
    if (call >= 0)
        filter_call_name(call, name);
    fail(e, ERR_LIMIT_SYSTEM,
         "the script's process tried what no script may do%s%s%s and was ended",
         name[0] != '\0' ? " (the system call " : "", name, name[0] != '\0' ? ")" : "");
    return err_hint(e, "nothing was written; if the script is your own, please report it");
}

static bool fail_signal(int number, int forbidden, const struct rusage *used,
                        const struct worker_limits *limits, struct err *e) {
    if (number == SIGSYS)
        return fail_forbidden(forbidden, e);
    double cpu = (double)(used->ru_utime.tv_sec + used->ru_stime.tv_sec) +
                 (double)(used->ru_utime.tv_usec + used->ru_stime.tv_usec) / 1e6;
    if (number == SIGXCPU || (number == SIGKILL && cpu >= limits->cpu_seconds)) {
        fail(e, ERR_LIMIT_TIME, "the script used more than %u seconds of processor time",
             limits->cpu_seconds);
        return err_hint(e, "if it is not a loop that never ends, allow more with --limit-seconds");
    }
    if (number == SIGKILL)
        return fail(e, ERR_LIMIT_MEMORY,
                    "the script's process was killed, most likely because the machine ran out of "
                    "memory");
    fail(e, ERR_INTERNAL, "the script's process crashed: signal %d (%s)", number,
         strsignal(number));
    return err_hint(e, "nothing was written; please report it, with the script if you can");
}

/* Why there is no whole answer. */
static bool fail_worker(int status, const struct rusage *used, struct span answer,
                        const struct job *job, struct err *e) {
    if (WIFSIGNALED(status))
        return fail_signal(WTERMSIG(status), *job->forbidden, used, job->limits, e);
    if (answer.n > 0)
        return fail(e, ERR_INTERNAL, "the script's process handed back something unreadable");
    return fail(e, ERR_INTERNAL, "the script's process ended without an answer (exit status %d)",
                WEXITSTATUS(status));
}

static bool read_answer(const struct frame *f, struct span answer, struct document *d,
                        struct err *e) {
    const char *at = answer.text + sizeof *f;
    struct err inner = {0};
    if (f->n_err > 0 && !wire_get_err(at, f->n_err, &inner, e))
        return false;
    bool expected = f->n_err == 0 || f->n_document > 0; /* an error may come alone */
    if (expected && !wire_get_document(at + f->n_err, f->n_document, d, e))
        return false;
    if (f->n_err > 0)
        *e = inner;
    return f->n_err == 0;
}

/* Nothing of the worker survives this, nor of what it may have started. */
static void end_worker(struct watch *w, pid_t pid, int *status, struct rusage *used) {
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    while (wait4(pid, status, 0, used) < 0 && errno == EINTR)
        continue;
    if (w->noise >= 0)
        fcntl(w->noise, F_SETFL, O_NONBLOCK);
    for (size_t before = SIZE_MAX; w->noise >= 0 && w->noisy != before && w->noisy < most_noise;) {
        before = w->noisy;
        relay_noise(w);
    }
}

static bool oversee(struct job *job, pid_t pid, const struct files *opener, struct document *d,
                    struct err *e) {
    struct watch w = {.opener = opener,
                      .link = job->link[0],
                      .result = job->result[0],
                      .noise = job->noise[0],
                      .most = job->limits->output + sizeof(struct sandbox_facts),
                      .interrupt = job->interrupts.fd,
                      .limits = job->limits,
                      .looked = deadline_now()};
    int status = 0;
    struct rusage used = {0};
    struct frame f;
    struct sandbox_facts facts;
    bool done = watch_worker(&w, e);
    end_worker(&w, pid, &status, &used);
    struct span answer = take_facts(&w.answer, &facts);
    if (done)
        done = open_frame(answer, &f) ? read_answer(&f, answer, d, e)
                                      : fail_worker(status, &used, answer, job, e);
    if (job->limits->facts != NULL)
        *job->limits->facts = facts;
    if (job->limits->counted != NULL)
        *job->limits->counted = w.counted;
    job->link[0] = w.link;
    job->result[0] = w.result;
    job->noise[0] = w.noise;
    buf_free(&w.answer);
    return done;
}

/* How many threads may use a processor at once: the one that works aside, too. */
static double busiest(size_t threads) {
    return threads > 1 ? (double)threads + 1 : 1;
}

static struct worker_limits whole_limits(const struct worker_limits *given) {
    const double longest = 1e9; /* a generation, and an int */
    struct worker_limits l = *given;
    if (l.seconds == 0)
        l.seconds = worker_usual_seconds;
    if (l.seconds > longest)
        l.seconds = longest;
    if (l.cpu_seconds == 0)
        l.cpu_seconds = (unsigned)fmin(ceil(l.seconds) * busiest(l.threads) + 1, longest);
    if (l.output == 0)
        l.output = usual_output;
    if (l.memory == 0)
        l.memory = usual_memory;
    return l;
}

/* The worker's process, or -1; afterwards this process holds its own ends only. */
static pid_t start_worker(struct job *job, struct err *e) {
    job->parent = getpid();
    job->forbidden = mmap(NULL, sizeof *job->forbidden, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (job->forbidden == MAP_FAILED ||
        socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, job->link) != 0 ||
        pipe2(job->result, O_CLOEXEC) != 0 || pipe2(job->noise, O_CLOEXEC) != 0) {
        fail(e, ERR_INTERNAL, "cannot start the script's process: %s", strerror(errno));
        return -1;
    }
    *job->forbidden = -1;
    fflush(stdout); /* or the worker would print this process's text again */
    pid_t pid = fork();
    if (pid == 0)
        work(job);
    if (pid < 0)
        fail(e, ERR_INTERNAL, "cannot start the script's process: %s", strerror(errno));
    else
        setpgid(pid, pid); /* here too: whichever of the two comes first */
    return pid;
}

bool worker_run(worker_main *body, void *data, const struct files *opener,
                const struct worker_limits *limits, struct document *d, struct err *e) {
    struct worker_limits whole = whole_limits(limits);
    struct job job = {.body = body,
                      .data = data,
                      .limits = &whole,
                      .link = {-1, -1},
                      .result = {-1, -1},
                      .noise = {-1, -1},
                      .forbidden = MAP_FAILED};
    *d = (struct document){0};
    interrupts_hold(&job.interrupts);
    pid_t pid = start_worker(&job, e);
    hang_up(&job.link[1]);
    hang_up(&job.result[1]);
    hang_up(&job.noise[1]);
    bool done = pid > 0 && oversee(&job, pid, opener, d, e);
    hang_up(&job.link[0]);
    hang_up(&job.result[0]);
    hang_up(&job.noise[0]);
    if (job.forbidden != MAP_FAILED)
        munmap((void *)job.forbidden, sizeof *job.forbidden);
    if (whole.progress != NULL)
        progress_clear(whole.progress);
    interrupts_release(&job.interrupts, "stopped; nothing was written\n");
    return done;
}
