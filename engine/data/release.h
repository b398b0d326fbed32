/* Releases: what is asked of a source that is not public, under which rules it is handed out, and
 * what was done to protect those counted in it. disclosure/disclosure.h makes them. */
#ifndef FOISTAT_DATA_RELEASE_H
#define FOISTAT_DATA_RELEASE_H

#include "data/table.h"

/* The rules. A small count (1 to the threshold; 0, too, where zeros are hidden) is safe when the
 * attack can't tell that it is small, upper > threshold, and leaves its ends far enough apart,
 * upper - lower >= width. A count that the source hides, and that may be small, is to keep as much
 * of that as its declared range has. Other hidden counts may be narrowed down: they protect.
 * A reader is taken to know these rules, that no 0 is hidden unless the policy says so, and which
 * combinations of labels occur. Strings of the presets are static, of others the caller's. */
struct policy {
    const char *name;   /* "foi-uk", "opensafely", "dfe", "ons"; "custom" */
    const char *source; /* where the rule is published; NULL for a custom one */
    double threshold;   /* counts from 1 to this are hidden; 0: none */
    bool zeros;         /* 0 is hidden too */
    double round;       /* to a multiple of this; 0: counts stay as they are */
    bool midpoint;      /* to the middle of a band of that many instead: 1 .. 6 is 3 */
    double width;       /* the attainable ends of a small count lie at least so far apart */
};

/* The column of a counted table (count.h) that says how many rows of the source each of its rows
 * stands for. */
#define RELEASE_ROWS "number of rows in the source"

/* What of a source is released: rows that satisfy 'where', added up by the columns of 'by'. */
struct release_spec {
    size_t n_where;
    const struct condition *where;
    size_t n_by; /* 0: the rows as they stand, without adding up, unless 'rows' */
    const char *const *by;
    size_t n_sum; /* columns of counts; 0: every column of counts ... */
    const char *const *sum;
    bool rows;   /* ... or the number of rows, as column "rows", and what 'sum' names behind it */
    bool totals; /* with a total over each column of 'by' ("All") */
};

enum audit { AUDIT_PASSED, AUDIT_FAILED, AUDIT_NOT_NEEDED };
enum { AUDITS = AUDIT_NOT_NEEDED + 1 };

/* What was done. How many are hidden for which reason, and how closely small ones alone can be
 * worked out, is for whoever holds the data: written down it would tell, where no others are
 * hidden, that all are small. The record of a run has their sum. */
struct disclosure_record {
    const char *source; /* name of the table */
    const char *rows;   /* what was released, in words: "cases by year and group, with totals" */
    size_t earlier;     /* releases of the same rows before it, in this run and in its ledger */
    struct policy policy;
    size_t counts; /* cells that hold a count */
    size_t small;  /* of them hidden because they are small */
    size_t others; /* and because those would follow from them */
    size_t given;  /* hidden in the source already */
    bool optimal;  /* proved: no pattern hides fewer (weighted by size) */
    enum audit audit;
    size_t exposed;   /* counts, here and in earlier releases, that the attack narrows too far */
    double narrowest; /* the smallest range that it leaves of those it asks for; NaN: none */
};

#endif
