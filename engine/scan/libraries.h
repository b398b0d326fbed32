/* The libraries that scan/ stands on. */
#ifndef FOISTAT_SCAN_LIBRARIES_H
#define FOISTAT_SCAN_LIBRARIES_H

#include "base/library.h"

void scan_libraries(struct libraries *l); /* adds them */

#endif
