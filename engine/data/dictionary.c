#include "data/column.h"

#include <string.h>

/* FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv). */
static uint64_t hash_of(struct span s) {
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.text[i]) * UINT64_C(1099511628211);
    return h ^ (h >> 32);
}

/* The slot that holds 'text', or the free one where it would go. A slot holds code + 1, or 0. */
static size_t slot_for(const struct dictionary *d, struct span text) {
    size_t at = (size_t)hash_of(text) & (d->slots - 1);
    while (d->slot[at] != 0 && !span_is(text, d->text[d->slot[at] - 1]))
        at = (at + 1) & (d->slots - 1);
    return at;
}

int32_t dictionary_find(const struct dictionary *d, struct span text) {
    if (d->slots == 0)
        return -1;
    return (int32_t)d->slot[slot_for(d, text)] - 1;
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
    uint32_t *slot = arena_alloc(a, slots, sizeof *slot);
    if (slot == NULL)
        return false;
    d->slot = slot;
    d->slots = slots;
    for (size_t i = 0; i < d->n; i++) {
        struct span text = {d->text[i], strlen(d->text[i])};
        d->slot[slot_for(d, text)] = (uint32_t)i + 1;
    }
    return true;
}

/* Room for one more label. */
static bool grow(struct dictionary *d, struct arena *a) {
    return d->n < INT32_MAX - 1 && (d->n < d->room || grow_texts(d, a)) &&
           ((d->n + 1) * 2 <= d->slots || grow_slots(d, a));
}

/* Puts in a text that is new, in the copy that is kept. */
static int32_t put(struct dictionary *d, struct span text, const char *kept) {
    d->text[d->n] = kept;
    d->slot[slot_for(d, text)] = (uint32_t)++d->n;
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
