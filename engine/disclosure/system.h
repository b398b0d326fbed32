/* A released table as a system of equations: counts and the totals that they make.
 *
 * Whatever a reader may combine is in it: the cells of the table, those of tables of the same rows
 * that were released before, and, where there are several, the groups of rows of which cells of
 * different tables are made, which are never shown. Each equation is a total and its parts; where a
 * total differs from its parts in the source, the difference is one more part, which is known. */
#ifndef FOISTAT_DISCLOSURE_SYSTEM_H
#define FOISTAT_DISCLOSURE_SYSTEM_H

#include "data/sums.h"
#include "disclosure/disclosure.h"

struct figure {
    double value;           /* the true count; NaN: the source itself hides it */
    struct interval hidden; /* what anyone knows of it while it is hidden */
    struct interval shown;  /* and when it is shown: one value, unless it is rounded */
    bool is_hidden;
    bool fixed;     /* whether it is hidden is settled: zeros, small counts, earlier releases */
    double highest; /* to be protected: the attack must reach so high, ... */
    double apart;   /* ... and its ends must lie so far apart; both 0: nothing to protect */
    double cost;    /* of hiding it */
};

struct system {
    struct arena *arena; /* owns everything */
    size_t n, room;
    struct figure *cell;
    struct sums sums; /* the equations: rule.total is the sum of rule.part */
};

void system_start(struct system *s, struct arena *a);
/* Adds a cell; its number is s->n - 1. */
bool system_add(struct system *s, const struct figure *c, struct err *e);

/* What anyone knows of a cell. */
struct interval system_known(const struct figure *c);

/* Is a count that may lie in x kept as the cell asks? */
bool cell_is_safe(const struct figure *c, struct interval x);
bool cell_is_guarded(const struct figure *c); /* is there anything to protect? */

/* Cells that are connected by equations, as lists: first those with equations, in order of their
 * smallest cell; cells without are in none. */
struct block {
    size_t n, n_rules;
    size_t *cell, *rule;
};
/* Of the cells and rules for which use(cell) is true; NULL: of all. */
struct block *system_blocks(const struct system *s, const bool *use, struct arena *a, size_t *n,
                            struct err *e);

/* Adds an equation whose cells are numbered from 'first' on. */
bool system_add_rule(struct system *s, const struct sum_rule *r, size_t first, struct err *e);
/* The equations that the totals of a table's dimensions make of one column of it, whose row r is
 * cell first + r. A total by its label: as declared, or a label such as "Total", or the one with
 * the most in all, that every group of rows bears out. */
bool system_add_totals(struct system *s, const struct table *t, size_t first, struct err *e);

#endif
