/* What one thread does with its parts of a file: whole rows of text become groups. Private to the
 * scan. */
#ifndef FOISTAT_DATA_SCAN_BLOCK_H
#define FOISTAT_DATA_SCAN_BLOCK_H

#include "data/scan_pairs.h"
#include "data/scan_texts.h"
#include "data/tally.h"
#include "scan/index.h"

enum {
    SCAN_BATCH = 128
}; /* rows taken through each step together: their text fits the first-level cache */

/* What all threads know of the file. */
struct scan_job {
    const char *name;
    const struct csv_options *options;
    char delimiter;
    size_t n_columns;
    const struct tally_plan *plan;
};

/* Where the cells of a column stand in the text: that of row i from before[i * stride] + 1 to
 * end[i * stride]. */
struct scan_cells {
    const uint32_t *before, *end;
    size_t stride;
};

/* What becomes of rows with some text of a key, where some rows are left out. */
struct scan_fate {
    uint64_t left_out; /* so many were */
    bool unwanted;     /* all are */
};

/* A column that is used. */
struct scan_used {
    size_t column;
    struct scan_cells cells;                              /* of the rows in hand, ... */
    uint32_t own_before[SCAN_BATCH], own_end[SCAN_BATCH]; /* ... where the index has not got them */
    struct scan_texts texts; /* of keys all, of sums those that are no numbers */
    struct scan_fate *fate;  /* of a key whose rows may be left out, one a text */
    size_t fates_room;
};

/* Sums by group. */
struct scan_sum {
    struct exact *sum;
    uint64_t *numbers;
    size_t room;
    double least, most;
    bool met, met_fraction;
    uint64_t left_out;     /* numbers in rows that are */
    struct scan_pairs odd; /* group and text; SCAN_NONE: in rows that are left out */
    uint64_t *cells;       /* of each pair */
    size_t cells_room;
};

#define SCAN_NONE UINT32_MAX /* a row that is left out has no group */

struct scanner {
    const struct scan_job *job;
    bool leaves_out; /* the plan does not ask for all rows */
    struct err *e;
    size_t n_used; /* keys, then sums */
    struct scan_used *used;
    struct scan_sum *sum;
    struct scan_pairs level[TALLY_KEYS]; /* level[i]: what keys 0 .. i are; the first is not used */
    /* Numbers of groups + 1 by the codes of all keys side by side, while these need few bits. */
    uint32_t *dense;
    unsigned dense_bits, key_bits[TALLY_KEYS];
    uint64_t *rows; /* one a group */
    size_t n_groups, groups_room;

    struct span text;      /* in hand, */
    size_t n;              /* rows of it, */
    struct scan_cells row; /* where they stand, */
    const size_t *line;    /* in which lines; NULL: from first_line on, one after another, */
    size_t first_line;
    uint32_t own_row[SCAN_BATCH]; /* where the index has not got them, */
    size_t own_line[SCAN_BATCH];
    uint32_t code[TALLY_KEYS][SCAN_BATCH]; /* the texts of their keys, */
    size_t n_kept;                         /* and which are not left out */
    uint32_t kept[SCAN_BATCH];
    uint64_t left_out;               /* rows so far */
    uint32_t *cell_start, *cell_end; /* of the row being walked, one a column */
    struct index index;              /* of text that comes without one */
    size_t index_room;

    struct tally tally;    /* of rows that the exact reader read; in the end of all */
    struct csv_tally seen; /* what was skipped or repaired */
};

bool scanner_open(struct scanner *s, const struct scan_job *job, struct err *e);
void scanner_free(struct scanner *s); /* leaves it empty; harmless twice */

/* Makes room for an index of n bytes, and for the place before them, at[-1]. */
bool scan_index_room(struct index *x, size_t *room, size_t n, struct err *e);
void scan_index_free(struct index *x);

/* Finds the places in a text: those of quotes, too, if there are any. */
void scan_index(struct span text, char delimiter, struct index *x);

/* Counts the rows of a text that begins with the row in 'line' and ends with a line feed; INDEX_PAD
 * bytes behind it can be read. */
bool scan_text(struct scanner *s, struct span text, size_t line, struct err *e);

/* The same of text from 'start' on, where the places are known: x has those from there on, counted
 * from text.text, as scan_index gives them, and before them in at[-1] that of the line end before
 * 'start' (-1 where that is 0). */
bool scan_part(struct scanner *s, struct span text, size_t start, size_t line,
               const struct index *x, struct err *e);

/* The end of a file, from the start of a row on: notes may follow the table, and the last line may
 * lack its end. Adds padding to the text. */
bool scan_end(struct scanner *s, struct buf *text, size_t line, struct err *e);

/* Puts all that was counted into s->tally. */
bool scanner_close(struct scanner *s, struct err *e);

#endif
