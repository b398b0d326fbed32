/* Lua's patterns (Lua 5.4 reference manual, section 6.4.1), matched within a budget of steps.
 *
 * Lua's own matcher runs inside one instruction, where no limit of steps sees it, and a pattern
 * such as "a*a*a*a*b" takes longer than anybody waits. This one counts. It gives what Lua's gives
 * for every pattern that is well formed; one that is not is always an error, in Lua only when the
 * match comes to it. Classes are ASCII whatever the locale. */
#ifndef FOISTAT_LUA_PATTERN_H
#define FOISTAT_LUA_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PATTERN_CAPTURES = 32, PATTERN_REPEATS = 200, PATTERN_LONGEST = 16 * 1024 };

struct pattern_item;
struct pattern {
    struct pattern_item *item;
    size_t n;
    int captures;
};

/* Bytes that the items of a pattern of n bytes need. */
size_t pattern_room(size_t n);

/* Reads the n bytes of a pattern (behind a "^" that the caller took) into 'room', which must
 * outlive it. Returns NULL, or what is wrong: "malformed pattern (missing ']')". */
const char *pattern_read(struct pattern *p, const char *text, size_t n, void *room);

struct pattern_capture {
    const char *start;
    ptrdiff_t n; /* PATTERN_POSITION: the place 'start' itself */
};
enum { PATTERN_POSITION = -1 };

/* One match after another of a pattern in a text. */
struct pattern_match {
    const struct pattern *pattern;
    const char *text, *end;
    uint64_t left; /* steps that may still be taken; 0 after it ran out */
    struct pattern_capture capture[PATTERN_CAPTURES];
};

/* Where the match that starts at 'at' ends, or NULL when there is none or the budget is spent
 * (then m->left is 0). */
const char *pattern_at(struct pattern_match *m, const char *at);

#endif
