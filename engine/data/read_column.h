/* One column of a file being read: what its cells mean, and the numbers or labels they make. */
#ifndef FOISTAT_DATA_READ_COLUMN_H
#define FOISTAT_DATA_READ_COLUMN_H

#include "data/read.h"
#include "data/take.h"
#include "data/texts.h"

/* What the options say of a column. */
struct read_said {
    bool text;
    enum role role;
};

/* One file being read. */
struct reading {
    struct csv_reader *csv;
    const char *name;
    const struct package *package; /* with fields, or NULL */
    const struct read_options *options;
    struct arena scratch;
    struct texts texts;
    const struct cell *header;
    struct dictionary columns;             /* names in the header */
    const struct read_said *said;          /* what the options say of each column */
    bool *met;                             /* labels of the options that a column has */
    const struct package_field **declared; /* what the package says of each column */
    struct repeat *repeat; /* rows that repeat each other; NULL when there are none */
    size_t n_repeats;      /* rows behind the first of their kind */
    bool ees;
    bool counting; /* only some of its columns are looked at */
    struct table *table;
    struct err *e;
};

/* ERR_NOMEM. */
bool read_no_memory(struct reading *r);
/* Puts the place of the cell to the error, where there is a file to show. Always false. */
bool read_blame(struct reading *r, const struct cell *cell);

/* Once the header is known: finds what the package and the options say of each column. */
bool read_start(struct reading *r, const struct cell *header, size_t n_columns);
/* "data/beds.csv" is the table "beds", unless its package has a name for it; in the scratch. */
const char *read_table_name(struct reading *r, const struct package *package);
/* Puts the source to the table, with its notes and breaks. */
bool read_origin(struct reading *r, const struct package *package);
/* ERR_CSV_EMPTY. */
bool read_refuse_no_rows(struct reading *r);

/* Makes column i of the table from its texts: as the package describes it, or as its cells look.
 * ERR_CSV_NUMBER, ERR_COUNT, ERR_LABEL, ERR_PACKAGE at the cell that does not suit. */
bool read_column(struct reading *r, size_t i);
/* The same of any texts: a column in the scratch of n cells, c->code[] one a cell. */
bool read_cells(struct reading *r, size_t i, const struct texts_column *c, size_t n,
                struct column *out);

/* read_repeats.c: finds rows that are the same in every cell, and leaves them out where the options
 * say so; then tells the table. */
bool read_find_repeats(struct reading *r);
bool read_put_repeats(struct reading *r);

/* read_options.c: finds the columns that the options name. ERR_COLUMN when there is none,
 * ERR_ARG_RANGE when two things are said of one. */
bool read_match_options(struct reading *r);

/* Which of the column's labels is the total and which are not known, as the options say. */
bool read_name_labels(struct reading *r, struct column *c);

/* In the end: ERR_LABEL for a label that no column has. */
bool read_check_labels(struct reading *r);

#endif
