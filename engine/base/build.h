/* How this program was built. */
#ifndef FOISTAT_BASE_BUILD_H
#define FOISTAT_BASE_BUILD_H

#include <stdbool.h>

struct build_facts {
    const char *version;  /* "0.1.0" */
    const char *released; /* "2026-11-22": when that version was, or its work began */
    const char *commit;   /* of git, 40 hexadecimal digits; NULL: built without git, as from an
                             archive */
    bool dirty;           /* files differed from the commit */
    const char *compiler; /* "gcc 12.2.0" */
    const char *flags;    /* that may change a number: "-std=c11 -ffp-contract=off -O2 -g" */
};
extern const struct build_facts build_facts;

#endif
