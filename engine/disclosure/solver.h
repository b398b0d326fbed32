/* The one door to GLPK's simplex method: linear programs whose every restriction is an equation.
 *
 * GLPK ends the program when it meets a mistake or runs out of memory; solver_run turns that into
 * an error. Nothing here looks at a clock: what ends early ends after the same number of steps on
 * every machine. */
#ifndef FOISTAT_DISCLOSURE_SOLVER_H
#define FOISTAT_DISCLOSURE_SOLVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* Calls work(arg, e). All other functions of this header are called within it, and all programs
 * made are gone when it returns. ERR_UNSETTLED when GLPK gives up, ERR_NOMEM. */
bool solver_run(bool (*work)(void *arg, struct err *e), void *arg, struct err *e);

struct solver {
    void *program;     /* glp_prob */
    size_t n, entries; /* columns; and entries of the equations so far */
    bool dual;         /* by the dual method: better where bounds change from call to call */
    double work;       /* done so far: steps times equations */
    int *row, *column; /* of each entry, from place 1 */
    double *factor;
};
/* A program with n columns, numbered from 0, that are 0 and cost nothing. */
void solver_new(struct solver *s, size_t n, size_t equations, size_t entries);
void solver_free(struct solver *s);
/* Column j lies in lo..hi, either may be infinite. */
void solver_bounds(struct solver *s, size_t j, double lo, double hi);
void solver_cost(struct solver *s, size_t j, double cost);
/* Adds factor times column j to equation i; then what the equations come to. */
void solver_entry(struct solver *s, size_t i, size_t j, double factor);
void solver_equals(struct solver *s, size_t i, double sum);
void solver_ready(struct solver *s); /* after the last entry */

enum outcome { SOLVER_BEST, SOLVER_UNBOUNDED, SOLVER_NONE, SOLVER_STUCK };
/* The least or the greatest sum of costs, from where the call before ended. */
enum outcome solver_solve(struct solver *s, bool greatest);
double solver_sum(const struct solver *s);
double solver_value(const struct solver *s, size_t j);
double solver_price(const struct solver *s, size_t j); /* reduced cost */

/* Some whole numbers for all columns, without costs; false: none, or none after so many nodes. */
bool solver_whole(struct solver *s, size_t most_nodes);
double solver_whole_value(const struct solver *s, size_t j);

#endif
