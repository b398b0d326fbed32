/* The order of rows in a file that is sorted by its counts says which hidden count is the larger.
 */
#ifndef FOISTAT_CLI_CUSTODIAN_ORDER_H
#define FOISTAT_CLI_CUSTODIAN_ORDER_H

#include "data/table.h"

/* Where the rows follow a column of counts for the most part, up or down: puts labels, and rows by
 * their labels, in the order of their bytes, totals last. Else leaves the table as it is. */
bool custodian_order(struct table *t, struct err *e);

#endif
