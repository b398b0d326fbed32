/* From a tally (tally.h) to a table: what foi.count gives back.
 *
 * A file that is counted means what it means to foi.read: columns get their types, marks, labels
 * and errors from the same code, which asks each different text once. Each row of the file is a
 * case of its own, also where it repeats another. Whoever has a tally can have a table of it; where
 * it came from, and in which order rows were met, makes no difference. */
#ifndef FOISTAT_DATA_COUNT_H
#define FOISTAT_DATA_COUNT_H

#include "data/read_column.h"
#include "data/release.h"
#include "data/scan_file.h"

struct count_query {
    const char *name;              /* of the source, in messages and as the table's */
    const struct package *package; /* may be NULL */
    const struct read_options *options;
    size_t
        n_specs; /* what is asked for (the first), and what else the table must have columns of */
    const struct release_spec *const *spec;
    bool apart; /* every group of every column used is a row, and nothing is left out */
};

/* Conditions and groups of the first spec are applied, unless groups are kept apart. */
struct counted {
    struct table table; /* 'by'; RELEASE_ROWS; the sums. Groups without rows are not in it */
    struct read_report report;
};
void counted_free(struct counted *c); /* leaves it empty; harmless twice */

/* One source being counted, from its header to its table. */
struct counting {
    const struct count_query *query;
    struct reading reading;
    unsigned char *used; /* of each column of the header: is it a key, a sum, both? */
    struct table keys;   /* a row a group of the tally */
    struct table texts;  /* of each key a cell a text, in the scratch; of different lengths ... */
    const uint64_t *rows[TALLY_KEYS]; /* ... and how many rows have it */
    struct table sums; /* of each sum a cell a text, in the scratch; of different lengths ... */
    const uint64_t *cells[TALLY_SUMS]; /* ... how many cells have the text ... */
    const size_t *at[TALLY_SUMS];      /* ... and which is that of an odd text, by its code */
    struct counted *out;
};

void count_start(struct counting *c, const struct count_query *q);
void count_end(struct counting *c); /* harmless twice */

/* A scan_choose, 'counting' being started: which columns are keys, which are added up, and which
 * numbers are symbols. ERR_COLUMN, ERR_PACKAGE, ERR_ARG_RANGE; what is said of columns as
 * read_table. */
bool count_choose(void *counting, const struct cell *header, size_t n_columns,
                  struct tally_plan *plan, struct err *e);

/* Makes *out of a tally that is closed; 'blame' is the reader that knows the places of its cells,
 * NULL when they have none. Errors as read_table, of the columns used, then those of table_where
 * and table_sum. On failure *out is left empty. */
bool count_table(struct counting *c, const struct tally *t, struct csv_reader *blame,
                 struct counted *out, struct err *e);

/* All of it for the file behind fd. 'progress' may be NULL. */
bool count_file(int fd, const struct count_query *q, struct scan_progress *progress,
                struct counted *out, struct err *e);

#endif
