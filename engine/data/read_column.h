/* One column of a file being read: what its cells mean, and the numbers or labels they make. */
#ifndef FOISTAT_DATA_READ_COLUMN_H
#define FOISTAT_DATA_READ_COLUMN_H

#include "data/read.h"
#include "data/texts.h"

/* One file being read. */
struct reading {
    struct csv_reader *csv;
    const char *name;
    const struct package *package; /* with fields, or NULL */
    const struct read_options *options;
    struct arena scratch;
    struct texts texts;
    const struct cell *header;
    struct dictionary columns, forced;     /* names in the header; those in options.text */
    const struct package_field **declared; /* what the package says of each column */
    bool ees;
    struct table *table;
    struct err *e;
};

/* ERR_NOMEM. */
bool read_no_memory(struct reading *r);

/* Makes column i of the table from its texts: as the package describes it, or as its cells look.
 * ERR_CSV_NUMBER, ERR_COUNT, ERR_LABEL, ERR_PACKAGE at the cell that does not suit. */
bool read_column(struct reading *r, size_t i);

#endif
