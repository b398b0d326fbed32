#include "disclosure/libraries.h"

#include <glpk.h>

void disclosure_libraries(struct libraries *l) {
    library_add(l, "GLPK", "https://www.gnu.org/software/glpk/", "%s", glp_version());
}
