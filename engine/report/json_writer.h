/* A writer of indented JSON: members in the order in which they are given. A container is flat when
 * it stands on one line, with all that is in it. 'key' is NULL in arrays and for the whole. */
#ifndef FOISTAT_REPORT_JSON_WRITER_H
#define FOISTAT_REPORT_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "data/column.h"

/* {.out = ..., .first = true} to begin. */
struct json_writer {
    struct buf *out;
    int depth, flat; /* open containers; those of them that are flat */
    bool first;      /* nothing stands yet in the container that is open */
};

void jw_open(struct json_writer *j, const char *key, const char *bracket);
void jw_close(struct json_writer *j, const char *bracket);
void jw_open_flat(struct json_writer *j, const char *key, const char *bracket);
void jw_close_flat(struct json_writer *j, const char *bracket);

void jw_text(struct json_writer *j, const char *key, const char *value); /* null for NULL */
/* At most 12 significant digits; null for NaN, "Inf" and "-Inf". */
void jw_number(struct json_writer *j, const char *key, double x);
/* The same of a number of that column: field_number. */
void jw_figure(struct json_writer *j, const char *key, const struct field *f, double x);
void jw_bool(struct json_writer *j, const char *key, bool value);
void jw_literal(struct json_writer *j, const char *key, const char *json); /* as it is */
void jw_texts(struct json_writer *j, const char *key, const char *const *value, size_t n);
void jw_numbers(struct json_writer *j, const char *key, const double *value, size_t n);

#endif
