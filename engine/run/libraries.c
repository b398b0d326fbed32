#include "run/libraries.h"

#include <archive.h>
#include <jansson.h>
#include <nettle/version.h>
#include <seccomp.h>

void run_libraries(struct libraries *l) {
    library_add(l, "jansson", "https://github.com/akheron/jansson", "%s", jansson_version_str());
    library_add(l, "nettle", "https://www.lysator.liu.se/~nisse/nettle/", "%d.%d",
                nettle_version_major(), nettle_version_minor());
    library_add(l, "libarchive", "https://www.libarchive.org/", "%s", ARCHIVE_VERSION_ONLY_STRING);
    const struct scmp_version *seccomp = seccomp_version();
    library_add(l, "libseccomp", "https://github.com/seccomp/libseccomp", "%u.%u.%u",
                seccomp->major, seccomp->minor, seccomp->micro);
}
