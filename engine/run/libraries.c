#include "run/libraries.h"

#include <jansson.h>
#include <nettle/version.h>

void run_libraries(struct libraries *l) {
    library_add(l, "jansson", "https://github.com/akheron/jansson", "%s", jansson_version_str());
    library_add(l, "nettle", "https://www.lysator.liu.se/~nisse/nettle/", "%d.%d",
                nettle_version_major(), nettle_version_minor());
}
