/* Single cells and rows as they stand in a file, looked at one by one. Private to the scan. */
#ifndef FOISTAT_DATA_SCAN_CELL_H
#define FOISTAT_DATA_SCAN_CELL_H

#include "data/csv.h"
#include "data/scan_texts.h"

struct scan_place {
    size_t line, column;
};

/* Where a cell starts: 'before' is what stands before it in its row, which starts in 'line'. */
struct scan_place scan_place(enum csv_encoding encoding, struct span before, size_t line);

/* What a row shows. */
enum scan_look {
    SCAN_TEXT,     /* some cell holds text */
    SCAN_BLANK,    /* no cell does, and none has quotes */
    SCAN_DOUBTFUL, /* nothing but quotes, delimiters and blanks: "" is empty, """" is not */
};
enum scan_look scan_look(enum csv_encoding encoding, char delimiter, struct span row);

/* Is a cell with quotes in it surely right: it begins and ends with a quote, and each one inside is
 * written twice? */
bool scan_is_well_quoted(struct span cell);

/* Does every byte mean something in Windows-1252? */
bool scan_is_windows1252(struct span text);

/* The cell that a text stands for: decoded, without quotes and blanks, as the exact reader gives
 * it; *repaired counts what was done to 'cells' such cells. The text lives in the arena. ERR_NOMEM.
 */
bool scan_cell(const struct scan_text *t, const struct csv_options *o, uint64_t cells,
               struct arena *a, struct cell *cell, struct csv_tally *repaired, struct err *e);

#endif
