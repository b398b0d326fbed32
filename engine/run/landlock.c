/* Landlock by its system calls: the headers and the library of the system may be older than the
 * kernel (linux/landlock.h, "Landlock: unprivileged access control" in the kernel's manual). */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run/sandbox.h"

/* The beginning of it is what older kernels know. */
struct rules {
    uint64_t files;  /* ABI 1 */
    uint64_t ports;  /* ABI 4: bind and connect, TCP */
    uint64_t scopes; /* ABI 6: abstract sockets, signals */
};
enum { ask_version = 1, bits_ports = 3, bits_scopes = 3 };

/* Bits of the rights to files, from 0: execute, write, read, ..., make symbolic links (12); then
 * link into other folders, truncate, control devices. */
static uint64_t file_rights(int abi) {
    int n = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
    return (UINT64_C(1) << n) - 1;
}

static size_t size_of_rules(int abi) {
    return abi >= 6 ? sizeof(struct rules) : abi >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
}

static bool refused(struct sandbox_facts *f) {
    const char *why = errno == ENOSYS       ? "the kernel or the container has no Landlock"
                      : errno == EOPNOTSUPP ? "Landlock is switched off in this kernel"
                                            : strerror(errno);
    snprintf(f->landlock_refused, sizeof f->landlock_refused, "%s", why);
    return false;
}

bool landlock_enter(struct sandbox_facts *f) {
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, ask_version);
    if (abi < 1)
        return refused(f);
    /* All rights are ruled, and no rule gives any back. */
    struct rules r = {file_rights((int)abi), bits_ports, bits_scopes};
    long set = syscall(SYS_landlock_create_ruleset, &r, size_of_rules((int)abi), 0);
    if (set < 0)
        return refused(f);
    bool done = syscall(SYS_landlock_restrict_self, set, 0) == 0;
    if (!done)
        refused(f);
    close((int)set);
    if (done)
        f->landlock = (int)abi;
    return done;
}
