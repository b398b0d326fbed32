/* Errors: what went wrong, where, and what to do next.
 *
 * Every function below Lua that can fail returns bool and takes a 'struct err *' last; it returns
 * false exactly when it has filled it. Nothing below cli/ prints, exits or longjmps. */
#ifndef FOISTAT_BASE_ERR_H
#define FOISTAT_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* What kind of trouble an error is; decides the exit code and Lua's 'e.class'. */
enum err_class {
    CLASS_NONE,
    CLASS_ARGUMENT,  /* a caller gave something the function cannot take */
    CLASS_DATA,      /* the data cannot be read, or does not allow what was asked */
    CLASS_MATH,      /* a solver did not settle: a number would be wrong */
    CLASS_UNDEFINED, /* the question has no answer (0/0): a normal result, never a crash */
    CLASS_IO,        /* a file or folder cannot be read or written */
    CLASS_SCRIPT,    /* a Lua script is wrong */
    CLASS_LIMIT,     /* stopped by a limit */
    CLASS_USAGE,     /* the command line is wrong */
    CLASS_INTERNAL,  /* out of memory, or a bug of ours */
};

/* One row per documented error: see err_codes in err.c. */
enum err_id {
    ERR_NONE,
    ERR_ARG_UNKNOWN,
    ERR_ARG_MISSING,
    ERR_ARG_TYPE,
    ERR_ARG_RANGE,
    ERR_ARG_LENGTH,
    ERR_METHOD,
    ERR_CSV_QUOTE,
    ERR_CSV_RAGGED,
    ERR_CSV_HEADER,
    ERR_CSV_NUMBER,
    ERR_CSV_ENCODING,
    ERR_CSV_BINARY,
    ERR_CSV_EMPTY,
    ERR_CSV_LIMIT,
    ERR_PACKAGE,
    ERR_COLUMN,
    ERR_COLUMN_TYPE,
    ERR_NOT_ADDITIVE,
    ERR_JOIN,
    ERR_DATASET,
    ERR_COUNT,
    ERR_LABEL,
    ERR_COMPARE,
    ERR_LABELS,
    ERR_SYSTEMS,
    ERR_LABEL_TABLE,
    ERR_PARTS,
    ERR_SUMS,
    ERR_HIDDEN,
    ERR_RELEASE,
    ERR_UNSETTLED,
    ERR_UNDEFINED,
    ERR_READ,
    ERR_WRITE,
    ERR_TOOL_MISSING,
    ERR_TOOL_FAILED,
    ERR_SANDBOX,
    ERR_DATABASE,
    ERR_SCRIPT_SYNTAX,
    ERR_SCRIPT_RUNTIME,
    ERR_SCRIPT_NAME,
    ERR_LIMIT_STEPS,
    ERR_LIMIT_MEMORY,
    ERR_LIMIT_TIME,
    ERR_LIMIT_OUTPUT,
    ERR_LIMIT_SYSTEM,
    ERR_DISCLOSURE,
    ERR_USAGE,
    ERR_NOMEM,
    ERR_INTERNAL,
    ERR_COUNT_OF_IDS
};

struct err_code {
    const char *id; /* "D204": stable, documented, what `foistat help D204` takes */
    enum err_class class;
    const char *title; /* a few words */
    const char *help;  /* what it means and what to do, in sentences */
};
extern const struct err_code err_codes[ERR_COUNT_OF_IDS];

struct err {
    enum err_id id;
    char message[4096]; /* room for the list of all labels that did not match */
    char hint[384];     /* what to do next; "" if there is nothing to add */
    char file[256];     /* "" if the error has no place in a file */
    size_t line;        /* from 1; 0 when unknown */
    size_t column;      /* from 1, in characters; 0 when unknown */
    size_t width;       /* characters to underline; 0 counts as 1 */
    size_t caret;       /* where the underline starts in the excerpt, from 1; 0 for none */
    char excerpt[240];  /* the line itself, cut to size; "" when not known */
};

/* Fills *e and returns false, so that callers can write `return fail(e, ERR_X, "...")`.
 * An error already in *e is kept: the first one is the cause. */
bool fail(struct err *e, enum err_id id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds what to do next, and where; both return false. */
bool err_hint(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool err_at(struct err *e, const char *file, size_t line, size_t column, size_t width);

/* Stores the line the error is in, replacing control characters; cuts long lines around the
 * column so that the caret stays in view. 'line' has n bytes. */
void err_excerpt(struct err *e, const char *line, size_t n);

const char *err_code_text(const struct err *e); /* "D204"; "" when there is no error */
enum err_class err_class(const struct err *e);
const char *err_class_name(enum err_class c); /* "data", "argument", ...: Lua's e.class */

/* The whole message as people see it: place, code, message, excerpt, caret, hint. */
void err_format(const struct err *e, struct buf *out);

/* The row whose id is 'id' ("D204"), or NULL. */
const struct err_code *err_code_find(const char *id);

#endif
