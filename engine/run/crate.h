/* The graph of an RO-Crate being made: flat entities that refer to each other by "@id". Texts that
 * are not UTF-8 come with U+FFFD in the place of the bytes that are not. */
#ifndef FOISTAT_RUN_CRATE_H
#define FOISTAT_RUN_CRATE_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/str.h"

struct crate {
    json_t *graph; /* array of entities, in the order in which they were added */
    json_t *index; /* the same by "@id" */
    bool failed;   /* memory ran out; the owner asks once, at the end */
};
void crate_begin(struct crate *c);
void crate_end(struct crate *c); /* harmless twice */

/* Adds an entity, which belongs to the crate. Where there is one of that "@id" already, "#2" and so
 * on is put behind it. */
json_t *crate_add(struct crate *c, const char *id, const char *type);
const char *crate_id(const json_t *entity);

/* Sets a key; a text that is NULL sets nothing. crate_set takes the value. */
void crate_set(struct crate *c, json_t *entity, const char *key, json_t *value);
void crate_text(struct crate *c, json_t *entity, const char *key, const char *text);

/* Refers to another entity, beside others under the key: a single one stands alone, several in an
 * array, as compacted JSON-LD has it. */
void crate_refer(struct crate *c, json_t *entity, const char *key, const char *id);

/* As values of crate_set. */
json_t *crate_string(const char *text);
json_t *crate_number(double whole);

/* Appends a path as an "@id" has it: '/', letters, digits, -._~ and what is not ASCII stay, the
 * rest is %XX. The reverse is false when the text is no such path. */
void crate_path(struct buf *out, const char *path);
bool crate_path_back(const char *id, char *path, size_t room);

/* Appends "ni:///sha-256;...": the bytes that have this hash, wherever they lie. Farrell S et al.
 * Naming Things with Hashes. RFC 6920, 2013. */
void crate_hash_name(struct buf *out, const char *hex);

#endif
