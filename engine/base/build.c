#include "base/build.h"

#include <stddef.h>

#include "base/build_facts.h" /* made by tools/build-facts.sh */

#if defined(__clang__)
#define COMPILER __VERSION__ /* "Clang 14.0.6", or with the name of who built it before */
#else
#define COMPILER "gcc " __VERSION__
#endif

const struct build_facts build_facts = {
    .version = FOISTAT_VERSION,
    .released = FOISTAT_RELEASED,
    .commit = FOISTAT_COMMIT,
    .dirty = FOISTAT_DIRTY,
    .compiler = COMPILER,
    .flags = FOISTAT_FLAGS,
};
