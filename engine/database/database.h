/* Rows that stay in a database: the server counts them, and its counts become a tally
 * (data/tally.h) that is the one which a CSV export of the same rows would give, but for the places
 * of cells.
 *
 * A server gets one statement, SELECT the columns of the groups, COUNT(*) ... GROUP BY these
 * columns, so cells come over the wire and not rows. A column of whole numbers is added up by the
 * server; any other one to be added up ("c" and "<5" among numbers, amounts with decimals) is one
 * more column of groups, so that each of its texts comes once with its count. NULL is an empty
 * cell. No value is ever sent: conditions are tried on what comes back, as for files. */
#ifndef FOISTAT_DATABASE_DATABASE_H
#define FOISTAT_DATABASE_DATABASE_H

#include "data/tally.h"

struct database_source {
    const char *connection; /* "odbc:DSN=national;UID=...": see data/database_name.h */
    const char *table;      /* "schema.cases", or NULL: */
    const char *query;      /* one SELECT */
};

struct database;

/* Connects and asks for the names of the columns; 'seconds': what a statement may take. Loads
 * drivers and reads their files, so a worker does this before it gives that up. NULL on error:
 * ERR_TOOL_MISSING, ERR_DATABASE, ERR_CSV_HEADER, ERR_NOMEM. */
struct database *database_open(const struct database_source *s, double seconds, struct err *e);
void database_close(struct database *d); /* NULL is allowed */

/* The columns, as the header of a file; valid until database_close. */
const struct cell *database_header(const struct database *d, size_t *n);

/* Opens, fills and closes the tally. On failure it is left empty. ERR_DATABASE, ERR_LIMIT_TIME,
 * ERR_LIMIT_MEMORY, ERR_CSV_ENCODING, ERR_CSV_LIMIT, ERR_NOMEM. */
bool database_tally(struct database *d, const struct tally_plan *plan, struct tally *t,
                    struct err *e);

#endif
