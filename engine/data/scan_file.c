/* The file as parts of equal size. Each thread takes the next part, finds the places in it, waits
 * for its turn to learn where the first row of the part starts, tells the next part where its last
 * one ends, and then counts the rows in between. */
#include "data/scan_file.h"

#include <stdlib.h>
#include <string.h>

#include "data/csv_rows.h"
#include "data/scan_block.h"
#include "data/scan_cell.h"
#include "scan/pool.h"
#include "scan/turns.h"

static size_t part_bytes = (size_t)128 << 10; /* places and text fit the second-level cache */
static size_t head_bytes = (size_t)1 << 20;   /* looked at for the header */
static const size_t largest_head = (size_t)256 << 20;

void scan_use_parts(size_t part, size_t head) {
    part_bytes = part;
    head_bytes = head;
}

/* One part in the hands of a thread. */
struct part {
    size_t number;
    char *text; /* room for INDEX_PAD more */
    size_t n;
    int64_t at; /* in a plain file */
};

/* What all threads share. */
struct work {
    struct scan_job job;
    struct stream *stream;
    struct scan_progress *progress;
    size_t n_threads;
    struct scanner *scanner; /* one a thread */
    struct part *part;

    /* Taken in order, with nobody beside. */
    int64_t at, size; /* of a plain file: where the next part starts, and its end */
    struct span head; /* of any other: what was read and not yet given out, ... */
    bool ended;       /* ... and is there no more? */

    /* Handed on from turn to turn. */
    struct turns *turns;
    struct buf carry; /* from the start of a row to where the part before ended */
    size_t doubtful;  /* whole rows of it, that may be notes below the table */
    bool inside;      /* its last quote is open */
    size_t line;      /* where it starts */

    struct failure {
        size_t number; /* of the part */
        struct err err;
    } * failure;         /* one a thread, which stops at its first */
    struct err read_err; /* a stream cannot be read on */
};

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory to count the rows of a file");
}

/* --- taking parts ----------------------------------------------------------------------------- */

static bool fail_cut(const struct work *w, struct err *e) {
    fail(e, ERR_READ, "%s became shorter while it was read", w->job.name);
    return err_hint(e, "wait until it is complete, and run again");
}

/* The next part of a plain file: which bytes it has. They are read by its thread. */
static bool take_place(struct work *w, struct part *p) {
    int64_t left = w->size - w->at;
    if (left <= 0)
        return false;
    p->n = left < (int64_t)part_bytes ? (size_t)left : part_bytes;
    p->at = w->at;
    w->at += (int64_t)p->n;
    return true;
}

/* Fills a room from a stream up to its end: where fewer bytes come, an error may follow. */
static bool fill(struct stream *s, char *to, size_t room, size_t *n, struct err *e) {
    *n = 0;
    for (size_t more = 1; more > 0 && *n < room; *n += more) {
        if (!stream_read(s, to + *n, room - *n, &more, e))
            return false;
    }
    return true;
}

/* The next part of a stream: the rest of the head first. */
static bool take_read(struct work *w, struct part *p) {
    size_t n = w->head.n < part_bytes ? w->head.n : part_bytes, more = 0;
    memcpy(p->text, w->head.text, n);
    w->head = (struct span){w->head.text + n, w->head.n - n};
    if (w->ended || !fill(w->stream, p->text + n, part_bytes - n, &more, &w->read_err))
        return false;
    p->n = n + more;
    w->ended = p->n < part_bytes;
    return p->n > 0;
}

struct taking {
    struct work *work;
    struct part *part;
};

static bool take(void *data, size_t number) {
    struct taking *t = data;
    bool taken = (t->work->size >= 0 ? take_place : take_read)(t->work, t->part);
    t->part->number = number;
    return taken;
}

/* --- turns ------------------------------------------------------------------------------------ */

/* The whole rows of a part, and the row that begins in the parts before it. */
struct rows {
    struct buf head; /* that one, with padding behind its n bytes */
    size_t head_n, head_line;
    size_t start, end, line; /* the others */
    struct index index;      /* of the others */
};

static size_t count_line_ends(const char *text, size_t n) {
    size_t lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 == n || text[i + 1] != '\n'));
    return lines;
}

/* The places of the first and the last line feed outside quotes: SIZE_MAX if there is none. */
struct cuts {
    size_t first, last;
    size_t lines_first, lines; /* line feeds up to the first of them, and up to the last */
    bool inside;               /* at the end of the part */
};

static struct cuts cut_plain(const struct part *p, const struct index *x) {
    struct cuts c = {SIZE_MAX, SIZE_MAX, 1, x->lines, false};
    if (x->lines == 0)
        return c;
    for (c.first = 0; p->text[x->at[c.first]] != '\n';)
        c.first++;
    for (c.last = x->n - 1; p->text[x->at[c.last]] != '\n';)
        c.last--;
    return c;
}

static struct cuts cut_quoted(const struct part *p, const struct index *x, bool inside) {
    struct cuts c = {SIZE_MAX, SIZE_MAX, 0, 0, inside};
    size_t lines = 0;
    for (size_t i = 0; i < x->n; i++) {
        char at = p->text[x->at[i]];
        c.inside ^= at == '"';
        lines += at == '\n';
        if (at != '\n' || c.inside)
            continue;
        if (c.first == SIZE_MAX) {
            c.first = i;
            c.lines_first = lines;
        }
        c.last = i;
        c.lines = lines;
    }
    return c;
}

/* Is the row that ends at place i surely one of the table, and no note below it: complete, and with
 * text in more than the first cell? *before is the place of the line end before it, SIZE_MAX where
 * it begins in an earlier part; *lines are its line feeds. */
static bool is_table_row(const struct scan_job *job, const struct part *p, const struct index *x,
                         size_t i, size_t *before, size_t *lines) {
    bool inside = false;
    size_t cells = 1, first = i;
    *lines = 1;
    *before = SIZE_MAX;
    for (size_t k = i; k-- > 0 && *before == SIZE_MAX;) {
        char at = p->text[x->at[k]];
        inside ^= at == '"';
        if (at == '\n' && !inside)
            *before = k;
        else
            *lines += at == '\n';
        if (at == job->delimiter && !inside) {
            cells++;
            first = k;
        }
    }
    struct span others = {p->text + x->at[first], x->at[i] - x->at[first]};
    return *before != SIZE_MAX && cells == job->n_columns &&
           (cells == 1 || scan_look(job->options->encoding, job->delimiter, others) == SCAN_TEXT);
}

/* Rows at the end that may be notes stay with what follows, unless there are too many of them. */
static void leave_doubtful(struct work *w, const struct part *p, const struct index *x,
                           struct cuts *c) {
    struct cuts back = *c;
    size_t rows = 0, before, lines;
    bool known = (x->flags & (INDEX_LONE_CR | INDEX_NUL)) == 0;
    while (back.last > back.first && rows <= CSV_MOST_NOTES &&
           !(is_table_row(&w->job, p, x, back.last, &before, &lines) && known)) {
        rows++;
        back.last = before;
        back.lines -= lines;
    }
    bool all = back.last == back.first;
    w->doubtful = all ? w->doubtful + rows + 1 : rows;
    if (w->doubtful > CSV_MOST_NOTES)
        w->doubtful = 0;
    else
        *c = back;
    if (all && w->doubtful > 0)
        c->first = SIZE_MAX;
}

/* In its turn: joins what is carried to the first row end of the part, and carries what is behind
 * the last row that surely belongs to the table. */
static bool cut(struct work *w, const struct part *p, const struct index *x, struct rows *r,
                struct err *e) {
    static const char padding[INDEX_PAD];
    bool quoted = w->inside || (x->flags & INDEX_QUOTE) != 0;
    struct cuts c = quoted ? cut_quoted(p, x, w->inside) : cut_plain(p, x);
    w->inside = c.inside;
    r->head_n = r->end = r->start = 0;
    if (c.first != SIZE_MAX)
        leave_doubtful(w, p, x, &c);
    if (c.first == SIZE_MAX) {
        buf_add(&w->carry, p->text, p->n);
        return !w->carry.failed || no_memory(e);
    }
    size_t first = x->at[c.first] + 1, last = x->at[c.last] + 1;
    r->head.n = 0;
    buf_add(&r->head, w->carry.text, w->carry.n);
    buf_add(&r->head, p->text, first);
    r->head_n = r->head.n;
    r->head_line = w->line;
    r->start = first;
    r->end = last;
    r->line = w->line + count_line_ends(r->head.text, r->head_n);
    w->line =
        r->line + ((x->flags & INDEX_LONE_CR) != 0 ? count_line_ends(p->text + first, last - first)
                                                   : c.lines - c.lines_first);
    buf_add(&r->head, padding, sizeof padding);
    w->carry.n = 0;
    buf_add(&w->carry, p->text + last, p->n - last);
    r->index = (struct index){.n = c.last - c.first,
                              .lines = c.lines - c.lines_first,
                              .flags = x->flags,
                              .at = x->at + c.first + 1};
    return (!w->carry.failed && !r->head.failed) || no_memory(e);
}

/* --- threads ---------------------------------------------------------------------------------- */

/* A thread's own. */
struct hand {
    struct work *work;
    struct scanner *scanner;
    struct part *part;
    struct failure *failure;
    struct index index;
    size_t index_room;
    struct rows rows;
};

/* Reads the part, if that was not done when it was taken, and finds the places in it. */
static bool look(struct hand *h, struct err *e) {
    const struct work *w = h->work;
    struct part *p = h->part;
    size_t n;
    if (w->size >= 0 && !stream_at(w->stream, p->at, p->text, p->n, &n, e))
        return false;
    if (w->size >= 0 && n < p->n)
        return fail_cut(w, e);
    scan_index((struct span){p->text, p->n}, w->job.delimiter, &h->index);
    return true;
}

static bool count_rows(struct hand *h, struct err *e) {
    const struct rows *r = &h->rows;
    return (r->head_n == 0 ||
            scan_text(h->scanner, (struct span){r->head.text, r->head_n}, r->head_line, e)) &&
           (r->end == r->start || scan_part(h->scanner, (struct span){h->part->text, r->end},
                                            r->start, r->line, &r->index, e));
}

/* How far the scan is: of a stream the bytes as they are stored. */
static void show(const struct hand *h) {
    const struct work *w = h->work;
    if (w->progress == NULL)
        return;
    if (w->size >= 0)
        w->progress->bytes += h->part->n;
    else
        w->progress->bytes = stream_done(w->stream);
    w->progress->rows += h->index.lines;
}

static void note_failure(struct hand *h, size_t number, const struct err *e) {
    *h->failure = (struct failure){number, *e};
    turns_fail(h->work->turns, number);
}

/* One part from taking it to its rows; false when there are no more. */
static bool do_part(struct hand *h) {
    struct work *w = h->work;
    struct err e = {0};
    size_t number;
    if (!turns_take(w->turns, take, &(struct taking){w, h->part}, &number))
        return false;
    bool done = look(h, &e);
    if (done && turns_wait(w->turns, number)) {
        done = cut(w, h->part, &h->index, &h->rows, &e);
        if (done)
            turns_pass(w->turns);
        done = done && count_rows(h, &e);
    }
    show(h);
    if (!done)
        note_failure(h, number, &e);
    return done;
}

static void work_on(void *data, size_t i) {
    struct work *w = data;
    struct hand h = {
        .work = w, .scanner = &w->scanner[i], .part = &w->part[i], .failure = &w->failure[i]};
    struct err e = {0};
    bool done = scan_index_room(&h.index, &h.index_room, part_bytes, &e);
    if (!done)
        note_failure(&h, 0, &e);
    while (done && do_part(&h))
        continue;
    buf_free(&h.rows.head);
    scan_index_free(&h.index);
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool new_part(struct part *p) {
    p->text = malloc(part_bytes + INDEX_PAD);
    return p->text != NULL;
}

static bool open_work(struct work *w, struct err *e) {
    w->n_threads = pool_size();
    w->turns = turns_new();
    w->scanner = calloc(w->n_threads, sizeof *w->scanner);
    w->part = calloc(w->n_threads, sizeof *w->part);
    w->failure = calloc(w->n_threads, sizeof *w->failure);
    bool done = w->turns != NULL && w->scanner != NULL && w->part != NULL && w->failure != NULL;
    for (size_t i = 0; done && i < w->n_threads; i++)
        done = new_part(&w->part[i]);
    if (!done)
        return no_memory(e);
    for (size_t i = 0; done && i < w->n_threads; i++)
        done = scanner_open(&w->scanner[i], &w->job, e);
    return done;
}

static void close_work(struct work *w) {
    for (size_t i = 0; w->scanner != NULL && i < w->n_threads; i++)
        scanner_free(&w->scanner[i]);
    for (size_t i = 0; w->part != NULL && i < w->n_threads; i++)
        free(w->part[i].text);
    free(w->scanner);
    free(w->part);
    free(w->failure);
    buf_free(&w->carry);
    turns_free(w->turns);
}

/* The error that stands first in the file: that of the first part which has one. */
static bool take_err(const struct work *w, struct err *e) {
    const struct failure *first = NULL;
    for (size_t i = 0; i < w->n_threads; i++) {
        const struct failure *f = &w->failure[i];
        if (f->err.id != ERR_NONE && (first == NULL || f->number < first->number))
            first = f;
    }
    if (first == NULL && w->read_err.id == ERR_NONE)
        return true;
    *e = first != NULL ? first->err : w->read_err;
    return false;
}

/* Adds up what the threads counted. */
static bool join(struct work *w, struct scan *s, struct csv_tally *seen, struct err *e) {
    for (size_t i = 0; i < w->n_threads; i++) {
        if (!scanner_close(&w->scanner[i], e) || !tally_join(&s->tally, &w->scanner[i].tally, e))
            return false;
        csv_tally_add(seen, &w->scanner[i].seen);
    }
    return tally_close(&s->tally, e);
}

static bool run(struct work *w, struct scan *s, struct csv_tally *seen, struct err *e) {
    if (!open_work(w, e))
        return false;
    pool_run(work_on, w);
    return take_err(w, e) && scan_end(&w->scanner[0], &w->carry, w->line, e) && join(w, s, seen, e);
}

static bool copy_repairs(struct scan *s, const struct csv_tally *seen,
                         const struct csv_options *options, struct err *e) {
    s->repair = csv_tally_words(seen, options, &s->arena, &s->n_repairs);
    return s->repair != NULL || no_memory(e);
}

/* Where line 'line' of the head starts; its length if that is not in it. */
static size_t find_line(const struct buf *head, size_t line) {
    size_t at = 0;
    for (size_t now = 1; now < line && at < head->n; at++) {
        char c = head->text[at];
        now += c == '\n' || (c == '\r' && (at + 1 == head->n || head->text[at + 1] != '\n'));
    }
    return at;
}

static bool ends_line(char c) {
    return c == '\n' || c == '\r';
}

/* Where the rows begin: what stands behind the header, blank lines too, because a row may be a note
 * only after a blank line. */
struct body {
    size_t at, line;
};

static struct body find_body(const struct buf *head, size_t first_line, char delimiter) {
    struct body b = {find_line(head, first_line), first_line};
    for (size_t start = b.at; start > 0; b = (struct body){start, b.line - 1}) {
        size_t end = start - 1;
        end -= head->text[end] == '\n' && end > 0 && head->text[end - 1] == '\r';
        for (start = end; start > 0 && !ends_line(head->text[start - 1]);)
            start--;
        if (!rows_is_blank_line((struct span){head->text + start, end - start}, delimiter))
            break;
    }
    return b;
}

/* The first bytes of the file, 'n' if there are so many, of which some may be there already. */
static bool read_head(struct stream *stream, size_t n, struct buf *head, struct err *e) {
    size_t more = n - head->n, got = 0;
    char *text = malloc(more);
    if (text == NULL)
        return no_memory(e);
    bool done = stream_size(stream) >= 0 ? stream_at(stream, (int64_t)head->n, text, more, &got, e)
                                         : fill(stream, text, more, &got, e);
    if (done)
        buf_add(head, text, got);
    free(text);
    return done && (!head->failed || no_memory(e));
}

static bool fail_head(const char *name, struct err *e) {
    fail(e, ERR_CSV_LIMIT, "the first rows of %s are larger than %zu MiB", name,
         largest_head >> 20);
    return err_hint(e, "a quote that does not close is the usual cause");
}

/* As much of the file as it takes to find its first row. A plain file has a reader already; what
 * comes as a stream is given one that reads the head. */
static bool open_head(struct stream *stream, const char *name, const struct csv_options *o,
                      struct buf *head, struct csv_reader **r, struct err *e) {
    bool plain = stream_size(stream) >= 0;
    for (size_t n = head_bytes; n <= largest_head; n *= 2) {
        struct err why = {0};
        if (!read_head(stream, n, head, e))
            return false;
        bool whole = head->n < n;
        struct span text = {head->n > 0 ? head->text : "", head->n};
        if (!plain) {
            csv_close(*r);
            *r = csv_open_text(text, name, o, &why);
        }
        size_t line = *r != NULL ? csv_first_line(*r) : 0;
        if (whole || (line > 0 && find_line(head, line) < head->n) || (plain && line == 0)) {
            *e = why;
            return *r != NULL;
        }
    }
    return fail_head(name, e);
}

/* A file that ends where its header was looked for, or that is written in a way which only the
 * exact reader knows, is read by it alone. */
static bool read_exactly(struct scan *s, const struct csv_options *o, struct err *e) {
    if (!tally_csv(&s->tally, s->blame, e) || !tally_close(&s->tally, e))
        return false;
    struct csv_tally seen = csv_tally(s->blame);
    return copy_repairs(s, &seen, o, e);
}

static bool scan_rest(struct scan *s, struct stream *stream, const char *name,
                      const struct csv_options *o, const struct buf *head,
                      struct scan_progress *progress, struct err *e) {
    struct csv_tally seen;
    struct work *w = calloc(1, sizeof *w);
    if (w == NULL)
        return no_memory(e);
    char delimiter = o->delimiter != 0 ? o->delimiter : ',';
    struct body body = find_body(head, csv_first_line(s->blame), delimiter);
    *w = (struct work){
        .job = {name, o, delimiter, s->n_columns, &s->plan},
        .stream = stream,
        .progress = progress,
        .at = (int64_t)body.at,
        .size = stream_size(stream),
        .head = {head->text + body.at, head->n - body.at},
        .line = body.line,
    };
    bool done = csv_head_tally(s->blame, (struct span){head->text, body.at}, &seen, e) &&
                run(w, s, &seen, e) && copy_repairs(s, &seen, o, e);
    close_work(w);
    free(w);
    return done;
}

static bool scan_stream(int fd, struct stream *stream, const char *name,
                        const struct csv_options *o, scan_choose *choose, void *data,
                        struct scan_progress *progress, struct scan *s, struct err *e) {
    struct buf head = {0};
    if (stream_size(stream) >= 0 && (s->blame = csv_open(fd, name, o, e)) == NULL)
        return false;
    bool done = open_head(stream, name, o, &head, &s->blame, e);
    if (done && stream_size(stream) < 0 && stream_repeats(stream))
        csv_lend(s->blame, fd);
    if (done) {
        s->header = csv_header(s->blame, &s->n_columns);
        done = choose(data, s->header, s->n_columns, &s->plan, e) &&
               tally_open(&s->tally, &s->plan, e);
    }
    bool fast =
        done && csv_first_line(s->blame) > 0 && (o->delimiter == '\0' || index_takes(o->delimiter));
    done =
        done && (fast ? scan_rest(s, stream, name, o, &head, progress, e) : read_exactly(s, o, e));
    buf_free(&head);
    return done;
}

bool scan_file(int fd, const char *name, const struct csv_options *options, scan_choose *choose,
               void *data, struct scan_progress *progress, struct scan *s, struct err *e) {
    *s = (struct scan){0};
    struct stream *stream = stream_open(fd, name, e);
    bool done =
        stream != NULL && scan_stream(fd, stream, name, options, choose, data, progress, s, e);
    if (!done && stream != NULL && e->id >= ERR_CSV_QUOTE && e->id <= ERR_CSV_LIMIT)
        stream_doubt(stream, e);
    stream_close(stream);
    if (!done)
        scan_free(s);
    return done;
}

void scan_free(struct scan *s) {
    csv_close(s->blame);
    if (s->tally.plan != NULL)
        tally_free(&s->tally);
    arena_free(&s->arena);
    *s = (struct scan){0};
}
