/* Words for error messages: lists of labels, and what to write in a script instead. */
#ifndef FOISTAT_DATA_WORDING_H
#define FOISTAT_DATA_WORDING_H

#include "base/str.h"

/* A growing list of labels that stops at a length a message can hold and then only counts. */
struct wording {
    struct buf text;
    size_t n, left_out;
    bool quoted;  /* as Lua strings: "White", "Asian" */
    size_t limit; /* bytes; 0: 200 */
};
void wording_add(struct wording *w, const char *label);
/* The list with "... and 12 more" behind it where some did not fit; never NULL. It is freed by
 * wording_free. */
const char *wording_end(struct wording *w);
void wording_free(struct wording *w);

/* Text short enough for a message: cut between characters, with "..." behind it. */
enum { WORDING_CLIP = 80 };
const char *wording_clip(const char *text, char out[WORDING_CLIP]);

/* Adds text as a Lua string: "Asian \"other\"". Long text is cut, with an ellipsis. */
void wording_quote(struct buf *out, const char *text);

/* Adds a table key as Lua writes it: status, or ["age group"]. */
void wording_key(struct buf *out, const char *name);

#endif
