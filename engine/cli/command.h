/* The command line: one table of commands and options. Parsing, help and the reference page are
 * loops over its rows. */
#ifndef FOISTAT_CLI_COMMAND_H
#define FOISTAT_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "base/str.h"

enum { COMMAND_OPTIONS = 20 };

struct option_row {
    char letter;       /* 0: none */
    const char *name;  /* "out" for --out */
    const char *value; /* "DIR"; NULL for a flag */
    bool repeats;      /* may be given several times */
    const char *text;
};

struct invocation;
struct command {
    const char *name;
    const char *usage;    /* "run SCRIPT [DATA...]" */
    const char *summary;  /* one line */
    const char *examples; /* lines "$ command" with what they do */
    struct option_row options[COMMAND_OPTIONS];
    int (*run)(const struct invocation *v); /* returns the exit code */
};

/* A command with the words it was given. */
struct invocation {
    const struct command *command;
    int n_words;
    char **word;
    size_t n_set[COMMAND_OPTIONS];       /* how often each option was given */
    const char **value[COMMAND_OPTIONS]; /* its values, in order */
    FILE *out;                           /* results; nothing else is written there */
};

extern const struct command commands[]; /* ends with name NULL */

int run_command(const struct invocation *v);
int calc_command(const struct invocation *v);
int describe_command(const struct invocation *v);
int check_command(const struct invocation *v);
int report_command(const struct invocation *v);
int index_command(const struct invocation *v);
int verify_command(const struct invocation *v);
int diff_command(const struct invocation *v);
int archive_command(const struct invocation *v);
int help_command(const struct invocation *v);

/* Exit codes, as documented. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_FINDINGS = 1,
    EXIT_USAGE = 2,
    EXIT_SCRIPT = 3,
    EXIT_LIMIT = 4,
    EXIT_BUG = 70
};
struct exit_row {
    int code;
    const char *text;
};
extern const struct exit_row exit_rows[]; /* ends with text NULL */

/* Prints an error as people see it on stderr, or as one JSON object on out; returns the exit code
 * that it ends with. 'in_script': a script was running. */
int report_error(const struct err *e, bool in_script, FILE *json_to);

/* An option's place in the command's row, its only or last value (or preset), and whether given. */
const char *option_value(const struct invocation *v, const char *name, const char *preset);
size_t option_values(const struct invocation *v, const char *name, const char *const **values);
bool option_given(const struct invocation *v, const char *name);

/* A number given to an option: a positive whole number, or ERR_USAGE. */
bool option_whole(const struct invocation *v, const char *name, unsigned long long *value,
                  struct err *e);

const struct command *command_find(const char *name);

/* Reads argv[0..argc) behind the command's name. False: *e says what is wrong. */
bool command_parse(const struct command *c, int argc, char **argv, struct invocation *v,
                   struct err *e);
void command_release(struct invocation *v);

/* What `foistat COMMAND --help` prints. */
void command_help(const struct command *c, FILE *out);

#endif
