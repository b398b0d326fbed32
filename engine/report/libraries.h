/* The libraries that report/ stands on. */
#ifndef FOISTAT_REPORT_LIBRARIES_H
#define FOISTAT_REPORT_LIBRARIES_H

#include "base/library.h"

void report_libraries(struct libraries *l); /* adds them */

#endif
