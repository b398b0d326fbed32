/* What is table and what is not: title rows above the header, notes below the last row. Private to
 * the csv*.c files. */
#ifndef FOISTAT_DATA_CSV_LAYOUT_H
#define FOISTAT_DATA_CSV_LAYOUT_H

#include "data/csv_rows.h"

enum { layout_sample = 100 }; /* rows looked at to find the header */

bool layout_is_empty(const struct csv_rows *r, const struct raw_row *row); /* no cell holds text */

/* Index of the header among the first rows. Rows before it are title rows: one cell of text, the
 * first, above rows of several cells. 0 unless that explains all of them. */
size_t layout_find_header(const struct csv_rows *r);

/* Could this row be a note below a table of 'width' columns? Only its first cell holds text, or it
 * is shorter than the table and starts with "Source", "Note", ... */
bool layout_like_note(const struct csv_rows *r, const struct raw_row *row, size_t width);

/* Index of the first row of notes at the end of the file; the number of rows if there are none. A
 * row is a note when it looks like one, and follows a blank row or another note, or starts with
 * "Source", "Note", ...; anything else stays in the table. */
size_t layout_find_notes(const struct csv_rows *r, size_t width);

#endif
