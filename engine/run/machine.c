#include "run/machine.h"

#include <ctype.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include <gnu/libc-version.h>
#include <jansson.h>

#include "base/build.h"

/* "AMD EPYC 7763": the first model name that the kernel lists; "" where it lists none. */
static void processor_model(char *model, size_t room) {
    char line[512];
    FILE *f = fopen("/proc/cpuinfo", "re");
    model[0] = '\0';
    while (f != NULL && model[0] == '\0' && fgets(line, sizeof line, f) != NULL) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && colon != NULL)
            snprintf(model, room, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
    }
    if (f != NULL)
        fclose(f);
    for (char *c = model; *c != '\0'; c++) {
        if (!isprint((unsigned char)*c))
            *c = '?';
    }
}

/* The variants of exp, log and pow that glibc picks depend on these. */
static json_t *processor_features(void) {
    json_t *features = json_object();
#if defined(__x86_64__) || defined(__i386__)
    __builtin_cpu_init();
    json_object_set_new(features, "fma", json_boolean(__builtin_cpu_supports("fma")));
    json_object_set_new(features, "avx2", json_boolean(__builtin_cpu_supports("avx2")));
    json_object_set_new(features, "avx512f", json_boolean(__builtin_cpu_supports("avx512f")));
#endif
    return features;
}

static json_t *sandbox_facts(const struct machine_fact *fact, size_t n) {
    json_t *facts = json_object();
    for (size_t i = 0; i < n; i++)
        json_object_set_new(facts, fact[i].name, json_string(fact[i].value));
    return facts;
}

static json_t *describe(const struct machine_fact *sandbox, size_t n) {
    struct utsname name = {0};
    char model[256];
    uname(&name);
    processor_model(model, sizeof model);
    return json_pack("{s:s, s:s, s:s, s:s, s:{s:s, s:s}, s:{s:s, s:o}, s:i, s:o}", "schema",
                     "foistat.machine/1", "architecture", name.machine, "c_library",
                     gnu_get_libc_version(), "compiler", build_facts.compiler, "kernel", "name",
                     name.sysname, "release", name.release, "processor", "model", model, "features",
                     processor_features(), "long_double_digits", LDBL_MANT_DIG, "sandbox",
                     sandbox_facts(sandbox, n));
}

bool machine_write(const struct machine_fact *sandbox, size_t n, struct buf *out, struct err *e) {
    json_t *machine = describe(sandbox, n);
    if (machine != NULL)
        json_object_set_new(machine, "flags", json_string(build_facts.flags));
    char *text = machine != NULL ? json_dumps(machine, JSON_INDENT(2) | JSON_SORT_KEYS) : NULL;
    json_decref(machine);
    if (text != NULL)
        buf_addf(out, "%s\n", text);
    bool done = text != NULL && !out->failed;
    free(text);
    return done || fail(e, ERR_NOMEM, "no memory for " MACHINE_PATH);
}
