#include "data/scan_texts.h"

#include <stdlib.h>

enum { first_bits = 7 };
/* So many texts at most are worth the trouble of giving each a slot of its own. */
enum { most_spread = 256 };

const uint64_t scan_mask[8] = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, 0, 0, 0, 0};

uint64_t scan_hash_rest(const char *bytes, size_t n) {
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001B3u; /* FNV-1a */
    return h;
}

void scan_texts_free(struct scan_texts *t) {
    free(t->slot);
    free(t->text);
    arena_free(&t->arena);
    *t = (struct scan_texts){0};
}

static const uint64_t first_factor = 0x9E3779B97F4A7C15u;

bool scan_texts_open(struct scan_texts *t) {
    *t = (struct scan_texts){.bits = first_bits, .factor = first_factor};
    t->slot = calloc((size_t)1 << t->bits, sizeof *t->slot);
    return t->slot != NULL;
}

/* Puts a text into its slot, or the next one that is free; false when its own was not. */
static bool put_slot(struct scan_texts *t, size_t item) {
    size_t at = scan_slot(t, t->text[item].hash), last = ((size_t)1 << t->bits) - 1;
    bool own = t->slot[at] == 0;
    while (t->slot[at] != 0)
        at = (at + 1) & last;
    t->slot[at] = (uint32_t)item + 1;
    return own;
}

/* Puts all texts into slots; false, and some are not there, when two want the same. */
static bool place_all(struct scan_texts *t, bool alone) {
    bool own = true;
    memset(t->slot, 0, sizeof *t->slot << t->bits);
    for (size_t i = 0; i < t->n && (own || !alone); i++)
        own = put_slot(t, i) && own;
    return own;
}

/* Looks for a factor by which each text has a slot of its own: guessing wrong at a text that shares
 * one costs a processor more than finding it. */
static void spread(struct scan_texts *t) {
    enum { tries = 32 };
    for (uint64_t i = 1; t->n <= most_spread && i <= tries; i++) {
        if (place_all(t, true))
            return;
        t->factor = first_factor * (2 * i + 1);
    }
    place_all(t, false);
}

static bool rehash(struct scan_texts *t) {
    uint32_t *slot = malloc(sizeof *slot << (t->bits + 1));
    if (slot == NULL)
        return false;
    free(t->slot);
    t->slot = slot;
    t->bits++;
    spread(t);
    return true;
}

static bool more_room(struct scan_texts *t) {
    size_t room = t->room == 0 ? 64 : t->room * 2;
    struct scan_text *more = aligned_alloc(64, room * sizeof *more);
    if (more == NULL)
        return false;
    if (t->n > 0)
        memcpy(more, t->text, t->n * sizeof *more);
    free(t->text);
    t->text = more;
    t->room = room;
    return true;
}

int32_t scan_texts_add(struct scan_texts *t, struct span bytes, size_t line, size_t column) {
    char *copy = arena_text(&t->arena, bytes.text, bytes.n);
    if (copy == NULL || (t->n == t->room && !more_room(t)) ||
        (8 * t->n >= (size_t)1 << t->bits && !rehash(t)))
        return -1;
    struct scan_text *new = &t->text[t->n];
    *new = (struct scan_text){.bytes = copy,
                              .n = (uint32_t)bytes.n,
                              .column = (uint32_t)column,
                              .line = line,
                              .hash = scan_hash(bytes.text, bytes.n)};
    memcpy(new->word, bytes.text, bytes.n < sizeof new->word ? bytes.n : sizeof new->word);
    t->n++;
    if (!put_slot(t, t->n - 1) && t->n <= most_spread)
        spread(t);
    return (int32_t)t->n - 1;
}
