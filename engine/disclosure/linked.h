/* Releases of the same rows as one system: what follows from all of them together. */
#ifndef FOISTAT_DISCLOSURE_LINKED_H
#define FOISTAT_DISCLOSURE_LINKED_H

#include "disclosure/system.h"
#include "disclosure/tabulate.h"

/* One column of counts of a release. */
struct linked {
    const struct tabulated *true_counts;
    const struct table *sorted;  /* the true table in the order of true_counts->order */
    const struct column *counts; /* of 'sorted' */
    const struct policy *policy;
    const struct column *rows; /* numbers of rows beside sums, of 'sorted'; NULL: there are none */
    const struct column *seen; /* the same column as released, unsorted; NULL: not made yet */
    size_t first;              /* its first cell in the system; set by linked_system */
};

/* The rows that releases are made of. */
struct linked_rows {
    const struct table *table;
    const struct column *counts; /* the column that is added up; NULL: rows are counted */
    bool cases;                  /* rows are counted, and each stands for 'counts' of them */
};

/* The system of n releases; cells of release k are l[k].first + 0, 1, ... in sorted order. The
 * groups of rows that no release divides are cells too, which are never shown and are protected as
 * those that are: a small count that follows from two releases, or from a part of the rows and
 * their total, is given away though no table has it. Where rows of the source are totals of others,
 * each row is a group. The reader is taken to know which combinations occur: that is more than most
 * do, and keeps what is hidden safe from those. ERR_COUNT. */
bool linked_system(struct linked *l, size_t n, const struct linked_rows *rows, struct system *s,
                   struct arena *a, struct err *e);

/* Sets what is shown and what is hidden by the column as released. */
void linked_look(const struct linked *l, struct system *s);

#endif
