/* results.json read back, so that two runs can be compared figure by figure. */
#ifndef FOISTAT_RUN_RESULTS_H
#define FOISTAT_RUN_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/* What a column's numbers are: "unit", "measure", "comparator", "denominator", "conf_level". */
enum { RESULT_WORDS = 5 };
extern const char *const result_word_name[RESULT_WORDS];

struct result_column {
    const char *name;
    const char *word[RESULT_WORDS]; /* NULL where it has none */
    const char **label;             /* a row each; NULL for a column of numbers, which has: */
    double *value;                  /* NaN where there is no figure */
    const char **mark;              /* why; NULL for a figure. The array is NULL without any mark */
    double *lower, *upper;          /* bounds, NaN where there are none; the arrays may be NULL */
};

struct result_table {
    size_t n_rows, n_columns;
    struct result_column *column;
};

/* NULL when the table has no column of that name. */
const struct result_column *result_column_called(const struct result_table *t, const char *name);

struct result_part {
    const char *kind, *name;   /* "forest", "forest-1" */
    const char *title, *text;  /* NULL where there is none */
    struct result_table table; /* without columns where there is none */
    struct result_table curve; /* of a funnel */
};

struct result_check {
    const char *code, *dataset, *state, *text;
};

/* What the results say of how they were made; NULL where they do not. */
struct result_origin {
    const char *version; /* of the engine */
    const char *script_sha256;
    size_t n_settings, n_inputs;
    const char **setting; /* "reference=White" */
    const char **input;   /* the SHA-256 of each */
};

struct json_t;
struct results {
    struct arena arena;
    struct json_t *root; /* texts live in it */
    const char *title, *subtitle, *headline;
    struct result_origin origin;
    size_t n_parts, n_checks;
    struct result_part *part;
    struct result_check *check;
};

/* Reads it as what a stranger may have written. ERR_READ says what is wrong; then *r is empty. */
bool results_read(const char *json, size_t n, struct results *r, struct err *e);
void results_free(struct results *r); /* leaves it empty; harmless twice */

/* Is everything the same but the engine's version, members that say nothing and, in numbers, a part
 * 'tolerance' of the larger one? Whole numbers must be equal. */
bool results_alike(const struct results *a, const struct results *b, double tolerance);

/* |a - b| as a part of the larger one; 0 when they are equal, 1 when one of them is 0. Infinity
 * beside anything else is infinitely far off. */
double results_distance(double a, double b);

/* Does a number count as the same? Whole numbers are counts, which have no tolerance. */
bool results_near(double a, double b, double tolerance);

#endif
