/* From files to tables: a CSV with or without its datapackage.json (Frictionless Data Package v2
 * with foi: properties; docs/reference/datapackage.md lists them). */
#ifndef FOISTAT_DATA_READ_H
#define FOISTAT_DATA_READ_H

#include "data/csv.h"
#include "data/package.h"
#include "data/table.h"

/* What a script may say about a plain CSV; {0} is the usual. */
struct read_options {
    struct csv_options csv;
    size_t n_symbols;            /* extra symbols for missing values */
    const struct symbol *symbol; /* see package.h */
    size_t n_texts;              /* columns to read as labels whatever they look like */
    const char *const *text;
};

/* What the reader learnt besides the table, for the record of the run. Strings in t's arena. */
struct read_report {
    size_t n_repairs;
    const char **repair;
};

/* Reads the CSV on fd into *t. 'package' may be NULL: then a column is numbers when every cell is a
 * number, blank or a symbol of the GSS standard ([c], [x], [z], [low], [u], <5); labels when most
 * cells are not numbers or some have a leading zero; anything between is ERR_CSV_NUMBER, because a
 * guess would be silent. Runs the package's checks and stores what they found in the table. */
bool read_table(int fd, const char *name, const struct package *package,
                const struct read_options *options, struct table *t, struct read_report *report,
                struct err *e);

#endif
