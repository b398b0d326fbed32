#include "disclosure/rounding.h"

#include <math.h>

double rounding_of(const struct policy *p, double count) {
    if (p->round == 0)
        return count;
    if (p->midpoint) /* 1 .. 6 is 3: OpenSAFELY's ceil(x / 6) * 6 - 3, and 0 stays 0 */
        return count == 0 ? 0 : ceil(count / p->round) * p->round - floor(p->round / 2);
    return floor(count / p->round + 0.5) * p->round;
}

struct interval rounding_undone(const struct policy *p, double shown) {
    if (p->round == 0)
        return (struct interval){shown, shown};
    double half = floor(p->round / 2);
    struct interval x = {shown - half, shown + p->round - half - 1};
    if (p->midpoint) {
        if (shown == 0)
            return (struct interval){0, 0};
        x = (struct interval){shown - p->round + half + 1, shown + half};
    }
    if (x.lo <= 0 && x.hi <= p->threshold)
        return (struct interval){0, 0}; /* 1, 2, ... would be hidden */
    return (struct interval){x.lo <= 0 ? 0 : fmax(x.lo, p->threshold + 1), x.hi};
}
