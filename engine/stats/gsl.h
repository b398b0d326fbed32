/* GSL, made safe: its default error handler aborts the process, and switching it off hides errors
 * that only the handler hears. Ours writes the first complaint down. */
#ifndef FOISTAT_STATS_GSL_H
#define FOISTAT_STATS_GSL_H

#include <stdbool.h>

#include "base/err.h"

/* Installs the recording handler (once) and forgets what it heard: call before a group of GSL
 * calls. */
void gsl_calls_begin(void);

/* False with ERR_UNSETTLED when GSL complained since gsl_calls_begin (an underflow is no
 * complaint). */
bool gsl_calls_end(const char *what, struct err *e);

#endif
