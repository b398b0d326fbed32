/* How many random cases a test makes: a quarter of what `make check-all` (FOISTAT_ALL) does. */
#ifndef FOISTAT_TESTS_CASES_H
#define FOISTAT_TESTS_CASES_H

#include <stdlib.h>

static inline size_t cases(size_t all) {
    return getenv("FOISTAT_ALL") != NULL ? all : all / 4;
}

#endif
