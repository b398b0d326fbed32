#include "cli/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/answer.h"
#include "data/json_read.h"
#include "run/open.h"

enum { largest_ledger = 64 * 1024 * 1024 };

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the ledger");
}

/* A member that is a text of its entry, in the arena; false where there is none. */
static bool take_text(struct ledger *l, const json_t *object, const char *name, const char **text,
                      struct err *e) {
    const char *value = json_string_value(json_object_get(object, name));
    *text = value != NULL ? arena_string(&l->arena, value) : NULL;
    return *text != NULL || (value != NULL && no_memory(e));
}

static bool take_line(struct ledger *l, const char *line, size_t n, size_t number, struct err *e) {
    struct ledger_entry *entry = &l->entry[l->n];
    json_error_t error;
    json_t *object = json_read(line, n, JSON_REJECT_DUPLICATES, &error);
    if (object == NULL && json_no_memory(&error))
        return no_memory(e);
    bool done = take_text(l, object, "source", &entry->source, e) &&
                take_text(l, object, "released", &entry->released, e) &&
                take_text(l, object, "request", &entry->request, e) &&
                take_text(l, object, "engine", &entry->engine, e) &&
                take_text(l, object, "table", &entry->table, e);
    json_decref(object);
    entry->line = number;
    l->n++;
    if (done || e->id != ERR_NONE)
        return done;
    fail(e, ERR_READ, "this line of the ledger is none that foistat wrote");
    err_at(e, l->path, number, 0, 0);
    return err_hint(e,
                    "without it nobody can tell what was released: get the ledger from a backup, "
                    "or start a new one");
}

static size_t count_lines(const struct buf *text) {
    size_t n = 1;
    for (size_t i = 0; i < text->n; i++)
        n += text->text[i] == '\n';
    return n;
}

static bool take_lines(struct ledger *l, const struct buf *text, struct err *e) {
    l->entry = arena_alloc(&l->arena, count_lines(text), sizeof *l->entry);
    if (l->entry == NULL)
        return no_memory(e);
    size_t number = 1;
    for (size_t at = 0, n; at < text->n; at += n + 1, number++) {
        const char *end = memchr(text->text + at, '\n', text->n - at);
        n = end != NULL ? (size_t)(end - text->text) - at : text->n - at;
        if (n > 0 && !take_line(l, text->text + at, n, number, e))
            return false;
    }
    return true;
}

static bool open_locked(struct ledger *l, const char *path, struct err *e) {
    l->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (l->fd >= 0 && flock(l->fd, LOCK_EX) == 0)
        return true;
    fail(e, ERR_READ, "cannot open the ledger %s: %s", path, strerror(errno));
    return err_hint(e, "--ledger takes a file, which is made where there is none");
}

bool ledger_open(struct ledger *l, const char *path, struct err *e) {
    *l = (struct ledger){.fd = -1};
    if (path == NULL)
        return true;
    struct buf text = {0};
    l->path = arena_string(&l->arena, path);
    bool done = l->path == NULL ? no_memory(e)
                                : open_locked(l, path, e) &&
                                      read_whole(l->fd, largest_ledger, path, &text, e) &&
                                      take_lines(l, &text, e);
    l->bytes = text.n;
    l->unended = text.n > 0 && text.text[text.n - 1] != '\n';
    buf_free(&text);
    if (!done)
        ledger_close(l);
    return done;
}

void ledger_close(struct ledger *l) {
    if (l->path != NULL && l->fd >= 0)
        close(l->fd);
    arena_free(&l->arena);
    *l = (struct ledger){.fd = -1};
}

static void put_member(struct buf *out, const char *name, const char *text) {
    buf_addf(out, "%s\"%s\": ", out->n > 0 && out->text[out->n - 1] != '\n' ? ", " : "{", name);
    quote_json(out, text);
}

/* Puts the name of a new ledger on the disk. */
static bool sync_name(const char *path) {
    const char *slash = strrchr(path, '/');
    size_t n = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%.*s", n > 0 ? (int)n : 1, n > 0 ? path : ".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;
    int number = errno;
    if (fd >= 0)
        close(fd);
    errno = number;
    return done;
}

static bool write_lines(const struct ledger *l, const struct buf *text) {
    return write_whole(l->fd, text->text, text->n) && fsync(l->fd) == 0 &&
           (l->bytes > 0 || sync_name(l->path));
}

bool ledger_append(struct ledger *l, const struct ledger_entry *entry, size_t n, struct err *e) {
    struct buf text = {0};
    if (l->path == NULL || n == 0)
        return true;
    buf_puts(&text, l->unended ? "\n" : "");
    for (size_t i = 0; i < n; i++) {
        put_member(&text, "source", entry[i].source);
        put_member(&text, "released", entry[i].released);
        put_member(&text, "request", entry[i].request);
        put_member(&text, "engine", entry[i].engine);
        put_member(&text, "table", entry[i].table);
        buf_puts(&text, "}\n");
    }
    bool done = text.failed
                    ? no_memory(e)
                    : write_lines(l, &text) || fail(e, ERR_WRITE, "cannot add to the ledger %s: %s",
                                                    l->path, strerror(errno));
    buf_free(&text);
    if (!done)
        ledger_undo(l);
    return done;
}

void ledger_undo(struct ledger *l) {
    if (l->path == NULL)
        return;
    bool ignored = ftruncate(l->fd, (off_t)l->bytes) == 0; /* else it says too much, never less */
    (void)ignored;
}
