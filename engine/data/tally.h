/* Counts of rows by the texts of their cells, before it is known what the texts mean.
 *
 * A file of any length becomes its groups: each combination of texts in the key columns once, with
 * the number of its rows and the sums of other columns. Whoever reads rows fills a tally (the
 * vectorised scan by many threads, the exact reader, a database that has added up already);
 * count.h makes a table of it by the rules of the small reader. So a file and its tally cannot mean
 * different things. Memory grows with the groups, not with the rows. */
#ifndef FOISTAT_DATA_TALLY_H
#define FOISTAT_DATA_TALLY_H

#include <stdint.h>

#include "base/exact.h"
#include "data/texts.h"

enum { TALLY_KEYS = 16, TALLY_SUMS = 16 };
/* More is an error: somebody groups by a column that names people or rows. */
enum { TALLY_LARGEST = 1 << 22 };
/* The group of rows that are in none, because what is asked for leaves them out. */
#define TALLY_LEFT_OUT SIZE_MAX

/* ERR_LIMIT_MEMORY for more of either; always false. */
bool tally_fail_texts(struct err *e);
bool tally_fail_groups(struct err *e);

/* ERR_NOMEM; always false. */
static inline bool tally_no_memory(struct err *e) {
    fail(e, ERR_NOMEM, "no memory for the groups of a file");
    return err_hint(e, "count by columns that name groups, not people or rows, or allow more with "
                       "--limit-memory MIB");
}

/* Which columns are used, by their number in the header. A column may be a key and a sum. */
struct tally_plan {
    size_t n_keys, key[TALLY_KEYS];
    /* Rows that are asked for have one of these texts in a key (NULL: any). Of the others no groups
     * are kept, so that what is not asked for takes no memory; but their texts are, because what
     * the texts of a column mean is seen from all of them. */
    const struct tally_wanted {
        size_t n;
        const char *const *text;
    } * wanted[TALLY_KEYS];
    size_t n_sums, sum[TALLY_SUMS];
    /* Texts that look like numbers and are symbols for missing values ("-99"). */
    size_t n_symbols;
    const struct span *symbol;
};

/* A plain number: as tally_plain reads it. */
struct tally_extreme {
    double value;
    struct cell cell; /* its text in the arena, and where it first stands */
};

/* A column to be added up. Plain numbers are added; all other texts ("1,398", "12%", "c", "<5",
 * "", "007") are kept with the groups they stand in, because only the whole column tells what they
 * mean. */
struct tally_sum {
    struct exact *sum;                                 /* of plain numbers, one a group */
    uint64_t *numbers;                                 /* how many plain numbers, one a group */
    uint64_t all_numbers;                              /* in all rows */
    bool whole;                                        /* all plain numbers are whole ... */
    struct tally_extreme least, most, first, fraction; /* ... or this is the first that is not;
                                      text NULL: there is none. 'first' in the file */
    struct tally_extreme negative;                     /* the first below 0 */
    struct texts_column odd; /* the other texts, distinct[].cells in all; code[] is not used */
    size_t n_cells, cells_room;
    struct tally_cells { /* in the order of groups, then codes */
        uint32_t group;
        int32_t code;
        uint64_t cells;
    } * cells;
    uint32_t *slot; /* private to tally.c, as those below */
    size_t slots;
};

struct tally {
    struct arena arena;
    const struct tally_plan *plan;
    size_t n_groups;
    uint64_t n_rows;          /* all of them, also those left out */
    uint64_t *rows;           /* one a group */
    struct texts_column *key; /* one a key: its texts in order of first appearance, and
                                 code[group]; distinct[].cells counts rows */
    struct tally_sum *sum;    /* one a sum */
    size_t groups_room;
    uint32_t *slot;
    size_t slots;
};

/* Starts an empty tally; the plan must outlive it. */
bool tally_open(struct tally *t, const struct tally_plan *plan, struct err *e);
void tally_free(struct tally *t); /* leaves it empty; harmless twice */

/* Is a row with this text in key column k asked for? */
bool tally_wants(const struct tally_plan *p, size_t k, struct span text);

/* The group of these cells (one a key; texts are copied), a new one if there is none yet, and adds
 * 'rows' to it; TALLY_LEFT_OUT where the plan does not ask for them. Where a cell stands counts
 * only if its text is new, or stands earlier than known.
 * ERR_LIMIT_MEMORY beyond TALLY_LARGEST groups or texts; ERR_NOMEM. */
bool tally_rows(struct tally *t, const struct cell *key, uint64_t rows, size_t *group,
                struct err *e);

/* The steps of tally_rows, for whoever has its own numbers for texts: the code of a cell's text in
 * key column k, with the place where it stands and 'rows' more of it (-1 after an error); and the
 * group of codes, or rows that are left out. */
int32_t tally_text(struct tally *t, size_t k, const struct cell *cell, uint64_t rows,
                   struct err *e);
bool tally_group(struct tally *t, const int32_t *code, uint64_t rows, size_t *group, struct err *e);
void tally_leave_out(struct tally *t, uint64_t rows);

/* Is the text of a cell a plain number: digits with at most one point between them, perhaps a minus
 * before them, no leading zeros, at most 15 digits, and no symbol of the plan? */
bool tally_plain(const struct tally_plan *p, struct span text, double *value);

/* Adds a cell of sum column s to a group, or to rows that are left out, 'cells' times.
 * ERR_LIMIT_MEMORY, ERR_NOMEM. */
bool tally_cell(struct tally *t, size_t group, size_t s, const struct cell *cell, uint64_t cells,
                struct err *e);

/* Adds 'numbers' plain numbers with this sum that were added up elsewhere (by a database); 'least'
 * and 'most' are cells with the smallest and the largest of them. */
bool tally_added(struct tally *t, size_t group, size_t s, const struct exact *sum, uint64_t numbers,
                 const struct cell *least, const struct cell *most, struct err *e);

/* Takes note of a plain number of sum column s that is added with tally_added's sum: what is
 * smallest, largest, first, or no whole number so far. Both cells may be NULL there. */
bool tally_met(struct tally *t, size_t s, double value, const struct cell *cell, struct err *e);

/* Adds all of 'other', which has the same plan. */
bool tally_join(struct tally *t, const struct tally *other, struct err *e);

/* Once all is in: puts texts in order of first appearance and groups in the order of their codes,
 * so that the tally is the same whoever filled it, in whatever order. */
bool tally_close(struct tally *t, struct err *e);

/* Everything at once, by the exact reader: opens nothing, reads the rows that are left of r. */
bool tally_csv(struct tally *t, struct csv_reader *r, struct err *e);

#endif
