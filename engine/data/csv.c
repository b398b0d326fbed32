#include "data/csv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/csv_layout.h"
#include "data/csv_rows.h"

/* A block is handed out when it has this many rows or bytes of text, or when the file ends. */
enum { block_rows = 2048, block_bytes = 16 << 20 };

struct csv_reader {
    struct arena arena; /* header and repairs */
    struct csv_rows *rows;
    struct csv_options options;
    size_t n_columns;
    struct cell *header;
    size_t next; /* first row of the store that has not been handed out */
    struct cell *cell;
    size_t cells_room;

    bool part;             /* of a file, and not its end */
    struct csv_tally seen; /* without what csv_rows counts */
};

static struct cell make_cell(const struct csv_rows *rows, const struct raw_cell *c) {
    return (struct cell){rows_text(rows, c), c->quoted_empty, c->line, c->column};
}

static bool blame_cell(const struct csv_rows *rows, const struct cell *c, struct err *e) {
    const char *line_end = c->text.n > 0 ? memchr(c->text.text, '\n', c->text.n) : NULL;
    size_t n = line_end != NULL ? (size_t)(line_end - c->text.text) : c->text.n;
    return rows_blame(rows, c->line, c->column, utf8_count(c->text.text, n), e);
}

bool csv_blame(const struct csv_reader *r, const struct cell *cell, struct err *e) {
    return r != NULL && blame_cell(r->rows, cell, e);
}

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory to read a CSV file");
}

/* The first row behind the declared title rows, which are counted in lines. */
static size_t skip_declared(const struct csv_reader *r) {
    size_t i = 0;
    while (i < rows_count(r->rows) && rows_at(r->rows, i)->line <= r->options.skip_rows)
        i++;
    return i;
}

static size_t skip_empty(const struct csv_reader *r, size_t i) {
    while (i < rows_count(r->rows) && layout_is_empty(r->rows, rows_at(r->rows, i)))
        i++;
    return i;
}

/* How many of the rows before the header hold text; the others are blank. */
static void tally_titles(struct csv_reader *r, size_t header) {
    for (size_t i = 0; i < header; i++) {
        bool empty = layout_is_empty(r->rows, rows_at(r->rows, i));
        r->seen.title_rows += !empty;
        r->seen.blank_rows += empty;
    }
}

static bool copy_header(struct csv_reader *r, const struct raw_row *row, struct err *e) {
    r->n_columns = row->n;
    r->header = arena_alloc(&r->arena, row->n, sizeof *r->header);
    for (size_t i = 0; r->header != NULL && i < row->n; i++) {
        r->header[i] = make_cell(r->rows, rows_cell(r->rows, row->first + i));
        struct span *text = &r->header[i].text;
        text->text = arena_text(&r->arena, text->text, text->n);
        if (text->text == NULL)
            return no_memory(e);
    }
    return r->header != NULL || no_memory(e);
}

static bool refuse_empty_name(const struct csv_reader *r, size_t i, struct err *e) {
    if (r->header[i].text.n > 0)
        return true;
    fail(e, ERR_CSV_HEADER, "column %zu of %zu has no name", i + 1, r->n_columns);
    err_hint(e, "give the column a name in the header; if lines above the header hold a title, say "
                "how many: skip_rows = 2");
    return csv_blame(r, &r->header[i], e);
}

static int by_name(const void *a, const void *b) {
    const struct cell *x = *(const struct cell *const *)a, *y = *(const struct cell *const *)b;
    int order = strcmp(x->text.text, y->text.text);
    return order != 0 ? order : (x > y) - (x < y);
}

static bool refuse_twins(const struct csv_reader *r, struct err *e) {
    const struct cell **sorted = malloc(r->n_columns * sizeof *sorted);
    if (sorted == NULL)
        return no_memory(e);
    for (size_t i = 0; i < r->n_columns; i++)
        sorted[i] = &r->header[i];
    qsort(sorted, r->n_columns, sizeof *sorted, by_name);
    const struct cell *first = NULL, *second = NULL; /* the leftmost repetition */
    for (size_t i = 1; i < r->n_columns; i++) {
        bool twins = strcmp(sorted[i - 1]->text.text, sorted[i]->text.text) == 0;
        if (twins && (second == NULL || sorted[i] < second)) {
            first = sorted[i - 1];
            second = sorted[i];
        }
    }
    free(sorted);
    if (second == NULL)
        return true;
    fail(e, ERR_CSV_HEADER, "the column name \"%.80s\" occurs twice (columns %zu and %zu)",
         second->text.text, (size_t)(first - r->header) + 1, (size_t)(second - r->header) + 1);
    err_hint(e, "rename one of them in the file: scripts find columns by name");
    return csv_blame(r, second, e);
}

/* A single unquoted name that holds semicolons or tabs, or commas where another delimiter was said:
 * the cells are separated by those. */
static bool refuse_delimiter(const struct csv_reader *r, const struct raw_row *row, struct err *e) {
    const struct cell *c = &r->header[0];
    if (r->n_columns != 1 || rows_cell(r->rows, row->first)->quoted)
        return true;
    bool comma = r->options.delimiter != '\0' && r->options.delimiter != ',';
    const char *found = strpbrk(c->text.text, comma ? ",;\t|" : ";\t|");
    if (found == NULL || *found == r->options.delimiter)
        return true;
    const char shown[] = {*found == '\t' ? '\\' : *found, *found == '\t' ? 't' : '\0', '\0'};
    fail(e, ERR_CSV_HEADER, "the header is one name that holds \"%s\"", shown);
    err_hint(e,
             "if that separates the cells, say delimiter = \"%s\"; if it belongs to the name, "
             "put the name in quotes",
             shown);
    return csv_blame(r, c, e);
}

static bool refuse_empty_file(const struct csv_reader *r, const char *name, struct err *e) {
    if (r->options.skip_rows > 0)
        fail(e, ERR_CSV_EMPTY, "%s has no header after %zu skipped rows", name,
             r->options.skip_rows);
    else if (strcmp(name, "-") == 0)
        fail(e, ERR_CSV_EMPTY, "nothing came through the pipe");
    else
        fail(e, ERR_CSV_EMPTY, "%s is empty", name);
    err_hint(e, "%sa CSV file starts with a header row that names its columns",
             strcmp(name, "-") == 0 ? "did the program before it fail? its own message says why; "
                                    : "");
    return err_at(e, name, 0, 0, 0);
}

static bool read_header(struct csv_reader *r, const char *name, struct err *e) {
    if (!rows_fill(r->rows, r->options.skip_rows + layout_sample, e))
        return false;
    size_t header = skip_empty(r, skip_declared(r));
    if (r->options.find_header && r->options.skip_rows == 0 && header < rows_count(r->rows)) {
        size_t found = layout_find_header(r->rows);
        header = found > header ? found : header;
    }
    if (header == rows_count(r->rows))
        return refuse_empty_file(r, name, e);
    tally_titles(r, header);
    const struct raw_row *row = rows_at(r->rows, header);
    r->next = header + 1;
    if (!copy_header(r, row, e) || !refuse_delimiter(r, row, e))
        return false;
    for (size_t i = 0; i < r->n_columns; i++) {
        if (!refuse_empty_name(r, i, e))
            return false;
    }
    return refuse_twins(r, e);
}

struct csv_reader *csv_open(int fd, const char *name, const struct csv_options *options,
                            struct err *e) {
    struct csv_reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        no_memory(e);
        return NULL;
    }
    r->options = *options;
    if (rows_open(&r->rows, fd, name, options, e) && read_header(r, name, e))
        return r;
    rows_doubt(r->rows, e);
    csv_close(r);
    return NULL;
}

struct csv_reader *csv_open_text(struct span text, const char *name,
                                 const struct csv_options *options, struct err *e) {
    struct csv_reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        no_memory(e);
        return NULL;
    }
    r->options = *options;
    if (rows_open_text(&r->rows, text, name, options, e) && read_header(r, name, e))
        return r;
    csv_close(r);
    return NULL;
}

void csv_lend(struct csv_reader *r, int fd) {
    rows_lend(r->rows, fd);
}

struct csv_reader *csv_resume(struct span text, const char *name, const struct csv_options *options,
                              size_t n_columns, size_t line, bool last, struct err *e) {
    struct csv_reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        no_memory(e);
        return NULL;
    }
    r->options = *options;
    r->n_columns = n_columns;
    r->part = !last;
    if (rows_resume(&r->rows, text, name, options, line, e))
        return r;
    csv_close(r);
    return NULL;
}

void csv_close(struct csv_reader *r) {
    if (r == NULL)
        return;
    rows_close(r->rows);
    arena_free(&r->arena);
    free(r->cell);
    free(r);
}

size_t csv_first_line(const struct csv_reader *r) {
    bool here = !rows_ended(r->rows) && r->next < rows_count(r->rows);
    return here ? rows_at(r->rows, r->next)->line : 0;
}

static void add_rows(struct csv_tally *t, const struct csv_rows *rows) {
    struct rows_tally more = rows_tally(rows);
    t->blank_rows += more.blank_lines;
    t->nbsp_cells += more.nbsp_cells;
    t->trimmed += more.trimmed;
}

struct csv_tally csv_tally(const struct csv_reader *r) {
    struct csv_tally all = r->seen;
    add_rows(&all, r->rows);
    return all;
}

bool csv_head_tally(const struct csv_reader *r, struct span head, struct csv_tally *t,
                    struct err *e) {
    struct csv_rows *rows = NULL;
    *t = r->seen;
    bool done = rows_open_text(&rows, head, "", &r->options, e) && rows_fill(rows, SIZE_MAX, e);
    if (done)
        add_rows(t, rows);
    rows_close(rows);
    return done;
}

void csv_tally_add(struct csv_tally *to, const struct csv_tally *more) {
    if (more->ragged_rows > 0 && (to->ragged_rows == 0 || more->first_ragged < to->first_ragged))
        to->first_ragged = more->first_ragged;
    if (more->note_rows > 0 && to->note_rows == 0)
        memcpy(to->first_note, more->first_note, sizeof to->first_note);
    to->blank_rows += more->blank_rows;
    to->ragged_rows += more->ragged_rows;
    to->note_rows += more->note_rows;
    to->nbsp_cells += more->nbsp_cells;
    to->trimmed += more->trimmed;
}

const struct cell *csv_header(const struct csv_reader *r, size_t *n) {
    *n = r->n_columns;
    return r->header;
}

/* Do the rows at the end of the store look like notes, so that what follows decides about them? */
static bool ends_in_doubt(const struct csv_reader *r) {
    size_t n = rows_count(r->rows);
    if (r->part || n == r->next || n - r->next > block_rows + CSV_MOST_NOTES)
        return false;
    const struct raw_row *last = rows_at(r->rows, n - 1);
    return layout_like_note(r->rows, last, r->n_columns) || layout_is_empty(r->rows, last);
}

static bool fill_block(struct csv_reader *r, struct err *e) {
    if (r->next == rows_count(r->rows) && !rows_ended(r->rows)) {
        rows_clear(r->rows);
        r->next = 0;
    }
    size_t n = rows_count(r->rows);
    while (!rows_ended(r->rows) && ((n < block_rows && rows_bytes(r->rows) < block_bytes) ||
                                    n == r->next || ends_in_doubt(r))) {
        if (!rows_fill(r->rows, n + 1, e))
            return false;
        n = rows_count(r->rows);
    }
    return true;
}

static bool admit_ragged(struct csv_reader *r, const struct raw_row *row, struct err *e) {
    if (r->options.allow_ragged) {
        if (r->seen.ragged_rows++ == 0)
            r->seen.first_ragged = row->line;
        return true;
    }
    fail(e, ERR_CSV_RAGGED, "this row has %zu cell%s and the header has %zu", row->n,
         row->n == 1 ? "" : "s", r->n_columns);
    err_hint(e, row->n > r->n_columns
                    ? "put a cell that holds the delimiter in quotes; if lines above the header "
                      "hold a title, say how many: skip_rows = 2"
                    : "add the missing cells; if the file was cut off, get it again; to skip and "
                      "count such rows say allow_ragged = true");
    size_t at = row->n > r->n_columns ? r->n_columns : 0;
    struct cell c = make_cell(r->rows, rows_cell(r->rows, row->first + at));
    return csv_blame(r, &c, e);
}

static void set_notes_aside(struct csv_reader *r, size_t from) {
    for (size_t i = from; i < rows_count(r->rows); i++) {
        const struct raw_row *row = rows_at(r->rows, i);
        if (layout_is_empty(r->rows, row)) {
            r->seen.blank_rows++;
            continue;
        }
        struct span text = rows_text(r->rows, rows_cell(r->rows, row->first));
        size_t cut = text.n < 80 ? text.n : utf8_whole(text.text, 80);
        if (r->seen.note_rows++ == 0)
            snprintf(r->seen.first_note, sizeof r->seen.first_note, "%.*s%s", (int)cut, text.text,
                     cut < text.n ? "..." : "");
    }
}

/* Copies a row of the right length into the block. */
static bool admit_row(struct csv_reader *r, const struct raw_row *row, size_t at, struct err *e) {
    size_t need = (at + 1) * r->n_columns;
    if (need > r->cells_room) {
        size_t room = need * 2;
        struct cell *cell = realloc(r->cell, room * sizeof *cell);
        if (cell == NULL)
            return no_memory(e);
        r->cell = cell;
        r->cells_room = room;
    }
    for (size_t i = 0; i < r->n_columns; i++)
        r->cell[at * r->n_columns + i] = make_cell(r->rows, rows_cell(r->rows, row->first + i));
    return true;
}

/* In a table of one column an empty line is skipped by the parser, and "" is a cell. */
static bool is_separator(const struct csv_reader *r, const struct raw_row *row) {
    return r->n_columns > 1 && layout_is_empty(r->rows, row);
}

static bool admit_rows(struct csv_reader *r, size_t end, struct csv_block *block, struct err *e) {
    for (; r->next < end; r->next++) {
        const struct raw_row *row = rows_at(r->rows, r->next);
        bool done = true;
        if (is_separator(r, row))
            r->seen.blank_rows++;
        else if (row->n != r->n_columns)
            done = admit_ragged(r, row, e);
        else
            done = admit_row(r, row, block->rows++, e);
        if (!done)
            return false;
    }
    return true;
}

/* The text cannot be read on. What is wrong in the rows before that place comes first. */
static bool blame_first(struct csv_reader *r, struct csv_block *block, struct err *e) {
    struct err first = {0};
    if (!admit_rows(r, rows_count(r->rows), block, &first))
        *e = first;
    return false;
}

static bool next_block(struct csv_reader *r, struct csv_block *block, struct err *e) {
    *block = (struct csv_block){.columns = r->n_columns};
    while (block->rows == 0 && !(rows_ended(r->rows) && r->next == rows_count(r->rows))) {
        if (!fill_block(r, e))
            return blame_first(r, block, e);
        size_t end = rows_count(r->rows);
        if (rows_ended(r->rows) && !r->part)
            end = layout_find_notes(r->rows, r->n_columns);
        end = end > r->next ? end : r->next;
        if (!admit_rows(r, end, block, e))
            return false;
        set_notes_aside(r, end);
        r->next = rows_count(r->rows);
    }
    if (block->rows == 0)
        rows_give_back(r->rows);
    block->cell = r->cell;
    return true;
}

bool csv_next(struct csv_reader *r, struct csv_block *block, struct err *e) {
    bool done = next_block(r, block, e);
    if (!done)
        rows_doubt(r->rows, e);
    return done;
}

struct list {
    struct arena *arena;
    const char *text[8];
    size_t n;
};

static void say(struct list *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct list *l, const char *format, ...) {
    char sentence[256];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    const char *copy = arena_string(l->arena, sentence);
    if (copy != NULL)
        l->text[l->n++] = copy;
}

/* "1 row", "2 rows"; "was" or "were" follows. */
static const char *plural(size_t n, const char *one, const char *many) {
    return n == 1 ? one : many;
}

static void list_repairs(const struct csv_tally *t, enum csv_encoding encoding, struct list *l) {
    if (encoding == CSV_WINDOWS_1252)
        say(l, "the text was converted from Windows-1252 to UTF-8");
    if (t->title_rows > 0)
        say(l, "%zu %s above the header %s skipped", t->title_rows,
            plural(t->title_rows, "title row", "title rows"), plural(t->title_rows, "was", "were"));
    if (t->blank_rows > 0)
        say(l, "%zu %s skipped", t->blank_rows,
            plural(t->blank_rows, "blank row was", "blank rows were"));
    if (t->ragged_rows > 0)
        say(l, "%zu %s skipped (the first in line %zu)", t->ragged_rows,
            plural(t->ragged_rows, "row of another length was", "rows of another length were"),
            t->first_ragged);
    if (t->note_rows > 0)
        say(l, "%zu %s below the table %s skipped: \"%s\"", t->note_rows,
            plural(t->note_rows, "note", "notes"), plural(t->note_rows, "was", "were"),
            t->first_note);
    if (t->nbsp_cells > 0)
        say(l, "%zu %s only no-break spaces and %s read as blank", t->nbsp_cells,
            plural(t->nbsp_cells, "cell held", "cells held"), plural(t->nbsp_cells, "was", "were"));
    if (t->trimmed > 0)
        say(l, "blanks around the text of %zu %s removed", t->trimmed,
            plural(t->trimmed, "cell were", "cells were"));
}

const char **csv_tally_words(const struct csv_tally *t, const struct csv_options *options,
                             struct arena *a, size_t *n) {
    struct list l = {.arena = a};
    list_repairs(t, options->encoding, &l);
    const char **copy = arena_alloc(a, l.n, sizeof *copy);
    *n = copy != NULL ? l.n : 0;
    if (copy != NULL)
        memcpy(copy, l.text, l.n * sizeof *copy);
    return copy;
}

const char *const *csv_repairs(const struct csv_reader *r, size_t *n) {
    /* The reader only gains strings here; what callers see of it does not change. */
    struct csv_tally t = csv_tally(r);
    return csv_tally_words(&t, &r->options, (struct arena *)&r->arena, n);
}
