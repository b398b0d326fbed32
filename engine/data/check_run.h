/* What the checks share: groups of rows, their names, findings, and what a cell can be. Private to
 * check*.c. */
#ifndef FOISTAT_DATA_CHECK_RUN_H
#define FOISTAT_DATA_CHECK_RUN_H

#include "data/check.h"
#include "data/group.h"
#include "data/interval.h"

enum { most_listed = 12, first_listed = 3 }; /* findings named in one sentence, and in brief */

/* One check that is being run, with its findings so far. */
struct run {
    struct table *t;
    const struct package_check *check; /* what the package asks for, or what stands for it */
    struct arena scratch;
    struct grouping groups; /* of the rows, by check->by */
    struct buf findings;
    size_t brief; /* bytes of the findings that are named in brief; 0: all */
    size_t rows;  /* looked at */
    size_t tested, exact, failed, implied;
    struct err *e;
};

/* Groups the rows by check->by and calls f; frees everything in the end. */
bool check_run(struct table *t, const struct package_check *check, bool (*f)(struct run *r),
               struct err *e);

/* Is the row one of those that the check is about (check->where)? */
bool check_includes(const struct run *r, size_t row);

/* The end of the group that begins at order[from]; false when the check leaves the group out. */
bool check_next(const struct run *r, size_t from, size_t *end);

/* Counts the next finding and sets it apart from the one before; false when enough are listed. */
bool check_finding(struct run *r);

/* Starts the next finding with the name of the group that holds 'row', "White (EHA, opened): ";
 * false when enough are listed. */
bool check_list(struct run *r, size_t row);

/* Stores what was found: the sentence, with the findings behind it when the check failed or noted
 * some. 'found' counts them. The sentence is freed. */
bool check_store(struct run *r, const char *code, enum check_state state, size_t found,
                 struct buf *sentence);

/* The same for a check that has no groups: a finding about a whole table. */
bool check_store_plain(struct table *t, const char *code, enum check_state state, size_t found,
                       struct buf *sentence, struct err *e);

/* The one row of the group order[from] .. order[end - 1] with a label; SIZE_MAX if there is none,
 * or more than one (*twice). */
size_t check_find(const struct run *r, size_t from, size_t end, const struct column *dimension,
                  const char *label, bool *twice);

/* check_parts.c */
bool check_parts(struct run *r);
bool check_columns_total(struct run *r);

/* check_plain.c: C105 of one column, each of whose cells stands for so many (NULL: one); in the end
 * of all of them. The numbers that it looks for. */
bool check_negative(struct table *t, const struct column *c, const uint64_t *cells, struct err *e);
bool check_negative_end(struct table *t, struct err *e);
const double *check_negative_codes(size_t *n);

/* check_years.c: C106, C107, C111, of every column of years; 'plain' when no package describes the
 * table. check_kinds.c: C109, C110. */
bool check_years(struct table *t, bool plain, struct err *e);
bool check_kinds(struct table *t, struct err *e);

/* check_hidden.c: C108, of every column of counts that has totals; without a package, of those that
 * have suppressed cells and a label such as "Total". */
bool check_hidden(struct table *t, const struct package *p, struct err *e);

#endif
