#include "stats/search.h"

#include <math.h>

double search_first(search_fn *holds, const void *data, double low, double high) {
    double end = high + 1;
    while (low < end) {
        double middle = low + floor((end - low) / 2);
        if (holds(middle, data))
            end = middle;
        else
            low = middle + 1;
    }
    return low;
}
