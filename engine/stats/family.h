/* Families: measures whose names begin with the same word. */
#ifndef FOISTAT_STATS_FAMILY_H
#define FOISTAT_STATS_FAMILY_H

#include "stats/measure.h"

struct family {
    const char *name;  /* "prop" */
    const char *title; /* "One proportion": what its measures are about */
};

/* Is m of the family called 'name'? */
bool family_has(const char *name, const struct measure *m);

/* The row of m's family, or NULL when nobody has given it a title. */
const struct family *family_of(const struct measure *m);

#endif
