#include "data/libraries.h"

#include <csv.h>
#include <utf8proc.h>

void data_libraries(struct libraries *l) {
    library_add(l, "libcsv", "https://github.com/rgamble/libcsv", "%d.%d.%d", CSV_MAJOR, CSV_MINOR,
                CSV_RELEASE);
    library_add(l, "utf8proc", "https://juliastrings.github.io/utf8proc/", "%s",
                utf8proc_version());
}
