/* Sums that do not depend on the order of their terms: 128 bits before the binary point and 128
 * behind it. What is added is exact, or refused; so any number of threads gives the same sum. */
#ifndef FOISTAT_BASE_EXACT_H
#define FOISTAT_BASE_EXACT_H

#include <stdbool.h>
#include <stdint.h>

struct exact {
    __int128 whole;         /* floor of the sum */
    unsigned __int128 part; /* what is above it, in 2^-128 */
};

/* Adds x so many times; false, and nothing is added, when x is not finite, its size is 2^62 or
 * more, or it has bits below 2^-128. A number written with 15 digits has none above 10^-22. */
bool exact_add_times(struct exact *s, double x, uint64_t times);
bool exact_add(struct exact *s, double x);
static inline void exact_add_whole(struct exact *s, int64_t x) {
    s->whole += x;
}
void exact_join(struct exact *s, const struct exact *other);

/* The nearest double to the sum, the same on every machine. */
double exact_value(const struct exact *s);

#endif
