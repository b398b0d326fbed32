/* How far hidden counts can be moved while all that is shown stays as it is: what hide and optimum
 * share. A shift is a difference from the true counts, for every cell of a block, that makes each
 * equation 0 = 0. A count is safe when there are shifts of whole numbers that move it as far up and
 * down as it asks; who looks at the table can't tell them from the truth. */
#ifndef FOISTAT_DISCLOSURE_SHIFT_H
#define FOISTAT_DISCLOSURE_SHIFT_H

#include "disclosure/solver.h"
#include "disclosure/system.h"

/* A shift that was found: the cells that it moves. */
struct witness {
    size_t n;
    size_t *column;
    double *by;
};

struct shifts {
    struct system *s;
    const struct block *b;
    struct arena *a;
    const double *point;      /* the true counts, of every cell of s */
    const size_t *place;      /* of every cell of s: its column */
    struct interval *shown;   /* of each column, as a difference from the truth */
    struct interval *hidden;  /* the same; no further than anything asks for */
    struct interval *reached; /* by the witnesses */
    const struct witness **up, **down;
    bool *watched;          /* guarded, and not safe yet with nothing hidden but what is settled */
    double *by;             /* scratch: a shift */
    struct solver lp;       /* column j moves cell j */
    struct solver shortest; /* both ways; made when it is needed */
};

/* Starts with the cells that are hidden now. place[] is of every cell of s. */
bool shifts_start(struct shifts *k, struct system *s, const struct block *b, const double *point,
                  size_t *place, struct arena *a, struct err *e);
void shifts_end(struct shifts *k);

struct figure *shifts_cell(const struct shifts *k, size_t column);
/* A program whose column j moves the cell of column j up, and column n + j moves it down; without
 * bounds and costs yet. */
void shifts_both_ways(const struct shifts *k, struct solver *lp);

/* Watches the guarded columns that are not safe as things are now: what is hidden besides can only
 * make the others safer. */
bool shifts_watch(struct shifts *k, struct err *e);

/* Hides or shows a cell from now on. */
void shifts_set(struct shifts *k, size_t column, bool hidden);

/* Takes over what a shift attains: by[j] of every column. False, and nothing is taken, if there are
 * fractions in it. *failed: no memory. */
bool shifts_learn(struct shifts *k, const double *by, bool *failed);

/* Is the cell safe as things are now? Searches when the witnesses do not tell. */
bool shifts_protect(struct shifts *k, size_t column, bool *safe, struct err *e);
/* The same from the witnesses alone. */
bool shifts_known_safe(const struct shifts *k, size_t column);

#endif
