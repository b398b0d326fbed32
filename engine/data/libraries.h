/* The libraries that data/ stands on. */
#ifndef FOISTAT_DATA_LIBRARIES_H
#define FOISTAT_DATA_LIBRARIES_H

#include "base/library.h"

void data_libraries(struct libraries *l); /* adds them */

#endif
