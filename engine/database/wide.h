/* The texts of ODBC: UTF-16, in units of two bytes. */
#ifndef FOISTAT_DATABASE_WIDE_H
#define FOISTAT_DATABASE_WIDE_H

#include "base/str.h"
#include "database/odbc.h"

/* Appends n units as UTF-8; a half of a pair becomes U+FFFD. out->failed: no memory. */
void wide_to_utf8(const SQLWCHAR *text, size_t n, struct buf *out);

/* The same text in units, with a zero behind it; NULL: no memory, or it is no UTF-8. The caller
 * frees it. */
SQLWCHAR *wide_of(const char *text, size_t *n);

#endif
