/* Checks on data: what a careful reader would test before trusting a table.
 * Each has a code; `foistat help C101` explains it. A failed check never changes a figure. */
#ifndef FOISTAT_DATA_CHECK_H
#define FOISTAT_DATA_CHECK_H

#include "data/package.h"

struct check_code {
    const char *code;  /* "C101" */
    const char *title; /* "parts add up to their total" */
    const char *help;  /* sentences */
};
extern const struct check_code check_codes[]; /* ends with code NULL */

/* What a package asks for:
 * C101 parts_total: the parts add up to their total in every group.
 *      columns_total: the same of columns, row by row.
 * C102 implied_zero: blank parts of a group whose other parts already make the total are 0: their
 *      bounds become 0..0 (the mark stays blank), and the check notes how many.
 * C103 stock_flow: active - opened + closed, the implied opening stock, is not negative.
 * C104 unique: no two rows have the same key.
 * And of every table that a package describes:
 * C106: years without a row within a series.         C107: years written in two ways.
 * C108: suppressed cells that follow from totals.    C109: figures in several units.
 * C110: stocks beside flows.                         C111: parts of years.
 * Stores what they found in t. */
bool check_table(struct table *t, const struct package *p, struct err *e);

/* What is tested when no package describes the columns: C106 to C111, as far as names and cells
 * show what a column is, C105: negative numbers that look like codes for missing cells, and C112:
 * rows that stand there twice; 'cases': the script says that each is a case of its own. */
bool check_plain(struct table *t, bool cases, struct err *e);

#endif
