/* Narrower bounds for hidden counts, from the totals that are published beside them. */
#ifndef FOISTAT_DATA_TABLE_TIGHTEN_H
#define FOISTAT_DATA_TABLE_TIGHTEN_H

#include "data/table.h"

/* Which cells make which totals. Either rows of one column of counts, at the labels of one
 * dimension or more, of which one label is the total; or columns of counts beside one of totals. */
struct tighten {
    const char *count; /* the column of counts; NULL: the parts are columns */
    size_t n_parts;    /* columns of labels, or of counts */
    const char *const *part;
    const char *const
        *total; /* the total label of each column of labels, or one column of totals */
    size_t n_by;
    const char *const *by; /* what the rows of a group share; NULL: all other labels but notes */
    double least, most;    /* of suppressed cells that have no bounds: 0, INFINITY when not known */
};

struct tightened {
    size_t cells; /* whose bounds became narrower */
    size_t known; /* of these, those that have one possible value now */
};

/* The same table with the narrowest bounds that the totals allow: exact where no cell belongs to
 * two totals; of two-way tables bounds that hold, and may not be the narrowest. Marks stay.
 * ERR_SUMS names the first group that no values fit. */
bool table_tighten(const struct table *t, const struct tighten *how, struct table *out,
                   struct tightened *found, struct err *e);

#endif
