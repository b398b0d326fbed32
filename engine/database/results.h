/* The rows that a statement brings back, in blocks, as texts. */
#ifndef FOISTAT_DATABASE_RESULTS_H
#define FOISTAT_DATABASE_RESULTS_H

#include "base/str.h"
#include "database/connection.h"

struct results_column {
    SQLWCHAR *text;  /* text[row * width] */
    SQLLEN *length;  /* length[row], in bytes */
    struct buf utf8; /* of the last row that was asked for */
};

struct results {
    const struct connection *connection;
    SQLHSTMT statement;
    size_t n, width, room; /* columns; units of a text; rows of a block */
    struct results_column *column;
    SQLUSMALLINT *status;
    SQLULEN rows; /* in the block */
};

/* Sends the statement, whose rows have n columns of at most 'width' - 1 characters. */
bool results_open(struct results *r, const struct connection *c, const char *statement, size_t n,
                  size_t width, struct err *e);
/* The same for the list of tables, whose third column has their names; 'kind' is "TABLE,VIEW". */
bool results_tables(struct results *r, const struct connection *c, SQLWCHAR *kind, struct err *e);
void results_close(struct results *r); /* leaves it empty; harmless twice */

/* The next r->rows rows, 0 at the end. */
bool results_next(struct results *r, struct err *e);

enum results_cell { RESULTS_TEXT, RESULTS_NULL, RESULTS_LONG, RESULTS_NO_MEMORY };

/* A cell's text, valid until the same column is asked for again; or that it is NULL, or longer than
 * there is room for. */
enum results_cell results_text(struct results *r, size_t row, size_t column, struct span *text);

#endif
