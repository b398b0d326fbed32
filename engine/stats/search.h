/* Finding a whole number by halving: tails over a billion terms take thirty looks, no sums. */
#ifndef FOISTAT_STATS_SEARCH_H
#define FOISTAT_STATS_SEARCH_H

#include <stdbool.h>

typedef bool search_fn(double k, const void *data);

/* The smallest whole number in low..high at which 'holds' is true, or high + 1 when there is none.
 * 'holds' must be false up to some number and true from there on; low and high are whole, and at
 * most 2^53, so that each number has a next one. */
double search_first(search_fn *holds, const void *data, double low, double high);

#endif
