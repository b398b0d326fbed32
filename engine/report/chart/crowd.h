/* Which parts of a picture are taken, so that labels do not fall on marks or on each other. */
#ifndef FOISTAT_REPORT_CROWD_H
#define FOISTAT_REPORT_CROWD_H

#include <stdbool.h>
#include <stddef.h>

struct box {
    double left, top, width, height;
};

struct crowd {
    struct box area;
    size_t columns, rows;
    unsigned char *taken; /* a cell for each small square of the area */
};

/* An area with nothing in it. False when memory runs out; crowd_end frees, also then. */
bool crowd_begin(struct crowd *c, struct box area);
void crowd_end(struct crowd *c);

/* Takes what of the box lies in the area. */
void crowd_take(struct crowd *c, struct box b);

/* Does the box lie in the area, on nothing that is taken? */
bool crowd_is_free(const struct crowd *c, struct box b);

#endif
