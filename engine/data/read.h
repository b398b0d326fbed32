/* From files to tables: a CSV with or without its datapackage.json (Frictionless Data Package v2
 * with foi: properties; docs/reference/datapackage.md lists them). */
#ifndef FOISTAT_DATA_READ_H
#define FOISTAT_DATA_READ_H

#include "data/csv.h"
#include "data/package.h"
#include "data/table.h"

/* A column of a plain CSV and what it is for. */
struct read_role {
    const char *column;
    enum role role;
};

/* What is done with rows that are the same in every cell: unless the script says so they are kept
 * and not added up. */
enum repeated { REPEATED_DOUBT, REPEATED_KEEP, REPEATED_DROP };

/* What a script may say about a plain CSV; {0} is the usual. Roles, totals and unknown mean what
 * they mean in a datapackage.json; labels are those of every column that has them. */
struct read_options {
    struct csv_options csv;
    size_t n_symbols;            /* extra symbols for missing values */
    const struct symbol *symbol; /* see package.h */
    size_t n_texts;              /* columns to read as labels whatever they look like */
    const char *const *text;
    size_t n_roles;
    const struct read_role *role;
    struct labels totals, unknown;
    enum repeated repeated;
    bool published; /* the user says that the figures are public as they stand */
};

/* What the reader learnt besides the table, for the record of the run. Strings in t's arena. */
struct read_report {
    size_t n_repairs;
    const char **repair;
    bool counted; /* the table is not what was read; that is: */
    size_t rows, columns;
    size_t marks[MARK_COUNT]; /* cells of the columns that were used, by mark */
};

/* Reads the CSV on fd into *t. 'package' may be NULL: then a column is numbers when every cell is a
 * number, blank or a symbol of the GSS standard ([c], [x], [z], [low], [u], <5); labels when most
 * cells are not numbers or some have a leading zero; shares in percent when they are "12%";
 * anything between is ERR_CSV_NUMBER, because a guess would be silent. Columns and labels that the
 * options name and the file does not have are ERR_COLUMN and ERR_LABEL. Runs the package's checks
 * and stores what they found in the table. */
bool read_table(int fd, const char *name, const struct package *package,
                const struct read_options *options, struct table *t, struct read_report *report,
                struct err *e);

#endif
