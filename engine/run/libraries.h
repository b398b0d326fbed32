/* The libraries that run/ stands on. */
#ifndef FOISTAT_RUN_LIBRARIES_H
#define FOISTAT_RUN_LIBRARIES_H

#include "base/library.h"

void run_libraries(struct libraries *l); /* adds them */

#endif
