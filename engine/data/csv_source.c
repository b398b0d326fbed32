#include "data/csv_source.h"

#include <string.h>

#include "data/encoding.h"

bool source_open(struct csv_source *s, int fd, const char *name, enum csv_encoding encoding,
                 struct err *e) {
    s->fd = fd;
    s->name = name;
    s->encoding = encoding;
    s->stream = stream_open(fd, name, e);
    s->repeats = s->stream != NULL && stream_repeats(s->stream);
    return s->stream != NULL;
}

void source_resume(struct csv_source *s, struct span text, const char *name,
                   enum csv_encoding encoding) {
    s->memory = text;
    s->name = name;
    s->encoding = encoding;
    s->started = true;
}

void source_lend(struct csv_source *s, int fd) {
    s->fd = fd;
    s->repeats = true;
}

void source_free(struct csv_source *s) {
    stream_close(s->stream);
    s->stream = NULL;
    buf_free(&s->text);
}

static bool copy_bytes(struct csv_source *s, size_t *n) {
    size_t room = source_read_size - *n, more = s->memory.n < room ? s->memory.n : room;
    memcpy(s->bytes + *n, s->memory.text, more);
    s->memory = (struct span){s->memory.text + more, s->memory.n - more};
    s->ended = more < room;
    *n += more;
    return true;
}

/* Fills the buffer behind the bytes that were kept; *n is all there is now. */
static bool read_bytes(struct csv_source *s, size_t *n, struct err *e) {
    *n = s->kept;
    if (s->stream == NULL)
        return copy_bytes(s, n);
    size_t room = source_read_size - *n, more;
    if (!stream_read(s->stream, s->bytes + *n, room, &more, e))
        return false;
    s->ended = more < room;
    *n += more;
    return true;
}

static const char save_as_csv[] = "save it as \"CSV UTF-8 (comma delimited)\" and read that file",
                  unpack_it[] = "unpack it, and name the CSV file that is in it",
                  pack_otherwise[] =
                      "decompress it, or compress it with gzip or zstd instead: such "
                      "files are read as they are";

/* How other kinds of file begin; gzip and zstd are read. */
static const struct {
    const char *start;
    size_t at, n;
    const char *what, *advice;
} strangers[] = {
    {"\xff\xfe", 0, 2, "UTF-16 text", save_as_csv},
    {"\xfe\xff", 0, 2, "UTF-16 text", save_as_csv},
    {"PK\x03\x04", 0, 4, "a ZIP archive or a spreadsheet (.xlsx, .ods)",
     "save a spreadsheet as \"CSV UTF-8 (comma delimited)\", unpack an archive, and read that "
     "file"},
    {"\xd0\xcf\x11\xe0", 0, 4, "an old Excel or Word file", save_as_csv},
    {"%PDF-", 0, 5, "a PDF", save_as_csv},
    {"\xfd"
     "7zXZ",
     0, 5, "an xz file", pack_otherwise},
    {"1AY&SY", 4, 6, "a bzip2 file", pack_otherwise},
    {"7z\xbc\xaf\x27\x1c", 0, 6, "a 7-Zip archive", unpack_it},
    {"ustar", 257, 5, "a tar archive", unpack_it},
    {"{\\rtf", 0, 5, "an RTF document", save_as_csv},
    {"<!DOCTYPE", 0, 9, "a web page", save_as_csv},
    {"<html", 0, 5, "a web page", save_as_csv},
    {"SQLite format 3", 0, 16, "an SQLite database",
     "foi.count asks it for its rows: name it on the command line as "
     "\"odbc:Driver=SQLite3;Database=FILE\" (foistat help foi.count)"},
};

/* Objects, or a list of them: no CSV begins with a brace and a quote. */
static bool begins_like_json(const char *text, size_t n) {
    static const char blank[] = " \t\r\n";
    size_t i = 0;
    for (const char *next = "[{\""; *next != '\0'; next++) {
        while (i < n && text[i] != '\0' && strchr(blank, text[i]) != NULL)
            i++;
        bool here = i < n && text[i] == *next;
        if (!here && *next != '[')
            return false;
        i += here;
    }
    return true;
}

static bool refuse_json(const struct csv_source *s, size_t n, struct err *e) {
    if (!begins_like_json(s->bytes, n))
        return true;
    fail(e, ERR_CSV_BINARY, "%s holds JSON, not CSV", s->name);
    err_hint(e, "have it written as CSV with a header: mlr --ocsv, duckdb -csv, psql --csv");
    return err_at(e, s->name, 1, 1, 1);
}

static bool refuse_stranger(const struct csv_source *s, size_t n, struct err *e) {
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        size_t at = strangers[i].at;
        if (n < at + strangers[i].n ||
            memcmp(s->bytes + at, strangers[i].start, strangers[i].n) != 0)
            continue;
        fail(e, ERR_CSV_BINARY, "%s holds %s, not CSV", s->name, strangers[i].what);
        err_hint(e, "%s", strangers[i].advice);
        return err_at(e, s->name, 1, 1, 1);
    }
    return true;
}

/* Ends the text before the byte at 'at', of which 'left' bytes are left. */
static void stop_at(struct csv_source *s, const char *at, size_t left,
                    enum source_trouble trouble) {
    s->trouble = trouble;
    s->bad = (unsigned char)at[0];
    s->rest = (struct span){at, left};
    s->ended = true;
}

/* Cuts the piece at the first NUL: the rest cannot be text in any encoding that we read. */
static void cut_at_nul(struct csv_source *s, struct span *piece) {
    const char *nul = memchr(piece->text, '\0', piece->n);
    if (nul == NULL)
        return;
    size_t before = (size_t)(nul - piece->text);
    stop_at(s, nul, piece->n - before, SOURCE_NUL);
    piece->n = before;
}

/* The same at the first byte that is not UTF-8. Where NULs follow, they say more about the file. */
static void cut_at_invalid(struct csv_source *s, struct span *piece) {
    size_t bad;
    if (utf8_valid(piece->text, piece->n, &bad))
        return;
    enum source_trouble trouble = s->trouble == SOURCE_NUL ? SOURCE_NUL : SOURCE_NOT_UTF8;
    stop_at(s, piece->text + bad, piece->n - bad, trouble);
    piece->n = bad;
}

/* Windows-1252 becomes UTF-8 in s->text, which is what the piece then is. */
static bool convert(struct csv_source *s, struct span *piece, struct err *e) {
    size_t bad;
    s->text.n = 0;
    if (!windows1252_to_utf8(piece->text, piece->n, &s->text, &bad))
        stop_at(s, piece->text + bad, piece->n - bad, SOURCE_NOT_WINDOWS_1252);
    static const char padding[INDEX_PAD];
    size_t n = s->text.n;
    buf_add(&s->text, padding, sizeof padding);
    s->text.n = n;
    if (s->text.failed)
        return fail(e, ERR_NOMEM, "no memory to read %s", s->name);
    *piece = (struct span){s->text.text, s->text.n};
    return true;
}

static void skip_byte_order_mark(struct csv_source *s, struct span *piece) {
    if (!s->started && piece->n >= 3 && memcmp(piece->text, "\xef\xbb\xbf", 3) == 0) {
        piece->text += 3;
        piece->n -= 3;
    }
}

/* Moves the bytes kept from the last call to the front of the buffer. */
static size_t hold_back(struct csv_source *s, size_t n) {
    size_t whole = s->encoding == CSV_UTF8 && !s->ended ? utf8_whole(s->bytes, n) : n;
    s->kept = n - whole;
    return whole;
}

bool source_next(struct csv_source *s, struct span *piece, struct err *e) {
    *piece = (struct span){s->bytes, 0};
    if (s->ended)
        return true;
    memmove(s->bytes, s->bytes + source_read_size - s->kept, s->kept);
    size_t n;
    if (!read_bytes(s, &n, e) ||
        (!s->started && (!refuse_stranger(s, n, e) || !refuse_json(s, n, e))))
        return false;
    /* A full buffer ends at source_read_size, so what is held back starts just before that. */
    piece->n = hold_back(s, n);
    skip_byte_order_mark(s, piece);
    s->started = true;
    cut_at_nul(s, piece);
    if (s->encoding == CSV_WINDOWS_1252)
        return convert(s, piece, e);
    cut_at_invalid(s, piece);
    return true;
}

bool source_blame(const struct csv_source *s, struct err *e) {
    if (s->trouble == SOURCE_NUL) {
        fail(e, ERR_CSV_BINARY, "%s is not a text file: it holds NUL bytes", s->name);
        return err_hint(e, "%s", save_as_csv);
    }
    if (s->trouble == SOURCE_NOT_WINDOWS_1252) {
        fail(e, ERR_CSV_ENCODING, "byte 0x%02X does not exist in Windows-1252", s->bad);
        return err_hint(e, "find out which encoding the file has and save it as UTF-8");
    }
    fail(e, ERR_CSV_ENCODING, "byte 0x%02X is not UTF-8 text", s->bad);
    char text[5] = "";
    uint32_t code_point = windows1252_code_point(s->bad);
    if (code_point == 0)
        return err_hint(e, "find out which encoding the file has and save it as UTF-8");
    utf8_put(text, code_point);
    bool visible = code_point != 0xA0;
    return err_hint(e,
                    "in Windows-1252 it is %s%s%s; if that is meant, say encoding = "
                    "\"windows-1252\" where a script reads it",
                    visible ? "\"" : "", visible ? text : "a no-break space", visible ? "\"" : "");
}

enum { longest_excerpt = 8192 };

/* The bytes of line 'line', without its end. */
static bool copy_line(struct stream *in, size_t line, struct buf *out) {
    char bytes[4096];
    struct err ignored = {0};
    bool after_cr = false;
    for (size_t now = 1, n = 1; now <= line && n > 0;) {
        if (!stream_read(in, bytes, sizeof bytes, &n, &ignored))
            return false;
        for (size_t i = 0; i < n && now <= line; i++) {
            bool ends = bytes[i] == '\r' || (bytes[i] == '\n' && !after_cr);
            if (now == line && !ends && bytes[i] != '\n' && out->n < longest_excerpt)
                buf_add(out, &bytes[i], 1);
            now += ends;
            after_cr = bytes[i] == '\r';
        }
    }
    return !out->failed;
}

/* As it is shown. */
static bool convert_line(const struct csv_source *s, struct span text, struct buf *out) {
    size_t bad;
    if (s->encoding == CSV_WINDOWS_1252)
        return windows1252_to_utf8(text.text, text.n, out, &bad) && !out->failed;
    buf_add(out, text.text, text.n);
    return !out->failed;
}

bool source_line(const struct csv_source *s, size_t line, struct buf *out) {
    struct err ignored = {0};
    struct buf raw = {0};
    struct stream *again = s->repeats ? stream_open(s->fd, s->name, &ignored) : NULL;
    bool done = again != NULL && copy_line(again, line, &raw) && raw.n > 0;
    size_t mark = line == 1 && raw.n >= 3 && memcmp(raw.text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    done = done && convert_line(s, (struct span){raw.text + mark, raw.n - mark}, out);
    stream_close(again);
    buf_free(&raw);
    return done;
}
