#include "data/column.h"

#include <string.h>

/* The code of a text + 1, 0 where the slot is free; and a part of the text's hash, so that texts
 * are compared only where they are very likely the same. */
struct dictionary_slot {
    uint32_t item, hash;
};

/* Eight bytes at a time, each multiplied into all higher bits (after FNV-1a by Fowler, Noll and Vo,
 * which takes one). */
static uint32_t hash_of(struct span s) {
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t h = s.n * factor;
    for (size_t i = 0; i < s.n; i += sizeof h) {
        uint64_t word = 0;
        memcpy(&word, s.text + i, s.n - i < sizeof word ? s.n - i : sizeof word);
        h = (h ^ word) * factor;
        h ^= h >> 29;
    }
    return (uint32_t)(h >> 32);
}

/* The slot that holds 'text', or the free one where it would go. */
static struct dictionary_slot *slot_for(const struct dictionary *d, struct span text,
                                        uint32_t hash) {
    size_t at = hash & (d->slots - 1);
    while (d->slot[at].item != 0 &&
           (d->slot[at].hash != hash || !span_is(text, d->text[d->slot[at].item - 1])))
        at = (at + 1) & (d->slots - 1);
    return &d->slot[at];
}

int32_t dictionary_find(const struct dictionary *d, struct span text) {
    return d->slots == 0 ? -1 : (int32_t)slot_for(d, text, hash_of(text))->item - 1;
}

/* Doubles the room for texts. The old arrays stay in the arena until it is freed: together they
 * are never larger than the new ones. */
static bool grow_texts(struct dictionary *d, struct arena *a) {
    size_t room = d->room == 0 ? 16 : d->room * 2;
    const char **text = arena_alloc(a, room, sizeof *text);
    if (text == NULL)
        return false;
    if (d->n > 0)
        memcpy(text, d->text, d->n * sizeof *text);
    d->text = text;
    d->room = room;
    return true;
}

/* Keeps the slots at most half full, so that searching stays short. */
static bool grow_slots(struct dictionary *d, struct arena *a) {
    size_t slots = d->slots == 0 ? 64 : d->slots * 2;
    struct dictionary_slot *slot = arena_alloc(a, slots, sizeof *slot);
    if (slot == NULL)
        return false;
    for (size_t i = 0; i < d->slots; i++) {
        size_t at = d->slot[i].hash & (slots - 1);
        while (d->slot[i].item != 0 && slot[at].item != 0)
            at = (at + 1) & (slots - 1);
        if (d->slot[i].item != 0)
            slot[at] = d->slot[i];
    }
    d->slot = slot;
    d->slots = slots;
    return true;
}

/* Room for one more label. */
static bool grow(struct dictionary *d, struct arena *a) {
    return d->n < INT32_MAX - 1 && (d->n < d->room || grow_texts(d, a)) &&
           ((d->n + 1) * 2 <= d->slots || grow_slots(d, a));
}

/* Puts in a text that is new, in the copy that is kept. */
static int32_t put(struct dictionary *d, struct span text, const char *kept) {
    uint32_t hash = hash_of(text);
    d->text[d->n] = kept;
    *slot_for(d, text, hash) = (struct dictionary_slot){(uint32_t)++d->n, hash};
    return (int32_t)d->n - 1;
}

int32_t dictionary_add(struct dictionary *d, struct arena *a, struct span text) {
    int32_t code = dictionary_find(d, text);
    if (code >= 0)
        return code;
    char *copy = grow(d, a) ? arena_text(a, text.text, text.n) : NULL;
    return copy != NULL ? put(d, text, copy) : -1;
}

int32_t dictionary_share(struct dictionary *d, struct arena *a, const char *text) {
    struct span s = {text, strlen(text)};
    int32_t code = dictionary_find(d, s);
    if (code >= 0)
        return code;
    return grow(d, a) ? put(d, s, text) : -1;
}
