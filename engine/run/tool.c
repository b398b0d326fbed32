#include "run/tool.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/deadline.h"
#include "run/jail.h"
#include "run/open.h"

static const char *const png_words[] = {"rsvg-convert", "--format=png", "--zoom=2", NULL};
static const char *const pdf_words[] = {
    "weasyprint", "--quiet", "--encoding=utf-8", "--pdf-variant=pdf/ua-1", "-", "-", NULL};

const struct tool tool_png = {
    .words = png_words,
    .makes = "PNG",
    .begins = "\x89PNG\r\n\x1a\n",
    .package = "librsvg2-bin",
    .without = "do without --png: the charts are in charts/ as SVG",
    .seconds = 30,
    .most = (size_t)64 << 20,
};
const struct tool tool_pdf = {
    .words = pdf_words,
    .makes = "PDF",
    .begins = "%PDF-",
    .package = "weasyprint",
    .without = "print report.html from a browser: it has a style for paper",
    .seconds = 120,
    .most = (size_t)256 << 20,
};

static const char usual_path[] = "/usr/local/bin:/usr/bin:/bin";
static const size_t most_words = 64 * 1024; /* of what a tool says */

static const char *search_path(void) {
    const char *path = getenv("PATH");
    return path != NULL ? path : usual_path;
}

static bool is_program(const char *path) {
    struct stat s;
    return stat(path, &s) == 0 && S_ISREG(s.st_mode) && access(path, X_OK) == 0;
}

static bool find_program(const char *name, char path[PATH_MAX]) {
    const char *folder = search_path();
    for (size_t n; (n = strcspn(folder, ":")), true; folder += n + 1) {
        int length = snprintf(path, PATH_MAX, "%.*s/%s", (int)n, folder, name);
        if (folder[0] == '/' && length < PATH_MAX && is_program(path))
            return true;
        if (folder[n] == '\0')
            return false;
    }
}

static bool need_program(const struct tool *t, char path[PATH_MAX], struct err *e) {
    if (find_program(t->words[0], path))
        return true;
    fail(e, ERR_TOOL_MISSING, "%s, which makes %s, is not installed", t->words[0], t->makes);
    return err_hint(e, "install the package %s (Debian, Ubuntu), or %s", t->package, t->without);
}

bool tool_need(const struct tool *t, struct err *e) {
    char path[PATH_MAX];
    return need_program(t, path, e);
}

/* The child's side. */

/* All that the child needs is made before fork: afterwards it may not allocate. */
struct child {
    const struct tool *tool;
    char path[PATH_MAX];
    struct buf search; /* "PATH=..." */
    int descriptor[3]; /* what it reads, makes and says: files in memory */
    pid_t parent;
};

static bool limit(int what, rlim_t most) {
    return setrlimit((__rlimit_resource_t)what, &(struct rlimit){most, most}) == 0;
}

/* What it must not have or do; then what it needs to be stopped. */
static bool confine(const struct child *c) {
    sigset_t none;
    sigemptyset(&none);
    return jail_arrange(c->descriptor, 3) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_FSIZE, c->tool->most) && chdir("/") == 0 &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && getppid() == c->parent &&
           sigprocmask(SIG_SETMASK, &none, NULL) == 0;
}

_Noreturn static void become(const struct child *c) {
    char locale[] = "LC_ALL=C.UTF-8", epoch[] = "SOURCE_DATE_EPOCH=0";
    char *environment[] = {c->search.text, locale, epoch, NULL};
    setpgid(0, 0);
    if (confine(c))
        execve(c->path, (char *const *)c->tool->words, environment);
    const char *why = strerror(errno);
    write_whole(STDERR_FILENO, why, strlen(why));
    _exit(127);
}

/* The parent's side. */

static void close_child(struct child *c) {
    for (int i = 0; i < 3; i++) {
        if (c->descriptor[i] >= 0)
            close(c->descriptor[i]);
    }
    buf_free(&c->search);
}

static bool open_child(struct child *c, const void *bytes, size_t n, struct err *e) {
    static const char *const names[] = {"foistat-reads", "foistat-makes", "foistat-says"};
    for (int i = 0; i < 3; i++)
        c->descriptor[i] = memfd_create(names[i], MFD_CLOEXEC);
    buf_addf(&c->search, "PATH=%s", search_path());
    c->parent = getpid();
    if (c->search.failed || c->descriptor[0] < 0 || c->descriptor[1] < 0 || c->descriptor[2] < 0 ||
        !write_whole(c->descriptor[0], bytes, n) || lseek(c->descriptor[0], 0, SEEK_SET) != 0)
        return fail(e, ERR_NOMEM, "no memory to start %s", c->tool->words[0]);
    return true;
}

/* Has an interrupt come that is held back? */
static bool interrupted(void) {
    sigset_t waiting;
    return sigpending(&waiting) == 0 &&
           (sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1 ||
            sigismember(&waiting, SIGHUP) == 1);
}

/* Waits for the process behind 'pidfd' to end; looks up for interrupts every so often. */
static bool await(const struct tool *t, int pidfd, struct err *e) {
    const int often = 50; /* milliseconds */
    struct timespec deadline = deadline_in(t->seconds);
    struct pollfd p = {.fd = pidfd, .events = POLLIN};
    for (int left; (left = deadline_left(&deadline)) > 0;) {
        if (poll(&p, 1, left < often ? left : often) > 0)
            return true;
        if (interrupted())
            return fail(e, ERR_TOOL_FAILED, "%s was interrupted", t->words[0]);
    }
    return fail(e, ERR_TOOL_FAILED, "%s took longer than %g seconds and was stopped", t->words[0],
                t->seconds);
}

/* Runs the child to its end, one way or the other, with all that it started. */
static bool oversee(const struct child *c, int *status, struct err *e) {
    pid_t pid = fork();
    if (pid == 0)
        become(c);
    if (pid < 0)
        return fail(e, ERR_INTERNAL, "cannot start %s: %s", c->tool->words[0], strerror(errno));
    setpgid(pid, pid); /* here too: whichever of the two comes first */
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    bool ended = pidfd >= 0 ? await(c->tool, pidfd, e)
                            : fail(e, ERR_INTERNAL, "cannot watch %s: %s", c->tool->words[0],
                                   strerror(errno));
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    while (waitpid(pid, status, 0) < 0 && errno == EINTR)
        continue;
    if (pidfd >= 0)
        close(pidfd);
    return ended;
}

/* The last line of what it said that holds anything, without control codes. */
static void last_words(const struct child *c, char words[200]) {
    struct err ignored = {0};
    struct buf said = {0};
    read_whole(c->descriptor[2], most_words, "what it said", &said, &ignored);
    size_t end = said.n, start;
    while (end > 0 && (unsigned char)said.text[end - 1] <= ' ')
        end--;
    for (start = end; start > 0 && said.text[start - 1] != '\n';)
        start--;
    for (size_t i = start; i < end; i++) {
        if ((unsigned char)said.text[i] < ' ' || said.text[i] == 0x7f)
            said.text[i] = '?';
    }
    snprintf(words, 200, "%s%.*s", end > start ? ": " : "", (int)(end - start),
             end > start ? said.text + start : "");
    buf_free(&said);
}

static bool fail_tool(const struct child *c, int status, struct err *e) {
    const char *name = c->tool->words[0];
    char words[200];
    last_words(c, words);
    if (WIFSIGNALED(status))
        fail(e, ERR_TOOL_FAILED, "%s ended by signal %d (%s)%s", name, WTERMSIG(status),
             strsignal(WTERMSIG(status)), words);
    else
        fail(e, ERR_TOOL_FAILED, "%s failed (exit status %d)%s", name, WEXITSTATUS(status), words);
    return err_hint(e, "look for a newer package %s, or %s", c->tool->package, c->tool->without);
}

/* What it made, which must begin as such a thing does. */
static bool take(const struct child *c, struct buf *out, struct err *e) {
    const struct tool *t = c->tool;
    size_t before = out->n, n = strlen(t->begins);
    if (!read_whole(c->descriptor[1], t->most, t->makes, out, e))
        return false;
    if (out->n - before >= n && memcmp(out->text + before, t->begins, n) == 0)
        return true;
    fail(e, ERR_TOOL_FAILED, "what %s made is not %s", t->words[0], t->makes);
    return err_hint(e, "look for a newer package %s, or %s", t->package, t->without);
}

bool tool_run(const struct tool *t, const void *bytes, size_t n, struct buf *out, struct err *e) {
    struct child c = {.tool = t, .descriptor = {-1, -1, -1}};
    int status = 0;
    bool done = need_program(t, c.path, e) && open_child(&c, bytes, n, e) &&
                oversee(&c, &status, e) &&
                (status == 0 ? take(&c, out, e) : fail_tool(&c, status, e));
    close_child(&c);
    return done;
}
