/* What the two ends of the wire must agree on. */
#ifndef FOISTAT_RUN_WIRE_FORMAT_H
#define FOISTAT_RUN_WIRE_FORMAT_H

#include <stdint.h>

/* First four bytes of a message. */
static const char wire_document_start[4] = {'f', 'o', 'D', '1'};
static const char wire_err_start[4] = {'f', 'o', 'E', '1'};
static const char wire_request_start[4] = {'f', 'o', 'Q', '2'};

/* Length of a text that is NULL. */
#define WIRE_NO_TEXT UINT32_MAX

#endif
