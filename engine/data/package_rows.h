/* What a datapackage.json can say: one row a property. The reader knows no others; `foistat help
 * datapackage` and docs/reference/datapackage.md are made from the rows. */
#ifndef FOISTAT_DATA_PACKAGE_ROWS_H
#define FOISTAT_DATA_PACKAGE_ROWS_H

#include <stdbool.h>

/* The objects of a package, and those that a property holds. */
enum package_place {
    PLACE_PACKAGE,
    PLACE_SOURCE,
    PLACE_LICENCE,
    PLACE_RESOURCE,
    PLACE_SCHEMA,
    PLACE_FIELD,
    PLACE_NOTE,
    PLACE_BREAK,
    PLACE_CHECK,
    PLACE_MARK,
    PLACE_COUNT
};
const char *package_place_name(enum package_place place); /* "package", "source", ... */

/* Is every property of such an object one of the rows? Otherwise only those that begin with foi:,
 * because other programs have properties of their own. */
bool package_place_is_ours(enum package_place place);

struct package_property {
    const char *name; /* "foi:totals" */
    enum package_place place;
    const char *text;          /* sentences in Markdown, or a few words in places of ours */
    const char *example;       /* a JSON object with it, of that place; NULL: none */
    enum package_place inside; /* the place of the objects that it holds; PLACE_PACKAGE: none */
};
extern const struct package_property package_properties[]; /* ends with name NULL */

/* Kinds of foi:checks. */
struct package_kind {
    const char *name, *needs, *text;
};
extern const struct package_kind package_kinds[]; /* ends with name NULL */

/* Types of fields, and what they become. */
struct package_type {
    const char *name;
    bool number, whole;
    const char *text;
};
extern const struct package_type package_types[]; /* ends with name NULL */

/* A whole package and its file, beds.csv, as an example. */
extern const char package_example[], package_example_csv[];

#endif
