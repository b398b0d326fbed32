/* What a run was made from and with, as a flat list: "engine version 0.1.0", "setting reference
 * White". Two such lists say what changed between two runs. */
#ifndef FOISTAT_RUN_TRAITS_H
#define FOISTAT_RUN_TRAITS_H

#include "run/manifest.h"

enum trait_about {
    TRAIT_ENGINE,
    TRAIT_LIBRARY,
    TRAIT_NUMERICS,
    TRAIT_SCRIPT,
    TRAIT_SETTING,
    TRAIT_DATA_FILE,
    TRAIT_OPTION,
    TRAIT_LIMIT,
    TRAIT_SEED,
    TRAIT_INPUT,
    TRAIT_DISCLOSURE,
    TRAIT_MACHINE
};
enum { TRAIT_ABOUTS = TRAIT_MACHINE + 1 };
extern const char *const trait_about_name[TRAIT_ABOUTS]; /* "engine", ..., "data file" */

struct trait {
    enum trait_about about;
    const char *name;     /* "version", "GSL", "reference" */
    const char *property; /* of an input: "rows"; else "" */
    const char *value;
};

struct trait_list {
    struct arena arena; /* of texts that are not the manifest's */
    size_t n, room;
    struct trait *trait;
};

/* The engine with its libraries alone, or everything. ERR_NOMEM. */
bool traits_of_engine(const struct manifest *m, struct trait_list *l, struct err *e);
bool traits_of_run(const struct manifest *m, struct trait_list *l, struct err *e);

/* Those of a machine.json, from anybody; nothing where it is none. ERR_NOMEM. */
bool traits_of_machine(const char *json, size_t n, struct trait_list *l, struct err *e);
void traits_free(struct trait_list *l); /* leaves it empty; harmless twice */

/* NULL where one of the two has none. */
struct trait_change {
    const struct trait *before, *after;
};

/* What differs, in the order of enum trait_about, then by name; both lists are sorted. The array
 * lives in 'a', the traits in their lists. ERR_NOMEM. */
bool traits_compare(struct trait_list *before, struct trait_list *after, struct arena *a,
                    struct trait_change **change, size_t *n, struct err *e);

#endif
