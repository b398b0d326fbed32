/* What the analyser cannot see in a header: these functions always return false. */
#ifndef FOISTAT_TESTS_ANALYSE_H
#define FOISTAT_TESTS_ANALYSE_H

#include "base/err.h"
#include "stats/measure.h"

#define fail(...) ((void)(fail)(__VA_ARGS__), false)
#define err_hint(...) ((void)(err_hint)(__VA_ARGS__), false)
#define err_at(...) ((void)(err_at)(__VA_ARGS__), false)
#define undefined(...) ((void)(undefined)(__VA_ARGS__), false)

#endif
