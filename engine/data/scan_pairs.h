/* Numbers for pairs of numbers: a group is the pair of what its first keys are and the text of the
 * next. Private to the scan. */
#ifndef FOISTAT_DATA_SCAN_PAIRS_H
#define FOISTAT_DATA_SCAN_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scan_pair {
    uint32_t first, second;
};

struct scan_pairs {
    struct scan_pair *pair; /* by number */
    size_t n, room;
    struct scan_slot {
        uint64_t pair;
        uint32_t number; /* + 1; 0: free */
    } * slot;
    unsigned bits;
};

bool scan_pairs_open(struct scan_pairs *p); /* false: no memory */
void scan_pairs_free(struct scan_pairs *p);

/* Adds a pair that is not there: its number, or UINT32_MAX when memory runs out. */
uint32_t scan_pairs_add(struct scan_pairs *p, uint32_t first, uint32_t second);

static inline uint64_t scan_pair_hash(uint64_t pair) {
    return (pair ^ pair >> 32) * 0x9E3779B97F4A7C15u;
}

/* The number of a pair, a new one if it is not there; UINT32_MAX when memory runs out. */
static inline uint32_t scan_pairs_number(struct scan_pairs *p, uint32_t first, uint32_t second) {
    uint64_t pair = (uint64_t)first << 32 | second;
    size_t last = ((size_t)1 << p->bits) - 1;
    for (size_t at = scan_pair_hash(pair) >> (64 - p->bits); p->slot[at].number != 0;
         at = (at + 1) & last) {
        if (p->slot[at].pair == pair)
            return p->slot[at].number - 1;
    }
    return scan_pairs_add(p, first, second);
}

#endif
