/* Measures: one row says it all.
 *
 * A measure is one 'const struct measure' beside the C function that computes it. The Lua function,
 * `foistat calc`, `foistat help NAME`, the reference page, the self-test and the coverage check are
 * loops over the rows. To add one: write the row in its family's file, name it in catalogue.h.
 *
 * A kernel sees plain doubles, in the order of its arguments and results. It is called only with
 * arguments that passed the checks of their kinds. It answers in one of three ways:
 *   true, with every result set. A result may be an infinity where the limit is infinite, and NaN
 *         where that one result is not defined and the others are;
 *   false with ERR_UNDEFINED: the question has no answer here (0/0), and the message says why;
 *   false with another error: wrong arguments (x > n), or a solver that did not settle. */
#ifndef FOISTAT_STATS_MEASURE_H
#define FOISTAT_STATS_MEASURE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { MEASURE_ARGS = 8, MEASURE_RESULTS = 12, MEASURE_EXAMPLES = 4, CODE_NAME_SIZE = 64 };

/* What an argument may be. */
enum arg_kind {
    ARG_COUNT,       /* whole number, 0 .. 2^53: events, people */
    ARG_EVENTS,      /* 0 .. 2^53, fractions allowed where a published method allows them */
    ARG_EXPOSURE,    /* number at risk or person-time: 0 or more, finite */
    ARG_REAL,        /* any finite number */
    ARG_POSITIVE,    /* more than 0, finite */
    ARG_PROBABILITY, /* 0 .. 1 */
    ARG_LEVEL,       /* strictly between 0 and 1: a confidence level, a significance level */
    ARG_TEXT,        /* a word, one of 'choices' when that is set */
};

struct arg {
    const char *name;
    enum arg_kind kind;
    const char *text; /* what it is, with its unit */
    double preset;    /* value when left out; NAN: it must be given (optional texts: preset_text) */
    const char *preset_text;
    const char *choices; /* ARG_TEXT: "two.sided|less|greater"; NULL: any. Of another kind, in a
                            PER_COLUMN measure: texts that it takes besides numbers */
    bool vector;         /* a list or column of them */
    bool matrix;         /* a list of rows of equal length */
    bool own_length;     /* a list whose length need not be that of the others */
    bool missing_ok;     /* a list in which NaN stands for a missing value */
};

enum result_kind {
    RESULT_ESTIMATE,
    RESULT_LOWER,
    RESULT_UPPER,
    RESULT_P_VALUE,
    RESULT_STATISTIC,
    RESULT_COUNT,
    RESULT_CODE
};

struct result {
    const char *name;
    const char *text;
    enum result_kind kind;
    const char
        *codes;  /* RESULT_CODE: what 0, 1, 2, ... stand for, "ok|alternate"; NULL: a number */
    bool single; /* one number, in a measure whose other results are lists */
};

/* A worked example: what a user would type after `foistat calc NAME`, and what must come out. */
struct example {
    const char *call;   /* "x=44 n=724 conf_level=0.95"; vectors "p=0.01,0.02" */
    const char *answer; /* "estimate=0.0607735 lower=0.0455818 upper=0.0806003" */
    double tolerance;   /* relative; half a unit in the last printed digit for printed sources */
    const char *source; /* paper with page or table, or program with version */
};

/* A list argument as a kernel sees it. A single value has n = 1. */
struct series {
    const double *at;
    size_t n;
    size_t rows, columns; /* of a matrix, row after row; else n, 1 */
    const char *text;     /* ARG_TEXT */
};

enum shape {
    /* Numbers in, numbers out; used row by row on columns. A text argument must have choices: its
     * kernel sees the number of the choice, 0 for the first, and one word holds for all rows. */
    PER_CELL,
    PER_COLUMN,       /* lists in, numbers out */
    COLUMN_TO_COLUMN, /* lists in, results lists as long as the first list (or one value a pair) */
};

/* How the values of a list result are numbered: p_adj_1, p_adj_2 or index_A, index_B. */
/* BY_PAIR: one value for each pair of items, p_12, p_13, p_23. */
enum numbering { BY_NUMBER, BY_LETTER, BY_PAIR };

struct measure {
    const char *name;    /* "prop.ci.wilson": a contract */
    const char *brief;   /* one line: what it returns */
    const char *formula; /* plain text */
    const char *assumes; /* assumptions and limits of validity, in sentences */
    const char *cite;    /* author, year, journal, pages */
    const char
        *compare; /* set when kept only to reproduce a package: which, and why not to use it */
    struct arg args[MEASURE_ARGS];
    struct result results[MEASURE_RESULTS];
    struct example examples[MEASURE_EXAMPLES];
    enum shape shape;
    enum numbering numbering;
    bool (*cell)(const double *in, double *out, struct err *e);
    /* out[k] has room for one value, or for as many as the first list argument has. */
    bool (*column)(const struct series *in, double *const *out, struct err *e);
};

/* For writing rows. An argument that must be given, one with a preset, a list, a text. */
#define ARG(n, k, t)                                                                               \
    { .name = n, .kind = k, .text = t, .preset = NAN }
#define ARG_PRESET(n, k, t, p)                                                                     \
    { .name = n, .kind = k, .text = t, .preset = p }
#define ARG_LIST(n, k, t)                                                                          \
    { .name = n, .kind = k, .text = t, .preset = NAN, .vector = true }
/* A list of a length of its own; a list in which values may be missing. */
#define ARG_LIST_OWN(n, k, t)                                                                      \
    { .name = n, .kind = k, .text = t, .preset = NAN, .vector = true, .own_length = true }
#define ARG_LIST_MISSING(n, k, t)                                                                  \
    { .name = n, .kind = k, .text = t, .preset = NAN, .vector = true, .missing_ok = true }
#define ARG_MATRIX(n, k, t)                                                                        \
    { .name = n, .kind = k, .text = t, .preset = NAN, .matrix = true }
#define ARG_WORD(n, c, p, t)                                                                       \
    { .name = n, .kind = ARG_TEXT, .text = t, .choices = c, .preset_text = p }
#define CONF_LEVEL ARG_PRESET("conf_level", ARG_LEVEL, "two-sided confidence level", 0.95)

#define RESULT(n, k, t)                                                                            \
    { .name = n, .kind = k, .text = t }
#define RESULT_CODED(n, c, t)                                                                      \
    { .name = n, .kind = RESULT_CODE, .codes = c, .text = t }
#define ESTIMATE(t) RESULT("estimate", RESULT_ESTIMATE, t)
#define LOWER RESULT("lower", RESULT_LOWER, "lower confidence limit")
#define UPPER RESULT("upper", RESULT_UPPER, "upper confidence limit")
#define P_VALUE RESULT("p_value", RESULT_P_VALUE, "two-sided p-value")

size_t measure_n_args(const struct measure *m);
size_t measure_n_results(const struct measure *m);
int measure_arg_index(const struct measure *m, const char *name); /* -1: none */
const char *arg_kind_text(enum arg_kind k);                       /* "a whole number, 0 or more" */

/* Does x suit the argument? ERR_ARG_RANGE names the argument and the value. */
bool arg_accepts(const struct arg *a, double x, struct err *e);

/* The number of the word among the argument's choices, 0 for the first and for any word where there
 * are none; ERR_ARG_RANGE lists them. */
bool arg_choice(const struct arg *a, const char *word, size_t *choice, struct err *e);

/* What the value of a result stands for, into text; "" when it is no code or has no name. */
void result_code_name(const struct result *r, double value, char text[CODE_NAME_SIZE]);

/* One set of values through a PER_CELL measure: checks each argument, then calls the kernel. A word
 * comes as the number that arg_choice gives. */
bool measure_cell(const struct measure *m, const double *in, double *out, struct err *e);

/* Fills *e with ERR_UNDEFINED; for kernels. */
bool undefined(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* x <= n, or ERR_ARG_RANGE with both names and values; for kernels. */
bool within(const char *x_name, double x, const char *n_name, double n, struct err *e);

#endif
