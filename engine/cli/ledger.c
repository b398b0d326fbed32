#include "cli/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/answer.h"
#include "run/open.h"

enum { largest_ledger = 64 * 1024 * 1024 };

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for the ledger");
}

/* A member that is a text of its entry, in the arena; false where there is none. */
static bool take_text(struct ledger *l, const json_t *object, const char *name, const char **text) {
    *text = arena_string(&l->arena, json_string_value(json_object_get(object, name)));
    return *text != NULL;
}

static bool take_line(struct ledger *l, const char *line, size_t n, size_t number, struct err *e) {
    struct ledger_entry *entry = &l->entry[l->n];
    json_t *object = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
    bool done = take_text(l, object, "source", &entry->source) &&
                take_text(l, object, "released", &entry->released) &&
                take_text(l, object, "request", &entry->request) &&
                take_text(l, object, "engine", &entry->engine) &&
                take_text(l, object, "table", &entry->table);
    json_decref(object);
    entry->line = number;
    l->n++;
    if (done)
        return true;
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
    bool done = text.failed ? no_memory(e)
                            : (write_whole(l->fd, text.text, text.n) && fsync(l->fd) == 0) ||
                                  fail(e, ERR_WRITE, "cannot add to the ledger %s: %s", l->path,
                                       strerror(errno));
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
