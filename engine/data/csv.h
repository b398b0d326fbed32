/* CSV files as a stream of blocks of cells, through libcsv.
 *
 * Reading is honest: byte order mark, line ends (LF, CRLF, CR, mixed), UTF-8 and Windows-1252,
 * no-break spaces, embedded newlines are understood; a ragged row, an unclosed quote, NUL bytes,
 * bytes that are not text are errors with file, line and column. What is skipped or trimmed is
 * counted and reported. The interface is a stream so that a faster splitter can take its place. */
#ifndef FOISTAT_DATA_CSV_H
#define FOISTAT_DATA_CSV_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum csv_encoding { CSV_UTF8, CSV_WINDOWS_1252 };

/* More rows at the end that look like notes are a table of one column with blanks beside it. */
enum { CSV_MOST_NOTES = 1000 };

/* {0} means the usual. */
struct csv_options {
    char delimiter; /* 0: comma */
    enum csv_encoding encoding;
    size_t skip_rows;    /* title rows above the header, declared */
    bool find_header;    /* also look for title rows when none are declared */
    bool allow_ragged;   /* skip rows of another length and count them, instead of failing */
    size_t largest_cell; /* bytes; 0: 128 MiB, for fields of 100 MB */
    size_t largest_row;  /* cells; 0: 65,536 */
};

struct cell {
    struct span text;  /* without blanks around it; unquoted; UTF-8 */
    bool quoted_empty; /* written as "" */
    size_t line;       /* where it starts, from 1 */
    size_t column;     /* in characters, from 1 */
};

/* Rows of one length. Valid until the next csv_next or csv_close. */
struct csv_block {
    size_t rows, columns;
    const struct cell *cell; /* cell[row * columns + column] */
};

struct csv_reader;

/* Starts reading from an open descriptor (not closed by the reader); 'name' is for messages.
 * NULL on error. */
struct csv_reader *csv_open(int fd, const char *name, const struct csv_options *options,
                            struct err *e);

/* The same of a file's text in memory, which must outlive the reader. */
struct csv_reader *csv_open_text(struct span text, const char *name,
                                 const struct csv_options *options, struct err *e);

/* Such a text is the beginning of the file behind fd, which can be read once more: errors show its
 * lines. The descriptor must outlive the reader. */
void csv_lend(struct csv_reader *r, int fd);

/* Goes on with the rows of a file whose header is known: 'text' begins with the row in line 'line',
 * ends with a line end unless it is the last of the file, and must outlive the reader. Only then
 * ('last') may notes follow the table. */
struct csv_reader *csv_resume(struct span text, const char *name, const struct csv_options *options,
                              size_t n_columns, size_t line, bool last, struct err *e);

/* The header's names, in order; valid until csv_close. */
const struct cell *csv_header(const struct csv_reader *r, size_t *n);

/* The next block of rows; rows == 0 at the end of the file. False on error. */
bool csv_next(struct csv_reader *r, struct csv_block *block, struct err *e);

/* What was skipped or repaired so far, as sentences ("2 title rows above the header were skipped");
 * valid until csv_close. */
const char *const *csv_repairs(const struct csv_reader *r, size_t *n);

/* The line of the first row behind the header; 0 when the file ended while that was looked for. */
size_t csv_first_line(const struct csv_reader *r);

/* What was skipped or repaired. Readers that share a file add up what each of them met. */
struct csv_tally {
    size_t title_rows, blank_rows, ragged_rows, first_ragged, note_rows, nbsp_cells, trimmed;
    char first_note[120];
};
struct csv_tally csv_tally(const struct csv_reader *r);
/* The same of what stands before the first row, which is in the n bytes of 'head'. */
bool csv_head_tally(const struct csv_reader *r, struct span head, struct csv_tally *t,
                    struct err *e);
void csv_tally_add(struct csv_tally *to, const struct csv_tally *more);
/* As csv_repairs says it, in the arena; NULL only when memory runs out. */
const char **csv_tally_words(const struct csv_tally *t, const struct csv_options *options,
                             struct arena *a, size_t *n);

/* Puts the place and the line of a cell into an error made for it, so that callers can say
 * `return csv_blame(r, cell, e)` after fail(). Always false. NULL: the cells are of no file. */
bool csv_blame(const struct csv_reader *r, const struct cell *cell, struct err *e);

void csv_close(struct csv_reader *r); /* NULL is allowed */

#endif
