/* The custodian: what a script is handed of a source that is not public.
 *
 * A second worker, which runs nobody's script, reads the file, adds it up as asked and protects
 * those counted in it (disclosure/disclosure.h); the table that comes of it is all that the
 * script's worker ever has. Public sources are handed over as they are. Everything that is released
 * of one source in a run, and in the earlier runs that a ledger names, is protected together. */
#ifndef FOISTAT_CLI_CUSTODIAN_H
#define FOISTAT_CLI_CUSTODIAN_H

#include <time.h>

#include "cli/ledger.h"
#include "disclosure/disclosure.h"
#include "run/roots.h"
#include "run/worker.h"

struct custodian_options {
    struct policy floor; /* the user's rules; a script can only make them stricter */
    bool published;      /* what does not say otherwise is public as it stands */
    bool all;            /* public sources are protected too */
    bool allowed;        /* hand out what fails the audit */
    bool recorded;       /* the run will name its public inputs by their hashes */
    const char *ledger;  /* a file; NULL: none */
};

struct held;
struct asked_database;
struct custodian {
    struct custodian_options options;
    struct roots *roots;
    struct worker_limits limits;
    struct timespec deadline; /* that of the run, if the user gave one; else, ... */
    double left;              /* ... seconds in which its workers may show nothing */
    struct ledger ledger;
    struct held *first; /* what was released, in order; those of the ledger too */
    size_t n_held;
    struct asked_database *databases; /* that were asked */
    bool failed;                      /* something was not handed out because it failed the audit */
    struct err withheld, told; /* the last error whose words quote the file; what was said of it */
};

/* Reads the rules that the user asks for into o->floor and o->all: as policy_parse has them, and
 * ",published" behind them for public sources too; NULL: the usual. ERR_ARG_RANGE; ERR_USAGE for
 * rules that hide nothing, unless o->allowed. */
bool custodian_rules(const char *text, struct custodian_options *o, struct err *e);

/* Opens the ledger and waits until no other run has it. ERR_READ. */
bool custodian_open(struct custodian *c, struct roots *r, const struct custodian_options *o,
                    const struct worker_limits *limits, struct err *e);
void custodian_close(struct custodian *c); /* leaves it empty; harmless twice */

/* The door, for a worker that runs a script. */
struct files custodian_files(struct custodian *c);

/* Once the script has ended: puts what was done into the document, whatever the worker said of it.
 * ERR_DISCLOSURE when something failed the audit and that is not allowed. */
bool custodian_finish(const struct custodian *c, struct document *d, struct err *e);

/* What *e says to whoever holds the file: the whole error where the script had it without the
 * cells. */
const struct err *custodian_whole_error(const struct custodian *c, const struct err *e);

/* Adds what this run released to the ledger, before it is written; undone when that fails.
 * ERR_WRITE. */
bool custodian_record(struct custodian *c, struct err *e);
void custodian_forget(struct custodian *c);

/* Says on stderr what was hidden, and how to say that a source is public. */
void custodian_say(const struct custodian *c);

#endif
