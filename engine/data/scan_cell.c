#include "data/scan_cell.h"

#include "data/csv_rows.h"
#include "data/encoding.h"

struct scan_place scan_place(enum csv_encoding encoding, struct span before, size_t line) {
    const char *start = before.text, *end = before.text + before.n;
    for (const char *at = before.text; (at = memchr(at, '\n', (size_t)(end - at))) != NULL;) {
        start = ++at;
        line++;
    }
    size_t n = (size_t)(end - start);
    return (struct scan_place){line, 1 + (encoding == CSV_UTF8 ? utf8_count(start, n) : n)};
}

/* Bytes of a blank at the beginning of a text: a space, a tab, a line end, a no-break space. */
static size_t blank_bytes(enum csv_encoding encoding, const char *at, const char *end) {
    unsigned char c = (unsigned char)*at;
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        return 1;
    if (encoding == CSV_WINDOWS_1252)
        return c == 0xA0;
    return c == 0xC2 && end - at > 1 && (unsigned char)at[1] == 0xA0 ? 2 : 0;
}

enum scan_look scan_look(enum csv_encoding encoding, char delimiter, struct span row) {
    bool quotes = false;
    const char *end = row.text + row.n;
    for (const char *at = row.text; at < end;) {
        size_t blank = blank_bytes(encoding, at, end);
        if (blank == 0 && *at != delimiter && *at != '"')
            return SCAN_TEXT;
        quotes = quotes || *at == '"';
        at += blank > 0 ? blank : 1;
    }
    return quotes ? SCAN_DOUBTFUL : SCAN_BLANK;
}

bool scan_is_well_quoted(struct span cell) {
    if (cell.n < 2 || cell.text[0] != '"' || cell.text[cell.n - 1] != '"')
        return false;
    for (size_t i = 1; i < cell.n - 1; i++) {
        if (cell.text[i] != '"')
            continue;
        if (++i == cell.n - 1 || cell.text[i] != '"')
            return false;
    }
    return true;
}

bool scan_is_windows1252(struct span text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.text[i];
        if (c >= 0x80 && windows1252_code_point(c) == 0)
            return false;
    }
    return true;
}

/* The text between the quotes, each of which stands for one where it is written twice. */
static void unquote(struct span raw, struct buf *out) {
    for (size_t i = 1; i + 1 < raw.n; i++) {
        buf_add(out, &raw.text[i], 1);
        i += raw.text[i] == '"';
    }
}

static void count_repairs(struct csv_tally *t, struct span raw, struct span text,
                          struct span trimmed, uint64_t cells) {
    struct rows_tally one = {0};
    rows_tally_blanks(&one, raw, text, trimmed);
    t->nbsp_cells += one.nbsp_cells * cells;
    t->trimmed += one.trimmed * cells;
}

bool scan_cell(const struct scan_text *t, const struct csv_options *o, uint64_t cells,
               struct arena *a, struct cell *cell, struct csv_tally *repaired, struct err *e) {
    struct buf decoded = {0}, unquoted = {0};
    struct span raw = {t->bytes, t->n};
    size_t bad;
    if (o->encoding == CSV_WINDOWS_1252) {
        windows1252_to_utf8(raw.text, raw.n, &decoded, &bad);
        raw = (struct span){decoded.n > 0 ? decoded.text : "", decoded.n};
    }
    struct span text = raw;
    bool quoted = memchr(raw.text, '"', raw.n) != NULL;
    if (quoted) {
        unquote(raw, &unquoted);
        text = (struct span){unquoted.n > 0 ? unquoted.text : "", unquoted.n};
    }
    struct span trimmed = span_trim(text);
    count_repairs(repaired, raw, text, trimmed, cells);
    *cell = (struct cell){
        .text = {arena_text(a, trimmed.text, trimmed.n), trimmed.n},
        .quoted_empty = quoted && text.n == 0,
        .line = t->line,
        .column = t->column + rows_characters_to_text(raw, quoted),
    };
    bool done = cell->text.text != NULL && !decoded.failed && !unquoted.failed;
    buf_free(&decoded);
    buf_free(&unquoted);
    return done || fail(e, ERR_NOMEM, "no memory for the texts of a file");
}
