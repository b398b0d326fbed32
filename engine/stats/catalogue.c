#include "stats/catalogue.h"

#include <string.h>

#include "base/str.h"

#define ADDRESS(row) &row,
const struct measure *const measures[] = {ALL_MEASURES(ADDRESS) NULL};
#undef ADDRESS

const struct measure *measure_find(const char *name) {
    for (size_t i = 0; measures[i] != NULL; i++) {
        if (strcmp(measures[i]->name, name) == 0)
            return measures[i];
    }
    return NULL;
}

static const struct measure *measure_nearest(const char *name) {
    const struct measure *nearest = NULL;
    size_t best = strlen(name) / 3 + 2;
    for (size_t i = 0; measures[i] != NULL; i++) {
        size_t d = str_distance(name, measures[i]->name);
        if (d < best) {
            best = d;
            nearest = measures[i];
        }
    }
    return nearest;
}

const struct measure *measure_need(const char *name, struct err *e) {
    const struct measure *m = measure_find(name);
    if (m != NULL)
        return m;
    fail(e, ERR_METHOD, "no measure is called '%.100s'", name);
    const struct measure *nearest = measure_nearest(name);
    if (nearest != NULL)
        err_hint(e, "did you mean '%s'?", nearest->name);
    else
        err_hint(e, "`foistat help` lists the families, `foistat help find WORD` searches");
    return NULL;
}
