/* A connection to a database, in one transaction that only reads, and what its errors say. */
#ifndef FOISTAT_DATABASE_CONNECTION_H
#define FOISTAT_DATABASE_CONNECTION_H

#include "data/database_name.h"
#include "database/odbc.h"

/* What is known of a kind of server. */
struct dialect {
    const char *server;     /* as the driver names it; NULL: any other */
    bool typed;             /* a column of whole numbers holds nothing else but NULL */
    bool rows;              /* it is no server but a part of this process: it is asked for rows */
    const char *text_type;  /* values are cast to it, but those of ... */
    const char *as_text[8]; /* ... these types, which every driver hands over as they are */
    const char *opening[4]; /* statements at the beginning */
    const char *time_limit; /* one with the milliseconds that a statement may take, or NULL */
};

struct connection {
    const struct odbc *odbc;
    const struct dialect *dialect;
    SQLHENV environment;
    SQLHDBC handle;
    bool connected;
    char name[DATABASE_NAME_SIZE]; /* as shown */
    char quote;                    /* around identifiers; 0: the driver knows none */
};

/* Connects as 'word' says ("odbc:DSN=national;UID=..."); 'seconds': what a statement may take.
 * ERR_TOOL_MISSING, ERR_DATABASE, ERR_NOMEM. On failure *c is left empty. */
bool connection_open(struct connection *c, const char *word, double seconds, struct err *e);
void connection_close(struct connection *c); /* leaves it empty; harmless twice */

/* Sends a statement; *statement is to be freed with connection_done, also after an error. */
bool connection_send(const struct connection *c, const char *text, SQLHSTMT *statement,
                     struct err *e);
void connection_done(const struct connection *c, SQLHSTMT statement); /* NULL is allowed */

/* Did the call work? Else fills *e from what the driver says of the handle. */
bool connection_worked(const struct connection *c, SQLRETURN code, SQLSMALLINT kind,
                       SQLHANDLE handle, struct err *e);

#endif
