#include "report/libraries.h"

#include <cmark-gfm.h>

void report_libraries(struct libraries *l) {
    library_add(l, "cmark-gfm", "https://github.com/github/cmark-gfm", "%s",
                cmark_version_string());
}
