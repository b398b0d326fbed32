/* Arena: memory that is freed all at once. One arena owns one table, or one call's scratch. */
#ifndef FOISTAT_BASE_ARENA_H
#define FOISTAT_BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *head;
    size_t bytes; /* handed out so far, for the collector's and the manifest's accounts */
};

/* Zeroed memory for n items of 'size' bytes, aligned for any type. NULL when memory runs out or
 * n * size overflows. n = 0 gives a valid pointer. It lives until arena_free. */
void *arena_alloc(struct arena *a, size_t n, size_t size);

/* A copy of n bytes with a NUL behind them, or NULL when memory runs out. */
char *arena_text(struct arena *a, const char *text, size_t n);

/* The same for a C string; NULL stays NULL. */
char *arena_string(struct arena *a, const char *text);

/* Frees everything; the arena is then empty and may be used again. Harmless twice. */
void arena_free(struct arena *a);

#endif
