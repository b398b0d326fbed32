/* Reading values out of a datapackage.json with errors that say where. Private to package*.c. */
#ifndef FOISTAT_DATA_PACKAGE_JSON_H
#define FOISTAT_DATA_PACKAGE_JSON_H

#include <jansson.h>

#include "data/package.h"
#include "data/package_rows.h"

/* One description being read. */
struct reading {
    struct package *package;
    const char *json; /* the whole text, for places */
    size_t n;
    const char *name; /* of the file */
    struct err *e;
};

/* Fails with ERR_PACKAGE and the place where "word" first stands in the file (jansson keeps none);
 * without a place if it does not occur. */
bool package_fail(struct reading *r, const char *word, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool package_no_memory(struct reading *r);

/* Place of a byte offset. */
void package_place(struct reading *r, size_t offset, size_t width);

/* Copies the text under 'key' into the package's arena; *text stays as it is when there is none.
 * 'owner' names the object in errors ("field \"group\""). */
bool package_text(struct reading *r, const json_t *object, const char *key, const char *owner,
                  const char **text);
bool package_flag(struct reading *r, const json_t *object, const char *key, const char *owner,
                  bool *flag);

/* A list of texts; a single text counts as a list of one. Ends with NULL behind the n-th. */
bool package_texts(struct reading *r, const json_t *object, const char *key, const char *owner,
                   const char *const **list, size_t *n);

/* The list under 'key', or NULL when absent; an error when it is something else. */
bool package_list(struct reading *r, const json_t *object, const char *key, const char *owner,
                  json_t **list);

/* Is it an object, and are its foi: properties (in places of ours every property) rows of
 * package_properties? The error suggests the nearest. */
bool package_known(struct reading *r, const json_t *object, const char *owner,
                   enum package_place place);

/* Adds the nearest of 'known' to the error as a hint, or the whole list; always false. */
bool package_nearest(struct reading *r, const char *word, const char *const *known);

/* package_note.c: adds a copy of a note to the package's; reads foi:notes, after the fields. */
bool package_add_note(struct reading *r, const struct note *note);
bool package_read_notes(struct reading *r, const json_t *root);

/* The field of that name that the package describes, or an error that suggests the nearest. */
bool package_need_field(struct reading *r, const char *name, const char *owner,
                        const struct package_field **field);

enum { owner_size = 120 }; /* for the names of objects in errors */

/* package_field.c */
bool package_read_fields(struct reading *r, const json_t *resource, const json_t *schema);
/* package_additive.c: labels that a property names, which must be labels that the field declares;
 * what must not be put together. */
bool package_need_level(struct reading *r, const struct package_field *f, const char *label,
                        const char *property, const char *owner);
bool package_read_labels(struct reading *r, const json_t *json, const char *key, const char *owner,
                         const struct package_field *f, struct labels *out);
bool package_read_additive(struct reading *r, const json_t *json, const char *owner,
                           struct package_field *f);
bool package_read_part_years(struct reading *r, const json_t *json, const char *owner,
                             struct package_field *f);
/* package_symbol.c */
bool package_read_symbols(struct reading *r, const json_t *resource, const json_t *schema,
                          const json_t *field, const char *owner, struct package_field *f);
/* package_check.c */
bool package_read_checks(struct reading *r, const json_t *root);
/* package_break.c; after the fields */
bool package_read_breaks(struct reading *r, const json_t *root);

#endif
