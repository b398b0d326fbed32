/* The catalogue of measures: one line a measure. */
#ifndef FOISTAT_STATS_CATALOGUE_H
#define FOISTAT_STATS_CATALOGUE_H

#include "stats/measure.h"

/* Families in the order of the reference pages; each family's list stands in its own header. */
#include "stats/families.h"

#define DECLARE(row) extern const struct measure row;
ALL_MEASURES(DECLARE)
#undef DECLARE

/* Every measure, in the order above; ends with NULL. */
extern const struct measure *const measures[];

/* The measure called 'name', or NULL. */
const struct measure *measure_find(const char *name);

/* The same, with ERR_METHOD that suggests the nearest names. */
const struct measure *measure_need(const char *name, struct err *e);

#endif
