/* The databases that a custodian was asked for. Private to custodian*.c. */
#ifndef FOISTAT_CLI_CUSTODIAN_ASKED_H
#define FOISTAT_CLI_CUSTODIAN_ASKED_H

#include "cli/custodian_held.h"

/* A database with a table or query, the same source whenever it is asked. */
struct asked_database {
    struct asked_database *next;
    struct buf words;         /* that name it */
    size_t source;            /* as in struct held */
    struct handed_out answer; /* where it is public */
};

/* May a script ask this of a database that is not public? ERR_RELEASE for a query, and for a table
 * that may have been released by another name: what differs by one person, or is the same, would be
 * two sources, and what is hidden of one could be worked out from the other. */
bool asked_may(const struct custodian *c, const struct request *q, struct err *e);

/* Names what is asked for in *o, which has no descriptors: it is not opened here. What a database
 * holds may be another tomorrow, so what was released of it cannot be made again: ERR_RELEASE where
 * there is a ledger. ERR_READ as roots_database. */
bool asked_note(struct custodian *c, const struct request *q, struct opened *o, struct err *e);

/* The one with that number, or NULL. */
struct asked_database *asked_find(const struct custodian *c, size_t source);

void asked_free(struct custodian *c);

#endif
