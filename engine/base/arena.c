#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
    struct arena_block *next;
    size_t used, room;
    alignas(max_align_t) unsigned char bytes[];
};

/* Blocks are as large as all that came before, within these: most arenas own one small column. */
static const size_t least_block = 1024, usual_block = 64 * 1024;

static struct arena_block *block_new(size_t need, size_t before) {
    size_t room = before < least_block ? least_block : before < usual_block ? before : usual_block;
    if (room < need)
        room = need;
    if (room > SIZE_MAX - sizeof(struct arena_block))
        return NULL;
    struct arena_block *b = malloc(sizeof *b + room);
    if (b != NULL)
        *b = (struct arena_block){.room = room};
    return b;
}

/* A block for one large item goes behind the head, so that the head's free room stays in use. */
static struct arena_block *block_for(struct arena *a, size_t need) {
    if (a->head != NULL && a->head->room - a->head->used >= need)
        return a->head;
    struct arena_block *b = block_new(need, a->bytes);
    if (b == NULL)
        return NULL;
    if (a->head != NULL && need > usual_block) {
        b->next = a->head->next;
        a->head->next = b;
    } else {
        b->next = a->head;
        a->head = b;
    }
    return b;
}

void *arena_alloc(struct arena *a, size_t n, size_t size) {
    const size_t align = alignof(max_align_t);
    if (size != 0 && n > (SIZE_MAX - align) / size)
        return NULL;
    size_t need = (n * size + align - 1) / align * align;
    struct arena_block *b = block_for(a, need);
    if (b == NULL)
        return NULL;
    void *at = b->bytes + b->used;
    b->used += need;
    a->bytes += need;
    memset(at, 0, need);
    return at;
}

char *arena_text(struct arena *a, const char *text, size_t n) {
    char *copy = n < SIZE_MAX ? arena_alloc(a, n + 1, 1) : NULL;
    if (copy != NULL && n > 0)
        memcpy(copy, text, n);
    return copy;
}

char *arena_string(struct arena *a, const char *text) {
    return text == NULL ? NULL : arena_text(a, text, strlen(text));
}

void arena_free(struct arena *a) {
    while (a->head != NULL) {
        struct arena_block *next = a->head->next;
        free(a->head);
        a->head = next;
    }
    a->bytes = 0;
}
