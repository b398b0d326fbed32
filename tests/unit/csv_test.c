/* The CSV reader: what it understands, what it repairs and counts, and what it refuses, with the
 * place of each cell and each error. */
#include "data/csv.h"
#include "data/encoding.h"

#include "cases.h"
#include "packed.h"

/* --- reading everything into one text -------------------------------------------------------- */

static struct buf shown; /* of the last call, freed by the next */

static void show_row(const struct cell *cell, size_t n, bool places) {
    for (size_t i = 0; i < n; i++) {
        buf_puts(&shown, i > 0 ? "|" : "");
        buf_add(&shown, cell[i].text.text, cell[i].text.n);
        buf_puts(&shown, cell[i].quoted_empty ? "\"\"" : "");
        if (places)
            buf_addf(&shown, "@%zu:%zu", cell[i].line, cell[i].column);
    }
    buf_puts(&shown, "\n");
}

static void show_repairs(const struct csv_reader *r) {
    size_t n;
    const char *const *repair = csv_repairs(r, &n);
    for (size_t i = 0; i < n; i++)
        buf_addf(&shown, "# %s\n", repair[i]);
}

/* Header, rows and repairs as text; or the error. */
static const char *read_fd(int fd, const struct csv_options *o, bool places, struct err *e) {
    size_t n;
    struct csv_block block = {.rows = 1};
    buf_free(&shown);
    struct csv_reader *r = csv_open(fd, "in.csv", o, e);
    if (r != NULL) {
        const struct cell *header = csv_header(r, &n);
        show_row(header, n, places);
        while (block.rows > 0 && csv_next(r, &block, e)) {
            for (size_t row = 0; row < block.rows; row++)
                show_row(block.cell + row * block.columns, block.columns, places);
        }
        show_repairs(r);
    }
    csv_close(r);
    close(fd);
    return e->id != ERR_NONE ? error_text(e) : shown.text;
}

static struct err last; /* error of the last call */

static const char *read_bytes(const char *bytes, size_t n, const struct csv_options *o) {
    last = (struct err){0};
    return read_fd(file_of(bytes, n), o, false, &last);
}

static const char *read_text(const char *text) {
    return read_bytes(text, strlen(text), &(struct csv_options){.find_header = true});
}

static const char *read_with(const char *text, const struct csv_options *o) {
    return read_bytes(text, strlen(text), o);
}

static const char *read_places(const char *text) {
    last = (struct err){0};
    return read_fd(file_of(text, strlen(text)), &(struct csv_options){0}, true, &last);
}

/* --- what it understands ---------------------------------------------------------------------- */

static void test_cells(void **state) {
    (void)state;
    assert_string_equal(read_text("a,b\n1,2\n"), "a|b\n1|2\n");
    assert_string_equal(read_text("a,b\n1,2"), "a|b\n1|2\n");
    assert_string_equal(read_text("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n"), "a|b\nx, y|say \"hi\"\n");
    assert_string_equal(read_text("a,b\n\"x\ny\",2\n"), "a|b\nx\ny|2\n");
    assert_string_equal(read_text("a,b\n\"\",\n"
                                  "1,2\n"),
                        "a|b\n1|2\n# 1 blank row was skipped\n");
    assert_string_equal(read_text("a,b\n\"\",2\n,3\n"), "a|b\n\"\"|2\n|3\n");
    assert_string_equal(read_text("a\n\"\"\nx\n"), "a\n\"\"\nx\n");
}

static void test_line_ends(void **state) {
    (void)state;
    const char *expected = "a|b\n1|2\n3|4\n";
    assert_string_equal(read_text("a,b\r\n1,2\r\n3,4\r\n"), expected);
    assert_string_equal(read_text("a,b\r1,2\r3,4\r"), expected);
    assert_string_equal(read_text("a,b\r\n1,2\n3,4\r"), expected);
    assert_string_equal(read_text("a,b\r\n1,2\r\n\r\n\r\n3,4"),
                        "a|b\n1|2\n3|4\n# 2 blank rows were skipped\n");
}

static void test_delimiters(void **state) {
    (void)state;
    assert_string_equal(read_with("a;b\n1,5;2\n", &(struct csv_options){.delimiter = ';'}),
                        "a|b\n1,5|2\n");
    assert_string_equal(read_with("a\tb\n\tx y\n", &(struct csv_options){.delimiter = '\t'}),
                        "a|b\n|x y\n");
    assert_string_equal(read_text("a;b\n1;2\n"),
                        "D203 1:1 the header is one name that holds \";\"");
    assert_non_null(strstr(last.hint, "delimiter = \";\""));
    assert_string_equal(read_text("\"a;b\"\n1\n"), "a;b\n1\n");
}

static void test_places(void **state) {
    (void)state;
    assert_string_equal(read_places("a,b\nx,2\n"), "a@1:1|b@1:3\nx@2:1|2@2:3\n");
    /* Characters, not bytes; behind a byte order mark; CRLF is one line end. */
    assert_string_equal(read_places("\xef\xbb\xbf"
                                    "n\xc3\xa9,b\r\n\xe2\x82\xac\xe2\x82\xac,7\r\n"),
                        "n\xc3\xa9@1:1|b@1:4\n\xe2\x82\xac\xe2\x82\xac@2:1|7@2:4\n");
    /* The text of a cell, behind its quote and its blanks; after a cell of two lines. */
    assert_string_equal(read_places("a,b\n\"x\ny\", \" 2\"\n  3,4\n"),
                        "a@1:1|b@1:3\nx\ny@2:2|2@3:7\n3@4:3|4@4:5\n"
                        "# blanks around the text of 2 cells were removed\n");
    assert_string_equal(read_places("a,b\n\n\n1,2\n"),
                        "a@1:1|b@1:3\n1@4:1|2@4:3\n# 2 blank rows were skipped\n");
}

static void test_blanks(void **state) {
    (void)state;
    assert_string_equal(read_text("a,b\n 1 ,\xc2\xa0"
                                  "2\n\xc2\xa0,x\n"),
                        "a|b\n1|2\n|x\n"
                        "# 1 cell held only no-break spaces and was read as blank\n"
                        "# blanks around the text of 2 cells were removed\n");
    assert_string_equal(read_text("a,b\n   \n,\n\xc2\xa0,\n1,2\n"),
                        "a|b\n1|2\n# 3 blank rows were skipped\n"
                        "# 1 cell held only no-break spaces and was read as blank\n");
}

static void test_windows_1252(void **state) {
    (void)state;
    struct csv_options o = {.encoding = CSV_WINDOWS_1252};
    assert_string_equal(read_with("a,b\nChildren\x92s,\x80 5\n", &o),
                        "a|b\nChildren\xe2\x80\x99s|\xe2\x82\xac 5\n"
                        "# the text was converted from Windows-1252 to UTF-8\n");
    assert_string_equal(read_with("a,b\nx,\x81\n", &o),
                        "D205 2:3 byte 0x81 does not exist in Windows-1252");
    assert_int_equal(windows1252_code_point(0xE9), 0xE9);
    assert_int_equal(windows1252_code_point(0x9F), 0x178);
    assert_int_equal(windows1252_code_point(0x9D), 0);
}

/* --- above and below the table ---------------------------------------------------------------- */

static void test_title_rows(void **state) {
    (void)state;
    const char *expected = "name|count\nx|3\ny|4\n# 2 title rows above the header were skipped\n";
    assert_string_equal(read_text("Early help\nYears: 2017\nname,count\nx,3\ny,4\n"), expected);
    assert_string_equal(read_text("Early help,\nYears: 2017,\nname,count\nx,3\ny,4\n"), expected);
    assert_string_equal(read_with("Early help\nYears: 2017\nname,count\nx,3\ny,4\n",
                                  &(struct csv_options){.skip_rows = 2}),
                        expected);
    /* Years may stand in a header; other figures may not, so nothing is skipped here. */
    assert_string_equal(read_text("Cases,,\ngroup,2014,2015\nx,3,4\n"),
                        "group|2014|2015\nx|3|4\n# 1 title row above the header was skipped\n");
    assert_string_equal(read_text("name,\nx,3\ny,4\n"), "D203 1:6 column 2 of 2 has no name");
    /* Not asked to look: the title is the header, and what follows does not fit it. */
    assert_string_equal(read_with("Early help\nname,count\nx,3\n", &(struct csv_options){0}),
                        "D202 2:6 this row has 2 cells and the header has 1");
    assert_non_null(strstr(last.hint, "skip_rows"));
    assert_string_equal(read_with("a\nb\n", &(struct csv_options){.skip_rows = 7}),
                        "D207 0:0 in.csv has no header after 7 skipped rows");
}

static void test_notes(void **state) {
    (void)state;
    assert_string_equal(read_text("a,b,c\n1,2,3\n\nFigures are rounded,,\n(1) Estimated\n"),
                        "a|b|c\n1|2|3\n# 1 blank row was skipped\n"
                        "# 2 notes below the table were skipped: \"Figures are rounded\"\n");
    assert_string_equal(read_text("a,b\n1,2\nSource: DfE"),
                        "a|b\n1|2\n# 1 note below the table was skipped: \"Source: DfE\"\n");
    /* A row that only looks like one: more of the table follows, or nothing says that it is. */
    assert_string_equal(read_text("a,b,c\n1,2,3\n\nUnborn,,\n4,5,6\n"),
                        "a|b|c\n1|2|3\nUnborn||\n4|5|6\n# 1 blank row was skipped\n");
    assert_string_equal(read_text("a,b,c\n1,2,3\nUnborn,,\n"), "a|b|c\n1|2|3\nUnborn||\n");
    assert_string_equal(read_text("a,b\n1,2\n\nUnborn,\n"),
                        "a|b\n1|2\nUnborn|\n# 1 blank row was skipped\n");
    /* A file that was cut off is no note. */
    assert_string_equal(read_text("a,b\nWhite,2\nAsi"),
                        "D202 3:1 this row has 1 cell and the header has 2");
}

/* --- what it refuses ---------------------------------------------------------------------------
 */

static void test_ragged(void **state) {
    (void)state;
    assert_string_equal(read_text("a,b\n1,2\n3,4,5\n"),
                        "D202 3:5 this row has 3 cells and the header has 2");
    assert_string_equal(last.excerpt, "3,4,5");
    assert_int_equal(last.caret, 5);
    assert_non_null(strstr(last.hint, "quotes"));
    assert_string_equal(read_text("a,b\n1\n3,4\n"),
                        "D202 2:1 this row has 1 cell and the header has 2");
    assert_string_equal(
        read_with("a,b\n1\n3,4\n5,6,7\n", &(struct csv_options){.allow_ragged = true}),
        "a|b\n3|4\n# 2 rows of another length were skipped (the first in line 2)\n");
}

static void test_quotes(void **state) {
    (void)state;
    assert_string_equal(read_text("a,b\n1,\"x\n2,3\n"),
                        "D201 2:3 this cell's quote is never closed");
    assert_string_equal(last.excerpt, "1,\"x");
    assert_string_equal(read_text("a,b\n\"x\"y,2\n"),
                        "D201 2:4 text follows the closing quote of a cell");
    assert_string_equal(last.excerpt, "\"x\"y,2");
    assert_string_equal(read_text("a,b\nx\"y,2\n"),
                        "D201 2:2 a quote stands inside a cell that does not start with one");
    /* The missing quote is two lines above the place where it shows. */
    assert_string_equal(read_text("a,b\n\"White,3\nx,2\n\"Asian\",3\n"),
                        "D201 4:2 text follows the closing quote of a cell");
    assert_non_null(strstr(last.hint, "starts at line 2, column 1"));
}

static void test_header(void **state) {
    (void)state;
    assert_string_equal(read_text("a,,c\n1,2,3\n"), "D203 1:3 column 2 of 3 has no name");
    assert_string_equal(read_text("a,b,a\n1,2,3\n"),
                        "D203 1:5 the column name \"a\" occurs twice (columns 1 and 3)");
    assert_string_equal(last.excerpt, "a,b,a");
    assert_string_equal(read_text("b,a,a,b\n1,2,3,4\n"), /* the leftmost repetition */
                        "D203 1:5 the column name \"a\" occurs twice (columns 2 and 3)");
    assert_string_equal(read_text("a,b , b,a\n1,2,3,4\n"),
                        "D203 1:7 the column name \"b\" occurs twice (columns 2 and 3)");
}

static void test_empty(void **state) {
    (void)state;
    assert_string_equal(read_text(""), "D207 0:0 in.csv is empty");
    assert_string_equal(read_text("\n \n\n"), "D207 0:0 in.csv is empty");
    assert_string_equal(read_text("\xef\xbb\xbf"), "D207 0:0 in.csv is empty");
    assert_string_equal(read_text("a,b\n"), "a|b\n"); /* the caller decides */
}

static void test_binary(void **state) {
    (void)state;
    struct csv_options o = {0};
    assert_string_equal(read_bytes("a,b\n1,\0"
                                   "2\n",
                                   9, &o),
                        "D206 2:3 in.csv is not a text file: it holds NUL bytes");
    assert_string_equal(read_bytes("\xff\xfe"
                                   "a\0,\0b\0",
                                   8, &o),
                        "D206 1:1 in.csv holds UTF-16 text, not CSV");
    assert_string_equal(read_bytes("a\0,\0b\0", 6, &o),
                        "D206 1:2 in.csv is not a text file: it holds NUL bytes");
    assert_string_equal(
        read_text("PK\x03\x04rest"),
        "D206 1:1 in.csv holds a ZIP archive or a spreadsheet (.xlsx, .ods), not CSV");
    /* NULs say more about the file than the byte that comes first. */
    assert_string_equal(read_bytes("\x89PNG\0\0", 6, &o),
                        "D206 1:1 in.csv is not a text file: it holds NUL bytes");
}

static void test_encoding(void **state) {
    (void)state;
    assert_string_equal(read_text("a,b\nChildren\x92s,2\n"),
                        "D205 2:9 byte 0x92 is not UTF-8 text");
    assert_string_equal(last.excerpt, "Children\xe2\x80\x99s,2");
    assert_non_null(strstr(last.hint, "windows-1252"));
    assert_string_equal(read_text("a,b\n1,\xc3"), "D205 2:3 byte 0xC3 is not UTF-8 text");
    assert_string_equal(read_text("a,b\n1,\xc0\xaf\n"), "D205 2:3 byte 0xC0 is not UTF-8 text");
    /* An error that comes first in the file is the one to report. */
    assert_string_equal(read_text("a,b\n1\n3,\x92\n"), "D205 3:3 byte 0x92 is not UTF-8 text");
}

static void test_limits(void **state) {
    (void)state;
    assert_string_equal(
        read_with("a,b\n1,\"0123456789\"\n", &(struct csv_options){.largest_cell = 8}),
        "D208 2:3 a cell is larger than 8 bytes");
    assert_string_equal(read_with("a,b,c\n1,2,3\n", &(struct csv_options){.largest_row = 2}),
                        "D208 1:5 a row has more than 2 cells");
}

/* A file written piece by piece: 'head', then 'line' so many times, then 'tail'. */
static int long_file(const char *head, const char *line, size_t times, const char *tail) {
    struct buf piece = {0};
    int fd = file_of(head, strlen(head));
    lseek(fd, 0, SEEK_END);
    for (size_t i = 1; i <= times; i++) {
        buf_puts(&piece, line);
        if (piece.n < 1 << 20 && i < times)
            continue;
        assert_int_equal(write(fd, piece.text, piece.n), piece.n);
        piece.n = 0;
    }
    assert_int_equal(write(fd, tail, strlen(tail)), strlen(tail));
    lseek(fd, 0, SEEK_SET);
    buf_free(&piece);
    return fd;
}

/* A field of 100 MB, with line ends and quotes in it, and the places of what follows. */
static void test_large_cell(void **state) {
    (void)state;
    char line[1001];
    memset(line, 'x', 1000);
    memcpy(line + 900, ",\"\"\n", 4);
    line[1000] = '\0';
    struct err e = {0};
    struct csv_block block;
    int fd = long_file("n,text\n1,\"", line, 100000, "\"\n2,short\n");
    struct csv_reader *r = csv_open(fd, "in.csv", &(struct csv_options){0}, &e);
    assert_string_equal(e.message, "");
    assert_true(csv_next(r, &block, &e));
    assert_int_equal(block.rows, 2);
    struct span text = block.cell[1].text;
    assert_int_equal(text.n, 999 * 100000);
    assert_memory_equal(text.text + 999 * 99999 + 899, "x,\"\nx", 5);
    assert_int_equal(block.cell[1].line, 2);
    assert_true(span_is(block.cell[3].text, "short"));
    e.id = ERR_CSV_NUMBER;
    csv_blame(r, &block.cell[3], &e);
    assert_string_equal(error_text(&e), "D204 100003:3 ");
    assert_string_equal(e.excerpt, "2,short");
    csv_close(r);
    close(fd);
}

/* Nothing but line ends: the places behind them are still known, and a quote that is never closed
 * is found at the end of the file. */
static void test_cell_of_lines(void **state) {
    (void)state;
    struct err e = {0};
    int fd = long_file("n,text\n1,\"", "\n", 3000000, "\"\n2,\"a\"b\n");
    assert_null(csv_open(fd, "in.csv", &(struct csv_options){0}, &e));
    assert_string_equal(error_text(&e), "D201 3000003:6 text follows the closing quote of a cell");
    assert_string_equal(e.excerpt, "2,\"a\"b");
    close(fd);
    e = (struct err){0};
    fd = long_file("n,text\n1,\"", "\n", 3000000, "");
    assert_null(csv_open(fd, "in.csv", &(struct csv_options){0}, &e));
    assert_string_equal(error_text(&e), "D201 2:3 this cell's quote is never closed");
    assert_string_equal(e.excerpt, "1,\"");
    close(fd);
}

static void test_folder(void **state) {
    (void)state;
    struct err e = {0};
    int fd = open("/", O_RDONLY | O_DIRECTORY);
    assert_null(csv_open(fd, "folder", &(struct csv_options){0}, &e));
    assert_int_equal(e.id, ERR_READ);
    close(fd);
}

/* --- streams ------------------------------------------------------------------------------------
 */

/* 40,000 rows: many blocks and many reads; characters of several bytes fall on the seams. */
static void test_many_blocks(void **state) {
    (void)state;
    enum { rows = 40000 };
    struct buf text = {0};
    buf_puts(&text, "n,label\r\n");
    for (size_t i = 0; i < rows; i++)
        buf_addf(&text, "%zu,\"\xe2\x82\xac%zu\xc3\xa9,\"\r\n", i, i);
    struct err e = {0};
    struct csv_block block = {.rows = 1};
    int fd = file_of(text.text, text.n);
    struct csv_reader *r = csv_open(fd, "in.csv", &(struct csv_options){0}, &e);
    size_t seen = 0, blocks = 0;
    while (block.rows > 0) {
        assert_true(csv_next(r, &block, &e));
        blocks += block.rows > 0;
        for (size_t i = 0; i < block.rows; i++, seen++) {
            char expected[40];
            snprintf(expected, sizeof expected, "\xe2\x82\xac%zu\xc3\xa9,", seen);
            assert_true(span_is(block.cell[i * 2 + 1].text, expected));
            assert_int_equal(block.cell[i * 2].line, seen + 2);
        }
    }
    assert_int_equal(seen, rows);
    assert_true(blocks > 10);
    csv_close(r);
    close(fd);
    buf_free(&text);
}

/* Notes are found wherever the seam between two blocks falls. */
static void test_notes_at_the_seam(void **state) {
    (void)state;
    for (size_t rows = 2038; rows < 2058; rows++) {
        struct buf text = {0};
        buf_puts(&text, "a,b,c\n");
        for (size_t i = 0; i < rows; i++)
            buf_puts(&text, "1,2,3\n");
        buf_puts(&text, "\nFirst note,,\nSecond note,,\nThird note\n");
        last = (struct err){0};
        const char *seen =
            read_fd(file_of(text.text, text.n), &(struct csv_options){0}, false, &last);
        assert_int_equal(last.id, ERR_NONE);
        assert_non_null(strstr(seen, "3 notes below the table were skipped: \"First note\""));
        buf_free(&text);
    }
}

/* A cell of an earlier block can still be blamed: the line is read again. */
/* From a file, and from the same compressed. */
static void blame_later(packer *pack) {
    struct buf text = {0};
    buf_puts(&text, "\xef\xbb\xbfname,n\r\n");
    for (size_t i = 0; i < 9000; i++)
        buf_addf(&text, "caf\xe9 %zu,%zu\r\n", i, i);
    struct err e = {0};
    struct csv_block block = {.rows = 1};
    struct csv_options o = {.encoding = CSV_WINDOWS_1252};
    struct buf packed = {0};
    pack(&packed, text.text + 3, text.n - 3);
    int fd = file_of(packed.text, packed.n);
    struct csv_reader *r = csv_open(fd, "in.csv", &o, &e);
    while (block.rows > 0)
        assert_true(csv_next(r, &block, &e));
    struct cell cell = {.text = {"4998", 4}, .line = 5000, .column = 11};
    e.id = ERR_CSV_NUMBER;
    assert_false(csv_blame(r, &cell, &e));
    assert_string_equal(e.excerpt, "caf\xc3\xa9 4998,4998");
    assert_int_equal(e.caret, 11);
    assert_int_equal(e.width, 4);
    csv_close(r);
    close(fd);
    buf_free(&packed);
    buf_free(&text);
}

static void add_plain(struct buf *out, const char *text, size_t n) {
    buf_add(out, text, n);
}

static void test_blame_later(void **state) {
    (void)state;
    blame_later(add_plain);
    blame_later(add_gzip);
    blame_later(add_zstd);
}

/* Compressed it is read as it would be otherwise, and refused so. */
static void test_compressed(void **state) {
    (void)state;
    static const char *const texts[] = {
        "a,b\n1,2\n3,4\n",  "\xef\xbb\xbfname,n\r\ncaf\xc3\xa9,1\r\n,\r\nNote: all\r\n",
        "\xef\xbb\xbf",     "",
        "a,b\n1,2,3\n",     "a,b\n\"x,1\n",
        "a,b\ncaf\xe9,1\n", "Title\n\na,b\n1,2\n"};
    struct csv_options o = {.find_header = true};
    for (size_t i = 0; i < 2 * sizeof texts / sizeof *texts; i++) {
        const char *text = texts[i / 2];
        struct buf packed = {0}, plain = {0};
        buf_puts(&plain, read_text(text));
        struct err before = last;
        packers[i % 2](&packed, text, strlen(text));
        assert_string_equal(read_bytes(packed.text, packed.n, &o), plain.text);
        assert_string_equal(last.hint, before.hint);
        assert_string_equal(last.excerpt, before.excerpt);
        last = (struct err){0};
        assert_string_equal(read_fd(pipe_of(packed.text, packed.n), &o, false, &last), plain.text);
        assert_string_equal(last.excerpt, before.excerpt);
        buf_free(&packed);
        buf_free(&plain);
    }
}

/* Damage is told, whatever the text that came of it: it is the cause. */
static void test_compressed_and_damaged(void **state) {
    (void)state;
    struct buf text = {0}, good = {0}, bad = {0};
    buf_puts(&text, "a,b\n");
    for (size_t i = 0; i < 40000; i++)
        buf_addf(&text, "caf\xc3\xa9 %zu,%zu\n", i, i * i % 1009);
    for (size_t k = 0; k < 2; k++) {
        packers[k](&good, text.text, text.n);
        for (size_t cut = 1; cut < cases(400); cut++) { /* in the middle of characters, too */
            const char *said =
                read_bytes(good.text, good.n * 2 / 3 - cut, &(struct csv_options){0});
            if (strcmp(said, "I401 0:0 in.csv ends in the middle of its compressed data") != 0)
                fail_msg("cut by %zu: %s", cut, said);
        }
        memcpy(text.text + 7, "\nx", 2); /* "caf" alone in line 2 */
        packers[k](&bad, text.text, text.n);
        assert_string_equal(read_bytes(bad.text, bad.n, &(struct csv_options){0}),
                            "D202 2:1 this row has 1 cell and the header has 2");
        assert_string_equal(last.excerpt, "caf");
        assert_string_equal(read_bytes(bad.text, bad.n - 1, &(struct csv_options){0}),
                            "I401 0:0 in.csv ends in the middle of its compressed data");
        assert_string_equal(last.excerpt, "");
        memcpy(text.text + 7, "\xc3\xa9", 2);
        buf_free(&good);
        buf_free(&bad);
    }
    buf_free(&text);
}

static void test_compressed_strangers(void **state) {
    (void)state;
    static const char tar[512] = {[0] = 'x', [257] = 'u', 's', 't', 'a', 'r'};
    struct csv_options o = {0};
    struct buf packed = {0}, twice = {0};
    add_gzip(&packed, "PK\x03\x04", 4);
    assert_string_equal(
        read_bytes(packed.text, packed.n, &o),
        "D206 1:1 in.csv holds a ZIP archive or a spreadsheet (.xlsx, .ods), not CSV");
    add_gzip(&twice, packed.text, packed.n);
    assert_string_equal(read_bytes(twice.text, twice.n, &o),
                        "I401 0:0 in.csv is compressed, and what is in it is compressed again");
    buf_free(&packed);
    add_zstd(&packed, tar, sizeof tar);
    assert_string_equal(read_bytes(packed.text, packed.n, &o),
                        "D206 1:1 in.csv holds a tar archive, not CSV");
    assert_non_null(strstr(last.hint, "the CSV file that is in it"));
    assert_string_equal(read_bytes("\xfd"
                                   "7zXZ\0",
                                   6, &o),
                        "D206 1:1 in.csv holds an xz file, not CSV");
    assert_non_null(strstr(last.hint, "gzip or zstd"));
    assert_string_equal(read_bytes("BZh91AY&SY", 10, &o),
                        "D206 1:1 in.csv holds a bzip2 file, not CSV");
    assert_string_equal(read_bytes("7z\xbc\xaf\x27\x1c", 6, &o),
                        "D206 1:1 in.csv holds a 7-Zip archive, not CSV");
    buf_free(&packed);
    buf_free(&twice);
}

static void test_pipe(void **state) {
    (void)state;
    const char text[] = "a,b\n1,2\n3,\"x\n";
    last = (struct err){0};
    assert_string_equal(
        read_fd(pipe_of(text, sizeof text - 1), &(struct csv_options){0}, false, &last),
        "D201 3:3 this cell's quote is never closed");
    assert_string_equal(last.excerpt, "3,\"x");
}

/* The full width of a spreadsheet. */
static void test_wide(void **state) {
    (void)state;
    enum { columns = 16384 };
    struct buf text = {0};
    for (size_t row = 0; row < 3; row++) {
        for (size_t i = 0; i < columns; i++)
            buf_addf(&text, "%s%s%zu", i > 0 ? "," : "", row == 0 ? "c" : "", i);
        buf_puts(&text, "\n");
    }
    struct err e = {0};
    struct csv_block block;
    size_t n;
    int fd = file_of(text.text, text.n);
    struct csv_reader *r = csv_open(fd, "in.csv", &(struct csv_options){.find_header = true}, &e);
    assert_non_null(r);
    assert_true(span_is(csv_header(r, &n)[columns - 1].text, "c16383"));
    assert_int_equal(n, columns);
    assert_true(csv_next(r, &block, &e));
    assert_int_equal(block.rows, 2);
    csv_close(r);
    close(fd);
    buf_free(&text);
}

static int free_shown(void **state) {
    (void)state;
    buf_free(&shown);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_delimiters),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_blanks),
        cmocka_unit_test(test_windows_1252),
        cmocka_unit_test(test_title_rows),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_ragged),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_header),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_binary),
        cmocka_unit_test(test_encoding),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_many_blocks),
        cmocka_unit_test(test_blame_later),
        cmocka_unit_test(test_pipe),
        cmocka_unit_test(test_notes_at_the_seam),
        cmocka_unit_test(test_wide),
        cmocka_unit_test(test_large_cell),
        cmocka_unit_test(test_cell_of_lines),
        cmocka_unit_test(test_compressed),
        cmocka_unit_test(test_compressed_and_damaged),
        cmocka_unit_test(test_compressed_strangers),
    };
    return cmocka_run_group_tests(tests, NULL, free_shown);
}
