/* What a chart draws: the columns of its table, by the role that each plays in the picture. One
 * shape for every kind of chart, so that scripts, the pipe and results.json know no kinds. */
#ifndef FOISTAT_DATA_DRAWING_H
#define FOISTAT_DATA_DRAWING_H

#include <stdbool.h>

#include "data/column.h"

enum drawing_role {
    ROLE_LABEL, /* names each row */
    ROLE_VALUE, /* the figure that is drawn */
    ROLE_LOWER, /* and its limits */
    ROLE_UPPER,
    ROLE_EVENTS, /* the events behind it, and those at risk */
    ROLE_AT_RISK,
    ROLE_BY,       /* years; of bars their categories */
    ROLE_SERIES,   /* labels of the lines, of the bars in a category, of the parts of a whole */
    ROLE_X,        /* how large the place is: people, or expected events */
    ROLE_PANEL,    /* labels of small multiples: a picture for each */
    ROLE_POSITION, /* where it lies, in words */
    ROLE_RANK,     /* among the others, and the ranks that chance allows it */
    ROLE_BEST,
    ROLE_WORST,
    ROLE_AMOUNT,     /* of what a share is: how many */
    ROLE_WHOLE,      /* and of how many */
    ROLE_CUMULATIVE, /* the figure from the first stage on, beside that of one stage */
    ROLE_CUMULATIVE_LOWER,
    ROLE_CUMULATIVE_UPPER,
    ROLE_FEEDER,  /* what a stage is divided by */
    ROLE_UNKNOWN, /* share of the events of a stage whose group is not known, % */
    /* Limits of chance alone, then those that allow for the usual spread too: the inner pair
     * (95%), then the outer (99.8%), the lower one first. */
    ROLE_CHANCE_LOWER,
    ROLE_CHANCE_UPPER,
    ROLE_CHANCE_OUTER_LOWER,
    ROLE_CHANCE_OUTER_UPPER,
    ROLE_SPREAD_LOWER,
    ROLE_SPREAD_UPPER,
    ROLE_SPREAD_OUTER_LOWER,
    ROLE_SPREAD_OUTER_UPPER,
};
enum { ROLES = ROLE_SPREAD_OUTER_UPPER + 1 };

struct drawing {
    const char *column[ROLES]; /* names; NULL where a role is not played */
    double reference;          /* where a line stands: 1 for ratios, a funnel's target; NaN: none */
    const char *reference_name; /* "England"; or NULL */
    struct labels highlight;    /* of rows that stand out */
    bool logarithmic;           /* ratios are drawn on a log axis */
    const char *axis; /* title of the axis: "Rate ratio to White (95% exact limits)"; or NULL */
};

/* "label", "value", ..., as scripts and results.json name it. */
const char *drawing_role_name(enum drawing_role r);

/* Are its cells labels? Else they are numbers. */
bool drawing_role_is_label(enum drawing_role r);

/* Names a column for the role, and is it not an empty name? */
bool drawing_has(const struct drawing *d, enum drawing_role r);

#endif
