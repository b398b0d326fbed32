/* Years of a column, and those that are missing within its series. */
#ifndef FOISTAT_DATA_YEARS_H
#define FOISTAT_DATA_YEARS_H

#include "data/period.h"
#include "data/table.h"

/* The year of a cell of labels or whole numbers; YEAR_NONE where it is marked or no year. */
enum year_kind years_cell(const struct column *c, size_t row, int *year);

/* How many cells write whole and split years, or none; and a row of each kind. */
struct year_kinds {
    size_t n[YEAR_SPLIT + 1], row[YEAR_SPLIT + 1];
};
struct year_kinds years_kinds(const struct column *c);

/* Does the column say which year a row is about? Declared periods do, and columns of a plain file
 * whose name says so ("year") and whose cells are all years. */
bool years_is_period(const struct column *c);

/* The same years missing from some series: "2018 to 2020". */
struct year_gap {
    const char *years;
    size_t series; /* that lack them */
    size_t row;    /* the first row of the first such series */
};
struct year_gaps {
    size_t n;
    struct year_gap *gap;   /* the most frequent first, then in the order of the series */
    size_t series, lacking; /* series of two years or more, and those of them with a gap */
    size_t repeated;        /* series that hold a year in two rows */
};

/* What is missing between the first and the last year of each series: of the rows with equal cells
 * in 'by'. Cells that are no year are passed over. */
bool years_gaps(const struct table *t, const struct column *period, const char *const *by,
                size_t n_by, struct arena *arena, struct year_gaps *out, struct err *e);

/* Adds "2018 to 2020 in 164 series, 2014 in North"; without series "2018 to 2020". */
void years_put_gaps(const struct table *t, const struct year_gaps *g, const char *const *by,
                    size_t n_by, struct buf *out);

#endif
