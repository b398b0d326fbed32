/* The second half of the CSV reader: from text to rows of cells with their places, by libcsv.
 * Rows here may have any length; csv.c decides what is header, note or error. Private to the
 * csv*.c files. */
#ifndef FOISTAT_DATA_CSV_ROWS_H
#define FOISTAT_DATA_CSV_ROWS_H

#include "data/csv_source.h"

struct raw_cell {
    size_t text, n; /* where its text stands in csv_rows.text */
    size_t line, column;
    bool quoted, quoted_empty;
};

struct raw_row {
    size_t first, n; /* cells */
    size_t line;
    bool after_blank; /* a blank line stands before it */
};

struct csv_rows;

/* Starts at the beginning of the source. False when memory runs out. */
bool rows_open(struct csv_rows **rows, int fd, const char *name, const struct csv_options *options,
               struct err *e);

/* The same from text in memory: of a whole file, or one that begins with line 'line'. */
bool rows_open_text(struct csv_rows **rows, struct span text, const char *name,
                    const struct csv_options *options, struct err *e);
bool rows_resume(struct csv_rows **rows, struct span text, const char *name,
                 const struct csv_options *options, size_t line, struct err *e);

/* Adds rows until there are at least 'enough' in the store, or the file ends. */
bool rows_fill(struct csv_rows *r, size_t enough, struct err *e);

/* Forgets all rows but keeps the reader where it is. */
void rows_clear(struct csv_rows *r);

/* Gives back the memory of large cells, when no more rows are wanted; lines are then read again
 * from the file. */
void rows_give_back(struct csv_rows *r);

bool rows_ended(const struct csv_rows *r);
size_t rows_count(const struct csv_rows *r);
size_t rows_bytes(const struct csv_rows *r); /* of text in the store */
const struct raw_row *rows_at(const struct csv_rows *r, size_t i);
const struct raw_cell *rows_cell(const struct csv_rows *r, size_t i);
struct span rows_text(const struct csv_rows *r, const struct raw_cell *c);

/* From now on all text goes through libcsv, plain or not: for tests that compare the two. */
void rows_use_libcsv(bool only);

/* Nothing but spaces and tabs that are no delimiters, and perhaps a line end? */
bool rows_is_blank_line(struct span line, char delimiter);

/* Where the text of a cell stands in its bytes, in characters. */
size_t rows_characters_to_text(struct span raw, bool quoted);

struct rows_tally {
    size_t blank_lines; /* lines without any cell */
    size_t trimmed;     /* cells that had blanks around their text */
    size_t nbsp_cells;  /* cells that held nothing but no-break spaces */
};
/* Counts the blanks around a cell's text: 'raw' as it stands in the file, 'text' without its
 * quotes, and 'trimmed'. */
void rows_tally_blanks(struct rows_tally *t, struct span raw, struct span text,
                       struct span trimmed);
struct rows_tally rows_tally(const struct csv_rows *r);

/* Puts place and excerpt into an error; always false. */
bool rows_blame(const struct csv_rows *r, size_t line, size_t column, size_t width, struct err *e);

/* Of rows in memory: the file that they come from, for lines that are shown. */
void rows_lend(struct csv_rows *r, int fd);

/* Where an error in the text comes of a compressed file that is damaged, *e becomes that; no more
 * can be read afterwards. */
void rows_doubt(struct csv_rows *r, struct err *e);

void rows_close(struct csv_rows *r); /* NULL is allowed */

#endif
