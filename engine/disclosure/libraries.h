/* The libraries that disclosure/ stands on. */
#ifndef FOISTAT_DISCLOSURE_LIBRARIES_H
#define FOISTAT_DISCLOSURE_LIBRARIES_H

#include "base/library.h"

void disclosure_libraries(struct libraries *l); /* adds them */

#endif
