/* The worker: what it hands over, and how everything it may do ends as an error here. */
#include <errno.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#include "data/scan_file.h"
#include "run/worker.h"

#include "unit/project.h"

static struct roots worker_roots;
static const struct worker_limits short_limits = {.seconds = 20, .weak = true};

/* Runs a body with the project's roots, also where this machine has no sandbox. */
static bool run_with(worker_main *body, void *data, const struct worker_limits *limits,
                     struct document *d, struct err *e) {
    worker_roots = roots_for("scripts/s.lua", NULL);
    struct files files = roots_files(&worker_roots);
    size_t before = count_descriptors();
    struct worker_limits l = *limits;
    l.weak = true;
    bool done = worker_run(body, data, &files, &l, d, e);
    assert_int_equal(count_descriptors(), before + worker_roots.opened.n); /* those it keeps */
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);                      /* no child is left */
    roots_close(&worker_roots);
    return done;
}

/* The same for a body that must fail, with this error. */
static void fails_with(worker_main *body, const struct worker_limits *limits, enum err_id id,
                       const char *message) {
    struct document d;
    struct err e = {0};
    assert_false(run_with(body, NULL, limits, &d, &e));
    assert_has(e.message, message);
    assert_int_equal(e.id, id);
    document_free(&d);
}

static bool read_and_report(void *data, const struct files *files, struct document *d,
                            struct err *e) {
    struct opened o;
    char text[100] = "", hex[HASH_HEX_SIZE];
    if (!files->dataset(files->owner, data, &o, e))
        return false;
    ssize_t n = read(o.csv, text, sizeof text - 1);
    hash_bytes(text, n > 0 ? (size_t)n : 0, hex);
    close_both(&o);
    struct part *p = document_add(d, PART_HEADING, e);
    struct input *in = document_add_input(d, e);
    p->text = arena_string(&d->arena, text);
    in->name = arena_string(&d->arena, data);
    in->path = arena_string(&d->arena, o.path);
    in->number = o.number;
    in->sha256 = "a worker's word"; /* nobody believes it */
    in->source.dataset = arena_string(&d->arena, data);
    d->title = arena_string(&d->arena, hex);
    d->printed = arena_string(&d->arena, "printed\n");
    d->n_printed = strlen(d->printed);
    return true;
}

static void worker_reads_and_reports(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    char name[] = "alpha_2017", hex[HASH_HEX_SIZE];
    if (!run_with(read_and_report, name, &short_limits, &d, &e))
        fail_msg("%s", e.message);
    hash_bytes(alpha_csv, strlen(alpha_csv), hex);
    assert_string_equal(d.title, hex);
    assert_int_equal(d.n_parts, 1);
    assert_string_equal(d.part[0].text, alpha_csv);
    assert_int_equal(d.n_inputs, 1);
    assert_string_equal(d.input[0].path, "datasets/alpha_2017/alpha.csv");
    assert_int_equal(d.input[0].number, 1);
    assert_null(d.input[0].sha256);
    assert_int_equal(d.n_printed, 8);
    document_free(&d);
}

static void worker_asks_for_what_is_not_there(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    char typing_error[] = "alpha_2071", climb[] = "../etc/passwd";
    assert_false(run_with(read_and_report, typing_error, &short_limits, &d, &e));
    assert_int_equal(e.id, ERR_DATASET);
    assert_has(e.message, "Did you mean 'alpha_2017'?");
    assert_has(e.hint, "datasets found");
    document_free(&d);
    e = (struct err){0};
    assert_false(run_with(read_and_report, climb, &short_limits, &d, &e));
    assert_int_equal(e.id, ERR_DATASET);
    document_free(&d);
}

static bool climb_out(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)d;
    struct opened o;
    return files->file(files->owner, "../secret.csv", &o, e);
}

static bool long_name(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)d;
    static char name[5000];
    memset(name, 'x', sizeof name - 1);
    struct opened o;
    return files->file(files->owner, name, &o, e);
}

static void worker_cannot_leave_the_folder(void **state) {
    (void)state;
    fails_with(climb_out, &short_limits, ERR_READ, "outside the script's folder");
    fails_with(long_name, &short_limits, ERR_READ, "too long");
}

/* More requests than either side may hold descriptors. */
static bool ask_often(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data;
    for (int i = 0; i < 3000; i++) {
        struct opened o;
        if (!files->dataset(files->owner, i % 2 ? "beta" : "alpha_2017", &o, e))
            return false;
        close_both(&o);
    }
    d->title = "asked";
    return true;
}

static bool keep_all(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)d;
    for (int i = 0; i < 3000; i++) {
        struct opened o;
        if (!files->dataset(files->owner, "beta", &o, e))
            return false;
    }
    return true;
}

static void worker_asks_often(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    if (!run_with(ask_often, NULL, &short_limits, &d, &e))
        fail_msg("%s", e.message);
    assert_string_equal(d.title, "asked");
    document_free(&d);
    fails_with(keep_all, &short_limits, ERR_READ, "too many files");
}

static bool own_error(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files;
    d->printed = arena_string(&d->arena, "so far\n");
    d->n_printed = strlen(d->printed);
    e->id = ERR_SCRIPT_RUNTIME;
    snprintf(e->message, sizeof e->message, "attempt to add a nil");
    return err_at(e, "scripts/s.lua", 12, 3, 2);
}

static void worker_hands_over_its_error(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    assert_false(run_with(own_error, NULL, &short_limits, &d, &e));
    assert_int_equal(e.id, ERR_SCRIPT_RUNTIME);
    assert_string_equal(e.message, "attempt to add a nil");
    assert_string_equal(e.file, "scripts/s.lua");
    assert_int_equal(e.line, 12);
    assert_int_equal(d.n_printed, 7);
    assert_memory_equal(d.printed, "so far\n", 7);
    document_free(&d);
}

/* As where memory runs out between a table and its labels. */
static bool half_made(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files;
    struct part *p = document_add(d, PART_TABLE, e);
    p->table.column = arena_alloc(&p->table.arena, 1, sizeof *p->table.column);
    p->table.column[0] = (struct column){.field = {.name = "group", .type = COLUMN_LABEL}};
    p->table.n_columns = 1;
    e->id = ERR_NOMEM;
    snprintf(e->message, sizeof e->message, "no memory for a table");
    return false;
}

static void worker_hands_over_no_half_of_a_report(void **state) {
    (void)state;
    fails_with(half_made, &short_limits, ERR_LIMIT_MEMORY, "no memory for a table");
}

static bool crash(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    abort();
}

static bool loop_for_ever(void *data, const struct files *files, struct document *d,
                          struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    for (volatile unsigned n = 0;; n++)
        continue;
    return true;
}

/* For an answer to a question that was not asked. */
static bool wait_for_ever(void) {
    struct msghdr none = {0};
    for (;;)
        recvmsg(3, &none, 0);
    return true;
}

static bool sleep_for_ever(void *data, const struct files *files, struct document *d,
                           struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    return wait_for_ever();
}

static bool stop_itself(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    raise(SIGSTOP);
    return true;
}

/* Is there a filter of system calls? Sanitizers do without. */
static bool filtered(void) {
    struct sandbox_facts facts;
    struct worker_limits l = {.seconds = 20, .facts = &facts};
    fails_with(own_error, &l, ERR_SCRIPT_RUNTIME, "attempt");
    return facts.filter;
}

static bool exit_early(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    _exit(3);
}

static double seconds_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void worker_crashes(void **state) {
    (void)state;
    fails_with(crash, &short_limits, ERR_INTERNAL, "signal 6");
    fails_with(exit_early, &short_limits, ERR_INTERNAL, "exit status 3");
}

static void worker_does_not_end(void **state) {
    (void)state;
    struct worker_limits brief = {.seconds = 0.3}, one = {.seconds = 1};
    double start = seconds_now();
    fails_with(loop_for_ever, &one, ERR_LIMIT_TIME, "longer than 1 second and");
    assert_true(seconds_now() - start < 3);
    fails_with(sleep_for_ever, &brief, ERR_LIMIT_TIME, "longer than 0.3 seconds and");
    if (filtered())
        fails_with(stop_itself, &brief, ERR_LIMIT_SYSTEM, "no script may do and was ended");
    else
        fails_with(stop_itself, &brief, ERR_LIMIT_TIME, "longer");
    assert_true(seconds_now() - start < 5);
}

static void worker_uses_too_much_processor(void **state) {
    (void)state;
    struct worker_limits l = {.seconds = 20, .cpu_seconds = 1};
    fails_with(loop_for_ever, &l, ERR_LIMIT_TIME, "more than 1 seconds of processor time");
}

/* Shared with a process that is to kill the worker, as a machine without memory would. */
static bool tell(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)files, (void)d, (void)e;
    *(volatile pid_t *)data = getpid();
    return wait_for_ever();
}

static void kill_when_told(volatile pid_t *worker) {
    fflush(stdout);
    if (fork() == 0) {
        if (fork() == 0) { /* nobody's child: run_with finds none */
            while (*worker == 0)
                usleep(1000);
            kill(*worker, SIGKILL);
        }
        _exit(0);
    }
    assert_true(wait(NULL) > 0);
}

static void worker_is_killed(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    volatile pid_t *worker =
        mmap(NULL, sizeof *worker, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    kill_when_told(worker);
    assert_false(run_with(tell, (void *)worker, &short_limits, &d, &e));
    assert_int_equal(e.id, ERR_LIMIT_MEMORY);
    assert_has(e.message, "killed");
    document_free(&d);
    munmap((void *)worker, sizeof *worker);
}

/* The descriptors a worker has besides 0, 1 and 2 are known: 3 the link, 4 the result pipe. */
static bool send_garbage(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    for (int i = 0; i < 1000 && write_whole(4, "foistat\0garbage garbage garbage ", 32); i++)
        continue;
    _exit(0);
}

static bool send_before(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)e;
    d->title = "late";
    return write_whole(4, "x", 1);
}

/* A well-formed start, and then less than it announces, or another program's start. */
static bool send_short(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    const uint64_t lengths[2] = {0, 1 << 20};
    write_whole(4, "foistat", 8);
    write_whole(4, lengths, sizeof lengths);
    _exit(0);
}

static bool send_foreign(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    const uint64_t lengths[2] = {0, 1};
    write_whole(4, "another", 8);
    write_whole(4, lengths, sizeof lengths);
    write_whole(4, "x", 1);
    _exit(0);
}

static bool send_nothing(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    const uint64_t lengths[2] = {0, 0};
    write_whole(4, "foistat", 8);
    write_whole(4, lengths, sizeof lengths);
    _exit(0);
}

static bool send_flood(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    static char block[1 << 20];
    while (write_whole(4, block, sizeof block))
        continue;
    return true;
}

static bool large_document(void *data, const struct files *files, struct document *d,
                           struct err *e) {
    (void)data, (void)files;
    char *text = malloc(3 << 20);
    memset(text, 'x', 3 << 20);
    text[(3 << 20) - 1] = '\0';
    return (document_add(d, PART_TEXT, e)->text = text) != NULL;
}

static void worker_lies(void **state) {
    (void)state;
    struct worker_limits small = {.seconds = 20, .output = 2 << 20};
    fails_with(send_garbage, &short_limits, ERR_INTERNAL, "unreadable");
    fails_with(send_before, &short_limits, ERR_INTERNAL, "unreadable");
    fails_with(send_short, &short_limits, ERR_INTERNAL, "unreadable");
    fails_with(send_foreign, &short_limits, ERR_INTERNAL, "unreadable");
    fails_with(send_nothing, &short_limits, ERR_INTERNAL, "");
    fails_with(send_flood, &small, ERR_LIMIT_OUTPUT, "larger than 2 MiB");
    fails_with(large_document, &small, ERR_LIMIT_OUTPUT, "larger than 2 MiB");
}

static bool ask_nonsense(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    send(3, "x", 1, 0);
    return wait_for_ever();
}

static bool ask_nul(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    send(3, "dbeta\0x", 7, 0);
    return wait_for_ever();
}

static bool never_listen(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    for (;;)
        send(3, "dbeta", 5, 0);
    return true;
}

static bool hang_up_and_wait(void *data, const struct files *files, struct document *d,
                             struct err *e) {
    close(3);
    return loop_for_ever(data, files, d, e);
}

static void worker_asks_nonsense(void **state) {
    (void)state;
    struct worker_limits brief = {.seconds = 0.3};
    fails_with(ask_nonsense, &short_limits, ERR_INTERNAL, "not a question");
    fails_with(ask_nul, &short_limits, ERR_INTERNAL, "not a question");
    fails_with(never_listen, &short_limits, ERR_INTERNAL, "not a question");
    clock_t before = clock();
    fails_with(hang_up_and_wait, &brief, ERR_LIMIT_TIME, "longer");
    assert_true((double)(clock() - before) / CLOCKS_PER_SEC < 0.1); /* the parent waited asleep */
}

/* Has the worker somebody's standard input? */
static bool read_input(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)e;
    char byte;
    d->title = read(0, &byte, 1) == 0 ? "nothing" : "typed";
    return true;
}

static void worker_has_no_input(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    int own = dup(0), ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_true(write_whole(ends[1], "typed", 5));
    assert_int_equal(dup2(ends[0], 0), 0);
    bool done = run_with(read_input, NULL, &short_limits, &d, &e);
    dup2(own, 0);
    close(own);
    close(ends[0]);
    close(ends[1]);
    if (!done)
        fail_msg("%s", e.message);
    assert_string_equal(d.title, "nothing");
    document_free(&d);
}

static bool take_memory(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)e;
    void *much =
        mmap(NULL, (size_t)1 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    d->title = much == MAP_FAILED ? "refused" : "given";
    return true;
}

static void worker_has_a_limit_of_memory(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    struct worker_limits l = {.seconds = 20, .memory = (size_t)1 << 29};
    assert_true(run_with(take_memory, NULL, &l, &d, &e));
#if !defined(__SANITIZE_ADDRESS__) /* which cannot run under this limit: jail.c leaves it out */
    assert_string_equal(d.title, "refused");
#endif
    document_free(&d);
}

static bool print_things(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)e;
    printf("non-integer x = 1.500000\n");
    fprintf(stderr, "to stderr \x1b[2J\n");
    for (int i = 0; i < 20000; i++)
        printf("and on and on\n");
    d->title = "printed";
    return true;
}

static bool print_little(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)e;
    printf("one warning\n");
    d->title = "printed";
    return true;
}

/* Runs print_things with this process's stdout and stderr in the two files. */
static int print_into_files(void) {
    int out = open("out.txt", O_RDWR | O_CREAT | O_TRUNC, 0644);
    int err = open("err.txt", O_RDWR | O_CREAT | O_TRUNC, 0644);
    if (dup2(out, 1) < 0 || dup2(err, 2) < 0)
        return child_cannot;
    printf("kept back;"); /* in the buffer when the worker starts */
    struct document d;
    struct err e = {0};
    struct roots r = roots_for("scripts/s.lua", NULL);
    struct files files = roots_files(&r);
    bool done = worker_run(print_little, NULL, &files, &short_limits, &d, &e) &&
                worker_run(print_things, NULL, &files, &short_limits, &d, &e);
    fflush(stdout);
    return done && strcmp(d.title, "printed") == 0 ? child_good : child_bad;
}

static void worker_does_not_print_results(void **state) {
    (void)state;
    struct buf out = {0}, err = {0};
    struct err e = {0};
    assert_int_equal(in_child(print_into_files), child_good);
    int fd[2] = {open("out.txt", O_RDONLY), open("err.txt", O_RDONLY)};
    assert_true(read_whole(fd[0], 1 << 20, "out", &out, &e));
    assert_true(read_whole(fd[1], 1 << 20, "err", &err, &e));
    assert_string_equal(out.text, "kept back;");
    assert_null(strstr(err.text, "kept back"));
    assert_has(err.text, "one warning\n");
    assert_has(err.text, "non-integer x = 1.500000\n");
    assert_has(err.text, "to stderr ?[2J\n");
    assert_in_range(err.n, 64 * 1024, 80 * 1024); /* the first 64 KiB, and the block at hand */
    buf_free(&out);
    buf_free(&err);
    for (int i = 0; i < 2; i++)
        close(fd[i]);
    unlink("out.txt");
    unlink("err.txt");
}

/* An interrupted parent leaves no worker behind. */
static void parent_is_interrupted(void **state) {
    (void)state;
    volatile pid_t *worker =
        mmap(NULL, sizeof *worker, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    fflush(stdout);
    pid_t parent = fork();
    if (parent == 0) {
        struct document d;
        struct err e = {0};
        signal(SIGINT, SIG_DFL);
        struct roots r = roots_for("scripts/s.lua", NULL);
        struct files files = roots_files(&r);
        worker_run(tell, (void *)worker, &files, &short_limits, &d, &e);
        _exit(0);
    }
    for (double start = seconds_now(); *worker == 0 && seconds_now() - start < 10;)
        usleep(1000);
    assert_true(*worker > 0);
    assert_int_equal(kill(*worker, 0), 0);
    assert_int_equal(getpgid(*worker),
                     *worker); /* a group of its own: no stray signal reaches it */
    int status;
    assert_int_equal(kill(parent, SIGINT), 0);
    assert_int_equal(waitpid(parent, &status, 0), parent);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    /* Whoever inherits the worker reaps it; a zombie has no memory map any more. */
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/maps", (int)*worker);
    bool gone = false;
    for (double start = seconds_now(); !gone && seconds_now() - start < 5;) {
        FILE *maps = fopen(path, "r");
        gone = maps == NULL || fgetc(maps) == EOF;
        if (maps != NULL)
            fclose(maps);
    }
    assert_true(gone);
    munmap((void *)worker, sizeof *worker);
}

/* As a driver would. */
static int ends[2];

static bool connect_both(void *data, struct err *e) {
    (void)data;
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 || (fail)(e, ERR_READ, "no sockets");
}

static bool talk(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d;
    char text[8] = "";
    struct pollfd p = {.fd = ends[1], .events = POLLIN};
    if (send(ends[0], "counts", 7, 0) != 7 || poll(&p, 1, 1000) != 1 ||
        recv(ends[1], text, sizeof text, 0) != 7 || strcmp(text, "counts") != 0)
        return (fail)(e, ERR_INTERNAL, "it cannot talk");
    errno = 0;
    if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES)
        return (fail)(e, ERR_INTERNAL, "it can open files");
    errno = 0;
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EACCES)
        return (fail)(e, ERR_INTERNAL, "it can make new connections");
    return true;
}

static bool refuse(void *data, struct err *e) {
    (void)data;
    return (fail)(e, ERR_DATABASE, "there is no server");
}

static void worker_is_connected_before_it_is_confined(void **state) {
    (void)state;
    struct document d;
    struct err e = {0};
    struct worker_limits l = short_limits;
    l.prepare = refuse;
    assert_false(run_with(talk, NULL, &l, &d, &e));
    assert_int_equal(e.id, ERR_DATABASE);
    document_free(&d);
    if (!filtered())
        skip();
    e = (struct err){0};
    l.prepare = connect_both;
    if (!run_with(talk, NULL, &l, &d, &e))
        fail_msg("%s", e.message);
    document_free(&d);
}

/* Time in which a worker goes on, or waits, is not counted where the parent is patient. */

static struct progress progress;

static bool go_on(void *data, const struct files *files, struct document *d, struct err *e) {
    (void)data, (void)files, (void)d, (void)e;
    for (double start = seconds_now(); seconds_now() - start < 1;)
        atomic_fetch_add(&progress.done->bytes, 1);
    return true;
}

static bool slow_dataset(void *owner, const char *name, struct opened *o, struct err *e) {
    usleep(800 * 1000);
    return roots_dataset(owner, name, o, e);
}

/* How a worker with half a second ends; *counted is what was counted of it. */
static enum err_id ends_as(worker_main *body, bool patient, bool slow, double *counted) {
    static char name[] = "alpha_2017";
    struct worker_limits l = {.seconds = 0.5,
                              .weak = true,
                              .patient = patient,
                              .progress = &progress,
                              .counted = counted};
    struct err e = {0};
    struct document d;
    struct roots r = roots_for("scripts/s.lua", NULL);
    struct files files = roots_files(&r);
    if (slow)
        files.dataset = slow_dataset;
    progress_open(&progress, &r.opened, true);
    assert_null(progress.done); /* a script's worker, which starts here, sees nothing of files */
    progress_begin(&progress, "x.csv", 0);
    worker_run(body, name, &files, &l, &d, &e);
    progress_close(&progress);
    document_free(&d);
    roots_close(&r);
    return e.id;
}

static void worker_that_goes_on(void **state) {
    (void)state;
    double counted;
    assert_int_equal(ends_as(go_on, true, false, &counted), ERR_NONE);
    assert_true(counted < 0.5);
    assert_int_equal(ends_as(go_on, false, false, &counted), ERR_LIMIT_TIME);
    assert_true(counted >= 0.5);
    assert_int_equal(ends_as(loop_for_ever, true, false, &counted), ERR_LIMIT_TIME);
    assert_int_equal(ends_as(read_and_report, true, true, &counted), ERR_NONE);
    assert_true(counted < 0.5);
    assert_int_equal(ends_as(read_and_report, false, true, &counted), ERR_LIMIT_TIME);
}

/* What the terminal shows, cut to the columns that it has. */
static void words_are(const struct progress *p, uint64_t bytes, uint64_t rows, double seconds,
                      size_t most, const char *words) {
    struct buf out = {0};
    progress_words(p, bytes, rows, seconds, most, &out);
    assert_string_equal(out.text, words);
    buf_free(&out);
}

static void progress_is_worded(void **state) {
    (void)state;
    struct progress p = {.name = "data/national.csv", .size = 9800000000};
    const uint64_t bytes = 1020000000, rows = 12300000;
    words_are(&p, bytes, rows, 1.5, 200,
              "national.csv: 12,300,000 rows, 1.02 of 9.80 GB, 680 MB/s, 13 s left");
    words_are(&p, bytes, rows, 0.35, 200,
              "national.csv: 12,300,000 rows, 1.02 of 9.80 GB, 2.9 GB/s, 4 s left");
    words_are(&p, bytes, rows, 100, 200,
              "national.csv: 12,300,000 rows, 1.02 of 9.80 GB, 10 MB/s, 15 min left");
    words_are(&p, bytes, rows, 2000, 200,
              "national.csv: 12,300,000 rows, 1.02 of 9.80 GB, 1 MB/s, 5 h left");
    words_are(&p, 9800000000, rows, 1.5, 200,
              "national.csv: 12,300,000 rows, 9.80 of 9.80 GB, 6.5 GB/s");
    words_are(&p, bytes, rows, 1.5, 57, "national.csv: 12,300,000 rows, 1.02 of 9.80 GB, 680 MB/s");
    words_are(&p, bytes, rows, 1.5, 40, "national.csv: 12,300,000 rows, 680 MB/s");
    words_are(&p, bytes, rows, 1.5, 12, "nation");
    p = (struct progress){.name = "-"};
    words_are(&p, 43000000, 0, 2, 200, "-: 43 MB, 22 MB/s");
    words_are(&p, 43000000, 1200, 2, 200, "-: 1,200 rows, 43 MB, 22 MB/s");
    p.name = "a\x1b[2Jb.csv";
    words_are(&p, 43000000, 0, 2, 200, "a?[2Jb.csv: 43 MB, 22 MB/s");
    p.name = "caf\xC3\xA9s.csv";
    words_are(&p, 43000000, 0, 2, 8, "caf");
}

int main(void) {
    unsetenv("FOISTAT_DATASETS");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worker_reads_and_reports),
        cmocka_unit_test(worker_asks_for_what_is_not_there),
        cmocka_unit_test(worker_cannot_leave_the_folder),
        cmocka_unit_test(worker_asks_often),
        cmocka_unit_test(worker_hands_over_its_error),
        cmocka_unit_test(worker_hands_over_no_half_of_a_report),
        cmocka_unit_test(worker_crashes),
        cmocka_unit_test(worker_does_not_end),
        cmocka_unit_test(worker_uses_too_much_processor),
        cmocka_unit_test(worker_is_killed),
        cmocka_unit_test(worker_lies),
        cmocka_unit_test(worker_asks_nonsense),
        cmocka_unit_test(worker_has_no_input),
        cmocka_unit_test(worker_has_a_limit_of_memory),
        cmocka_unit_test(worker_does_not_print_results),
        cmocka_unit_test(parent_is_interrupted),
        cmocka_unit_test(worker_is_connected_before_it_is_confined),
        cmocka_unit_test(worker_that_goes_on),
        cmocka_unit_test(progress_is_worded),
    };
    return cmocka_run_group_tests_name("worker", tests, make_project, remove_project);
}
