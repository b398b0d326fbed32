/* The counts that a release is made of, before anything is hidden: the true table. */
#ifndef FOISTAT_DISCLOSURE_TABULATE_H
#define FOISTAT_DISCLOSURE_TABULATE_H

#include "disclosure/disclosure.h"

struct tabulated {
    struct table table;
    size_t n_counts;
    size_t *count;  /* columns of the table that are disclosure-controlled */
    size_t *row_of; /* of each raw row: the row of the table that counts it; SIZE_MAX: none */
    size_t *order;  /* the table's rows by the texts of their labels, whatever order they came in */
    const char *words; /* "cases by year and group, with totals of group" */
};

/* Adds raw up as the spec asks. Number of rows (of raw, or RELEASE_ROWS where raw is counted), and
 * sums beside it: a combination that no row has is 0. Sums of a
 * column: such a combination is left out, because a table of counts may lack it for other reasons.
 * A column each of whose labels goes with one label of another (authorities and their regions) is
 * nested in it, and crossed with no other label of it. Totals are not made over periods, over
 * labels that overlap, and where there are some already. Without columns of counts rows are cases,
 * and none is released as it stands (ERR_NOT_ADDITIVE). What it holds lives in *a, but the table.
 */
bool tabulate(const struct table *raw, const struct release_spec *spec, struct tabulated *out,
              struct arena *a, struct err *e);

/* Is it a column of counts, of which small ones are hidden? */
bool tabulate_is_count(const struct column *c);

#endif
