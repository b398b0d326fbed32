/* Which figures differ between two runs, and by how much. */
#ifndef FOISTAT_RUN_COMPARE_H
#define FOISTAT_RUN_COMPARE_H

#include "run/results.h"

enum change_kind {
    CHANGE_PART_REMOVED, /* a table, chart, text or refusal */
    CHANGE_PART_ADDED,
    CHANGE_TEXT, /* title, headline, what is said */
    CHANGE_COLUMN_REMOVED,
    CHANGE_COLUMN_ADDED,
    CHANGE_WORDS, /* what a column's numbers are: its unit, measure, comparator, denominator */
    CHANGE_ROW_REMOVED,
    CHANGE_ROW_ADDED,
    CHANGE_ORDER, /* of the rows */
    CHANGE_LABEL,
    CHANGE_MARK,   /* a figure that was none, or the other way round; or for another reason */
    CHANGE_BOUNDS, /* of a hidden figure */
    CHANGE_NUMBER,
    CHANGE_CHECK /* of the data: it now fails, passes, finds something else */
};
enum { CHANGE_KINDS = CHANGE_CHECK + 1 };
extern const char *const change_kind_name[CHANGE_KINDS]; /* "part_removed", ... */

/* What is not concerned is NULL: a changed headline has no part, an added column no row. */
struct change {
    enum change_kind kind;
    const char *part;   /* "table-1" */
    const char *title;  /* of the part */
    const char *column; /* or the name of what changed: "headline", "C101" */
    const char *row;    /* its labels: "England, 2013" */
    const char *before, *after;
    double distance; /* of a number, see results_distance; else NaN */
};

struct comparison {
    struct arena arena;
    size_t numbers; /* pairs of figures that were compared */
    size_t moved;   /* of them so many differ ... */
    double largest; /* ... at most by this part; 0 when none does */
    size_t n, room;
    struct change *change; /* numbers last, those that moved most before the others */
};

/* Parts are matched by kind and title, columns by name, rows by the labels that tell them apart,
 * whatever their order. A number has moved when it differs by more than 'tolerance' as a part of
 * the larger one; whole numbers, marks, labels and texts have no tolerance. Texts live in the
 * results or in the arena. ERR_NOMEM. */
bool results_compare(const struct results *before, const struct results *after, double tolerance,
                     struct comparison *c, struct err *e);
void comparison_free(struct comparison *c); /* leaves it empty; harmless twice */

#endif
