/* JSON as jansson reads and writes it, where memory that runs out is no mistake in the text, nor a
 * text with something missing. */
#ifndef FOISTAT_DATA_JSON_READ_H
#define FOISTAT_DATA_JSON_READ_H

#include <jansson.h>
#include <stdbool.h>

/* json_loadb, after which json_no_memory(error) says whether NULL is for want of memory; jansson
 * itself takes that for "invalid token" here and there. */
json_t *json_read(const char *text, size_t n, size_t flags, json_error_t *error);
bool json_no_memory(const json_error_t *error);

/* json_dumps, or NULL when memory ran out anywhere; jansson itself leaves out a name here and
 * there. free() it. */
char *json_write(const json_t *root, size_t flags);

#endif
