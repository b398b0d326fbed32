#include "stats/midranks.h"

#include <stdlib.h>

struct placed {
    double x;
    size_t at;
};

static int by_value(const void *a, const void *b) {
    double x = ((const struct placed *)a)->x, y = ((const struct placed *)b)->x;
    return (x > y) - (x < y);
}

bool midranks(const double *x, size_t n, double *ranks) {
    struct placed *p = calloc(n, sizeof *p);
    if (p == NULL)
        return n == 0;
    for (size_t i = 0; i < n; i++)
        p[i] = (struct placed){x[i], i};
    qsort(p, n, sizeof *p, by_value);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && p[to].x == p[from].x; to++)
            ;
        for (size_t i = from; i < to; i++)
            ranks[p[i].at] = ((double)(from + 1) + (double)to) / 2;
    }
    free(p);
    return true;
}
