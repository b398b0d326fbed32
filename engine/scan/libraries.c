#include "scan/libraries.h"

#include <zlib.h>
#include <zstd.h>

void scan_libraries(struct libraries *l) {
    library_add(l, "zlib", "https://www.zlib.net/", "%s", zlibVersion());
    library_add(l, "zstd", "https://facebook.github.io/zstd/", "%s", ZSTD_versionString());
}
