/* The text of what a server is asked. Names are quoted as its driver says; no value is ever part of
 * it: conditions are tried on the counts that come back, whose columns they name. */
#ifndef FOISTAT_DATABASE_STATEMENT_H
#define FOISTAT_DATABASE_STATEMENT_H

#include "base/err.h"
#include "base/str.h"

/* Appends a name in quotes ('quote', doubled inside; 0: there are none, and only plain names pass).
 * ERR_DATABASE. */
bool statement_name(const char *name, char quote, struct buf *out, struct err *e);

/* Appends a table: "cases", "social.cases"; a part in double quotes may hold dots. ERR_DATABASE. */
bool statement_table(const char *table, char quote, struct buf *out, struct err *e);

/* May both name the same table? Its schema may go without saying, and servers may pass over
 * capitals, accents, blanks around it and all that follows its 63rd byte. */
bool statement_same_table(const char *a, const char *b);

/* Appends a query of the user's as a table. One statement: ERR_DATABASE where there is a semicolon,
 * but at the end. */
bool statement_query(const char *query, struct buf *out, struct err *e);

#endif
