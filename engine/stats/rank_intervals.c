#include "stats/rank_intervals.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stats/bounds.h"

/* A smallest value in front is a largest value of the opposite sign. */
static struct interval turned(double low, double high, bool smallest) {
    return smallest ? (struct interval){-high, -low} : (struct interval){low, high};
}

bool ranks_of_intervals(const double *low, const double *high, size_t n, const char *first,
                        double *best, double *worst, struct err *e) {
    bool smallest = strcmp(first, "smallest") == 0;
    double *lows = calloc(2 * n, sizeof *lows);
    if (lows == NULL)
        return fail(e, ERR_NOMEM, "no memory for %zu ranks", n);
    double *highs = lows + n;
    for (size_t i = 0; i < n; i++) {
        struct interval item = turned(low[i], high[i], smallest);
        lows[i] = item.low;
        highs[i] = item.high;
    }
    num_sort(lows, n);
    num_sort(highs, n);
    for (size_t i = 0; i < n; i++) {
        struct interval range = rank_range(lows, highs, n, turned(low[i], high[i], smallest));
        best[i] = range.low;
        worst[i] = range.high;
    }
    free(lows);
    return true;
}
