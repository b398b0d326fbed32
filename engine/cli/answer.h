/* Answers of measures as text and as JSON. */
#ifndef FOISTAT_CLI_ANSWER_H
#define FOISTAT_CLI_ANSWER_H

#include "base/str.h"
#include "stats/call.h"

/* "estimate 0.0607   lower 0.0455   upper 0.0806", the shortest digits that read back; then, when
 * something is not defined, a line that says why. */
void answer_text(struct buf *out, const struct answer *a);

/* The same with at most 12 significant digits, for pages: the last bits of exp and log differ
 * between processors. */
void answer_text12(struct buf *out, const struct answer *a);

/* {"estimate":0.0607,...}; a code is followed by its name, "status":1,"status_name":"alternate";
 * infinite and undefined values are "Inf", "-Inf", "NaN". */
void answer_json(struct buf *out, const struct answer *a);

/* A JSON string with its quotes; control characters, quotes and '<' escaped. */
void quote_json(struct buf *out, const char *text);

/* {"code":"D204","class":"data","message":..,"hint":..,"file":..,"line":..,"column":..} */
void error_json(struct buf *out, const struct err *e);

#endif
