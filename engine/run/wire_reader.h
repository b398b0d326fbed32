/* Reading a message that nobody vouches for: the primitives. */
#ifndef FOISTAT_RUN_WIRE_READER_H
#define FOISTAT_RUN_WIRE_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* The message as it is read. The first complaint stays, and from then on every read gives zeros, so
 * that callers check where they loop, allocate or end. */
struct reader {
    const unsigned char *at;
    size_t left;
    const char *wrong; /* what is malformed; NULL so far */
    bool no_memory, too_large;
};
void reader_wrong(struct reader *r, const char *what);
bool reader_good(const struct reader *r);

/* Is it there? NULL is a complaint: memory ran out. */
bool reader_got_memory(struct reader *r, const void *memory);

void reader_bytes(struct reader *r, void *to, size_t n);
/* A byte below 'limit'; 'what' is the complaint when it is not. */
unsigned reader_choice(struct reader *r, unsigned limit, const char *what);
bool reader_bool(struct reader *r);
size_t reader_size(struct reader *r);
size_t reader_count(struct reader *r, size_t least);  /* of items of at least 'least' bytes each */
size_t reader_limited(struct reader *r, size_t most); /* more is a complaint of its own */
double reader_double(struct reader *r);

/* Text in the message itself, UTF-8; its text is NULL where there is none. */
struct span reader_span(struct reader *r);
/* A copy without NULs inside, or NULL where there is none; need_text complains then. */
const char *reader_text(struct reader *r, struct arena *a);
const char *reader_need_text(struct reader *r, struct arena *a);
/* Texts of which none may be absent. */
const char **reader_texts(struct reader *r, struct arena *a, size_t *n_texts);

/* n items of 'size' bytes, or NULL: fewer are left, or (optional) there is no array. */
void *reader_array(struct reader *r, struct arena *a, size_t n, size_t size);
void *reader_optional_array(struct reader *r, struct arena *a, size_t n, size_t size);

#endif
