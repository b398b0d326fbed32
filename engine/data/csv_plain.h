/* Plain lines: no quotes and no line ends but LF and CRLF. Their cells are found by vector
 * instructions (scan/index.h); all other text goes through libcsv. With it, the state of the reader
 * that both work on. Private to csv_rows.c and csv_plain.c. */
#ifndef FOISTAT_DATA_CSV_PLAIN_H
#define FOISTAT_DATA_CSV_PLAIN_H

#include <csv.h> /* libcsv */

#include "data/csv_rows.h"
#include "scan/index.h"

/* libcsv says nothing about places. It is therefore fed piece by piece, each ending with the next
 * delimiter or line end: a cell can only be complete at the end of a piece, so the place where the
 * next cell starts is known without a second parser. */
struct csv_rows {
    struct csv_source source;
    struct csv_parser parser;
    char delimiter;
    size_t largest_cell, largest_row;
    struct span left; /* text read and not yet parsed */
    bool ended, no_memory, too_wide;

    struct buf text;         /* the cells' text */
    struct buf raw;          /* the lines as they stand in the file, from first_line on */
    size_t first_line, line; /* numbers of the first and the current one */
    size_t this_line;        /* where the current one starts in raw */
    size_t *line_start, n_lines, lines_room; /* the same of the first n_lines lines */
    struct raw_cell *cell;
    size_t n_cells, cells_room;
    struct raw_row *row;
    size_t n_rows, rows_room;

    size_t characters;                      /* before this place in the current line */
    bool after_cr;                          /* the last byte was CR: an LF belongs to it */
    size_t start, start_line, start_column; /* of the current cell */
    size_t row_first;                       /* first cell of the current row */
    bool after_blank, cell_ended, row_ended;
    size_t piece; /* length of the piece being parsed */

    struct index places; /* of the lines that are left, where they are plain; room for a read */
    size_t place;        /* the first that is not taken */
    const char *plain;   /* what they are counted from; NULL: there are no plain lines */
    const char *lines;   /* the end of the last line that is whole */
    struct rows_tally tally;
};

/* Looks at what has been read: are its lines plain? */
void plain_look(struct csv_rows *r);

/* Does a plain line start where the reader is? */
bool plain_has_line(const struct csv_rows *r);
/* Takes it; false when memory runs out. */
bool plain_take_line(struct csv_rows *r);

/* What both ways of parsing do. Room for one more item in a growing array; false when memory runs
 * out, as in all of these. */
bool rows_reserve(void *array, size_t n, size_t *room, size_t size);
void rows_cell_starts(struct csv_rows *r); /* the next cell starts behind all that was taken */
bool rows_new_line(struct csv_rows *r);
bool rows_end_row(struct csv_rows *r); /* of the cells since the last one */

#endif
