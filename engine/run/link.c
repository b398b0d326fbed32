#include "run/link.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "run/open.h"
#include "run/request.h"
#include "run/wire.h"

enum {
    question_file = 'f',
    question_dataset = 'd',
    question_release = 'r',
    question_size = 64 * 1024
};

/* Both sides are the same program, so the answer is the structs as they lie in memory. The
 * descriptors in 'opened' are numbers of the parent; those that count come with the message. */
struct answer {
    bool ok;
    bool released; /* the one descriptor is that of a document, as the wire has it */
    struct opened opened;
    struct err err;
};

/* Room for the descriptors of one answer, aligned as the kernel wants it. */
union descriptors {
    struct cmsghdr header;
    char room[CMSG_SPACE(2 * sizeof(int))];
};

static bool send_question(int fd, char kind, const char *text, size_t n, struct err *e) {
    char question[question_size];
    if (n + 1 > sizeof question)
        return fail(e, ERR_READ, "the names that a script gave for a file are too long");
    question[0] = kind;
    memcpy(question + 1, text, n);
    ssize_t sent;
    do {
        sent = send(fd, question, n + 1, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent >= 0 ? true : fail(e, ERR_INTERNAL, "cannot ask for a file: %s", strerror(errno));
}

/* Puts the descriptors that came with an answer in their places; false when some are missing, which
 * is how the kernel says that this process has too many open. */
static bool take_descriptors(struct msghdr *m, struct opened *o) {
    int fds[2] = {-1, -1};
    struct cmsghdr *c = CMSG_FIRSTHDR(m);
    if (c != NULL && c->cmsg_type == SCM_RIGHTS) {
        size_t n = c->cmsg_len - CMSG_LEN(0);
        memcpy(fds, CMSG_DATA(c), n < sizeof fds ? n : sizeof fds);
    }
    bool wanted = o->package >= 0;
    o->csv = fds[0];
    o->package = fds[1];
    if (fds[0] >= 0 && (fds[1] >= 0) == wanted)
        return true;
    if (fds[0] >= 0)
        close(fds[0]);
    o->csv = o->package = -1;
    return false;
}

static bool receive_answer(int fd, struct opened *o, bool *released, struct err *e) {
    struct answer a = {0};
    union descriptors fds = {0};
    struct iovec part = {.iov_base = &a, .iov_len = sizeof a};
    struct msghdr m = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &fds, .msg_controllen = sizeof fds};
    ssize_t got;
    do {
        got = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got != (ssize_t)sizeof a)
        return fail(e, ERR_INTERNAL, "no answer to a request for a file");
    if (!a.ok) {
        *e = a.err;
        return false;
    }
    *o = a.opened;
    *released = a.released;
    return take_descriptors(&m, o) ? true : fail(e, ERR_READ, "too many files are open at once");
}

static bool ask(const int *fd, char kind, const char *text, struct opened *o, struct err *e) {
    bool released;
    *o = (struct opened){.csv = -1, .package = -1};
    if (strlen(text) >= PATH_MAX)
        return fail(e, ERR_READ, "the name '%.100s...' is too long", text);
    return send_question(*fd, kind, text, strlen(text), e) && receive_answer(*fd, o, &released, e);
}

static bool ask_dataset(void *owner, const char *name, struct opened *o, struct err *e) {
    return ask(owner, question_dataset, name, o, e);
}

static bool ask_file(void *owner, const char *path, struct opened *o, struct err *e) {
    return ask(owner, question_file, path, o, e);
}

static bool send_request(int fd, const struct request *r, struct err *e) {
    struct buf question = {0};
    request_put(r, &question);
    bool sent = question.failed ? fail(e, ERR_NOMEM, "no memory to ask for a file")
                                : send_question(fd, question_release, question.text, question.n, e);
    buf_free(&question);
    return sent;
}

/* The document behind the descriptor o->csv, which is closed. */
static bool take_document(struct opened *o, struct document *released, struct err *e) {
    struct buf bytes = {0};
    bool done = read_whole(o->csv, WIRE_LARGEST, o->path, &bytes, e) &&
                wire_get_document(bytes.n > 0 ? bytes.text : "", bytes.n, released, e);
    close(o->csv);
    o->csv = -1;
    buf_free(&bytes);
    return done;
}

static bool ask_release(void *owner, const struct request *r, struct opened *o,
                        struct document *released, struct err *e) {
    const int *fd = owner;
    bool is_released;
    *o = (struct opened){.csv = -1, .package = -1};
    *released = (struct document){0};
    if (strlen(r->name) >= PATH_MAX)
        return fail(e, ERR_READ, "the name '%.100s...' is too long", r->name);
    return send_request(*fd, r, e) && receive_answer(*fd, o, &is_released, e) &&
           (!is_released || take_document(o, released, e));
}

struct files link_files(int *fd) {
    return (struct files){
        .owner = fd, .dataset = ask_dataset, .file = ask_file, .release = ask_release};
}

/* Does not wait: a worker that reads no answers must not hold up the parent's clock. */
static bool send_answer(int fd, const struct answer *a) {
    union descriptors fds = {0};
    struct iovec part = {.iov_base = (void *)a, .iov_len = sizeof *a};
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
    if (a->ok) {
        int both[2] = {a->opened.csv, a->opened.package};
        size_t n = (both[1] >= 0 ? 2 : 1) * sizeof(int);
        m.msg_control = &fds;
        m.msg_controllen = CMSG_SPACE(n);
        fds.header.cmsg_level = SOL_SOCKET;
        fds.header.cmsg_type = SCM_RIGHTS;
        fds.header.cmsg_len = CMSG_LEN(n);
        memcpy(CMSG_DATA(&fds.header), both, n);
    }
    return sendmsg(fd, &m, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

static void close_answer(const struct answer *a) {
    if (!a->ok)
        return;
    close(a->opened.csv);
    if (a->opened.package >= 0)
        close(a->opened.package);
}

/* Puts the document where the worker can read it: *fd. */
static bool put_document(const struct document *d, int *fd, struct err *e) {
    struct buf bytes = {0};
    wire_put_document(d, &bytes);
    *fd = memfd_create("released", MFD_CLOEXEC);
    bool memory = !bytes.failed;
    bool done = memory && *fd >= 0 && write_whole(*fd, bytes.text, bytes.n);
    const char *why = strerror(errno);
    buf_free(&bytes);
    if (done)
        return true;
    if (*fd >= 0)
        close(*fd);
    return memory ? fail(e, ERR_READ, "a released table cannot be handed over: %s", why)
                  : fail(e, ERR_NOMEM, "no memory to hand over a table");
}

static bool answer_request(const struct files *opener, const struct request *r, struct answer *a) {
    struct document released = {0};
    bool done = opener->release(opener->owner, r, &a->opened, &released, &a->err);
    a->released = done && released.n_parts > 0;
    if (a->released) {
        a->opened.package = -1;
        done = put_document(&released, &a->opened.csv, &a->err);
    }
    document_free(&released);
    return done;
}

/* Answers the question of n bytes; false when it is none. */
static bool answer_question(const struct files *opener, const char *question, size_t n,
                            struct answer *a) {
    if (question[0] == question_release) {
        struct arena scratch = {0};
        struct request r;
        struct err malformed = {0};
        bool understood = request_get(question + 1, n - 1, &scratch, &r, &malformed);
        a->ok = understood && answer_request(opener, &r, a);
        arena_free(&scratch);
        return understood;
    }
    bool dataset = question[0] == question_dataset;
    if (memchr(question, '\0', n) != NULL || (!dataset && question[0] != question_file))
        return false;
    a->ok = (dataset ? opener->dataset : opener->file)(opener->owner, question + 1, &a->opened,
                                                       &a->err);
    return true;
}

enum link_state link_answer(int fd, const struct files *opener) {
    char question[question_size + 1];
    ssize_t n = recv(fd, question, question_size, MSG_DONTWAIT | MSG_TRUNC);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return LINK_OPEN;
    if (n <= 0)
        return LINK_CLOSED;
    if (n > question_size)
        return LINK_BROKEN;
    question[n] = '\0';
    struct answer a = {0};
    if (!answer_question(opener, question, (size_t)n, &a))
        return LINK_BROKEN;
    bool sent = send_answer(fd, &a);
    bool gone = !sent && (errno == EPIPE || errno == ECONNRESET);
    close_answer(&a);
    return sent ? LINK_OPEN : gone ? LINK_CLOSED : LINK_BROKEN;
}
