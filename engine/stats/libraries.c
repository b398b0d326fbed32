#include "stats/libraries.h"

#define MATHLIB_STANDALONE 1 /* without R itself */
#include <Rmath.h>
#include <gsl/gsl_version.h>

void stats_libraries(struct libraries *l) {
    library_add(l, "GSL", "https://www.gnu.org/software/gsl/", "%s", gsl_version);
    library_add(l, "libRmath", "https://cran.r-project.org/", "%s", R_VERSION_STRING);
}
