#include "data/csv_plain.h"

#include <stdlib.h>
#include <string.h>

#include "data/encoding.h"

static const size_t usual_largest_cell = (size_t)128 << 20;
/* Lines that can be shown again from memory; others are read again from the file. */
enum { most_lines = 65536 };
/* Stores that have grown beyond this are given back: a large cell is rare. */
static const size_t usual_store = (size_t)1 << 20;

bool rows_reserve(void *array, size_t n, size_t *room, size_t size) {
    if (n < *room)
        return true;
    void *old;
    memcpy(&old, array, sizeof old);
    size_t more = *room == 0 ? 256 : *room * 2;
    void *new = more > SIZE_MAX / size ? NULL : realloc(old, more * size);
    if (new == NULL)
        return false;
    memcpy(array, &new, sizeof new);
    *room = more;
    return true;
}

void rows_cell_starts(struct csv_rows *r) {
    r->start = r->raw.n;
    r->start_line = r->line;
    r->start_column = r->characters + 1;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_terminator(char c) {
    return c == '\r' || c == '\n';
}

bool rows_is_blank_line(struct span line, char delimiter) {
    size_t i = 0;
    while (i < line.n && is_blank(line.text[i]) && line.text[i] != delimiter)
        i++;
    i += i < line.n && line.text[i] == '\r';
    i += i < line.n && line.text[i] == '\n';
    return i == line.n;
}

/* The cell's bytes in the file, quotes and blanks included, without what ends it. */
static struct span raw_cell_bytes(const struct csv_rows *r) {
    struct span s = {r->raw.text + r->start, r->raw.n - r->start};
    if (s.n > 0 && (s.text[s.n - 1] == r->delimiter || is_terminator(s.text[s.n - 1])))
        s.n--;
    return s;
}

/* Characters from the start of the cell to its text: blanks and the opening quote. */
size_t rows_characters_to_text(struct span raw, bool quoted) {
    size_t i = 0;
    while (i < raw.n && is_blank(raw.text[i]))
        i++;
    i += quoted ? 1 : 0;
    struct span rest = {raw.text + i, raw.n - i};
    struct span text = span_trim(rest);
    size_t skipped = text.n > 0 ? (size_t)(text.text - rest.text) : 0;
    if (memchr(rest.text, '\n', skipped) == NULL && memchr(rest.text, '\r', skipped) == NULL)
        i += skipped;
    return utf8_count(raw.text, i);
}

void rows_tally_blanks(struct rows_tally *t, struct span raw, struct span text,
                       struct span trimmed) {
    bool around = raw.n > 0 && (is_blank(raw.text[0]) || is_blank(raw.text[raw.n - 1]));
    if (trimmed.n == 0 && memchr(text.text, 0xC2, text.n) != NULL)
        t->nbsp_cells++;
    else if (trimmed.n > 0 && (around || trimmed.n < text.n))
        t->trimmed++;
}

static void on_cell(void *bytes, size_t n, void *data) {
    struct csv_rows *r = data;
    r->cell_ended = true;
    if (!rows_reserve(&r->cell, r->n_cells, &r->cells_room, sizeof *r->cell)) {
        r->no_memory = true;
        return;
    }
    struct span raw = raw_cell_bytes(r), text = {bytes, n};
    struct span trimmed = span_trim(text);
    rows_tally_blanks(&r->tally, raw, text, trimmed);
    bool quoted = memchr(raw.text, '"', raw.n) != NULL; /* strict mode: nowhere else */
    r->cell[r->n_cells++] = (struct raw_cell){
        .text = r->text.n,
        .n = trimmed.n,
        .line = r->start_line,
        .column = r->start_column + rows_characters_to_text(raw, quoted),
        .quoted = quoted,
        .quoted_empty = quoted && n == 0,
    };
    buf_add(&r->text, trimmed.text, trimmed.n);
    r->too_wide = r->n_cells - r->row_first > r->largest_row;
}

bool rows_end_row(struct csv_rows *r) {
    if (!rows_reserve(&r->row, r->n_rows, &r->rows_room, sizeof *r->row))
        return false;
    r->row[r->n_rows++] = (struct raw_row){
        .first = r->row_first,
        .n = r->n_cells - r->row_first,
        .line = r->cell[r->row_first].line,
        .after_blank = r->after_blank,
    };
    r->row_first = r->n_cells;
    r->after_blank = false;
    return true;
}

/* A line end outside quotes. libcsv reports each of CR and LF (CSV_REPALL_NL), so the LF of a CRLF
 * comes as a row without cells. */
static void on_row(int terminator, void *data) {
    struct csv_rows *r = data;
    r->row_ended = true;
    bool second_half = terminator == '\n' && r->after_cr && r->piece == 1;
    if (r->n_cells == r->row_first) {
        r->tally.blank_lines += !second_half;
        r->after_blank |= !second_half;
    } else if (!rows_end_row(r)) {
        r->no_memory = true;
    }
}

static bool start(struct csv_rows **rows, const char *name, const struct csv_options *options,
                  size_t line, struct err *e) {
    struct csv_rows *r = *rows = calloc(1, sizeof *r);
    if (r == NULL || !rows_reserve(&r->line_start, 0, &r->lines_room, sizeof *r->line_start))
        return fail(e, ERR_NOMEM, "no memory to read %s", name);
    csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    /* The cell buffer grows by this much at a time; libcsv's 128 bytes make large cells O(n^2). */
    r->parser.blk_size = source_read_size;
    r->delimiter = options->delimiter != '\0' ? options->delimiter : ',';
    csv_set_delim(&r->parser, (unsigned char)r->delimiter);
    r->largest_cell = options->largest_cell > 0 ? options->largest_cell : usual_largest_cell;
    r->largest_row = options->largest_row > 0 ? options->largest_row : 65536;
    r->n_lines = 1;
    r->first_line = r->line = line;
    r->line_start[0] = 0;
    rows_cell_starts(r);
    return true;
}

bool rows_open(struct csv_rows **rows, int fd, const char *name, const struct csv_options *options,
               struct err *e) {
    return start(rows, name, options, 1, e) &&
           source_open(&(*rows)->source, fd, name, options->encoding, e);
}

bool rows_open_text(struct csv_rows **rows, struct span text, const char *name,
                    const struct csv_options *options, struct err *e) {
    if (!rows_resume(rows, text, name, options, 1, e))
        return false;
    (*rows)->source.started = false; /* it may begin with a byte order mark */
    return true;
}

bool rows_resume(struct csv_rows **rows, struct span text, const char *name,
                 const struct csv_options *options, size_t line, struct err *e) {
    if (!start(rows, name, options, line, e))
        return false;
    source_resume(&(*rows)->source, text, name, options->encoding);
    return true;
}

void rows_close(struct csv_rows *r) {
    if (r == NULL)
        return;
    csv_free(&r->parser);
    source_free(&r->source);
    buf_free(&r->text);
    buf_free(&r->raw);
    free(r->line_start);
    free(r->cell);
    free(r->row);
    free(r->places.at);
    free(r);
}

static void empty(struct buf *b) {
    b->n = 0;
    if (b->room > usual_store)
        buf_free(b);
}

void rows_clear(struct csv_rows *r) {
    r->first_line = r->line;
    r->n_lines = 1;
    r->this_line = r->line_start[0] = 0;
    empty(&r->text);
    empty(&r->raw);
    r->n_cells = r->n_rows = r->row_first = 0;
    rows_cell_starts(r);
}

void rows_give_back(struct csv_rows *r) {
    if (r->raw.room <= usual_store)
        return;
    rows_clear(r);
    csv_free(&r->parser);
}

/* Bytes up to and including the next delimiter or line end. */
static size_t piece_length(const struct csv_rows *r, struct span s) {
    for (size_t i = 0; i < s.n; i++) {
        if (s.text[i] == r->delimiter || is_terminator(s.text[i]))
            return i + 1;
    }
    return s.n;
}

/* The current line starts behind all that has been read. */
static void line_starts_here(struct csv_rows *r) {
    size_t i = r->line - r->first_line;
    r->this_line = r->raw.n;
    r->characters = 0;
    if (i < r->n_lines)
        r->line_start[i] = r->raw.n;
}

bool rows_new_line(struct csv_rows *r) {
    r->line++;
    if (r->n_lines < most_lines) {
        if (!rows_reserve(&r->line_start, r->n_lines, &r->lines_room, sizeof *r->line_start))
            return false;
        r->n_lines++;
    }
    line_starts_here(r);
    return true;
}

/* Moves the place behind a piece. */
static bool advance(struct csv_rows *r, struct span piece) {
    char last = piece.text[piece.n - 1];
    bool second_half = last == '\n' && r->after_cr && piece.n == 1;
    r->after_cr = last == '\r';
    if (second_half) {
        line_starts_here(r);
        return true;
    }
    r->characters += utf8_count(piece.text, piece.n);
    return !is_terminator(last) || rows_new_line(r);
}

static size_t line_length(struct span s) {
    size_t n = 0;
    while (n < s.n && !is_terminator(s.text[n]))
        n++;
    return n;
}

/* Completes the last line in 'raw', so that an excerpt shows it whole. */
static void add_rest_of_line(struct csv_rows *r) {
    buf_add(&r->raw, r->left.text, line_length(r->left));
}

static bool blame_here(struct csv_rows *r, size_t column, struct err *e) {
    size_t line = r->line;
    add_rest_of_line(r);
    return rows_blame(r, line, column, 1, e);
}

/* The byte beside a quote that may separate cells where another one is expected; 0: none does. */
static char other_delimiter(const struct csv_rows *r, struct span raw, struct span piece,
                            size_t at) {
    size_t before = raw.n - (piece.n - at);
    char beside = piece.text[at];
    if (beside == '"')
        beside = before > 0 ? raw.text[before - 1] : '\0';
    bool may = beside == ';' || beside == '\t' || beside == '|' || beside == ',';
    return may && beside != r->delimiter ? beside : '\0';
}

static void hint_quote(char delimiter, struct err *e) {
    static const char write[] =
        "put the whole cell in quotes and write each quote that belongs to the text twice (\"\")";
    char shown[3] = {delimiter == '\t' ? '\\' : delimiter, delimiter == '\t' ? 't' : '\0', '\0'};
    if (delimiter == '\0')
        err_hint(e, "%s", write);
    else
        err_hint(e, "if \"%s\" separates the cells, say delimiter = \"%s\"; if not, %s", shown,
                 shown, write);
}

/* What libcsv's strict mode refuses: something between a closing quote and the next delimiter, or a
 * quote inside a cell that does not start with one. */
static bool blame_quote(struct csv_rows *r, struct span piece, size_t at, struct err *e) {
    struct span raw = {r->raw.text + r->start, r->raw.n - r->start};
    bool quoted = raw.n > 0 && memchr(raw.text, '"', raw.n - (piece.n - at)) != NULL;
    fail(e, ERR_CSV_QUOTE,
         quoted ? "text follows the closing quote of a cell"
                : "a quote stands inside a cell that does not start with one");
    if (quoted && r->start_line != r->line)
        err_hint(e,
                 "the cell starts at line %zu, column %zu: its closing quote is probably missing "
                 "there; a quote that belongs to the text is written twice (\"\")",
                 r->start_line, r->start_column);
    else
        hint_quote(other_delimiter(r, raw, piece, at), e);
    return blame_here(r, r->characters + utf8_count(piece.text, at) + 1, e);
}

static bool no_memory(const struct csv_rows *r, struct err *e) {
    return fail(e, ERR_NOMEM, "no memory to read %s", r->source.name);
}

static bool refuse_large_cell(struct csv_rows *r, struct err *e) {
    fail(e, ERR_CSV_LIMIT, "a cell is larger than %zu bytes", r->largest_cell);
    err_hint(e, "a quote that does not close is the usual cause; if the cell is right, shorten it");
    return rows_blame(r, r->start_line, r->start_column, 1, e);
}

static bool refuse_wide_row(struct csv_rows *r, struct err *e) {
    fail(e, ERR_CSV_LIMIT, "a row has more than %zu cells", r->largest_row);
    err_hint(e,
             "a line end that was lost is the usual cause; if the row is right, split the table");
    add_rest_of_line(r);
    return rows_blame(r, r->start_line, r->start_column, 1, e);
}

static bool parse_piece(struct csv_rows *r, struct err *e) {
    struct span piece = {r->left.text, piece_length(r, r->left)};
    if (r->raw.n + piece.n - r->start > r->largest_cell)
        return refuse_large_cell(r, e);
    r->left = (struct span){piece.text + piece.n, r->left.n - piece.n};
    buf_add(&r->raw, piece.text, piece.n);
    if (r->raw.failed)
        return no_memory(r, e);
    r->piece = piece.n;
    r->cell_ended = r->row_ended = false;
    size_t parsed = csv_parse(&r->parser, piece.text, piece.n, on_cell, on_row, r);
    if (parsed != piece.n && csv_error(&r->parser) == CSV_EPARSE)
        return blame_quote(r, piece, parsed, e);
    if (r->too_wide)
        return refuse_wide_row(r, e);
    if (parsed != piece.n || r->no_memory || r->text.failed || !advance(r, piece))
        return no_memory(r, e);
    if (r->cell_ended || r->row_ended)
        rows_cell_starts(r);
    return true;
}

/* The end of the file: the last row may lack its line end, a quote its partner. */
static bool finish(struct csv_rows *r, struct err *e) {
    r->piece = 0;
    if (csv_fini(&r->parser, on_cell, on_row, r) != 0) {
        fail(e, ERR_CSV_QUOTE, "this cell's quote is never closed");
        err_hint(e, "add the missing \" at the end of the cell; if the file was cut off, get it "
                    "again");
        return rows_blame(r, r->start_line, r->start_column, 1, e);
    }
    r->ended = true;
    return (!r->no_memory && !r->text.failed) || no_memory(r, e);
}

/* The text ends before the file does. The excerpt shows the rest of the line as Windows-1252, the
 * only guess there is; it stops at the next undefined byte. */
static bool blame_source(struct csv_rows *r, struct err *e) {
    size_t bad;
    source_blame(&r->source, e);
    if (r->source.trouble == SOURCE_NOT_UTF8)
        windows1252_to_utf8(r->source.rest.text, line_length(r->source.rest), &r->raw, &bad);
    return blame_here(r, r->characters + 1, e);
}

static bool more_text(struct csv_rows *r, struct err *e) {
    if (r->source.trouble != SOURCE_SOUND)
        return blame_source(r, e);
    if (!source_next(&r->source, &r->left, e))
        return false;
    if (r->left.n == 0 && r->source.trouble != SOURCE_SOUND)
        return blame_source(r, e);
    plain_look(r);
    return r->left.n > 0 || finish(r, e);
}

bool rows_fill(struct csv_rows *r, size_t enough, struct err *e) {
    while (!r->ended && (r->n_rows < enough || !r->row_ended)) {
        bool done = r->left.n == 0      ? more_text(r, e)
                    : plain_has_line(r) ? plain_take_line(r) || no_memory(r, e)
                                        : parse_piece(r, e);
        if (!done)
            return false;
    }
    return true;
}

bool rows_ended(const struct csv_rows *r) {
    return r->ended;
}

size_t rows_count(const struct csv_rows *r) {
    return r->n_rows;
}

size_t rows_bytes(const struct csv_rows *r) {
    return r->text.n;
}

const struct raw_row *rows_at(const struct csv_rows *r, size_t i) {
    return &r->row[i];
}

const struct raw_cell *rows_cell(const struct csv_rows *r, size_t i) {
    return &r->cell[i];
}

struct span rows_text(const struct csv_rows *r, const struct raw_cell *c) {
    return (struct span){c->n > 0 ? r->text.text + c->text : "", c->n};
}

struct rows_tally rows_tally(const struct csv_rows *r) {
    return r->tally;
}

/* A line that is still in the store. */
static bool stored_line(const struct csv_rows *r, size_t line, struct span *text) {
    if (line < r->first_line || r->raw.text == NULL)
        return false;
    size_t i = line - r->first_line;
    if (i >= r->n_lines && line != r->line)
        return false;
    size_t from = i < r->n_lines ? r->line_start[i] : r->this_line;
    *text = (struct span){r->raw.text + from, r->raw.n - from};
    text->n = line_length(*text);
    return true;
}

bool rows_blame(const struct csv_rows *r, size_t line, size_t column, size_t width, struct err *e) {
    struct span text;
    struct buf again = {0};
    err_at(e, r->source.name, line, column, width);
    if (stored_line(r, line, &text))
        err_excerpt(e, text.text, text.n);
    else if (source_line(&r->source, line, &again))
        err_excerpt(e, again.text, again.n);
    buf_free(&again);
    return false;
}

void rows_lend(struct csv_rows *r, int fd) {
    source_lend(&r->source, fd);
}

void rows_doubt(struct csv_rows *r, struct err *e) {
    if (r != NULL && r->source.stream != NULL)
        stream_doubt(r->source.stream, e);
}
