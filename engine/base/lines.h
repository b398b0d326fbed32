/* Texts line by line, to say where two of them differ. */
#ifndef FOISTAT_BASE_LINES_H
#define FOISTAT_BASE_LINES_H

#include "base/str.h"

/* The first line in which two texts differ. One that has ended has an empty line there. */
struct line_difference {
    size_t line; /* from 1; 0: they are the same, or no texts (they hold NUL bytes) */
    struct span before, after;
};
struct line_difference lines_first(struct span before, struct span after);

/* How many lines were taken out and put in between the two, at the least where they are no longer
 * than some thousand lines between their first and last difference; else all of those. */
struct line_count {
    size_t removed, added;
};
struct line_count lines_changed(struct span before, struct span after);

#endif
