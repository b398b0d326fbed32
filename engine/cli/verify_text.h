/* What `foistat verify` found, for people and for programs. */
#ifndef FOISTAT_CLI_VERIFY_TEXT_H
#define FOISTAT_CLI_VERIFY_TEXT_H

#include "cli/again.h"

struct verify_report {
    const char *run; /* as the user named it */
    const struct stored *stored;
    const struct found_script *script;
    const struct verification *verification;
    const struct rerun *rerun; /* NULL: it was not made again */
};

/* Appends it. Control characters, which may be a stranger's, become '?'. */
void verify_text(const struct verify_report *r, struct buf *out);
void verify_json(const struct verify_report *r, struct buf *out);

#endif
