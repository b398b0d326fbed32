/* A file's cells as text, column by column, before it is known what they mean: each different text
 * is kept once, with the place where it first stands. Private to the reader. */
#ifndef FOISTAT_DATA_TEXTS_H
#define FOISTAT_DATA_TEXTS_H

#include "data/column.h"
#include "data/csv.h"

struct distinct {
    size_t line, column; /* of the first cell that holds the text */
    size_t cells;        /* how many do */
};

struct texts_column {
    struct dictionary text;    /* in order of first appearance */
    struct distinct *distinct; /* one a text */
    size_t distinct_room;
    int32_t *code; /* code[row] */
    size_t room;
};

struct texts {
    struct arena arena;
    size_t n_rows, n_columns;
    struct texts_column *column;
    size_t *line; /* line[row]: where the row starts */
    size_t line_room;
};

/* Reads all rows that are left. On failure *t is left empty. */
bool texts_read(struct csv_reader *r, struct texts *t, struct err *e);
void texts_free(struct texts *t); /* leaves it empty; harmless twice */

struct span texts_text(const struct texts_column *c, size_t code);

/* The first cell that holds a text, for csv_blame. */
struct cell texts_cell(const struct texts_column *c, size_t code);

#endif
