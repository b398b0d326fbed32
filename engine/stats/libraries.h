/* The libraries that stats/ stands on. */
#ifndef FOISTAT_STATS_LIBRARIES_H
#define FOISTAT_STATS_LIBRARIES_H

#include "base/library.h"

void stats_libraries(struct libraries *l); /* adds them */

#endif
