/* The exact test of a table of rows and columns, by the network algorithm. */
#ifndef FOISTAT_STATS_TABLE_NETWORK_H
#define FOISTAT_STATS_TABLE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* A table without empty rows and columns, turned so that it has no more rows than columns. */
struct compact_table {
    size_t rows, columns;
    double *cell;  /* owned; row after row */
    double *total; /* of rows, then of columns; in the same block */
    double n;
};

/* The probability, given all totals, of the tables that are no more likely than this one (within a
 * factor of 1 + 1e-7). ERR_ARG_RANGE for a table that would take more than some seconds. */
bool table_network_p(const struct compact_table *c, double *p, struct err *e);

#endif
