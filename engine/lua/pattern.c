#include "lua/pattern.h"

#include <string.h>

enum kind { SET, OPEN, CLOSE, PLACE, BALANCE, FRONTIER, AGAIN, LAST };
enum repeat { ONCE, MAYBE, MANY, SOME, FEW }; /* "", "?", "*", "+", "-" */

struct pattern_item {
    uint8_t kind, repeat;
    uint8_t a, b;    /* BALANCE: its two bytes; OPEN, CLOSE, PLACE, AGAIN: the capture, from 0 */
    uint32_t set[8]; /* SET, FRONTIER: the bytes that belong to it */
};

size_t pattern_room(size_t n) {
    return (n + 1) * sizeof(struct pattern_item);
}

/* Sets of bytes. */

static void set_add(uint32_t *set, unsigned c) {
    set[c / 32] |= UINT32_C(1) << c % 32;
}

static bool set_has(const uint32_t *set, char c) {
    return set[(unsigned char)c / 32] >> (unsigned char)c % 32 & 1;
}

static void set_turn(uint32_t *set) {
    for (int i = 0; i < 8; i++)
        set[i] = ~set[i];
}

static bool between(unsigned c, unsigned low, unsigned high) {
    return c >= low && c <= high;
}

/* Does the byte belong to the class of this small letter? */
static bool in_class(unsigned c, char letter) {
    bool digit = between(c, '0', '9'), upper = between(c, 'A', 'Z'), lower = between(c, 'a', 'z');
    bool word = digit || upper || lower, graphic = between(c, 0x21, 0x7e);
    switch (letter) {
    case 'a':
        return upper || lower;
    case 'c':
        return c < 0x20 || c == 0x7f;
    case 'd':
        return digit;
    case 'g':
        return graphic;
    case 'l':
        return lower;
    case 'p':
        return graphic && !word;
    case 's':
        return c == ' ' || between(c, '\t', '\r');
    case 'u':
        return upper;
    case 'w':
        return word;
    case 'x':
        return digit || between(c, 'a', 'f') || between(c, 'A', 'F');
    default:
        return c == 0; /* z */
    }
}

/* Adds what "%c" stands for: a class, its opposite for a capital letter, or the byte itself. */
static void add_class(uint32_t *set, char c) {
    bool capital = between((unsigned char)c, 'A', 'Z');
    char letter = capital ? (char)(c + 'a' - 'A') : c;
    if (letter == '\0' || strchr("acdglpsuwxz", letter) == NULL) {
        set_add(set, (unsigned char)c);
        return;
    }
    for (unsigned i = 0; i < 256; i++) {
        if (in_class(i, letter) != capital)
            set_add(set, i);
    }
}

/* Reading. */

struct reader {
    const char *at, *end;
    struct pattern *p;
    int open[PATTERN_CAPTURES], n_open; /* captures that are not closed yet */
    bool closed[PATTERN_CAPTURES];
    int recursions;
};

/* The closing bracket of the set that starts at "[", or NULL. */
static const char *set_end(const char *at, const char *end) {
    at++;
    if (at < end && *at == '^')
        at++;
    do {
        if (at >= end)
            return NULL;
        if (*at++ == '%' && at < end)
            at++;
    } while (at >= end || *at != ']');
    return at;
}

/* Fills the set from "[...]", whose bracket closes at 'close'. */
static void fill_set(uint32_t *set, const char *at, const char *close) {
    bool turned = at[1] == '^';
    at += turned ? 2 : 1;
    for (; at < close; at++) {
        if (*at == '%')
            add_class(set, *++at);
        else if (at[1] == '-' && at + 2 < close) {
            for (unsigned c = (unsigned char)at[0]; c <= (unsigned char)at[2]; c++)
                set_add(set, c);
            at += 2;
        } else
            set_add(set, (unsigned char)*at);
    }
    if (turned)
        set_turn(set);
}

static const char *read_set(struct reader *r, uint32_t *set) {
    const char *close = set_end(r->at, r->end);
    if (close == NULL)
        return "malformed pattern (missing ']')";
    fill_set(set, r->at, close);
    r->at = close + 1;
    return NULL;
}

/* A single byte of some set, and how often. */
static const char *read_single(struct reader *r, struct pattern_item *item) {
    const char *wrong = NULL;
    item->kind = SET;
    if (*r->at == '[')
        wrong = read_set(r, item->set);
    else if (*r->at == '.') {
        set_turn(item->set);
        r->at++;
    } else if (*r->at == '%') {
        if (r->at + 1 >= r->end)
            return "malformed pattern (ends with '%')";
        add_class(item->set, r->at[1]);
        r->at += 2;
    } else
        set_add(item->set, (unsigned char)*r->at++);
    if (wrong != NULL || r->at >= r->end)
        return wrong;
    const char *repeats = "?*+-", *found = *r->at == '\0' ? NULL : strchr(repeats, *r->at);
    if (found != NULL) {
        item->repeat = (uint8_t)(MAYBE + (found - repeats));
        r->recursions++;
        r->at++;
    }
    return NULL;
}

static const char *read_open(struct reader *r, struct pattern_item *item) {
    if (r->p->captures >= PATTERN_CAPTURES)
        return "too many captures";
    bool place = r->at + 1 < r->end && r->at[1] == ')';
    item->kind = place ? PLACE : OPEN;
    item->a = (uint8_t)r->p->captures++;
    r->closed[item->a] = place;
    if (!place)
        r->open[r->n_open++] = item->a;
    r->at += place ? 2 : 1;
    return NULL;
}

static const char *read_close(struct reader *r, struct pattern_item *item) {
    if (r->n_open == 0)
        return "invalid pattern capture";
    item->kind = CLOSE;
    item->a = (uint8_t)r->open[--r->n_open];
    r->closed[item->a] = true;
    r->at++;
    return NULL;
}

/* "%1": what the capture has matched, again. */
static const char *read_again(struct reader *r, struct pattern_item *item) {
    int capture = r->at[1] - '1';
    if (capture < 0 || capture >= r->p->captures || !r->closed[capture])
        return "invalid capture index in pattern";
    item->kind = AGAIN;
    item->a = (uint8_t)capture;
    r->at += 2;
    return NULL;
}

static const char *read_balance(struct reader *r, struct pattern_item *item) {
    if (r->end - r->at < 4)
        return "malformed pattern (missing arguments to '%b')";
    item->kind = BALANCE;
    item->a = (uint8_t)r->at[2];
    item->b = (uint8_t)r->at[3];
    r->at += 4;
    return NULL;
}

static const char *read_frontier(struct reader *r, struct pattern_item *item) {
    r->at += 2;
    if (r->at >= r->end || *r->at != '[')
        return "missing '[' after '%f' in pattern";
    item->kind = FRONTIER;
    return read_set(r, item->set);
}

static const char *read_item(struct reader *r, struct pattern_item *item) {
    char next = r->at + 1 < r->end ? r->at[1] : '\0';
    *item = (struct pattern_item){0};
    if (*r->at == '(')
        return read_open(r, item);
    if (*r->at == ')')
        return read_close(r, item);
    if (*r->at == '$' && r->at + 1 == r->end) {
        item->kind = LAST;
        r->at++;
        return NULL;
    }
    if (*r->at == '%' && next == 'b')
        return read_balance(r, item);
    if (*r->at == '%' && next == 'f')
        return read_frontier(r, item);
    if (*r->at == '%' && between((unsigned char)next, '0', '9'))
        return read_again(r, item);
    return read_single(r, item);
}

const char *pattern_read(struct pattern *p, const char *text, size_t n, void *room) {
    struct reader r = {.at = text, .end = text + n, .p = p};
    *p = (struct pattern){.item = room};
    while (r.at < r.end) {
        const char *wrong = read_item(&r, &p->item[p->n]);
        if (wrong != NULL)
            return wrong;
        p->n++;
        if (r.recursions > PATTERN_REPEATS)
            return "pattern too complex";
    }
    return r.n_open > 0 ? "unfinished capture" : NULL;
}

/* Matching: by trial, the rest of the pattern after each choice. The depth of the calls is that of
 * the repeated items, of which there are at most PATTERN_REPEATS. */

static const char *match(struct pattern_match *m, const char *at, size_t item);

static bool spend(struct pattern_match *m, size_t steps) {
    m->left = m->left > steps ? m->left - steps : 0;
    return m->left > 0;
}

static bool is_one(const struct pattern_match *m, const struct pattern_item *item, const char *at) {
    return at < m->end && set_has(item->set, *at);
}

/* As many as there are, then fewer. */
static const char *match_most(struct pattern_match *m, const char *at, size_t item, size_t least) {
    size_t n = 0;
    while (is_one(m, &m->pattern->item[item], at + n))
        n++;
    if (!spend(m, n + 1))
        return NULL;
    for (; n >= least; n--) {
        const char *end = match(m, at + n, item + 1);
        if (end != NULL || m->left == 0)
            return end;
        if (n == 0)
            break;
    }
    return NULL;
}

/* As few as will do. */
static const char *match_fewest(struct pattern_match *m, const char *at, size_t item) {
    for (;; at++) {
        const char *end = match(m, at, item + 1);
        if (end != NULL || !spend(m, 1) || !is_one(m, &m->pattern->item[item], at))
            return end;
    }
}

static const char *match_repeated(struct pattern_match *m, const char *at, size_t item) {
    const struct pattern_item *i = &m->pattern->item[item];
    if (i->repeat == MANY || i->repeat == SOME)
        return match_most(m, at, item, i->repeat == SOME);
    if (i->repeat == FEW)
        return match_fewest(m, at, item);
    const char *end = is_one(m, i, at) ? match(m, at + 1, item + 1) : NULL;
    return end != NULL || m->left == 0 ? end : match(m, at, item + 1);
}

/* "%b()": from the first of the two bytes to the second that balances it. */
static const char *match_balance(struct pattern_match *m, const char *at, char open, char close) {
    if (at >= m->end || *at != open)
        return NULL;
    size_t depth = 1;
    for (const char *p = at + 1; p < m->end; p++) {
        if (*p == close && --depth == 0)
            return spend(m, (size_t)(p - at)) ? p + 1 : NULL;
        if (*p == open && *p != close)
            depth++;
    }
    spend(m, (size_t)(m->end - at));
    return NULL;
}

static bool is_frontier(const struct pattern_match *m, const uint32_t *set, const char *at) {
    char before = at > m->text ? at[-1] : '\0', here = at < m->end ? *at : '\0';
    return !set_has(set, before) && set_has(set, here);
}

static const char *match_again(struct pattern_match *m, const char *at,
                               const struct pattern_capture *c) {
    if (c->n == PATTERN_POSITION || m->end - at < c->n || !spend(m, (size_t)c->n + 1))
        return NULL;
    return memcmp(c->start, at, (size_t)c->n) == 0 ? at + c->n : NULL;
}

/* Marks where a capture starts or ends. What a trial that fails leaves in it is overwritten by the
 * next, which passes the same items in the same order. */
static void mark(struct pattern_match *m, const struct pattern_item *i, const char *at) {
    struct pattern_capture *c = &m->capture[i->a];
    if (i->kind == CLOSE) {
        c->n = at - c->start;
        return;
    }
    c->start = at;
    c->n = PATTERN_POSITION;
}

static const char *match(struct pattern_match *m, const char *at, size_t item) {
    for (; at != NULL && item < m->pattern->n; item++) {
        const struct pattern_item *i = &m->pattern->item[item];
        if (!spend(m, 1))
            return NULL;
        if (i->kind == SET && i->repeat != ONCE)
            return match_repeated(m, at, item);
        switch (i->kind) {
        case SET:
            at = is_one(m, i, at) ? at + 1 : NULL;
            break;
        case OPEN:
        case CLOSE:
        case PLACE:
            mark(m, i, at);
            break;
        case BALANCE:
            at = match_balance(m, at, (char)i->a, (char)i->b);
            break;
        case FRONTIER:
            at = is_frontier(m, i->set, at) ? at : NULL;
            break;
        case AGAIN:
            at = match_again(m, at, &m->capture[i->a]);
            break;
        default:
            at = at == m->end ? at : NULL;
            break;
        }
    }
    return at;
}

const char *pattern_at(struct pattern_match *m, const char *at) {
    const char *end = match(m, at, 0);
    return m->left > 0 ? end : NULL;
}
