#include "data/scan_pairs.h"

#include <stdlib.h>

enum { first_bits = 8 };

void scan_pairs_free(struct scan_pairs *p) {
    free(p->pair);
    free(p->slot);
    *p = (struct scan_pairs){0};
}

bool scan_pairs_open(struct scan_pairs *p) {
    *p = (struct scan_pairs){.bits = first_bits};
    p->slot = calloc((size_t)1 << p->bits, sizeof *p->slot);
    return p->slot != NULL;
}

static void put_slot(struct scan_slot *slot, unsigned bits, struct scan_pair pair, size_t number) {
    uint64_t whole = (uint64_t)pair.first << 32 | pair.second;
    size_t at = scan_pair_hash(whole) >> (64 - bits), last = ((size_t)1 << bits) - 1;
    while (slot[at].number != 0)
        at = (at + 1) & last;
    slot[at] = (struct scan_slot){whole, (uint32_t)number + 1};
}

static bool rehash(struct scan_pairs *p) {
    unsigned bits = p->bits + 1;
    struct scan_slot *slot = calloc((size_t)1 << bits, sizeof *slot);
    if (slot == NULL)
        return false;
    for (size_t i = 0; i < p->n; i++)
        put_slot(slot, bits, p->pair[i], i);
    free(p->slot);
    p->slot = slot;
    p->bits = bits;
    return true;
}

static bool more_room(struct scan_pairs *p) {
    size_t room = p->room == 0 ? 64 : p->room * 2;
    struct scan_pair *more = realloc(p->pair, room * sizeof *more);
    if (more == NULL)
        return false;
    p->pair = more;
    p->room = room;
    return true;
}

uint32_t scan_pairs_add(struct scan_pairs *p, uint32_t first, uint32_t second) {
    if ((p->n == p->room && !more_room(p)) || (2 * p->n >= (size_t)1 << p->bits && !rehash(p)))
        return UINT32_MAX;
    p->pair[p->n] = (struct scan_pair){first, second};
    put_slot(p->slot, p->bits, p->pair[p->n], p->n);
    return (uint32_t)p->n++;
}
