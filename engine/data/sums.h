/* Totals among the counts of a table, and what they tell about the counts that are hidden: each
 * lies between what the total leaves when the others are as large, and as small, as they can be. */
#ifndef FOISTAT_DATA_SUMS_H
#define FOISTAT_DATA_SUMS_H

#include "data/interval.h"
#include "data/table.h"

/* One total and the parts that make it, as numbers of cells. */
struct sum_rule {
    size_t total, n;
    const size_t *part;
};
struct sums {
    struct arena *arena; /* owns the rules */
    size_t n, room;
    struct sum_rule *rule;
};

/* Adds a rule; the parts are copied. */
bool sums_add(struct sums *s, size_t total, const size_t *part, size_t n, struct err *e);

/* Is it what totals are called: "Total", "Grand Total", "All", in any case? */
bool sums_is_total_name(const char *name);
/* The label of a column that is the total of the others: as declared, or by its name; or NULL. */
const char *sums_total_label(const struct column *c);

/* Adds one rule for each group of rows with equal cells in 'by' that has the label 'total' of
 * 'dimension' in one row, and other labels in others. The number of a cell is that of its row. */
bool sums_find(struct sums *s, const struct table *t, const char *dimension, const char *total,
               const char *const *by, size_t n_by, struct err *e);

/* Names of the columns of labels and years but for notes and for 'dimension': what a group of its
 * labels has in common. In the arena; NULL when memory runs out. */
const char **sums_others(const struct table *t, const char *dimension, struct arena *arena,
                         size_t *n);

/* Narrows the cells, whole numbers of which none is below 0, until no rule narrows one: exact for
 * rules that share no cell, else bounds that hold and may not be the tightest. False when no values
 * fit a rule: *bad. Very long chains of rules end early; the bounds hold all the same. */
bool sums_narrow(const struct sums *s, struct interval *cell, const struct sum_rule **bad);

/* The sum of a rule's parts. */
struct interval sums_parts(const struct sum_rule *rule, const struct interval *cell);

#endif
