#include "report/chart/crowd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { side = 2 }; /* of a cell, in user units */

/* The cells from first to last that lo..hi touches, of so many; false when it touches none. */
static bool cells(double lo, double hi, size_t n, size_t *first, size_t *last) {
    if (!(hi > 0 && lo < (double)(n * side) && hi > lo))
        return false;
    *first = lo > 0 ? (size_t)(lo / side) : 0;
    *last = hi < (double)(n * side) ? (size_t)ceil(hi / side) - 1 : n - 1;
    return true;
}

bool crowd_begin(struct crowd *c, struct box area) {
    *c = (struct crowd){.area = area,
                        .columns = (size_t)ceil(area.width / side),
                        .rows = (size_t)ceil(area.height / side)};
    c->taken = calloc(c->columns * c->rows + 1, 1);
    return c->taken != NULL;
}

void crowd_end(struct crowd *c) {
    free(c->taken);
    c->taken = NULL;
}

void crowd_take(struct crowd *c, struct box b) {
    size_t left, right, top, bottom;
    double x = b.left - c->area.left, y = b.top - c->area.top;
    if (!cells(x, x + b.width, c->columns, &left, &right) ||
        !cells(y, y + b.height, c->rows, &top, &bottom))
        return;
    for (size_t row = top; row <= bottom; row++)
        memset(c->taken + row * c->columns + left, 1, right - left + 1);
}

static bool lies_within(struct box b, struct box area) {
    return b.left >= area.left && b.left + b.width <= area.left + area.width && b.top >= area.top &&
           b.top + b.height <= area.top + area.height;
}

bool crowd_is_free(const struct crowd *c, struct box b) {
    size_t left, right, top, bottom;
    double x = b.left - c->area.left, y = b.top - c->area.top;
    if (!lies_within(b, c->area) || !cells(x, x + b.width, c->columns, &left, &right) ||
        !cells(y, y + b.height, c->rows, &top, &bottom))
        return false;
    for (size_t row = top; row <= bottom; row++) {
        if (memchr(c->taken + row * c->columns + left, 1, right - left + 1) != NULL)
            return false;
    }
    return true;
}
