#include "data/csv_plain.h"

#include <stdlib.h>
#include <string.h>

static bool libcsv_only;

void rows_use_libcsv(bool only) {
    libcsv_only = only;
}

/* Room for the places of a read. */
static bool has_room(struct csv_rows *r) {
    if (r->places.at == NULL)
        r->places.at = malloc((source_room + INDEX_PAD) * sizeof *r->places.at);
    return r->places.at != NULL;
}

void plain_look(struct csv_rows *r) {
    const unsigned odd = INDEX_QUOTE | INDEX_LONE_CR | INDEX_NUL;
    const char *last = memrchr(r->left.text, '\n', r->left.n);
    r->plain = NULL;
    if (last == NULL || libcsv_only || r->left.n > source_room || !index_takes(r->delimiter) ||
        r->largest_cell < source_room || !has_room(r))
        return;
    size_t n = (size_t)(last + 1 - r->left.text);
    index_find(r->left.text, n, r->delimiter, false, &r->places);
    if ((r->places.flags & odd) != 0)
        return;
    r->plain = r->left.text;
    r->lines = last + 1;
    r->place = 0;
}

/* The places that lie before the reader belong to lines that libcsv had to finish. */
static void skip_places(struct csv_rows *r) {
    while (r->plain + r->places.at[r->place] < r->left.text)
        r->place++;
}

/* The number of cells of the line that starts at the first place not taken. */
static size_t count_cells(const struct csv_rows *r) {
    size_t at = r->place;
    while (r->plain[r->places.at[at]] != '\n')
        at++;
    return at + 1 - r->place;
}

bool plain_has_line(const struct csv_rows *r) {
    return r->plain != NULL && r->left.text < r->lines && r->n_cells == r->row_first &&
           r->start == r->raw.n && !r->after_cr;
}

/* Adds a cell whose bytes are a copy of the line's, in r->text from 'text' on. */
static bool add_cell(struct csv_rows *r, struct span raw, size_t text, size_t column) {
    if (!rows_reserve(&r->cell, r->n_cells, &r->cells_room, sizeof *r->cell))
        return false;
    struct span trimmed = span_trim(raw);
    size_t before = trimmed.n > 0 ? (size_t)(trimmed.text - raw.text) : 0;
    if (trimmed.n < raw.n) {
        rows_tally_blanks(&r->tally, raw, raw, trimmed);
        column += rows_characters_to_text(raw, false);
    }
    r->cell[r->n_cells++] =
        (struct raw_cell){.text = text + before, .n = trimmed.n, .line = r->line, .column = column};
    return true;
}

static bool add_cells(struct csv_rows *r, struct span line, size_t n) {
    size_t text = r->text.n, start = 0, column = 1;
    bool ascii = (r->places.flags & INDEX_HIGH) == 0;
    buf_add(&r->text, line.text, line.n);
    for (size_t i = 0; i < n; i++) {
        size_t end =
            i + 1 < n ? (size_t)(r->plain + r->places.at[r->place + i] - line.text) : line.n;
        struct span raw = {line.text + start, end - start};
        if (!add_cell(r, raw, text + start, column))
            return false;
        column += (ascii ? raw.n : utf8_count(raw.text, raw.n)) + 1;
        start = end + 1;
    }
    return !r->text.failed && rows_end_row(r);
}

bool plain_take_line(struct csv_rows *r) {
    skip_places(r);
    size_t n = count_cells(r);
    const char *end = r->plain + r->places.at[r->place + n - 1];
    struct span line = {r->left.text, (size_t)(end - r->left.text)};
    line.n -= line.n > 0 && line.text[line.n - 1] == '\r';
    if (n > r->largest_row) { /* libcsv's part says so */
        r->plain = NULL;
        return true;
    }
    buf_add(&r->raw, r->left.text, (size_t)(end + 1 - r->left.text));
    bool blank = n == 1 && rows_is_blank_line(line, r->delimiter), done = true;
    if (blank) {
        r->tally.blank_lines++;
        r->after_blank = true;
    } else {
        done = add_cells(r, line, n);
    }
    r->left = (struct span){end + 1, r->left.n - (size_t)(end + 1 - r->left.text)};
    r->place += n;
    r->row_ended = true;
    r->after_cr = false;
    done = done && !r->raw.failed && rows_new_line(r);
    rows_cell_starts(r);
    return done;
}
