/* Sums that do not depend on the order of their terms: 128 bits before the binary point and 64
 * behind it. Whole numbers up to 10^19 times are exact; of other terms what lies below 2^-64 is cut
 * off, the same in each, so that any number of threads gives the same sum. */
#ifndef FOISTAT_BASE_EXACT_H
#define FOISTAT_BASE_EXACT_H

#include <stdbool.h>
#include <stdint.h>

struct exact {
    __int128 whole; /* floor of the sum */
    uint64_t part;  /* what is above it, in 2^-64 */
};

/* Adds x; false, and nothing is added, when x is not finite or its size is 2^100 or more. */
bool exact_add(struct exact *s, double x);
static inline void exact_add_whole(struct exact *s, int64_t x) {
    s->whole += x;
}
void exact_join(struct exact *s, const struct exact *other);

/* The nearest double to the sum, the same on every machine. */
double exact_value(const struct exact *s);

#endif
