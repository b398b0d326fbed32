/* Numbers that look random and are the same everywhere. */
#ifndef FOISTAT_TESTS_RANDOM_H
#define FOISTAT_TESTS_RANDOM_H

#include <stdint.h>

static inline uint64_t next_random(uint64_t *s) { /* splitmix64 (Steele, Lea, Flood 2014) */
    uint64_t z = (*s += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

#endif
