/* How sources in databases are named: "odbc:" with a connection string behind it. */
#ifndef FOISTAT_DATA_DATABASE_NAME_H
#define FOISTAT_DATA_DATABASE_NAME_H

#include <stdbool.h>
#include <stddef.h>

enum { DATABASE_NAME_SIZE = 256 };

bool database_is_name(const char *word);

/* The name for people, scripts and runs: "odbc:DSN=national", without the user, the password and
 * all else that only the connection needs; where there is no DSN the file or database,
 * "odbc:Database=cases.db". False when there is neither, or no room, or it names no
 * database. */
bool database_shown_name(const char *word, char out[DATABASE_NAME_SIZE]);

/* Does its connection string say something of a keyword (in any case)? */
bool database_says(const char *word, const char *key);

/* Does it hold a password? */
bool database_has_password(const char *word);

#endif
