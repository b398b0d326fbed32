/* What a custodian has released. Private to custodian*.c. */
#ifndef FOISTAT_CLI_CUSTODIAN_HELD_H
#define FOISTAT_CLI_CUSTODIAN_HELD_H

#include "cli/custodian.h"
#include "data/request.h"
#include "run/hash.h"

/* Something that was released. */
struct held {
    struct held *next;
    size_t source;             /* the CSV's number among the opened files, or that of a database */
    char table[HASH_HEX_SIZE]; /* of what was handed out, as CSV */
    struct buf question;       /* the request with the rules that were applied */
    struct request asked;      /* what it says; lives in the release's arena */
    struct opened opened;      /* its paths and numbers; no descriptors */
    struct document made;      /* owns what the release points at */
    struct release release;
    bool from_ledger, used, published;
};

/* Tables that were handed out, as CSV. */
struct handed_out {
    size_t n, bytes;
    struct hash hash;
};
bool handed_out_add(struct handed_out *o, const struct table *t, struct err *e); /* ERR_NOMEM */

#endif
