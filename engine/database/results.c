#include "database/results.h"

#include <stdlib.h>
#include <string.h>

#include "database/wide.h"

/* A block has this many rows, or fewer where they would take more memory than this. */
enum { most_rows = 1000, most_bytes = 8 << 20 };

static bool no_memory(struct err *e) {
    return fail(e, ERR_NOMEM, "no memory for what a database answers");
}

static size_t rows_of_block(size_t n, size_t width) {
    size_t rows = most_bytes / (n * width * sizeof(SQLWCHAR) + 1);
    return rows < 1 ? 1 : rows > most_rows ? most_rows : rows;
}

static bool make_room(struct results *r, struct err *e) {
    r->room = rows_of_block(r->n, r->width);
    r->column = calloc(r->n, sizeof *r->column);
    r->status = calloc(r->room, sizeof *r->status);
    bool done = r->column != NULL && r->status != NULL;
    for (size_t i = 0; done && i < r->n; i++) {
        struct results_column *c = &r->column[i];
        c->text = malloc(r->room * r->width * sizeof *c->text);
        c->length = malloc(r->room * sizeof *c->length);
        done = c->text != NULL && c->length != NULL;
    }
    return done || no_memory(e);
}

static bool worked(const struct results *r, SQLRETURN code, struct err *e) {
    return connection_worked(r->connection, code, SQL_HANDLE_STMT, r->statement, e);
}

static bool bind(struct results *r, struct err *e) {
    const struct odbc *o = r->connection->odbc;
    union {
        uintptr_t number;
        SQLPOINTER pointer;
    } room = {r->room};
    if (!worked(r, o->SetStmtAttr(r->statement, SQL_ATTR_ROW_ARRAY_SIZE, room.pointer, 0), e) ||
        !worked(r, o->SetStmtAttr(r->statement, SQL_ATTR_ROW_STATUS_PTR, r->status, 0), e) ||
        !worked(r, o->SetStmtAttr(r->statement, SQL_ATTR_ROWS_FETCHED_PTR, &r->rows, 0), e))
        return false;
    for (size_t i = 0; i < r->n; i++) {
        const struct results_column *c = &r->column[i];
        if (!worked(r,
                    o->BindCol(r->statement, (SQLUSMALLINT)(i + 1), SQL_C_WCHAR, c->text,
                               (SQLLEN)(r->width * sizeof *c->text), c->length),
                    e))
            return false;
    }
    return true;
}

bool results_open(struct results *r, const struct connection *c, const char *statement, size_t n,
                  size_t width, struct err *e) {
    *r = (struct results){.connection = c, .n = n, .width = width};
    if (make_room(r, e) && connection_send(c, statement, &r->statement, e) && bind(r, e))
        return true;
    results_close(r);
    return false;
}

bool results_tables(struct results *r, const struct connection *c, SQLWCHAR *kind, struct err *e) {
    *r = (struct results){.connection = c, .n = 3, .width = 256};
    SQLRETURN code = c->odbc->AllocHandle(SQL_HANDLE_STMT, c->handle, &r->statement);
    bool done = connection_worked(c, code, SQL_HANDLE_DBC, c->handle, e) && make_room(r, e);
    if (done) {
        code = c->odbc->Tables(r->statement, NULL, 0, NULL, 0, NULL, 0, kind, SQL_NTS);
        done = worked(r, code, e) && bind(r, e);
    }
    if (!done)
        results_close(r);
    return done;
}

void results_close(struct results *r) {
    for (size_t i = 0; r->column != NULL && i < r->n; i++) {
        free(r->column[i].text);
        free(r->column[i].length);
        buf_free(&r->column[i].utf8);
    }
    if (r->connection != NULL)
        connection_done(r->connection, r->statement);
    free(r->column);
    free(r->status);
    *r = (struct results){0};
}

bool results_next(struct results *r, struct err *e) {
    r->rows = 0;
    SQLRETURN code = r->connection->odbc->Fetch(r->statement);
    if (code == SQL_NO_DATA) {
        r->rows = 0;
        return true;
    }
    bool done = worked(r, code, e);
    for (size_t i = 0; done && i < r->rows; i++) {
        if (r->status[i] == SQL_ROW_ERROR)
            done = worked(r, SQL_ERROR, e);
    }
    return done;
}

enum results_cell results_text(struct results *r, size_t row, size_t column, struct span *text) {
    struct results_column *c = &r->column[column];
    SQLLEN bytes = c->length[row];
    *text = (struct span){"", 0};
    if (bytes == SQL_NULL_DATA)
        return RESULTS_NULL;
    if (bytes < 0 || (size_t)bytes / sizeof *c->text >= r->width)
        return RESULTS_LONG;
    c->utf8.n = 0;
    wide_to_utf8(c->text + row * r->width, (size_t)bytes / sizeof *c->text, &c->utf8);
    if (c->utf8.failed)
        return RESULTS_NO_MEMORY;
    if (c->utf8.n > 0)
        *text = (struct span){c->utf8.text, c->utf8.n};
    return RESULTS_TEXT;
}
