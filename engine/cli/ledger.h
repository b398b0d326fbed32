/* The ledger: what was released of sources that are not public, so that two outputs of the same
 * data cannot be subtracted from each other.
 *
 * A private text file of its user: one JSON object a line, added to and never changed. It names
 * sources by their hash and holds no figure. Only one run has it at a time. */
#ifndef FOISTAT_CLI_LEDGER_H
#define FOISTAT_CLI_LEDGER_H

#include "base/arena.h"
#include "data/files.h"

struct ledger_entry {
    const char *source;   /* SHA-256 of the CSV */
    const char *released; /* in words: "cases by year and group" */
    const char *request;  /* the question, with its rules, as hexadecimal digits */
    const char *engine;   /* version that made the release */
    const char *table;    /* SHA-256 of the table that was handed out, as CSV */
    size_t line;
};

struct ledger {
    struct arena arena;
    const char *path; /* NULL: no ledger */
    int fd;
    size_t bytes; /* as it was found */
    bool unended; /* without a line end */
    size_t n;
    struct ledger_entry *entry;
};

/* Opens it, making an empty one where there is none, waits until no other run has it, and reads it.
 * ERR_READ with the line that is none. */
bool ledger_open(struct ledger *l, const char *path, struct err *e);
void ledger_close(struct ledger *l); /* leaves it empty; harmless twice */

/* Appends entries, all or none. ERR_WRITE. */
bool ledger_append(struct ledger *l, const struct ledger_entry *entry, size_t n, struct err *e);
/* Takes back what was appended. */
void ledger_undo(struct ledger *l);

#endif
