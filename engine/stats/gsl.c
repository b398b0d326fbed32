#include "stats/gsl.h"

#include <gsl/gsl_errno.h>
#include <stddef.h>

struct complaint {
    int status;
    const char *reason; /* GSL's strings are static */
};
static _Thread_local struct complaint first;

static void record(const char *reason, const char *file, int line, int status) {
    (void)file;
    (void)line;
    if (first.status == 0 && status != GSL_EUNDRFLW)
        first = (struct complaint){status, reason};
}

void gsl_calls_begin(void) {
    static _Thread_local bool installed;
    if (!installed) {
        gsl_set_error_handler(record);
        installed = true;
    }
    first = (struct complaint){0, NULL};
}

bool gsl_calls_end(const char *what, struct err *e) {
    if (first.status == 0)
        return true;
    return fail(e, ERR_UNSETTLED, "%s: %s", what, first.reason);
}
