#include "run/machine.h"

#include <ctype.h>
#include <fcntl.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <gnu/libc-version.h>
#include <jansson.h>

#include "base/build.h"
#include "data/json_read.h"

/* "AMD EPYC 7763": the first model name that the kernel lists; "" where it lists none. */
static void processor_model(char *model, size_t room) {
    static const char label[] = "model name";
    char text[4096]; /* the first processor, on every machine that is known */
    int fd = open("/proc/cpuinfo", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
    if (fd >= 0)
        close(fd);
    text[n > 0 ? n : 0] = '\0';
    const char *line = strstr(text, label), *colon = line != NULL ? strchr(line, ':') : NULL;
    const char *name = colon != NULL ? colon + 1 + strspn(colon + 1, " ") : "";
    snprintf(model, room, "%.*s", (int)strcspn(name, "\n"), name);
    for (char *c = model; *c != '\0'; c++) {
        if (!isprint((unsigned char)*c))
            *c = '?';
    }
}

/* Takes the value; false, for good, when memory runs out. */
static void set(json_t *object, const char *name, json_t *value, bool *done) {
    *done = json_object_set_new(object, name, value) == 0 && *done;
}

/* The variants of exp, log and pow that glibc picks depend on these. */
static json_t *processor_features(bool *done) {
    json_t *features = json_object();
    (void)done; /* where no features are known */
#if defined(__x86_64__) || defined(__i386__)
    __builtin_cpu_init();
    set(features, "fma", json_boolean(__builtin_cpu_supports("fma")), done);
    set(features, "avx2", json_boolean(__builtin_cpu_supports("avx2")), done);
    set(features, "avx512f", json_boolean(__builtin_cpu_supports("avx512f")), done);
#endif
    return features;
}

static json_t *sandbox_facts(const struct machine_fact *fact, size_t n, bool *done) {
    json_t *facts = json_object();
    for (size_t i = 0; i < n; i++)
        set(facts, fact[i].name, json_string(fact[i].value), done);
    return facts;
}

static json_t *describe(const struct machine_fact *sandbox, size_t n, bool *done) {
    struct utsname name = {0};
    char model[256];
    uname(&name);
    processor_model(model, sizeof model);
    return json_pack("{s:s, s:s, s:s, s:s, s:{s:s, s:s}, s:{s:s, s:o}, s:i, s:o}", "schema",
                     "foistat.machine/1", "architecture", name.machine, "c_library",
                     gnu_get_libc_version(), "compiler", build_facts.compiler, "kernel", "name",
                     name.sysname, "release", name.release, "processor", "model", model, "features",
                     processor_features(done), "long_double_digits", LDBL_MANT_DIG, "sandbox",
                     sandbox_facts(sandbox, n, done));
}

bool machine_write(const struct machine_fact *sandbox, size_t n, struct buf *out, struct err *e) {
    bool whole = true;
    json_t *machine = describe(sandbox, n, &whole);
    set(machine, "flags", json_string(build_facts.flags), &whole);
    char *text = whole ? json_write(machine, JSON_INDENT(2) | JSON_SORT_KEYS) : NULL;
    json_decref(machine);
    if (text != NULL)
        buf_addf(out, "%s\n", text);
    bool done = text != NULL && !out->failed;
    free(text);
    return done || fail(e, ERR_NOMEM, "no memory for " MACHINE_PATH);
}
