/* One call of a measure by name: arguments are set one by one, checked in one place, and the answer
 * comes back as named values. `foistat calc`, the JSON lines, the examples of the rows and the
 * binding to Lua all come through here. */
#ifndef FOISTAT_STATS_CALL_H
#define FOISTAT_STATS_CALL_H

#include "base/arena.h"
#include "stats/measure.h"

struct call {
    const struct measure *measure;
    struct arena arena; /* lists and texts of this call, and its answer */
    bool given[MEASURE_ARGS];
    struct series value[MEASURE_ARGS];
};

/* The values of a list result follow each other; results come in the order of the row. */
struct answer {
    size_t n;                       /* values in all */
    size_t length[MEASURE_RESULTS]; /* values of each result */
    const char **name;              /* "estimate"; "p_adj_1" for lists */
    const char *const *code;        /* what a coded value stands for, "alternate"; NULL: a number */
    const double *value;            /* may be infinite; NaN where not defined */
    const char *note;               /* why nothing or not everything is defined; NULL when all is */
};

void call_begin(struct call *c, const struct measure *m);
void call_end(struct call *c); /* frees the call and its answer; harmless twice */

/* Set an argument by name; the values are copied. ERR_ARG_UNKNOWN suggests the nearest name. */
bool call_number(struct call *c, const char *name, double x, struct err *e);
bool call_list(struct call *c, const char *name, const double *x, size_t n, struct err *e);
bool call_matrix(struct call *c, const char *name, const double *x, size_t rows, size_t columns,
                 struct err *e);
bool call_text(struct call *c, const char *name, const char *text, struct err *e);

/* Is x, read from a text, what the text says? ERR_ARG_RANGE for 9007199254740993, which a double
 * holds as ...992. */
bool call_exact(const char *name, const char *text, size_t n, double x, struct err *e);

/* Set an argument from the command line's "name=value": a number, a text, a list "0.01,0.02", or a
 * matrix with rows behind semicolons "12,5;7,9". */
bool call_word(struct call *c, const char *word, struct err *e);

/* Fills in what was left out, checks everything, computes. A question without an answer is not a
 * failure: every value is NaN and answer.note says why. */
bool call_run(struct call *c, struct answer *a, struct err *e);

#endif
