/* What scripts see of the foi module: one row for each function, method and field.
 *
 * `foistat help foi.rate`, docs/reference/lua-api.md and the definitions for editors (LuaLS) are
 * loops over these rows; tests/unit/api_test.c proves that rows and functions are the same, with
 * the same named arguments, and tests/docs.sh runs every example. Measures have rows of their own
 * (stats/measure.h): they are all under foi.stats. */
#ifndef FOISTAT_LUA_API_H
#define FOISTAT_LUA_API_H

#include <stdbool.h>
#include <stddef.h>

enum { API_ARGS = 24, API_PARTS = 8 };

/* An argument. Those that are named come together in one table, behind the others. */
struct api_arg {
    const char *name;   /* "..." for any number of values */
    const char *type;   /* as LuaLS writes it: "string|string[]" */
    const char *text;   /* what it is, with its unit */
    const char *preset; /* what it is when left out; "nil": nothing; NULL: it must be given */
    bool named;
};

/* One of the fields of a result that is made for the answer, as foi.rate's {rate = ...}. */
struct api_part {
    const char *name, *type, *text;
    bool optional; /* nil where it cannot be computed */
};

struct api {
    const char *name;  /* behind the dot: "rate" of foi.rate */
    const char *brief; /* one line: what it does */
    struct api_arg args[API_ARGS];
    const char *returns; /* type of the result; for a field, its type */
    const char *result;  /* what the result is, in a sentence */
    struct api_part parts[API_PARTS];
    const char *errors;  /* codes with blanks between; NULL: none */
    const char *example; /* Lua behind `local foi = require "foi"`; "--> text" is what it prints */
    bool field;          /* a value, not a function */
    bool optional;       /* a field that may be nil */
};

/* The module itself, or a type of value that it hands out. */
struct api_type {
    const char *name;       /* as in "table.where" */
    const char *value;      /* how signatures call such a value: "t" */
    const char *class;      /* as LuaLS knows it: "foi.Table" */
    const char *title;      /* of its chapter */
    const char *text;       /* what it is, and what its operators do; sentences */
    const char *operators;  /* lines for LuaLS, "---@operator len: integer\n"; NULL: none */
    bool functions;         /* its functions are called with a dot, not as methods */
    const struct api *rows; /* ends with name NULL */
};

extern const struct api_type api_types[]; /* ends with name NULL */

/* The row called "foi.rate" or "table.where", and its type; NULL if there is none. */
const struct api *api_find(const char *name, const struct api_type **type);

/* The numbers of arguments: those by place, and those by name. */
size_t api_n_args(const struct api *a);
size_t api_n_named(const struct api *a);

/* For writing rows: an argument that must be given, and one that may be left out. */
#define GIVEN(n, t, x)                                                                             \
    { .name = n, .type = t, .text = x }
#define LEFT_OUT(n, t, p, x)                                                                       \
    { .name = n, .type = t, .text = x, .preset = p }
#define NAMED(n, t, x)                                                                             \
    { .name = n, .type = t, .text = x, .named = true }
#define NAMED_OR(n, t, p, x)                                                                       \
    { .name = n, .type = t, .text = x, .preset = p, .named = true }

extern const struct api api_foi[], api_say[], api_table[], api_grouped[], api_column[],
    api_report[], api_answer[], api_error[];

#endif
