/* Parts of a whole that threads take in order and work on side by side: each part has a turn, in
 * which it learns from the part before and tells the part behind. */
#ifndef FOISTAT_SCAN_TURNS_H
#define FOISTAT_SCAN_TURNS_H

#include <stdbool.h>
#include <stddef.h>

struct turns;

struct turns *turns_new(void);    /* NULL: no memory */
void turns_free(struct turns *t); /* NULL is allowed */

/* Takes the next part that nobody has: its number, from 0. Then calls take(data, number) before
 * anybody else can take one; where that is false there are no more parts, and neither is this.
 * False also once some part has failed. */
bool turns_take(struct turns *t, bool (*take)(void *data, size_t number), void *data,
                size_t *number);

/* Waits until all parts before 'number' have passed their turn; false when one of them failed. */
bool turns_wait(struct turns *t, size_t number);
void turns_pass(struct turns *t); /* the turn of the part whose turn it is is over */

/* A part failed: the parts behind it are of no interest; those before it go on. */
void turns_fail(struct turns *t, size_t number);

#endif
