#include "base/exact.h"

#include <math.h>

bool exact_add(struct exact *s, double x) {
    const double largest = 0x1p100, scale = 0x1p64;
    if (!(fabs(x) < largest))
        return false;
    double whole = floor(x);
    uint64_t part = (uint64_t)((x - whole) * scale); /* exact: whole is near x, scale a power */
    s->whole += (__int128)whole;
    s->part += part;
    s->whole += s->part < part;
    return true;
}

void exact_join(struct exact *s, const struct exact *other) {
    s->whole += other->whole;
    s->part += other->part;
    s->whole += s->part < other->part;
}

/* Below 2^53 the double of the whole is exact, and the last addition rounds once; above, what is
 * behind the point is below a unit in the last place. */
double exact_value(const struct exact *s) {
    const double scale = 0x1p-64;
    return (double)s->whole + (double)s->part * scale;
}
