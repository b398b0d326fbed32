/* Values of a manifest that anybody may have written: each is checked as it is taken. False with
 * ERR_READ says which is wrong. 'what' names a value in that message. */
#ifndef FOISTAT_RUN_MANIFEST_READING_H
#define FOISTAT_RUN_MANIFEST_READING_H

#include <jansson.h>

#include "run/manifest.h"

struct reading {
    json_t *whole, *index; /* all entities by "@id" */
    struct manifest *m;
    struct arena *arena; /* of what is kept */
    bool *genuine;       /* NULL: it must be */
    struct err *e;
};

/* Complain; both return false. 'format' has one %s. */
bool reading_wrong(const struct reading *r, const char *format, const char *what);
bool reading_no_memory(const struct reading *r);

/* n items of 'size' bytes that live as long as the manifest; NULL is a complaint. */
void *reading_room(const struct reading *r, size_t n, size_t size);

/* A value as text, SHA-256, whole number up to 2^53, true or false. */
bool reading_text(const struct reading *r, const json_t *value, const char *what,
                  const char **text);
bool reading_hash(const struct reading *r, const json_t *value, const char *what, const char **hex);
bool reading_count(const struct reading *r, const json_t *value, const char *what, double *count);
bool reading_size(const struct reading *r, const json_t *value, const char *what, size_t *size);
bool reading_bool(const struct reading *r, const json_t *value, const char *what, bool *truth);

/* What stands under a key; take: *text stays where there is nothing. */
bool reading_need_text(const struct reading *r, const json_t *o, const char *key,
                       const char **text);
bool reading_take_text(const struct reading *r, const json_t *o, const char *key,
                       const char **text);

/* A file's sha256, its contentSize, and from its "@id" its path in the run. */
bool reading_need_hash(const struct reading *r, const json_t *o, const char **hex);
bool reading_need_bytes(const struct reading *r, const json_t *o, size_t *bytes);
bool reading_need_path(const struct reading *r, const json_t *file, const char **path);

/* The entity of that "@id"; NULL where there is none. */
json_t *reading_find(const struct reading *r, const char *id);

/* How many entities o refers to under a key, and each of them; NULL is a complaint. */
size_t reading_references(const json_t *o, const char *key);
json_t *reading_referred(const struct reading *r, const json_t *o, const char *key, size_t i);

bool reading_has_type(const json_t *o, const char *type);

#endif
